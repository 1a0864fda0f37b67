"""The forms of every deed about a victim, for the page and the API alike; each module holds one noun."""

from victims.forms.alerts import AlertForm, ConfirmWaysForm
from victims.forms.contact import AttemptForm, ContactForm, FrequencyForm, WhyNotToldForm
from victims.forms.finding import FindForm
from victims.forms.identity import HALF, ContactDetailsForm, IdentityForm, email_shape, phone_shape
from victims.forms.look_backs import LookBackForm
from victims.forms.record import CharacteristicsForm, MergeForm, NeedsForm, RightsForm
from victims.forms.safeguarding import ConcernForm, ResolveConcernForm
from victims.forms.spokesperson import AgreeForm, CircumstancesForm, EndSpokespersonForm, SpokespersonForm
from victims.forms.support import EndSupportForm, ShareForm
from victims.forms.told_via_isva import AnswerToldForm, ConfirmToldForm, EndMySupportForm, TellForm
from victims.forms.voiding import VoidForm
from victims.forms.withdrawals import (
    CorrectReengagementForm,
    CorroborateForm,
    MoreReasonForm,
    ReengagementForm,
    WithdrawalForm,
)

__all__ = [
    "HALF",
    "AgreeForm",
    "AlertForm",
    "AnswerToldForm",
    "AttemptForm",
    "CharacteristicsForm",
    "CircumstancesForm",
    "ConcernForm",
    "ConfirmToldForm",
    "ConfirmWaysForm",
    "ContactDetailsForm",
    "ContactForm",
    "CorrectReengagementForm",
    "CorroborateForm",
    "EndMySupportForm",
    "EndSpokespersonForm",
    "EndSupportForm",
    "FindForm",
    "FrequencyForm",
    "IdentityForm",
    "LookBackForm",
    "MergeForm",
    "MoreReasonForm",
    "NeedsForm",
    "ReengagementForm",
    "ResolveConcernForm",
    "RightsForm",
    "ShareForm",
    "SpokespersonForm",
    "TellForm",
    "VoidForm",
    "WhyNotToldForm",
    "WithdrawalForm",
    "email_shape",
    "phone_shape",
]

"""The shape of what is typed about decisions and reviews, for page and API alike."""

from reviews.forms.decisions import (
    AuthoriseForm,
    ConfirmForm,
    CpsLineForm,
    LineForm,
    LinesForm,
    ProposeCpsForm,
    ProposeForm,
    RecordCpsForm,
    RefuseForm,
)
from reviews.forms.letters import (
    CpsLetterForm,
    DraftLetterForm,
    DraftReviewLetterForm,
    DropLetterForm,
    EditLetterForm,
    LetterSentForm,
    SignOffLetterForm,
)
from reviews.forms.requests import AcknowledgeForm, AllocateForm, DecideForm, TellOutcomeForm
from reviews.forms.telling import NotifyForm, OverrideForm, RequestForm, RightToldForm, TellingForm
from reviews.forms.telling_plan import (
    AnswerVictimForm,
    AttemptForm,
    PlanForm,
    VictimQuestionForm,
    WhyLateForm,
    WishToWaitForm,
)

__all__ = [
    "AcknowledgeForm",
    "AllocateForm",
    "AnswerVictimForm",
    "AttemptForm",
    "AuthoriseForm",
    "ConfirmForm",
    "CpsLetterForm",
    "CpsLineForm",
    "DecideForm",
    "DraftLetterForm",
    "DraftReviewLetterForm",
    "DropLetterForm",
    "EditLetterForm",
    "LetterSentForm",
    "LineForm",
    "LinesForm",
    "NotifyForm",
    "OverrideForm",
    "PlanForm",
    "ProposeCpsForm",
    "ProposeForm",
    "RecordCpsForm",
    "RefuseForm",
    "RequestForm",
    "RightToldForm",
    "SignOffLetterForm",
    "TellOutcomeForm",
    "TellingForm",
    "VictimQuestionForm",
    "WhyLateForm",
    "WishToWaitForm",
]

"""The shape of what is typed about submissions and action plans, for page and API alike."""

from actionplans.forms.advice import (
    AdviceForm,
    AnswerForm,
    CountersignForm,
    EarlyAdviceForm,
    MeetingForm,
    QuestionForm,
    ReadingForm,
)
from actionplans.forms.clinic_results import (
    ClinicAdviceForm,
    CorrectResultForm,
    DoneForm,
    FollowUpForm,
    ResultForm,
    as_recorded,
)
from actionplans.forms.clinics import (
    BookForm,
    CancelBookingForm,
    CancelClinicForm,
    ClinicForm,
    HostForm,
    MoveForm,
    SwapForm,
)
from actionplans.forms.dates import AcknowledgeForm, DateForm, ReviewForm
from actionplans.forms.documents import ConfirmChargeForm, ConfirmForm, ConfirmPlanForm, CpsActForm
from actionplans.forms.files import CheckFileForm, SendFileForm
from actionplans.forms.follow_ups import (
    MoveFollowUpForm,
    ReopenFollowUpForm,
    WithdrawFollowUpForm,
    as_it_stands,
)
from actionplans.forms.items import (
    AcceptItemsForm,
    AssignItemForm,
    DisputeAnswerForm,
    DisputeForm,
    ItemDateForm,
)
from actionplans.forms.ladder import LadderStepForm, WithdrawLadderStepForm
from actionplans.forms.plans import CheckForm, CompleteForm, PlanForm, ReturnForm
from actionplans.forms.strategies import AgreeForm, StrategyForm, StrategyReviewForm
from actionplans.forms.submissions import SubmitForm, TriageForm
from actionplans.forms.waits import ChaseForm, EndWaitForm, WaitForm

__all__ = [
    "AcceptItemsForm",
    "AcknowledgeForm",
    "AdviceForm",
    "AgreeForm",
    "AnswerForm",
    "AssignItemForm",
    "BookForm",
    "CancelBookingForm",
    "CancelClinicForm",
    "ChaseForm",
    "CheckFileForm",
    "CheckForm",
    "ClinicAdviceForm",
    "ClinicForm",
    "CompleteForm",
    "ConfirmChargeForm",
    "ConfirmForm",
    "ConfirmPlanForm",
    "CorrectResultForm",
    "CountersignForm",
    "CpsActForm",
    "DateForm",
    "DisputeAnswerForm",
    "DisputeForm",
    "DoneForm",
    "EarlyAdviceForm",
    "EndWaitForm",
    "FollowUpForm",
    "HostForm",
    "ItemDateForm",
    "LadderStepForm",
    "MeetingForm",
    "MoveFollowUpForm",
    "MoveForm",
    "PlanForm",
    "QuestionForm",
    "ReadingForm",
    "ReopenFollowUpForm",
    "ResultForm",
    "ReturnForm",
    "ReviewForm",
    "SendFileForm",
    "StrategyForm",
    "StrategyReviewForm",
    "SubmitForm",
    "SwapForm",
    "TriageForm",
    "WaitForm",
    "WithdrawFollowUpForm",
    "WithdrawLadderStepForm",
    "as_it_stands",
    "as_recorded",
]

"""The shape of what is typed about submissions and action plans, for page and API alike."""

from actionplans.forms.advice import AdviceForm
from actionplans.forms.dates import AcknowledgeForm, DateForm, ReviewForm
from actionplans.forms.documents import ConfirmForm, CpsActForm
from actionplans.forms.files import CheckFileForm, SendFileForm
from actionplans.forms.items import (
    AcceptItemsForm,
    AssignItemForm,
    DisputeAnswerForm,
    DisputeForm,
    ItemDateForm,
)
from actionplans.forms.ladder import LadderStepForm
from actionplans.forms.plans import CheckForm, CompleteForm, PlanForm, ReturnForm
from actionplans.forms.submissions import SubmitForm, TriageForm
from actionplans.forms.waits import ChaseForm, EndWaitForm, WaitForm

__all__ = [
    "AcceptItemsForm",
    "AcknowledgeForm",
    "AdviceForm",
    "AssignItemForm",
    "ChaseForm",
    "CheckFileForm",
    "CheckForm",
    "CompleteForm",
    "ConfirmForm",
    "CpsActForm",
    "DateForm",
    "DisputeAnswerForm",
    "DisputeForm",
    "EndWaitForm",
    "ItemDateForm",
    "LadderStepForm",
    "PlanForm",
    "ReturnForm",
    "ReviewForm",
    "SendFileForm",
    "SubmitForm",
    "TriageForm",
    "WaitForm",
]

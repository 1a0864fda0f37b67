"""The shape of what is typed about submissions and action plans, for page and API alike."""

from actionplans.forms.advice import AdviceForm
from actionplans.forms.dates import AcknowledgeForm, DateForm, ReviewForm
from actionplans.forms.documents import ConfirmForm, CpsActForm
from actionplans.forms.ladder import LadderStepForm
from actionplans.forms.plans import CheckForm, CompleteForm, PlanForm, ReturnForm
from actionplans.forms.submissions import SubmitForm, TriageForm

__all__ = [
    "AcknowledgeForm",
    "AdviceForm",
    "CheckForm",
    "CompleteForm",
    "ConfirmForm",
    "CpsActForm",
    "DateForm",
    "LadderStepForm",
    "PlanForm",
    "ReturnForm",
    "ReviewForm",
    "SubmitForm",
    "TriageForm",
]

"""The shape of what is typed about decisions and reviews, for page and API alike."""

from reviews.forms.cps_reviews import CpsReviewForm
from reviews.forms.day import DayStepForm, SafetyForm, SignOffDayForm
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
from reviews.forms.learning import LearnForm
from reviews.forms.letters import (
    CpsLetterForm,
    DraftLetterForm,
    DraftReviewLetterForm,
    DropLetterForm,
    EditLetterForm,
    LetterSentForm,
    PrintedForm,
    SendByNotifyForm,
    SignOffLetterForm,
    TranslationCheckedForm,
)
from reviews.forms.reopening import CancelForm, ReopenForm
from reviews.forms.requests import (
    AcknowledgeForm,
    AllocateForm,
    DecideForm,
    ExtendForm,
    GiveBackForm,
    ReviewUpdateForm,
    TellOutcomeForm,
)
from reviews.forms.telling import NotifyForm, OverrideForm, RequestForm, RightToldForm, TellingForm
from reviews.forms.telling_plan import (
    AnswerVictimForm,
    AttemptForm,
    NoLetterForm,
    PlanForm,
    VictimQuestionForm,
    WhyLateForm,
    WishToWaitForm,
)
from reviews.forms.training import ReviewTrainingForm, VoidReviewTrainingForm

__all__ = [
    "AcknowledgeForm",
    "AllocateForm",
    "AnswerVictimForm",
    "AttemptForm",
    "AuthoriseForm",
    "CancelForm",
    "ConfirmForm",
    "CpsLetterForm",
    "CpsLineForm",
    "CpsReviewForm",
    "DayStepForm",
    "DecideForm",
    "DraftLetterForm",
    "DraftReviewLetterForm",
    "DropLetterForm",
    "EditLetterForm",
    "ExtendForm",
    "GiveBackForm",
    "LearnForm",
    "LetterSentForm",
    "LineForm",
    "LinesForm",
    "NoLetterForm",
    "NotifyForm",
    "OverrideForm",
    "PlanForm",
    "PrintedForm",
    "ProposeCpsForm",
    "ProposeForm",
    "RecordCpsForm",
    "RefuseForm",
    "ReopenForm",
    "RequestForm",
    "ReviewTrainingForm",
    "ReviewUpdateForm",
    "RightToldForm",
    "SafetyForm",
    "SendByNotifyForm",
    "SignOffDayForm",
    "SignOffLetterForm",
    "TellOutcomeForm",
    "TellingForm",
    "TranslationCheckedForm",
    "VictimQuestionForm",
    "VoidReviewTrainingForm",
    "WhyLateForm",
    "WishToWaitForm",
]

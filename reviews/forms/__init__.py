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

__all__ = [
    "AcknowledgeForm",
    "AllocateForm",
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
    "ProposeCpsForm",
    "ProposeForm",
    "RecordCpsForm",
    "RefuseForm",
    "RequestForm",
    "RightToldForm",
    "SignOffLetterForm",
    "TellOutcomeForm",
    "TellingForm",
]

"""The deeds with which CPS closes its record of early advice that no file followed, and takes that back."""

from __future__ import annotations

from typing import Any

from actionplans import forms, rules, services
from actionplans.forms.documents import MistakeForm
from actionplans.forms.endings import FinaliseEarlyAdviceForm
from actionplans.models import EarlyAdviceEnding, Submission
from actionplans.represent.endings import advice_ending_in_full
from actionplans.represent.recorded import of_advice_end_taken_back
from actionplans.rules.early_advice_end import check_can_take_advice_end_back
from actionplans.seals import Label, Sealer
from actionplans.services.early_advice_end import check_can_finalise_early_advice
from actionplans.services.rounds import went_again
from actionplans.shown.entered import from_where
from actionplans.surfaces.places import about_submission, submission_page
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def check_take_back(person: Person, row: EarlyAdviceEnding) -> None:
    again = went_again(row.submission)
    check_can_take_advice_end_back(person, row, again.round if again else None)


def about_ending(person: Person, row: EarlyAdviceEnding) -> dict[str, Any]:
    words = Sealer(row.case_id).open(Label.ADVICE_ENDED_WORDS, row.pk, row.words_sealed)
    entered = [("CPS closed its record", row.when), *from_where(row)]
    said = words or "Nothing was said of what was done to get a file."
    return {**about_submission(person, row), "heading": str(row), "text": said, "entered": entered}


OF_ENDING: dict[str, Any] = {
    "subject": EarlyAdviceEnding,
    "subject_name": "ending",
    "select": ("submission__case", "entered_by"),
    "context": about_ending,
    "template": "actionplans/about_text.html",
    "done": submission_page,
    "back": submission_page,
    "represent": advice_ending_in_full,
}
ADVICE_END_SURFACES = [
    Surface(
        name="finalise_early_advice",
        title="Close the record: no file followed",
        from_document="Enter from a document that CPS closed its record: no file followed",
        service=services.finalise_early_advice,
        form=FinaliseEarlyAdviceForm,
        subject=Submission,
        subject_name="submission",
        select=("case",),
        context=about_submission,
        page="submissions/<uuid:pk>/finalise/",
        api="submissions/<uuid:pk>/finalise/",
        button="Close the record",
        said="Administratively finalised. That is no decision: the case stays with the police, whose"
        " supervisor and gatekeepers hear at once.",
        check=check_can_finalise_early_advice,
        done=submission_page,
        back=submission_page,
        represent=advice_ending_in_full,
        constraints={"early_advice_ending_stands_once": ("", "Somebody closed this at the same moment.")},
    ),
    Surface(
        name="take_back_early_advice_end",
        title="Take back that CPS closed its record, recorded by mistake",
        service=services.take_back_early_advice_end,
        form=MistakeForm,
        page="early-advice-endings/<uuid:pk>/take-back/",
        api="early-advice-endings/<uuid:pk>/take-back/",
        button="Take it back",
        said="Taken back.",
        check=check_take_back,
        recorded=of_advice_end_taken_back,
        **OF_ENDING,
    ),
    Surface(
        name="confirm_early_advice_ending",
        title="Confirm that CPS closed its record, as police entered",
        service=services.confirm_early_advice_ending,
        form=forms.ConfirmForm,
        page="early-advice-endings/<uuid:pk>/confirm/",
        api="early-advice-endings/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        **OF_ENDING,
    ),
]

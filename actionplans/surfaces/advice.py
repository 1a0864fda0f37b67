"""Advice countersigned, read and asked about; early advice considered; police and CPS meeting."""

from __future__ import annotations

from typing import Any

from actionplans import forms, services
from actionplans.models import Advice, AdviceAnswer, AdviceQuestion, Countersignature, Submission
from actionplans.represent import advising as told
from actionplans.represent import recorded
from actionplans.rules import check_can_confirm, check_role
from actionplans.rules.advice import (
    check_can_answer,
    check_can_ask,
    check_can_consider,
    check_can_countersign,
    check_can_read,
)
from actionplans.seals import Label, Sealer
from actionplans.services.countersigning import newest_after
from actionplans.shown.entered import countersignature_entered, from_where
from actionplans.shown.submissions import left_for_cps
from actionplans.surfaces.places import about_case, about_submission, submission_page
from cases.models import Case
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def page_of(row: Any) -> str:
    """The page of the submission that a countersignature or an answer stands on."""
    return submission_page(row.advice if hasattr(row, "advice") else row.question)


def version_href(advice: Advice) -> str:
    """Where this version stands among the others."""
    return f"{submission_page(advice)}#advice-{advice.pk}"


def about_advice(person: Person, advice: Advice) -> dict[str, Any]:
    """With the newest version, where another than this stands: what is recorded is of this one alone."""
    newest = newest_after(advice)
    text = Sealer(advice.case_id).open(Label.ADVICE_TEXT, advice.pk, advice.text_sealed)
    return {
        **about_submission(person, advice),
        "heading": f"Version {advice.version}: {advice.get_kind_display().lower()}",
        "text": text,
        "version": advice.version,
        "newest": newest,
        "newest_href": version_href(newest) if newest is not None else "",
    }


def about_question(person: Person, question: AdviceQuestion) -> dict[str, Any]:
    text = Sealer(question.case_id).open(Label.QUESTION_TEXT, question.pk, question.text_sealed)
    return {**about_submission(person, question), "heading": str(question), "text": text}


def about_asked(person: Person, question: AdviceQuestion) -> dict[str, Any]:
    told = [("Asked", question.when), *from_where(question)]
    return {**about_question(person, question), "entered": told}


def about_countersign(person: Person, row: Countersignature) -> dict[str, Any]:
    return {**about_advice(person, row.advice), "entered": countersignature_entered(row)}


def about_answer(person: Person, row: AdviceAnswer) -> dict[str, Any]:
    answer = Sealer(row.case_id).open(Label.ANSWER_TEXT, row.pk, row.text_sealed)
    told = [("CPS answered", answer), ("Answered", row.when), *from_where(row)]
    return {**about_question(person, row.question), "entered": told}


def check_countersign(person: Person, advice: Advice) -> None:
    check_can_countersign(person, advice, newest_after(advice))


OF_ADVICE: dict[str, Any] = {
    "subject": Advice,
    "subject_name": "advice",
    "select": ("submission__case",),
    "context": about_advice,
    "template": "actionplans/about_text.html",
    "back": submission_page,
}
OF_SUBMISSION: dict[str, Any] = {
    "subject": Submission,
    "subject_name": "submission",
    "select": ("case",),
    "context": about_submission,
    "done": submission_page,
    "back": submission_page,
}

ADVICE_SURFACES = [
    Surface(
        name="countersign_advice",
        title="Countersign advice, or say why not",
        from_document="Enter from a document what the second lawyer said",
        service=services.countersign_advice,
        form=forms.CountersignForm,
        page="advice/<uuid:pk>/countersign/",
        api="advice/<uuid:pk>/countersign/",
        said="Recorded what the second lawyer said of it.",
        check=check_countersign,
        done=page_of,
        represent=told.countersignature_of_version,
        constraints={"countersign_stands_once": ("", "Somebody countersigned this at the same moment.")},
        **OF_ADVICE,
    ),
    Surface(
        name="record_advice_read",
        title="Record what was done with advice",
        service=services.record_advice_read,
        form=forms.ReadingForm,
        page="advice/<uuid:pk>/read/",
        api="advice/<uuid:pk>/read/",
        said="Recorded which version was read and what was done.",
        check=check_can_read,
        done=page_of,
        represent=told.reading_of_version,
        recorded=recorded.of_reading,
        **OF_ADVICE,
    ),
    Surface(
        name="confirm_countersignature",
        title="Confirm a countersignature that police entered",
        service=services.confirm_countersignature,
        form=forms.ConfirmForm,
        subject=Countersignature,
        subject_name="countersignature",
        select=("advice__submission__case", "entered_by"),
        page="countersignatures/<uuid:pk>/confirm/",
        api="countersignatures/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        template="actionplans/about_text.html",
        check=check_can_confirm,
        context=about_countersign,
        done=page_of,
        back=page_of,
        represent=told.countersignature,
    ),
    Surface(
        name="ask_question",
        title="Ask a question",
        service=services.ask_question,
        form=forms.QuestionForm,
        page="submissions/<uuid:pk>/questions/new/",
        api="questions/",
        button="Ask",
        said="The question is asked. Its answer has a date.",
        check=check_can_ask,
        represent=told.question_in_full,
        **OF_SUBMISSION,
    ),
    Surface(
        name="answer_question",
        title="Answer a question",
        service=services.answer_question,
        form=forms.AnswerForm,
        subject=AdviceQuestion,
        subject_name="question",
        select=("submission__case",),
        page="questions/<uuid:pk>/answer/",
        api="questions/<uuid:pk>/answer/",
        button="Answer",
        said="Answered.",
        template="actionplans/about_text.html",
        check=check_can_answer,
        context=about_question,
        done=page_of,
        back=submission_page,
        represent=told.answer_in_full,
        constraints={"answer_stands_once": ("", "Somebody answered this at the same moment.")},
    ),
    Surface(
        name="confirm_question",
        title="Confirm a question that police entered",
        service=services.confirm_question,
        form=forms.ConfirmForm,
        subject=AdviceQuestion,
        subject_name="question",
        select=("submission__case", "entered_by"),
        page="questions/<uuid:pk>/confirm/",
        api="questions/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        template="actionplans/about_text.html",
        check=check_can_confirm,
        context=about_asked,
        done=submission_page,
        back=submission_page,
        represent=told.question_in_full,
    ),
    Surface(
        name="confirm_answer",
        title="Confirm an answer that police entered",
        service=services.confirm_answer,
        form=forms.ConfirmForm,
        subject=AdviceAnswer,
        subject_name="answer",
        select=("question__submission__case", "entered_by"),
        page="answers/<uuid:pk>/confirm/",
        api="answers/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        template="actionplans/about_text.html",
        check=check_can_confirm,
        context=about_answer,
        done=page_of,
        back=page_of,
        represent=told.answer_in_full,
    ),
    Surface(
        name="record_meeting",
        title="Record a meeting with the other side",
        service=services.record_meeting,
        form=forms.MeetingForm,
        page="submissions/<uuid:pk>/meetings/new/",
        api="meetings/",
        said="The meeting is recorded.",
        check=lambda person, submission: check_role(person, "record_meeting"),
        represent=told.meeting_in_full,
        **OF_SUBMISSION,
    ),
    Surface(
        name="consider_early_advice",
        title="Consider early advice",
        service=services.consider_early_advice,
        form=forms.EarlyAdviceForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/early-advice/new/",
        api="early-advice-considered/",
        said="Recorded that early advice was considered.",
        context=about_case,
        check=lambda person, case: check_can_consider(person, case, left=left_for_cps(case)),
        represent=told.early_advice_in_full,
    ),
]

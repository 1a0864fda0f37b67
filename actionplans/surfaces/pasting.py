"""Making an action plan from the document that it stands in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import represent, services
from actionplans.forms import pasting as typed
from actionplans.models import PastedDocument, Submission
from actionplans.represent import pasted as represent_pasted
from actionplans.represent.recorded import of_issue
from actionplans.rules import pasted as rules
from actionplans.shown.pasted import document_context, to_confirm
from actionplans.shown.submissions import left_on
from actionplans.surfaces.places import about_submission, plan_page, submission_page
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def document_page(document: PastedDocument) -> str:
    return reverse("issue_from_document", args=[document.pk])


def about_document(person: Person, document: PastedDocument) -> dict[str, Any]:
    return {"caption": f"{document.case.reference}, {document}", "document": document}


def check_paste(person: Person, submission: Submission) -> None:
    rules.check_can_paste(person, submission, left=left_on(submission))


def check_on_document(person: Person, document: PastedDocument) -> None:
    rules.check_on_document(person, document, left=lambda: left_on(document.submission))


def check_being_read(person: Person, document: PastedDocument) -> None:
    rules.check_being_read(person, document, left=lambda: left_on(document.submission))


def check_plan_of_it(person: Person, document: PastedDocument) -> None:
    rules.check_can_paste(person, document.submission, left=left_on(document.submission))


OF_DOCUMENT: dict[str, Any] = {
    "subject": PastedDocument,
    "subject_name": "document",
    "select": ("submission", "case__officer_in_charge"),
    "check": check_on_document,
}
PASTING_SURFACES = [
    Surface(
        name="paste_document",
        title="Enter an action plan from its document",
        service=services.paste_document,
        form=typed.PasteForm,
        subject=Submission,
        subject_name="submission",
        select=("case",),
        page="submissions/<uuid:pk>/documents/new/",
        api="pasted-documents/",
        button="Read the document",
        said="The document was read. Nothing is issued until you confirm each item.",
        check=check_paste,
        context=about_submission,
        template="actionplans/paste.html",
        done=document_page,
        back=submission_page,
        represent=represent_pasted.document_in_full,
    ),
    Surface(
        name="issue_from_document",
        title="Confirm what the document asks for",
        service=services.issue_from_document,
        form=typed.ReadPlanForm,
        page="pasted-documents/<uuid:pk>/",
        api="pasted-documents/<uuid:pk>/action-plan/",
        button="Issue the action plan",
        said="Action plan issued. The words of the document are gone; the officer in charge will be told.",
        context=document_context,
        initial=to_confirm,
        template="actionplans/reading.html",
        done=plan_page,
        back=submission_page,
        represent=represent.plan_in_full,
        recorded=of_issue,
        **{**OF_DOCUMENT, "check": check_being_read, "check_sent": check_plan_of_it},
    ),
    Surface(
        name="keep_corrections",
        title="Keep what was corrected so far",
        service=services.keep_corrections,
        form=typed.KeepForm,
        page="pasted-documents/<uuid:pk>/typed/",
        api="pasted-documents/<uuid:pk>/typed/",
        button="Keep it",
        said="Kept as it stands. Nothing is issued yet: come back to it from the page of the submission.",
        context=about_document,
        done=document_page,
        back=document_page,
        represent=represent_pasted.document,
        **OF_DOCUMENT,
    ),
    Surface(
        name="discard_document",
        title="Discard the document",
        service=services.discard_document,
        form=typed.DiscardForm,
        page="pasted-documents/<uuid:pk>/discard/",
        api="pasted-documents/<uuid:pk>/discard/",
        button="Discard it",
        said="Discarded. Its words and what was corrected of them are gone.",
        context=about_document,
        template="actionplans/discard.html",
        done=submission_page,
        back=document_page,
        represent=represent_pasted.document,
        **{**OF_DOCUMENT, "check": check_being_read},
    ),
]

"""The deeds on the dated lists of reasons and stages: configuration, of no case."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import services
from victims.forms import terms as forms
from victims.models import Term
from victims.represent.terms import change_shown
from victims.rules.terms import check_can_keep_terms, check_stands


def terms_page(_: Any) -> str:
    return reverse("withdrawal_terms")


def every_term(person: Person) -> Any:
    """Those that a change has ended too: whoever follows an old link is told what became of it."""
    return Term.objects.all()


def about_term(person: Person, term: Term) -> dict[str, Any]:
    return {"caption": term.label, "term": term}


def _may(deed: str, person: Person, subject: Any) -> None:
    check_can_keep_terms(person, deed)
    if isinstance(subject, Term):
        check_stands(subject)


OF_LISTS: dict[str, Any] = {
    "button": "Change the list",
    "said": "The list changes on the day that you gave.",
    "constraints": {"term_one_in_force": ("in_force_from", "Another change of it begins on this day.")},
    "done": terms_page,
    "back": terms_page,
    "represent": change_shown,
}
OF_TERM: dict[str, Any] = {
    **OF_LISTS,
    "subject": Term,
    "subject_name": "term",
    "find": every_term,
    "context": about_term,
}
TERM_SURFACES = (
    Surface(
        name="add_reason",
        title="Add a reason",
        service=services.add_reason,
        form=forms.AddReasonForm,
        page="withdrawal-terms/reasons/new/",
        api="withdrawal-terms/",
        check=partial(_may, "add_reason"),
        **OF_LISTS,
    ),
    Surface(
        name="rename_term",
        title="Rename it",
        service=services.rename_term,
        form=forms.RenameTermForm,
        page="withdrawal-terms/<uuid:pk>/rename/",
        api="withdrawal-terms/<uuid:pk>/rename/",
        check=partial(_may, "rename_term"),
        **OF_TERM,
    ),
    Surface(
        name="retire_term",
        title="Retire it into another",
        service=services.retire_term,
        form=forms.RetireTermForm,
        page="withdrawal-terms/<uuid:pk>/retire/",
        api="withdrawal-terms/<uuid:pk>/retire/",
        check=partial(_may, "retire_term"),
        **OF_TERM,
    ),
    Surface(
        name="split_term",
        title="Split it",
        service=services.split_term,
        form=forms.SplitTermForm,
        page="withdrawal-terms/<uuid:pk>/split/",
        api="withdrawal-terms/<uuid:pk>/split/",
        check=partial(_may, "split_term"),
        **OF_TERM,
    ),
)

"""The deeds on the dated lists of reasons and stages: configuration, of no case."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import services
from victims.forms import terms as forms
from victims.models import Term, TermChange
from victims.represent.terms import change_shown
from victims.rules.terms import check_can_keep_terms, check_can_take_back, check_stands
from victims.shown.terms import change_said


def terms_page(_: Any) -> str:
    return reverse("withdrawal_terms")


def every_term(person: Person) -> Any:
    """Those that a change has ended too: whoever follows an old link is told what became of it."""
    return Term.objects.kept()


def every_change(person: Person) -> Any:
    return TermChange.objects.all()


def about_term(person: Person, term: Term) -> dict[str, Any]:
    return {"caption": term.label, "term": term}


def about_change(person: Person, change: TermChange) -> dict[str, Any]:
    """What it was to do, in the sentence of the list."""
    return {"caption": change_said(change)}


def _may_take_back(person: Person, change: TermChange) -> None:
    check_can_keep_terms(person, "take_back_term_change")
    check_can_take_back(change, change.brought(), now())


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
    Surface(
        name="take_back_term_change",
        title="Take this change back",
        service=services.take_back_term_change,
        form=forms.TakeBackForm,
        subject=TermChange,
        subject_name="change",
        find=every_change,
        context=about_change,
        check=_may_take_back,
        page="withdrawal-term-changes/<uuid:pk>/take-back/",
        api="withdrawal-term-changes/<uuid:pk>/take-back/",
        button="Take it back",
        said="Taken back: the list stays as it is.",
        done=terms_page,
        back=terms_page,
        represent=change_shown,
    ),
)

"""A change of the lists that has not begun is taken back: the lists are as they were, and the log says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import forget
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.refusals import constraint_of
from victims import services
from victims.models import Term, TermChange
from victims.term_enums import TermKind
from victims.terms import terms

SignIn = Callable[..., Client]
MADE = datetime(2026, 9, 1, 9, tzinfo=UTC)
FROM = date(2026, 9, 15)
THEN = datetime(2026, 9, 14, 22, 59, tzinfo=UTC)  # a minute before midnight in London
SAID = {"in_force_from": FROM, "why": "The improvement group asked for it.", "at": MADE}
BACK = {"why": "The group thought again.", "at": THEN}


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """What a test changed is rolled back under the lists that this process holds."""
    forget()
    yield
    forget()


def term(code: str) -> Term:
    return Term.objects.kept().get(code=code, in_force_until__isnull=True)


CHANGES: dict[str, Callable[[Person], TermChange]] = {
    "added": lambda by: services.add_reason(by=by, label="Cost", counted_under=term("other"), **SAID),
    "renamed": lambda by: services.rename_term(by=by, term=term("delay"), label="Slow", **SAID),
    "retired": lambda by: services.retire_term(by=by, term=term("honour"), into=term("pressure"), **SAID),
    "split": lambda by: services.split_term(
        by=by, term=term("privacy"), parts=[{"label": "One"}, {"label": "Two"}], **SAID
    ),
    "stages renamed": lambda by: services.rename_term(by=by, term=term("gatekeeper"), label="Gate", **SAID),
    "stages merged": lambda by: services.retire_term(
        by=by, term=term("action_plan"), into=term("with_cps"), **SAID
    ),
}


@pytest.mark.parametrize("how", list(CHANGES))
def test_the_lists_are_afterwards_what_they_were_and_the_same_change_can_be_made_again(
    how: str, db: None, adam: Person, ada: Person
) -> None:
    before = terms()
    change = CHANGES[how](adam)
    changed = terms()
    assert changed != before
    taken = services.take_back_term_change(by=ada, change=change, **BACK)
    assert terms() == before
    assert (taken.taken_back_at, taken.taken_back_by, taken.taken_back_why) == (THEN, ada, BACK["why"])
    event = AuditEvent.objects.get(action="TERMS_TAKEN_BACK")
    pairs = change.mappings.values_list("old", "new")
    assert {change.pk} < set(event.subjects) <= {change.pk, *(pk for pair in pairs for pk in pair)}
    CHANGES[how](adam)
    again = terms()
    read, wanted = ([replace(one, id=change.pk) for one in lists.entries] for lists in (again, changed))
    assert read == wanted


def test_once_its_day_has_come_it_stands(db: None, adam: Person) -> None:
    change = CHANGES["renamed"](adam)
    with pytest.raises(Stale, match="This change began on 15 September 2026"):
        services.take_back_term_change(by=adam, change=change, why="Late.", at=THEN + timedelta(minutes=1))
    services.take_back_term_change(by=adam, change=change, **BACK)
    with pytest.raises(Stale, match="taken back already"):
        services.take_back_term_change(by=adam, change=change, **BACK)


def test_what_a_later_change_builds_on_stays_until_that_is_taken_back(db: None, adam: Person) -> None:
    first = CHANGES["renamed"](adam)
    later = {**SAID, "in_force_from": FROM + timedelta(days=1)}
    second = services.rename_term(by=adam, term=term("delay"), label="Slower", **later)
    with pytest.raises(Stale, match="builds on this one, from 16 September 2026 on"):
        services.take_back_term_change(by=adam, change=first, **BACK)
    services.take_back_term_change(by=adam, change=second, **BACK)
    services.take_back_term_change(by=adam, change=first, **BACK)
    assert term("delay").label == "Delay"


def test_a_name_that_was_given_anew_is_not_on_the_list_twice(db: None, adam: Person) -> None:
    renamed = CHANGES["renamed"](adam)
    taken = services.add_reason(by=adam, label="delay", counted_under=term("other"), **SAID)
    with pytest.raises(Stale, match="Another one of the list is called “Delay” by now"):
        services.take_back_term_change(by=adam, change=renamed, **BACK)
    services.take_back_term_change(by=adam, change=taken, **BACK)
    services.take_back_term_change(by=adam, change=renamed, **BACK)
    assert [one.label for one in terms().in_force(TermKind.REASON, FROM)].count("Delay") == 1


def test_an_addition_that_is_taken_back_leaves_what_another_change_ended(db: None, adam: Person) -> None:
    added = services.add_reason(by=adam, label="Cost", counted_under=term("honour"), **SAID)
    CHANGES["retired"](adam)
    services.take_back_term_change(by=adam, change=added, **BACK)
    assert "honour" not in [one.code for one in terms().in_force(TermKind.REASON, FROM)]


def test_the_page_offers_it_to_administrators_until_the_day_and_says_what_was_taken_back(
    db: None, adam: Person, sam: Person, sign_in: SignIn
) -> None:
    tomorrow = london_date(now()) + timedelta(days=1)
    change = services.rename_term(
        by=adam, term=term("delay"), label="Slow", in_force_from=tomorrow, why="Plainer."
    )
    href = f"/withdrawal-term-changes/{change.pk}/take-back/"
    browser = sign_in(adam)
    assert href in browser.get("/withdrawal-terms/").content.decode()
    assert href not in sign_in(sam).get("/withdrawal-terms/").content.decode()
    assert sign_in(sam).get(href).status_code == 403
    assert "“Delay” is called “Slow” from" in unescape(browser.get(href).content.decode())
    empty = browser.post(href, {"why": " ", "once": str(uuid7())}).content.decode()
    assert "Why is it taken back?" in unescape(empty)
    assert "govuk-error-message" in empty
    sent = browser.post(href, {"why": "Nobody says so.", "once": str(uuid7())}, follow=True)
    page = unescape(sent.content.decode())
    for words in ("Taken back: the list stays as it is.", "Taken back before its day: Nobody says so. Adam",
                  "“Delay” is called “Slow” from"):  # fmt: skip
        assert words in page, words
    assert href not in page
    assert "taken back already" in unescape(browser.get(href).content.decode())


def test_by_api_it_is_the_same_deed_with_the_same_refusals(
    db: None, adam: Person, sam: Person, sign_in: SignIn
) -> None:
    tomorrow = london_date(now()) + timedelta(days=1)
    change = services.add_reason(
        by=adam, label="Cost", counted_under=term("other"), in_force_from=tomorrow, why="Asked for."
    )
    address = f"/api/v1/withdrawal-term-changes/{change.pk}/take-back/"
    send: dict[str, Any] = {"data": {"why": "Not now."}, "content_type": "application/json"}
    assert sign_in(sam).post(address, **send).status_code == 403
    browser = sign_in(adam)
    assert browser.post(address, {"why": ""}, content_type="application/json").status_code == 400
    shown = browser.post(address, **send).json()
    assert (shown["taken_back_by"], shown["taken_back_why"]) == ("adam", "Not now.")
    (row,) = browser.get("/api/v1/withdrawal-term-changes/").json()["results"]
    assert row == shown
    codes = [one["code"] for one in browser.get("/api/v1/withdrawal-terms/?kind=reason").json()["results"]]
    assert "cost" not in codes
    again = browser.post(address, **send)
    assert (again.status_code, again.json()["detail"]) == (409, "This change was taken back already.")


def test_nobody_else_takes_it_back_and_never_without_a_reason(db: None, adam: Person, sam: Person) -> None:
    change = CHANGES["added"](adam)
    with pytest.raises(NotAllowed, match="every figure of the force reads them"):
        services.take_back_term_change(by=sam, change=change, **BACK)
    with pytest.raises(Invalid) as refused:
        services.take_back_term_change(by=adam, change=change, why="  ", at=THEN)
    assert refused.value.fields == {"why": "Say why it is taken back."}


TAKEN_BACK: list[tuple[str, dict[str, Any]]] = [
    ("term_change_taken_back_together", {"taken_back_why": "So."}),
    ("term_change_taken_back_together", {"taken_back_at": MADE, "taken_back_why": "So."}),
    (
        "term_change_taken_back_before_its_day",
        {"taken_back_at": MADE + timedelta(days=14), "taken_back_by": "", "taken_back_why": "So."},
    ),
]
HELD = ("term_taken_back_before_it_held", {"taken_back_at": MADE})


@pytest.mark.parametrize(("constraint", "given"), TAKEN_BACK)
def test_a_change_that_was_taken_back_in_a_way_that_cannot_be_is_refused(
    constraint: str, given: dict[str, Any], db: None, adam: Person
) -> None:
    change = CHANGES["added"](adam)
    given = {name: adam if name == "taken_back_by" else value for name, value in given.items()}
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        TermChange.objects.filter(pk=change.pk).update(**given)
    assert constraint_of(trouble.value) == constraint


def test_a_term_that_held_is_not_taken_back_in_the_database(db: None) -> None:
    constraint, given = HELD
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        Term.objects.filter(code="delay").update(**given)
    assert constraint_of(trouble.value) == constraint

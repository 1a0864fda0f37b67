"""Whoever a restricted case is shut to reads nothing of it in the inbox, and nobody is sent to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from actionplans.models import ActionPlan
from actionplans.services import raise_reminders
from cases.services import end_naming, name_person, restrict_case
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.services import unread_count
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import moment

SignIn = Callable[[Person], Client]
LATE = moment(date(2026, 3, 25))


def listed(browser: Client, person: Person, reference: str) -> tuple[bool, bool, int]:
    """Whether the case stands in their inbox, by page and by API, and how many unread messages they have."""
    page = browser.get("/inbox/").content.decode()
    api = browser.get("/api/v1/messages/").content.decode()
    with acting(person):
        return reference in page, reference in api, unread_count(person)


def test_the_inbox_forgets_a_case_that_is_shut_and_knows_it_again_once_named(
    plan: ActionPlan, sam: Person, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    with system("the test delivers"):
        raise_reminders(at=LATE)
        deliver(at=LATE)
    browser, reference = sign_in(lena), plan.case.reference
    before = listed(browser, lena, reference)
    assert before[:2] == (True, True)
    assert before[2] > 0
    restrict_case(by=sam, case=plan.case, people=[gita, alice], reason="Police suspect.", at=LATE)
    assert listed(browser, lena, reference) == (False, False, 0)
    assert listed(sign_in(alice), alice, reference)[:2] == (True, True)

    name_person(by=sam, case=plan.case, person=lena, reason="She reviews it.", at=LATE)
    # Read again, and quiet: what she was told fell to others while the case was shut to her.
    assert listed(browser, lena, reference) == (True, True, 0)
    naming = plan.case.named.get(person=lena, ended_at__isnull=True)
    end_naming(by=sam, naming=naming, reason="Another lawyer has it.", at=LATE)
    assert listed(browser, lena, reference) == (False, False, 0)


def test_nobody_is_sent_to_somebody_who_may_not_know_of_the_case(
    plan: ActionPlan, sam: Person, alice: Person, gita: Person, chief: Person, sign_in: SignIn
) -> None:
    browser, path = sign_in(alice), f"/submissions/{plan.submission_id}/"
    open_to_all = browser.get(path).content.decode()
    for person in (gita, chief):
        assert person.email in open_to_all
    restrict_case(by=sam, case=plan.case, people=[gita, alice], reason="Police suspect.", at=LATE)
    shut = browser.get(path).content.decode()
    assert gita.email in shut
    assert chief.email not in shut

"""A corrected date of the report: never behind what happened after it; what counts from it counts anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from actionplans.services import consider_early_advice
from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.clocks import deadline
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on, open_case
from victims import services
from victims.models import WithdrawalDayChange

Do = Callable[[Person, Victim, Withdraw, Person], object]


def contact(by: Person, victim: Victim, at: datetime = LATER, **said: Any) -> Any:
    values = {"occurred_at": on(9), "direction": "out", "method": "phone", "about": ["update"], **said}
    return services.record_contact(by=by, victim=victim, reached=True, at=at, **values)


@story
def case(alice: Person) -> Case:
    return open_case(alice, at=on(14))


@story
def victim(case: Case, alice: Person) -> Victim:
    return cases.add_victim(by=alice, case=case, at=on(14))


HAPPENED: dict[str, tuple[str, Do]] = {
    "withdrawal": ("Withdrawal", lambda by, victim, withdraw, ivy: withdraw(occurred_at=on(9))),
    "contact": ("Contact with a victim", lambda by, victim, withdraw, ivy: contact(by, victim)),
    "sto": (
        "Asked for a specially trained officer",
        lambda by, victim, withdraw, ivy: services.ask_for_sto(
            by=by, victim=victim, asked_at=on(9), at=LATER
        ),
    ),
    "step": (
        "Step of support",
        lambda by, victim, withdraw, ivy: services.offer_support(
            by=by, victim=victim, kind="therapy", offered_on=on(9).date(), answer="agreed", at=LATER
        ),
    ),
    "consent": (
        "Consent to share with an ISVA",
        lambda by, victim, withdraw, ivy: services.share_with_isva(
            by=by, victim=victim, isva=ivy, consented_on=on(9).date(), at=LATER
        ),
    ),
    "early advice": (
        "Early advice considered",
        lambda by, victim, withdraw, ivy: consider_early_advice(
            by=by, case=victim.case, sought=False, because="no_suspect", considered_at=on(9), at=LATER
        ),
    ),
}


@pytest.mark.parametrize("what", list(HAPPENED))
def test_the_report_does_not_move_behind_what_happened_after_it(
    what: str, case: Case, victim: Victim, alice: Person, ivy: Person, withdraw: Withdraw,
    sign_in: Callable[..., Client],
) -> None:  # fmt: skip
    named, do = HAPPENED[what]
    do(alice, victim, withdraw, ivy)
    said = f"“{named}” is recorded on 9 March 2026, before this date: correct that first."
    with pytest.raises(Invalid) as refused:
        cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 10), at=LATER)
    assert refused.value.fields == {"reported_on": said}
    browser, path = sign_in(alice), f"/api/v1/cases/{case.pk}/"
    seen = browser.get(path).headers["ETag"]
    asked = browser.patch(
        path, {"reported_on": "2026-03-10"}, content_type="application/json", headers={"If-Match": seen}
    )
    assert (asked.status_code, asked.json()["fields"]) == (400, {"reported_on": said})
    moved = cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 9), at=LATER)
    assert moved.reported_on == on(9).date()


def test_the_earliest_of_all_is_named_and_what_was_voided_is_nothing(
    case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    first = contact(alice, victim, occurred_at=on(4))
    cases.record_milestone(by=alice, case=case, kind="suspect_identified", occurred_at=on(5), at=LATER)
    contact(alice, victim)
    with pytest.raises(Invalid, match="“Contact with a victim” is recorded on 4 March 2026"):
        cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 12), at=LATER)
    services.void_contact(by=sam, contact=first, reason="Another case.", at=LATER)
    with pytest.raises(Invalid, match="“Contact with a victim” is recorded on 9 March 2026"):
        cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 12), at=LATER)


def test_days_since_the_report_and_the_clock_of_support_count_from_the_new_date(
    case: Case, victim: Victim, alice: Person, withdraw: Withdraw
) -> None:
    row = withdraw(occurred_at=on(13))
    assert row.days_since_report == 11
    cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 6), at=LATER)
    row.refresh_from_db()
    assert row.days_since_report == 7
    assert list(WithdrawalDayChange.objects.values_list("fact", "before", "after", "why")) == [
        ("days_since_report", "11", "7", "The date of the report was corrected.")
    ]
    owed = DueItem.objects.get(code="support_referral", settled_at__isnull=True)
    clock = deadline("support_referral", date(2026, 3, 6))
    assert (owed.started_on, owed.due_on) == (date(2026, 3, 6), clock.due_on)
    cases.edit_case(by=alice, case=case, reported_on=date(2026, 2, 20), at=LATER)
    row.refresh_from_db()
    owed.refresh_from_db()
    assert (row.days_since_report, owed.started_on) == (21, date(2026, 2, 20))


def test_it_does_not_move_behind_the_opening_of_the_case(case: Case, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        cases.edit_case(by=alice, case=case, reported_on=date(2026, 3, 15), at=LATER)
    assert refused.value.fields == {
        "reported_on": "This case was opened here on 14 March 2026, so it was reported then or before."
    }

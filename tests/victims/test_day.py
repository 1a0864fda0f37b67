"""What was true on the day of a withdrawal, as at its moment and not as at the typing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actionplans.enums import ItemType
from actionplans.services import issue_action_plan, return_items, submit_to_cps, triage_submission
from cases import services as cases
from cases.models import Allegation, Case, Victim
from rasso_tracker.people.models import CpsUnit, Person
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.enums import DayFact
from victims.models import Withdrawal, WithdrawalDayChange

NOTHING = {
    "days_since_report": 8,
    "days_since_contact": None,
    "support_in_place": [],
    "plan_overdue": False,
    "digital_pending": False,
    "third_party_pending": False,
}


def day_of(row: Withdrawal) -> dict[str, Any]:
    row.refresh_from_db()
    return {fact.value: getattr(row, fact.value) for fact in DayFact}


def reach(by: Person, victim: Victim, moment: datetime, **given: Any) -> Any:
    values = {
        "direction": "out",
        "method": "phone",
        "reached": True,
        "about": ["update"],
        "at": LATER,
        **given,
    }
    return services.record_contact(by=by, victim=victim, occurred_at=moment, **values)


def changes() -> list[tuple[str, str, str, str]]:
    return list(WithdrawalDayChange.objects.values_list("fact", "before", "after", "why"))


def test_a_day_on_which_nothing_had_been_done(withdraw: Withdraw) -> None:
    assert day_of(withdraw()) == NOTHING


def test_support_counts_while_it_lasts_and_for_its_own_victim(
    withdraw: Withdraw, case: Case, victim: Victim, alice: Person, sam: Person, bob: Person, ivy: Person
) -> None:
    cases.assign_officer(by=sam, case=case, person=bob, duty="sto", at=on(4))
    support = services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(5).date(), at=on(6))
    services.end_isva_support(by=alice, support=support, because="ended", at=on(20))
    other = cases.add_victim(by=alice, case=case, at=on(5))

    assert day_of(withdraw())["support_in_place"] == ["sto", "isva"]
    before_consent = withdraw(occurred_at=on(4, hour=13), from_what=["statement"])
    assert day_of(before_consent)["support_in_place"] == ["sto"]
    assert day_of(withdraw(occurred_at=on(21), from_what=["all_contact"]))["support_in_place"] == ["sto"]
    assert day_of(withdraw(victim=other))["support_in_place"] == ["sto"]


def test_contact_counts_by_its_day_and_only_when_it_reached(
    withdraw: Withdraw, victim: Victim, alice: Person
) -> None:
    reach(alice, victim, on(4))
    reach(alice, victim, on(9), reached=False)
    assert day_of(withdraw())["days_since_contact"] == 6
    assert day_of(withdraw(occurred_at=on(4, hour=13), from_what=["statement"]))["days_since_contact"] == 0


def test_a_contact_typed_late_changes_the_day_and_shows_it(
    withdraw: Withdraw, victim: Victim, alice: Person
) -> None:
    row = withdraw()
    late = reach(alice, victim, on(8))
    assert day_of(row) == {**NOTHING, "days_since_contact": 2}
    services.void_contact(by=alice, contact=late, reason="Wrong victim.", at=LATER)
    assert day_of(row) == NOTHING
    assert changes() == [
        ("days_since_contact", "", "2", "A contact of 8 March 2026 was recorded."),
        ("days_since_contact", "2", "", "A contact of 8 March 2026 was voided."),
    ]


def test_what_cps_waited_for_and_whether_the_plan_was_late(
    withdraw: Withdraw, case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    allegations = list(Allegation.objects.filter(case=case))
    submission = submit_to_cps(
        by=alice, case=case, kind="within_28_days", cps_unit=unit, allegations=allegations,
        unchecked_because="inspector", early_advice="ready", at=on(3),
    )  # fmt: skip
    triage_submission(by=lena, submission=submission, accepted=True, at=on(4))
    items = [
        {"type": ItemType.DIGITAL, "asks": "The phone."},
        {"type": ItemType.THIRD_PARTY, "asks": "Notes."},
    ]
    plan = issue_action_plan(
        by=lena,
        submission=submission,
        items=items,
        review_date=on(12).date(),
        target_date=on(30).date(),
        at=on(5),
    )
    return_items(by=alice, plan=plan, items=[plan.items.get(number=1)], at=on(11))

    steps_back = {4: "statement", 10: "investigation", 13: "all_contact"}
    before, during, late = (
        day_of(withdraw(occurred_at=on(day), from_what=[scope])) for day, scope in steps_back.items()
    )

    waited = ("digital_pending", "third_party_pending", "plan_overdue")
    assert [before[name] for name in waited] == [False, False, False]
    assert [during[name] for name in waited] == [True, True, False]
    assert [late[name] for name in waited] == [False, True, True]


def test_an_isva_counts_from_the_day_of_consent_however_late_it_was_typed_and_not_where_it_was_an_error(
    withdraw: Withdraw, victim: Victim, alice: Person, ivy: Person
) -> None:
    before, row = withdraw(occurred_at=on(9)), None
    share = {"by": alice, "victim": victim, "isva": ivy, "at": on(20)}
    support = services.share_with_isva(consented_on=on(9).date(), **share)
    assert day_of(before)["support_in_place"] == ["isva"]
    services.end_isva_support(by=alice, support=support, because="error", at=on(21))
    assert day_of(before)["support_in_place"] == []
    row = services.share_with_isva(consented_on=on(10).date(), **{**share, "at": on(22)})
    services.end_isva_support(by=alice, support=row, because="ended", at=on(23))
    assert day_of(before)["support_in_place"] == []
    assert changes() == [
        ("support_in_place", "", "isva", "Support by an ISVA from 9 March 2026 was recorded."),
        ("support_in_place", "isva", "", "The case was shared with an ISVA in error."),
    ]

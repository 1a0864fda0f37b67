"""What stood of a case's plans on a past day is what their stored copies said on that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from actionplans.as_at import PlansThen
from actionplans.enums import OPEN_ITEMS, ItemType
from actionplans.item_enums import DisputeChannel, DisputeOutcome, DisputeReason
from actionplans.models import ActionPlan
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    dispute_item,
    record_plan_review,
    return_items,
    set_plan_date,
)
from cases.models import Case
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, moment

Then = tuple[bool, set[str]]


def stored(plan: ActionPlan, at: datetime) -> Then:
    """What the plan's own columns say, asked at the moment itself."""
    plan.refresh_from_db()
    owed = plan.items.filter(status__in=OPEN_ITEMS).values_list("type", flat=True) if plan.is_open else ()
    return plan.is_lapsed(at), set(owed)


def computed(case: Case, at: datetime) -> Then:
    then = PlansThen.of_case(case.pk)
    return then.overdue(at), set(then.owed(at))


def test_every_past_moment_answers_as_it_did_then(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    statement, digital = plan.items.order_by("number")
    said: dict[datetime, Then] = {}

    def note(at: datetime) -> None:
        said[at] = stored(plan, at)

    note(ISSUED)
    note(moment(date(2026, 3, 17)))  # the review date has passed
    record_plan_review(
        by=gita, plan=plan, outcome="on_track", note="Seen.", reason="Easter.",
        next_review_on=date(2026, 4, 20),
        at=moment(date(2026, 3, 18)),
    )  # fmt: skip
    note(moment(date(2026, 3, 18)))
    note(moment(date(2026, 3, 31)))  # the target has passed with items owed
    set_plan_date(
        by=gita, plan=plan, kind="target", due_on=date(2026, 4, 15), reason="The unit is late.",
        at=moment(date(2026, 4, 1)),
    )  # fmt: skip
    note(moment(date(2026, 4, 1)))
    return_items(by=alice, plan=plan, items=[statement], at=moment(date(2026, 4, 2)))
    note(moment(date(2026, 4, 2)))
    check_item(by=lena, item=statement, accepted=False, note="Unsigned.", at=moment(date(2026, 4, 3)))
    note(moment(date(2026, 4, 3)))
    return_items(by=alice, plan=plan, items=[statement], at=moment(date(2026, 4, 6)))
    dispute = dispute_item(
        by=alice, item=digital, reason=DisputeReason.NOT_PROPORTIONATE, channel=DisputeChannel.PHONE,
        words="The whole phone.", at=moment(date(2026, 4, 7)),
    )  # fmt: skip
    note(moment(date(2026, 4, 7)))
    answer_dispute(
        by=lena, dispute=dispute, outcome=DisputeOutcome.ACCEPTED, words="Agreed.",
        at=moment(date(2026, 4, 8)),
    )  # fmt: skip
    note(moment(date(2026, 4, 8)))
    note(moment(date(2026, 4, 16)))  # past the target, but nothing is owed
    note(moment(date(2026, 4, 21)))  # past the review date
    complete_plan(by=lena, plan=plan, at=moment(date(2026, 4, 22)))
    note(moment(date(2026, 4, 22)))

    assert {at: computed(plan.case, at) for at in said} == said
    assert [at for at, (overdue, _) in said.items() if overdue] == [
        moment(day) for day in (date(2026, 3, 17), date(2026, 3, 31), date(2026, 4, 21))
    ]
    assert said[moment(date(2026, 4, 2))][1] == {ItemType.DIGITAL}


def test_before_a_plan_nothing_was_owed(plan: ActionPlan) -> None:
    assert computed(plan.case, ISSUED - timedelta(seconds=1)) == (False, set())
    assert computed(plan.case, ISSUED) == (False, {ItemType.STATEMENT, ItemType.DIGITAL})

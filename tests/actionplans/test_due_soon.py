"""What is due soon is said once for each date, ahead of it, to whoever owes it, and never too late."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.enums import DateKind, ItemType
from actionplans.models import ActionPlan, DueSoon, Submission
from actionplans.notices.soon import recheck_soon
from actionplans.services import (
    issue_action_plan,
    raise_reminders,
    record_plan_review,
    return_items,
    set_plan_date,
)
from actionplans.services.soon import TOO_LATE
from cases.models import Case, DueItem
from cases.services import assign_officer, raise_due, settle_due
from cases.soon import soon_moment
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import Word, end_of_day, start_of_day, tables
from rasso_tracker.clocks.deadlines import Deadline
from rasso_tracker.clocks.services import add_bank_holiday, add_clock_rule
from rasso_tracker.messages import DIGEST, Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised, SweepRun
from rasso_tracker.people.models import DutyCover, Person
from tests.actionplans.conftest import ISSUED, REVIEW_ON, TARGET_ON, moment

# Two working days ahead of a Monday is the Thursday before.
REVIEW_SOON, TARGET_SOON = start_of_day(date(2026, 3, 12)), start_of_day(date(2026, 3, 26))
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _read_the_tables_again() -> Iterator[None]:
    yield
    tables.forget()


def owed(case: Case, due_on: date, code: str = "victim_update", **more: object) -> DueItem:
    with open_door("a test owes"):
        return raise_due(
            case=case, source=uuid.uuid4(), code=code, what="Something", due_on=due_on, at=ISSUED, **more
        )  # type: ignore[arg-type]  # the owner


def said(item: DueItem) -> list[date]:
    return list(DueSoon.objects.filter(item=item).order_by("raised_at").values_list("due_on", flat=True))


def told(item: DueItem, **more: object) -> list[str]:
    rows = Message.objects.filter(kind="due_soon", subject_id=item.pk, **more)
    return sorted(rows.values_list("recipient__username", flat=True))


def asked(item: DueItem, at: datetime) -> Due | Gone:
    row = DueSoon.objects.filter(item=item).latest("raised_at")
    return recheck_soon([row.pk], at)[row.pk]


class TestSweep:
    def test_a_date_is_said_once_from_the_moment_that_it_is_soon(self, plan: ActionPlan) -> None:
        review = DueItem.objects.get(source=plan.pk, code="plan_review")
        assert raise_reminders(at=REVIEW_SOON - timedelta(microseconds=1)).due_soon == 0
        assert raise_reminders(at=REVIEW_SOON).due_soon == 1
        assert raise_reminders(at=REVIEW_SOON + MINUTE).due_soon == 0
        assert said(review) == [REVIEW_ON]
        raised = Raised.objects.get(kind="due_soon")
        assert (raised.subject_id, raised.raised_for) == (review.pk, REVIEW_SOON)

    def test_it_goes_to_the_digest_of_whoever_owes_it(self, plan: ActionPlan) -> None:
        raise_reminders(at=TARGET_SOON)
        deliver(at=TARGET_SOON)
        target = DueItem.objects.get(source=plan.pk, code="plan_target")
        assert told(target) == ["alice"]
        notice = Message.objects.get(kind="due_soon", subject_id=target.pk)
        assert (notice.headline, notice.due_on, notice.urgency, notice.email_state) == (
            "Due soon: return the items of the action plan",
            TARGET_ON,
            DIGEST,
            "held",
        )
        assert notice.why == "You are the officer in charge for this case."
        assert notice.reference == f"{plan.case.reference}, action plan 1"

    def test_a_review_asks_nobody_for_what_only_others_record(self, plan: ActionPlan) -> None:
        raise_reminders(at=REVIEW_SOON)
        deliver(at=REVIEW_SOON)
        notice = Message.objects.get(kind="due_soon", recipient__username="alice")
        assert notice.headline == "Due soon: the review of the action plan"
        assert notice.ends_when == "a supervisor, a gatekeeper or CPS records the review, or its date moves"

    def test_a_new_date_is_another_notice_and_the_old_one_goes_quiet(
        self, plan: ActionPlan, alice: Person
    ) -> None:
        target = DueItem.objects.get(source=plan.pk, code="plan_target")
        raise_reminders(at=TARGET_SOON)
        deliver(at=TARGET_SOON)
        later = date(2026, 4, 13)
        moved = TARGET_SOON + timedelta(hours=9)
        plan.refresh_from_db()
        set_plan_date(by=alice, plan=plan, kind=DateKind.TARGET, due_on=later, reason="Asked for.", at=moved)
        assert told(target, handled_at=moved, handled_why="Its date moved.") == ["alice"]
        raise_reminders(at=moved)
        assert said(target) == [TARGET_ON]
        raise_reminders(at=soon_moment("plan_target", later))
        assert said(target) == [TARGET_ON, later]

    def test_a_date_moved_away_and_back_is_said_again(self, case: Case) -> None:
        item = owed(case, date(2026, 3, 20))
        soon = start_of_day(date(2026, 3, 18))
        raise_reminders(at=soon)
        for hours, due_on in ((1, date(2026, 4, 20)), (2, date(2026, 3, 20))):
            with open_door("a test moves"):
                again = raise_due(
                    case=case,
                    source=item.source,
                    code=item.code,
                    what="Something",
                    due_on=due_on,
                    at=soon + timedelta(hours=hours),
                )
        assert again.pk == item.pk
        raise_reminders(at=soon + timedelta(hours=3))
        assert said(item) == [date(2026, 3, 20), date(2026, 3, 20)]

    def test_the_same_date_again_is_not_said_again_and_its_notice_stands(self, case: Case) -> None:
        item = owed(case, date(2026, 3, 20))
        soon = start_of_day(date(2026, 3, 18))
        raise_reminders(at=soon)
        deliver(at=soon)
        with open_door("a test raises again"):
            raise_due(
                case=case,
                source=item.source,
                code=item.code,
                what="Else",
                due_on=item.due_on,
                at=soon + MINUTE,
            )
        assert raise_reminders(at=soon + 2 * MINUTE).due_soon == 0
        assert told(item, handled_at__isnull=True) == ["alice"]

    def test_an_outage_says_nothing_of_a_date_that_has_passed_and_says_why(self, case: Case) -> None:
        passed, ahead = owed(case, date(2026, 3, 20)), owed(case, date(2026, 3, 24))
        swept = raise_reminders(at=end_of_day(date(2026, 3, 20)))
        assert (swept.due_soon, said(passed), said(ahead)) == (1, [], [date(2026, 3, 24)])
        assert SweepRun.objects.latest("started_at").skipped == {TOO_LATE: 1}
        assert raise_reminders(at=end_of_day(date(2026, 3, 21))).due_soon == 0

    def test_what_is_done_is_never_said(self, case: Case) -> None:
        item = owed(case, date(2026, 3, 20))
        with open_door("a test settles"):
            settle_due(source=item.source, at=moment(date(2026, 3, 3)))
        assert raise_reminders(at=start_of_day(date(2026, 3, 19))).due_soon == 0

    def test_limits_of_the_law_are_said_by_their_own_ladder(self, case: Case) -> None:
        assert owed(case, date(2026, 4, 10), code="bail_limit").soon_at is None

    def test_one_statement_says_a_hundred(self, case: Case) -> None:
        owed(case, date(2026, 3, 20))
        with CaptureQueriesContext(connection) as one:
            raise_reminders(at=start_of_day(date(2026, 3, 18)))
        for number in range(100):
            owed(case, date(2026, 4, 20), code=f"code_{number}")
        with CaptureQueriesContext(connection) as many:
            assert raise_reminders(at=start_of_day(date(2026, 4, 17))).due_soon == 100
        assert len(many) == len(one)


class TestWhoHears:
    def test_a_review_is_told_to_who_holds_the_lowest_step_of_its_ladder(
        self, plan: ActionPlan, alice: Person, lena: Person
    ) -> None:
        raise_reminders(at=REVIEW_SOON)
        review = DueItem.objects.get(source=plan.pk, code="plan_review")
        answer = asked(review, REVIEW_SOON)
        assert isinstance(answer, Due)
        assert {one.person_id for one in answer.recipients} == {alice.pk, lena.pk}

    @pytest.mark.parametrize("away", [False, True])
    def test_its_owner_hears_or_who_covers_for_them(
        self, case: Case, alice: Person, bob: Person, sam: Person, away: bool
    ) -> None:
        item = owed(case, date(2026, 3, 20), owner=bob)
        soon = start_of_day(date(2026, 3, 18))
        raise_reminders(at=soon)
        if away:
            with open_door("a test sets cover"):
                DutyCover.objects.create(
                    person=bob,
                    covered_by=sam,
                    starts_on=date(2026, 3, 18),
                    ends_on=date(2026, 3, 18),
                    set_by=sam,
                )
        answer = asked(item, soon)
        assert isinstance(answer, Due)
        why = [(one.person_id, one.why) for one in answer.recipients]
        assert why == [(sam.pk, "You cover today for Bob, who owes it.") if away else (bob.pk, "You owe it.")]

    def test_it_follows_the_case_to_its_new_officer(self, case: Case, sam: Person, bob: Person) -> None:
        item = owed(case, date(2026, 3, 20))
        soon = start_of_day(date(2026, 3, 18))
        raise_reminders(at=soon)
        deliver(at=soon)
        assign_officer(by=sam, case=case, person=bob, at=soon + MINUTE)
        answer = asked(item, soon + 2 * MINUTE)
        assert isinstance(answer, Due)
        assert [one.person_id for one in answer.recipients] == [bob.pk]

    def test_nobody_hears_once_its_date_has_passed_it_is_done_or_the_rule_changed(
        self, case: Case, adam: Person
    ) -> None:
        item = owed(case, date(2026, 3, 20))
        soon = start_of_day(date(2026, 3, 18))
        raise_reminders(at=soon)
        assert isinstance(asked(item, end_of_day(date(2026, 3, 20)) - MINUTE), Due)
        assert asked(item, end_of_day(date(2026, 3, 20))) == Gone(
            "Its date has passed, and what is past its date is told apart."
        )
        with open_door("a test settles"):
            settle_due(source=item.source, at=soon + MINUTE)
        assert asked(item, soon + 2 * MINUTE) == Gone("Done on 18 March 2026, 12:01am.")

    def test_what_was_done_by_a_colleague_goes_quiet(self, plan: ActionPlan, bob: Person) -> None:
        raise_reminders(at=TARGET_SOON)
        deliver(at=TARGET_SOON)
        target = DueItem.objects.get(source=plan.pk, code="plan_target")
        done = TARGET_SOON + timedelta(hours=9)
        return_items(by=bob, plan=plan, items=list(plan.items.all()), at=done)
        assert told(target, handled_at=done, email_state="dropped") == ["alice"]

    def test_asking_costs_the_same_for_three_as_for_one(
        self, plan: ActionPlan, make_plan: Callable[..., ActionPlan]
    ) -> None:
        raise_reminders(at=TARGET_SOON)
        one = list(DueSoon.objects.values_list("pk", flat=True))
        recheck_soon(one, TARGET_SOON)  # what is held in memory is read now
        with CaptureQueriesContext(connection) as few:
            recheck_soon(one, TARGET_SOON)
        make_plan(), make_plan()
        raise_reminders(at=TARGET_SOON + MINUTE)
        every = list(DueSoon.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as many:
            recheck_soon(every, TARGET_SOON)
        assert (len(every) > len(one), len(many)) == (True, len(few))


class TestItsMoment:
    @settings(max_examples=150)
    @given(day=st.dates(date(2026, 1, 5), date(2028, 10, 31)), hours=st.integers(-300, 300))
    def test_it_is_the_moment_from_which_the_lists_say_due_soon(
        self, db: None, day: date, hours: int
    ) -> None:
        soon = soon_moment("victim_update", day)
        assert soon is not None
        at = soon + timedelta(hours=hours)
        word = Deadline(due_on=day, due_at=end_of_day(day), start=day).status(at)
        assert (word != Word.ON_TRACK) == (at >= soon)

    def test_a_rule_of_five_days_or_a_new_holiday_moves_what_nobody_was_told_of(
        self, case: Case, adam: Person
    ) -> None:
        item = owed(case, date(2028, 3, 20))
        add_bank_holiday(by=adam, date=date(2028, 3, 17), title="A day of thanks", source="A test")
        item.refresh_from_db()
        assert item.soon_at == start_of_day(date(2028, 3, 15))
        add_clock_rule(
            by=adam,
            code="due_soon",
            amount=5,
            unit="working_days",
            starts_from="the date, counted back",
            source="",
            verified="A",
            in_force_from=date(2028, 1, 1),
            notes="",
        )
        item.refresh_from_db()
        assert item.soon_at == start_of_day(date(2028, 3, 10))


def test_200_item_dates_are_owed_in_a_fixed_number_of_queries(
    accepted: Submission, make_plan: Callable[..., ActionPlan], lena: Person
) -> None:
    def asks(count: int) -> list[dict[str, object]]:
        return [
            {"type": ItemType.STATEMENT, "asks": f"Statement {number}.", "target_date": date(2026, 3, 20)}
            for number in range(count)
        ]

    counted = []
    for count in (1, 200):
        with CaptureQueriesContext(connection) as queries:
            plan = issue_action_plan(by=lena, submission=accepted, items=asks(count), at=ISSUED)
        assert DueItem.objects.filter(source__in=plan.items.values("pk")).count() == count
        counted.append(len(queries))
        accepted.refresh_from_db()
    assert counted[1] <= counted[0] + 10


def test_a_review_quiets_what_was_said_of_its_date(plan: ActionPlan, gita: Person) -> None:
    raise_reminders(at=REVIEW_SOON)
    deliver(at=REVIEW_SOON)
    review = DueItem.objects.get(source=plan.pk, code="plan_review")
    reviewed = REVIEW_SOON + timedelta(hours=9)
    plan.refresh_from_db()
    record_plan_review(
        by=gita, plan=plan, outcome="on_track", note="Well.", next_review_on=date(2026, 3, 26), at=reviewed
    )
    assert told(review, handled_at__isnull=True) == []

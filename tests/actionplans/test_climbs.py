"""What is owed on a case climbs as a plan's date does: limits ahead of their day, never past it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.enums import CLIMBING, HARD_LIMITS, STEPS
from actionplans.ladder import current_ladder, urgency
from actionplans.models import ActionPlan, Climb, ClimbAnswer, ClimbEscalation
from actionplans.notices.climbs import recheck_climbs
from actionplans.services import (
    Swept,
    acknowledge_due_escalation,
    issue_action_plan,
    outstanding,
    raise_reminders,
    restate_moments,
    set_ladder_step,
)
from actionplans.services.climbs import climb_moments
from actionplans.timeline.climbs import told_of_climbs
from cases.models import Case, DueItem, Milestone
from cases.services import assign_officer, raise_due, record_milestone, settle_due
from cases.whole import whole_of
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import day_words, end_of_day, start_of_day, tables
from rasso_tracker.clocks.services import add_bank_holiday
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import NOW, Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ITEMS, moment, on_bail
from tests.clocks.oracle import london_midnight_after, nth_working_day, printed_holidays
from tests.decisions import by_cps, stays, with_cps
from tests.stories import story

# Good Friday is 3 April 2026 and Easter Monday 6 April: five working days before the limit is 1 April.
LIMIT = date(2026, 4, 10)
STEP_2, STEP_3 = start_of_day(date(2026, 4, 1)), start_of_day(date(2026, 4, 8))
STEP_4 = start_of_day(LIMIT)
BAILED = moment(date(2026, 3, 18))


@pytest.fixture(autouse=True)
def _read_the_holidays_again() -> Iterator[None]:
    yield
    tables.forget()


@story
def bail(case: Case, alice: Person) -> Milestone:
    return on_bail(case, alice, limit_on=LIMIT, at=BAILED)


@story
def item(bail: Milestone) -> DueItem:
    return DueItem.objects.get(source=bail.pk)


def current(item: DueItem) -> Climb:
    return Climb.objects.get(item=item, superseded_at__isnull=True)


def steps(item: DueItem) -> list[tuple[int, datetime]]:
    rows = ClimbEscalation.objects.filter(climb__item=item).order_by("raised_at", "step")
    return list(rows.values_list("step", "due_at"))


def last(item: DueItem) -> ClimbEscalation:
    return ClimbEscalation.objects.filter(climb__item=item).order_by("-step", "-raised_at")[0]


def answer(item: DueItem, by: Person, at: datetime, on: date) -> ClimbAnswer:
    return acknowledge_due_escalation(
        by=by, escalation=last(item), next_act="Ask the superintendent to extend.", next_act_on=on, at=at
    )


def heard(found: Due | Gone) -> set[str]:
    assert isinstance(found, Due), found
    ids = [one.person_id for one in found.recipients]
    return set(Person.objects.filter(pk__in=ids).values_list("username", flat=True))


def owed(case: Case, code: str, due_on: date, at: datetime = BAILED) -> DueItem:
    with open_door("a test owes something"):
        return raise_due(case=case, source=uuid7(), code=code, what="Something owed", due_on=due_on, at=at)


class TestLimits:
    def test_a_limit_of_bail_climbs_ahead_of_its_day_from_step_2(self, item: DueItem) -> None:
        assert current(item).step_due_at == [None, None, STEP_2, STEP_3, STEP_4]
        assert raise_reminders(at=STEP_2 - timedelta(microseconds=1)).written == 0
        assert raise_reminders(at=STEP_2) == Swept(due=1, written=1, already=0)
        assert raise_reminders(at=STEP_2).written == 0
        assert steps(item) == [(2, STEP_2)]
        stored = current(item)
        assert (stored.step, stored.next_step_at) == (2, STEP_3)
        assert stored.urgency == urgency(2, end_of_day(LIMIT))

    def test_a_missed_sweep_writes_every_step_in_order(self, item: DueItem) -> None:
        raise_reminders(at=STEP_4 + timedelta(days=3))
        assert steps(item) == [(2, STEP_2), (3, STEP_3), (4, STEP_4)]
        assert current(item).next_step_at is None
        assert outstanding(STEP_4) == 0

    def test_a_hundred_sweeps_write_once(self, item: DueItem) -> None:
        assert sum(raise_reminders(at=STEP_2).written for _ in range(100)) == 1

    def test_one_notice_a_recipient_for_the_highest_step(self, item: DueItem, dina: Person) -> None:
        raise_reminders(at=STEP_4)
        deliver(at=STEP_4)
        about = Message.objects.filter(subject_id=item.pk).order_by("recipient__username")
        # Nobody holds the posts of step 3 here, so it went up to hugh with step 4: one notice, the highest.
        assert list(about.values_list("recipient__username", "rank")) == [("dina", 2), ("hugh", 4)]

    def test_the_end_of_bail_ends_the_climb_and_quietens_what_was_sent(
        self, case: Case, item: DueItem, alice: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        deliver(at=STEP_2)
        assert Message.objects.filter(subject_id=item.pk, handled_at__isnull=True).exists()
        record_milestone(by=alice, case=case, kind="bail_ended", occurred_at=STEP_2, at=STEP_2)
        assert not Message.objects.filter(subject_id=item.pk, handled_at__isnull=True).exists()
        assert not Climb.objects.filter(item=item, superseded_at__isnull=True).exists()
        assert raise_reminders(at=STEP_4).written == 0

    def test_bail_extended_begins_again_at_its_first_step(
        self, case: Case, item: DueItem, alice: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        later = record_milestone(
            by=alice,
            case=case,
            kind="bailed",
            occurred_at=STEP_2,
            limit_on=date(2026, 7, 10),
            limit_set_by="inspector",
            at=STEP_2 + timedelta(hours=1),
        )
        climb = current(DueItem.objects.get(source=later.pk))
        assert (climb.step, climb.next_step_at) == (None, start_of_day(date(2026, 7, 3)))
        found = recheck_climbs([last(item).pk], STEP_2 + timedelta(hours=2))
        assert isinstance(found[last(item).pk], Gone)

    def test_a_custody_limit_climbs_ten_working_days_ahead(
        self, case: Case, item: DueItem, alice: Person, plan: ActionPlan
    ) -> None:
        charged = moment(date(2026, 3, 20))
        with_cps(alice, case, charged)
        record_milestone(
            by=alice,
            case=case,
            kind="charged",
            occurred_at=charged,
            at=charged,
            open_plans=stays(plan),
            **by_cps(charged),
        )
        assert not Climb.objects.filter(item=item, superseded_at__isnull=True).exists()
        limit = date(2026, 9, 18)
        remand = record_milestone(
            by=alice, case=case, kind="remanded", occurred_at=charged, limit_on=limit, at=charged
        )
        owed_now = DueItem.objects.get(source=remand.pk)
        assert (owed_now.code, owed_now.what) == ("custody_limit", "Custody time limit of Suspect 1 ends")
        holidays = printed_holidays()
        days = [nth_working_day(limit, -count, holidays) for count in (10, 5)]
        expected = [None, None, *(start_of_day(day) for day in days), start_of_day(limit)]
        assert current(owed_now).step_due_at == expected


class TestHearing:
    def test_step_2_of_bail_goes_to_the_detective_inspector_at_once(self, item: DueItem) -> None:
        raise_reminders(at=STEP_2)
        found = recheck_climbs([last(item).pk], STEP_2)[last(item).pk]
        assert isinstance(found, Due)
        assert heard(found) == {"dina"}
        assert (found.urgency, found.due_on, found.path) == (NOW, LIMIT, f"/due-items/{item.pk}/")

    def test_nobody_hears_of_a_limit_that_is_done(self, case: Case, item: DueItem, alice: Person) -> None:
        raise_reminders(at=STEP_2)
        record_milestone(by=alice, case=case, kind="bail_ended", occurred_at=STEP_2, at=STEP_2)
        found = recheck_climbs([last(item).pk], STEP_2)[last(item).pk]
        assert found == Gone("Done on 1 April 2026, midnight.")

    def test_what_the_officer_owes_follows_the_case_to_its_new_officer(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        thing = owed(case, "item_chase", date(2026, 3, 25))
        at = end_of_day(date(2026, 3, 25))
        raise_reminders(at=at)
        assert heard(recheck_climbs([last(thing).pk], at)[last(thing).pk]) == {"alice"}
        assign_officer(by=sam, case=case, person=bob, duty="oic", at=at)
        assert heard(recheck_climbs([last(thing).pk], at)[last(thing).pk]) == {"bob"}

    def test_the_prosecutor_of_the_latest_plan_hears_of_the_strategy(
        self, accepted: object, case: Case, lena: Person
    ) -> None:
        issue_action_plan(by=lena, submission=accepted, items=ITEMS, at=moment(date(2026, 3, 2)))
        thing = owed(case, "strategy_review", date(2026, 3, 12))
        at = end_of_day(date(2026, 3, 12))
        raise_reminders(at=at)
        assert heard(recheck_climbs([last(thing).pk], at)[last(thing).pk]) == {"alice", "lena"}


class TestAnswers:
    def test_an_answer_stops_the_ladder_until_the_promised_day(self, item: DueItem, dina: Person) -> None:
        raise_reminders(at=STEP_2)
        row = answer(item, dina, STEP_2 + timedelta(hours=3), date(2026, 4, 8))
        promise = current(item)
        assert row.promise == promise
        assert (promise.due_on, promise.promised, promise.step) == (date(2026, 4, 8), True, 2)
        # Step 3 would have come on the 8th; it waits for the end of that day. Step 4 waits for nothing.
        assert promise.step_due_at == [None, None, None, end_of_day(date(2026, 4, 8)), STEP_4]
        assert raise_reminders(at=STEP_3).written == 0
        assert raise_reminders(at=STEP_4).written == 2
        assert current(item).step == 4
        assert AuditEvent.objects.filter(action="ESCALATION_ACKNOWLEDGED").count() == 1

    def test_a_promise_to_the_last_day_does_not_hold_back_the_last_step(
        self, item: DueItem, dina: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        answer(item, dina, STEP_2, LIMIT)
        assert current(item).step_due_at == [None, None, None, STEP_4, STEP_4]

    def test_no_promise_reaches_past_the_limit(self, item: DueItem, dina: Person) -> None:
        raise_reminders(at=STEP_2)
        with pytest.raises(Invalid) as refusal:
            answer(item, dina, STEP_2, LIMIT + timedelta(days=1))
        assert refusal.value.fields == {
            "next_act_on": "The limit is 10 April 2026 and no answer moves it: say what will be done by then."
        }

    def test_a_limit_that_has_passed_can_still_be_answered(self, item: DueItem, dina: Person) -> None:
        after = end_of_day(LIMIT) + timedelta(hours=12)
        raise_reminders(at=after)
        answer(item, dina, after, date(2026, 4, 14))
        assert current(item).step_due_at == [None, None, None, None, end_of_day(date(2026, 4, 14))]

    def test_a_missed_promise_on_a_review_goes_on_from_the_step_above(
        self, case: Case, alice: Person
    ) -> None:
        thing = owed(case, "item_chase", date(2026, 3, 25))
        at = end_of_day(date(2026, 3, 25))
        raise_reminders(at=at)
        answer(thing, alice, at, date(2026, 3, 30))
        moments = current(thing).step_due_at
        assert moments[:2] == [None, end_of_day(date(2026, 3, 30))]
        raise_reminders(at=end_of_day(date(2026, 3, 30)))
        assert [step for step, _ in steps(thing)] == [0, 1]

    def test_the_officer_does_not_answer_what_went_to_the_inspector(
        self, item: DueItem, alice: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        with pytest.raises(NotAllowed, match="climbed to step 2"):
            answer(item, alice, STEP_2, date(2026, 4, 8))

    def test_it_is_answered_once(self, item: DueItem, dina: Person) -> None:
        raise_reminders(at=STEP_2)
        first = last(item)
        answer(item, dina, STEP_2, date(2026, 4, 8))
        with pytest.raises(NotAllowed, match="no longer stands"):
            acknowledge_due_escalation(
                by=dina, escalation=first, next_act="Again.", next_act_on=date(2026, 4, 9), at=STEP_2
            )

    def test_what_is_done_is_not_answered(
        self, case: Case, item: DueItem, alice: Person, dina: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        record_milestone(by=alice, case=case, kind="bail_ended", occurred_at=STEP_2, at=STEP_2)
        with pytest.raises(NotAllowed, match="no longer stands"):
            answer(item, dina, STEP_2, date(2026, 4, 8))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"next_act": "  "}, "next_act"),
            ({"next_act_on": date(2026, 3, 31)}, "next_act_on"),
        ],
    )
    def test_an_answer_says_what_and_by_when(
        self, said: dict[str, object], field: str, item: DueItem, dina: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        values: dict[str, object] = {"next_act": "Extend it.", "next_act_on": date(2026, 4, 8), **said}
        with pytest.raises(Invalid) as refusal:
            acknowledge_due_escalation(by=dina, escalation=last(item), at=STEP_2, **values)
        assert list(refusal.value.fields) == [field]

    def test_an_answer_holds_a_ladder_for_four_weeks_at_most(self, case: Case, alice: Person) -> None:
        thing = owed(case, "item_chase", date(2026, 3, 25))
        at = end_of_day(date(2026, 3, 25))
        raise_reminders(at=at)
        values: dict[str, object] = {"by": alice, "escalation": last(thing), "next_act": "Ring.", "at": at}
        with pytest.raises(Invalid) as refusal:
            acknowledge_due_escalation(next_act_on=date(2026, 4, 24), **values)
        assert refusal.value.fields == {
            "next_act_on": "The next act is at most 28 days away: 23 April 2026 at the latest."
        }
        assert acknowledge_due_escalation(next_act_on=date(2026, 4, 23), **values).promise.promised


class TestDates:
    def test_raising_the_same_again_keeps_the_climb_and_its_answer(self, case: Case, alice: Person) -> None:
        thing = owed(case, "item_chase", date(2026, 3, 25))
        at = end_of_day(date(2026, 3, 25))
        raise_reminders(at=at)
        answer(thing, alice, at, date(2026, 3, 30))
        before = current(thing)
        with open_door("a test raises it again"):
            raise_due(
                case=case, source=thing.source, code=thing.code, what="New words", due_on=thing.due_on, at=at
            )
        assert current(thing) == before

    def test_a_date_moved_away_and_back_begins_again_each_time(self, case: Case) -> None:
        first, other = date(2026, 3, 25), date(2026, 3, 27)
        thing = owed(case, "item_chase", first)
        raise_reminders(at=end_of_day(first))
        for place, day in enumerate((other, first)):
            with open_door("a test moves it"):
                raise_due(
                    case=case,
                    source=thing.source,
                    code=thing.code,
                    what=thing.what,
                    due_on=day,
                    at=end_of_day(first) + timedelta(hours=1 + place),
                )
        climbs = [(one.due_on, one.is_current) for one in Climb.objects.filter(item=thing)]
        assert climbs == [(first, False), (other, False), (first, True)]
        # It is past its date again, and its step 0 is raised again: it was owed by a later day meanwhile.
        raise_reminders(at=end_of_day(first) + timedelta(hours=4))
        assert [step for step, _ in steps(thing)] == [0, 0]

    def test_what_is_owed_under_another_code_does_not_climb(self, case: Case) -> None:
        thing = owed(case, "tell_right", date(2026, 3, 25))
        assert not Climb.objects.filter(item=thing).exists()
        with open_door("a test settles it"):
            assert settle_due(source=thing.source, at=BAILED) == 1

    def test_a_new_bank_holiday_moves_a_limit_earlier(self, item: DueItem, adam: Person) -> None:
        add_bank_holiday(by=adam, date=date(2026, 4, 9), title="A day off", source="A test")
        assert current(item).step_due_at[2:4] == [
            start_of_day(date(2026, 3, 31)),
            start_of_day(date(2026, 4, 7)),
        ]
        assert current(item).next_step_at == start_of_day(date(2026, 3, 31))

    def test_a_new_step_of_the_ladder_moves_what_has_not_been_raised(
        self, item: DueItem, dina: Person, adam: Person
    ) -> None:
        raise_reminders(at=STEP_2)
        answer(item, dina, STEP_2, date(2026, 4, 7))
        set_ladder_step(
            by=adam,
            kind="bail_limit",
            step=3,
            amount=1,
            unit="working_days_before",
            police_posts=["detective_superintendent"],
            in_force_from=date(2026, 4, 2),
            at=STEP_2,
        )
        promise = current(item)
        assert promise.step_due_at == [None, None, None, end_of_day(date(2026, 4, 7)), STEP_4]
        assert restate_moments_again() == 0

    def test_a_step_before_the_one_below_it_is_refused(self, adam: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            set_ladder_step(
                by=adam,
                kind="bail_limit",
                step=3,
                amount=7,
                unit="working_days_before",
                police_posts=["detective_superintendent"],
                in_force_from=date(2030, 4, 2),
            )
        assert refusal.value.fields == {"amount": "Step 3 would fall due before step 2."}


def restate_moments_again() -> int:
    with open_door("a test states the moments again"):
        return restate_moments()


days = st.dates(date(2026, 3, 20), date(2028, 6, 30))
facts = settings(max_examples=80)


@facts
@given(code=st.sampled_from(CLIMBING), due_on=days, offset=st.integers(-30, 60), minutes=st.integers(0, 1439))
def test_the_sweep_writes_exactly_the_steps_that_the_pure_fact_calls_due(
    case: Case, code: str, due_on: date, offset: int, minutes: int
) -> None:
    thing = owed(case, code, due_on)
    at = start_of_day(due_on) + timedelta(days=offset, minutes=minutes)
    moments = current_ladder().moments(code, due_on)
    expected = [(step, due) for step, due in enumerate(moments) if due is not None and due <= at]
    raise_reminders(at=at)
    assert steps(thing) == expected
    climb = current(thing)
    assert climb.step == max((step for step, _ in expected), default=None)
    assert climb.next_step_at == min((due for due in moments if due is not None and due > at), default=None)
    with open_door("a test is done with it"):
        settle_due(source=thing.source, at=max(at, BAILED))


@facts
@given(code=st.sampled_from(HARD_LIMITS), limit=days, ahead=st.integers(0, 40), back=st.integers(0, 40))
def test_no_promise_holds_a_limit_back_past_its_last_step(
    db: None, code: str, limit: date, ahead: int, back: int
) -> None:
    promised = limit - timedelta(days=ahead)
    set_at = start_of_day(promised - timedelta(days=back))
    for from_step in (3, 4):
        moments = climb_moments(
            current_ladder(),
            code=code,
            due_on=promised,
            promised=True,
            from_step=from_step,
            limit_on=limit,
            set_at=set_at,
        )
        told = [one for one in moments if one is not None]
        assert len(told) == len(STEPS) - from_step
        assert told == sorted(told)
        last_step = london_midnight_after(limit - timedelta(days=1))
        if last_step > set_at:
            assert max(told) <= last_step
        assert min(told) <= london_midnight_after(promised)


SignIn = Callable[[Person], Client]


class TestPages:
    def test_the_list_shows_what_climbs_to_those_who_read_plans(
        self, item: DueItem, dina: Person, ivy: Person, sign_in: SignIn
    ) -> None:
        raise_reminders(at=STEP_2)
        page = sign_in(dina).get(reverse("due_item_list")).content.decode()
        assert "Bail of Suspect 1 ends" in page
        assert "Step 2" in page
        page = sign_in(ivy).get(reverse("due_item_list")).content.decode()
        assert "Bail of Suspect 1" not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [("kind=bail_limit&step=2", True), ("step=3", False), ("kind=safeguarding", False)],
    )
    def test_the_list_is_narrowed(
        self, query: str, found: bool, item: DueItem, dina: Person, sign_in: SignIn
    ) -> None:
        raise_reminders(at=STEP_2)
        page = sign_in(dina).get(reverse("due_item_list") + "?" + query).content.decode()
        assert ("Bail of Suspect 1 ends" in page) is found

    def test_the_page_of_a_limit_offers_the_answer_and_then_shows_it(
        self, item: DueItem, dina: Person, sign_in: SignIn
    ) -> None:
        raise_reminders(at=STEP_2)
        client, where = sign_in(dina), reverse("due_item_detail", args=[item.pk])
        href = reverse("acknowledge_due_escalation", args=[last(item).pk])
        assert f'href="{href}"' in client.get(where).content.decode()
        answer(item, dina, STEP_2, date(2026, 4, 8))
        page = client.get(where).content.decode()
        assert "Ask the superintendent to extend. By" in page
        assert f'href="{href}"' not in page

    def test_another_district_gets_a_404(self, item: DueItem, brad: Person, sign_in: SignIn) -> None:
        assert sign_in(brad).get(reverse("due_item_detail", args=[item.pk])).status_code == 404

    def test_the_case_tells_of_it_in_its_history(
        self, case: Case, item: DueItem, dina: Person, sign_in: SignIn
    ) -> None:
        raise_reminders(at=STEP_2)
        answer(item, dina, STEP_2, date(2026, 4, 8))
        page = sign_in(dina).get(reverse("case_history", args=[case.pk])).content.decode()
        assert "Bail of Suspect 1 ends: step 2 of the ladder" in page
        assert "Bail of Suspect 1 ends: step 2 acknowledged" in page
        assert "Next act by 8 April 2026: Ask the superintendent to extend." in page

    def test_a_step_that_could_only_be_raised_later_is_told_of_when_it_was(
        self, case: Case, item: DueItem, dina: Person
    ) -> None:
        raised = STEP_2 + timedelta(days=3)
        raise_reminders(at=raised)
        step = ClimbEscalation.objects.get(climb__item=item)
        (told,) = [one for one in told_of_climbs(whole_of(case), dina) if "step 2" in one.title]
        assert (told.at, step.due_at) == (raised, STEP_2)
        assert told.detail.endswith(f"the step fell due on {day_words(STEP_2)}, before it could be raised")

    def test_the_api_answers_as_the_page(self, item: DueItem, dina: Person, sign_in: SignIn) -> None:
        raise_reminders(at=STEP_2)
        client = sign_in(dina)
        (row,) = client.get("/api/v1/due-items/").json()["results"]
        assert (row["id"], row["code"], row["step"]) == (str(item.pk), "bail_limit", 2)
        (raised,) = client.get("/api/v1/due-escalations/").json()["results"]
        response = client.post(
            f"/api/v1/due-escalations/{raised['id']}/acknowledge/",
            {"next_act": "Extend.", "next_act_on": "2020-01-01"},
            content_type="application/json",
        )
        assert response.status_code == 400
        assert "next_act_on" in response.json()["fields"]

"""The day of a decision as it truly went: a supporter named late, a victim whom nobody could tell, an order
that was not safe and why, read after a second sign-off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cases.models import DueItem, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.enums import NOT_TOLD_FOR_GOOD, NotToldBecause
from reviews.models import DayStep, Decision, DecisionDay, Notification
from reviews.shown.days import CAME_UP
from tests.refusals import refused_by_table
from tests.reviews.conftest import DECIDED_AT, LATER, TOLD_AT, say_unsafe, tell, withdraw
from tests.reviews.test_day import (
    AFTER,
    DONE,
    PLANNED_AT,
    TELL_AT,
    bailed,
    do,
    made,
    plan,
    sign_off,
    step,
    supported,
)
from tests.stories import story
from victims.services import record_circumstances, share_with_isva

__all__ = ["bailed", "made", "supported"]  # fixtures

NAMED_AT = TOLD_AT + timedelta(hours=1)
NEXT_DAY = DECIDED_AT + timedelta(days=1)


@story
def named_late(bailed: Suspect, decided: Decision, victim: Victim, alice: Person, ivy: Person) -> Decision:
    """The victim was told; an hour later an ISVA began to support her."""
    tell(alice, decided, victim, at=NAMED_AT)
    share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=date(2026, 9, 2), at=NAMED_AT)
    return decided


class TestSupporterNamedLate:
    def test_the_sign_off_asks_for_no_time_that_cannot_be_safe(
        self, named_late: Decision, sam: Person, sign_in: Any
    ) -> None:
        page = sign_in(sam).get(f"/decisions/{named_late.pk}/day/sign-off/").content.decode()
        assert "supporter_at" not in page
        with pytest.raises(Invalid) as refused:
            sign_off(
                sam, named_late, at=NAMED_AT, suspect_at=NEXT_DAY, bail_at=NEXT_DAY, supporter_at=NEXT_DAY
            )
        assert refused.value.fields == {"supporter_at": "There is no such step on this day: leave it empty."}
        row = sign_off(sam, named_late, at=NAMED_AT, suspect_at=NEXT_DAY, bail_at=NEXT_DAY, supporter_at=None)
        assert (row.supporter_at, row.reason_sealed, row.first_telling) == (None, None, TOLD_AT)
        owed = DueItem.objects.get(code="tell_supporter", settled_at__isnull=True)
        assert owed.due_on == NAMED_AT.date()

    def test_she_is_told_after_the_victim_and_no_reason_is_wanted(
        self, named_late: Decision, sam: Person, alice: Person, ivy: Person, sign_in: Any
    ) -> None:
        sign_off(sam, named_late, at=NAMED_AT, suspect_at=NEXT_DAY, bail_at=NEXT_DAY, supporter_at=None)
        row = do(alice, step(named_late, "supporter"), done_at=NAMED_AT + timedelta(hours=1), supporter=ivy)
        assert (row.not_after, row.supported_from, row.in_order) == (TOLD_AT, NAMED_AT, True)
        page = sign_in(alice).get(f"/decisions/{named_late.pk}/day/").content.decode()
        assert "Victim 1 had been told before, when nobody supported them yet" in page
        assert "told first" not in page

    def test_the_table_lets_no_other_late_step_pass_without_a_reason(
        self, named_late: Decision, sam: Person, alice: Person, ivy: Person
    ) -> None:
        sign_off(sam, named_late, at=NAMED_AT, suspect_at=NEXT_DAY, bail_at=NEXT_DAY, supporter_at=None)
        do(alice, step(named_late, "supporter"), done_at=NAMED_AT + timedelta(hours=1), supporter=ivy)
        for since in (None, TOLD_AT - timedelta(days=1)):
            with refused_by_table("day_step_in_order"), open_door("test"):
                DayStep.objects.filter(kind="supporter").update(supported_from=since)
        with refused_by_table("day_step_supports_since"), open_door("test"):
            DayStep.objects.filter(kind="suspect").update(supported_from=TOLD_AT)


def dies(by: Person, victim: Victim) -> None:
    record_circumstances(by=by, victim=victim, under_18="no", died_on=DECIDED_AT.date(), at=TOLD_AT)


ON_RECORD: dict[str, Callable[[Person, Victim], object]] = {
    NotToldBecause.UNSAFE: lambda by, victim: say_unsafe(by, victim, TOLD_AT),
    NotToldBecause.WITHDREW: lambda by, victim: withdraw(by, None, victim),
    NotToldBecause.DECEASED: dies,
}


class TestNobodyCouldTellThem:
    def say_why(self, by: Person, decision: Decision, victim: Victim, why: str) -> None:
        services.notify_victim(
            by=by, decision=decision, victim=victim, not_told_because=why, note="As said.", at=TOLD_AT
        )

    @pytest.mark.parametrize("why", sorted(set(NotToldBecause) - NOT_TOLD_FOR_GOOD))
    def test_they_do_not_count_as_told_for_the_suspect(
        self, made: Decision, victim: Victim, alice: Person, sam: Person, why: str
    ) -> None:
        if why in ON_RECORD:
            ON_RECORD[why](alice, victim)
        self.say_why(alice, made, victim, why)
        moments = {"supporter_at": None, "suspect_at": NEXT_DAY, "bail_at": NEXT_DAY, "at": TOLD_AT}
        do(alice, step(made, "supporter"), left_out=True, reason="Nobody was told.")
        with pytest.raises(Invalid) as refused:
            sign_off(sam, made, **moments)
        assert sorted(refused.value.fields) == ["bail_at", "suspect_at"]
        assert "Nobody told Victim 1" in refused.value.fields["suspect_at"]
        assert sign_off(sam, made, reason="He is in custody for another matter.", **moments).somebody_untold
        for kind in ("suspect", "bail"):
            with pytest.raises(Invalid) as refused:
                do(alice, step(made, kind), done_at=NEXT_DAY)
            assert "Not every victim has been told" in refused.value.fields["done_at"]
            assert not do(alice, step(made, kind), done_at=NEXT_DAY, reason="He asked.").in_order

    @pytest.mark.parametrize("why", sorted(NOT_TOLD_FOR_GOOD))
    def test_their_own_wish_and_a_death_settle_it(
        self, made: Decision, victim: Victim, alice: Person, why: str
    ) -> None:
        if why in ON_RECORD:
            with pytest.raises(Invalid) as refused:
                self.say_why(alice, made, victim, why)
            assert set(refused.value.fields) == {"not_told_because"}
            ON_RECORD[why](alice, victim)
        self.say_why(alice, made, victim, why)
        assert do(alice, step(made, "suspect"), done_at=NEXT_DAY).not_before == TOLD_AT

    def test_the_table_asks_for_the_reason(self, made: Decision, alice: Person, sam: Person) -> None:
        plan(alice, made)
        sign_off(sam, made)
        with refused_by_table("decision_day_in_order_or_says_why"), open_door("test"):
            DecisionDay.objects.filter(decision=made).update(somebody_untold=True)


def test_a_step_done_too_early_says_so(made: Decision, alice: Person, sign_in: Any) -> None:
    do(alice, step(made, "suspect"), done_at=TOLD_AT, reason="He rang in; his solicitor knew.")
    client = sign_in(alice)
    page = client.get(f"/decisions/{made.pk}/day/").content.decode()
    assert "Done too early" in page
    assert "Why so: He rang in; his solicitor knew." in page
    steps = client.get(f"/api/v1/decisions/{made.pk}/day/").json()["steps"]
    assert {one["kind"]: one["in_order"] for one in steps if one["state"] == "done"} == {
        "safety": True,
        "suspect": False,
    }


def test_the_reason_of_an_earlier_order_is_read_after_a_second_sign_off(
    made: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    plan(alice, made)
    early = TELL_AT - timedelta(hours=1)
    first = sign_off(sam, made, suspect_at=early, reason="The suspect flies out at noon.")
    second = sign_off(sam, made, at=PLANNED_AT + timedelta(minutes=5))
    client = sign_in(alice)
    page = client.get(f"/decisions/{made.pk}/day/").content.decode()
    before = page[page.index("Sign-offs before this one") :]
    assert "The suspect flies out at noon." in before
    assert "The suspect flies out at noon." not in page[: page.index("Sign-offs before this one")]
    told = client.get(f"/api/v1/decisions/{made.pk}/day/").json()
    assert told["reason"] is None
    assert [(one["id"], one["reason"], one["superseded_at"] is None) for one in told["sign_offs"]] == [
        (str(second.pk), None, True),
        (str(first.pk), "The suspect flies out at noon.", False),
    ]
    assert datetime.fromisoformat(told["sign_offs"][1]["suspect_at"]) == early


def test_a_supporter_who_came_since_stands_in_the_sequence_before_the_sign_off(
    decided: Decision, victim: Victim, alice: Person, ivy: Person, sam: Person, sign_in: Any
) -> None:
    plan(alice, decided)
    share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=date(2026, 3, 2), at=PLANNED_AT)
    client = sign_in(alice)
    page = f"/decisions/{decided.pk}/day/"
    assert CAME_UP in client.get(page).content.decode()
    told = {one["kind"]: one["id"] for one in client.get(f"/api/v1{page}").json()["steps"]}
    assert (told["supporter"], told["suspect"] is None) == (None, False)
    sign_off(sam, decided, bail_at=None)
    assert "This came up" not in client.get(page).content.decode()


def test_the_booked_hour_stands_above_the_form(
    made: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    plan(alice, made)
    page = sign_in(sam).get(f"/decisions/{made.pk}/day/sign-off/").content.decode()
    hour = page.index("booked for <strong>")
    assert moment_words(TELL_AT) in page
    assert hour < page.index("<details")


def test_who_is_told_of_nothing_any_more_books_nothing(
    made: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    services.reopen_decision(by=sam, decision=made, reason="A witness.", at=AFTER)
    notice = Notification.objects.get(decision=made, victim=victim)
    assert (notice.ended_at, notice.is_open, notice.status(LATER)) == (AFTER, False, "Stands no more")
    assert not notice.is_late(DONE + timedelta(days=30))
    with refused_by_table("notification_ended_after_decision"), open_door("test"):
        Notification.objects.update(ended_at=DECIDED_AT - timedelta(minutes=1))

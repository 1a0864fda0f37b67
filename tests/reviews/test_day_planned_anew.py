"""A signed order of the day that a new plan of a telling makes unsafe ends, and is signed off anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases.models import DueItem, Suspect, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.models import Decision, DecisionDay, Notification, TellingPlan
from reviews.rules.day import TELLING_CHANGED
from reviews.sealed import text_of
from tests.reviews.conftest import TOLD_AT, tell
from tests.reviews.test_day import (
    AFTER,
    DONE,
    PLANNED_AT,
    TELL_AT,
    bailed,
    do,
    heard_first,
    made,
    owed,
    plan,
    sign_off,
    step,
    supported,
)
from tests.stories import story

__all__ = ["bailed", "made", "supported"]  # fixtures

ANEW_AT = PLANNED_AT + timedelta(minutes=10)
AGAIN_AT = PLANNED_AT + timedelta(minutes=20)
TOO_LATE = AFTER + timedelta(minutes=1)
NEXT_WEEK = date(2026, 9, 10)
NEXT_DAY = TELL_AT + timedelta(hours=20)


@story
def signed(made: Decision, alice: Person, sam: Person) -> DecisionDay:
    plan(alice, made)
    return sign_off(sam, made)


def standing(decision: Decision) -> list[DecisionDay]:
    return list(DecisionDay.objects.filter(decision=decision, superseded_at__isnull=True))


@pytest.mark.parametrize("tell_at", [TOO_LATE, NEXT_DAY])
def test_a_later_telling_ends_the_sign_off_until_the_new_order_is_signed(
    signed: DecisionDay, made: Decision, alice: Person, sam: Person, tell_at: datetime
) -> None:
    plan(alice, made, tell_at=tell_at, at=ANEW_AT)
    signed.refresh_from_db()
    assert signed.superseded_at == ANEW_AT
    assert signed.suspect_at == AFTER  # kept as it was
    assert owed(made) == {("sign_off_day", "sam"), ("tell_supporter", "alice")}
    assert (step(made, "suspect").planned_at, step(made, "bail").planned_at) == (None, None)
    assert signed.pk in AuditEvent.objects.filter(action="TELLING_PLANNED").latest("at").subjects
    for kind in ("suspect", "bail"):
        with pytest.raises(NotAllowed, match="A supervisor signs off the new order first"):
            do(alice, step(made, kind), done_at=AFTER, reason="He rang in.")
    after = tell_at + timedelta(hours=1)
    sign_off(sam, made, suspect_at=after, bail_at=after, at=AGAIN_AT)
    assert owed(made) == {("tell_supporter", "alice"), ("tell_suspect", "alice"), ("end_bail", "alice")}
    assert step(made, "suspect").planned_at == after
    assert do(alice, step(made, "suspect"), done_at=AFTER, reason="He rang in.").done_at == AFTER


def test_an_earlier_telling_than_those_who_support_them_hear_ends_it_too(
    signed: DecisionDay, made: Decision, alice: Person
) -> None:
    plan(alice, made, tell_at=TELL_AT - timedelta(hours=2, minutes=1), at=ANEW_AT)
    assert standing(made) == []


@pytest.mark.parametrize("tell_at", [TELL_AT, AFTER, TELL_AT - timedelta(hours=2)])
def test_a_plan_with_which_the_order_stays_safe_ends_nothing(
    signed: DecisionDay, made: Decision, alice: Person, tell_at: datetime
) -> None:
    plan(alice, made, tell_at=tell_at, at=ANEW_AT)
    assert standing(made) == [signed]
    assert step(made, "suspect").planned_at == AFTER


def test_a_reason_given_for_the_same_fault_holds_and_for_another_does_not(
    made: Decision, alice: Person, sam: Person
) -> None:
    plan(alice, made)
    reason = "The suspect flies out at noon."
    day = sign_off(sam, made, suspect_at=TELL_AT - timedelta(minutes=1), reason=reason)
    plan(alice, made, tell_at=TELL_AT + timedelta(minutes=5), at=ANEW_AT)
    assert standing(made) == [day]
    plan(alice, made, tell_at=TOO_LATE, at=AGAIN_AT)  # bail would end before they hear as well
    assert standing(made) == []
    day.refresh_from_db()
    assert text_of(day, "reason") == reason


def test_what_was_done_already_ends_nothing(signed: DecisionDay, made: Decision, alice: Person) -> None:
    for kind in ("suspect", "bail"):
        do(alice, step(made, kind), left_out=True, reason="He has died.", at=ANEW_AT)
    plan(alice, made, tell_at=TOO_LATE, at=AGAIN_AT)
    assert standing(made) == [signed]


def test_once_every_victim_heard_what_comes_after_is_recorded(
    signed: DecisionDay, made: Decision, victim: Victim, alice: Person, ivy: Person
) -> None:
    plan(alice, made, tell_at=TOO_LATE, at=ANEW_AT)
    heard_first(alice, made, ivy)
    tell(alice, made, victim)
    told = do(alice, step(made, "suspect"), done_at=TOLD_AT + timedelta(hours=1), at=DONE)
    assert (told.not_before, told.in_order) == (TOLD_AT, True)


def test_that_nobody_could_tell_them_ends_it_too(
    signed: DecisionDay, made: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    services.notify_victim(
        by=alice, decision=made, victim=victim, not_told_because="no_contact_details", at=ANEW_AT
    )
    signed.refresh_from_db()
    assert signed.superseded_at == ANEW_AT
    assert signed.pk in AuditEvent.objects.get(action="VICTIM_NOT_TOLD").subjects
    assert ("sign_off_day", "sam") in owed(made)
    assert f"{TELLING_CHANGED} The order" in sign_in(alice).get(f"/decisions/{made.pk}/day/").content.decode()
    with pytest.raises(NotAllowed, match="A supervisor signs off the new order first"):
        do(alice, step(made, "suspect"), done_at=AFTER, reason="He rang in.")
    sign_off(sam, made, reason="The suspect is to leave the address tonight.", at=AGAIN_AT)
    assert do(alice, step(made, "suspect"), done_at=AFTER, reason="As signed off.").done_at == AFTER


def wait(by: Person, decision: Decision, **given: Any) -> None:
    notice = Notification.objects.get(decision=decision)
    values = {"asked_at": PLANNED_AT, "asked_through": "phone", "until": NEXT_WEEK, "at": ANEW_AT, **given}
    services.record_wish_to_wait(by=by, notice=notice, **values)


def test_a_wish_to_wait_ends_the_plan_and_the_sign_off(
    signed: DecisionDay, made: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    wait(alice, made)
    signed.refresh_from_db()
    assert signed.superseded_at == ANEW_AT
    assert not TellingPlan.objects.filter(notice__decision=made, superseded_at__isnull=True).exists()
    assert signed.pk in AuditEvent.objects.get(action="TELLING_WAITS").subjects
    assert owed(made) == {("sign_off_day", "sam"), ("tell_supporter", "alice")}
    assert DueItem.objects.get(source=made.pk, settled_at__isnull=True).due_on == NEXT_WEEK
    with pytest.raises(NotAllowed, match="A supervisor signs off the new order first"):
        do(alice, step(made, "suspect"), done_at=AFTER, reason="He rang in.")
    with pytest.raises(NotAllowed, match="Nothing is booked for telling Victim 1"):
        sign_off(sam, made, at=AGAIN_AT)
    page = sign_in(alice).get(f"/decisions/{made.pk}/day/").content.decode()
    assert f"{TELLING_CHANGED} The order signed off before is not safe with it" in page
    assert "They asked to wait until 10 September 2026" in page
    there = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
    plan(alice, made, tell_at=there, at=AGAIN_AT)
    after = there + timedelta(hours=1)
    sign_off(sam, made, suspect_at=after, bail_at=after, at=AGAIN_AT)
    assert [one.suspect_at for one in standing(made)] == [after]


def test_a_wish_that_leaves_the_plan_ends_no_sign_off(
    signed: DecisionDay, made: Decision, alice: Person
) -> None:
    wait(alice, made, until=TELL_AT.date())
    assert standing(made) == [signed]


def test_that_they_do_not_want_to_hear_ends_nothing(
    signed: DecisionDay, made: Decision, victim: Victim, alice: Person
) -> None:
    services.notify_victim(by=alice, decision=made, victim=victim, not_told_because="opted_out", at=ANEW_AT)
    assert standing(made) == [signed]


def test_the_page_and_the_api_say_so(
    signed: DecisionDay, made: Decision, suspect: Suspect, alice: Person, sam: Person, sign_in: Any
) -> None:
    page, officer = f"/decisions/{made.pk}/day/", sign_in(alice)
    record = f"/day-steps/{step(made, 'suspect').pk}/record/"
    assert TELLING_CHANGED not in officer.get(page).content.decode()
    assert record in officer.get(page).content.decode()
    plan(alice, made, tell_at=TOO_LATE, at=ANEW_AT)
    shown = officer.get(page).content.decode()
    assert f"{TELLING_CHANGED} The order signed off before is not safe with it" in shown
    assert "It waits until the order is signed off anew" in shown
    assert f"Stood until {moment_words(ANEW_AT)}. {TELLING_CHANGED}" in shown
    assert record not in shown
    assert officer.get(record).status_code == 403
    told = officer.get(f"/api/v1{page}").json()
    assert (told["signed_off_at"], [one["ended_because"] for one in told["sign_offs"]]) == (
        None,
        [TELLING_CHANGED],
    )
    after = TOO_LATE + timedelta(hours=1)
    sign_off(sam, made, suspect_at=after, bail_at=after, at=AGAIN_AT)
    sign_off(sam, made, suspect_at=after, bail_at=after, at=AGAIN_AT + timedelta(minutes=5))
    told = officer.get(f"/api/v1{page}").json()
    assert [one["ended_because"] for one in told["sign_offs"]] == [None, None, TELLING_CHANGED]
    assert "The order was signed off by" in officer.get(page).content.decode()

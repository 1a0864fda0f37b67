"""Why nobody tells a victim, said and taken back more than once; and who wanted to hear before that."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, MissedTelling, Notification, NotToldBefore
from reviews.sealed import text_of
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.refusals import refused_by_table
from tests.reviews.conftest import DECIDED_AT, withdraw
from tests.reviews.test_missed_before import FIRST_BY
from tests.reviews.test_rights import come_back
from tests.reviews.test_taken_back import notice_of, take_back
from tests.reviews.test_untold import BACK_AT, SAID_AT, not_told
from victims import services as victims

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TYPED_AT = DECIDED_AT + 6 * DAY  # days after the clock ran out


def opt_out(by: Person, decision: Decision, victim: Victim, at: datetime, note: str = "She rang.") -> None:
    services.notify_victim(
        by=by, decision=decision, victim=victim, not_told_because="opted_out", note=note, at=at
    )


def times(by: Person, decision: Decision, victim: Victim, count: int, *, since: datetime = SAID_AT) -> None:
    for number in range(count):
        opt_out(by, decision, victim, since + 2 * number * HOUR, f"Said {number}.")
        reason, at = f"Taken back {number}.", since + (2 * number + 1) * HOUR
        take_back(by, decision, reason=reason, at=at)


def test_page_and_api_tell_of_every_time_in_order(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    times(alice, decided, victim, 2)
    opt_out(sam, decided, victim, SAID_AT + 4 * HOUR, "Said 2.")
    asked_at = SAID_AT + 5 * HOUR
    take_back(sam, decided, "wants_to_hear", asked_at=asked_at, reason="Taken back 2.", at=SAID_AT + 6 * HOUR)
    opt_out(alice, decided, victim, SAID_AT + 7 * HOUR, "Said 3.")
    take_back(alice, decided, reason="Taken back 3.", at=SAID_AT + 8 * HOUR)
    pk, browser = notice_of(decided).pk, sign_in(alice)
    page = " ".join(browser.get(f"/notifications/{pk}/").content.decode().split())
    places = [page.index(f"{word} {number}.") for number in range(3) for word in ("Said", "Taken back")]
    assert places == sorted(places)
    assert page.count("Said by Alice") == 2
    assert page.count("Said by Sam") == 1
    assert "Taken back 3." in page  # the last one, above them
    found = browser.get(f"/api/v1/notifications/{pk}/").json()
    assert [
        (one["because"], one["note"], one["said_by"], one["taken_back_because"], one["taken_back_note"])
        for one in found["taken_back_before"]
    ] == [
        ("opted_out", "Said 0.", alice.username, "mistake", "Taken back 0."),
        ("opted_out", "Said 1.", alice.username, "mistake", "Taken back 1."),
        ("opted_out", "Said 2.", sam.username, "wants_to_hear", "Taken back 2."),
    ]
    again = [one["again_at"] for one in found["taken_back_before"]]
    assert [one and datetime.fromisoformat(one) for one in again] == [None, None, asked_at]
    assert found["taken_back_because"] == "mistake"


def test_no_statement_more_for_each_time(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)

    def statements() -> list[int]:
        pk = notice_of(decided).pk
        counted = []
        for page in (f"/notifications/{pk}/", f"/api/v1/notifications/{pk}/", f"/cases/{decided.case_id}/"):
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            counted.append(len(queries))
        return counted

    times(alice, decided, victim, 2)
    one = statements()
    times(alice, decided, victim, 3, since=SAID_AT + 5 * HOUR)
    assert NotToldBefore.objects.count() == 4
    assert statements() == one


def test_who_came_back_and_went_again_keeps_both_and_who_never_came_back_keeps_nothing(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    not_told(alice, sam, decided, victim, "withdrew")
    back = come_back(alice, victim, BACK_AT)
    victims.void_re_engagement(by=alice, reengagement=back, reason="Another victim.", at=BACK_AT + HOUR)
    assert not NotToldBefore.objects.exists()
    come_back(alice, victim, BACK_AT + 2 * HOUR)
    withdraw(alice, None, victim, occurred_at=BACK_AT + DAY, at=BACK_AT + DAY)
    [kept] = NotToldBefore.objects.all()
    assert (kept.because, kept.taken_back_because, kept.said_at) == ("withdrew", "came_back", SAID_AT)
    assert (kept.taken_back_at, kept.again_at) == (BACK_AT + 2 * HOUR, BACK_AT + 2 * HOUR)
    assert text_of(kept, "note") == "She said so on the phone."
    assert notice_of(decided).not_told_because == "withdrew"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"taken_back_at": SAID_AT - HOUR}, "not_told_before_in_order"),
        ({"recorded_at": SAID_AT}, "not_told_before_in_order"),
        ({"again_at": SAID_AT}, "not_told_before_mistake_keeps_clock"),
        ({"taken_back_because": "wants_to_hear"}, "not_told_before_mistake_keeps_clock"),
        ({"because": "rain"}, "not_told_before_why_known"),
        ({"taken_back_because": "rain", "again_at": SAID_AT}, "not_told_before_back_known"),
    ],
)
def test_the_table_refuses_what_cannot_be(
    decided: Decision, victim: Victim, alice: Person, values: dict[str, Any], name: str
) -> None:
    times(alice, decided, victim, 2)
    with open_door("a test"), refused_by_table(name):
        NotToldBefore.objects.update(**values)


# They wanted to hear before it was typed that nobody tells them


def test_who_wanted_to_hear_before_it_was_typed_hears_by_the_clock_from_then(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    """They asked on the evening of the day after the clock ran out; that they had opted out came later."""
    asked_at = DECIDED_AT + 2 * DAY
    opt_out(alice, decided, victim, TYPED_AT)
    notice = take_back(alice, decided, "wants_to_hear", asked_at=asked_at, at=TYPED_AT + HOUR)
    due = nth_working_day(asked_at.date(), 1, printed_holidays())
    assert (notice.again_at, notice.due_on, notice.is_late(TYPED_AT + HOUR)) == (asked_at, due, True)
    [missed] = MissedTelling.objects.all()  # the first clock had run out before they asked
    assert (missed.tell_by, missed.stopped_at) == (FIRST_BY, TYPED_AT)
    page = sign_in(alice).get(f"/notifications/{notice.pk}/").content.decode()
    assert "They want to hear of it" in page


def test_a_clock_that_gave_way_to_a_new_one_in_time_is_not_missed_besides(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    """One delay is counted once, with the cause that was said of it."""
    asked_at = DECIDED_AT + HOUR
    services.say_why_late(
        by=alice, notice=notice_of(decided), because="overlooked", note="Rest days.", at=TYPED_AT
    )
    opt_out(alice, decided, victim, TYPED_AT + HOUR)
    notice = take_back(alice, decided, "wants_to_hear", asked_at=asked_at, at=TYPED_AT + 2 * HOUR)
    assert not MissedTelling.objects.exists()
    assert (notice.again_at, notice.late_because, text_of(notice, "late_note")) == (
        asked_at,
        "overlooked",
        "Rest days.",
    )
    assert Notification.objects.get().is_late(TYPED_AT + 2 * HOUR)


def test_a_cause_of_a_delay_that_is_none_by_the_new_clock_goes(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    late_at = datetime.combine(FIRST_BY + DAY, DECIDED_AT.timetz())
    services.say_why_late(by=alice, notice=notice_of(decided), because="overlooked", at=late_at)
    opt_out(alice, decided, victim, late_at + HOUR)
    asked_at = datetime.combine(FIRST_BY, DECIDED_AT.timetz())
    notice = take_back(alice, decided, "wants_to_hear", asked_at=asked_at, at=late_at + 2 * HOUR)
    assert (notice.due_on, notice.late_because) == (date(2026, 9, 4), "")
    assert not MissedTelling.objects.exists()


def test_nobody_wants_to_hear_before_what_they_are_not_told_of_or_before_they_went(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    not_told(alice, sam, decided, victim, "withdrew")  # they went at SAID_AT
    for asked_at, words in ((SAID_AT - HOUR, "They withdrew on"), (DECIDED_AT - HOUR, "They withdrew on")):
        with pytest.raises(Invalid, match=words):
            take_back(alice, decided, "wants_to_hear", asked_at=asked_at)
    take_back(alice, decided, "wants_to_hear", asked_at=SAID_AT + HOUR, at=BACK_AT)
    opt_out(alice, decided, victim, BACK_AT + HOUR)
    with pytest.raises(Invalid, match="The clock counts anew from what they said on"):
        take_back(alice, decided, "wants_to_hear", asked_at=SAID_AT, at=BACK_AT + 2 * HOUR)


def test_the_form_takes_the_minute_of_the_decision(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    opt_out(alice, decided, victim, TYPED_AT)
    notice = notice_of(decided)
    typed = notice.decided_at.replace(second=0, microsecond=0)
    sent = {"because": "wants_to_hear", "reason": "She rang.", "asked_at": typed.isoformat()}
    path = f"/api/v1/notifications/{notice.pk}/not-told/taken-back/"
    told = sign_in(alice).post(path, sent, content_type="application/json")
    assert told.status_code == 201, told.content
    assert notice_of(decided).again_at == notice.decided_at

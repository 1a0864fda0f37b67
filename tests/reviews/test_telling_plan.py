"""The plan to tell a victim, attempts, their wish to wait, causes of delay, and what they ask."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import day_words, moment_words
from rasso_tracker.clocks import services as clocks
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.late import wish_recorded_late
from reviews.models import (
    Decision,
    Notification,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from reviews.rules.telling_plan import limit_of_attempts, waits_until
from reviews.sealed import text_of
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.reviews.conftest import DECIDED_AT, LATER, PROPOSED_AT, TOLD_AT, tell
from tests.reviews.test_pages import grown
from tests.stories import story
from tests.victims.conftest import with_outside_isva
from victims import services as victims
from victims.rules import details_at
from victims.sealed import opened

PLANNED_AT = DECIDED_AT + timedelta(hours=1)
THURSDAY = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)  # the day on which the clock of one working day ends


@story
def notice(decided: Decision) -> Notification:
    return Notification.objects.select_related("decision", "victim", "case").get(decision=decided)


def prefer(by: Person, victim: Victim, **given: Any) -> None:
    values = {
        "phone": "07700 900001",
        "email": "",
        "address": "1 High Street, LS1 1AA",
        "safe_times": "Weekdays before two",
        "language": "English",
        "preferred_method": "phone",
        "at": DECIDED_AT,
        **given,
    }
    victims.record_contact_details(by=by, victim=victim, **values)


def plan(by: Person, notice: Notification, **given: Any) -> TellingPlan:
    details = details_at(notice.victim, given.get("at", PLANNED_AT))
    values = {
        "method": "phone",
        "teller": by,
        "tell_at": THURSDAY,
        "time_fits": "safe_time" if details and opened(details, "safe_times") else "none_recorded",
        "interpreter": "not_needed",
        "companions": ["sto"],
        "at": PLANNED_AT,
        **given,
    }
    return services.plan_telling(by=by, notice=notice, **values)


def attempt(by: Person, notice: Notification, **given: Any) -> TellingAttempt:
    values = {
        "tried_at": PLANNED_AT,
        "method": "phone",
        "outcome": "no_answer",
        "at": LATER,
        **given,
    }
    return services.record_telling_attempt(by=by, notice=notice, **values)


def wish(by: Person, notice: Notification, **given: Any) -> Any:
    values = {
        "asked_at": PLANNED_AT,
        "asked_through": "text",
        "until": date(2026, 9, 14),
        "at": LATER,
        **given,
    }
    return services.record_wish_to_wait(by=by, notice=notice, **values)


# The plan


def test_a_plan_keeps_what_the_victim_prefers_and_a_new_one_takes_its_place(
    notice: Notification, victim: Victim, alice: Person, bob: Person
) -> None:
    prefer(alice, victim)
    first = plan(alice, notice, note="Ring twice.")
    assert (first.wanted_method, first.method, first.why_another, first.companions) == (
        "phone",
        "phone",
        "",
        ["sto"],
    )
    assert text_of(first, "note") == "Ring twice."
    second = plan(alice, notice, method="in_person_home", why_another="they_agreed", teller=bob)
    first.refresh_from_db()
    assert (first.superseded_at, second.superseded_at) == (PLANNED_AT, None)
    assert (second.wanted_method, second.why_another, second.teller) == ("phone", "they_agreed", bob)
    event = AuditEvent.objects.filter(action="TELLING_PLANNED").latest("at")
    assert {second.pk, notice.pk, victim.pk} <= set(event.subjects)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"method": "video"}, "why_another", "choose why another is planned"),
        ({"method": "video", "why_another": "other"}, "note", "Say why another way"),
        ({"method": "text"}, "method", "never carries a decision"),
        ({"tell_at": PLANNED_AT - timedelta(minutes=1)}, "tell_at", "still ahead"),
        (
            {"tell_at": datetime(2026, 9, 4, 16, 0, tzinfo=UTC), "note": "Her ISVA is back then."},
            "tell_at",
            "evening before days off",
        ),
        ({"tell_at": datetime(2026, 9, 4, 9, 0, tzinfo=UTC)}, "note", "They are to hear by 3 September"),
        ({"time_fits": "none_recorded"}, "time_fits", "Times that are safe for them are on record"),
        ({"time_fits": "whenever"}, "time_fits", "Choose why"),
        ({"interpreter": "perhaps"}, "interpreter", "Choose whether"),
        ({"companions": ["neighbour"]}, "companions", "Choose from those"),
        ({"companions": ["other"]}, "note", "Say who else"),
        ({"companions": ["isva"]}, "companions", "No ISVA of Victim 1 is on record at that moment"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_by_the_field(
    notice: Notification, victim: Victim, alice: Person, given: dict[str, Any], field: str, sentence: str
) -> None:
    prefer(alice, victim)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, **given)
    assert list(refused.value.fields) == [field]
    assert sentence in refused.value.fields[field]
    assert not TellingPlan.objects.exists()


WHY_LATER = "Her ISVA is back then."
DAYS_OFF = [
    datetime(2026, 9, 4, 16, 0, tzinfo=UTC),  # a Friday, 17:00 in London
    datetime(2026, 9, 11, 20, 30, tzinfo=UTC),
    datetime(2026, 12, 24, 18, 0, tzinfo=UTC),  # Christmas Eve, a Thursday
    datetime(2027, 3, 25, 18, 0, tzinfo=UTC),  # the evening before Good Friday
    datetime(2027, 3, 26, 18, 0, tzinfo=UTC),  # Good Friday
    datetime(2026, 12, 31, 18, 0, tzinfo=UTC),
    datetime(2026, 9, 5, 10, 0, tzinfo=UTC),  # a Saturday morning
    datetime(2026, 9, 6, 18, 0, tzinfo=UTC),  # a Sunday evening: the next day is a working day
    datetime(2026, 12, 25, 11, 0, tzinfo=UTC),  # Christmas Day, a Friday
    datetime(2027, 3, 26, 11, 0, tzinfo=UTC),  # Good Friday
]
OTHER_TIMES = [
    datetime(2026, 9, 4, 15, 59, tzinfo=UTC),  # a Friday, 16:59 in London
    datetime(2026, 9, 10, 18, 0, tzinfo=UTC),  # a Thursday evening
    datetime(2026, 12, 24, 16, 30, tzinfo=UTC),
]


AT_HOME = "She works nights and is at home then."
AT_NIGHT = (
    "This is before 8 in the morning or after 8 in the evening. Say why that suits them, or choose that they"
    " asked for this time."
)
BY_DAY = (
    "This is between 8 in the morning and 8 in the evening, when no reason is needed for the hour: take this"
    " out, or choose the hour that you mean."
)


@pytest.mark.parametrize(
    ("hour", "minute", "asks"), [(1, 0, True), (6, 59, True), (7, 0, False), (19, 0, False), (19, 1, True)]
)
def test_at_night_it_says_why_or_that_they_asked(
    notice: Notification, alice: Person, hour: int, minute: int, *, asks: bool
) -> None:
    """British Summer Time: 07:00 UTC is eight in London."""
    night = datetime(2026, 9, 3, hour, minute, tzinfo=UTC)
    if asks:
        for said in ("", " "):
            with pytest.raises(Invalid) as refused:
                plan(alice, notice, tell_at=night, why_hour=said, note=AT_HOME)
            assert refused.value.fields == {"why_hour": AT_NIGHT}
        assert text_of(plan(alice, notice, tell_at=night, why_hour=AT_HOME), "why_hour") == AT_HOME
        assert plan(alice, notice, tell_at=night, time_fits="they_asked").tell_at == night
    else:
        with pytest.raises(Invalid) as refused:
            plan(alice, notice, tell_at=night, why_hour=AT_HOME)
        assert refused.value.fields == {"why_hour": BY_DAY}
        assert plan(alice, notice, tell_at=night).why_hour_sealed is None


def test_the_hour_and_the_lateness_have_a_reason_each(
    notice: Notification, victim: Victim, alice: Person, sign_in: Any
) -> None:
    prefer(alice, victim)
    late_at_night = datetime(2026, 9, 10, 20, 0, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, tell_at=late_at_night)
    assert set(refused.value.fields) == {"why_hour", "note"}
    row = plan(alice, notice, tell_at=late_at_night, why_hour=AT_HOME, note=WHY_LATER)
    assert (text_of(row, "why_hour"), text_of(row, "note")) == (AT_HOME, WHY_LATER)
    browser = sign_in(alice)
    page = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert (f"Why at that hour: {AT_HOME}" in page, WHY_LATER in page) == (True, True)
    form = browser.get(f"/notifications/{notice.pk}/plans/").content.decode()
    assert AT_HOME in form  # a plan that is changed opens with it
    shown = browser.get(f"/api/v1/telling-plans/?notification={notice.pk}").json()["results"]
    assert [one["why_hour"] for one in shown] == [AT_HOME]


def test_every_fault_of_a_plan_is_said_at_once(notice: Notification, victim: Victim, alice: Person) -> None:
    prefer(alice, victim, interpreter_needed=True)
    with pytest.raises(Invalid) as refused:
        plan(
            alice,
            notice,
            method="text",
            tell_at=datetime(2026, 9, 10, 20, 0, tzinfo=UTC),
            time_fits="when",
            companions=["isva"],
        )
    assert set(refused.value.fields) == {
        "method",
        "why_hour",
        "note",
        "time_fits",
        "interpreter",
        "companions",
    }


@pytest.mark.parametrize(
    "values",
    [{"tell_at": datetime(2026, 9, 3, 6, 59, tzinfo=UTC)}, {"why_hour_sealed": b"x"}],
    ids=["at night without why", "by day with why"],
)
def test_the_table_asks_why_of_an_hour_at_night_and_of_no_other(
    notice: Notification, alice: Person, values: dict[str, Any]
) -> None:
    row = plan(alice, notice)
    name = "telling_plan_says_why_the_hour"
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        TellingPlan.objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("when", DAYS_OFF, ids=str)
def test_an_evening_before_days_off_only_where_they_asked_for_it(
    notice: Notification, victim: Victim, alice: Person, when: datetime
) -> None:
    prefer(alice, victim)
    the_day_before = {"tell_at": when, "note": WHY_LATER, "at": when - timedelta(days=1)}
    with pytest.raises(Invalid, match="evening before days off"):
        plan(alice, notice, **the_day_before)
    asked_for = plan(alice, notice, **the_day_before, time_fits="they_asked")
    assert asked_for.tell_at == when


@pytest.mark.parametrize("when", OTHER_TIMES, ids=str)
def test_another_time_is_as_they_like(
    notice: Notification, victim: Victim, alice: Person, when: datetime
) -> None:
    prefer(alice, victim)
    planned_at = max(PLANNED_AT, when - timedelta(days=1))
    assert plan(alice, notice, tell_at=when, note=WHY_LATER, at=planned_at).tell_at == when


# Answers that do not fit what is on record


NO_SAFE_TIMES = (
    "No safe times of theirs are on record. Record them first, with how to reach them, or choose what is so:"
    " that they asked for this time, or that none are recorded."
)


@pytest.mark.parametrize("details", [None, {"safe_times": ""}], ids=["no details", "details without times"])
def test_a_time_is_within_safe_times_only_where_some_are_on_record(
    notice: Notification, victim: Victim, alice: Person, sign_in: Any, details: dict[str, str] | None
) -> None:
    if details is not None:
        prefer(alice, victim, **details)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, time_fits="safe_time")
    assert refused.value.fields == {"time_fits": NO_SAFE_TIMES}
    assert answers_offered(sign_in(alice), notice) == ["they_asked", "none_recorded"]
    prefer(alice, victim, at=PLANNED_AT)
    assert plan(alice, notice, time_fits="safe_time").time_fits == "safe_time"
    assert answers_offered(sign_in(alice), notice) == ["safe_time", "they_asked"]


def answers_offered(browser: Any, notice: Notification) -> list[str]:
    page = browser.get(f"/notifications/{notice.pk}/plans/").content.decode()
    return re.findall(r'name="time_fits" value="(\w+)"', page)


def test_by_page_and_api_an_answer_that_is_not_offered_is_refused_in_the_same_words(
    notice: Notification, alice: Person, sign_in: Any
) -> None:
    typed = {
        "method": "phone",
        "teller": str(alice.pk),
        "time_fits": "safe_time",
        "interpreter": "not_needed",
        "why_another": "advised",
        "why_hour": AT_HOME,
    }
    said = {"time_fits": NO_SAFE_TIMES, "why_another": NOBODY_ASKED, "why_hour": BY_DAY}
    with time_machine.travel(PLANNED_AT, tick=False):
        browser = sign_in(alice)
        by_api = browser.post(
            f"/api/v1/notifications/{notice.pk}/plans/",
            {**typed, "tell_at": THURSDAY.isoformat()},
            content_type="application/json",
        )
        assert (by_api.status_code, by_api.json()["fields"]) == (400, said)
        day = {"tell_at_day": "3", "tell_at_month": "9", "tell_at_year": "2026", "tell_at_time": "10:00"}
        by_page = browser.post(f"/notifications/{notice.pk}/plans/", {**typed, **day})
    assert {name: [str(one) for one in by_page.context["form"].errors[name]] for name in said} == {
        name: [sentence] for name, sentence in said.items()
    }
    assert not TellingPlan.objects.exists()


NOBODY_ASKED = (
    "Which way they prefer is not on record, so no other way can have a reason: leave this as it was."
)
THEIR_WAY = "This is the way that they prefer: choose so here, or choose the way that is meant."


def test_a_reason_for_another_way_is_refused_where_it_is_their_own(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, why_another="advised")
    assert refused.value.fields == {"why_another": NOBODY_ASKED}
    prefer(alice, victim)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, why_another="advised")
    assert refused.value.fields == {"why_another": THEIR_WAY}
    assert not TellingPlan.objects.exists()


# How far ahead


@pytest.mark.parametrize(
    ("wanted", "late", "last"),
    [
        (None, False, date(2026, 10, 1)),  # 28 days after the clock of 3 September
        (date(2026, 11, 30), False, date(2026, 12, 28)),  # 28 days after the day that they asked for
        (None, True, date(2026, 11, 9)),  # the clock ran out long ago: five working days after today
    ],
)
def test_nobody_is_told_later_than_28_days_after_they_are_to_hear(
    notice: Notification, victim: Victim, alice: Person, wanted: date | None, late: bool, last: date
) -> None:
    prefer(alice, victim)
    at = LATER if late else PLANNED_AT
    if wanted:
        wish(alice, notice, until=wanted, at=PLANNED_AT)
        notice.refresh_from_db()
    noon = datetime(last.year, last.month, last.day, 12, 0, tzinfo=UTC)
    for days in (1, 30, 730):
        with pytest.raises(Invalid) as refused:
            plan(alice, notice, tell_at=noon + timedelta(days=days), note=WHY_LATER, at=at)
        why = (
            "they were to hear by 3 September 2026, so no further ahead than 5 working days."
            if late
            else "nobody waits to hear for longer than 28 calendar days unless they ask to."
        )
        assert refused.value.fields == {
            "tell_at": f"Choose {day_words(last)} or an earlier day: {why} Where they asked to be told later,"
            " record that first."
        }
    with pytest.raises(Invalid):  # nor because of a time for which they asked
        plan(alice, notice, tell_at=noon + timedelta(days=1), note=WHY_LATER, at=at, time_fits="they_asked")
    kept = plan(alice, notice, tell_at=noon, note=WHY_LATER, at=at, time_fits="they_asked")
    assert kept.tell_at == noon


def test_how_long_a_telling_may_wait_is_a_dated_rule_of_the_force(
    notice: Notification, victim: Victim, alice: Person, ada: Person
) -> None:
    prefer(alice, victim)
    day = datetime(2026, 9, 11, 12, 0, tzinfo=UTC)  # more than a week after the clock of 3 September
    with transaction.atomic():
        assert plan(alice, notice, tell_at=day, note=WHY_LATER).tell_at == day
        transaction.set_rollback(True)
    clocks.add_clock_rule(
        by=ada,
        code="telling_latest",
        amount=5,
        unit="working_days",
        starts_from="the day by which they are to hear",
        source="",
        verified="A",
        in_force_from=date(2026, 9, 3),
    )
    with pytest.raises(Invalid, match=r"10 September 2026 or an earlier day: .* longer than 5 working days"):
        plan(alice, notice, tell_at=day, note=WHY_LATER)


@pytest.mark.parametrize("code", ["telling_latest", "telling_overdue", "tell_no_evidence"])
def test_what_counts_from_a_day_is_counted_in_whole_days(ada: Person, code: str) -> None:
    rule = {"starts_from": "a day", "source": "", "verified": "A", "in_force_from": date(2027, 1, 1)}
    with pytest.raises(Invalid) as refused:
        clocks.add_clock_rule(by=ada, code=code, amount=48, unit="hours", **rule)
    assert refused.value.fields == {
        "unit": "This rule counts from a day: it is counted in days or months, not in hours."
    }
    assert clocks.add_clock_rule(by=ada, code=code, amount=2, unit="working_days", **rule).amount == 2


@pytest.mark.parametrize("explained", [False, True])
def test_a_telling_that_is_overdue_is_put_off_only_with_a_new_reason_that_is_kept_and_counted(
    notice: Notification, victim: Victim, alice: Person, sign_in: Any, explained: bool
) -> None:
    """Also where it was said already why it is late: that says nothing of the next time."""
    prefer(alice, victim)
    plan(alice, notice)  # for the day on which the clock ends
    if explained:
        services.say_why_late(by=alice, notice=notice, because="overlooked", at=LATER)
        notice.refresh_from_db()
    first = LATER + timedelta(days=1)
    with pytest.raises(Invalid, match="Say here why it is put off again"):
        plan(alice, notice, tell_at=first, at=LATER)
    plan(alice, notice, tell_at=first, note="She is away today.", at=LATER)
    at = first + timedelta(hours=1)
    second = at + timedelta(days=1)
    for note in ("", "She is away today."):
        with pytest.raises(Invalid, match="Say here why it is put off again"):
            plan(alice, notice, tell_at=second, note=note, at=at)
    plan(alice, notice, tell_at=second, note="The line was bad.", at=at)
    sooner = second - timedelta(hours=2)
    plan(alice, notice, tell_at=sooner, note="The line was bad.", at=at)  # which is no putting off
    with pytest.raises(Invalid, match="Say here why it is put off again"):  # nor one of before the last
        plan(alice, notice, tell_at=second, note="She is away today.", at=at)
    browser = sign_in(alice)
    assert browser.get(f"/api/v1/notifications/{notice.pk}/").json()["put_off"] == 2
    page = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert "Put off 2 times" in page
    assert "She is away today." in page
    assert TellingPlan.objects.filter(notice=notice).count() == 4


def test_a_plan_that_moves_before_it_is_owed_or_as_they_asked_is_no_putting_off(
    notice: Notification, victim: Victim, alice: Person, sign_in: Any
) -> None:
    prefer(alice, victim)
    plan(alice, notice, tell_at=LAST - timedelta(hours=4))
    plan(alice, notice, tell_at=LAST)
    wish(alice, notice, asked_at=datetime(2026, 10, 1, 9, 0, tzinfo=UTC), until=date(2026, 11, 4), at=LATER)
    plan(alice, notice, tell_at=LATER + timedelta(days=2), at=LATER)
    page = sign_in(alice).get(f"/notifications/{notice.pk}/").content.decode()
    assert "Put off" not in page


LAST = datetime(2026, 9, 3, 15, 0, tzinfo=UTC)  # on the last day of the clock
BEYOND = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)


def test_a_plan_beyond_the_day_it_is_owed_by_says_why(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim)
    assert plan(alice, notice, tell_at=LAST, note="Ring twice.").tell_at == LAST
    for note in ("", " ", "Ring twice."):  # the last is what the form opens with
        with pytest.raises(Invalid) as refused:
            plan(alice, notice, tell_at=BEYOND, note=note)
    assert refused.value.fields == {
        "note": "They are to hear by 3 September 2026. Say here why it is later, or record first that they"
        " asked to wait."
    }
    assert plan(alice, notice, tell_at=BEYOND, note=WHY_LATER).tell_at == BEYOND
    moved = BEYOND + timedelta(hours=1)
    assert plan(alice, notice, tell_at=moved, note=WHY_LATER).tell_at == moved


def test_a_plan_within_their_wish_to_wait_needs_no_reason(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim)
    wish(alice, notice, until=date(2026, 9, 10))
    assert plan(alice, notice, tell_at=BEYOND).tell_at == BEYOND
    with pytest.raises(Invalid, match="They are to hear by 10 September 2026"):
        plan(alice, notice, tell_at=BEYOND + timedelta(days=1))


@pytest.mark.parametrize("said", ["a wish after the time ran out", "why it is late"])
def test_a_plan_after_the_time_ran_out_asks_for_no_reason_twice(
    notice: Notification, victim: Victim, alice: Person, said: str
) -> None:
    prefer(alice, victim)
    planned = {"tell_at": LATER + timedelta(hours=2), "at": LATER}
    with pytest.raises(Invalid, match="They are to hear by 3 September 2026"):
        plan(alice, notice, **planned)
    if said == "why it is late":
        services.say_why_late(by=alice, notice=notice, because="overlooked", at=LATER)
    else:
        wish(alice, notice, asked_at=datetime(2026, 10, 1, 9, 0, tzinfo=UTC), until=LATER.date())
    assert plan(alice, notice, **planned).tell_at == planned["tell_at"]


def test_an_interpreter_who_is_needed_is_not_left_out(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim, interpreter_needed=True)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice)
    assert list(refused.value.fields) == ["interpreter"]
    assert plan(alice, notice, interpreter="booked").interpreter == "booked"


def test_an_isva_is_there_only_for_a_victim_who_has_one_at_that_moment(
    notice: Notification, victim: Victim, alice: Person, ivy: Person
) -> None:
    prefer(alice, victim)
    shared = victims.share_with_isva(
        by=alice, victim=victim, isva=ivy, consented_on=DECIDED_AT.date(), at=DECIDED_AT
    )
    assert plan(alice, notice, companions=["isva", "sto"]).companions == ["isva", "sto"]
    victims.end_isva_support(by=alice, support=shared, because="ended", at=PLANNED_AT)
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, companions=["isva"], at=PLANNED_AT + timedelta(minutes=1))
    assert list(refused.value.fields) == ["companions"]
    with_outside_isva(alice, victim)
    assert plan(alice, notice, companions=["isva"], at=PLANNED_AT + timedelta(minutes=1)).companions == [
        "isva"
    ]


def test_a_way_that_is_not_safe_is_not_planned(notice: Notification, victim: Victim, alice: Person) -> None:
    prefer(alice, victim, forbidden_methods=["in_person_home"], forbidden_because="suspect")
    with pytest.raises(Invalid, match="the suspect knows of it"):
        plan(alice, notice, method="in_person_home", why_another="they_agreed")


def test_a_letter_to_a_forbidden_address_is_not_planned(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim, unsafe_addresses="1 High Street, LS1 1AA")
    with pytest.raises(Invalid, match="a place where it is not safe to reach Victim 1") as refused:
        plan(alice, notice, method="post", why_another="not_reached")
    assert list(refused.value.fields) == ["method"]


def test_at_one_address_with_different_wishes_no_letter_is_planned(
    notice: Notification, case: Case, victim: Victim, alice: Person
) -> None:
    other = cases.add_victim(by=alice, case=case, at=DECIDED_AT)
    prefer(alice, victim, preferred_method="post")
    prefer(
        alice,
        other,
        address="Flat 1, High Street, ls1 1aa",
        forbidden_methods=["post"],
        forbidden_because="overheard",
    )
    with pytest.raises(Invalid, match="reached at the same place, and to write there is not safe for them"):
        plan(alice, notice, method="post")
    assert plan(alice, notice, method="phone", why_another="not_safe_now").method == "phone"


def test_somebody_of_another_district_does_not_tell(
    notice: Notification, victim: Victim, alice: Person, brad: Person
) -> None:
    with pytest.raises(Invalid, match="not in post in the district"):
        plan(alice, notice, teller=brad, time_fits="none_recorded")


def test_nobody_plans_once_they_were_told(
    notice: Notification, decided: Decision, victim: Victim, alice: Person
) -> None:
    tell(alice, decided, victim)
    for deed in (plan, attempt, wish):
        with pytest.raises(NotAllowed, match="was told of this decision on 2 September 2026, 4:00pm"):
            deed(alice, notice)


# Attempts


def test_attempts_are_kept_and_stop_no_clock(notice: Notification, alice: Person) -> None:
    attempt(alice, notice, note="Rang out.")
    attempt(alice, notice, tried_at=THURSDAY, outcome="not_then")
    found = TellingAttempt.objects.filter(notice=notice)
    assert [(one.outcome, opened(one.contact, "summary")) for one in found] == [
        ("no_answer", "Rang out."),
        ("not_then", ""),
    ]
    assert DueItem.objects.filter(source=notice.pk, code="tell_decision", settled_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tried_at": DECIDED_AT - timedelta(minutes=1)}, "tried_at"),
        ({"tried_at": LATER + timedelta(minutes=1)}, "tried_at"),
        ({"method": "pigeon"}, "method"),
        ({"outcome": "told"}, "outcome"),
        ({"outcome": "other"}, "note"),
        ({"outcome": "message_left"}, "outcome"),  # nobody said that it is safe
    ],
)
def test_an_attempt_that_cannot_be_is_refused_by_the_field(
    notice: Notification, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        attempt(alice, notice, **given)
    assert list(refused.value.fields) == [field]


def test_the_same_attempt_counts_once(notice: Notification, alice: Person, bob: Person) -> None:
    attempt(alice, notice)
    with pytest.raises(Invalid, match="recorded already"):
        attempt(bob, notice)


def test_how_often_before_a_letter_is_dated_configuration(notice: Notification, ada: Person) -> None:
    assert limit_of_attempts(notice) == 3
    rule = {"source": "", "verified": "A", "starts_from": "the decision"}
    clocks.add_clock_rule(
        by=ada, code="telling_attempts", amount=2, unit="times", in_force_from=date(2026, 9, 3), **rule
    )
    assert limit_of_attempts(notice) == 3  # decided the day before
    notice.decided_at += timedelta(days=1)
    assert limit_of_attempts(notice) == 2
    for code, unit in (("telling_attempts", "working_days"), ("plan_target", "times")):
        with pytest.raises(Invalid) as refused:
            clocks.add_clock_rule(
                by=ada, code=code, amount=2, unit=unit, in_force_from=date(2026, 10, 1), **rule
            )
        assert list(refused.value.fields) == ["unit"]


# The victim's wish to wait


def test_a_wish_to_wait_moves_what_is_owed_and_is_kept_apart(
    notice: Notification, decided: Decision, victim: Victim, alice: Person
) -> None:
    wish(alice, notice, note="Not before her exam.")
    notice.refresh_from_db()
    assert (notice.due_on, notice.waits_until, notice.tell_by) == (
        date(2026, 9, 3),
        date(2026, 9, 14),
        date(2026, 9, 14),
    )
    owed = DueItem.objects.filter(source=notice.pk, settled_at__isnull=True)
    assert set(owed.values_list("code", "due_on")) == {
        ("tell_decision", date(2026, 9, 14)),
        ("tell_right", date(2026, 9, 14)),
    }
    assert not notice.is_late(datetime(2026, 9, 14, 22, 59, tzinfo=UTC))
    assert notice.is_late(datetime(2026, 9, 14, 23, 0, tzinfo=UTC))  # midnight in London
    tell(alice, decided, victim, told_at=datetime(2026, 9, 14, 9, 0, tzinfo=UTC))
    notice.refresh_from_db()
    assert not notice.is_late(LATER)


def test_a_wish_after_the_time_ran_out_mends_nothing(notice: Notification, alice: Person) -> None:
    wish(alice, notice, asked_at=datetime(2026, 9, 4, 9, 0, tzinfo=UTC))
    notice.refresh_from_db()
    assert (notice.waits_until, notice.is_late(LATER)) == (None, True)


DUE = date(2026, 9, 3)


def asked(day: int, until: int) -> tuple[datetime, date]:
    return datetime(2026, 9, day, 10, 0, tzinfo=UTC), date(2026, 9, until)


@pytest.mark.parametrize(
    ("wishes", "until"),
    [
        ([], None),
        ([asked(2, 10)], 10),
        ([asked(3, 10)], 10),  # on the last day
        ([asked(4, 10)], None),  # too late to be the reason
        ([asked(2, 3)], None),  # no later than the clock
        ([asked(2, 10), asked(9, 20)], 20),
        ([asked(2, 10), asked(11, 20)], 10),
        ([asked(2, 10), asked(5, 6)], 6),  # sooner again, as they like
        ([asked(2, 10), asked(5, 5)], 5),
        ([asked(1, 10), asked(2, 2)], None),
        ([asked(9, 20), asked(2, 10)], 20),  # whatever the order in which they were typed
    ],
)
def test_the_last_wish_that_came_in_time_holds(
    wishes: list[tuple[datetime, date]], until: int | None
) -> None:
    assert waits_until(DUE, wishes) == (date(2026, 9, until) if until else None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"asked_at": LATER + timedelta(minutes=1)}, "asked_at"),
        ({"until": date(2026, 9, 1)}, "until"),
        ({"until": date(2036, 9, 14)}, "until"),  # beyond the table of bank holidays
        ({"asked_through": "owl"}, "asked_through"),
        ({"asked_at": datetime(1900, 1, 1, tzinfo=UTC)}, "asked_at"),
        ({"asked_at": PROPOSED_AT - timedelta(minutes=1)}, "asked_at"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_the_field(
    notice: Notification, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        wish(alice, notice, **given)
    assert list(refused.value.fields) == [field]


def test_a_wish_said_once_the_decision_was_to_be_expected_counts(notice: Notification, alice: Person) -> None:
    wish(alice, notice, asked_at=PROPOSED_AT)
    notice.refresh_from_db()
    assert notice.waits_until == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("wishes", "late"),
    [
        ([(PLANNED_AT, PLANNED_AT)], []),
        ([(PLANNED_AT, datetime(2026, 9, 3, 22, 59, tzinfo=UTC))], []),
        ([(PLANNED_AT, datetime(2026, 9, 3, 23, 0, tzinfo=UTC))], [PLANNED_AT]),  # midnight in London
        ([(datetime(2026, 9, 4, 9, tzinfo=UTC), LATER)], []),  # asked too late: it moves nothing
        ([(PLANNED_AT, PLANNED_AT), (LATER - timedelta(days=53), LATER - timedelta(days=53))], []),
    ],
)
def test_a_wish_that_was_written_down_after_the_clock_ran_out_says_so_and_is_counted(
    notice: Notification,
    alice: Person,
    sam: Person,
    sign_in: Any,
    wishes: list[tuple[datetime, datetime]],
    late: list[datetime],
) -> None:
    for asked_at, at in wishes:
        wish(alice, notice, asked_at=asked_at, at=at)
    rows = TellingDelay.objects.filter(notice=notice).select_related("notice")
    assert [one.asked_at for one in rows if one.was_recorded_late] == late
    counted = Notification.objects.filter(wish_recorded_late())
    assert list(counted) == ([notice] if late else [])
    browser = sign_in(alice)
    page = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert (f"{moment_words(wishes[0][1])}. " in page and "Recorded late" in page) is bool(late)
    listed = browser.get(f"/api/v1/telling-delays/?notification={notice.pk}").json()["results"]
    assert sum(one["recorded_late"] for one in listed) == len(late)
    lists = sign_in(sam)
    query = "month=2026-09&show=asked_late"
    assert (str(notice.pk) in lists.get(f"/decisions/told-late/?{query}").content.decode()) is bool(late)
    found = lists.get(f"/api/v1/notifications/told-late/?{query}").json()["results"]
    assert [one["id"] for one in found] == ([str(notice.pk)] if late else [])
    told = lists.get("/api/v1/metrics/told-late/?month=2026-09").json()["asked_to_wait"]
    assert [one["recorded_late"] for one in told] == ([len(late)] if rows[0].notice.waits_until else [])


def test_a_plan_before_the_day_they_want_ends_with_the_wish_and_none_is_made_for_it(
    notice: Notification, victim: Victim, alice: Person, bob: Person, sign_in: Any
) -> None:
    prefer(alice, victim)
    booked = plan(alice, notice, teller=bob)
    wish(alice, notice, at=PLANNED_AT)
    booked.refresh_from_db()
    assert booked.superseded_at == PLANNED_AT
    event = AuditEvent.objects.get(action="TELLING_WAITS")
    assert booked.pk in event.subjects
    owed = DueItem.objects.get(source=notice.pk, code="tell_decision", settled_at__isnull=True)
    assert (owed.what, owed.owner, owed.due_on) == ("Tell Victim 1 of the decision", bob, date(2026, 9, 14))
    page = sign_in(alice).get(f"/notifications/{notice.pk}/").content.decode()
    assert (
        f"The plan for {moment_words(THURSDAY)} ended when it was recorded that they asked to wait until"
        " 14 September 2026."
    ) in page
    with pytest.raises(Invalid) as refused:
        plan(alice, notice, tell_at=BEYOND)
    assert refused.value.fields == {
        "tell_at": "They asked to wait until 14 September 2026: choose that day or a later one. Where they"
        " ask to hear sooner after all, record that first."
    }
    wish(alice, notice, asked_at=PLANNED_AT + timedelta(minutes=5), until=BEYOND.date())
    assert plan(alice, notice, tell_at=BEYOND).superseded_at is None


def test_a_plan_for_the_day_until_which_they_wait_stands(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim)
    booked = plan(alice, notice)
    wish(alice, notice, until=THURSDAY.date(), at=PLANNED_AT)
    booked.refresh_from_db()
    assert booked.superseded_at is None


def test_a_day_off_until_which_they_wait_is_cautioned_in_the_words_of_a_review(
    notice: Notification, alice: Person, sign_in: Any
) -> None:
    says = (
        "The day until which they asked to wait, 25 December 2026, is a bank holiday, Christmas Day: nobody"
        " may be there to keep it."
    )
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(alice)
        body = {"asked_at": PLANNED_AT.isoformat(), "asked_through": "phone", "until": "2026-12-25"}
        path = f"/notifications/{notice.pk}/"
        made = browser.post(f"/api/v1{path}delays/", body, content_type="application/json")
        assert (made.status_code, made.json()["check_dates"]) == (201, [says])
        assert says in browser.get(path).content.decode()
        wish(alice, notice, asked_at=PLANNED_AT + timedelta(hours=1), until=date(2026, 12, 24))
        assert "nobody may be there" not in browser.get(path).content.decode()


def test_a_choice_about_enhanced_rights_and_a_wish_hold_together(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    wish(alice, notice, until=date(2026, 9, 8))
    victims.record_rights_choice(
        by=alice,
        victim=victim,
        told_by="letter",
        explained=True,
        takes_up=False,
        chosen_at=PLANNED_AT,
        at=LATER,
    )
    notice.refresh_from_db()
    assert notice.due_on == nth_working_day(DECIDED_AT.date(), 5, printed_holidays()) == date(2026, 9, 9)
    assert notice.waits_until is None  # the clock is the later of the two now
    due = DueItem.objects.filter(source=notice.pk, settled_at__isnull=True).values_list("due_on", flat=True)
    assert set(due) == {date(2026, 9, 9)}


# Why it was late


def test_why_it_was_late_is_said_by_somebody_and_may_be_put_right(
    notice: Notification, alice: Person, sam: Person
) -> None:
    services.say_why_late(by=alice, notice=notice, because="overlooked", note="Rest days.", at=LATER)
    notice = services.say_why_late(by=sam, notice=notice, because="officer_away", at=LATER)
    assert (notice.late_because, notice.late_said_by, text_of(notice, "late_note")) == (
        "officer_away",
        sam,
        "",
    )


def test_what_is_in_time_needs_no_cause(notice: Notification, alice: Person) -> None:
    with pytest.raises(NotAllowed, match="has not run out"):
        services.say_why_late(by=alice, notice=notice, because="overlooked", at=THURSDAY)


@pytest.mark.parametrize(
    ("given", "field"), [({"because": "lazy"}, "because"), ({"because": "other"}, "note")]
)
def test_a_cause_is_of_the_list_or_in_words(
    notice: Notification, alice: Person, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.say_why_late(by=alice, notice=notice, at=LATER, **given)
    assert list(refused.value.fields) == [field]


# Questions


def question(by: Person, notice: Notification, **given: Any) -> VictimQuestion:
    values = {"question": "Why was he not charged?", "asked_at": TOLD_AT, "at": LATER, **given}
    return services.record_victim_question(by=by, notice=notice, **values)


def test_a_question_is_owed_until_it_is_answered(notice: Notification, alice: Person, bob: Person) -> None:
    row = question(alice, notice, owner=bob)
    item = DueItem.objects.get(source=row.pk)
    assert (item.code, item.owner, item.due_on) == (
        "answer_victim",
        bob,
        nth_working_day(TOLD_AT.date(), 5, printed_holidays()),
    )
    assert row.due_on == item.due_on
    assert str(row) == f"Question of a victim, due {day_words(item.due_on)}"
    answer = {"answer": "The accounts conflict.", "answered_at": LATER, "answered_through": "phone"}
    services.answer_victim_question(by=bob, question=row, at=LATER, **answer)
    row.refresh_from_db()
    item.refresh_from_db()
    assert (row.answered_by, text_of(row, "answer")) == (bob, answer["answer"])
    assert item.settled_at == LATER
    with pytest.raises(NotAllowed, match="answered already"):
        services.answer_victim_question(by=bob, question=row, at=LATER, **answer)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": " "}, "question"),
        ({"asked_at": DECIDED_AT - timedelta(minutes=1)}, "asked_at"),
        ({"asked_at": LATER + timedelta(minutes=1)}, "asked_at"),
        ({"due_on": date(2026, 9, 1)}, "due_on"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_the_field(
    notice: Notification, alice: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        question(alice, notice, **given)
    assert list(refused.value.fields) == [field]


# The tables


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"waits_until": date(2026, 9, 3)}, "notification_waits_past_its_clock"),
        ({"late_because": "overlooked"}, "notification_late_together"),
        ({"late_said_at": LATER}, "notification_late_together"),
        ({"ask_by": date(2026, 12, 2)}, "notification_asks_with_a_right"),
        ({"follow_up": "letter"}, "notification_told_together"),
    ],
)
def test_the_table_refuses_what_cannot_be(
    notice: Notification, change: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        Notification.objects.filter(pk=notice.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"why_another": "advised"}, "telling_plan_says_why_another"),
        ({"method": "video"}, "telling_plan_says_why_another"),
        ({"method": "text", "wanted_method": "", "why_another": ""}, "telling_plan_text_only_arranges"),
        ({"tell_at": PLANNED_AT - timedelta(minutes=1)}, "telling_plan_is_ahead"),
        ({"superseded_at": DECIDED_AT}, "telling_plan_superseded_in_order"),
        ({"companions": ["neighbour"]}, "telling_plan_companions_known"),
    ],
)
def test_the_table_refuses_a_plan_that_cannot_be(
    notice: Notification, victim: Victim, alice: Person, change: dict[str, Any], constraint: str
) -> None:
    prefer(alice, victim)
    row = plan(alice, notice)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        TellingPlan.objects.filter(pk=row.pk).update(**change)


# The page and the API


def test_the_page_shows_plan_attempts_wish_and_question_and_the_api_the_same(
    notice: Notification, case: Case, victim: Victim, alice: Person, sign_in: Any
) -> None:
    prefer(alice, victim)
    plan(alice, notice, note="Ring twice.")
    for hours in range(3):
        attempt(alice, notice, tried_at=PLANNED_AT + timedelta(hours=hours))
    wish(alice, notice)
    question(alice, notice)
    officer = sign_in(alice)
    page = officer.get(f"/notifications/{notice.pk}/").content.decode()
    for words in (
        "Weekdays before two",
        "Specially trained officer (STO)",
        "Ring twice.",
        "Write to them now",
        "to wait until 14 September 2026",
        "Why was he not charged?",
        "Nobody has said why yet",
    ):
        assert words in page, words
    assert f"/decisions/{notice.decision_id}/notify/?victim={victim.pk}" in page
    assert f"/notifications/{notice.pk}/" in officer.get(f"/decisions/{notice.decision_id}/").content.decode()
    for listed, number in (
        ("telling-plans", 1),
        ("telling-attempts", 3),
        ("telling-delays", 1),
        ("victim-questions", 1),
    ):
        found = officer.get(f"/api/v1/{listed}/?notification={notice.pk}").json()["results"]
        assert len(found) == number, listed
    assert found[0]["question"] == "Why was he not charged?"
    timeline = officer.get(f"/cases/{case.pk}/history/").content.decode()
    assert "asked to be told of the decision later" in timeline


def test_what_the_victim_said_is_not_for_those_who_read_no_contact(
    notice: Notification, alice: Person, mona: Person, sign_in: Any
) -> None:
    attempt(alice, notice, note="Her mother answered.")
    question(alice, notice)
    manager = sign_in(mona)
    page = manager.get(f"/notifications/{notice.pk}/").content.decode()
    assert "Nobody answered" in page or "nobody answered" in page
    assert "Her mother answered." not in page
    assert "Why was he not charged?" not in page
    shown = manager.get("/api/v1/telling-attempts/").json()["results"]
    assert [(one["outcome"], one["note"]) for one in shown] == [("no_answer", None)]
    asked_about = manager.get("/api/v1/victim-questions/").json()["results"]
    assert [one["question"] for one in asked_about] == [None]


def test_an_isva_sees_the_plan_and_not_what_colleagues_noted(
    notice: Notification, victim: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    prefer(alice, victim)
    consented_on = DECIDED_AT.date()
    victims.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=consented_on, at=DECIDED_AT)
    plan(alice, notice, note="Park round the corner.", companions=["isva"])
    attempt(alice, notice, note="Her mother answered.")
    services.say_why_late(by=alice, notice=notice, because="overlooked", note="Rest days.", at=LATER)
    browser = sign_in(ivy)
    page = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert "Independent sexual violence adviser (ISVA)" in page
    for words in ("Park round", "Her mother", "obody answered", "None recorded", "overlooked", "Rest days."):
        assert words not in page, words
    assert browser.get("/api/v1/telling-attempts/").json()["results"] == []
    assert [one["note"] for one in browser.get("/api/v1/telling-plans/").json()["results"]] == [None]


@pytest.mark.parametrize("path", ["/decisions/told-late/?month=2026-09", "/right-to-review/to-tell/"])
def test_a_list_costs_the_same_for_one_row_and_three(
    notice: Notification, alice: Person, sam: Person, path: str, sign_in: Any
) -> None:
    with time_machine.travel(LATER, tick=False):
        browser = sign_in(sam)
        browser.get(path)
        counts = []
        for more in (0, 2):
            grown(alice, sam, more, as_far_as="decided")
            with CaptureQueriesContext(connection) as captured:
                page = browser.get(path).content.decode()
            counts.append(len(captured))
            assert page.count('<th scope="row"') >= 1 + more
    assert counts[0] == counts[1]


def test_the_page_of_telling_costs_the_same_for_one_of_each_and_three(
    notice: Notification, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)
    counts = []
    for number in (1, 2, 3):
        attempt(alice, notice, tried_at=PLANNED_AT + timedelta(hours=number))
        wish(alice, notice, asked_at=PLANNED_AT + timedelta(hours=number))
        asked_at = TOLD_AT + timedelta(hours=number)
        row = question(alice, notice, asked_at=asked_at)
        answer = {"answer": "Soon.", "answered_at": LATER, "answered_through": "phone"}
        services.answer_victim_question(by=alice, question=row, at=LATER, **answer)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/notifications/{notice.pk}/").status_code == 200
        counts.append(len(captured))
    assert counts[1] == counts[2]


@time_machine.travel(PLANNED_AT, tick=False)
def test_a_plan_is_made_on_the_page(notice: Notification, alice: Person, sign_in: Any) -> None:
    officer = sign_in(alice)
    path = f"/notifications/{notice.pk}/plans/"
    body = {
        "method": "phone",
        "time_fits": "none_recorded",
        "interpreter": "not_needed",
        "teller": str(alice.pk),
        "tell_at_day": "10",
        "tell_at_month": "9",
        "tell_at_year": "2026",
        "tell_at_time": "11:00",
    }
    answer = officer.post(path, {**body, "tell_at_time": ""})
    assert "Enter" in answer.content.decode()
    answer = officer.post(path, body)
    assert (answer.status_code, "Say here why it is later" in answer.content.decode()) == (422, True)
    answer = officer.post(path, {**body, "note": WHY_LATER})
    assert (answer.status_code, answer["Location"]) == (302, f"/notifications/{notice.pk}/")
    assert TellingPlan.objects.get().tell_at == datetime(2026, 9, 10, 10, 0, tzinfo=UTC)


# By a way that was closed since


def test_a_plan_by_a_way_that_is_closed_still_stays_marked_until_it_is_planned_anew(
    notice: Notification, victim: Victim, alice: Person, mona: Person, sign_in: Any
) -> None:
    def marked() -> set[str]:
        return set(DueItem.objects.filter(check_first=True, settled_at=None).values_list("code", flat=True))

    def read(person: Person) -> str:
        return " ".join(sign_in(person).get(f"/notifications/{notice.pk}/").content.decode().split())

    def by_api(person: Person) -> list[bool | None]:
        """The marks of the plans, the oldest first: asked for all at once."""
        browser = sign_in(person)
        with CaptureQueriesContext(connection) as taken:
            rows = browser.get(f"/api/v1/telling-plans/?notification={notice.pk}").json()["results"]
        asked = [one for one in taken.captured_queries if DueItem._meta.db_table in one["sql"]]
        stands = any(one["superseded_at"] is None for one in rows)
        assert len(asked) == (person is alice and stands)
        return [one["check_first"] for one in sorted(rows, key=lambda one: one["recorded_at"])]

    prefer(alice, victim)
    plan(alice, notice, method="in_person_home", why_another="they_agreed")
    assert by_api(alice) == [False]
    hour = timedelta(hours=1)
    at = PLANNED_AT + hour
    alert = victims.raise_contact_alert(by=alice, victim=victim, about="address_known", at=at)
    words = "This plan cannot be kept as it is. Do not reach Victim 1 this way (in person, at home): "
    assert f"{words}the suspect" in read(alice)
    victims.confirm_ways(by=alice, alert=alert, how="By phone.", safe_again=[], at=at + hour)
    assert marked() == {"tell_decision", "tell_right"}  # one talk tells both
    assert f"{words}the suspect knows of it or controls it. Plan it anew." in read(alice)
    assert words not in read(mona)  # who reads no contact with victims
    day = f"decisions/{notice.decision_id}/day/"  # whoever looks at the day sees it there as well
    assert words in " ".join(sign_in(alice).get(f"/{day}").content.decode().split())
    [step] = [one for one in sign_in(alice).get(f"/api/v1/{day}").json()["steps"] if one["kind"] == "victim"]
    assert step["way_closed"].startswith("Do not reach Victim 1 this way")
    assert (by_api(alice), by_api(mona)) == ([True], [None])
    assert "Check first: " in sign_in(alice).get(f"/cases/{notice.case_id}/").content.decode()

    plan(alice, notice, at=at + 2 * hour)  # by phone
    assert (marked(), words in read(alice)) == (set(), False)
    assert by_api(alice) == [False, False]
    # Whatever closes it: here the victim asked us not to ring.
    closed = {"preferred_method": "video", "forbidden_methods": ["phone"], "forbidden_because": "asked"}
    prefer(alice, victim, **closed, at=at + 3 * hour)
    assert marked() == {"tell_decision", "tell_right"}
    assert by_api(alice) == [False, True]  # of the plan that stands alone
    wish(alice, notice)  # which ends the plan
    assert by_api(alice) == [False, False]
    assert (marked(), "Plan it anew" in read(alice)) == (set(), True)

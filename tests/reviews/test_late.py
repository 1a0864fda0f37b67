"""The month's victims told late, with causes by district: counts equal rows, on the page and by API."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine

from cases import services as cases
from cases.models import Allegation, Case
from rasso_tracker.clocks import london_date, london_instant
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from reviews import services
from reviews.late import is_late
from reviews.models import Decision, Notification
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.decisions import CHECKED
from tests.reviews.conftest import LATER, WHY, interview, line, open_case, tell
from tests.reviews.test_decisions import record_from_document
from tests.stories import story

HOLIDAYS = printed_holidays()
NOW = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
PAGE, ROWS, COUNTS = "/decisions/told-late/", "/api/v1/notifications/told-late/", "/api/v1/metrics/told-late/"


def decided_on(day: date, by: Person, sam: Person, at: time = time(10)) -> Notification:
    """A decision of its own on this day, with the one victim to tell."""
    case = open_case(by)
    victim = cases.add_victim(by=by, case=case, at=LATER)
    suspect = cases.add_suspect(by=by, case=case, name="", at=LATER)  # like no other report
    interview(by, case, suspect)
    when = london_instant(day, at)
    decision = services.propose_nfa(
        by=by,
        case=case,
        lines=[line(Allegation.objects.get(case=case))],
        rationale=WHY,
        at=when,
        **CHECKED,
    )
    services.authorise_nfa(by=sam, decision=decision, at=when)
    return Notification.objects.select_related("decision", "victim").get(decision=decision, victim=victim)


def told_on(notice: Notification, day: date, by: Person) -> None:
    moment = london_instant(day, time(15))
    tell(by, notice.decision, notice.victim, told_at=moment, at=moment)


# Decided on, told on (None: not yet), and the month in which the time ran out where it was late.
STORIES = [
    (
        date(2026, 12, 24),
        date(2026, 12, 29),
        None,
    ),  # Christmas Eve, a Thursday: the 29th is the next working day
    (date(2026, 12, 24), date(2026, 12, 30), "2026-12"),
    (date(2026, 11, 27), date(2026, 11, 30), None),  # a Friday; Monday is in time
    (date(2026, 11, 27), date(2026, 12, 1), "2026-11"),  # the time ran out at the end of November
    (date(2026, 11, 30), date(2026, 12, 1), None),
    (date(2026, 11, 30), None, "2026-12"),
    (date(2026, 12, 31), date(2027, 1, 5), "2027-01"),  # the 1st is a bank holiday, a Friday
]


@pytest.mark.parametrize(("decided", "told", "month"), STORIES)
def test_late_is_what_the_printed_calendar_says(
    alice: Person, sam: Person, decided: date, told: date | None, month: str | None
) -> None:
    notice = decided_on(decided, alice, sam)
    if told:
        told_on(notice, told, alice)
    notice.refresh_from_db()
    last = nth_working_day(decided, 1, HOLIDAYS)
    assert notice.due_on == last
    assert notice.is_late(NOW) is ((told or london_date(NOW)) > last) is (month is not None)
    with acting(sam):
        rows = Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))
        assert list(rows.values_list("pk", flat=True)) == ([notice.pk] if month else [])
    if month:
        assert f"{last:%Y-%m}" == month


@story
def december(alice: Person, sam: Person) -> list[Notification]:
    """December 2026 in Leeds: four late with two causes and two unexplained, one in time, one who waits."""
    found = [decided_on(date(2026, 12, 7), alice, sam) for _ in range(6)]
    for one in found[:3]:
        told_on(one, date(2026, 12, 10), alice)
    told_on(found[4], date(2026, 12, 8), alice)
    at = london_instant(date(2026, 12, 11), time(9))
    services.say_why_late(by=alice, notice=found[0], because="not_reached", at=at)
    services.say_why_late(by=sam, notice=found[1], because="officer_away", at=at)
    asked_at = london_instant(date(2026, 12, 8), time(9))
    services.record_wish_to_wait(
        by=alice,
        notice=found[5],
        asked_at=asked_at,
        asked_through="phone",
        until=date(2026, 12, 18),
        at=asked_at,
    )
    told_on(found[5], date(2026, 12, 18), alice)
    return found


def rows_of(page: str) -> list[str]:
    return re.findall(r"/notifications/([0-9a-f-]{36})/", page)


def test_counts_equal_rows_on_the_page_and_by_api(
    december: list[Notification],
    sam: Person,
    mona: Person,
    reg: Person,
    brad: Person,
    alice: Person,
    sign_in: Any,
) -> None:
    with time_machine.travel(NOW, tick=False):
        for person in (sam, mona, reg):
            browser = sign_in(person)
            page = browser.get(f"{PAGE}?month=2026-12").content.decode()
            late = [str(one.pk) for one in december[:4]]
            assert sorted(rows_of(page)) == sorted(late), person
            listed = browser.get(f"{ROWS}?month=2026-12").json()["results"]
            assert sorted(one["id"] for one in listed) == sorted(late)
            causes = Counter(one["late_because"] or "not_said" for one in listed)
            assert causes == {"not_reached": 1, "officer_away": 1, "not_said": 2}
            assert browser.get(f"{COUNTS}?month=2026-12").json() == {
                "month": "2026-12",
                "late": [{"district": "leeds", "causes": dict(causes), "all": 4}],
                "missed_before": [],
                "asked_to_wait": [{"district": "leeds", "all": 1, "recorded_late": 0}],
            }
            for cause, number in causes.items():
                query = f"month=2026-12&district=leeds&cause={cause}"
                assert len(rows_of(browser.get(f"{PAGE}?{query}").content.decode())) == number
                assert len(browser.get(f"{ROWS}?{query}").json()["results"]) == number
            query = "month=2026-12&show=asked"
            asked = browser.get(f"{PAGE}?{query}").content.decode()
            assert rows_of(asked) == [str(december[5].pk)]
            assert "Asked to wait until 18 December 2026" in asked
            assert [one["id"] for one in browser.get(f"{ROWS}?{query}").json()["results"]] == rows_of(asked)
        for path in (PAGE, f"{ROWS}"):
            assert sign_in(alice).get(path).status_code == 403
        other = sign_in(brad)
        assert rows_of(other.get(f"{PAGE}?month=2026-12").content.decode()) == []
        assert other.get(f"{COUNTS}?month=2026-12").json()["late"] == []


def test_districts_that_share_no_cause_stand_side_by_side(
    december: list[Notification], charlie: Person, brad: Person, reg: Person, sign_in: Any
) -> None:
    there = decided_on(date(2026, 12, 7), charlie, brad)
    told_on(there, date(2026, 12, 10), charlie)
    at = london_instant(date(2026, 12, 11), time(9))
    services.say_why_late(by=charlie, notice=there, because="interpreter", at=at)
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(reg)
        page = browser.get(f"{PAGE}?month=2026-12")
        assert page.status_code == 200
        assert sorted(rows_of(page.content.decode())) == sorted(str(one.pk) for one in [*december[:4], there])
        assert browser.get(f"{COUNTS}?month=2026-12").json()["late"] == [
            {"district": "bradford", "causes": {"interpreter": 1}, "all": 1},
            {"district": "leeds", "causes": {"not_reached": 1, "officer_away": 1, "not_said": 2}, "all": 4},
        ]


def test_another_month_shows_its_own(december: list[Notification], sam: Person, sign_in: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(sam)
        assert rows_of(browser.get(PAGE).content.decode()) == []  # January
        assert browser.get(ROWS).json()["results"] == []
        assert browser.get(COUNTS).json() == {
            "month": "2027-01",
            "late": [],
            "missed_before": [],
            "asked_to_wait": [],
        }
        assert browser.get(f"{COUNTS}?month=1999-01").status_code == 400
        assert "month" in browser.get(f"{ROWS}?month=soon").json()["fields"]


def test_whoever_was_told_after_the_day_they_asked_for_was_told_late(alice: Person, sam: Person) -> None:
    notice = decided_on(date(2026, 12, 7), alice, sam)
    at = london_instant(date(2026, 12, 8), time(9))
    services.record_wish_to_wait(
        by=alice, notice=notice, asked_at=at, asked_through="phone", until=date(2027, 1, 4), at=at
    )
    told_on(notice, date(2027, 1, 5), alice)
    with acting(sam):
        rows = Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))
        assert list(rows) == [notice]


def test_a_reason_why_not_stops_the_clock_in_the_list_too(alice: Person, sam: Person) -> None:
    in_time, late = (decided_on(date(2026, 12, 7), alice, sam) for _ in range(2))
    for notice, day in ((in_time, 8), (late, 9)):
        at = london_instant(date(2026, 12, day), time(9))
        services.notify_victim(
            by=alice,
            decision=notice.decision,
            victim=notice.victim,
            not_told_because="no_contact_details",
            at=at,
        )
        told_on(notice, date(2026, 12, 20), alice)
    with acting(sam):
        rows = Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))
        assert list(rows) == [late]


def test_what_cps_says_does_not_stand_is_owed_to_nobody(
    with_cps: Case, interviewed: Allegation, alice: Person, countersigner: Person, sam: Person
) -> None:
    decision: Decision = record_from_document(alice, with_cps, interviewed)
    with acting(sam):
        late = Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))
        assert [one.decision_id for one in late] == [decision.pk]
    services.confirm_cps_decision(by=countersigner, decision=decision, stands=False, at=LATER)
    with acting(sam):
        assert list(Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))) == []


@pytest.mark.parametrize(("day", "late"), [(8, False), (10, True)])
def test_a_decision_opened_again_before_its_time_ran_out_was_told_to_nobody_late(
    alice: Person, sam: Person, day: int, late: bool
) -> None:
    notice = decided_on(date(2026, 12, 7), alice, sam)
    at = london_instant(date(2026, 12, day), time(9))
    services.reopen_decision(by=sam, decision=notice.decision, reason="A witness came forward.", at=at)
    notice.refresh_from_db()
    assert notice.is_late(NOW) is late
    with acting(sam):
        rows = Notification.objects.visible_to(sam).filter(is_late(london_date(NOW)))
        assert list(rows) == ([notice] if late else [])


def test_a_month_that_is_not_offered_is_said_on_the_page_and_refused_by_api(
    december: list[Notification], sam: Person, sign_in: Any
) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = sign_in(sam)
        for month in ("9999-99", "2019-01", "december"):
            page = browser.get(f"{PAGE}?month={month}").content.decode()
            assert "The address named no month of this list, so this month is shown." in page
            assert "Choose one of the answers that are offered." in page
            for path in (ROWS, COUNTS):
                answer = browser.get(f"{path}?month={month}")
                assert answer.status_code == 400
                assert answer.json()["fields"]["month"].startswith("Give one of ")
        assert "named no month" not in browser.get(f"{PAGE}?month=2026-12").content.decode()

"""What was missed before it was said that nobody tells a victim stays in its month once they come back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import day_words
from rasso_tracker.dashboards.performance import rights
from rasso_tracker.dashboards.performance.measures import compute
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.models import Decision, MissedTelling
from reviews.sealed import text_of
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.dashboards import oracle_rights
from tests.refusals import refused_by_table
from tests.reviews.conftest import DECIDED_AT, tell, withdraw
from tests.reviews.test_rights import come_back
from tests.reviews.test_taken_back import notice_of
from victims import services as victims

HOLIDAYS = printed_holidays()
FIRST_BY = nth_working_day(DECIDED_AT.date(), 1, HOLIDAYS)  # 3 September
SAID_AT = DECIDED_AT + timedelta(days=6)
BACK_AT = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
BACK_BY = nth_working_day(BACK_AT.date(), 1, HOLIDAYS)
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
PAGE, MISSED = "/decisions/told-late/", "/decisions/told-late/before/"
API, COUNTS = "/api/v1/missed-tellings/", "/api/v1/metrics/told-late/"


def said_why_not(by: Person, decision: Decision, victim: Victim, at: datetime = SAID_AT) -> None:
    withdraw(by, None, victim, occurred_at=at, at=at)
    services.notify_victim(by=by, decision=decision, victim=victim, not_told_because="withdrew", at=at)


def missed_then_back(by: Person, decision: Decision, victim: Victim) -> Any:
    """Late, with its cause; then nobody was to tell them; then they came back."""
    notice = notice_of(decision)
    services.say_why_late(by=by, notice=notice, because="overlooked", note="Rest days.", at=SAID_AT)
    said_why_not(by, decision, victim, SAID_AT + timedelta(minutes=5))
    return come_back(by, victim, BACK_AT)


def counts(browser: Any, month: str) -> tuple[list[Any], list[Any]]:
    told = browser.get(f"{COUNTS}?month={month}").json()
    return told["late"], told["missed_before"]


@pytest.fixture
def at_now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_stays_in_its_month_with_its_cause_and_the_new_clock_counts_by_itself(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, at_now: None
) -> None:
    browser = sign_in(sam)
    missed_then_back(alice, decided, victim)
    tell(alice, decided, victim, told_at=BACK_AT, at=BACK_AT)
    notice = notice_of(decided)
    assert (notice.due_on, notice.is_late(NOW), notice.late_because) == (BACK_BY, False, "")
    [row] = MissedTelling.objects.all()
    assert str(row) == f"Not told by {day_words(row.tell_by)}"
    assert (row.tell_by, row.due_on, row.stopped_at) == (FIRST_BY, FIRST_BY, SAID_AT + timedelta(minutes=5))
    assert (row.late_because, text_of(row, "late_note")) == ("overlooked", "Rest days.")
    [shown] = browser.get(f"{API}?month=2026-09").json()["results"]
    assert (shown["tell_by"], shown["late_because"]) == (FIRST_BY.isoformat(), "overlooked")
    for empty in ("month=2026-10", "month=2026-09&cause=officer_away"):
        assert browser.get(f"{API}?{empty}").json()["results"] == []
    one = {"district": "leeds", "causes": {"overlooked": 1}, "all": 1}
    assert counts(browser, "2026-09") == ([], [one])
    assert counts(browser, "2026-10") == ([], [])
    page = browser.get(f"{PAGE}?month=2026-09").content.decode()
    assert f'href="{MISSED}?month=2026-09&amp;district=leeds"' in page
    rows = browser.get(f"{MISSED}?month=2026-09&district=leeds").content.decode()
    assert f"/notifications/{notice.pk}/" in rows
    assert "Overlooked" in rows or "overlooked" in rows
    told = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert "They were to hear by 3 September 2026." in " ".join(told.split())
    deed = browser.get(f"/notifications/{notice.pk}/late/").content.decode()
    assert "You say now why they were not told by 3 September 2026." in deed
    assert "not told of the decision in time" in browser.get(f"/cases/{notice.case_id}/").content.decode()


def test_the_links_of_this_month_lead_to_its_rows(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    missed_then_back(alice, decided, victim)
    with time_machine.travel(BACK_AT.replace(month=9, day=28), tick=False):
        browser = sign_in(sam)
        page = browser.get(PAGE).content.decode()
        [link] = re.findall(rf'href="({MISSED}[^"]*)"', page)
        rows = browser.get(unescape(link)).content.decode()
    assert f"/notifications/{notice_of(decided).pk}/" in rows
    assert "There is a problem" not in rows


def test_figures_count_both_clocks(decided: Decision, victim: Victim, alice: Person) -> None:
    said_why_not(alice, decided, victim)
    months = {}
    for moment, at in (("before", SAID_AT + timedelta(days=1)), ("after", NOW)):
        with system("a test counts in another way"):
            if moment == "after":
                come_back(alice, victim, BACK_AT)
                tell(alice, decided, victim, told_at=BACK_AT, at=BACK_AT)
            found = compute(rights.TOLD_IN_TIME, at)
            assert set(found) == oracle_rights.told_in_time(at)
        months[moment] = {(one.month.month, one.key) for one in found}
    assert months == {"before": {(9, "missed")}, "after": {(9, "missed"), (10, "kept")}}


def test_what_was_missed_again_is_explained_by_itself(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    said_why_not(alice, decided, victim)
    come_back(alice, victim, BACK_AT)
    late = BACK_AT + timedelta(days=7)
    for because in ("officer_away", "overlooked"):  # the clock of now first, then the one before it
        services.say_why_late(by=alice, notice=notice_of(decided), because=because, at=late)
    assert notice_of(decided).late_because == "officer_away"
    assert MissedTelling.objects.get().late_because == "overlooked"
    again = late + timedelta(days=1)
    withdraw(alice, None, victim, occurred_at=again, at=again)  # nobody is to tell them again
    come_back(alice, victim, again + timedelta(days=1))
    kept = MissedTelling.objects.order_by("tell_by").values_list("tell_by", "late_because")
    assert list(kept) == [(FIRST_BY, "overlooked"), (BACK_BY, "officer_away")]


def test_who_never_came_back_has_it_on_the_notice_again(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    back = missed_then_back(alice, decided, victim)
    victims.void_re_engagement(by=alice, reengagement=back, reason="Another victim.", at=BACK_AT)
    notice = notice_of(decided)
    assert (notice.due_on, notice.late_because, text_of(notice, "late_note")) == (
        FIRST_BY,
        "overlooked",
        "Rest days.",
    )
    assert notice.is_late(NOW)
    assert not MissedTelling.objects.filter(voided_at__isnull=True).exists()


def test_nothing_is_kept_where_it_was_said_in_time_or_by_mistake(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    said_why_not(alice, decided, victim, DECIDED_AT + timedelta(hours=2))
    come_back(alice, victim, BACK_AT)
    assert not MissedTelling.objects.exists()
    with pytest.raises(NotAllowed, match="no delay to explain"):
        services.say_why_late(by=alice, notice=notice_of(decided), because="overlooked", at=BACK_AT)
    late = BACK_AT + timedelta(days=7)
    services.notify_victim(
        by=alice, decision=decided, victim=victim, not_told_because="other", note="Of another.", at=late
    )
    services.take_back_not_told(
        by=alice, notice=notice_of(decided), because="mistake", reason="Another.", at=late
    )
    assert not MissedTelling.objects.exists()
    assert notice_of(decided).is_late(late)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("missed_telling_was_late", {"tell_by": date(2026, 9, 8)}),
        ("missed_telling_was_late", {"tell_by": date(2026, 9, 2)}),
        ("missed_telling_kept_after", {"recorded_at": DECIDED_AT}),
        ("missed_telling_kept_after", {"voided_at": DECIDED_AT}),
        ("missed_telling_late_together", {"late_because": ""}),
        ("missed_telling_late_together", {"late_said_by": None}),
        ("missed_telling_late_known", {"late_because": "rain"}),
    ],
)
def test_the_table_refuses_what_cannot_have_been_missed(
    decided: Decision, victim: Victim, alice: Person, constraint: str, values: dict[str, Any]
) -> None:
    missed_then_back(alice, decided, victim)
    with open_door("a test"), refused_by_table(constraint):
        MissedTelling.objects.update(**values)


def test_one_clock_is_missed_once(decided: Decision, victim: Victim, alice: Person) -> None:
    missed_then_back(alice, decided, victim)
    row = MissedTelling.objects.get()
    with open_door("a test"), refused_by_table("missed_telling_once_a_clock"):
        row.pk = None
        row._state.adding = True
        row.save(force_insert=True)

"""Why nobody tells a victim holds no more: one clock counts anew, or as it was where it was a mistake."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from cases.models import DueItem, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance import rights
from rasso_tracker.dashboards.performance.measures import compute
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.late import is_late
from reviews.models import Decision, Notification
from reviews.sealed import text_of
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.dashboards import oracle_rights
from tests.reviews.conftest import DECIDED_AT, tell, withdraw
from tests.reviews.test_rights import PAGE, ROWS, come_back
from tests.reviews.test_untold import BACK_AT, BACK_BY, BOTH, SAID_AT, die, not_told, owed
from victims import services as victims

LATE_AT = BACK_AT + timedelta(days=7)  # past the new date
FIRST_BY = nth_working_day(DECIDED_AT.date(), 1, printed_holidays())
BEFORE_IT = DECIDED_AT - timedelta(minutes=1)
WHY = "It was said of the other victim."


def notice_of(decision: Decision) -> Notification:
    return Notification.objects.select_related("decision", "victim").get(decision=decision)


def late_rows(sam: Person, on: date) -> int:
    with acting(sam):
        return Notification.objects.visible_to(sam).filter(is_late(on)).count()


def take_back(by: Person, decision: Decision, because: str = "mistake", **given: Any) -> Notification:
    values = {"reason": WHY, "at": BACK_AT, **given}
    return services.take_back_not_told(by=by, notice=notice_of(decision), because=because, **values)


def returned(why: str, by: Person, sam: Person, decision: Decision, victim: Victim) -> None:
    """They were not told, and came back at BACK_AT."""
    not_told(by, sam, decision, victim, why)
    if why == "deceased":
        said = {"name": "Pat Speaker", "is_their": "family", "because": "died", "tie": "none"}
        victims.name_spokesperson(by=by, victim=victim, **said, at=BACK_AT)
        return
    if why == "opted_out":
        withdraw(by, None, victim, occurred_at=SAID_AT, at=SAID_AT)
    come_back(by, victim, BACK_AT)


@pytest.mark.parametrize("why", ["withdrew", "opted_out", "deceased"])
def test_one_clock_counts_from_when_they_came_back(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, why: str
) -> None:
    returned(why, alice, sam, decided, victim)
    notice = notice_of(decided)
    assert (notice.due_on, notice.tell_by, notice.deadline.due_on) == (BACK_BY, BACK_BY, BACK_BY)
    assert owed(decided) == dict.fromkeys(BOTH, BACK_BY)
    with time_machine.travel(BACK_AT, tick=False):
        browser = sign_in(sam)
        [row] = browser.get(ROWS).json()["results"]
        pages = [browser.get(one).content.decode() for one in (PAGE, f"/notifications/{notice.pk}/")]
    assert (row["due_on"], row["not_told_because"]) == (BACK_BY.isoformat(), None)
    assert (row["untold_because"], row["taken_back_because"]) == (why, "came_back")
    for page in pages:
        assert f"{BACK_BY:%-d} {BACK_BY:%b}" in page
        assert "Overdue" not in page.split("<main")[1]
    assert late_rows(sam, BACK_BY) == 0  # what went before it is no breach
    assert late_rows(sam, BACK_BY + timedelta(days=1)) == 1


def test_missing_the_new_date_is_late_with_a_cause_and_counts(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    returned("withdrew", alice, sam, decided, victim)
    services.say_why_late(by=alice, notice=notice_of(decided), because="overlooked", at=LATE_AT)
    with time_machine.travel(LATE_AT, tick=False):
        month = f"/api/v1/notifications/told-late/?month={BACK_BY:%Y-%m}"
        [row] = sign_in(sam).get(month).json()["results"]
    assert (row["tell_by"], row["late"], row["late_because"]) == (BACK_BY.isoformat(), True, "overlooked")
    tell(alice, decided, victim, told_at=LATE_AT, at=LATE_AT)
    at = LATE_AT + timedelta(days=1)
    with system("a test counts in another way"):
        found = compute(rights.TOLD_IN_TIME, at)
        assert set(found) == oracle_rights.told_in_time(at)
    assert [(one.month, one.key) for one in found] == [(BACK_BY.replace(day=1), "missed")]


def test_who_goes_again_stops_the_new_clock_where_it_stood(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    returned("withdrew", alice, sam, decided, victim)
    withdraw(alice, None, victim, occurred_at=LATE_AT, at=LATE_AT)
    notice = notice_of(decided)
    assert (notice.not_told_because, notice.not_told_at, notice.due_on) == ("withdrew", LATE_AT, BACK_BY)
    assert (owed(decided), late_rows(sam, london_date(LATE_AT))) == ({}, 1)


def test_a_coming_back_by_mistake_leaves_the_first_clock_stopped_when_it_was(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    not_told(alice, sam, decided, victim, "withdrew")
    before = notice_of(decided)
    back = come_back(alice, victim, BACK_AT)
    victims.void_re_engagement(by=alice, reengagement=back, reason="Another victim.", at=LATE_AT)
    notice = notice_of(decided)
    for name in ("not_told_because", "not_told_at", "not_told_by_id", "due_on", "again_at", "untold_because"):
        assert getattr(notice, name) == getattr(before, name)
    assert text_of(notice, "not_told_note") == text_of(before, "not_told_note") != ""
    assert late_rows(sam, london_date(LATE_AT)) == 0


@pytest.mark.parametrize("why", ["withdrew", "opted_out", "unsafe"])
def test_a_mistake_is_taken_back_and_all_is_owed_as_before(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any, why: str
) -> None:
    before = owed(decided)
    assert set(before) == BOTH
    not_told(alice, sam, decided, victim, why)
    said = notice_of(decided)
    notice = take_back(alice, decided)
    assert owed(decided) == before
    assert (notice.not_told_because, notice.due_on, notice.again_at) == ("", FIRST_BY, None)
    assert (notice.untold_because, notice.untold_at, notice.untold_by_id) == (why, SAID_AT, alice.pk)
    assert (notice.taken_back_at, notice.taken_back_by_id) == (BACK_AT, alice.pk)
    assert text_of(notice, "untold_note") == text_of(said, "not_told_note") != ""
    assert text_of(notice, "taken_back_note") == WHY
    assert late_rows(sam, FIRST_BY) == 0
    assert late_rows(sam, FIRST_BY + timedelta(days=1)) == 1  # the clock as it was
    event = AuditEvent.objects.get(action="NOT_TOLD_TAKEN_BACK")
    assert set(event.subjects) >= {notice.pk, victim.pk}
    page = " ".join(sign_in(sam).get(f"/notifications/{notice.pk}/").content.decode().split())
    assert "That nobody tells them was recorded by mistake" in page
    assert WHY in page
    tell(alice, decided, victim, told_at=LATE_AT, at=LATE_AT)
    with pytest.raises(NotAllowed):
        take_back(alice, decided)


def test_who_wants_to_hear_after_all_does_by_the_clock_from_when_they_said_so(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    not_told(alice, sam, decided, victim, "opted_out")
    notice = take_back(alice, decided, "wants_to_hear", asked_at=BACK_AT, at=LATE_AT)
    assert (notice.again_at, notice.due_on) == (BACK_AT, BACK_BY)
    assert owed(decided) == dict.fromkeys(BOTH, BACK_BY)
    again = {"not_told_because": "other", "note": "She rang again.", "at": LATE_AT}
    services.notify_victim(by=alice, decision=decided, victim=victim, **again)  # another reason may be said
    assert (
        DueItem.objects.filter(source=notice.pk, code="tell_decision", settled_at__isnull=True).count() == 0
    )


@pytest.mark.parametrize(
    ("why", "given", "fields"),
    [
        ("opted_out", {"because": "", "reason": " "}, {"because", "reason"}),
        ("opted_out", {"because": "came_back"}, {"because"}),
        ("opted_out", {"because": "wants_to_hear", "reason": ""}, {"asked_at", "reason"}),
        ("opted_out", {"because": "wants_to_hear", "asked_at": LATE_AT}, {"asked_at"}),
        (
            "opted_out",
            {"because": "wants_to_hear", "asked_at": DECIDED_AT - timedelta(minutes=1)},
            {"asked_at"},
        ),
        ("opted_out", {"because": "mistake", "asked_at": BACK_AT}, {"asked_at"}),
        ("unsafe", {"because": "wants_to_hear", "asked_at": BACK_AT}, {"because"}),
        ("deceased", {"because": "mistake"}, {"because"}),
    ],
)
def test_what_cannot_be_taken_back_so_says_every_fault_at_once(
    decided: Decision, victim: Victim, alice: Person, sam: Person, why: str, given: Any, fields: set[str]
) -> None:
    not_told(alice, sam, decided, victim, why)
    with pytest.raises(Invalid) as refused:
        take_back(alice, decided, **given)
    assert set(refused.value.fields) == fields
    assert notice_of(decided).not_told_because == why


def test_nothing_is_taken_back_where_nothing_was_said(decided: Decision, alice: Person) -> None:
    with pytest.raises(NotAllowed, match="Nobody has said why"):
        take_back(alice, decided)


def test_by_page_and_api_all_faults_come_back_and_a_good_answer_is_kept(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    not_told(alice, sam, decided, victim, "opted_out")
    browser, pk = sign_in(alice), notice_of(decided).pk
    path = f"/notifications/{pk}/not-told/taken-back/"
    assert path in browser.get(f"/notifications/{pk}/").content.decode()
    shown = browser.post(path, {"because": "wants_to_hear", "reason": ""})
    assert shown.status_code == 422
    assert "Enter when they said that they want to hear of it." in shown.content.decode()
    kept = {"because": "mistake", "reason": WHY}
    told = browser.post(f"/api/v1{path}", kept, content_type="application/json")
    assert told.status_code == 201, told.content
    assert (told.json()["taken_back_because"], told.json()["taken_back_note"]) == ("mistake", WHY)
    assert path not in browser.get(f"/notifications/{pk}/").content.decode()


def test_a_death_taken_back_needs_no_deed(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    not_told(alice, sam, decided, victim, "deceased")
    die(alice, victim, BACK_AT, None)
    assert notice_of(decided).due_on == BACK_BY

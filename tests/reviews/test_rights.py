"""The Right to Review as it comes, goes and comes back: what is owed, told, listed, until when they ask."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone, Suspect, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_instant
from rasso_tracker.clocks import services as clocks
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import Decision, Notification, RightTold
from tests.clocks.oracle import months_later, nth_working_day, printed_holidays
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, PROPOSED_AT, WHY, ask, interview, line, tell, withdraw
from tests.stories import story
from victims import services as victims

PAGE, ROWS = "/right-to-review/to-tell/", "/api/v1/notifications/rights-to-tell/"
BACK_AT = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # a Monday


def notice_of(decision: Decision) -> Notification:
    return Notification.objects.get(decision=decision)


def owed(decision: Decision) -> list[tuple[date, Person]]:
    items = DueItem.objects.filter(
        source=notice_of(decision).pk, code="tell_right", settled_at__isnull=True
    ).select_related("owner")
    return [(one.due_on, one.owner) for one in items]


def come_back(by: Person, victim: Victim, at: datetime) -> Any:
    return victims.record_re_engagement(by=by, victim=victim, occurred_at=at, told_by="letter", at=at)


def tell_right(by: Person, decision: Decision, victim: Victim, at: datetime) -> RightTold:
    return services.record_told_of_right(
        by=by,
        decision=decision,
        victim=victim,
        told_at=at,
        method="phone",
        leaflet_version="VRR leaflet 4",
        understood="partly",
        at=at,
    )


@story
def sixteen(case: Case, interviewed: Allegation, victim: Victim, alice: Person, sam: Person) -> Decision:
    """Outcome 16 after a withdrawal; the victim was told of it."""
    withdraw(alice, sam, victim)
    rows = [line(interviewed, "16", "not_supported")]
    made = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=PROPOSED_AT, **CHECKED)
    made = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    tell(alice, made, victim)
    return made


def test_support_reinstated_after_outcome_16_brings_the_right_and_telling_it_is_owed(
    sixteen: Decision, victim: Victim, alice: Person
) -> None:
    assert (notice_of(sixteen).right_since, notice_of(sixteen).ask_by, owed(sixteen)) == (None, None, [])
    come_back(alice, victim, BACK_AT)
    notice = notice_of(sixteen)
    assert (notice.right_since, notice.ask_by) == (BACK_AT, None)  # the months begin when they hear of it
    assert owed(sixteen) == [(nth_working_day(BACK_AT.date(), 1, printed_holidays()), alice)]
    event = AuditEvent.objects.filter(action="RIGHT_RESTATED").latest("at")
    assert {notice.pk, victim.pk} == set(event.subjects)


def test_three_months_from_30_november_end_with_february(
    sixteen: Decision, victim: Victim, alice: Person
) -> None:
    come_back(alice, victim, BACK_AT)
    told = tell_right(alice, sixteen, victim, BACK_AT + timedelta(hours=5))
    last = months_later(date(2026, 11, 30), 3)
    assert (notice_of(sixteen).ask_by, last) == (last, date(2027, 2, 28))
    assert (told.understood, owed(sixteen)) == ("partly", [])
    in_time = london_instant(date(2027, 2, 28), time(23, 59))
    request = ask(alice, sixteen, victim, received_at=in_time, at=in_time)
    assert (request.last_day, request.in_time) == (last, True)


def test_a_right_that_ended_is_kept_as_told_and_told_again_when_it_comes_back(
    sixteen: Decision, victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    come_back(alice, victim, BACK_AT)
    first = tell_right(alice, sixteen, victim, BACK_AT + timedelta(hours=1))
    gone_at = BACK_AT + timedelta(days=7)
    withdraw(alice, None, victim, occurred_at=gone_at, at=gone_at)
    first.refresh_from_db()
    notice = notice_of(sixteen)
    assert (first.ended_at, notice.right_since, notice.ask_by) == (gone_at, None, None)
    again_at = BACK_AT + timedelta(days=30)
    come_back(alice, victim, again_at)
    assert len(owed(sixteen)) == 1
    with time_machine.travel(again_at + timedelta(hours=1), tick=False):
        browser = sign_in(sam)
        for show in ("", "again"):
            assert listed(browser, show) == [str(notice.pk)]
        assert "Told before; the right came back" in browser.get(PAGE).content.decode()
        assert "Told before, on" in browser.get(f"/decisions/{sixteen.pk}/").content.decode()
    second = tell_right(alice, sixteen, victim, again_at + timedelta(hours=2))
    assert list(RightTold.objects.filter(decision=sixteen)) == [first, second]
    assert owed(sixteen) == []
    with pytest.raises(Exception, match="told of the Right to Review already"):
        tell_right(alice, sixteen, victim, again_at + timedelta(hours=3))


def test_a_re_engagement_that_was_a_mistake_takes_the_right_back(
    sixteen: Decision, victim: Victim, alice: Person
) -> None:
    row = come_back(alice, victim, BACK_AT)
    victims.void_re_engagement(by=alice, reengagement=row, reason="Another victim.", at=BACK_AT)
    assert (notice_of(sixteen).right_since, owed(sixteen)) == (None, [])


def test_an_interview_that_was_recorded_late_brings_the_right_and_its_voiding_ends_it(
    case: Case,
    allegation: Allegation,
    suspect: Suspect,
    victim: Victim,
    alice: Person,
    sam: Person,
) -> None:
    allegation.refresh_from_db()
    made = services.propose_nfa(
        by=alice, case=case, lines=[line(allegation)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    assert notice_of(made).right_since is None
    interview(alice, case, suspect)
    assert (notice_of(made).right_since, len(owed(made))) == (LATER, 1)
    row = Milestone.objects.get(case=case, kind="interviewed")
    cases.void_milestone(by=alice, milestone=row, reason="Another case.", at=LATER)
    assert (notice_of(made).right_since, owed(made)) == (None, [])


def test_a_charge_of_the_victims_matter_ends_the_right(
    decided: Decision, case: Case, victim: Victim, suspect: Suspect, alice: Person
) -> None:
    tell(alice, decided, victim)
    right = tell_right(alice, decided, victim, LATER)
    assert notice_of(decided).ask_by == months_later(date(2026, 9, 2), 3)  # from the telling of the decision
    other = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference="13260009999",
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=LATER,
    )
    cases.record_milestone(
        by=alice, case=case, kind="charged", occurred_at=LATER, allegation=other, charge_by="police", at=LATER
    )
    right.refresh_from_db()
    assert (notice_of(decided).right_since, notice_of(decided).ask_by, right.ended_at) == (None, None, LATER)


def test_what_changes_nothing_about_the_right_writes_nothing(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    before = notice_of(decided)
    withdraw(alice, None, victim, occurred_at=LATER, at=LATER)  # outcome 15 stands on the evidence
    after = notice_of(decided)
    assert (after.right_since, before.right_since) == (DECIDED_AT, DECIDED_AT)
    assert not AuditEvent.objects.filter(action="RIGHT_RESTATED").exists()


# The lists


def listed(browser: Any, show: str) -> list[str]:
    """The notices that page and API list alike."""
    rows = browser.get(f"{ROWS}?show={show}" if show else ROWS).json()["results"]
    page = browser.get(f"{PAGE}?show={show}").content.decode()
    decisions = re.findall(
        r'<th scope="row"[^>]*><a class="govuk-link" href="/decisions/([0-9a-f-]{36})/"', page
    )
    assert [one["decision"] for one in rows] == decisions
    return [one["id"] for one in rows]


def test_who_is_not_told_yet_and_whose_months_end_soon(
    decided: Decision,
    victim: Victim,
    alice: Person,
    sam: Person,
    mona: Person,
    reg: Person,
    brad: Person,
    gita: Person,
    sign_in: Any,
) -> None:
    notice = notice_of(decided)
    for person in (alice, sam, mona, reg):
        assert listed(sign_in(person), "") == [str(notice.pk)]
        assert listed(sign_in(person), "again") == []
    assert listed(sign_in(brad), "") == []
    assert sign_in(gita).get(PAGE).status_code == 403
    assert sign_in(gita).get(ROWS).status_code == 403
    tell(alice, decided, victim)
    tell_right(alice, decided, victim, LATER)
    assert listed(sign_in(sam), "") == []
    last = months_later(date(2026, 9, 2), 3)
    for day, found in ((15, []), (14, [str(notice.pk)]), (0, [str(notice.pk)]), (-1, [])):
        with time_machine.travel(london_instant(last - timedelta(days=day), time(12)), tick=False):
            assert listed(sign_in(sam), "closing") == found, day
    with time_machine.travel(london_instant(last, time(12)), tick=False):
        ask(alice, decided, victim, received_at=LATER, at=LATER)
        assert listed(sign_in(sam), "closing") == []


def test_how_soon_is_a_dated_rule(
    decided: Decision, victim: Victim, alice: Person, sam: Person, ada: Person, sign_in: Any
) -> None:
    tell(alice, decided, victim)
    clocks.add_clock_rule(
        by=ada,
        code="right_closes",
        amount=20,
        unit="calendar_days",
        starts_from="the last day to ask, counted back",
        source="",
        verified="A",
        in_force_from=date(2026, 11, 12),
    )
    for day, number in ((date(2026, 11, 11), 0), (date(2026, 11, 12), 1)):  # 2 December less 21 and 20
        with time_machine.travel(london_instant(day, time(12)), tick=False):
            assert len(listed(sign_in(sam), "closing")) == number

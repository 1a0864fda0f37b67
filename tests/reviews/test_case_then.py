"""The case as it stood on the day of the decision: for whoever reviews it, and apart from what came later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.services import record_advice_read, return_items, triage_submission, write_advice
from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from cases.timeline.entries import TimelineEntry
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.clocks.words import short_day
from rasso_tracker.dashboards.case_then.history import told_apart
from rasso_tracker.people.models import CpsUnit, Person
from reviews import services
from reviews.models import Decision, ReviewRequest
from tests.actionplans.conftest import issued, submitted
from tests.decisions import CHECKED
from tests.reviews.conftest import WHY, interview, line, next_crime, tell, withdraw
from tests.stories import story
from victims import services as victims

SignIn = Any
DAY = timedelta(days=1)


class Row:
    """A record as a line of the history carries one."""

    def __init__(self, recorded_at: datetime) -> None:
        self.recorded_at = recorded_at


def entry(at: datetime, recorded_at: datetime | None) -> TimelineEntry:
    row = Row(recorded_at) if recorded_at else None
    return TimelineEntry(at=at, title="A line", detail="", by="Alice", kind="Milestones", row=row)


@pytest.mark.parametrize("happened", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("recorded", [None, -2, -1, 0, 1, 2, 3])
def test_each_line_is_in_the_one_part_that_its_two_moments_say(happened: int, recorded: int | None) -> None:
    """The oracle is the two integers: days from the decision to the event and to its record."""
    decided = now()
    one = entry(decided + happened * DAY, None if recorded is None else decided + recorded * DAY)
    found = told_apart([one], decided)
    written = happened if recorded is None else recorded
    expected = "after" if happened > 0 else "known_later" if written > 0 else "known"
    assert {name for name in ("known", "known_later", "after") if getattr(found, name)} == {expected}


@story
def whole_case(case: Case, victim: Victim, suspect: Suspect, alice: Person) -> Case:
    """Interviewed by the clock of the wall, since the database dates its versions by it."""
    interview(alice, case, suspect, occurred_at=now() - 30 * DAY, at=now() - 29 * DAY)
    return case


def decide(case: Case, by: Person, approver: Person, **more: Any) -> Decision:
    lines = [line(one) for one in Allegation.objects.filter(case=case)]
    proposed = services.propose_nfa(by=by, case=case, lines=lines, rationale=WHY, **CHECKED, **more)
    return services.authorise_nfa(by=approver, decision=proposed)


def asked_of(decision: Decision, victim: Victim, by: Person) -> ReviewRequest:
    told_at = now()
    tell(by, decision, victim, told_at=told_at, at=told_at)
    return services.receive_review_request(
        by=by, decision=decision, victim=victim, received_at=now(), channel="phone", asked_by="victim"
    )


def then(sign_in: SignIn, person: Person, request: ReviewRequest) -> dict[str, Any]:
    answer = sign_in(person).get(f"/api/v1/review-requests/{request.pk}/case-then/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_what_was_edited_after_the_decision_is_shown_as_it_was(
    sign_in: SignIn, whole_case: Case, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    first = Allegation.objects.get(case=whole_case)
    before = {"crime_reference": first.crime_reference, "offence_type": "assault_penetration"}
    cases.edit_allegation(by=alice, allegation=first, victim=victim, suspect=suspect, **before)
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    [shown] = then(sign_in, alice, request)["allegations"]
    assert (shown["offence_type"], shown["stage"], shown["edited_since"]) == (
        "assault_penetration",
        "interviewed",
        False,
    )
    after = {"crime_reference": first.crime_reference, "offence_type": "rape_adult"}
    cases.edit_allegation(by=alice, allegation=Allegation.objects.get(pk=first.pk), victim=victim, **after)
    cases.correct_suspect(by=alice, suspect=suspect, name="Another Name")
    told = then(sign_in, alice, request)
    [shown] = told["allegations"]
    assert (shown["offence_type"], shown["suspect"], shown["edited_since"]) == (
        "assault_penetration",
        str(suspect.pk),
        True,
    )
    [suspected] = told["suspects"]
    assert suspected["edited_since"]
    page = sign_in(alice).get(f"/right-to-review/{request.pk}/case-then/").content.decode()
    assert "A Suspect" in page
    assert "Another Name" not in page


def test_what_was_added_or_recorded_later_is_apart(
    sign_in: SignIn, whole_case: Case, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    cases.add_allegation(by=alice, case=whole_case, crime_reference=next_crime(), offence_type="rape_adult")
    cases.add_suspect(by=alice, case=whole_case, name="A Second")
    cases.record_milestone(
        by=alice, case=whole_case, kind="arrested", suspect=suspect, occurred_at=now() - 40 * DAY
    )
    told = then(sign_in, alice, request)
    assert len(told["allegations"]) == len(told["suspects"]) == 1
    assert [one["kind"] for one in told["suspects"][0]["milestones"]] == ["interviewed"]
    assert "Suspect arrested" in [one["title"] for one in told["history"]["known_later"]]
    assert "Suspect arrested" not in [one["title"] for one in told["history"]["known"]]
    assert "Suspect 2 added" in [one["title"] for one in told["history"]["after"]]


def test_a_milestone_voided_since_stood_then_and_one_voided_before_did_not(
    sign_in: SignIn, whole_case: Case, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    def arrest() -> Any:
        return cases.record_milestone(
            by=alice, case=whole_case, kind="arrested", suspect=suspect, occurred_at=now() - 20 * DAY
        )

    cases.void_milestone(by=alice, milestone=arrest(), reason="The wrong suspect.")
    stood = arrest()
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    cases.void_milestone(by=alice, milestone=stood, reason="The wrong day.")
    told = then(sign_in, alice, request)
    assert [one["kind"] for one in told["suspects"][0]["milestones"]] == ["interviewed", "arrested"]


def test_a_victim_is_shown_as_they_had_chosen_by_then(
    sign_in: SignIn, whole_case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    withdraw(alice, None, victim, occurred_at=now(), at=now())
    [shown] = then(sign_in, alice, request)["victims"]
    assert (shown["state"], shown["since"], shown["corroborated"]) == ("takes_part", None, False)


def test_contact_that_was_lost_by_then_is_shown_lost_also_where_they_were_reached_since(
    sign_in: SignIn, whole_case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    lost_at = now() - 5 * DAY
    reached = {"by": alice, "victim": victim, "direction": "in", "method": "phone", "reached": True}
    victims.record_contact(**reached, occurred_at=now() - 6 * DAY, about=["update"])
    row = victims.record_withdrawal(
        by=alice, victim=victim, kind="lost_contact", occurred_at=lost_at, reasons=[], primary_reason="",
        from_what=[], support_offered=[],
    )  # fmt: skip
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    victims.record_contact(**reached, occurred_at=now(), about=["update"])
    victims.void_withdrawal(by=alice, withdrawal=row, reason="They had only moved.")
    [shown] = then(sign_in, alice, request)["victims"]
    assert (shown["state"], shown["since"], shown["contact_lost_since"], shown["corroborated"]) == (
        "contact_lost", lost_at.isoformat(), lost_at.isoformat(), False,
    )  # fmt: skip
    page = sign_in(alice).get(f"/right-to-review/{request.pk}/case-then/").content.decode()
    assert f'data-label="Took part">Contact lost, {short_day(lost_at)}</td>' in page


def test_a_withdrawal_that_was_corroborated_later_was_not_corroborated_then(
    sign_in: SignIn, whole_case: Case, victim: Victim, alice: Person, sam: Person, dina: Person
) -> None:
    row = withdraw(alice, None, victim, occurred_at=now() - 5 * DAY, at=now() - 4 * DAY)
    decision = decide(whole_case, alice, sam)
    request = asked_of(decision, victim, alice)
    victims.corroborate_withdrawal(by=dina, withdrawal=row, checked_in=["message"], note="It is hers.")
    [shown] = then(sign_in, alice, request)["victims"]
    assert (shown["state"], shown["corroborated"]) == ("withdrew", False)


def test_submissions_advice_and_plans_are_as_they_stood(
    sign_in: SignIn,
    whole_case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
    lena: Person,
    unit: CpsUnit,
) -> None:
    sent = submitted(whole_case, alice, unit, now() - 20 * DAY)
    triage_submission(by=lena, submission=sent, accepted=True, at=now() - 19 * DAY)
    plan = issued(sent, lena, now() - 18 * DAY)
    advice = write_advice(by=lena, submission=sent, kind="charging", text="More is wanted.")
    first, _ = plan.items.order_by("number")
    return_items(by=alice, plan=plan, items=[first], note="", at=now() - DAY)
    decision = decide(whole_case, alice, sam, open_plan="CPS was told that it is not answered.")
    request = asked_of(decision, victim, alice)
    record_advice_read(by=alice, advice=advice, outcome="read")
    told = then(sign_in, alice, request)
    assert [(one["round"], one["triage_accepted"], one["answered"]) for one in told["submissions"]] == [
        (1, True, True)
    ]
    assert [(one["version"], one["read_at"]) for one in told["advice"]] == [(1, None)]
    [shown] = told["action_plans"]
    assert (shown["open"], shown["items"], shown["items_owed"], shown["overdue"]) == (True, 2, 1, True)
    assert (shown["review_on"], shown["target_on"]) == (str(plan.review_on), str(plan.target_on))


# Walls, the log and the cost


def test_the_reviewer_sees_it_within_their_walls_and_the_look_is_logged(
    sign_in: SignIn,
    whole_case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
    dina: Person,
    rita: Person,
) -> None:
    request = asked_of(decide(whole_case, alice, sam), victim, alice)
    address = f"/right-to-review/{request.pk}/case-then/"
    assert sign_in(rita).get(address).status_code == 404
    services.allocate_review(by=dina, request=request, reviewer=rita)
    page = sign_in(rita).get(address)
    assert page.status_code == 200
    assert "Support in place" not in page.content.decode()
    [victim_shown] = then(sign_in, rita, request)["victims"]
    assert victim_shown["support_in_place"] is None
    [of_alice] = then(sign_in, alice, request)["victims"]
    assert of_alice["support_in_place"] == []
    looks = AuditEvent.objects.filter(action="CASE_THEN_VIEWED", person=rita)
    assert looks.count() == 2
    allegation = Allegation.objects.get(case=whole_case)
    assert {request.pk, request.decision_id, allegation.pk} <= set(looks.order_by("at")[0].subjects)


@pytest.mark.parametrize("who", ["charlie", "ivy", "lena"])
def test_nobody_else_knows_of_it(
    sign_in: SignIn,
    whole_case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    asked = asked_of(decide(whole_case, alice, sam), victim, alice)
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(f"/right-to-review/{asked.pk}/case-then/").status_code == 404
    assert browser.get(f"/api/v1/review-requests/{asked.pk}/case-then/").status_code == 404


def test_it_costs_the_same_for_one_event_and_many(
    sign_in: SignIn, whole_case: Case, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    request = asked_of(decide(whole_case, alice, sam), victim, alice)
    browser, address = sign_in(alice), f"/right-to-review/{request.pk}/case-then/"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for _ in range(3):
        cases.add_suspect(by=alice, case=whole_case, name="Another")
        cases.add_allegation(
            by=alice, case=whole_case, crime_reference=next_crime(), offence_type="rape_adult"
        )
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few)

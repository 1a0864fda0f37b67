"""A case with one victim and one suspect, brought to a decision by the services as people would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.people.models import CpsUnit, Person
from reviews import services
from reviews.models import Decision, ReviewRequest
from tests.decisions import CHECKED
from tests.stories import at_hand, story
from victims import services as victims

OPENED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REPORTED = date(2026, 3, 2)
PROPOSED_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
DECIDED_AT = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)  # a Wednesday
TOLD_AT = datetime(2026, 9, 2, 15, 0, tzinfo=UTC)
RECEIVED_AT = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WHY = "The two accounts conflict and nothing else bears on them."
_crimes = count(13267000001)


def next_crime() -> str:
    return str(next(_crimes))


def on(day: int, month: int = 3, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def open_case(by: Person, **given: object) -> Case:
    values = {
        "team": by.team,
        "district": by.district,
        "officer_in_charge": by,
        "reported_on": REPORTED,
        "crime_reference": next_crime(),
        "offence_type": "rape_adult",
        "at": OPENED_AT,
        **given,
    }
    return cases.open_case(by=by, **values)


@story
def case(alice: Person) -> Case:
    return open_case(alice)


@story
def victim(case: Case, alice: Person) -> Victim:
    return cases.add_victim(by=alice, case=case, at=OPENED_AT)


@story
def suspect(case: Case, alice: Person) -> Suspect:
    return cases.add_suspect(by=alice, case=case, name="A Suspect", at=OPENED_AT)


@story
def allegation(case: Case, victim: Victim) -> Allegation:
    """The first allegation, of the victim, against nobody known yet."""
    return Allegation.objects.get(case=case)


def interview(by: Person, case: Case, suspect: Suspect | None = None, **given: Any) -> None:
    values = {"occurred_at": on(12), "interview_by": "voluntary", "at": LATER, **given}
    cases.record_milestone(by=by, case=case, kind="interviewed", suspect=suspect, **values)


@story
def interviewed(case: Case, suspect: Suspect, allegation: Allegation, alice: Person) -> Allegation:
    """The allegation once its suspect was interviewed under caution."""
    interview(alice, case, suspect)
    return Allegation.objects.get(pk=allegation.pk)


def line(allegation: Allegation, outcome: str = "15", reason: str = "evidential") -> dict[str, Any]:
    return {"allegation": allegation, "outcome": outcome, "reason": reason}


def withdraw(by: Person, corroborator: Person | None, victim: Victim, **given: Any) -> Any:
    values = {
        "kind": "withdrew",
        "occurred_at": on(20),
        "reasons": ["delay"],
        "primary_reason": "delay",
        "told_by": "letter",
        "from_what": ["investigation"],
        "support_offered": ["isva"],
        "at": on(21),
        **given,
    }
    withdrawal = victims.record_withdrawal(by=by, victim=victim, **values)
    if corroborator:
        victims.corroborate_withdrawal(
            by=corroborator,
            withdrawal=withdrawal,
            checked_in=["message"],
            note="The letter is hers.",
            at=on(22),
        )
    return withdrawal


Proposer = Callable[..., Decision]


@story
def proposed(interviewed: Allegation, case: Case, alice: Person) -> Decision:
    """Alice's proposal of outcome 15 on the one allegation."""
    return services.propose_nfa(
        by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )


@story
def decided(proposed: Decision, sam: Person) -> Decision:
    return services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)


def tell(by: Person, decision: Decision, victim: Victim, **given: Any) -> Any:
    values = {
        "told_at": TOLD_AT,
        "method": "in_person_home",
        "understood": "yes",
        "wanted_method": "phone",
        "at": LATER,
        **given,
    }
    if values["wanted_method"] not in ("", values["method"]) and "not_told_because" not in given:
        values.setdefault("why_another", "they_agreed")
    return services.notify_victim(by=by, decision=decision, victim=victim, **values)


@story
def told(decided: Decision, victim: Victim, alice: Person) -> Decision:
    tell(alice, decided, victim)
    return decided


def ask(by: Person, decision: Decision, victim: Victim, **given: Any) -> ReviewRequest:
    values = {
        "received_at": RECEIVED_AT,
        "channel": "phone",
        "asked_by": "victim",
        "at": LATER,
        **given,
    }
    return services.receive_review_request(by=by, decision=decision, victim=victim, **values)


def say_unsafe(by: Person, victim: Victim, at: datetime) -> None:
    """On record: they are not written to, since the suspect reads it."""
    never = {"forbidden_methods": ["post"], "forbidden_because": "suspect"}
    victims.record_contact_details(by=by, victim=victim, preferred_method="video", **never, at=at)


@story
def asked(told: Decision, victim: Victim, alice: Person) -> ReviewRequest:
    return ask(alice, told, victim)


@story
def allocated(asked: ReviewRequest, dina: Person, rita: Person) -> ReviewRequest:
    return services.allocate_review(by=dina, request=asked, reviewer=rita, at=LATER)


def authority(outcome: str) -> dict[str, str]:
    """What CPS said to a disposal of a rape, where the outcome of a review is one."""
    said = "J Lawyer, CPS RASSO unit, authorised it on 28 October."
    return {"cps_authority": said} if outcome == "overturned_out_of_court" else {}


@pytest.fixture
@at_hand
def countersigner(db: None) -> Person:
    """Max, the legal manager, under a name that shadows nothing."""
    return Person.objects.select_related("cps_unit").get(username="max")


@story
def with_cps(case: Case, unit: CpsUnit, gita: Person) -> Case:
    """The case as its unit of CPS sees it."""
    return submitted(case, unit, gita)


def submitted(case: Case, unit: CpsUnit, by: Person) -> Case:
    """Marked as submitted through the door that submit_to_cps uses."""
    from rasso_tracker.audit import Action, record
    from rasso_tracker.audit.doors import open_door

    with open_door("submit_to_cps"):
        cases.mark_submitted(case=case, cps_unit=unit, urn="13AA0000126")
        record(by=by, action=Action.SUBMITTED_TO_CPS, case=case, subjects=[case.pk])
    case.refresh_from_db()
    return case

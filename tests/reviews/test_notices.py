"""Who hears in the inbox of a proposal, of a victim to be told, of a review: as things stand at delivery."""

from __future__ import annotations

from datetime import timedelta

from cases.models import Allegation, Case, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import DutyCover, Person
from reviews import services
from reviews.models import Decision, Notification, ReviewRequest
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, PROPOSED_AT, WHY, line, tell


def heard(kind: str) -> dict[str, str]:
    """Username to the reason that the message gives."""
    rows = Message.objects.filter(kind=kind).select_related("recipient")
    return {row.recipient.username: row.why for row in rows}


def test_a_proposal_goes_to_the_supervisors_of_the_team_and_never_to_its_maker(
    interviewed: Allegation, case: Case, sam: Person, dina: Person
) -> None:
    services.propose_nfa(
        by=sam, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    deliver(at=PROPOSED_AT)
    assert heard("decision_to_authorise") == {"dina": "You supervise its district."}


def test_a_proposal_that_was_settled_meanwhile_tells_nobody(decided: Decision) -> None:
    deliver(at=LATER)
    assert heard("decision_to_authorise") == {}


def test_a_settled_proposal_goes_quiet_for_everyone(proposed: Decision, sam: Person) -> None:
    deliver(at=PROPOSED_AT)
    assert heard("decision_to_authorise") == {"sam": "You supervise the team of this case."}
    services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)
    assert Message.objects.get(kind="decision_to_authorise").handled_at == DECIDED_AT


def test_the_officer_in_charge_hears_whom_to_tell_and_by_when(decided: Decision, alice: Person) -> None:
    deliver(at=DECIDED_AT)
    message = Message.objects.get(kind="victim_to_tell")
    assert (message.recipient, message.due_on) == (alice, Notification.objects.get().due_on)
    assert "ictim" not in message.headline
    assert "rape" not in message.headline.lower()


def test_telling_the_victim_ends_the_notice(decided: Decision, victim: Victim, alice: Person) -> None:
    deliver(at=DECIDED_AT)
    tell(alice, decided, victim)
    assert Message.objects.get(kind="victim_to_tell").handled_at == LATER


def test_whoever_covers_for_the_officer_hears_instead(
    decided: Decision, alice: Person, bob: Person, sam: Person
) -> None:
    with open_door("test"):
        DutyCover(
            person=alice,
            covered_by=bob,
            starts_on=DECIDED_AT.date(),
            ends_on=DECIDED_AT.date() + timedelta(days=5),
            set_by=sam,
        ).save(force_insert=True)
    deliver(at=DECIDED_AT)
    assert list(heard("victim_to_tell")) == ["bob"]


def test_a_reviewer_hears_of_what_was_allocated(allocated: ReviewRequest) -> None:
    deliver(at=LATER)
    assert heard("review_allocated") == {"rita": "It was allocated to you."}


def test_a_legal_manager_of_the_unit_hears_of_a_cps_proposal(
    with_cps: Case, interviewed: Allegation, lena: Person
) -> None:
    row = line(interviewed, "15", "cps_evidential")
    services.propose_cps_nfa(by=lena, case=with_cps, lines=[row], rationale=WHY, at=PROPOSED_AT)
    deliver(at=PROPOSED_AT)
    assert list(heard("decision_to_authorise")) == ["max"]

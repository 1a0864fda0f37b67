"""A role is given and taken by two administrators: the truth table of who may decide, expiry, and races."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.access import system
from rasso_tracker.people.models import FormerDetails, Person, RoleProposal
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import (
    approve_role,
    deactivate_person,
    propose_role,
    refuse_role,
    withdraw_role,
)
from rasso_tracker.people.services.roles import STANDS_FOR
from tests.stories import story

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def propose(
    by: Person, person: Person, role: str = "reviewer", gives: bool = True, **more: Any
) -> RoleProposal:
    said = {"reason": "They take over from Rita.", "at": AT, **more}
    return propose_role(by=by, person=person, role=role, gives=gives, **said)


@story
def third(db: None) -> Person:
    with open_door("a test adds an administrator"):
        person = Person(username="amir", name="Amir", starts_on=AT.date(), roles=["administrator"])
        person.set_unusable_password()
        person.save()
    return person


class TestWhoDecides:
    @pytest.mark.parametrize("deed", ["approve", "refuse"])
    @pytest.mark.parametrize(
        ("proposer", "about", "decider", "refused"),
        [
            ("adam", "alice", "ada", None),
            ("adam", "alice", "adam", "You proposed this yourself"),
            ("adam", "ada", "ada", "about your own roles"),
            ("ada", "ada", "adam", None),  # one may propose one's own: another decides
            ("adam", "alice", "alice", "Only an administrator"),
            ("adam", "alice", "gwen", "Only an administrator"),
            ("adam", "alice", "audrey", "Only an administrator"),
        ],
    )
    def test_another_administrator_and_nobody_about_themselves(
        self, deed: str, proposer: str, about: str, decider: str, refused: str | None, db: None
    ) -> None:
        people = Person.objects.in_bulk([proposer, about, decider], field_name="username")
        proposal = propose(people[proposer], people[about])

        def decide() -> RoleProposal:
            if deed == "approve":
                return approve_role(by=people[decider], proposal=proposal, at=LATER)
            return refuse_role(by=people[decider], proposal=proposal, refusal="Not yet trained.", at=LATER)

        if refused:
            with pytest.raises(NotAllowed, match=refused):
                decide()
            return
        assert decide().decided_by == people[decider]
        person = Person.objects.get(username=about)
        assert ("reviewer" in person.roles) == (deed == "approve")

    @pytest.mark.parametrize("username", ["alice", "sam", "gwen", "max", "mona", "audrey", "ivy"])
    def test_others_propose_nothing(self, username: str, bob: Person) -> None:
        with pytest.raises(NotAllowed, match="Only an administrator proposes"):
            propose(Person.objects.get(username=username), bob)

    def test_only_the_proposer_takes_it_back(self, adam: Person, ada: Person, alice: Person) -> None:
        proposal = propose(adam, alice)
        with pytest.raises(NotAllowed, match="Only whoever proposed it"):
            withdraw_role(by=ada, proposal=proposal, at=LATER)
        assert withdraw_role(by=adam, proposal=proposal, at=LATER).outcome == "withdrawn"
        with pytest.raises(NotAllowed, match="taken back already"):
            approve_role(by=ada, proposal=proposal, at=LATER)


class TestWhatItDoes:
    def test_it_is_given_then_taken_and_what_stood_before_is_kept(
        self, adam: Person, ada: Person, alice: Person
    ) -> None:
        approve_role(by=ada, proposal=propose(adam, alice), at=LATER)
        approve_role(
            by=adam, proposal=propose(ada, alice, gives=False, at=LATER), at=LATER + timedelta(hours=1)
        )
        alice.refresh_from_db()
        assert (alice.roles, alice.version) == (["officer"], 3)
        former = FormerDetails.objects.filter(person=alice).order_by("version")
        assert [one.roles for one in former] == [["officer"], ["officer", "reviewer"]]
        done = AuditEvent.objects.filter(subjects__contains=[alice.pk]).exclude(action="ROLE_PROPOSED")
        assert sorted(done.values_list("action", "reason", "person__username")) == [
            ("ROLE_GIVEN", "reviewer", "ada"),
            ("ROLE_TAKEN_AWAY", "reviewer", "adam"),
        ]

    def test_nothing_holds_before_it_is_approved(self, adam: Person, alice: Person) -> None:
        propose(adam, alice)
        alice.refresh_from_db()
        assert alice.roles == ["officer"]

    @pytest.mark.parametrize(("role", "gives"), [("officer", True), ("reviewer", False), ("pope", True)])
    def test_what_would_change_nothing_is_not_proposed(
        self, role: str, gives: bool, adam: Person, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            propose(adam, alice, role, gives)
        assert list(refusal.value.fields) == ["role"]

    def test_one_change_of_a_role_waits_at_a_time(self, adam: Person, ada: Person, alice: Person) -> None:
        propose(adam, alice)
        with pytest.raises(Invalid, match="waits for a second administrator already"):
            propose(ada, alice, at=LATER)
        assert propose(ada, alice, "manager", at=LATER).role == "manager"

    def test_two_administrators_stay(self, adam: Person, ada: Person, third: Person) -> None:
        approve_role(by=adam, proposal=propose(ada, third, "administrator", gives=False), at=LATER)
        with pytest.raises(Invalid, match="Two administrators stay"):
            approve_role(by=ada, proposal=propose(adam, adam, "administrator", gives=False), at=LATER)
        with pytest.raises(Invalid, match="Two administrators stay"):
            deactivate_person(by=adam, person=ada, last_day=AT.date(), at=AT)

    def test_a_leaver_is_given_nothing(self, adam: Person, ada: Person, rita: Person) -> None:
        proposal = propose(adam, rita, "manager")
        with open_door("a test lets somebody leave"):
            Person.objects.filter(pk=rita.pk).update(left_on=AT.date() - timedelta(days=1))
        with pytest.raises(Invalid, match="not in post today"):
            approve_role(by=ada, proposal=proposal, at=LATER)


class TestRunningOut:
    def test_it_runs_out_as_a_fact_of_time(self, adam: Person, ada: Person, alice: Person) -> None:
        proposal = propose(adam, alice)
        last = proposal.expires_at - timedelta(seconds=1)
        assert [proposal.is_open(last), proposal.is_open(proposal.expires_at)] == [True, False]
        with pytest.raises(NotAllowed, match="has run out"):
            approve_role(by=ada, proposal=proposal, at=proposal.expires_at)
        again = propose(adam, alice, at=proposal.expires_at)  # the old one is not in its way
        assert approve_role(by=ada, proposal=again, at=again.expires_at - timedelta(seconds=1)).outcome


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("role_proposal_second_person", {"decided_by": "adam", "outcome": "approved"}),
            ("role_proposal_not_own_role", {"decided_by": "alice", "outcome": "approved"}),
            ("role_proposal_decided_together", {"outcome": "approved", "decided_at": None}),
            ("role_proposal_decided_in_time", {"outcome": "approved", "decided_at": AT + STANDS_FOR}),
            ("role_proposal_decided_in_time", {"outcome": "approved", "decided_at": AT - timedelta(days=1)}),
            ("role_proposal_refused_with_reason", {"outcome": "refused"}),
            ("role_proposal_refused_with_reason", {"outcome": "approved", "refusal": "No."}),
            ("role_proposal_says_why", {"reason": "", "outcome": "approved"}),
            ("role_proposal_runs_out_later", {"expires_at": AT, "decided_by": None, "decided_at": None}),
        ],
    )
    def test_what_no_proposal_may_be(
        self, name: str, values: dict[str, Any], adam: Person, ada: Person, alice: Person
    ) -> None:
        proposal = propose(adam, alice)
        said = {"decided_by": "ada", "decided_at": LATER, **values}
        if said["decided_by"]:
            said["decided_by"] = Person.objects.get(username=said["decided_by"])
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
            RoleProposal.objects.filter(pk=proposal.pk).update(**said)

    def test_two_open_at_once_are_refused_by_the_table(self, adam: Person, alice: Person) -> None:
        first = propose(adam, alice)
        row = RoleProposal.objects.get(pk=first.pk)
        row.pk, row.proposed_at = alice.pk, LATER
        with (
            pytest.raises(IntegrityError, match="role_proposal_one_open"),
            transaction.atomic(),
            open_door("a test"),
        ):
            row.save(force_insert=True)


def test_of_two_who_decide_at_once_one_does(own_database: str) -> None:
    with system("a test looks"):
        people = {one.username: one for one in Person.objects.filter(username__in=["adam", "ada", "alice"])}
        with open_door("a test adds an administrator"), transaction.atomic():
            third = Person(username="amir", name="Amir", starts_on=AT.date(), roles=["administrator"])
            third.set_unusable_password()
            third.save()
    proposal = propose(people["adam"], people["alice"])
    start, answers = threading.Barrier(2), []

    def decide(by: Person, approves: bool) -> None:
        try:
            start.wait()
            if approves:
                approve_role(by=by, proposal=proposal, at=LATER)
            else:
                refuse_role(by=by, proposal=proposal, refusal="No.", at=LATER)
            answers.append("done")
        except NotAllowed as refusal:
            answers.append(str(refusal))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=decide, args=(people["ada"], True)),
        threading.Thread(target=decide, args=(third, False)),
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with system("a test looks"):
        row = RoleProposal.objects.get(pk=proposal.pk)
        alice = Person.objects.get(username="alice")
    assert sorted(answers) == sorted(["done", f"This was {row.get_outcome_display().lower()} already."])
    assert ("reviewer" in alice.roles) == (row.outcome == "approved")


@pytest.mark.parametrize(
    ("username", "role"),
    [("alice", "cps_lawyer"), ("alice", "isva"), ("lena", "officer"), ("ivy", "supervisor")],
)
def test_a_role_of_another_agency_is_not_given(adam: Person, username: str, role: str) -> None:
    person = Person.objects.get(username=username)
    with pytest.raises(Invalid, match="of another agency"):
        propose(adam, person, role)

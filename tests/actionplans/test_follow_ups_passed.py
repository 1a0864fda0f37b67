"""Who is to do a follow-up of a clinic may see its case: whoever may no more, or leaves, owes it no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import ClinicBooking, ClinicFollowUp, FollowUpChange
from actionplans.seals import Label, Sealer
from actionplans.services import (
    add_follow_up,
    change_clinic_host,
    finish_follow_up,
    record_clinic_result,
    swap_clinic_lawyer,
    withdraw_follow_up,
)
from actionplans.services.clinic_access import sees_case
from cases.models import Case, DueItem, NamedAccess
from cases.services import assign_officer, edit_case, end_naming, name_person, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.holdings import held_by, pass_on
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.services import deactivate_person, move_person
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinic_follow_ups import DUE, NEXT_DAY
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.stories import story

SignIn = Callable[[Person], Client]
LAST_DAY = NEXT_DAY.date()


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def booking(case: Case, alice: Person, gita: Person, lena: Person) -> ClinicBooking:
    return heard(lena, booked(case, alice, slot(a_clinic(gita, gita, lena))), alice)


@story
def of_bob(booking: ClinicBooking, bob: Person, lena: Person) -> ClinicFollowUp:
    """To be done by Bob, who is of the team of the case and named on nothing."""
    return add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=bob, at=AFTER)


def owner_of(row: ClinicFollowUp) -> str:
    """Who is to do it, by its own row and by what is owed on the case: they say the same."""
    row.refresh_from_db()
    assert DueItem.objects.get(source=row.pk, settled_at__isnull=True).owner == row.owner
    return row.owner.username


def kept(row: ClinicFollowUp) -> list[tuple[str, str]]:
    """What the history says: who was to do it, and why they are no more."""
    changes = FollowUpChange.objects.filter(follow_up=row, kind="moved")
    sealer = Sealer(row.case_id)
    return [
        (one.owner.username, sealer.open(Label.FOLLOW_UP_REASON, one.pk, one.reason_sealed))
        for one in changes
    ]


def told(row: ClinicFollowUp) -> set[str]:
    deliver(at=NEXT_DAY)
    messages = Message.objects.filter(kind="follow_up_changed", subject_id=row.pk, handled_at__isnull=True)
    return set(messages.values_list("recipient__username", flat=True))


class TestTheCaseIsShutToWhoIsToDoIt:
    def test_a_restriction_passes_it_to_the_officer_in_charge_who_is_told(
        self, case: Case, of_bob: ClinicFollowUp, sam: Person, gita: Person, alice: Person, sign_in: SignIn
    ) -> None:
        restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=NEXT_DAY)
        assert owner_of(of_bob) == "alice"
        assert kept(of_bob) == [("bob", "The case is shut to Bob.")]
        assert told(of_bob) == {"alice", "lena"}  # Lena asked for it, and the booking named her on the case
        event = AuditEvent.objects.get(action="FOLLOW_UP_MOVED", case_id=case.pk)
        assert event.person == sam
        client = sign_in(alice)
        page = client.get(f"/clinic-bookings/{of_bob.booking_id}/").content.decode()
        assert "Given to Alice" in page
        assert "The case is shut to Bob." in page
        by_api = client.get(f"/api/v1/clinic-follow-ups/{of_bob.pk}/").json()
        assert (by_api["owner"], by_api["version"]) == (str(alice.pk), 2)

    def test_who_is_named_keeps_theirs(
        self, case: Case, of_bob: ClinicFollowUp, sam: Person, gita: Person, bob: Person
    ) -> None:
        restrict_case(by=sam, case=case, people=[gita, bob], reason="Police suspect.", at=NEXT_DAY)
        assert (owner_of(of_bob), kept(of_bob)) == ("bob", [])

    def test_what_is_done_or_withdrawn_stays_whose_it_was(
        self,
        booking: ClinicBooking,
        case: Case,
        of_bob: ClinicFollowUp,
        bob: Person,
        sam: Person,
        gita: Person,
    ) -> None:
        done = add_follow_up(by=bob, booking=booking, what="Ring.", due_on=DUE, owner=bob, at=AFTER)
        finish_follow_up(by=bob, follow_up=done, done="Rung.", at=NEXT_DAY)
        withdraw_follow_up(by=bob, follow_up=of_bob, reason="Gone.", at=NEXT_DAY)
        restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=NEXT_DAY)
        assert set(ClinicFollowUp.objects.values_list("owner__username", flat=True)) == {"bob"}

    def test_so_does_the_end_of_a_naming(
        self, case: Case, of_bob: ClinicFollowUp, sam: Person, gita: Person, bob: Person
    ) -> None:
        restrict_case(by=sam, case=case, people=[gita, bob], reason="Police suspect.", at=NEXT_DAY)
        naming = NamedAccess.objects.get(case=case, person=bob, because="restricted")
        end_naming(by=sam, naming=naming, reason="No part in it.", at=NEXT_DAY)
        assert (owner_of(of_bob), kept(of_bob)) == ("alice", [("bob", "The case is shut to Bob.")])

    def test_and_another_team(self, case: Case, of_bob: ClinicFollowUp, sam: Person, bob: Person) -> None:
        with open_door("test"):
            team = Team.objects.create(name="Leeds 9", district=case.district)
        edit_case(by=sam, case=case, team=team, at=NEXT_DAY)
        assert owner_of(of_bob) == "alice"

    @pytest.mark.parametrize("goes", ["lena", "gita"])
    def test_another_lawyer_or_host_of_a_clinic_to_come(
        self, goes: str, case: Case, alice: Person, gita: Person, gwen: Person, lena: Person
    ) -> None:
        """Not reached at a first clinic, it is booked into a second: that opens the case to both again."""
        first = booked(case, alice, slot(a_clinic(gita, gita, lena)))
        record_clinic_result(by=alice, booking=first, status="not_reached", at=AFTER)
        second = a_clinic(gita, gita, lena, on=date(2026, 3, 20))
        booked(case, alice, slot(second), at=NEXT_DAY)
        person = Person.objects.get(username=goes)
        row = add_follow_up(by=alice, booking=first, what="Ask.", due_on=DUE, owner=person, at=NEXT_DAY)
        if goes == "lena":
            joins = Person.objects.get(username="max")
            swap_clinic_lawyer(by=gita, clinic=second, leaves=lena, joins=joins, at=NEXT_DAY)
        else:
            change_clinic_host(by=gita, clinic=second, host=gwen, because="away", at=NEXT_DAY)
        assert not sees_case(person, case)
        name = person.name
        assert (owner_of(row), kept(row)) == ("alice", [(goes, f"The case is shut to {name}.")])
        assert told(row) == {"alice"}


class TestWhoOwesItGoes:
    def test_the_page_names_the_new_officer_in_charge_not_the_one_before(
        self, booking: ClinicBooking, case: Case, bob: Person, sam: Person, lena: Person, sign_in: SignIn
    ) -> None:
        row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, at=AFTER)
        assign_officer(by=sam, case=case, person=bob, at=NEXT_DAY)
        assert owner_of(row) == "bob"
        assert kept(row) == [("alice", "Alice is officer in charge of the case no more.")]
        assert "bob" in told(row)
        assert "Given to Bob" in sign_in(bob).get(f"/clinic-bookings/{booking.pk}/").content.decode()

    @pytest.mark.parametrize(
        ("leaves", "work", "takes"), [("bob", "team", "alice"), ("alice", "person", "bob")]
    )
    def test_of_a_leaver_it_is_the_officers_of_each_case_also_where_that_was_they(
        self, leaves: str, work: str, takes: str, booking: ClinicBooking, adam: Person, lena: Person
    ) -> None:
        person = Person.objects.get(username=leaves)
        goes_to = Person.objects.get(username=takes) if work == "person" else None
        row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=person, at=AFTER)
        assert {one.holding.code: one.count for one in held_by(person)}["follow_ups"] == 1
        deactivate_person(by=adam, person=person, last_day=LAST_DAY, work=work, goes_to=goes_to, at=NEXT_DAY)
        assert owner_of(row) == takes
        assert kept(row) == [(leaves, f"{person.name} handed their work over.")]
        assert held_by(person) == []
        assert takes in told(row)

    def test_who_moves_and_keeps_their_work_keeps_it(
        self, of_bob: ClinicFollowUp, case: Case, bob: Person, sam: Person, adam: Person
    ) -> None:
        name_person(by=sam, case=case, person=bob, reason="Goes on with it.", at=AFTER)
        move_person(
            by=adam, person=bob, moves_on=LAST_DAY, post="investigator", district=case.district,
            work="kept", at=NEXT_DAY,
        )  # fmt: skip
        assert owner_of(of_bob) == "bob"

    def test_thirty_pass_on_in_as_many_statements_as_three(
        self, booking: ClinicBooking, adam: Person, bob: Person, lena: Person
    ) -> None:
        counts = []
        for number in (3, 30):
            for _ in range(number):
                add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=bob, at=AFTER)
            with open_door("test"), CaptureQueriesContext(connection) as asked:
                pass_on(by=adam, person=bob, held=held_by(bob), to=None, at=NEXT_DAY)
            counts.append(len(asked))
            assert not ClinicFollowUp.objects.filter(owner=bob).exists()
        assert counts[0] == counts[1]
        assert FollowUpChange.objects.count() == 33

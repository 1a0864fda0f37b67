"""Who works on a case, who may know of it, and what happens to what they owe."""

from __future__ import annotations

from datetime import date

import pytest

from cases import services
from cases.enums import Duty
from cases.models import Assignment, Case, DueItem, NamedAccess
from cases.notices.given import recheck_given
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.messages import Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.cases.conftest import AT, on
from tests.cases.evidence import events_on

LATER = on(10, 12)


def named(case: Case) -> set[str]:
    rows = NamedAccess.objects.filter(case=case, ended_at__isnull=True).select_related("person")
    return {row.person.username for row in rows}


def owe(
    case: Case, owner: Person | None = None, due_on: date = date(2026, 3, 20), code: str = "tell"
) -> DueItem:
    with open_door("a deed"):
        return services.raise_due(
            case=case, source=case.pk, code=code, what="Tell the victim", due_on=due_on, owner=owner, at=AT
        )


class TestAssigning:
    def test_a_new_officer_in_charge_takes_the_place_of_the_old(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        changed = services.assign_officer(by=sam, case=case, person=bob, at=LATER)
        assert (changed.officer_in_charge, changed.version) == (bob, 2)
        old, new = Assignment.objects.filter(case=case).order_by("started_at")
        assert (old.person, old.ended_at) == (alice, LATER)
        assert (new.person, new.ended_at) == (bob, None)
        assert named(case) == {"bob"}
        assert events_on(case)[-1] == ("OFFICER_ASSIGNED", [case.pk, bob.pk], "")

    def test_what_the_old_officer_owed_moves_to_the_new(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        owed = owe(case)
        hers = owe(case, owner=sam, code="authorise")
        assert owed.owner == alice
        services.assign_officer(by=sam, case=case, person=bob, at=LATER)
        owed.refresh_from_db()
        hers.refresh_from_db()
        assert (owed.owner, hers.owner) == (bob, sam)

    def test_what_is_settled_stays_with_who_did_it(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        owed = owe(case)
        with open_door("a deed"):
            services.settle_due(source=case.pk, code="tell", at=LATER)
        services.assign_officer(by=sam, case=case, person=bob, at=LATER)
        owed.refresh_from_db()
        assert owed.owner == alice

    def test_a_specially_trained_officer_stands_beside_the_officer_in_charge(
        self, case: Case, alice: Person, dora: Person, sam: Person
    ) -> None:
        services.assign_officer(by=sam, case=case, person=dora, duty=Duty.STO, at=LATER)
        assert Case.objects.get(pk=case.pk).officer_in_charge == alice
        assert named(case) == {"alice", "dora"}
        assert Case.objects.visible_to(dora).get() == case

    def test_who_holds_both_duties_keeps_access_when_one_ends(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        services.assign_officer(by=sam, case=case, person=alice, duty=Duty.STO, at=LATER)
        services.assign_officer(by=sam, case=case, person=bob, at=LATER)
        assert named(case) == {"alice", "bob"}

    def test_whoever_is_given_a_case_hears_of_it_until_it_passes_on(
        self, case: Case, bob: Person, dora: Person, sam: Person
    ) -> None:
        case = services.assign_officer(by=sam, case=case, person=bob)
        deliver()
        told = Message.objects.get(kind="case_given")
        assert (told.recipient, told.reference, told.headline, told.why, told.path) == (
            bob,
            case.reference,
            "You are now its officer in charge",
            "Sam gave it to you.",
            f"/cases/{case.pk}/",
        )
        given = Raised.objects.get(kind="case_given")
        services.assign_officer(by=sam, case=case, person=dora)
        assert recheck_given([given.source], now())[given.source] == Gone("It passed to somebody else.")

    def test_a_supervisor_who_takes_a_case_need_not_be_told(self, case: Case, sam: Person) -> None:
        services.assign_officer(by=sam, case=case, person=sam)
        assert not Raised.objects.filter(kind="case_given").exists()

    def test_assigning_the_same_officer_again_changes_nothing(
        self, case: Case, alice: Person, sam: Person
    ) -> None:
        services.assign_officer(by=sam, case=case, person=alice, at=LATER)
        assert Assignment.objects.filter(case=case).count() == 1
        assert named(case) == {"alice"}

    def test_an_officer_cannot_assign(self, case: Case, alice: Person, bob: Person) -> None:
        with pytest.raises(NotAllowed, match="A supervisor can"):
            services.assign_officer(by=alice, case=case, person=bob, at=LATER)

    def test_a_supervisor_of_another_district_cannot(self, case: Case, bob: Person, brad: Person) -> None:
        with pytest.raises(NotAllowed, match="not open to you"):
            services.assign_officer(by=brad, case=case, person=bob, at=LATER)

    @pytest.mark.parametrize("username", ["gita", "lena", "ivy", "clockwork"])
    def test_only_officers_of_the_police_are_assigned(self, username: str, case: Case, sam: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            services.assign_officer(by=sam, case=case, person=Person.objects.get(username=username), at=LATER)
        assert list(refusal.value.fields) == ["person"]


class TestRestricting:
    def test_a_restricted_case_is_seen_by_named_people_alone(
        self, case: Case, alice: Person, bob: Person, sam: Person, dina: Person, gita: Person
    ) -> None:
        with acting(sam):
            services.restrict_case(by=sam, case=case, people=[gita], reason="A relative works here", at=AT)
        assert named(case) == {"alice", "sam", "gita"}
        seen = {
            one.username for one in (alice, bob, sam, dina, gita) if Case.objects.visible_to(one).exists()
        }
        assert seen == {"alice", "sam", "gita"}
        action, subjects, reason = events_on(case)[-1]
        assert (action, reason) == ("CASE_RESTRICTED", "A relative works here")
        assert gita.pk in subjects

    def test_one_of_them_is_a_gatekeeper(self, case: Case, sam: Person, dina: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            services.restrict_case(by=sam, case=case, people=[dina], reason="x", at=AT)
        assert refusal.value.fields == {"people": "Name a gatekeeper among them."}

    def test_a_gatekeeper_who_has_left_does_not_count(self, case: Case, sam: Person, gita: Person) -> None:
        gita.left_on = date(2026, 1, 31)
        with open_door("a test"):
            gita.save(update_fields=["left_on"])
        with pytest.raises(Invalid):
            services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)

    def test_it_happens_once(self, case: Case, sam: Person, gita: Person) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        with pytest.raises(NotAllowed, match="restricted already"):
            services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)

    def test_it_needs_a_reason(self, case: Case, sam: Person, gita: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            services.restrict_case(by=sam, case=case, people=[gita], reason=" ", at=AT)
        assert list(refusal.value.fields) == ["reason"]

    def test_a_hand_over_of_a_restricted_case_ends_the_old_officers_access(
        self, case: Case, alice: Person, bob: Person, sam: Person, gita: Person
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        with acting(sam):
            services.assign_officer(by=sam, case=case, person=bob, at=LATER)
        assert named(case) == {"bob", "sam", "gita"}
        with acting(alice):
            assert not Case.objects.filter(pk=case.pk).exists()


class TestNaming:
    def test_a_named_person_sees_the_case(self, case: Case, sam: Person, charlie: Person) -> None:
        services.name_person(by=sam, case=case, person=charlie, reason="Linked series", at=AT)
        with acting(charlie):
            assert Case.objects.get() == case
        assert events_on(case)[-1] == ("PERSON_NAMED", [case.pk, charlie.pk], "Linked series")

    def test_ended_access_shows_nothing(self, case: Case, sam: Person, charlie: Person) -> None:
        services.name_person(by=sam, case=case, person=charlie, reason="Linked series", at=AT)
        naming = NamedAccess.objects.get(case=case, person=charlie)
        services.end_naming(by=sam, naming=naming, reason="No longer linked", at=LATER)
        with acting(charlie):
            assert not Case.objects.exists()
        assert events_on(case)[-1][0] == "NAMING_ENDED"

    def test_naming_twice_is_naming_once(self, case: Case, sam: Person, charlie: Person) -> None:
        for _ in range(2):
            services.name_person(by=sam, case=case, person=charlie, reason="x", at=AT)
        assert NamedAccess.objects.filter(case=case, person=charlie).count() == 1

    def test_it_needs_a_reason(self, case: Case, sam: Person, charlie: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            services.name_person(by=sam, case=case, person=charlie, at=AT)
        assert list(refusal.value.fields) == ["reason"]

    def test_the_last_gatekeeper_of_a_restricted_case_stays(
        self, case: Case, sam: Person, gita: Person, gwen: Person
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        naming = NamedAccess.objects.get(case=case, person=gita)
        with pytest.raises(NotAllowed, match="keeps two named people"):
            services.end_naming(by=sam, naming=naming, reason="x", at=LATER)
        services.name_person(by=sam, case=case, person=gwen, reason="Takes over", at=LATER)
        services.end_naming(by=sam, naming=naming, reason="Handed over", at=LATER)
        assert named(case) == {"alice", "sam", "gwen"}

    def test_an_assigned_officer_keeps_access_until_reassigned(self, case: Case, sam: Person) -> None:
        naming = NamedAccess.objects.get(case=case)
        with pytest.raises(NotAllowed, match="when somebody else is assigned"):
            services.end_naming(by=sam, naming=naming, reason="x", at=LATER)

    def test_another_deed_may_name_without_a_role_of_its_own(
        self, case: Case, sam: Person, rita: Person
    ) -> None:
        with open_door("allocate_review"):
            services.grant_access(by=sam, case=case, person=rita, because="reviewer", at=AT)
        assert Case.objects.visible_to(rita).get() == case

    def test_an_officer_cannot_name(self, case: Case, alice: Person, charlie: Person) -> None:
        with pytest.raises(NotAllowed, match="A supervisor can"):
            services.name_person(by=alice, case=case, person=charlie, reason="x", at=AT)

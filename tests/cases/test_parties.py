"""Allegations, victims and suspects of a case."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from cases import services
from cases.enums import Precision, Stage
from cases.models import Allegation, Case, NamedAccess, SearchKey, Suspect, Victim
from cases.services.known_as import SUSPECT_NAME
from cases.services.suspect_index import SURNAME, surname_of
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import blind_index, unseal
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.cases.evidence import actions_on


class TestVictims:
    def test_victims_are_numbered_in_order(self, case: Case, alice: Person) -> None:
        first = services.add_victim(by=alice, case=case, at=AT)
        second = services.add_victim(by=alice, case=case, at=AT)
        assert (first.label, second.label) == ("Victim 1", "Victim 2")
        assert actions_on(case)[1:] == ["VICTIM_ADDED", "VICTIM_ADDED"]

    def test_the_first_victim_becomes_that_of_the_allegation(
        self, allegation: Allegation, alice: Person
    ) -> None:
        victim = services.add_victim(by=alice, case=allegation.case, at=AT)
        services.add_victim(by=alice, case=allegation.case, at=AT)
        allegation.refresh_from_db()
        assert allegation.victim == victim

    def test_enhanced_rights_stand_unless_declined(self, case: Case, alice: Person) -> None:
        assert services.add_victim(by=alice, case=case, at=AT).enhanced_rights
        declined = services.add_victim(by=alice, case=case, enhanced_rights=False, at=AT)
        assert (declined.enhanced_rights, declined.enhanced_rights_declined_at) == (False, AT)

    def test_a_gatekeeper_cannot_add_a_victim(self, case: Case, gita: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot add a victim as RaSSO Gatekeeper"):
            services.add_victim(by=gita, case=case, at=AT)


class TestSuspects:
    def test_the_name_is_sealed_and_found_by_its_surname_alone(self, case: Case, alice: Person) -> None:
        suspect = services.add_suspect(by=alice, case=case, name="Édgar Canarysuspect", at=AT)
        assert unseal(case.pk, SUSPECT_NAME, suspect.pk, suspect.name_sealed) == "Édgar Canarysuspect"
        assert bytes(suspect.surname_index) == blind_index(SURNAME, "canarysuspect")
        with connection.cursor() as cursor:
            cursor.execute("SELECT s::text FROM cases_suspect s")
            assert "anarysuspect" not in str(cursor.fetchall())

    def test_an_unknown_suspect_has_no_index_entry(self, case: Case, alice: Person) -> None:
        suspect = services.add_suspect(by=alice, case=case, name="", at=AT)
        assert suspect.surname_index is None

    def test_the_first_suspect_becomes_that_of_the_allegation(
        self, allegation: Allegation, alice: Person
    ) -> None:
        suspect = services.add_suspect(by=alice, case=allegation.case, name="A B", at=AT)
        allegation.refresh_from_db()
        assert allegation.suspect == suspect

    def test_a_police_suspect_shuts_the_case_at_once(
        self, case: Case, alice: Person, bob: Person, sam: Person, gita: Person
    ) -> None:
        services.add_suspect(by=alice, case=case, name="A B", is_police=True, people=[gita], at=AT)
        case.refresh_from_db()
        assert case.restricted
        seen_by = {
            person.username: Case.objects.visible_to(person).filter(pk=case.pk).exists()
            for person in (alice, bob, sam, gita)
        }
        assert seen_by == {"alice": True, "bob": False, "sam": False, "gita": True}
        assert actions_on(case)[1:] == ["CASE_RESTRICTED", "SUSPECT_ADDED"]

    def test_a_colleague_who_adds_a_police_suspect_is_named_with_the_officer_in_charge(
        self, case: Case, alice: Person, bob: Person, gita: Person
    ) -> None:
        with acting(bob):
            services.add_suspect(by=bob, case=case, name="A B", is_police=True, people=[gita], at=AT)
            assert Case.objects.get(pk=case.pk).restricted
        named = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
        assert {one.person.username for one in named} == {"alice", "bob", "gita"}

    def test_a_police_suspect_without_a_gatekeeper_is_refused_and_nothing_is_kept(
        self, case: Case, alice: Person, sam: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            services.add_suspect(by=alice, case=case, name="A B", is_police=True, people=[sam], at=AT)
        assert refusal.value.fields == {"people": "Name a gatekeeper among them."}
        case.refresh_from_db()
        assert not case.restricted
        assert not Suspect.objects.filter(case=case).exists()

    def test_a_second_police_suspect_needs_nobody_more(self, case: Case, alice: Person, gita: Person) -> None:
        services.add_suspect(by=alice, case=case, name="A B", is_police=True, people=[gita], at=AT)
        services.add_suspect(by=alice, case=case, name="C D", is_police=True, at=AT)
        assert Suspect.objects.filter(case=case).count() == 2

    @pytest.mark.parametrize(
        ("name", "surname"),
        [("John Smith", "Smith"), ("Cher", "Cher"), ("  ", ""), ("", ""), ("Anna  Maria O'Hara ", "O'Hara")],
    )
    def test_the_surname_is_the_last_word(self, name: str, surname: str) -> None:
        assert surname_of(name) == surname


class TestAllegations:
    def test_add_allegation_stands_beside_the_first(self, case: Case, alice: Person) -> None:
        victim = services.add_victim(by=alice, case=case, at=AT)
        crime = next_crime()
        added = services.add_allegation(
            by=alice,
            case=case,
            crime_reference=crime,
            offence_type="sexual_assault",
            victim=victim,
            precision=Precision.MONTH,
            offence_from=date(2025, 6, 1),
            at=AT,
        )
        assert (added.stage, added.victim, added.version) == (Stage.REPORTED, victim, 1)
        assert SearchKey.objects.get(source=added.pk).text == crime

    def test_a_new_allegation_takes_the_stage_of_what_bears_on_it(self, case: Case, alice: Person) -> None:
        services.record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(3), at=AT)
        added = services.add_allegation(
            by=alice, case=case, crime_reference=next_crime(), offence_type="other", at=AT
        )
        assert added.stage == Stage.FIRST_ACCOUNT

    def test_a_reference_used_in_the_same_case_is_refused(
        self, allegation: Allegation, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            services.add_allegation(
                by=alice,
                case=allegation.case,
                crime_reference=allegation.crime_reference,
                offence_type="other",
                at=AT,
            )
        assert refusal.value.fields == {"crime_reference": services.REFERENCE_IN_USE}

    def test_an_edit_to_a_reference_in_use_is_refused(
        self, opened: Opener, allegation: Allegation, alice: Person
    ) -> None:
        other = Allegation.objects.get(case=opened())
        with pytest.raises(Invalid) as refusal:
            services.edit_allegation(
                by=alice,
                allegation=allegation,
                crime_reference=other.crime_reference,
                offence_type="other",
                at=AT,
            )
        assert refusal.value.fields == {"crime_reference": services.REFERENCE_IN_USE}

    def test_an_edited_reference_is_found_under_its_new_text_only(
        self, allegation: Allegation, alice: Person
    ) -> None:
        crime = next_crime()
        services.edit_allegation(
            by=alice, allegation=allegation, crime_reference=crime, offence_type="rape_adult", at=AT
        )
        assert SearchKey.objects.get(source=allegation.pk).text == crime

    def test_a_victim_of_another_case_is_refused(
        self, opened: Opener, case: Case, allegation: Allegation, alice: Person
    ) -> None:
        stranger = services.add_victim(by=alice, case=opened(), at=AT)
        with pytest.raises(Invalid) as refusal:
            services.edit_allegation(
                by=alice,
                allegation=allegation,
                crime_reference=allegation.crime_reference,
                offence_type="other",
                victim=stranger,
                at=AT,
            )
        assert refusal.value.fields == {"victim": "Choose a victim of this case."}

    def test_naming_another_suspect_computes_the_stage_again(self, case: Case, alice: Person) -> None:
        first = services.add_suspect(by=alice, case=case, name="A B", at=AT)
        second = services.add_suspect(by=alice, case=case, name="C D", at=AT)
        services.record_milestone(
            by=alice, case=case, kind="arrested", occurred_at=on(4), suspect=second, at=AT
        )
        allegation = Allegation.objects.get(case=case)
        assert (allegation.suspect, allegation.stage) == (first, Stage.REPORTED)
        changed = services.edit_allegation(
            by=alice,
            allegation=allegation,
            crime_reference=allegation.crime_reference,
            offence_type=allegation.offence_type,
            suspect=second,
            at=AT,
        )
        assert changed.stage == Stage.ARRESTED
        case.refresh_from_db()
        assert case.stage == Stage.ARRESTED

    @pytest.mark.parametrize(
        ("precision", "first", "last", "field"),
        [
            ("unknown", date(2026, 1, 1), None, "precision"),
            ("day", None, None, "offence_from"),
            ("month", None, date(2026, 1, 1), "offence_from"),
            ("range", date(2026, 1, 1), None, "offence_to"),
            ("range", date(2026, 1, 2), date(2026, 1, 1), "offence_to"),
            ("day", date(2026, 1, 1), date(2026, 1, 2), "offence_to"),
            ("day", date(2026, 3, 11), None, "offence_from"),
            ("range", date(2026, 1, 1), date(2026, 3, 11), "offence_to"),
        ],
    )
    def test_dates_that_cannot_be_are_refused_by_their_field(
        self,
        precision: str,
        first: date | None,
        last: date | None,
        field: str,
        case: Case,
        alice: Person,
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            services.add_allegation(
                by=alice,
                case=case,
                crime_reference=next_crime(),
                offence_type="other",
                precision=precision,
                offence_from=first,
                offence_to=last,
                at=AT,
            )
        assert list(refusal.value.fields) == [field]

    @pytest.mark.parametrize(
        ("precision", "first", "last"),
        [
            ("unknown", None, None),
            ("day", date(2024, 2, 29), None),
            ("day", date(2026, 3, 10), None),
            ("month", date(2025, 6, 1), None),
            ("year", date(1994, 1, 1), None),
            ("range", date(1994, 1, 1), date(1996, 12, 31)),
        ],
    )
    def test_partial_dates_stand(
        self, precision: str, first: date | None, last: date | None, case: Case, alice: Person
    ) -> None:
        added = services.add_allegation(
            by=alice,
            case=case,
            crime_reference=next_crime(),
            offence_type="other",
            precision=precision,
            offence_from=first,
            offence_to=last,
            at=AT,
        )
        assert (added.precision, added.offence_from, added.offence_to) == (precision, first, last)


def test_nobody_outside_the_scope_adds_to_a_case(case: Case, charlie: Person) -> None:
    for add, more in (
        (services.add_victim, {}),
        (services.add_suspect, {"name": "A B"}),
        (services.add_allegation, {"crime_reference": next_crime(), "offence_type": "other"}),
    ):
        with pytest.raises(NotAllowed, match="not open to you"):
            add(by=charlie, case=case, at=AT, **more)
    assert not Victim.objects.filter(case=case).exists()

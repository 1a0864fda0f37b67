"""Logging a case and editing it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from cases import services
from cases.enums import MilestoneKind, Stage
from cases.models import Allegation, Assignment, Case, Milestone, NamedAccess, SearchKey
from cases.services.case import SUMMARY
from cases.services.numbering import reserve_references
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import CpsUnit, District, Person, Team
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import unseal
from tests.cases.conftest import AT, REPORTED, Opener, next_crime, on
from tests.cases.evidence import actions_on


def test_open_case_writes_everything_that_a_case_begins_with(opened: Opener, alice: Person) -> None:
    case = opened(crime_reference="13260099001", summary="A short account.")
    stored = Case.objects.get(pk=case.pk)
    assert stored.reference.startswith("RS-2026-")
    assert (stored.stage, stored.restricted, stored.gatekept) == (Stage.REPORTED, False, False)
    assert stored.officer_in_charge == alice
    assert unseal(stored.pk, SUMMARY, stored.pk, stored.summary_sealed) == "A short account."
    assert Allegation.objects.get(case=case).crime_reference == "13260099001"
    milestone = Milestone.objects.get(case=case)
    assert (milestone.kind, milestone.occurred_at) == (MilestoneKind.REPORTED, on(2, 0))
    assert Assignment.objects.get(case=case).person == alice
    assert NamedAccess.objects.get(case=case).person == alice
    assert set(SearchKey.objects.filter(case=case).values_list("text", flat=True)) == {
        "13260099001",
        stored.reference.replace("-", ""),
    }
    assert actions_on(case) == ["CASE_OPENED"]


def test_the_summary_is_not_in_the_table_as_typed(opened: Opener) -> None:
    case = opened(summary="canary summary words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary_sealed FROM cases_case WHERE id = %s", [case.pk])
        assert b"canary" not in bytes(cursor.fetchone()[0])


def test_references_count_up_within_a_year(opened: Opener) -> None:
    first, second = opened(), opened()
    year, one = first.reference.rsplit("-", 1)
    assert second.reference == f"{year}-{int(one) + 1:06d}"


def test_references_start_anew_each_year(db: None) -> None:
    with open_door("a test"):
        assert reserve_references(2031, 3) == ["RS-2031-000001", "RS-2031-000002", "RS-2031-000003"]
        assert reserve_references(2032, 1) == ["RS-2032-000001"]


def test_the_year_of_a_reference_is_that_of_london(opened: Opener) -> None:
    from datetime import UTC, datetime

    assert opened(at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).reference.startswith("RS-2026-")
    assert opened(at=datetime(2027, 1, 1, 0, 5, tzinfo=UTC)).reference.startswith("RS-2027-")


def test_a_case_reported_just_after_midnight_in_summer_may_say_today(opened: Opener) -> None:
    from datetime import UTC, datetime

    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert opened(at=half_past_midnight, reported_on=date(2026, 7, 1)).reported_on == date(2026, 7, 1)


def test_a_report_in_the_future_is_refused(opened: Opener) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(reported_on=AT.date() + timedelta(days=1))
    assert refusal.value.fields == {"reported_on": "The date of the report cannot be in the future."}


def test_a_crime_reference_in_use_is_refused(opened: Opener) -> None:
    opened(crime_reference="13260099002")
    with pytest.raises(Invalid) as refusal:
        opened(crime_reference="13260099002")
    assert refusal.value.fields == {"crime_reference": "This reference cannot be used; ask the gatekeeper."}
    assert Allegation.objects.filter(crime_reference="13260099002").count() == 1


def test_a_crime_reference_of_an_unseen_case_is_refused_in_the_same_words(
    opened: Opener, charlie: Person
) -> None:
    case = opened(crime_reference="13260099003")
    with acting(charlie):
        assert not Case.objects.filter(pk=case.pk).exists()
        with pytest.raises(Invalid) as refusal:
            opened(by=charlie, crime_reference="13260099003")
    assert refusal.value.fields == {"crime_reference": "This reference cannot be used; ask the gatekeeper."}


def test_a_refused_case_leaves_no_gap_in_the_references(opened: Opener) -> None:
    first = opened(crime_reference="13260099004")
    with pytest.raises(Invalid):
        opened(crime_reference="13260099004")
    assert int(opened().reference[-6:]) == int(first.reference[-6:]) + 1


def test_an_officer_cannot_log_a_case_for_another_team_and_officer(
    opened: Opener, alice: Person, charlie: Person
) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(by=alice, officer_in_charge=charlie, team=charlie.team, district=charlie.district)
    assert list(refusal.value.fields) == ["team"]


def test_an_officer_may_log_a_case_for_a_colleague_of_the_team(
    opened: Opener, alice: Person, bob: Person
) -> None:
    assert opened(by=alice, officer_in_charge=bob).officer_in_charge == bob


def test_a_supervisor_logs_within_the_district_only(
    opened: Opener, sam: Person, alice: Person, charlie: Person
) -> None:
    assert opened(by=sam, officer_in_charge=alice).opened_by == sam
    with pytest.raises(Invalid) as refusal:
        opened(by=sam, officer_in_charge=charlie)
    assert refusal.value.fields == {"district": "You can log a case for your own district only."}


def test_a_team_must_be_of_the_district(opened: Opener, bradford: District, leeds_a: Team) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(district=bradford, team=leeds_a)
    assert refusal.value.fields == {"team": "Leeds A is not a team of Bradford: choose one of its teams."}


@pytest.mark.parametrize("username", ["gita", "lena", "rita", "ivy", "mona", "reg", "audrey", "adam"])
def test_no_other_role_logs_a_case(username: str, opened: Opener, alice: Person) -> None:
    other = Person.objects.get(username=username)
    with pytest.raises(NotAllowed, match="An officer or a supervisor can"):
        opened(by=other, officer_in_charge=alice)


def test_a_lawyer_cannot_be_officer_in_charge(opened: Opener, alice: Person, lena: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(officer_in_charge=lena, team=alice.team, district=alice.district)
    assert refusal.value.fields == {"officer_in_charge": "Choose somebody who works for the police."}


class TestEditing:
    def test_edit_case_changes_what_is_given_and_counts_the_version(self, case: Case, alice: Person) -> None:
        changed = services.edit_case(by=alice, case=case, summary="New words", urn="13LD0012326", at=AT)
        assert (changed.version, changed.urn) == (2, "13LD0012326")
        assert changed.reported_on == REPORTED
        assert SearchKey.objects.get(case=case, kind="urn").text == "13LD0012326"
        assert actions_on(case) == ["CASE_OPENED", "CASE_EDITED"]

    def test_a_corrected_urn_is_found_under_its_new_text_only(self, case: Case, alice: Person) -> None:
        services.edit_case(by=alice, case=case, urn="13LD0012326", at=AT)
        services.edit_case(by=alice, case=case, urn="13LD0099926", at=AT)
        keys = SearchKey.objects.filter(case=case, kind="urn").values_list("text", flat=True)
        assert list(keys) == ["13LD0099926"]

    def test_a_urn_cannot_be_emptied(self, case: Case, alice: Person) -> None:
        services.edit_case(by=alice, case=case, urn="13LD0012326", at=AT)
        with pytest.raises(Invalid) as refusal:
            services.edit_case(by=alice, case=case, urn="", at=AT)
        assert list(refusal.value.fields) == ["urn"]

    def test_moving_the_report_voids_its_milestone_and_lets_a_new_one_stand(
        self, case: Case, alice: Person
    ) -> None:
        services.edit_case(by=alice, case=case, reported_on=date(2026, 2, 20), at=AT)
        old, new = Milestone.objects.filter(case=case, kind="reported").order_by("recorded_at", "id")
        assert {old.stands, new.stands} == {True, False}
        standing = old if old.stands else new
        assert standing.occurred_at == on(20, 0, month=2)

    def test_the_report_cannot_move_behind_what_followed_it(self, case: Case, alice: Person) -> None:
        services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
        with pytest.raises(Invalid) as refusal:
            services.edit_case(by=alice, case=case, reported_on=date(2026, 3, 5), at=AT)
        assert "4 March 2026" in refusal.value.fields["reported_on"]

    @pytest.mark.parametrize("year", [1900, 1995])
    def test_a_report_from_which_no_clock_can_count_is_refused_by_its_field(
        self, case: Case, opened: Opener, alice: Person, year: int
    ) -> None:
        """A case of that day could be opened, and no victim added to it."""
        for deed in (
            lambda: opened(reported_on=date(year, 1, 2)),
            lambda: services.edit_case(by=alice, case=case, reported_on=date(year, 1, 2), at=AT),
        ):
            with pytest.raises(Invalid) as refusal:
                deed()
            assert set(refusal.value.fields) == {"reported_on"}
            assert f"2 January {year}" in refusal.value.fields["reported_on"]
        case.refresh_from_db()
        assert case.reported_on == REPORTED

    def test_a_new_team_brings_its_district(self, case: Case, alice: Person, charlie: Person) -> None:
        changed = services.edit_case(by=alice, case=case, team=charlie.team, at=AT)
        assert changed.district == charlie.district

    def test_nobody_moves_a_case_out_of_their_own_sight(
        self, case: Case, alice: Person, bob: Person, sam: Person, dora: Person, charlie: Person
    ) -> None:
        with acting(bob), pytest.raises(Invalid) as refusal:
            services.edit_case(by=bob, case=case, team=dora.team, at=AT)
        assert "You would no longer see the case" in refusal.value.fields["team"]
        with acting(sam), pytest.raises(Invalid) as refusal:
            services.edit_case(by=sam, case=case, team=charlie.team, at=AT)
        assert "within your district" in refusal.value.fields["team"]
        with acting(sam):
            assert services.edit_case(by=sam, case=case, team=dora.team, at=AT).team == dora.team
        with acting(alice):
            moved = services.edit_case(by=alice, case=case, team=charlie.team, at=AT)
            assert Case.objects.get(pk=moved.pk).district == charlie.district

    def test_an_outsider_cannot_edit(self, case: Case, charlie: Person) -> None:
        with pytest.raises(NotAllowed, match="not open to you"):
            services.edit_case(by=charlie, case=case, summary="x", at=AT)


class TestSubmission:
    def test_mark_submitted_opens_the_case_to_the_unit_and_the_gatekeepers(
        self, case: Case, unit: CpsUnit, lena: Person, nora: Person, gita: Person
    ) -> None:
        assert not Case.objects.visible_to(lena).exists()
        with open_door("submit_to_cps"):
            services.mark_submitted(case=case, cps_unit=unit, urn="13LD0000126")
        assert Case.objects.visible_to(lena).get() == case
        assert Case.objects.visible_to(gita).get() == case
        assert not Case.objects.visible_to(nora).exists()
        assert SearchKey.objects.filter(case=case, kind="urn").count() == 1

    def test_mark_submitted_outside_a_deed_is_a_defect(self, case: Case, unit: CpsUnit) -> None:
        with pytest.raises(RuntimeError, match="inside a deed"):
            services.mark_submitted(case=case, cps_unit=unit)


def test_next_crime_of_the_tests_is_well_formed() -> None:
    assert len(next_crime()) == 11

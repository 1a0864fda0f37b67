"""What leaves by API is on an allow-list, exactly; every stored field is classified."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from cases import represent, services
from cases.classification import FIELDS
from cases.models import Allegation, Case, Milestone, Suspect, Victim
from rasso_tracker.people.classification import Sensitivity
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, on
from tests.cases.evidence import events_on
from tests.stories import story

CASE = {
    "id", "reference", "district", "team", "reported_on", "stage", "officer_in_charge", "restricted", "urn",
    "next_due_on", "next_due_what", "closed", "version",
}  # fmt: skip
ALLEGATION = {
    "id", "case", "crime_reference", "offence_type", "victim", "suspect", "precision", "offence_from",
    "offence_to", "stage", "outcome", "outcome_at", "version",
}  # fmt: skip
MILESTONE = {
    "id", "case", "kind", "occurred_at", "allegation", "suspect", "victim", "interview_by", "limit_on",
    "limit_set_by", "charge_by", "cps_lawyer", "cps_decided_on", "document_name", "document_date", "mark",
    "recorded_at", "recorded_by", "voided_at", "void_reason",
}  # fmt: skip
SUSPECT = {"id", "case", "number", "label", "is_police", "voided_at", "void_reason", "merged_into"}
VICTIM = {"id", "case", "number", "label", "enhanced_rights", "merged_into"}


@story
def full(case: Case, alice: Person) -> Case:
    services.add_victim(by=alice, case=case, at=AT)
    services.add_suspect(by=alice, case=case, name="Aaron Bell", at=AT)
    services.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(4), note="At home", at=AT)
    return Case.objects.select_related("district", "team", "officer_in_charge").get(pk=case.pk)


def test_a_case_in_a_list_holds_these_fields_and_in_full_its_summary(full: Case, alice: Person) -> None:
    assert set(represent.case_in_list(full, alice)) == CASE
    assert set(represent.case_in_full(full, alice)) == CASE | {"summary", "cautions"}


@pytest.mark.parametrize("username", ["ivy", "mona"])
def test_the_summary_stays_with_those_who_read_the_investigation(username: str, full: Case) -> None:
    assert set(represent.case_in_full(full, Person.objects.get(username=username))) == CASE


def test_parts_hold_these_fields(full: Case, alice: Person) -> None:
    milestone = Milestone.objects.get(kind="arrested")
    suspect = Suspect.objects.get()
    assert set(represent.allegation_shown(Allegation.objects.get(), alice)) == ALLEGATION
    assert set(represent.victim_shown(Victim.objects.get(), alice)) == VICTIM
    assert set(represent.suspect_in_list(suspect, alice)) == SUSPECT
    known = {"name", "other_names", "born", "phones", "version"}
    assert set(represent.suspect_in_full(suspect, alice)) == SUSPECT | known
    assert set(represent.milestone_in_list(milestone, alice)) == MILESTONE
    assert represent.milestone_in_full(milestone, alice)["note"] == "At home"


def test_values_are_plain_json(full: Case, alice: Person) -> None:
    import json

    shown = [
        represent.case_in_full(full, alice),
        represent.allegation_shown(Allegation.objects.get(), alice),
        represent.suspect_in_full(Suspect.objects.get(), alice),
        represent.victim_shown(Victim.objects.get(), alice),
        *(represent.milestone_in_full(one, alice) for one in Milestone.objects.all()),
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_every_field_of_every_model_is_classified() -> None:
    stored = {
        model.__name__: {field.name for field in model._meta.get_fields() if field.concrete}
        for model in apps.get_app_config("cases").get_models()
    }
    assert {name: set(fields) for name, fields in FIELDS.items()} == stored


def test_what_says_who_somebody_is_or_may_say_anything_is_sealed() -> None:
    sealed = {Sensitivity.IDENTIFYING, Sensitivity.CONTACT, Sensitivity.FREE_TEXT}
    for name, fields in FIELDS.items():
        for field, sensitivity in fields.items():
            assert (sensitivity in sealed) == field.endswith(("_sealed", "surname_index")), (name, field)


def test_the_log_of_every_deed_names_its_subjects_and_no_value(
    full: Case, alice: Person, sam: Person
) -> None:
    services.edit_case(by=alice, case=full, summary="Canary words", urn="13LD0012326", at=AT)
    services.add_allegation(
        by=alice, case=full, crime_reference="13260654321", offence_type="other",
        precision="day", offence_from=date(2026, 2, 1), at=AT,
    )  # fmt: skip
    told = events_on(full)
    assert [action for action, _, _ in told] == [
        "CASE_OPENED",
        "VICTIM_ADDED",
        "SUSPECT_ADDED",
        "MILESTONE_RECORDED",
        "CASE_EDITED",
        "ALLEGATION_ADDED",
    ]
    assert all(subjects for _, subjects, _ in told)
    text = str(told)
    for value in ("Canary", "Bell", "13LD0012326", "13260654321", "At home", "Reported by telephone"):
        assert value not in text

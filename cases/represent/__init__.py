"""What the API says of a case and its parts: allow-listed fields, by the parts that the role reads."""

from __future__ import annotations

from typing import Any

from cases.enums import MilestoneKind
from cases.models import Allegation, Case, Milestone, Suspect, Victim
from cases.services.case import SUMMARY
from cases.services.known_as import known_of
from cases.services.milestones import NOTE, cautions_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.vault import unseal


def _id(value: Any) -> str | None:
    return str(value) if value else None


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def case_in_list(case: Case, person: Person) -> dict[str, Any]:
    """A case without anything sealed, as lists show it."""
    return {
        "id": str(case.pk),
        "reference": case.reference,
        "district": case.district.code,
        "team": case.team.name,
        "reported_on": _iso(case.reported_on),
        "stage": case.stage,
        "officer_in_charge": case.officer_in_charge.username,
        "restricted": case.restricted,
        "urn": case.urn or None,
        "next_due_on": _iso(case.next_due_on),
        "next_due_what": case.next_due_what or None,
        "closed": case.is_closed,
        "version": case.version,
    }


def case_in_full(case: Case, person: Person) -> dict[str, Any]:
    shown = case_in_list(case, person)
    if person.role.reads(Part.INVESTIGATION):
        shown["summary"] = unseal(case.pk, SUMMARY, case.pk, case.summary_sealed)
        charges = Milestone.objects.filter(case=case, kind=MilestoneKind.CHARGED, voided_at__isnull=True)
        cautions = cautions_of(case, charges.select_related("allegation__victim", "allegation__suspect"))
        shown["cautions"] = [{"allegation": str(key), "says": says} for key, says in cautions.items()]
    return shown


def allegation_shown(allegation: Allegation, person: Person) -> dict[str, Any]:
    return {
        "id": str(allegation.pk),
        "case": str(allegation.case_id),
        "crime_reference": allegation.crime_reference,
        "offence_type": allegation.offence_type,
        "victim": _id(allegation.victim_id),
        "suspect": _id(allegation.suspect_id),
        "precision": allegation.precision,
        "offence_from": _iso(allegation.offence_from),
        "offence_to": _iso(allegation.offence_to),
        "stage": allegation.stage,
        "outcome": allegation.outcome or None,
        "outcome_at": _iso(allegation.outcome_at),
        "version": allegation.version,
    }


def suspect_in_list(suspect: Suspect, person: Person) -> dict[str, Any]:
    return {
        "id": str(suspect.pk),
        "case": str(suspect.case_id),
        "number": suspect.number,
        "label": suspect.label,
        "is_police": suspect.is_police,
        "voided_at": _iso(suspect.voided_at),
        "void_reason": suspect.void_reason or None,
        "merged_into": _id(suspect.merged_into_id),
    }


def suspect_in_full(suspect: Suspect, person: Person) -> dict[str, Any]:
    known = known_of(suspect)
    return {
        **suspect_in_list(suspect, person),
        "name": known.name or None,
        "other_names": known.other_names or None,
        "born": _iso(known.born),
        "phones": known.phones or None,
        "version": suspect.version,
    }


def victim_shown(victim: Victim, person: Person) -> dict[str, Any]:
    """The victim as a number. Who they are and how to reach them has addresses of its own."""
    return {
        "id": str(victim.pk),
        "case": str(victim.case_id),
        "number": victim.number,
        "label": victim.label,
        "enhanced_rights": victim.enhanced_rights,
        "merged_into": str(victim.merged_into_id) if victim.merged_into_id else None,
    }


def milestone_in_list(milestone: Milestone, person: Person) -> dict[str, Any]:
    return {
        "id": str(milestone.pk),
        "case": str(milestone.case_id),
        "kind": milestone.kind,
        "occurred_at": _iso(milestone.occurred_at),
        "allegation": _id(milestone.allegation_id),
        "suspect": _id(milestone.suspect_id),
        "victim": _id(milestone.victim_id),
        "interview_by": milestone.interview_by or None,
        "limit_on": _iso(milestone.limit_on),
        "limit_set_by": milestone.limit_set_by or None,
        "charge_by": milestone.charge_by or None,
        "cps_lawyer": milestone.cps_lawyer or None,
        "cps_decided_on": _iso(milestone.cps_decided_on),
        "document_name": milestone.document_name or None,
        "document_date": _iso(milestone.document_date),
        "mark": milestone.mark or None,
        "recorded_at": _iso(milestone.recorded_at),
        "recorded_by": milestone.recorded_by.username,
        "voided_at": _iso(milestone.voided_at),
        "void_reason": milestone.void_reason or None,
    }


def milestone_in_full(milestone: Milestone, person: Person) -> dict[str, Any]:
    shown = milestone_in_list(milestone, person)
    shown["note"] = (
        unseal(milestone.case_id, NOTE, milestone.pk, milestone.note_sealed)
        if milestone.note_sealed
        else None
    )
    return shown

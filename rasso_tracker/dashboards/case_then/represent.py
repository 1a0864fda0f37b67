"""What the API says of a case as it stood when a decision was made: an allow-list, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cases.timeline.entries import TimelineEntry
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.case_then.history import ToldApart, written_at
from rasso_tracker.dashboards.case_then.state import (
    AdviceThen,
    AllegationThen,
    MaterialThen,
    PlanThen,
    SubmissionThen,
    SuspectThen,
    VictimThen,
)
from rasso_tracker.people.models import Person
from reviews.models import Decision, ReviewRequest
from victims.represent.engagement import standing_shown


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _name(person: Person | None, text: str = "") -> str | None:
    return person.username if person else text or None


def represent_then(request: ReviewRequest, told: dict[str, Any]) -> dict[str, Any]:
    """`then` is the moment of the decision; every part says what was so at it, and `history` tells apart what
    was known by it, what happened by it and was written down later, and what came after.
    """
    history: ToldApart = told["history"]
    return {
        "id": str(request.pk),
        "case": str(request.case_id),
        "then": _iso(told["then"]),
        "decision": _decision(request.decision),
        "allegations": [_allegation(one) for one in told["allegations"]],
        "suspects": [_suspect(one) for one in told["suspects"]],
        "victims": [_victim(one) for one in told["victims"]],
        "submissions": [_submission(one) for one in told["submissions"]],
        "advice": [_advice(one) for one in told["advice"]],
        "action_plans": [_plan(one) for one in told["plans"]],
        "material_requests": [_material(one) for one in told["material"]],
        "people": [{"person": one.person.username, "duty": one.duty} for one in told["people"]],
        "history": {
            "known": [_line(one) for one in history.known],
            "known_later": [_line(one) for one in history.known_later],
            "after": [_line(one) for one in history.after],
        },
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "agency": row.agency,
        "proposed_at": _iso(row.proposed_at),
        "decided_at": _iso(row.decided_at),
        "maker": _name(row.maker, row.maker_name),
        "supervisor": _name(row.supervisor),
        "approver": _name(row.approver, row.approver_name),
    }


def _allegation(one: AllegationThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "crime_reference": one.row.crime_reference,
        "offence_type": one.row.offence_type,
        "victim": str(one.victim.pk) if one.victim else None,
        "suspect": str(one.suspect.pk) if one.suspect else None,
        "stage": one.stage.value,
        "edited_since": one.edited_since,
    }


def _suspect(one: SuspectThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "number": one.row.number,
        "is_police": one.row.is_police,
        "milestones": [
            {"kind": row.kind, "occurred_at": _iso(row.occurred_at), "interview_by": row.interview_by or None}
            for row in one.milestones
        ],
        "edited_since": one.edited_since,
    }


def _victim(one: VictimThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "number": one.row.number,
        **standing_shown(one.how),
        "corroborated": one.corroborated,
        "support_in_place": None if one.support is None else [kind.value for kind in one.support],
    }


def _submission(one: SubmissionThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "round": one.row.round,
        "kind": one.row.kind,
        "submitted_at": _iso(one.row.submitted_at),
        "triage_accepted": one.triage.accepted if one.triage else None,
        "answered": one.answered,
    }


def _advice(one: AdviceThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "version": one.row.version,
        "kind": one.row.kind,
        "given_at": _iso(one.row.given_at),
        "read_at": _iso(one.read.read_at) if one.read else None,
        "read_by": _name(one.read.read_by) if one.read else None,
    }


def _plan(one: PlanThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "number": one.row.number,
        "issued_at": _iso(one.row.issued_at),
        "open": one.is_open,
        "items": one.asked,
        "items_owed": one.owed,
        "review_on": _iso(one.review.due_on) if one.review else None,
        "target_on": _iso(one.target.due_on) if one.target else None,
        "overdue": one.overdue,
    }


def _material(one: MaterialThen) -> dict[str, Any]:
    return {
        "id": str(one.row.pk),
        "kind": one.row.kind,
        "source": one.row.source,
        "planned_on": _iso(london_date(one.row.planned_at)),
        "state": one.row.outcome or one.row.stands_at.value,
    }


def _line(one: TimelineEntry) -> dict[str, Any]:
    return {
        "at": _iso(one.on or one.at),
        "recorded_at": _iso(written_at(one)),
        "kind": one.kind,
        "title": one.title,
        "detail": one.detail or None,
        "by": one.by or None,
    }

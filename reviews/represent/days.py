"""What the API says of the day on which a decision is told."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from reviews.models import DayStep, Decision, DecisionDay
from reviews.rules.day import TELLING_CHANGED
from reviews.sealed import text_of
from reviews.shown.days import ended_anew, sequence_of, sign_offs_of


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def _id(value: Any) -> str | None:
    return str(value) if value else None


def day_in_full(decision: Decision, person: Person) -> dict[str, Any]:
    """The steps in the safe order; `next` marks the first that is still to be done. `sign_offs` are all of
    them, the last first: one that stands no more has `superseded_at`, and `ended_because` where a new plan
    of a telling ended it.
    """
    signed = sign_offs_of(decision)
    anew = ended_anew([one for one, _ in signed])
    day, reason = next(((one, why) for one, why in signed if one.superseded_at is None), (None, ""))
    return {
        "decision": str(decision.pk),
        "case": str(decision.case_id),
        "signed_off_at": _iso(day.signed_off_at) if day else None,
        "signed_off_by": day.signed_off_by.username if day else None,
        "reason": reason or None,
        "sign_offs": [_sign_off(one, why, one.pk in anew) for one, why in signed],
        "steps": [
            {
                "id": str(one.step.pk) if one.step else None,
                "kind": one.code,
                "about": one.about or None,
                "state": one.state,
                "next": one.is_next,
                "in_order": one.in_order,
                "planned_at": _iso(one.planned_at),
                "way_closed": one.way_closed or None,
                "done_at": _iso(one.done_at),
                "reason": one.reason or None,
            }
            for one in (sequence_of(decision, person) if decision.is_authorised else [])
        ],
    }


def _sign_off(row: DecisionDay, reason: str, anew: bool) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "signed_off_at": _iso(row.signed_off_at),
        "signed_off_by": row.signed_off_by.username,
        "first_telling": _iso(row.first_telling),
        "last_telling": _iso(row.last_telling),
        "supporter_at": _iso(row.supporter_at),
        "suspect_at": _iso(row.suspect_at),
        "bail_at": _iso(row.bail_at),
        "somebody_untold": row.somebody_untold,
        "reason": reason or None,
        "superseded_at": _iso(row.superseded_at),
        "ended_because": TELLING_CHANGED if anew else None,
    }


def step_shown(step: DayStep, person: Person) -> dict[str, Any]:
    return {
        "id": str(step.pk),
        "case": str(step.case_id),
        "decision": str(step.decision_id),
        "kind": step.kind,
        "victim": _id(step.victim_id),
        "suspect": _id(step.suspect_id),
        "planned_at": _iso(step.planned_at),
        "done_at": _iso(step.done_at),
        "supporter": step.supporter.username if step.supporter else None,
        "supported_from": _iso(step.supported_from),
        "in_order": step.in_order,
        "left_out": step.left_out,
        "reason": text_of(step, "reason") or None,
        "recorded_at": _iso(step.recorded_at),
        "recorded_by": step.recorded_by.username if step.recorded_by else None,
        "version": step.version,
    }


def day_shown(row: DecisionDay, person: Person) -> dict[str, Any]:
    return {"id": str(row.pk), **day_in_full(row.decision, person)}

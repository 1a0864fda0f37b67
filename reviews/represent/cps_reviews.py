"""What the API says of reviews under CPS's scheme: allow-listed fields."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rasso_tracker.clocks import Deadline, now
from rasso_tracker.people.models import Person
from reviews.models import CpsReview, CpsReviewStage, ExpeditedReview
from reviews.rules.expedited import caution_of
from reviews.shown.cps_reviews import hearings_before


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _rule(clock: Deadline) -> dict[str, Any] | None:
    """What a date of CPS rests on, and how far that was verified (V, V2, U or A)."""
    rule = clock.rule
    return {"rule": rule.code, "source": rule.source or None, "verified": rule.verified} if rule else None


def stage_shown(row: CpsReviewStage, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "review": str(row.review_id),
        "victim": str(row.victim_id),
        "kind": row.kind,
        "began_on": _iso(row.began_on),
        "due_on": _iso(row.due_on),
        "due_by_rule": _rule(row.clock),
        "outcome": row.outcome or None,
        "decided_on": _iso(row.decided_on),
        "letter_on": _iso(row.letter_on),
        "told_at": _iso(row.told_at),
        "method": row.told_method or None,
    }


def review_shown(row: CpsReview, person: Person) -> dict[str, Any]:
    """With its stages, local resolution first."""
    ordinary, last = row.ordinary, row.last
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decision": str(row.decision_id),
        "victim": str(row.victim_id),
        "status": row.status,
        "received_on": _iso(row.received_on),
        "reached": row.reached,
        "channel": row.channel,
        "asked_by": row.asked_by,
        "letter_on": _iso(row.letter_on),
        "ordinary_by": _iso(ordinary.due_on) if ordinary else None,
        "last_day": _iso(last.due_on) if last else None,
        "passed_on": _iso(row.passed_on_at),
        "asked_again_on": _iso(row.again_asked_on),
        "reached_again": row.again_reached or None,
        "passed_on_again": _iso(row.again_passed_on),
        "due_on": _iso(row.due_on),
        "stages": [stage_shown(one, person) for one in row.stages.all()],
        "version": row.version,
    }


def expedited_in_full(row: ExpeditedReview, person: Person) -> dict[str, Any]:
    """With the dates that the hearing had before, the first one first."""
    moved = hearings_before(row)
    return {
        **expedited_shown(row, person),
        "hearings_before": [
            {
                "hearing_on": _iso(day),
                "moved_at": _iso(deed.at),
                "moved_by": deed.person.username if deed.person else None,
            }
            for day, deed in moved
        ],
    }


def expedited_shown(row: ExpeditedReview, person: Person) -> dict[str, Any]:
    """Without the dates by which somebody is to act where the charge was voided."""
    telling = None if row.is_stopped else row.telling
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "allegation": str(row.allegation_id),
        "victim": str(row.victim_id),
        "proposed_on": _iso(row.proposed_on),
        "hearing_on": _iso(row.hearing_on),
        "told_on": _iso(row.told_on),
        "told_method": row.told_method or None,
        "tell_by": _iso(telling.due_on) if telling else None,
        "tell_by_rule": _rule(telling) if telling else None,
        "ask_by": _iso(row.ask_by),
        "answer": row.answer or None,
        "answered_on": _iso(row.answered_on),
        "due_on": None if row.is_stopped else _iso(row.due_on),
        "hearing_comes_first": row.hearing_comes_first(now()),
        "hearing_has_been": row.hearing_has_been(now()),
        "asking_ends_too_late": row.asking_ends_too_late,
        "caution": caution_of(row, now()) or None,
        "charge_gone_at": _iso(row.charge_gone_at),
        "outcome": row.outcome or None,
        "decided_on": _iso(row.decided_on),
        "told_at": _iso(row.outcome_told_at),
        "method": row.outcome_told_method or None,
        "version": row.version,
    }

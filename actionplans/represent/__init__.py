"""What the API answers of this app's records: allow-listed fields, free text only on a record's own
address.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import Q

from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    Advice,
    Climb,
    ClimbAnswer,
    ClimbEscalation,
    Escalation,
    LadderStep,
    PlanDate,
    PlanReview,
    Submission,
    Triage,
    slipped,
)
from actionplans.represent.endings import advice_ending, ending
from actionplans.represent.items import completion, opened
from actionplans.represent.values import JSON, key, of_cps, said
from actionplans.rules.warnings import promise_caution
from actionplans.seals import Label, Sealer
from actionplans.services.climbs import CLIMBED
from actionplans.services.standing import LAPSED
from actionplans.shown.items import warnings_of
from actionplans.shown.returns import PlanReturn, plan_returns
from actionplans.shown.told import told_of_steps
from actionplans.turns import Days, days_of_rounds
from cases.enums import PlanBecomes
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person


def submission(row: Submission, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "round": row.round,
        "kind": row.kind,
        "status": row.status,
        "submitted_at": said(row.submitted_at),
        "submitted_by": key(row.submitted_by_id),
        "cps_unit": key(row.cps_unit_id),
        "urn": row.urn,
        "file_check": key(row.file_check_id),
        "unchecked_because": row.unchecked_because or None,
        "due_on": said(row.due_on),
        "answered_at": said(row.answered_at),
        "waiting_since": None if row.is_answered else said(row.submitted_at),
        "version": row.version,
    }


def days_together(ids: list[uuid.UUID], person: Person) -> dict[uuid.UUID, JSON]:
    """Days with each side of these submissions up to now, in one statement."""
    found = days_of_rounds(ids, now())
    return {
        pk: {"days_with_cps": days.cps, "days_with_police": days.police}
        for pk in ids
        for days in [found.get(pk, Days())]
    }


def submission_in_full(row: Submission, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    lines = row.lines.values_list("allegation", flat=True)
    return {
        **submission(row, person),
        **days_together([row.pk], person)[row.pk],
        "allegations": [key(one) for one in lines],
        "note": sealer.open(Label.SUBMISSION_NOTE, row.pk, row.note_sealed),
        "triages": [triage(one, person, sealer) for one in row.triages.prefetch_related("reasons")],
        "endings": [advice_ending(one, sealer) for one in row.endings.all()],
    }


def triage(row: Triage, person: Person, sealer: Sealer | None = None) -> JSON:
    sealer = sealer or Sealer(row.case_id)
    return {
        "id": key(row.pk),
        "submission": key(row.submission_id),
        "accepted": row.accepted,
        "triaged_at": said(row.triaged_at),
        "respond_by": said(row.respond_by),
        "lawyer": key(row.lawyer_id),
        "reasons": [
            {"reason": one.reason, "words": sealer.open(Label.TRIAGE_WORDS, one.pk, one.words_sealed)}
            for one in row.reasons.all()
        ],
        **of_cps(row),
    }


def advice(row: Advice, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "submission": key(row.submission_id),
        "clinic_booking": key(row.booking_id),
        "version": row.version,
        "kind": row.kind,
        "countersign_wanted": row.countersign_wanted,
        "author": key(row.author_id),
        "given_at": said(row.given_at),
        **of_cps(row),
    }


def advice_in_full(row: Advice, person: Person) -> JSON:
    text = Sealer(row.case_id).open(Label.ADVICE_TEXT, row.pk, row.text_sealed)
    return {**advice(row, person), "text": text}


def plan(row: ActionPlan, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "submission": key(row.submission_id),
        "rework_of": key(row.rework_of_id),
        "number": row.number,
        "status": row.status,
        "issued_at": said(row.issued_at),
        "issued_by": key(row.issued_by_id),
        "prosecutor": key(row.prosecutor_id),
        "target_date": said(row.target_on),
        "review_date": said(row.review_on),
        "next_act_date": said(row.next_act_on),
        "items_open": row.items_open,
        "side": row.side if row.is_open else None,
        "worked_by": key(row.worked_by_id),
        "step": row.step,
        "lapses_at": said(row.lapses_at),
        "next_step_at": said(row.next_step_at),
        "closed_at": said(row.closed_at),
        "version": row.version,
        **of_cps(row),
    }


def plan_in_full(row: ActionPlan, person: Person) -> JSON:
    """With its items, and what looks wrong about its dates."""
    sealer, items = (
        Sealer(row.case_id),
        list(row.items.select_related("case").prefetch_related("returns__returned_by", "returns__checks")),
    )
    return {
        **plan(row, person),
        "warnings": warnings_of(row, items, now()),
        "completions": [completion(one, person) for one in row.completions.all()],
        "endings": [ending(one, sealer) for one in row.endings.prefetch_related("reopenings")],
        "items": [opened(one, sealer) for one in items],
        "returns": [plan_return(one) for one in plan_returns(items)],
        "beside_charges": [
            {
                "charge": key(one.charge_id),
                "becomes": one.becomes,
                "reason": sealer.open(Label.BESIDE_CHARGE, one.pk, one.reason_sealed) or None,
                "said_at": said(one.said_at),
                "said_by": key(one.said_by_id),
                "charge_voided_at": said(one.charge.voided_at),
            }
            for one in row.beside_charges.filter(
                Q(charge__voided_at__isnull=True) | Q(becomes=PlanBecomes.WITHDRAWN)
            ).select_related("charge")
        ],
    }


def plan_return(one: PlanReturn) -> JSON:
    """One sending of items to CPS; `round` counts how often the item was sent, `left` what was still owed."""
    return {
        "number": one.number,
        "returned_at": said(one.at),
        "returned_by": key(one.by.pk),
        "items": [{"id": key(item.pk), "number": item.number, "round": number} for item, number in one.items],
        "left": one.left,
        "part": one.is_part,
    }


def plan_date(row: PlanDate, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "plan": key(row.plan_id),
        "kind": row.kind,
        "because": row.because,
        "due_on": said(row.due_on),
        "set_at": said(row.set_at),
        "set_by": key(row.set_by_id),
        "steps_fall_due_at": [said(moment) for moment in row.step_due_at],
        "answered_at": said(row.answered_at),
        "superseded_at": said(row.superseded_at),
    }


def slips_told(ids: list[uuid.UUID], person: Person) -> dict[uuid.UUID, JSON]:
    """Which of these dates are slips, together."""
    found = set(PlanDate.objects.filter(slipped(), pk__in=ids).values_list("pk", flat=True))
    return {pk: {"slip": pk in found} for pk in ids}


def review(row: PlanReview, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "plan": key(row.plan_id),
        "outcome": row.outcome,
        "next_review_on": said(row.next_review_on),
        "reviewed_at": said(row.reviewed_at),
        "reviewed_by": key(row.reviewed_by_id),
    }


def escalation(row: Escalation, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "plan": key(row.plan_id),
        "plan_date": key(row.plan_date_id),
        "kind": row.plan_date.kind,
        "step": row.step,
        "due_at": said(row.due_at),
        "raised_at": said(row.raised_at),
        "by_review": key(row.review_id),
    }


def plan_told(ids: list[uuid.UUID], person: Person) -> dict[uuid.UUID, JSON]:
    """Whom each of these steps of plans reached, together."""
    return _told(LAPSED, ids)


def due_told(ids: list[uuid.UUID], person: Person) -> dict[uuid.UUID, JSON]:
    """Whom each of these steps of what is owed on cases reached, together."""
    return _told(CLIMBED, ids)


def _told(kind: str, ids: list[uuid.UUID]) -> dict[uuid.UUID, JSON]:
    return {
        pk: {
            "told": [
                {
                    "person": key(each.person.pk),
                    "name": each.person.name,
                    "told_at": said(each.at),
                    "in_place_of": key(each.for_whom.pk) if each.for_whom else None,
                    "passed_on": each.passed_on,
                }
                for each in one.told
            ],
            "told_nobody_because": one.nobody or None,
        }
        for pk, one in told_of_steps(kind, ids).items()
    }


def escalation_in_full(row: Escalation, person: Person) -> JSON:
    return {**escalation(row, person), **plan_told([row.pk], person)[row.pk]}


def climb_escalation_in_full(row: ClimbEscalation, person: Person) -> JSON:
    return {**climb_escalation(row, person), **due_told([row.pk], person)[row.pk]}


def acknowledgement(row: Acknowledgement, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "plan": key(row.plan_id),
        "escalation": key(row.escalation_id),
        "acknowledged_at": said(row.acknowledged_at),
        "acknowledged_by": key(row.acknowledged_by_id),
        "next_act": Sealer(row.case_id).open(Label.NEXT_ACT, row.pk, row.next_act_sealed),
        "next_act_on": said(row.next_act_date.due_on),
        "warnings": promise_warnings(row.next_act_date.due_on),
    }


def promise_warnings(on: date) -> list[str]:
    caution = promise_caution(on)
    return [caution] if caution else []


def climb(row: Climb, person: Person) -> JSON:
    """What is owed on a case and where it stands on its ladder."""
    return {
        "id": key(row.item_id),
        "case": key(row.case_id),
        "code": row.code,
        "what": row.item.what_for(person),
        "owner": key(row.item.owner_id),
        "due_on": said(row.item.due_on),
        "next_act_on": said(row.due_on) if row.promised else None,
        "warnings": promise_warnings(row.due_on) if row.promised else [],
        "step": row.step,
        "steps_fall_due_at": [said(moment) for moment in row.step_due_at],
        "next_step_at": said(row.next_step_at),
    }


def climb_escalation(row: ClimbEscalation, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "due_item": key(row.climb.item_id),
        "code": row.climb.code,
        "promised": row.climb.promised,
        "step": row.step,
        "due_at": said(row.due_at),
        "raised_at": said(row.raised_at),
    }


def climb_answer(row: ClimbAnswer, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "due_item": key(row.promise.item_id),
        "escalation": key(row.escalation_id),
        "acknowledged_at": said(row.acknowledged_at),
        "acknowledged_by": key(row.acknowledged_by_id),
        "next_act": Sealer(row.case_id).open(Label.CLIMB_NEXT_ACT, row.pk, row.next_act_sealed),
        "next_act_on": said(row.promise.due_on),
        "warnings": promise_warnings(row.promise.due_on),
    }


def reminder(row: Any, person: Person) -> JSON:
    """A reminder that reached this person's inbox, about a plan or a due item."""
    about = key(row.subject_id)
    of_plan = row.kind == LAPSED
    return {
        "id": key(row.pk),
        "kind": row.kind,
        "escalation": key(row.source),
        "plan": about if of_plan else None,
        "due_item": None if of_plan else about,
        "step": row.rank,
        "headline": row.headline,
        "why": row.why,
        "due_on": said(row.due_on),
        "ends_when": row.ends_when,
        "created_at": said(row.created_at),
        "read_at": said(row.read_at),
        "handled_at": said(row.handled_at),
    }


def ladder_step(row: LadderStep, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "kind": row.kind,
        "step": row.step,
        "amount": row.amount,
        "unit": row.unit,
        "police_posts": row.police_posts,
        "cps_posts": row.cps_posts,
        "in_force_from": said(row.in_force_from),
        "in_force_until": said(row.in_force_until),
        "set_at": said(row.set_at),
        "withdrawn_at": said(row.voided_at),
        "withdrawn_by": key(row.voided_by_id),
        "withdrawn_because": row.void_reason or None,
    }

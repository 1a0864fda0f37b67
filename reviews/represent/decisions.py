"""What the API says of decisions and reviews: allow-listed fields, by the parts that the role reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.represent import milestone_in_list
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from reviews.meetings import unmet_of
from reviews.models import (
    Decision,
    DecisionCheck,
    DecisionLine,
    EligibilityOverride,
    Notification,
    ReviewRequest,
    RightTold,
)
from reviews.represent.askers import asker_shown, enquiries_shown
from reviews.sealed import text_of
from reviews.shown.askers import also_hear, askers_of, caution_of_telling, enquiries_of
from reviews.shown.carrying_out import carrying_out_of
from reviews.shown.decisions import (
    Look,
    charges_on,
    given_back,
    had_before,
    look_of,
    overrides_of,
    why_no_months,
)
from reviews.shown.extensions import days_off, lessons_of, update_owed
from reviews.shown.opened import opened_again
from victims.bereaved import hearer_of


def _id(value: Any) -> str | None:
    return str(value) if value else None


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def _name(person: Person | None, text: str = "") -> str | None:
    return person.username if person else (text or None)


def lines_shown(decision: Decision, person: Person) -> Iterable[DecisionLine]:
    """The lines of a decision; to an ISVA those that a client was told of."""
    return decision.lines.visible_to(person) if is_supporter(person) else decision.lines.all()


def outcome_gap(row: DecisionLine, person: Person) -> dict[str, Any]:
    """A line of a decision that says 14 or 16 with no corroborated withdrawal behind it."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decision": str(row.decision_id),
        "victim": _id(row.victim_id),
        "outcome": row.outcome,
        "decided_at": _iso(row.decision.decided_at),
    }


def line_shown(line: DecisionLine, person: Person) -> dict[str, Any]:
    return {
        "id": str(line.pk),
        "case": str(line.case_id),
        "decision": str(line.decision_id),
        "victim": str(line.victim_id),
        "outcome": line.outcome,
        "ended_at": _iso(line.ended_at),
        "ended_because": line.ended_because or None,
    }


def decision_in_list(decision: Decision, person: Person) -> dict[str, Any]:
    """A decision without its rationale. `outcome` is the code that all its lines share, else null."""
    lines = list(lines_shown(decision, person))
    outcomes = {line.outcome for line in lines}
    return {
        "id": str(decision.pk),
        "case": str(decision.case_id),
        "agency": decision.agency,
        "status": decision.status,
        "decision_maker": _name(decision.maker, decision.maker_name),
        "carried_by": _name(decision.carried_by),
        "approver": _name(decision.approver, decision.approver_name),
        "proposed_at": _iso(decision.proposed_at),
        "decided_at": _iso(decision.decided_at),
        "refused_at": _iso(decision.refused_at),
        "outcome": outcomes.pop() if len(outcomes) == 1 else None,
        "lines": [
            {
                "id": str(line.pk),
                "allegation": str(line.allegation_id),
                "victim": str(line.victim_id),
                "outcome": line.outcome,
                "reason": line.reason,
                "ended_at": _iso(line.ended_at),
                "ended_because": line.ended_because or None,
            }
            for line in lines
        ],
        "source": decision.source or None,
        "document_name": decision.document_name or None,
        "document_date": _iso(decision.document_date),
        "awaits_cps": decision.awaits_cps,
        "confirmed_at": _iso(decision.confirmed_at),
        "superseded_at": _iso(decision.superseded_at),
        "superseded_by": _name(decision.superseded_by),
        "stands": decision.is_authorised and any(line.ended_at is None for line in lines),
        "version": decision.version,
    }


def _look_shown(look: Look | None) -> dict[str, Any] | None:
    if look is None:
        return None
    shown: dict[str, Any] = {"suspect_known": look.suspect_known, "looked_at": _iso(look.at)}
    if look.found is not None:
        shown.update(zip(("same", "another", "not_settled"), look.found, strict=True))
    return shown


def decision_in_full(decision: Decision, person: Person) -> dict[str, Any]:
    shown = decision_in_list(decision, person)
    shown["overrides"] = [override_shown(one, person) for one in overrides_of(decision, person)]
    if person.role.reads(Part.CPS):
        missing = unmet_of(decision)
        shown["meeting_missing_on"] = str(missing.pk) if missing else None
    if person.role.reads(Part.INVESTIGATION):
        shown["rationale"] = text_of(decision, "rationale")
        shown["beyond_refusal"] = text_of(decision, "beyond_refusal") or None
        shown["refusal"] = text_of(decision, "refusal") or None
        shown["checks"] = [
            {
                "kind": row.kind,
                "answer": row.answer,
                "words": text_of(row, "words") or None,
                "recorded_at": _iso(row.recorded_at),
                "recorded_by": _name(row.recorded_by),
            }
            for row in DecisionCheck.objects.filter(decision=decision).select_related("recorded_by")
        ]
        shown["opened_again"] = [
            {"at": _iso(one.at), "by": one.by.username, "words": one.words or None}
            for one in opened_again(list(lines_shown(decision, person)))
        ]
        shown["charges"] = [milestone_in_list(one, person) for one in charges_on(decision.case)]
        shown["other_reports_look"] = _look_shown(look_of(decision, person))
    return shown


def override_shown(row: EligibilityOverride, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decision": str(row.decision_id),
        "victim": str(row.victim_id),
        "may_ask": row.may_ask,
        "number": row.number,
        "reason": text_of(row, "reason") if person.role.reads(Part.INVESTIGATION) else None,
        "decided_at": _iso(row.decided_at),
        "decided_by": _name(row.decided_by),
        "rank": row.get_decided_by_standing_display(),
        "ended_at": _iso(row.ended_at),
    }


def notification_shown(notice: Notification, person: Person) -> dict[str, Any]:
    return {
        "id": str(notice.pk),
        "case": str(notice.case_id),
        "decision": str(notice.decision_id),
        "victim": str(notice.victim_id),
        "owner": notice.owner,
        "due_on": _iso(notice.due_on),
        "clock": notice.clock,
        "first_due_on": _iso(notice.first_due_on),
        "retimed_at": _iso(notice.retimed_at),
        "waits_until": _iso(notice.waits_until),
        "right_since": _iso(notice.right_since),
        "ask_by": _iso(notice.ask_by),
        "told_at": _iso(notice.told_at),
        "told_by": _name(notice.told_by),
        "method": notice.method or None,
        "wanted_method": notice.wanted_method or None,
        "why_another": notice.why_another or None,
        "understood": notice.understood or None,
        "follow_up": notice.follow_up or None,
        "told_out_of_order": notice.order_reason_sealed is not None,
        "not_told_because": notice.not_told_because or None,
        "not_told_at": _iso(notice.not_told_at),
        "untold_because": notice.untold_because or None,
        "untold_at": _iso(notice.untold_at),
        "taken_back_because": notice.taken_back_because or None,
        "taken_back_at": _iso(notice.taken_back_at),
        "taken_back_by": _name(notice.taken_back_by),
        "again_at": _iso(notice.again_at),
    }


def right_told_shown(told: RightTold, person: Person) -> dict[str, Any]:
    return {
        "id": str(told.pk),
        "case": str(told.case_id),
        "decision": str(told.decision_id),
        "victim": str(told.victim_id),
        "told_at": _iso(told.told_at),
        "method": told.method,
        "told_by": _name(told.told_by),
        "leaflet_version": told.leaflet_version,
        "letter": _id(told.letter_id),
        "understood": told.understood,
        "ended_at": _iso(told.ended_at),
    }


def request_in_list(request: ReviewRequest, person: Person) -> dict[str, Any]:
    return {
        "id": str(request.pk),
        "case": str(request.case_id),
        "decision": str(request.decision_id),
        "victim": str(request.victim_id),
        "status": request.status,
        "received_at": _iso(request.received_at),
        "own_received_at": _iso(request.own_received_at),
        "channel": request.channel,
        "asked_by": request.asked_by,
        "last_day": _iso(request.last_day),
        "in_time": request.in_time,
        "not_eligible": request.not_eligible,
        "eligibility_changed_at": _iso(request.eligibility_changed_at),
        "not_eligible_was": request.not_eligible_was,
        "acknowledge_by": _iso(request.acknowledge_by),
        "complete_by": _iso(request.complete_by),
        "first_complete_by": _iso(request.first_complete_by),
        "acknowledged_at": _iso(request.acknowledged_at),
        "acknowledged": request.acknowledged(now()).value,
        "reviewer": _name(request.reviewer),
        "allocated_at": _iso(request.allocated_at),
        "outcome": request.outcome or None,
        "decided_at": _iso(request.decided_at),
        "outcome_told_at": _iso(request.outcome_told_at),
        "outcome_told_method": request.outcome_told_method or None,
        "version": request.version,
    }


def _carrying_out(request: ReviewRequest, person: Person) -> dict[str, Any] | None:
    asks = carrying_out_of(request.pk, person)
    if asks is None:
        return None
    return {"what": asks.what, "due_on": _iso(asks.deadline.due_on), "done_at": _iso(asks.done_at)}


def request_in_full(request: ReviewRequest, person: Person) -> dict[str, Any]:
    back = given_back(request, person)
    askers = askers_of(request, person)
    return {
        **request_in_list(request, person),
        "also_asked": [asker_shown(one, person) for one in askers],
        "also_hear": also_hear(request, askers),
        "check_telling": caution_of_telling(request) or None,
        "enquiries": [enquiries_shown(one, person) for one in enquiries_of(request, person)],
        "months_began_at": _iso(request.told_at),
        "why_no_months": why_no_months(request) or None,
        "hears": hearer_of(request.victim, now()).value,
        "given_back": back and {"at": _iso(back.at), "by": back.by, "reason": back.reason},
        "carrying_out": _carrying_out(request, person),
        "check_dates": days_off(request, update_owed(request, person), lessons_of(request, person), now()),
        "had_before": [
            {"reviewer": one.name, "allocated_at": _iso(one.allocated_at), "until": _iso(one.until)}
            for one in had_before(request, person)
        ],
        "discretion_reason": text_of(request, "discretion") or None,
        "reasons": text_of(request, "reasons") or None,
        **(
            {"cps_authority": text_of(request, "cps_authority") or None}
            if person.role.reads(Part.INVESTIGATION)
            else {}
        ),
    }

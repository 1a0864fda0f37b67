"""Requests for private material: of whoever holds records, or of the victim for a device.

Each is planned with its grounds, told to the victim in writing, asked, and ended by an answer. A refusal ends
the request; it closes no case and sets no outcome.
"""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from victims.bereaved import Hearer, hearer_of, to_return
from victims.enums import DueCode
from victims.material_enums import MaterialOutcome
from victims.models import MaterialRequest
from victims.notices.material import TO_APPROVE
from victims.rules import material as rules
from victims.sealed import seal_into
from victims.services.held import held
from victims.services.restaging import restage


@deed
def plan_material_request(
    *,
    by: Person,
    victim: Victim,
    kind: str,
    source: str,
    named: str,
    scope: str,
    enquiry: str,
    necessary: str,
    proportionate: str,
    last_resort: str,
    probative: str = "",
    at: datetime | None = None,
) -> MaterialRequest:
    """Write down why private material is needed, before anybody is told or asked. Raises NotAllowed, Invalid.

    `probative` is for counselling records alone, which wait for a chief inspector, who is told.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_plan)
    grounds = {
        "named": named,
        "scope": scope,
        "enquiry": enquiry,
        "necessary": necessary,
        "proportionate": proportionate,
        "last_resort": last_resort,
    }
    rules.check_grounds(kind, source, grounds, probative)
    rules.check_can_be_asked(victim, kind, at)
    row = MaterialRequest(case=case, victim=victim, kind=kind, source=source, planned_at=at, planned_by=by)
    seal_into(row, **grounds)  # type: ignore[arg-type]  # mypy takes a text for the key
    if probative.strip():
        seal_into(row, probative=probative)
    row.save(force_insert=True)
    if row.needs_approval:
        raise_notice(kind=TO_APPROVE, source=row.pk, subject_id=row.pk, at=at)
    _record(by, Action.MATERIAL_PLANNED, row)
    return row


@deed
def decide_material_request(
    *, by: Person, material: MaterialRequest, approve: bool, note: str, at: datetime | None = None
) -> MaterialRequest:
    """A chief inspector or above, who did not write it, decides on counselling records.

    A request that is not approved ends. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, material)
    rules.check_can_decide(by, row)
    rules.check_said("note", note, "Say why, so that whoever reads it later can follow the decision.")
    row.approved, row.decided_at, row.decided_by = approve, at, by
    seal_into(row, approval=note)
    if not approve:
        _end(row, MaterialOutcome.NOT_APPROVED, by=by, on=london_date(at))
    row.save()
    settle(by=by, at=at, subject_id=row.pk)
    _record(by, Action.MATERIAL_DECIDED, row)
    return row


@deed
def give_material_notice(
    *,
    by: Person,
    material: MaterialRequest,
    noticed_on: date,
    notice_how: str,
    notice_to: str,
    views: str,
    at: datetime | None = None,
) -> MaterialRequest:
    """Record the written notice: when, how, to whom, and what the victim said of it.

    From its day the request counts as pending (then.py). Raises NotAllowed, Stale and Invalid (also for a way
    that is not safe for the victim).
    """
    at = at or now()
    row = _held(by, material)
    rules.check_can_give_notice(by, row)
    rules.check_notice(by, row, on=noticed_on, how=notice_how, to=notice_to, at=at)
    row.noticed_on, row.notice_how, row.notice_to, row.views = noticed_on, notice_how, notice_to, views
    row.noticed_by = by
    row.save()
    _record(by, Action.MATERIAL_NOTICE_GIVEN, row)
    restage(case=row.case, by=by, at=at, why="The written notice of a request for material was recorded.")
    return row


@deed
def send_material_request(
    *,
    by: Person,
    material: MaterialRequest,
    requested_on: date,
    reply_by: date,
    despite: str = "",
    at: datetime | None = None,
) -> MaterialRequest:
    """The request goes to whoever holds the records, on the day of the notice or later; an answer is owed.

    `despite` says how a victim's objection was weighed. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, material)
    rules.check_can_send(by, row)
    rules.check_sending(row, on=requested_on, reply_by=reply_by, despite=despite, at=at)
    row.requested_on, row.reply_by, row.requested_by = requested_on, reply_by, by
    if despite.strip():
        seal_into(row, despite=despite)
    row.save()
    _owe(row, f"Get an answer to the request for records about {row.victim.label}", reply_by, at)
    _record(by, Action.MATERIAL_REQUESTED, row)
    return row


@deed
def record_material_answer(
    *,
    by: Person,
    material: MaterialRequest,
    outcome: str,
    ended_on: date,
    words: str = "",
    at: datetime | None = None,
) -> MaterialRequest:
    """What the holder of the records answered; the request ends. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    row = _held(by, material)
    rules.check_can_record_answer(by, row)
    rules.check_answer(row, outcome=outcome, on=ended_on, at=at)
    return _ended(row, MaterialOutcome(outcome), by=by, on=ended_on, words=words, at=at)


@deed
def record_device_answer(
    *,
    by: Person,
    material: MaterialRequest,
    agreed: bool,
    answered_on: date,
    taken_on: date | None = None,
    return_by: date | None = None,
    words: str = "",
    at: datetime | None = None,
) -> MaterialRequest:
    """The victim agreed freely and the device was taken, or did not agree, which ends the request.

    Its return is owed by `return_by`. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, material)
    rules.check_can_record_agreement(by, row)
    rules.check_agreement(
        row, agreed=agreed, answered_on=answered_on, taken_on=taken_on, return_by=return_by, at=at
    )
    if not agreed:
        return _ended(row, MaterialOutcome.VICTIM_REFUSED, by=by, on=answered_on, words=words, at=at)
    assert return_by is not None  # the rule asked for it
    row.agreed_on, row.taken_on, row.return_by, row.taken_by = answered_on, taken_on, return_by, by
    if words.strip():
        seal_into(row, outcome=words)
    row.save()
    _owe(row, to_return(row.victim, hearer_of(row.victim, at)), return_by, at)
    _record(by, Action.DEVICE_TAKEN, row)
    return row


@deed
def record_device_return(
    *,
    by: Person,
    material: MaterialRequest,
    ended_on: date,
    words: str = "",
    at: datetime | None = None,
) -> MaterialRequest:
    """The device was given back; the request ends. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    row = _held(by, material)
    rules.check_can_record_return(by, row)
    rules.check_return(row, on=ended_on, at=at)
    return _ended(row, MaterialOutcome.RETURNED, by=by, on=ended_on, words=words, at=at)


@deed
def drop_material_request(
    *, by: Person, material: MaterialRequest, words: str, at: datetime | None = None
) -> MaterialRequest:
    """The material is no longer needed. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    row = _held(by, material)
    rules.check_can_drop(by, row)
    rules.check_said("words", words, "Say why it is no longer needed.")
    return _ended(row, MaterialOutcome.DROPPED, by=by, on=london_date(at), words=words, at=at)


def restate_returns(victim: Victim, who: Hearer, at: datetime) -> None:
    """Who hears has changed: a device that was taken goes back to them. Inside a deed."""
    taken = MaterialRequest.objects.filter(victim=victim, taken_on__isnull=False, ended_on__isnull=True)
    for row in taken.select_related("case"):
        assert row.return_by is not None  # set with the day of the taking
        _owe(row, to_return(victim, who), row.return_by, at)


def _held(by: Person, material: MaterialRequest) -> MaterialRequest:
    """The row under the lock of its case, as it stands now."""
    locked(by, material.case_id)
    rows = MaterialRequest.objects.select_related("victim__case__officer_in_charge", "case", "planned_by")
    row: MaterialRequest = rows.get(pk=material.pk)
    return row


def _ended(
    row: MaterialRequest, outcome: MaterialOutcome, *, by: Person, on: date, words: str, at: datetime
) -> MaterialRequest:
    _end(row, outcome, by=by, on=on)
    if words.strip():
        seal_into(row, outcome=words)
    row.save()
    fell_away = "the material is not needed" if outcome == MaterialOutcome.DROPPED else ""
    settle_due(source=row.pk, code=DueCode.MATERIAL.value, at=at, fell_away=fell_away)
    settle(by=by, at=at, subject_id=row.pk)
    _record(by, Action.MATERIAL_ENDED, row)
    restage(case=row.case, by=by, at=at, why="The end of a request for material was recorded.")
    return row


def _end(row: MaterialRequest, outcome: MaterialOutcome, *, by: Person, on: date) -> None:
    row.outcome, row.ended_on, row.ended_by = outcome, on, by


def _owe(row: MaterialRequest, what: str, due_on: date, at: datetime) -> None:
    raise_due(case=row.case, source=row.pk, code=DueCode.MATERIAL.value, what=what, due_on=due_on, at=at)


def _record(by: Person, action: Action, row: MaterialRequest) -> None:
    record(by=by, action=action, case=row.case_id, subjects=[row.victim_id, row.pk])

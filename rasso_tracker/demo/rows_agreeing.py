"""What the story drew of each withdrawal, made to agree with the rest of the case: who told it, what was
offered, which reasons can be, and that somebody had been in touch before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rasso_tracker.clocks import london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_record import seal_texts
from reviews.enums import AskedBy, Channel
from victims.enums import (
    CommunicationMethod,
    ContactAbout,
    GivenBy,
    Support,
    ToldBy,
    WithdrawalKind,
    WithdrawalReason,
)
from victims.material_enums import MaterialKind
from victims.models import (
    REASON_COLUMNS,
    Contact,
    IsvaSupport,
    MaterialRequest,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    Withdrawal,
)
from victims.support_enums import SupportStep

# After contact was lost nobody reaches a victim for this long.
OUT_OF_REACH = timedelta(days=60)
WAY, PHONE = CommunicationMethod.VIA_ISVA.value, CommunicationMethod.PHONE.value
NOT_OFFERED = "They asked not to be rung about anything, support included."


def agree(case: CaseRows) -> None:
    """Before what follows from a withdrawal is worked out: what an ISVA told, the facts of the day."""
    for one in case.rows[Contact]:
        if one.method == CommunicationMethod.VIA_STO and not _had_sto(case, one):
            one.method = PHONE
    for row in case.rows[Withdrawal]:
        _who_told(case, row)
        _what_was_offered(case, row)
        if row.kind == WithdrawalKind.LOST_CONTACT:
            _out_of_reach(case, row)
            continue
        for column in REASON_COLUMNS.values():
            setattr(row, column, _possible(case, row, getattr(row, column)))
        row.primary_reason = row.reasons_of_victim[0] if row.primary_reason else ""
        if row.reasons_of_third_party:
            seal_texts(case, row, third_party_words=names.REPORTED)
        _in_touch_before(case, row)


def agree_ways(case: CaseRows) -> None:
    """Nobody is reached through an ISVA whom they do not have then: it was by phone. Before any row.

    Nor does anybody prefer an ISVA who has gone: how else to reach them was asked then.
    """
    life = case.life
    for place, one in enumerate(life.victims):
        if one.method == WAY and not has_isva(case, place, case.world.now):
            one.method = PHONE
    for contact in life.contacts:
        if contact.method == WAY and not has_isva(case, contact.victim, contact.at):
            contact.method = PHONE
    for told in (told for decision in life.decisions for told in decision.told):
        if told.told_at and told.method == WAY and not has_isva(case, told.victim, told.told_at):
            told.method = PHONE
        if told.wanted:
            told.wanted = life.victims[told.victim].method
    for asked in (asked for decision in life.decisions for asked in decision.requests):
        if asked.asked_by == AskedBy.ISVA and not has_isva(case, asked.victim, asked.received_at):
            asked.asked_by = AskedBy.FAMILY.value
        if asked.channel == Channel.VIA_ISVA and not has_isva(case, asked.victim, asked.received_at):
            asked.channel = Channel.EMAIL.value


def has_isva(case: CaseRows, place: int, at: datetime) -> bool:
    """Whether the victim at this place of the story has an ISVA at that moment."""
    return any(
        one.victim == place and one.began <= at and (one.ended is None or one.ended > at)
        for one in case.life.support
    )


def _had_sto(case: CaseRows, contact: Any) -> bool:
    """Whether a trained officer was deployed for the victim when somebody was in touch."""
    at: datetime = contact.occurred_at
    return any(
        one.deployed_at <= at and (one.ended_at is None or one.ended_at > at)
        for one in _of(case, StoDeployment, contact)
        if one.deployed_at is not None
    )


def _of(case: CaseRows, model: Any, row: Any) -> list[Any]:
    return [one for one in case.rows[model] if one.victim_id == row.victim_id]


def _who_told(case: CaseRows, row: Any) -> None:
    """An ISVA who supported them then, or a trained officer who was deployed; else it was on the phone."""
    at: datetime = row.occurred_at
    shared = [one for one in _of(case, IsvaSupport, row) if one.started_at <= at]
    with_isva = any(one.ended_at is None or row.recorded_at <= one.ended_at for one in shared)
    deployed = any(one.deployed_at <= at for one in _of(case, StoDeployment, row))
    if row.told_by == ToldBy.VIA_ISVA and not with_isva:
        own, theirs = REASON_COLUMNS[GivenBy.VICTIM], REASON_COLUMNS[GivenBy.THIRD_PARTY]
        setattr(row, own, getattr(row, theirs))
        setattr(row, theirs, [])
        row.primary_reason = row.reasons_of_victim[0]
    elif row.told_by != ToldBy.VIA_STO or deployed:
        return
    row.told_by, row.spoken_by = ToldBy.PHONE_NOTE, row.recorded_by


def _what_was_offered(case: CaseRows, row: Any) -> None:
    """What the steps of support say by that day; where they say nothing, why nothing was offered."""
    day, at = london_date(row.occurred_at), row.occurred_at
    kinds = {one.pk: one.kind for one in _of(case, SupportReferral, row)}
    offered = {
        kinds[one.referral_id]
        for one in case.rows[SupportEvent]
        if one.referral_id in kinds and one.step == SupportStep.OFFERED and one.happened_on <= day
    }
    if any(one.deployed_at <= at for one in _of(case, StoDeployment, row)):
        offered.add(Support.STO.value)
    if any(one.started_at <= at for one in _of(case, IsvaSupport, row)):
        offered.add(Support.ISVA.value)
    row.support_offered = [kind for kind in Support.values if kind in offered]
    if not offered and row.kind != WithdrawalKind.LOST_CONTACT:
        seal_texts(case, row, no_support_because=NOT_OFFERED)


def _possible(case: CaseRows, row: Any, reasons: list[str]) -> list[str]:
    """Nobody withdraws over a request that was never made, or for want of support that they had."""
    day = london_date(row.occurred_at)
    asked = {one.kind for one in _of(case, MaterialRequest, row) if one.noticed_on and one.noticed_on <= day}
    cannot = {
        WithdrawalReason.DEVICE_REQUEST: MaterialKind.DEVICE not in asked,
        WithdrawalReason.RECORDS_REQUEST: MaterialKind.THIRD_PARTY not in asked,
        WithdrawalReason.LACK_OF_SUPPORT: bool(row.support_offered),
    }
    kept = [one for one in reasons if not cannot.get(WithdrawalReason(one), False)]
    return kept or ([WithdrawalReason.MOVE_ON.value] if reasons else [])


def _in_touch_before(case: CaseRows, row: Any) -> None:
    if any(one.occurred_at <= row.occurred_at for one in _of(case, Contact, row)):
        return
    added = max(case.life.opened_at, row.victim.added_at)
    at = added + (row.occurred_at - added) / 2
    told = case.add(
        Contact,
        at,
        victim=row.victim,
        occurred_at=at,
        direction="out",
        method="phone",
        reached=True,
        about=[ContactAbout.SUPPORT.value, ContactAbout.WISHES.value],
        recorded_at=at,
        recorded_by=row.recorded_by,
    )
    seal_texts(case, told, summary=names.TALKS[0])


def _out_of_reach(case: CaseRows, row: Any) -> None:
    """Contacts after contact was lost are attempts, of ours: a victim who rings is in touch."""
    for one in _of(case, Contact, row):
        if timedelta() < one.occurred_at - row.occurred_at < OUT_OF_REACH:
            one.reached, one.direction, one.about = False, "out", [ContactAbout.UPDATE.value]
            seal_texts(case, one, summary=names.TRIES[0])

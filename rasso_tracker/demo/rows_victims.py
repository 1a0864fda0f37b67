"""Rows of the victims' side: identity, how to reach them, contacts, support, withdrawals and returns."""

from __future__ import annotations

from actionplans.as_at import PlansThen
from actionplans.models import ActionPlan, ActionPlanItem, ItemCheck, ItemDispute, ItemReturn, PlanDate
from cases.models import Assignment
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.events import WithdrawalFacts
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_agreeing import agree, agree_ways
from rasso_tracker.demo.rows_isva import isva_rows
from rasso_tracker.demo.rows_material import material_rows
from rasso_tracker.demo.rows_record import record_rows, seal_texts
from rasso_tracker.demo.rows_support import support_rows
from rasso_tracker.vault import blind_index
from victims.enums import CheckedIn, DueCode, FromWhat, ToldBy, WithdrawalKind
from victims.models import (
    REASON_COLUMNS,
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    Withdrawal,
)
from victims.services.identity import DATE_OF_BIRTH_LABEL, NAME_LABEL
from victims.stages import TABLE_VERSION, bears_on_victim, withdrawal_stage
from victims.terms import terms
from victims.then import CaseThen

# How a choice was told: where a supervisor finds it, and whether somebody spoke with the victim.
FOUND_IN = {
    ToldBy.SIGNED_STATEMENT: CheckedIn.STATEMENT,
    ToldBy.RECORDED: CheckedIn.RECORDING,
    ToldBy.EMAIL_OR_TEXT: CheckedIn.MESSAGE,
    ToldBy.LETTER: CheckedIn.MESSAGE,
    ToldBy.VIA_ISVA: CheckedIn.ISVA_NOTE,
    ToldBy.VIA_STO: CheckedIn.STO_NOTE,
}
SPOKEN = (ToldBy.SIGNED_STATEMENT, ToldBy.RECORDED, ToldBy.IN_PERSON, ToldBy.PHONE_NOTE, ToldBy.VIA_STO)


def victim_rows(case: CaseRows) -> None:
    agree_ways(case)
    for place in range(len(case.victims)):
        _identity(case, place)
        _contact_details(case, place)
    _contacts(case)
    _concerns(case)
    _support(case)
    material_rows(case)
    support_rows(case)
    _withdrawals(case)
    agree(case)
    _updates_due(case)
    isva_rows(case)
    record_rows(case)


def _identity(case: CaseRows, place: int) -> None:
    told, at = case.life.victims[place], case.life.victims[place].added_at
    born = told.born.isoformat()
    row = case.add(
        Identity,
        at,
        victim=case.victims[place],
        recorded_at=at,
        recorded_by=case.life.opened_by,
        name_index=blind_index(NAME_LABEL, told.name),
        date_of_birth_index=blind_index(DATE_OF_BIRTH_LABEL, born),
    )
    seal_texts(case, row, name=told.name, known_as="", date_of_birth=born)


def _contact_details(case: CaseRows, place: int) -> None:
    told, at, number = case.life.victims[place], case.life.victims[place].added_at, case.life.number
    used = {one.method for one in case.life.contacts if one.victim == place} | {told.method}
    never = [way for way in ("post", "email", "text") if way not in used] if number % 5 == 2 else []
    row = case.add(
        ContactDetails,
        at,
        victim=case.victims[place],
        recorded_at=at,
        recorded_by=case.life.opened_by,
        preferred_method=told.method,
        safe_to_leave_message=number % 4 == 0,
        interpreter_needed=bool(told.language),
        forbidden_methods=never,
        forbidden_because="overheard" if never else "",
    )
    seal_texts(
        case,
        row,
        phone=f"07700 900{(number * 7 + place) % 1000:03d}",  # a range that no telephone ever gets
        email=f"{told.name.lower().replace(' ', '.')}{number}@example.org",
        address=", ".join(names.home(number, case.life.district.name)),
        safe_times=("", "Weekdays after ten", "Evenings", "Not at weekends")[number % 4],
        language=told.language,
    )


def _contacts(case: CaseRows) -> None:
    for told in case.life.contacts:
        row = case.add(
            Contact,
            told.at,
            victim=case.victims[told.victim],
            occurred_at=told.at,
            direction=told.direction,
            method=told.method,
            reached=told.reached,
            about=told.about,
            recorded_at=told.at,
            recorded_by=told.by,
        )
        seal_texts(case, row, summary=told.words)


def _concerns(case: CaseRows) -> None:
    for told in case.life.concerns:
        victim = case.victims[told.victim]
        row = case.add(
            SafeguardingConcern,
            told.at,
            victim=victim,
            about=told.about,
            act_by=told.act_by,
            raised_at=told.at,
            raised_by=told.by,
            outcome=told.outcome,
            resolved_at=told.resolved_at,
            resolved_by=told.resolved_by,
        )
        seal_texts(case, row, concern=told.words)
        if told.resolved_at is not None:
            seal_texts(case, row, done=told.done)
            continue
        case.owe(
            source=row.pk,
            code=DueCode.SAFEGUARDING.value,
            what=f"Safeguarding: act on the concern about {victim.label}",
            due_on=told.act_by,
            at=told.at,
        )


def _support(case: CaseRows) -> None:
    for told in case.life.support:
        case.add(
            IsvaSupport,
            told.began,
            victim=case.victims[told.victim],
            isva=told.isva,
            consented_on=london_date(told.began),
            started_at=told.began,
            recorded_by=told.by,
            ended_at=told.ended,
            ended_by=told.by if told.ended else None,
            ended_because="ended" if told.ended else "",
        )


def _withdrawals(case: CaseRows) -> None:
    for told in case.life.withdrawals:
        row = case.add(
            Withdrawal,
            told.recorded_at,
            victim=case.victims[told.victim],
            kind=told.kind,
            occurred_at=told.at,
            stage_table=TABLE_VERSION,
            primary_reason=told.primary,
            told_by=told.told_by,
            from_what=_from_what(told),
            spoken_by=told.by if told.told_by in SPOKEN else None,
            support_offered=told.support,
            barriers=told.barriers,
            recontact_welcome=told.welcome,
            recorded_at=told.recorded_at,
            recorded_by=told.by,
            corroborated_at=told.corroborated_at,
            corroborated_by=told.corroborated_by,
            corroborated_from=[_found_in(told)] if told.corroborated_at else [],
        )
        for giver, column in REASON_COLUMNS.items():
            setattr(row, column, list(told.reasons.get(giver, [])))
        row.stage = _stage(case, row)
        seal_texts(case, row, own_words=told.words)
        if told.basis:
            seal_texts(case, row, officer_words=told.basis)
        if told.barriers:
            seal_texts(case, row, tried=told.tried)
        if told.corroborated_at:
            seal_texts(case, row, corroboration_note=told.corroboration)
    for again in case.life.again:
        row = case.add(
            Reengagement,
            again.at,
            victim=case.victims[again.victim],
            occurred_at=again.at,
            told_by=again.told_by,
            recorded_at=again.at,
            recorded_by=again.by,
        )
        seal_texts(case, row, own_words=again.words)


def withdrawal_days(case: CaseRows) -> None:
    """The facts of the day of each withdrawal, once every row of the case stands."""
    withdrawals = case.rows[Withdrawal]
    if not withdrawals:
        return
    rows = case.rows
    plans = PlansThen(
        rows[ActionPlan],
        rows[PlanDate],
        rows[ActionPlanItem],
        rows[ItemReturn],
        rows[ItemCheck],
        rows[ItemDispute],
    )
    then = CaseThen(
        case.case.reported_on,
        plans,
        rows[Contact],
        rows[Assignment],
        rows[IsvaSupport],
        [one for one in rows[MaterialRequest] if one.noticed_on],
        rows[StoDeployment],
        rows[SupportReferral],
        rows[SupportEvent],
    )
    for row in withdrawals:
        for name, value in then.day(row.victim_id, row.occurred_at).columns().items():
            setattr(row, name, value)


def _found_in(told: WithdrawalFacts) -> CheckedIn:
    how = ToldBy(told.told_by) if told.told_by else ToldBy.PHONE_NOTE
    return FOUND_IN.get(how, CheckedIn.CONTACT_LOG)


def _from_what(told: WithdrawalFacts) -> list[str]:
    """Most no longer want any of it; some only never gave an account, or do not want a court."""
    if told.kind == WithdrawalKind.LOST_CONTACT:
        return []
    if told.kind == WithdrawalKind.NEVER_SUPPORTED:
        return [FromWhat.STATEMENT, FromWhat.INVESTIGATION]
    return [FromWhat.INVESTIGATION, FromWhat.PROSECUTION]


def _stage(case: CaseRows, row: Withdrawal) -> str:
    lines = [(one.pk, one.victim_id, one.suspect_id) for one in case.allegations]
    events = [one for one in case.milestones if bears_on_victim(one, row.victim_id, lines)]
    position = withdrawal_stage(events, row.occurred_at)
    return terms().stage_at(position, london_date(row.occurred_at))


def _updates_due(case: CaseRows) -> None:
    """The update that is owed next to a victim of an open case who takes part."""
    for place, last in case.life.updates_due.items():
        clock = deadline(ClockCode.VICTIM_UPDATE, last)
        victim = case.victims[place]
        case.owe(
            source=victim.pk,
            code=DueCode.VICTIM_UPDATE.value,
            what=f"Tell {victim.label} how the case stands",
            due_on=clock.due_on,
            rule=ClockCode.VICTIM_UPDATE.value,
            started_on=clock.start_on,
            at=last,
        )

"""What a victim told of themselves, what they need, and the choice about enhanced rights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cases.models import Victim
from cases.services import raise_due, set_enhanced_rights, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, now
from rasso_tracker.people.models import Person
from victims import rules
from victims.bereaved import DIED, death_of
from victims.enums import DueCode
from victims.hooks import rights_changed
from victims.models import Characteristics, NeedsAssessment, RightsChoice
from victims.owning import contact_owner
from victims.record_enums import PREFERS_NOT_TO_SAY, AssessedBecause, Characteristic
from victims.sealed import seal_into
from victims.services.events import retime_events
from victims.services.held import held


@deed
def record_characteristics(
    *,
    by: Person,
    victim: Victim,
    sex: str = "",
    gender: str = "",
    ethnicity: str = "",
    religion: str = "",
    orientation: str = "",
    disability: str = "",
    marriage: str = "",
    pregnancy: str = "",
    at: datetime | None = None,
) -> Characteristics:
    """Record, or correct, the protected characteristics as the victim gave them.

    "" is "not asked", "prefers_not_to_say" is an answer of its own: neither is ever taken for the other.
    Raises NotAllowed and Invalid.
    """
    at = at or now()
    said = (sex, gender, ethnicity, religion, orientation, disability, marriage, pregnancy)
    answers = dict(zip(Characteristic.values, said, strict=True))
    case = held(by, victim, rules.check_can_record_characteristics)
    rules.check_characteristics(answers)
    Characteristics.objects.filter(victim=victim, superseded_at__isnull=True).update(superseded_at=at)
    row = Characteristics(
        case=case,
        victim=victim,
        recorded_at=at,
        recorded_by=by,
        answered=[name for name, one in answers.items() if one and one != PREFERS_NOT_TO_SAY],
        not_said=[name for name, one in answers.items() if one == PREFERS_NOT_TO_SAY],
    )
    seal_into(row, answers=json.dumps({name: one for name, one in answers.items() if one}))
    row.save(force_insert=True)
    record(by=by, action=Action.CHARACTERISTICS_RECORDED, case=case, subjects=[victim.pk, row.pk])
    return row


def owe_first_assessment(*, victim: Victim, at: datetime, **_: Any) -> None:
    """A victim who was added is to be asked what they need (cases.hooks.victim_added); an assessment ends it.

    The clock is ours [A]: the Code wants every victim's needs assessed, and names no day.
    """
    _owe_first(victim, at, at, owner=None)


def _owe_first(victim: Victim, added_at: datetime, at: datetime, *, owner: Person | None) -> None:
    clock = deadline(ClockCode.NEEDS_ASSESSMENT_FIRST, added_at)
    raise_due(
        case=victim.case,
        source=victim.pk,
        code=DueCode.NEEDS_ASSESSMENT.value,
        what=f"Assess what {victim.label} needs",
        due_on=clock.due_on,
        owner=owner,
        rule=ClockCode.NEEDS_ASSESSMENT_FIRST.value,
        started_on=clock.start_on,
        at=at,
    )


def restate_needs(victim: Victim, at: datetime) -> None:
    """Owe the next assessment as the rows that stand say; of a victim who has died none. Inside a deed."""
    if death_of(victim) is not None:
        settle_due(source=victim.pk, code=DueCode.NEEDS_ASSESSMENT.value, at=at, fell_away=DIED)
        return
    latest = NeedsAssessment.objects.filter(victim=victim).first()
    if latest is None:
        _owe_first(victim, victim.added_at, at, owner=contact_owner(victim))
        return
    by_clock = deadline(ClockCode.NEEDS_ASSESSMENT, latest.assessed_at).due_on == latest.next_due_on
    raise_due(
        case=victim.case,
        source=victim.pk,
        code=DueCode.NEEDS_ASSESSMENT.value,
        what=f"Assess again what {victim.label} needs",
        due_on=latest.next_due_on,
        owner=contact_owner(victim),
        rule=ClockCode.NEEDS_ASSESSMENT.value if by_clock else "",
        started_on=london_date(latest.assessed_at),
        at=at,
    )


@deed
def assess_needs(
    *,
    by: Person,
    victim: Victim,
    assessed_at: datetime,
    because: str = "",
    needs: Sequence[str] = (),
    words: str = "",
    next_due_on: date | None = None,
    at: datetime | None = None,
) -> NeedsAssessment:
    """Record what a victim needs, as assessed on a day; the next assessment is owed by the date given, else
    by the clock. `because` says why needs are assessed again; the first assessment needs no reason. Raises
    NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_assess_needs)
    clock = None if next_due_on else deadline(ClockCode.NEEDS_ASSESSMENT, assessed_at)
    due_on = next_due_on or (clock.due_on if clock else london_date(at))
    rules.check_assessment(victim, because, assessed_at, due_on, at)
    row = NeedsAssessment(
        case=case,
        victim=victim,
        because=because or AssessedBecause.FIRST.value,
        assessed_at=assessed_at,
        needs=list(dict.fromkeys(needs)),
        next_due_on=due_on,
        recorded_at=at,
        recorded_by=by,
    )
    seal_into(row, words=words)
    row.save(force_insert=True)
    settle_due(source=victim.pk, code=DueCode.NEEDS_ASSESSMENT.value, at=at)
    restate_needs(victim, at)
    record(by=by, action=Action.NEEDS_ASSESSED, case=case, subjects=[victim.pk, row.pk])
    return row


@deed
def record_rights_choice(
    *,
    by: Person,
    victim: Victim,
    takes_up: bool,
    chosen_at: datetime,
    told_by: str,
    explained: bool | None = None,
    words: str = "",
    at: datetime | None = None,
) -> RightsChoice:
    """Record that a victim declines enhanced rights, or takes them up again. They have them from the start.

    What falls due from then on follows the choice: 5 working days after declining, 1 otherwise. Raises
    NotAllowed, Invalid, and Stale when the choice stands already.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_choose_rights)
    victim.refresh_from_db(fields=["enhanced_rights", "version"])
    rules.check_rights_choice(
        victim, takes_up=takes_up, explained=bool(explained), told_by=told_by, chosen_at=chosen_at, at=at
    )
    row = RightsChoice(
        case=case,
        victim=victim,
        takes_up=takes_up,
        chosen_at=chosen_at,
        told_by=told_by,
        recorded_at=at,
        recorded_by=by,
    )
    seal_into(row, words=words)
    row.save(force_insert=True)
    set_enhanced_rights(victim=victim, takes_up=takes_up, chosen_at=chosen_at)
    retime_events(victim, at)
    rights_changed(victim=victim, at=at)
    record(by=by, action=Action.RIGHTS_CHOSEN, case=case, subjects=[victim.pk, row.pk])
    return row

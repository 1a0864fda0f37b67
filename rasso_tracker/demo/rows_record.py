"""Rows of a victim's record: what they told of themselves, needs, how often they hear, what they are owed.

Drawn by the number of the case, apart from the story's own dice, so that the story stays as it was.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo.rows import CaseRows
from victims.ages import OF_AGE
from victims.enums import ContactAbout, DueCode
from victims.models import (
    Characteristics,
    Circumstances,
    Contact,
    ContactAlert,
    EventTelling,
    NeedsAssessment,
    UpdateAgreement,
)
from victims.record_enums import (
    ANSWERS,
    PREFERS_NOT_TO_SAY,
    STOPS,
    AlertAbout,
    Characteristic,
    Need,
    YesNoUnknown,
)
from victims.services.events import EVENTS, telling_clock, to_tell
from victims.stages import bears_on_victim

ASKED = 0.7  # [A] of victims: somebody asked about protected characteristics
ASSESSED = 0.85  # [A] of victims: needs assessed
NOT_ASSESSED_FOR = timedelta(days=21)  # [A] nobody lets a first assessment wait much longer
RECENT = timedelta(days=14)  # an event of an open case that nobody has told of yet


def seal_texts(case: CaseRows, row: Any, **texts: str) -> None:
    """As victims.sealed does, with the case's key at hand; a test opens every text through that module."""
    for field, text in texts.items():
        sealed = case.seal(f"victims.{row._meta.model_name}.{field}", row.pk, text)
        setattr(row, f"{field}_sealed", sealed)


def record_rows(case: CaseRows) -> None:
    for place in range(len(case.victims)):
        dice = Random(case.life.number * 31 + place)  # noqa: S311  # the demo is made alike each time
        _characteristics(case, place, dice)
        _circumstances(case, place)
        _needs(case, place, dice)
        _agreement(case, place, dice)
        _events(case, place)
        _alert(case, place)


def _by(case: CaseRows, at: datetime) -> dict[str, Any]:
    return {"recorded_at": at, "recorded_by": case.life.opened_by}


def _characteristics(case: CaseRows, place: int, dice: Random) -> None:
    if dice.random() > ASKED:
        return
    answers: dict[str, str] = {}
    for one in Characteristic:
        said = dice.random()
        if said < 0.75:
            answers[one.value] = dice.choice(ANSWERS[one])[0]
        elif said < 0.87:
            answers[one.value] = PREFERS_NOT_TO_SAY
    at = case.life.victims[place].added_at
    row = case.add(
        Characteristics,
        at,
        victim=case.victims[place],
        answered=[name for name, one in answers.items() if one != PREFERS_NOT_TO_SAY],
        not_said=[name for name, one in answers.items() if one == PREFERS_NOT_TO_SAY],
        **_by(case, at),
    )
    seal_texts(case, row, answers=json.dumps(answers))


def _circumstances(case: CaseRows, place: int) -> None:
    """Of every child that they were one, and of most adults that they were not."""
    born, reported = case.life.victims[place].born, case.life.reported_on
    had_birthday = (reported.month, reported.day) >= (born.month, born.day)
    child = reported.year - born.year - (not had_birthday) < OF_AGE
    if child or case.life.number % 4:
        at = case.life.victims[place].added_at
        said = YesNoUnknown.YES if child else YesNoUnknown.NO
        case.add(Circumstances, at, victim=case.victims[place], under_18=said.value, **_by(case, at))


def _needs(case: CaseRows, place: int, dice: Random) -> None:
    """Assessed at the start and, while the case is open, again whenever it falls due."""
    victim, at, is_open = case.victims[place], case.life.victims[place].added_at, _is_open(case, place)
    if dice.random() > ASSESSED:
        if is_open and at > case.world.now - NOT_ASSESSED_FOR:
            _first_owed(case, victim, at)
        return
    while True:
        clock = deadline(ClockCode.NEEDS_ASSESSMENT, at)
        row = case.add(
            NeedsAssessment,
            at,
            victim=victim,
            assessed_at=at,
            because="first" if at == case.life.victims[place].added_at else "planned",
            needs=sorted(dice.sample(Need.values, dice.randint(0, 3))),
            next_due_on=clock.due_on,
            **_by(case, at),
        )
        seal_texts(case, row, words="")
        again = at + timedelta(days=dice.randint(70, 88))
        if not is_open or again >= case.world.now:
            break
        at = again
    if is_open:
        case.owe(
            source=victim.pk,
            code=DueCode.NEEDS_ASSESSMENT.value,
            what=f"Assess again what {victim.label} needs",
            due_on=clock.due_on,
            rule=ClockCode.NEEDS_ASSESSMENT.value,
            started_on=clock.start_on,
            at=at,
        )


def _first_owed(case: CaseRows, victim: Victim, at: datetime) -> None:
    clock = deadline(ClockCode.NEEDS_ASSESSMENT_FIRST, at)
    case.owe(
        source=victim.pk,
        code=DueCode.NEEDS_ASSESSMENT.value,
        what=f"Assess what {victim.label} needs",
        due_on=clock.due_on,
        rule=ClockCode.NEEDS_ASSESSMENT_FIRST.value,
        started_on=clock.start_on,
        at=at,
    )


def _is_open(case: CaseRows, place: int) -> bool:
    return place in case.life.updates_due


def _agreement(case: CaseRows, place: int, dice: Random) -> None:
    if dice.random() < 0.6:
        at = case.life.victims[place].added_at
        agreed = {"every_days": 28, "agreed_on": london_date(at)}
        case.add(UpdateAgreement, at, victim=case.victims[place], **agreed, **_by(case, at))


def _events(case: CaseRows, place: int) -> None:
    """Each event that a later contact told of, and in open cases the recent ones that nobody has yet."""
    victim = case.victims[place]
    lines = [(one.pk, one.victim_id, one.suspect_id) for one in case.allegations]
    reached = [one for one in case.rows[Contact] if one.victim_id == victim.pk and one.reached]
    for milestone in case.milestones:
        if milestone.kind not in EVENTS or not bears_on_victim(milestone, victim.pk, lines):
            continue
        after = (one for one in reached if one.occurred_at >= milestone.occurred_at)
        told = min(after, key=lambda one: one.occurred_at, default=None)
        recent = milestone.occurred_at > case.world.now - RECENT
        if told is None and not (recent and _is_open(case, place)):
            continue
        _telling(case, victim, milestone, told)


def _telling(case: CaseRows, victim: Any, milestone: Any, told: Any) -> None:
    clock = telling_clock(victim, milestone.occurred_at)
    assert clock.rule is not None
    row = case.add(
        EventTelling,
        milestone.recorded_at,
        victim=victim,
        milestone=milestone,
        occurred_at=milestone.occurred_at,
        clock=clock.rule.code,
        due_on=clock.due_on,
        raised_at=milestone.recorded_at,
        contact=told,
        told_at=told.occurred_at if told else None,
    )
    if told is not None:
        told.about = list(dict.fromkeys([*told.about, ContactAbout.ARREST_OR_BAIL.value]))
        return
    case.owe(
        source=row.pk,
        code=DueCode.TELL_EVENT.value,
        what=to_tell(row),
        due_on=clock.due_on,
        rule=clock.rule.code,
        started_on=clock.start_on,
        at=milestone.recorded_at,
    )


def _alert(case: CaseRows, place: int) -> None:
    """In a few open cases the suspect has come to know where the victim lives."""
    if place or case.life.number % 61 != 7 or not _is_open(case, place):
        return
    at, victim = case.world.now - timedelta(hours=20), case.victims[place]
    if at < case.life.victims[place].added_at:
        return
    row = case.add(
        ContactAlert,
        at,
        victim=victim,
        about=AlertAbout.ADDRESS_KNOWN.value,
        stops=sorted(way.value for way in STOPS[AlertAbout.ADDRESS_KNOWN]),
        raised_at=at,
        raised_by=case.life.officer,
    )
    seal_texts(case, row, words="His brother was seen outside the house.")
    clock = deadline(ClockCode.CONTACT_CHECK, at)
    case.owe(
        source=row.pk,
        code=DueCode.CONTACT_CHECK.value,
        what=f"Confirm with {victim.label} which ways are safe",
        due_on=clock.due_on,
        rule=ClockCode.CONTACT_CHECK.value,
        started_on=clock.start_on,
        at=at,
    )

"""Requests for private material on some cases: records that others hold, and victims' devices."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.rules import under_age
from rasso_tracker.clocks import london_date
from rasso_tracker.demo.rows import CaseRows
from victims.enums import DueCode
from victims.material_enums import MaterialKind, MaterialOutcome, MaterialSource, NoticeTo, Views, Way
from victims.models import MaterialRequest

SHARE = 0.22  # [A] of cases in which private material of the victim is asked for
SOURCES = {
    MaterialSource.PHONE: 40,
    MaterialSource.HEALTH: 22,
    MaterialSource.COUNCIL: 14,
    MaterialSource.EDUCATION: 10,
    MaterialSource.COUNSELLING: 8,
    MaterialSource.ACCOUNT: 6,
}
WORDS = {
    MaterialSource.PHONE: ("The victim's phone.", "Messages with the suspect in the week of the report."),
    MaterialSource.ACCOUNT: ("A photo account.", "Pictures of the evening alone."),
    MaterialSource.HEALTH: ("The hospital.", "Notes of the visit after the offence."),
    MaterialSource.COUNCIL: ("The council's social care team.", "Whether an earlier report was recorded."),
    MaterialSource.EDUCATION: ("The college.", "The attendance register of one month."),
    MaterialSource.COUNSELLING: ("A counselling service.", "One session that the victim spoke of."),
}
GROUNDS = {
    "enquiry": "What was said and seen on the day.",
    "necessary": "No other source holds it.",
    "proportionate": "A short time, and no more than the line of enquiry needs.",
    "last_resort": "The victim was asked first, and what the police hold was looked through.",
}


def material_rows(case: CaseRows) -> None:
    """One request at most, as far as it has come by now or by the victim's withdrawal."""
    rng = Random(f"material {case.case.pk}")  # noqa: S311  # a story, not a key
    if not case.victims or rng.random() > SHARE:
        return
    planned = case.life.opened_at + timedelta(days=rng.uniform(2, 20))
    planned = planned.replace(hour=rng.randint(9, 16))  # written at a desk
    until = min([case.world.now, *(one.at for one in case.life.withdrawals)])
    if planned >= until:
        return
    source = rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    named, scope = WORDS[source]
    device = source in (MaterialSource.PHONE, MaterialSource.ACCOUNT)
    row = case.add(
        MaterialRequest,
        planned,
        victim=case.victims[0],
        kind=MaterialKind.DEVICE if device else MaterialKind.THIRD_PARTY,
        source=source,
        planned_at=planned,
        planned_by=case.life.officer,
    )
    words = {"named": named, "scope": scope, **GROUNDS}
    if source is MaterialSource.COUNSELLING:  # it waits for a chief inspector
        words["probative"] = "The victim says that the suspect was named in it."
    _seal(case, row, words)
    if source is MaterialSource.COUNSELLING:
        if case.is_closed:
            _end(case, row, MaterialOutcome.DROPPED, planned + timedelta(days=9))
        return
    noticed = planned + timedelta(days=rng.uniform(0.5, 4))
    if noticed < until:
        born = case.life.victims[0].born
        to = NoticeTo.PARENT if device and under_age(born, london_date(noticed)) else NoticeTo.VICTIM
        _set(row, noticed_on=london_date(noticed), notice_how=Way.POST, notice_to=to)
        _set(row, views=rng.choices([Views.NO_OBJECTION, Views.NOT_SAID], [4, 1])[0])
        _by(row, "noticed_by", case.life.officer)
        (_device if device else _records)(case, row, noticed, until, rng)
    elif case.is_closed:
        _end(case, row, MaterialOutcome.DROPPED, noticed)


def _device(case: CaseRows, row: Any, noticed: datetime, until: datetime, rng: Random) -> None:
    told = noticed + timedelta(days=rng.uniform(0.2, 5))
    if rng.random() < 0.2 or told >= until:
        if told < until or case.is_closed:
            _end(case, row, MaterialOutcome.VICTIM_REFUSED, min(told, case.world.now))
        return
    back = told + timedelta(days=rng.uniform(1, 9))
    day = london_date(told)
    _set(row, agreed_on=day, taken_on=day, return_by=day + timedelta(days=7))
    _by(row, "taken_by", case.life.officer)
    if back < case.world.now:
        _end(case, row, MaterialOutcome.RETURNED, back)
    else:
        _owe(case, row, f"Give {row.victim.label} their device back", row.return_by, told)


def _records(case: CaseRows, row: Any, noticed: datetime, until: datetime, rng: Random) -> None:
    asked = noticed + timedelta(days=rng.uniform(0.1, 3))
    if asked >= until:
        if case.is_closed:
            _end(case, row, MaterialOutcome.DROPPED, min(asked, case.world.now))
        return
    day = london_date(asked)
    _set(row, requested_on=day, reply_by=day + timedelta(days=28))
    _by(row, "requested_by", case.life.officer)
    answer = asked + timedelta(days=rng.uniform(8, 70))
    if answer < case.world.now:
        came = rng.choices(
            [MaterialOutcome.PROVIDED, MaterialOutcome.IN_PART, MaterialOutcome.NONE_HELD], [6, 3, 2]
        )[0]
        _end(case, row, came, answer)
    elif case.is_closed:
        _end(case, row, MaterialOutcome.DROPPED, case.world.now)
    else:
        what = f"Get an answer to the request for records about {row.victim.label}"
        _owe(case, row, what, row.reply_by, asked)


def _seal(case: CaseRows, row: Any, words: dict[str, str]) -> None:
    for field, text in words.items():
        setattr(row, f"{field}_sealed", case.seal(f"victims.materialrequest.{field}", row.pk, text))


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _by(row: Any, name: str, person: Any) -> None:
    setattr(row, f"{name}_id", person.pk)


def _end(case: CaseRows, row: Any, outcome: MaterialOutcome, moment: datetime) -> None:
    _set(row, outcome=outcome, ended_on=london_date(moment))
    _by(row, "ended_by", case.life.officer)


def _owe(case: CaseRows, row: Any, what: str, due_on: Any, at: datetime) -> None:
    case.owe(source=row.pk, code=DueCode.MATERIAL.value, what=what, due_on=due_on, at=at)

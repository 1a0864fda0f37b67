"""What ISVAs told the police for clients: confirmed where a withdrawal came through them, else waiting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import ClockCode, deadline, is_working_day, london_date, london_instant
from rasso_tracker.demo.events import SupportFacts
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_record import seal_texts
from rasso_tracker.people.models import Person
from victims.appointment_enums import Ended, Joins, WillTell
from victims.enums import MEETING_WAYS, DueCode, FromWhat, ToldBy, WithdrawalKind
from victims.models import Contact, JointAppointment, Withdrawal, WithdrawalTold
from victims.services.appointments import record_by, to_keep

FRIDAY = 5  # isoweekday
WAITING = 3  # one in so many of the cases with an ISVA whose client has not withdrawn


def isva_rows(case: CaseRows) -> None:
    """After the withdrawals of the case stand."""
    for support in case.life.support:
        victim = case.victims[support.victim]
        made = [one for one in case.rows[Withdrawal] if one.victim_id == victim.pk]
        for row in made:
            if (
                row.told_by == ToldBy.VIA_ISVA
                and support.began <= row.occurred_at
                and (support.ended is None or row.recorded_at <= support.ended)
            ):
                case.add(
                    WithdrawalTold,
                    row.recorded_at,
                    victim=victim,
                    kind=row.kind,
                    occurred_at=row.occurred_at,
                    from_what=list(row.from_what),
                    asked_to_tell=True,
                    told_at=row.occurred_at,
                    told_by=support.isva,
                    answered_at=row.recorded_at,
                    answered_by=row.recorded_by,
                    withdrawal=row,
                )
                break
        told_at = case.world.now - timedelta(hours=20)
        waits = support.ended is None and not made and support.victim in case.life.updates_due
        if waits and support.began < told_at:
            _appointment(case, victim, support.isva, told_at)
            _was_held(case, victim, support)
            _not_recorded_yet(case, victim, support)
        if waits and case.life.number % WAITING == 0 and support.began < told_at - timedelta(hours=3):
            _waits(case, victim, support.isva, told_at)


def _was_held(case: CaseRows, victim: Victim, support: SupportFacts) -> None:
    """The last talk since an ISVA supports them was a joint appointment, in every other case."""
    if case.life.number % 2:
        return
    since = support.began + timedelta(days=3)
    talks = [
        one
        for one in case.rows[Contact]
        if one.victim_id == victim.pk and one.reached and one.direction == "out"
        and one.method in MEETING_WAYS and one.occurred_at > since
    ]  # fmt: skip
    if talks:
        talk = talks[-1]
        arranged = talk.occurred_at - timedelta(days=2)
        ended = {"ended": Ended.HELD.value, "contact": talk}
        ended |= {"ended_at": talk.recorded_at, "ended_by": talk.recorded_by}
        _joined(case, victim, support, arranged, talk.occurred_at, method=talk.method, **ended)


def _not_recorded_yet(case: CaseRows, victim: Victim, support: SupportFacts) -> None:
    """In some cases the hour of one has passed, and the officer is still to say what came of it."""
    day = london_date(case.world.now) - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    at = london_instant(day, time(11))
    if case.life.number % 5 == 2 and support.began < at - timedelta(days=6):
        _joined(case, victim, support, at - timedelta(days=5), at, method="in_person_isva")


def _joined(
    case: CaseRows, victim: Victim, support: SupportFacts, arranged: datetime, at: datetime, **given: Any
) -> None:
    row = case.add(
        JointAppointment,
        arranged,
        victim=victim,
        isva=support.isva,
        starts_at=at,
        will_tell=WillTell.UPDATE.value,
        arranged_at=arranged,
        arranged_by=case.life.officer,
        answer=Joins.JOINS.value,
        answered_at=arranged + timedelta(hours=3),
        **given,
    )
    seal_texts(case, row, place="The room on the second floor.")
    if row.is_open:
        _owe(case, row)


def _owe(case: CaseRows, row: JointAppointment) -> None:
    case.owe(
        source=row.pk,
        code=DueCode.APPOINTMENT.value,
        what=to_keep(row),
        due_on=record_by(row.starts_at),
        at=row.arranged_at,
    )


def _waits(case: CaseRows, victim: Victim, isva: Person, told_at: datetime) -> None:
    row = case.add(
        WithdrawalTold,
        told_at,
        victim=victim,
        kind=WithdrawalKind.WITHDREW.value,
        occurred_at=told_at - timedelta(hours=2),
        from_what=[FromWhat.PROSECUTION.value],
        asked_to_tell=True,
        told_at=told_at,
        told_by=isva,
    )
    seal_texts(case, row, words="I do not want to go to court.")
    clock = deadline(ClockCode.TOLD_WITHDRAWAL, told_at)
    case.owe(
        source=row.pk,
        code=DueCode.TOLD_WITHDRAWAL.value,
        what=f"Answer what the ISVA told us for {victim.label}",
        due_on=clock.due_on,
        rule=ClockCode.TOLD_WITHDRAWAL.value,
        started_on=clock.start_on,
        at=told_at,
    )


def _appointment(case: CaseRows, victim: Victim, isva: Person, at: datetime) -> None:
    """In two of three such cases something is told within the fortnight, never on a weekend or a Friday."""
    number = case.life.number
    if number % WAITING == 0:
        return
    day = london_date(at) + timedelta(days=3 + number % 9)
    day += timedelta(days=max(0, 8 - day.isoweekday()) % 8 if day.isoweekday() >= FRIDAY else 0)
    joins = number % WAITING == 1
    row = case.add(
        JointAppointment,
        at,
        victim=victim,
        isva=isva,
        starts_at=london_instant(day, time(10 + number % 5, 30)),
        method="in_person_isva",
        will_tell=WillTell.UPDATE.value,
        victim_asked=False,
        arranged_at=at,
        arranged_by=case.life.officer,
        answer=Joins.JOINS.value if joins else "",
        answered_at=at + timedelta(hours=2) if joins else None,
    )
    seal_texts(case, row, place="The room on the second floor.")
    _owe(case, row)

"""Rows of how victims are told: plans, attempts, their wish to wait, causes of delay, what they asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from rasso_tracker.clocks import add_working_days, deadline, london_date, london_instant, start_of_day
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_agreeing import has_isva
from rasso_tracker.demo.rows_record import seal_texts
from reviews.enums import DueCode, NotToldBecause
from reviews.models import (
    MissedTelling,
    Notification,
    NotToldBefore,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from reviews.sealed import label_of
from reviews.telling_enums import (
    AttemptOutcome,
    Interpreter,
    LateBecause,
    TakenBackBecause,
    TimeFits,
    WhyAnotherWay,
)
from victims.enums import ContactAbout, Direction
from victims.models import Contact

CAUSES = (
    (LateBecause.NOT_REACHED, "Rang three times, and went round once."),
    (LateBecause.OFFICER_AWAY, "Rest days, and nobody took it on. Cover is set from now on."),
    (LateBecause.COMPANION, "Her ISVA could not come before the Monday."),
    None,  # nobody has said yet
)
PLANNED_AFTER = timedelta(minutes=30)
SPOKEN = ("in_person_home", "in_person_station", "video", "phone")  # ways in which one says it oneself
QUESTION = "When will she get her phone back?"


def telling_rows(case: CaseRows, notice: Notification) -> None:
    """What goes with a notice, by the number of the case: a part of them has each."""
    number = case.life.number
    now = case.world.now
    _taken_back(case, notice, number)
    _came_back(case, notice, number)
    ended = min(one for one in (notice.told_at, notice.not_told_at, now) if one is not None)
    if number % 6 == 0 and notice.told_at and ended > notice.decided_at + timedelta(days=2):
        _wait(case, notice)
    if notice.is_late(now):
        _attempt(case, notice)
        _cause(case, notice, number, said_at=notice.told_at)
        if notice.is_open and number % 2:
            _put_off(case, notice)
    elif notice.is_open:
        _plan(case, notice, notice.decided_at + PLANNED_AFTER)
    elif notice.told_at and number % 4 == 0:
        _question(case, notice)


def _taken_back(case: CaseRows, notice: Notification, number: int) -> None:
    """Somebody said of the wrong victim that nobody tells them, and took it back before they were told."""
    said_at = notice.decided_at + timedelta(minutes=20)
    if number % 23 != 5 or notice.told_at is None or notice.told_at < said_at + timedelta(minutes=20):
        return
    if number % 2:
        _taken_back_before(case, notice, said_at)
    notice.untold_because, notice.taken_back_because = NotToldBecause.OPTED_OUT, TakenBackBecause.MISTAKE
    notice.untold_at, notice.taken_back_at = said_at, said_at + timedelta(minutes=15)
    notice.untold_by = notice.taken_back_by = case.life.officer
    words = "It was the other victim of this officer's cases who opted out."
    for field, text in (("untold_note", ""), ("taken_back_note", words)):
        setattr(notice, f"{field}_sealed", case.seal(label_of(notice, field), notice.pk, text))


def _taken_back_before(case: CaseRows, notice: Notification, again_at: datetime) -> None:
    """And it had been said once before, of another mistake."""
    row = case.add(
        NotToldBefore,
        again_at,
        **_base(case, notice),
        because=NotToldBecause.OPTED_OUT,
        said_at=notice.decided_at + timedelta(minutes=5),
        said_by=case.life.officer,
        taken_back_because=TakenBackBecause.MISTAKE,
        taken_back_at=notice.decided_at + timedelta(minutes=10),
        taken_back_by=case.life.officer,
        recorded_at=again_at,
    )
    for field, text in (("note", ""), ("taken_back_note", "The wrong case was open.")):
        setattr(row, f"{field}_sealed", case.seal(label_of(row, field), row.pk, text))


def _came_back(case: CaseRows, notice: Notification, number: int) -> None:
    """It was too late when it was said that they had opted out, and they want to hear of it since: a clock
    of its own, and what was missed before it stays in its month.
    """
    if number % 3 != 1 or notice.told_at is None or notice.waits_until or notice.right_since:
        return
    stopped_at = start_of_day(notice.due_on + timedelta(days=1)) + timedelta(hours=9)
    again_at = notice.told_at - timedelta(hours=2)
    if again_at <= stopped_at or notice.untold_because:
        return
    row = case.add(
        MissedTelling,
        again_at,
        **_base(case, notice),
        begins_at=notice.decided_at,
        clock=notice.clock,
        due_on=notice.due_on,
        tell_by=notice.due_on,
        stopped_at=stopped_at,
        recorded_at=again_at,
    )
    _cause(case, row, number, said_at=stopped_at)
    notice.untold_because = NotToldBecause.OPTED_OUT
    notice.taken_back_because = TakenBackBecause.WANTS_TO_HEAR
    notice.untold_at, notice.taken_back_at, notice.again_at = stopped_at, again_at, again_at
    notice.untold_by = notice.taken_back_by = case.life.officer
    for field, text in (("untold_note", ""), ("taken_back_note", "She rang: she wants to know after all.")):
        setattr(notice, f"{field}_sealed", case.seal(label_of(notice, field), notice.pk, text))
    notice.due_on = deadline(notice.clock, again_at).due_on


def _base(case: CaseRows, notice: Notification) -> dict[str, object]:
    return {"notice": notice, "victim": notice.victim, "recorded_by": case.life.officer}


def _wait(case: CaseRows, notice: Notification) -> None:
    """They asked within the clock to hear later: until the day on which they were told."""
    assert notice.told_at is not None
    until = london_date(notice.told_at)
    if until <= notice.due_on:
        return
    asked_at = notice.decided_at + timedelta(hours=1)
    row = case.add(
        TellingDelay,
        asked_at,
        **_base(case, notice),
        asked_at=asked_at,
        asked_through="phone",
        until=until,
        recorded_at=asked_at,
    )
    row.note_sealed = case.seal(label_of(row, "note"), row.pk, "Not before her mother is back.")
    notice.waits_until = until


def _attempt(case: CaseRows, notice: Notification) -> None:
    tried_at = notice.decided_at + timedelta(hours=2)
    if tried_at > (notice.stopped_at or case.world.now):
        return
    contact = case.add(
        Contact,
        tried_at,
        victim=notice.victim,
        occurred_at=tried_at,
        direction=Direction.OUT,
        method="phone",
        reached=False,
        about=[ContactAbout.DECISION],
        recorded_at=tried_at,
        recorded_by=case.life.officer,
    )
    seal_texts(case, contact, summary="")
    case.add(
        TellingAttempt,
        tried_at,
        **_base(case, notice),
        contact=contact,
        decided_at=notice.decided_at,
        tried_at=tried_at,
        outcome=AttemptOutcome.NO_ANSWER,
        recorded_at=tried_at,
    )


def _cause(
    case: CaseRows, late: Notification | MissedTelling, number: int, *, said_at: datetime | None
) -> None:
    cause = CAUSES[number % len(CAUSES)]
    if cause is None or said_at is None:
        return
    late.late_because, words = cause
    late.late_note_sealed = case.seal(label_of(late, "late_note"), late.pk, words)
    late.late_said_at, late.late_said_by = said_at, case.life.officer


def _put_off(case: CaseRows, notice: Notification) -> None:
    """The plan came to nothing, and the telling was put off once it was overdue."""
    first = _plan(case, notice, notice.decided_at + PLANNED_AFTER)
    again = _plan(case, notice, case.world.now - timedelta(hours=2), "She was at work when I rang.")
    if first is not None and again is not None:
        first.superseded_at = again.recorded_at


def _plan(case: CaseRows, notice: Notification, planned_at: datetime, note: str = "") -> TellingPlan | None:
    if planned_at > case.world.now:
        return None
    place = case.victims.index(notice.victim)
    told = case.life.victims[place]
    tell_at = london_instant(add_working_days(london_date(planned_at), 1), time(11))
    in_their_way = told.method in SPOKEN
    row = case.add(
        TellingPlan,
        planned_at,
        **_base(case, notice),
        wanted_method=told.method,
        method=told.method if in_their_way else "in_person_home",
        why_another="" if in_their_way else WhyAnotherWay.THEY_AGREED,
        teller=case.life.officer,
        companions=["isva"] if has_isva(case, place, tell_at) else [],
        tell_at=tell_at,
        time_fits=TimeFits.THEY_ASKED,
        interpreter=Interpreter.TO_BOOK if told.language else Interpreter.NOT_NEEDED,
        recorded_at=planned_at,
    )
    row.note_sealed = case.seal(label_of(row, "note"), row.pk, note)
    return row


def _question(case: CaseRows, notice: Notification) -> None:
    assert notice.told_at is not None
    at = notice.told_at
    due_on = london_date(at + timedelta(days=7))
    row = case.add(
        VictimQuestion,
        at,
        **_base(case, notice),
        asked_at=at,
        due_on=due_on,
        recorded_at=at,
    )
    row.question_sealed = case.seal(label_of(row, "question"), row.pk, QUESTION)
    answered_at = at + timedelta(days=3)
    if answered_at < case.world.now:
        row.answered_at, row.answered_by, row.answered_through = answered_at, case.life.officer, "phone"
        row.answer_sealed = case.seal(label_of(row, "answer"), row.pk, "Next week, from the station.")
        return
    case.owe(
        source=row.pk,
        code=DueCode.ANSWER_VICTIM.value,
        what=f"Answer what {notice.victim.label} asked about the decision",
        due_on=due_on,
        started_on=london_date(at),
        at=at,
    )

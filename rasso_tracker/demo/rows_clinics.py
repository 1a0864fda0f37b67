"""A case at an advice clinic: booked, mostly heard before it went to CPS, and what came of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from actionplans.advising import ReadingOutcome
from actionplans.clinic_enums import Absent, BookingKind, BookingStatus, ClinicOutcome, FollowUpChanged
from actionplans.enums import AdviceKind, CpsDocument, CpsSource, SubmissionKind
from actionplans.models import (
    Advice,
    AdviceReading,
    ClinicAttendance,
    ClinicBooking,
    ClinicCorrection,
    ClinicFollowUp,
    ClinicSlot,
    FollowUpChange,
)
from actionplans.seals import Label
from actionplans.services.clinic_results import FOLLOW_UP_DUE
from cases.enums import NamedBecause
from cases.models import NamedAccess
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.demo.clinics import Diary, Sitting, on_day
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.models import Person

# [A] How often a case came to a clinic before it was first sent for a decision: rarer where an action plan
# followed, so that the page of what came of clinics has something to show. No figure of any force.
SHARE_BEFORE_A_PLAN, SHARE_OTHERWISE = 0.2, 0.45
SHARE_AHEAD = 0.35  # [A] of open cases that never went to CPS
KEPT_FREE = 2  # [A] slots of each clinic ahead, so that whoever tries the demo can book one
RESULTS = {BookingStatus.HEARD: 0.86, BookingStatus.NOT_REACHED: 0.08, BookingStatus.DID_NOT_ATTEND: 0.06}
OUTCOMES = {ClinicOutcome.ADVICE: 0.7, ClinicOutcome.NO_ADVICE: 0.15, ClinicOutcome.MORE_WORK: 0.15}
KINDS = (
    BookingKind.INVESTIGATIVE,
    BookingKind.INVESTIGATIVE,
    BookingKind.CHARGE_QUESTION,
    BookingKind.DISCLOSURE,
)
ASKS = (
    "Which of the two phones is worth the download, and for which dates?",
    "Is the account of the friend enough without the footage?",
    "May the third-party records stay out at this stage?",
)
ADVICE = (
    "One phone and one month are enough. Ask for the messages of the two alone.",
    "Take the statement of the friend first; the footage adds little.",
    "The records are not sought now. Say why on the disclosure document.",
)
TO_DO = ("Ask the digital unit for the shorter download.", "Take the further statement.")
MOVED = 0.5  # [A] of follow-ups that are still owed: moved once, by a week
WHY_MOVED = "The unit answers next week."
CORRECTED = 0.08  # [A] of what was heard: first recorded as not reached
WHY_CORRECTED = "It was heard after the others: the running list shows who came."
FROM_POLICE = 0.3  # [A] of advice: entered by police from the note of the clinic


def clinic_rows(case: CaseRows) -> None:
    """At most one booking a case. Restricted cases stay out: their lawyers would have to be named first."""
    diary, life = case.world.diary, case.life
    if life.restricted:
        return
    rng = Random(f"clinic {life.number}")  # noqa: S311  # a story, not a key
    full = next((one for one in life.submissions if one.kind != SubmissionKind.EARLY_ADVICE), None)
    now = case.world.now
    if full is not None:
        place = life.submissions.index(full)
        drew = any(one.submission == place for one in life.plans)
        if rng.random() < (SHARE_BEFORE_A_PLAN if drew else SHARE_OTHERWISE):
            since = max(life.opened_at + timedelta(days=2), full.at - timedelta(days=75))
            _past(case, diary, diary.last_between(life.district.code, since, full.at), rng)
    elif _may_come(case) and rng.random() < SHARE_AHEAD:
        to = now + timedelta(days=40)
        _ahead(case, diary, diary.last_between(life.district.code, now, to, kept=KEPT_FREE), rng)


def _may_come(case: CaseRows) -> bool:
    old_enough = case.life.opened_at < case.world.now - timedelta(days=2)
    return old_enough and not case.life.submissions and not case.is_closed


def _late(diary: Diary, case: CaseRows, model: type[Model], moment: datetime, **values: Any) -> Any:
    """A row that is loaded after the diary, on which it hangs."""
    row = case.add(model, moment, **values)
    case.rows[model].pop()
    if not case.rows[model]:
        del case.rows[model]  # the batch of the case knows no such model
    diary.rows[model].append(row)
    return row


def _booked(
    case: CaseRows, diary: Diary, sitting: Sitting, slot: ClinicSlot, at: datetime, rng: Random, **more: Any
) -> ClinicBooking:
    row = _late(
        diary,
        case,
        ClinicBooking,
        at,
        clinic=sitting.clinic,
        slot=slot,
        kind=rng.choice(KINDS).value,
        officer=case.life.officer,
        booked_at=at,
        booked_by=case.life.officer,
        **more,
    )
    row.asks_sealed = case.seal(Label.CLINIC_ASKS, row.pk, rng.choice(ASKS))
    opens = row.status in (BookingStatus.BOOKED, BookingStatus.HEARD)
    since = row.recorded_at if row.version > 1 else at  # opened anew by a correction
    for person in (sitting.lawyer, sitting.clinic.host):
        case.add(
            NamedAccess,
            at,
            person=person,
            because=NamedBecause.CLINIC.value,
            started_at=since,
            granted_by=case.life.officer,
            ended_at=None if opens else row.recorded_at,
        )
    assert isinstance(row, ClinicBooking)
    return row


def _ahead(case: CaseRows, diary: Diary, sitting: Sitting | None, rng: Random) -> None:
    slot = sitting.take() if sitting else None
    if sitting is not None and slot is not None:
        at = case.world.now - timedelta(hours=rng.uniform(2, 30))
        _booked(case, diary, sitting, slot, at, rng, status=BookingStatus.BOOKED.value)


def _past(case: CaseRows, diary: Diary, sitting: Sitting | None, rng: Random) -> None:
    slot = sitting.take() if sitting else None
    if sitting is None or slot is None:
        return
    at = max(case.life.opened_at + timedelta(hours=1), slot.starts_at - timedelta(days=rng.uniform(2, 14)))
    status = rng.choices(list(RESULTS), list(RESULTS.values()))[0]
    heard = status == BookingStatus.HEARD
    recorded = slot.ends_at + timedelta(minutes=rng.randint(1, 90))
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    corrected = _corrected(case, recorded) if heard else None
    row = _booked(
        case,
        diary,
        sitting,
        slot,
        at,
        rng,
        status=status.value,
        heard_at=slot.starts_at if heard else None,
        outcome=outcome.value if heard else "",
        absent=Absent.OFFICER.value if status == BookingStatus.DID_NOT_ATTEND else "",
        recorded_at=corrected or recorded,
        recorded_by=case.life.officer if corrected else sitting.clinic.host,
        version=2 if corrected else 1,
    )
    if not heard:
        return
    if corrected is not None:
        _not_reached_first(case, diary, row, sitting, recorded)
        recorded = corrected
    for person in (case.life.officer, sitting.lawyer, sitting.clinic.host):
        _late(diary, case, ClinicAttendance, recorded, booking=row, person=person)
    if outcome == ClinicOutcome.ADVICE:
        _advised(case, diary, row, sitting, recorded, rng)
    if outcome == ClinicOutcome.MORE_WORK or rng.random() < 0.5:
        _follow_up(case, diary, row, recorded, rng)


def _corrected(case: CaseRows, recorded: datetime) -> datetime | None:
    """When the officer put right that a case was heard; None for most, which were recorded so at once."""
    at = recorded + timedelta(hours=21)
    rng = Random(f"corrected {case.life.number}")  # noqa: S311  # a story, not a key
    return at if rng.random() < CORRECTED and at < case.world.now else None


def _not_reached_first(
    case: CaseRows, diary: Diary, row: ClinicBooking, sitting: Sitting, recorded: datetime
) -> None:
    """The host recorded that it was not reached, which closed the case to both until it was corrected."""
    assert row.recorded_at is not None
    kept = _late(
        diary,
        case,
        ClinicCorrection,
        row.recorded_at,
        booking=row,
        number=1,
        status=BookingStatus.NOT_REACHED.value,
        recorded_at=recorded,
        recorded_by=sitting.clinic.host,
        corrected_at=row.recorded_at,
        corrected_by=case.life.officer,
    )
    kept.reason_sealed = case.seal(Label.CORRECTION_REASON, kept.pk, WHY_CORRECTED)
    for person in (sitting.lawyer, sitting.clinic.host):
        case.add(
            NamedAccess,
            row.booked_at,
            person=person,
            because=NamedBecause.CLINIC.value,
            started_at=row.booked_at,
            granted_by=case.life.officer,
            ended_at=recorded,
        )


def _advised(
    case: CaseRows, diary: Diary, row: ClinicBooking, sitting: Sitting, recorded: datetime, rng: Random
) -> None:
    by_police = rng.random() < FROM_POLICE or row.recorded_by == case.life.officer
    line = _late(
        diary,
        case,
        Advice,
        recorded,
        booking=row,
        version=1,
        kind=AdviceKind.CHARGING.value,
        author=None if by_police else sitting.lawyer,
        given_at=row.heard_at,
        recorded_at=recorded,
        **_source(case.life.officer if by_police else sitting.lawyer, sitting, by_police),
    )
    line.text_sealed = case.seal(Label.ADVICE_TEXT, line.pk, rng.choice(ADVICE))
    read_at = recorded + timedelta(hours=20)
    if read_at > case.world.now:
        return
    read = _late(
        diary,
        case,
        AdviceReading,
        read_at,
        advice=line,
        outcome=ReadingOutcome.ACTED_ON.value,
        read_at=read_at,
        read_by=case.life.officer,
        recorded_at=read_at,
    )
    read.words_sealed = case.seal(Label.READING_WORDS, read.pk, "Done as advised.")


def _source(by: Person, sitting: Sitting, by_police: bool) -> dict[str, Any]:
    if not by_police:
        return {"source": CpsSource.CPS.value, "entered_by": by}
    return {
        "source": CpsSource.POLICE_FROM_DOCUMENT.value,
        "document_name": CpsDocument.CLINIC_NOTE.value,
        "document_date": on_day(sitting),
        "entered_by": by,
    }


def _follow_up(case: CaseRows, diary: Diary, row: ClinicBooking, at: datetime, rng: Random) -> None:
    """Mostly done within its time; some of an open case are still owed."""
    due_on = london_date(at) + timedelta(days=21)
    done_at = at + timedelta(days=rng.uniform(2, 20))
    done = done_at < case.world.now and (rng.random() < 0.9 or case.is_closed)
    follow_up = _late(
        diary,
        case,
        ClinicFollowUp,
        at,
        booking=row,
        number=1,
        owner=case.life.officer,
        due_on=due_on,
        set_at=at,
        set_by=row.recorded_by,
        done_at=done_at if done else None,
        done_by=case.life.officer if done else None,
    )
    follow_up.what_sealed = case.seal(Label.FOLLOW_UP, follow_up.pk, rng.choice(TO_DO))
    if done:
        follow_up.done_sealed = case.seal(Label.FOLLOW_UP_DONE, follow_up.pk, "Done.")
    elif not case.is_closed:
        due_on = _moved(case, diary, follow_up, at)
        case.owe(
            source=follow_up.pk,
            code=FOLLOW_UP_DUE,
            what=f"Follow-up 1 of the advice clinic of {day_words(row.clinic.starts_at)}",
            due_on=due_on,
            started_on=london_date(at),
            at=at,
        )


def _moved(case: CaseRows, diary: Diary, follow_up: ClinicFollowUp, at: datetime) -> date:
    """The date by which it is owed now: of some a week after the first, as was said the day after."""
    rng, moved_at = Random(f"moved {case.life.number}"), at + timedelta(days=1)  # noqa: S311  # no key
    if rng.random() >= MOVED or moved_at >= case.world.now:
        return follow_up.due_on
    change = _late(
        diary,
        case,
        FollowUpChange,
        moved_at,
        follow_up=follow_up,
        kind=FollowUpChanged.MOVED.value,
        due_on=follow_up.due_on,
        owner=follow_up.owner,
        changed_at=moved_at,
        changed_by=follow_up.owner,
    )
    change.reason_sealed = case.seal(Label.FOLLOW_UP_REASON, change.pk, WHY_MOVED)
    follow_up.due_on, follow_up.version = follow_up.due_on + timedelta(days=7), 2
    return follow_up.due_on

"""What was learnt from withdrawals: look-backs, their lessons, and victims who welcome to be asked again."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.lesson_enums import LESSON_DUE, LearntFrom, LessonAbout, LessonOutcome
from cases.models import Lesson
from cases.services.lessons import CHANGED, LESSON
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.rows_record import seal_texts
from victims.enums import DueCode, Welcome
from victims.look_back_enums import JourneyMoment, Preventable, WouldHaveHelped
from victims.models import LookBack, Withdrawal

LOOKED_BACK = 0.75  # [A] of those corroborated in the last weeks; of older ones nearly all
OLD = timedelta(days=60)
VOIDED_SINCE = 0.008  # [A] of those corroborated that turn out to be wrong
FINDINGS = {Preventable.YES: 40, Preventable.NO: 35, Preventable.CANNOT_SAY: 25}  # [A]
# What went on between us and the victim: the moment, what might have helped, in words, the lesson.
STORIES = (
    (
        JourneyMoment.WAITING,
        [WouldHaveHelped.UPDATES],
        "Seven weeks passed between two calls, while the phone was with the laboratory.",
        (
            LessonAbout.CONTACT,
            "Tell every victim whose phone is with the laboratory where it stands each month.",
        ),
    ),
    (
        JourneyMoment.REFERRAL,
        [WouldHaveHelped.EARLIER_SUPPORT],
        "The ISVA service was asked eleven days after the report, and had a waiting list.",
        (LessonAbout.SUPPORT, "Refer on the day of the report, and name who bridges the wait."),
    ),
    (
        JourneyMoment.OFFICER_CHANGE,
        [WouldHaveHelped.SAME_OFFICER, WouldHaveHelped.UPDATES],
        "The officer changed twice, and nobody told the victim who had the case.",
        (LessonAbout.CONTINUITY, "Hand over with a joint call, and say so in the log."),
    ),
    (
        JourneyMoment.DEVICE_REQUEST,
        [WouldHaveHelped.LESS_ASKED],
        "The whole phone was asked for where a week of messages would have done.",
        (LessonAbout.MATERIAL, "Write the shortest period into each request before it is shown to a victim."),
    ),
    (
        JourneyMoment.REPORT,
        [WouldHaveHelped.SAFETY, WouldHaveHelped.EXPLAINED],
        "No safety plan was made before the victim went home.",
        (LessonAbout.SAFETY, "Make the safety plan before the first visit ends."),
    ),
)
NO_PART = "Contact was kept as agreed and support was in place. The choice was explained and was theirs."
UNCLEAR = "The log does not say what was offered before the choice was accepted."


def learning_rows(case: CaseRows) -> None:
    """For each withdrawal that was corroborated, mostly a look-back; for some a day to ask again."""
    rng = Random(f"learning {case.case.pk}")  # noqa: S311  # a story, not a key
    for row in case.rows[Withdrawal]:
        if _voided_since(case, row, rng):
            continue
        _recontact(case, row, rng)
        by = row.corroborated_by if row.corroborated_at and row.is_withdrawal else None
        if by is None or by.pk == case.life.officer.pk:
            continue
        old = row.corroborated_at < case.world.now - OLD
        if rng.random() > (0.997 if old else LOOKED_BACK):
            _owe(case, row, by)
            continue
        moment = row.corroborated_at + timedelta(days=rng.uniform(3, 34))
        moment = moment.replace(hour=rng.randint(9, 16))
        if moment < case.world.now:
            _look_back(case, row, by, moment, rng)
        else:
            _owe(case, row, by)


def _owe(case: CaseRows, row: Any, by: Any) -> None:
    clock = deadline(ClockCode.LOOK_BACK, row.corroborated_at)
    case.owe(
        source=row.pk,
        code=DueCode.LOOK_BACK.value,
        what=f"Look back on the withdrawal of {row.victim.label}",
        due_on=clock.due_on,
        at=row.corroborated_at,
        owner=by,
        rule=ClockCode.LOOK_BACK.value,
        started_on=clock.start_on,
    )


def _voided_since(case: CaseRows, row: Any, rng: Random) -> bool:
    """A few turn out wrong after the decision that rested on them, which is left without a withdrawal."""
    at = row.corroborated_at
    if at is None or case.life.again or at > case.world.now - OLD or rng.random() > VOIDED_SINCE:
        return False
    row.voided_at, row.voided_by_id = at + timedelta(days=rng.uniform(20, 55)), row.corroborated_by_id
    row.void_reason = "Recorded on the wrong victim of the two cases."
    return True


def _look_back(case: CaseRows, row: Any, by: Any, moment: datetime, rng: Random) -> None:
    (found,) = rng.choices(list(FINDINGS), list(FINDINGS.values()))
    when, helped, words, lesson = rng.choice(STORIES)
    yes = found is Preventable.YES
    made = case.add(
        LookBack,
        moment,
        victim=row.victim,
        withdrawal=row,
        preventable=found,
        helped=list(helped) if yes else [],
        officer=case.life.officer,
        looked_back_at=moment,
        looked_back_by=by,
    )
    made.moment = when if yes else ""
    seal_texts(case, made, words=words if yes else NO_PART if found is Preventable.NO else UNCLEAR)
    row.looked_back_at = moment
    if yes and rng.random() < 0.6:
        _lesson(case, made, by, lesson, moment, rng)


def _lesson(case: CaseRows, made: Any, by: Any, lesson: Any, moment: datetime, rng: Random) -> None:
    about, words = lesson
    owner = case.life.officer
    due_on = london_date(moment) + timedelta(days=rng.randint(21, 56))
    row = case.add(
        Lesson,
        moment,
        learnt_from=LearntFrom.WITHDRAWAL,
        source=made.pk,
        about=about,
        owner=owner,
        due_on=due_on,
        given_at=moment,
        given_by=by,
    )
    row.lesson_sealed = case.seal(LESSON, row.pk, words)
    done = moment + timedelta(days=rng.uniform(5, 70))
    if done < case.world.now:
        row.outcome, row.done_at, row.done_by_id = LessonOutcome.CHANGED, done, owner.pk
        row.changed_sealed = case.seal(CHANGED, row.pk, "It is in the team's checklist and was briefed.")
        return
    what = f"Act on what was learnt: {about.label[:1].lower()}{about.label[1:]}"
    case.owe(source=row.pk, code=LESSON_DUE, what=what, due_on=due_on, at=moment, owner=owner)


def _recontact(case: CaseRows, row: Any, rng: Random) -> None:
    """A day on which they would welcome to be asked again; past ones were kept, but for the latest weeks'."""
    if row.recontact_welcome != Welcome.YES or rng.random() > 0.5:
        return
    day = london_date(row.recorded_at) + timedelta(days=rng.randint(40, 200))
    row.recontact_on = day
    again = any(one.at > row.occurred_at for one in case.life.again)
    if again or day < london_date(case.world.now) - timedelta(days=12):
        return
    case.owe(
        source=row.pk,
        code=DueCode.RECONTACT.value,
        what=f"Ask {row.victim.label} again, as they welcome",
        due_on=day,
        at=row.recorded_at,
    )

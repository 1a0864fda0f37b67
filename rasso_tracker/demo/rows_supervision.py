"""Supervisory reviews of a case with their directions, and the review that it owes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from cases.models import Direction, DirectionDate, SupervisoryReview
from cases.services.directions import ASKS, HOW
from cases.services.supervision import FIRST_REVIEW, NEXT_REVIEW, NOTE
from cases.supervision_enums import DIRECTION_DUE, REVIEW_DUE, LookedAt, ReviewKind, SupervisoryOutcome
from rasso_tracker.clocks import ClockCode, add_working_days, end_of_day, is_working_day, london_date
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.enums import Post

BETWEEN = timedelta(days=28)  # the force's interval to start with
FIRST_AFTER = 3  # working days from the logging of the case
LATE_SHARE = 0.05  # [A] of open cases: the review that was due last has not been recorded
DIRECTED_SHARE = 0.3  # [A] of reviews that give a direction
ANSWERED_SHARE = 0.85  # [A] of directions whose day has come
NOTES = (
    "The lines of enquiry are right. Keep the victim told.",
    "Forensic results are awaited. The digital request is narrow enough.",
    "Victim contact is regular and recorded. The file is nearly ready.",
    "Suspect management was reviewed; bail conditions are proportionate.",
)
DIRECTIONS = (
    "Take a statement from the friend who was told first.",
    "Chase the laboratory for a date and write it down.",
    "Write up the lines that are not pursued, and why.",
    "Agree with the victim how often they want to hear.",
)


def supervision_rows(case: CaseRows) -> None:
    """The reviews up to today of an open case; of a closed one the first, which is enough of a past."""
    rng = Random(f"supervision {case.case.pk}")  # noqa: S311  # a story, not a key
    by = case.world.force.at(Post.DETECTIVE_SERGEANT, case.life.team)[0]
    opened, now = case.life.opened_at, case.world.now
    closed = case.is_closed
    due_on, last, number = add_working_days(london_date(opened), FIRST_AFTER), opened, 0
    late = not closed and rng.random() < LATE_SHARE
    while (at := end_of_day(due_on) - timedelta(hours=rng.randint(8, 14))) < now:
        following = _following(london_date(at))
        if late and end_of_day(following) > now:
            break
        number += 1
        review = case.add(
            SupervisoryReview,
            at,
            number=number,
            kind=ReviewKind.INITIAL if number == 1 else ReviewKind.PERIODIC,
            outcome=SupervisoryOutcome.ON_TRACK,
            looked_at=sorted(rng.sample(LookedAt.values, rng.randint(3, 6))),
            due_on=due_on,
            next_review_on=following,
            officer=case.life.officer,
            reviewed_at=at,
            reviewed_by=by,
        )
        review.note_sealed = case.seal(NOTE, review.pk, rng.choice(NOTES))
        due_on, last = following, at
        if closed:
            return
        if rng.random() < DIRECTED_SHARE:
            _direct(case, review, rng)
    if not closed:
        case.owe(
            source=case.case.pk,
            code=REVIEW_DUE,
            what=NEXT_REVIEW if number else FIRST_REVIEW,
            due_on=due_on,
            at=last,
            of_team=True,
            rule=ClockCode.SUPERVISORY_REVIEW if number else ClockCode.SUPERVISORY_REVIEW_FIRST,
            started_on=london_date(last),
        )


def _following(day: date) -> date:
    """The ordinary next date, as cases.services.supervision works it out."""
    following = day + BETWEEN
    while not is_working_day(following):
        following -= timedelta(days=1)
    return following


def _direct(case: CaseRows, review: SupervisoryReview, rng: Random) -> None:
    given, by = review.reviewed_at, review.reviewed_by
    row = case.add(
        Direction,
        given,
        review=review,
        number=len(case.rows[Direction]) + 1,
        owner=case.life.officer,
        due_on=add_working_days(london_date(given), rng.randint(4, 12)),
        given_at=given,
    )
    row.asks_sealed = case.seal(ASKS, row.pk, rng.choice(DIRECTIONS))
    case.add(DirectionDate, given, direction=row, due_on=row.due_on, set_at=given, set_by=by)
    answered = _answered_at(case, row, rng)
    if answered is None:
        case.owe(
            source=row.pk,
            code=DIRECTION_DUE,
            what=f"Answer direction {row.number} of the supervisory review",
            due_on=row.due_on,
            at=given,
        )
        return
    row.answered_at, row.answered_by = answered, case.life.officer
    row.how_sealed = case.seal(HOW, row.pk, "Done; the result is on the record.")


def _answered_at(case: CaseRows, row: Direction, rng: Random) -> datetime | None:
    """Most are answered by their day; those whose day was long ago all were, some late."""
    at = end_of_day(row.due_on) - timedelta(hours=rng.randint(9, 80))
    long_ago = end_of_day(row.due_on) < case.world.now - timedelta(days=14)
    answered = max(at, row.given_at + timedelta(hours=2))
    return answered if answered < case.world.now and (long_ago or rng.random() < ANSWERED_SHARE) else None

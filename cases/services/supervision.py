"""Supervisory reviews: the first raised with the case, each setting the next, ended with the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model

from cases import rules
from cases.hooks import due_begins
from cases.models import STANDING, Case, Direction, DueItem, SupervisoryReview
from cases.rules import supervision as supervision_rules
from cases.services.directions import end_directions, give_directions, people_on
from cases.services.due import CASE_CLOSED, raise_due, settle_due
from cases.services.stored import locked
from cases.soon import soon_moment
from cases.supervision_enums import REVIEW_DUE, ReviewKind, SupervisoryOutcome
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import (
    ClockCode,
    Deadline,
    NoRuleInForce,
    OutsideCalendar,
    deadline,
    is_working_day,
    london_date,
    now,
)
from rasso_tracker.clocks.tables import current
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.vault import case_key, seal

NOTE = "cases.supervisoryreview.note"
REASON = "cases.supervisoryreview.reason"
FIRST_REVIEW = "First supervisory review"
NEXT_REVIEW = "Supervisory review"


def dates_of_review(at: datetime) -> supervision_rules.Dates:
    """What the clock says of a review at `at`. Raises NoRuleInForce and OutsideCalendar, with a sentence."""
    today = london_date(at)
    due_on = deadline(ClockCode.SUPERVISORY_REVIEW, today).due_on
    ordinary_on = due_on
    while ordinary_on > today and not is_working_day(ordinary_on):
        ordinary_on -= timedelta(days=1)
    return supervision_rules.Dates(
        today=today,
        ordinary_on=ordinary_on,
        furthest_on=today + 2 * (due_on - today),
        holidays=current().names,
    )


def _first_clock(at: datetime) -> Deadline | None:
    """When the first review is due; None past the end of the bank holidays, where no case may be refused."""
    try:
        return deadline(ClockCode.SUPERVISORY_REVIEW_FIRST, london_date(at))
    except (NoRuleInForce, OutsideCalendar):
        return None


def first_review(case: Case, at: datetime) -> list[Model]:
    """The unsaved rows by which a new case owes its first review, and by which that climbs.

    Nothing is looked up: the case is new, so the caller writes them with its other rows in one statement.
    """
    clock = _first_clock(at)
    if clock is None:
        return []
    item = DueItem(
        case=case,
        source=case.pk,
        code=REVIEW_DUE,
        what=FIRST_REVIEW,
        due_on=clock.due_on,
        rule=ClockCode.SUPERVISORY_REVIEW_FIRST,
        started_on=clock.start_on,
        raised_at=at,
        dated_at=at,
        soon_at=soon_moment(REVIEW_DUE, clock.due_on),
    )
    try:
        return [item, *due_begins.asked(item=item, at=at)]
    except OutsideCalendar:
        return []


def after_closing_changed(*, case: Case, at: datetime) -> None:
    """What cases.hooks.closing_changed calls, inside the deed.

    A closed case owes no supervision; one that is opened again owes a first review, as a new one does.
    """
    if case.is_closed:
        settle_due(source=case.pk, code=REVIEW_DUE, at=at, fell_away=CASE_CLOSED)
        end_directions(case, at)
    elif clock := _first_clock(at):
        raise_due(
            case=case,
            source=case.pk,
            code=REVIEW_DUE,
            what=FIRST_REVIEW,
            due_on=clock.due_on,
            of_team=True,
            rule=ClockCode.SUPERVISORY_REVIEW_FIRST,
            started_on=clock.start_on,
            at=at,
        )


@deed
def record_supervisory_review(
    *,
    by: Person,
    case: Case,
    outcome: str,
    looked_at: Sequence[str],
    next_review_on: date | None = None,
    reason: str = "",
    note: str = "",
    directions: Sequence[Mapping[str, Any]] = (),
    follows: int | None = None,
    at: datetime | None = None,
) -> SupervisoryReview:
    """Record a supervisor's look at the investigation, with directions: rows of `asks`, `owner` and `due_on`.

    Every outcome but completion sets the next review date: the force's interval unless one is given, later
    only as a new date with a reason. `follows` is the number of the last review that the supervisor saw (0
    for none): where another has been recorded since, this one is refused. Raises NotAllowed (the officer in
    charge, a closed case), or Invalid by field.
    """
    at = at or now()
    rules.check_role(by, "record_supervisory_review")
    case = locked(by, case)
    supervision_rules.check_can_supervise(by, case)
    chosen = SupervisoryOutcome(outcome)
    last = SupervisoryReview.objects.filter(case=case).select_related("reviewed_by").order_by("number").last()
    _check_nobody_else(last, follows)
    dates = dates_of_review(at)
    supervision_rules.check_review(
        outcome=chosen,
        looked_at=looked_at,
        next_review_on=next_review_on,
        reason=reason,
        note=note,
        directions=directions,
        still_open=Direction.objects.filter(STANDING, case=case).count(),
        dates=dates,
    )
    if directions:
        supervision_rules.check_directions(
            directions, on_the_case={one.pk for one in people_on(case)}, dates=dates
        )
    owed = DueItem.objects.filter(source=case.pk, code=REVIEW_DUE, settled_at__isnull=True).first()
    first = last is None or (owed is not None and owed.rule == ClockCode.SUPERVISORY_REVIEW_FIRST)
    key = case_key(case.pk)
    row = SupervisoryReview(
        id=uuid7(),
        case=case,
        number=1 + (last.number if last else 0),
        kind=ReviewKind.INITIAL if first else ReviewKind.PERIODIC,
        outcome=chosen,
        looked_at=list(looked_at),
        due_on=owed.due_on if owed else None,
        next_review_on=None if chosen == SupervisoryOutcome.COMPLETE else next_review_on or dates.ordinary_on,
        officer=case.officer_in_charge,
        reviewed_at=at,
        reviewed_by=by,
    )
    row.note_sealed = seal(case.pk, NOTE, row.pk, note, key=key)
    if reason.strip():
        row.reason_sealed = seal(case.pk, REASON, row.pk, reason, key=key)
    row.save(force_insert=True)
    _owe_next(row, dates, at)
    given = give_directions(row, directions, key, at)
    subjects = [row.pk, *(one.pk for one in given)]
    record(by=by, action=Action.SUPERVISORY_REVIEW_RECORDED, case=case, subjects=subjects)
    return row


def _check_nobody_else(last: SupervisoryReview | None, follows: int | None) -> None:
    if follows is None or last is None or last.number == follows:
        return
    raise Invalid(
        {
            "follows": f"{last.reviewed_by.name} recorded supervisory review {last.number} of this case "
            "after you opened this page. Read it first; to record yours as well, save again."
        }
    )


def _owe_next(review: SupervisoryReview, dates: supervision_rules.Dates, at: datetime) -> None:
    """The next review is owed by the team's supervisors, whoever they are by then."""
    if review.next_review_on is None:
        settle_due(source=review.case_id, code=REVIEW_DUE, at=at)
        return
    ordinary = review.next_review_on == dates.ordinary_on
    raise_due(
        case=review.case,
        source=review.case_id,
        code=REVIEW_DUE,
        what=NEXT_REVIEW,
        due_on=review.next_review_on,
        of_team=True,
        rule=ClockCode.SUPERVISORY_REVIEW if ordinary else "",
        started_on=dates.today if ordinary else None,
        escalated=review.outcome == SupervisoryOutcome.ESCALATE,
        at=at,
    )

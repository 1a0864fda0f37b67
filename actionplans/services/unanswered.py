"""The way on from what CPS closed its record of, a plan that was not answered or early advice that no file
followed: the police owe it by a date, and it climbs.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from actionplans.enums import OPEN_PLANS, LadderKind, PlanStatus
from actionplans.models import ActionPlan, EarlyAdviceEnding, PlanEnding, Submission
from actionplans.services.rounds import went_again
from actionplans.services.undecided import open_to_cps_now
from cases.models import Case, DueItem
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.clocks import ClockCode, deadline, london_date
from rasso_tracker.messages.services import settle
from rasso_tracker.people.models import Person

# Kinds of notices: CPS closed its record of a plan, or of early advice.
FINALISED, ADVICE_ENDED = "plan_finalised", "early_advice_finalised"
UNANSWERED_DUE = LadderKind.UNANSWERED.value


class _Closed(NamedTuple):
    """What CPS closed its record of: a plan, or without one a round of early advice."""

    source: UUID
    words: str
    stands: bool
    recorded_at: datetime
    submission: Submission
    plan: ActionPlan | None = None


def keep_way_on_due(case: Case, *, by: Person, at: datetime) -> None:
    """Say of all that CPS closed of the case whether a way on is owed, after what may have changed that.

    The officer in charge owes it from the day on which CPS's closing of its record was written down, until
    CPS opens the plan again, the case is submitted again or decided, or another plan asks in its place.
    Inside a deed.
    """
    rows = _closed(case)
    if not rows:
        return
    asked = not case.is_closed
    owed = [one for one in rows if asked and one.stands and _nothing_else_goes_on(one)]
    gone = {one.source for one in rows if not one.stands} - {one.source for one in rows if one.stands}
    over = {one.source for one in rows} - {one.source for one in owed}
    mistaken = "the record that CPS closed it was taken back"
    settle_dues(sources=over & gone, code=UNANSWERED_DUE, at=at, fell_away=mistaken)
    settle_dues(sources=over - gone, code=UNANSWERED_DUE, at=at)
    settle(subjects=over, by=by, at=at, kinds=[FINALISED, ADVICE_ENDED])
    raise_dues(case=case, owed=[_owed(one) for one in owed], at=at)


def _closed(case: Case) -> list[_Closed]:
    plans = PlanEnding.objects.filter(case=case, ended_as=PlanStatus.ADMIN_FINALISED)
    advice = EarlyAdviceEnding.objects.filter(case=case)
    return [
        *(
            _Closed(
                source=one.plan_id,
                words=f"action plan {one.plan.number}, which CPS closed unanswered",
                stands=one.stands and one.plan.superseded_at is None,
                recorded_at=one.recorded_at,
                submission=one.plan.submission,
                plan=one.plan,
            )
            for one in plans.select_related("plan__submission")
        ),
        *(
            _Closed(
                source=one.submission_id,
                words=f"the early advice of submission {one.submission.round}, which CPS closed",
                stands=one.stands,
                recorded_at=one.recorded_at,
                submission=one.submission,
            )
            for one in advice.select_related("submission")
        ),
    ]


def way_on_due(source: UUID) -> DueItem | None:
    """What is owed of a plan, or of a round of early advice, that CPS closed its record of."""
    return DueItem.objects.filter(source=source, code=UNANSWERED_DUE, settled_at__isnull=True).first()


def _nothing_else_goes_on(one: _Closed) -> bool:
    """No later round, and no plan that is later or open, is about the same, and that is not all decided."""
    about = set(one.submission.lines.values_list("allegation", flat=True))
    if went_again(one.submission) is not None or _asked_instead(one).exists():
        return False
    return bool(about & {left.pk for left in open_to_cps_now(one.submission.case)})


def _asked_instead(one: _Closed) -> QuerySet[ActionPlan]:
    """The plans about the same that are open, or that CPS issued after what it closed."""
    if one.plan is None:
        return plans_about(one.submission, Q(recorded_at__gt=one.recorded_at))
    return plans_about(one.submission, Q(number__gt=one.plan.number)).exclude(pk=one.plan.pk)


def plans_about(submission: Submission, more: Q | None = None) -> QuerySet[ActionPlan]:
    """The plans about the same allegations that are open, and of the others those that fit `more`."""
    asked = Q(status__in=OPEN_PLANS) | (more or Q(pk__in=[]))
    plans = ActionPlan.objects.filter(asked, case=submission.case_id, superseded_at__isnull=True)
    same = submission.lines.values("allegation")
    return plans.filter(submission__lines__allegation__in=same).distinct()


def _owed(one: _Closed) -> Owed:
    return Owed(
        source=one.source,
        code=UNANSWERED_DUE,
        what=f"Find the way on from {one.words}",
        due_on=deadline(ClockCode.UNANSWERED, one.recorded_at).due_on,
        rule=ClockCode.UNANSWERED,
        started_on=london_date(one.recorded_at),
    )

"""What police and CPS asked of each other and the end of the case ended: it is owed again once the case is
open again, unless somebody did it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from actionplans.models import Advice, AdviceQuestion, CaseStrategy, ClinicFollowUp, Countersignature, Triage
from actionplans.services.clinic_results import FOLLOW_UP_DUE, follow_up_owed
from actionplans.services.countersigning import (
    AGAIN_DUE,
    COUNTERSIGN,
    COUNTERSIGN_DUE,
    REFUSED,
    countersignature_owed,
    has_successor,
    version_owed,
    waiting_for_second,
)
from actionplans.services.follow_ups import date_again
from actionplans.services.in_step import next_round
from actionplans.services.questions import QUESTION, reply_owed
from actionplans.services.strategies import STRATEGY_DUE, review_owed
from actionplans.services.submissions import RESPOND
from actionplans.services.triage import response_owed
from cases.models import Case, DueItem
from cases.services import Owed, raise_dues
from rasso_tracker.clocks import ClockCode, deadline, end_of_day, london_date
from rasso_tracker.messages.services import raise_again
from rasso_tracker.people.models import Person

# By which clock each is owed from the day on which the case was opened again, where its own date has passed.
# A response to CPS's rejection is not: the police have the file, and decide anew whether it goes to CPS.
_ANEW = {
    QUESTION: ClockCode.ADVICE_QUESTION,
    COUNTERSIGN_DUE: ClockCode.COUNTERSIGN,
    AGAIN_DUE: ClockCode.COUNTERSIGN,
    STRATEGY_DUE: ClockCode.PLAN_REVIEW,
    FOLLOW_UP_DUE: ClockCode.PLAN_REVIEW,
}
_TOLD_BY = {COUNTERSIGN_DUE: COUNTERSIGN, AGAIN_DUE: REFUSED}  # the notices that had gone quiet


def owed_as_before(case: Case, *, ended_at: datetime, at: datetime) -> None:
    """A decision that ended it was never made: it is owed by the date that stood. So is what was asked while
    the case was closed. Inside a deed.
    """
    known = _known(case)
    owed = []
    for one in _undone(case, at):
        before = known.get((one.source, one.code))
        if before is None:
            owed.append(one)
        elif before.settled_at == ended_at:
            owed.append(_dated_as(before, one))
    _raise(case, owed, at)


def owe_again(case: Case, *, by: Person, at: datetime) -> None:
    """The case was closed and is open again: what is not owed of all that nobody did is owed by its own date,
    and where that has passed by its clock from today. Inside a deed.
    """
    known = _known(case)
    owed = []
    for one in _undone(case, at):
        before = known.get((one.source, one.code))
        if one.code not in _ANEW or (before is not None and before.settled_at is None):
            continue
        again = one if before is None else _dated_as(before, one)
        if end_of_day(again.due_on) <= at:
            clock = _ANEW[one.code]
            again = replace(one, due_on=deadline(clock, at).due_on, rule=clock, started_on=london_date(at))
            _keep_date(again, by, at)
        owed.append(again)
    _raise(case, owed, at)


def _dated_as(before: DueItem, one: Owed) -> Owed:
    return replace(one, due_on=before.due_on, rule=before.rule, started_on=before.started_on)


def _known(case: Case) -> dict[tuple[object, str], DueItem]:
    """What was last owed, by its source and code."""
    rows = DueItem.objects.filter(case=case, code__in=[*_ANEW, RESPOND]).order_by("raised_at", "id")
    return {(one.source, one.code): one for one in rows}


def _undone(case: Case, at: datetime) -> Iterator[Owed]:
    """All that the two sides asked of each other on the case and nobody did, owed or not."""
    stands = {"superseded_at__isnull": True}
    asked = AdviceQuestion.objects.filter(case=case, answered_at__isnull=True, **stands)
    for question in asked.select_related("case", "submission"):
        yield reply_owed(question)
    for triage in Triage.objects.filter(case=case, accepted=False, **stands).select_related("submission"):
        if next_round(triage.submission) is None:
            yield response_owed(triage)
    advice = Advice.objects.filter(case=case).select_related("submission", "author", "case")
    for one in waiting_for_second(advice):
        yield countersignature_owed(one)
    refused = Countersignature.objects.filter(advice__case=case, holds=False, **stands).values("advice")
    for one in advice.filter(pk__in=refused, **stands):
        if not has_successor(one):
            yield version_owed(one, at)
    strategy = CaseStrategy.objects.filter(case=case, **stands).first()
    if strategy is not None:
        yield review_owed(case, strategy.review_on)
    left = ClinicFollowUp.objects.filter(case=case, done_at__isnull=True, withdrawn_at__isnull=True)
    for follow_up in left.select_related("owner", "booking__clinic"):
        yield follow_up_owed(follow_up)


def _keep_date(owed: Owed, by: Person, at: datetime) -> None:
    """Where the row has the date as well, it says the new one."""
    if owed.code == QUESTION:
        AdviceQuestion.objects.filter(pk=owed.source).update(due_on=owed.due_on)
    elif owed.code == STRATEGY_DUE:
        standing = CaseStrategy.objects.filter(case=owed.source, superseded_at__isnull=True)
        standing.update(review_on=owed.due_on)
    elif owed.code == FOLLOW_UP_DUE:
        date_again(ClinicFollowUp.objects.get(pk=owed.source), owed.due_on, by=by, at=at)


def _raise(case: Case, owed: list[Owed], at: datetime) -> None:
    raise_dues(case=case, owed=owed, at=at)
    for code, kind in _TOLD_BY.items():
        if subjects := [one.source for one in owed if one.code == code]:
            raise_again(kind=kind, subjects=subjects, at=at)

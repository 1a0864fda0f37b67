"""What follows for the rounds of a case from what stands on it: what CPS owes on each and by when, and where
its allegations lie. Computed from the facts by every deed that changes one of them, in whatever order acts
are entered, superseded and taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from actionplans.enums import PlanStatus, SubmissionKind, SubmissionStatus
from actionplans.models import ActionPlan, Advice, Submission, Triage
from actionplans.services.course import (
    CLOSING_KINDS,
    DECIDED_BY_CPS,
    WORDS,
    Acts,
    Course,
    Word,
    in_order,
    lifts,
    said_of,
)
from actionplans.services.unanswered import keep_way_on_due
from actionplans.services.undecided import open_to_cps_now
from cases.enums import ChargeBy, MilestoneKind
from cases.models import Allegation, Case, DueItem, Milestone
from cases.services import (
    CASE_CLOSED,
    Owed,
    follow_with_milestone,
    raise_dues,
    retract_milestones,
    settle_dues,
)
from rasso_tracker.clocks import ClockCode, deadline, london_date, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch

ANSWER = "cps_answer"  # the due item of a submission: CPS owes an answer
CLOCK_OF = {
    SubmissionKind.EARLY_ADVICE: ClockCode.EARLY_ADVICE,
    SubmissionKind.WITHIN_5_DAYS: ClockCode.CPS_CHARGING_SHORT,
    SubmissionKind.WITHIN_28_DAYS: ClockCode.CPS_CHARGING,
    SubmissionKind.PRIORITY: ClockCode.CPS_RED_REVIEW,
}
# Why milestones are voided.
ENTERED_SINCE = "What was entered since says otherwise."
SUPERSEDED = "CPS superseded what police entered."
DECIDED_BEFORE = "It was decided before."
_STANDS: dict[str, Any] = {"superseded_at__isnull": True}
STORED_OF_ROUND = ["answered_at", "status", "version"]
Kind = MilestoneKind


def keep_in_step(case: Case, *, by: Person, at: datetime, why: str = ENTERED_SINCE) -> None:
    """Say of every round of the case what follows from the acts that stand; `why` is what a milestone that
    follows no more is voided with. Nothing is written where all of it is said already. Inside a deed.
    """
    locked = Submission.objects.select_for_update(no_key=True, of=("self",)).filter(case=case)
    rounds = list(locked.select_related("case").prefetch_related("lines").order_by("round"))
    if not rounds:
        keep_way_on_due(case, by=by, at=at)
        return
    acts = Acts(case, rounds)
    courses = [Course(one, acts) for one in rounds]
    left = {one.pk for one in open_to_cps_now(case)}
    told = sorted(Milestone.objects.filter(case=case, voided_at__isnull=True), key=in_order)
    asked: set[UUID] = set()  # in the rounds after
    owed: list[Owed] = []
    over: dict[str, list[UUID]] = {}  # by why it fell away; "" where it was done
    waiting: dict[UUID, Course] = {}  # undecided allegations, by the round that they were last sent with
    for course in reversed(courses):
        submission, about = course.submission, acts.about[course.submission.pk]
        waits = about & left - asked - _taken_back(about, submission, told)
        waiting |= dict.fromkeys(waits, course)
        one = _Round(submission, about, waits, acts, told)
        _store(submission, one.answered_at)
        what = one.owed()
        owed += [what] if what else []
        if what is None:
            over.setdefault(one.fell_away(asked), []).append(submission.pk)
        asked |= about
    _say(case, courses, acts, told, waiting, by=by, at=at, why=why)
    for fell_away, sources in over.items():
        settle_dues(sources=sources, code=ANSWER, at=at, fell_away=fell_away)
    raise_dues(case=case, owed=owed, at=at)
    keep_way_on_due(case, by=by, at=at)


def _say(
    case: Case,
    courses: Sequence[Course],
    acts: Acts,
    told: Sequence[Milestone],
    waiting: dict[UUID, Course],
    *,
    by: Person,
    at: datetime,
    why: str,
) -> None:
    """Let the milestones of each allegation that was sent to CPS be those that follow."""
    for allegation in Allegation.objects.filter(pk__in={pk for some in acts.about.values() for pk in some}):
        said = said_of(allegation, courses, acts.about, told, waiting.get(allegation.pk))
        own = [one for one in told if one.allegation_id == allegation.pk and one.kind in WORDS]
        there = {Word(one.occurred_at, Kind(one.kind)) for one in own if one.occurred_at >= said.since}
        for word in sorted(there - said.words):
            retract_milestones(
                by=by,
                case=case,
                kind=word.kind,
                occurred_at=word.moment,
                allegations=[allegation.pk],
                reason=DECIDED_BEFORE if word in said.moot else why,
                at=at,
            )
        for word in sorted(said.words - there):
            follow_with_milestone(
                by=by, case=case, kind=word.kind, occurred_at=word.moment, allegation=allegation, at=at
            )


class _Round:
    """A submission with what CPS said of it. `waits` is the ids of its allegations that are undecided and
    were last sent with it.
    """

    def __init__(
        self,
        submission: Submission,
        about: set[UUID],
        waits: set[UUID],
        acts: Acts,
        told: Sequence[Milestone],
    ) -> None:
        self.submission, self.about, self.waits, self._acts = submission, about, waits, acts
        triage, self.plans = acts.triages.get(submission.pk), acts.plans[submission.pk]
        self.advised_at = acts.advised.get(submission.pk)
        rejected_at = triage.triaged_at if triage is not None and not triage.accepted else None
        said = [self.advised_at, rejected_at, *(one.issued_at for one in self.plans[:1])]
        self.decided = _decided(submission, about, told)
        if self.decided and all(_was_settled(one, submission, told) for one in waits):
            said.append(max(self.decided))
        self.answer: datetime | None = min((one for one in said if one is not None), default=None)
        self.answered_at = self.answer or _asked_again_at(submission, about)

    def owed(self) -> Owed | None:
        """What CPS owes: its answer by the date of the round; again, by the same clock, from when it had
        all that it asked for in a plan or asked for it no more.
        """
        if not self.waits:
            return None
        one, clock = self.submission, CLOCK_OF[SubmissionKind(self.submission.kind)]
        since, due_on = one.submitted_at, one.due_on
        if self.answer is not None:
            back = self._back_at()
            if back is None:
                return None
            since, due_on = back, deadline(clock, back).due_on
        return Owed(
            source=one.pk,
            code=ANSWER,
            what=f"CPS: {one.get_kind_display()}",
            due_on=due_on,
            rule=clock,
            started_on=london_date(since),
        )

    def fell_away(self, asked: set[UUID]) -> str:
        """Why CPS owes nothing though it did not do it, within a sentence; `asked` in the rounds after."""
        if not self.waits and self.about <= asked:
            return "the case went to CPS again"
        if not self.waits:
            return "" if self.decided else CASE_CLOSED
        due = DueItem.objects.filter(
            source=self.submission.pk, code=ANSWER, settled_at__isnull=True, started_on__isnull=False
        ).first()
        still = [one for one in self.plans if one.closed_at is None]
        if due is not None and any(one.issued_at < start_of_day(due.started_on) for one in still):
            return "the action plan stands after all"
        return ""

    def _back_at(self) -> datetime | None:
        """When what CPS answered with a plan came back to it for the decision, which it still owes: not where
        its record was closed unanswered; what ended with the whole case says nothing.
        """
        if self.advised_at is not None or any(one.closed_at is None for one in self.plans):
            return None
        ends = [end for one in self.plans if (end := self._acts.end_of(one)) is not None]
        back = [(one.moment, one.status != PlanStatus.ADMIN_FINALISED) for one in ends if one.status]
        last = max([(self.submission.submitted_at, False), *back])
        return last[0] if last[1] else None


def _taken_back(about: set[UUID], submission: Submission, told: Sequence[Milestone]) -> set[UUID]:
    """Allegations that were closed and opened again since they were sent: they are with the police, unless
    CPS went on with the round by another plan.
    """
    asked = ActionPlan.objects.filter(submission=submission, **_STANDS)
    return {
        one.allegation_id
        for one in told
        if one.kind == Kind.REOPENED
        and one.allegation_id in about
        and one.occurred_at >= submission.submitted_at
        and lifts(one, told)
        and not asked.filter(recorded_at__gt=one.recorded_at).exists()
    }


def _decided(submission: Submission, about: set[UUID], told: Iterable[Milestone]) -> list[datetime]:
    """When CPS decided on allegations of a round; what it had decided on before was answered as it came."""
    return [
        max(one.occurred_at, submission.submitted_at)
        for one in told
        if one.kind in DECIDED_BY_CPS
        and (one.occurred_at >= submission.submitted_at or _stood(one, submission, told))
        and (one.allegation_id is None or one.allegation_id in about)
    ]


def _stood(decision: Milestone, submission: Submission, told: Iterable[Milestone]) -> bool:
    """A decision of CPS that was not opened again before the round was sent."""
    return decision.charge_by != ChargeBy.POLICE and not any(
        one.kind == Kind.REOPENED
        and decision.occurred_at <= one.occurred_at <= submission.submitted_at
        and one.allegation_id in (None, decision.allegation_id)
        for one in told
    )


def _was_settled(allegation: UUID, submission: Submission, told: Iterable[Milestone]) -> bool:
    """It was decided or closed after the round was sent, though it was opened again."""
    return any(
        (one.kind in DECIDED_BY_CPS or one.kind in CLOSING_KINDS)
        and one.allegation_id in (None, allegation)
        and one.occurred_at >= submission.submitted_at
        for one in told
    )


def _asked_again_at(submission: Submission, about: set[UUID]) -> datetime | None:
    """When the last of its allegations went to CPS again, which ended the wait for an answer."""
    rest = set(about)
    for one in _later(submission).prefetch_related("lines"):
        rest -= {line.allegation_id for line in one.lines.all()}
        if not rest:
            moment: datetime = one.submitted_at
            return moment
    return None


def _store(submission: Submission, answered_at: datetime | None) -> None:
    """The stored copies of a round, where they are not what follows."""
    before = (submission.answered_at, submission.status)
    submission.answered_at = answered_at
    submission.status = status_of(submission)
    if before != (submission.answered_at, submission.status):
        touch(submission, "answered_at", "status")


def status_of(submission: Submission) -> SubmissionStatus:
    """By what happened: the triage that stands; without one, whether CPS answered in any way, or the case
    went there again.
    """
    triage = Triage.objects.filter(submission=submission, **_STANDS).first()
    if triage is not None:
        return SubmissionStatus.ACCEPTED if triage.accepted else SubmissionStatus.REJECTED
    advised = Advice.objects.filter(submission=submission, **_STANDS)
    if submission.answered_at is not None or advised.exists() or next_round(submission) is not None:
        return SubmissionStatus.ANSWERED
    return SubmissionStatus.SENT


def answer_of(submission: Submission) -> datetime | None:
    """When CPS answered; None also where it did not and the case went there again, which ended the wait."""
    moment: datetime | None = submission.answered_at
    if moment is None or _later(submission).filter(submitted_at=moment).exists():
        return None
    return moment


def next_round(submission: Submission) -> Submission | None:
    """The first submission of the case after this one."""
    return _later(submission).first()


def _later(submission: Submission) -> QuerySet[Submission]:
    return Submission.objects.filter(case=submission.case_id, round__gt=submission.round).order_by("round")

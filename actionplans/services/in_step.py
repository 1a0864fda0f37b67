"""What follows for the rounds of a case from what stands on it: what CPS owes on each and by when, and where
its allegations lie. Computed from the facts by every deed that changes one of them, in whatever order acts
are entered, superseded and taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from actionplans.enums import PlanStatus, SubmissionKind, SubmissionStatus
from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    Advice,
    DisputeAnswer,
    EarlyAdviceEnding,
    ItemCheck,
    ItemReturn,
    ItemWithdrawal,
    PlanBesideCharge,
    PlanEnding,
    PlanReopening,
    Submission,
    Triage,
)
from actionplans.services.items import asked_no_more
from actionplans.services.unanswered import keep_way_on_due
from actionplans.services.undecided import open_to_cps_now
from cases.enums import MilestoneKind, PlanBecomes
from cases.models import Allegation, Case, DueItem, Milestone
from cases.services import CASE_CLOSED, Owed, raise_dues, record_milestone, retract_milestones, settle_dues
from cases.stages import bears_on, standing
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
SUPERSEDED = "CPS superseded what police entered."
Kind = MilestoneKind
DECIDED_BY_CPS = frozenset({Kind.CHARGED, Kind.CPS_NFA})
CLOSING_KINDS = frozenset({Kind.CPS_NFA, Kind.POLICE_NFA, Kind.FINALISED, Kind.TRANSFERRED, Kind.CANCELLED})
# What is said of a round after it was sent; the last word says where an allegation lies.
_SAID = (
    Kind.TRIAGE_ACCEPTED,
    Kind.TRIAGE_REJECTED,
    Kind.EARLY_ADVICE_GIVEN,
    Kind.ADMIN_FINALISED,
    Kind.ACTION_PLAN_ISSUED,
    Kind.RESUBMITTED,
)
_LIES_BY = frozenset({*_SAID, Kind.EARLY_ADVICE_REQUESTED, Kind.SUBMITTED})
# Between what is said at one and the same time, so that it has an order.
A_MOMENT = timedelta(microseconds=1)
_PLACE = {kind.value: place for place, kind in enumerate(MilestoneKind)}  # the order of cases.stages
_STANDS: dict[str, Any] = {"superseded_at__isnull": True}
STORED_OF_ROUND = ["answered_at", "status", "version"]


class Lies(NamedTuple):
    """The milestone that says where the allegations of a round lie, and when it came about."""

    moment: datetime
    kind: MilestoneKind


def keep_in_step(case: Case, *, by: Person, at: datetime, why: str = SUPERSEDED) -> None:
    """Say of every round of the case what follows from the acts that stand; `why` is what a milestone that
    follows no more is voided with. Nothing is written where all of it is said already. Inside a deed.
    """
    rounds = Submission.objects.select_for_update(no_key=True, of=("self",)).filter(case=case)
    left = {one.pk for one in open_to_cps_now(case)}
    told = _milestones(case)
    asked: set[UUID] = set()  # in the rounds after
    owed: list[Owed] = []
    over: dict[str, list[UUID]] = {}  # by why it fell away; "" where it was done
    for submission in rounds.select_related("case").order_by("-round"):
        about = set(submission.lines.values_list("allegation", flat=True))
        waits = about & left - asked - _taken_back(about, submission, told)
        one = _Round(submission, about, waits, told)
        _store(submission, one.answered_at)
        what = one.owed()
        owed += [what] if what else []
        if what is None:
            over.setdefault(one.fell_away(asked), []).append(submission.pk)
        if waits and (lies := one.lies()):
            _say(one, lies, told, by=by, at=at, why=why)
        asked |= about
    for fell_away, sources in over.items():
        settle_dues(sources=sources, code=ANSWER, at=at, fell_away=fell_away)
    raise_dues(case=case, owed=owed, at=at)
    keep_way_on_due(case, by=by, at=at)


class _Round:
    """A submission with what stands of it. `waits` is the ids of its allegations that are undecided and were
    last sent with it.
    """

    def __init__(
        self, submission: Submission, about: set[UUID], waits: set[UUID], told: Sequence[Milestone]
    ) -> None:
        self.submission, self.waits = submission, waits
        self.is_early = submission.kind == SubmissionKind.EARLY_ADVICE
        self.triage = Triage.objects.filter(submission=submission, **_STANDS).first()
        advised = Advice.objects.filter(submission=submission, **_STANDS).order_by("given_at")
        self.advised_at = advised.values_list("given_at", flat=True).first() if self.is_early else None
        self.plans = list(ActionPlan.objects.filter(submission=submission, **_STANDS).order_by("issued_at"))
        said = [self.advised_at, self._rejected_at(), *(one.issued_at for one in self.plans[:1])]
        self.about, self.decided = about, _decided(submission, about, told)
        if self.decided and not waits:
            said.append(max(self.decided))
        answers = [moment for moment in said if moment is not None]
        self.answer: datetime | None = min(answers, default=None)
        self.answered_at = self.answer or _asked_again_at(submission, about)

    def _rejected_at(self) -> datetime | None:
        return self.triage.triaged_at if self.triage is not None and not self.triage.accepted else None

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
        """When what CPS answered with a plan came back to it for the decision, which it still owes."""
        if self.advised_at is not None or _open_plans(self.submission.case_id, self.waits).exists():
            return None
        last = max((moment, back) for moment, back in [(self.submission.submitted_at, False), *self._ends()])
        return last[0] if last[1] else None

    def _ends(self) -> list[tuple[datetime, bool]]:
        """When its plans ended and whether CPS then had the case to decide on: not where its record was
        closed unanswered; what ended with the whole case says nothing.
        """
        ends = [(ended_at(one), one.status) for one in self.plans if one.closed_at is not None]
        return [(at, status != PlanStatus.ADMIN_FINALISED) for at, status in ends if at is not None]

    def lies(self) -> Lies | None:
        """Where its allegations lie by the last act that stands. None where that is not told by this round
        alone: a plan of another one about them is open.
        """
        still = [one for one in self.plans if one.closed_at is None]
        if still:
            return _lies_with(still, [moment for moment, _ in self._ends()])
        if _open_plans(self.submission.case_id, self.waits).exists():
            return None
        moments = [self.sent]
        if self.triage is not None and (not self.triage.accepted or not self.is_early):
            kind = Kind.TRIAGE_ACCEPTED if self.triage.accepted else Kind.TRIAGE_REJECTED
            moments.append(Lies(self.triage.triaged_at, kind))
        if self.advised_at is not None:
            moments.append(Lies(self.advised_at, Kind.EARLY_ADVICE_GIVEN))
        for moment, back in self._ends():
            # Early advice that CPS gave is its answer, so the police go on from there.
            returned = Kind.EARLY_ADVICE_GIVEN if self.advised_at is not None else Kind.RESUBMITTED
            moments.append(Lies(moment, returned if back else Kind.ADMIN_FINALISED))
        closed = EarlyAdviceEnding.objects.filter(submission=self.submission, **_STANDS)
        moments += [Lies(one.ended_at, Kind.ADMIN_FINALISED) for one in closed]
        # Of acts of one moment the later in their order stands.
        return max(enumerate(moments), key=lambda one: (one[1].moment, one[0]))[1]

    @property
    def sent(self) -> Lies:
        kind = Kind.SUBMITTED if self.submission.round == 1 else Kind.RESUBMITTED
        return Lies(self.submission.submitted_at, Kind.EARLY_ADVICE_REQUESTED if self.is_early else kind)


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
        and _lifts(one, told)
        and not asked.filter(recorded_at__gt=one.recorded_at).exists()
    }


def _lifts(reopened: Milestone, told: Iterable[Milestone]) -> bool:
    """It opened what was closed: a decision that CPS says it never made is voided, and closed nothing."""
    before = [one for one in told if one.occurred_at < reopened.occurred_at]
    own = [one for one in before if one.allegation_id in (None, reopened.allegation_id)]
    last = [one for one in own if one.kind in CLOSING_KINDS or one.kind == Kind.REOPENED]
    return bool(last) and last[-1].kind != Kind.REOPENED


def _lies_with(plans: list[ActionPlan], ends: Iterable[datetime]) -> Lies:
    """With the police while any of the open plans asks for something; else with CPS, since the last of them
    went back or the last of the others ended.
    """
    asked = [_asked_at(one) for one in plans if one.items_open]
    if asked:
        return Lies(max(asked), Kind.ACTION_PLAN_ISSUED)
    return Lies(max([*map(_went_back_at, plans), *ends]), Kind.RESUBMITTED)


def _asked_at(plan: ActionPlan) -> datetime:
    """When CPS last asked the police for something of the plan."""
    back = ItemCheck.objects.filter(returned__item__plan=plan, accepted=False, **_STANDS)
    again = PlanReopening.objects.filter(ending__plan=plan, **_STANDS)
    said: list[datetime] = [plan.issued_at]
    said += [*back.values_list("checked_at", flat=True), *again.values_list("reopened_at", flat=True)]
    return max(said)


def _went_back_at(plan: ActionPlan) -> datetime:
    """When the last of its items went: returned, withdrawn by CPS or given up in a dispute."""
    returns = ItemReturn.objects.filter(item__plan=plan)
    withdrawn = ItemWithdrawal.objects.filter(item__plan=plan, **_STANDS)
    given_up = DisputeAnswer.objects.filter(dispute__item__plan=plan, **_STANDS)
    said = [
        *returns.values_list("returned_at", flat=True),
        *withdrawn.values_list("withdrawn_at", flat=True),
        *given_up.filter(outcome=DisputeOutcome.ACCEPTED).values_list("answered_at", flat=True),
    ]
    last: datetime = max(said)
    return last


def ended_at(plan: ActionPlan) -> datetime | None:
    """When an act of CPS that stands ended a plan that is closed: it was complete, or asked for no more, as a
    whole, item by item or beside a charge. None where no act says so: it ended with the case.
    """
    if plan.status == PlanStatus.COMPLETED:
        return plan.closed_at
    if PlanEnding.objects.filter(plan=plan, reopened_at__isnull=True, **_STANDS).exists():
        return plan.closed_at
    beside = PlanBesideCharge.objects.filter(
        plan=plan, becomes=PlanBecomes.WITHDRAWN, charge__voided_at__isnull=True
    )
    charged_at: datetime | None = beside.values_list("charge__occurred_at", flat=True).first()
    if charged_at is not None:
        return charged_at
    return None if plan.items.exclude(asked_no_more(plan)).exists() else plan.closed_at


def _open_plans(case_id: UUID, about: set[UUID]) -> Any:
    plans = ActionPlan.objects.filter(case=case_id, closed_at__isnull=True, **_STANDS)
    return plans.filter(submission__lines__allegation__in=about)


def _decided(submission: Submission, about: set[UUID], told: Iterable[Milestone]) -> list[datetime]:
    """When CPS decided on allegations of a round since it was sent."""
    return [
        one.occurred_at
        for one in told
        if one.kind in DECIDED_BY_CPS
        and one.occurred_at >= submission.submitted_at
        and (one.allegation_id is None or one.allegation_id in about)
    ]


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


def _milestones(case: Case) -> list[Milestone]:
    return list(Milestone.objects.filter(case=case, voided_at__isnull=True).order_by("occurred_at"))


def _say(one: _Round, lies: Lies, told: Sequence[Milestone], *, by: Person, at: datetime, why: str) -> None:
    """Let the last milestone of each allegation say where it lies, by what followed after it was sent; a
    decision that stands says so itself.
    """
    case, sent = one.submission.case, one.sent
    for allegation in Allegation.objects.filter(pk__in=one.waits):
        events = _last_words(told, allegation, at)
        last = events[-1] if events else None
        if last is None or last.kind == lies.kind or last.kind not in _LIES_BY | {Kind.REOPENED}:
            continue
        for word in events:
            follows = word.kind in _SAID and (word.occurred_at, word.kind) != sent
            if follows and (word.occurred_at, _PLACE[word.kind]) > (lies.moment, _PLACE[lies.kind]):
                retract_milestones(
                    by=by,
                    case=case,
                    kind=MilestoneKind(word.kind),
                    occurred_at=word.occurred_at,
                    allegations=[allegation.pk],
                    reason=why,
                    at=at,
                )
        events = _last_words(_milestones(case), allegation, at)
        last = events[-1]
        moment = max(lies.moment, last.occurred_at + A_MOMENT) if last.kind == Kind.REOPENED else lies.moment
        said = any(word.kind == lies.kind and word.occurred_at == moment for word in events)
        if last.kind != lies.kind and not said:
            record_milestone(
                by=by, case=case, kind=lies.kind, occurred_at=moment, allegation=allegation, at=at
            )


def _last_words(told: Iterable[Milestone], allegation: Allegation, at: datetime) -> list[Any]:
    """What is said of it by police and CPS, and of its end, oldest first."""
    kinds = _LIES_BY | DECIDED_BY_CPS | CLOSING_KINDS | {Kind.REOPENED}
    own = [one for one in told if one.kind in kinds and bears_on(one, allegation)]
    return standing([one for one in own if one.kind != Kind.REOPENED or _lifts(one, own)], at)


def advised_early(submission: Submission) -> bool:
    """CPS gave the early advice that was asked for."""
    advised = Advice.objects.filter(submission=submission, **_STANDS)
    return submission.kind == SubmissionKind.EARLY_ADVICE and advised.exists()


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

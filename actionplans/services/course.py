"""Between whom the allegations of a case went to and fro, moment by moment: a function of the acts that
stand, in whatever order they were entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from actionplans.enums import PlanStatus, SubmissionKind
from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    DisputeAnswer,
    EarlyAdviceEnding,
    ItemCheck,
    ItemReturn,
    ItemWithdrawal,
    PlanBesideCharge,
    PlanCompletion,
    PlanEnding,
    PlanReopening,
    Submission,
    Triage,
)
from cases.enums import ChargeBy, MilestoneKind, PlanBecomes
from cases.models import Allegation, Case, Milestone
from cases.stages import bears_on

Kind = MilestoneKind
DECIDED_BY_CPS = frozenset({Kind.CHARGED, Kind.CPS_NFA})
CLOSING_KINDS = frozenset({Kind.CPS_NFA, Kind.POLICE_NFA, Kind.FINALISED, Kind.TRANSFERRED, Kind.CANCELLED})
SENT = frozenset({Kind.EARLY_ADVICE_REQUESTED, Kind.SUBMITTED, Kind.RESUBMITTED})
# What follows from acts on a submission. Each says where an allegation lies from then on.
WORDS = SENT | {
    Kind.TRIAGE_ACCEPTED,
    Kind.TRIAGE_REJECTED,
    Kind.EARLY_ADVICE_GIVEN,
    Kind.ADMIN_FINALISED,
    Kind.ACTION_PLAN_ISSUED,
}
# Between what is said at one and the same time, so that it has an order.
A_MOMENT = timedelta(microseconds=1)
_PLACE = {kind: place for place, kind in enumerate(MilestoneKind)}
_STANDS: dict[str, Any] = {"superseded_at__isnull": True}


class Word(NamedTuple):
    """What is said of an allegation, and since when it is so."""

    moment: datetime
    kind: MilestoneKind


class End(NamedTuple):
    """When a plan was over, and as what: None where it ended with the case, which says so itself."""

    moment: datetime
    status: PlanStatus | None


# When an item was asked for again (True), came back (False) or was asked for no more (None).
Went = tuple[datetime, int, UUID, bool | None]


class Acts:
    """What stands on the rounds of a case, in a fixed number of statements: few where it has no plan."""

    def __init__(self, case: Case, rounds: Sequence[Submission]) -> None:
        self._case, self.rounds = case, rounds
        self.about = {one.pk: {line.allegation_id for line in one.lines.all()} for one in rounds}
        self.triages = {one.submission_id: one for one in Triage.objects.filter(case=case, **_STANDS)}
        early = [one.pk for one in rounds if one.kind == SubmissionKind.EARLY_ADVICE]
        advised = Advice.objects.filter(submission__in=early, **_STANDS).order_by("-given_at")
        self.advised = dict(advised.values_list("submission", "given_at"))  # the first of each
        closed = EarlyAdviceEnding.objects.filter(case=case, **_STANDS)
        self.advice_closed = dict(closed.values_list("submission", "ended_at"))
        plans = list(ActionPlan.objects.filter(case=case, **_STANDS).order_by("issued_at", "id"))
        self.plans: dict[UUID, list[ActionPlan]] = {one.pk: [] for one in rounds}
        for plan in plans:
            self.plans[plan.submission_id].append(plan)
        self.items: dict[UUID, list[UUID]] = {}
        self.went: dict[UUID, list[Went]] = {}
        self.completed: set[UUID] = set()
        self.endings: dict[UUID, list[tuple[PlanEnding, datetime | None]]] = {}
        self.charged: dict[UUID, datetime] = {}
        if plans:
            self._ask_of(plans)

    def _ask_of(self, plans: Sequence[ActionPlan]) -> None:
        case = self._case
        self.items = _by_plan(ActionPlanItem.objects.filter(plan__in=plans).values_list("plan", "pk"))
        self.went = _went(case)
        completed = PlanCompletion.objects.filter(case=case, **_STANDS)
        self.completed = set(completed.values_list("plan", flat=True))
        again = PlanReopening.objects.filter(case=case, **_STANDS)
        reopened = dict(again.values_list("ending", "reopened_at"))
        ends = PlanEnding.objects.filter(case=case, **_STANDS).order_by("ended_at")
        self.endings = _by_plan((one.plan_id, (one, reopened.get(one.pk))) for one in ends)
        beside = PlanBesideCharge.objects.filter(
            case=case, becomes=PlanBecomes.WITHDRAWN, charge__voided_at__isnull=True
        )
        self.charged = dict(beside.values_list("plan", "charge__occurred_at"))

    @cached_property
    def _ends(self) -> list[Milestone]:
        """What closed or opened allegations, voided ones too."""
        kinds = CLOSING_KINDS | {Kind.CHARGED, Kind.REOPENED}
        return list(Milestone.objects.filter(case=self._case, kind__in=kinds))

    @cached_property
    def _allegations(self) -> list[Allegation]:
        return list(Allegation.objects.filter(case=self._case))

    def end_of(self, plan: ActionPlan) -> End | None:
        """How a plan that is closed came to be over; None while it is open. One of which no act that stands
        says so ended with the case.
        """
        if plan.closed_at is None:
            return None
        for one, reopened_at in self.endings.get(plan.pk, ()):
            if reopened_at is None:
                return End(one.ended_at, PlanStatus(one.ended_as))
        if plan.pk in self.completed:
            return End(plan.closed_at, PlanStatus.COMPLETED)
        if plan.pk in self.charged:
            return End(self.charged[plan.pk], PlanStatus.WITHDRAWN)
        gone = {item for _, _, item, on in self.went.get(plan.pk, ()) if on is None}
        decided_since = any(one.recorded_at == plan.closed_at for one in self._ends)
        if gone >= set(self.items.get(plan.pk, ())) and not decided_since:
            return End(plan.closed_at, PlanStatus.WITHDRAWN)
        standing = [one for one in self._ends if one.stands]
        closed = closed_by(plan.closed_at, standing, self._allegations)
        moments = [one.occurred_at for one in closed] or [plan.closed_at]
        return End(max(plan.issued_at, *moments), None)


def closed_by(
    entered: datetime, told: Iterable[Milestone], allegations: Iterable[Allegation]
) -> list[Milestone]:
    """What had closed each of a case's allegations last, by what of `told` was entered until then; nothing
    where one was open.
    """
    known = sorted((one for one in told if one.recorded_at <= entered), key=in_order)
    last: list[Milestone] = []
    for allegation in allegations:
        own = [one for one in known if bears_on(one, allegation)]
        ends = [one for one in own if one.kind in CLOSING_KINDS or one.kind == Kind.REOPENED]
        if ends and ends[-1].kind != Kind.REOPENED:
            last.append(ends[-1])
        elif allegation.added_at <= entered:
            return []
    return last


def _went(case: Case) -> dict[UUID, list[Went]]:
    """By plan, what went on with its items."""
    returns = ItemReturn.objects.filter(case=case)
    sent_back = ItemCheck.objects.filter(case=case, accepted=False, **_STANDS)
    given_up = DisputeAnswer.objects.filter(case=case, outcome=DisputeOutcome.ACCEPTED, **_STANDS)
    withdrawn = ItemWithdrawal.objects.filter(case=case, **_STANDS)
    said: list[tuple[Any, str, str, bool | None]] = [
        (returns, "item", "returned_at", False),
        (sent_back, "returned__item", "checked_at", True),
        (given_up, "dispute__item", "answered_at", None),
        (withdrawn, "item", "withdrawn_at", None),
    ]
    return _by_plan(
        (plan, (moment, rank, item, on))
        for rank, (rows, path, column, on) in enumerate(said)
        for plan, item, moment in rows.values_list(f"{path}__plan", path, column)
    )


def _by_plan(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for plan, row in pairs:
        found.setdefault(plan, []).append(row)
    return found


class _Plan:
    """A plan as the acts on it follow each other."""

    def __init__(self, items: Iterable[UUID]) -> None:
        self.asked, self.is_open = set(items), True

    @property
    def asks(self) -> bool:
        return self.is_open and bool(self.asked)


class Course:
    """Where what was sent with a submission lay, by the acts on it alone."""

    def __init__(self, submission: Submission, acts: Acts) -> None:
        self.submission, self._acts = submission, acts
        is_early = submission.kind == SubmissionKind.EARLY_ADVICE
        first = Kind.SUBMITTED if submission.round == 1 else Kind.RESUBMITTED
        self.sent = Word(submission.submitted_at, Kind.EARLY_ADVICE_REQUESTED if is_early else first)
        self._is_early, self._advised = is_early, False
        self._plans: list[_Plan] = []
        self._landed = self.sent.kind  # where it lies once no plan of the round is open
        self.words = [self.sent]
        self._tell()

    @property
    def kind(self) -> MilestoneKind:
        """Where it lies by what followed until now."""
        if any(one.asks for one in self._plans):
            return Kind.ACTION_PLAN_ISSUED
        return Kind.RESUBMITTED if any(one.is_open for one in self._plans) else self._landed

    def _tell(self) -> None:
        followed: dict[datetime, list[tuple[int, Callable[[], bool]]]] = {}
        for moment, place, step in self._steps():
            followed.setdefault(moment, []).append((place, step))
        for moment in sorted(followed):
            before, said = self.kind, False
            for _, step in sorted(followed[moment], key=lambda one: one[0]):
                said = step() or said
            if self.kind != before or (said and self.kind == Kind.ACTION_PLAN_ISSUED):
                self.words.append(Word(moment, self.kind))

    def _steps(self) -> list[tuple[datetime, int, Callable[[], bool]]]:
        """What followed when, of one moment in which order, and whether it is said though nothing changed."""
        one, acts = self.submission.pk, self._acts
        steps: list[tuple[datetime, int, Callable[[], bool]]] = []
        triage = acts.triages.get(one)
        if triage is not None and not (triage.accepted and self._is_early):
            kind = Kind.TRIAGE_ACCEPTED if triage.accepted else Kind.TRIAGE_REJECTED
            steps.append((triage.triaged_at, 0, partial(self._land, kind)))
        if one in acts.advised:
            steps.append((acts.advised[one], 1, self._advise))
        if one in acts.advice_closed:
            steps.append((acts.advice_closed[one], 6, partial(self._land, Kind.ADMIN_FINALISED)))
        for plan in acts.plans[one]:
            steps += self._of_plan(plan)
        return steps

    def _of_plan(self, row: ActionPlan) -> list[tuple[datetime, int, Callable[[], bool]]]:
        acts, plan = self._acts, _Plan(self._acts.items.get(row.pk, ()))

        def issue() -> bool:
            self._plans.append(plan)
            return True

        def item(pk: UUID, asked: bool) -> bool:
            (plan.asked.add if asked else plan.asked.discard)(pk)
            return False

        def end(status: PlanStatus | None) -> bool:
            plan.is_open = False
            if status == PlanStatus.ADMIN_FINALISED:
                return self._land(Kind.ADMIN_FINALISED)
            return status is not None and self._land(self._back)

        def again() -> bool:
            plan.is_open = True
            return False

        steps: list[tuple[datetime, int, Callable[[], bool]]] = [(row.issued_at, 2, issue)]
        for moment, _, pk, on in sorted(acts.went.get(row.pk, ()), key=lambda one: one[:2]):
            steps.append((moment, 3, partial(item, pk, bool(on))))
        for one, reopened_at in acts.endings.get(row.pk, ()):
            if reopened_at is not None:
                steps.append((one.ended_at, 4, partial(end, PlanStatus(one.ended_as))))
                steps.append((reopened_at, 5, again))
        over = acts.end_of(row)
        if over is not None:
            steps.append((over.moment, 4, partial(end, over.status)))
        return steps

    @property
    def _back(self) -> MilestoneKind:
        """Where a plan that is over leaves it: with CPS for its answer; early advice that it gave is that
        answer, so the police go on.
        """
        return Kind.EARLY_ADVICE_GIVEN if self._advised else Kind.RESUBMITTED

    def _land(self, kind: MilestoneKind) -> bool:
        self._landed = kind
        return False

    def _advise(self) -> bool:
        self._advised = True
        return self._land(Kind.EARLY_ADVICE_GIVEN)


def in_order(one: Milestone) -> tuple[datetime, int, datetime]:
    """As cases.stages has them: of one moment, in the order of the enumeration."""
    return one.occurred_at, _PLACE[Kind(one.kind)], one.recorded_at


def lifts(reopened: Milestone, told: Iterable[Milestone]) -> bool:
    """It opened what was closed: a decision that CPS says it never made is voided, and closed nothing."""
    before = [one for one in told if in_order(one) < in_order(reopened)]
    own = [one for one in before if one.allegation_id in (None, reopened.allegation_id)]
    last = [one for one in own if one.kind in CLOSING_KINDS or one.kind == Kind.REOPENED]
    return bool(last) and last[-1].kind != Kind.REOPENED


class Said(NamedTuple):
    """What is said of an allegation since it was first sent: what holds, and what would hold had it not been
    decided before.
    """

    since: datetime
    words: set[Word]
    moot: set[Word]


def said_of(
    allegation: Allegation,
    courses: Sequence[Course],
    about: dict[UUID, set[UUID]],
    told: Sequence[Milestone],
    goes_on: Course | None,
) -> Said:
    """By the rounds that it was sent with, each until the next one. `told`: the milestones that stand, oldest
    first; `goes_on`: the round on which CPS has it or gave it back, where it is undecided.
    """
    own = [one for one in courses if allegation.pk in about[one.submission.pk]]
    ends = [one for one in told if _ends(one) and bears_on(one, allegation)]
    opened = [one for one in told if one.kind == Kind.REOPENED and bears_on(one, allegation)]
    lifted = [one.occurred_at for one in opened if lifts(one, told)]
    said = Said(own[0].sent.moment, set(), set())
    for course, after in zip_longest(own, own[1:]):
        for word in course.words:
            if after is None or word.moment < after.sent.moment:
                (said.moot if _over(word, course, ends, lifted) else said.words).add(word)
    if goes_on is not None and lifted and not any(one.moment > lifted[-1] for one in said.words):
        said.words.add(Word(lifted[-1] + A_MOMENT, goes_on.kind))
    return said


def _ends(one: Milestone) -> bool:
    return one.kind in DECIDED_BY_CPS or one.kind in CLOSING_KINDS


def _over(word: Word, course: Course, ends: Sequence[Milestone], lifted: Sequence[datetime]) -> bool:
    """Whether it was decided by then, and not opened again since. What the police charged is put to CPS."""
    at_once = word != course.sent  # what is said at the moment of a decision came of it
    before = [one for one in ends if one.occurred_at < word.moment + at_once * A_MOMENT]
    if not before:
        return False
    last = before[-1]
    if any(last.occurred_at <= one <= word.moment for one in lifted):
        return False
    by_police = last.kind == Kind.CHARGED and last.charge_by == ChargeBy.POLICE
    return not (by_police and course.sent.moment >= last.occurred_at)

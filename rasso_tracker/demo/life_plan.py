"""The life of one action plan: its dates, its reviews, the ladder's steps, what came back, how it ended.

The ledger is kept as the sweep would have kept it: before each act every step that had fallen due is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from actionplans.enums import (
    CLOSED_PLANS,
    OPEN_ITEMS,
    CpsDocument,
    DateBecause,
    DateKind,
    ItemStatus,
    ItemType,
    PlanStatus,
    ReviewOutcome,
)
from actionplans.ladder import next_rung_up
from cases.enums import MilestoneKind as Kind
from rasso_tracker.clocks import ClockCode, add_working_days, deadline, end_of_day, london_date
from rasso_tracker.demo import calibration as given
from rasso_tracker.demo import names
from rasso_tracker.demo.events import (
    AcknowledgedFacts,
    CpsRecord,
    DateFacts,
    ItemFacts,
    PlanFacts,
    ReviewFacts,
    StepFacts,
    SubmissionFacts,
)
from rasso_tracker.demo.story import Stopped, Story, World, pick
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person

SWEEP_LAG = timedelta(seconds=30)  # the sweep runs every minute
LATE_BY = ((1, 4, 40), (5, 9, 28), (10, 19, 22), (20, 26, 10))  # [A] working days past, of late reviews
FORTNIGHT = timedelta(days=14)


@dataclass
class Plan:
    """One plan while it is being told: the same moves as the deeds make."""

    facts: PlanFacts
    world: World

    @property
    def items_open(self) -> int:
        return sum(item.status in OPEN_ITEMS for item in self.facts.items)

    @property
    def is_open(self) -> bool:
        return self.facts.status not in CLOSED_PLANS

    def current(self, kind: str) -> DateFacts | None:
        found = (one for one in self.facts.dates if one.kind == kind and one.superseded_at is None)
        return next(found, None)

    def runs(self, one: DateFacts) -> bool:
        owed = one.kind != DateKind.TARGET or self.items_open > 0
        return self.is_open and one.superseded_at is None and one.answered_at is None and owed

    def sweep(self, at: datetime) -> None:
        """Write every step that has fallen due by `at`."""
        raised = {(one.date, one.step) for one in self.facts.ledger}
        found = [
            StepFacts(place, step, moment, min(moment + SWEEP_LAG, max(at, moment)))
            for place, one in enumerate(self.facts.dates)
            if self.runs(one)
            for step, moment in enumerate(one.moments)
            if moment is not None and moment <= at and (place, step) not in raised
        ]
        self.facts.ledger += sorted(found, key=lambda one: (one.due_at, one.step))

    def step(self) -> int | None:
        """The highest step that still stands, as services.standing.standing_step finds it."""
        if not self.is_open:
            return None
        last = len(self.facts.reviews) - 1
        steps = []
        for one in self.facts.ledger:
            dated = self.facts.dates[one.date]
            counts = dated.superseded_at is None and (dated.kind != DateKind.TARGET or self.items_open > 0)
            if counts or (one.review is not None and one.review == last):
                steps.append(one.step)
        return max(steps, default=None)

    def set_date(
        self,
        kind: DateKind,
        due_on: date,
        because: DateBecause,
        by: Person,
        at: datetime,
        *,
        from_step: int = 0,
        reason: str = "",
        review: int | None = None,
    ) -> int:
        if (before := self.current(kind)) is not None:
            before.superseded_at = at
        moments = self.world.moments(kind, due_on, from_step)
        self.facts.dates.append(
            DateFacts(kind, due_on, because, at, by, from_step, moments, reason=reason, review=review)
        )
        return len(self.facts.dates) - 1

    def end_date(self, kind: DateKind, at: datetime) -> None:
        if (one := self.current(kind)) is not None:
            one.superseded_at = at

    def answer_lapsed(self, at: datetime) -> None:
        for one in self.facts.dates:
            if one.superseded_at is None and one.answered_at is None and end_of_day(one.due_on) <= at:
                one.answered_at = at

    def close(self, status: PlanStatus, by: Person, at: datetime) -> None:
        self.sweep(at)
        for item in self.facts.items:
            if status == PlanStatus.COMPLETED and item.status == ItemStatus.RETURNED:
                item.status, item.checked_at, item.checked_by = ItemStatus.ACCEPTED, at, by
            elif status != PlanStatus.COMPLETED and item.status != ItemStatus.ACCEPTED:
                item.status = ItemStatus.WITHDRAWN
        self.facts.status, self.facts.closed_at = status, at
        self.end_date(DateKind.NEXT_ACT, at)


def issue(
    story: Story, submission: SubmissionFacts, record: CpsRecord, review_on: date | None = None
) -> Plan:
    """CPS issues a plan now. `review_on` is kept where a wish sets it; else the dated rules set both."""
    at, rng = story.at, story.rng
    issued_on = london_date(at)
    items = [
        ItemFacts(kind, ItemStatus.OPEN, names.ITEM_WORDS[kind])
        for kind in rng.sample(list(ItemType), rng.randint(*given.PLAN_ITEMS))
    ]
    place = story.life.submissions.index(submission)
    facts = PlanFacts(place, at, record, items, PlanStatus.ISSUED)
    plan = Plan(facts, story.world)
    target_on = deadline(ClockCode.PLAN_TARGET, issued_on).due_on
    review = review_on or deadline(ClockCode.PLAN_REVIEW, issued_on).due_on
    plan.set_date(DateKind.TARGET, target_on, DateBecause.ISSUED, record.by, at)
    plan.set_date(DateKind.REVIEW, review, DateBecause.ISSUED, record.by, at)
    submission.answered_at = submission.answered_at or at
    story.life.plans.append(facts)
    story.mark_each(Kind.ACTION_PLAN_ISSUED, by=record.by)
    return plan


def play_plan(story: Story, submission: SubmissionFacts) -> None:
    """Issue a plan and play it to its end. Raises Stopped when the end lies ahead; the plan is then open."""
    from rasso_tracker.demo.life_cps import (
        lawyer_of,
        record_of,
    )  # these two tell one part of the story together

    rng = story.rng
    plan = issue(story, submission, record_of(story, CpsDocument.ACTION_PLAN))
    on_time = story.chance(given.PLAN_ON_TIME_SHARE)
    days = rng.uniform(9, 27) if on_time else 29 + rng.expovariate(1 / given.PLAN_LATE_DAYS)
    whole = story.office(story.at + timedelta(days=days), working=True)
    part = story.office(story.at + (whole - story.at) * rng.uniform(0.4, 0.8))
    done = story.office(whole + timedelta(days=rng.uniform(2, 16)), working=True)
    done = max(done, whole + timedelta(hours=2))
    acts = [(part, "part"), (whole, "return"), (done, "complete")]
    while acts:
        review_at = _review_moment(story, plan)
        moment, act = min([*acts, (review_at, "review")])
        try:
            story.be(moment)
        except Stopped:
            plan.sweep(story.world.now)
            raise
        plan.sweep(story.at)
        if act == "review":
            review_plan(story, plan)
            continue
        acts.remove((moment, act))
        if act == "complete":
            plan.close(PlanStatus.COMPLETED, lawyer_of(story), story.at)
        else:
            give_back(story, plan, share=rng.uniform(0.3, 0.7) if act == "part" else 1.0)


def _review_moment(story: Story, plan: Plan) -> datetime:
    """When the next review will be recorded: the same answer until the review date changes."""
    due = plan.current(DateKind.REVIEW)
    assert due is not None
    rng = Random(f"{story.life.number} {due.due_on} {due.set_at}")  # noqa: S311  # a story, not a key
    if rng.random() < given.REVIEW_KEPT_SHARE:
        day = due.due_on - timedelta(days=rng.choice((0, 0, 1, 2)))
    else:
        low, high, _ = rng.choices(LATE_BY, [share for *_, share in LATE_BY])[0]
        day = add_working_days(due.due_on, rng.randint(low, high))
    noon = end_of_day(day) - timedelta(hours=rng.uniform(7, 15))
    return max(noon, due.set_at + timedelta(hours=3))


def review_plan(story: Story, plan: Plan) -> None:
    """A review is recorded now: on track, a new target where it has passed, or sent up a step."""
    at, rng = story.at, story.rng
    target = plan.current(DateKind.TARGET)
    assert target is not None
    passed = plan.items_open > 0 and end_of_day(target.due_on) <= at
    step = plan.step()
    outcome = ReviewOutcome.ON_TRACK
    if passed:
        outcome = ReviewOutcome.NEW_DATE if story.chance(0.75) else ReviewOutcome.ESCALATE
    elif story.chance(0.05):
        outcome = ReviewOutcome.ESCALATE
    if outcome == ReviewOutcome.ESCALATE and (step or 0) >= 3:
        outcome = ReviewOutcome.NEW_DATE
    by = pick(rng, {0: 60, 1: 25, 2: 15})
    person = (story.gatekeeper, story.supervisor, story.gatekeeper)[by]()
    next_on = london_date(at) + FORTNIGHT
    plan.facts.reviews.append(ReviewFacts(outcome, next_on, at, person, rng.choice(names.REVIEW_NOTES)))
    review = len(plan.facts.reviews) - 1
    reviewed = plan.current(DateKind.REVIEW)
    before = next(place for place, one in enumerate(plan.facts.dates) if one is reviewed)
    if outcome == ReviewOutcome.NEW_DATE:
        new = max(london_date(at), target.due_on) + timedelta(days=rng.choice((14, 21, 28)))
        reason = rng.choice(names.DATE_REASONS)
        plan.set_date(DateKind.TARGET, new, DateBecause.MOVED, person, at, reason=reason, review=review)
    up = max(next_rung_up(step), 1)
    escalate = outcome == ReviewOutcome.ESCALATE
    from_step = next_rung_up(up) if escalate else 0
    plan.set_date(
        DateKind.REVIEW, next_on, DateBecause.REVIEWED, person, at, from_step=from_step, review=review
    )
    plan.end_date(DateKind.NEXT_ACT, at)
    plan.answer_lapsed(at)
    if escalate:
        _raise_by_hand(plan, before, up, review, at)
    if plan.facts.status in (PlanStatus.ISSUED, PlanStatus.ACCEPTED):
        plan.facts.status = PlanStatus.IN_PROGRESS


def _raise_by_hand(plan: Plan, reviewed: int, step: int, review: int, at: datetime) -> None:
    for one in plan.facts.ledger:
        if (one.date, one.step) == (reviewed, step):
            one.review = review
            return
    plan.facts.ledger.append(StepFacts(reviewed, step, at, at, review))


def give_back(story: Story, plan: Plan, *, share: float) -> None:
    """Return a share of the open items, at least one; the last one takes the case back to CPS."""
    still = [item for item in plan.facts.items if item.status in OPEN_ITEMS]
    count = len(still) if share >= 1 else min(max(1, round(len(still) * share)), len(still) - 1)
    for item in still[:count]:
        item.status, item.returned_at, item.returned_by = ItemStatus.RETURNED, story.at, story.life.officer
        item.note = story.rng.choice(names.RETURN_NOTES)
    if count:
        plan.facts.status = PlanStatus.PART_RETURNED if plan.items_open else PlanStatus.RETURNED
    if not plan.items_open:
        story.mark_each(Kind.RESUBMITTED, by=story.life.officer)


def send_back(story: Story, plan: Plan, by: Person) -> None:
    """CPS checks the first returned item and sends it back: the police owe it again."""
    plan.sweep(story.at)
    was_with_cps = plan.items_open == 0
    item = next(one for one in plan.facts.items if one.status == ItemStatus.RETURNED)
    item.status, item.checked_at, item.checked_by = ItemStatus.SENT_BACK, story.at, by
    item.check_note = story.rng.choice(names.CHECK_NOTES)
    plan.facts.status = PlanStatus.REJECTED
    if was_with_cps:
        story.mark_each(Kind.ACTION_PLAN_ISSUED, by=by)


def acknowledge(story: Story, plan: Plan, promised_on: date) -> None:
    """Somebody above the officer answers the highest step now, with a next act and its date."""
    at = story.at
    place = max(range(len(plan.facts.ledger)), key=lambda one: (plan.facts.ledger[one].step, one))
    inspectors = story.force.at(Post.DETECTIVE_INSPECTOR, story.life.district)
    by = story.rng.choice(inspectors)
    promised = plan.set_date(
        DateKind.NEXT_ACT, promised_on, DateBecause.ACKNOWLEDGED, by, at, from_step=next_rung_up(plan.step())
    )
    words = story.rng.choice(names.NEXT_ACTS)
    plan.facts.answers.append(AcknowledgedFacts(place, at, by, promised, words))
    plan.answer_lapsed(at)


def withdraw_open_plans(story: Story, by: Person) -> None:
    """The open plans of a case that was decided are no longer asked for."""
    for facts in story.life.plans:
        plan = Plan(facts, story.world)
        if plan.is_open:
            plan.close(PlanStatus.WITHDRAWN, by, story.at)

"""What delivery asks before anybody is told: does it still stand, and who must hear of it now.

Pure questions, in bulk (rasso_tracker.messages): a plan that was closed, moved or handed over since the
sweep is answered as it now stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from actionplans.enums import DateKind, PlanStatus
from actionplans.ladder import Ladder, current_ladder
from actionplans.models import Acknowledgement, ActionPlan, Escalation, PlanReview
from actionplans.notices.passed import (
    IS_PROMISED,
    PROMISE_ENDS,
    addressed,
    heard_of,
    posts_passed,
    subjects_passed,
    with_owner,
)
from actionplans.roster import About, Roster, roster_for
from actionplans.services.standing import LAPSED
from actionplans.unanswered import stands
from rasso_tracker.clocks import day_words, end_of_day, london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.people.enums import Post

OF_THEIR_OWN = "Whoever would hear of it did it."
AT_ONCE_FROM = 2  # from this step an e-mail goes at once; below it waits for the person's digest
HEADLINES = {
    DateKind.REVIEW: "See that it is reviewed: the review date has passed",
    DateKind.TARGET: "Return the items or set a new date: the target date has passed",
    DateKind.NEXT_ACT: "Do what was promised: its date has passed",
}
ENDS_WHEN = (
    "a review, a new date with a reason, completion, or an acknowledgement with a next act and date"
    " is recorded"
)


def recheck_escalations(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Does each step of the ladder still stand at `at`, and whom does it go to? A fixed number of queries."""
    rows = _rows(sources)
    by_hand = _last_words(row.plan_id for row in rows.values() if row.review_id)
    answers: dict[UUID, Due | Gone] = {
        source: Gone(why) for source, row in rows.items() if (why := _gone(row, at, by_hand))
    }
    standing = {source: row for source, row in rows.items() if source not in answers}
    if standing:
        ladder = current_ladder()
        roster = roster_of([row.plan for row in standing.values()], ladder, at)
        passed = {source: row.plan_id for source, row in standing.items() if source != row.pk}
        heard = heard_of(LAPSED, passed.values())
        to_post = posts_passed(LAPSED, passed) if passed else {}
        for source, row in standing.items():
            due = step_due(row, ladder, roster)
            if source == row.pk:
                answers[source] = due
            else:
                theirs = roster.told([to_post.get(source, Post.INVESTIGATOR)], _about(row.plan))
                answers[source] = heard.rest_of(replace(due, recipients=with_owner(due, theirs)), source)
    return answers | _promised([one for one in sources if one not in rows], at)


def _promised(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """What was promised on a plan that passed to somebody else, before its day: they alone hear of it."""
    plan_of = subjects_passed(LAPSED, sources)
    current = Acknowledgement.objects.filter(
        plan__in=plan_of.values(), plan__next_act_on__isnull=False, next_act_date__superseded_at__isnull=True
    )
    found = current.select_related("plan__case", "next_act_date", "escalation") if plan_of else ()
    promises = {one.plan_id: one for one in found}
    if not promises:
        return {}
    to_post, heard = posts_passed(LAPSED, plan_of), heard_of(LAPSED, promises)
    roster = roster_of([one.plan for one in promises.values()], current_ladder(), at)
    answers: dict[UUID, Due | Gone] = {}
    for source, plan_id in plan_of.items():
        if (promise := promises.get(plan_id)) is None:
            continue
        plan, due_on = promise.plan, promise.next_act_date.due_on
        theirs = roster.told([to_post.get(source, Post.INVESTIGATOR)], _about(plan))
        if plan.case.is_closed or not plan.is_open or not theirs:
            answers[source] = Gone("The action plan has moved on.")
        elif end_of_day(due_on) <= at:
            answers[source] = Gone("The promised day has passed: its own step tells of that.")
        else:
            due = Due(
                recipients=addressed(theirs),
                case_id=plan.case_id,
                subject_id=plan.pk,
                reference=f"{plan.case.reference}, action plan {plan.number}",
                headline=IS_PROMISED,
                due_on=due_on,
                ends_when=PROMISE_ENDS,
                path=f"/action-plans/{plan.pk}/",
                urgency=DIGEST,
                rank=promise.escalation.step,
            )
            answers[source] = heard.rest_of(due, source)
    return answers


def _rows(sources: Sequence[UUID]) -> dict[UUID, Escalation]:
    """The step that each source tells of: itself, or the highest now of a plan that passed to another."""
    steps = Escalation.objects.select_related("plan__case", "plan_date", "review")
    rows = steps.in_bulk(sources)
    passed = subjects_passed(LAPSED, [one for one in sources if one not in rows])
    if passed:
        current = steps.filter(stands(), plan__in=passed.values())
        highest = {row.plan_id: row for row in current.order_by("step", "raised_at")}
        rows |= {source: highest[plan] for source, plan in passed.items() if plan in highest}
    return rows


def roster_of(plans: list[ActionPlan], ladder: Ladder, at: datetime) -> Roster:
    return roster_for([_about(plan) for plan in plans], ladder.rungs, london_date(at))


def _about(plan: ActionPlan) -> About:
    return About(plan.case, plan.prosecutor_id)


def _last_words(plans: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[datetime, uuid.UUID | None]]:
    """The latest review or acknowledgement of each plan: its moment, and its id when it is a review."""
    ids = list(plans)
    last: dict[uuid.UUID, tuple[datetime, uuid.UUID | None]] = {}
    if not ids:
        return last
    reviews = PlanReview.objects.filter(plan__in=ids).order_by("reviewed_at", "id")
    for plan_id, moment, pk in reviews.values_list("plan", "reviewed_at", "pk"):
        last[plan_id] = (moment, pk)
    acts = Acknowledgement.objects.filter(plan__in=ids).order_by("acknowledged_at")
    for plan_id, moment in acts.values_list("plan", "acknowledged_at"):
        if moment >= last.get(plan_id, (moment, None))[0]:
            last[plan_id] = (moment, None)
    return last


def _gone(row: Escalation, at: datetime, last: dict[uuid.UUID, tuple[datetime, uuid.UUID | None]]) -> str:
    """Why a step no longer stands, as a sentence; "" while it does."""
    plan, date = row.plan, row.plan_date
    if plan.case.is_closed:
        return "The case is closed."
    if not plan.is_open:
        ended = PlanStatus(plan.status).label.lower()
        return f"The action plan ended on {day_words(plan.closed_at or at)}: {ended}."
    if row.review_id is not None:
        return (
            "" if last.get(plan.pk, (at, None))[1] == row.review_id else "It was acted on since the review."
        )
    if date.superseded_at is not None:
        return f"A review or a new date was recorded on {day_words(date.superseded_at)}."
    if date.answered_at is not None:
        return f"It was answered on {day_words(date.answered_at)}."
    if date.kind == DateKind.TARGET and not plan.items_open:
        return "Every item was returned."
    moment = date.step_due_at[row.step]
    if moment is None or moment > at:
        return "The step is not due any more: the ladder or the bank holidays changed."
    return ""


def step_due(row: Escalation, ladder: Ladder, roster: Roster) -> Due:
    """The notice of a step that stands, to whom the roster finds. Asks the database nothing."""
    plan, date = row.plan, row.plan_date
    rungs = [rung for rung in ladder.of(date.kind, date.due_on) if rung.step >= row.step]
    reached = f"Step {row.step}. " if row.step else ""
    headline = (
        "Look at this action plan: a review escalated it" if row.review_id else HEADLINES[DateKind(date.kind)]
    )
    return Due(
        recipients=roster.climb(rungs, _about(plan)),
        case_id=plan.case_id,
        subject_id=plan.pk,
        reference=f"{plan.case.reference}, action plan {plan.number}",
        headline=f"{reached}{headline}",
        due_on=date.due_on,
        ends_when=ENDS_WHEN,
        path=f"/action-plans/{plan.pk}/",
        urgency=NOW if row.step >= AT_ONCE_FROM else DIGEST,
        rank=row.step,
    )


def recheck_issued(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """A new action plan: its officer in charge must know what is asked and by when."""
    return _about_plans(
        sources,
        at,
        posts=(Post.INVESTIGATOR,),
        headline="CPS issued an action plan: see what is asked",
        ends_when="its items are returned",
        stands=lambda plan: plan.items_open > 0,
        entered=True,
    )


def recheck_returned(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Every item came back: the reviewing prosecutor checks them."""
    return _about_plans(
        sources,
        at,
        posts=(Post.REVIEWING_PROSECUTOR,),
        headline="Check the returned items: every item came back",
        ends_when="the plan is completed or an item is sent back",
        stands=lambda plan: plan.items_open == 0,
    )


def _about_plans(
    sources: Sequence[UUID],
    at: datetime,
    *,
    posts: tuple[Post, ...],
    headline: str,
    ends_when: str,
    stands: object,
    entered: bool = False,
) -> dict[UUID, Due | Gone]:
    """`entered`: the notice says that somebody entered the plan, who needs no telling."""
    plans = list(ActionPlan.objects.filter(pk__in=sources).select_related("case"))
    ladder = current_ladder()
    roster = roster_of(plans, ladder, at)
    answers: dict[UUID, Due | Gone] = {}
    for plan in plans:
        assert callable(stands)
        if plan.case.is_closed or not plan.is_open or not stands(plan):
            answers[plan.pk] = Gone("The action plan has moved on.")
            continue
        told = roster.told(posts, _about(plan))
        recipients = tuple(Addressee(person, why) for person, why in told.items()) or roster.climb(
            [rung for rung in ladder.of(DateKind.REVIEW, plan.review_on) if rung.step > 0],
            _about(plan),
        )
        others = tuple(one for one in recipients if not entered or one.person_id != plan.entered_by_id)
        if recipients and not others:
            answers[plan.pk] = Gone(OF_THEIR_OWN)
            continue
        answers[plan.pk] = Due(
            recipients=others,
            case_id=plan.case_id,
            subject_id=plan.pk,
            reference=f"{plan.case.reference}, action plan {plan.number}",
            headline=headline,
            due_on=plan.target_on if plan.items_open else None,
            ends_when=ends_when,
            path=f"/action-plans/{plan.pk}/",
            urgency=DIGEST,
        )
    return answers

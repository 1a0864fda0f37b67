"""Whom the steps of the ladder reached that were raised before the demo's last night: the notices that the
deliveries of those days would have left.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from actionplans.models import ActionPlan, ClimbEscalation, Escalation, ItemWait
from actionplans.notices.climbs import about_climb, climb_due
from actionplans.notices.plans import AT_ONCE_FROM, step_due
from actionplans.roster import Roster
from actionplans.services.climbs import CLIMBED
from actionplans.services.standing import LAPSED
from cases.models import NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.demo.story import World
from rasso_tracker.messages import Due
from rasso_tracker.messages.enums import EmailState, Outcome
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.messages.services.raising import message_id_header
from rasso_tracker.people.cover import Rota

READ_AFTER = timedelta(hours=3)
OVER = "It was dealt with, or its date moved."


def told_rows(case: CaseRows) -> None:
    """What stands and is the highest of its plan or due item waits for the first delivery; the others were
    told as they were raised, and are quiet from when they stood no more.
    """
    first = _highest(case.rows[Raised])
    earlier = [row for row in case.rows[Raised] if row.source not in first]
    standing = {row.source for row in earlier}
    case.rows[Raised] = [row for row in case.rows[Raised] if row.source in first]
    for step in case.rows[Escalation]:
        if step.pk not in first:
            due = step_due(step, case.world.ladder, _roster(case, step.raised_at))
            _told(case, LAPSED, step, due, None if step.pk in standing else _plan_step_over(step))
    prosecutors, queues = _prosecutors(case), _queues(case)
    for step in case.rows[ClimbEscalation]:
        if step.pk not in first:
            about = about_climb(step.climb, prosecutors)
            due = climb_due(step, case.world.ladder, _roster(case, step.raised_at), about, queues)
            _told(case, CLIMBED, step, due, None if step.pk in standing else _climb_step_over(step))


def _highest(waiting: list[Raised]) -> set[UUID]:
    """The last raised of each subject, and whatever else than a step waits to be told."""
    last = {row.subject_id: row.source for row in waiting if row.kind in (LAPSED, CLIMBED)}
    return {*last.values(), *(row.source for row in waiting if row.kind not in (LAPSED, CLIMBED))}


def _told(
    case: CaseRows, kind: str, step: Escalation | ClimbEscalation, due: Due, over: datetime | None
) -> None:
    at, now = step.raised_at, case.world.now
    for one in due.recipients:
        row = case.add(
            Message,
            at,
            kind=kind,
            source=step.pk,
            recipient=case.world.people[one.person_id],
            subject_id=due.subject_id,
            reference=due.reference,
            headline=due.headline,
            why=one.why,
            due_on=due.due_on,
            ends_when=due.ends_when,
            path=due.path,
            urgency=due.urgency,
            rank=due.rank,
            raised_for=step.due_at,
            created_at=at,
            read_at=min(at + READ_AFTER, now),
            handled_at=over,
            handled_why=OVER if over else "",
            email_state=EmailState.SENT if step.step >= AT_ONCE_FROM else EmailState.NONE,
            sent_at=at if step.step >= AT_ONCE_FROM else None,
        )
        row.message_id_header = message_id_header(row.pk)
    case.rows[Raised].append(
        Raised(
            id=case.new_id(at),
            kind=kind,
            source=step.pk,
            subject_id=due.subject_id,
            raised_for=step.due_at,
            raised_at=at,
            outcome=Outcome.DELIVERED,
        )
    )


def _plan_step_over(step: Escalation) -> datetime:
    """When a step of a plan stood no more: its date was met or moved, or the plan ended."""
    date_set, plan = step.plan_date, step.plan
    ends = [date_set.superseded_at, date_set.answered_at, plan.closed_at]
    return min((one for one in ends if one is not None and one >= step.raised_at), default=step.raised_at)


def _climb_step_over(step: ClimbEscalation) -> datetime:
    ends = [step.climb.superseded_at, step.climb.item.settled_at]
    return min((one for one in ends if one is not None and one >= step.raised_at), default=step.raised_at)


def _prosecutors(case: CaseRows) -> dict[UUID, UUID]:
    """As actionplans.notices.climbs asks: the lawyer of the latest plan that names one."""
    named = [plan for plan in case.rows[ActionPlan] if plan.prosecutor_id is not None]
    last = max(named, key=lambda plan: plan.issued_at, default=None)
    return {} if last is None else {case.case.pk: last.prosecutor_id}


def _queues(case: CaseRows) -> dict[UUID, UUID]:
    return {one.pk: one.queue_owner_id for one in case.rows[ItemWait] if one.queue_owner_id is not None}


def _roster(case: CaseRows, at: datetime) -> Roster:
    """Whom a step of the case could call on as it was raised."""
    day = london_date(at)
    world = case.world
    if day not in world.rosters:
        world.rosters[day] = _roster_on(world, day)
    named = {one.person_id for one in case.rows[NamedAccess] if one.ended_at is None}
    return replace(world.rosters[day], named=defaultdict(set, {case.case.pk: named}))


def _roster_on(world: World, day: date) -> Roster:
    force = world.force
    covers = {one.person_id: one.covered_by_id for one in force.covers if one.holds_on(day)}
    away = frozenset(one.person_id for one in force.leaves if one.holds_on(day))
    return Roster(Rota(day, covers, away), world.people, world.by_post)

"""What is owed on a case climbs: its climb follows the due item, and an answer takes its place until the
promised day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from actionplans import rules
from actionplans.enums import HARD_LIMITS, OPEN_PLANS, TOP_STEP, ladder_of
from actionplans.ladder import Ladder, Moments, current_ladder, next_rung_up, promised_moments, urgency
from actionplans.models import ActionPlan, Climb, ClimbAnswer, ClimbEscalation, Escalation
from actionplans.rules.reviews import check_promise
from actionplans.seals import Label, Sealer
from actionplans.services.plans import REVIEW_DUE, TARGET_DUE
from actionplans.services.soon import DUE_SOON, go_quiet, no_longer_soon, quiet_for_former, soon_again
from actionplans.services.standing import LAPSED
from actionplans.unanswered import stands
from cases.models import DueItem
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_again, raise_notice, settle
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

CLIMBED = "due_climbed"  # the kind of the notices of what is owed


def climb_moments(
    ladder: Ladder,
    *,
    code: str,
    due_on: date,
    promised: bool,
    from_step: int,
    limit_on: date,
    set_at: datetime,
    holidays: frozenset[date] | None = None,
) -> Moments:
    """When each step of a climb falls due. `limit_on` is the date that the item is owed by; pure.

    Raises OutsideCalendar where the bank holidays end before the last step.
    """
    if promised and code in HARD_LIMITS:
        rungs = ladder.of(code, limit_on)
        return promised_moments(due_on, rungs, from_step, limit_on, set_at, holidays)
    return ladder.moments(code, due_on, from_step, holidays)


def with_new_due(*, item: DueItem, at: datetime) -> list[Climb]:
    """What cases.hooks.due_begins asks: the unsaved climb of a due item of a new case."""
    return [_climb(item, due_on=item.due_on, at=at)] if ladder_of(item.code) else []


def after_due_changed(
    *,
    items: Sequence[DueItem],
    at: datetime,
    escalated: Sequence[DueItem] = (),
    passed: Mapping[UUID, UUID | None] | None = None,
) -> None:
    """What cases.hooks.due_changed calls, inside the deed: the climb of a due item that climbs follows it.

    A date that did not move keeps its climb and its answers; one that moved begins again at its first step.
    One that a review escalated stands on the next step at once, whatever its date.
    """
    climbing = [item for item in items if ladder_of(item.code)]
    if climbing:
        _follow(climbing, at, [item for item in climbing if item in escalated])
    no_longer_soon(items, at)
    if passed:
        _to_another(passed, at)


def _to_another(passed: Mapping[UUID, UUID | None], at: datetime) -> None:
    """Whoever owes these now hears at once what was said of each, with the step on which it stands already or
    its plan does; who did before hears no more. A few statements, however many they are.
    """
    of_plans = DueItem.objects.filter(pk__in=passed, code__in=(TARGET_DUE, REVIEW_DUE))
    plans = {source: passed[pk] for pk, source in of_plans.values_list("pk", "source")}
    for kind, subjects, again in (
        (DUE_SOON, passed, soon_again),
        (CLIMBED, passed, climb_again),
        (LAPSED, plans, lapse_again),
    ):
        if subjects:
            quiet_for_former(kind, subjects, at)
            again(subjects, at)


def climb_again(items: Collection[UUID], at: datetime) -> None:
    """Whoever these fall to now hears of the step on which each stands, unless they did, or of what was
    promised on it. Inside a deed.
    """
    climbs = Climb.objects.filter(item__in=items, superseded_at__isnull=True)
    told = climbs.filter(Q(promised=True) | Q(escalations__isnull=False))
    raise_again(kind=CLIMBED, subjects=set(told.values_list("item", flat=True)), at=at)


def lapse_again(plans: Collection[UUID], at: datetime, to_post: str = Post.INVESTIGATOR) -> None:
    """The same of the step on which a plan stands: told to who has that post of its case. Inside a deed."""
    raised = Escalation.objects.filter(stands(), plan__in=plans)
    promised = ActionPlan.objects.filter(pk__in=plans, status__in=OPEN_PLANS, next_act_on__isnull=False)
    subjects = {*raised.values_list("plan", flat=True), *promised.values_list("pk", flat=True)}
    raise_again(kind=LAPSED, subjects=subjects, at=at, to_post=to_post)


def to_another_prosecutor(passed: Mapping[UUID, UUID | None], at: datetime) -> None:
    """Plans that somebody else prosecutes since, each with who did until now: the new one hears at once what
    was said of it, and who did before hears no more. A few statements. Inside a deed.
    """
    reviews = DueItem.objects.filter(source__in=passed, code=REVIEW_DUE, settled_at__isnull=True)
    soon = {pk: passed[source] for pk, source in reviews.values_list("pk", "source")}
    for kind, subjects in ((DUE_SOON, soon), (LAPSED, passed)):
        if of_somebody := {one: former for one, former in subjects.items() if former is not None}:
            quiet_for_former(kind, of_somebody, at)
    soon_again(soon, at)
    lapse_again(passed, at, Post.REVIEWING_PROSECUTOR)


def _follow(items: Sequence[DueItem], at: datetime, escalated: Sequence[DueItem]) -> None:
    """In a fixed number of queries however many follow; those that a review escalated one by one."""
    last = _last_dates(items)
    moved = [
        one
        for one in items
        if one.settled_at is not None or one in escalated or last.get(one.pk) != one.due_on
    ]
    known = [one for one in moved if one.pk in last]
    reached = _current_steps(one.pk for one in escalated)
    if known:
        _end([one.pk for one in known], at)
        go_quiet(known, kind=CLIMBED, at=at)
    Climb.objects.bulk_create(
        _climb(one, due_on=one.due_on, at=at)
        for one in moved
        if one.settled_at is None and one not in escalated
    )
    for one in escalated:
        _begin_above(one, max(next_rung_up(reached.get(one.pk)), 1), at)


def _last_dates(items: Sequence[DueItem]) -> dict[UUID, date]:
    """The date that climbs, or that was answered, of each item that has climbed."""
    rows = Climb.objects.filter(item__in=[one.pk for one in items], promised=False)
    return dict(rows.order_by("item", "-set_at", "-id").distinct("item").values_list("item", "due_on"))


def _current_steps(items: Iterable[UUID]) -> dict[UUID, int | None]:
    """The step that each due item stands on; None below the first."""
    wanted = list(items)
    current = Climb.objects.filter(item__in=wanted, superseded_at__isnull=True)
    return dict(current.values_list("item", "step")) if wanted else {}


def step_of(source: UUID, code: str) -> int | None:
    """The step on which what is owed for `source` stands; None below the first, or with nothing owed."""
    current = Climb.objects.filter(superseded_at__isnull=True, item__settled_at__isnull=True)
    found: int | None = (
        current.filter(item__source=source, item__code=code).values_list("step", flat=True).first()
    )
    return found


def steps_due(sources: Collection[UUID], code: str, at: datetime) -> dict[UUID, int]:
    """By source, the step that what is owed has reached by `at`, whether or not a sweep has raised it yet."""
    rows = Climb.objects.filter(superseded_at__isnull=True, item__settled_at__isnull=True)
    found: dict[UUID, int] = {}
    for climb in rows.filter(item__source__in=sources, item__code=code).select_related("item"):
        if (step := _reached(climb, at)) is not None:
            found[climb.item.source] = step
    return found


def step_when_ended(source: UUID, code: str, ended_at: datetime) -> int | None:
    """The step that what is owed no more had reached as it ended; None below the first."""
    last = Climb.objects.filter(item__source=source, item__code=code).order_by("set_at", "id").last()
    return _reached(last, ended_at) if last is not None else None


def _reached(climb: Climb, at: datetime) -> int | None:
    fallen = [step for step, moment in enumerate(climb.step_due_at) if moment is not None and moment <= at]
    return max([*fallen, *([climb.step] if climb.step is not None else [])], default=None)


def _begin_above(item: DueItem, step: int, at: datetime) -> None:
    """A review escalated: its step is in the ledger now, and the climb goes on from the one above."""
    climb = _begin(item, due_on=item.due_on, at=at, from_step=next_rung_up(step), reached=step)
    row = ClimbEscalation(
        id=uuid7(), case_id=climb.case_id, climb=climb, step=step, due_at=at, raised_at=at, by_hand=True
    )
    row.save(force_insert=True)
    if step == TOP_STEP:  # the top was told now, and there is no step above it
        climb.next_step_at = None
        climb.save(update_fields=["next_step_at"])
    raise_notice(kind=CLIMBED, source=row.pk, subject_id=item.pk, at=at)


def _end(items: Sequence[UUID], at: datetime) -> None:
    Climb.objects.filter(item__in=items, superseded_at__isnull=True).update(
        superseded_at=at, next_step_at=None, urgency=None
    )


def _begin(
    item: DueItem,
    *,
    due_on: date,
    at: datetime,
    promised: bool = False,
    from_step: int = 0,
    reached: int | None = None,
) -> Climb:
    row = _climb(item, due_on=due_on, at=at, promised=promised, from_step=from_step, reached=reached)
    row.save(force_insert=True)
    return row


def _climb(
    item: DueItem,
    *,
    due_on: date,
    at: datetime,
    promised: bool = False,
    from_step: int = 0,
    reached: int | None = None,
) -> Climb:
    kind = ladder_of(item.code)
    assert kind is not None, f"{item.code} climbs no ladder"
    moments = climb_moments(
        current_ladder(),
        code=kind,
        due_on=due_on,
        promised=promised,
        from_step=from_step,
        limit_on=item.due_on,
        set_at=at,
    )
    return Climb(
        id=uuid7(),
        case_id=item.case_id,
        item=item,
        code=kind.value,
        promised=promised,
        due_on=due_on,
        from_step=from_step,
        step_due_at=list(moments),
        step=reached,
        next_step_at=min((moment for moment in moments if moment is not None), default=None),
        urgency=urgency(reached, end_of_day(due_on)),
        set_at=at,
    )


def _locked(escalation: ClimbEscalation) -> Climb:
    """The climb as it now stands. The due item is locked first, as by what settles or moves it: whichever
    comes second sees what the first left."""
    DueItem.objects.select_for_update(no_key=True, of=("self",)).get(climbs=escalation.climb_id)
    rows = Climb.objects.select_for_update(no_key=True, of=("self",)).select_related("item", "case")
    found: Climb = rows.get(pk=escalation.climb_id)
    return found


@deed
def acknowledge_due_escalation(
    *,
    by: Person,
    escalation: ClimbEscalation,
    next_act: str,
    next_act_on: date,
    at: datetime | None = None,
) -> ClimbAnswer:
    """Answer an escalation of what is owed: what will be done next and by when. The ladder waits until then.

    Missing that date goes on from the step above. Doing what is owed, or moving its date, ends the climb.
    Raises NotAllowed when it no longer stands or has climbed above the person, Invalid for a date in the
    past, beyond a limit of the law or too far ahead.
    """
    at = at or now()
    climb = _locked(escalation)
    rules.check_can_acknowledge_due(by, climb, escalation)
    if not next_act.strip():
        raise Invalid({"next_act": "Say what will be done next."})
    rules.check_ahead("next_act_on", next_act_on, at)
    rules.check_within_limit("next_act_on", next_act_on, climb, at)
    check_promise("next_act_on", next_act_on, at)
    reached = max(climb.step or 0, escalation.step)
    _end([climb.item_id], at)
    promise = _begin(
        climb.item,
        due_on=next_act_on,
        at=at,
        promised=True,
        from_step=next_rung_up(reached),
        reached=reached,
    )
    row = ClimbAnswer(
        id=uuid7(),
        case_id=climb.case_id,
        escalation=escalation,
        acknowledged_at=at,
        acknowledged_by=by,
        promise=promise,
    )
    row.next_act_sealed = Sealer(climb.case_id).seal(Label.CLIMB_NEXT_ACT, row.pk, next_act)
    row.save(force_insert=True)
    settle(subject_id=climb.item_id, by=by, at=at, kinds=[CLIMBED])
    subjects = [climb.item_id, escalation.pk, row.pk]
    record(by=by, action=Action.ESCALATION_ACKNOWLEDGED, case=climb.case, subjects=subjects)
    return row

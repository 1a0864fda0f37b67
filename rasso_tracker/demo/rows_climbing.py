"""What is owed on a case and climbs: the steps that a sweep would have raised by now, some answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from actionplans.enums import HARD_LIMITS, ladder_of
from actionplans.ladder import Moments, next_rung_up, urgency
from actionplans.models import Climb, ClimbAnswer, ClimbEscalation
from actionplans.seals import Label
from actionplans.services.climbs import CLIMBED, climb_moments
from cases.models import DueItem
from rasso_tracker.clocks import add_working_days, end_of_day, london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.enums import Post

ANSWERED_SHARE = 0.45  # [A] of what has climbed


def climbing_rows(case: CaseRows) -> None:
    """A climb for each due item of a code that climbs."""
    for item in case.dues:
        if ladder_of(item.code):
            _climb(case, item)


def _climb(case: CaseRows, item: DueItem) -> None:
    now = case.world.now
    row, moments = _row(case, item, item.raised_at)
    raised = [
        case.add(
            ClimbEscalation,
            max(moment, item.raised_at),
            climb=row,
            step=step,
            due_at=moment,
            raised_at=max(moment, item.raised_at),
        )
        for step, moment in enumerate(moments)
        if moment is not None and moment <= now
    ]
    if not raised:
        return
    _stand_at(row, moments, raised[-1].step, now)
    answered = raised[-1].raised_at + timedelta(hours=5)
    rng = Random(f"climb {item.pk}")  # noqa: S311  # a story, not a key
    ahead = item.code not in HARD_LIMITS or item.due_on > london_date(now)
    if answered < now and ahead and rng.random() < ANSWERED_SHARE:
        _answer(case, item, row, raised[-1], answered, rng)
    else:
        for one in raised:
            _outbox(case, item, one)


def _row(
    case: CaseRows, item: DueItem, set_at: datetime, promise: dict[str, object] | None = None
) -> tuple[Climb, Moments]:
    said = {"due_on": item.due_on, "promised": False, "from_step": 0, **(promise or {})}
    kind = ladder_of(item.code)
    assert kind is not None
    moments = climb_moments(
        case.world.ladder,
        code=kind,
        limit_on=item.due_on,
        set_at=set_at,
        **said,  # type: ignore[arg-type]  # the three named above
    )
    row = case.add(
        Climb, set_at, item=item, code=kind.value, step_due_at=list(moments), set_at=set_at, **said
    )
    _stand_at(row, moments, None, set_at)
    return row, moments


def _stand_at(row: Climb, moments: Moments, step: int | None, at: datetime) -> None:
    row.step = step
    row.next_step_at = min((one for one in moments if one is not None and one > at), default=None)
    row.urgency = urgency(step, end_of_day(row.due_on))


def _answer(
    case: CaseRows, item: DueItem, row: Climb, escalation: ClimbEscalation, at: datetime, rng: Random
) -> None:
    row.superseded_at, row.next_step_at, row.urgency = at, None, None
    promised_on = add_working_days(london_date(case.world.now), rng.randint(1, 4))
    if item.code in HARD_LIMITS:
        promised_on = min(promised_on, item.due_on)
    promise, moments = _row(
        case,
        item,
        at,
        {"due_on": promised_on, "promised": True, "from_step": next_rung_up(escalation.step)},
    )
    _stand_at(promise, moments, escalation.step, at)
    by = case.world.force.at(Post.DETECTIVE_INSPECTOR, case.life.district)[0]
    answer = case.add(
        ClimbAnswer, at, escalation=escalation, acknowledged_at=at, acknowledged_by=by, promise=promise
    )
    answer.next_act_sealed = case.seal(
        Label.CLIMB_NEXT_ACT, answer.pk, rng.choice(names.NEXT_ACTS_OF[row.code])
    )


def _outbox(case: CaseRows, item: DueItem, one: ClimbEscalation) -> None:
    """It stands and waits to be told, so that the first delivery fills the inboxes as a night's would."""
    row = Raised(
        id=case.new_id(one.raised_at),
        kind=CLIMBED,
        source=one.pk,
        subject_id=item.pk,
        raised_for=one.due_at,
        raised_at=one.raised_at,
    )
    case.rows[Raised].append(row)

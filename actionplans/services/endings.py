"""CPS ends a plan of its own accord: withdraws it, or closes its record unanswered."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db.models import Max

from actionplans import rules
from actionplans.enums import ItemStatus, PlanStatus
from actionplans.item_enums import EndedBecause
from actionplans.models import (
    ActionPlan,
    DisputeAnswer,
    ItemCheck,
    PlanEnding,
    PlanReopening,
)
from actionplans.rules.endings import (
    WithCps,
    check_can_finalise,
    check_can_withdraw_plan,
    check_was_due,
    check_why_ended,
)
from actionplans.seals import Label, Sealer
from actionplans.services.documents import Entry
from actionplans.services.in_step import keep_in_step
from actionplans.services.plans import close_plan
from actionplans.services.presence import end_presence
from actionplans.services.rounds import went_again
from actionplans.services.standing import lock_plan
from actionplans.services.unanswered import FINALISED
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together

# A kind of notice to the officer in charge and the owners of its items. Where CPS closed it unanswered,
# supervisor and gatekeepers hear at once (FINALISED).
PLAN_WITHDRAWN = "plan_withdrawn"
# The same, and whoever entered it, at once: CPS says of a plan entered for it that it never issued it.
NEVER_ISSUED = "plan_never_issued"
CLOSED = "CPS closed its record"  # what opening it again speaks of


@deed
def withdraw_plan(
    *,
    by: Person,
    plan: ActionPlan,
    reason: str,
    words: str = "",
    withdrawn_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> PlanEnding:
    """CPS asks for a whole plan no more (EndedBecause, but NOT_ANSWERED), with whatever of it is open.

    Unless a later plan asks the police on, the case is back with CPS, which owes its answer by the same clock
    from then. Police who leave `withdrawn_at` out mean the day of the document. Raises NotAllowed for a
    closed plan, Invalid for a moment before CPS last spoke of it or for a later plan that is not there.
    """
    at = at or now()
    plan = lock_plan(plan)
    check_can_withdraw_plan(by, plan)
    act = Entry(
        by=by,
        case=plan.case,
        field="withdrawn_at",
        said=withdrawn_at,
        document_name=document_name,
        document_date=document_date,
        answers=spoken_of(plan),
        at=at,
    )
    together(partial(check_why_ended, plan, reason, words, last_plan(plan)), act.check)
    row = _end(plan, PlanStatus.WITHDRAWN, EndedBecause(reason), words, act)
    keep_in_step(plan.case, by=by, at=at)
    raise_notice(kind=PLAN_WITHDRAWN, source=row.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_WITHDRAWN, case=plan.case, subjects=[plan.pk, row.pk])
    return row


@deed
def finalise_plan(
    *,
    by: Person,
    plan: ActionPlan,
    words: str = "",
    finalised_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> PlanEnding:
    """CPS closes its record because the police did not answer (domain.md 4). That is no decision.

    The case stays with the police. Their supervisor and the gatekeepers hear at once. Raises NotAllowed for a
    plan of which nothing is owed or whose target date has not passed; Invalid for a moment before that.
    """
    at = at or now()
    plan = lock_plan(plan)
    check_can_finalise(by, plan, at, with_cps(plan))
    act = Entry(
        by=by,
        case=plan.case,
        field="finalised_at",
        said=finalised_at,
        document_name=document_name,
        document_date=document_date,
        answers=spoken_of(plan),
        at=at,
    )
    together(act.check, partial(check_was_due, plan, act.moment, "finalised_at"))
    row = _end(plan, PlanStatus.ADMIN_FINALISED, EndedBecause.NOT_ANSWERED, words, act)
    keep_in_step(plan.case, by=by, at=at)
    raise_notice(kind=FINALISED, source=row.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_FINALISED, case=plan.case, subjects=[plan.pk, row.pk])
    return row


def spoken_of(plan: ActionPlan) -> rules.Answers:
    """When CPS last said what becomes of it: by the plan, of its items, or by an end and opening it again."""
    stands = {"superseded_at__isnull": True}
    back = ItemCheck.objects.filter(returned__item__plan=plan, **stands)
    answers = DisputeAnswer.objects.filter(dispute__item__plan=plan, **stands)
    ends = PlanEnding.objects.filter(plan=plan, **stands)
    said = (
        (plan.issued_at, "the action plan was issued"),
        (ends.aggregate(last=Max("ended_at"))["last"], "CPS last closed its record"),
        (last_opened_again(plan), "CPS last opened the plan again"),
        (back.aggregate(last=Max("checked_at"))["last"], "CPS last checked an item"),
        (answers.aggregate(last=Max("answered_at"))["last"], "CPS last answered a dispute"),
    )
    return max(rules.Answers(moment, what) for moment, what in said if moment is not None)


def last_opened_again(plan: ActionPlan) -> datetime | None:
    """When CPS last opened the plan again, by what stands."""
    rows = PlanReopening.objects.filter(ending__plan=plan, superseded_at__isnull=True)
    last: datetime | None = rows.aggregate(last=Max("reopened_at"))["last"]
    return last


def _end(plan: ActionPlan, to: PlanStatus, reason: EndedBecause, words: str, act: Entry) -> PlanEnding:
    row = PlanEnding(
        id=uuid7(),
        case_id=plan.case_id,
        plan=plan,
        ended_as=to,
        reason=reason,
        stood=plan.status,
        owed=plan.items_open,
        ended_at=act.moment,
        recorded_at=act.at,
        **act.columns,
    )
    if words.strip():
        row.words_sealed = Sealer(plan.case_id).seal(Label.ENDED_WORDS, row.pk, words)
    row.save(force_insert=True)
    close_plan(plan, to, by=act.by, at=act.at, closed_at=act.moment)
    end_presence(by=act.by, plan_id=plan.pk, at=act.at)
    return row


def standing_end(plan: ActionPlan) -> PlanEnding | None:
    """The end that stands and that CPS did not open again."""
    rows = PlanEnding.objects.filter(plan=plan, superseded_at__isnull=True, reopened_at__isnull=True)
    return rows.first()


def last_plan(plan: ActionPlan) -> int:
    """The number of the last plan on its case."""
    last: int = ActionPlan.objects.filter(case=plan.case_id).aggregate(last=Max("number"))["last"]
    return last


def round_again(plan: ActionPlan) -> int | None:
    """The first later round in which an allegation of the plan went to CPS again."""
    later = went_again(plan.submission)
    return later.round if later is not None else None


def with_cps(plan: ActionPlan) -> WithCps:
    """What CPS has of the plan and owes the police on it. Three statements."""
    disputed = plan.items.filter(disputes__settled_at__isnull=True, disputes__isnull=False)
    unchecked = plan.items.filter(status=ItemStatus.RETURNED)
    return WithCps(
        again=round_again(plan),
        disputed=list(disputed.order_by("number").values_list("number", flat=True)),
        unchecked=list(unchecked.order_by("number").values_list("number", flat=True)),
    )

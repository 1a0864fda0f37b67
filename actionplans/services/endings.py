"""CPS ends a plan of its own accord: withdraws it, or closes its record unanswered, and opens it again."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db.models import Max

from actionplans import rules
from actionplans.enums import OPEN_PLANS, DateBecause, DateKind, ItemStatus, PlanStatus
from actionplans.item_enums import EndedBecause
from actionplans.models import (
    ActionPlan,
    DisputeAnswer,
    ItemCheck,
    ItemReturn,
    PlanEnding,
    PlanReopening,
)
from actionplans.rules.endings import (
    WithCps,
    check_can_finalise,
    check_can_reopen,
    check_can_take_plan_back,
    check_can_withdraw_plan,
    check_dates_again,
    check_was_due,
    check_why_ended,
    dates_after_mistake,
    dates_wanted,
)
from actionplans.seals import Label, Sealer
from actionplans.services.beside import as_they_were, status_by_rows
from actionplans.services.documents import Entry
from actionplans.services.items import drop_item_date, open_what_ended
from actionplans.services.plans import close_plan, open_plan_again
from actionplans.services.presence import end_presence
from actionplans.services.returns import new_target_if_past
from actionplans.services.rounds import went_again
from actionplans.services.standing import dates_stand_again, lock_plan, set_date
from actionplans.services.submissions import (
    BY_MISTAKE,
    SUPERSEDED,
    milestones_of,
    no_answer_again,
    owe_answer_again,
    retract_of,
)
from actionplans.services.unanswered import FINALISED
from cases.enums import MilestoneKind
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch

# Kinds of notices to the officer in charge and the owners of its items. Where CPS closed it unanswered,
# supervisor and gatekeepers hear at once (FINALISED).
PLAN_WITHDRAWN, OPEN_AGAIN = "plan_withdrawn", "plan_open_again"


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
        answers=_spoken_of(plan),
        at=at,
    )
    last = ActionPlan.objects.filter(case=plan.case_id).aggregate(last=Max("number"))["last"]
    together(partial(check_why_ended, plan, reason, words, last), act.check)
    row = _end(plan, PlanStatus.WITHDRAWN, EndedBecause(reason), words, act)
    back_without_the_plan(plan, row.owed > 0, row.ended_at, by, at)
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
        answers=_spoken_of(plan),
        at=at,
    )
    together(act.check, partial(check_was_due, plan, act.moment, "finalised_at"))
    row = _end(plan, PlanStatus.ADMIN_FINALISED, EndedBecause.NOT_ANSWERED, words, act)
    if not others_open(plan):
        milestones_of(by, plan.submission, MilestoneKind.ADMIN_FINALISED, row.ended_at, at)
    raise_notice(kind=FINALISED, source=row.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_FINALISED, case=plan.case, subjects=[plan.pk, row.pk])
    return row


def _spoken_of(plan: ActionPlan) -> rules.Answers:
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


def others_open(plan: ActionPlan) -> bool:
    """Another plan about the same allegations is open: what becomes of the case hangs on that."""
    same = plan.submission.lines.values("allegation")
    others = ActionPlan.objects.filter(case=plan.case_id, status__in=OPEN_PLANS).exclude(pk=plan.pk)
    return bool(others.filter(submission__lines__allegation__in=same).exists())


def back_without_the_plan(
    plan: ActionPlan, was_owed: bool, moment: datetime, by: Person, at: datetime
) -> None:
    """CPS withdrew what was left of a plan: it has the case again and owes its answer. Inside a deed."""
    if others_open(plan):
        return
    later = went_again(plan.submission)
    if was_owed and (later is None or moment < later.submitted_at):
        milestones_of(by, plan.submission, MilestoneKind.RESUBMITTED, moment, at)
    owe_answer_again(plan.submission, moment, at)


@deed
def take_back_plan_withdrawal(
    *,
    by: Person,
    ending: PlanEnding,
    reason: str,
    target_date: date | None = None,
    review_date: date | None = None,
    at: datetime | None = None,
) -> PlanEnding:
    """An end was recorded by mistake: the plan is again what it was, with the items that went with it.

    It stays in the history, with why. Dates hold; of a withdrawn plan one that has passed needs a new one.
    Raises NotAllowed for one that was taken back or opened again, or police about what CPS recorded or
    confirmed; Invalid by field.
    """
    at = at or now()
    plan = lock_plan(ending.plan)
    ending = PlanEnding.objects.select_for_update(no_key=True, of=("self",)).get(pk=ending.pk)
    check_can_take_plan_back(by, ending, plan)
    wanted = dates_after_mistake(ending, plan, at)
    check_dates_again(target_on=target_date, review_on=review_date, wanted=wanted, at=at)
    ending.superseded_at, ending.superseded_by = at, by
    ending.back_sealed = Sealer(plan.case_id).seal(Label.ENDED_BACK, ending.pk, reason)
    ending.save(update_fields=["superseded_at", "superseded_by", "back_sealed"])
    _set_dates(plan, target_date, review_date, reason, by, at)
    _undo(plan, ending, by, at, why=BY_MISTAKE)
    raise_notice(kind=OPEN_AGAIN, source=ending.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_OPENED_AGAIN, case=plan.case, subjects=[plan.pk, ending.pk])
    return ending


@deed
def reopen_plan(
    *,
    by: Person,
    plan: ActionPlan,
    reason: str,
    target_date: date | None = None,
    review_date: date | None = None,
    reopened_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> PlanReopening:
    """CPS opens a plan again that it had closed unanswered, with new dates: the police owe it again.

    Raises NotAllowed for any other plan, Invalid without both dates or for a moment before it was closed.
    """
    at = at or now()
    plan = lock_plan(plan)
    check_can_reopen(by, plan, round_again(plan))
    ending = PlanEnding.objects.get(plan=plan, superseded_at__isnull=True, reopened_at__isnull=True)
    act = Entry(
        by=by,
        case=plan.case,
        field="reopened_at",
        said=reopened_at,
        document_name=document_name,
        document_date=document_date,
        answers=rules.Answers(ending.ended_at, "CPS closed its record"),
        at=at,
    )
    wanted = dates_wanted(plan, at, always=True)
    dates = partial(check_dates_again, target_on=target_date, review_on=review_date, wanted=wanted, at=at)
    together(act.check, dates)
    row = PlanReopening(
        id=uuid7(),
        case_id=plan.case_id,
        ending=ending,
        reopened_at=act.moment,
        recorded_at=at,
        **act.columns,
    )
    row.reason_sealed = Sealer(plan.case_id).seal(Label.REOPENED_BECAUSE, row.pk, reason)
    row.save(force_insert=True)
    ending.reopened_at = act.moment
    ending.save(update_fields=["reopened_at"])
    _set_dates(plan, target_date, review_date, reason, by, at)
    _open(plan, ending, PlanStatus.IN_PROGRESS, by, at)
    if not others_open(plan):
        milestones_of(by, plan.submission, MilestoneKind.ACTION_PLAN_ISSUED, act.moment, at)
    raise_notice(kind=OPEN_AGAIN, source=row.pk, subject_id=plan.pk, at=at)
    record(by=by, action=Action.PLAN_OPENED_AGAIN, case=plan.case, subjects=[plan.pk, row.pk])
    return row


def _set_dates(
    plan: ActionPlan, target: date | None, review: date | None, reason: str, by: Person, at: datetime
) -> None:
    for kind, due_on in ((DateKind.TARGET, target), (DateKind.REVIEW, review)):
        if due_on is not None:
            set_date(
                plan=plan,
                kind=kind,
                due_on=due_on,
                because=DateBecause.OPENED_AGAIN,
                by=by,
                at=at,
                reason=reason,
            )


def _open(plan: ActionPlan, ending: PlanEnding, to: PlanStatus | None, by: Person, at: datetime) -> None:
    """The plan with what ended with it, as it was; `to`, or as its rows say that it was.

    A date that has passed and was not set anew is set by its rule and an item's own holds no more. Where a
    record was closed unanswered by mistake (no `to`), the plan is late again as it was.
    """
    late_again = to is None and ending.ended_as == PlanStatus.ADMIN_FINALISED
    items = as_they_were(plan)
    if any(item.is_open for item in items) and not late_again:
        new_target_if_past(plan, since=at, by=by, at=at)
    open_plan_again(plan, to or status_by_rows(plan), by=by, at=at, as_it_stood=late_again)
    for item in items:
        passed = item.target_on is not None and end_of_day(item.target_on) <= at
        if item.is_open and passed and not late_again:
            drop_item_date(item, at)
            touch(item, "target_on")
    open_what_ended(plan, items, ended_at=ending.recorded_at, at=at)


def _undo(plan: ActionPlan, ending: PlanEnding, by: Person, at: datetime, why: str = SUPERSEDED) -> None:
    """What the end of the plan had made true is taken back; `why` is what its milestones are voided with."""
    settle(sources=[ending.pk], by=by, at=at, kinds=[PLAN_WITHDRAWN])
    if ending.ended_as == PlanStatus.ADMIN_FINALISED:
        retract_of(plan.submission, MilestoneKind.ADMIN_FINALISED, ending.ended_at, by, at, why)
    else:
        if ending.owed:
            retract_of(plan.submission, MilestoneKind.RESUBMITTED, ending.ended_at, by, at, why)
        no_answer_again(plan.submission, at)
    _open(plan, ending, None, by, at)


def undo_ending(ending: PlanEnding, by: Person, at: datetime) -> None:
    """CPS superseded what police entered: the plan is open as it was, unless the case was closed or the plan
    opened again since. Inside a deed.
    """
    plan = lock_plan(ending.plan)
    if plan.status == ending.ended_as and ending.reopened_at is None and not plan.case.is_closed:
        _undo(plan, ending, by, at)
        raise_notice(kind=OPEN_AGAIN, source=ending.pk, subject_id=plan.pk, at=at)


def undo_reopening(row: PlanReopening, by: Person, at: datetime) -> None:
    """CPS had not opened it again: its record is closed as it was, unless the plan went on since."""
    plan = lock_plan(row.ending.plan)
    ending = PlanEnding.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.ending_id)
    retract_of(plan.submission, MilestoneKind.ACTION_PLAN_ISSUED, row.reopened_at, by, at)
    went_on = ItemReturn.objects.filter(item__plan=plan, pk__gt=row.pk).exists()
    if not plan.is_open or went_on or plan.case.is_closed:
        return
    ending.reopened_at = None
    ending.save(update_fields=["reopened_at"])
    dates_stand_again(plan, row.recorded_at, at)
    close_plan(plan, PlanStatus.ADMIN_FINALISED, by=by, at=at, closed_at=ending.ended_at)
    raise_notice(kind=FINALISED, source=row.pk, subject_id=plan.pk, at=at)

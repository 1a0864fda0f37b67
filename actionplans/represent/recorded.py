"""What a deed keeps elsewhere than in its row of what was typed, for who was typing the same meanwhile."""

from __future__ import annotations

from typing import Any

from actionplans.enums import DateBecause, DateKind, ReviewOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    AdviceReading,
    ClinicFollowUp,
    EarlyAdviceEnding,
    FollowUpChange,
    ItemCheck,
    ItemDate,
    ItemReturn,
    ItemWithdrawal,
    PlanCompletion,
    PlanDate,
    PlanEnding,
    PlanReopening,
    PlanReview,
)
from actionplans.seals import Label, Sealer
from actionplans.shown.items import checked_with, returned_with
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt


def of_issue(row: ActionPlan, person: Person) -> dict[str, Any]:
    """What was asked for and by when as the plan was issued; of an item, what is never changed."""
    sealer = Sealer(row.case_id)
    items = [
        {
            "type": one.type,
            "asks": sealer.open(Label.ITEM_ASKS, one.pk, one.asks_sealed),
            "why": sealer.open(Label.ITEM_WHY, one.pk, one.why_sealed),
            "target_date": next((own.due_on for own in one.dates.all() if own.with_the_item), None),
        }
        for one in row.items.prefetch_related("dates").order_by("number")
    ]
    given = PlanDate.objects.filter(plan=row, because=DateBecause.ISSUED)
    return {"items": items, **{f"{one.kind}_date": one.due_on for one in given}}


def of_review(row: PlanReview, person: Person) -> dict[str, Any]:
    """Its note, and what is kept by the dates that it set and the completion that it was."""
    sealer = Sealer(row.case_id)
    dates = list(row.dates_set.all())
    reasons = [sealer.open(Label.DATE_REASON, one.pk, one.reason_sealed) for one in dates]
    found: dict[str, Any] = {
        "note": sealer.open(Label.REVIEW_NOTE, row.pk, row.note_sealed),
        "reason": next(filter(None, reasons), ""),
        "new_target_on": next((one.due_on for one in dates if one.kind == DateKind.TARGET), None),
    }
    said = None
    if row.outcome == ReviewOutcome.COMPLETE:  # written right after the review: ids are in that order
        said = PlanCompletion.objects.filter(plan=row.plan_id, pk__gt=row.pk).order_by("pk").first()
    if said is not None:
        found |= {"document_name": said.document_name, "document_date": said.document_date}
    return found


def of_confirmation(row: Any, person: Person) -> dict[str, Any]:
    """What CPS said of what police entered for it: it stands until CPS supersedes it."""
    return {"stands": row.superseded_at is None}


def of_date(row: PlanDate, person: Person) -> dict[str, Any]:
    reason = Sealer(row.case_id).open(Label.DATE_REASON, row.pk, row.reason_sealed)
    return {"reason": reason}


def of_reopening(row: PlanReopening, person: Person) -> dict[str, Any]:
    given = PlanDate.objects.filter(plan=row.ending.plan_id, because=DateBecause.OPENED_AGAIN)
    return {f"{one.kind}_date": one.due_on for one in given if one.set_at == row.recorded_at}


def of_reading(row: AdviceReading, person: Person) -> dict[str, Any]:
    return {"words": Sealer(row.case_id).open(Label.READING_WORDS, row.pk, row.words_sealed)}


# A row that was taken back has a `reason` of its own, for which CPS ended it: that is not what was typed.


def of_plan_taken_back(row: PlanEnding, person: Person) -> dict[str, Any]:
    mistake = Sealer(row.case_id).open(Label.ENDED_BACK, row.pk, row.back_sealed)
    given = PlanDate.objects.filter(plan=row.plan_id, because=DateBecause.TAKEN_BACK)
    dates = {f"{one.kind}_date": one.due_on for one in given if one.set_at == row.superseded_at}
    return {"reason": mistake, "target_date": None, "review_date": None, **dates}


def of_item_taken_back(row: ItemWithdrawal, person: Person) -> dict[str, Any]:
    mistake = Sealer(row.case_id).open(Label.WITHDRAWN_BACK, row.pk, row.back_sealed)
    dates = ItemDate.objects.filter(item=row.item_id)
    given = next((one.due_on for one in dates if one.set_at == row.superseded_at), None)
    return {"reason": mistake, "due_on": given}


def of_advice_end_taken_back(row: EarlyAdviceEnding, person: Person) -> dict[str, Any]:
    return {"reason": Sealer(row.case_id).open(Label.ADVICE_ENDED_BACK, row.pk, row.back_sealed)}


# A plan or an item was there before, and others act on it too: what the act of one receipt said.


def of_acceptance(plan: ActionPlan, act: Receipt, person: Person) -> dict[str, Any]:
    within = (act.created_at, act.done_at)
    items = ActionPlanItem.objects.filter(plan=plan, agreed_by=act.person_id, agreed_at__range=within)
    return {"items": list(items.order_by("number"))}


def of_return(plan: ActionPlan, act: Receipt, person: Person) -> dict[str, Any]:
    within = (act.created_at, act.done_at)
    rows = ItemReturn.objects.filter(item__plan=plan, returned_by=act.person_id, returned_at__range=within)
    returns = list(rows.select_related("item").order_by("item__number"))
    note = returned_with(returns[0], Sealer(plan.case_id)) if returns else ""  # each has the same
    return {"items": [one.item for one in returns], "note": note}


def of_check(item: ActionPlanItem, act: Receipt, person: Person) -> dict[str, Any]:
    """Written right after its receipt was begun: ids are in that order."""
    rows = ItemCheck.objects.filter(returned__item=item, entered_by=act.person_id, pk__gt=act.pk)
    row = rows.order_by("pk").first()
    if row is None:
        return {}
    kept = ("accepted", "quality", "checked_at", "document_name", "document_date")
    note = checked_with(row, Sealer(item.case_id))
    return {**{name: getattr(row, name) for name in kept}, "note": note}


def of_completion(plan: ActionPlan, act: Receipt, person: Person) -> dict[str, Any]:
    """Written right after its receipt was begun: ids are in that order."""
    rows = PlanCompletion.objects.filter(plan=plan, entered_by=act.person_id, pk__gt=act.pk)
    row = rows.order_by("pk").first()
    if row is None:
        return {}
    marks = ItemCheck.objects.filter(completion=row).values_list("quality", flat=True)
    kept = ("completed_at", "document_name", "document_date")
    return {**{name: getattr(row, name) for name in kept}, "quality": next(iter(marks), "")}


def of_move(row: ClinicFollowUp, act: Receipt, person: Person) -> dict[str, Any]:
    """Each change keeps what stood before it: what one set stands in the next, or on the follow-up."""
    changes = list(FollowUpChange.objects.filter(follow_up=row, pk__gt=act.pk).order_by("pk"))
    after = next((one for one in changes[1:]), row)
    return {**of_follow_up(row, act, person), "due_on": after.due_on, "owner": after.owner}


def of_follow_up(row: ClinicFollowUp, act: Receipt, person: Person) -> dict[str, Any]:
    """Why it was changed, withdrawn or reopened: the change is written right after its receipt was begun."""
    changes = FollowUpChange.objects.filter(follow_up=row, changed_by=act.person_id, pk__gt=act.pk)
    change = changes.order_by("pk").first()
    if change is None:
        return {}
    reason = Sealer(row.case_id).open(Label.FOLLOW_UP_REASON, change.pk, change.reason_sealed)
    return {"reason": reason}

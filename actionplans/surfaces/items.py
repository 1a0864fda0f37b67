"""The deeds on the items of a plan: accepted, given to somebody, dated, disputed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, represent, rules, services
from actionplans.enums import OPEN_ITEMS
from actionplans.forms.items import LinkForm
from actionplans.forms.withdrawals import TakeBackForm, WithdrawItemForm
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemCheck,
    ItemDispute,
    ItemWithdrawal,
)
from actionplans.represent import items as represent_items
from actionplans.represent import recorded
from actionplans.rules.items import check_can_answer, check_can_dispute, check_can_link, check_on_item
from actionplans.rules.withdrawals import check_can_take_back, check_can_withdraw
from actionplans.seals import Label, Sealer
from actionplans.services.decided_since import decided_since_over
from actionplans.services.disputes import open_dispute
from actionplans.services.withdrawals import nothing_else_left
from actionplans.shown.entered import from_where
from actionplans.shown.items import checked_with, texts
from actionplans.surfaces.places import about_plan, plan_page
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface


def item_page(result: Any) -> str:
    item_id = result.pk if isinstance(result, ActionPlanItem) else result.item_id
    return reverse("action_plan_item_detail", args=[item_id])


def about_item(person: Person, item: ActionPlanItem) -> dict[str, Any]:
    return {**about_plan(person, item), "item": item, **texts(item, Sealer(item.case_id))}


def about_dispute(person: Person, dispute: ItemDispute) -> dict[str, Any]:
    words = Sealer(dispute.case_id).open(Label.DISPUTE_WORDS, dispute.pk, dispute.words_sealed)
    return {**about_item(person, dispute.item), "dispute": dispute, "dispute_words": words}


def check_accept(person: Person, plan: ActionPlan) -> None:
    rules.check_on_plan(person, plan, "accept_items")
    if not plan.items.filter(status__in=OPEN_ITEMS, agreed_at__isnull=True).exists():
        raise NotAllowed("Every item that is owed was accepted already.")


def check_owed(deed: str) -> Any:
    def check(person: Person, item: ActionPlanItem) -> None:
        check_on_item(person, item.plan, item, deed)

    return check


def check_dispute(person: Person, item: ActionPlanItem) -> None:
    check_can_dispute(person, item.plan, item, open_dispute(item))


def about_answer(person: Person, answer: DisputeAnswer) -> dict[str, Any]:
    said = Sealer(answer.case_id).open(Label.DISPUTE_ANSWER, answer.pk, answer.words_sealed)
    return {
        **about_dispute(person, answer.dispute),
        "entered": [("CPS", str(answer)), ("In its words", said), *from_where(answer)],
    }


def about_check(person: Person, check: ItemCheck) -> dict[str, Any]:
    said = checked_with(check, Sealer(check.case_id))
    mark = check.get_quality_display()
    entered = [("CPS", str(check)), ("Mark for quality", mark), ("Note", said), *from_where(check)]
    return {**about_item(person, check.returned.item), "entered": entered}


def check_withdraw(person: Person, item: ActionPlanItem) -> None:
    check_can_withdraw(person, item.plan, item)


def check_take_back(person: Person, row: ItemWithdrawal) -> None:
    plan = row.item.plan
    ended_with_it, decided_at = nothing_else_left(plan, row.item), decided_since_over(plan, row.recorded_at)
    check_can_take_back(person, row, plan, ended_with_it=ended_with_it, decided_at=decided_at)


def about_withdrawal(person: Person, row: ItemWithdrawal) -> dict[str, Any]:
    words = Sealer(row.case_id).open(Label.WITHDRAWN_WORDS, row.pk, row.words_sealed)
    entered = [("Withdrawn", row.when), ("Because", str(row))]
    more = [("More about why", words)] if words else []
    return {**about_item(person, row.item), "entered": [*entered, *more, *from_where(row)]}


OF_ITEM: dict[str, Any] = {
    "subject": ActionPlanItem,
    "subject_name": "item",
    "select": ("plan__case", "owner"),
    "context": about_item,
    "template": "actionplans/item_deed.html",
    "done": item_page,
    "back": item_page,
    "versioned": True,
}
ITEM_SURFACES = [
    Surface(
        name="accept_items",
        title="Accept items",
        service=services.accept_items,
        form=forms.AcceptItemsForm,
        subject=ActionPlan,
        subject_name="plan",
        select=("case",),
        page="action-plans/<uuid:pk>/accept/",
        api="action-plans/<uuid:pk>/accept/",
        button="Accept the items",
        said="Items accepted.",
        check=check_accept,
        recorded_by_act=recorded.of_acceptance,
        context=about_plan,
        template="actionplans/plan_deed.html",
        done=plan_page,
        back=plan_page,
        represent=represent.plan_in_full,
    ),
    Surface(
        name="dispute_item",
        title="Dispute an item",
        service=services.dispute_item,
        form=forms.DisputeForm,
        page="action-plan-items/<uuid:pk>/disputes/new/",
        api="action-plan-items/<uuid:pk>/disputes/",
        button="Dispute the item",
        said="Item disputed. It stays owed, and the dates of the plan stand, until CPS answers.",
        check=check_dispute,
        represent=represent_items.dispute_in_full,
        constraints={"dispute_one_open": ("", "Somebody disputed this item at the same moment.")},
        **OF_ITEM,
    ),
    Surface(
        name="link_item",
        title="Link to the case strategy",
        service=services.link_item,
        form=LinkForm,
        page="action-plan-items/<uuid:pk>/line/",
        api="action-plan-items/<uuid:pk>/line/",
        said="Linked as you said.",
        check=check_can_link,
        initial=lambda person, item: {"strategy_line": item.strategy_line_id},
        represent=represent_items.item_in_full,
        **OF_ITEM,
    ),
    Surface(
        name="assign_item",
        title="Change the owner",
        service=services.assign_item,
        form=forms.AssignItemForm,
        page="action-plan-items/<uuid:pk>/owner/",
        api="action-plan-items/<uuid:pk>/owner/",
        said="Owner changed.",
        check=check_owed("assign_item"),
        initial=lambda person, item: {"owner": item.owner_id},
        represent=represent_items.item_in_full,
        **OF_ITEM,
    ),
    Surface(
        name="set_item_date",
        title="Set the date of this item",
        service=services.set_item_date,
        form=forms.ItemDateForm,
        page="action-plan-items/<uuid:pk>/dates/new/",
        api="action-plan-items/<uuid:pk>/dates/",
        said="Date set. The old date stays in its history.",
        check=check_owed("set_item_date"),
        represent=represent_items.item_date_in_full,
        **OF_ITEM,
    ),
    Surface(
        name="answer_dispute",
        title="Answer the dispute",
        from_document="Enter CPS's answer to the dispute from a document",
        service=services.answer_dispute,
        form=forms.DisputeAnswerForm,
        subject=ItemDispute,
        subject_name="dispute",
        select=("item__plan__case",),
        page="item-disputes/<uuid:pk>/answer/",
        api="item-disputes/<uuid:pk>/answer/",
        button="Record the answer",
        said="Answer recorded.",
        check=check_can_answer,
        context=about_dispute,
        template="actionplans/item_deed.html",
        done=lambda answer: item_page(answer.dispute),
        back=item_page,
        represent=represent_items.answer_in_full,
        constraints={
            "dispute_answer_stands_once": ("", "Somebody answered this dispute at the same moment.")
        },
    ),
    Surface(
        name="withdraw_item",
        title="Withdraw this item",
        from_document="Enter from a document that CPS withdrew this item",
        service=services.withdraw_item,
        form=WithdrawItemForm,
        page="action-plan-items/<uuid:pk>/withdraw/",
        api="action-plan-items/<uuid:pk>/withdraw/",
        button="Withdraw the item",
        said="Item withdrawn. The officer in charge and its owner hear of it.",
        check=check_withdraw,
        represent=represent_items.withdrawal_in_full,
        constraints={"item_withdrawal_stands_once": ("", "Somebody withdrew this item at the same moment.")},
        **OF_ITEM,
    ),
    Surface(
        name="take_back_item_withdrawal",
        title="Take back a withdrawal recorded by mistake",
        service=services.take_back_item_withdrawal,
        form=TakeBackForm,
        subject=ItemWithdrawal,
        subject_name="withdrawal",
        select=("item__plan__case", "entered_by"),
        page="item-withdrawals/<uuid:pk>/take-back/",
        api="item-withdrawals/<uuid:pk>/take-back/",
        button="Take it back",
        said="Taken back: the item is asked for again, as it was.",
        check=check_take_back,
        recorded=recorded.of_item_taken_back,
        context=about_withdrawal,
        template="actionplans/item_deed.html",
        done=item_page,
        back=item_page,
        represent=represent_items.withdrawal_in_full,
    ),
    Surface(
        name="confirm_item_withdrawal",
        title="Confirm a withdrawal that police entered",
        service=services.confirm_item_withdrawal,
        form=forms.ConfirmForm,
        subject=ItemWithdrawal,
        subject_name="withdrawal",
        select=("item__plan__case", "entered_by"),
        page="item-withdrawals/<uuid:pk>/confirm/",
        api="item-withdrawals/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_withdrawal,
        template="actionplans/item_deed.html",
        done=item_page,
        back=item_page,
        represent=represent_items.withdrawal_in_full,
    ),
    Surface(
        name="confirm_dispute_answer",
        title="Confirm an answer that police entered",
        service=services.confirm_dispute_answer,
        form=forms.ConfirmForm,
        subject=DisputeAnswer,
        subject_name="answer",
        select=("dispute__item__plan__case", "entered_by"),
        page="dispute-answers/<uuid:pk>/confirm/",
        api="dispute-answers/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_answer,
        template="actionplans/item_deed.html",
        done=lambda answer: item_page(answer.dispute),
        back=lambda answer: item_page(answer.dispute),
        represent=represent_items.answer_in_full,
    ),
    Surface(
        name="confirm_item_check",
        title="Confirm a check that police entered",
        service=services.confirm_item_check,
        form=forms.ConfirmForm,
        subject=ItemCheck,
        subject_name="check",
        select=("returned__item__plan__case", "entered_by"),
        page="item-checks/<uuid:pk>/confirm/",
        api="item-checks/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_check,
        template="actionplans/item_deed.html",
        done=lambda check: item_page(check.returned),
        back=lambda check: item_page(check.returned),
        represent=represent_items.check_in_full,
    ),
]

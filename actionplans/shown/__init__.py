"""What pages, panels and homes show of submissions and plans: plain values, in a fixed number of
statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from actionplans.enums import DateBecause, DateKind, PlanStatus, Side
from actionplans.ladder import Ladder, current_ladder
from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    Escalation,
    PlanCompletion,
    PlanDate,
    PlanReview,
    slips_among,
)
from actionplans.models.acts import WHO_OF_CPS
from actionplans.models.plans import state_of
from actionplans.rules import WHAT, check_can_acknowledge
from actionplans.seals import Label, Sealer
from actionplans.services.endings import with_cps
from actionplans.services.rounds import went_again
from actionplans.services.standing import LAPSED
from actionplans.shown.by_rule import ruled
from actionplans.shown.endings import plan_endings
from actionplans.shown.items import confirm_link, plan_items, warnings_of
from actionplans.shown.presence import others_on
from actionplans.shown.returns import plan_returns
from actionplans.shown.told import told_of_steps
from actionplans.unanswered import stands
from cases.enums import PlanBecomes
from rasso_tracker.clocks import (
    ClockCode,
    Deadline,
    date_set,
    end_of_day,
    london_date,
    working_days_between,
)
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass
from rasso_tracker.web.addresses import address

RULE_OF = {DateKind.TARGET: ClockCode.PLAN_TARGET, DateKind.REVIEW: ClockCode.PLAN_REVIEW}
# What gave a plan a new date, as its history counts those that are no slips.
SET_ANEW = {
    DateBecause.OPENED_AGAIN: "when CPS opened the plan again",
    DateBecause.TAKEN_BACK: "when the end of the plan, a mistake, was taken back",
    DateBecause.OWED_AGAIN: "by rule as the plan was owed again",
}


def plan_deadline(kind: str, due_on: date, issued_on: date, because: str = "", reason: str = "") -> Deadline:
    """The clock of a plan's date: the dated rule where it gave the date, else a date that a person set."""
    if because in ("", DateBecause.ISSUED) and kind in RULE_OF:
        by_rule = ruled(RULE_OF[DateKind(kind)], issued_on)
        if by_rule is not None and by_rule.due_on == due_on:
            return by_rule
    words = ". ".join(part for part in (DateBecause(because).label if because else "", reason) if part)
    return date_set(due_on, start=issued_on, reason=words)


def ordinary_review(at: datetime) -> date:
    """When the next review falls if one is recorded at `at`: by the rule in force, else in a fortnight."""
    by_rule = ruled(ClockCode.PLAN_REVIEW, at)
    return by_rule.due_on if by_rule else london_date(at) + timedelta(days=14)


def missed_on(lapses_at: datetime) -> date:
    """The date that was missed: its day ended as the plan lapsed."""
    return london_date(lapses_at - timedelta(microseconds=1))


def age(lapses_at: datetime, at: datetime) -> int:
    """Days past the date that was missed: 1 on the day after it."""
    return (london_date(at) - missed_on(lapses_at)).days


def past_what(record: dict[str, Any]) -> str:
    """Which date was missed first."""
    return _past_what(record, missed_on(record["lapses_at"]))


def _past_what(record: dict[str, Any], missed: date) -> str:
    return "Target date" if record["target_on"] == missed else "Review date"


def word_of(plan: Any, at: datetime) -> str:
    """One word for a plan's state in time: Escalated, Overdue, or nothing special."""
    if plan.step is not None and plan.step > 0:
        return "Escalated"
    return "Overdue" if plan.is_lapsed(at) else ""


# The page of a plan


def plan_context(person: Person, plan: ActionPlan, at: datetime) -> dict[str, Any]:
    """Everything on the page of one plan."""
    sealer, ladder = Sealer(plan.case_id), current_ladder()
    dates = list(PlanDate.objects.filter(plan=plan).select_related("set_by").order_by("-set_at", "-id"))
    current = {one.kind: one for one in dates if one.is_current}
    slips = slips_among(dates)
    items = plan_items(plan, person, sealer, at)
    return {
        "plan": plan,
        "case": plan.case,
        "at": at,
        "lapsed": plan.is_lapsed(at),
        "word": word_of(plan, at),
        "age": age(plan.lapses_at, at) if plan.lapses_at and plan.is_lapsed(at) else None,
        "items": items,
        "returns": plan_returns([one["row"] for one in items]),
        "warnings": warnings_of(plan, [one["row"] for one in items], at),
        "rework": _rework(plan),
        "completions": [
            {"row": one, "confirm": confirm_link(person, "confirm_completion", one)}
            for one in PlanCompletion.objects.filter(plan=plan).select_related("entered_by", *WHO_OF_CPS)
        ],
        "endings": plan_endings(plan, person, sealer),
        "beside": [
            (one, sealer.open(Label.BESIDE_CHARGE, one.pk, one.reason_sealed))
            for one in plan.beside_charges.filter(
                Q(charge__voided_at__isnull=True) | Q(becomes=PlanBecomes.WITHDRAWN)
            ).select_related("said_by", "charge__voided_by")
        ],
        "standing_dates": _standing(plan, current, sealer) if plan.is_open else [],
        "dates": [_date_row(one, sealer) | {"slip": one.pk in slips} for one in dates],
        "slips": len(slips),
        "set_anew": [
            (count, how)
            for because, how in SET_ANEW.items()
            if (count := sum(one.because == because and one.pk not in slips for one in dates))
        ],
        "reviews": _reviews(plan, sealer),
        "ledger": _ledger(plan, person, sealer),
        "next_step": _next_step(plan, current.values(), ladder, at),
        "not_now": _not_now(plan, items, at),
        "present": others_on(person, [plan.pk], at)[plan.pk],
        "new_token": uuid7,
    }


def _rework(plan: ActionPlan) -> list[tuple[str, ActionPlan]]:
    """The plans on the same case that this one repeats, and that repeat it."""
    rows = ActionPlan.objects.filter(Q(pk=plan.rework_of_id) | Q(case=plan.case_id, rework_of=plan.pk))
    return [("Rework of" if one.number < plan.number else "Asked again by", one) for one in rows]


def _not_now(plan: ActionPlan, items: list[dict[str, Any]], at: datetime) -> set[str]:
    """The deeds that would only be refused as the plan stands, so that the page does not offer them."""
    if not plan.is_open:
        closed = plan.status == PlanStatus.ADMIN_FINALISED and went_again(plan.submission) is None
        may = ({"reopen_plan"} if closed else set()) | ({"confirm_action_plan"} if plan.awaits_cps else set())
        return {*WHAT, "confirm_action_plan"} - may
    hidden = {"reopen_plan"} | ({"complete_plan"} if plan.items_open else {"return_items"})
    if not plan.items_open or end_of_day(plan.target_on) > at or any(with_cps(plan)):
        hidden.add("finalise_plan")
    if not any(one["row"].is_open and one["row"].agreed_at is None for one in items):
        hidden.add("accept_items")
    return hidden if plan.awaits_cps else hidden | {"confirm_action_plan"}


def _standing(plan: ActionPlan, current: dict[str, PlanDate], sealer: Sealer) -> list[dict[str, Any]]:
    """The dates that stand, each as a deadline that says where it comes from."""
    shown = []
    for kind in (DateKind.REVIEW, DateKind.TARGET, DateKind.NEXT_ACT):
        one = current.get(kind)
        if one is None:
            continue
        reason = sealer.open(Label.DATE_REASON, one.pk, one.reason_sealed)
        shown.append(
            {
                "label": one.get_kind_display(),
                "deadline": plan_deadline(kind, one.due_on, plan.issued_on, one.because, reason),
                "met": kind == DateKind.TARGET and not plan.items_open,
                "answered_at": one.answered_at,
            }
        )
    return shown


def _date_row(one: PlanDate, sealer: Sealer) -> dict[str, Any]:
    return {"row": one, "reason": sealer.open(Label.DATE_REASON, one.pk, one.reason_sealed)}


def _reviews(plan: ActionPlan, sealer: Sealer) -> list[dict[str, Any]]:
    rows = PlanReview.objects.filter(plan=plan).select_related("reviewed_by").order_by("-reviewed_at")
    return [{"row": one, "note": sealer.open(Label.REVIEW_NOTE, one.pk, one.note_sealed)} for one in rows]


def _ledger(plan: ActionPlan, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every step that was raised, newest first, with its answer. The highest that stands can be answered, by
    whom the rule lets.
    """
    acts = {
        one.escalation_id: one
        for one in Acknowledgement.objects.filter(plan=plan).select_related(
            "acknowledged_by", "next_act_date"
        )
    }
    rows = list(
        Escalation.objects.filter(plan=plan)
        .annotate(stands=ExpressionWrapper(stands(), output_field=BooleanField()))
        .select_related("plan_date", "review")
        .order_by("-due_at", "-step", "-id")
    )
    top = max((one for one in rows if one.stands), key=lambda one: one.step, default=None)
    if top is not None and not would_pass(check_can_acknowledge, person, plan, top, stands=True):
        top = None
    reached = told_of_steps(LAPSED, [one.pk for one in rows])
    return [
        {
            "row": one,
            "reached": reached[one.pk],
            "on": missed_on(one.due_at),
            "act": acts.get(one.pk),
            "next_act": (
                sealer.open(Label.NEXT_ACT, acts[one.pk].pk, acts[one.pk].next_act_sealed)
                if one.pk in acts
                else ""
            ),
            "answer": address("acknowledge_escalation", one.pk) if top and one.pk == top.pk else "",
        }
        for one in rows
    ]


def _next_step(
    plan: ActionPlan, dates: Iterable[PlanDate], ladder: Ladder, at: datetime
) -> dict[str, Any] | None:
    """Which step comes next, when, and to whom it will go."""
    if plan.next_step_at is None:
        return None
    for one in dates:
        for step, moment in enumerate(one.step_due_at):
            if moment == plan.next_step_at and one.runs(plan):
                rung = ladder.rung(one.kind, one.due_on, step)
                return {
                    "step": step,
                    "on": missed_on(moment),
                    "has_passed": moment <= at,
                    "kind": one.get_kind_display(),
                    "rung": rung,
                }
    return None


# Rows of lists and homes, from plain records


PLAN_FIELDS = (
    "id",
    "case_id",
    "case__reference",
    "case__restricted",
    "case__district__name",
    "case__officer_in_charge__name",
    "prosecutor__name",
    "number",
    "status",
    "step",
    "issued_on",
    "review_on",
    "target_on",
    "next_act_on",
    "items_open",
    "lapses_at",
    "urgency",
    "superseded_at",
)


def plan_row(record: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A plan in a list: dates as deadlines, the step, the age, who has the next move."""
    return {
        **board_row(record, at),
        "href": address("action_plan_detail", record["id"]),
        "status_label": state_of(record["status"], never_issued=record["superseded_at"] is not None),
        "review": plan_deadline(DateKind.REVIEW, record["review_on"], record["issued_on"]),
        "target": plan_deadline(DateKind.TARGET, record["target_on"], record["issued_on"]),
    }


def board_row(record: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A plan on the overdue board: the date that was missed, the age, who has the next move."""
    side = Side.POLICE if record["items_open"] else Side.CPS
    owner = record["case__officer_in_charge__name"] if side == Side.POLICE else record["prosecutor__name"]
    lapses_at, today = record["lapses_at"], london_date(at)
    missed = missed_on(lapses_at) if lapses_at is not None and lapses_at <= at else None
    promised = record["next_act_on"]
    return {
        **record,
        "answered": promised is not None and promised >= today,
        "side": side.label if lapses_at is not None else "",
        "owner": owner or "CPS unit",
        "lapsed": missed is not None,
        "past": _past_what(record, missed) if missed else "",
        "age": (today - missed).days if missed else None,
        "working_days": working_days_between(missed, today) if missed else None,
    }


def by_plan(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return found

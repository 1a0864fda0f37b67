"""What pages show of the case strategy: the version, its lines by kind, who agreed, its reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlanItem, CaseStrategy, StrategyAgreement, StrategyLine, StrategyReview
from actionplans.models.acts import WHO_OF_CPS
from actionplans.rules.strategies import check_can_write
from actionplans.seals import Label, Sealer
from actionplans.services.strategies import step_of_review
from actionplans.strategy_enums import LineKind
from cases.models import Case
from rasso_tracker.clocks import date_set, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import NotAllowed

HEADINGS = {
    LineKind.PURSUED: "Lines that are pursued",
    LineKind.SUSPECT: "Enquiries about the suspect",
    LineKind.NOT_PURSUED: "Lines that are not pursued, and why",
}


def strategy_context(person: Person, strategy: CaseStrategy, at: datetime) -> dict[str, Any]:
    """Everything on the page of one version."""
    sealer = Sealer(strategy.case_id)
    agreements = list(
        StrategyAgreement.objects.filter(strategy=strategy).select_related(
            "entered_by", "prosecutor", *WHO_OF_CPS
        )
    )
    agreed = next((one for one in agreements if one.superseded_at is None), None)
    reviews = list(
        StrategyReview.objects.filter(strategy=strategy)
        .select_related("reviewed_by")
        .order_by("-reviewed_at")
    )
    case = strategy.case
    others = CaseStrategy.objects.filter(case=case).exclude(pk=strategy.pk)
    may_confirm = person.role.may("confirm_strategy_agreement")
    items = items_by_line(strategy) if person.role.reads(Part.PLANS) else {}
    return {
        "strategy": strategy,
        "case": case,
        "at": at,
        **words_of(strategy, sealer, items),
        "deadline": date_set(strategy.review_on, start=strategy.written_at),
        "agreed": agreed,
        "confirm": reverse("confirm_strategy_agreement", args=[agreed.pk])
        if agreed and agreed.awaits_cps and may_confirm
        else "",
        "reviews": [
            {"row": one, "note": sealer.open(Label.STRATEGY_NOTE, one.pk, one.note_sealed)} for one in reviews
        ],
        "others": list(others.select_related("written_by").order_by("-version")),
        **_writing(person, strategy),
        "not_now": _not_now(strategy, agreed),
    }


def words_of(
    strategy: CaseStrategy,
    sealer: Sealer | None = None,
    items: dict[Any, list[ActionPlanItem]] | None = None,
) -> dict[str, Any]:
    """What a version says, with the items that serve its lines, where they are given."""
    sealer = sealer or Sealer(strategy.case_id)
    return {
        "lines": lines_by_kind(strategy, sealer, items or {}),
        "digital": sealer.open(Label.STRATEGY_DIGITAL, strategy.pk, strategy.digital_sealed),
        "third_party": sealer.open(Label.STRATEGY_THIRD_PARTY, strategy.pk, strategy.third_party_sealed),
    }


def _writing(person: Person, strategy: CaseStrategy) -> dict[str, str]:
    """Where the next version is written, or why not by somebody who else writes it."""
    if not strategy.stands or strategy.case.is_closed or not person.role.may("write_strategy"):
        return {"write": "", "not_written": ""}
    try:
        check_can_write(person, strategy.case, step_of_review(strategy.case))
    except NotAllowed as refusal:
        return {"write": "", "not_written": str(refusal)}
    return {"write": reverse("write_strategy", args=[strategy.case_id]), "not_written": ""}


def _not_now(strategy: CaseStrategy, agreed: StrategyAgreement | None) -> set[str]:
    """The deeds that would only be refused as the version stands."""
    if not strategy.stands or strategy.case.is_closed:
        return {"agree_strategy", "review_strategy"}
    return {"agree_strategy"} if agreed else set()


def items_by_line(strategy: CaseStrategy) -> dict[Any, list[ActionPlanItem]]:
    """The items of action plans that serve each line of a version."""
    found: dict[Any, list[ActionPlanItem]] = {}
    rows = ActionPlanItem.objects.filter(strategy_line__strategy=strategy).select_related("plan")
    for one in rows.order_by("plan__number", "number"):
        found.setdefault(one.strategy_line_id, []).append(one)
    return found


def lines_by_kind(
    strategy: CaseStrategy, sealer: Sealer, items: dict[Any, list[ActionPlanItem]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = list(StrategyLine.objects.filter(strategy=strategy))
    shown = [
        {
            "row": one,
            "words": sealer.open(Label.STRATEGY_LINE, one.pk, one.words_sealed),
            "why": sealer.open(Label.STRATEGY_WHY, one.pk, one.why_sealed),
            "items": items.get(one.pk, []),
        }
        for one in rows
    ]
    found = ((title, [one for one in shown if one["row"].kind == kind]) for kind, title in HEADINGS.items())
    return [(title, lines) for title, lines in found if lines]


def to_start_from(person: Person, case: Case) -> dict[str, Any]:
    """The words of the version that stands: the next one starts from them."""
    standing = CaseStrategy.objects.filter(case=case, superseded_at__isnull=True).first()
    if standing is None:
        return {}
    sealer = Sealer(case.pk)
    to_come = standing.next_decision_on > london_date(now())  # a day that has passed is asked for anew
    return {
        "lines": [
            {
                "kind": one.kind,
                "words": sealer.open(Label.STRATEGY_LINE, one.pk, one.words_sealed),
                "why": sealer.open(Label.STRATEGY_WHY, one.pk, one.why_sealed),
            }
            for one in StrategyLine.objects.filter(strategy=standing)
        ],
        "digital": sealer.open(Label.STRATEGY_DIGITAL, standing.pk, standing.digital_sealed),
        "third_party": sealer.open(Label.STRATEGY_THIRD_PARTY, standing.pk, standing.third_party_sealed),
        "next_decision_on": standing.next_decision_on if to_come else None,
    }

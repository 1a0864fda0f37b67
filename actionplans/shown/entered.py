"""What police entered for CPS, as the page shows it on which CPS confirms or supersedes it."""

from __future__ import annotations

from actionplans.models import (
    ActionPlan,
    Advice,
    Countersignature,
    CpsAct,
    PlanCompletion,
    StrategyAgreement,
    Triage,
)
from actionplans.seals import Label, Sealer
from rasso_tracker.clocks import day_words

Rows = list[tuple[str, str]]


def from_where(act: CpsAct) -> Rows:
    """Which CPS document it was entered from, and by whom."""
    if act.document_date is None:
        return []
    return [
        ("CPS document", f"{act.get_document_name_display()} of {day_words(act.document_date)}"),
        ("Entered by", act.entered_by.name),
    ]


def triage_entered(triage: Triage) -> Rows:
    sealer = Sealer(triage.case_id)
    told: Rows = [("CPS", str(triage)), ("Triaged", triage.when)]
    for one in triage.reasons.all():
        words = sealer.open(Label.TRIAGE_WORDS, one.pk, one.words_sealed)
        told.append(("Reason", f"{one}: {words}" if words else str(one)))
    if triage.respond_by is not None:
        told.append(("Police respond by", day_words(triage.respond_by)))
    return told + from_where(triage)


def advice_entered(advice: Advice) -> Rows:
    """Without its text, which stands by itself."""
    second = "Wanted" if advice.countersign_wanted else "Not wanted"
    told = [("Given", advice.when), ("A second lawyer's signature", second)]
    return told + from_where(advice)


def countersignature_entered(row: Countersignature) -> Rows:
    words = Sealer(row.case_id).open(Label.COUNTERSIGN_WORDS, row.pk, row.words_sealed)
    said = [(str(row), row.when), *([("Why", words)] if words else [])]
    return [*said, *from_where(row)]


def plan_entered(plan: ActionPlan) -> Rows:
    told: Rows = [
        ("Issued", plan.when),
        ("Target date", day_words(plan.target_on)),
        ("Review date", day_words(plan.review_on)),
    ]
    return told + from_where(plan)


def items_entered(plan: ActionPlan) -> list[dict[str, str]]:
    """Each item as it is asked for, with why, whose it is and its own date, where it has one."""
    sealer = Sealer(plan.case_id)
    return [
        {
            "item": str(one),
            "asks": sealer.open(Label.ITEM_ASKS, one.pk, one.asks_sealed),
            "why": sealer.open(Label.ITEM_WHY, one.pk, one.why_sealed),
            "owner": one.owner.name if one.owner else "",
            "target": day_words(one.target_on),
        }
        for one in plan.items.select_related("owner").order_by("number")
    ]


def agreement_entered(row: StrategyAgreement) -> Rows:
    return [("CPS agreed", row.when), *from_where(row)]


def completion_entered(row: PlanCompletion) -> Rows:
    return [("CPS completed it", row.when), *from_where(row)]

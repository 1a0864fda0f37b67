"""What police entered of CPS's acts, of every kind in one list, for CPS to confirm or supersede."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, F, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from actionplans.enums import CpsSource
from actionplans.models import (
    ActionPlan,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    Countersignature,
    DisputeAnswer,
    EarlyAdviceEnding,
    EnteredCharge,
    ItemCheck,
    ItemWithdrawal,
    PlanCompletion,
    PlanEnding,
    PlanReopening,
    StrategyAgreement,
    Triage,
)
from cases.home import MOST, Some
from rasso_tracker import prepared
from rasso_tracker.people.access import place_of
from rasso_tracker.people.models import Person
from rasso_tracker.web.keyset import Kept, Order, read_page


@dataclass(frozen=True)
class Kind:
    """A kind of act: the deed that confirms it, and how a list names one by up to two of its numbers.

    `when` is the field by which its index of what is to be confirmed is ordered.
    """

    model: Any
    deed: str
    words: str
    numbers: tuple[str, ...]
    when: str
    only: Q | None = None


KINDS = (
    Kind(Triage, "confirm_triage", "Triage of round {0}", ("submission__round",), "triaged_at"),
    Kind(Advice, "confirm_advice", "Advice, version {0}", ("version",), "given_at"),
    Kind(
        Countersignature,
        "confirm_countersignature",
        "Second lawyer on advice, version {0}",
        ("advice__version",),
        "signed_at",
    ),
    Kind(AdviceQuestion, "confirm_question", "Question on round {0}", ("submission__round",), "said_at"),
    Kind(AdviceAnswer, "confirm_answer", "Answer on round {0}", ("question__submission__round",), "said_at"),
    Kind(
        EarlyAdviceEnding,
        "confirm_early_advice_ending",
        "Record of early advice closed, round {0}",
        ("submission__round",),
        "ended_at",
    ),
    Kind(
        StrategyAgreement,
        "confirm_strategy_agreement",
        "Agreement to case strategy, version {0}",
        ("strategy__version",),
        "agreed_at",
    ),
    Kind(ActionPlan, "confirm_action_plan", "Action plan {0}", ("number",), "issued_at"),
    Kind(PlanEnding, "confirm_plan_ending", "Action plan {0} ended by CPS", ("plan__number",), "ended_at"),
    Kind(
        PlanReopening,
        "confirm_plan_reopening",
        "Action plan {0} opened again",
        ("ending__plan__number",),
        "reopened_at",
    ),
    Kind(PlanCompletion, "confirm_completion", "Action plan {0} complete", ("plan__number",), "completed_at"),
    Kind(
        ItemWithdrawal,
        "confirm_item_withdrawal",
        "Action plan {0}, item {1}: withdrawn",
        ("item__plan__number", "item__number"),
        "withdrawn_at",
    ),
    Kind(
        ItemCheck,
        "confirm_item_check",
        "Action plan {0}, item {1}: checked",
        ("returned__item__plan__number", "returned__item__number"),
        "checked_at",
        only=Q(completion__isnull=True),  # else confirmed with the completion
    ),
    Kind(
        DisputeAnswer,
        "confirm_dispute_answer",
        "Action plan {0}, item {1}: answer to the dispute",
        ("dispute__item__plan__number", "dispute__item__number"),
        "answered_at",
    ),
    Kind(
        EnteredCharge,
        "confirm_charge",
        "Charge of {0}",
        ("charge__allegation__crime_reference",),
        "recorded_at",
        only=Q(charge__voided_at__isnull=True),
    ),
)


# When CPS did each, the oldest first; every kind has an index so ordered of what is to be confirmed.
WHEN = Order("when", "Entered for", "when", of=DateTimeField())
SHOWN = ("case_id", "case__reference", "deed", "first", "second", "when")


def waiting(person: Person, kinds: Iterable[Kind]) -> list[Any]:
    """Branches of what police entered and CPS has neither confirmed nor superseded, on the cases that the
    person may see, of each of these kinds: every one can walk the index of its kind.
    """
    return [
        _waiting(kind, branch)
        for kind in kinds
        if person.role.reads(kind.model.part)
        for branch in kind.model.objects.visible_branches(person)
    ]


def _waiting(kind: Kind, rows: Any) -> Any:
    # A plan that is kept must know the word: it is the condition of the index.
    police = prepared.Constant(CpsSource.POLICE_FROM_DOCUMENT.value, output_field=CharField())
    numbers = [Cast(F(path), CharField()) for path in kind.numbers]
    first, second = [*numbers, *2 * [Value("", output_field=CharField())]][:2]
    of = kind.only or Q()
    return rows.filter(of, source=police, confirmed_at__isnull=True, superseded_at__isnull=True).annotate(
        deed=prepared.Constant(kind.deed, output_field=CharField()),
        when=F(kind.when),
        first=first,
        second=second,
    )


def what_of(record: dict[str, Any], kinds: Iterable[Kind]) -> str:
    """What the act of such a row is called."""
    words = next(kind.words for kind in kinds if kind.deed == record["deed"])
    return words.format(record["first"], record["second"])


def to_confirm(person: Person, others: Sequence[Kind] = ()) -> Some:
    """The beginning of that list. `others` are kinds of other apps. One statement, planned once a
    connection.
    """
    kinds = (*KINDS, *others)
    key = (to_confirm, tuple(kind.deed for kind in kinds), place_of(person))
    page = read_page(
        lambda: waiting(person, kinds),
        order=WHEN,
        descending=False,
        fields=SHOWN,
        size=MOST,
        kept=Kept(key, {}, planned=True),
    )
    rows = [
        {
            "reference": row["case__reference"],
            "case_id": row["case_id"],
            "href": reverse(row["deed"], args=[row["pk"]]),
            "what": what_of(row, kinds),
            "when": row["when"],
        }
        for row in page.rows
    ]
    return Some(rows, bool(page.next))

"""Who may do what with one item of a plan, and when. Each check raises a sentence that the person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from actionplans.enums import ItemStatus
from actionplans.item_enums import MARKS_OF, DisputeOutcome, DisputeReason
from actionplans.rules import DONE_WITH, check_case_open, check_on_plan, check_role
from actionplans.strategy_enums import LineKind
from rasso_tracker.clocks import day_words
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import ActionPlan, ActionPlanItem, ItemDispute, StrategyLine
    from rasso_tracker.people.models import Person

MOST_ITEMS = 200


def check_items(items: Sequence[Mapping[str, Any]], issued_on: date) -> None:
    """A plan asks for at least one thing and at most 200; no item is due before the issue."""
    if not items:
        raise Invalid({"items": "An action plan asks for something: add at least one item."})
    if len(items) > MOST_ITEMS:
        raise Invalid(
            {
                "items": f"An action plan has at most {MOST_ITEMS} items, and this one has {len(items)}. "
                "Issue the others as a second plan."
            }
        )
    wrong = {
        f"items-{place}-target_date": "This date is before the action plan was issued."
        for place, given in enumerate(items)
        if given.get("target_date") and given["target_date"] < issued_on
    }
    if wrong:
        raise Invalid(wrong)


def check_lines(items: Sequence[Mapping[str, Any]], case_id: Any) -> None:
    """Each line that is named is one of this case's strategy, and it is pursued."""
    wrong = {
        f"items-{place}-strategy_line": sentence
        for place, given in enumerate(items)
        if given.get("strategy_line") and (sentence := fault_of_line(given["strategy_line"], case_id))
    }
    if wrong:
        raise Invalid(wrong)


def fault_of_line(line: StrategyLine, case_id: Any) -> str:
    """Why an item cannot be linked to this line; "" where it can."""
    if line.case_id != case_id:
        return "This is no line of this case's strategy."
    if line.kind == LineKind.NOT_PURSUED:
        return "This line is not pursued, so no item serves it. Write a new version of the strategy first."
    return ""


def check_can_link(by: Person, item: ActionPlanItem) -> None:
    """Whatever became of the item: what it served stays worth knowing while the case is open. What CPS never
    asked for served nothing.
    """
    check_role(by, "link_item")
    check_case_open(item.plan.case, "link_item")
    if item.plan.never_issued:
        raise NotAllowed(
            f"CPS says that it never issued {str(item.plan).lower()}, so nobody was asked for item"
            f" {item.number}, and it serves no line of the strategy."
        )


def check_on_item(by: Person, plan: ActionPlan, item: ActionPlanItem, deed: str) -> None:
    """The role does the deed, the plan is open, and the police still owe the item."""
    check_on_plan(by, plan, deed)
    if not item.is_open:
        raise NotAllowed(
            f"Item {item.number} {DONE_WITH[ItemStatus(item.status)]}, so this cannot be done now."
        )


def check_another_owner(item: ActionPlanItem, owner: Person | None) -> None:
    """Nothing is recorded, and nobody told, where nothing changes."""
    if owner == item.owner:
        whose = f"{owner.name} has it" if owner else "It is the officer in charge's"
        raise Invalid({"owner": f"{whose} already, so nothing was changed. Choose somebody else."})


def check_another_line(item: ActionPlanItem, line: StrategyLine | None) -> None:
    if line == item.strategy_line:
        linked = f"linked to line {line.number}" if line else "linked to no line"
        raise Invalid({"strategy_line": f"It is {linked} already, so nothing was changed."})


def check_mark(accepted: bool, quality: str) -> None:
    """A mark of quality fits what CPS says of the return, or is not given."""
    if quality and quality not in MARKS_OF[accepted]:
        fits = " or ".join(f"“{one.label}”" for one in MARKS_OF[accepted])
        said = "accepted" if accepted else "sent back"
        raise Invalid({"quality": f"An item that is {said} is {fits}, or not marked."})


def check_can_dispute(
    by: Person, plan: ActionPlan, item: ActionPlanItem, standing: ItemDispute | None
) -> None:
    check_on_item(by, plan, item, "dispute_item")
    if standing is not None:
        day = standing.raised_at
        raise NotAllowed(
            f"Item {item.number} was disputed on {day_words(day)} already, and CPS has not answered yet."
        )


def check_dispute_words(reason: str, words: str) -> None:
    if reason == DisputeReason.OTHER and not words.strip():
        raise Invalid({"words": "Say why the item is disputed."})


def check_can_answer(by: Person, dispute: ItemDispute) -> None:
    check_role(by, "answer_dispute")
    if dispute.settled_at is not None:
        raise NotAllowed(f"This dispute is settled already: {dispute.get_outcome_display()}.")


def check_answer_words(outcome: str, words: str) -> None:
    """Police must know what is asked now, or why it still is."""
    if words.strip() or outcome == DisputeOutcome.ACCEPTED:
        return
    asked = outcome == DisputeOutcome.ACCEPTED_IN_PART
    raise Invalid({"words": "Say what is asked for now." if asked else "Say why it is still asked for."})

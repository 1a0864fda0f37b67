"""Who writes, agrees and reviews the case strategy, and what it must say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from actionplans.rules import check_case_open, check_role
from actionplans.rules.escalations import moves_date, who_may
from actionplans.strategy_enums import LineKind
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import CaseStrategy, StrategyAgreement
    from cases.models import Case
    from rasso_tracker.people.models import Person

MOST_LINES = 60
# A strategy that nobody looks at for longer is not one [A].
LONGEST_TO_REVIEW = timedelta(days=56)
FURTHEST_DECISION = timedelta(days=365)  # [A] further ahead it is a slip of the year
TOO_FAR = "A strategy is looked at within 56 days: enter an earlier date."


def check_can_write(by: Person, case: Case, step: int | None) -> None:
    """`step`: how far the review that is owed has climbed. A new version sets its next date, so above step 1
    the review comes first, by those who do it.
    """
    check_role(by, "write_strategy")
    check_case_open(case, "write_strategy")
    if not moves_date(by, step, "review_strategy"):
        raise NotAllowed(
            f"The review of the strategy has climbed to step {step}. It is reviewed first, by one of these: "
            f"{who_may('review_strategy')}. Then write the next version."
        )


def check_strategy(
    lines: Sequence[Mapping[str, Any]], *, next_decision_on: date, review_on: date, at: datetime
) -> None:
    """At least one line that is pursued, a reason for each that is not, and dates ahead."""
    wrong = {
        f"lines-{place}-why": "Say why this line is not pursued."
        for place, line in enumerate(lines)
        if line["kind"] == LineKind.NOT_PURSUED and not str(line.get("why") or "").strip()
    }
    wrong |= {
        f"lines-{place}-words": "Say what the line is."
        for place, line in enumerate(lines)
        if not str(line["words"]).strip()
    }
    if len(lines) > MOST_LINES:
        wrong["lines"] = f"A strategy has at most {MOST_LINES} lines, and this one has {len(lines)}."
    if all(line["kind"] == LineKind.NOT_PURSUED for line in lines):
        wrong["lines"] = "Add at least one line that is pursued, or an enquiry about the suspect."
    today = london_date(at)
    if next_decision_on < today:
        wrong["next_decision_on"] = "Enter today's date or a date in the future."
    elif next_decision_on > today + FURTHEST_DECISION:
        wrong["next_decision_on"] = "That is more than a year ahead: check the year."
    wrong |= _review_date("review_on", review_on, today)
    if wrong:
        raise Invalid(wrong)


def check_says_more(standing: CaseStrategy, *, same: bool) -> None:
    """A version is a change. Raises Invalid where it says what the one that stands says, word for word."""
    if same:
        raise Invalid(
            {
                "lines": f"Version {standing.version} stands and says the same. Change what is different now,"
                " or review that version to set another review date."
            }
        )


def _review_date(field: str, review_on: date, today: date) -> dict[str, str]:
    if review_on < today:
        return {field: "Enter today's date or a date in the future."}
    return {field: TOO_FAR} if review_on > today + LONGEST_TO_REVIEW else {}


def check_can_agree(by: Person, strategy: CaseStrategy, agreed: StrategyAgreement | None) -> None:
    check_role(by, "agree_strategy")
    _check_stands(strategy, "agree_strategy")
    if agreed is not None:
        raise NotAllowed(f"Version {strategy.version} of the strategy was agreed already.")


def check_can_review(by: Person, strategy: CaseStrategy) -> None:
    check_role(by, "review_strategy")
    _check_stands(strategy, "review_strategy")


def _check_stands(strategy: CaseStrategy, deed: str) -> None:
    check_case_open(strategy.case, deed)
    if not strategy.stands:
        raise NotAllowed(f"A later version than {strategy.version} of the strategy stands: look at that one.")


def check_next_review(next_review_on: date, at: datetime) -> None:
    wrong = _review_date("next_review_on", next_review_on, london_date(at))
    if wrong:
        raise Invalid(wrong)

"""The reasons of a withdrawal, apart by who gave them, and what cannot be, by field.

Only the victim's own reasons say why. What somebody else reported and what an officer inferred are kept, and
counted as what they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rasso_tracker.people.refusals import Invalid
from victims.enums import GivenBy, ToldBy, WithdrawalKind, WithdrawalReason
from victims.term_enums import TermKind
from victims.terms import reason_label, terms

NOT_A_CHOICE = "Losing contact is not the victim's choice, so it has no reasons. Leave this empty."
NO_REASON = (
    "Choose at least one reason, or below what somebody else reported or an officer inferred."
    " “Prefers not to say” is a reason."
)
# The words of those who are not the victim, and what is said where no reason of theirs is chosen.
WORDS_OF = {GivenBy.THIRD_PARTY: "third_party_words", GivenBy.OFFICER: "officer_words"}
NO_CODE = {
    GivenBy.THIRD_PARTY: "Add the reason that they reported as well, “Another reason” where none fits.",
    GivenBy.OFFICER: "Add the reason that the officer infers as well, “Another reason” where none fits.",
}


@dataclass(frozen=True)
class Reasons:
    """Each reason once, under the one who gave it."""

    by_giver: Mapping[GivenBy, Sequence[str]] = field(default_factory=lambda: dict.fromkeys(GivenBy, ()))
    primary: str = ""
    other_words: str = ""


def sort_reasons(
    kind: WithdrawalKind,
    *,
    told_by: str,
    reasons: Sequence[str],
    more_reasons: Sequence[Mapping[str, Any]],
    primary_reason: str,
    other_words: str,
    words_of: Mapping[GivenBy, str],
) -> Reasons:
    """`reasons` are the victim's own, `more_reasons` {reason, given_by} of others, and `words_of` what those
    others said. Raises Invalid with every fault at once.
    """
    words = other_words.strip()
    if not kind.is_withdrawal:
        given = {"reasons": reasons, "primary_reason": primary_reason, "more_reasons": more_reasons}
        wrong = {name: NOT_A_CHOICE for name, value in {**given, "other_words": words}.items() if value}
        if wrong:
            raise Invalid(wrong)
        return Reasons()
    by_giver = {giver: list[str]() for giver in GivenBy}
    by_giver[GivenBy.VICTIM] += dict.fromkeys(reasons)
    for row in more_reasons:
        by_giver[GivenBy(row["given_by"])].append(row["reason"])
    wrong = _faults(told_by, reasons, more_reasons, words) | _faults_of_words(words_of, by_giver, words)
    primary = primary_reason or (reasons[0] if len(by_giver[GivenBy.VICTIM]) == 1 else "")
    if reasons and not primary:
        wrong["primary_reason"] = "Choose which of the victim's reasons is the main one."
    elif primary and primary not in reasons:
        wrong["primary_reason"] = "The main reason must be one of the reasons that the victim gave."
    if wrong:
        raise Invalid(wrong)
    return Reasons(by_giver, primary, words)


def _faults(
    told_by: str, reasons: Sequence[str], more_reasons: Sequence[Mapping[str, Any]], words: str
) -> dict[str, str]:
    wrong = {} if told_by else {"told_by": "Choose how the victim's choice reached us."}
    if told_by == ToldBy.INFERRED and reasons:
        wrong["reasons"] = "If nobody said so, these are not the victim's own reasons: choose them below."
    elif WithdrawalReason.PREFERS_NOT_TO_SAY in reasons and len(set(reasons)) > 1:
        wrong["reasons"] = "Choose either “Prefers not to say” or the reasons that they gave, not both."
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(more_reasons):
        pair = (row["reason"], row["given_by"])
        if row["given_by"] == GivenBy.VICTIM:
            wrong[f"more_reasons-{index}-given_by"] = "Choose the victim's own reasons above."
        elif pair in seen:
            wrong[f"more_reasons-{index}-reason"] = "You have given this reason already."
        seen.add(pair)
    every = {*reasons, *(row["reason"] for row in more_reasons)}
    if not every:
        wrong["reasons"] = NO_REASON
    if WithdrawalReason.OTHER in reasons and not words:
        wrong["other_words"] = "Say what the other reason is."
    elif words and every and WithdrawalReason.OTHER not in every:
        wrong["other_words"] = "Choose “Another reason” as well, or leave these words out."
    return wrong


def _faults_of_words(
    words_of: Mapping[GivenBy, str], by_giver: Mapping[GivenBy, Sequence[str]], other_words: str
) -> dict[str, str]:
    """What somebody said is counted by its code, so words alone would be lost to every figure; what somebody
    else reported says who they are, and another reason than those of the list is said in words.
    """
    wrong = {}
    for giver, words in words_of.items():
        if words.strip() and not by_giver[giver]:
            wrong[WORDS_OF[giver]] = NO_CODE[giver]
        elif giver is GivenBy.THIRD_PARTY and by_giver[giver] and not words.strip():
            wrong[WORDS_OF[giver]] = "Say who reported this reason, and what they said."
        elif WithdrawalReason.OTHER in by_giver[giver] and not (words.strip() or other_words):
            wrong[WORDS_OF[giver]] = "Say what the other reason is."
    return wrong


def check_in_todays_list(reasons: Reasons, today: date) -> None:
    """Raises Invalid for a reason that is not in the list of the day on which it is recorded."""
    offered = {one.code for one in terms().in_force(TermKind.REASON, today)}
    given = dict.fromkeys(code for codes in reasons.by_giver.values() for code in codes)
    gone = [f"“{reason_label(code)}”" for code in given if code not in offered]
    if gone:
        raise Invalid({"reasons": f"The list of reasons changed, and {gone[0]} is not in it. Choose again."})

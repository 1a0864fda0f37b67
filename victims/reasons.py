"""Sorting the reasons of a withdrawal by who gave them, and what cannot be, by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasso_tracker.people.refusals import Invalid
from victims.enums import GivenBy, ToldBy, WithdrawalKind, WithdrawalReason

NOT_A_CHOICE = "Losing contact is not the victim's choice, so it has no reasons. Leave this empty."


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
    reasons_from: str,
    more_reasons: Sequence[Mapping[str, Any]],
    primary_reason: str,
    other_words: str,
) -> Reasons:
    """Raises Invalid with every fault at once."""
    words = other_words.strip()
    if not kind.is_withdrawal:
        given = {"reasons": reasons, "primary_reason": primary_reason, "more_reasons": more_reasons}
        wrong = {name: NOT_A_CHOICE for name, value in {**given, "other_words": words}.items() if value}
        if wrong:
            raise Invalid(wrong)
        return Reasons()
    wrong = {} if told_by else {"told_by": "Choose how the victim's choice reached us."}
    by_giver = {giver: list[str]() for giver in GivenBy}
    if told_by:
        giver = GivenBy(reasons_from) if reasons_from else ToldBy(told_by).usually_given_by
        if giver is GivenBy.VICTIM and told_by == ToldBy.INFERRED:
            wrong["reasons_from"] = "If nobody said so, these are not the victim's own reasons."
        by_giver[giver] += dict.fromkeys(reasons)
    seen = set(reasons)
    for index, row in enumerate(more_reasons):
        if row["reason"] in seen:
            wrong[f"more_reasons-{index}-reason"] = "You have given this reason already."
        seen.add(row["reason"])
        by_giver[GivenBy(row["given_by"])].append(row["reason"])
    return Reasons(by_giver, *_checked(seen, primary_reason, words, wrong))


def _checked(seen: set[str], primary_reason: str, words: str, wrong: dict[str, str]) -> tuple[str, str]:
    """The primary reason and the words of another reason. Raises Invalid with these and earlier faults."""
    if not seen:
        wrong["reasons"] = "Choose at least one reason. “Prefers not to say” is one."
    primary = primary_reason or (next(iter(seen)) if len(seen) == 1 else "")
    if seen and not primary:
        wrong["primary_reason"] = "Choose which of the reasons is the main one."
    elif primary and seen and primary not in seen:
        wrong["primary_reason"] = "The main reason must be one of the reasons that you chose."
    if WithdrawalReason.OTHER in seen and not words:
        wrong["other_words"] = "Say what the other reason is."
    elif words and seen and WithdrawalReason.OTHER not in seen:
        wrong["other_words"] = "Choose “Another reason” as well, or leave these words out."
    if wrong:
        raise Invalid(wrong)
    return primary, words

"""In whose words figures of withdrawals are read: today's, through the mapping of each change of the lists,
those of the day on which they were recorded, or such as count alike over every change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rasso_tracker.clocks import day_words
from rasso_tracker.dashboards.performance.withdrawals import NO_REASON
from victims.term_enums import TermKind
from victims.terms import Terms, terms

GAVE_NONE = "The victim gave no reason"
AS_RECORDED, ALIKE = "day", "alike"
TODAYS = "Reasons and stages in today's terms."
HOW = {
    AS_RECORDED: "Reasons and stages as recorded on the day.",
    ALIKE: "Reasons and stages alike over the whole time: what a change told apart is one line, so that "
    "months before and after it can be compared.",
}
NO_CHANGE = "The lists of reasons and stages have not changed in the time that these figures are of."


@dataclass(frozen=True)
class Reading:
    """`stages` and `reasons` are label by code, in the order of their lists; `reads` is what a code reads as,
    where it is another; `says` tells how it was read.
    """

    stages: Mapping[str, str]
    reasons: Mapping[str, str]
    reads: Mapping[tuple[TermKind, str], str]
    says: str

    def stage(self, code: str) -> str:
        return self.reads.get((TermKind.STAGE, code), code)

    def reason(self, code: str) -> str:
        return self.reads.get((TermKind.REASON, code), code)


def reading_of(asked: str, today: date, since: date) -> Reading:
    """How codes are read on `today`; `since` is the first day that the figures are of."""
    lists = terms()
    reads = _reads_of(asked, lists, today, since)
    changes = [lists.said(one) for one in lists.changes if since < one.in_force_from <= today]
    how = HOW.get(asked, TODAYS)
    labels = {kind: _labels(lists, kind, today) for kind in TermKind}
    if asked == ALIKE:
        _name_groups(labels, lists, reads)
    return Reading(
        labels[TermKind.STAGE],
        {**labels[TermKind.REASON], NO_REASON: GAVE_NONE},
        reads,
        " ".join([how, *(changes or [NO_CHANGE])]),
    )


def _reads(lists: Terms, today: date) -> dict[tuple[TermKind, str], str]:
    found = {}
    for kind, code in {(one.kind, one.code) for one in lists.entries}:
        became = lists.became(kind, code, today)
        if len(became) == 1 and became[0].code != code:
            found[kind, code] = became[0].code
    return found


def _reads_of(asked: str, lists: Terms, today: date, since: date) -> dict[tuple[TermKind, str], str]:
    if asked == AS_RECORDED:
        return {}
    if asked != ALIKE:
        return _reads(lists, today)
    together = {kind: lists.together(kind, since, today) for kind in TermKind}
    return {(kind, code): under for kind, found in together.items() for code, under in found.items()}


def _name_groups(
    labels: Mapping[TermKind, dict[str, str]], lists: Terms, reads: Mapping[tuple[TermKind, str], str]
) -> None:
    """A line that several codes count under names them all."""
    for kind, code in {(kind, under) for (kind, _), under in reads.items()}:
        within = [one for (of, one), under in reads.items() if (of, under) == (kind, code)]
        names = sorted({lists.label(kind, one) for one in within} - {lists.label(kind, code)})
        labels[kind][code] = f"{lists.label(kind, code)}, with {' and '.join(names)}"


def _labels(lists: Terms, kind: TermKind, today: date) -> dict[str, str]:
    """Those of today in their order, then those that are no longer used, marked so."""
    found = {one.code: one.label for one in lists.in_force(kind, today)}
    for one in lists.entries:
        if one.kind == kind and one.code not in found and one.in_force_from <= today:
            ends = [e.in_force_until for e in lists.entries if (e.kind, e.code) == (kind, one.code)]
            until = max(end for end in ends if end)
            found[one.code] = f"{lists.label(kind, one.code)} (until {day_words(until)})"
    return found

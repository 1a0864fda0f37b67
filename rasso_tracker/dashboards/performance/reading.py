"""In whose words figures of withdrawals are read: today's, through the mapping of each change of the lists,
or those of the day on which they were recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rasso_tracker.dashboards.performance.withdrawals import NO_REASON
from victims.term_enums import TermKind
from victims.terms import Terms, terms

GAVE_NONE = "The victim gave no reason"
AS_RECORDED = "day"
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
    as_recorded = asked == AS_RECORDED
    reads = {} if as_recorded else _reads(lists, today)
    changes = [lists.said(one) for one in lists.changes if since < one.in_force_from <= today]
    how = (
        "Reasons and stages as recorded on the day."
        if as_recorded
        else "Reasons and stages in today's terms."
    )
    return Reading(
        _labels(lists, TermKind.STAGE, today),
        {**_labels(lists, TermKind.REASON, today), NO_REASON: GAVE_NONE},
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


def _labels(lists: Terms, kind: TermKind, today: date) -> dict[str, str]:
    """Those of today in their order, then those that are no longer used, marked so."""
    found = {one.code: one.label for one in lists.in_force(kind, today)}
    for one in lists.entries:
        if one.kind == kind and one.code not in found and one.in_force_from <= today:
            ends = [e.in_force_until for e in lists.entries if (e.kind, e.code) == (kind, one.code)]
            until = max(end for end in ends if end)
            found[one.code] = f"{lists.label(kind, one.code)} (until {until.day} {until:%B %Y})"
    return found

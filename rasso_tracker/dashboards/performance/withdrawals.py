"""Question 1: when and why do victims withdraw, and was support in place that day? What is counted, and how a
cell of it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from rasso_tracker.dashboards.performance.measures import UNIT_OF_CASE, Measure, Of, day_of, month_of, within
from victims.enums import WithdrawalKind

# A cell's key is short, so that a list of reasons that grows still fits it.
KINDS = {
    "n": WithdrawalKind.NEVER_SUPPORTED,
    "w": WithdrawalKind.WITHDREW,
    "r": WithdrawalKind.RETRACTED,
    "l": WithdrawalKind.LOST_CONTACT,
}
LOST = "l"
NO_REASON = "none"
HOLDS, AGAIN, VOIDED = "h", "a", "v"
WITH_OUTCOME, WITHOUT = "o", "n"  # whether an outcome stands on the case: what the crime registrar sees
STO, ISVA, OTHER = 1, 2, 4
_KIND = " ".join(f"WHEN '{kind.value}' THEN '{letter}'" for letter, kind in KINDS.items())
_OURS = "ARRAY['sto', 'isva', 'child_isva']::varchar[]"
_SUPPORT = f"""(CASE WHEN 'sto' = ANY (w.support_in_place) THEN {STO} ELSE 0 END
    + CASE WHEN w.support_in_place && ARRAY['isva', 'child_isva']::varchar[] THEN {ISVA} ELSE 0 END
    + CASE WHEN w.support_in_place <@ {_OURS} THEN 0 ELSE {OTHER} END)"""
_STATE = f"""CASE WHEN w.voided_at <= %(at)s THEN '{VOIDED}'
    WHEN EXISTS (
        SELECT 1 FROM victims_reengagement r WHERE r.victim_id = w.victim_id
        AND r.occurred_at > w.occurred_at AND r.occurred_at <= %(at)s AND r.recorded_at <= %(at)s
        AND (r.voided_at IS NULL OR r.voided_at > %(at)s)) THEN '{AGAIN}'
    ELSE '{HOLDS}' END"""
WITHDRAWALS = Measure(
    code="withdrawals",
    counts="withdrawals",
    month="the month in which they happened",
    rule="One victim may withdraw more than once, and each counts: after coming back, when stepping back "
    "from more, or when taking back the account too. How far the case had come and the support are those of "
    "that day, worked out again when something is recorded late. The main reason is the victim's own alone. "
    "Lost contact is no withdrawal and is counted apart; records that were voided are in no count but "
    "their own.",
    of=Of.WITHDRAWAL,
    sql=f"""
        SELECT {month_of(day_of("w.occurred_at"))} AS month, c.team_id, c.district_id,
            {UNIT_OF_CASE} AS cps_unit_id,
            concat_ws(':', CASE w.kind {_KIND} END, w.stage, coalesce(nullif(w.primary_reason, ''),
                '{NO_REASON}'), {_SUPPORT}, {_STATE}, CASE WHEN c.outcome_recorded THEN '{WITH_OUTCOME}'
                ELSE '{WITHOUT}' END) AS key,
            w.id, w.id AS of_id, {day_of("w.occurred_at")} AS day
        FROM victims_withdrawal w JOIN cases_case c ON c.id = w.case_id AND NOT c.restricted
        WHERE {within("w.occurred_at")} AND w.recorded_at <= %(at)s""",
)
MEASURES = (WITHDRAWALS,)


class Counted(NamedTuple):
    """What a key says: letters of KINDS and of the state, codes of the day, the support as a sum, and whether
    the case has an outcome now.
    """

    kind: str
    stage: str
    reason: str
    support: int
    state: str
    outcome: bool


@cache
def counted(key: str) -> Counted:
    kind, stage, reason, support, state, *outcome = key.split(":")  # a cell of an older count has no outcome
    return Counted(kind, stage, reason, int(support), state, outcome == [WITH_OUTCOME])


def keys_that(fits: Callable[[Counted], bool]) -> Callable[[str], bool]:
    """The same question of a key."""
    return lambda key: fits(counted(key))

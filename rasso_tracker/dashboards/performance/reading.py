"""In whose words figures of withdrawals are read: a stage or reason of the day as a line of a table."""

from __future__ import annotations

from dataclasses import dataclass

from rasso_tracker.dashboards.performance.withdrawals import NO_REASON
from victims.enums import WithdrawalReason, WithdrawalStage

GAVE_NONE = "The victim gave no reason"


@dataclass(frozen=True)
class Reading:
    """`stages` and `reasons` are label by code, in the order of their lists; `says` tells how it was read."""

    stages: dict[str, str]
    reasons: dict[str, str]
    says: str = ""

    def stage(self, code: str) -> str:
        return code

    def reason(self, code: str) -> str:
        return code


def reading_of(terms: str) -> Reading:
    stages = {one.value: str(one.label) for one in WithdrawalStage}
    reasons = {one.value: str(one.label) for one in WithdrawalReason}
    return Reading(stages, {**reasons, NO_REASON: GAVE_NONE})

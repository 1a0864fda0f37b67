"""The questions that have a page, by their code in the address."""

from __future__ import annotations

from rasso_tracker.dashboards.performance import plans
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.cube import Cube
from rasso_tracker.dashboards.performance.report import Question, Section
from rasso_tracker.dashboards.performance.sections import share_sections

KEPT = ("Kept", plans.KEPT.__eq__)
MISSED = ("Missed", plans.MISSED.__eq__)


def plan_sections(cube: Cube, view: View) -> list[Section]:
    return [
        *share_sections(
            cube, view, plans.TARGET_AT_ISSUE, code="target-at-issue",
            title="Plans returned by the target set at issue", part=KEPT, rest=MISSED, of="Plans due",
        ),
        *share_sections(
            cube, view, plans.TARGET_STANDING, code="target-standing",
            title="Plans returned by the target that stands", part=KEPT, rest=MISSED, of="Plans due",
        ),
    ]  # fmt: skip


QUESTIONS = {
    one.code: one
    for one in (
        Question("action-plans", "Are action plans kept to their dates?", plans.MEASURES, plan_sections),
    )
}

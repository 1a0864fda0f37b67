"""The questions that have a page, by their code in the address, and their sections in order."""

from __future__ import annotations

from actionplans.enums import RejectionReason, SubmissionKind
from rasso_tracker.dashboards.performance import clinics, plans, rights, sent, withdrawals
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.cube import Cube
from rasso_tracker.dashboards.performance.days import days_sections
from rasso_tracker.dashboards.performance.disputes import dispute_sections
from rasso_tracker.dashboards.performance.lapsed import lapsed_sections
from rasso_tracker.dashboards.performance.report import Question, Section
from rasso_tracker.dashboards.performance.sections import (
    bar_section,
    count_section,
    kind_section,
    number_section,
)
from rasso_tracker.dashboards.performance.shares import share_sections
from rasso_tracker.dashboards.performance.withdrawal_filter import READ, REFUSED, WithdrawalFigures
from rasso_tracker.dashboards.performance.withdrawal_sections import withdrawal_sections
from rasso_tracker.people.models import Person

KEPT = ("Kept", plans.KEPT.__eq__)
MISSED = ("Missed", plans.MISSED.__eq__)


def plan_sections(cube: Cube, view: View) -> list[Section]:
    """Question 2."""
    return [
        *share_sections(
            cube, view, plans.TARGET_AT_ISSUE, code="target-at-issue",
            title="Plans returned by the target set at issue", part=KEPT, rest=MISSED, of="Plans due",
        ),
        *share_sections(
            cube, view, plans.TARGET_STANDING, code="target-standing",
            title="Plans returned by the target that stands", part=KEPT, rest=MISSED, of="Plans due",
        ),
        *share_sections(
            cube, view, plans.REVIEW_DATES, code="review-dates",
            title="Reviews of plans recorded by their date", part=KEPT, rest=MISSED, of="Dates",
        ),
        *lapsed_sections(cube, view),
        number_section(
            cube, view, plans.SLIPS, code="slips", title="Dates of a plan that were moved", what="Slips",
            of="Plans issued", most=3,
        ),
        kind_section(
            cube, view, plans.MOVED, code="moved", title="Dates moved, by month",
            kinds=[("target", "Target dates"), ("review", "Review dates")],
        ),
        *days_sections(cube, view),
        *dispute_sections(cube, view),
        kind_section(
            cube, view, plans.ENDED, code="ended", title="How plans ended, by month",
            kinds=[
                ("completed", "Completed"), ("withdrawn", "Withdrawn"), ("admin_finalised", "Admin finalised")
            ],
        ),
    ]  # fmt: skip


def sent_sections(cube: Cube, view: View) -> list[Section]:
    """Question 3."""
    return [
        count_section(
            cube, view, sent.SUBMISSIONS, code="submissions", title="Submissions to CPS, by month",
            what="Submissions",
            columns=[
                ("First round", lambda key: key.endswith(":first")),
                ("Later rounds", lambda key: key.endswith(":again")),
            ],
        ),
        bar_section(
            cube, view, sent.SUBMISSIONS, code="asked-for", title="What CPS was asked for", what="Asked for",
            kinds=[(one.label, f"{one.value}:first", f"{one.value}:again") for one in SubmissionKind],
        ),
        *share_sections(
            cube, view, sent.DRAWN, code="drawn", title="First submissions that drew an action plan",
            part=("Drew a plan", "first:plan".__eq__), rest=("No plan", "first:none".__eq__),
            of="Answered",
        ),
        *share_sections(
            cube, view, sent.DRAWN, code="drawn-again", title="Later submissions that drew an action plan",
            part=("Drew a plan", "again:plan".__eq__), rest=("No plan", "again:none".__eq__),
            of="Answered", by_place=False,
        ),
        number_section(
            cube, view, sent.ROUNDS, code="rounds", title="Rounds of a case with CPS", what="Rounds",
            of="Cases", most=4, least=1,
        ),
        *share_sections(
            cube, view, plans.ISSUED, code="rework", title="Plans that ask again: rework",
            part=("Rework", "rework".__eq__), rest=("First asked", "first".__eq__), of="Plans issued",
        ),
        *share_sections(
            cube, view, sent.TRIAGES, code="triage", title="Submissions rejected at triage",
            part=("Rejected", "rejected".__eq__), rest=("Accepted", "accepted".__eq__), of="Triaged",
        ),
        bar_section(
            cube, view, sent.REJECTED_BECAUSE, code="rejected-because", title="Why triage rejected",
            what="Reason", kinds=[(one.label, one.value) for one in RejectionReason],
        ),
        *share_sections(
            cube, view, sent.CPS_ANSWERS, code="cps-answers", title="CPS answers by their date",
            part=KEPT, rest=MISSED, of="Answers due", by_place=False,
        ),
        *days_sections(cube, view),
    ]  # fmt: skip


QUESTIONS = {
    one.code: one
    for one in (
        Question(
            "withdrawals",
            "When and why do victims withdraw, where, and was support in place?",
            "Withdrawals",
            withdrawals.MEASURES,
            withdrawal_sections,
            crossed=True,
            filters=WithdrawalFigures,
            deed=READ,
            refused=REFUSED,
            caveat="The figures count withdrawals and not victims, crimes or cases. Restricted cases "
            "are in none of them.",
        ),
        Question(
            "action-plans",
            "Are action plans kept to their dates?",
            "Action plans",
            (*plans.MEASURES, sent.ROUND_DAYS),
            plan_sections,
        ),
        Question(
            "submissions",
            "Are more cases going to CPS, with fewer coming back?",
            "Submissions",
            (*sent.MEASURES, plans.ISSUED),
            sent_sections,
        ),
        Question(
            "clinics",
            "What came of advice clinics?",
            "Advice clinics",
            clinics.MEASURES,
            clinics.clinic_sections,
            crossed=True,
        ),
        Question(
            "right-to-review",
            "Do victims hear of decisions in time, know the Right to Review, and use it?",
            "Right to Review",
            rights.MEASURES,
            rights.rights_sections,
            deed=rights.READ,
            refused=rights.REFUSED,
            caveat=rights.CAVEAT,
        ),
    )
}


def open_to(person: Person) -> dict[str, Question]:
    """The questions that the role in use has, by code and in order."""
    return {code: one for code, one in QUESTIONS.items() if one.is_open_to(person)}

"""What follows when CPS says that an act which police entered for it does not stand.

The act stays as it was, superseded. What it had made true is taken back: its milestones are voided, so that
the stage and the days with each side are those of what stands, and CPS owes its answer again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from actionplans.enums import AdviceKind, PlanStatus, SubmissionKind
from actionplans.models import (
    ActionPlan,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    Countersignature,
    DisputeAnswer,
    ItemCheck,
    ItemWithdrawal,
    PlanCompletion,
    PlanEnding,
    PlanReopening,
    Triage,
)
from actionplans.services.checks import undo_check, undo_completion
from actionplans.services.countersigning import (
    has_successor,
    no_countersignature_owed,
    owe_countersignature,
    successor_gone,
)
from actionplans.services.disputes import undo_answer
from actionplans.services.early_advice import no_early_advice_at_clinic
from actionplans.services.early_advice_end import close_no_longer
from actionplans.services.endings import NEVER_ISSUED
from actionplans.services.in_step import SUPERSEDED, keep_in_step
from actionplans.services.opening import end_what_never_was, undo_ending, undo_reopening
from actionplans.services.plans import close_plan
from actionplans.services.questions import QUESTION, owe_reply
from actionplans.services.standing import lock_plan
from actionplans.services.submissions import RESPOND, lock_submission
from actionplans.services.withdrawals import undo_withdrawal
from cases.models import Case
from cases.services import settle_due
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person


def undo(act: Any, by: Person, at: datetime) -> None:
    """Take back what a superseded act made true. Called inside the deed."""
    take_back = _TAKES_BACK.get(type(act))
    if take_back is not None:
        take_back(act, by, at)
    keep_in_step(act.case, by=by, at=at, why=SUPERSEDED)


def undo_all_since(case: Case, since: datetime, by: Person, at: datetime) -> None:
    """Take back what acts had made true that were superseded since then, while the case was closed and they
    left it as it was. Inside a deed, before keep_in_step().
    """
    acts: list[Any] = []
    for kind in _TAKES_BACK:
        acts += kind._default_manager.filter(case=case, superseded_at__gte=since)
    for act in sorted(acts, key=lambda one: one.superseded_at):
        _TAKES_BACK[type(act)](act, by, at)


def _undo_answer(answer: AdviceAnswer, by: Person, at: datetime) -> None:
    question = AdviceQuestion.objects.select_for_update(no_key=True, of=("self",)).get(pk=answer.question_id)
    question.answered_at = None
    question.save(update_fields=["answered_at"])
    if not question.case.is_closed:
        owe_reply(question, at)


def _undo_countersignature(row: Countersignature, by: Person, at: datetime) -> None:
    advice = Advice.objects.select_related("case", "submission").get(pk=row.advice_id)
    why = "CPS superseded what its second lawyer was said to have done"
    no_countersignature_owed([advice.pk], by=by, at=at, fell_away=why)
    replaced = not row.holds and has_successor(advice)  # what it asked for is there
    if advice.superseded_at is None and not advice.case.is_closed and not replaced:
        owe_countersignature(advice, at)


def _undo_triage(triage: Triage, by: Person, at: datetime) -> None:
    settle_due(source=triage.pk, code=RESPOND, at=at, fell_away="CPS superseded its triage")


def _undo_advice(advice: Advice, by: Person, at: datetime) -> None:
    no_countersignature_owed([advice.pk], by=by, at=at, fell_away="CPS superseded the advice")
    successor_gone(advice, at)
    if advice.submission is None:
        _undo_clinic_advice(advice, by, at)
        return
    submission = lock_submission(advice.submission)
    if submission.kind != SubmissionKind.EARLY_ADVICE:
        return
    if not submission.advice.filter(superseded_at__isnull=True).exists():
        close_no_longer(submission, by, at)


def _undo_clinic_advice(advice: Advice, by: Person, at: datetime) -> None:
    """What police entered for a clinic was not so: the milestone goes with it, unless other advice stands."""
    assert advice.booking is not None, "advice is on a submission or on a booking"
    standing = Advice.objects.filter(booking=advice.booking, superseded_at__isnull=True)
    if advice.kind != AdviceKind.EARLY or standing.filter(kind=AdviceKind.EARLY).exists():
        return
    no_early_advice_at_clinic(advice.booking, by=by, reason=SUPERSEDED, at=at)


def _undo_plan(row: ActionPlan, by: Person, at: datetime) -> None:
    plan = lock_plan(row)
    if plan.is_open:
        close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=at)
    elif not plan.case.is_closed:
        end_what_never_was(plan, by, at)
    if not plan.case.is_closed:
        raise_notice(kind=NEVER_ISSUED, source=plan.pk, subject_id=plan.pk, at=at)


def _undo_question(question: AdviceQuestion, by: Person, at: datetime) -> None:
    settle_due(source=question.pk, code=QUESTION, at=at, fell_away="CPS superseded the question")


# What is not named here made true only what keep_in_step() says.
_TAKES_BACK: dict[type[Any], Callable[[Any, Person, datetime], None]] = {
    Triage: _undo_triage,
    Advice: _undo_advice,
    ActionPlan: _undo_plan,
    DisputeAnswer: undo_answer,
    ItemCheck: undo_check,
    ItemWithdrawal: undo_withdrawal,
    PlanCompletion: undo_completion,
    PlanEnding: undo_ending,
    PlanReopening: undo_reopening,
    AdviceQuestion: _undo_question,
    AdviceAnswer: _undo_answer,
    Countersignature: _undo_countersignature,
}

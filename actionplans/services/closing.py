"""What a decision on the case ends here: CPS's clock on its submissions, and a closed case's plans."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, Advice, AdviceQuestion, Submission
from actionplans.services.beside import charge_voided
from actionplans.services.charges import keep_entered, no_more_asked
from actionplans.services.clinic_results import end_clinics_of
from actionplans.services.countersigning import no_countersignature_owed
from actionplans.services.plans import close_plan
from actionplans.services.questions import QUESTION
from actionplans.services.standing import lock_plan
from actionplans.services.strategies import end_strategy_review
from actionplans.services.submissions import (
    ANSWER,
    RESPOND,
    answered,
    lock_submission,
    next_round,
    status_of,
)
from actionplans.services.unanswered import keep_way_on_due
from actionplans.services.undecided import open_to_cps_now
from cases.enums import MilestoneKind
from cases.models import Case, DueItem, Milestone
from cases.services import CASE_CLOSED, raise_due, settle_due
from rasso_tracker.audit import Action, record
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch

DECIDED_BY_CPS = (MilestoneKind.CHARGED, MilestoneKind.CPS_NFA)


def after_milestone(*, case: Case, milestone: Milestone | None, by: Person, at: datetime) -> None:
    """What cases.hooks.milestone_changed calls, inside the deed that recorded or voided a milestone."""
    if milestone is None:
        return
    if not milestone.stands:
        if milestone.kind == MilestoneKind.CHARGED:
            with system("a voided charge gives back the plans that it ended, whoever may see them"):
                no_more_asked(milestone, by=by, at=at)
                charge_voided(case=case, charge=milestone, by=by, at=at)
                _answer_again(case, milestone, at)
        with system("what was decided by mistake is owed again, whoever may see it"):
            keep_way_on_due(case, by=by, at=at)
        return
    if milestone.kind == MilestoneKind.CHARGED:
        keep_entered(milestone, by=by, at=at)
    with system("a decision ends what was asked on the case, whoever may see it"):
        if milestone.kind in DECIDED_BY_CPS:
            for submission in Submission.objects.filter(case=case):
                if submission.answered_at is None:
                    answered(lock_submission(submission), milestone.occurred_at, at=at)
                settle_due(source=submission.pk, code=ANSWER, at=at)  # owed again since a plan was withdrawn
        keep_way_on_due(case, by=by, at=at)
        if case.is_closed:
            withdraw_plans_of(case=case, by=by, at=at)
            _settle_submissions(case, at)
            waited = Advice.objects.filter(case=case, countersign_wanted=True).values_list("pk", flat=True)
            no_countersignature_owed(waited, by=by, at=at, fell_away=CASE_CLOSED)
            end_strategy_review(case, at)
            end_clinics_of(case, by=by, at=at)


def _answer_again(case: Case, charge: Milestone, at: datetime) -> None:
    """What CPS owed until a charge that is voided it owes again, by the same date."""
    left = {one.pk for one in open_to_cps_now(case)}
    for pk in Submission.objects.filter(case=case).values_list("pk", flat=True):
        submission = lock_submission(Submission(pk=pk))
        decided = Milestone.objects.filter(
            case=case,
            kind__in=DECIDED_BY_CPS,
            voided_at__isnull=True,
            occurred_at__gte=submission.submitted_at,
        )
        if submission.answered_at == charge.occurred_at:
            submission.answered_at = decided.aggregate(first=Min("occurred_at"))["first"]
            submission.status = status_of(submission)
            touch(submission, "answered_at", "status")
        owed = DueItem.objects.filter(source=pk, code=ANSWER, settled_at=charge.recorded_at).first()
        about = set(submission.lines.values_list("allegation", flat=True))
        if owed is None or not about & left or decided.exists() or next_round(submission) is not None:
            continue
        raise_due(
            case=case,
            source=pk,
            code=ANSWER,
            what=owed.what,
            due_on=owed.due_on,
            rule=owed.rule,
            started_on=owed.started_on,
            at=at,
        )


def withdraw_plans_of(*, case: Case, by: Person, at: datetime) -> list[ActionPlan]:
    """The open plans of a case that is closed are no longer asked for: their ladders stop. Inside a deed."""
    found = list(ActionPlan.objects.filter(case=case, closed_at__isnull=True))
    for plan in found:
        close_plan(lock_plan(plan), PlanStatus.WITHDRAWN, by=by, at=at)
    if found:
        record(by=by, action=Action.PLANS_WITHDRAWN, case=case, subjects=[plan.pk for plan in found])
    return found


def _settle_submissions(case: Case, at: datetime) -> None:
    for pk in AdviceQuestion.objects.filter(case=case).values_list("pk", flat=True):
        settle_due(source=pk, code=QUESTION, at=at, fell_away=CASE_CLOSED)
    for submission in Submission.objects.filter(case=case).prefetch_related("triages"):
        settle_due(source=submission.pk, code=ANSWER, at=at, fell_away=CASE_CLOSED)
        for triage in submission.triages.all():
            settle_due(source=triage.pk, code=RESPOND, at=at, fell_away=CASE_CLOSED)

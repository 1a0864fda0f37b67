"""What a decision on the case ends here: CPS's clock on its submissions, and a closed case's plans."""

from __future__ import annotations

from datetime import datetime

from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, Advice, AdviceQuestion, Submission, Triage
from actionplans.services.agreement import ask_agreement
from actionplans.services.beside import charge_voided, open_as_it_was
from actionplans.services.charges import keep_entered, no_more_asked
from actionplans.services.clinic_results import end_clinics_of
from actionplans.services.countersigning import no_countersignature_owed
from actionplans.services.course import CLOSING_KINDS, DECIDED_BY_CPS, Acts, closed_by
from actionplans.services.in_step import keep_in_step
from actionplans.services.owed_again import owe_again, owed_as_before
from actionplans.services.plans import close_plan
from actionplans.services.questions import QUESTION
from actionplans.services.standing import lock_plan
from actionplans.services.strategies import end_strategy_review
from actionplans.services.submissions import RESPOND
from actionplans.services.unanswered import keep_way_on_due
from actionplans.services.undoing import undo_all_since
from cases.enums import MilestoneKind
from cases.models import Allegation, Case, Milestone
from cases.services import CASE_CLOSED, settle_due
from rasso_tracker.audit import Action, record
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person


def after_milestone(*, case: Case, milestone: Milestone | None, by: Person, at: datetime) -> None:
    """What cases.hooks.milestone_changed calls, inside the deed that recorded or voided a milestone."""
    if milestone is None:
        return
    if not milestone.stands:
        with system("what was decided by mistake is owed again, whoever may see it"):
            if milestone.kind == MilestoneKind.CHARGED:
                no_more_asked(milestone, by=by, at=at)
                charge_voided(case=case, charge=milestone, by=by, at=at)
            if milestone.kind == MilestoneKind.CPS_NFA:
                _give_back(case, milestone, by, at)
            _follow(case, milestone, by, at)
        return
    if milestone.kind == MilestoneKind.CHARGED:
        keep_entered(milestone, by=by, at=at)
    with system("a decision ends what was asked on the case, whoever may see it"):
        if case.is_closed:
            withdraw_plans_of(case=case, by=by, at=at)
            _settle_submissions(case, at)
            waited = Advice.objects.filter(case=case, countersign_wanted=True).values_list("pk", flat=True)
            no_countersignature_owed(waited, by=by, at=at, fell_away=CASE_CLOSED)
            end_strategy_review(case, by=by, at=at)
            end_clinics_of(case, by=by, at=at)
        elif milestone.kind == MilestoneKind.REOPENED:
            owe_again(case, by=by, at=at)
            ask_agreement(case, at)
        _follow(case, milestone, by, at)


def _follow(case: Case, milestone: Milestone, by: Person, at: datetime) -> None:
    """What CPS owes follows from decisions; the other milestones are written by deeds that see to it."""
    if milestone.kind in DECIDED_BY_CPS | CLOSING_KINDS | {MilestoneKind.REOPENED}:
        keep_in_step(case, by=by, at=at)
    else:
        keep_way_on_due(case, by=by, at=at)


def _give_back(case: Case, decision: Milestone, by: Person, at: datetime) -> None:
    """CPS says that it never decided so: what the decision ended on the case is again what it was, but for
    acts of which CPS said meanwhile that they never were.
    """
    acts = Acts(case, list(Submission.objects.filter(case=case).prefetch_related("lines")))
    for plan in ActionPlan.objects.filter(case=case, closed_at__isnull=False, superseded_at__isnull=True):
        end = acts.end_of(plan)
        if end is not None and end.status is None and plan.closed_at >= decision.recorded_at:
            open_as_it_was(lock_plan(plan), ended_at=decision.recorded_at, by=by, at=at)
    closed_at = _closed_at(case, decision, at)
    if closed_at is not None:
        undo_all_since(case, closed_at, by, at)
        owed_as_before(case, ended_at=closed_at, at=at)


def _closed_at(case: Case, decision: Milestone, at: datetime) -> datetime | None:
    """When the case was closed by what had been entered, this decision too, which is voided; None where it
    was open all the same: then each act that never was has been taken back at once.
    """
    told = [*Milestone.objects.filter(case=case, voided_at__isnull=True), decision]
    closed = closed_by(at, told, Allegation.objects.filter(case=case))
    return max((one.recorded_at for one in closed), default=None)


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
    for pk in Triage.objects.filter(case=case).values_list("pk", flat=True):
        settle_due(source=pk, code=RESPOND, at=at, fell_away=CASE_CLOSED)

"""What delivery asks of the notices about charges that police entered for CPS, and of plans beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from actionplans.enums import PlanStatus
from actionplans.ladder import current_ladder
from actionplans.models import ActionPlan, EnteredCharge, PlanBesideCharge, PlanReview
from actionplans.roster import About, Roster, roster_for
from cases.enums import MilestoneKind
from cases.models import Milestone
from rasso_tracker.clocks import add_working_days, london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.people.enums import Post

OFFICERS = (Post.INVESTIGATOR, Post.DETECTIVE_SERGEANT)
Answers = dict[UUID, Due | Gone]


def recheck_entered(sources: Sequence[UUID], at: datetime) -> Answers:
    """The reviewing prosecutor says whether it stands; without one the unit's managers. Where none of CPS
    signs in here, the police ask them.
    """
    rows = _entered(sources)
    waiting = [row for row in rows if row.awaits_cps and row.charge.stands]
    return _answers(
        rows,
        waiting,
        at,
        of_cps,
        headline="Police entered a charge that CPS decided on, from its document: say whether that is right",
        police="Ask CPS to confirm the charge entered from its document: nobody of theirs signs in",
        ends_when="CPS says whether it stands, the charge is voided, or you mark it as read",
        path=lambda row: reverse("confirm_charge", args=[row.pk]),
        urgency=DIGEST,
    )


def recheck_not_so(sources: Sequence[UUID], at: datetime) -> Answers:
    """The officer in charge and their sergeant, until it is charged again or the case is over. Where
    something rests on the charge it still stands, and they void both, of a case that is over too.
    """
    rows = _entered(sources)
    charged = Milestone.objects.filter(kind=MilestoneKind.CHARGED, voided_at__isnull=True)
    again = set(
        charged.filter(allegation__in=[row.charge.allegation_id for row in rows]).values_list(
            "allegation", flat=True
        )
    )
    waiting = [
        row
        for row in rows
        if row.superseded_at
        and (row.charge.stands or (row.charge.allegation_id not in again and not row.case.is_closed))
    ]
    say = partial(
        _answers,
        at=at,
        whom=officers_of,
        path=lambda row: reverse("case_detail", args=[row.case_id]),
        urgency=NOW,
    )
    return say(
        rows,
        [row for row in waiting if not row.charge.stands],
        headline="CPS says that a charge entered for it does not stand: the charge was voided",
        ends_when="it is charged again, the case closes, or you mark it as read",
    ) | say(
        standing := [row for row in waiting if row.charge.stands],
        standing,
        headline="CPS says that a charge entered for it does not stand: void what rests on it, then it",
        ends_when="the charge is voided, or you mark it as read",
    )


def recheck_taken_back(sources: Sequence[UUID], at: datetime) -> Answers:
    """CPS hears what the police recorded for it beside a charge, while that charge stands."""
    rows = _beside(sources)
    standing = [row for row in rows if row.charge.stands and row.plan.status == PlanStatus.WITHDRAWN]
    return _answers(
        rows,
        standing,
        at,
        of_cps,
        headline="Police recorded beside a charge that CPS asks for an action plan no more",
        police="Tell CPS that it was recorded to ask for a plan no more: nobody of theirs signs in",
        ends_when="the charge is voided, or you mark it as read",
        path=_plan_page,
        urgency=DIGEST,
    )


def recheck_asked_again(sources: Sequence[UUID], at: datetime) -> Answers:
    """CPS hears that it asks for a plan again, since the charge was voided; until somebody acts on it."""
    rows = _beside(sources)
    reviewed = PlanReview.objects.filter(plan__in=[row.plan_id for row in rows])
    last = dict(reviewed.order_by("reviewed_at").values_list("plan", "reviewed_at"))
    waiting = [
        row
        for row in rows
        if row.charge.voided_at is not None
        and row.plan.is_open
        and (row.plan_id not in last or last[row.plan_id] < row.charge.voided_at)
    ]
    return _answers(
        rows,
        waiting,
        at,
        of_cps,
        headline="CPS asks for an action plan again: the charge beside which it ended was voided",
        police="Tell CPS that its action plan stands again, as the charge is void: nobody of theirs signs in",
        ends_when="the plan is reviewed, it ends, or you mark it as read",
        path=_plan_page,
        urgency=DIGEST,
    )


def officers_of(roster: Roster, about: About) -> dict[UUID, str]:
    """The officer in charge and their sergeant, or who can be told of the case at all."""
    return roster.told(OFFICERS, about) or roster.last_resort(about)


def of_cps(roster: Roster, about: About) -> dict[UUID, str]:
    """The reviewing prosecutor, or the unit's legal managers; nobody where none of CPS signs in here."""
    return roster.told((Post.REVIEWING_PROSECUTOR,), about) or roster.told((Post.LEGAL_MANAGER,), about)


def _plan_page(row: Any) -> str:
    return reverse("action_plan_detail", args=[row.plan_id])


def _entered(sources: Sequence[UUID]) -> list[EnteredCharge]:
    return list(EnteredCharge.objects.filter(pk__in=sources).select_related("case", "charge"))


def _beside(sources: Sequence[UUID]) -> list[PlanBesideCharge]:
    return list(PlanBesideCharge.objects.filter(pk__in=sources).select_related("case", "charge", "plan"))


def _prosecutors(cases: Collection[UUID]) -> dict[UUID, UUID | None]:
    """By case the prosecutor of its last plan that names one."""
    plans = ActionPlan.objects.filter(case__in=cases, prosecutor__isnull=False).order_by("number")
    return dict(plans.values_list("case", "prosecutor"))


def _answers(
    rows: Sequence[Any],
    waiting: Sequence[Any],
    at: datetime,
    whom: Callable[[Roster, About], dict[UUID, str]],
    *,
    path: Callable[[Any], str],
    headline: str,
    police: str = "",
    **said: Any,
) -> Answers:
    """Where `whom` is nobody, the officers of the case hear instead, as `police` says, to do it outside by
    the next working day. CPS sees it too once somebody of theirs signs in: on homes, the case and the plan.
    """
    answers: Answers = {row.pk: Gone("It needs nobody any more.") for row in rows}
    named = _prosecutors({row.case_id for row in waiting})
    about = {row.pk: About(row.case, named.get(row.case_id)) for row in waiting}
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    for row in waiting:
        plan, told = getattr(row, "plan", None), whom(roster, about[row.pk])
        outside = bool(police) and not told
        told = told or officers_of(roster, about[row.pk])
        if not told:
            answers[row.pk] = Gone("Nobody who may see the case is in post.")
            continue
        since = london_date(row.charge.voided_at or row.charge.recorded_at)
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items()),
            case_id=row.case_id,
            subject_id=plan.pk if plan else row.pk,
            reference=f"{row.case.reference}, action plan {plan.number}" if plan else row.case.reference,
            path=reverse("case_detail", args=[row.case_id]) if outside else path(row),
            headline=police if outside else headline,
            due_on=add_working_days(since, 1) if outside else None,
            **said,
        )
    return answers

"""What delivery asks of the notices of a plan that CPS ended of its own accord, or that is open again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from actionplans.enums import ItemStatus, PlanStatus
from actionplans.ladder import current_ladder
from actionplans.models import ActionPlan, EarlyAdviceEnding, PlanEnding
from actionplans.notices.plans import OF_THEIR_OWN
from actionplans.roster import About, Roster, but, roster_for
from actionplans.services.unanswered import UNANSWERED_DUE
from cases.models import DueItem
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone, Urgency
from rasso_tracker.people.enums import Post

# Who is to see that a case does not lie there, once CPS closed its record.
AT_ONCE = (Post.INVESTIGATOR, Post.DETECTIVE_SERGEANT, Post.GATEKEEPER, Post.HEAD_OF_GATEKEEPING)


def recheck_plan_withdrawn(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The officer in charge and whoever was to bring an item: nothing is left to do for it."""
    return _told(
        sources,
        at,
        whom=_owners,
        stands=lambda row: row.stands and row.plan.status == PlanStatus.WITHDRAWN,
        headline="CPS asks for an action plan no more: stop work on it",
        ends_when="the withdrawal is taken back, the case closes, or you mark it as read",
        urgency=DIGEST,
        due_on=lambda row: None,
    )


def recheck_finalised(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Officer, supervisor and gatekeepers, at once: the case stays with the police and nobody decided it."""
    owed = DueItem.objects.filter(code=UNANSWERED_DUE, settled_at__isnull=True)
    asked = Q(source__in=PlanEnding.objects.filter(_of(sources)).values("plan"))
    by_date = dict(owed.filter(asked).values_list("source", "due_on"))
    return _told(
        sources,
        at,
        whom=lambda roster, row: roster.told(AT_ONCE, About(row.case)),
        stands=lambda row: row.stands and row.plan_id in by_date,
        headline="CPS closed its record unanswered: ask it to open the plan again, or submit the case again",
        ends_when="CPS opens the plan again, the case is submitted again or closes, or you mark it as read",
        urgency=NOW,
        due_on=lambda row: by_date.get(row.plan_id),
    )


def recheck_open_again(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The officer in charge and the owners of its items, until they come back."""
    return _told(
        sources,
        at,
        whom=_owners,
        stands=lambda row: not row.stands and row.plan.is_open and row.plan.items_open > 0,
        headline="CPS asks for an action plan again: see what is asked and by when",
        ends_when="its items are returned, the plan ends, or you mark it as read",
        urgency=DIGEST,
    )


def recheck_never_issued(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The officer in charge, whoever was to bring an item and whoever entered it for CPS. A fixed number of
    queries.
    """
    found = ActionPlan.objects.filter(pk__in=sources, superseded_at__isnull=False)
    plans = list(found.select_related("case").prefetch_related("items"))
    standing = [plan for plan in plans if not plan.case.is_closed]
    answers: dict[UUID, Due | Gone] = {plan.pk: Gone("The case is closed.") for plan in plans}
    about = [
        About(plan.case, owner_id=owner)
        for plan in standing
        for owner in {None, plan.entered_by_id, *(item.owner_id for item in plan.items.all())}
    ]
    roster = roster_for(about, current_ladder().rungs, london_date(at))
    for plan in standing:
        told = _owners_of(roster, plan) or roster.last_resort(About(plan.case))
        told = _who_entered(roster, plan) | told
        stop = ": stop work on it" if plan.closed_at == plan.superseded_at else ""
        answers[plan.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items()),
            case_id=plan.case_id,
            subject_id=plan.pk,
            reference=f"{plan.case.reference}, action plan {plan.number}",
            headline=f"CPS says that it never issued action plan {plan.number}{stop}",
            ends_when="you mark it as read",
            path=f"/action-plans/{plan.pk}/",
            urgency=NOW,
        )
    return answers


def _who_entered(roster: Roster, plan: ActionPlan) -> dict[UUID, str]:
    entered_by = roster.people.get(plan.entered_by_id)
    person, _ = roster.stand_in(entered_by, About(plan.case)) if entered_by else (None, False)
    return {person.pk: "You entered it for CPS, or cover for who did."} if person else {}


def recheck_advice_ended(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The same of early advice that no file followed. A fixed number of queries."""
    found = EarlyAdviceEnding.objects.filter(pk__in=sources, superseded_at__isnull=True)
    rows = list(found.select_related("submission", "case"))
    owed = DueItem.objects.filter(code=UNANSWERED_DUE, settled_at__isnull=True)
    by_date = dict(
        owed.filter(source__in=[row.submission_id for row in rows]).values_list("source", "due_on")
    )
    answers: dict[UUID, Due | Gone] = {pk: Gone("It needs nobody any more.") for pk in sources}
    standing = [row for row in rows if row.submission_id in by_date]
    roster = roster_for([About(row.case) for row in standing], current_ladder().rungs, london_date(at))
    for row in standing:
        told = roster.told(AT_ONCE, About(row.case)) or roster.last_resort(About(row.case))
        others = but(told, row.entered_by_id)
        if told and not others:
            answers[row.pk] = Gone(OF_THEIR_OWN)
            continue
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in others.items()),
            case_id=row.case_id,
            subject_id=row.submission_id,
            reference=f"{row.case.reference}, submission {row.submission.round}",
            headline="CPS closed its record, since no file followed its early advice: submit the case",
            due_on=by_date[row.submission_id],
            ends_when="the case goes to CPS again or closes, or you mark it as read",
            path=f"/submissions/{row.submission_id}/",
            urgency=NOW,
        )
    return answers


def _owners(roster: Roster, row: PlanEnding) -> dict[UUID, str]:
    return _owners_of(roster, row.plan)


def _owners_of(roster: Roster, plan: ActionPlan) -> dict[UUID, str]:
    told: dict[UUID, str] = {}
    items = [one for one in plan.items.all() if one.status != ItemStatus.ACCEPTED]
    for owner in {one.owner_id for one in items} - {None}:
        told |= roster.told((Post.INVESTIGATOR,), About(plan.case, owner_id=owner))
    return told | roster.told((Post.INVESTIGATOR,), About(plan.case))


def _of(sources: Sequence[UUID]) -> Q:
    """Filter of PlanEnding: what tells is an ending, or CPS opening the plan again."""
    return Q(pk__in=sources) | Q(reopenings__in=sources)


def _doer(row: PlanEnding, source: UUID) -> UUID | None:
    """Who wrote down what tells: the ending, CPS opening the plan again, or that either was a mistake."""
    act = next((one for one in row.reopenings.all() if one.pk == source), row)
    return act.entered_by_id if act.superseded_at is None else act.superseded_by_id


def _told(
    sources: Sequence[UUID],
    at: datetime,
    *,
    whom: Callable[[Roster, PlanEnding], dict[UUID, str]],
    stands: Callable[[PlanEnding], bool],
    headline: str,
    ends_when: str,
    urgency: Urgency,
    due_on: Callable[[PlanEnding], date | None] = lambda row: row.plan.target_on,
) -> dict[UUID, Due | Gone]:
    """A fixed number of queries."""
    found = PlanEnding.objects.filter(_of(sources)).distinct().select_related("plan__case", "case")
    rows = {
        source: row
        for row in found.prefetch_related("plan__items", "reopenings")
        for source in (row.pk, *(one.pk for one in row.reopenings.all()))
        if source in sources
    }
    answers: dict[UUID, Due | Gone] = {source: Gone("It needs nobody any more.") for source in rows}
    standing = {pk: row for pk, row in rows.items() if not row.case.is_closed and stands(row)}
    about = [
        About(row.case, owner_id=owner)
        for row in standing.values()
        for owner in {None, *(item.owner_id for item in row.plan.items.all())}
    ]
    roster = roster_for(about, current_ladder().rungs, london_date(at))
    for source, row in standing.items():
        told = whom(roster, row) or roster.last_resort(About(row.case))
        others = but(told, _doer(row, source))
        if told and not others:
            answers[source] = Gone(OF_THEIR_OWN)
            continue
        answers[source] = Due(
            recipients=tuple(Addressee(person, why) for person, why in others.items()),
            case_id=row.case_id,
            subject_id=row.plan_id,
            reference=f"{row.case.reference}, action plan {row.plan.number}",
            headline=headline,
            due_on=due_on(row),
            ends_when=ends_when,
            path=f"/action-plans/{row.plan_id}/",
            urgency=urgency,
        )
    return answers

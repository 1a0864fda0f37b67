"""What delivery asks of the notices of a plan that CPS ended of its own accord, or that is open again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from actionplans.enums import ItemStatus, PlanStatus
from actionplans.ladder import current_ladder
from actionplans.models import PlanEnding
from actionplans.roster import About, Roster, roster_for
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
    )


def recheck_finalised(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Officer, supervisor and gatekeepers, at once: the case stays with the police and nobody decided it."""
    return _told(
        sources,
        at,
        whom=lambda roster, row: roster.told(AT_ONCE, About(row.case)),
        stands=lambda row: (
            row.stands and row.plan.status == PlanStatus.ADMIN_FINALISED and not _went_again(row)
        ),
        headline="CPS closed its record unanswered: ask it to open the plan again, or submit the case again",
        ends_when="CPS opens the plan again, the case is submitted again or closes, or you mark it as read",
        urgency=NOW,
    )


def _went_again(row: PlanEnding) -> bool:
    """An allegation of the plan went to CPS in a later round; one about others is no answer to it."""
    of_round = {one.pk: one for one in row.case.submissions.all()}
    own = of_round[row.plan.submission_id]
    asked = {line.allegation_id for line in own.lines.all()}
    later = [one for one in of_round.values() if one.round > own.round]
    return any(line.allegation_id in asked for one in later for line in one.lines.all())


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


def _owners(roster: Roster, row: PlanEnding) -> dict[UUID, str]:
    told: dict[UUID, str] = {}
    items = [one for one in row.plan.items.all() if one.status != ItemStatus.ACCEPTED]
    for owner in {one.owner_id for one in items} - {None}:
        told |= roster.told((Post.INVESTIGATOR,), About(row.case, owner_id=owner))
    return told | roster.told((Post.INVESTIGATOR,), About(row.case))


def _told(
    sources: Sequence[UUID],
    at: datetime,
    *,
    whom: Callable[[Roster, PlanEnding], dict[UUID, str]],
    stands: Callable[[PlanEnding], bool],
    headline: str,
    ends_when: str,
    urgency: Urgency,
) -> dict[UUID, Due | Gone]:
    """A fixed number of queries."""
    found = PlanEnding.objects.filter(pk__in=sources).select_related("plan", "case")
    rows = list(found.prefetch_related("plan__items", "case__submissions__lines"))
    answers: dict[UUID, Due | Gone] = {row.pk: Gone("It needs nobody any more.") for row in rows}
    standing = [row for row in rows if not row.case.is_closed and stands(row)]
    about = [
        About(row.case, owner_id=owner)
        for row in standing
        for owner in {None, *(item.owner_id for item in row.plan.items.all())}
    ]
    roster = roster_for(about, current_ladder().rungs, london_date(at))
    for row in standing:
        told = whom(roster, row) or roster.last_resort(About(row.case))
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items()),
            case_id=row.case_id,
            subject_id=row.plan_id,
            reference=f"{row.case.reference}, action plan {row.plan.number}",
            headline=headline,
            due_on=row.plan.target_on if row.plan.is_open else None,
            ends_when=ends_when,
            path=f"/action-plans/{row.plan_id}/",
            urgency=urgency,
        )
    return answers

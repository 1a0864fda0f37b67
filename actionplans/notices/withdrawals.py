"""What delivery asks of the notices of what CPS withdrew: does it stand, and who had it to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from actionplans.enums import ItemStatus
from actionplans.ladder import current_ladder
from actionplans.models import ItemWithdrawal
from actionplans.notices.plans import OF_THEIR_OWN
from actionplans.roster import About, but, roster_for
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.enums import Post


def recheck_withdrawn(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Whoever was to bring an item, and the officer in charge: nothing is left to do about it."""
    return _told(
        sources,
        at,
        stands=lambda row: row.superseded_at is None and row.item.status == ItemStatus.WITHDRAWN,
        doer=lambda row: row.entered_by_id,
        headline="CPS asks for an item of the action plan no more: stop work on it",
        ends_when="the withdrawal is taken back, the case closes, or you mark it as read",
    )


def recheck_item_again(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The same people, until it comes back: the withdrawal was a mistake."""
    return _told(
        sources,
        at,
        stands=lambda row: row.superseded_at is not None and row.item.is_open and row.item.plan.is_open,
        doer=lambda row: row.superseded_by_id,
        headline="CPS asks for an item of the action plan again: its withdrawal was a mistake",
        ends_when="the item comes back, its plan ends, or you mark it as read",
    )


def _told(
    sources: Sequence[UUID],
    at: datetime,
    *,
    stands: Callable[[ItemWithdrawal], bool],
    doer: Callable[[ItemWithdrawal], UUID | None],
    headline: str,
    ends_when: str,
) -> dict[UUID, Due | Gone]:
    """Everybody but the `doer`, who did it. A fixed number of queries."""
    rows = list(ItemWithdrawal.objects.filter(pk__in=sources).select_related("item__plan", "case"))
    answers: dict[UUID, Due | Gone] = {row.pk: Gone("It needs nobody any more.") for row in rows}
    standing = [row for row in rows if not row.case.is_closed and stands(row)]
    about = {row.pk: About(row.case, owner_id=row.item.owner_id) for row in standing}
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    for row in standing:
        item, whose = row.item, about[row.pk]
        # The owner of the item, and the officer in charge too where that is somebody else.
        told = roster.told((Post.INVESTIGATOR,), whose) | roster.told((Post.INVESTIGATOR,), About(row.case))
        told = told or roster.last_resort(whose)
        others = but(told, doer(row))
        if told and not others:
            answers[row.pk] = Gone(OF_THEIR_OWN)
            continue
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in others.items()),
            case_id=row.case_id,
            subject_id=item.pk,
            reference=f"{row.case.reference}, action plan {item.plan.number}",
            headline=headline,
            due_on=(item.target_on or item.plan.target_on) if item.is_open else None,
            ends_when=ends_when,
            path=f"/action-plan-items/{item.pk}/",
            urgency=DIGEST,
        )
    return answers

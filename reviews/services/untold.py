"""Victims whom nobody tells for a reason that settles it: nothing is owed to them for as long as it holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Case, DueItem, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from reviews.clocks import notice_deadline, standing_clock
from reviews.enums import NOT_TOLD_FOR_GOOD, DueCode
from reviews.models import Notification
from reviews.rules import settled_for_good
from reviews.services.making import to_tell
from reviews.services.rights import is_told_of_right, owe_right
from victims.owning import contact_owner

OWED = (DueCode.TELL_DECISION, DueCode.TELL_RIGHT)


def restate_untold(*, case: Case, by: Person, at: datetime, **_: Any) -> None:
    """Work out anew what is owed to victims of a case whom nobody was to tell for good.

    Where they take part again, or somebody speaks for one who died, the decision is to be told after all, and
    the right with it, by the clock of a notice from `at`; where the reason holds again, neither is. Called
    inside the deed that changed the facts (victims.hooks.engagement_changed and hearer_changed).
    """
    notices = Notification.objects.filter(
        case=case,
        told_at__isnull=True,
        ended_at__isnull=True,
        not_told_because__in=NOT_TOLD_FOR_GOOD,
    ).select_related("decision", "case", "victim__case")
    changed = [one for notice in notices.order_by("pk") if _restate(notice, at) for one in _about(notice)]
    if changed:
        record(by=by, action=Action.RIGHT_RESTATED, case=case, subjects=changed)


def restate_hearer(*, victim: Victim, by: Person, at: datetime, **_: Any) -> None:
    """The same where who hears for a victim changed."""
    restate_untold(case=victim.case, by=by, at=at)


def _about(notice: Notification) -> list[Any]:
    return [notice.pk, notice.victim_id]


def _restate(notice: Notification, at: datetime) -> bool:
    """Whether that changed what is owed."""
    found = DueItem.objects.filter(source=notice.pk, code__in=OWED, settled_at__isnull=True)
    owed = set(found.values_list("code", flat=True))
    if settled_for_good(notice, at):
        for code in owed:
            settle_due(source=notice.pk, code=code, at=at)
        return bool(owed)
    if DueCode.TELL_DECISION not in owed:
        raise_due(
            case=notice.case,
            source=notice.pk,
            code=DueCode.TELL_DECISION,
            what=to_tell(notice, at),
            due_on=notice_deadline(notice.victim, at).due_on,
            owner=contact_owner(notice.victim),
            rule=standing_clock(notice.victim),
            started_on=london_date(at),
            at=at,
        )
    right = notice.right_since is not None and not is_told_of_right(notice)
    if right and DueCode.TELL_RIGHT not in owed:
        owe_right(notice, at)
    return len(owed) < len(OWED[: 1 + right])

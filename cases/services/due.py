"""What is owed on a case by a date. Called inside the deeds of every app; these record nothing themselves."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from cases.hooks import due_changed
from cases.models import Case, DueItem
from cases.services.stored import need_door, restore_next_due
from rasso_tracker.people.models import Person


def raise_due(
    *,
    case: Case,
    source: uuid.UUID,
    code: str,
    what: str,
    due_on: date,
    owner: Person | None = None,
    rule: str = "",
    started_on: date | None = None,
    at: datetime,
) -> DueItem:
    """Say that `what` is owed on the case by `due_on`. `source` is the row that is the reason, `code` its
    kind.

    One open item for a source and code: raising it again moves its date. Without `owner` it is the officer in
    charge's, and follows that post when the case is handed over.
    """
    need_door("raise_due")
    words = {
        "what": what,
        "due_on": due_on,
        "owner": owner or case.officer_in_charge,
        "rule": str(rule),
        "started_on": started_on,
    }
    item = (
        DueItem.objects.select_for_update(of=("self",))
        .filter(source=source, code=code, settled_at__isnull=True)
        .first()
    )
    if item is None:
        item = DueItem(case=case, source=source, code=code, raised_at=at, **words)
    for name, value in words.items():
        setattr(item, name, value)
    item.save()
    restore_next_due(case.pk)
    assert isinstance(item, DueItem)
    due_changed(item=item, at=at)
    return item


def settle_due(*, source: uuid.UUID, code: str | None = None, at: datetime) -> int:
    """Say that what was owed for `source` is done (`code` None: everything that was). The number settled."""
    need_door("settle_due")
    open_items = DueItem.objects.filter(source=source, settled_at__isnull=True)
    if code is not None:
        open_items = open_items.filter(code=code)
    settled = list(open_items.filter(raised_at__lte=at))
    DueItem.objects.filter(pk__in=[one.pk for one in settled]).update(settled_at=at)
    for case_id in {one.case_id for one in settled}:
        restore_next_due(case_id)
    for item in settled:
        item.settled_at = at
        due_changed(item=item, at=at)
    return len(settled)

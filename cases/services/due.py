"""What is owed on a case by a date. Called inside the deeds of every app; these record nothing themselves."""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from cases.hooks import due_changed
from cases.models import Case, DueItem
from cases.services.stored import need_door, restore_next_due
from cases.soon import soon_moment
from cases.supervision_enums import NOT_FOR_CPS, POLICE_ONLY
from rasso_tracker.people.models import Person

ROOM = DueItem._meta.get_field("what").max_length or 0  # letters that what is owed has room for
CASE_CLOSED = "the case was closed"  # why something fell away
CHANGED = ("what", "due_on", "owner", "rule", "started_on", "dated_at", "soon_at")


@dataclass(frozen=True, kw_only=True)
class Owed:
    """`what` is owed by `due_on`. `source` is the row that is the reason, `code` its kind.

    Without `owner` it is the officer in charge's, and follows that post when the case is handed over;
    `of_team` says that nobody owes it by name. `escalated` sends what climbs up a step at once.
    """

    source: uuid.UUID
    code: str
    what: str
    due_on: date
    owner: Person | None = None
    rule: str = ""
    started_on: date | None = None
    of_team: bool = False
    escalated: bool = False


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
    of_team: bool = False,
    escalated: bool = False,
    at: datetime,
) -> DueItem:
    """Say that `what` is owed on the case by `due_on` (see Owed and raise_dues)."""
    owed = Owed(
        source=source,
        code=code,
        what=what,
        due_on=due_on,
        owner=owner,
        rule=rule,
        started_on=started_on,
        of_team=of_team,
        escalated=escalated,
    )
    return raise_dues(case=case, owed=[owed], at=at)[0]


def raise_dues(*, case: Case, owed: Sequence[Owed], at: datetime) -> list[DueItem]:
    """Say that these are owed on the case, in a fixed number of queries however many they are.

    One open item for a source and code: raising it again moves its date.
    """
    need_door("raise_due")
    if not owed:
        return []
    standing = {
        (item.source, item.code): item
        for item in DueItem.objects.select_for_update(no_key=True, of=("self",))
        .filter(source__in={one.source for one in owed}, settled_at__isnull=True)
        .order_by("pk")
    }
    owners = {item.pk: item.owner_id for item in standing.values()}
    items = [_said(case, one, standing.get((one.source, one.code)), at) for one in owed]
    DueItem.objects.bulk_create([item for item in items if item._state.adding])
    DueItem.objects.bulk_update([item for item in items if item in standing.values()], CHANGED)
    if any(item.code not in NOT_FOR_CPS for item in items):
        restore_next_due(case.pk)
    up = {(one.source, one.code) for one in owed if one.escalated}
    due_changed(
        items=items,
        at=at,
        escalated=[one for one in items if (one.source, one.code) in up],
        passed={pk: owners[pk] for one in items if owners.get(pk := one.pk, one.owner_id) != one.owner_id},
    )
    return items


def _said(case: Case, owed: Owed, standing: DueItem | None, at: datetime) -> DueItem:
    """The open item with what is owed now, unsaved. The same date again keeps when it was set."""
    item = standing or DueItem(case=case, source=owed.source, code=owed.code, raised_at=at)
    if item.due_on != owed.due_on:
        item.due_on, item.dated_at = owed.due_on, at
        item.soon_at = soon_moment(owed.code, owed.due_on)
    # PostgreSQL cuts what bulk_update casts to the column, without a word and within one.
    item.what, item.owner = in_room(owed.what), None if owed.of_team else owed.owner or case.officer_in_charge
    item.rule, item.started_on = str(owed.rule), owed.started_on
    return item


def in_room(what: str, after: str = "") -> str:
    """`what` and then `after`, within the room there is: where they must, last words of `what` become "…"."""
    room = ROOM - len(after)
    return (what if len(what) <= room else textwrap.shorten(what, room, placeholder="…")) + after


def settle_due(*, source: uuid.UUID, code: str | None = None, at: datetime, fell_away: str = "") -> int:
    """Say that what was owed for `source` is done (`code` None: everything that was), or with `fell_away` why
    it is needed no longer, within a sentence that everybody may read who sees the item. The number settled.
    """
    return settle_dues(sources=[source], code=code, at=at, fell_away=fell_away)


def settle_dues(
    *, sources: Iterable[uuid.UUID], code: str | None = None, at: datetime, fell_away: str = ""
) -> int:
    """The same for many sources of one case at once."""
    need_door("settle_due")
    open_items = DueItem.objects.filter(source__in=list(sources), settled_at__isnull=True)
    if code is not None:
        open_items = open_items.filter(code=code)
    settled = list(open_items.filter(raised_at__lte=at))
    if not settled:
        return 0
    DueItem.objects.filter(pk__in=[one.pk for one in settled]).update(
        settled_at=at, soon_at=None, fell_away=fell_away
    )
    for case_id in {one.case_id for one in settled if one.code not in NOT_FOR_CPS}:
        restore_next_due(case_id)
    for item in settled:
        item.settled_at, item.soon_at, item.fell_away = at, None, fell_away
    due_changed(items=settled, at=at, escalated=[], passed={})
    return len(settled)


def pass_due(*, case: Case, sources: Iterable[uuid.UUID], owner: Person, at: datetime) -> int:
    """What is still owed to the victim for these sources is somebody else's from now on; its dates stay, and
    what supervision owes stays where it is. The number.
    """
    need_door("pass_due")
    return _pass(_owed_in_words(sources).filter(case=case, owner__isnull=False), owner, at)


def pass_to_officer(*, items: Any, at: datetime) -> None:
    """What is open of these items (a queryset, of any cases) is owed by the officer in charge of each one's
    case from now on: a few statements, however many they are.
    """
    need_door("pass_to_officer")
    officer = Case.objects.filter(pk=OuterRef("case")).values("officer_in_charge")[:1]
    _pass(items.exclude(owner=F("case__officer_in_charge")), Subquery(officer), at)


def pass_to_nobody(*, items: Any, at: datetime) -> None:
    """The same, and nobody owes it by name: it is the post's that the ladder names."""
    need_door("pass_to_nobody")
    _pass(items, None, at)


def _pass(items: Any, owner: Person | Subquery | None, at: datetime) -> int:
    rows = items.filter(settled_at__isnull=True).select_for_update(no_key=True, of=("self",))
    passed = dict(rows.order_by("pk").values_list("pk", "owner"))
    DueItem.objects.filter(pk__in=passed).update(owner=owner)
    say_passed(passed, at)
    return len(passed)


def say_passed(passed: dict[uuid.UUID, uuid.UUID | None], at: datetime) -> None:
    """Inside a deed that gave these items to others: who owed each of them until now, by its id."""
    if passed:
        due_changed(items=[], at=at, escalated=[], passed=passed)


def _owed_in_words(sources: Iterable[uuid.UUID]) -> Any:
    """What is open for these sources, without what police supervision owes of the same ones."""
    items = DueItem.objects.filter(source__in=list(sources), settled_at__isnull=True)
    return items.exclude(code__in=POLICE_ONLY)


def mark_to_check(*, sources: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Say on every open item of these sources that how to reach the person must be checked first.

    Called inside the deed that raises the doubt. Returns the ids of the items.
    """
    need_door("mark_to_check")
    items = _owed_in_words(sources)
    items.update(check_first=True)
    return list(items.values_list("pk", flat=True))


def mark_checked(*, sources: Iterable[uuid.UUID]) -> None:
    """Take that mark away again from what is still open."""
    need_door("mark_checked")
    items = DueItem.objects.filter(source__in=list(sources), settled_at__isnull=True, check_first=True)
    items.update(check_first=False)

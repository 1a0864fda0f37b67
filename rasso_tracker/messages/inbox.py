"""A person's inbox as the page shows it: unread first, newest first, grouped by case, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person

PAGE = 50
_CURSOR = re.compile(r"(?P<part>[ur])(?P<id>[0-9a-f]{32})")


@dataclass
class Group:
    """The messages about one case (or about no case) that stand on this page.

    A message's reference begins with its case's; what follows a comma says which part of it is meant.
    """

    reference: str
    case_id: UUID | None
    messages: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class InboxPage:
    """`next` is the cursor of the page after, empty on the last."""

    groups: list[Group]
    next: str


def inbox_page(person: Person, cursor: str, chosen: Mapping[str, Any] | None = None) -> InboxPage:
    """One page of `person`'s inbox, narrowed by what is chosen (InboxFilter). A cursor that was tampered
    with starts at the beginning.
    """
    wanted = _wanted(chosen or {})
    place = _CURSOR.fullmatch(cursor)
    rows: list[Message] = []
    if place is None or place["part"] == "u":
        rows = _branch(person, wanted, unread=True, before=place and place["id"], size=PAGE + 1)
    if len(rows) <= PAGE:
        before = place["id"] if place and place["part"] == "r" else None
        rows += _branch(person, wanted, unread=False, before=before, size=PAGE + 1 - len(rows))
    shown = rows[:PAGE]
    last = shown[-1] if len(rows) > PAGE else None
    return InboxPage(_grouped(shown), f"{'u' if last.is_unread else 'r'}{last.pk.hex}" if last else "")


def _wanted(chosen: Mapping[str, Any]) -> Q:
    """A message's reference begins with its case's."""
    fields = {"kind": "kind", "step": "rank", "urgency": "urgency", "reference": "reference__istartswith"}
    return Q(**{fields[name]: value for name, value in chosen.items() if value is not None})


def _branch(person: Person, wanted: Q, *, unread: bool, before: str | None, size: int) -> list[Message]:
    mine = Message.objects.visible_to(person).filter(wanted)
    mine = mine.unread() if unread else mine.filter(Q(read_at__isnull=False) | Q(handled_at__isnull=False))
    if before:
        mine = mine.filter(pk__lt=UUID(before))
    return list(mine.select_related("handled_by").order_by("-pk")[:size])


def _grouped(rows: list[Message]) -> list[Group]:
    groups: dict[tuple[UUID | None, str], Group] = {}
    for row in rows:
        reference = row.reference.partition(",")[0]
        key = (row.case_id, "" if row.case_id else reference)
        groups.setdefault(key, Group(reference, row.case_id)).messages.append(row)
    return list(groups.values())

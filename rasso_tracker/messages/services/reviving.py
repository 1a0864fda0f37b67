"""A notice that had gone quiet for somebody is theirs again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rasso_tracker.messages.models import Message
from rasso_tracker.messages.notices import Due
from rasso_tracker.messages.services.raising import in_one_order
from rasso_tracker.messages.services.resolving import ask_about


def unread_again(over: Iterable[Message], *, at: datetime) -> int:
    """Of these notices that are over, those that still stand and would go to the same people now are unread
    as when they came. Inside a deed. Returns how many. What was sent of them by e-mail is not sent again.
    """
    rows = list(over)
    answers = ask_about(rows, at)
    theirs = [row.pk for row in rows if _goes_to(row, answers[row.kind, row.source])]
    ids = in_one_order(Message.objects.filter(pk__in=theirs))
    return Message.objects.filter(pk__in=ids).update(
        handled_at=None, handled_by=None, handled_why="", read_at=None
    )


def _goes_to(row: Message, answer: object) -> bool:
    return isinstance(answer, Due) and row.recipient_id in {one.person_id for one in answer.recipients}

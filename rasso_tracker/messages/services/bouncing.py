"""A letter that the relay took came back: its row is dead after all, and the address shows as bad."""

from __future__ import annotations

import re
from uuid import UUID

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.services.raising import message_id_header
from rasso_tracker.messages.statuses import CameBack
from rasso_tracker.people.access import system

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>\s]+>")


def record_bounce(letter: CameBack) -> bool:
    """Mark the notice, or the digest and what it told of, as failed for good. The in-app notices stand.

    False for a letter that is not ours, or whose return was recorded before.
    """
    found = _OURS.fullmatch(letter.message_id)
    row_id = UUID(found[1]) if found else None
    if row_id is None or message_id_header(row_id) != letter.message_id:
        return False
    dead = {"email_state": EmailState.DEAD, "sent_at": None, "failure": letter.said[:300]}
    with system("mail that came back is marked"), open_door("record_bounce"):
        marked = Message.objects.filter(pk=row_id, email_state=EmailState.SENT).update(**dead)
        if not marked and Digest.objects.filter(pk=row_id, email_state=EmailState.SENT).update(**dead):
            marked = 1 + Message.objects.filter(digest=row_id, email_state=EmailState.SENT).update(**dead)
        if marked:
            record(by=None, action=Action.EMAIL_CAME_BACK, subjects=[row_id])
    return bool(marked)

"""Everything that writes a notice. Import from here."""

from rasso_tracker.messages.services.raising import (
    quiet,
    raise_again,
    raise_notice,
    raise_notices,
    settle,
    subjects_of,
    tell,
)
from rasso_tracker.messages.services.reading import (
    mark_inbox_read,
    mark_message_read,
    mark_messages_read,
    unread_count,
)
from rasso_tracker.messages.services.reviving import unread_again
from rasso_tracker.messages.services.runs import finish_run, start_run

__all__ = [
    "finish_run",
    "mark_inbox_read",
    "mark_message_read",
    "mark_messages_read",
    "quiet",
    "raise_again",
    "raise_notice",
    "raise_notices",
    "settle",
    "start_run",
    "subjects_of",
    "tell",
    "unread_again",
    "unread_count",
]

"""Asking the mail sink of `./dev run` what it took, before a message is sent again."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from rasso_tracker.mailsink.box import MailBox

LOOKED_THROUGH = 2000  # newest first; a repeat follows its first try within hours


def kept_in(folder: str, message_ids: Iterable[str]) -> set[str]:
    """Which of these Message-IDs lie in the sink's folder."""
    box, wanted, found = MailBox(Path(folder)), set(message_ids), set[str]()
    for name in islice(box.names(), LOOKED_THROUGH):
        letter = box.read(name)
        if letter and letter.message_id in wanted:
            found.add(letter.message_id)
        if found == wanted:
            break
    return found

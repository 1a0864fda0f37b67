"""Asking the upper apps what still stands, so that one bad row spoils no other."""

import logging
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rasso_tracker.messages import kinds
from rasso_tracker.messages.kinds import NOT_FOUND
from rasso_tracker.messages.notices import Due, Gone

logger = logging.getLogger(__name__)
AT_ONCE = 200


@dataclass(frozen=True)
class Trouble:
    """The question itself failed; it is asked again later."""

    failure: str


Answer = Due | Gone | Trouble


def where(error: BaseException) -> str:
    """The kind of an error and the line that raised it, never its text: that may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def ask(kind: str, sources: Iterable[UUID], at: datetime) -> dict[UUID, Answer]:
    """What stands of these sources at `at`. One that cannot be answered is Trouble and harms no other."""
    try:
        recheck = kinds.get(kind).recheck
    except kinds.UnknownKind as error:
        return {source: Trouble(str(error)) for source in sources}
    wanted = list(dict.fromkeys(sources))
    answers: dict[UUID, Answer] = {}
    for start in range(0, len(wanted), AT_ONCE):
        answers |= _ask_some(recheck, wanted[start : start + AT_ONCE], at)
    return answers


def _ask_some(recheck: kinds.Recheck, sources: Sequence[UUID], at: datetime) -> dict[UUID, Answer]:
    try:
        with transaction.atomic():  # a failed query must not spoil the claim around it
            answered = recheck(sources, at)
            return {source: answered.get(source, NOT_FOUND) for source in sources}
    except Exception as error:
        if len(sources) == 1:
            logger.error("A notice could not be asked about: %s", where(error))
            return {sources[0]: Trouble(where(error))}
    return {source: answer for one in sources for source, answer in _ask_some(recheck, [one], at).items()}

"""Letters on two connections to the relay at once. What to send and what became of it go through queues; the
connections know nothing of the database.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self
from uuid import UUID

from rasso_tracker.clocks import now
from rasso_tracker.messages.asking import where
from rasso_tracker.messages.composing import Email
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.relay import Failed, NoRelay, Refused, Relay

logger = logging.getLogger(__name__)
CONNECTIONS = 2
GATHERED = 0.05  # seconds; what a killed sender had sent and not marked is sent again, so this is short
# Seconds: a connection that heard from the relay else waits ten times as long for what composes and marks.
SWITCH = 0.0005
MANY = 40  # so many waiting letters are worth a second connection
FAILURES_IN_A_ROW = 3  # then it is the relay, not the messages
NO_RELAY = "The mail relay could not be reached; tried again later."
RELAY_FAILS = "The mail relay failed several times in a row; tried again later."
OUT_OF_LEASE = "There was no time left to send it safely; tried again later."
CUT_SHORT = "The delivery ended before it was tried."


class Untried(Exception):  # an answer, not a defect
    """It was not handed over, for a reason that is not its own; the sentence says which."""


@dataclass
class Letter:
    """A leased row with its e-mail; None when the relay has it from an earlier try. `about` is what it tells.

    Once it comes back, `trouble` says what kept it from being taken.
    """

    row: Message | Digest
    about: list[UUID]
    email: Email | None
    send_by: datetime
    trouble: Refused | Failed | Untried | None = None


class Senders:
    """Hands letters over. `out` counts those that have not come back; `stopped` is why no more are tried."""

    def __init__(self) -> None:
        self.out = 0
        self.stopped = ""
        self._waiting: SimpleQueue[Letter | None] = SimpleQueue()
        self._back: SimpleQueue[Letter] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._switch = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped = self.stopped or CUT_SHORT
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        sys.setswitchinterval(self._switch)

    def hand_over(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self._waiting.put(letter)
        self.out += len(letters)
        while self.out and len(self._threads) < min(CONNECTIONS, 1 + self.out // MANY):
            thread = threading.Thread(target=self._serve, name="mail", daemon=True)
            thread.start()
            self._threads.append(thread)

    def come_back(self) -> list[Letter]:
        """Wait for one, and a moment longer for what else comes back, so that it can be marked together.

        It sleeps meanwhile: woken for each letter, it would take the processor from the connections.
        """
        found = [self._back.get()]
        if len(found) < self.out:
            time.sleep(GATHERED)
        with suppress(Empty):
            while True:
                found.append(self._back.get_nowait())
        self.out -= len(found)
        return found

    def _serve(self) -> None:
        failures = 0
        with Relay() as relay:
            letter = self._waiting.get()
            while letter is not None:
                there, ahead = self._look_ahead()
                letter.trouble = self._try(relay, letter, ahead)
                failures = failures + 1 if isinstance(letter.trouble, Failed) else 0
                if failures == FAILURES_IN_A_ROW:
                    self.stopped = RELAY_FAILS
                self._back.put(letter)
                letter = ahead if there else self._waiting.get()

    def _look_ahead(self) -> tuple[bool, Letter | None]:
        """Whether something waits, and what: the next letter, or None when there are no more."""
        try:
            return True, self._waiting.get_nowait()
        except Empty:
            return False, None

    def _try(self, relay: Relay, letter: Letter, ahead: Letter | None) -> Refused | Failed | Untried | None:
        if self.stopped:
            return Untried(self.stopped)
        if now() > letter.send_by:
            return Untried(OUT_OF_LEASE)
        try:
            if letter.email is not None:
                relay.send(letter.email, ahead.email if ahead else None)
        except NoRelay:
            self.stopped = NO_RELAY
            return Untried(NO_RELAY)
        except (Refused, Failed) as answer:
            return answer
        except Exception as error:  # whatever it is, the letter comes back and the others go out
            logger.error("A letter could not be handed over: %s", where(error))
            return Failed(f"It could not be handed over: {where(error)}")
        return None

"""One delivery: outbox into inboxes, digests opened, e-mail sent. Safe to run twice at once or to kill."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from rasso_tracker.clocks import now
from rasso_tracker.messages.asking import where
from rasso_tracker.messages.composing import digest_email, notice_email
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.relay import Failed, NoRelay, Refused, Relay, taken_before
from rasso_tracker.messages.services.digests import claim_digests, held_now, open_digests
from rasso_tracker.messages.services.leasing import LEASE, claim_messages, mark_failed, mark_sent, release
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.services.runs import DELIVERY, finish_run, start_run
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.refusals import NotAllowed

logger = logging.getLogger(__name__)
LONGEST_RUN = timedelta(minutes=10)  # well within the broker's visibility timeout; the next run goes on
LEASE_TO_SPARE = timedelta(minutes=1)  # no send is begun with less: it could outlive the lease
FAILURES_IN_A_ROW = 3  # then it is the relay, not the messages
RELAY_PAUSE = timedelta(minutes=1)
NO_RELAY = "The mail relay could not be reached; tried again later."
RELAY_FAILS = "The mail relay failed several times in a row; tried again later."
OUT_OF_LEASE = "There was no time left to send it safely; tried again later."


def deliver(*, at: datetime | None = None) -> Tally:
    """Deliver what is pending once, and leave a row in the run ledger.

    The facts are asked for at `at` (now). Raises NotAllowed for a future moment outside a demo database.
    """
    at = at or now()
    if at > now() + timedelta(minutes=1) and not settings.RASSO_DEMO:
        raise NotAllowed(
            "A future moment is for demo and test databases only: real people would be told early."
        )
    run = start_run(kind=DELIVERY, at=at)
    tally, until = Tally(), now() + LONGEST_RUN
    while deliver_raised(at=at, tally=tally) and now() < until:
        pass
    open_digests(at=at)
    with Relay() as relay:
        _send_all(relay, at, tally, until)
    tally.held = held_now()
    finish_run(
        run,
        written=tally.posted,
        sent=tally.sent,
        held=tally.held,
        failed=tally.failed,
        skipped=tally.skipped,
    )
    return tally


def _send_all(relay: Relay, at: datetime, tally: Tally, until: datetime) -> None:
    while now() < until and (messages := claim_messages(at=at, tally=tally)) is not None:
        _send_batch(relay, [(message, [message]) for message in messages], tally)
    while now() < until and (digests := claim_digests(at=at, tally=tally)) is not None:
        _send_batch(relay, digests, tally)


Batch = Sequence[tuple[Message | Digest, list[Message]]]


def _send_batch(relay: Relay, batch: Batch, tally: Tally) -> None:
    """Send leased rows one by one, each marked before the next. What cannot be tried is given back."""
    lease_ends = now() + LEASE
    again = [row.message_id_header for row, _ in batch if row.fence > 1]
    taken = taken_before(again)
    failures = 0
    for index, (row, about) in enumerate(batch):
        trouble = OUT_OF_LEASE if now() > lease_ends - LEASE_TO_SPARE else ""
        if not trouble:
            try:
                sent = _send_one(relay, row, about, row.message_id_header in taken, tally)
                failures = 0 if sent else failures + 1
                trouble = RELAY_FAILS if failures == FAILURES_IN_A_ROW else ""
                index += 1
            except NoRelay:
                trouble = NO_RELAY
        if trouble:
            rest = [row for row, _ in batch[index:]]
            release(rest, wait=RELAY_PAUSE)
            tally.skipped[trouble] += len(rest)
            return


def _send_one(
    relay: Relay, row: Message | Digest, about: list[Message], is_taken: bool, tally: Tally
) -> bool:
    """Send and mark one row. False when the relay failed on it (not when it refused it: that is the row)."""
    ids: list[UUID] = [message.pk for message in about]
    try:
        if not is_taken:
            relay.send(_composed(row, about))
    except Refused as error:
        tally.failed += mark_failed(row, str(error), for_good=True)
        return True
    except Failed as error:
        tally.failed += mark_failed(row, str(error), for_good=False)
        return False
    tally.sent += mark_sent(row, ids)
    return True


def _composed(row: Message | Digest, about: list[Message]) -> EmailMessage:
    try:
        return digest_email(row, about) if isinstance(row, Digest) else notice_email(row)
    except Exception as error:  # one row that cannot be put into words must not stop the others
        logger.error("A notice could not be put into words: %s", where(error))
        raise Refused(f"It could not be put into words: {where(error)}") from error

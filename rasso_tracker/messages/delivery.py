"""One delivery: outbox into inboxes, digests opened, e-mail sent. Safe to run twice at once or to kill."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings

from rasso_tracker.clocks import now
from rasso_tracker.messages.asking import where
from rasso_tracker.messages.composing import Email, digest_email, notice_email
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.relay import Refused, taken_before
from rasso_tracker.messages.senders import Letter, Senders, Untried
from rasso_tracker.messages.services.digests import claim_digests, held_now, open_digests
from rasso_tracker.messages.services.handing import hand_on
from rasso_tracker.messages.services.leasing import (
    AT_ONCE,
    LEASE,
    claim_messages,
    mark_failed,
    mark_sent,
    release,
)
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.services.runs import DELIVERY, finish_run, start_run
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.refusals import NotAllowed

logger = logging.getLogger(__name__)
LONGEST_RUN = timedelta(minutes=10)  # well within the broker's visibility timeout; the next run goes on
LEASE_TO_SPARE = timedelta(minutes=1)  # no send is begun with less: it could outlive the lease
RELAY_PAUSE = timedelta(minutes=1)
Batch = list[tuple[Message | Digest, list[Message]]]
Claim = Callable[[datetime, Tally], Batch | None]


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
    hand_on(at=at)
    open_digests(at=at)
    with Senders() as senders:
        for claim in (_messages, _digests):
            _send_all(senders, claim, at, tally, until)
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


def _messages(at: datetime, tally: Tally) -> Batch | None:
    messages = claim_messages(at=at, tally=tally)
    return None if messages is None else [(message, [message]) for message in messages]


def _digests(at: datetime, tally: Tally) -> Batch | None:
    digests = claim_digests(at=at, tally=tally)
    return None if digests is None else [*digests]


def _send_all(senders: Senders, claim: Claim, at: datetime, tally: Tally, until: datetime) -> None:
    """Keep the connections busy: the next batch is claimed while the last one is sent, and what was sent is
    marked together with what else came back meanwhile.
    """
    more = True
    while True:
        while more and senders.out < 2 * AT_ONCE and not senders.stopped and now() < until:
            batch = claim(at, tally)
            more = batch is not None
            senders.hand_over(_letters(batch or [], tally))
        if not senders.out:
            return
        _settle(senders.come_back(), tally)


def _letters(batch: Batch, tally: Tally) -> list[Letter]:
    send_by = now() + LEASE - LEASE_TO_SPARE
    taken = taken_before(row.message_id_header for row, _ in batch if row.fence > 1)
    letters = []
    for row, about in batch:
        try:
            email = None if row.message_id_header in taken else _composed(row, about)
        except Refused as error:
            tally.failed += mark_failed(row, str(error), for_good=True)
        else:
            letters.append(Letter(row, [message.pk for message in about], email, send_by))
    return letters


def _settle(letters: Iterable[Letter], tally: Tally) -> None:
    """Mark what became of letters. What was not tried is given back."""
    sent = []
    for letter in letters:
        match letter.trouble:
            case None:
                sent.append((letter.row, letter.about))
            case Untried() as why:
                release([letter.row], wait=RELAY_PAUSE)
                tally.skipped[str(why)] += 1
            case answer:
                for_good = isinstance(answer, Refused)
                tally.failed += mark_failed(letter.row, str(answer), for_good=for_good)
    if sent:
        tally.sent += mark_sent(sent)


def _composed(row: Message | Digest, about: list[Message]) -> Email:
    try:
        return digest_email(row, about) if isinstance(row, Digest) else notice_email(row)
    except Exception as error:  # one row that cannot be put into words must not stop the others
        logger.error("A notice could not be put into words: %s", where(error))
        raise Refused(f"It could not be put into words: {where(error)}") from error

"""What is said of reviews under CPS's scheme, asked all at once: by its forms, and by the deeds.

Of what a form still misses (None or ""), what hangs on it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from reviews.enums import TELLING_METHODS
from reviews.models import CpsLetter, CpsReviewStage, Decision
from reviews.rules.asking_too import check_alive, check_how_asked, check_on_record
from reviews.rules.cps_reviews import check_asked_on, check_reached, check_received
from reviews.rules.roles_and_moments import check_not_in_future
from reviews.rules.telling import check_known_method
from victims.rules import check_channel

Check = Callable[[], object]


def letter_on_record(decision: Decision, victim: Victim, received_on: date) -> date | None:
    """The date of CPS's letter to a victim that was recorded here, by the day on which they asked."""
    sent = CpsLetter.objects.filter(decision=decision, victim=victim, sent_on__lte=received_on)
    return sent.values_list("sent_on", flat=True).first()


def check_requested(
    decision: Decision,
    victim: Victim,
    *,
    received_on: date | None,
    letter_on: date | None,
    reached: str,
    channel: str,
    asked_by: str,
    at: datetime,
) -> None:
    """A request that can have come so. Raises Invalid with every fault by field."""
    checks: list[Check] = [partial(check_reached, reached), partial(check_how_asked, channel, asked_by)]
    if received_on is not None:
        letter_on = letter_on or letter_on_record(decision, victim, received_on)
        checks += [
            partial(check_received, decision, victim, received_on, letter_on, at),
            partial(check_on_record, victim, asked_by, channel, received_on),
            partial(check_alive, victim, asked_by, channel, received_on),
        ]
    together(*checks)


def check_answer_heard(
    by: Person,
    victim: Victim,
    decided_on: date | None,
    *,
    told_at: datetime | None,
    method: str,
    at: datetime,
) -> None:
    """That a victim heard what CPS decided on a day, after it and in a way that was safe. Raises Invalid with
    every fault by field.
    """
    checks: list[Check] = []
    if told_at is not None:
        checks.append(partial(_check_heard_when, decided_on, told_at, at))
    if method:
        checks.append(partial(check_known_method, method, "method"))
    if method in TELLING_METHODS:
        when = told_at if told_at is not None and told_at <= at else at
        checks.append(partial(check_channel, by, victim, method, when))
    together(*checks)


def _check_heard_when(decided_on: date | None, told_at: datetime, at: datetime) -> None:
    check_not_in_future("told_at", told_at, at)
    if decided_on is not None and london_date(told_at) < decided_on:
        raise Invalid({"told_at": f"CPS decided on {day_words(decided_on)}: enter a moment after that."})


def check_asked_again(local: CpsReviewStage, reached: str, asked_on: date | None, at: datetime) -> None:
    """A request for the independent review. Raises Invalid with every fault by field."""
    checks: list[Check] = [partial(check_reached, reached)]
    if asked_on is not None:
        checks.append(partial(check_asked_on, local, asked_on, at))
    together(*checks)

"""When a letter went, and whether it can have: somebody says the day, and the time only where it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rasso_tracker.clocks import (
    NoSuchHour,
    day_words,
    end_of_day,
    london_date,
    london_instant,
    moment_words,
    no_earlier,
    start_of_day,
)
from rasso_tracker.people.refusals import Invalid, Refusal
from reviews.models import DecisionLetter
from reviews.rules.letters import methods_of

EARLIER = "If it went earlier that day, while it still could, enter the time at which it went."
LATER = "That changed later that day: if it went after that, enter the time at which it went."


@dataclass(frozen=True)
class Went:
    """Between which moments a letter went, both included: one moment where the time is known.

    `counts_from` is the one that judges where a single one is needed: now for today, else the first.
    """

    since: datetime
    until: datetime
    counts_from: datetime


def when_it_went(letter: DecisionLetter, sent_on: date, sent_at: datetime | None, at: datetime) -> Went:
    """A moment that cannot be is judged by the nearest that can; check_sent refuses it."""
    signed_at = letter.signed_off_at or at
    if sent_at is not None:
        moment = min(max(sent_at, signed_at), at)
        return Went(moment, moment, moment)
    if sent_on > london_date(at):
        return Went(at, at, at)
    since = max(start_of_day(sent_on), signed_at)
    until = max(since, min(at, end_of_day(sent_on) - timedelta(microseconds=1)))
    return Went(since, until, at if until == at else since)


def moment_of(letter: DecisionLetter, sent_on: date, sent_time: time | None) -> datetime | None:
    """The moment at which it went, where a time was said. Raises Invalid for an hour that there was not."""
    if sent_time is None:
        return None
    try:
        return no_earlier(london_instant(sent_on, sent_time), letter.signed_off_at)
    except NoSuchHour as trouble:
        raise Invalid({"sent_time": str(trouble)}) from None


def check_sent(
    letter: DecisionLetter, sent_on: date, sent_at: datetime | None, method: str, at: datetime
) -> None:
    """Not before it was signed off nor in the future, and by a way that the letter was made for."""
    signed_at = letter.signed_off_at
    assert signed_at is not None
    wrong = {}
    if sent_on > london_date(at):
        wrong["sent_on"] = "Enter a date that is not in the future."
    elif sent_on < london_date(signed_at):
        wrong["sent_on"] = f"It was signed off on {day_words(signed_at)}: it cannot have gone before then."
    elif sent_at is not None and sent_at > at:
        wrong["sent_time"] = "Enter a time that is not in the future."
    elif sent_at is not None and sent_at < signed_at:
        wrong["sent_time"] = (
            f"It was signed off on {moment_words(signed_at)}: it cannot have gone before then."
        )
    if method not in methods_of(letter):
        wrong["method"] = "Choose a way that this letter was made for."
    if wrong:
        raise Invalid(wrong)


def check_then(went: Went, at: datetime, check: Callable[[datetime], object]) -> None:
    """`check` holds for all of the time in which it may have gone, or for now where that is today. Where it
    holds at one end alone, the time decides: Invalid asks for it. Else what it raises at the last moment.
    """
    late = _fault(check, went.until)
    if went.since == went.until or (late is None and went.until == at):
        early = late
    else:
        early = _fault(check, went.since)
    if late is not None and early is not None:
        raise late
    if late is not None:
        raise Invalid({"sent_time": f"{late} {EARLIER}"})
    if early is not None:
        raise Invalid({"sent_time": f"{early} {LATER}"})


def _fault(check: Callable[[datetime], object], when: datetime) -> Refusal | None:
    try:
        check(when)
    except Refusal as refusal:
        return refusal
    return None

"""What gives a day or a doer outside of every request: shown to a person, never passed over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from actionplans.reading import asks
from actionplans.reading.dates import days_to_come, no_days
from actionplans.reading.found import Loose, Span
from actionplans.reading.owners import doers
from actionplans.reading.sentences import sentences_of
from actionplans.reading.views import lines_of, unquoted

NO_DAY = "There is no such day: ask CPS which is meant."
A_DAY = "A date by which something is wanted, and no request is found beside it."
A_DOER = "Somebody is given something to do, and no request is found beside it."


def loose_in(
    text: str, on: date, taken: Sequence[Span], holidays: frozenset[date] | None
) -> tuple[Loose, ...]:
    """What lies outside of `taken` (the requests and the plan's own dates), in the order of the text."""
    kept = sorted((one.start, max(one.end, one.start + 1)) for one in taken)
    starts, found, at = [start for start, _ in kept], [], 0
    for one in sorted(_all(text, on, holidays), key=lambda one: (one.start, -one.end)):
        place = bisect_right(starts, one.start) - 1
        within = place >= 0 and one.start < kept[place][1]
        runs_into = place + 1 < len(kept) and one.end > kept[place + 1][0]
        if one.start >= at and not within and not runs_into:
            found.append(one)
            at = one.end
    return tuple(found)


def _all(text: str, on: date, holidays: frozenset[date] | None) -> Iterator[Loose]:
    for line in lines_of(text):
        view = unquoted(line.view)
        for begin, end in sentences_of(view, 0, len(view)):
            words, base = view[begin:end], line.start + begin
            for start, stop in no_days(words, on):
                yield _at(text, base + start, base + stop, NO_DAY)
            if asks.is_for_others(words) or words.endswith(":"):
                continue
            for start, stop in days_to_come(words, on, holidays):
                yield _at(text, base + start, base + stop, A_DAY)
            if not (asks.is_done(words) or asks.is_refused(words)):
                for start, stop in doers(words):
                    yield _at(text, base + start, base + stop, A_DOER)


def _at(text: str, start: int, stop: int, why: str) -> Loose:
    return Loose(start, stop, text[start:stop], why)

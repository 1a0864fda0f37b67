"""The lines of a roster as they were typed, pasted or taken from a file: plain values, no database.

The first line names the columns, in any order and case. Commas, semicolons or tabs part the cells, as
spreadsheets write and copy them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from io import StringIO

from rasso_tracker.duty.facts import Hours
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.text import fault_of

MOST_LINES = 5_000  # [A] a month of 150 people
LONGEST = 500_000  # characters
COLUMNS = ("person", "date", "start", "end", "kind")
NEEDED = ("person", "date")
DUTY, REST, LEAVE = "duty", "rest", "leave"
KINDS = {
    DUTY: DUTY,
    "on duty": DUTY,
    REST: REST,
    "rest day": REST,
    "rd": REST,
    LEAVE: LEAVE,
    "annual leave": LEAVE,
    "al": LEAVE,
}
LONGEST_SHIFT = 16 * 60  # [A] minutes; more is taken for an end before its start
_FORMULA = ("=", "+", "-", "@")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})(?:[:.]00)?")
_UK_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Typed:
    """One line as it was typed. `number` counts from 1 and the columns' line is 1."""

    number: int
    person: str
    date: str
    start: str
    end: str
    kind: str

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.person, self.date, self.start, self.end, self.kind)))


class Unclear(ValueError):
    """What is wrong with a line, in a sentence for each fault."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults


def lines_of(text: str) -> list[Typed]:
    """Every line with something in it. Raises Invalid where the whole cannot be read."""
    if sentence := fault_of(text, max_length=LONGEST, lines=True):
        raise Invalid({"text": sentence})
    head = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    parted_by = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=parted_by, strict=True))
    except csv.Error:
        raise Invalid(
            {"text": "A quotation mark is not closed, so the lines cannot be told apart."}
        ) from None
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        raise Invalid({"text": "There is no line in it. Choose a file or paste the lines."})
    places = _places(filled[0][1])
    if len(filled) - 1 > MOST_LINES:
        raise Invalid(
            {"text": f"It has {len(filled) - 1:,} lines. Bring in at most {MOST_LINES:,} at a time."}
        )
    if len(filled) == 1:
        raise Invalid({"text": "There is no line below the names of the columns."})
    return [_typed(number, row, places) for number, row in filled[1:]]


def _places(head: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in head]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Invalid(
            {
                "text": f"The first line must name the columns {', '.join(COLUMNS)}."
                f" It does not name {' and '.join(missing)}."
            }
        )
    twice = sorted({name for name in COLUMNS if names.count(name) > 1})
    if twice:
        raise Invalid({"text": f"The first line names the column {twice[0]} twice."})
    return {name: names.index(name) for name in COLUMNS if name in names}


def _typed(number: int, row: Sequence[str], places: dict[str, int]) -> Typed:
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
    return Typed(number, **{name: cells.get(name, "") for name in COLUMNS})


def check_plain(line: Typed) -> None:
    """Raises Unclear for formulas of a spreadsheet: they are not what the reader saw in their cells."""
    formulas = [name for name in COLUMNS if getattr(line, name).startswith(_FORMULA)]
    if formulas:
        raise Unclear(
            *(
                f"The {name} begins as a formula does. Copy the cells as values, then try again."
                for name in formulas
            )
        )


def date_of(typed: str) -> date:
    """2026-12-01 or 1/12/2026. Raises Unclear."""
    found = _UK_DATE.fullmatch(typed)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(typed)
    except ValueError:
        raise Unclear("Give a real date, such as 2026-12-01 or 1/12/2026.") from None


def kind_of(line: Typed) -> str:
    """What the line says it is; without a word, duty where there are times, else rest. Raises Unclear."""
    typed = line.kind.lower()
    if not typed:
        return DUTY if line.start or line.end else REST
    if typed not in KINDS:
        raise Unclear(f"The kind is one of {DUTY}, {REST} or {LEAVE}.")
    return KINDS[typed]


def hours_of(line: Typed, kind: str) -> Hours | None:
    """The hours of a duty, None of a rest day. Raises Unclear."""
    if kind != DUTY:
        if line.start or line.end:
            raise Unclear(f"A day of {kind} has no times. Leave both empty, or call it duty.")
        return None
    starts, ends = _time(line.start), _time(line.end)
    if starts is None or ends is None:
        unread = [name for name, found in (("start", starts), ("end", ends)) if found is None]
        raise Unclear(*(f"Give a real time as the {name}, such as 07:00." for name in unread))
    minutes = (ends.hour * 60 + ends.minute - starts.hour * 60 - starts.minute) % (24 * 60) or 24 * 60
    if minutes > LONGEST_SHIFT:
        raise Unclear(
            f"It ends before it starts: from {starts:%H:%M} to {ends:%H:%M} on the next day would be"
            f" {minutes // 60} hours. A night ends on the next day and lasts at most {LONGEST_SHIFT // 60}."
        )
    return Hours(starts, ends)


def _time(typed: str) -> time | None:
    found = _TIME.fullmatch(typed)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None

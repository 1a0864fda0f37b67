"""How well the reading of documents finds what written examples ask for: counts, no times.

The examples in tests/actionplans/reading_examples are marked by hand and kept apart from the rules' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from govuk_bank_holidays.bank_holidays import BankHolidays

from actionplans.reading import Proposal, Reading, read

EXAMPLES = Path(__file__).resolve().parents[1] / "tests" / "actionplans"
MEASURED, OF_THE_RULES = EXAMPLES / "reading_examples", EXAMPLES / "reading_rules_examples"
PARTS = ("type", "owner", "date")
_MARK = re.compile(r"\[\[(?P<type>\w+) (?P<owner>[^ |]+) (?P<due>[^ |]+)\|")


@dataclass(frozen=True)
class Marked:
    """One request of an example, as marked by hand. `owner` and `due` are "-" where the text says none."""

    start: int
    end: int
    type: str
    owner: str
    due: str


@dataclass(frozen=True)
class Example:
    name: str
    on: date
    text: str
    marked: tuple[Marked, ...]
    target: str
    review: str


def examples(folder: Path = MEASURED) -> list[Example]:
    """The examples of a folder, in the order of its files."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for piece in re.split(r"^=== ", path.read_text(), flags=re.MULTILINE)[1:]:
            head, _, body = piece.partition("\n")
            name, on, *more = (part.strip() for part in head.split("|"))
            said = dict(part.split(" ", 1) for part in more)
            text, marked = _unmarked(body.strip("\n"))
            dates = (said.get(kind, "-") for kind in ("target", "review"))
            found.append(Example(name, date.fromisoformat(on), text, marked, *dates))
    return found


def _unmarked(body: str) -> tuple[str, tuple[Marked, ...]]:
    text, marked, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        close = body.index("]]", mark.end())
        words = body[mark.end() : close]
        marked.append(Marked(len(text), len(text) + len(words), mark["type"], mark["owner"], mark["due"]))
        text += words
        at = close + 2
    return text + body[at:], tuple(marked)


def matched(example: Example, reading: Reading) -> Iterator[tuple[Marked | None, Proposal | None]]:
    """Each marked request with the proposal that is it, and what is left over on either side.

    One is the other when they share at least half of the shorter; the greatest share is taken first.
    """
    shares = sorted(
        (
            (shared, one, other)
            for one, want in enumerate(example.marked)
            for other, got in enumerate(reading.proposals)
            if (shared := min(want.end, got.end) - max(want.start, got.start))
            >= min(want.end - want.start, got.end - got.start) / 2
        ),
        reverse=True,
    )
    wanted, given = set(range(len(example.marked))), set(range(len(reading.proposals)))
    for _, one, other in shares:
        if one in wanted and other in given:
            wanted.remove(one)
            given.remove(other)
            yield example.marked[one], reading.proposals[other]
    yield from ((example.marked[one], None) for one in sorted(wanted))
    yield from ((None, reading.proposals[other]) for other in sorted(given))


def owner_word(proposal: Proposal) -> str:
    owner = proposal.owner
    if owner is None:
        return "-"
    return f"name:{owner.surname}" if owner.surname else owner.kind.value


def due_word(due: Any) -> str:
    return due.on.isoformat() if due else "-"


def scores(found: list[Example], holidays: frozenset[date]) -> dict[str, int]:
    """Counts over the examples: what was asked, proposed and found, and what of that was right."""
    names = ("asked", "proposed", "found", "type", "owner", "date", "all_three", "sure", "sure_and_right")
    count = dict.fromkeys(names, 0)
    count |= {"texts": len(found), "texts_without_fault": 0, "plan_dates": 0, "plan_dates_right": 0}
    for example in found:
        reading = read(example.text, example.on, holidays=holidays)
        before = count["all_three"]
        for want, got in matched(example, reading):
            count["asked"] += want is not None
            count["proposed"] += got is not None
            if want is not None and got is not None:
                _score(count, want, got)
        flawless = len(example.marked) == len(reading.proposals) == count["all_three"] - before
        count["texts_without_fault"] += flawless
        for want_date, due in ((example.target, reading.target), (example.review, reading.review)):
            count["plan_dates"] += want_date != "-" or due is not None
            count["plan_dates_right"] += want_date != "-" and due_word(due) == want_date
    return count


def _score(count: dict[str, int], want: Marked, got: Proposal) -> None:
    right = {
        "type": got.found is not None and got.found.type == want.type,
        "owner": owner_word(got) == want.owner,
        "date": due_word(got.due) == want.due,
    }
    count["found"] += 1
    for name, fits in right.items():
        count[name] += fits
    count["all_three"] += all(right.values())
    count["sure"] += got.sure
    count["sure_and_right"] += got.sure and all(right.values())


def bank_holidays() -> frozenset[date]:
    """Those that the clocks begin with: the measure needs no database."""
    told = BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
    return frozenset(one["date"] for one in told)


def measure() -> list[dict[str, Any]]:
    """The scores on the measured examples and, beside them, on those that the rules were made with."""
    holidays = bank_holidays()
    rows = []
    for what, folder in (("measured", MEASURED), ("the rules' own", OF_THE_RULES)):
        count = scores(examples(folder), holidays)
        rows += [
            _row(what, "proposals that are requests (precision)", count["found"], count["proposed"]),
            _row(what, "requests that are proposed (recall)", count["found"], count["asked"]),
            *(_row(what, f"{name} right, of those found", count[name], count["found"]) for name in PARTS),
            _row(what, "requests with nothing to correct", count["all_three"], count["asked"]),
            _row(what, "proposals called sure that are right", count["sure_and_right"], count["sure"]),
            _row(what, "texts with nothing to correct", count["texts_without_fault"], count["texts"]),
            _row(what, "dates of the whole plan", count["plan_dates_right"], count["plan_dates"]),
        ]
    return rows


def _row(what: str, name: str, part: int, whole: int) -> dict[str, Any]:
    return {
        "what": f"reading, {what}: {name}",
        "figure": f"{100 * part / whole:.1f}%",
        "goal": "none set",
        "detail": f"{part} of {whole}",
    }

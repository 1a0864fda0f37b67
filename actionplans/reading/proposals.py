"""One proposal: what a request asks for, its type, its doer, its day, and what to look at twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from actionplans.reading.blocks import Block
from actionplans.reading.dates import due_of, no_days
from actionplans.reading.found import Due, Found, Owner, OwnerKind, Proposal
from actionplans.reading.owners import CUTS, owner_of
from actionplans.reading.reasons import reason_words
from actionplans.reading.types import type_of
from actionplans.reading.views import Piece, Reason

_EVERY = re.compile(
    r"\b(?:all|both|each)(?: of (?:these|which))?,? (?:to be \w+ )?(?:by|within|no later|before)\b"
)
_Place = TypeVar("_Place", Due, Found, Owner)


@dataclass
class Said:
    """The date of the document, the bank holidays, and the day that the request before was due by."""

    on: date
    holidays: frozenset[date] | None = None
    due: Due | None = None


def moved(span: _Place | None, piece: Piece, begin: int) -> _Place | None:
    """A place in what begins at `begin` of the piece, as a place in the document."""
    if span is None:
        return None
    start, end = piece.span(begin + span.start, begin + span.end)
    return replace(span, start=start, end=end)


def proposal(
    said: Said,
    block: Block,
    piece: Piece,
    begin: int,
    end: int,
    around: tuple[int, int],
    *,
    terse: bool = False,
    doubtful: bool = False,
    owner: OwnerKind | None = None,
) -> Proposal:
    """What stands from `begin` up to `end` of the piece, in the sentence or item `around` it.

    `owner` does it where the words name nobody; `doubtful` where it was cut out of a sentence.
    """
    view, text = piece.view[begin:end], piece.text[begin:end]
    reason = _reason_behind(piece, begin, end)
    start, stop = piece.span(begin, max(end, reason.end if reason else 0))
    doer = moved(owner_of(view, text), piece, begin)
    under = owner or block.owner
    if doer is None and under is not None:
        doer = Owner(start, start, under, block.heading)
    found = moved(type_of(view), piece, begin)
    due = _due_within(said, piece, begin, end, around, terse=terse)
    said.due = due or said.due
    return Proposal(
        start,
        stop,
        asks=_words(text, doer, due, table=block.table),
        why=reason_words(block.reason or (reason.words if reason else "")),
        found=found,
        owner=doer,
        due=due,
        doubts=tuple(_doubts(found, due, doubtful, any(no_days(view, said.on)))),
    )


def _due_within(
    said: Said, piece: Piece, begin: int, end: int, around: tuple[int, int], *, terse: bool
) -> Due | None:
    view, text = piece.view[begin:end], piece.text[begin:end]
    due = due_of(view, text, said.on, said.holidays, terse=terse, before=said.due)
    if due is None and _EVERY.search(piece.view[slice(*around)]):
        view, text, begin = piece.view[slice(*around)], piece.text[slice(*around)], around[0]
        due = due_of(view, text, said.on, said.holidays, terse=terse)
    return moved(due, piece, begin)


def _words(text: str, owner: Owner | None, due: Due | None, *, table: bool) -> str:
    """The request without the cells or dashes that only name its doer and its day."""
    gone = {one.words.strip(" ()") for one in (owner, due) if one is not None}
    kept, at = [], 0
    for cut in [*CUTS.finditer(text), None]:
        cell, between = text[at : cut.start() if cut else len(text)], cut[0] if cut else ""
        at = cut.end() if cut else at
        if cell.strip(" ()") not in gone:
            kept += [cell, " " if table and not between.strip() else between]
        elif kept and kept[-1] == "(" and between == ")":
            kept[-1] = ""  # the brackets held nothing else
        elif table:
            kept.append(" ")
    words = re.sub(r"\s+", " ", "".join(kept)).strip(" ;,|-/")
    return words.removesuffix(" (").removesuffix(" -").strip(" ;,|-/")


def _reason_behind(piece: Piece, begin: int, end: int) -> Reason | None:
    """The reason that the text gives within these places, or right behind them."""
    behind = (
        one for one in piece.reasons if one.start >= begin and not piece.view[end : one.start].strip(" .,")
    )
    return next(behind, None)


def _doubts(found: Found | None, due: Due | None, doubtful: bool, no_day: bool) -> Iterator[str]:
    if found is None:
        yield "No word says what type of material this is."
    elif not found.sure:
        yield "Other words in it speak for another type."
    if due is not None and not due.sure:
        yield "The date may be read in another way."
    if no_day:
        yield "It gives a day that does not exist: ask CPS which is meant."
    if doubtful:
        yield "It is one of several requests in a sentence."

"""A whole document: which of its sentences ask the police for something."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from actionplans.reading import asks
from actionplans.reading.blocks import Block, Kind, Section, blocks_of
from actionplans.reading.dates import due_of, first_day
from actionplans.reading.found import Due, OwnerKind, Proposal, Reading
from actionplans.reading.loose import loose_in
from actionplans.reading.owners import heading_owner
from actionplans.reading.proposals import Said, moved, proposal
from actionplans.reading.reasons import without_reasons
from actionplans.reading.references import named_in
from actionplans.reading.sentences import requests_of, sentences_of
from actionplans.reading.types import type_of
from actionplans.reading.views import Piece, piece_of
from actionplans.rules.items import MOST_ITEMS

_WHOLE_TARGET = re.compile(
    r"\btarget(?: date)?\b|\ball (?:of )?(?:the |these |other )?(?:actions?|items?|material"
    r"|points|matters|work|of (?:this|the) (?:above|following))\b.{0,60}\b(?:by|within"
    r"|no later)\b"
    r"|\b(?:following|below|above)\b.{0,40}\b(?:by|within|no later than)\b|\b(?:actions?|items"
    r"|plan) (?:to be|must be|should be|is|are) (?:completed|provided|returned|done|submitted"
    r"|due)\b|\b(?:everything|all items)\b.{0,40}\bby\b"
)
_WHOLE_REVIEW = re.compile(
    r"\breview(?:ed)?(?: date)?(?: is| on|:| -| this| again| the (?:plan|case"
    r"|position)(?=.{0,20}\b(?:on|by|in)\b)| with me(?= (?:again )?(?:on|by|before|in|within|no later)\b)"
    r"| for)|\bto be reviewed\b"
    r"|\bi will (?:next )?review\b"
)
_LABEL = re.compile(r"^(?:cps|a|lawyer|prosecutor|action)\s?: ?")
_LISTED = re.compile(r"\b(?:outstanding|o/s|required|needed|items|actions?|following|police to)\b")
_ANYWAY = re.compile(
    r"\bwhat (?:i|we) (?:do |now )?(?:require|need)\b|\bi (?:do|must) (?:require|have|need)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|did|does|do|can|says|said|gave|may|would|went|came)\b"
)


@dataclass
class _Reader:
    """What is known as the text is read from its beginning."""

    text: str
    said: Said
    # What the words before a list say of its lines: asked for, not asked for, nothing. And who does them.
    lead_in: bool | None = None
    lead_owner: OwnerKind | None = None
    target: Due | None = None
    review: Due | None = None


def read(text: str, on: date, *, holidays: frozenset[date] | None = None) -> Reading:
    """What the text asks of the police. `on` is its date: times are counted from it.

    Working days are counted over the bank holidays of the tables, or those given.
    Any text is read, in time that grows with its length; at most MOST_ITEMS proposals.
    """
    reader = _Reader(text, Said(on, holidays))
    found: list[Proposal] = []
    blocks = [*blocks_of(text), None]
    for block, following in itertools.pairwise(blocks):
        assert block is not None
        for one in _of_block(reader, block, following):
            if not one.asks.strip():
                continue  # a row of a table with nothing in its cells
            if len(found) == MOST_ITEMS:
                return _whole(reader, found, more=True)
            found.append(one)
    return _whole(reader, found)


def _whole(reader: _Reader, found: list[Proposal], *, more: bool = False) -> Reading:
    """With what stands outside of the requests; of a rest that was not read nothing is called loose."""
    text = reader.text[: found[-1].end] if more else reader.text
    taken = [*found, *(one for one in (reader.target, reader.review) if one is not None)]
    loose = loose_in(text, reader.said.on, taken, reader.said.holidays)
    return Reading(
        tuple(found), reader.target, reader.review, more=more, loose=loose, named=named_in(reader.text)
    )


def _of_block(reader: _Reader, block: Block, following: Block | None) -> Iterator[Proposal]:
    piece = without_reasons(piece_of(reader.text, list(block.lines), table=block.table))
    if block.kind == Kind.HEADING:
        _of_the_whole(reader, piece, 0, len(piece.view), heading=block.section == Section.PLAN)
        return
    sentences = sentences_of(piece.view, 0, len(piece.view))
    if block.kind == Kind.PROSE:
        reader.lead_in, reader.lead_owner = None, None
        for begin, end in sentences:
            yield from _of_sentence(reader, block, piece, begin, end, listed=following is not None)
    elif sentences and not _is_title(piece.view, block, following):
        yield from _of_item(reader, block, piece, sentences)


def _is_title(view: str, block: Block, following: Block | None) -> bool:
    """A line of a list that only names what its own lines are about: "1. Phone evidence"."""
    under = following is not None and following.kind == Kind.ITEM and following.marker != block.marker
    return under and len(view.split()) <= 4 and not asks.asks(view) and not re.search(r"\d", view)


# Prose


def _of_sentence(
    reader: _Reader, block: Block, piece: Piece, begin: int, end: int, *, listed: bool
) -> Iterator[Proposal]:
    label = _LABEL.match(piece.view[begin:end])
    begin += label.end() if label else 0
    view = piece.view[begin:end]
    if _of_the_whole(reader, piece, begin, end):
        if view.endswith(":"):
            _lead(reader, block, piece, begin, end)
    elif view.endswith(":") and listed:
        _lead(reader, block, piece, begin, end)
    elif _listed_after_colon(view):
        yield from _in_line(reader, block, piece, begin, end)
    else:
        yield from _of_requests(reader, block, piece, begin, end)


def _of_requests(reader: _Reader, block: Block, piece: Piece, begin: int, end: int) -> Iterator[Proposal]:
    whole = _asked(reader, piece.view[begin:end], block.section)
    for one, other in requests_of(piece.view, begin, end):
        words, first = piece.view[one:other], one == begin
        if _asked(reader, words, block.section) or (not first and whole and type_of(words)):
            yield proposal(reader.said, block, piece, one, other, (begin, end), doubtful=not first)


def _asked(reader: _Reader, view: str, section: Section) -> bool:
    """A sentence that asks, does not say that it is done or not wanted, and names a kind of evidence."""
    if _ANYWAY.search(view):
        return True
    if asks.is_refused(view) or asks.is_done(view):
        return False
    if not asks.asks(view):
        return section != Section.ANALYSIS and _is_verbless(reader, view)
    return section != Section.ANALYSIS or type_of(view) is not None


def _is_verbless(reader: _Reader, view: str) -> bool:
    """Only a thing and a deadline: "Statement from the neighbour by Friday"."""
    if len(view) > 160 or _FINITE.search(view) or asks.is_for_others(view):
        return False
    kind = type_of(view[:60])
    return (
        kind is not None and due_of(view, view, reader.said.on, reader.said.holidays, terse=False) is not None
    )


def _lead(reader: _Reader, block: Block, piece: Piece, begin: int, end: int) -> None:
    """What the words before a list say of its lines."""
    view = piece.view[begin:end]
    refused = asks.is_for_others(view) or asks.is_done(view) or asks.is_refused(view)
    asked = asks.asks(view) or _LISTED.search(view) is not None
    reader.lead_in = False if refused else True if asked else None
    reader.lead_owner = heading_owner(view.rstrip(" :")) or block.owner
    if asked and reader.target is None:
        reader.target = _first_day(reader, piece, begin, end)


def _listed_after_colon(view: str) -> bool:
    head, colon, rest = view.partition(":")
    return bool(colon) and ";" in rest and len(head) < 120


def _in_line(reader: _Reader, block: Block, piece: Piece, begin: int, end: int) -> Iterator[Proposal]:
    """A list in one sentence: "Outstanding: this; that; the other"."""
    colon = piece.view.index(":", begin, end)
    head = piece.view[begin:colon]
    if asks.is_for_others(head) or asks.is_done(head) or asks.is_refused(head):
        return
    listed, at = asks.asks(head) or _LISTED.search(head), colon + 1
    for part in piece.view[at:end].split(";"):
        if part.strip(" .") and not asks.is_done(part) and (listed or asks.asks(part.strip())):
            left = len(part) - len(part.lstrip())
            yield proposal(
                reader.said, block, piece, at + left, at + len(part.rstrip()), (begin, end), terse=True
            )
        at += len(part) + 1


# Lists and tables


def _of_item(
    reader: _Reader, block: Block, piece: Piece, sentences: list[tuple[int, int]]
) -> Iterator[Proposal]:
    if reader.lead_in is False or asks.is_for_others(piece.view) or asks.is_done(block.first):
        return
    begin, end = sentences[0]
    first = piece.view[begin:end]
    if _of_the_whole(reader, piece, 0, len(piece.view)) or (
        asks.is_refused(first) and not asks.wanted(first)
    ):
        return
    if not _is_request(reader, block, first):
        for one, other in sentences[1:]:
            yield from _of_sentence(reader, block, piece, one, other, listed=False)
        return
    parts = requests_of(piece.view, begin, end)
    later = [one for one in sentences[1:] if _stands_alone(reader, piece.view[slice(*one)], first)]
    last = min((one for one, _ in later), default=len(piece.view))
    owner = reader.lead_owner
    for place, (one, other) in enumerate(parts):
        stop = last if place == len(parts) - 1 else other
        yield proposal(
            reader.said, block, piece, one, stop, (begin, last), terse=True, doubtful=place > 0, owner=owner
        )
    for one, other in later:
        yield proposal(reader.said, block, piece, one, other, (one, other), owner=owner)


def _is_request(reader: _Reader, block: Block, view: str) -> bool:
    if block.section == Section.PLAN or reader.lead_in or block.table:
        return bool(view.strip(" .-"))
    if block.section == Section.ANALYSIS:
        return _asked(reader, view, block.section)
    return asks.asks(view) or type_of(view) is not None


def _stands_alone(reader: _Reader, view: str, first: str) -> bool:
    """A further sentence of an item that asks for something of another kind."""
    one, other = type_of(view), type_of(first)
    return (
        one is not None
        and other is not None
        and one.type != other.type
        and _asked(reader, view, Section.OPEN)
    )


# What is said of the whole plan


def _of_the_whole(reader: _Reader, piece: Piece, begin: int, end: int, *, heading: bool = False) -> bool:
    """Take the target and review dates that the text sets for the whole plan. True where it sets one.

    In the heading of a plan any day is its target.
    """
    view = piece.view[begin:end]
    told = [(found.start(), "review") for found in _WHOLE_REVIEW.finditer(view)]
    told += [(found.start(), "target") for found in _WHOLE_TARGET.finditer(view)]
    told = sorted(told) or ([(0, "target")] if heading else [])
    took = False
    for (at, kind), stop in zip(told, [*(at for at, _ in told[1:]), len(view)], strict=False):
        due = _first_day(reader, piece, begin + at, begin + stop)
        took = took or due is not None
        if due is not None and getattr(reader, kind) is None:
            setattr(reader, kind, due)
    return took


def _first_day(reader: _Reader, piece: Piece, begin: int, end: int) -> Due | None:
    view, text = piece.view[begin:end], piece.text[begin:end]
    return moved(first_day(view, text, reader.said.on, reader.said.holidays), piece, begin)

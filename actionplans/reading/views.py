"""A text made plain for the rules, character by character, so that every place in it stays where it was."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

# Longer lines and paragraphs are read in pieces of so many characters: no rule then costs more than a piece.
LONGEST = 1500

_PLAIN = {
    ord(upper): lower for upper, lower in zip(string.ascii_uppercase, string.ascii_lowercase, strict=True)
}
_PLAIN |= {ord(one): " " for one in "\n\r\x0b\x0c\x00\u00a0\u2007\u202f\u2028\u2029"}
_PLAIN |= {ord(one): "-" for one in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_PLAIN |= {ord(one): "'" for one in "\u2018\u2019\u02bc"}
_PLAIN |= {ord(one): '"' for one in "\u201c\u201d"}
_QUOTED = re.compile(r'"[^"]{1,300}"')


def plain(text: str) -> str:
    """The text in small letters, with one kind of dash, quotation mark and blank, of the same length."""
    return text.translate(_PLAIN)


def unquoted(view: str) -> str:
    """The plain text with what somebody is quoted as saying blanked out."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), view)


@dataclass(frozen=True)
class Line:
    """One line of the text, without the blanks at its ends."""

    start: int
    end: int
    indent: int
    view: str

    @property
    def blank(self) -> bool:
        return self.start == self.end


def lines_of(text: str) -> list[Line]:
    """The lines, the longest of them in pieces."""
    view, found, at = plain(text), [], 0
    for raw in text.split("\n"):
        for begin in range(at, max(at + len(raw), at + 1), LONGEST):
            found.append(_line(view, begin, min(begin + LONGEST, at + len(raw)), at))
        at += len(raw) + 1
    return found


def _line(view: str, begin: int, end: int, line_start: int) -> Line:
    piece = view[begin:end]
    left = len(piece) - len(piece.lstrip())
    words = piece.strip()
    start = begin + left if words else begin
    return Line(start, start + len(words), start - line_start, words)


@dataclass(frozen=True)
class Reason:
    """Why what stands before it is asked, from `start` up to `end` of a piece, in the words as written."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Piece:
    """Lines put together to one: `text` as written and `view` made plain, of the same length.

    `places` says where each of its characters is in the document. A table's gaps stay, as tabs. What only
    says why something is asked (`reasons`) is blank in both.
    """

    text: str
    view: str
    places: tuple[int, ...]
    reasons: tuple[Reason, ...] = ()

    def place(self, at: int) -> int:
        """Where the character `at` is in the document; the end of the piece is behind its last one."""
        return self.places[at] if at < len(self.places) else self.places[-1] + 1 if self.places else 0

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Begin and end in the document of what is from `begin` up to `end` here."""
        return (self.place(begin), self.place(end - 1) + 1) if begin < end else (self.place(begin),) * 2


_GAP = re.compile(r"\s+")


def piece_of(text: str, lines: list[tuple[int, int]], *, table: bool) -> Piece:
    """The lines between these places as one piece. A word that a line end split is put together again."""
    shown: list[str] = []
    places: list[int] = []
    for begin, end in lines:
        if (
            shown
            and shown[-1] == "-"
            and len(shown) > 1
            and shown[-2].isalpha()
            and text[begin : begin + 1].islower()
        ):
            del shown[-1], places[-1]
        elif shown:
            shown.append(" ")
            places.append(begin - 1)
        at = begin
        for gap in [*_GAP.finditer(text, begin, end), None]:
            stop = gap.start() if gap else end
            shown += text[at:stop]
            places += range(at, stop)
            if gap:
                shown.append("\t" if table and (len(gap[0]) > 1 or "\t" in gap[0]) else " ")
                places.append(stop)
                at = gap.end()
    words = "".join(shown)
    return Piece(words, unquoted(plain(words)), tuple(places))

"""The shape of a document: headings, items of lists, rows of tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from actionplans.reading.asks import is_reason, names_plan
from actionplans.reading.found import OwnerKind
from actionplans.reading.owners import heading_owner
from actionplans.reading.views import LONGEST, Line, lines_of

_MARKER = re.compile(
    r"(?P<number>(?:ap|a|action|item|req|no)\.? ?-?#?\d{1,3}(?:\s*[.):-]|(?=\s))"
    r"|\d{1,3}(?:\.\d{1,2})*\s{0,2}[.):]|\d{1,3}(?=\s{1,4}[a-z*])(?!\s{1,4}(?:jan|feb|mar|apr"
    r"|may|jun|jul|aug|sep|oct|nov|dec|days?|weeks?|months?|working)))"
    r"|(?P<letter>\(?[a-z]\)|[a-h]\.(?=\s))|(?P<roman>\(?[ivx]{1,5}\)|[ivx]{1,5}\.(?=\s))"
    r"|(?P<dot>[-*\u2022\u00b7\u25aa\u25cf\u25e6>o](?=\s)|\[[ x]?\]"
    r"|[\u2610\u2611\u2612\u2713\u2714\u2705\uf0b7])"
)
_FURNITURE = re.compile(
    r"official(?:[- ]sensitive)?(?: when complete)?|restricted(?: \(when complete\))?"
    r"|page \d+(?: of \d+)?.*|not protectively marked"
    r"|urn[: ].{0,40}|-{3,}|={3,}|_{3,}|(?:\||:|-| )+|\d{1,3}"
)
_PLAN = re.compile(
    r"(?:ap|.{0,20}\baction plan\b.{0,70}|(?:further |outstanding |required "
    r"|police )?actions?(?: (?:required|needed|for|arising|points?|list|items)\b.{0,60})?"
    r"|action (?:required|needed|points?).{0,60}"
    r"|outstanding(?: (?:items|material|actions|matters))?|further (?:work|enquir|inquir"
    r"|investigat|evidence|material).{0,40}"
    r"|(?:items|material|information|evidence) (?:required|needed|outstanding|requested)"
    r"|requirements?|to do|still (?:needed|outstanding)|requests?|items|what is (?:needed"
    r"|required))\s{0,2}:?"
)
_ANALYSIS = re.compile(
    r"(?:.{0,20}\b(?:analysis|strateg(?:y|ies)|summary|background|strengths?|weaknesses"
    r"|public interest|full code test|evidential|facts|conclusion|charges?|acceptability|"
    r"decision|human rights|echr|material reviewed|reviewed|received|risk|assessment"
    r"|credibility|undermining|assisting)\b.{0,40}"
    r"|disclosure|victims? (?:and|&) witness(?:es)?|special measures|unused material|witnesses"
    r"|victim|consent)\s{0,2}:?"
)
_HEADER_WORDS = re.compile(
    r"\b(?:no|ref|item|action|what|requirement|required|owner|who|person|by whom|date|due|when"
    r"|deadline|target|status|priority|#)\b"
)


class Kind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"


class Section(StrEnum):
    """Where in the document: its plan, its analysis of the case, or what says neither."""

    PLAN = "plan"
    ANALYSIS = "analysis"
    OPEN = "open"


@dataclass(frozen=True)
class Block:
    """Lines that belong together: begin and end of each, the first from behind the marker of a list.

    `first` is the plain form of the first line with its marker.
    """

    kind: Kind
    section: Section
    lines: tuple[tuple[int, int], ...]
    first: str
    marker: str = ""
    table: bool = False
    owner: OwnerKind | None = None
    reason: str = ""
    heading: str = ""

    @property
    def long(self) -> bool:
        """True once no further line may join: no rule is to cost more than its piece."""
        return self.lines[-1][1] - self.lines[0][0] > LONGEST


@dataclass
class _State:
    section: Section = Section.OPEN
    owner: OwnerKind | None = None
    heading: str = ""
    block: Block | None = None
    ended: bool = True
    before: str = ""
    found: list[Block] = field(default_factory=list)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of the text in order. One pass over its lines."""
    state = _State()
    for line in lines_of(text):
        _take(state, line, text)
        yield from state.found
        state.found.clear()
    _close(state)
    yield from state.found


def _take(state: _State, line: Line, text: str) -> None:
    if line.blank:
        _close(state)
        return
    if _FURNITURE.fullmatch(line.view):
        return
    marker = _MARKER.match(line.view)
    row = _cells(text[line.start : line.end]) >= 3
    if row and _is_header(line.view):
        _close(state)
        state.section = Section.PLAN
    elif not marker and not row and _is_heading(state, line, text):
        _close(state)
        _head(state, line, line.view)
    elif marker and names_plan(line.view[marker.end() :]):
        _close(state)
        _head(state, line, line.view[marker.end() :])
    elif marker and marker.end() < len(line.view):
        _open_item(state, line, marker, table=row)
    elif (row and state.block is None) or (row and not _goes_on(state, line)):
        _open_item(state, line, None, table=True)
    elif not marker:
        _go_on(state, line, text)


def _cells(words: str) -> int:
    return len([cell for cell in re.split(r"\t|\||\s{3,40}", words) if cell.strip()])


def _is_header(view: str) -> bool:
    told = {found[0] for found in _HEADER_WORDS.finditer(view)}
    return len(told) >= 2 and len(view) < 140


def _is_heading(state: _State, line: Line, text: str) -> bool:
    """A short line of its own that names a part of the document."""
    view = line.view.rstrip(" :")
    if names_plan(view):
        return True
    if len(view) > 90 or view.endswith((".", ",", ";", "?")):
        return False
    words = text[line.start : line.end]
    if (words.isupper() and len(view) > 2 and state.block is None) or (words.isupper() and state.ended):
        return True
    if _PLAN.fullmatch(view) or (state.ended and _ANALYSIS.fullmatch(view) and len(view.split()) <= 7):
        return True
    if re.match(r"(?:actions? )?for (?:the )?", view) and heading_owner(view) and len(view.split()) <= 7:
        return True
    return state.block is None and heading_owner(view) is not None and len(view.split()) <= 7


def _head(state: _State, line: Line, words: str) -> None:
    view = words.strip(" :")
    if names_plan(view) or _PLAN.fullmatch(view):
        state.section = Section.PLAN
    elif _ANALYSIS.fullmatch(view):
        state.section = Section.ANALYSIS
    state.owner, state.heading, state.ended = heading_owner(view), view, True
    state.found.append(Block(Kind.HEADING, state.section, ((line.start, line.end),), line.view))


def _open_item(state: _State, line: Line, marker: re.Match[str] | None, *, table: bool) -> None:
    _close(state)
    after = line.view[marker.end() :] if marker else line.view
    body = line.start + (marker.end() if marker else 0) + len(after) - len(after.lstrip(" |.:)-"))
    kind = next(name for name, words in marker.groupdict().items() if words) if marker else "row"
    if body >= line.end:
        return
    state.block = Block(
        Kind.ITEM,
        state.section,
        ((body, line.end),),
        line.view,
        kind,
        table,
        state.owner,
        heading=state.heading,
    )
    state.before, state.ended = line.view, line.view.endswith((".", ";", "?", "!"))


def _goes_on(state: _State, line: Line) -> bool:
    """An indented line under a row of a table without a number of its own belongs to that row."""
    return state.block is not None and state.block.kind == Kind.ITEM and line.indent > 2


def _go_on(state: _State, line: Line, text: str) -> None:
    block = state.block
    if block is not None and block.kind == Kind.ITEM:
        if is_reason(line.view):
            state.block = replace(block, reason=text[line.start : line.end])
            return
        if not block.reason and not block.long and (line.indent > 2 or _broken(state, line, text)):
            state.block = replace(block, lines=(*block.lines, (line.start, line.end)))
            state.before, state.ended = line.view, line.view.endswith((".", ";", "?", "!"))
            return
    if block is not None and block.kind == Kind.PROSE and _same_paragraph(state, line):
        state.block = replace(block, lines=(*block.lines, (line.start, line.end)))
    else:
        _close(state)
        state.block = Block(
            Kind.PROSE,
            state.section,
            ((line.start, line.end),),
            line.view,
            owner=state.owner,
            heading=state.heading,
        )
    state.before, state.ended = line.view, line.view.endswith((".", ":", ";", "?", "!"))
    if names_plan(re.split(r"[.;] ", line.view)[-1]):
        state.section = Section.PLAN  # "MG3A of 3 March. Action plan."


_SMALL = re.compile(
    r"\b(?:a|an|the|of|for|to|and|or|in|on|by|at|with|from|his|her|their|any|all|re|about|that"
    r"|which|who|is)$"
)


def _broken(state: _State, line: Line, text: str) -> bool:
    """The line before was cut by the width of a page: it was long, or cannot have ended there."""
    if state.ended:
        return False
    begun_anew = text[line.start].isupper() and len(state.before) < 45
    return not begun_anew or state.before.endswith((",", "-")) or _SMALL.search(state.before) is not None


def _same_paragraph(state: _State, line: Line) -> bool:
    """A line that a page's width broke goes on; a short one without a stop was a line of its own."""
    assert state.block is not None
    broken = (
        len(state.before) > 55
        or state.before.endswith((",", "-"))
        or (line.view[:1].isalpha() and not state.ended)
    )
    return broken and not state.before.endswith(":") and not state.block.long


def _close(state: _State) -> None:
    if state.block is not None:
        state.found.append(state.block)
    state.block, state.before, state.ended = None, "", True

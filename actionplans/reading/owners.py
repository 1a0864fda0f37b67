"""Who is to do it, where the text names an officer, a post or a unit as the doer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionplans.reading.found import Owner, OwnerKind

_RANK = (
    r"(?:t/|a/|d/|tdc |trainee )?(?:dci|dsu|dsupt|ds|di|dc|pc|ps|sgt|insp|inspector|sergeant"
    r"|det\.? ?con\w*|det\.? ?sgt"
    r"|detective (?:constable|sergeant|inspector)|police constable)\.?"
)
_POSTS: tuple[tuple[OwnerKind, str], ...] = (
    (
        OwnerKind.OIC,
        r"o\.?i\.?c\.?|officer in (?:the )?(?:case|charge)|investigating officer|case officer|o/i/c",
    ),
    (OwnerKind.DISCLOSURE, r"disclosure officer|disclosure"),
    (
        OwnerKind.DIGITAL,
        r"dfu|htcu|dmi|digital (?:forensics? |media |investigations? )?(?:unit|team|lab)|digital"
        r"|hi-?tech(?: crime)?(?: unit| team)?"
        r"|digital media investigator|cyber (?:unit|team)",
    ),
    (
        OwnerKind.FORENSIC,
        r"csi|csm|soco|forensics|forensic (?:submissions|services|unit)|scenes of crime|submissions unit",
    ),
    (OwnerKind.STO, r"sto|soit|solo|specially trained officer"),
    (OwnerKind.ISVA, r"isva|idva"),
    (OwnerKind.GATEKEEPER, r"gatekeeper|rasso gatekeeper|evidence review officer|ero"),
    (
        OwnerKind.SUPERVISOR,
        r"supervis(?:or|ing (?:officer|sergeant|inspector))|sergeant|inspector|ds|di|dci|line manager",
    ),
)
_POST = "|".join(f"(?P<{kind.name}>{words})" for kind, words in _POSTS)
_NAMED = (
    rf"{_RANK} (?:\d{{1,6}} )?(?P<surname>(?!to\b|of\b|for\b|and\b|who\b|is\b|in\b|should\b"
    rf"|must\b|will\b)[a-z][a-z'-]{{1,40}})"
)
_DOER = rf"(?:the |our )?(?:(?P<NAMED>{_NAMED})|{_POST})"
_DOES = (
    r"(?:(?: \d{1,6})?(?: is| are| needs?| has| have| will need| is asked| are asked"
    r"| is requested| ought)? to\b"
    r"|,? (?:please|pls)\b| should\b| must\b| will\b| shall\b| can\b| could\b)"
)
_ALONE = re.compile(rf"\(?{_DOER}\)?\.?")
_DOING = re.compile(rf"(?:^|[\s,;:.(]){_DOER}(?={_DOES})")
_LABEL = re.compile(rf"{_DOER} ?(?::| - )")
_BEGINS = re.compile(_DOER)
# "Owner: DC Khan", and a name without a rank where the label leaves no doubt that it is one.
_OWNED = re.compile(
    r"(?:^|[\s,;.(|])(?:action )?(?:owner|by whom|assigned to|allocated to|responsible(?: officer)?) ?[:=] ?"
    r"(?P<who>(?:[a-z][a-z'-]*\.? ){0,3}[a-z][a-z'-]*)"
)
# Cells of a table, and what stands between dashes, arrows, brackets or slashes in a terse line.
CUTS = re.compile(r"\t| {2,40}| - |->|[|()]|(?<!\d)/|/(?!\d)|,\s|\.\s")


def owner_of(view: str, text: str) -> Owner | None:
    """The doer that a request names. `text` is what `view` is the plain form of."""
    label = _LABEL.match(view.lstrip())
    if label:
        return _owner(label, len(view) - len(view.lstrip()), text)
    owned = _OWNED.search(view)
    if owned:
        begins = _BEGINS.match(view, owned.start("who"))
        return _owner(begins, 0, text) if begins else _named(owned.span("who"), text)
    doing = _DOING.search(view)
    if doing:
        return _owner(doing, 0, text)
    return _in_a_cell(view, text)


def doers(view: str) -> Iterator[tuple[int, int]]:
    """The places of those who are given something to do in these words."""
    for told in _DOING.finditer(view):
        yield told.span(_kind(told).name)
    for owned in _OWNED.finditer(view):
        yield owned.span("who")


def _named(span: tuple[int, int], text: str) -> Owner:
    """Somebody whom a label names without a rank."""
    words = text[slice(*span)]
    surname = words.split()[-1]
    return Owner(*span, OwnerKind.NAMED, words, surname.title() if surname.isupper() else surname)


def _in_a_cell(view: str, text: str) -> Owner | None:
    """A post or a named officer that stands alone in a cell, in brackets, or after a dash."""
    begin = 0
    for cut in [*CUTS.finditer(view), None]:
        end = cut.start() if cut else len(view)
        piece = view[begin:end]
        words = piece.strip(" .")
        alone = _ALONE.fullmatch(words) if 1 < len(words) < 60 and begin > 0 else None
        if alone:
            return _owner(alone, begin + len(piece) - len(piece.lstrip(" .")), text)
        begin = cut.end() if cut else end
    return None


def heading_owner(view: str) -> OwnerKind | None:
    """The post that a heading or the lead-in of a list gives its items to: "Actions for the OIC"."""
    told = _HEADING.search(view)
    return _kind(told) if told else None


_HEADING = re.compile(
    rf"(?:\bfor |^|\bthe |\bby )(?:the )?(?:{_POST})(?: officer)?(?= ?:?$| to\b| is asked| should| must)"
)


def _kind(told: re.Match[str]) -> OwnerKind:
    return next(OwnerKind[name] for name, words in told.groupdict().items() if words and name != "surname")


def _owner(told: re.Match[str], at: int, text: str) -> Owner:
    kind = _kind(told)
    start, end = told.span(kind.name)
    surname = ""
    if kind == OwnerKind.NAMED:
        from_, to = told.span("surname")
        surname = text[at + from_ : at + to]
        surname = surname.title() if surname.isupper() or surname.islower() else surname
    return Owner(at + start, at + end, kind, text[at + start : at + end], surname)

"""Which case file a document is of: the URN that it gives."""

from __future__ import annotations

import re

from actionplans.reading.found import Named
from cases.urn import read_urn

_PAUSE = r"[ \t/.\-]?"
# A crime reference is 11 digits too, so a URN of digits alone counts only where the document calls it one.
_CALLED = re.compile(
    rf"\burn\b[^\S\n]{{0,4}}(?:no\.?|number|ref(?:erence)?)?[^\S\n]{{0,4}}[:.#-]?[^\S\n]{{0,8}}"
    rf"(?P<urn>\d{{2}}{_PAUSE}[a-z0-9]{{2}}{_PAUSE}\d{{5}}{_PAUSE}\d{{2}})(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_WITH_LETTERS = re.compile(
    rf"(?<![\w/])(?P<urn>\d{{2}}{_PAUSE}(?:[a-z]{{2}}|[a-z]\d|\d[a-z]){_PAUSE}\d{{5}}{_PAUSE}\d{{2}})(?![\w/])",
    re.IGNORECASE | re.ASCII,
)


def named_in(text: str) -> tuple[Named, ...]:
    """Every URN that the text gives, each once, in the order of the text."""
    found: dict[str, Named] = {}
    told = [*_CALLED.finditer(text), *_WITH_LETTERS.finditer(text)]
    for one in sorted(told, key=lambda one: one.start("urn")):
        urn = read_urn(one["urn"])
        found.setdefault(urn, Named(*one.span("urn"), urn))
    return tuple(found.values())

"""Why something is asked, said in the same sentence: "...; proportionate because no other film shows it"."""

from __future__ import annotations

import re
from dataclasses import replace

from actionplans.reading.views import Piece, Reason

_OPENS = (
    r"(?:(?:this|that|it|which) is |is )?(?:(?:necessary|reasonable|relevant|needed) and )?"
    r"(?:proportionate\b|because\b|(?:reasons?|rationale|proportionality|purpose|justification) ?[:-])"
)
# From the stop before it up to the end of its sentence, or the next stop.
_BEHIND = re.compile(rf";\s{{0,3}}(?P<why>{_OPENS}[^;]*?)(?P<stop>[.?!](?=\s|$)|(?=;)|$)")
_LABEL = re.compile(
    r"(?:(?:this|that|it|which) is |is )?(?:(?:necessary|reasonable|relevant|needed) and )?"
    r"(?:proportionate(?:,? (?:because|as|since)\b| ?[:-])|because\b"
    r"|(?:reasons?|why|rationale|proportionality|purpose|justification) ?[:-])[ :-]*",
    re.IGNORECASE,
)


def without_reasons(piece: Piece) -> Piece:
    """The piece with its reasons apart, and blanks in their places: no rule takes them for requests, and what
    was said of another day or officer there belongs to none.
    """
    view, text, reasons = piece.view, piece.text, []
    for found in _BEHIND.finditer(piece.view):
        start, end = found.span()
        blank = found["stop"].ljust(end - start)
        view, text = view[:start] + blank + view[end:], text[:start] + blank + text[end:]
        reasons.append(Reason(start, found.end("why"), piece.text[found.start("why") : found.end("why")]))
    return replace(piece, view=view, text=text, reasons=tuple(reasons)) if reasons else piece


def reason_words(words: str) -> str:
    """A reason without the words that only call it one."""
    return _LABEL.sub("", " ".join(words.split()), count=1)

"""Sentences of a paragraph, and the several requests of one sentence."""

from __future__ import annotations

import re
from itertools import islice

from actionplans.reading.types import type_of
from actionplans.reading.verbs import VERB

_SHORT = re.compile(
    r"(?:^|[\s(])(?:dr|mr|mrs|ms|miss|prof|sgt|insp|det|no|nos|e\.g|i\.e|ref|st|approx|para|cf"
    r"|v|vs|supt|[a-z])$"
)
_GOES_BACK = re.compile(r" (?:if (?:not|so)\b|(?:please|pls) do (?:so|this|it)\b)")
_STOP = re.compile(r"(?<=[\w)'\"\]])[.?!][.?!\"')\]]{0,6}(?=\s)")
_PARTS = re.compile(
    rf";\s{{0,3}}|,? and (?:then |also )?(?=(?:please )?{VERB}\b)|, (?=(?:please )?{VERB}\b)"
    r"|,? and (?:then |also )?(?=(?:we|i|someone|somebody) (?:also )?needs?\b)|,? and (?=(?:dc"
    r"|ds|di|pc|the oic|oic) ?[a-z'-]{0,30} to\b)"
    r"|,? and (?=(?:a |an |the |any |his |her |their )?(?:further |short |full |section 9 "
    r"|s9 )?(?:statement|mg ?\d+|cctv|bwv|rot?vi?|vps|pnc|dmd|medical|gp records|phone)\b)"
)
# A second verb of the same request: what is obtained is also served.
_FINISHING = re.compile(
    rf"(?:{VERB}) (?:it|them|this|that|these|both|the (?:same|result|results|report|relevant)"
    rf"|and|on|to|by|with|over|a report|a note|$)|(?:serve|return|report|exhibit|resubmit"
    rf"|submit|schedule|sign)\b"
)


def sentences_of(view: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Begin and end of each sentence between two places."""
    found, at = [], begin
    for stop in _STOP.finditer(view, begin, end):
        if _SHORT.search(view[max(at, stop.start() - 8) : stop.start()]) and view[stop.start()] == ".":
            continue
        if _GOES_BACK.match(view, stop.end()):  # "Has it been recovered? If not, please do so."
            continue
        found.append((at, stop.end()))
        at = stop.end()
    found.append((at, end))
    return [trimmed for one in found if (trimmed := _trim(view, *one))[0] < trimmed[1]]


def _trim(view: str, begin: int, end: int) -> tuple[int, int]:
    words = view[begin:end]
    left = len(words) - len(words.lstrip(" ,"))
    return begin + left, begin + len(words.rstrip())


_REACH = 240  # how far a cut looks to either side
_MOST_CUTS = 12


def requests_of(view: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Begin and end of each request of a sentence: cut where another verb or thing of another type begins."""
    found, at = [], begin
    for cut in islice(_PARTS.finditer(view, begin, end), _MOST_CUTS):
        before = view[max(at, cut.start() - _REACH) : cut.start()]
        after = view[cut.end() : min(end, cut.end() + _REACH)]
        if cut[0].startswith(";") or _differs(before, after):
            found.append((at, cut.start()))
            at = cut.end()
    found.append((at, end))
    return [one for one in found if view[one[0] : one[1]].strip(" ,;:.")]


def _differs(before: str, after: str) -> bool:
    one, other = type_of(before), type_of(after)
    if one is None or other is None:
        return False
    return one.type != other.type and not _FINISHING.match(after)

"""What a prosecutor asks somebody to do, and what is then to be done: verbs as parts of a pattern."""

from __future__ import annotations

import re

# In their plain form; two are as often mistyped.
_PLAIN = (
    "acquire action add address agree amend analyse apply approach arrange ask attach authorise "
    "bring canvass carry chase check clarify collect commission compare complete conduct confirm "
    "consider contact convert copy correct deal decode describe disclose download draft dwnload "
    "endorse enquire ensure establish examine exhibit explain extract fill finalise find follow "
    "forward gather get go hand identify include inquire inspect instruct interview justify liaise "
    "list locate lodge look make obtain obtian outline photograph prepare preserve produce progress "
    "provide pursue put re-interview re-serve re-submit record recover rectify reinterview remedy "
    "request resubmit retrieve return review revise schedule search secure seek seize send serve set "
    "sign speak submit supply take tell test trace translate undertake update upload use verify "
    "visit "
)
# As participles: "a statement is to be taken".
_DONE = (
    "added addressed amended analysed applied approached arranged asked attached carried chased "
    "checked clarified collected commissioned compared completed conducted confirmed contacted "
    "converted copied corrected disclosed downloaded drafted established examined exhibited "
    "explained extracted fingerprinted forwarded found fulfilled gathered given identified included "
    "inspected instructed interviewed located lodged made obtained prepared preserved produced "
    "provided pursued put re-interviewed re-served recorded recovered redacted requested resubmitted "
    "retrieved reviewed revised scheduled searched secured seized sent served set signed sought "
    "spoken submitted supplied taken traced translated updated uploaded "
)


def _one_of(words: str) -> str:
    """Any of the words, the longest first, so that none is taken for the beginning of another."""
    return "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True)))


VERB = f"(?:{_one_of(_PLAIN)})"
PARTICIPLE = f"(?:{_one_of(_DONE)})"

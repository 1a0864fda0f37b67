"""The page of a pasted document: its text with the requests marked, and what its form begins with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.http import QueryDict

from actionplans.forms.pasting import ReadPlanForm, named_in, owner_doubt
from actionplans.models import PastedDocument
from actionplans.reading import Loose, Proposal, Reading
from actionplans.rules import check_can_issue
from actionplans.rules.pasted import kept_until
from actionplans.services.pasting import kept_corrections, other_urn, reading_of, text_of
from actionplans.shown.submissions import left_on
from rasso_tracker.clocks import NoSuchHour, london_instant, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed

NOON = time(12)


@dataclass(frozen=True)
class Marked:
    """Words of the text: of which request (0 for none), and whether they told its type, owner or date.

    `check` says why somebody should look at words outside of every request, or at whom a request names.
    """

    words: str
    number: int
    told: str = ""
    first: bool = False
    check: str = ""


def marked(
    text: str,
    proposals: Iterable[Proposal],
    loose: Sequence[Loose] = (),
    unknown: Mapping[int, str] | None = None,
) -> Iterator[Marked]:
    """The text in pieces, in order; joined together they are the text again.

    `unknown`: by the number of a request, why whom it names is not known.
    """
    unknown = unknown or {}
    at = 0
    for number, one in enumerate(proposals, start=1):
        yield from _between(text, at, one.start, loose)
        at, first = one.start, True
        told = [("type", one.found), ("owner", one.owner), ("date", one.due)]
        within = sorted(
            (span.start, span.end, name)
            for name, span in told
            if span is not None and one.start <= span.start < span.end <= one.end
        )
        for start, end, name in within:
            if start < at:
                continue  # the same words told two things
            if at < start:
                yield Marked(text[at:start], number, first=first)
                first = False
            check = unknown.get(number, "") if name == "owner" else ""
            yield Marked(text[start:end], number, name, first, check)
            at, first = end, False
        if at < one.end:
            yield Marked(text[at : one.end], number, first=first)
        at = one.end
    yield from _between(text, at, len(text), loose)


def _between(text: str, at: int, stop: int, loose: Sequence[Loose]) -> Iterator[Marked]:
    """What stands between two requests, with what to look at there."""
    for one in loose:
        if at <= one.start and one.end <= stop:
            if at < one.start:
                yield Marked(text[at : one.start], 0)
            yield Marked(text[one.start : one.end], 0, check=one.why)
            at = one.end
    if at < stop:
        yield Marked(text[at:stop], 0)


def document_context(person: Person, document: PastedDocument) -> dict[str, Any]:
    """What stands beside the form: the text with its marks, and what was found."""
    reading = reading_of(document)
    doubts = {number: owner_doubt(one, document) for number, one in enumerate(reading.proposals, start=1)}
    to_check = sum(not one.sure or bool(doubts[number]) for number, one in enumerate(reading.proposals, 1))
    return {
        "caption": f"{document.case.reference}, submission {document.submission.round}",
        "document": document,
        "why_no_plan": why_no_plan(person, document),
        "pieces": list(marked(text_of(document), reading.proposals, reading.loose, doubts)),
        "other_urn": other_urn(document),
        "kept_until": kept_until(document.typed_at or document.pasted_at) if document.is_open else None,
        "reading": reading,
        "to_check": to_check,
    }


def why_no_plan(person: Person, document: PastedDocument) -> str:
    """Why no plan is made of it any more, in a sentence: the case closed or was charged; "" while one may."""
    try:
        check_can_issue(person, document.submission, left=left_on(document.submission))
    except NotAllowed as trouble:
        return str(trouble)
    return ""


def to_confirm(person: Person, document: PastedDocument) -> dict[str, Any]:
    """What the form begins with: what was kept of an earlier sitting, else what the text says."""
    if not document.is_open:
        return {}
    kept = _kept(document)
    return kept if kept else {**_proposed(reading_of(document), document), **_issued(document)}


def _proposed(reading: Reading, document: PastedDocument) -> dict[str, Any]:
    return {
        "items": [
            {
                "place": place,
                "type": one.found.type if one.found else "",
                "asks": one.asks[:4000],
                "why": one.why[:2000],
                "owner": named_in(one, document),
                "target_date": one.due.on if one.due else None,
            }
            for place, one in enumerate(reading.proposals, start=1)
        ],
        "target_date": reading.target.on if reading.target else None,
        "review_date": reading.review.on if reading.review else None,
    }


def _issued(document: PastedDocument) -> dict[str, Any]:
    """CPS issued it on the day of the document, where that fits the submission."""
    try:
        noon = london_instant(document.document_date, NOON)
    except NoSuchHour:  # the clocks went forward at noon: they never do
        return {}
    return {"issued_at": noon} if document.submission.submitted_at <= noon <= now() else {}


def _kept(document: PastedDocument) -> dict[str, Any]:
    """What was typed in an earlier sitting, as it was typed. Nothing for what no page of ours sent."""
    try:
        pairs = json.loads(kept_corrections(document) or "[]")
        data = QueryDict(mutable=True)
        for name, values in pairs:
            data.setlist(str(name), [str(value) for value in values])
    except (ValueError, TypeError):
        return {}
    fields = ReadPlanForm.base_fields
    if not data:
        return {}
    return {name: fields[name].widget.value_from_datadict(data, {}, name) for name in _ASKED}


_ASKED = ("items", "issued_at", "target_date", "review_date")

"""What the API answers of a pasted document, and of the reading of one that is not kept."""

from __future__ import annotations

from typing import Any

from actionplans.forms.pasting import named_in, owner_doubt
from actionplans.models import PastedDocument
from actionplans.reading import Proposal, Reading
from actionplans.represent.values import JSON, key, said
from actionplans.rules.pasted import kept_until
from actionplans.services.pasting import other_urn, reading_of, text_of
from rasso_tracker.people.models import Person


def document(row: PastedDocument, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "submission": key(row.submission_id),
        "document_name": row.document_name,
        "document_date": said(row.document_date),
        "pasted_at": said(row.pasted_at),
        "pasted_by": key(row.pasted_by_id),
        "corrections_kept_at": said(row.typed_at),
        "kept_until": said(kept_until(row.typed_at or row.pasted_at)) if row.is_open else None,
        "ended_at": said(row.ended_at),
        "lapsed": row.lapsed,
        "plan": key(row.plan_id),
    }


def document_in_full(row: PastedDocument, person: Person) -> JSON:
    """With whom each proposal names, where that is one person of the team, and why not where it is none."""
    read = reading_of(row)
    found = reading(read)
    for said_of, one in zip(found["proposals"], read.proposals, strict=True):
        if said_of["owner"]:
            said_of["owner"] |= {"person": key(named_in(one, row)), "check": owner_doubt(one, row) or None}
    return {
        **document(row, person),
        "text": text_of(row),
        **found,
        "other_urn": other_urn(row) or None,
    }


def reading(found: Reading) -> JSON:
    """Proposals in the order of the text; `start` and `end` count its characters (code points)."""
    return {
        "proposals": [proposal(one) for one in found.proposals],
        "target_date": _span(found.target, on=found.target.on.isoformat()) if found.target else None,
        "review_date": _span(found.review, on=found.review.on.isoformat()) if found.review else None,
        "more": found.more,
        "check": [_span(one, why=one.why) for one in found.loose],
        "urns": [{"start": one.start, "end": one.end, "urn": one.urn} for one in found.named],
    }


def proposal(one: Proposal) -> JSON:
    return {
        "start": one.start,
        "end": one.end,
        "asks": one.asks,
        "why": one.why,
        "type": _span(one.found, value=one.found.type.value) if one.found else None,
        "owner": _span(one.owner, kind=one.owner.kind.value, surname=one.owner.surname)
        if one.owner
        else None,
        "target_date": _span(one.due, on=one.due.on.isoformat()) if one.due else None,
        "sure": one.sure,
        "doubts": list(one.doubts),
    }


def _span(span: Any, **more: Any) -> JSON:
    return {"start": span.start, "end": span.end, "words": span.words, **more}

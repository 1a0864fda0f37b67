"""What the API answers of supervisory reviews and directions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from cases.models import Direction, SupervisoryReview
from cases.services.directions import ASKS, DATE_REASON, HOW, WITHDRAWN_WHY
from cases.services.supervision import NOTE, REASON
from cases.shown.supervision import Words
from rasso_tracker.clocks import day_words
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt

JSON = dict[str, Any]


def _said(value: Any) -> Any:
    return value.isoformat() if value else None


def _id(key: Any) -> str | None:
    return str(key) if key else None


def review_in_list(row: SupervisoryReview, person: Person) -> JSON:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "number": row.number,
        "kind": row.kind,
        "outcome": row.outcome,
        "due_on": _said(row.due_on),
        "next_review_on": _said(row.next_review_on),
        "reviewed_at": _said(row.reviewed_at),
        "reviewed_by": str(row.reviewed_by_id),
    }


def review_in_full(row: SupervisoryReview, person: Person) -> JSON:
    """With what was looked at and the directions; the words for those who may read them, else null."""
    words = Words(row.case_id, person)
    return {
        **review_in_list(row, person),
        "looked_at": list(row.looked_at),
        "note": words.open(NOTE, row.pk, row.note_sealed),
        "reason": words.open(REASON, row.pk, row.reason_sealed),
        "directions": [direction_in_list(one, person) for one in row.directions.all()],
    }


def review_recorded(row: SupervisoryReview, person: Person) -> JSON:
    """Its directions as they were given."""
    words = Words(row.case_id, person)
    given = [
        {
            "asks": words.open(ASKS, one.pk, one.asks_sealed),
            "owner": one.owner.name,
            "due_on": one.dates.order_by("id")[0].due_on,
        }
        for one in row.directions.select_related("owner").order_by("number")
    ]
    return {"directions": given}


def direction_in_list(row: Direction, person: Person) -> JSON:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "review": str(row.review_id),
        "number": row.number,
        "owner": str(row.owner_id),
        "due_on": _said(row.due_on),
        "state": row.state.value,
        "given_at": _said(row.given_at),
        "answered_at": _said(row.answered_at),
        "answered_by": _id(row.answered_by_id),
        "withdrawn_at": _said(row.withdrawn_at),
        "version": row.version,
    }


def direction_in_full(row: Direction, person: Person) -> JSON:
    """With its dates, old ones too; the words for those who may read them, else null."""
    words = Words(row.case_id, person)
    return {
        **direction_in_list(row, person),
        "asks": words.open(ASKS, row.pk, row.asks_sealed),
        "how": words.open(HOW, row.pk, row.how_sealed),
        "withdrawn_why": words.open(WITHDRAWN_WHY, row.pk, row.withdrawn_why_sealed),
        "dates": [
            {
                "due_on": _said(one.due_on),
                "set_at": _said(one.set_at),
                "set_by": str(one.set_by_id),
                "reason": words.open(DATE_REASON, one.pk, one.reason_sealed),
                "superseded_at": _said(one.superseded_at),
            }
            for one in row.dates.all()
        ],
    }


# What was typed of a direction, for who was typing the same meanwhile; nothing for who reads no words.


def answer_recorded(row: Direction, person: Person) -> JSON:
    return _worded("how", Words(row.case_id, person).open(HOW, row.pk, row.how_sealed))


def move_recorded(row: Direction, act: Receipt, person: Person) -> JSON:
    """From which day to which one act moved it, and why: its date is written after its receipt was begun."""
    dates = list(row.dates.order_by("id"))
    moves = [(was, one) for was, one in pairwise(dates) if one.pk > act.pk and one.set_by_id == act.person_id]
    if not moves:
        return {}
    was, one = moves[0]
    words = Words(row.case_id, person).open(DATE_REASON, one.pk, one.reason_sealed)
    moved = f"{day_words(one.due_on)}, moved from {day_words(was.due_on)}"
    return {"due_on": moved, **_worded("reason", words)}


def withdrawal_recorded(row: Direction, person: Person) -> JSON:
    words = Words(row.case_id, person).open(WITHDRAWN_WHY, row.pk, row.withdrawn_why_sealed)
    return _worded("reason", words)


def _worded(name: str, words: str | None) -> JSON:
    return {} if words is None else {name: words}

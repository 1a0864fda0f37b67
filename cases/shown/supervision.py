"""What pages and the API show of supervisory reviews and directions; the words to those who read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from cases.deadlines import deadline_of
from cases.models import STANDING, Case, Direction, DirectionDate, DueItem, SupervisoryReview
from cases.services.directions import ASKS, DATE_REASON, HOW, WITHDRAWN_WHY
from cases.services.supervision import NOTE, REASON, dates_of_review
from cases.supervision_enums import REVIEW_DUE, LookedAt
from cases.whole import Whole
from rasso_tracker.clocks import Deadline, NoRuleInForce, OutsideCalendar, date_set
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.vault import case_key, unseal
from rasso_tracker.vault.models import DataKey
from rasso_tracker.web.addresses import address

SHOWN_ON_THE_CASE = 5


class Words:
    """Opens the words of one case for a person; None for whoever reads dates and outcomes alone."""

    def __init__(self, case_id: UUID, person: Person, key: DataKey | None = None) -> None:
        self.case_id, self._key = case_id, key
        self.may = person.is_service or person.role.reads(Part.SUPERVISION_WORDS)

    def open(self, label: str, row_id: UUID, blob: bytes | memoryview | None) -> str | None:
        if not self.may or blob is None:
            return None
        if self._key is None:
            self._key = case_key(self.case_id)
        return unseal(self.case_id, label, row_id, blob, key=self._key)


def direction_shown(row: Direction, words: Words) -> dict[str, Any]:
    """A direction with its deadline and, for those who read them, its words."""
    return {
        "row": row,
        "asks": words.open(ASKS, row.pk, row.asks_sealed),
        "how": words.open(HOW, row.pk, row.how_sealed),
        "why": words.open(WITHDRAWN_WHY, row.pk, row.withdrawn_why_sealed),
        "deadline": deadline_of_direction(row),
    }


def deadline_of_direction(row: Direction) -> Deadline:
    return date_set(row.due_on, start=row.given_at)


def looked_at_words(row: SupervisoryReview) -> list[str]:
    return [str(LookedAt(one).label) for one in row.looked_at]


def panel_of_supervision(whole: Whole, person: Person) -> dict[str, Any] | None:
    """The panel of the case page: next due, the last reviews, open directions; None for who reads none."""
    if not person.role.reads(Part.SUPERVISION):
        return None
    reviews = whole.rows(SupervisoryReview)
    directions = [one for one in whole.rows(Direction) if one.is_open]
    owed = next(
        (one for one in whole.rows(DueItem) if one.code == REVIEW_DUE and one.settled_at is None), None
    )
    words = Words(whole.case.pk, person, whole.key if directions else None)
    may_review = person.role.may("record_supervisory_review") and not whole.case.is_closed
    return {
        "due": owed,
        "escalated": set(),  # what has climbed, by source: told by the page, which knows of the ladder
        "deadline": deadline_of(owed) if owed else None,
        "last": reviews[-1] if reviews else None,
        "reviews": [
            {"row": one, "href": address("supervisory_review_detail", one.pk)}
            for one in reversed(reviews[-SHOWN_ON_THE_CASE:])
        ],
        "more": len(reviews) > SHOWN_ON_THE_CASE,
        "directions": [
            {**direction_shown(one, words), "href": address("direction_detail", one.pk)} for one in directions
        ],
        "record": address("record_supervisory_review", whole.case.pk)
        if may_review and whole.case.officer_in_charge_id != person.pk
        else "",
    }


def review_context(person: Person, review: SupervisoryReview, at: datetime) -> dict[str, Any]:
    """Everything on the page of one review."""
    words = Words(review.case_id, person)
    directions = Direction.objects.filter(review=review).select_related(
        "owner", "answered_by", "withdrawn_by"
    )
    others = SupervisoryReview.objects.filter(case=review.case_id).exclude(pk=review.pk)
    return {
        "review": review,
        "case": review.case,
        "at": at,
        "looked_at": looked_at_words(review),
        "note": words.open(NOTE, review.pk, review.note_sealed),
        "reason": words.open(REASON, review.pk, review.reason_sealed),
        "reads_words": words.may,
        "directions": [direction_shown(one, words) for one in directions],
        "others": list(others.select_related("reviewed_by").order_by("-number")[:25]),
    }


def direction_context(person: Person, direction: Direction, at: datetime) -> dict[str, Any]:
    """Everything on the page of one direction: its words, its dates, and what may be done with it now."""
    words = Words(direction.case_id, person)
    dates = DirectionDate.objects.filter(direction=direction).select_related("set_by")
    not_now: set[str] = set()
    if not direction.is_open:
        not_now = {"answer_direction", "withdraw_direction", "move_direction"}
    return {
        **direction_shown(direction, words),
        "direction": direction,
        "case": direction.case,
        "at": at,
        "reads_words": words.may,
        "dates": [
            {"row": one, "reason": words.open(DATE_REASON, one.pk, one.reason_sealed)} for one in dates
        ],
        "not_now": not_now,
    }


def about_review(person: Person, case: Case, at: datetime) -> dict[str, Any]:
    """What stands above the form of a review: when it is due, the last one, the directions still open."""
    owed = DueItem.objects.filter(source=case.pk, code=REVIEW_DUE, settled_at__isnull=True).first()
    last = SupervisoryReview.objects.filter(case=case).select_related("reviewed_by").order_by("number").last()
    words = Words(case.pk, person)
    open_ones = Direction.objects.filter(STANDING, case=case).select_related("owner")
    try:
        ordinary_on = dates_of_review(at).ordinary_on
    except (NoRuleInForce, OutsideCalendar):
        ordinary_on = None
    return {
        "caption": case.reference,
        "case": case,
        "at": at,
        "deadline": deadline_of(owed) if owed else None,
        "last": last,
        "last_note": words.open(NOTE, last.pk, last.note_sealed) if last else None,
        "open_directions": [direction_shown(one, words) for one in open_ones],
        "ordinary_on": ordinary_on,
    }

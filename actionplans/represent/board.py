"""What the API answers of plans that were given to somebody."""

from __future__ import annotations

from django.urls import reverse

from actionplans.models import Reassignment
from actionplans.represent.values import JSON, key, said
from actionplans.shown.reassigned import lines_of
from rasso_tracker.people.deed_sets import RECORD_LINES
from rasso_tracker.people.models import Person


def reassignment(row: Reassignment, person: Person) -> JSON:
    lines = lines_of(row, person)
    moved = [one for one in lines if not one.not_moved]
    found: JSON = {
        "id": key(row.pk),
        "what": row.what,
        "to": key(row.given_to_id),
        "given_at": said(row.given_at),
        "moved": [key(one.plan_id) for one in moved],
        "not_moved": [
            {"plan": key(one.plan_id), "reason": one.not_moved, "sentence": one.get_not_moved_display()}
            for one in lines
            if one.not_moved
        ],
        "unknown": row.unknown,
    }
    if person.role.may(RECORD_LINES):  # of each case by itself: the force's record is kept by case
        found["record_lines"] = [
            {"case": key(pk), "lines": reverse("api_case_record_lines", args=[pk])}
            for pk in dict.fromkeys(one.case_id for one in moved)
        ]
    return found

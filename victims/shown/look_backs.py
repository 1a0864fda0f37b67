"""The page of a look-back, and what of it stands on the page of its withdrawal."""

from __future__ import annotations

from typing import Any

from cases.models import Lesson
from cases.shown.lessons import opened_lesson
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.vault import case_key
from rasso_tracker.web.addresses import address
from victims.look_back_enums import WouldHaveHelped
from victims.models import LookBack, Withdrawal
from victims.sealed import opened


def look_back_context(person: Person, row: LookBack) -> dict[str, Any]:
    """The look-back with its lessons. Whoever may open it may read its words: they are the police's own."""
    key = case_key(row.case_id)
    lessons = list(Lesson.objects.filter(source=row.pk).select_related("owner"))
    return {
        "row": row,
        "victim": row.victim,
        "words": opened(row, "words", key),
        "helped": helped_in_words(row),
        "lessons": [
            {"row": one, "lesson": opened_lesson(one, key), "href": address("lesson_detail", one.pk)}
            for one in lessons
        ],
        "ids": [row.withdrawal_id, *(one.pk for one in lessons)],
    }


def may_look_back(person: Person, row: Withdrawal) -> bool:
    """Whether to offer it: nobody is shown a button that would be refused."""
    return (
        person.role.may("record_look_back")
        and row.stands
        and (row.is_corroborated or not row.is_withdrawal)
        and row.looked_back_at is None
        and row.victim.case.officer_in_charge_id != person.pk
    )


def helped_in_words(row: LookBack) -> list[str]:
    return [str(WouldHaveHelped(code).label) for code in row.helped]


def looked_back(person: Person, withdrawal: Withdrawal) -> dict[str, Any] | None:
    """What was found, for the page of the withdrawal; None where there is none, or none is theirs to read."""
    if withdrawal.looked_back_at is None or not (person.is_service or person.role.reads(Part.SUPERVISION)):
        return None
    row = (
        LookBack.objects.visible_to(person)
        .filter(withdrawal=withdrawal, voided_at__isnull=True)
        .select_related("looked_back_by")
        .first()
    )
    return row and {"row": row, "helped": helped_in_words(row), "href": address("look_back", row.pk)}

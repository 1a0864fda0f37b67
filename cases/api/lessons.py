"""What the API reads of lessons."""

from __future__ import annotations

from django.db.models import Q

from cases.models import Lesson
from cases.models.lessons import UNDONE
from cases.shown.lessons import lesson_in_full, lesson_in_list
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList
from rasso_tracker.web.keyset import Order

LESSON_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="lessons/",
        name="lessons",
        model=Lesson,
        represent=lesson_in_list,
        order=Order("due", "Due", "due_on"),
        select=("owner", "given_by"),
        filters={
            "case": "case",
            "source": "source",
            "about": "about",
            "owner": "owner",
            "district": "case__district__code",
            "outcome": "outcome",
        },
        shows={
            # As on the page: what is open, unless something else is asked for.
            "show": {"": UNDONE, "open": UNDONE, "done": Q(done_at__isnull=False), "all": Q()},
            "whose": {"mine": lambda person: Q(owner=person.pk)},
        },
    ),
    ReadDetail(
        path="lessons/<uuid:pk>/",
        name="lesson",
        model=Lesson,
        represent=lesson_in_full,
        action=Action.LESSON_VIEWED,
        select=("owner", "given_by"),
        versioned=True,
    ),
]

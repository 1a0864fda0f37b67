"""The deeds on a lesson."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases import services
from cases.forms.lessons import FinishLessonForm, PassLessonOnForm
from cases.models import Lesson
from cases.rules import lessons as rules
from cases.shown.lessons import lesson_context, lesson_in_full
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def about_lesson(person: Person, row: Lesson) -> dict[str, Any]:
    return {"caption": row.case.reference, **lesson_context(person, row, now())}


def lesson_page(result: Any) -> str:
    return reverse("lesson_detail", args=[result.pk])


OF_LESSON: dict[str, Any] = {
    "subject": Lesson,
    "subject_name": "lesson",
    "select": ("case__district", "owner", "given_by", "done_by"),
    "template": "cases/lesson_deed.html",
    "versioned": True,
    "look": Action.LESSON_VIEWED,
    "context": about_lesson,
    "done": lesson_page,
    "back": lesson_page,
    "represent": lesson_in_full,
}
LESSON_SURFACES = [
    Surface(
        name="finish_lesson",
        title="Say what was changed",
        service=services.finish_lesson,
        form=FinishLessonForm,
        page="lessons/<uuid:pk>/finish/",
        api="lessons/<uuid:pk>/finish/",
        button="Save",
        said="Recorded. The lesson is done.",
        check=rules.check_can_finish_lesson,
        **OF_LESSON,
    ),
    Surface(
        name="pass_lesson_on",
        title="Pass the lesson on",
        service=services.pass_lesson_on,
        form=PassLessonOnForm,
        page="lessons/<uuid:pk>/pass-on/",
        api="lessons/<uuid:pk>/pass-on/",
        button="Pass it on",
        said="Passed on. Its owner hears of it at once.",
        check=rules.check_can_pass_on,
        initial=lambda person, row: {"owner": row.owner_id, "due_on": row.due_on},
        **OF_LESSON,
    ),
]

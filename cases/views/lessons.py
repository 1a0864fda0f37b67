"""The list of lessons, and the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count

from cases.lesson_enums import LearntFrom, LessonAbout
from cases.models import Lesson
from cases.models.lessons import UNDONE
from cases.shown.lessons import lesson_context
from cases.surfaces.lessons import LESSON_SURFACES
from rasso_tracker.audit import Action
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import every_district
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import Detail
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order


class LessonFilter(FilterForm):
    whose = forms.ChoiceField(label="Whose", required=False)
    district = forms.ChoiceField(label="District", required=False)
    about = forms.ChoiceField(
        label="About", required=False, choices=[("", "Everything"), *LessonAbout.choices]
    )
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "Open"), ("done", "Done"), ("all", "All of them")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()
        field_of(self, "whose", forms.ChoiceField).choices = [
            ("", "Everybody's"),
            ("mine", "Mine"),
            *self._owners(),
        ]

    def _owners(self) -> list[tuple[str, str]]:
        """Who owns open lessons that this person may read, with how many; and whoever is chosen."""
        rows = Lesson.objects.visible_to(self.person)
        open_ones = rows.filter(UNDONE).order_by("owner__name", "owner")
        counted = open_ones.values_list("owner", "owner__name").annotate(number=Count("pk"))
        found = [(str(pk), f"{name} ({number} open)") for pk, name, number in counted]
        return found + self._chosen_besides(rows, {pk for pk, _ in found})

    def _chosen_besides(self, rows: Any, listed: set[str]) -> list[tuple[str, str]]:
        """Who is chosen and owns nothing that is open: the list of what they have done."""
        try:
            chosen = str(UUID(self.data.get("whose", "")))
        except ValueError:
            return []
        if chosen in listed:
            return []
        return [
            (chosen, name) for name in rows.filter(owner=chosen).values_list("owner__name", flat=True)[:1]
        ]


class LessonList(Listing):
    name = "lesson_list"
    path = "lessons/"
    title = "Lessons"
    template = "cases/lesson_list.html"
    model = Lesson
    fields = (
        "id",
        "case_id",
        "case__reference",
        "case__district__name",
        "learnt_from",
        "about",
        "owner_id",
        "owner__name",
        "due_on",
        "given_at",
        "done_at",
        "ended_at",
    )
    orders = (Order("due", "Due", "due_on"),)
    filters = LessonFilter
    steady = True
    empty = "No lesson is open here."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["show"] == "done":
            branch = branch.filter(done_at__isnull=False)
        elif chosen["show"] is None:
            branch = branch.filter(UNDONE)
        if chosen["whose"] == "mine":
            branch = branch.filter(owner=person.pk)
        elif chosen["whose"]:
            branch = branch.filter(owner=chosen["whose"])
        if chosen["district"]:
            branch = branch.filter(case__district__code=chosen["district"])
        return branch.filter(about=chosen["about"]) if chosen["about"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        done, ended = record["done_at"], record["ended_at"]
        return {
            **record,
            "href": address("lesson_detail", record["pk"]),
            "about_label": LessonAbout(record["about"]).label,
            "from_label": LearntFrom(record["learnt_from"]).label,
            "deadline": None if done or ended else date_set(record["due_on"], start=record["given_at"]),
            "state": "Done" if done else "Fell away" if ended else "Open",
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now()}


LESSON_DETAIL = Detail(
    name="lesson_detail",
    path="lessons/<uuid:pk>/",
    model=Lesson,
    template="cases/lesson_detail.html",
    action=Action.LESSON_VIEWED,
    context=lambda person, row: lesson_context(person, row, now()),
    select=("case__district", "owner", "given_by", "done_by"),
    surfaces=tuple(LESSON_SURFACES),
)

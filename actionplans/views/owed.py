"""The list of what is owed on cases by a date: by name, or what one side waits for; what the homes cut."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from actionplans.home.owed import BY_NAME, OPEN, QUESTIONS
from actionplans.views import DistrictFilter
from cases.deadlines import deadline_of
from cases.due_places import places_of
from cases.models import DueItem
from cases.models.due import OWED_BY_OTHERS
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order

OF_THE_ITEM = (
    "id",
    "source",
    "code",
    "case_id",
    "what",
    "check_first",
    "due_on",
    "rule",
    "started_on",
    "raised_at",
)


def side_of(item: DueItem) -> str:
    """Whose it is where its words say that not the owner owes it, who only keeps an eye on it; else ""."""
    said = (one for one in OWED_BY_OTHERS if item.what.startswith(one))
    return next(said, "").removesuffix(": ")


class OwedFilter(DistrictFilter):
    show = forms.ChoiceField(label="What is owed", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "show", forms.ChoiceField).choices = [
            (code, one.words) for code, one in QUESTIONS.items() if self.person.role.reads(one.part)
        ]


class OwedList(Listing):
    """One walk along the index of due items by owner, or by code, and day."""

    name = "owed_list"
    path = "owed/"
    title = "What is owed"
    template = "actionplans/owed_list.html"
    model = DueItem
    part = Part.CASE
    fields = (*OF_THE_ITEM, "case__reference", "case__restricted", "case__district__name", "owner__name")
    orders: ClassVar[tuple[Order, ...]] = (Order("due", "Due", "due_on"),)
    filters: ClassVar[type[FilterForm] | None] = OwedFilter
    steady = True
    empty = "Nothing of this kind is owed on the cases that you may see."

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)

    @property
    def question(self) -> str:
        return self.chosen["show"] or BY_NAME

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(OPEN, QUESTIONS[self.question].rows(person))
        return branch.filter(case__district=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        item = DueItem(**{name: record[name] for name in OF_THE_ITEM})
        return {
            **record,
            "item": item,
            "what": item.what_for(person),
            "whose": side_of(item) or record["owner__name"] or "Nobody by name",
            "deadline": deadline_of(item),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        """With where each is done: a statement a kind, not a row."""
        found = places_of([row["item"] for row in self.rows], person)
        for row in self.rows:
            row["href"] = found[row["id"]]
        return {
            "at": self.at,
            "question": QUESTIONS[self.question].words,
            "of_others": any(side_of(row["item"]) for row in self.rows) and self.question == BY_NAME,
        }

"""Who was trained in the Right to Review, and the decisions made by people who were not."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.audit import Action
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.lists import FilterForm, Listing, Order
from reviews.models import Decision
from reviews.rules.training import whose_training
from reviews.training import (
    LABELS,
    by_team,
    by_untrained,
    courses_of,
    of_standing,
    standing_on,
    voided_of,
    who_lacked,
)
from reviews.views.outcomes import decided_since

READ, READ_DECISIONS = "read_review_training", "read_untrained_decisions"


class TrainingFilter(FilterForm):
    standing = forms.ChoiceField(
        label="Training",
        required=False,
        choices=[("", "Any"), ("gap", "Lapsed or never trained"), *LABELS.items()],
    )


class TrainingRegister(Listing):
    name = "review_training_register"
    path = "right-to-review/training/"
    title = "Training in the Right to Review"
    template = "reviews/training_register.html"
    model = Person
    fields = ("id", "name", "rank", "team__name", "district__name")
    orders = (Order("name", "Name", "name"),)
    filters = TrainingFilter
    deed = READ
    action = Action.LIST_VIEWED
    empty = "Nobody of your people stands so."

    def __init__(self, request: Any) -> None:
        self.today = london_date(now())
        super().__init__(request)

    def branches(self) -> list[Any]:
        return [Person.objects.filter(whose_training(self.person), in_post(self.today))]

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return of_standing(branch, chosen["standing"], self.today) if chosen["standing"] else branch

    def extra(self, person: Person) -> dict[str, Any]:
        courses = courses_of(row["pk"] for row in self.rows)
        return {
            "standing": {row["pk"]: standing_on(courses.get(row["pk"], ()), self.today) for row in self.rows},
            "voided": voided_of(row["pk"] for row in self.rows),
            "teams": by_team(person, self.today),
            "may_record": person.role.may("record_review_training"),
        }


class UntrainedFilter(FilterForm):
    since = forms.ChoiceField(
        label="Decided",
        required=False,
        choices=[("", "In the last 3 months"), ("year", "In the last year"), ("ever", "At any time")],
    )


class UntrainedList(Listing):
    name = "untrained_decision_list"
    path = "decisions/without-training/"
    title = "Decisions made without training"
    template = "reviews/untrained_list.html"
    model = Decision
    fields = (
        "id",
        "case_id",
        "case__reference",
        "case__district__name",
        "decided_at",
    )
    orders = (Order("decided", "Decided", "decided_at", descending=True, nullable=True),)
    filters = UntrainedFilter
    deed = READ_DECISIONS
    empty = "Every decision of this time was made and authorised by people whose training counted."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return by_untrained(branch.filter(decided_since(chosen["since"] or "", person, "decided_at")))

    def extra(self, person: Person) -> dict[str, Any]:
        lacked = who_lacked(Decision.objects.filter(pk__in=[row["pk"] for row in self.rows]))
        lacking = {pk: [(one.name, how.label) for one, how in people] for pk, people in lacked.items()}
        return {"lacking": lacking}

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {**record, "href": address("decision_detail", record["id"])}

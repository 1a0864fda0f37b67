"""The list of supervisory reviews that are owed. It stands here because it says how far each has climbed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict

from actionplans.models import Climb
from cases.forms import field
from cases.home import begins_with_team
from cases.models import DueItem, SupervisoryReview
from cases.services.supervision import dates_of_review
from cases.supervision_enums import REVIEW_DUE, LookedAt
from rasso_tracker.clocks import NoRuleInForce, OutsideCalendar, date_set, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part, Scope
from rasso_tracker.people.places import districts
from rasso_tracker.web.lists import FilterForm, Listing, Order

DUE_SOON = timedelta(days=7)
OWN_DISTRICT = (Scope.TEAM, Scope.DISTRICT)


TEAM, EVERYWHERE = "team", "all"


class ReviewFilter(FilterForm):
    whose = forms.ChoiceField(
        label="Whose cases",
        required=False,
        choices=[(TEAM, "My team's"), (EVERYWHERE, "All that I may see")],
        initial=TEAM,  # what the list opens with counts as no filter
    )
    when = forms.ChoiceField(
        label="When",
        required=False,
        choices=[
            ("", "Every open case"),
            ("lapsed", "Lapsed"),
            ("soon", "Due within 7 days"),
        ],
    )
    district = forms.ChoiceField(label="District", required=False)
    officer = forms.ChoiceField(label="Officer in charge", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person.role.scope in OWN_DISTRICT:
            del self.fields["district"]  # it would only cost a walk through every row of theirs
        else:
            every = [(one.code, one.name) for one in districts()]
            field(self, "district").choices = [("", "Every district"), *every]
        if not begins_with_team(self.person):
            del self.fields["whose"]
        officers = officers_of(self.person)
        if officers:
            field(self, "officer").choices = [("", "Every officer"), *officers]
        else:
            del self.fields["officer"]


def officers_of(person: Person) -> list[tuple[str, str]]:
    """The officers of the person's own district, to filter by; nobody for a wider scope."""
    if person.role.scope not in OWN_DISTRICT or not person.district_id:
        return []
    found = Person.objects.filter(district=person.district_id, roles__contains=["officer"], is_active=True)
    return [(str(pk), name) for pk, name in found.order_by("name").values_list("pk", "name")]


class SupervisoryReviewList(Listing):
    """The supervisory reviews that are owed, the longest lapsed first.

    One walk along the index of due items by code and day. Several are recorded in one sitting from its rows.
    """

    name = "supervisory_review_list"
    path = "supervisory-reviews/"
    title = "Supervisory reviews"
    template = "actionplans/supervisory_review_list.html"
    model = DueItem
    fields = (
        "id",
        "case_id",
        "case__reference",
        "case__restricted",
        "case__district__name",
        "case__team__name",
        "case__officer_in_charge_id",
        "case__officer_in_charge__name",
        "what",
        "due_on",
        "raised_at",
    )
    orders: ClassVar[tuple[Order, ...]] = (Order("due", "Due", "due_on"),)
    filters: ClassVar[type[FilterForm] | None] = ReviewFilter
    empty = "No supervisory review is owed on these cases."

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)

    def _default(self) -> QueryDict:
        return QueryDict(urlencode({"whose": TEAM} if begins_with_team(self.person) else {}))

    def branches(self) -> Any:
        if not self.person.role.reads(Part.SUPERVISION):
            return []
        return super().branches()

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(code=REVIEW_DUE, settled_at__isnull=True)
        today = london_date(self.at)
        if chosen.get("whose") == TEAM:
            branch = branch.filter(case__team=person.team_id)
        if chosen["when"] == "lapsed":
            branch = branch.filter(due_on__lt=today)
        elif chosen["when"] == "soon":
            branch = branch.filter(due_on__gte=today, due_on__lte=today + DUE_SOON)
        if chosen.get("district"):
            branch = branch.filter(case__district__code=chosen["district"])
        if chosen.get("officer"):
            branch = branch.filter(case__officer_in_charge=chosen["officer"])
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {**record, "deadline": date_set(record["due_on"], start=record["raised_at"])}

    def extra(self, person: Person) -> dict[str, Any]:
        """What the row's own form needs, and the last review of each case in one query."""
        try:
            next_on = dates_of_review(self.at).ordinary_on
        except (NoRuleInForce, OutsideCalendar):
            next_on = None
        cases = [row["case_id"] for row in self.rows]
        climbs = Climb.objects.filter(item__in=[row["id"] for row in self.rows], superseded_at__isnull=True)
        latest = (
            SupervisoryReview.objects.filter(case__in=cases)
            .order_by("case_id", "-number")
            .distinct("case_id")
        )
        return {
            "at": self.at,
            "steps": dict(climbs.values_list("item", "step")),
            "last": {one.case_id: one for one in latest.select_related("reviewed_by")},
            "may_review": person.role.may("record_supervisory_review"),
            "next_review_on": next_on,
            "looked_at": LookedAt.choices,
            "new_token": uuid.uuid4,
            "of_team": self.chosen.get("whose") == TEAM,
            "team": person.team,
            "query": urlencode({"list": self.request.GET.urlencode()}),
        }

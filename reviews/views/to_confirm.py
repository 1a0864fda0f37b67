"""The list of what police entered for CPS from its documents, for CPS to say whether it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from actionplans.home.confirming import SHOWN, WHEN, waiting, what_of
from actionplans.models import Triage
from actionplans.views import DistrictFilter
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from rasso_tracker.web.lists import Listing
from reviews.to_confirm import EVERY_KIND, OF_KIND


class KindFilter(DistrictFilter):
    kind = forms.ChoiceField(
        label="What was entered",
        required=False,
        choices=[
            ("", "Everything"),
            *((name, capfirst(kind.model._meta.verbose_name)) for name, kind in OF_KIND.items()),
        ],
    )


class ToConfirmList(Listing):
    """Rows of every kind of act of CPS in one order: a walk along an index for each."""

    name = "to_confirm_list"
    path = "to-confirm/"
    title = "Entered by police, for CPS to confirm"
    template = "reviews/to_confirm_list.html"
    model = Triage  # one of the kinds: a place in the list is a moment and an id, as in all of them
    part = Part.CPS
    fields = (*SHOWN, "case__restricted", "case__district__name")
    orders = (WHEN,)
    filters = KindFilter
    steady = True
    empty = "Nothing of this kind that police entered waits for CPS to confirm it."

    def branches(self) -> Sequence[Any]:
        """Of the kind that is chosen alone, where one is: the others need not be planned."""
        kind = self.chosen["kind"]
        return waiting(self.person, [OF_KIND[kind]] if kind else EVERY_KIND)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return branch.filter(case__district=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        """With where to say whether it stands, for CPS; for the police the case."""
        theirs = person.role.may(record["deed"])
        return {
            **record,
            "what": what_of(record, EVERY_KIND),
            "href": address(record["deed"], record["pk"])
            if theirs
            else address("case_detail", record["case_id"]),
        }

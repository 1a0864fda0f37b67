"""What lists of victims and of what was decided about them share: their columns, and a choice of district."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.people.places import every_district
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm

OF_A_VICTIM = (
    "id",
    "case_id",
    "case__reference",
    "case__district__name",
    "victim_id",
    "victim__number",
)


class DistrictFilter(FilterForm):
    district = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()


def in_district(branch: Any, chosen: dict[str, Any]) -> Any:
    """The rows of cases of the district that was chosen, or all."""
    return branch.filter(case__district__code=chosen["district"]) if chosen["district"] else branch

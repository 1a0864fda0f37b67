"""What is typed of an action plan and its items: issued, returned, checked, completed."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.enums import OPEN_ITEMS, ItemType
from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.models import ActionPlanItem
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowChoice,
    RowChoices,
    RowsField,
    SubForm,
    YesNoField,
)


class OwnerChoice(RowChoice):
    def label_from_instance(self, person: Person) -> str:
        return f"{person.name}, {person.team.name}" if person.team else person.name


class ItemRow(SubForm):
    type = forms.ChoiceField(label="What is asked for", choices=[("", "Choose a type"), *ItemType.choices])
    asks = LongText(label="In full", max_length=4000, rows=3)
    owner = OwnerChoice(
        queryset=Person.objects.none(),
        label="Owner",
        required=False,
        empty_label="The officer in charge",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.fields["owner"].queryset = owners_for(self.subject.case)  # type: ignore[attr-defined]


def owners_for(case: Any) -> Any:
    """Officers of the case's team who are in post."""
    return (
        Person.objects.filter(
            in_post(london_date(now())), team=case.team_id, kind=PersonKind.PERSON, agency=Agency.POLICE
        )
        .select_related("team")
        .order_by("name")
    )


class PlanForm(CpsActForm):
    items = RowsField(form=ItemRow, label="Items", min_rows=1, max_rows=50, row_label="Item")
    issued_at = GovDateTimeField(
        label="When was it issued?", past_only=True, required=False, hint="Leave empty for now"
    )
    target_date = GovDateField(
        label="Target date", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date", required=False, hint="Leave empty for 14 days from the issue"
    )
    field_order = ("items", "issued_at", "target_date", "review_date", "document_name", "document_date")


class ItemChoices(RowChoices):
    def label_from_instance(self, item: ActionPlanItem) -> str:
        return str(item)


class ReturnForm(DeedForm):
    items = ItemChoices(queryset=ActionPlanItem.objects.none(), label="Which items are returned?")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint=READ_BY_BOTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            rows = ActionPlanItem.objects.filter(plan=self.subject, status__in=OPEN_ITEMS)
            self.fields["items"].queryset = rows  # type: ignore[attr-defined]  # a RowChoices


class CheckForm(DeedForm):
    accepted = YesNoField(label="Is this what was asked for?", no="No, send it back")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint="Needed when it is sent back")


class CompleteForm(DeedForm):
    """Nothing to fill in: the button says it."""

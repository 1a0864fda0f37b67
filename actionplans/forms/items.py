"""What is typed of an item of a plan: as it is issued, accepted, given to somebody, dated, disputed."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.enums import OPEN_ITEMS, ItemType
from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.lines import LineChoice, offer_lines
from actionplans.item_enums import CPS_ANSWERS, DisputeChannel, DisputeReason
from actionplans.models import ActionPlanItem
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, RowChoice, RowChoices, SubForm

OFFICER_IN_CHARGE = "The officer in charge"


class OwnerChoice(RowChoice):
    def label_from_instance(self, person: Person) -> str:
        return f"{person.name}, {person.team.name}" if person.team else person.name


def owners_for(case: Any) -> Any:
    """Officers of the case's team who are in post."""
    return (
        Person.objects.filter(
            in_post(london_date(now())), team=case.team_id, kind=PersonKind.PERSON, agency=Agency.POLICE
        )
        .select_related("team")
        .order_by("name")
    )


class ItemRow(SubForm):
    type = forms.ChoiceField(label="What is asked for", choices=[("", "Choose a type"), *ItemType.choices])
    asks = LongText(label="In full", max_length=4000, rows=3)
    why = LongText(label="Why is it proportionate?", max_length=2000, rows=2, required=False)
    owner = OwnerChoice(
        queryset=Person.objects.none(), label="Owner", required=False, empty_label=OFFICER_IN_CHARGE
    )
    target_date = GovDateField(
        label="Target date of this item", required=False, hint="Leave empty for that of the plan"
    )

    strategy_line = LineChoice(label="Line of the case strategy", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "owner", OwnerChoice).queryset = owners_for(self.subject.case)
            offer_lines(self, self.subject.case)


class ItemChoices(RowChoices):
    def label_from_instance(self, item: ActionPlanItem) -> str:
        return str(item)


class OpenItemsForm(DeedForm):
    """Some of the items that the police owe."""

    items = ItemChoices(queryset=ActionPlanItem.objects.none(), label="Which items?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            rows = ActionPlanItem.objects.filter(plan=self.subject, status__in=OPEN_ITEMS)
            field_of(self, "items", RowChoices).queryset = rows


class AcceptItemsForm(OpenItemsForm):
    items = ItemChoices(
        queryset=ActionPlanItem.objects.none(),
        label="Which items do the police accept?",
        hint="Dispute an item on its own page instead. An item that is accepted is disputed no more.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.queryset = field.queryset.filter(agreed_at__isnull=True)


class AssignItemForm(DeedForm):
    owner = OwnerChoice(
        queryset=Person.objects.none(), label="Owner", required=False, empty_label=OFFICER_IN_CHARGE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "owner", OwnerChoice).queryset = owners_for(self.subject.case)


class LinkForm(DeedForm):
    strategy_line = LineChoice(label="Which line of the case strategy does it serve?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            standing = self.subject.strategy_line
            offer_lines(self, self.subject.plan.case, standing=standing, hidden=False)


class ItemDateForm(DeedForm):
    due_on = GovDateField(label="Target date of this item", future=True)
    reason = LongText(
        label="Why does it move?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it moves."},
    )


class DisputeForm(DeedForm):
    reason = forms.ChoiceField(
        label="Why do the police dispute it?", choices=DisputeReason.choices, widget=forms.RadioSelect
    )
    words = LongText(
        label="In your own words",
        max_length=2000,
        rows=4,
        required=False,
        hint=f"Needed for another reason. {READ_BY_BOTH}",
    )
    channel = forms.ChoiceField(
        label="How was it raised with CPS?", choices=DisputeChannel.choices, widget=forms.RadioSelect
    )


class DisputeAnswerForm(CpsActForm):
    outcome = forms.ChoiceField(
        label="What does CPS answer?",
        choices=[(one.value, one.label) for one in CPS_ANSWERS],
        widget=forms.RadioSelect,
    )
    words = LongText(
        label="If CPS still asks for it: what now, or why",
        max_length=2000,
        rows=4,
        required=False,
        hint=READ_BY_BOTH,
    )
    field_order = ("outcome", "words", "document_name", "document_date")

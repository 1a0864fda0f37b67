"""The forms of the list of support services."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.choices import at_work
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, PlainText, RowChoice, RowChoices
from victims.support_enums import REFERRED_TO


class ServiceForm(DeedForm):
    name = PlainText(label="Name of the service", max_length=80)
    kinds = forms.MultipleChoiceField(
        label="What does it offer?",
        choices=[(kind.value, kind.label) for kind in REFERRED_TO],
        widget=forms.CheckboxSelectMultiple,
    )
    district = RowChoice(every=District, label="District", required=False, empty_label="Every district")
    advisers = RowChoices(
        Person.objects.none(),
        label="Which ISVAs work there?",
        required=False,
        hint="They see what is referred to the service, of their own clients alone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "advisers", RowChoices).queryset = at_work([ISVA.code])


class ChangeServiceForm(ServiceForm):
    closed_on = GovDateField(
        label="If it closed, when?", required=False, past_only=True, hint="Nothing is referred to it then."
    )

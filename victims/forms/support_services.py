"""The forms of the list of support services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.forms.choices import PersonChoices, at_work, describe
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, PlainText, RowChoice
from victims.rules.support_services import check_service_said, who_works_there
from victims.support_enums import REFERRED_TO


class AdviserChoices(PersonChoices):
    def label_from_instance(self, person: Person) -> str:
        fit = ISVA.code in person.roles and person.serves_on(london_date(now()))
        return describe(person) + ("" if fit else " (no longer in post as an ISVA: untick)")


class ServiceForm(DeedForm):
    name = PlainText(label="Name of the service", max_length=80)
    kinds = forms.MultipleChoiceField(
        label="What does it offer?",
        choices=[(kind.value, kind.label) for kind in REFERRED_TO],
        widget=forms.CheckboxSelectMultiple,
    )
    district = RowChoice(every=District, label="District", required=False, empty_label="Every district")
    advisers = AdviserChoices(
        Person.objects.none(),
        label="Which ISVAs work there?",
        required=False,
        hint="They see what is referred to the service, of their own clients alone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = at_work([ISVA.code])
        if self.subject is not None:  # who works there and has left their post can be seen, and taken off
            there = Q(pk__in=who_works_there(self.subject))
            people = Person.objects.filter(there | Q(pk__in=people.values("pk"))).order_by("name", "id")
            people = people.select_related("team", "district", "cps_unit")
        field_of(self, "advisers", AdviserChoices).queryset = people

    def clean(self) -> None:
        """Every fault at once, in the words of the rule, beside what the form itself does not take."""
        said = self.cleaned_data
        try:
            check_service_said(
                said.get("name", ""),
                said.get("kinds", ()),
                said.get("advisers", ()),
                now(),
                service=self.subject,
                closed_on=said.get("closed_on"),
            )
        except Invalid as trouble:
            self.refuse({name: text for name, text in trouble.fields.items() if name not in self.errors})


class ChangeServiceForm(ServiceForm):
    closed_on = GovDateField(
        label="If it closed, when?", required=False, past_only=True, hint="Nothing is referred to it then."
    )

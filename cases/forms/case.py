"""The case itself and its allegations."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.enums import OffenceType, Precision
from cases.forms.choices import PersonChoice, field, police
from cases.forms.urn import SharedUrnForm
from cases.models import Suspect, Victim
from cases.models.parties import crime_reference_shape
from rasso_tracker.people.models import District, Person, Team
from rasso_tracker.people.roles import OFFICER, SUPERVISOR
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText, RowChoice

WIDTH_10 = {"class": "govuk-input--width-10"}


class CrimeReference(PlainText):
    """A crime reference as people write it: spaces and dashes between the digits are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Crime reference")
        kwargs.setdefault("hint", "11 digits that begin with 13")
        kwargs.setdefault("widget", forms.TextInput(attrs={**WIDTH_10, "inputmode": "numeric"}))
        kwargs.setdefault("error_messages", {"required": "Enter the crime reference."})
        super().__init__(max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return "".join(c for c in text if c not in " -/") if text else text

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            crime_reference_shape(value)


class OpenCaseForm(DeedForm):
    """Six fields for an officer, three of them filled in already: under two minutes."""

    district = RowChoice(every=District, label="District", to_field_name="code")
    team = RowChoice(every=Team, label="Team")
    officer_in_charge = PersonChoice(
        Person.objects.none(), label="Officer in charge", required=False, empty_label=None
    )
    reported_on = GovDateField(label="When was it reported to the police?", past_only=True)
    crime_reference = CrimeReference()
    offence_type = forms.ChoiceField(
        choices=OffenceType.choices, label="Offence", error_messages={"required": "Choose the offence."}
    )
    summary = LongText(  # type: ignore[assignment]  # a field is no attribute of its form
        label="Short summary",
        hint="What was reported, in a few lines. Leave out names, addresses and telephone numbers.",
        required=False,
        max_length=2000,
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field(self, "offence_type").choices = [("", "Choose an offence"), *OffenceType.choices]
        officer = field(self, "officer_in_charge")
        officer.queryset = police([OFFICER.code, SUPERVISOR.code])
        if self.person.role is OFFICER:
            officer.widget = officer.hidden_widget()  # an officer logs their own; a supervisor gives it away

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        return {**values, "officer_in_charge": values["officer_in_charge"] or self.person}


class EditCaseForm(SharedUrnForm):
    team = RowChoice(every=Team, label="Team")
    reported_on = GovDateField(label="When was it reported to the police?", past_only=True)
    urn = PlainText(
        label="CPS URN", max_length=20, required=False, widget=forms.TextInput(attrs=dict(WIDTH_10))
    )
    summary = LongText(  # type: ignore[assignment]  # a field is no attribute of its form
        label="Short summary",
        hint="Leave out names, addresses and telephone numbers.",
        required=False,
        max_length=2000,
        rows=4,
    )
    field_order = ("team", "reported_on", "urn", "shared_urn_confirmed", "summary")


class AllegationForm(DeedForm):
    """The case is the subject itself, or the case of the allegation that is edited."""

    crime_reference = CrimeReference()
    offence_type = forms.ChoiceField(
        choices=OffenceType.choices, label="Offence", error_messages={"required": "Choose the offence."}
    )
    victim = RowChoice(Victim.objects.none(), label="Victim", required=False, empty_label="Not recorded yet")
    suspect = RowChoice(Suspect.objects.none(), label="Suspect", required=False, empty_label="Not known yet")
    precision = forms.ChoiceField(
        choices=Precision.choices,
        label="How exactly is the date of the offence known?",
        widget=forms.RadioSelect,
        initial=Precision.UNKNOWN,
    )
    offence_from = GovDateField(
        label="Date of the offence, or the first day it may have happened",
        hint="For a month or a year, give its first day",
        required=False,
        past_only=True,
    )
    offence_to = GovDateField(label="Last day it may have happened", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case_id = getattr(self.subject, "case_id", None) or getattr(self.subject, "pk", None)
        field(self, "victim").queryset = Victim.objects.filter(case=case_id, merged_into__isnull=True)
        field(self, "suspect").queryset = Suspect.objects.filter(case=case_id, voided_at__isnull=True)
        field(self, "offence_type").choices = [("", "Choose an offence"), *OffenceType.choices]

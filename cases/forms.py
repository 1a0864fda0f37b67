"""The shape of what is typed about a case, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from cases.enums import RECORDED_BY_HAND, Duty, InterviewBy, MilestoneKind, OffenceType, Precision
from cases.models import Allegation, Suspect, Victim
from cases.models.parties import crime_reference_shape
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import District, Person, Team
from rasso_tracker.people.roles import GATEKEEPER, OFFICER, SUPERVISOR
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowChoices,
    YesNoField,
)

WIDTH_10 = {"class": "govuk-input--width-10"}


class PersonChoice(RowChoice):
    """Somebody at work, told apart by rank or post and by where they work."""

    def label_from_instance(self, person: Person) -> str:
        return describe(person)


class PersonChoices(RowChoices):
    def label_from_instance(self, person: Person) -> str:
        return describe(person)


def describe(person: Person) -> str:
    where = person.team.name if person.team else (person.district.name if person.district else "")
    what = person.get_rank_display() or person.get_post_display()
    return ", ".join(part for part in (person.name, what, where) if part and part != "Other")


def at_work(roles: list[str]) -> Any:
    """People in post today who hold one of `roles`."""
    return (
        Person.objects.filter(in_post(london_date(now())), kind=PersonKind.PERSON, roles__overlap=roles)
        .select_related("team", "district")
        .order_by("name", "id")
    )


def police(roles: list[str]) -> Any:
    return at_work(roles).filter(agency=Agency.POLICE)


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

    district = RowChoice(District.objects.none(), label="District", to_field_name="code")
    team = RowChoice(Team.objects.none(), label="Team")
    officer_in_charge = PersonChoice(
        Person.objects.none(), label="Officer in charge", required=False, empty_label=None
    )
    reported_on = GovDateField(label="When was it reported to the police?", past_only=True)
    crime_reference = CrimeReference()
    offence_type = forms.ChoiceField(
        choices=OffenceType.choices, label="Offence", error_messages={"required": "Choose the offence."}
    )
    summary = LongText(
        label="Short summary",
        hint="What was reported, in a few lines. Leave out names, addresses and telephone numbers.",
        required=False,
        max_length=2000,
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()
        self.fields["team"].queryset = Team.objects.all()
        self.fields["offence_type"].choices = [("", "Choose an offence"), *OffenceType.choices]
        officer = self.fields["officer_in_charge"]
        officer.queryset = police([OFFICER.code, SUPERVISOR.code])
        if self.person.role is OFFICER:
            officer.widget = officer.hidden_widget()  # an officer logs their own; a supervisor gives it away

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        return {**values, "officer_in_charge": values["officer_in_charge"] or self.person}


class EditCaseForm(DeedForm):
    team = RowChoice(Team.objects.none(), label="Team")
    reported_on = GovDateField(label="When was it reported to the police?", past_only=True)
    urn = PlainText(
        label="CPS URN", max_length=20, required=False, widget=forms.TextInput(attrs=dict(WIDTH_10))
    )
    summary = LongText(
        label="Short summary",
        hint="Leave out names, addresses and telephone numbers.",
        required=False,
        max_length=2000,
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()


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
        self.fields["victim"].queryset = Victim.objects.filter(case=case_id)
        self.fields["suspect"].queryset = Suspect.objects.filter(case=case_id)
        self.fields["offence_type"].choices = [("", "Choose an offence"), *OffenceType.choices]


class SuspectForm(DeedForm):
    name = PlainText(
        label="Name of the suspect",
        hint="Leave empty while not known. Surname last: it is what the suspect can be found by.",
        required=False,
        max_length=120,
    )
    is_police = YesNoField(
        label="Does the suspect work for the police?",
        hint="If so, the case is restricted at once: only named people see it from then on.",
    )
    gatekeeper = PersonChoice(
        Person.objects.none(),
        label="Gatekeeper to be named, if the suspect works for the police",
        required=False,
        empty_label="Nobody",
    )
    supervisor = PersonChoice(
        Person.objects.none(), label="Supervisor to be named", required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gatekeeper"].queryset = police([GATEKEEPER.code])
        self.fields["supervisor"].queryset = police([SUPERVISOR.code]).filter(
            district=self.subject.district_id if self.subject else None
        )

    def clean(self) -> None:
        values = self.cleaned_data
        shuts = values.get("is_police") and not self.subject.restricted
        if shuts and not values.get("gatekeeper") and "gatekeeper" not in self.errors:
            self.add_error("gatekeeper", "Choose the gatekeeper who will see the restricted case.")

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        named = [values.pop("gatekeeper"), values.pop("supervisor")]
        return {**values, "people": [person for person in named if person]}

    def refuse(self, fields: dict[str, str]) -> None:
        super().refuse({"gatekeeper" if name == "people" else name: text for name, text in fields.items()})


class VictimForm(DeedForm):
    enhanced_rights = YesNoField(
        label="Does the victim take up enhanced rights under the Victims' Code?",
        hint="Every victim of a sexual offence has them. Choose no only if the victim has declined them.",
        yes="Yes",
        no="No, the victim has declined them",
        initial=True,
    )


class MilestoneForm(DeedForm):
    kind = forms.ChoiceField(label="What happened?", error_messages={"required": "Choose what happened."})
    occurred_at = GovDateTimeField(
        label="When did it happen?", past_only=True, error_messages={"required": "Enter when it happened."}
    )
    suspect = RowChoice(
        Suspect.objects.none(), label="Which suspect?", required=False, empty_label="Not about one suspect"
    )
    victim = RowChoice(
        Victim.objects.none(), label="Which victim?", required=False, empty_label="Not about one victim"
    )
    allegation = RowChoice(
        Allegation.objects.none(),
        label="Which allegation?",
        required=False,
        empty_label="Not about one allegation",
    )
    interview_by = forms.ChoiceField(
        choices=InterviewBy.choices,
        label="For an interview under caution: how did the suspect come to it?",
        widget=forms.RadioSelect,
        required=False,
    )
    limit_on = GovDateField(label="For bail: on what date does it end?", required=False)
    note = LongText(
        label="Notes", hint="For example the conditions of bail", required=False, max_length=4000, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in MilestoneKind if kind in RECORDED_BY_HAND]
        self.fields["kind"].choices = [("", "Choose what happened"), *choices]
        for name, model in (("suspect", Suspect), ("victim", Victim), ("allegation", Allegation)):
            field = self.fields[name]
            field.queryset = model.objects.filter(case=self.subject)
            if len(field.queryset) < 2:  # nothing to choose among: the service takes the only one
                field.widget = field.hidden_widget()


class VoidForm(DeedForm):
    reason = LongText(label="Why is it wrong?", max_length=500, rows=3)


class AssignForm(DeedForm):
    person = PersonChoice(Person.objects.none(), label="Officer")
    duty = forms.ChoiceField(
        choices=Duty.choices, label="Assigned as", widget=forms.RadioSelect, initial=Duty.OIC
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = police([OFFICER.code, SUPERVISOR.code])


class RestrictForm(DeedForm):
    people = PersonChoices(
        Person.objects.none(),
        label="Who else must see the case?",
        hint="You, the assigned officers and anybody named already go on seeing it. Choose a gatekeeper.",
    )
    reason = LongText(label="Why is the case restricted?", max_length=500, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = Q(roles__contains=[SUPERVISOR.code], district=getattr(self.subject, "district_id", None))
        able = police([GATEKEEPER.code, SUPERVISOR.code]).exclude(pk=self.person.pk)
        self.fields["people"].queryset = able.filter(Q(roles__contains=[GATEKEEPER.code]) | district)


class NamePersonForm(DeedForm):
    person = PersonChoice(Person.objects.none(), label="Who needs to see the case?")
    reason = LongText(label="Why do they need to see it?", max_length=500, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = police([OFFICER.code, SUPERVISOR.code, GATEKEEPER.code])


class EndNamingForm(DeedForm):
    reason = LongText(label="Why does their access end?", max_length=500, rows=3)


class SearchForm(forms.Form):
    """What is looked for. Sent by POST alone: nothing typed stands in an address, a history or a log."""

    q = PlainText(
        label="Case reference, crime reference, CPS URN or officer",
        hint="At least four characters. Part of a reference, or one with a slip in it, is found too.",
        error_messages={"required": "Enter what you look for."},
        max_length=100,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    use_required_attribute = False

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if len("".join(c for c in text if c.isalnum())) < 4:
            raise ValidationError("Enter at least four letters or digits.")
        return text


class SurnameForm(forms.Form):
    """An exact look-up of a suspect. It always takes a reason, and both the look and the reason are logged."""

    surname = PlainText(
        label="Surname of a suspect",
        hint="The whole surname",
        error_messages={"required": "Enter the surname."},
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "class": "govuk-input--width-20"}),
    )
    reason = PlainText(
        label="Reason for the look-up",
        hint="For example, a new report that describes the same person. Do not repeat the name here.",
        error_messages={"required": "Enter the reason for looking up this surname."},
        max_length=200,
    )
    use_required_attribute = False

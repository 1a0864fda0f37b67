"""What the administrator types of people; no case content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import LEAVERS_WORK, MOVERS_WORK, Agency, Post, Rank
from rasso_tracker.people.holdings import held_by
from rasso_tracker.people.models import CpsUnit, District, Person, Team
from rasso_tracker.people.roles import ROLES
from rasso_tracker.web.forms import DeedForm, GovDateField, PlainText, RowChoice

NO_CASE = "Say nothing of a case or a victim here."
ROLE_CHOICES = [(role.code, f"{role.title}: {role.what}") for role in ROLES.values()]
_USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9.\-]*$", "Use small letters, digits, full stops and hyphens, such as alex.smith2."
)
_TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()\-]{4,}( (x|ext) ?[0-9]+)?$",
    "Enter a telephone number, such as 01924 555 0100 or 07700 900123 ext 12.",
)


def _optional(label: str, hint: str = "", **more: Any) -> PlainText:
    return PlainText(label=f"{label} (optional)", required=False, hint=hint, **more)


def _email() -> PlainText:
    wrong = EmailValidator("Enter an e-mail address such as name@example.police.uk.")
    hint = "Reminders go there. Colleagues on both sides see it on the cases that they work on."
    return _optional("E-mail", hint, max_length=254, validators=[wrong])


def _telephone() -> PlainText:
    hint = "The number at work. Colleagues on both sides see it on the cases that they work on."
    return _optional("Telephone", hint, max_length=40, validators=[_TELEPHONE])


def _rank(label: str, hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=f"{label} (optional)",
        choices=[("", "None"), *Rank.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=hint,
    )


def people_in_post() -> Any:
    return Person.objects.filter(in_post(london_date(now())), kind="person")


class OwnDetailsForm(DeedForm):
    email = _email()
    telephone = _telephone()


class RecordForm(DeedForm):
    """What is in a person's record however they came to it."""

    name = PlainText(label="Name", max_length=120)
    collar_number = _optional("Collar or staff number", max_length=20)
    rank = _rank("Rank")
    equated_rank = _rank("Rank that the grade is equated to", "For police staff, who hold no rank.")
    email = _email()
    telephone = _telephone()


class PlaceFields(DeedForm):
    post = forms.ChoiceField(
        label="Post", choices=Post.choices, help_text="The escalation ladder calls on posts."
    )
    district = RowChoice(
        every=District, to_field_name="code", label="District", required=False, empty_label="None"
    )
    team = RowChoice(every=Team, label="Team", required=False, empty_label="None")
    cps_unit = RowChoice(
        every=CpsUnit, to_field_name="code", label="CPS unit", required=False, empty_label="None"
    )
    supervisor = RowChoice(
        queryset=Person.objects.none(), label="Supervisor", required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supervisors: Any = self.fields["supervisor"]
        supervisors.queryset = people_in_post()


class AddPersonForm(RecordForm, PlaceFields):
    username = PlainText(
        label="Username",
        max_length=60,
        validators=[_USERNAME],
        hint="They sign in with it. It never changes.",
    )
    agency = forms.ChoiceField(label="Works for", choices=Agency.choices, widget=forms.RadioSelect)
    starts_on = GovDateField(label="First day in post")
    field_order = (
        "name",
        "username",
        "agency",
        "starts_on",
        "collar_number",
        "rank",
        "equated_rank",
        "post",
        "district",
        "team",
        "cps_unit",
        "supervisor",
        "email",
        "telephone",
    )


def _ask_of_work(form: DeedForm) -> None:
    """Ask what becomes of the work where there is some; colleagues of the same agency may take it."""
    if form.subject is None:
        return
    if not held_by(form.subject):
        del form.fields["work"], form.fields["goes_to"]
        return
    form.fields["work"].required = True
    takers: Any = form.fields["goes_to"]
    takers.queryset = people_in_post().filter(agency=form.subject.agency).exclude(pk=form.subject.pk)


class MoveForm(PlaceFields):
    moves_on = GovDateField(label="From which day?", future=True)
    work = forms.ChoiceField(
        label="What becomes of the work that they hold?",
        choices=MOVERS_WORK,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Say to whom the work goes, or that they keep it."},
    )
    goes_to = RowChoice(
        queryset=Person.objects.none(),
        label="Who takes it?",
        required=False,
        empty_label="Nobody by name",
        hint="Only where it goes to one person",
    )
    field_order = ("moves_on", "post", "district", "team", "cps_unit", "supervisor", "work", "goes_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_of_work(self)


class ProposeRoleForm(DeedForm):
    gives = forms.TypedChoiceField(
        label="What do you propose?",
        choices=[("give", "To give a role"), ("take", "To take a role away")],
        coerce=lambda value: value == "give",
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(label="Which role?", choices=ROLE_CHOICES, widget=forms.RadioSelect)
    reason = PlainText(
        label="Why?", max_length=300, hint=f"Another administrator reads this and decides. {NO_CASE}"
    )


class RefuseRoleForm(DeedForm):
    refusal = PlainText(label="Why not?", max_length=300, hint=NO_CASE)


class DecideForm(DeedForm):
    """Nothing to type: the button says it."""


class DeactivateForm(DeedForm):
    last_day = GovDateField(
        label="Last day in post",
        future=True,
        hint="Today ends sign-in, API tokens and roles at once. For example, 27 3 2026",
    )
    work = forms.ChoiceField(
        label="Where does the work go?",
        choices=LEAVERS_WORK,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Say to whom the work goes."},
    )
    goes_to = RowChoice(
        queryset=Person.objects.none(),
        label="Who takes it?",
        required=False,
        empty_label="Nobody by name",
        hint="Only where it goes to one person",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_of_work(self)


__all__ = [
    "AddPersonForm",
    "DeactivateForm",
    "DecideForm",
    "MoveForm",
    "OwnDetailsForm",
    "ProposeRoleForm",
    "RecordForm",
    "RefuseRoleForm",
]

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import Q, QuerySet

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope
from rasso_tracker.people.rules import check_can_cover, may_cover, may_cover_some, whose_leave
from rasso_tracker.people.services import is_shut_out, record_failed_sign_in
from rasso_tracker.people.services.first_password import NO_FIT
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, RowChoice

SHUT_OUT = "Too many wrong passwords were tried for this username. Wait 15 minutes, then try again."


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "The username or the password is wrong. Check both and try again.",
        "inactive": "This account is closed. Ask an administrator.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Enter your username"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["username"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username", "")
        if "\x00" in username:
            raise self.get_invalid_login_error()
        person = Person.objects.filter(username=username).first() if username else None
        if person and is_shut_out(person):
            raise forms.ValidationError(SHUT_OUT)
        try:
            return super().clean()
        except forms.ValidationError:
            record_failed_sign_in(person)
            raise

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.is_service or not user.serves_on(london_date(now())):
            raise forms.ValidationError(self.error_messages["inactive"], code="inactive")


class FirstPasswordForm(forms.Form):
    """What somebody types who has been given a code. Passwords are never shown again."""

    username = forms.CharField(
        max_length=60,
        error_messages={"required": "Enter your username"},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        max_length=40,
        label="Code",
        help_text="For example, KM7Q-2VXA-9RTB-DH4N",
        error_messages={"required": "Enter the code that you were given"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "govuk-input--width-20"}),
    )
    password = forms.CharField(
        max_length=128,
        strip=False,
        label="New password",
        help_text="At least 12 characters. Three words that do not belong together are good",
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        max_length=128,
        strip=False,
        label="The same password again",
        error_messages={"required": "Enter the password again"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "\x00" in found.get("username", "") + found.get("code", "") + found.get("password", ""):
            raise forms.ValidationError(NO_FIT)
        if "password" in found and "again" in found and found["password"] != found["again"]:
            self.add_error("again", "The two passwords differ. Enter the same one twice.")
        return found


class ColleagueChoice(RowChoice):
    """A person, with where they work: two of a name are told apart, and one of another agency shows."""

    def label_from_instance(self, person: Person) -> str:
        place = person.team or person.cps_unit or person.district
        where = place.name if place else person.get_post_display() or person.get_agency_display()
        return f"{person.name}, {where}"


class CoverForm(DeedForm):
    """A form that says who covers for whom: it offers those who can answer in that person's place."""

    def offer(self, people: QuerySet[Person]) -> None:
        """`people`: whose absence this person may say something about."""
        field_of(self, "absent", RowChoice).queryset = people
        absent, sent = self._given("absent"), self._given("covered_by")
        away = people.filter(pk=absent).first() if absent else None
        # Until somebody is chosen, whoever can answer for one of them. What was sent is for the service to
        # judge: it says why that person cannot.
        fits = may_cover(away) if away else may_cover_some(people)
        found = Person.objects.filter(in_post(london_date(now())), fits | Q(pk=sent), kind="person")
        found = found.select_related("team", "cps_unit", "district").order_by("name")
        field_of(self, "covered_by", RowChoice).queryset = found

    def check(self, said: dict[str, Any]) -> None:
        absent, covered_by = said.get("absent"), said.get("covered_by")
        if absent is not None and covered_by is not None:
            check_can_cover(absent, covered_by)

    def _given(self, name: str) -> uuid.UUID | None:
        """The id of who was chosen, by the form or by the link to it; None for anything else."""
        given = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            return given.pk if isinstance(given, Person) else uuid.UUID(str(given))
        except ValueError:
            return None


class DutyCoverForm(CoverForm):
    absent = RowChoice(queryset=Person.objects.none(), label="Who is away?")
    covered_by = ColleagueChoice(
        queryset=Person.objects.none(),
        label="Who covers?",
        hint="Somebody of the same agency who sees the same cases",
    )
    starts_on = GovDateField(label="First day of cover")
    ends_on = GovDateField(label="Last day of cover")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(in_post(london_date(now())), kind="person").exclude(username="")
        if self.person.role.scope == Scope.DISTRICT:
            people = people.filter(district=self.person.district_id)
        elif self.person.role.scope == Scope.GATEKEPT:
            people = people.filter(roles__contains=["gatekeeper"])
        self.offer(people)


class EndDutyCoverForm(DeedForm):
    back_on = GovDateField(
        label="First day without cover",
        hint="From that day on the person answers for themselves again. For example, 27 3 2026",
    )


class LeaveForm(CoverForm):
    absent = RowChoice(queryset=Person.objects.none(), label="Who is on leave?")
    starts_on = GovDateField(label="First day of leave", future=True)
    ends_on = GovDateField(label="Last day of leave", future=True)
    covered_by = ColleagueChoice(
        queryset=Person.objects.none(),
        label="Who covers? (optional)",
        required=False,
        hint="Somebody of the same agency who sees the same cases. Reminders go to them for these days. "
        "Without it they go to the supervisor or the next in post.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(in_post(london_date(now())), kind="person")
        self.fields["absent"].initial = self.person.pk
        self.offer(people.filter(whose_leave(self.person)))


class EndLeaveForm(DeedForm):
    back_on = GovDateField(
        label="First day back at work",
        hint="On the first day of the leave or before, it counts as not taken. For example, 27 3 2026",
    )

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Scope
from rasso_tracker.people.rules import whose_leave
from rasso_tracker.people.services import is_shut_out, record_failed_sign_in
from rasso_tracker.web.forms import DeedForm, GovDateField, RowChoice


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
            raise forms.ValidationError(
                "Too many wrong passwords were tried for this username. Wait 15 minutes, then try again."
            )
        try:
            return super().clean()
        except forms.ValidationError:
            record_failed_sign_in(person)
            raise

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.is_service or not user.serves_on(london_date(now())):
            raise forms.ValidationError(self.error_messages["inactive"], code="inactive")


class DutyCoverForm(DeedForm):
    absent = RowChoice(queryset=Person.objects.none(), label="Who is away?")
    covered_by = RowChoice(queryset=Person.objects.none(), label="Who covers?")
    starts_on = GovDateField(label="First day of cover")
    ends_on = GovDateField(label="Last day of cover")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(in_post(london_date(now())), kind="person").exclude(username="")
        if self.person.role.scope == Scope.DISTRICT:
            people = people.filter(district=self.person.district_id)
        elif self.person.role.scope == Scope.GATEKEPT:
            people = people.filter(roles__contains=["gatekeeper"])
        for name in ("absent", "covered_by"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a RowChoice


class EndDutyCoverForm(DeedForm):
    back_on = GovDateField(
        label="First day without cover",
        hint="From that day on the person answers for themselves again. For example, 27 3 2026",
    )


class LeaveForm(DeedForm):
    absent = RowChoice(queryset=Person.objects.none(), label="Who is on leave?")
    starts_on = GovDateField(label="First day of leave", future=True)
    ends_on = GovDateField(label="Last day of leave", future=True)
    covered_by = RowChoice(
        queryset=Person.objects.none(),
        label="Who covers? (optional)",
        required=False,
        hint="Reminders go to them for these days. Without it they go to the supervisor or the next in post.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(in_post(london_date(now())), kind="person")
        theirs: Any = self.fields["absent"]
        theirs.queryset, theirs.initial = people.filter(whose_leave(self.person)), self.person.pk
        cover: Any = self.fields["covered_by"]
        cover.queryset = people.filter(agency=self.person.agency)


class EndLeaveForm(DeedForm):
    back_on = GovDateField(
        label="First day back at work",
        hint="On the first day of the leave or before, it counts as not taken. For example, 27 3 2026",
    )

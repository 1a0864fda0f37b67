"""Forms: who a victim is and how to reach them."""

from __future__ import annotations

from django import forms
from django.core.validators import EmailValidator, RegexValidator
from django.db import models

from rasso_tracker.clocks import now
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    LongText,
    PlainText,
    YesNoField,
)
from victims.enums import (
    CommunicationMethod,
    ForbiddenBecause,
    OnlyThrough,
)
from victims.services.identity import check_details

HALF = {"class": "govuk-!-width-one-half"}


phone_shape = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{5,20}$", "Enter a phone number with its digits, for example 01632 960 001."
)


email_shape = EmailValidator("Enter an e-mail address in the shape name@example.com.")


def sentences(choices: type[models.TextChoices]) -> list[tuple[str, str]]:
    """The choices with a capital: the same words stand within a sentence elsewhere."""
    return [(code, f"{label[:1].upper()}{label[1:]}") for code, label in choices.choices]


class IdentityForm(DeedForm):
    name = PlainText(label="Full name", max_length=200)
    known_as = PlainText(
        label="What they like to be called", max_length=100, required=False, hint="If it differs."
    )
    date_of_birth = GovDateField(label="Date of birth", past_only=True, required=False)


class ContactDetailsForm(DeedForm):
    preferred_method = forms.ChoiceField(
        label="How do they prefer to hear from us?",
        choices=[("", "Choose one"), *CommunicationMethod.choices],
    )
    phone = PlainText(label="Phone number", max_length=30, required=False, validators=[phone_shape])
    safe_to_leave_message = YesNoField(
        label="Is it safe to leave a message?",
        hint="Ask. Somebody else may hear or read it.",
    )
    safe_times = PlainText(
        label="When is it safe to call?",
        max_length=300,
        required=False,
        hint="For example, after 4pm on weekdays",
    )
    email = PlainText(label="E-mail address", max_length=254, required=False, validators=[email_shape])
    address = LongText(label="Address", max_length=500, rows=3, required=False)
    interpreter_needed = YesNoField(label="Do they need an interpreter?")
    language = PlainText(
        label="Language", max_length=100, required=False, hint="Only if an interpreter is needed."
    )
    forbidden_methods = forms.MultipleChoiceField(
        label="How must we never reach them?",
        choices=CommunicationMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="What you choose here cannot be recorded by anybody. At least one way must remain.",
    )
    forbidden_because = forms.ChoiceField(
        label="Why not?",
        choices=[("", "Every way is safe"), *sentences(ForbiddenBecause)],
        required=False,
    )
    only_through = forms.ChoiceField(
        label="Do they want no direct contact at all?",
        choices=[("", "They may be contacted directly"), *OnlyThrough.choices],
        required=False,
    )
    unsafe_addresses = LongText(
        label="Addresses where we must never write or visit",
        max_length=1000,
        rows=3,
        required=False,
        hint="For example a home that the suspect knows, and why.",
    )
    companion = PlainText(label="Who do they want with them when we speak?", max_length=200, required=False)

    def clean(self) -> None:
        """Every fault at once, in the words of the rules, beside what the form itself does not take."""
        if self.subject is None:
            return
        said = self.cleaned_data
        try:
            check_details(
                self.subject,
                preferred_method=said.get("preferred_method", ""),
                reach={name: said.get(name, "") for name in ("phone", "email", "address")},
                unsafe=said.get("unsafe_addresses", ""),
                language=said.get("language", ""),
                interpreter_needed=bool(said.get("interpreter_needed")),
                forbidden_methods=said.get("forbidden_methods", ()),
                forbidden_because=said.get("forbidden_because", ""),
                only_through=said.get("only_through", ""),
                at=now(),
            )
        except Invalid as trouble:
            self.refuse({name: text for name, text in trouble.fields.items() if name not in self.errors})

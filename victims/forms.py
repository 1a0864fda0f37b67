"""The forms of every deed about a victim, for the page and the API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ISVA
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowsField,
    SubForm,
    YesNoField,
)
from rasso_tracker.web.kindness import KindForm
from victims.enums import (
    CommunicationMethod,
    ConcernAbout,
    ConcernOutcome,
    ContactAbout,
    Direction,
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
)
from victims.reasons import sort_reasons

HALF = {"class": "govuk-!-width-one-half"}
phone_shape = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{5,20}$", "Enter a phone number with its digits, for example 01632 960 001."
)
email_shape = EmailValidator("Enter an e-mail address in the shape name@example.com.")


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


class ContactForm(DeedForm):
    direction = forms.ChoiceField(
        label="Who made the contact?", choices=Direction.choices, widget=forms.RadioSelect
    )
    reached = YesNoField(
        label="Was the victim reached?",
        yes="Yes",
        no="No, this was an attempt",
        hint="An attempt is worth recording.",
    )
    method = forms.ChoiceField(label="How?", choices=[("", "Choose one"), *CommunicationMethod.choices])
    occurred_at = GovDateTimeField(label="When?", past_only=True)
    about = forms.MultipleChoiceField(
        label="What was it about?",
        choices=ContactAbout.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
    )
    summary = LongText(  # type: ignore[assignment]  # fields are no attributes: DeedForm.summary stays
        label="What was said",
        max_length=4000,
        rows=4,
        required=False,
        hint="Kept sealed. A few plain words are enough.",
    )
    next_due_on = GovDateField(
        label="When will they next hear from us?",
        future=True,
        required=False,
        hint="As agreed with the victim. Left empty after an update, the force's own interval is used.",
    )


class MoreReasonForm(SubForm):
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose one"), *WithdrawalReason.choices])
    given_by = forms.ChoiceField(label="Who gave it?", choices=[("", "Choose one"), *GivenBy.choices])


class WithdrawalForm(DeedForm):
    kind = forms.ChoiceField(
        label="What has happened?", choices=WithdrawalKind.choices, widget=forms.RadioSelect
    )
    occurred_at = GovDateTimeField(
        label="When did they tell us?",
        past_only=True,
        hint="When it happened, not when you write it down. The stage of the case is worked out from this.",
    )
    told_by = forms.ChoiceField(
        label="How did this reach us?",
        choices=ToldBy.choices,
        widget=forms.RadioSelect,
        help_text="Leave this and the reasons when contact was lost.",
    )
    reasons = forms.MultipleChoiceField(
        label="What were the reasons?",
        choices=WithdrawalReason.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that were given. “Prefers not to say” is an answer.",
        error_messages={"required": "Choose at least one reason. “Prefers not to say” is one."},
    )
    primary_reason = forms.ChoiceField(
        label="Which is the main reason?",
        choices=[("", "Choose one of those above"), *WithdrawalReason.choices],
        required=False,
        help_text="Leave this if you chose one reason only.",
    )
    other_words = PlainText(
        label="What is the other reason?",
        max_length=300,
        required=False,
        hint="Only if you chose “Another reason”.",
    )
    reasons_from = forms.ChoiceField(
        label="Who gave these reasons?",
        choices=GivenBy.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Left empty: the victim, unless it came through the ISVA or was inferred.",
    )
    more_reasons = RowsField(
        form=MoreReasonForm,
        label="Reasons that somebody else gave",
        row_label="Reason",
        max_rows=10,
        required=False,
        hint="Kept apart from the victim's own.",
    )
    own_words = LongText(
        label="In the victim's own words",
        max_length=4000,
        rows=4,
        required=False,
        hint="Kept sealed.",
    )
    support_offered = forms.MultipleChoiceField(
        label="What support was offered?",
        choices=Support.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Support does not end with a withdrawal.",
    )
    recontact_welcome = forms.ChoiceField(
        label="Would they welcome hearing from us again?",
        choices=Welcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> None:
        """Every fault of the reasons at once, in the words of the service."""
        chosen = self.cleaned_data
        kind = WithdrawalKind(chosen["kind"]) if chosen.get("kind") else None
        if kind is None:
            return
        if not kind.is_withdrawal:
            self._leave_unanswered("told_by", "reasons")
        try:
            sort_reasons(
                kind,
                told_by=chosen.get("told_by", ""),
                reasons=chosen.get("reasons", []),
                reasons_from=chosen.get("reasons_from", ""),
                more_reasons=chosen.get("more_reasons", []),
                primary_reason=chosen.get("primary_reason", ""),
                other_words=chosen.get("other_words", ""),
            )
        except Invalid as trouble:
            self.refuse({name: said for name, said in trouble.fields.items() if name not in self.errors})

    def _leave_unanswered(self, *names: str) -> None:
        """Lost contact is nobody's choice: nothing was told, and there are no reasons."""
        for name in names:
            if name in self.errors and name not in self.cleaned_data:
                del self.errors[name]
                self.cleaned_data[name] = [] if name == "reasons" else ""


class CorroborateForm(DeedForm):
    note = LongText(
        label="How did you satisfy yourself that this is the victim's choice?",
        max_length=2000,
        rows=4,
        hint="For example: I read the signed statement, or I spoke with the victim or the ISVA. Kept sealed.",
    )


class VoidForm(DeedForm):
    reason = LongText(
        label="What was wrong with this record?",
        max_length=500,
        rows=3,
        hint="Do not write names here. The record stays, marked as voided.",
    )


class ReengagementForm(DeedForm):
    occurred_at = GovDateTimeField(label="When did they tell us?", past_only=True)
    told_by = forms.ChoiceField(
        label="How did this reach us?",
        choices=[pair for pair in ToldBy.choices if pair[0] != ToldBy.INFERRED],
        widget=forms.RadioSelect,
    )
    own_words = LongText(
        label="In the victim's own words", max_length=4000, rows=4, required=False, hint="Kept sealed."
    )


class ShareForm(DeedForm):
    isva = RowChoice(queryset=Person.objects.none(), label="ISVA")
    consented_on = GovDateField(
        label="When did the victim agree?",
        past_only=True,
        hint="They may take it back at any time.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Person.objects.filter(roles__contains=[ISVA.code], is_active=True)
        self.fields["isva"].queryset = chosen.order_by("name")  # type: ignore[attr-defined]  # a RowChoice


class ConcernForm(DeedForm):
    about = forms.ChoiceField(
        label="What is it about?", choices=ConcernAbout.choices, widget=forms.RadioSelect
    )
    concern = LongText(
        label="What worries you?",
        max_length=4000,
        rows=4,
        hint="Kept sealed, for those who look after the victim. Do not write where they live.",
    )
    act_by = GovDateField(
        label="By when must somebody have acted?",
        future=True,
        hint="Past this day it goes to the Detective Inspector at once. In an emergency act first.",
    )


class ResolveConcernForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What came of it?", choices=ConcernOutcome.choices, widget=forms.RadioSelect
    )
    done = LongText(label="What was done?", max_length=4000, rows=4, hint="Kept sealed.")


class EndSupportForm(DeedForm):
    """Nothing to fill in: the button says it."""


class FindForm(KindForm):
    """Sent by POST: what is typed here is in no address and no log but the reason."""

    name = PlainText(label="Full name", max_length=200)
    date_of_birth = GovDateField(label="Date of birth", past_only=True, required=False)
    reason = PlainText(
        label="Why are you looking?",
        max_length=200,
        hint="This is logged with your name. Write no names here.",
    )

"""Forms of withdrawals and of coming back."""

from __future__ import annotations

from django import forms

from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateTimeField,
    LongText,
    PlainText,
    RowsField,
    SubForm,
)
from victims.enums import (
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
)
from victims.reasons import sort_reasons


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

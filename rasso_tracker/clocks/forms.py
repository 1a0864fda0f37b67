from django import forms

from rasso_tracker.clocks.enums import ClockCode, Unit, Verified
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText, WholeNumber


class BankHolidayForm(DeedForm):
    date = GovDateField(label="Date")
    title = PlainText(label="Name of the bank holiday", max_length=80)
    source = PlainText(label="Where was it published?", max_length=200, hint="For example, GOV.UK")


class WithdrawBankHolidayForm(DeedForm):
    reason = LongText(label="Why is it withdrawn?", max_length=500)


class ClockRuleForm(DeedForm):
    code = forms.ChoiceField(choices=[("", "Choose a clock"), *ClockCode.choices], label="Which clock?")
    amount = WholeNumber(1, 1000, label="How long?")
    unit = forms.ChoiceField(choices=Unit.choices, widget=forms.RadioSelect, label="Counted in")
    starts_from = PlainText(label="Counted from", max_length=200, hint="For example, receipt of the request")
    source = PlainText(label="Source", max_length=300, required=False, hint="Where the rule is published")
    verified = forms.ChoiceField(
        choices=Verified.choices, widget=forms.RadioSelect, label="Was the source read?"
    )
    in_force_from = GovDateField(
        label="In force from", hint="Clocks that started before this day keep the rule they started with"
    )
    notes = LongText(label="Notes", max_length=500, required=False)

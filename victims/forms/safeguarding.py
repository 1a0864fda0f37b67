"""Forms of a safeguarding concern."""

from __future__ import annotations

from django import forms

from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    LongText,
)
from victims.enums import (
    ConcernAbout,
    ConcernOutcome,
)


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

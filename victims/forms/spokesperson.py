"""Forms of a victim's circumstances and of who speaks for them."""

from __future__ import annotations

from django import forms

from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText, YesNoField
from victims.record_enums import FamilyTold, SpeaksBecause, SpokespersonIs, TieToSuspect, YesNoUnknown


class CircumstancesForm(DeedForm):
    under_18 = forms.ChoiceField(
        label="Were they under 18 when it was reported?",
        choices=YesNoUnknown.choices,
        widget=forms.RadioSelect,
    )
    died_on = GovDateField(
        label="If they have died, on what date?",
        past_only=True,
        required=False,
        hint="Leave empty otherwise. From then on nobody is reached directly: whoever speaks for them is. "
        "What was owed to them alone ends, such as needs and support.",
    )
    family = forms.ChoiceField(
        label="If they have died: is somebody of their family told how the case goes on?",
        choices=FamilyTold.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Close relatives who are bereaved have rights of their own. Record who of them is told as "
        "who speaks for the victim.",
    )

    def clean(self) -> None:
        """On a page nobody can empty a radio: without a date of death its answer says nothing. By API both
        are given, so the rule refuses what does not fit.
        """
        super().clean()
        if "once" in self.data and "died_on" not in self.errors and not self.cleaned_data.get("died_on"):
            self.cleaned_data["family"] = ""


class SpokespersonForm(DeedForm):
    name = PlainText(label="Their name", max_length=200, hint="Kept sealed.")
    is_their = forms.ChoiceField(
        label="Who are they to the victim?", choices=SpokespersonIs.choices, widget=forms.RadioSelect
    )
    because = forms.ChoiceField(
        label="Why do they speak for the victim?", choices=SpeaksBecause.choices, widget=forms.RadioSelect
    )
    is_suspect = YesNoField(
        label="Are they a suspect in this case, or might they be?",
        hint="A suspect never speaks for a victim.",
    )
    tie = forms.ChoiceField(
        label="What binds them to a suspect?",
        choices=TieToSuspect.choices,
        widget=forms.RadioSelect,
        help_text="With any tie, a supervisor agrees before they speak for the victim.",
    )
    since = GovDateField(
        label="Since when do they speak for the victim?",
        past_only=True,
        required=False,
        hint="What came through them before that day cannot be recorded. Left empty, it is today. With a tie "
        "to a suspect they speak only once a supervisor agrees.",
    )
    reach = LongText(
        label="How are they reached?", max_length=500, rows=2, required=False, hint="Kept sealed."
    )


class AgreeForm(DeedForm):
    words = LongText(
        label="Why is it safe that they speak for the victim?", max_length=2000, rows=3, hint="Kept sealed."
    )


class EndSpokespersonForm(DeedForm):
    """Nothing to fill in: the button says it."""

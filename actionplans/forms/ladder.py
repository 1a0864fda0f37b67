"""What the administrator types of a step of the ladder."""

from __future__ import annotations

from django import forms

from actionplans.enums import STEPS, LadderKind, LadderUnit
from rasso_tracker.people.enums import Post
from rasso_tracker.web.forms import DeedForm, GovDateField


class LadderStepForm(DeedForm):
    kind = forms.ChoiceField(label="Ladder of", choices=LadderKind.choices, widget=forms.RadioSelect)
    step = forms.TypedChoiceField(
        label="Step", choices=[(step, f"Step {step}") for step in STEPS], coerce=int
    )
    amount = forms.IntegerField(
        label="How long after the date, or before a limit",
        min_value=0,
        max_value=250,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label="Counted in", choices=LadderUnit.choices, widget=forms.RadioSelect)
    police_posts = forms.MultipleChoiceField(
        label="Police posts", choices=Post.choices, widget=forms.CheckboxSelectMultiple
    )
    cps_posts = forms.MultipleChoiceField(
        label="CPS posts", choices=Post.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    in_force_from = GovDateField(label="In force from", future=True)

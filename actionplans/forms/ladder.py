"""What the administrator types of a step of the ladder."""

from __future__ import annotations

from collections.abc import Collection

from django import forms

from actionplans.enums import STEPS, LadderKind, LadderUnit
from actionplans.models.ladder import LONGEST_AMOUNT
from rasso_tracker.people.enums import CPS_POSTS, POLICE_POSTS, Post
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, WholeNumber


def posts_of(side: Collection[Post]) -> list[tuple[str, str]]:
    """The posts of one side, in the order of the ladder."""
    return [(one.value, one.label) for one in Post if one in side]


class LadderStepForm(DeedForm):
    kind = forms.ChoiceField(label="Ladder of", choices=LadderKind.choices, widget=forms.RadioSelect)
    step = forms.TypedChoiceField(
        label="Step", choices=[(step, f"Step {step}") for step in STEPS], coerce=int
    )
    amount = WholeNumber(0, LONGEST_AMOUNT, label="How long after the date, or before a limit")
    unit = forms.ChoiceField(label="Counted in", choices=LadderUnit.choices, widget=forms.RadioSelect)
    police_posts = forms.MultipleChoiceField(
        label="Police posts", choices=posts_of(POLICE_POSTS), widget=forms.CheckboxSelectMultiple
    )
    cps_posts = forms.MultipleChoiceField(
        label="CPS posts", choices=posts_of(CPS_POSTS), widget=forms.CheckboxSelectMultiple, required=False
    )
    in_force_from = GovDateField(label="In force from", future=True)


class WithdrawLadderStepForm(DeedForm):
    reason = LongText(label="Why is this change withdrawn?", max_length=500)

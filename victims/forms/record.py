"""Forms of characteristics, needs, enhanced rights and merging."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.models import Victim
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowChoice,
    YesNoField,
)
from victims.enums import ToldBy
from victims.forms.since_report import SinceReport
from victims.models import NeedsAssessment
from victims.record_enums import ANSWERS, PREFERS_NOT_TO_SAY, AssessedBecause, Characteristic, Need

SAID = [(one.value, one.label) for one in ToldBy if one is not ToldBy.INFERRED]


def _asked(one: Characteristic) -> forms.ChoiceField:
    """Not asked, the answers, and "prefers not to say": told apart always."""
    return forms.ChoiceField(
        label=one.label,
        choices=[("", "Not asked"), *ANSWERS[one], (PREFERS_NOT_TO_SAY, "Prefers not to say")],
        required=False,
    )


class CharacteristicsForm(DeedForm):
    sex = _asked(Characteristic.SEX)
    gender = _asked(Characteristic.GENDER)
    ethnicity = _asked(Characteristic.ETHNICITY)
    religion = _asked(Characteristic.RELIGION)
    orientation = _asked(Characteristic.ORIENTATION)
    disability = _asked(Characteristic.DISABILITY)
    marriage = _asked(Characteristic.MARRIAGE)
    pregnancy = _asked(Characteristic.PREGNANCY)


class NeedsForm(SinceReport):
    because = forms.ChoiceField(
        label="Why are their needs assessed again?",
        choices=AssessedBecause.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    assessed_at = GovDateTimeField(label="When did you assess it?", past_only=True)
    needs = forms.MultipleChoiceField(
        label="What do they need?",
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose all that apply, or none.",
    )
    words = LongText(
        label="In words", max_length=4000, rows=4, required=False, hint="Kept sealed. What helps, and how."
    )
    next_due_on = GovDateField(
        label="When should it be looked at again?",
        future=True,
        required=False,
        hint="Left empty, the force's own interval is used. Sooner if their circumstances change.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        because: Any = self.fields["because"]
        if self.subject is not None and not NeedsAssessment.objects.filter(victim=self.subject).exists():
            because.widget = forms.HiddenInput()  # a first assessment needs no reason, and the rule knows it
            return
        again = [pair for pair in AssessedBecause.choices if pair[0] != AssessedBecause.FIRST]
        because.widget.choices = again
        because.required = self.subject is not None


class RightsForm(SinceReport):
    reveals: ClassVar = {"takes_up": {"no": ("explained",)}}
    takes_up = YesNoField(
        label="Do they take up enhanced rights?",
        yes="Yes, they take them up",
        no="No, they decline them",
        hint="Every victim of a sexual offence has them unless they decline.",
    )
    explained = YesNoField(
        label="If they decline: did you explain what they would give up?",
        hint="Among other things, word within 1 working day of an arrest, bail or a decision, not 5.",
        required=False,
    )
    chosen_at = GovDateTimeField(label="When did they say so?", past_only=True)
    told_by = forms.ChoiceField(label="How did they say it?", choices=[("", "Choose one"), *SAID])
    words = LongText(label="In their words", max_length=2000, rows=3, required=False, hint="Kept sealed.")


class MergeForm(DeedForm):
    duplicate = RowChoice(
        Victim.objects.none(),
        label="Which record is the same person?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the record that is the same person."},
    )
    reason = LongText(
        label="How do you know?",
        error_messages={"required": "Say how you know that they are the same person."},
        max_length=300,
        rows=3,
        hint="Kept in the log. Do not name anybody.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Victim.objects.filter(case=self.subject.case_id, merged_into__isnull=True)
        chosen: Any = self.fields["duplicate"]
        chosen.queryset = others.exclude(pk=self.subject.pk)

"""Forms of a request for private material."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, PlainText, YesNoField
from victims.ages import is_under_18
from victims.bereaved import death_of
from victims.material_enums import (
    ANSWERS,
    DEVICES,
    HOLDERS,
    IN_WRITING,
    MaterialKind,
    NoticeTo,
    Views,
)
from victims.rules.material import AFTER_DEATH, check_notice

_SEALED = "Kept sealed."
OWN = "The victim's own"
UNDER_18 = (
    "Under 18: an adult agrees about their device, so the notice goes to one. Ask the young person too."
)


def _ground(label: str, hint: str = "") -> LongText:
    return LongText(label=label, max_length=4000, rows=3, hint=hint or _SEALED)


class PlanMaterialForm(DeedForm):
    kind = forms.ChoiceField(label="What is needed?", choices=MaterialKind.choices, widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label="Of what, or held by whom?",
        choices=[
            ("", "Choose one"),
            ("Records held by", [(one.value, one.label) for one in HOLDERS]),
            (OWN, [(one.value, one.label) for one in DEVICES]),
        ],
    )
    named = PlainText(
        label="Its name",
        max_length=200,
        hint="Who holds the records, or which device. Kept sealed.",
        error_messages={"required": "Enter the name of the holder or the device."},
    )
    scope = _ground(
        "Exactly what is needed?", "Which records, messages or pictures, and from when to when. Kept sealed."
    )
    enquiry = _ground("Which reasonable line of enquiry does it serve?")
    necessary = _ground("Why is it necessary for that?")
    proportionate = _ground(
        "Why is it proportionate?", "Weigh it against how much of a private life it shows. Kept sealed."
    )
    last_resort = _ground("What else was tried?", "Or why nothing less intrusive would do. Kept sealed.")
    probative = LongText(
        label="For counselling or therapy records alone: their substantial probative value",
        max_length=4000,
        rows=3,
        required=False,
        hint="They are presumed not to be needed. A chief inspector or above decides. Kept sealed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and death_of(self.subject):
            # Drawn is what can still be asked for; a device is refused with its reason by the deed itself.
            kind: Any = self.fields["kind"]
            kind.widget.choices = [pair for pair in kind.choices if pair[0] != MaterialKind.DEVICE]
            kind.help_text = "They have died, so a device can no longer be asked of them."
            source: Any = self.fields["source"]
            source.widget.choices = [pair for pair in source.choices if pair[0] != OWN]


class DecideMaterialForm(DeedForm):
    approve = YesNoField(
        label="Do you approve asking for these records?",
        yes="Yes, I approve",
        no="No, the request ends",
        error_messages={"required": "Choose whether you approve asking for these records."},
    )
    note = LongText(
        label="Why?",
        max_length=4000,
        rows=4,
        hint=_SEALED,
        error_messages={"required": "Say why, so that whoever reads it later can follow the decision."},
    )


class MaterialNoticeForm(DeedForm):
    noticed_on = GovDateField(label="When was the written notice given?", past_only=True)
    notice_how = forms.ChoiceField(
        label="How was it given?",
        choices=[("", "Choose one"), *((one.value, one.label) for one in IN_WRITING)],
    )
    notice_to = forms.ChoiceField(label="To whom?", choices=NoticeTo.choices, widget=forms.RadioSelect)
    views = forms.ChoiceField(
        label="What does the victim, or whoever has the notice for them, say of it?",
        choices=Views.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        # Drawn is who can have had it; any other is refused with its reason by the deed itself.
        victim = self.subject.victim
        never = set() if death_of(victim) else set(AFTER_DEATH)
        if not is_under_18(victim, london_date(self.subject.planned_at)):
            never.add(NoticeTo.PARENT)
        to: Any = self.fields["notice_to"]
        if self.subject.kind == MaterialKind.DEVICE and NoticeTo.PARENT not in never:
            to.help_text = UNDER_18
            if is_under_18(victim, london_date(now())):  # so they were on whichever day it was given
                never.add(NoticeTo.VICTIM)
        to.widget.choices = [pair for pair in to.choices if pair[0] not in never]

    def clean(self) -> None:
        """Every fault at once, in the words of the deed, beside what the form itself does not take."""
        if self.subject is None or self.person is None or not self.errors:
            return
        said = self.cleaned_data
        on, how, to = said.get("noticed_on"), said.get("notice_how", ""), said.get("notice_to", "")
        try:
            check_notice(self.person, self.subject, on=on, how=how, to=to, at=now())
        except Invalid as trouble:
            self.refuse({name: text for name, text in trouble.fields.items() if name not in self.errors})


class SendMaterialForm(DeedForm):
    requested_on = GovDateField(
        label="When was it requested?",
        past_only=True,
        hint="On the day of the written notice or later.",
    )
    reply_by = GovDateField(
        label="By when is an answer expected?",
        hint="As you asked for it, also if that day has passed. Owed on the case until it comes.",
    )
    despite = LongText(
        label="Where the victim objects: how was that weighed?",
        max_length=4000,
        rows=3,
        required=False,
        hint=_SEALED,
    )


class MaterialAnswerForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What did the holder answer?",
        choices=[(one.value, one.label) for one in ANSWERS],
        widget=forms.RadioSelect,
    )
    ended_on = GovDateField(label="When?", past_only=True)
    words = LongText(
        label="What came, or what they said", max_length=4000, rows=3, required=False, hint=_SEALED
    )


class DeviceAnswerForm(DeedForm):
    agreed = YesNoField(
        label="Did they agree, freely and in writing?",
        hint="Whoever had the written notice: for somebody under 18, an adult.",
        yes="Yes",
        no="No: the request ends",
    )
    answered_on = GovDateField(label="When did they answer?", past_only=True)
    taken_on = GovDateField(
        label="When was the device taken?", past_only=True, required=False, hint="Only where they agreed."
    )
    return_by = GovDateField(
        label="By when will they have it back?",
        required=False,
        hint="As you promised it, also if that day has passed. Owed on the case until it is given back.",
    )
    words = LongText(
        label="What was agreed, in their words", max_length=4000, rows=3, required=False, hint=_SEALED
    )


class DeviceReturnForm(DeedForm):
    ended_on = GovDateField(label="When was it given back?", past_only=True)
    words = LongText(
        label="Anything to note of its state", max_length=4000, rows=3, required=False, hint=_SEALED
    )


class DropMaterialForm(DeedForm):
    words = LongText(label="Why is it no longer needed?", max_length=4000, rows=3, hint=_SEALED)

"""Forms of what an ISVA tells the police for a victim, and of the answer."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Victim
from rasso_tracker.web.forms import DeedForm, GovDateTimeField, LongText, YesNoField
from victims.enums import FromWhat, ToldBy, WithdrawalKind
from victims.forms.since_report import SinceReport
from victims.forms.withdrawals import WithdrawalForm, offer
from victims.support_enums import SAID_BY_ISVA

CHOICES = [(kind.value, kind.label) for kind in WithdrawalKind if kind.is_withdrawal]


class TellForm(SinceReport):
    asked_to_tell = YesNoField(
        label="Did the victim ask you to tell the police?",
        yes="Yes, they asked me to",
        no="No",
        hint="Only what they asked you to tell is told here.",
    )
    kind = forms.ChoiceField(label="What did they say?", choices=CHOICES, widget=forms.RadioSelect)
    occurred_at = GovDateTimeField(label="When did they tell you?", past_only=True)
    from_what = forms.MultipleChoiceField(
        label="What do they no longer want to take part in?",
        choices=FromWhat.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that fit.",
        error_messages={"required": "Choose what they no longer want to take part in."},
    )
    words = LongText(
        label="What they want us to know, in their own words",
        max_length=2000,
        rows=3,
        required=False,
        hint="You need not write anything here. Never the account, and nothing from therapy. Kept sealed.",
    )


class ConfirmToldForm(WithdrawalForm):
    """The form of a withdrawal, without what is known already: that it came through the ISVA."""

    reached_by = ToldBy.VIA_ISVA.value

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["told_by"]
        offer(self, "kind", CHOICES)

    @property
    def about_whom(self) -> Victim | None:
        return None if self.subject is None else self.subject.victim


class AnswerToldForm(DeedForm):
    because = LongText(
        label="Why is it not confirmed?",
        max_length=2000,
        rows=4,
        hint="The ISVA reads this. For example: recorded on 3 March already, or the victim takes part after "
        "all. Kept sealed.",
    )


class EndMySupportForm(DeedForm):
    because = forms.ChoiceField(label="Why does it end?", choices=SAID_BY_ISVA, widget=forms.RadioSelect)

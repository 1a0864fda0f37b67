"""Forms of looking at other reports about a suspect, and of saying whose they are."""

from __future__ import annotations

from django import forms

from cases.match_enums import Verdict
from rasso_tracker.web.forms import DeedForm, LongText, PlainText


class LookForm(DeedForm):
    reason = PlainText(
        label="Why are you looking?",
        hint="For example that a decision on this case waits for you. Logged with your name: write no names"
        " here.",
        max_length=200,
    )


class JudgeForm(DeedForm):
    verdict = forms.ChoiceField(
        label="Is it the same person?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is the same person."},
    )
    words = LongText(
        label="What does this rest on?",
        hint="Whom you asked and what you compared. Leave out everything about the other victim.",
        rows=4,
        max_length=2000,
    )

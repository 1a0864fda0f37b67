"""Forms of letters to victims."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.web.forms import DeedForm, GovDateField, GovTimeField, LongText, PlainText
from reviews.forms.telling import TellingForm, asks_for_order, order_reason, why_another
from reviews.letter_enums import (
    TRANSLATIONS,
    LetterAbout,
    LetterAddressee,
    LetterLanguage,
    LetterStatus,
    LetterTells,
    LetterVariant,
    LetterWay,
)
from reviews.models import DecisionLetter, Notification, ReviewRequest
from reviews.rules.letter_words import LONGEST
from reviews.rules.letters import methods_of
from reviews.rules.letters_true import unsearched
from reviews.rules.review_letters import abouts_of
from victims.enums import CommunicationMethod


def _way() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How will it reach them?",
        help_text="A way or a place that is not safe for them is refused.",
        choices=LetterWay.choices,
        widget=forms.RadioSelect,
    )


def _about() -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="What does it tell?",
        choices=[(one.value, one.label) for one in LetterAbout if one is not LetterAbout.DECISION],
        widget=forms.RadioSelect,
        required=False,  # by API: what is next to be said
    )
    unmarked: Any = field
    unmarked.unmarked = True
    return field


def _addressee() -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="To whom does it come?",
        help_text="Of a victim under 18 this has to be chosen. To whoever speaks for them, it speaks of the"
        " victim by name.",
        choices=LetterAddressee.choices,
        widget=forms.RadioSelect,
        required=False,  # by API: of an adult it is the victim, and of a child the rule asks in its own words
    )
    unmarked: Any = field
    unmarked.unmarked = True
    return field


def _variant() -> forms.ChoiceField:
    return forms.ChoiceField(label="In which form?", choices=LetterVariant.choices, widget=forms.RadioSelect)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="In which language?",
        help_text="A translation that nobody has checked cannot be signed off.",
        choices=LetterLanguage.choices,
        widget=forms.RadioSelect,
    )


def _drops_draft() -> forms.BooleanField:
    return forms.BooleanField(
        label="Drop the draft that somebody wrote in: what was written in it is not taken over",
        required=False,
    )


def _ask_of_drafts(form: DeedForm, **of: Any) -> None:
    """Whether a draft is dropped is asked only where somebody wrote in one that a new one would replace."""
    if form.subject is None or form.is_bound:  # one may have been written in since the form was opened
        return
    drafts = DecisionLetter.objects.filter(**of, status=LetterStatus.DRAFT)
    if not any(one.is_written_in for one in drafts):
        del form.fields["drops_draft"]


class DraftLetterForm(TellingForm):
    way = _way()
    addressee = _addressee()
    variant = _variant()
    language = _language()
    drops_draft = _drops_draft()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_of_drafts(self, decision=self.subject, request=None)


class DraftReviewLetterForm(DeedForm):
    about = _about()
    way = _way()
    addressee = _addressee()
    variant = _variant()
    language = _language()
    drops_draft = _drops_draft()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_of_drafts(self, request=self.subject)
        fields: dict[str, Any] = self.fields
        if isinstance(self.subject, ReviewRequest):  # the others are refused in words
            fields["about"].widget.choices = [(one.value, one.label) for one in abouts_of(self.subject)]


class EditLetterForm(DeedForm):
    reasons = LongText(
        label="Why, in plain words",
        error_messages={"required": "Say in plain words why: the legal words alone do not explain it."},
        hint="Write to them as you would speak. The legal words stand above this and cannot be changed. Name"
        " nobody but them.",
        max_length=LONGEST["reasons"],
        rows=8,
    )
    personal = LongText(
        label="A personal paragraph",
        hint="What you would like to say to them, such as what they asked when you spoke.",
        max_length=LONGEST["personal"],
        rows=5,
        required=False,
    )
    way = _way()
    addressee = _addressee()
    variant = _variant()
    language = _language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and self.subject.about == LetterAbout.ACKNOWLEDGEMENT:
            reasons: Any = self.fields["reasons"]
            reasons.label = "What happens now, in plain words"


class SignOffLetterForm(DeedForm):
    """The letter is read on the page, and signed off or not."""

    read_it = forms.BooleanField(
        label="I read this language. Nothing that was written here denies the Right to Review",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter = self.subject
        if letter is not None and not unsearched(letter) and "read_it" not in self.data:
            del self.fields["read_it"]


class DropLetterForm(DeedForm):
    """Nothing to enter."""


class TakeLetterBackForm(DeedForm):
    reason = LongText(
        label="Why is it taken back?",
        rows=3,
        error_messages={"required": "Say why it is taken back."},
    )


class PrintedForm(DeedForm):
    """Nothing to enter."""


class TranslationCheckedForm(DeedForm):
    language = forms.ChoiceField(
        label="Which translation?",
        choices=[(one.value, one.label) for one in LetterLanguage if one in TRANSLATIONS],
        widget=forms.RadioSelect,
    )
    checked_by_whom = PlainText(
        label="Who read it?", hint="Their name, and how they know the language", max_length=200
    )
    checked_on = GovDateField(label="On which day?", past_only=True)


def _tells(help_text: str = "") -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="What is this letter to them?",
        help_text=help_text,
        choices=LetterTells.choices,
        widget=forms.RadioSelect,
        required=False,  # by API: one on a review leaves it out; the rule asks it of others
    )
    unmarked: Any = field
    unmarked.unmarked = True
    return field


def _leave_out(form: DeedForm) -> None:
    """What is not asked of this letter: of one on a review neither, of a decision told before no order."""
    letter = form.subject
    if letter is None:
        return
    if letter.request_id is not None:
        del form.fields["tells"]
    # Of one who was told it is not asked; of what was sent all the same the rule says so.
    if letter.request_id is not None or ("why_another" not in form.data and _was_told(letter)):
        del form.fields["why_another"]
    if not asks_for_order(letter.decision, [letter.victim], again=form.is_bound):
        del form.fields["order_reason"]


def _was_told(letter: DecisionLetter) -> bool:
    rows = Notification.objects.filter(decision=letter.decision_id, victim=letter.victim_id)
    return rows.filter(told_at__isnull=False).exists()


class LetterSentForm(DeedForm):
    sent_on = GovDateField(label="On which day?", past_only=True)
    sent_time = GovTimeField(
        label="At what time?",
        hint="Only where something changed that day, such as how they are reached safely. For example, 14:30",
        required=False,
    )
    method = forms.ChoiceField(label="How did it go?", choices=(), widget=forms.RadioSelect)
    tells = _tells()
    why_another = why_another()
    order_reason = order_reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        _leave_out(self)
        methods = methods_of(self.subject) if self.subject else frozenset()
        fields["method"].choices = [
            (one.value, one.label) for one in CommunicationMethod if one in methods or not self.subject
        ]


class InterpretedForm(DeedForm):
    interpreted_on = GovDateField(label="On which day did an interpreter read it to them?", past_only=True)


class SendByNotifyForm(DeedForm):
    tells = _tells("It counts from the day on which GOV.UK Notify sends it.")
    why_another = why_another()
    order_reason = order_reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _leave_out(self)


class CpsLetterForm(TellingForm):
    sent_on = GovDateField(label="On which day did CPS send its letter?", past_only=True)

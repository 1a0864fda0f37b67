"""Forms of a review request under way."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms import PersonChoice, describe
from rasso_tracker.clocks import moment_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowChoice,
    YesNoField,
)
from reviews import choices
from reviews.enums import (
    REVIEWED_OUTCOMES,
    AskedBy,
    Channel,
    ReviewOutcome,
)
from reviews.forms.telling import CHOOSE_TELLING, offer_askers
from reviews.models import ReviewAsker
from reviews.rules import asks_for_cps
from reviews.rules.asking_too import SAY_WHO_HEARS, standing_asks


class AcknowledgeForm(DeedForm):
    acknowledged_at = GovDateTimeField(label="When were they told that we have it?", past_only=True)


class AlsoAskedForm(DeedForm):
    asked_by = forms.ChoiceField(
        label="Who asked?",
        choices=AskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked."},
    )
    hears = YesNoField(
        label="If it was not the victim: are they told the answer too?",
        hint="The victim is always told. Anybody else is where the victim agrees, or has died.",
        required=False,
    )
    received_at = GovDateTimeField(
        label="When did it reach us?",
        past_only=True,
        error_messages={"required": "Enter when it reached us."},
    )
    channel = forms.ChoiceField(
        label="How did it reach us?",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it reached us."},
    )
    words = LongText(
        label="What did they say or ask?",
        hint="In their own words: the reviewer reads it. Leave out names and addresses.",
        required=False,
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offer_askers(fields["asked_by"], [self.subject.victim])
        if self.subject.asked_by == AskedBy.VICTIM:
            fields["asked_by"].help_text = (
                "The victim again only where they had asked before"
                f" {moment_words(self.subject.own_ask_at)}: the dates then run from that day."
                f" {fields['asked_by'].help_text}"
            ).strip()

    def check(self, said: dict[str, Any]) -> None:
        """Whether they hear is asked with what else is missing; where nothing is, the rule asks all of it."""
        asked_by = said.get("asked_by")
        if self.errors and asked_by and asked_by != AskedBy.VICTIM and said.get("hears") is None:
            raise Invalid({"hears": SAY_WHO_HEARS})


class AskChoice(RowChoice):
    def label_from_instance(self, ask: ReviewAsker) -> str:
        how = ask.get_channel_display()
        when = moment_words(ask.received_at)
        return f"{ask.get_asked_by_display()}, {when}, {how[:1].lower()}{how[1:]}"


class TakeAskBackForm(DeedForm):
    ask = AskChoice(
        ReviewAsker.objects.none(),
        label="Which ask?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which ask is taken back."},
    )
    reason = LongText(
        label="What was wrong with it?",
        hint="It stays on the page, marked as taken back. Leave out names and addresses.",
        rows=3,
        max_length=500,
        error_messages={"required": "Say what was wrong with it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["ask"].queryset = standing_asks(self.subject)


class EnquiriesForm(DeedForm):
    found = LongText(
        label="What did the enquiries find?",
        hint="Or that they found nothing. Write what you could say to the victim; leave out names and"
        " addresses.",
        rows=5,
        error_messages={"required": "Say what they found, or that they found nothing."},
    )
    ended_on = GovDateField(
        label="On which day did the enquiries end?",
        past_only=True,
        error_messages={"required": "Enter the day on which the enquiries ended."},
    )
    made_by = PersonChoice(Person.objects.none(), label="Who made them?", empty_label="You", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["made_by"].queryset = choices.tellers(self.subject.case)
        fields["made_by"].unmarked = True  # it stands at whoever records them


class AllocateForm(DeedForm):
    reviewer = PersonChoice(Person.objects.none(), label="Reviewer", empty_label="Choose a reviewer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        field = fields["reviewer"]
        field.queryset = choices.police_at_work()  # whoever else is named hears why not
        suitable = choices.suitable_reviewers(self.subject, now())
        field.widget.choices = [("", field.empty_label), *((one.pk, describe(one)) for one in suitable)]


class GiveBackForm(DeedForm):
    reason = LongText(
        label="Why is it given back?",
        hint="For example, you supervise the officer now, or you are away. Do not name the victim.",
        rows=3,
        max_length=500,
    )


class ExtendForm(DeedForm):
    due_on = GovDateField(label="By when will it be completed?", future=True)
    reason = LongText(
        label="Why does it take longer?",
        hint="The scheme allows it for a complex or sensitive case. They are told this reason.",
        rows=4,
    )


class ReviewUpdateForm(DeedForm):
    told_at = GovDateTimeField(label="When did they hear from us?", past_only=True)
    method = forms.ChoiceField(label="How did they hear?", choices=CHOOSE_TELLING)
    note = LongText(label="What were they told?", required=False, rows=3)
    next_on = GovDateField(
        label="Did they ask to hear again on another day?",
        hint="Leave empty to be reminded by the rule.",
        required=False,
    )


class DecideForm(DeedForm):
    reveals: ClassVar = {"outcome": {ReviewOutcome.OVERTURNED_OUT_OF_COURT.value: ("cps_authority",)}}
    outcome = forms.ChoiceField(
        label="What did the review come to?", choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    reasons = LongText(
        label="Reasons",
        hint="What you looked at, and why the decision stands or not. They are told these reasons.",
        rows=8,
    )
    cps_authority = LongText(
        label="Who at CPS authorised the disposal, when, and what makes it exceptional?",
        hint="An offence that only the Crown Court tries is not dealt with out of court by the police alone.",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        request = self.subject
        if not asks_for_cps(request):
            del fields["cps_authority"]
        unfit = set(REVIEWED_OUTCOMES) if request.not_eligible else {ReviewOutcome.NOT_ELIGIBLE}
        if request.in_time:
            unfit.add(ReviewOutcome.OUT_OF_TIME)
        fields["outcome"].widget.choices = [pair for pair in ReviewOutcome.choices if pair[0] not in unfit]


class TellOutcomeForm(DeedForm):
    told_at = GovDateTimeField(label="When were they told the outcome?", past_only=True)
    method = forms.ChoiceField(label="How were they told?", choices=CHOOSE_TELLING)

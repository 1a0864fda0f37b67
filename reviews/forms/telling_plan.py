"""Forms of planning, trying and putting off the telling of a decision, and of what victims ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms import PersonChoice
from rasso_tracker.clocks import no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, GovDateTimeField, LongText
from reviews import choices
from reviews.forms.telling import CHOOSE_TELLING, TELLING
from reviews.rules import check_take_back, wanted_from
from reviews.rules.telling_plan import expected_from, times_that_fit
from reviews.rules.tried import check_answered, check_asked, check_asked_to_wait, check_attempt
from reviews.services.telling_plan import check_planned
from reviews.telling_enums import (
    SAID_TAKING_BACK,
    AttemptOutcome,
    Companion,
    Interpreter,
    LateBecause,
    TakenBackBecause,
    TimeFits,
    WhyAnotherWay,
)
from victims.enums import CommunicationMethod
from victims.rules import details_at

CHOOSE_WAY = [("", "Choose how"), *CommunicationMethod.choices]


def _people(form: DeedForm, name: str) -> None:
    fields: dict[str, Any] = form.fields
    if form.subject is not None:
        fields[name].queryset = choices.tellers(form.subject.case)


class PlanForm(DeedForm):
    folds: ClassVar = {"Before 8 in the morning or after 8 in the evening": ("why_hour",)}
    method = forms.ChoiceField(label="How will they be told?", choices=TELLING, widget=forms.RadioSelect)
    why_another = forms.ChoiceField(
        label="If this is not the way that they prefer, why not?",
        choices=[("", "It is the way that they prefer"), *WhyAnotherWay.choices],
        required=False,
    )
    tell_at = GovDateTimeField(label="When?", future=True)
    time_fits = forms.ChoiceField(
        label="Why is this a good time for them?",
        choices=TimeFits.choices,
        widget=forms.RadioSelect,
        help_text="Not on a day off or the evening before one, unless they asked for it.",
    )
    why_hour = LongText(
        label="Why does that hour suit them?",
        hint="Leave empty where they asked for this time.",
        required=False,
        rows=2,
    )
    teller = PersonChoice(Person.objects.none(), label="Who tells them?", empty_label="Choose who")
    companions = forms.MultipleChoiceField(
        label="Who is there with them?",
        choices=Companion.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interpreter = forms.ChoiceField(
        label="Interpreter", choices=Interpreter.choices, widget=forms.RadioSelect
    )
    note = LongText(
        label="Note",
        hint="Anything that helps to do it well. If it is later than they are to hear, say why, and"
        " anew each time that it is put off.",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, "teller")
        if self.subject is not None:  # the other answer is refused in words
            fits: Any = self.fields["time_fits"]
            fits.widget.choices = [
                (one.value, one.label) for one in times_that_fit(details_at(self.subject.victim, now()))
            ]

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None:
            return
        form: dict[str, Any] = {
            name: said.get(name) or "" for name in ("method", "why_another", "note", "time_fits")
        }
        form |= {name: said.get(name) or "" for name in ("why_hour", "interpreter")}
        form |= {"teller": said.get("teller"), "tell_at": said.get("tell_at")}
        companions = said.get("companions") or ()
        check_planned(self.person, self.subject, **form, companions=companions, at=now())


class AttemptForm(DeedForm):
    tried_at = GovDateTimeField(label="When did you try?", past_only=True)
    method = forms.ChoiceField(label="How?", choices=CHOOSE_WAY)
    outcome = forms.ChoiceField(
        label="What came of it?", choices=AttemptOutcome.choices, widget=forms.RadioSelect
    )
    note = LongText(label="Note", required=False, rows=3)

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None:
            return
        form: dict[str, Any] = {name: said.get(name) or "" for name in ("method", "outcome", "note")}
        form |= {"tried_at": said.get("tried_at")}
        check_attempt(self.person, self.subject, **form, at=now())


class WishToWaitForm(DeedForm):
    asked_at = GovDateTimeField(label="When did they ask?", past_only=True)
    asked_through = forms.ChoiceField(label="How did they ask?", choices=CHOOSE_WAY)
    until = GovDateField(
        label="Until which day do they want to wait?", hint="They are told on that day, and not before it."
    )
    note = LongText(label="In their words", required=False, rows=3)

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None:
            return
        asked_at = said.get("asked_at")
        form: dict[str, Any] = {
            "asked_through": said.get("asked_through") or "",
            "until": said.get("until"),
        }
        form |= {"asked_at": asked_at and no_earlier(asked_at, expected_from(self.subject))}
        check_asked_to_wait(self.subject, **form, at=now())


class NoLetterForm(DeedForm):
    reason = LongText(
        label="Why is no letter needed?",
        hint="For example that they have asked since that nothing comes in writing.",
        rows=3,
    )


class WhyLateForm(DeedForm):
    because = forms.ChoiceField(
        label="Why were they not told in time?", choices=LateBecause.choices, widget=forms.RadioSelect
    )
    note = LongText(label="What happened, and what is done about it", required=False, rows=4)


class TakeBackNotToldForm(DeedForm):
    reveals: ClassVar = {"because": {TakenBackBecause.WANTS_TO_HEAR.value: ("asked_at",)}}
    because = forms.ChoiceField(
        label="Why does it hold no more?",
        choices=[(one.value, one.label) for one in SAID_TAKING_BACK],
        widget=forms.RadioSelect,
    )
    asked_at = GovDateTimeField(
        label="When did they say so?",
        hint="They are to hear by the clock that counts from then.",
        past_only=True,
        required=False,
    )
    reason = LongText(label="What happened?", hint="It is kept beside what was said before.", rows=3)

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None or not self.subject.not_told_because:
            return
        because, reason, asked_at = said.get("because") or "", said.get("reason") or "", None
        if typed := said.get("asked_at"):
            asked_at = no_earlier(typed, wanted_from(self.subject)[0])
        check_take_back(self.subject, because, asked_at, reason, now())


class VictimQuestionForm(DeedForm):
    question = LongText(label="What did they ask?", hint="In their words.", rows=4)
    asked_at = GovDateTimeField(label="When?", past_only=True)
    owner = PersonChoice(
        Person.objects.none(),
        label="Who answers it?",
        empty_label="Whoever owns contact with them",
        required=False,
    )
    due_on = GovDateField(
        label="By when?", required=False, hint="As agreed with them. Left empty, the force's clock says."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, "owner")

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None:
            return
        form: dict[str, Any] = {"question": said.get("question") or "", "due_on": said.get("due_on")}
        form |= {"asked_at": said.get("asked_at")}
        check_asked(self.subject, **form, at=now())


class AnswerVictimForm(DeedForm):
    answer = LongText(label="What were they answered?", rows=4)
    answered_at = GovDateTimeField(label="When?", past_only=True)
    answered_through = forms.ChoiceField(label="How?", choices=CHOOSE_TELLING)

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None:
            return
        form: dict[str, Any] = {name: said.get(name) or "" for name in ("answer", "answered_through")}
        form |= {"answered_at": said.get("answered_at")}
        notice = self.subject.notice
        check_answered(self.person, notice, self.subject, **form, at=now())

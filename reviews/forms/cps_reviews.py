"""Forms of reviews under CPS's scheme and of the expedited review."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Allegation
from rasso_tracker.clocks import london_date, now
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, GovDateTimeField, RowChoice
from reviews.cps_review_enums import (
    OUTCOMES_OF_STAGE,
    CpsReviewOutcome,
    CpsStageKind,
    ExpeditedAnswer,
    ExpeditedOutcome,
    Reached,
)
from reviews.enums import AskedBy, Channel
from reviews.forms.telling import CHOOSE_TELLING, TELLING, TellingForm
from reviews.models import CpsReview
from reviews.rules import expedited
from reviews.rules.cps_reviews import check_outcome, local_that_stands, stage_to_tell, stage_with_cps
from reviews.rules.cps_said import check_answer_heard, check_asked_again, check_requested


class CpsReviewForm(TellingForm):
    reached = forms.ChoiceField(
        label="Where did the request go?", choices=Reached.choices, widget=forms.RadioSelect
    )
    received_on = GovDateField(label="On which day did it come?", past_only=True)
    letter_on = GovDateField(
        label="What is the date of CPS's letter on the decision?",
        hint="Leave empty if nobody knows, or if the letter is recorded here already.",
        required=False,
        past_only=True,
    )
    channel = forms.ChoiceField(label="How was it made?", choices=Channel.choices, widget=forms.RadioSelect)
    asked_by = forms.ChoiceField(label="Who asked?", choices=AskedBy.choices, widget=forms.RadioSelect)

    def check(self, said: dict[str, Any]) -> None:
        """Once it is known of whom."""
        if (notice := self.notice) is None:
            return
        given: dict[str, Any] = {name: said.get(name) for name in ("received_on", "letter_on")}
        given |= {name: said.get(name) or "" for name in ("reached", "channel", "asked_by")}
        check_requested(self.subject, notice.victim, **given, at=now())


class PassOnForm(DeedForm):
    passed_on = GovDateField(label="On which day did it go on to CPS?", past_only=True)


class CpsReviewOutcomeForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What did CPS decide?", choices=CpsReviewOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = GovDateField(label="On which day did CPS decide?", past_only=True)
    letter_on = GovDateField(
        label="What is the date of CPS's letter to the victim?",
        hint="Leave empty if it has not been seen.",
        required=False,
        past_only=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.subject.stages.filter(outcome="").first()
        if stage is not None:
            offered = [(one.value, one.label) for one in OUTCOMES_OF_STAGE[CpsStageKind(stage.kind)]]
            field_of(self, "outcome", forms.ChoiceField).widget.choices = offered

    def check(self, said: dict[str, Any]) -> None:
        stage = stage_with_cps(self.subject)
        check_outcome(stage, said.get("outcome") or "", said.get("decided_on"), said.get("letter_on"), now())


class HeardForm(DeedForm):
    """Of an answer of CPS, whichever review it was of."""

    told_at = GovDateTimeField(label="When did the victim hear?", past_only=True)
    method = forms.ChoiceField(label="How did they hear?", choices=CHOOSE_TELLING)

    def check(self, said: dict[str, Any]) -> None:
        review = self.subject
        decided_on = (stage_to_tell(review) if isinstance(review, CpsReview) else review).decided_on
        told: dict[str, Any] = {"told_at": said.get("told_at"), "method": said.get("method") or ""}
        check_answer_heard(self.person, review.victim, decided_on, **told, at=now())


class IndependentForm(DeedForm):
    reached = forms.ChoiceField(
        label="Where did the request go?", choices=Reached.choices, widget=forms.RadioSelect
    )
    asked_on = GovDateField(
        label="On which day did the victim ask for an independent review?", past_only=True
    )

    def check(self, said: dict[str, Any]) -> None:
        local = local_that_stands(self.subject)
        check_asked_again(local, said.get("reached") or "", said.get("asked_on"), now())


class NoEvidenceForm(DeedForm):
    allegation = RowChoice(
        Allegation.objects.none(), label="Which charge?", empty_label=None, widget=forms.RadioSelect
    )
    proposed_on = GovDateField(label="When did CPS say that it means to offer no evidence?", past_only=True)
    hearing_on = GovDateField(label="At which hearing would it do so?")
    told_on = GovDateField(
        label="When did the victim hear of it?",
        hint="Leave empty if they have not heard yet: telling them is then owed.",
        required=False,
        past_only=True,
    )
    method = forms.ChoiceField(
        label="How did they hear of it?", choices=[("", "Not known, or not yet"), *TELLING], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        charged = expedited.to_begin_on(self.subject, london_date(now()))
        field = field_of(self, "allegation", RowChoice)
        field.queryset = Allegation.objects.filter(case=self.subject).select_related("victim", "suspect")
        field.widget.choices = [(one.pk, _words(one)) for one in charged]

    def check(self, said: dict[str, Any]) -> None:
        told = {name: said.get(name) for name in ("allegation", "proposed_on", "hearing_on", "told_on")}
        expedited.check_begun(self.person, self.subject, **told, method=said.get("method") or "", at=now())


def _words(allegation: Allegation) -> str:
    victim = allegation.victim.label if allegation.victim else "no victim recorded"
    return f"{allegation.crime_reference}: {allegation.get_offence_type_display()}; {victim}"


class NoEvidenceHeardForm(DeedForm):
    told_on = GovDateField(
        label="When did the victim hear that CPS means to offer no evidence?", past_only=True
    )
    method = forms.ChoiceField(label="How did they hear?", choices=CHOOSE_TELLING)

    def check(self, said: dict[str, Any]) -> None:
        review, method = self.subject, said.get("method") or ""
        expedited.check_heard(
            self.person, review.victim, review.proposed_on, said.get("told_on"), method, now()
        )


class ExpeditedAnswerForm(DeedForm):
    answer = forms.ChoiceField(
        label="What does the victim say?", choices=ExpeditedAnswer.choices, widget=forms.RadioSelect
    )
    answered_on = GovDateField(label="On which day did they say so?", past_only=True)

    def check(self, said: dict[str, Any]) -> None:
        expedited.check_to_answer(self.subject)
        expedited.check_answer(self.subject, said.get("answer") or "", said.get("answered_on"), now())


class ExpeditedHearingForm(DeedForm):
    hearing_on = GovDateField(
        label="On which day is the hearing now?",
        hint="A day that has gone by only where the hearing was held on it: then record what CPS answered, or"
        " the next hearing.",
    )


class ExpeditedOutcomeForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What did CPS decide?",
        choices=ExpeditedOutcome.choices,
        widget=forms.RadioSelect,
        help_text="Before the victim asked for a review: only that the prosecution goes on after all.",
    )
    decided_on = GovDateField(label="On which day did CPS decide?", past_only=True)

    def check(self, said: dict[str, Any]) -> None:
        expedited.check_with_cps(self.subject)
        expedited.check_outcome(self.subject, said.get("outcome") or "", said.get("decided_on"), now())

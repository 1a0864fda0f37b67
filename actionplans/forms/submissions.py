"""What is typed when a case goes to CPS, and of triage's first look at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms

from actionplans.advising import EARLY_ADVICE_ANSWERS
from actionplans.checklist import UncheckedBecause
from actionplans.enums import RejectionReason, SubmissionKind
from actionplans.forms.documents import CpsActForm
from actionplans.rules import Answers, check_allegations
from actionplans.rules.advice import check_early_advice
from actionplans.rules.files import check_unchecked
from actionplans.services.documents import Entry
from actionplans.services.early_advice import early_advice_is_settled
from actionplans.services.files import standing_sign_off
from actionplans.services.rounds import check_before_next_round
from actionplans.services.triage import check_rejection
from actionplans.services.undecided import open_to_cps_now
from cases.forms.urn import SharedUrnForm
from cases.models import Allegation
from cases.urn import read_urn
from rasso_tracker.people.models import CpsUnit
from rasso_tracker.people.refusals import together
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowChoices,
    RowsField,
    SubForm,
    YesNoField,
)

WORDS_OF_A_REASON = 250  # as in CPS's own system (domain.md 4)
IN_CUSTODY = {"priority": "CPS answers within 3 hours."}


class SubmitForm(SharedUrnForm):
    kind = forms.ChoiceField(
        label="What is CPS asked for?", choices=SubmissionKind.choices, widget=forms.RadioSelect
    )
    cps_unit = RowChoice(queryset=CpsUnit.objects.none(), label="CPS unit", empty_label="Choose a CPS unit")
    allegations = RowChoices(queryset=Allegation.objects.none(), label="Which allegations?")
    urn = PlainText(
        label="CPS reference (URN)",
        max_length=20,
        required=False,
        hint="For example, 13LD0123426",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    submitted_at = GovDateTimeField(
        label="When was it submitted?", past_only=True, required=False, hint="Leave empty if it was just now"
    )
    note = LongText(label="Note to CPS", max_length=4000, required=False)
    unchecked_because = forms.ChoiceField(
        label="Why does it go without the gatekeeper's sign-off?",
        choices=[("", "It needs none, or choose why"), *UncheckedBecause.choices],
        required=False,
        help_text="Needed for a charging decision within 5 or 28 days that no gatekeeper has signed off",
    )
    early_advice = forms.ChoiceField(
        label="Was early advice considered?",
        choices=[("", "Choose an answer"), *EARLY_ADVICE_ANSWERS],
        required=False,
        help_text="Needed for a charging decision: nobody has recorded it on this case yet",
    )
    early_advice_words = LongText(
        label="About early advice, in your words",
        max_length=4000,
        required=False,
        rows=3,
        hint="Needed for another reason",
    )
    field_order = ("kind", "cps_unit", "allegations", "urn", "shared_urn_confirmed", "submitted_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.option_hints = IN_CUSTODY
        case = self.subject
        if case is not None:
            field_of(self, "cps_unit", RowChoice).queryset = units_for(case)
            if standing_sign_off(case) is not None:
                del self.fields["unchecked_because"]
            if early_advice_is_settled(case):
                del self.fields["early_advice"], self.fields["early_advice_words"]
            # What is charged meanwhile is refused by the deed, in a sentence of its own.
            chosen = field_of(self, "allegations", RowChoices)
            chosen.queryset = Allegation.objects.filter(case=case)
            chosen.choices = [(one.pk, one.crime_reference) for one in open_to_cps_now(case)]

    def check(self, said: dict[str, Any]) -> None:
        """Also what a charging decision wants beside it."""
        case, kind = self.subject, said.get("kind")
        checks: list[Callable[[], object]] = [partial(read_urn, said.get("urn") or "")]
        if case is not None:
            chosen = said.get("allegations") or ()
            checks.append(partial(check_allegations, case, chosen, open_to_cps_now(case)))
        if case is not None and kind:
            answer = said.get("early_advice") or ""
            checks.append(partial(check_early_advice, kind, answer, early_advice_is_settled(case)))
            if "unchecked_because" in self.fields:
                checks.append(partial(check_unchecked, kind, None, said.get("unchecked_because") or ""))
        together(*checks)


def units_for(case: Any) -> Any:
    """The units that serve the district, or every unit where none is said to."""
    serving = CpsUnit.objects.filter(districts=case.district_id)
    return serving if serving.exists() else CpsUnit.objects.all()


class ReasonRow(SubForm):
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose a reason"), *RejectionReason.choices])
    words = PlainText(label="In CPS's words", max_length=WORDS_OF_A_REASON, required=False)


class TriageForm(CpsActForm):
    moment = "triaged_at"
    accepted = YesNoField(label="Did CPS accept the submission?")
    reasons = RowsField(
        form=ReasonRow,
        label="Reasons for rejection",
        max_rows=len(RejectionReason),
        row_label="Reason",
        hint="Only when it was rejected",
    )
    respond_by = GovDateField(
        label="Date the police should respond by", required=False, hint="Only when it was rejected"
    )
    triaged_at = GovDateTimeField(label="When was it triaged?", past_only=True, required=False)
    field_order = ("accepted", "reasons", "respond_by", "triaged_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return Answers(self.subject.submitted_at, "the submission")

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        checks: list[Callable[[], object]] = [
            partial(check_before_next_round, "triaged_at", act.moment, self.subject)
        ]
        # Rows that do not fit say so themselves.
        if said.get("accepted") is not None and "reasons" in said:
            answers = (said["accepted"], said["reasons"], said.get("respond_by"), act.moment)
            checks.append(partial(check_rejection, self.subject, *answers))
        return checks

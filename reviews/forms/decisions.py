"""Forms of decisions, line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actionplans.enums import CpsDocument
from cases.enums import MAY_BE_INDICTABLE_ONLY, Outcome
from cases.models import Allegation, Case
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowsField,
    SubForm,
    YesNoField,
)
from reviews import choices
from reviews.check_enums import ANSWERS, DecisionCheckAnswer, DecisionCheckKind
from reviews.checks import IN_WORDS, MISSING, plan_is_open
from reviews.enums import (
    OUTCOMES_OF_REASON,
    DecisionAgency,
    outcomes_of,
)
from reviews.gates import POLICE_DO_NOT_CHARGE
from reviews.rules import was_refused

LEAVE_OPEN = "leave_open"


def _outcomes(agency: DecisionAgency) -> list[tuple[str, str]]:
    codes = sorted(outcomes_of(agency), key=lambda code: int(code.value))
    return [
        ("", "Choose an outcome"),
        *((code.value, code.label) for code in codes),
        (LEAVE_OPEN, "Leave open: not part of this decision"),
    ]


def _reasons(agency: DecisionAgency) -> list[tuple[str, str]]:
    first = "It follows from the outcome" if agency == DecisionAgency.POLICE else "Choose a reason"
    return [("", first), *((code.value, code.label) for code in OUTCOMES_OF_REASON[agency])]


class OutcomeField(forms.ChoiceField):
    """A Home Office outcome; a charge is refused in words, not as an unknown code."""

    def valid_value(self, value: Any) -> bool:
        if str(value) == Outcome.CHARGED:
            raise ValidationError(POLICE_DO_NOT_CHARGE, code="charge")
        return super().valid_value(value)


class AllegationChoice(RowChoice):
    def label_from_instance(self, allegation: Allegation) -> str:
        return choices.allegation_words(allegation)


class LineForm(SubForm):
    """One allegation of a decision."""

    agency = DecisionAgency.POLICE
    allegation = AllegationChoice(Allegation.objects.none(), label="Allegation", empty_label=None)
    outcome = OutcomeField(
        label="Outcome", error_messages={"required": "Choose an outcome, or leave the allegation open."}
    )
    reason = forms.ChoiceField(label="Reason", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        # Any allegation of the case: one that is decided or closed gets a sentence that says so.
        fields["allegation"].queryset = (
            Allegation.objects.filter(case=self.subject)
            .select_related("victim", "suspect")
            .order_by("added_at", "id")
        )
        fields["outcome"].choices = _outcomes(self.agency)
        fields["reason"].choices = _reasons(self.agency)

    def clean(self) -> dict[str, Any]:
        """A reason left empty follows from the outcome where only one fits it (nothing is asked twice)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome and outcome != LEAVE_OPEN and not cleaned.get("reason") and "reason" not in self.errors:
            fitting = [
                reason for reason, codes in OUTCOMES_OF_REASON[self.agency].items() if outcome in codes
            ]
            if len(fitting) == 1:
                cleaned["reason"] = fitting[0].value
            else:
                self.add_error("reason", "Choose the reason.")
        return cleaned


class CpsLineForm(LineForm):
    agency = DecisionAgency.CPS


class LinesForm(DeedForm):
    """A decision line by line. Rows that are left open are shown, and are no part of the decision."""

    lines: Any

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        rows = values["lines"]
        self.kept = [index for index, row in enumerate(rows) if row["outcome"] != LEAVE_OPEN]
        return {**values, "lines": [rows[index] for index in self.kept]}

    def refuse(self, fields: dict[str, str]) -> None:
        """The service counts the rows that are decided; the page counts those that are shown."""
        super().refuse({self._as_shown(name): sentence for name, sentence in fields.items()})

    def _as_shown(self, name: str) -> str:
        head, _, rest = name.partition("-")
        index, _, field = rest.partition("-")
        kept = getattr(self, "kept", [])
        if head != "lines" or not index.isdigit() or int(index) >= len(kept):
            return name
        return f"lines-{kept[int(index)]}-{field}"


def _lines(form: type[LineForm]) -> RowsField:
    return RowsField(form=form, label="Allegations", min_rows=1, max_rows=30, row_label="Allegation", extra=0)


def answers_for(kind: DecisionCheckKind) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in DecisionCheckAnswer if one in ANSWERS[kind]]


class ProposeForm(LinesForm):
    """Which checks are needed follows from the outcomes and from the case: the service says which is
    missing.
    """

    lines = _lines(LineForm)
    rationale = LongText(
        label="Why?",
        hint="Which part of the test is not met, and what was looked at. Write what you could say to the"
        " victim;"
        " leave out names and addresses.",
        rows=8,
    )
    beyond_refusal = LongText(
        label="A request for private material was refused. What else decides this?",
        hint="A refusal is never a reason by itself to end a case. Needed for an allegation of the victim"
        " whom it concerns.",
        rows=4,
        required=False,
    )

    evidential_review = LongText(
        label="If outcome 15: what did the review of the evidence find?",
        hint="Who looked at it again, when, and what every line of enquiry came to.",
        rows=4,
        required=False,
    )
    evidence_led = LongText(
        label="If outcome 16: could the case go on without the victim?",
        hint="What other evidence there is, and why it is not enough by itself.",
        rows=4,
        required=False,
    )
    cps_authority = LongText(
        label="If outcome 2, 3 or 8: who at CPS authorised it, and when?",
        hint="Needed for an offence that only the Crown Court tries: rape, and others with penetration. Say"
        " what makes it exceptional; where there was no penetration, say that.",
        rows=3,
        required=False,
    )
    safety_plan = forms.ChoiceField(
        label="Is there a plan for the victim's safety once the suspect hears of this?",
        choices=answers_for(DecisionCheckKind.SAFETY_PLAN),
        widget=forms.RadioSelect,
        error_messages={"required": MISSING[DecisionCheckKind.SAFETY_PLAN]},
    )
    safety_plan_words = LongText(
        label="What was agreed with the victim, or why no plan is needed",
        hint="Leave out addresses: they belong on the victim's own page.",
        rows=3,
        error_messages={"required": IN_WORDS},
    )
    open_plan = LongText(
        label="An action plan is open on this case. Why does the decision not wait for it?",
        hint="Or complete the plan first.",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.subject, Case):
            if not was_refused(self.subject):
                del self.fields["beyond_refusal"]
            if not plan_is_open(self.subject):
                del self.fields["open_plan"]
            offences = Allegation.objects.filter(case=self.subject, offence_type__in=MAY_BE_INDICTABLE_ONLY)
            if not offences.exists():
                del self.fields["cps_authority"]


class ProposeCpsForm(LinesForm):
    lines = _lines(CpsLineForm)
    rationale = LongText(label="Why?", hint="Which stage of the Full Code Test is not met, and why.", rows=8)


class RecordCpsForm(LinesForm):
    """A CPS decision as its document gives it."""

    document_name = forms.ChoiceField(
        label="Which CPS document is it?", choices=CpsDocument.choices, widget=forms.RadioSelect
    )
    document_date = GovDateField(label="Date of the document", past_only=True)
    decided_at = GovDateTimeField(label="When did CPS decide?", past_only=True)
    maker_name = PlainText(label="CPS lawyer who made the decision", max_length=120)
    approver_name = PlainText(label="CPS manager who approved it", max_length=120)
    lines = _lines(CpsLineForm)
    rationale = LongText(label="CPS's reasons", hint="As the document states them.", rows=8)


class AuthoriseForm(DeedForm):
    """Nothing to fill in: what is authorised stands above the button."""


class RefuseForm(DeedForm):
    reason = LongText(
        label="Why do you refuse it?", hint="The officer reads this: say what has to happen next.", rows=4
    )


class ConfirmForm(DeedForm):
    stands = YesNoField(
        label="Does the decision stand as it was entered?",
        hint="If not, its allegations are open again and CPS records its own decision.",
    )

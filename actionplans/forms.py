"""The shape of what is typed about submissions and action plans, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.enums import (
    OPEN_ITEMS,
    STEPS,
    AdviceKind,
    CpsDocument,
    DateKind,
    ItemType,
    LadderUnit,
    RejectionReason,
    ReviewOutcome,
    SubmissionKind,
)
from actionplans.models import ActionPlanItem
from cases.models import Allegation
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind, Post
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.forms import (
    DeedForm,
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
READ_BY_BOTH = "Police and CPS both read this"
IN_CUSTODY = {"priority": "CPS answers within 3 hours."}


class CpsActForm(DeedForm):
    """An act of CPS. Police also say from which CPS document they enter it; CPS is not asked."""

    document_name = forms.ChoiceField(
        label="CPS document", choices=[("", "Choose a document"), *CpsDocument.choices], required=False
    )
    document_date = GovDateField(
        label="Date of the CPS document",
        past_only=True,
        required=False,
        hint="This is marked as entered by police until CPS confirms it",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("document_name", "document_date"):
            if self.person.agency == Agency.CPS:
                del self.fields[name]
            else:
                self.fields[name].required = True


class SubmitForm(DeedForm):
    kind = forms.ChoiceField(
        label="What is CPS asked for?", choices=SubmissionKind.choices, widget=forms.RadioSelect
    )
    cps_unit = RowChoice(queryset=CpsUnit.objects.none(), label="CPS unit")
    allegations = RowChoices(queryset=Allegation.objects.none(), label="Which allegations?")
    urn = PlainText(
        label="CPS reference (URN)",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    submitted_at = GovDateTimeField(
        label="When was it submitted?", past_only=True, required=False, hint="Leave empty for now"
    )
    note = LongText(label="Note to CPS", max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.option_hints = IN_CUSTODY
        case = self.subject
        if case is not None:
            self.fields["cps_unit"].queryset = units_for(case)  # type: ignore[attr-defined]  # a RowChoice
            self.fields["allegations"].queryset = Allegation.objects.filter(case=case)  # type: ignore[attr-defined]


def units_for(case: Any) -> Any:
    """The units that serve the district, or every unit where none is said to."""
    serving = CpsUnit.objects.filter(districts=case.district_id)
    return serving if serving.exists() else CpsUnit.objects.all()


class ReasonRow(SubForm):
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose a reason"), *RejectionReason.choices])
    words = PlainText(label="In CPS's words", max_length=WORDS_OF_A_REASON, required=False)


class TriageForm(CpsActForm):
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
    triaged_at = GovDateTimeField(
        label="When was it triaged?", past_only=True, required=False, hint="Leave empty for now"
    )
    field_order = ("accepted", "reasons", "respond_by", "triaged_at", "document_name", "document_date")


class AdviceForm(CpsActForm):
    kind = forms.ChoiceField(label="Kind of advice", choices=AdviceKind.choices, widget=forms.RadioSelect)
    text = LongText(label="The advice", max_length=20_000, rows=12)
    given_at = GovDateTimeField(
        label="When was it given?", past_only=True, required=False, hint="Leave empty for now"
    )
    field_order = ("kind", "text", "given_at", "document_name", "document_date")


class OwnerChoice(RowChoice):
    def label_from_instance(self, person: Person) -> str:
        return f"{person.name}, {person.team.name}" if person.team else person.name


class ItemRow(SubForm):
    type = forms.ChoiceField(label="What is asked for", choices=[("", "Choose a type"), *ItemType.choices])
    asks = LongText(label="In full", max_length=4000, rows=3)
    owner = OwnerChoice(
        queryset=Person.objects.none(),
        label="Owner",
        required=False,
        empty_label="The officer in charge",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.fields["owner"].queryset = owners_for(self.subject.case)  # type: ignore[attr-defined]


def owners_for(case: Any) -> Any:
    """Officers of the case's team who are in post."""
    return (
        Person.objects.filter(
            in_post(london_date(now())), team=case.team_id, kind=PersonKind.PERSON, agency=Agency.POLICE
        )
        .select_related("team")
        .order_by("name")
    )


class PlanForm(CpsActForm):
    items = RowsField(form=ItemRow, label="Items", min_rows=1, max_rows=50, row_label="Item")
    issued_at = GovDateTimeField(
        label="When was it issued?", past_only=True, required=False, hint="Leave empty for now"
    )
    target_date = GovDateField(
        label="Target date", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date", required=False, hint="Leave empty for 14 days from the issue"
    )
    field_order = ("items", "issued_at", "target_date", "review_date", "document_name", "document_date")


class ItemChoices(RowChoices):
    def label_from_instance(self, item: ActionPlanItem) -> str:
        return str(item)


class ReturnForm(DeedForm):
    items = ItemChoices(queryset=ActionPlanItem.objects.none(), label="Which items are returned?")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint=READ_BY_BOTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            rows = ActionPlanItem.objects.filter(plan=self.subject, status__in=OPEN_ITEMS)
            self.fields["items"].queryset = rows  # type: ignore[attr-defined]  # a RowChoices


class CheckForm(DeedForm):
    accepted = YesNoField(label="Is this what was asked for?", no="No, send it back")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint="Needed when it is sent back")


class CompleteForm(DeedForm):
    """Nothing to fill in: the button says it."""


class DateForm(DeedForm):
    kind = forms.ChoiceField(
        label="Which date?",
        choices=[(one.value, one.label) for one in (DateKind.TARGET, DateKind.REVIEW)],
        widget=forms.RadioSelect,
    )
    due_on = GovDateField(label="New date", future=True)
    reason = LongText(
        label="Why does it move?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it moves."},
    )


class ReviewForm(DeedForm):
    outcome = forms.ChoiceField(label="Outcome", choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    next_review_on = GovDateField(
        label="Next review date", required=False, hint="Every review but a completing one sets it"
    )
    new_target_on = GovDateField(
        label="New target date", required=False, hint="Only with the outcome “New target date”"
    )
    reason = LongText(
        label="Why the target date moves", max_length=2000, required=False, rows=3, hint=READ_BY_BOTH
    )
    note = LongText(label="Note of the review", max_length=4000, required=False, hint=READ_BY_BOTH)


class AcknowledgeForm(DeedForm):
    next_act = LongText(label="What will be done next?", max_length=2000, rows=3, hint=READ_BY_BOTH)
    next_act_on = GovDateField(
        label="By when?", future=True, hint="Missing this date goes on to the next step of the ladder"
    )


class ConfirmForm(DeedForm):
    stands = YesNoField(
        label="Is what police entered right?", yes="Yes, it stands", no="No, CPS will record its own"
    )


class LadderStepForm(DeedForm):
    kind = forms.ChoiceField(label="Ladder of", choices=DateKind.choices, widget=forms.RadioSelect)
    step = forms.TypedChoiceField(
        label="Step", choices=[(step, f"Step {step}") for step in STEPS], coerce=int
    )
    amount = forms.IntegerField(
        label="How long past the date",
        min_value=0,
        max_value=250,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label="Counted in", choices=LadderUnit.choices, widget=forms.RadioSelect)
    police_posts = forms.MultipleChoiceField(
        label="Police posts", choices=Post.choices, widget=forms.CheckboxSelectMultiple
    )
    cps_posts = forms.MultipleChoiceField(
        label="CPS posts", choices=Post.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    in_force_from = GovDateField(label="In force from", future=True)

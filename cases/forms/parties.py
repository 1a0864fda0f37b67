"""Suspects, victims and milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from cases.enums import (
    RECORDED_BY_HAND,
    WITH_A_LIMIT,
    BailSetBy,
    ChargeBy,
    ChargeDocument,
    InterviewBy,
    MilestoneKind,
    PlanBecomes,
)
from cases.forms.choices import PersonChoice, field, police
from cases.hooks import open_beside_charge
from cases.models import Allegation, Suspect, Victim
from cases.rules import Charge, OpenPlan
from cases.rules.milestones import before_report, follows_the_report
from cases.services.known_as import known_of
from cases.services.milestones import About, check_milestone
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import GATEKEEPER, SUPERVISOR
from rasso_tracker.web.dates import Boxes, Unreadable, read_date
from rasso_tracker.web.fields import Earliest
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
from rasso_tracker.web.widgets import TypedRows


class KnownForm(DeedForm):
    """What a suspect is known by."""

    name = PlainText(
        label="Name of the suspect",
        hint="Leave empty while not known. Surname last: it is what the suspect can be found by.",
        required=False,
        max_length=120,
    )
    other_names = PlainText(
        label="Other names that they go by",
        hint="Nicknames, former names, other spellings; with a comma between two.",
        required=False,
        max_length=200,
    )
    born = GovDateField(label="Date of birth of the suspect", past_only=True, required=False)
    phones = PlainText(
        label="Phone numbers of the suspect",
        hint="With a comma between two. They help to find other reports about the same person.",
        required=False,
        max_length=120,
    )


class SuspectForm(KnownForm):
    is_police = YesNoField(
        label="Does the suspect work for the police?",
        hint="If so, the case is restricted at once: only named people see it from then on.",
    )
    gatekeeper = PersonChoice(
        Person.objects.none(),
        label="Gatekeeper to be named, if the suspect works for the police",
        required=False,
        empty_label="Nobody",
    )
    supervisor = PersonChoice(
        Person.objects.none(), label="Supervisor to be named", required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field(self, "gatekeeper").queryset = police([GATEKEEPER.code])
        field(self, "supervisor").queryset = police([SUPERVISOR.code]).filter(
            district=self.subject.district_id if self.subject else None
        )

    def clean(self) -> None:
        values = self.cleaned_data
        shuts = values.get("is_police") and not self.subject.restricted
        if shuts and not values.get("gatekeeper") and "gatekeeper" not in self.errors:
            self.add_error("gatekeeper", "Choose the gatekeeper who will see the restricted case.")

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        named = [values.pop("gatekeeper"), values.pop("supervisor")]
        return {**values, "people": [person for person in named if person]}

    def refuse(self, fields: dict[str, str]) -> None:
        super().refuse({"gatekeeper" if name == "people" else name: text for name, text in fields.items()})


class VictimForm(DeedForm):
    enhanced_rights = YesNoField(
        label="Does the victim take up enhanced rights under the Victims' Code?",
        hint="Every victim of a sexual offence has them. Choose no only if the victim has declined them.",
        yes="Yes",
        no="No, the victim has declined them",
        initial=True,
    )


# What happened decides whether these must be said, as each tells: none of them is marked as optional.
DEPENDING = ("suspect", "victim", "allegation", "interview_by", "limit_on", "limit_set_by", "charge_by")


NOT_OPEN = (
    "This action plan is not open on this case, or not any more: remove it here, nothing is said of it."
)


def _open_plans(case: Any) -> list[OpenPlan]:
    """The plans that are open, asked once for the form and its rows: they share the case of the request."""
    if "_open_beside" not in case.__dict__:
        case.__dict__["_open_beside"] = open_beside_charge.asked(case=case)
    found: list[OpenPlan] = case.__dict__["_open_beside"]
    return found


class OpenPlanRow(SubForm):
    """One action plan that is open; the page has a row for each, which only a charge fills in."""

    asked: ClassVar[tuple[str, ...]] = ("plan", "becomes", "reason")
    plan = forms.ChoiceField(label="Action plan")
    becomes = forms.ChoiceField(
        choices=PlanBecomes.choices, label="What becomes of it?", widget=forms.RadioSelect, required=False
    )
    reason = LongText(label="If it stays open: why?", max_length=1000, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            plan = field(self, "plan")
            plan.choices = [(str(one.pk), one.words) for one in _open_plans(self.subject)]
            plan.error_messages["invalid_choice"] = NOT_OPEN
            sent = str(self.data.get(self.add_prefix("plan")) or "")
            if sent not in {"", *(key for key, _ in plan.choices)}:  # else its row would show another plan
                plan.widget.choices = [(sent, "An action plan that is not open"), *plan.choices]
        field(self, "becomes").unmarked = True

    def is_blank(self) -> bool:
        """What was chosen or typed counts, not the plan that the row begins with."""
        names = self.asked[1:] if self.prefix is not None else self.asked
        return self.prefix is not None and not any(self.data.get(self.add_prefix(name)) for name in names)


class MilestoneForm(DeedForm):
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "charge_by": {ChargeBy.CPS.value: ("cps_lawyer", "cps_decided_on", "document_name", "document_date")}
    }
    asked_of: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {
        "interview_by": ("kind", (MilestoneKind.INTERVIEWED.value,)),
        "limit_on": ("kind", tuple(kind.value for kind in WITH_A_LIMIT)),
        "limit_set_by": ("kind", (MilestoneKind.BAILED.value,)),
        "charge_by": ("kind", (MilestoneKind.CHARGED.value,)),
        "open_plans": ("kind", (MilestoneKind.CHARGED.value,)),
    }
    kind = forms.ChoiceField(label="What happened?", error_messages={"required": "Choose what happened."})
    occurred_at = GovDateTimeField(
        label="When did it happen?", past_only=True, error_messages={"required": "Enter when it happened."}
    )
    suspect = RowChoice(
        Suspect.objects.none(),
        label="Which suspect?",
        required=False,
        empty_label="Not about one suspect",
        hint="Choose one for an arrest, an interview, bail or anything else that happens to a suspect.",
    )
    victim = RowChoice(
        Victim.objects.none(),
        label="Which victim?",
        required=False,
        empty_label="Not about one victim",
        hint="Choose one for a first account or an ABE interview. For anything else, only if it was about "
        "one victim.",
    )
    allegation = RowChoice(
        Allegation.objects.none(),
        label="Which allegation?",
        required=False,
        empty_label="Not about one allegation",
        hint="Choose one for a charge. For anything else, only if it was about one allegation.",
    )
    interview_by = forms.ChoiceField(
        choices=InterviewBy.choices,
        label="For an interview under caution: how did the suspect come to it?",
        widget=forms.RadioSelect,
        required=False,
    )
    limit_on = GovDateField(
        label="For bail or a remand in custody: on what date does it run out?", required=False
    )
    limit_set_by = forms.ChoiceField(
        label="For bail: who set that date?",
        choices=[("", "Does not apply"), *BailSetBy.choices],
        required=False,
        help_text="How far each may go is a rule of the clocks. It counts from the day after the arrest.",
    )
    charge_by = forms.ChoiceField(
        choices=ChargeBy.choices,
        label="For a charge: who decided on it?",
        widget=forms.RadioSelect,
        required=False,
        help_text="Only CPS decides on an offence that may be indictable only, and where anybody is under"
        " 18.",
    )
    cps_lawyer = PlainText(
        label="If CPS decided: which CPS lawyer?",
        hint="The name as the MG3 or MG3A gives it",
        required=False,
        max_length=120,
    )
    cps_decided_on = GovDateField(label="If CPS decided: on what day?", past_only=True, required=False)
    document_name = forms.ChoiceField(
        choices=ChargeDocument.choices,
        label="If CPS decided: which document says so?",
        widget=forms.RadioSelect,
        required=False,
    )
    document_date = GovDateField(
        label="If CPS decided: what is the date of that document?", past_only=True, required=False
    )
    open_plans = RowsField(
        form=OpenPlanRow,
        label="For a charge: what becomes of each action plan that is open?",
        row_label="Action plan",
        max_rows=20,
        hint="CPS asked for this before the charge: say whether the police still owe it."
        " Leave empty what came after the charge",
    )
    note = LongText(
        label="Notes", hint="For example the conditions of bail", required=False, max_length=4000, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in MilestoneKind if kind in RECORDED_BY_HAND]
        field(self, "kind").choices = [("", "Choose what happened"), *choices]
        for name, model in (("suspect", Suspect), ("victim", Victim), ("allegation", Allegation)):
            choice = field(self, name)
            choice.queryset = model.objects.filter(case=self.subject)
            if model is Victim:
                choice.queryset = choice.queryset.filter(merged_into__isnull=True)
            if model is Suspect:
                choice.queryset = choice.queryset.filter(voided_at__isnull=True)
            if len(choice.queryset) < 2:  # nothing to choose among: the service takes the only one
                choice.widget = choice.hidden_widget()
        if self.subject is not None and follows_the_report(str(self["kind"].value() or "")):
            field(self, "occurred_at").earliest = Earliest(
                self.subject.reported_on, before_report(self.subject)
            )
        plans = _open_plans(self.subject) if self.subject is not None else []
        rows = field(self, "open_plans")
        rows.unmarked = True  # a charge asks it
        if plans:
            rows.initial = [{"plan": str(one.pk)} for one in plans]
            rows.max_rows = max(rows.max_rows, len(plans))  # what is of no open plan its row says
            rows.add_up_to = len(plans)
        elif self._says_of_plans():  # of one that is open no more: said by its row, which can be taken away
            rows.add_up_to, rows.may_remove_all = 0, True
        elif self.subject is not None:
            del self.fields["open_plans"]
        for name in DEPENDING:
            asked: Any = self.fields[name]
            asked.unmarked = True

    def read_by_api(self, body: Mapping[str, Any]) -> dict[str, Any]:
        more = {"open_plans": self.base_fields["open_plans"]} if body.get("open_plans") else {}
        return {**super().read_by_api(body), **more}

    def _says_of_plans(self) -> bool:
        """Whether what was sent says what becomes of a plan, whether that is open or not."""
        rows = field(self, "open_plans")
        sent = rows.widget.value_from_datadict(self.data, self.files, "open_plans")
        if not isinstance(sent, TypedRows):
            return bool(sent)
        return any(not row.is_blank() for row in rows.forms_for("open_plans", sent))

    def clean(self) -> None:
        """Every fault at once, in the words of the deed, beside what the form itself does not take."""
        said = self.cleaned_data
        if self.subject is None or not said.get("kind") or not (self.errors or self.rows_in_error()):
            return
        charge = Charge(
            said.get("charge_by", ""),
            said.get("cps_lawyer", ""),
            said.get("cps_decided_on"),
            said.get("document_name", ""),
            said.get("document_date"),
        )
        rows = field(self, "open_plans").widget.filled if "open_plans" in self.fields else []
        plans = [{name: row.cleaned_data.get(name, "") for name in OpenPlanRow.asked} for row in rows]
        faulty = {f"open_plans-{index}-{name}" for index, row in enumerate(rows) for name in row.errors}
        try:
            check_milestone(
                by=self.person,
                case=self.subject,
                kind=MilestoneKind(said["kind"]),
                occurred_at=said.get("occurred_at"),
                about=About(said.get("allegation"), said.get("suspect"), said.get("victim")),
                interview_by=said.get("interview_by", ""),
                limit_on=said.get("limit_on"),
                limit_set_by=said.get("limit_set_by", ""),
                charge=charge,
                open_plans=plans,
                at=now(),
                began_on=_day_of(self["occurred_at"].data),
            )
        except Invalid as trouble:
            known = faulty | set(self.errors)
            self.refuse({name: text for name, text in trouble.fields.items() if name not in known})


def _day_of(typed: Any) -> date | None:
    """The day in the boxes of a moment, where that is real, whatever is wrong with its time."""
    try:
        return read_date(typed) if isinstance(typed, Boxes) else None
    except Unreadable:
        return None


def in_words(suspect: Suspect) -> str:
    """ "Suspect 2: Robin Canary, born 3 April 1990", as the case page says it."""
    known = known_of(suspect)
    born = f", born {day_words(known.born)}" if known.born else ""
    return f"{suspect.label}: {known.name or 'name not known'}{born}"


class VoidSuspectForm(DeedForm):
    reason = LongText(
        label="Why is it a mistake?",
        hint="Kept in the history. Do not name anybody.",
        max_length=300,
        rows=3,
    )


class MergeSuspectsForm(DeedForm):
    duplicate = RowChoice(
        Suspect.objects.none(),
        label="Which record is the same person?",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label="How do you know?",
        hint="Kept in the history. Do not name anybody.",
        max_length=300,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject:
            others = Suspect.objects.filter(case=self.subject.case_id, voided_at__isnull=True)
            choice = field(self, "duplicate")
            choice.queryset = others.exclude(pk=self.subject.pk)
            choice.widget.choices = [(one.pk, in_words(one)) for one in choice.queryset]


class VoidForm(DeedForm):
    reason = LongText(label="Why is it wrong?", max_length=500, rows=3)

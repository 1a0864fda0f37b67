"""Forms of the day on which a decision is told."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms import PersonChoice
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateTimeField, LongText, YesNoField
from reviews.check_enums import DecisionCheckKind
from reviews.checks import IN_WORDS, MISSING
from reviews.day_enums import DayStepKind
from reviews.forms.decisions import answers_for
from reviews.models import DayStep, Decision
from reviews.rules.day import WHEN
from reviews.services.day_steps import kinds_to_plan
from reviews.supporters import supporters_since


class SafetyForm(DeedForm):
    """What the police say of a decision of CPS."""

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


class SignOffDayForm(DeedForm):
    """A moment for each kind of step that is open on this day; the telling of victims is booked already."""

    supporter_at = GovDateTimeField(
        label="When does whoever supports the victim hear of it?",
        help_text="The ISVA or specially trained officer hears before the victim.",
        future=True,
        required=False,
    )
    suspect_at = GovDateTimeField(
        label="When is the suspect told?",
        help_text="Once every victim was told.",
        future=True,
        required=False,
    )
    bail_at = GovDateTimeField(
        label="When does bail end?",
        help_text="Once every victim was told, with a plan for their safety.",
        future=True,
        required=False,
    )
    reason = LongText(
        label="If this is not the safe order, why?",
        hint="Leave empty where whoever supports the victim hears first, then the victim, then the suspect.",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.subject, Decision):
            wanted = kinds_to_plan(self.subject)
            for kind in DayStepKind:
                if kind not in wanted:
                    del self.fields[f"{kind.value}_at"]
                    continue
                field = self.fields[f"{kind.value}_at"]
                field.required = True
                field.error_messages["required"] = WHEN[kind]


class DayStepForm(DeedForm):
    """What was done, or that it will not be."""

    supporter = PersonChoice(
        Person.objects.none(), label="Who was told?", required=False, empty_label="Choose who"
    )
    done_at = GovDateTimeField(label="When?", past_only=True, required=False)
    left_out = YesNoField(
        label="Is this step left out?",
        hint="For example a suspect who has died, or an ISVA whom nobody could reach in time.",
        initial=False,
    )
    reason = LongText(
        label="If it is left out, or came in another order, why?",
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.subject
        if not isinstance(step, DayStep):
            return
        if step.victim is None:
            del self.fields["supporter"]
            return
        fields: dict[str, Any] = self.fields
        fields["supporter"].queryset = Person.objects.filter(
            pk__in=[one.pk for one in supporters_since(step.victim, step.decided_at)]
        )

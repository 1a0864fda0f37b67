"""What is typed of a supervisory review and of its directions."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.choices import PersonChoice, field
from cases.models import SupervisoryReview
from cases.rules.supervision import MOST_DIRECTIONS
from cases.services.directions import people_on
from cases.supervision_enums import LookedAt, SupervisoryOutcome
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm, GovDateField, LongText, RowsField, SubForm

POLICE_READ_IT = "Read by the officers and supervisors of the case, not by CPS"


def number_of_last(case: Any) -> int:
    """The number of a case's last supervisory review; 0 before the first."""
    last = SupervisoryReview.objects.filter(case=case).order_by("-number").values_list("number", flat=True)
    return last.first() or 0


class DirectionRow(SubForm):
    asks = LongText(label="What is to be done", max_length=2000, rows=2)
    owner = PersonChoice(Person.objects.none(), label="By whom", empty_label="Choose somebody on the case")
    due_on = GovDateField(label="By when", future=True, hint="Within 92 days, and no bank holiday")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field(self, "owner").queryset = people_on(self.subject).select_related("team", "district")


class SupervisoryReviewForm(DeedForm):
    outcome = forms.ChoiceField(
        label="What did you find?", choices=SupervisoryOutcome.choices, widget=forms.RadioSelect
    )
    looked_at = forms.MultipleChoiceField(
        label="What did you look at?", choices=LookedAt.choices, widget=forms.CheckboxSelectMultiple
    )
    note = LongText(
        label="Note of the review",
        max_length=4000,
        rows=4,
        required=False,
        hint=f"Needed to escalate or to complete. {POLICE_READ_IT}",
    )
    next_review_on = GovDateField(
        label="Next review date",
        future=True,
        required=False,
        hint="Leave empty for the force's ordinary interval",
    )
    reason = LongText(
        label="Why another date than the ordinary one?",
        max_length=2000,
        rows=2,
        required=False,
        hint="Needed with a new review date",
    )
    directions = RowsField(
        form=DirectionRow,
        label="Directions",
        hint="Each is somebody's, by a day. A missed day climbs the ladder",
        max_rows=MOST_DIRECTIONS,
        row_label="Direction",
    )
    follows = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and not self.is_bound:
            self.fields["follows"].initial = number_of_last(self.subject)

    def refuse(self, fields: dict[str, str]) -> None:
        """Somebody recorded a review meanwhile: it was read now, so saving again is a choice, no accident."""
        if "follows" in fields:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict or a dict
            data["follows"] = str(number_of_last(self.subject))
            self.data = data
            fields = {**fields, "": fields["follows"]}
            del fields["follows"]
        super().refuse(fields)


class AnswerDirectionForm(DeedForm):
    how = LongText(label="What was done?", max_length=4000, rows=4, hint=POLICE_READ_IT)


class WithdrawDirectionForm(DeedForm):
    reason = LongText(label="Why is it no longer asked for?", max_length=2000, rows=3, hint=POLICE_READ_IT)


class MoveDirectionForm(DeedForm):
    due_on = GovDateField(label="New date", future=True, hint="Within 92 days, and no bank holiday")
    reason = LongText(label="Why does the date move?", max_length=2000, rows=3, hint=POLICE_READ_IT)

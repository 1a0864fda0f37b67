"""What is typed where CPS ends a whole plan of its own accord, and where it is open again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm, MistakeForm
from actionplans.item_enums import EndedBecause
from actionplans.models import ActionPlan
from actionplans.rules import Answers
from actionplans.rules.endings import (
    check_dates_again,
    check_was_due,
    check_why_ended,
    dates_after_mistake,
)
from actionplans.services.documents import Entry
from actionplans.services.early_advice_end import advised_last
from actionplans.services.endings import CLOSED, last_plan, spoken_of, standing_end
from rasso_tracker.clocks import now
from rasso_tracker.web.forms import GovDateField, GovDateTimeField, LongText

WHY_WITHDRAWN = [(one.value, one.label) for one in EndedBecause if one != EndedBecause.NOT_ANSWERED]


class WithdrawPlanForm(CpsActForm):
    moment = "withdrawn_at"
    reason = forms.ChoiceField(
        label="Why does CPS ask for it no more?",
        choices=WHY_WITHDRAWN,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why CPS asks for it no more."},
    )
    words = LongText(
        label="More about why",
        max_length=1000,
        rows=3,
        required=False,
        hint=f"Needed for another reason. {READ_BY_BOTH}",
    )
    withdrawn_at = GovDateTimeField(label="When did CPS withdraw it?", past_only=True, required=False)
    field_order = ("reason", "words", "withdrawn_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return spoken_of(self.subject)

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        reason, words = said.get("reason", ""), said.get("words", "")
        return [partial(check_why_ended, self.subject, reason, words, last_plan(self.subject))]


class FinaliseForm(CpsActForm):
    moment = "finalised_at"
    words = LongText(
        label="What was done to get an answer?",
        max_length=1000,
        rows=3,
        required=False,
        hint=f"CPS usually waits about three months. {READ_BY_BOTH}",
    )
    finalised_at = GovDateTimeField(label="When did CPS close its record?", past_only=True, required=False)
    field_order = ("words", "finalised_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return spoken_of(self.subject)

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        return [partial(check_was_due, self.subject, act.moment, "finalised_at")]


class FinaliseEarlyAdviceForm(CpsActForm):
    moment = "finalised_at"
    words = LongText(
        label="What was done to get a file?",
        max_length=1000,
        rows=3,
        required=False,
        hint=f"CPS usually waits about three months. {READ_BY_BOTH}",
    )
    finalised_at = GovDateTimeField(label="When did CPS close its record?", past_only=True, required=False)
    field_order = ("words", "finalised_at", "document_name", "document_date")

    def answers(self) -> Answers | None:
        return advised_last(self.subject)


def _date(label: str, *, required: bool) -> GovDateField:
    said = {"required": f"Enter a {label[0].lower()}{label[1:]}."}
    return GovDateField(label=label, required=required, future=True, error_messages=said)


def _dates_in(said: dict[str, Any]) -> dict[str, Any]:
    return {"target_on": said.get("target_date"), "review_on": said.get("review_date")}


class ReopenForm(CpsActForm):
    moment = "reopened_at"
    reason = LongText(
        label="Why is it opened again?",
        max_length=1000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why the plan is opened again."},
    )
    target_date = _date("New target date", required=True)
    review_date = _date("New review date", required=True)
    reopened_at = GovDateTimeField(label="When did CPS open it again?", past_only=True, required=False)
    field_order = ("reason", "target_date", "review_date", "reopened_at", "document_name", "document_date")

    def answers(self) -> Answers | None:
        end = standing_end(self.subject)
        return Answers(end.ended_at, CLOSED) if end is not None else None

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        return [partial(check_dates_again, **_dates_in(said), wanted={}, at=act.at)]


class TakePlanBackForm(MistakeForm):
    """A date is asked for only where the old one has passed; by API another may be given."""

    target_date = _date("New target date", required=False)
    review_date = _date("New review date", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        plan: ActionPlan = self.subject.plan
        wanted = dates_after_mistake(self.subject, plan, now())
        for name in ("target_date", "review_date"):
            if name in wanted:
                self.fields[name].required = True
                self.fields[name].help_text = "The old one has passed meanwhile"
                self.fields[name].error_messages["required"] = wanted[name]
            elif not self.is_bound:
                del self.fields[name]

    def check(self, said: dict[str, Any]) -> None:
        check_dates_again(**_dates_in(said), wanted={}, at=now())

"""What is typed of an action plan and its items: issued, returned, checked, completed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.items import ALL, SOME, ItemRow, OpenItemsForm
from actionplans.item_enums import MARKS_OF, QualityMark
from actionplans.rules import Answers, check_plan_dates
from actionplans.rules.items import MOST_ITEMS, check_items, check_lines, check_mark
from actionplans.rules.reviews import check_first_review, check_target
from actionplans.services.checks import RETURNED, check_note, completed_after, sent_back_after
from actionplans.services.documents import Entry
from actionplans.services.rounds import check_before_next_round
from rasso_tracker.clocks import london_date
from rasso_tracker.web.forms import (
    GovDateField,
    GovDateTimeField,
    LongText,
    RowsField,
    YesNoField,
)


class PlanForm(CpsActForm):
    moment = "issued_at"
    items = RowsField(form=ItemRow, label="Items", min_rows=1, max_rows=MOST_ITEMS, row_label="Item")
    issued_at = GovDateTimeField(label="When was it issued?", past_only=True, required=False)
    target_date = GovDateField(
        label="Target date", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date", required=False, hint="Leave empty for 14 days from the issue"
    )
    field_order = ("items", "issued_at", "target_date", "review_date", "document_name", "document_date")

    def answers(self) -> Answers:
        return Answers(self.subject.submitted_at, "the submission")

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        """The items say their own faults row by row; what they say together is asked of items without any."""
        given = {name: said[name] for name in ("target_date", "review_date") if said.get(name)}
        checks: list[Callable[[], object]] = [
            partial(check_before_next_round, "issued_at", act.moment, self.subject, whole=True),
            partial(check_plan_dates, london_date(act.moment), given),
        ]
        if said.get("items"):
            checks.append(partial(check_items, said["items"], london_date(act.moment)))
            checks.append(partial(check_lines, said["items"], self.subject.case_id))
        if "target_date" in given:
            checks.append(partial(check_target, "target_date", given["target_date"], act.at))
        if "review_date" in given:
            checks.append(partial(check_first_review, "review_date", given["review_date"], act.at))
        return checks


class ReturnForm(OpenItemsForm):
    of_one = "Tick the item, if it is returned"
    which = forms.ChoiceField(
        label="Which items are returned?",
        help_text="What is not returned now stays with the police, and its dates stand.",
        choices=[(ALL, "All"), (SOME, "Some")],
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("which", "items", "note")
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint=READ_BY_BOTH)


class CheckForm(CpsActForm):
    moment = "checked_at"
    accepted = YesNoField(label="Is this what was asked for?", no="No, send it back")
    quality = forms.ChoiceField(
        label="Mark for quality", required=False, choices=[("", "Not marked"), *QualityMark.choices]
    )
    note = LongText(label="Note", max_length=4000, required=False, rows=3, hint="Needed when it is sent back")
    checked_at = GovDateTimeField(label="When was it checked?", past_only=True, required=False)
    field_order = ("accepted", "quality", "note", "checked_at", "document_name", "document_date")

    def answers(self) -> Answers | None:
        last = self.subject.last_return
        return Answers(last.returned_at, RETURNED) if last is not None else None

    def changes(self, said: dict[str, Any]) -> Answers | None:
        return sent_back_after(self.subject.plan) if said.get("accepted") is False else None

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        accepted = said.get("accepted")
        if accepted is None:
            return []
        mark = partial(check_mark, accepted, said.get("quality", ""))
        return [mark, partial(check_note, accepted, said.get("note", ""))]


class CompleteForm(CpsActForm):
    moment = "completed_at"
    quality = forms.ChoiceField(
        label="Mark for quality",
        required=False,
        choices=[("", "Not marked"), *((one.value, one.label) for one in MARKS_OF[True])],
        help_text="Of the items that were not checked one by one",
    )
    completed_at = GovDateTimeField(label="When was it completed?", past_only=True, required=False)
    field_order = ("quality", "completed_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return completed_after(self.subject)

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        return [partial(check_mark, True, said.get("quality", ""))]

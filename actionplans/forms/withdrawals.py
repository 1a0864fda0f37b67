"""What is typed where CPS asks for something no more, and where that was a mistake."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms

from actionplans.forms.documents import READ_BY_BOTH, CpsActForm, MistakeForm
from actionplans.item_enums import WithdrawnBecause
from actionplans.rules import Answers
from actionplans.rules.withdrawals import check_new_date, check_why, needs_new_date, new_date_words
from actionplans.services.beside import stood_at
from actionplans.services.documents import Entry
from actionplans.services.withdrawals import asked_since, plans_on
from rasso_tracker.clocks import day_words, now
from rasso_tracker.web.forms import GovDateField, GovDateTimeField, LongText


class WithdrawItemForm(CpsActForm):
    moment = "withdrawn_at"
    reason = forms.ChoiceField(
        label="Why does CPS ask for it no more?",
        choices=WithdrawnBecause.choices,
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
        return asked_since(self.subject.plan, self.subject)

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        plans = plans_on(self.subject.plan)
        return [partial(check_why, said.get("reason", ""), said.get("words", ""), plans)]


class TakeBackForm(MistakeForm):
    """A withdrawal that was a mistake. A date of the item's own is asked for only where it has passed."""

    due_on = GovDateField(label="New target date of this item", required=False, future=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        item = self.subject.item
        if needs_new_date(item, stood_at(item), now()):
            self.fields["due_on"].required = True
            self.fields["due_on"].help_text = f"Its own, {day_words(item.target_on)}, has passed meanwhile."
            self.fields["due_on"].error_messages["required"] = new_date_words(item)
        elif not self.is_bound:
            del self.fields["due_on"]

    def check(self, said: dict[str, Any]) -> None:
        item = self.subject.item
        if "due_on" in said:
            check_new_date(item.plan, item, stood_at(item), said["due_on"], now())

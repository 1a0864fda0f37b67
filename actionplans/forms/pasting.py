"""What is typed where a plan is made from a document: the paste, and each proposal confirmed or corrected."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actionplans.enums import CpsDocument
from actionplans.forms.documents import DAY_OF_DOCUMENT, NOW
from actionplans.forms.items import ItemRow, owners_for
from actionplans.forms.lines import offer_lines
from actionplans.models import PastedDocument
from actionplans.reading import OwnerKind, Proposal
from actionplans.rules.items import MOST_ITEMS
from actionplans.rules.pasted import KEPT_DAYS, MOST_CHARACTERS
from actionplans.services.pasting import other_urn, reading_of
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import NOT_OFFERED, field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, GovDateTimeField, LongText, RowsField

IN, OUT = "in", "out"
_NOT_KEPT = ("csrfmiddlewaretoken", "once", "save")
MOST_TYPED = 4_000_000


class PasteForm(DeedForm):
    document_name = forms.ChoiceField(
        label="CPS document", choices=[("", "Choose a document"), *CpsDocument.choices]
    )
    document_date = GovDateField(
        label="Date of the document",
        past_only=True,
        hint="Times such as “within 28 days” are counted from it",
    )
    text = LongText(
        label="Text of the document",
        max_length=MOST_CHARACTERS,
        rows=16,
        strip=False,
        hint=f"The whole text, or only its action plan; at most {MOST_CHARACTERS:,} characters, about a "
        "hundred pages. It is kept sealed in this service until the plan is issued, and read by no other. "
        f"Work that nobody goes on with loses its text after {KEPT_DAYS} days",
    )


class AskForm(DeedForm):
    """The same words, read without being kept."""

    document_date = GovDateField(label="Date of the document", past_only=True)
    text = LongText(label="Text of the document", max_length=MOST_CHARACTERS, strip=False)


def owners_of(document: PastedDocument) -> dict[str, Person]:
    """Who may own an item, by id. Looked up once for a row that was fetched: every item offers them all."""
    held = vars(document)
    if "owners_once" not in held:
        held["owners_once"] = {str(one.pk): one for one in owners_for(document.case)}
    found: dict[str, Person] = held["owners_once"]
    return found


def named_in(proposal: Proposal, document: PastedDocument) -> uuid.UUID | None:
    """The officer of the team whom the text names, where only one has that surname."""
    alike = _alike(proposal, document)
    return alike[0].pk if len(alike) == 1 else None


def owner_doubt(proposal: Proposal, document: PastedDocument) -> str:
    """Why whom the text names is not taken as the owner; "" where they are, or where it names nobody."""
    if proposal.owner is None or proposal.owner.kind != OwnerKind.NAMED:
        return ""
    number = len(_alike(proposal, document))
    if number == 1:
        return ""
    return "More than one person of the team has this name." if number else "No such person is in the team."


def _alike(proposal: Proposal, document: PastedDocument) -> list[Person]:
    if proposal.owner is None or proposal.owner.kind != OwnerKind.NAMED:
        return []
    surname = proposal.owner.surname.casefold()
    return [one for one in owners_of(document).values() if one.name.casefold().split()[-1:] == [surname]]


class OwnerAmong(forms.ChoiceField):
    """One of the people of the document's case, all of whom were looked up before."""

    def __init__(self, **kwargs: Any) -> None:
        self.people: dict[str, Person] = {}
        super().__init__(**kwargs)

    def among(self, people: dict[str, Person], empty: str) -> None:
        self.people = people
        self.choices = [("", empty), *((key, one.name) for key, one in people.items())]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.people:
            raise ValidationError(NOT_OFFERED, code="invalid_choice")
        return self.people[str(value)]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if value else ""


class ReadItemRow(ItemRow):
    """One proposal, or an item added by hand. What is left out need not be right."""

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Is this asked for?",
        choices=[(IN, "Yes, it goes into the plan"), (OUT, "No, leave it out")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this goes into the plan."},
    )
    owner = OwnerAmong(label="Owner", required=False)  # type: ignore[assignment]  # a choice too, looked up once
    field_order = ("place", "answer", "type", "asks", "why", "owner", "target_date", "strategy_line")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        subject = kwargs.pop("subject", None)
        super().__init__(*args, **kwargs)
        self.subject = subject
        if subject is None:
            return
        document = subject
        offer_lines(self, document.case)
        officer = f"The officer in charge, {document.case.officer_in_charge.name}"
        field_of(self, "owner", OwnerAmong).among(owners_of(document), officer)
        proposals = reading_of(document).proposals
        place = str(self["place"].value() or "")
        if place.isascii() and place.isdigit() and len(place) < 5 and 0 < int(place) <= len(proposals):
            self._say_why(int(place), proposals[int(place) - 1])

    def _say_why(self, place: int, proposal: Proposal) -> None:
        """By each control, the words of the text that it was filled from, and what to look at twice."""
        where = f"Mark {place} in the text."
        check = f" Check this. {' '.join(proposal.doubts)}" if proposal.doubts else " Sure."
        self.fields["answer"].help_text = where + check
        spans = {"type": proposal.found, "owner": proposal.owner, "target_date": proposal.due}
        for name, told in spans.items():
            if told is not None and told.words:
                self.fields[name].help_text = f"The text says “{told.words}”"
        if doubt := owner_doubt(proposal, self.subject):
            self.fields["owner"].help_text += f". Check this: {doubt[0].lower()}{doubt[1:-1]}"

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self["answer"].value() == OUT:
            self.find_no_fault()
            self.cleaned_data = {"answer": OUT}


COUNTED = "The plan's dates are counted from it"


class ReadPlanForm(DeedForm):
    items = RowsField(form=ReadItemRow, label="Items", min_rows=1, max_rows=MOST_ITEMS, row_label="Item")
    issued_at = GovDateTimeField(
        label="When was the plan issued?",
        past_only=True,
        required=False,
        hint=f"{DAY_OF_DOCUMENT}. {COUNTED}",
    )
    target_date = GovDateField(
        label="Target date of the plan", required=False, hint="Leave empty for 28 days from the issue"
    )
    review_date = GovDateField(
        label="Review date of the plan", required=False, hint="Leave empty for 14 days from the issue"
    )
    other_urn_confirmed = forms.BooleanField(
        label="I have looked: this document belongs to this case, although it gives another URN",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None and not (self.subject.is_open and other_urn(self.subject)):
            del self.fields["other_urn_confirmed"]
        if self.person.agency == Agency.CPS:
            self.fields["issued_at"].help_text = f"{NOW}. {COUNTED}"
        self.helper.form_id = "reading"  # the button that only keeps stands outside the form

    def clean_items(self) -> list[dict[str, Any]]:
        """The items that go into the plan; the service's sentences are then about these, in this order."""
        rows = self.cleaned_data["items"]
        widget = self.fields["items"].widget
        widget.filled = [row for row in widget.filled if row.cleaned_data.get("answer") == IN]
        return [_bare(row) for row in rows if row["answer"] == IN]


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("place", "answer")}


class KeepForm(DeedForm):
    """Everything that stands on the page of a document, right or wrong. By API, one text."""

    typed = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if hasattr(self.data, "lists"):
            found["typed"] = json.dumps(list(_kept(self.data)))
        if len(found.get("typed") or "") > MOST_TYPED:
            raise ValidationError("There is too much on this page to keep. Issue the plan in two parts.")
        return found


def _kept(data: Any) -> Iterator[tuple[str, list[str]]]:
    return ((name, values) for name, values in data.lists() if name not in _NOT_KEPT)


class DiscardForm(DeedForm):
    """Nothing but the button."""

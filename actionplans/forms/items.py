"""What is typed of an item of a plan: as it is issued, accepted, given to somebody, dated, disputed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms

from actionplans.enums import OPEN_ITEMS, ItemStatus, ItemType
from actionplans.forms.documents import READ_BY_BOTH, CpsActForm
from actionplans.forms.lines import LineChoice, offer_lines
from actionplans.item_enums import CPS_ANSWERS, DisputeChannel, DisputeReason
from actionplans.models import ActionPlanItem, ItemDispute
from actionplans.rules import Answers
from actionplans.rules.items import check_answer_words
from actionplans.services.documents import Entry
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import GATEKEEPER
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    GovDateTimeField,
    LongText,
    RowChoice,
    RowChoices,
    SubForm,
)

OFFICER_IN_CHARGE = "The officer in charge"
CAME_OF = {
    ItemStatus.RETURNED: "was returned meanwhile",
    ItemStatus.ACCEPTED: "was returned meanwhile, and CPS accepted it",
    ItemStatus.WITHDRAWN: "is no longer asked for",
    ItemStatus.UNANSWERED: "was closed by CPS without an answer",
}


def of_where(person: Person) -> str:
    """A name with the team, or what else tells a lawyer and a gatekeeper from the officers of a list."""
    where = person.team.name if person.team is not None else "CPS" if person.agency == Agency.CPS else ""
    where = where or ("gatekeeper team" if GATEKEEPER.code in person.roles else "")
    return f"{person.name}, {where}" if where else person.name


class OwnerChoice(RowChoice):
    def label_from_instance(self, person: Person) -> str:
        return of_where(person)


def owners_for(case: Any) -> Any:
    """Officers of the case's team who are in post."""
    return (
        Person.objects.filter(
            in_post(london_date(now())), team=case.team_id, kind=PersonKind.PERSON, agency=Agency.POLICE
        )
        .select_related("team")
        .order_by("name")
    )


class ItemRow(SubForm):
    type = forms.ChoiceField(label="What is asked for", choices=[("", "Choose a type"), *ItemType.choices])
    asks = LongText(label="In full", max_length=4000, rows=3)
    why = LongText(label="Why is it proportionate?", max_length=2000, rows=2, required=False)
    owner = OwnerChoice(
        queryset=Person.objects.none(), label="Owner", required=False, empty_label=OFFICER_IN_CHARGE
    )
    target_date = GovDateField(
        label="Target date of this item", required=False, hint="Leave empty for that of the plan"
    )

    strategy_line = LineChoice(label="Line of the case strategy", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "owner", OwnerChoice).queryset = owners_for(self.subject.case)
            offer_lines(self, self.subject.case)


class ItemChoices(RowChoices):
    disputed: frozenset[Any] = frozenset()

    def label_from_instance(self, item: ActionPlanItem) -> str:
        return f"{item} (disputed)" if item.pk in self.disputed else str(item)


ALL, SOME = "all", "some"


def came_of(item: ActionPlanItem) -> str:
    """Why an item is offered no more, as a sentence."""
    if item.status in OPEN_ITEMS:
        return f"Item {item.number} was accepted meanwhile."
    return f"Item {item.number} {CAME_OF[ItemStatus(item.status)]}."


class OpenItemsForm(DeedForm):
    """Some of the items that the police owe, or all of them: nothing is chosen for anybody.

    A plan that owes one item alone asks to tick that one. By API `items` is enough.
    """

    reveals: ClassVar = {"which": {SOME: ("items",)}}
    of_one: ClassVar[str]  # what is asked where there is one to tick
    which = forms.ChoiceField(
        label="Which items?", choices=[(ALL, "All"), (SOME, "Some")], widget=forms.RadioSelect, required=False
    )
    items = ItemChoices(queryset=ActionPlanItem.objects.none(), label="Which of them?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole: list[ActionPlanItem] = []
        if self.subject is None:
            return
        found = list(self.offered(ActionPlanItem.objects.filter(plan=self.subject, status__in=OPEN_ITEMS)))
        which, items = field_of(self, "which", forms.ChoiceField), field_of(self, "items", ItemChoices)
        items.queryset = ActionPlanItem.objects.filter(pk__in=[one.pk for one in found])
        disputes = ItemDispute.objects.filter(item__in=found, settled_at__isnull=True)
        items.disputed = frozenset(disputes.values_list("item", flat=True))
        self.whole = [one for one in found if self.in_all(one)]
        if len(found) > 1 and self.whole:
            which.choices = [(ALL, self.words_of_all(len(found))), (SOME, "Some of them")]
            return
        items.label, items.help_text, items.required = which.label, which.help_text, True
        items.error_messages["required"] = "Choose at least one item."
        if len(found) == 1:
            items.label, items.help_text = self.of_one, ""
            items.error_messages["required"] = f"{self.of_one}."
        del self.fields["which"]

    def as_sent(self, name: str) -> str | None:
        """What was chosen of the items while more of them were offered."""
        if name == "which":
            return ""
        if name != "items" or "once" not in self.data:
            return None
        if self.data.get("which") == ALL:
            return "All"
        chosen = set(self.data.getlist("items"))  # type: ignore[attr-defined]  # a page sends a QueryDict
        rows = ActionPlanItem.objects.filter(plan=self.subject).order_by("number")
        return ", ".join(str(one) for one in rows if str(one.pk) in chosen)

    def _gone(self) -> str:
        """What came of the items that were chosen and are offered no more; "" where there is none."""
        data: Any = self.data
        sent = data.getlist("items") if hasattr(data, "getlist") else data.get("items")
        chosen = {str(one) for one in sent} if isinstance(sent, list) else set()
        rows = ActionPlanItem.objects.filter(plan=self.subject).order_by("number") if self.subject else ()
        offered = set(field_of(self, "items", ItemChoices).queryset or ())
        came = [came_of(one) for one in rows if str(one.pk) in chosen and one not in offered]
        return f"{' '.join(came)} Choose among those that are left." if came else ""

    def offered(self, items: Any) -> Any:
        """Those of the open items that this can be done with."""
        return items

    def in_all(self, item: ActionPlanItem) -> bool:
        """Whether "all" means this one too."""
        return True

    def words_of_all(self, offered: int) -> str:
        return f"All {offered} that are with the police"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        which, items = cleaned.pop("which", ""), cleaned.get("items")
        if "items" in self.errors and (gone := self._gone()):
            del self.errors["items"]
            self.add_error("items", gone)
        if which == ALL and items:
            self.add_error("items", "Leave this empty for all items, or choose some of them.")
        elif which == ALL:
            cleaned["items"] = self.whole
        elif "which" in self.fields and not items and "items" not in self.errors:
            if which == SOME or "once" not in self.data:  # by API the list is what one sends
                self.add_error("items", "Choose at least one item.")
            else:
                self.add_error("which", "Choose all of them, or some of them.")
        return cleaned


class AcceptItemsForm(OpenItemsForm):
    of_one = "Tick the item, if the police accept it"
    which = forms.ChoiceField(
        label="Which items do the police accept?",
        help_text="Dispute an item on its own page instead. An item that is accepted is disputed no more.",
        choices=[(ALL, "All"), (SOME, "Some")],
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("which", "items")

    def offered(self, items: Any) -> Any:
        return items.filter(agreed_at__isnull=True)

    def in_all(self, item: ActionPlanItem) -> bool:
        return item.pk not in field_of(self, "items", ItemChoices).disputed

    def words_of_all(self, offered: int) -> str:
        if len(self.whole) == offered:
            return f"All {offered} that are not accepted yet"
        are = "one that is" if len(self.whole) == 1 else f"{len(self.whole)} that are"
        return f"The {are} not disputed"


class AssignItemForm(DeedForm):
    owner = OwnerChoice(
        queryset=Person.objects.none(), label="Owner", required=False, empty_label=OFFICER_IN_CHARGE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            field_of(self, "owner", OwnerChoice).queryset = owners_for(self.subject.case)


class LinkForm(DeedForm):
    strategy_line = LineChoice(label="Which line of the case strategy does it serve?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            standing = self.subject.strategy_line
            offer_lines(self, self.subject.plan.case, standing=standing, hidden=False)


class ItemDateForm(DeedForm):
    due_on = GovDateField(label="Target date of this item", future=True)
    reason = LongText(
        label="Why does it move?",
        max_length=2000,
        rows=3,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say why it moves."},
    )


class DisputeForm(DeedForm):
    reason = forms.ChoiceField(
        label="Why do the police dispute it?", choices=DisputeReason.choices, widget=forms.RadioSelect
    )
    words = LongText(
        label="In your own words",
        max_length=2000,
        rows=4,
        required=False,
        hint=f"Needed for another reason. {READ_BY_BOTH}",
    )
    channel = forms.ChoiceField(
        label="How was it raised with CPS?", choices=DisputeChannel.choices, widget=forms.RadioSelect
    )


class DisputeAnswerForm(CpsActForm):
    moment = "answered_at"
    outcome = forms.ChoiceField(
        label="What does CPS answer?",
        choices=[(one.value, one.label) for one in CPS_ANSWERS],
        widget=forms.RadioSelect,
    )
    words = LongText(
        label="If CPS still asks for it: what now, or why",
        max_length=2000,
        rows=4,
        required=False,
        hint=READ_BY_BOTH,
    )
    answered_at = GovDateTimeField(label="When was it answered?", past_only=True, required=False)
    field_order = ("outcome", "words", "answered_at", "document_name", "document_date")

    def answers(self) -> Answers:
        return Answers(self.subject.raised_at, "the dispute was raised")

    def rules(self, said: dict[str, Any], act: Entry) -> list[Callable[[], object]]:
        if "outcome" not in said:
            return []
        return [partial(check_answer_words, said["outcome"], said.get("words", ""))]

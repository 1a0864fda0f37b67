"""Who is still to be told of the Right to Review, and whose months to ask end soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from cases.models import DueItem
from rasso_tracker.clocks import ClockCode, Deadline, date_set, deadline, how_often, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.lists import Listing, Order
from reviews.enums import NOT_TOLD_FOR_GOOD, DueCode
from reviews.models import Notification, ReviewRequest, RightTold
from reviews.views.districts import OF_A_VICTIM, DistrictFilter, in_district

READ = "read_rights_to_tell"
CLOSING, AGAIN = "closing", "again"
SHOWN = {
    "": "Not told yet",
    AGAIN: "To be told again: the right came back",
    CLOSING: "Closing soon, not asked",
}


def _told(**more: Any) -> Exists:
    rows = RightTold.objects.filter(decision=OuterRef("decision"), victim=OuterRef("victim"), **more)
    return Exists(rows)


def not_told() -> Q:
    """They may ask for a review, and nobody has told them so since they may; but for those whom nobody tells
    of the decision either, for a reason that settles it, while telling them is owed no more.
    """
    owed = DueItem.objects.filter(source=OuterRef("pk"), code=DueCode.TELL_RIGHT, settled_at__isnull=True)
    for_good = Q(told_at__isnull=True, not_told_because__in=sorted(NOT_TOLD_FOR_GOOD)) & ~Q(Exists(owed))
    return Q(right_since__isnull=False) & ~Q(_told(ended_at__isnull=True)) & ~for_good


def to_tell_again() -> Q:
    """Of these the victims who were told before of a right that ended."""
    return not_told() & Q(_told(ended_at__isnull=False))


def closing(today: date) -> Q:
    """Their last day to ask is near, and they have not asked: days ahead by the rule of today."""
    last = today + timedelta(days=how_often(ClockCode.RIGHT_CLOSES, today))
    asked = ReviewRequest.objects.filter(decision=OuterRef("decision"), victim=OuterRef("victim"))
    return Q(right_since__isnull=False, ask_by__range=(today, last)) & ~Q(Exists(asked))


def wanted(show: str) -> Q:
    if show == CLOSING:
        return closing(london_date(now()))
    return to_tell_again() if show == AGAIN else not_told()


def tell_right_by(record: dict[str, Any]) -> Deadline:
    """By when they are told of the right, as services.rights.owe_right has it: by the clock from when they
    had it, or came back; not before they are to hear of the decision.
    """
    since = max(filter(None, (record["right_since"], record["again_at"])))
    clock, waits = deadline(record["clock"], since), record["waits_until"]
    if record["told_at"] is not None or waits is None or waits <= clock.due_on:
        return clock
    return date_set(waits, start=since, reason="The victim asked to wait until then.")


class RightFilter(DistrictFilter):
    field_order = ("show", "district")
    show = forms.ChoiceField(label="Show", required=False, choices=list(SHOWN.items()))


class RightsToTellList(Listing):
    name = "rights_to_tell_list"
    path = "right-to-review/to-tell/"
    title = "To be told of the Right to Review"
    template = "reviews/rights_to_tell_list.html"
    model = Notification
    fields = (
        *OF_A_VICTIM,
        "decision_id",
        "clock",
        "due_on",
        "decided_at",
        "right_since",
        "again_at",
        "waits_until",
        "ask_by",
        "told_at",
    )
    orders = (
        Order("due", "Decided", "due_on"),
        Order("closes", "Last day to ask", "ask_by", nullable=True),
    )
    filters = RightFilter
    deed = READ
    empty = "Nobody here."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return in_district(branch.filter(wanted(chosen["show"] or "")), chosen)

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "href": address("decision_detail", record["decision_id"]),
            "tell_by": tell_right_by(record),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        """Which of the rows were told of the right; one statement."""
        told: set[tuple[Any, Any]] = set()
        before: set[tuple[Any, Any]] = set()
        shown = [row["decision_id"] for row in self.rows]
        rights = RightTold.objects.visible_to(person).filter(decision__in=shown).order_by()
        for decision, victim, ended_at in rights.values_list("decision", "victim", "ended_at"):
            (told if ended_at is None else before).add((decision, victim))
        return {"at": now(), "told": told, "before": before, "says": SHOWN[self.chosen["show"] or ""]}

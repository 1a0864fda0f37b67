"""The month's victims who were told late, with causes by district; and apart from them who asked to wait."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.addresses import address
from rasso_tracker.web.api_deeds import CANNOT_STAND
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import Listing, Order
from rasso_tracker.web.problems import Problem
from reviews.enums import DecisionAgency
from reviews.late import (
    ASKED,
    ASKED_LATE,
    CAUSES,
    LATE,
    NOT_SAID,
    SHOWN,
    asked_to_wait,
    caused_by,
    code_of,
    is_late,
    month_of,
    months,
    ran_out_in,
    shown,
    was_missed_in,
    wish_recorded_late,
)
from reviews.models import MissedTelling, Notification
from reviews.views.districts import OF_A_VICTIM, DistrictFilter, in_district

READ = "read_late_tellings"
NOT_YOURS = "Your role, {}, does not include this list."


def as_chosen(month: date) -> str:
    """How the filter of these lists says a month: this one is the empty choice."""
    return "" if month == months()[0] else code_of(month)


class MissedFilter(DistrictFilter):
    field_order: tuple[str, ...] = ("month", "district", "cause", "owner")
    month = forms.ChoiceField(label="Month", required=False)
    cause = forms.ChoiceField(label="Cause", required=False, choices=[("", "Any"), *CAUSES.items()])
    owner = forms.ChoiceField(
        label="Whose decision", required=False, choices=[("", "Any"), *DecisionAgency.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code_of(one), f"{one:%B %Y}") for one in months()]
        field_of(self, "month", forms.ChoiceField).choices = [("", "This month"), *offered[1:]]


class LateFilter(MissedFilter):
    field_order = ("month", "show", "district", "cause", "owner")
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("", SHOWN[LATE]), (ASKED, SHOWN[ASKED]), (ASKED_LATE, SHOWN[ASKED_LATE])],
    )


class LateTellingList(Listing):
    name = "late_telling_list"
    path = "decisions/told-late/"
    title = "Victims told late"
    template = "reviews/late_telling_list.html"
    model = Notification
    fields = (
        *OF_A_VICTIM,
        "owner",
        "due_on",
        "waits_until",
        "told_at",
        "not_told_at",
        "ended_at",
        "not_told_because",
        "late_because",
        "late_said_by__name",
    )
    orders = (Order("due", "Clock ended", "due_on", descending=True),)
    filters = LateFilter
    deed = READ
    empty = "Nobody of this month was told late."

    @property
    def month(self) -> Any:
        return month_of(self.chosen["month"] or "") or months()[0]

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(ran_out_in(self.month), shown(chosen["show"] or LATE))
        branch = in_district(branch, chosen)
        if chosen["cause"]:
            branch = branch.filter(caused_by(chosen["cause"]))
        return branch.filter(owner=chosen["owner"]) if chosen["owner"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        kept = ("due_on", "waits_until", "told_at", "not_told_at", "ended_at")
        row = Notification(**{name: record[name] for name in kept})
        late = row.is_late(now())
        cause = CAUSES[record["late_because"] or NOT_SAID] if late else ""
        return {
            **record,
            "href": address("telling", record["id"]),
            "tell_by": row.tell_by,
            "late": late,
            "days": (london_date(row.stopped_at or now()) - row.tell_by).days,
            "cause": cause,
        }

    def extra(self, person: Person) -> dict[str, Any]:
        counts = counted(person, self.month)
        kept = {"month": as_chosen(self.month)}

        def to_rows(**more: str) -> str:
            return f"?{urlencode({**kept, **more})}"

        return {
            "month": self.month,
            "code": as_chosen(self.month),
            "no_such_month": bool(self.filter_form and "month" in self.filter_form.errors),
            "asked_shown": self.chosen["show"] in (ASKED, ASKED_LATE),
            "causes": counts["causes"],
            "places": [{"label": name, "number": True} for (_, name), _ in counts["districts"]],
            "districts": counts["districts"],
            "asked": counts["asked"],
            "asked_late": counts["asked_late"],
            "missed": counts["missed"],
            "to_rows": to_rows,
            "CAUSES": CAUSES,
        }


class MissedTellingList(Listing):
    """What was missed before it was said that nobody tells them, of victims who came back since."""

    name = "missed_telling_list"
    path = "decisions/told-late/before/"
    title = "Missed before they came back"
    template = "reviews/missed_telling_list.html"
    model = MissedTelling
    fields = (
        *OF_A_VICTIM,
        "notice_id",
        "notice__owner",
        "due_on",
        "tell_by",
        "stopped_at",
        "late_because",
        "late_said_by__name",
    )
    orders = (Order("due", "Clock ended", "tell_by", descending=True),)
    filters = MissedFilter
    deed = READ
    empty = "Nothing of this month."

    @property
    def month(self) -> Any:
        return month_of(self.chosen["month"] or "") or months()[0]

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = in_district(branch.filter(was_missed_in(self.month)), chosen)
        if chosen["cause"]:
            branch = branch.filter(caused_by(chosen["cause"]))
        return branch.filter(notice__owner=chosen["owner"]) if chosen["owner"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "href": address("telling", record["notice_id"]),
            "days": (london_date(record["stopped_at"]) - record["tell_by"]).days,
            "cause": CAUSES[record["late_because"] or NOT_SAID],
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"month": self.month, "code": as_chosen(self.month)}


def counted(person: Person, month: Any) -> dict[str, Any]:
    """Of a month, by district and cause, how many rows the lists show this person; four statements.

    `causes` are those that occur, in the order of the list; `districts` pairs of (code, name) to counts.
    """
    seen = Notification.objects.visible_to(person).filter(ran_out_in(month)).order_by()
    late = seen.filter(is_late(london_date(now())))
    by: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    places = ("case__district__code", "case__district__name")
    for code, name, cause, number in late.values_list(*places, "late_because").annotate(n=Count("pk")):
        by[(code, name)][cause or NOT_SAID] = number
    waits = (
        seen.filter(asked_to_wait())
        .values_list(*places)
        .annotate(n=Count("pk"), late=Count("pk", filter=wish_recorded_late()))
    )
    asked = sorted(waits)
    before = MissedTelling.objects.visible_to(person).filter(was_missed_in(month)).order_by()
    missed: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for code, name, cause, number in before.values_list(*places, "late_because").annotate(n=Count("pk")):
        missed[(code, name)][cause or NOT_SAID] = number
    causes = [code for code in CAUSES if any(code in counts for counts in by.values())]
    return {
        "causes": causes,
        "districts": sorted(by.items(), key=lambda pair: pair[0][1]),
        "asked": [(code, name, number) for code, name, number, _ in asked],
        "asked_late": [(code, name, number) for code, name, _, number in asked if number],
        "missed": sorted(missed.items(), key=lambda pair: pair[0][1]),
    }


def report(person: Person, query: Any) -> dict[str, Any]:
    """The counts of the page for programs. Raises NotAllowed, Problem for a month that is not offered."""
    if not person.role.may(READ):
        raise NotAllowed(NOT_YOURS.format(person.role.title))
    asked = query.get("month", "")
    month = month_of(asked) if asked else months()[0]
    if month is None:
        raise Problem(400, CANNOT_STAND, {"month": f"Give one of {', '.join(map(code_of, months()))}."})
    counts = counted(person, month)
    recorded_late = {code: number for code, _, number in counts["asked_late"]}
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"told late: {code_of(month)}")
    return {
        "month": code_of(month),
        "late": [
            {"district": code, "causes": causes, "all": sum(causes.values())}
            for (code, _), causes in counts["districts"]
        ],
        "missed_before": [
            {"district": code, "causes": causes, "all": sum(causes.values())}
            for (code, _), causes in counts["missed"]
        ],
        "asked_to_wait": [
            {"district": code, "all": number, "recorded_late": recorded_late.get(code, 0)}
            for code, _, number in counts["asked"]
        ],
    }

"""What the home pages of officers and supervisors ask of cases. Plain lists of at most 25, and whether
there is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q
from django.urls import reverse

from cases.deadlines import deadline_of
from cases.enums import CLOSED_STAGES, Stage
from cases.lesson_enums import LESSON_DUE, LOOK_BACK_DUE
from cases.models import Case, DueItem
from cases.supervision_enums import DIRECTION_DUE, REVIEW_DUE
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope

MOST = 25
MOST_COUNTED = 1_000
SHOWN_AT_HOME = 10
DUE_SOON = timedelta(days=7)
OWN_PAGES = {
    DIRECTION_DUE: "direction_detail",
    LESSON_DUE: "lesson_detail",
    LOOK_BACK_DUE: "record_look_back",
    "told_withdrawal": "told_withdrawal",
    "appointment": "appointment",
}


class Some(NamedTuple):
    """A bounded list and whether it goes on."""

    rows: list[dict[str, Any]]
    more: bool


def due_next(person: Person) -> Some:
    """What this person owes, the earliest first: victims to be told, items to return, rights to tell, bail
    limits.
    """
    items = (
        DueItem.objects.visible_to(person)
        .filter(owner=person.pk, settled_at__isnull=True)
        .select_related("case")
        .order_by("due_on", "id")[: MOST + 1]
    )
    rows = [
        {
            "what": item.what_for(person),
            "code": item.code,
            "href": reverse(OWN_PAGES[item.code], args=[item.source]) if item.code in OWN_PAGES else "",
            "case_id": item.case_id,
            "reference": item.case.reference,
            "deadline": deadline_of(item),
        }
        for item in items
    ]
    return Some(rows[:MOST], len(rows) > MOST)


@dataclass(frozen=True)
class Reviews:
    """Supervisory reviews that are owed, the longest lapsed first, and how many, up to MOST_COUNTED."""

    some: Some
    lapsed: int
    soon: int


def begins_with_team(person: Person) -> bool:
    """A supervisor of a team begins with its cases; one of a district, and anybody else, with all."""
    return person.role.scope in (Scope.TEAM, Scope.DISTRICT) and person.team_id is not None


def reviews_owed(person: Person, at: datetime) -> Reviews:
    """The reviews lapsed or due within a week on the cases of the person's team, or of all that they may see
    where theirs is no team. Two statements.
    """
    today = london_date(at)
    owed = DueItem.objects.visible_to(person).filter(
        code=REVIEW_DUE, settled_at__isnull=True, due_on__lte=today + DUE_SOON
    )
    if begins_with_team(person):
        owed = owed.filter(case__team=person.team_id)
    days = list(owed.order_by("due_on", "id").values_list("due_on", flat=True)[:MOST_COUNTED])
    rows = [
        {
            "what": item.what,
            "case_id": item.case_id,
            "reference": item.case.reference,
            "href": reverse("record_supervisory_review", args=[item.case_id]),
            "deadline": deadline_of(item),
        }
        for item in owed.select_related("case").order_by("due_on", "id")[: SHOWN_AT_HOME + 1]
    ]
    lapsed = sum(day < today for day in days)
    return Reviews(Some(rows[:SHOWN_AT_HOME], len(rows) > SHOWN_AT_HOME), lapsed, len(days) - lapsed)


def my_cases(person: Person) -> Some:
    """The open cases of which this person is officer in charge, by what is due next; those with nothing due
    last.
    """
    rows = list(
        Case.objects.visible_to(person)
        .filter(officer_in_charge=person.pk)
        .exclude(stage__in=CLOSED_STAGES)
        .order_by("next_due_on", "id")
        .values("id", "reference", "stage", "reported_on", "next_due_on", "next_due_what")[: MOST + 1]
    )
    for row in rows:
        row["stage_label"] = Stage(row["stage"]).label
    return Some(rows[:MOST], len(rows) > MOST)


def workload(person: Person, at: datetime) -> Some:
    """Open cases and overdue items by officer, as far as this person may see; the most overdue first."""
    today: date = london_date(at)
    open_cases = Case.objects.visible_to(person).exclude(stage__in=CLOSED_STAGES)
    counts = {
        row["officer_in_charge"]: row
        for row in open_cases.order_by()
        .values("officer_in_charge")
        .annotate(cases=Count("pk"), oldest=Min("reported_on"))
    }
    overdue = dict(
        DueItem.objects.visible_to(person)
        .filter(settled_at__isnull=True, due_on__lt=today, owner__in=list(counts))
        .order_by()
        .values("owner")
        .annotate(items=Count("pk"))
        .values_list("owner", "items")
    )
    officers = Person.objects.filter(pk__in=list(counts)).select_related("team")
    rows = [
        {
            "officer": officer,
            "team": officer.team.name if officer.team else "",
            "cases": counts[officer.pk]["cases"],
            "oldest": counts[officer.pk]["oldest"],
            "overdue": overdue.get(officer.pk, 0),
        }
        for officer in officers
    ]
    rows.sort(key=lambda row: (-row["overdue"], -row["cases"], row["officer"].name))
    return Some(rows[:MOST], len(rows) > MOST)


def cases_without_a_victim(person: Person) -> Some:
    """The person's open cases to which no victim was added yet: the next thing to do after logging one."""
    rows = list(
        Case.objects.visible_to(person)
        .filter(Q(officer_in_charge=person.pk), victims__isnull=True)
        .exclude(stage__in=CLOSED_STAGES)
        .order_by("-reported_on", "id")
        .values("id", "reference", "reported_on")[: MOST + 1]
    )
    return Some(rows[:MOST], len(rows) > MOST)

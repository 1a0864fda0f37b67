"""What the overdue board is narrowed by: district, step, age, side, owner, what is waited for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.db.models import BooleanField, CharField, DateField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast

from actionplans.enums import OPEN_ITEMS, STEPS, ItemType, Side
from actionplans.ladder import STEP_WIDTH, band
from actionplans.models import ActionPlanItem
from actionplans.views import DistrictFilter
from rasso_tracker import prepared
from rasso_tracker.clocks import add_working_days, end_of_day, london_date, now
from rasso_tracker.people.cover import ON_LEAVE
from rasso_tracker.people.enums import Agency, Post
from rasso_tracker.people.models import Leave, Person
from rasso_tracker.people.models.duty import held_within
from rasso_tracker.prepared import Slot
from rasso_tracker.web.fields import field_of

NO_STEP = "none"
# Working days past the date that was missed, as the ladder counts them: at most, and what the person reads.
AGES = {
    "to-2": (None, 2, "Up to 2 working days"),
    "3-to-5": (2, 5, "3 to 5 working days"),
    "6-to-10": (5, 10, "6 to 10 working days"),
    "11-to-20": (10, 20, "11 to 20 working days"),
    "over-20": (20, None, "More than 20 working days"),
}
MOST_NAMES = 100  # in one group of the list of owners: more than that nobody reads through
ME, NOBODY = "me", "nobody"
GATEKEEPING = (Post.GATEKEEPER, Post.HEAD_OF_GATEKEEPING)
Named = tuple[tuple[str, str], ...]  # ids and names
Group = tuple[str, Named]


@dataclass(frozen=True)
class Holding:
    """Those who hold one of these posts; `field` and `place` narrow them to a district or unit; `marked`
    asks who of them is on leave.
    """

    title: str
    posts: tuple[Post, ...]
    field: str = ""
    place: uuid.UUID | None = None
    marked: bool = False


class Held(NamedTuple):
    """Somebody who holds a post; `away` says that they are on leave, where that was asked."""

    key: str
    name: str
    away: bool


def lapsed_no_more_than(days: int, today: date) -> datetime:
    """The earliest moment at which a plan may have lapsed that is at most so many working days past today."""
    return end_of_day(add_working_days(today + timedelta(days=1), -(days + 1)))


def of_age(code: str, today: date) -> Q:
    """Plans whose missed date lies that many working days back."""
    more_than, at_most, _ = AGES[code]
    found = Q()
    if at_most is not None:
        found &= Q(lapses_at__gte=lapsed_no_more_than(at_most, today))
    if more_than is not None:
        found &= Q(lapses_at__lt=lapsed_no_more_than(more_than, today))
    return found


def of_step(code: str) -> Q:
    """One band of the board's order: plans of that step, or of none yet."""
    low = band(None if code == NO_STEP else int(code)) * STEP_WIDTH
    return Q(urgency__gte=low, urgency__lt=low + STEP_WIDTH)


def of_side(side: str) -> Q:
    """Who holds the plan: the police while an item is owed, else CPS (ActionPlan.side)."""
    return Q(items_open__gt=0) if side == Side.POLICE else Q(items_open=0)


def waiting_for(kind: str) -> Exists:
    """Plans of which an item of this type is still owed."""
    return Exists(ActionPlanItem.objects.filter(plan=OuterRef("pk"), type=kind, status__in=OPEN_ITEMS))


def holders(groups: Sequence[Holding], today: date) -> list[list[Held]]:
    """For each group, those who hold its posts in its place, by name; all groups in one kept statement."""

    def rows() -> Any:
        arms = [_holding(number, post, group) for number, group in enumerate(groups) for post in group.posts]
        return arms[0].union(*arms[1:], all=True).order_by("number", "name", "key")

    # The posts are part of the statement and no slot: each walks an index on post and name.
    key = (holders, tuple((group.posts, group.field, group.marked) for group in groups))
    slots = {f"place{number}": group.place for number, group in enumerate(groups) if group.field}
    found: list[list[Held]] = [[] for _ in groups]
    for one in prepared.found(key, rows, **slots, today=today):
        found[one["number"]].append(Held(one["key"], one["name"], one["away"]))
    return [one[:MOST_NAMES] for one in found]


def _holding(number: int, post: Post, group: Holding) -> Any:
    field: Any = Person._meta.get_field
    found = Person.objects.filter(post=post, is_active=True)
    if group.field:
        place = Slot(f"place{number}", output_field=field(group.field).target_field)
        found = found.filter(**{group.field: place})
    told = found.order_by("name", "id").values("name")
    today = Slot("today", output_field=DateField())
    leave = Leave.objects.filter(held_within(today, today), person=OuterRef("pk"))
    away = Exists(leave) if group.marked else Value(False, output_field=BooleanField())
    return told.annotate(key=Cast("id", CharField()), number=Value(number), away=away)[:MOST_NAMES]


class BoardFilter(DistrictFilter):
    step = forms.ChoiceField(
        label="Step reached",
        required=False,
        choices=[
            ("", "Every step"),
            *((str(step), f"Step {step}") for step in reversed(STEPS)),
            (NO_STEP, "No step yet"),
        ],
    )
    age = forms.ChoiceField(
        label="Past its date by",
        required=False,
        choices=[("", "Any time"), *((code, words) for code, (_, _, words) in AGES.items())],
    )
    side = forms.ChoiceField(
        label="Held by",
        required=False,
        choices=[("", "Either side"), (Side.POLICE.value, "Police"), (Side.CPS.value, "CPS")],
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    waiting = forms.ChoiceField(
        label="Still owed", required=False, choices=[("", "Anything"), *ItemType.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self._groups()
        known = {key for _, people in groups for key, _ in people}
        self._other = self._somebody_else(known)
        field_of(self, "owner", forms.ChoiceField).choices = [
            ("", "Anybody"),
            (ME, "Me"),
            (NOBODY, "Nobody works it yet"),
            *groups,
            *([("Chosen", (self._other,))] if self._other else []),
        ]

    def _groups(self) -> list[Group]:
        """The gatekeeper team; the officers of the district that is chosen or the person's own; CPS's own."""
        wanted = [Holding("Gatekeeper team", GATEKEEPING, marked=True)]
        district = self.ids.get(self.data.get("district", "")) or self.person.district_id
        if district and self.person.agency == Agency.POLICE:
            wanted.append(Holding("Officers of the district", (Post.INVESTIGATOR,), "district", district))
        if unit := self.person.cps_unit_id:
            wanted.append(Holding("Prosecutors of the unit", (Post.REVIEWING_PROSECUTOR,), "cps_unit", unit))
        found = holders(wanted, london_date(now()))
        self.team = tuple((one.key, f"{one.name}{ON_LEAVE if one.away else ''}") for one in found[0])
        return [
            (one.title, tuple((each.key, each.name) for each in people))
            for one, people in zip(wanted, found, strict=True)
            if people
        ]

    def _somebody_else(self, known: set[str]) -> tuple[str, str] | None:
        """Who is chosen and in no group: a leaver, or somebody of another district."""
        try:
            chosen = uuid.UUID(self.data.get("owner", ""))
        except ValueError:
            return None
        if str(chosen) in known:
            return None
        found = Person.objects.filter(pk=chosen).values_list("name", flat=True).first()
        return (str(chosen), found) if found else None

    def chosen(self) -> dict[str, Any]:
        """The owner as the field that names them and its value."""
        found = super().chosen()
        return {**found, "owner": self._owner(found["owner"]) if found["owner"] else None}

    def _owner(self, code: str) -> tuple[str, Any]:
        if code == NOBODY:
            return "worked_by__isnull", True
        person = self.person if code == ME else Person.objects.get(pk=code)
        roles = [self.person.role.code] if code == ME else person.roles
        if person.agency == Agency.CPS:
            return "prosecutor", person.pk
        return "case__officer_in_charge" if "officer" in roles else "worked_by", person.pk


def narrowed(branch: Any, chosen: dict[str, Any], at: datetime) -> Any:
    """A branch of the board by what is chosen. Nothing of `at` but its London date counts."""
    if chosen["district"]:
        branch = branch.filter(case__district=chosen["district"])
    if chosen["step"]:
        branch = branch.filter(of_step(chosen["step"]))
    if chosen["age"]:
        branch = branch.filter(of_age(chosen["age"], london_date(at)))
    if chosen["side"]:
        branch = branch.filter(of_side(chosen["side"]))
    if chosen["owner"]:
        field, value = chosen["owner"]
        branch = branch.filter(**{field: value})
    if chosen["waiting"]:
        branch = branch.filter(waiting_for(chosen["waiting"]))
    return branch

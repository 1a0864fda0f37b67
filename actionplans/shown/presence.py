"""Who else has a form open on a plan, and who did the last thing on it, as far as the reader may be told."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actionplans.board_enums import Opened
from actionplans.models import ItemReturn, PlanCompletion, PlanDate, PlanPresence, PlanReview, ReassignedPlan
from rasso_tracker import prepared
from rasso_tracker.people.access import place_of
from rasso_tracker.people.enums import Agency, Rank
from rasso_tracker.people.models import Person
from rasso_tracker.prepared import Slot, among

SHORT = {
    Rank.CONSTABLE: "DC",
    Rank.SERGEANT: "DS",
    Rank.INSPECTOR: "DI",
    Rank.CHIEF_INSPECTOR: "DCI",
    Rank.SUPERINTENDENT: "Det Supt",
    Rank.CHIEF_SUPERINTENDENT: "Det Ch Supt",
    Rank.ASSISTANT_CHIEF_CONSTABLE: "ACC",
}
JUST_NOW = timedelta(minutes=2)


def named_to(reader: Person, agency: str, rank: int | None, name: str) -> str:
    """Somebody as the reader may know them: by rank and name on the own side, else by the side alone."""
    if agency != reader.agency:
        return "CPS" if agency == Agency.CPS else "The police"
    return f"{SHORT[Rank(rank)]} {name}" if rank else name


def minutes_ago(then: datetime, at: datetime) -> str:
    minutes = int((at - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"


def others_on(
    person: Person, plans: Sequence[uuid.UUID], at: datetime
) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Plan to the others who have a form open on it at `at`, with the words to show; one kept statement."""
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    if not plans:
        return found
    for row in _present(person, plans, at):
        who = named_to(person, row["person__agency"], row["person__rank"], row["person__name"])
        words = f"{who} {Opened(row['doing']).label} {minutes_ago(row['opened_at'], at)}"
        found[row["plan"]].append({**row, "who": who, "words": words})
    return found


def _present(person: Person, plans: Sequence[uuid.UUID], at: datetime) -> list[dict[str, Any]]:
    def rows() -> Any:
        field: Any = PlanPresence._meta.get_field
        seen = PlanPresence.objects.visible_to(person).filter(
            among("plan", "plans", field("id")), until__gt=Slot("at", output_field=field("until"))
        )
        others = seen.exclude(person=Slot("person", output_field=field("id")))
        return others.order_by("opened_at", "id").values(
            "plan", "person", "doing", "opened_at", "person__agency", "person__rank", "person__name"
        )

    key = (_present, place_of(person))
    return prepared.found(key, rows, plans=list(plans), at=at, person=person.pk)


@dataclass(frozen=True)
class Act:
    """What was done to a plan and by whom, in words; whether the reader did it."""

    words: str
    own: bool


def last_acts(person: Person, plans: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, Act]:
    """Plan to who did the last thing on it, and what, where that was in the last two minutes."""
    wanted = list(plans)
    if not wanted:
        return {}
    latest: dict[uuid.UUID, tuple[datetime, Act]] = {}
    for model, plan, when, who, words in _ACTS:
        rows = model.objects.visible_to(person).filter(
            **{f"{plan}__in": wanted, f"{when}__gt": at - JUST_NOW, f"{when}__lte": at}
        )
        told = rows.order_by().values_list(plan, when, who, f"{who}__agency", f"{who}__rank", f"{who}__name")
        for plan_id, moment, actor, agency, rank, name in told:
            if plan_id not in latest or moment >= latest[plan_id][0]:
                own = actor == person.pk
                by = "you" if own else named_to(person, agency, rank, name)
                latest[plan_id] = (moment, Act(f"{words} by {by}", own))
    return {plan_id: act for plan_id, (_, act) in latest.items()}


# What changes a plan on the board: the rows, the plan they are of, when and by whom, and in a word. A later
# one of the same moment says more of it.
_ACTS: tuple[tuple[Any, str, str, str, str], ...] = (
    (PlanDate, "plan", "set_at", "set_by", "New date"),
    (ItemReturn, "item__plan", "returned_at", "returned_by", "Items returned"),
    (ReassignedPlan, "plan", "reassignment__given_at", "reassignment__given_by", "Given to somebody"),
    (PlanCompletion, "plan", "completed_at", "entered_by", "Completed"),
    (PlanReview, "plan", "reviewed_at", "reviewed_by", "Reviewed"),
)

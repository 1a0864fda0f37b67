"""What the register of training says: who may decide with it on a day, and how a team stands."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from rasso_tracker.clocks import london_date
from rasso_tracker.clocks.instants import LONDON
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person
from reviews.enums import DecisionAgency, DecisionStatus
from reviews.models import ReviewTraining
from reviews.rules.training import whose_training

SOON = timedelta(days=60)  # [A] time enough for a place on a course
MOST = 500  # [A] people that a home page looks at: more than any team, and than most districts'


@dataclass(frozen=True)
class Standing:
    """How one person stands on a day: `row` is the course that counts longest, if there was any."""

    row: ReviewTraining | None
    code: str  # valid, soon, lapsed, never
    label: str


LABELS = {
    "valid": "In date",
    "soon": "Lapses soon",
    "lapsed": "Lapsed",
    "never": "Never trained",
}


def standing_on(rows: Iterable[ReviewTraining], day: date) -> Standing:
    """Pure: of one person's courses that were not voided, what they come to on a day."""
    done = [one for one in rows if one.completed_on <= day]
    if not done:
        return Standing(None, "never", LABELS["never"])
    last = max(done, key=lambda one: (one.valid_until, one.completed_on))
    if last.valid_until < day:
        return Standing(last, "lapsed", LABELS["lapsed"])
    code = "soon" if last.valid_until - day <= SOON else "valid"
    return Standing(last, code, LABELS[code])


def courses_of(people: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[ReviewTraining]]:
    """The courses of these people that stand; one statement."""
    found: dict[uuid.UUID, list[ReviewTraining]] = defaultdict(list)
    rows = ReviewTraining.objects.filter(person__in=list(people), voided_at__isnull=True)
    for row in rows.select_related("recorded_by"):
        found[row.person_id].append(row)
    return found


def voided_of(people: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[ReviewTraining]]:
    """The courses of these people that were taken back, the last one first; one statement."""
    found: dict[uuid.UUID, list[ReviewTraining]] = defaultdict(list)
    rows = ReviewTraining.objects.filter(person__in=list(people), voided_at__isnull=False)
    for row in rows.select_related("recorded_by", "voided_by").order_by("-voided_at", "id"):
        found[row.person_id].append(row)
    return found


def _counting(person: Any, day: Any) -> QuerySet[ReviewTraining]:
    """The courses of a person of an outer query that count on a day."""
    return ReviewTraining.objects.filter(
        person=person, voided_at__isnull=True, completed_on__lte=day, valid_until__gte=day
    )


def of_standing(people: Any, code: str, day: date) -> Any:
    """Of people, those who stand so on a day; "gap" is lapsed or never."""
    person = OuterRef("pk")
    counts, long = _counting(person, day), _counting(person, day).filter(valid_until__gt=day + SOON)
    ever = ReviewTraining.objects.filter(person=person, voided_at__isnull=True, completed_on__lte=day)
    match code:
        case "gap":
            return people.filter(~Exists(counts))
        case "never":
            return people.filter(~Exists(ever))
        case "lapsed":
            return people.filter(Exists(ever), ~Exists(counts))
        case "soon":
            return people.filter(Exists(counts), ~Exists(long))
        case _:
            return people.filter(Exists(long))


def gap_of(reader: Person, day: date) -> tuple[int, int]:
    """How many people there are of whom this reader reads the register, and how many of them need a course;
    of more than MOST people the first that are found, and one more than MOST. One statement.
    """
    people = Person.objects.filter(whose_training(reader), in_post(day)).order_by()
    looked_at = people.annotate(until=_until(day))[: MOST + 1]
    gap = Q(until__isnull=True) | Q(until__lt=day)
    found = looked_at.aggregate(people=Count("pk"), gap=Count("pk", filter=gap))
    return found["people"], found["gap"]


def _until(day: date) -> Subquery:
    """Of people, until when the course of each counts that counts longest; a look along its index each."""
    done = ReviewTraining.objects.filter(
        person=OuterRef("pk"), voided_at__isnull=True, completed_on__lte=day
    ).order_by("-valid_until")
    return Subquery(done.values("valid_until")[:1])


def by_team(reader: Person, day: date) -> list[dict[str, Any]]:
    """How each team of whom this reader reads the register stands on a day; one statement.

    Rows of team, district, people, and how many of them are in date, soon to lapse, lapsed, never trained.
    """
    people = (
        Person.objects.filter(whose_training(reader), in_post(day))
        .annotate(until=_until(day))
        .order_by()
        .values("team__name", "team__district__name")
        .annotate(
            people=Count("pk"),
            valid=Count("pk", filter=Q(until__gt=day + SOON)),
            soon=Count("pk", filter=Q(until__gte=day, until__lte=day + SOON)),
            lapsed=Count("pk", filter=Q(until__lt=day)),
            never=Count("pk", filter=Q(until__isnull=True)),
        )
    )
    found = [
        {
            "team": row["team__name"] or "No team",
            "district": row["team__district__name"] or "",
            **{name: row[name] for name in ("people", "valid", "soon", "lapsed", "never")},
        }
        for row in people
    ]
    return sorted(found, key=lambda row: (row["district"], row["team"]))


def by_untrained(decisions: Any) -> Any:
    """Of decisions, those of the police whose maker or approver had no training that counted on the day."""
    decided = decisions.filter(
        agency=DecisionAgency.POLICE, status=DecisionStatus.AUTHORISED, decided_at__isnull=False
    ).alias(decided_on=TruncDate("decided_at", tzinfo=LONDON))
    maker, approver = (_counting(OuterRef(who), OuterRef("decided_on")) for who in ("maker", "approver"))
    return decided.filter(~(Exists(maker) & Exists(approver)))


def who_lacked(decisions: Any) -> dict[uuid.UUID, list[tuple[Person, Standing]]]:
    """Of each of these decisions, who had no training that counted on the day, and how they stood then.

    The maker before the approver. Two statements.
    """
    made = list(decisions.select_related("maker", "approver"))
    courses = courses_of({pk for one in made for pk in (one.maker_id, one.approver_id) if pk})
    found = {}
    for one in made:
        day = london_date(one.decided_at)
        people = [person for person in (one.maker, one.approver) if person is not None]
        stood = [(person, standing_on(courses.get(person.pk, ()), day)) for person in people]
        found[one.pk] = [(person, how) for person, how in stood if how.code in ("lapsed", "never")]
    return found

"""Cases made by the services, as a person would make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest

from cases import services
from cases.lesson_enums import LearntFrom
from cases.models import Allegation, Case, Direction, Lesson
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.stories import at_hand, story

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
REPORTED = date(2026, 3, 2)

_crimes = count(13260000001)


def next_crime() -> str:
    return str(next(_crimes))


def on(day: int, hour: int = 12, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


Opener = Callable[..., Case]


@pytest.fixture
@at_hand
def opened(alice: Person) -> Opener:
    """`opened()` logs a case as Alice; any value may be given."""

    def open_it(**given: object) -> Case:
        by = given.pop("by", alice)
        officer = given.setdefault("officer_in_charge", by)
        values = {
            "team": officer.team,
            "district": officer.district,
            "reported_on": REPORTED,
            "crime_reference": next_crime(),
            "offence_type": "rape_adult",
            "summary": "Reported by telephone.",
            "at": AT,
            **given,
        }
        return services.open_case(by=by, **values)

    return open_it


def directed(by: Person, case: Case, to: Person, **given: object) -> Direction:
    """The one direction of a supervisory review that `by` records."""
    one = {"asks": "Speak to the neighbour.", "owner": to, "due_on": date(2026, 3, 20), **given}
    review = services.record_supervisory_review(
        by=by, case=case, outcome="on_track", looked_at=["lines"], directions=[one], at=AT
    )
    return Direction.objects.get(review=review)


def lesson_for(owner: Person, case: Case, by: Person) -> Lesson:
    """A lesson of `owner` on this case, as the deed that learnt it gives one."""
    with open_door("a test gives a lesson"):
        return services.give_lesson(
            by=by,
            case=case,
            learnt_from=LearntFrom.WITHDRAWAL,
            source=case.pk,
            about="contact",
            words="Ring every four weeks.",
            owner=owner,
            due_on=date(2026, 6, 1),
            at=AT,
        )


@story
def case(opened: Opener) -> Case:
    return opened()


@story
def allegation(case: Case) -> Allegation:
    return Allegation.objects.get(case=case)

"""A case with one victim, made by the services as a person would make it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from tests.stories import at_hand, story
from victims import services
from victims.models import Reengagement, SupportReferral, SupportService, Withdrawal

OPENED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
REPORTED = date(2026, 3, 2)
_crimes = count(13268000001)


FOUND = {"checked_in": ["contact_log"]}  # where a supervisor found the choice in the record


def on(day: int, month: int = 3, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def open_case(by: Person, **given: object) -> Case:
    values = {
        "team": by.team,
        "district": by.district,
        "officer_in_charge": by,
        "reported_on": REPORTED,
        "crime_reference": str(next(_crimes)),
        "offence_type": "rape_adult",
        "at": OPENED_AT,
        **given,
    }
    return cases.open_case(by=by, **values)


def with_outside_isva(by: Person, victim: Victim, day: date = REPORTED) -> SupportReferral:
    """A service took the victim's referral on that day: an ISVA who does not sign in here."""
    with open_door("test"):
        service, _ = SupportService.objects.get_or_create(name="Calder ISVAs", kinds=["isva"])
    referral = services.offer_support(
        by=by,
        victim=victim,
        kind="isva",
        offered_on=day,
        answer="agreed",
        service=service,
        sent_on=day,
        at=LATER,
    )
    return services.record_support_answer(
        by=by, referral=referral, step="accepted", happened_on=day, at=LATER
    )


@story
def case(alice: Person) -> Case:
    return open_case(alice)


@story
def victim(case: Case, alice: Person) -> Victim:
    return cases.add_victim(by=alice, case=case, at=OPENED_AT)


Withdraw = Callable[..., Withdrawal]


@pytest.fixture
@at_hand
def withdraw(victim: Victim, alice: Person) -> Withdraw:
    """`withdraw()` records that the victim withdrew on 10 March; any value may be given."""

    def do(**given: object) -> Withdrawal:
        values = {
            "by": alice,
            "victim": victim,
            "kind": "withdrew",
            "occurred_at": on(10),
            "reasons": ["delay", "privacy"],
            "primary_reason": "delay",
            "told_by": "letter",
            "from_what": ["investigation"],
            "support_offered": ["isva"],
            "at": LATER,
            **given,
        }
        return services.record_withdrawal(**values)

    return do


@pytest.fixture
@at_hand
def come_back(victim: Victim, alice: Person) -> Callable[..., Reengagement]:
    def do(**given: object) -> Reengagement:
        values = {
            "by": alice,
            "victim": victim,
            "occurred_at": on(20),
            "told_by": "phone_note",
            "at": LATER,
            **given,
        }
        return services.record_re_engagement(**values)

    return do


@story
def chief(dina: Person) -> Person:
    """A supervisor who is senior enough to decide on counselling records."""
    with open_door("a test promotes somebody"):
        Person.objects.filter(pk=dina.pk).update(rank=Rank.CHIEF_INSPECTOR)
    dina.rank = Rank.CHIEF_INSPECTOR
    return dina

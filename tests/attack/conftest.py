"""Cases told through the services, in a database of their own, for attacks that read a great deal of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case
from rasso_tracker.clocks.models import BankHoliday
from rasso_tracker.people.access import system
from tests.chain import story as told
from tests.database import cloned
from victims.models import Term
from victims.services import share_with_isva

Told = dict[str, told.Story]


@pytest.fixture(scope="module")
def stories(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[Told]:
    """A story for each stage, a second one at the end of it all, and one of Bradford's."""
    with django_db_blocker.unblock(), cloned(home_database, template_database, "attack"):
        with system("the test tells its stories"):
            found = {
                name: make(f"1327{number:07d}") for number, (name, make) in enumerate(told.STAGES.items(), 1)
            }
            found["again"] = told.whole("13270000099")
            found["bradford"] = of_bradford()
            share_with_isva(
                by=told.person("alice"),
                victim=found["whole"].victim,
                isva=told.person("ivy"),
                consented_on=date(2026, 3, 9),
            )
            vars(found["whole"]).update(rows_of_no_story())
        yield found


def rows_of_no_story() -> dict[str, Any]:
    """What the forms about people and days are about."""
    leave = told.alice_on_leave()
    proposal, move = told.changes_of_people()
    holiday = BankHoliday.objects.order_by("date").last()
    return {
        "leave": leave,
        "cover": leave.cover,
        "somebody": told.person("bob"),
        "proposal": proposal,
        "move": move,
        "holiday": holiday,
        "term": Term.objects.get(code="delay"),
    }


def of_bradford() -> told.Story:
    charlie = told.person("charlie")
    case = cases.open_case(
        by=charlie,
        district=charlie.district,
        team=charlie.team,
        reported_on=date(2026, 3, 2),
        officer_in_charge=charlie,
        crime_reference="13270000098",
        offence_type="rape_adult",
        at=told.at(3, 2),
    )
    victim = cases.add_victim(by=charlie, case=case, at=told.at(3, 2, 11))
    suspect = cases.add_suspect(by=charlie, case=case, name="Brad Ford", at=told.at(3, 3))
    return told.Story(Case.objects.get(pk=case.pk), victim, suspect, Allegation.objects.get(case=case), None)  # type: ignore[arg-type]

"""The first chapter: a case is reported, with what is known of the victim."""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from cases import services as cases
from cases.models import Allegation
from rasso_tracker.people.models import Leave
from rasso_tracker.people.services import move_person, propose_role, record_leave
from tests.chain.moments import at, person
from tests.chain.story.record import Story
from victims.services import record_contact, record_contact_details, record_identity


def alice_on_leave() -> Leave:
    """A week in May that Bob covers."""
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 8)}
    alice = person("alice")
    return record_leave(by=alice, absent=alice, covered_by=person("bob"), at=at(4, 6), **days)


def changes_of_people() -> list[Model]:
    """A role that one administrator proposed, and a move to come."""
    ada, bob = person("ada"), person("bob")
    proposal = propose_role(by=ada, person=bob, role="reviewer", gives=True, reason="Trained in May.")
    move = move_person(by=ada, person=bob, moves_on=date(2030, 5, 1), post="other")
    return [proposal, move]


def born_of(crime: str) -> date:
    """When the suspect of this crime was born: those of two stories are not one person."""
    number = int(crime) % 107
    return date(1908 + number, 1 + number % 12, 1 + number % 27)


def report(name: str = "Ann Example", crime: str = "13260000001") -> Story:
    """2 to 6 March: logged, the people of it, the first account, the interview."""
    alice = person("alice")
    case = cases.open_case(
        by=alice,
        district=alice.district,
        team=alice.team,
        reported_on=date(2026, 3, 2),
        officer_in_charge=alice,
        crime_reference=crime,
        offence_type="rape_adult",
        summary="Reported by phone.",
        at=at(3, 2),
    )
    victim = cases.add_victim(by=alice, case=case, at=at(3, 2, 11))
    record_identity(by=alice, victim=victim, name=name, date_of_birth=date(1990, 5, 6), at=at(3, 2, 11))
    record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="07700 900123", at=at(3, 2, 11)
    )
    born = born_of(crime)
    suspect = cases.add_suspect(by=alice, case=case, name="Sid Example", born=born, at=at(3, 3))
    allegation = Allegation.objects.get(case=case)
    for kind, day, more in (
        ("first_account", 3, {}),
        ("abe", 4, {}),
        ("suspect_identified", 5, {}),
        ("arrested", 6, {}),
        ("interviewed", 6, {"interview_by": "arrest"}),
    ):
        milestone = cases.record_milestone(
            by=alice, case=case, kind=kind, occurred_at=at(3, day, 9), at=at(3, day), **more
        )
    record_contact(
        by=alice,
        victim=victim,
        occurred_at=at(3, 7, 9),
        direction="out",
        method="phone",
        reached=True,
        about=["update"],
        next_due_on=date(2026, 4, 3),
        at=at(3, 7),
    )
    return Story(case, victim, suspect, allegation, milestone)

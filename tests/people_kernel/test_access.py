"""Both walls say the same: `visible_to` shows what row-level security lets through, for every role."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.models import Case, NamedAccess
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import CpsUnit, Person, Team
from tests.people import PEOPLE
from tests.stories import story

KINDS = {
    "plain": {},
    "gatekept": {"gatekept": True},
    "submitted": {"gatekept": True, "cps_unit": "yh-rasso"},
    "submitted elsewhere": {"gatekept": True, "cps_unit": "other-rasso"},
    "with an outcome": {"outcome_recorded": True},
    "restricted": {
        "restricted": True,
        "gatekept": True,
        "cps_unit": "yh-rasso",
        "outcome_recorded": True,
        "named": ["gwen", "dina"],  # the database asks for two, one a gatekeeper; nobody asked about below
    },
    "restricted and named": {"restricted": True, "named": ["dora", "gita", "rita", "ivy", "mona", "audrey"]},
    "elsewhere and named": {"named": ["dora", "charlie", "nora", "rita", "ivy"]},
}

# Who sees which kinds of case of Leeds A, written out by hand from safety.md 4.
LEEDS_A = {
    "alice": {
        "plain",
        "gatekept",
        "submitted",
        "submitted elsewhere",
        "with an outcome",
        "elsewhere and named",
    },
    "dora": {"restricted and named", "elsewhere and named"},
    "charlie": {"elsewhere and named"},
    "sam": {
        "plain",
        "gatekept",
        "submitted",
        "submitted elsewhere",
        "with an outcome",
        "elsewhere and named",
    },
    "brad": set(),
    "gita": {"gatekept", "submitted", "submitted elsewhere", "restricted and named"},
    "lena": {"submitted"},
    "max": {"submitted"},
    "nora": {"submitted elsewhere", "elsewhere and named"},
    "rita": {"restricted and named", "elsewhere and named"},
    "ivy": {"restricted and named", "elsewhere and named"},
    "mona": {
        "plain",
        "gatekept",
        "submitted",
        "submitted elsewhere",
        "with an outcome",
        "elsewhere and named",
    },
    "reg": {"with an outcome"},
    "audrey": set(),
    "adam": set(),
    "clockwork": set(KINDS),
}


@story
def force(db: None) -> dict[str, str]:
    """A case of each kind in Leeds A; reference to kind."""
    alice = Person.objects.get(username="alice")
    team = Team.objects.select_related("district").get(name="Leeds A")
    found = {}
    with open_door("test"):
        for number, (kind, said) in enumerate(KINDS.items()):
            details = dict(said)
            named = details.pop("named", [])
            if "cps_unit" in details:
                details["cps_unit"] = CpsUnit.objects.get(code=details["cps_unit"])
            case = Case(
                reference=f"LD/2026/{number:06d}",
                district=team.district,
                team=team,
                officer_in_charge=alice,
                reported_on=london_date(now()),
                summary_sealed=b"",
                opened_at=now(),
                opened_by=alice,
                **details,
            )
            case.save(force_insert=True)
            found[case.reference] = kind
            for username in named:
                NamedAccess(
                    case=case,
                    person=Person.objects.get(username=username),
                    because="assigned",
                    started_at=now(),
                    granted_by=alice,
                ).save(force_insert=True)
    return found


def test_every_person_of_the_tests_is_asked_for_or_stands_in_for_one(force: dict[str, str]) -> None:
    roles_asked = {tuple(PEOPLE[name].get("roles", [])) for name in LEEDS_A}
    assert {tuple(said.get("roles", [])) for said in PEOPLE.values()} == roles_asked


@pytest.mark.parametrize("username", LEEDS_A)
def test_a_person_sees_just_the_cases_of_the_role(force: dict[str, str], username: str) -> None:
    person = Person.objects.get(username=username)
    seen = Case.objects.visible_to(person).values_list("reference", flat=True)
    assert {force[reference] for reference in seen} == LEEDS_A[username]


@pytest.mark.parametrize("username", LEEDS_A)
def test_row_level_security_alone_lets_through_the_same(force: dict[str, str], username: str) -> None:
    person = Person.objects.get(username=username)
    with acting(person):
        seen = list(Case.objects.values_list("reference", flat=True))
    assert {force[reference] for reference in seen} == LEEDS_A[username]
    assert len(seen) == len(LEEDS_A[username])


@pytest.mark.parametrize("username", LEEDS_A)
def test_the_branches_together_are_the_scope(force: dict[str, str], username: str) -> None:
    person = Person.objects.get(username=username)
    seen = {
        reference
        for branch in Case.objects.visible_branches(person)
        for reference in branch.values_list("reference", flat=True)
    }
    assert {force[reference] for reference in seen} == LEEDS_A[username]


def test_no_context_shows_no_rows(own_database: str) -> None:
    with open_door("test"), system("one case"):
        alice = Person.objects.get(username="alice")
        team = Team.objects.select_related("district").get(name="Leeds A")
        Case(
            reference="LD/2026/000001",
            district=team.district,
            team=team,
            officer_in_charge=alice,
            reported_on=london_date(now()),
            summary_sealed=b"",
            opened_at=now(),
            opened_by=alice,
        ).save(force_insert=True)
    assert Case.objects.count() == 0
    with acting(alice):
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0


def test_a_context_ends_with_its_block_and_the_one_around_it_stands_again(force: dict[str, str]) -> None:
    alice, charlie = Person.objects.get(username="alice"), Person.objects.get(username="charlie")
    with acting(alice):
        before = Case.objects.count()
        with acting(charlie):
            assert Case.objects.count() == 1
        assert Case.objects.count() == before == 6
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('rasso.scope', true)")
        assert cursor.fetchone() == ("system",)


def test_an_ended_grant_shows_nothing(force: dict[str, str]) -> None:
    charlie = Person.objects.get(username="charlie")
    with open_door("test"):
        NamedAccess.objects.filter(person=charlie).update(ended_at=now())
    assert Case.objects.visible_to(charlie).count() == 0
    with acting(charlie):
        assert Case.objects.count() == 0


def test_a_person_of_two_roles_acts_in_one(force: dict[str, str]) -> None:
    both = Person.objects.get(username="lena")
    both.roles = ["cps_lawyer", "auditor"]
    both.take_role("auditor")
    assert Case.objects.visible_to(both).count() == 0
    both.take_role("cps_lawyer")
    assert Case.objects.visible_to(both).count() == 1
    with pytest.raises(KeyError):
        both.take_role("manager")

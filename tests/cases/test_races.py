"""Two people at once: each case its own reference, each crime reference once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from cases import services
from cases.models import Allegation, Assignment, Case, DueItem, Milestone, Suspect, Victim
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Refusal, Stale
from rasso_tracker.people.versions import hold
from tests.cases.conftest import AT, REPORTED, on

AT_ONCE = 6


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each deed gave, a refusal included, each in a connection of its own, all let go together."""
    start = Barrier(len(deeds))

    def one(do: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return do()
        except Refusal as refusal:
            return refusal
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def person(username: str) -> Person:
    return Person.objects.select_related("team", "district").get(username=username)


def a_case(crime_reference: str) -> Case:
    alice = person("alice")
    return services.open_case(
        by=alice,
        district=alice.district,
        team=alice.team,
        reported_on=REPORTED,
        officer_in_charge=alice,
        crime_reference=crime_reference,
        offence_type="rape_adult",
        at=AT,
    )


def opened_at_once(crime_references: list[str]) -> list[Case | Invalid]:
    """Each opened by Alice, all at the same moment."""
    return at_once([partial(a_case, one) for one in crime_references])


@pytest.fixture
def committing(own_database: str, django_db_blocker: object) -> object:
    """A database of the test's own, in which threads may commit."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        yield


def test_cases_opened_at_once_get_references_without_gap_or_repeat(committing: object) -> None:
    found = opened_at_once([f"1326007700{number}" for number in range(AT_ONCE)])
    numbers = sorted(int(case.reference[-6:]) for case in found)  # type: ignore[union-attr]  # all of them were opened
    assert numbers == list(range(numbers[0], numbers[0] + AT_ONCE))


def test_one_crime_reference_sent_at_once_is_used_once(committing: object) -> None:
    found = opened_at_once(["13260077099"] * AT_ONCE)
    refusals = [one for one in found if isinstance(one, Invalid)]
    assert len(refusals) == AT_ONCE - 1
    assert {str(one.fields) for one in refusals} == {str({"crime_reference": services.REFERENCE_IN_USE})}
    with system("counting what was kept"):
        assert Allegation.objects.filter(crime_reference="13260077099").count() == 1
        assert Case.objects.count() == 1


def test_victims_and_suspects_added_at_once_get_numbers_of_their_own(committing: object) -> None:
    case, alice = a_case("13260077001"), person("alice")
    at_once(
        [partial(services.add_victim, by=alice, case=case, at=AT)] * 3
        + [partial(services.add_suspect, by=alice, case=case, name="A B", at=AT)] * 3
    )
    with system("counting what was kept"):
        assert list(Victim.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
        assert list(Suspect.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_milestones_recorded_at_once_leave_the_stage_that_all_of_them_give(committing: object) -> None:
    case, alice = a_case("13260077002"), person("alice")
    kinds = ["first_account", "abe", "suspect_identified", "arrested"]
    at_once(
        [
            partial(services.record_milestone, by=alice, case=case, kind=kind, occurred_at=on(4), at=AT)
            for kind in kinds
        ]
    )
    with system("counting what was kept"):
        assert Milestone.objects.filter(kind__in=kinds).count() == 4
        assert Case.objects.get().stage == Allegation.objects.get().stage == "arrested"


def test_two_assigned_at_once_leave_one_officer_in_charge(committing: object) -> None:
    case, sam = a_case("13260077003"), person("sam")
    at_once(
        [
            partial(services.assign_officer, by=sam, case=case, person=person(username), at=AT)
            for username in ("bob", "dora", "charlie")
        ]
    )
    with system("counting what was kept"):
        held = Assignment.objects.get(ended_at__isnull=True)
        assert Case.objects.get().officer_in_charge_id == held.person_id
        assert Assignment.objects.count() == 4


def test_a_milestone_voided_twice_at_once_is_voided_once(committing: object) -> None:
    case, alice = a_case("13260077004"), person("alice")
    wrong = services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
    answers = at_once(
        [partial(services.void_milestone, by=alice, milestone=wrong, reason="Wrong", at=AT)] * 3
    )
    assert (
        sorted(str(one) for one in answers if isinstance(one, Refusal))
        == ["This milestone was voided already."] * 2
    )


def test_what_is_owed_and_settled_at_once_keeps_the_stored_copy_true(committing: object) -> None:
    case, alice = a_case("13260077005"), person("alice")
    arrest = partial(services.record_milestone, by=alice, case=case, at=AT)
    arrest(kind="arrested", occurred_at=on(3))
    at_once(
        [
            partial(arrest, kind="bailed", occurred_at=on(4), limit_on=on(20).date()),
            partial(arrest, kind="bailed", occurred_at=on(5), limit_on=on(25).date()),
            partial(arrest, kind="bailed", occurred_at=on(6), limit_on=on(30).date()),
        ]
    )
    with system("counting what was kept"):
        still_open = DueItem.objects.get(settled_at__isnull=True, code="bail_limit")
        stored = Case.objects.get()
        assert still_open.due_on == stored.next_due_on == on(30).date()


def test_of_two_who_edit_what_they_saw_one_is_told_that_it_changed(committing: object) -> None:
    case, alice = a_case("13260077006"), person("alice")

    def edit(words: str) -> Case:
        with acting(alice):
            row = Case.objects.select_for_update().get(pk=case.pk)
            hold(row, 1)
            return services.edit_case(by=alice, case=row, summary=words, at=AT)

    answers = at_once([partial(edit, "one"), partial(edit, "other")])
    assert [type(one) for one in answers if isinstance(one, Refusal)] == [Stale]
    with system("counting what was kept"):
        assert Case.objects.get().version == 2

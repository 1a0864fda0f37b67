"""A restricted case keeps two named people at work, one a gatekeeper: when leave or leaving drops below,
those named are warned.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, NamedShort
from cases.notices.named_short import recheck_named_short
from cases.services import name_person, restrict_case
from cases.services.short import NAMED_SHORT
from cases.short import named_on, short_days
from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import (
    approve_role,
    deactivate_person,
    end_leave,
    propose_role,
    record_leave,
)
from tests.chain import story as told
from tests.stories import story

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
TODAY = AT.date()
DAY = date(2026, 7, 6)


@story
def shut(sam: Person, gita: Person) -> Case:
    """Named: Alice (officer in charge), Sam, and one gatekeeper, Gita."""
    case = told.report().case
    restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=AT)
    connection.check_constraints()  # what the database asks at commit, before anybody is missing
    return Case.objects.get(pk=case.pk)


def away(person: Person, first: date = DAY, days: int = 4) -> Any:
    return record_leave(
        by=person, absent=person, starts_on=first, ends_on=first + timedelta(days=days), at=AT
    )


def heard(row: NamedShort, at: datetime = AT) -> set[str]:
    due = recheck_named_short([row.pk], at)[row.pk]
    assert isinstance(due, Due), due
    ids = [one.person_id for one in due.recipients]
    return set(Person.objects.filter(pk__in=ids).values_list("username", flat=True))


@pytest.mark.parametrize(
    ("who", "short"),
    [
        ([], False),
        (["alice"], False),
        (["sam"], False),
        (["gita"], True),  # no gatekeeper left
        (["alice", "sam"], True),  # one left
        (["alice", "sam", "gita"], True),
    ],
)
@pytest.mark.parametrize("how", ["leave", "left", "role"])
def test_who_is_missing_makes_it_short(who: list[str], short: bool, how: str, shut: Case) -> None:
    for username in who:
        person = Person.objects.get(username=username)
        if how == "leave":
            away(person)
        else:
            values: dict[str, Any] = {"left_on": TODAY} if how == "left" else {"roles": []}
            with open_door("a test"):
                Person.objects.filter(pk=person.pk).update(**values)
    found = short_days(named_on([shut.pk]), DAY, DAY)
    assert (found == {shut.pk: [DAY]}) == short


def test_leave_of_the_one_gatekeeper_warns_the_supervisor_who_may_name_another(
    shut: Case, gita: Person, gwen: Person, sam: Person
) -> None:
    leave = away(gita)
    row = NamedShort.objects.get()
    assert (row.case, row.source, row.since, row.until) == (shut, leave.pk, DAY, DAY + timedelta(days=4))
    assert heard(row) == {"sam"}
    deliver(at=AT)
    message = Message.objects.get(kind=NAMED_SHORT)
    assert (message.recipient, message.reference) == (sam, shut.reference)

    name_person(by=sam, case=shut, person=gwen, reason="Gita is on leave.", at=AT)
    message.refresh_from_db()
    assert message.handled_at == AT
    assert recheck_named_short([row.pk], AT)[row.pk] == Gone("Enough of those named are at work.")


def test_it_ends_when_those_away_are_back(shut: Case, gita: Person) -> None:
    leave = away(gita)
    row = NamedShort.objects.get()
    assert isinstance(recheck_named_short([row.pk], AT + timedelta(days=30))[row.pk], Gone)
    end_leave(by=gita, leave=leave, back_on=TODAY, at=AT)
    assert isinstance(recheck_named_short([row.pk], AT)[row.pk], Gone)


def test_with_the_supervisor_away_too_whoever_is_named_hears(
    shut: Case, gita: Person, sam: Person, alice: Person
) -> None:
    away(sam, TODAY, 20)
    away(gita)
    row = NamedShort.objects.latest("raised_at", "since")
    assert heard(row) == {"alice", "gita"}  # at work today
    away(alice, TODAY, 2)
    with open_door("a test"):
        Person.objects.filter(pk=gita.pk).update(left_on=TODAY - timedelta(days=1))
    assert heard(row) == {"alice", "sam"}  # on leave, but nobody else may know


def test_leave_that_leaves_enough_warns_nobody(shut: Case, alice: Person, sam: Person, bob: Person) -> None:
    away(alice)
    away(bob)  # not named
    assert not NamedShort.objects.exists()
    assert not Raised.objects.filter(kind=NAMED_SHORT).exists()


def test_a_gatekeeper_who_loses_the_role_or_leaves_is_missed(
    shut: Case, adam: Person, ada: Person, gita: Person
) -> None:
    proposal = propose_role(by=adam, person=gita, role="gatekeeper", gives=False, reason="Moves on.", at=AT)
    approve_role(by=ada, proposal=proposal, at=AT)
    row = NamedShort.objects.get()
    assert (row.since, row.until, heard(row)) == (TODAY, None, {"sam"})


def test_nobody_leaves_who_is_the_last_that_is_named(
    shut: Case, adam: Person, sam: Person, gita: Person, alice: Person, bob: Person
) -> None:
    with open_door("a test"):
        Person.objects.filter(pk__in=[sam.pk, alice.pk]).update(left_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="left to nobody"):
        deactivate_person(by=adam, person=gita, last_day=TODAY, at=AT)
    gita.refresh_from_db()
    assert gita.is_active


def test_the_case_page_says_so_to_those_named(shut: Case, sam: Person, gita: Person, sign_in: Any) -> None:
    from rasso_tracker.clocks import london_date, now

    assert "Too few at work" not in sign_in(sam).get(f"/cases/{shut.pk}/").content.decode()
    record_leave(by=gita, absent=gita, starts_on=london_date(now()), ends_on=london_date(now()))
    page = sign_in(sam).get(f"/cases/{shut.pk}/").content.decode()
    assert "Too few at work" in page
    assert "on 1 day of the next fourteen" in page


def test_cases_of_a_leaver_that_name_too_few_do_not_pass_on(
    shut: Case, adam: Person, alice: Person, bob: Person, gita: Person
) -> None:
    deactivate_person(by=adam, person=gita, last_day=TODAY, at=AT)
    with pytest.raises(Invalid, match="name a gatekeeper on it first"):
        deactivate_person(by=adam, person=alice, last_day=TODAY, work="person", goes_to=bob, at=AT)
    assert Case.objects.get(pk=shut.pk).officer_in_charge == alice


@pytest.mark.parametrize(
    ("name", "values"),
    [("named_short_in_order", {"until": DAY - timedelta(days=1)})],
)
def test_what_no_warning_may_be(name: str, values: dict[str, Any], shut: Case, gita: Person) -> None:
    away(gita)
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
        NamedShort.objects.update(**values)


def test_a_warning_is_raised_once_for_its_reason(shut: Case, gita: Person) -> None:
    away(gita)
    row = NamedShort.objects.get()
    row.pk = gita.pk
    with (
        pytest.raises(IntegrityError, match="named_short_once"),
        transaction.atomic(),
        open_door("a test"),
    ):
        row.save(force_insert=True)

"""Statements whose plan the connection keeps: the same rows, on any connection, after any failure."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Allegation, Case, NamedAccess
from rasso_tracker import prepared
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person, Team
from rasso_tracker.web.scope import in_scope

PEOPLE = "SELECT username FROM people_person WHERE id = ANY (%s) AND name LIKE '%%e%%' ORDER BY username"


def texts(captured: CaptureQueriesContext) -> list[str]:
    return [one["sql"].split()[0] for one in captured.captured_queries]


def test_rows_are_those_of_the_plain_statement(alice: Person, charlie: Person) -> None:
    asked = [[alice.pk, charlie.pk]]
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, asked)
        plain = cursor.fetchall()

    assert prepared.read(PEOPLE, asked) == plain == [("alice",), ("charlie",)]


def test_second_time_the_plan_is_there(alice: Person) -> None:
    with CaptureQueriesContext(
        connection,
    ) as first:
        prepared.read("SELECT name FROM people_person WHERE id = %s AND 1 = 1", [alice.pk])
    with CaptureQueriesContext(connection) as second:
        prepared.read("SELECT name FROM people_person WHERE id = %s AND 1 = 1", [alice.pk])

    assert (texts(first), texts(second)) == (["PREPARE"], ["EXECUTE"])


@pytest.mark.parametrize(("sql", "params"), [("SELECT 'a%%'", ()), ("SELECT 'a%%' || %s", ("",))])
def test_percent_sign_is_written_twice_as_in_any_statement(db: None, sql: str, params: Any) -> None:
    for _ in range(2):
        assert prepared.read(sql, params) == [("a%",)]


def test_other_values_get_their_own_rows(alice: Person, charlie: Person) -> None:
    sql = "SELECT name FROM people_person WHERE id = %s AND starts_on < %s"

    assert prepared.read(sql, [alice.pk, date(2090, 1, 1)]) == [(alice.name,)]
    assert prepared.read(sql, [charlie.pk, date(2090, 1, 1)]) == [(charlie.name,)]
    assert prepared.read(sql, [uuid.UUID(int=0), date(2090, 1, 1)]) == []


def test_kept_plan_shows_to_each_person_what_they_may_see(alice: Person, charlie: Person, case: Case) -> None:
    """The wall is asked anew each time, though the plan is the same."""
    sql = "SELECT reference FROM cases_case WHERE id = %s"
    with acting(alice):
        assert prepared.read(sql, [case.pk]) == [(case.reference,)]
    with acting(charlie):
        assert prepared.read(sql, [case.pk]) == []
    with acting(alice):
        assert prepared.read(sql, [case.pk]) == [(case.reference,)]


@pytest.mark.parametrize(
    "sql", ["UPDATE people_person SET name = name", "WITH a AS (DELETE FROM x) SELECT 1", "", "; SELECT 1"]
)
def test_only_a_select_is_kept(db: None, sql: str) -> None:
    with pytest.raises(ValueError, match="only a SELECT"):
        prepared.read(sql)


def test_failure_leaves_nothing_behind(alice: Person) -> None:
    wrong, value = "SELECT nothing FROM people_person", "SELECT 1 / %s::integer"
    for sql, params in ((wrong, []), (wrong, []), (value, [0]), (value, [0])):
        with pytest.raises(DatabaseError), transaction.atomic():
            prepared.read(sql, params)

    assert prepared.read(value, [1]) == [(1,)]


def test_more_statements_than_a_connection_keeps(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_MOST", 3)

    found = [prepared.read(f"SELECT {number}, %s::integer", [number]) for number in [*range(9), *range(9)]]

    assert found == [[(number, number)] for number in [*range(9), *range(9)]]


def test_new_connection_prepares_anew(own_database: Any) -> None:
    for _ in range(2):
        assert prepared.read("SELECT count(*) FROM people_person WHERE id = %s", [uuid.UUID(int=0)]) == [(0,)]
        connection.close()


RELATED = ("district", "team", "officer_in_charge", "cps_unit")


def test_instance_is_that_of_the_orm_with_what_it_points_at(alice: Person, case: Case) -> None:
    for _ in range(2):
        found = in_scope(Case, alice, case.pk, select=RELATED)
        asked = Case.objects.select_related(*RELATED).get(pk=case.pk)

        assert {**found.__dict__, "_state": None} == {**asked.__dict__, "_state": None}
        assert (found._state.db, found._state.adding) == ("default", False)
        with CaptureQueriesContext(connection) as captured:
            assert [getattr(found, name) for name in RELATED] == [getattr(asked, name) for name in RELATED]
        assert captured.captured_queries == []


@pytest.mark.parametrize("select", [(), ("victim", "suspect"), ("case__officer_in_charge__team__district",)])
def test_rows_that_point_at_nothing_or_far_away(alice: Person, case: Case, select: tuple[str, ...]) -> None:
    allegation = Allegation.objects.get(case=case)

    found = in_scope(Allegation, alice, allegation.pk, select=select)

    asked = Allegation.objects.select_related(*select).get(pk=allegation.pk)
    assert {**found.__dict__, "_state": None} == {**asked.__dict__, "_state": None}


def test_person_with_lists_and_times_reads_as_the_orm_reads_them(alice: Person) -> None:
    def rows() -> Any:
        return Person.objects.filter(pk=prepared.Slot("pk", output_field=Person._meta.pk))

    found = prepared.found("a test's person", rows, pk=alice.pk)[0]

    assert {**found.__dict__, "_state": None} == {**Person.objects.get(pk=alice.pk).__dict__, "_state": None}


def test_dicts_of_those_among_a_list(alice: Person, charlie: Person) -> None:
    def rows() -> Any:
        wanted = prepared.among("pk", "ids", Person._meta.pk)
        return Person.objects.filter(wanted).order_by("username").values("username", "team__name")

    for ids in ([alice.pk, charlie.pk], [charlie.pk], []):
        found = prepared.found("a test's people", rows, ids=ids)
        assert found == list(
            Person.objects.filter(pk__in=ids).order_by("username").values("username", "team__name")
        )


def test_nothing_can_be_found(db: None) -> None:
    assert prepared.found("a test's nobody", Person.objects.none) == []


def test_record_comes_into_scope_with_a_grant_or_a_new_team(
    alice: Person, charlie: Person, case: Case, leeds_a: Team
) -> None:
    """Though the statement was kept when there was nothing to see."""
    assert in_scope(Case, charlie, case.pk) is None
    with open_door("a test names somebody"):
        grant = NamedAccess.objects.create(
            case=case, person=charlie, because="assigned", started_at=now(), granted_by=alice
        )
    assert in_scope(Case, charlie, case.pk) == case
    with open_door("a test ends it, and moves somebody"):
        NamedAccess.objects.filter(pk=grant.pk).update(ended_at=now())
        assert in_scope(Case, charlie, case.pk) is None
        charlie.team = leeds_a
        charlie.save()
    assert in_scope(Case, charlie, case.pk) == case


def test_role_that_reads_nothing_of_it_finds_nothing(alice: Person, case: Case) -> None:
    assert in_scope(Case, alice, case.pk) == case
    with open_door("a test changes a role"):
        alice.roles = ["administrator"]
        alice.save()
    assert in_scope(Case, Person.objects.get(pk=alice.pk), case.pk) is None

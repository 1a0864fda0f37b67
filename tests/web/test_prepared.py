"""Statements whose plan the connection keeps: the same rows, on any connection, after any failure."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from rasso_tracker import prepared
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person

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

    assert (texts(first), texts(second)) == (["PREPARE", "EXECUTE"], ["EXECUTE"])


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

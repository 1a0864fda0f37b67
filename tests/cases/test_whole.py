"""The rows of a case read in one statement are those of the ORM, and nobody gets them past the wall."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cases.models import Case, CaseBearing
from cases.whole import read_whole
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from tests.cases.test_leaks import OUTSIDERS, hidden

__all__ = ["hidden"]
KINDS = [model for model in apps.get_models() if issubclass(model, CaseBearing)]


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def columns(row: Any) -> list[Any]:
    return [plain(getattr(row, field.attname)) for field in row._meta.concrete_fields]


def test_the_whole_holds_every_row_as_the_orm_reads_it(hidden: Case, alice: Person) -> None:
    with acting(alice):
        whole = read_whole(hidden, KINDS)
        for model in KINDS:
            stored = sorted(model.objects.filter(case=hidden.pk), key=lambda one: str(one.pk))
            read = sorted(whole.rows(model), key=lambda one: str(one.pk))
            assert [columns(one) for one in read] == [columns(one) for one in stored]


@pytest.mark.parametrize("username", OUTSIDERS)
def test_nobody_outside_a_case_reads_it_whole(hidden: Case, username: str) -> None:
    with acting(Person.objects.get(username=username)):
        whole = read_whole(hidden, KINDS)
        assert {model: whole.rows(model) for model in KINDS} == {model: [] for model in KINDS}


def test_the_whole_is_closed_without_a_context_and_open_to_the_system(hidden: Case) -> None:
    asked = ("SELECT rows_of_case(%s, %s)", [hidden.pk, ["cases_victim"]])
    with system("the context is then taken away"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rasso.scope', '', true)")
        cursor.execute(*asked)
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT set_config('rasso.scope', 'system', true)")
    with system("the test looks past the wall"), connection.cursor() as cursor:
        cursor.execute(*asked)
        assert len(cursor.fetchone()[0]["cases_victim"]) == 1

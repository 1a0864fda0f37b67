"""The page of a case asks once for what stands on the case, whoever reads it and whatever was done on it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rasso_tracker.dashboards.case_page import TOLD_OF
from tests.chain import story as told
from tests.chain.library import Told
from tests.visitors import Visitor

TABLES = re.compile("|".join(rf'FROM "{model._meta.db_table}"' for model in TOLD_OF))


@pytest.mark.parametrize("username", ["alice", "sam", "gita", "lena", "mona"])
def test_one_statement_reads_the_rows_of_a_case(stories: Told, username: str) -> None:
    browser = Visitor(told.person(username))
    again: dict[str, list[str]] = {}
    for name, story in stories.items():
        browser.get(f"/cases/{story.case.pk}/")
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(f"/cases/{story.case.pk}/")
        if answer.status_code == 404:
            continue
        statements = [one["sql"] for one in asked]
        whole = [one for one in statements if "rows_of_case" in one]
        again[name] = [*whole[1:], *(one for one in statements if TABLES.search(one))]
        assert whole
    assert again
    assert {name: rows for name, rows in again.items() if rows} == {}

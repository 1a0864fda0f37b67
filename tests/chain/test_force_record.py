"""Every deed that the police did in a story leaves lines for the force record that say what was recorded.

What happens in a story is dated months before its rows are written, so hardly a line of the history belongs
to the receipt: these are the answers of the forms. Where a page does the deed now, its line of the history
comes before them (tests/cases/test_force_record.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from rasso_tracker.dashboards.force_record import lines_of_deed, receipts_seen
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.deed_sets import RECORD_LINES
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt
from tests.chain.library import stories_told

Lines = dict[str, list[list[str]]]
# By the deed, why its form's answers say nothing: its line in the history says it all.
NOTHING_ANSWERED = {"look_at_matches": "a look leaves a row for each suspect and none for itself"}
# What no reader understands: ids, codes of Python, a question without its words.
RAW = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|object \(|\w\(\w+=|^None|: None")


@pytest.fixture(scope="module")
def told(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[Lines]:
    """Of each deed, the lines after the case's own of every time that it was done."""
    found: Lines = defaultdict(list)
    with django_db_blocker.unblock(), stories_told(home_database, template_database, "lines"):
        with system("the test looks for who did something"):
            people = list(Person.objects.filter(pk__in=Receipt.objects.values("person")))
        for person in (one for one in people if one.role.may(RECORD_LINES)):
            with acting(person):
                for receipt in receipts_seen(person):
                    found[receipt.surface].append(lines_of_deed(receipt, person)[1:])
        yield found


def test_each_says_what_was_done_to_what(told: Lines) -> None:
    assert len(told) > 80
    bare = {name for name, times in told.items() if any(len(lines) < 2 for lines in times)}
    assert bare == set(NOTHING_ANSWERED)


def test_each_is_a_sentence_in_words(told: Lines) -> None:
    lines = [line for times in told.values() for deed in times for line in deed]
    assert [line for line in lines if RAW.search(line)] == []
    assert [line for line in lines if not line.endswith((".", "?", "!"))] == []


def test_what_a_plan_asked_for_is_told_also_where_it_was_worked_on_since(told: Lines) -> None:
    items = "Items: Statement (MG11), A statement.; Forensic evidence, The result."
    wanted = [items, "Target date: 17 April 2026.", "Review date: 3 April 2026."]
    assert {tuple(lines[-3:]) for lines in told["issue_action_plan"]} == {tuple(wanted)}


def test_a_supervisory_review_is_told_with_its_directions_in_full(told: Lines) -> None:
    (lines,) = told["record_supervisory_review"]
    assert lines[-1] == "Directions: Speak to the neighbour., Alice, 14 April 2026."

"""Every address of the product, asked for what no filter, order or page knows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from itertools import cycle, islice

from django.db import transaction

from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.web.routes import Route, all_routes
from tests.attack.asking import rows_of
from tests.chain import story as told
from tests.chain.library import Told
from tests.visitors import Visitor

ASKED = [
    "page",
    "sort",
    "after",
    "kind",
    "district",
    "name",
    "record",
    "stage",
    "team",
    "step",
    "owner",
    "side",
    "q",
    "before",
    "reference",
    "person",
    "from",
    "until",
    "since",
    "to",
    "case",
    "action",
    "at",
    "month",
    "next",
]
ODD = ["0", "99999-12-31", "9" * 5000, "a\x00b", "٣٤", "-1", "'%", "\\", "x" * 3000, "eyJ", "W10"]
ODD += [f"2026-01-01T00:00:00+00:00~{10**30}", "0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00~1"]
READERS = ("gita", "mona", "audrey", "adam")


def is_read(route: Route) -> bool:
    return route.method == "GET" and route.kind != "form" and route.name != "readyz"


def test_address_that_asks_what_is_odd_gets_an_answer(
    stories: Told, browser_of: Callable[[Person], Visitor]
) -> None:
    """A list is asked each value, a record two, each by the next of those who may open it."""
    with system("the test collects ids"):
        ids = {label: row.pk for label, row in rows_of(stories["whole"]).items()}
    browsers = [browser_of(told.person(username)) for username in READERS]
    values = cycle(ODD)
    with transaction.atomic():
        for route in filter(is_read, all_routes()):
            path = route.path.replace("<uuid:pk>", str(ids.get(route.subject or "", uuid.uuid4())))
            plainly = {browser: browser.get(path).status_code for browser in browsers}
            assert max(plainly.values()) < 500, path
            readers = cycle([one for one, status in plainly.items() if status not in (403, 404)])
            for browser, value in zip(
                readers, islice(values, 2 if route.subject else len(ODD)), strict=False
            ):
                response = browser.get(path, dict.fromkeys(ASKED, value))
                assert response.status_code < 500, (path, value)
        transaction.set_rollback(True)

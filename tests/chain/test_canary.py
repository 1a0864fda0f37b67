"""A name that is told once is found nowhere outside: tables, pages, mail, broker and log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as configured
from django.db import connections
from django.test import override_settings

from actionplans.services import raise_reminders
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.access import system
from rasso_tracker.web.routes import all_routes
from tests.chain import story as told
from tests.database import cloned
from tests.visitors import Visitor, signed_in_once

CANARY = "Qxzcanary"
READERS = ("alice", "sam", "gita", "lena", "max", "rita", "mona", "reg", "audrey", "adam")
# The pages whose work it is to show who a victim is, to those who may know.
SHOWN_ON = {"victim_identity"}


def marks() -> list[str]:
    """The canary in clear and as the database prints bytes."""
    return [CANARY.lower(), CANARY.encode().hex(), CANARY.lower().encode().hex()]


def holds(text: str) -> bool:
    return any(mark in text.lower() for mark in marks())


@pytest.fixture(scope="module")
def told_once(
    home_database: str, template_database: str, django_db_blocker: Any
) -> Iterator[tuple[told.Story, str]]:
    """The whole story, its reminders delivered through the real mail sink; and what was logged meanwhile."""
    heard, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(heard), root.level
    with (
        django_db_blocker.unblock(),
        cloned(home_database, template_database, "canary"),
        override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"),
        signed_in_once(),
    ):
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            with system("the test tells the story"):
                found = tell()
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        yield found, heard.getvalue()


def tell() -> told.Story:
    found = told.report(name=f"{CANARY} Smith")
    for chapter in told.CHAPTERS:
        chapter(found)
        if chapter is told.lapse:
            raise_reminders(at=told.at(4, 20))
            deliver(at=told.at(4, 20, 12))
    return found


@pytest.fixture
def story(told_once: tuple[told.Story, str]) -> told.Story:
    return told_once[0]


def test_no_table_holds_it_in_clear(story: told.Story) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND relkind IN ('r', 'p')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert not any(holds(row) for (row,) in cursor.fetchall()), table


def test_no_page_but_the_one_that_opens_it_shows_it(story: told.Story) -> None:
    labels = {row._meta.label: row.pk for row in vars(story).values() if row is not None}
    for username in READERS:
        browser = Visitor(told.person(username))
        for route in all_routes():
            if (
                route.method != "GET"
                or route.name in SHOWN_ON
                or "<str:" in route.path
                or "trial" in route.path
            ):
                continue
            if route.in_address and route.subject not in labels:
                continue
            path = route.path.replace("<uuid:pk>", str(labels.get(route.subject or "", "")))
            answer = browser.get(path)
            assert answer.status_code < 500 or route.name == "readyz", f"{username}: {path}"
            shown = answer.content.decode(errors="replace")
            assert not holds(shown) or may_show(route.name, username), f"{username}: {path}"


def may_show(name: str, username: str) -> bool:
    """Officer and supervisor read who the victim is, on the page and by the API, and correct it; and the
    letter that speaks to the victim by name.
    """
    names_them = {"api_victim_identity", "record_identity", "letter_detail", "api_decision_letter"}
    return username in ("alice", "sam") and name in names_them


def test_no_mail_broker_or_log_holds_it(told_once: tuple[told.Story, str]) -> None:
    story, logged = told_once
    mail = [
        path.read_text(errors="replace")
        for path in Path(configured.RASSO_MAIL_DIR).rglob("*")
        if path.is_file()
    ]
    assert story.case.reference in "".join(mail)
    assert not any(holds(letter) for letter in mail)
    assert not holds(logged)
    broker: Any = redis.from_url(configured.REDIS_URL)
    values = [str(key) + str(broker.dump(key)) for key in broker.scan_iter()]
    assert not any(holds(value) for value in values)


def test_the_canary_would_be_seen_where_it_is_meant_to_be(story: told.Story) -> None:
    """The search above can fail: the page that opens the name shows it."""
    browser = Visitor(told.person("alice"))
    assert holds(browser.get(f"/victims/{story.victim.pk}/identity/").content.decode())

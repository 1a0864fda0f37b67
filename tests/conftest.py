"""Real PostgreSQL and Valkey under every test; `./dev test` starts them and says where they are."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as drawn

from rasso_tracker.clocks.tables import look_again
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.database import cloned, template
from tests.people import *  # noqa: F403  # the named people are fixtures of every test
from tests.plans import Keeping
from tests.stories import book, goes_on, in_order

# No test is timed, and a function's fixtures hold for all that is drawn: each example is rolled back.
drawn.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
drawn.load_profile("ours")
settings.DATABASES["default"]["OPTIONS"]["cursor_factory"] = Keeping


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, so the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_order(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    book.coming = nextitem


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Any:
    """What a story returned stands for what its fixture would return."""
    if fixturedef not in book.given:
        return None
    fixturedef.cached_result = (book.given[fixturedef], fixturedef.cache_key(request), None)
    return True  # the fixture is set up; what it returned is read above


@pytest.fixture
def _told_before(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    with django_db_blocker.unblock():
        book.turn_to(request.node)
    yield
    book.given = {}
    if not goes_on(request.node, book.coming):
        with django_db_blocker.unblock():
            book.close()


@pytest.fixture
def _django_db_helper(_told_before: None, _django_db_helper: None) -> None:
    """pytest-django's transaction of a test, inside the chapters that the test asks for."""


@pytest.fixture(scope="session")
def home_database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="session")
def template_database(home_database: str, django_db_blocker: Any) -> str:
    with django_db_blocker.unblock():
        return template(home_database)


@pytest.fixture(scope="session")
def django_db_setup(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: the web role may neither create nor flush a database."""
    with django_db_blocker.unblock(), cloned(home_database, template_database, "test"):
        yield


@pytest.fixture(autouse=True)
def _the_test_sees_everything(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test's own look-ups see every row; deeds and requests inside it act as their own person."""
    if "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    look_again()  # what the last test changed in the small tables is rolled back
    with system("a test looks at what a deed did"):
        yield


@pytest.fixture
def own_database(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own, in which it may commit: for races, kills and sealed audit."""
    with django_db_blocker.unblock(), cloned(home_database, template_database, "own") as name:
        yield name


@pytest.fixture
def sign_in(db: None) -> object:
    """`sign_in(person)` is a browser (Django's test client) in which that person has signed in."""

    def as_person(person: Person, role: str = "") -> Client:
        # As Client.force_login, which writes three sessions to keep one.
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        if role:
            session["role"] = role
        session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return as_person

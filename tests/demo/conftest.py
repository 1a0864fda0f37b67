"""A database of the demo's own, loaded once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections

from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import forget
from rasso_tracker.demo.services import Loaded, load_demo
from tests.database import as_owner, cloned

SEED = 7
CASES = 500
# Children first: what the named people of the other tests leave in a fresh database.
PEOPLE_TABLES = (
    "people_dutycover",
    "people_person",
    "people_team",
    "people_cpsunit_districts",
    "people_cpsunit",
    "people_district",
)


def without_people(database: str) -> None:
    """Take the tests' own people out, as the owner: the demo goes into an empty database only."""
    with as_owner(database) as owner, owner.cursor() as cursor:
        for table in PEOPLE_TABLES:
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture(scope="module")
def loaded(
    home_database: str,
    template_database: str,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """The demo as of today, small, in a database that lasts for the module."""
    kept = django_settings.RASSO_DATA, django_settings.RASSO_DEMO
    django_settings.RASSO_DATA = str(tmp_path_factory.mktemp("data"))
    django_settings.RASSO_DEMO = True
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]  # pytest-django's blocker
        cloned(home_database, template_database, "demo") as name,
    ):
        without_people(name)
        forget()
        yield load_demo(cases=CASES, seed=SEED, as_of=london_date(now()))
        connections["default"].close()
    django_settings.RASSO_DATA, django_settings.RASSO_DEMO = kept
    forget()


@pytest.fixture
def data_folder(loaded: Loaded) -> Path:
    return Path(django_settings.RASSO_DATA)


@pytest.fixture
def as_of(loaded: Loaded) -> date:
    return london_date(now())

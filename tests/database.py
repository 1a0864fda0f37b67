"""Test databases: one migrated template for a given tree, cloned for each run and for each test that commits.

The application's role cannot TRUNCATE (and may not learn to), so nothing is flushed: a test either rolls
back or
gets a clone of its own.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from tests.people import settle_people
from tests.stories import book

ROOT = Path(__file__).resolve().parent.parent
ALIASES = ("default", "owner")
LOCK = 7_236_102


@contextmanager
def as_owner(database: str) -> Iterator[psycopg2.extensions.connection]:
    known = settings.DATABASES["owner"]
    connection = psycopg2.connect(
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=database,
    )
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def tree_hash() -> str:
    """What the template depends on: migrations, walls, roles and the test people."""
    found = sorted(
        [
            *ROOT.glob("*/migrations/*.py"),
            *ROOT.glob("*/*/migrations/*.py"),
            *ROOT.glob("*/models/*.py"),
            *ROOT.glob("*/*/models.py"),
            ROOT / "rasso_tracker/people/walls.py",
            ROOT / "rasso_tracker/audit/history.py",
            ROOT / "tests/people.py",
        ]
    )
    digest = sha256()
    for path in found:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def point_at(name: str) -> None:
    """Lead every connection to database `name`."""
    book.close()
    for alias in ALIASES:
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def template(home: str) -> str:
    """The name of a migrated database for this tree, made once and kept; safe with runs side by side."""

    def fill() -> None:
        call_command("migrate", verbosity=0)
        settle_people()

    return kept(home, f"rasso_template_{tree_hash()}", fill=fill)


def kept(home: str, name: str, *, fill: Callable[[], None], source: str | None = None) -> str:
    """The database `name`, made from `source` and filled by whoever asks first, and kept for later runs."""
    with as_owner(home) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        making = sql.Identifier(f"{name}_making")
        of = sql.SQL(" TEMPLATE {}").format(sql.Identifier(source)) if source else sql.SQL("")
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(making))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(making) + of)
        before = settings.DATABASES["default"]["NAME"]
        point_at(f"{name}_making")
        try:
            fill()
        finally:
            point_at(before)
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(making, sql.Identifier(name)))
    return name


def drop_kept(home: str, *, like: str, but: str) -> None:
    """Drop what earlier runs kept under a name that begins so, save what begins as `but` says."""
    with as_owner(home) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [like])
        for (name,) in cursor.fetchall():
            if not name.startswith(but):
                _drop(cursor, name)


def _drop(cursor: psycopg2.extensions.cursor, name: str) -> None:
    """The owner may not end a connection of the web role: one that is still closing is waited for, and one of
    a thread that ended closes as it is collected.
    """
    for _ in range(100):
        try:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg2.errors.InsufficientPrivilege:
            gc.collect()
            cursor.execute("SELECT pg_sleep(0.05)")
        else:
            return
    cursor.execute("SELECT pid, usename, application_name FROM pg_stat_activity WHERE datname = %s", [name])
    raise RuntimeError(f"connections to the test database stay open: {cursor.fetchall()}")


@contextmanager
def cloned(home: str, source: str, label: str) -> Iterator[str]:
    """A clone of `source` for as long as the block lasts, with every connection led to it."""
    name = f"rasso_{label}_{os.getpid()}"
    identifier = sql.Identifier(name)
    with as_owner(home) as owner, owner.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(identifier, sql.Identifier(source)))
    before = settings.DATABASES["default"]["NAME"]
    point_at(name)
    try:
        yield name
    finally:
        point_at(before)
        with as_owner(home) as owner, owner.cursor() as cursor:
            _drop(cursor, name)

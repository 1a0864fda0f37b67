"""The benchmark's databases: made once, kept and migrated forward until `--refill` is given."""

from __future__ import annotations

import os
import time
from urllib.parse import urlsplit

import psycopg2

from benchmarks.fill import multiply, say
from benchmarks.servers import manage


def superuser() -> psycopg2.extensions.connection:
    connection = psycopg2.connect(os.environ["DATABASE_SUPERUSER_URL"])
    connection.autocommit = True
    return connection


def exists(name: str) -> bool:
    with superuser() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def create(name: str, template: str = "template0") -> None:
    owner = urlsplit(os.environ["DATABASE_OWNER_URL"]).username
    connection = superuser()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER "{owner}" STRATEGY file_copy')
    connection.close()


def rename(old: str, new: str) -> None:
    """A database gets its name when it is whole, so that one left half filled is never measured.

    One that has the name already makes room.
    """
    connection = superuser()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
        cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    connection.close()


def bring_up_to_date(name: str) -> None:
    """New migrations, and the walls as they now are."""
    manage(name, "migrate", "--verbosity", "0", role="manage")


def seeded(cases: int, *, refill: bool) -> str:
    """A migrated database with a demo force of `cases`."""
    name = f"bench_{cases}"
    if refill or not exists(name):
        say(f"a demo force of {cases:,} cases")
        create("bench_making")
        manage("bench_making", "migrate", "--verbosity", "0", role="manage")
        manage("bench_making", "load_demo", "--cases", str(cases), "--seed", "1", "--as-of", "2026-11-24")
        rename("bench_making", name)
    else:
        bring_up_to_date(name)
    return name


def of_sizes(sizes: list[int], seed: int, *, refill: bool) -> dict[int, str]:
    """Size to the name of a database of that many cases; each larger one a multiple of the first."""
    base = seeded(seed, refill=refill)
    found = {}
    for size in sizes:
        if size == seed:
            found[size] = base
            continue
        name = f"bench_{size}"
        if refill or not exists(name):
            say(f"{size:,} cases out of {seed:,}")
            create("bench_making", template=base)
            begun = time.monotonic()
            multiply(os.environ["DATABASE_SUPERUSER_URL"], "bench_making", size // seed - 1)
            say(f"{size:,} cases filled in {time.monotonic() - begun:.0f} s")
            rename("bench_making", name)
        else:
            bring_up_to_date(name)
        found[size] = name
    return found

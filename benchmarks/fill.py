"""Fill a database with many cases: a demo force loaded honestly, then multiplied by the database itself.

Each copy keeps every relation of the original: cases and all they bear get new ids, so distributions, stages
and due dates are those of the demo. The people who work on them are copied too, in the same teams and
districts: a person's own cases stay as many as they were, while a team's, a district's and the force's grow
with the size. The superuser does it, without foreign key triggers and secondary indexes while rows stream in;
then all indexes are built. The rows were checked when the original was loaded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.apps import apps
from django.db import models

CRIME_BASE, REFERENCE_STEP = 600_000_000, 100_000

ID_OF_COPY = """
CREATE OR REPLACE FUNCTION bench_id(id uuid, k integer) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (left(id::text, 32)
        || lpad(to_hex((('x' || right(id::text, 4))::bit(16)::integer + k) % 65536), 4, '0'))::uuid
$$;
DROP TABLE IF EXISTS bench_crime;
CREATE TABLE bench_crime AS
    SELECT crime_reference AS original, row_number() OVER (ORDER BY crime_reference) AS rank
      FROM cases_allegation;
CREATE UNIQUE INDEX ON bench_crime (original);
"""


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


PEOPLE = "people_person"
# Of no case, and yet each booking takes a slot of its own. Who sits is copied with the people alone: nobody
# sits in two clinics at one time.
CLINICS = ("Clinic", "ClinicSlot")


# A larger force has more people of one name, not of one name with one date of birth, nor of one phone.
OF_ONE_PERSON = {("cases_suspectindex", column) for column in ("dated", "near", "phones")}


def case_bearing() -> list[type[models.Model]]:
    """Every model whose rows belong to a case, and the case itself."""
    found = []
    for model in apps.get_models():
        columns = {field.column for field in model._meta.local_concrete_fields}
        if model._meta.managed and ("case_id" in columns or model._meta.db_table == "cases_case"):
            found.append(model)
    return found


def expression(model: type[models.Model], field: models.Field, copied: set[str]) -> str:
    """How a column of a copy is made from the original row `o` and the number of the copy `k`."""
    table, column = model._meta.db_table, f'o."{field.column}"'
    number = f"(right({column}, 6)::integer + k * {REFERENCE_STEP})::text"
    crime = (
        f"(SELECT '13' || ({CRIME_BASE} + k * {REFERENCE_STEP} + b.rank)"
        f" FROM bench_crime b WHERE b.original = {column})"
    )
    if (table, field.column) == ("cases_case", "reference"):
        return f"left({column}, 8) || {number}"
    if (table, field.column) == ("cases_allegation", "crime_reference"):
        return crime
    if (table, field.column) == ("cases_searchkey", "text"):
        reference = f"left({column}, 6) || {number}"
        return f"CASE o.kind WHEN 'crime' THEN {crime} WHEN 'reference' THEN {reference} ELSE {column} END"
    if (table, field.column) == (PEOPLE, "username"):
        return f"{column} || '.' || k"
    if (table, field.column) in OF_ONE_PERSON:
        return f"ARRAY(SELECT h # (k::bigint << 20) FROM unnest({column}) h)"
    if isinstance(field, models.ForeignKey | models.OneToOneField):
        related = field.related_model._meta.db_table
        return f"bench_id({column}, k)" if related in copied else column
    if isinstance(field, models.UUIDField):
        return f"bench_id({column}, k)"
    return column


@contextmanager
def without_indexes(cursor: psycopg2.extensions.cursor, tables: list[str]) -> Iterator[None]:
    """Drop what only speeds reading, and build it again at the end."""
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i"
        " WHERE i.schemaname = 'public' AND i.tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c"
        " WHERE c.conindid = quote_ident(i.indexname)::regclass)",
        [tables],
    )
    kept = cursor.fetchall()
    for name, _ in kept:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute("SET max_parallel_maintenance_workers = 2")
    for number, (name, definition) in enumerate(kept, 1):
        say(f"index {number} of {len(kept)}: {name}")
        cursor.execute(definition)


def multiply(superuser_url: str, database: str, times: int, only_cases: str = "") -> None:
    """Add `times` copies of the cases that are there and of the people.

    With a SELECT `only_cases`, copies of those cases alone, all borne by the same people.
    """
    connection = psycopg2.connect(superuser_url, dbname=database)
    connection.autocommit = True
    models_ = [*(apps.get_model("actionplans", name) for name in CLINICS), *case_bearing()]
    if not only_cases:
        models_ = [
            apps.get_model("people", "Person"),
            *models_,
            apps.get_model("actionplans", "ClinicLawyer"),
        ]
    copied = {model._meta.db_table for model in models_}
    with connection.cursor() as cursor:
        cursor.execute(ID_OF_COPY)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET work_mem = '256MB'")
        with without_indexes(cursor, sorted(copied)):
            for model in models_:
                say(f"{model._meta.label}: {copy_rows(cursor, model, copied, times, only_cases):,} rows")
        cursor.execute("DROP TABLE bench_crime; DROP FUNCTION bench_id(uuid, integer)")
        cursor.execute("VACUUM (ANALYZE)")
    connection.close()


def copy_rows(
    cursor: psycopg2.extensions.cursor,
    model: type[models.Model],
    copied: set[str],
    times: int,
    only_cases: str,
) -> int:
    fields = [one for one in model._meta.local_concrete_fields if not one.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(expression(model, field, copied) for field in fields)
    case = "o.id" if model._meta.db_table == "cases_case" else "o.case_id"
    of_a_case = model._meta.object_name not in CLINICS
    narrowed = f"WHERE {case} IN ({only_cases})" if only_cases and of_a_case else ""
    table = model._meta.db_table
    # The originals are read from a snapshot of their own, so that copies are never copied.
    cursor.execute(f'CREATE TEMP TABLE bench_original AS SELECT * FROM "{table}" o {narrowed}')
    cursor.execute(
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM bench_original o,'
        f" generate_series(1, {times:d}) AS k"
    )
    written = cursor.rowcount
    cursor.execute("DROP TABLE bench_original")
    return written

"""Before and after: the database keeps the old row whenever an editable record's version counts up.

One table and one trigger for every model with a `version` and a case (docs/adr/0006), under the case's own
wall.
Sealed columns stay sealed in it. Stored copies that a sweep refreshes leave no version: nobody edited
anything.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

from rasso_tracker.people.walls import is_last


def versioned_tables() -> list[str]:
    """Tables of editable, case-bearing records, and the case itself."""
    found = []
    for model in apps.get_models():
        columns = {field.column for field in model._meta.local_concrete_fields}
        if model._meta.managed and "version" in columns and ({"case_id", "reference"} & columns):
            found.append(model._meta.db_table)
    return sorted(found)


def keep_history(*, using: str, app_config: Any = None, **_: Any) -> None:
    """After the last app's migrations: set the trigger on every editable table. Safe to run again."""
    if using != "owner" or not is_last(app_config):
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('audit_row_version'), to_regclass('cases_case')")
        if None in cursor.fetchone():
            return
        for table in versioned_tables():
            cursor.execute(
                f'CREATE OR REPLACE TRIGGER keep_version AFTER UPDATE ON "{table}" FOR EACH ROW'
                " WHEN (OLD.version IS DISTINCT FROM NEW.version) EXECUTE FUNCTION audit_keep_version()"
            )

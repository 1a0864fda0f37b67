"""The second wall: grants and row-level security, set after every migration from the models themselves.

It guards against a forgotten filter, not against injected SQL: whoever can run SQL as the web role can
also set
the context. The web and worker roles own nothing; they may not DELETE, TRUNCATE or change the log.
A model with a `case` (or a plain `case_id`) is walled by its case; `row_security = "recipient"` walls by
recipient, and what is about a case by whether that was shut to them;
`row_security = "none"` says that a table with a case_id needs no wall, and the model's docstring says why.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model

MAY_DELETE = {"django_session"}
READ_ONLY = {"audit_seal", "audit_row_version", "django_migrations", "django_content_type"}
INSERT_ONLY = {"audit_event", "reviews_lettercopy"}

_SCOPE = "(SELECT current_setting('rasso.scope', true))"
_KEY = "(SELECT nullif(current_setting('rasso.key', true), '')::uuid)"
_PERSON = "(SELECT nullif(current_setting('rasso.person', true), '')::uuid)"
_NAMED = "(SELECT nullif(current_setting('rasso.named', true), '')::uuid)"

CASE_IS_VISIBLE = f"""
    {_SCOPE} = 'system'
    OR (NOT restricted AND CASE {_SCOPE}
        WHEN 'team' THEN team_id = {_KEY}
        WHEN 'district' THEN district_id = {_KEY}
        WHEN 'cps_unit' THEN cps_unit_id = {_KEY}
        WHEN 'gatekept' THEN gatekept
        WHEN 'outcome' THEN outcome_recorded
        ELSE false END)
    OR id IN (SELECT n.case_id FROM cases_namedaccess n WHERE n.person_id = {_NAMED} AND n.ended_at IS NULL)
"""
# The grants themselves: everyone's own, the whole list only through the case (no recursion into cases_case).
NAMED_IS_VISIBLE = f"{_SCOPE} <> ''"
# OFFSET 0 keeps the planner from hashing every visible case for a page of 25 rows: at 300,000 withdrawals
# the page took 0.9 ms with it and 206 without.
ROW_OF_VISIBLE_CASE = (
    f"{_SCOPE} = 'system' OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id OFFSET 0)"
)
RECIPIENT_IS_READER = f"{_SCOPE} = 'system' OR recipient_id = {_PERSON}"
# A message outlives the access to its case, and may say that it ended; not where the case was shut since.
MESSAGE_OF_NO_SHUT_CASE = (
    f"{_SCOPE} = 'system' OR (recipient_id = {_PERSON} AND NOT case_is_shut_to(case_id, {_NAMED}))"
)
SOMEBODY_ACTS = f"{_SCOPE} <> ''"

# Whether a case is restricted and does not name the person. Whoever is shut out cannot ask it of the table,
# whose wall shows them nothing.
CASE_IS_SHUT_TO = """
CREATE OR REPLACE FUNCTION case_is_shut_to(wanted_case uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM cases_case c WHERE c.id = wanted_case AND c.restricted AND NOT EXISTS (
            SELECT 1 FROM cases_namedaccess n
            WHERE n.case_id = c.id AND n.person_id = person AND n.ended_at IS NULL
        )
    );
END $$;
REVOKE ALL ON FUNCTION case_is_shut_to(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_is_shut_to(uuid, uuid) TO {everyone};
"""

# The rows of one case out of many tables, for the page that shows all of them. Planning the wall anew for
# each of two dozen tables took 13 ms a page; here it stands once, and the plan is kept. It gives no more than
# the wall does: a case beyond it gives NULL.
ROWS_OF_CASE = """
CREATE OR REPLACE FUNCTION rows_of_case(wanted_case uuid, kinds text[]) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_case WHERE id = wanted_case AND ({visible})) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT json_object_agg(kind, listed) FROM (VALUES {rows}) AS told (kind, listed));
END $$;
REVOKE ALL ON FUNCTION rows_of_case(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rows_of_case(uuid, text[]) TO {everyone};
"""


def policy_of(model: type[Model]) -> str | None:
    """The SELECT condition of a model's table, or None where the table needs no wall."""
    chosen = getattr(model, "row_security", None)
    table = model._meta.db_table
    if table == "cases_case":
        return CASE_IS_VISIBLE
    if table == "cases_namedaccess":
        return NAMED_IS_VISIBLE
    columns = {field.column for field in model._meta.local_concrete_fields}
    if chosen == "recipient":
        return MESSAGE_OF_NO_SHUT_CASE if "case_id" in columns else RECIPIENT_IS_READER
    if chosen == "none":
        return None
    return ROW_OF_VISIBLE_CASE if "case_id" in columns else None


def statements(roles: list[str]) -> list[str]:
    """SQL that sets grants and policies for `roles`; safe to run again."""
    everyone = ", ".join(f'"{role}"' for role in roles)
    sql = [f"GRANT USAGE ON SCHEMA public TO {everyone}"]
    tables = _tables()
    for table in tables:
        sql.append(f'REVOKE ALL ON "{table}" FROM {everyone}')
        rights = "SELECT, INSERT, UPDATE"
        if table in READ_ONLY:
            rights = "SELECT"
        elif table in INSERT_ONLY:
            rights = "SELECT, INSERT"
        elif table in MAY_DELETE:
            rights = "SELECT, INSERT, UPDATE, DELETE"
        sql.append(f'GRANT {rights} ON "{table}" TO {everyone}')
    sql.append(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {everyone}")
    sql.append(CASE_IS_SHUT_TO.format(everyone=everyone))
    for model in apps.get_models():
        condition = policy_of(model)
        if condition is not None and model._meta.db_table in tables:
            sql += _policies(model._meta.db_table, condition, everyone)
    sql.append(_rows_of_case(tables, everyone))
    return sql


def _rows_of_case(tables: list[str], everyone: str) -> str:
    """The function for every table that is walled by its case."""
    by_case = (ROW_OF_VISIBLE_CASE, NAMED_IS_VISIBLE)
    walled = {model._meta.db_table for model in apps.get_models() if policy_of(model) in by_case}
    rows = [
        f"('{table}', CASE WHEN '{table}' = ANY (kinds)"
        f' THEN (SELECT json_agg(t) FROM "{table}" t WHERE t.case_id = wanted_case) END)'
        for table in sorted(walled & set(tables))
    ]
    return ROWS_OF_CASE.format(visible=CASE_IS_VISIBLE, rows=", ".join(rows), everyone=everyone)


def _policies(table: str, condition: str, everyone: str) -> list[str]:
    drop = [f'DROP POLICY IF EXISTS {name} ON "{table}"' for name in ("seen", "written", "changed")]
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        *drop,
        f'CREATE POLICY seen ON "{table}" FOR SELECT TO {everyone} USING ({condition})',
        f'CREATE POLICY written ON "{table}" FOR INSERT TO {everyone} WITH CHECK ({SOMEBODY_ACTS})',
        f'CREATE POLICY changed ON "{table}" FOR UPDATE TO {everyone}'
        f" USING ({condition}) WITH CHECK ({SOMEBODY_ACTS})",
    ]


def _tables() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def is_last(app_config: Any) -> bool:
    """True for the app whose migrations Django reports last: it passes over apps without models."""
    return app_config is [one for one in apps.get_app_configs() if one.models_module is not None][-1]


def raise_walls(*, using: str, app_config: Any = None, **_: Any) -> None:
    """After the last app's migrations: set grants and policies. Only the owner can."""
    if using != "owner" or not is_last(app_config) or "cases_case" not in _tables():
        return
    with connections["owner"].cursor() as cursor:
        for statement in statements(settings.DATABASE_APP_ROLES):
            cursor.execute(statement)

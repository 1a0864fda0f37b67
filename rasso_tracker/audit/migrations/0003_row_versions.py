"""The old row, kept by trigger at each edit: what stood before, when it was replaced and in which transaction."""

from django.db import migrations, models

VERSIONS = """
CREATE TABLE audit_row_version (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    table_name text NOT NULL,
    row_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version integer NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    row jsonb NOT NULL
);
CREATE UNIQUE INDEX audit_row_version_row ON audit_row_version (row_id, version);
CREATE INDEX audit_row_version_case ON audit_row_version (case_id, replaced_at);

CREATE FUNCTION audit_keep_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD);
BEGIN
    INSERT INTO audit_row_version (table_name, row_id, case_id, version, row)
    VALUES (TG_TABLE_NAME, OLD.id, coalesce(was ->> 'case_id', was ->> 'id')::uuid, OLD.version, was);
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_state")]
    operations = [
        migrations.RunSQL(
            VERSIONS,
            state_operations=[
                migrations.CreateModel(
                    name="RowVersion",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("table_name", models.TextField()),
                        ("row_id", models.UUIDField()),
                        ("case_id", models.UUIDField()),
                        ("version", models.PositiveIntegerField()),
                        ("replaced_at", models.DateTimeField()),
                        ("tx", models.BigIntegerField()),
                        ("row", models.JSONField()),
                    ],
                    options={"db_table": "audit_row_version", "managed": False},
                )
            ],
        )
    ]

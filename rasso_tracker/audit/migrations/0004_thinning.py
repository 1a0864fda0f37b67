"""What may be deleted, by a function of the owner that knows the ages itself: the roles that serve may
delete nothing (people/walls.py), and cannot make this one take anything younger.
"""

from django.db import migrations

THIN = """
CREATE FUNCTION thin_old_rows(OUT receipts bigint, OUT idle_runs bigint, OUT runs bigint, OUT sessions bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM web_receipt WHERE created_at < now() - interval '31 days';
    GET DIAGNOSTICS receipts = ROW_COUNT;
    DELETE FROM notices_sweeprun
    WHERE started_at < now() - interval '31 days' AND finished_at IS NOT NULL
      AND written = 0 AND sent = 0 AND failed = 0 AND skipped = '{}';
    GET DIAGNOSTICS idle_runs = ROW_COUNT;
    DELETE FROM notices_sweeprun WHERE started_at < now() - interval '400 days';
    GET DIAGNOSTICS runs = ROW_COUNT;
    DELETE FROM django_session WHERE expire_date < now();
    GET DIAGNOSTICS sessions = ROW_COUNT;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_row_versions")]
    operations = [migrations.RunSQL(THIN, "DROP FUNCTION thin_old_rows();")]

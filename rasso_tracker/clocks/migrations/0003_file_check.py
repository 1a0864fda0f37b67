"""The clock of the gatekeeper's check of a file: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="file_check",
        title="Gatekeeper's check of a file",
        amount=3,
        unit="working_days",
        starts_from="the file being sent to the gatekeeper",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force sets it.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

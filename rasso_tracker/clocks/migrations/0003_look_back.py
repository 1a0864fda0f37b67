"""The clock of looking back on a withdrawal: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="look_back",
        title="Look back on a withdrawal",
        amount=20,
        unit="working_days",
        starts_from="the corroboration",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force sets its own.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

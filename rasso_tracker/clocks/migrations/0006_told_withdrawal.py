"""The clock of answering what an ISVA told the police: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="told_withdrawal",
        title="Answer what an ISVA told us for a victim",
        amount=1,
        unit="working_days",
        starts_from="the moment at which the ISVA told it",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force sets its own.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_support")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

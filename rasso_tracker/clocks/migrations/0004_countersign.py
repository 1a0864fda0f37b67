"""How long CPS has to countersign advice that wants a second lawyer."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="countersign",
        title="Countersign advice",
        amount=3,
        unit="working_days",
        starts_from="the recording of the advice",
        source="",
        verified="A",
        notes="A starting value. CPS and the force agree their own.",
        in_force_from=date(2012, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_telling")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

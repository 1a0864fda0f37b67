"""The clock of the first assessment of a victim's needs: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="needs_assessment_first",
        title="Assess a victim's needs for the first time",
        amount=5,
        unit="working_days",
        starts_from="the day on which the victim was added to the case",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force sets its own.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_look_back")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

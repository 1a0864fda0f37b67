"""The clock of CPS's answer to a dispute [A]: as long as that of a question between police and CPS."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="dispute",
        title="Answer a dispute of an item",
        amount=5,
        unit="working_days",
        starts_from="the dispute",
        source="",
        verified="A",
        notes="A starting value. The force and CPS agree their own.",
        in_force_from=date(2012, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

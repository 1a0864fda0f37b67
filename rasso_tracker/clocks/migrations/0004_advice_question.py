"""The clock of a question between police and CPS: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="advice_question",
        title="Answer a question between police and CPS",
        amount=5,
        unit="working_days",
        starts_from="the question",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force and CPS agree their own.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_file_check")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

"""How long training in the Right to Review counts."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="review_training",
        title="Training in the Right to Review counts for",
        amount=24,
        unit="calendar_months",
        starts_from="the day the course was finished",
        verified="A",
        notes="A starting value. The force sets its own.",
        in_force_from=date(2012, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_countersign")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

"""By when a victim who was told of a decision has the letter that was promised."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="follow_up_letter",
        title="Write to a victim who was told of a decision",
        amount=5,
        unit="working_days",
        starts_from="the telling",
        source="",
        verified="A",
        notes="A starting value. The force sets its own.",
        in_force_from=date(2012, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0006_reviews_that_take_longer")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

"""How often a victim hears how an extended review goes."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="review_update",
        title="Tell a victim how an extended review goes",
        amount=10,
        unit="working_days",
        starts_from="the last word that they had of it",
        verified="A",
        notes="A starting value: the scheme says at agreed intervals. What is agreed with the victim comes first.",
        in_force_from=date(2015, 4, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_review_training")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

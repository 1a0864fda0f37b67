"""By when the officer in charge does what a review that overturned a decision asks for."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="carry_out_review",
        title="Carry out what a review of a decision came to",
        amount=10,
        unit="working_days",
        starts_from="the decision of the review",
        source="",
        verified="A",
        notes="A starting value. The force sets its own.",
        in_force_from=date(2012, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0007_follow_up_letter")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

"""The clock of the first supervisory review: our own starting value [A], which the force sets.

It starts when the case is logged, so that a report that is logged late is not overdue before anybody could look.
"""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="supervisory_review_first",
        title="First supervisory review of an investigation",
        amount=3,
        unit="working_days",
        starts_from="the logging of the case, or its opening again",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. The force sets its own.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_due_soon")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

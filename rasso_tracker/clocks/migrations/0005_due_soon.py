"""How many working days before a date it is due soon: our own starting value [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).create(
        id=uuid7(),
        code="due_soon",
        title="Remind before a date: days ahead",
        amount=2,
        unit="working_days",
        starts_from="the date, counted back",
        verified="A",
        in_force_from=date(2012, 1, 1),
        notes="A starting value. Whoever owes it hears once for each date that is set, in their list of the day.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_advice_question")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

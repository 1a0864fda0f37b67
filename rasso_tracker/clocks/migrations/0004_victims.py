"""The clocks of a victim's record: our own starting values [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

# code, title, amount, unit, starts from
RULES = [
    (
        "contact_check",
        "Confirm with the victim how to reach them safely",
        1,
        "working_days",
        "the alert or the move",
    ),
    ("needs_assessment", "Assess a victim's needs again", 84, "calendar_days", "the last assessment"),
]


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).bulk_create(
        rule(
            id=uuid7(),
            code=code,
            title=title,
            amount=amount,
            unit=unit,
            starts_from=starts_from,
            verified="A",
            in_force_from=date(2012, 1, 1),
            notes="A starting value. The force sets its own.",
        )
        for code, title, amount, unit, starts_from in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_dispute")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

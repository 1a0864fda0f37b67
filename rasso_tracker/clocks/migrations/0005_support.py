"""The clocks of a referral to support after it went out: our own starting values [A], which the force sets."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

# code, title, working days, starts from
RULES = [
    (
        "support_answer",
        "Ask a support service whether it can take a referral",
        5,
        "the sending of the referral",
    ),
    ("support_declined", "Find another support service", 2, "the answer that a service could not take it"),
]


def seed(apps, schema_editor):
    rule = apps.get_model("clocks", "ClockRule")
    rule.objects.using(schema_editor.connection.alias).bulk_create(
        rule(
            id=uuid7(),
            code=code,
            title=title,
            amount=amount,
            unit="working_days",
            starts_from=starts_from,
            verified="A",
            in_force_from=date(2012, 1, 1),
            notes="A starting value. The force sets its own.",
        )
        for code, title, amount, starts_from in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_first_needs_assessment")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

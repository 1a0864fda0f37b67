"""How often a victim is tried before a letter, by when their questions are answered, when the right closes."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
OURS = "A starting value. The force sets its own."
RULES = [
    ("telling_attempts", "Write to a victim after attempts to tell them of a decision", 3, "times", "the decision"),
    ("victim_question", "Answer what a victim asked about a decision", 5, "working_days", "the question"),
    ("right_closes", "Look again before the Right to Review closes: days ahead", 14, "calendar_days",
     "the last day to ask, counted back"),
]  # fmt: skip


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
            notes=OURS,
            in_force_from=FROM,
        )
        for code, title, amount, unit, starts_from in RULES
    )


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_seed"),
    ]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

"""How often a victim is tried before a letter, by when their questions are answered, when the right closes."""

from datetime import date

from django.db import migrations, models

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
        migrations.RemoveConstraint(
            model_name="clockrule",
            name="clock_rule_unit_known",
        ),
        migrations.AlterField(
            model_name="clockrule",
            name="unit",
            field=models.CharField(
                choices=[
                    ("working_days", "working days"),
                    ("calendar_days", "calendar days"),
                    ("calendar_months", "calendar months"),
                    ("hours", "hours"),
                    ("times", "times"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__in", ["working_days", "calendar_days", "calendar_months", "hours", "times"])
                ),
                name="clock_rule_unit_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "telling_attempts"), ("unit", "times")),
                    models.Q(
                        models.Q(("unit", "times"), _negated=True),
                        models.Q(("code", "telling_attempts"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="clock_rule_counts_times_alone",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

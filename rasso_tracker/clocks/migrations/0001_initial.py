import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids
from rasso_tracker.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="BankHoliday",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("date", models.DateField()),
                        ("title", models.CharField(max_length=80)),
                        ("division", models.CharField(default="england-and-wales", max_length=20)),
                        ("source", models.CharField(max_length=200)),
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("void_reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["date"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("date",),
                                name="bank_holiday_date_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("division", "england-and-wales")),
                                name="bank_holiday_england_and_wales",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("void_reason", ""),
                                        ("voided_at__isnull", True),
                                        ("voided_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("voided_at__isnull", False),
                                        ("voided_by__isnull", False),
                                        models.Q(("void_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bank_holiday_void_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClockRule",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.SlugField(max_length=40)),
                        ("title", models.CharField(max_length=120)),
                        ("amount", models.PositiveSmallIntegerField()),
                        (
                            "unit",
                            models.CharField(
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
                        ("starts_from", models.CharField(max_length=200)),
                        ("source", models.CharField(blank=True, max_length=300)),
                        (
                            "verified",
                            models.CharField(
                                choices=[
                                    ("V", "Read at the source named."),
                                    ("V2", "Read in a secondary source, not at the original."),
                                    (
                                        "U",
                                        "Common practice, not read at any source. Check before you rely on it.",
                                    ),
                                    ("A", "Our own starting value, not a published rule. The force sets it."),
                                ],
                                max_length=2,
                            ),
                        ),
                        ("in_force_from", models.DateField()),
                        ("in_force_until", models.DateField(blank=True, null=True)),
                        ("notes", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["title", "in_force_from"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="clock_rule_amount_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("verified__in", ["V", "V2", "U", "A"])),
                                name="clock_rule_mark_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_force_until__isnull", True),
                                    ("in_force_until__gt", models.F("in_force_from")),
                                    _connector="OR",
                                ),
                                name="clock_rule_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verified__in", ["V", "V2"]), _negated=True),
                                    models.Q(("source", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="clock_rule_read_at_a_source",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("code", "="),
                                    (
                                        models.Func(
                                            "in_force_from",
                                            "in_force_until",
                                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                                            function="DATERANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="clock_rule_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "unit__in",
                                        [
                                            "working_days",
                                            "calendar_days",
                                            "calendar_months",
                                            "hours",
                                            "times",
                                        ],
                                    )
                                ),
                                name="clock_rule_unit_known",
                            ),
                            models.CheckConstraint(
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
                        ],
                    },
                ),
            ]
        ),
    ]

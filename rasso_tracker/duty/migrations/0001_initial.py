import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.duty.models
import rasso_tracker.ids
from rasso_tracker.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="DutyDay",
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
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("day", models.DateField()),
                        ("starts", models.TimeField(blank=True, null=True)),
                        ("ends", models.TimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["day"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "day"),
                                name="duty_day_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ends__isnull", True), ("starts__isnull", True)),
                                    models.Q(("ends__isnull", False), ("starts__isnull", False)),
                                    _connector="OR",
                                ),
                                name="duty_day_ends_what_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="duty_day_superseded_after_set",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DutyPattern",
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
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        ("in_force_from", models.DateField()),
                        (
                            "starts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TimeField(null=True),
                                help_text="Monday to Sunday; empty on a rest day",
                                size=7,
                            ),
                        ),
                        (
                            "ends",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TimeField(null=True),
                                help_text="Monday to Sunday; empty on a rest day",
                                size=7,
                            ),
                        ),
                        ("bank_holidays_off", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["in_force_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("person", "in_force_from"),
                                name="duty_pattern_once_a_person_and_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("team", "in_force_from"),
                                name="duty_pattern_once_a_team_and_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", True), ("team__isnull", False)),
                                    models.Q(("person__isnull", False), ("team__isnull", True)),
                                    _connector="OR",
                                ),
                                name="duty_pattern_of_a_person_or_a_team",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__len", 7), ("starts__len", 7)),
                                name="duty_pattern_is_of_a_week",
                            ),
                            models.CheckConstraint(
                                condition=rasso_tracker.duty.models.SameRests(
                                    models.F("starts"), models.F("ends")
                                ),
                                name="duty_pattern_ends_what_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="duty_pattern_superseded_after_set",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterImport",
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
                        (
                            "brought_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("brought_at", models.DateTimeField()),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("taken", models.PositiveIntegerField()),
                        ("standing", models.PositiveIntegerField()),
                        ("left_out", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ["-brought_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("taken__gt", 0), ("standing__gt", 0), _connector="OR"),
                                name="roster_import_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="roster_import_days_in_order",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

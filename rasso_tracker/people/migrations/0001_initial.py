import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="CpsUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "districts",
                    models.ManyToManyField(blank=True, related_name="cps_units", to="people.district"),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="people.district",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("district", "name"), name="team_name_once_a_district")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("collar_number", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("service", "Service account")],
                        default="person",
                        max_length=10,
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("cps", "Crown Prosecution Service"),
                            ("support", "Support service"),
                        ],
                        default="police",
                        max_length=10,
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Detective Constable"),
                            (2, "Detective Sergeant"),
                            (3, "Detective Inspector"),
                            (4, "Detective Chief Inspector"),
                            (5, "Detective Superintendent"),
                            (6, "Detective Chief Superintendent"),
                            (7, "Assistant Chief Constable"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "equated_rank",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Detective Constable"),
                            (2, "Detective Sergeant"),
                            (3, "Detective Inspector"),
                            (4, "Detective Chief Inspector"),
                            (5, "Detective Superintendent"),
                            (6, "Detective Chief Superintendent"),
                            (7, "Assistant Chief Constable"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("investigator", "Investigator"),
                            ("detective_sergeant", "Detective Sergeant, RaSSO team"),
                            ("detective_inspector", "Detective Inspector, district"),
                            ("detective_chief_inspector", "Detective Chief Inspector"),
                            ("detective_superintendent", "Detective Superintendent"),
                            ("head_of_protective_services", "Head of Protective Services"),
                            ("assistant_chief_constable", "Assistant Chief Constable"),
                            ("gatekeeper", "RaSSO Gatekeeper"),
                            ("head_of_gatekeeping", "Head of the RaSSO Gatekeeper unit"),
                            ("reviewing_prosecutor", "Reviewing prosecutor"),
                            ("legal_manager", "Legal manager"),
                            ("district_crown_prosecutor", "District Crown Prosecutor"),
                            ("senior_district_crown_prosecutor", "Senior District Crown Prosecutor"),
                            ("deputy_chief_crown_prosecutor", "Deputy Chief Crown Prosecutor"),
                            ("chief_crown_prosecutor", "Chief Crown Prosecutor"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=40,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("duty_starts", models.TimeField(default=datetime.time(7, 0))),
                (
                    "rest_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("starts_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cps_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.cpsunit",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.district",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="people.team"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["post", "district"], name="person_post_district"),
                    models.Index(fields=["post", "cps_unit"], name="person_post_unit"),
                    models.Index(fields=["team"], name="person_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rank__isnull", True), ("equated_rank__isnull", True), _connector="OR"
                        ),
                        name="person_rank_or_equated_not_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="person_leaves_after_starting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supervisor__isnull", True),
                            models.Q(("supervisor", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_not_own_supervisor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyCover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("ended_early_on", models.DateField(blank=True, null=True)),
                (
                    "covered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covering",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="cover_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("covered_by")), _negated=True),
                        name="cover_by_somebody_else",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("ended_early_on__isnull", True)),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="cover_one_at_a_time",
                    ),
                ],
            },
        ),
    ]

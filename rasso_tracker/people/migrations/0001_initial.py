import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids
from rasso_tracker.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        CreateModels(
            [
                migrations.CreateModel(
                    name="District",
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "districts",
                            models.ManyToManyField(
                                blank=True, related_name="cps_units", to="people.district"
                            ),
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="people.district",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("district", "name"), name="team_name_once_a_district"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("username", models.CharField(max_length=60, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("collar_number", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("telephone", models.CharField(blank=True, max_length=40)),
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="people.team",
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
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("left_on", models.DateField(blank=True, null=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("sessions_ended_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["name"],
                        "indexes": [
                            models.Index(fields=["name", "id"], name="person_name"),
                            models.Index(fields=["post", "name", "id"], name="person_post"),
                            models.Index(
                                fields=["post", "district", "name", "id"], name="person_post_district"
                            ),
                            models.Index(fields=["post", "cps_unit", "name", "id"], name="person_post_unit"),
                            models.Index(fields=["team"], name="person_team"),
                            models.Index(fields=["collar_number"], name="person_collar_number"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("name"), name="gin_trgm_ops"
                                ),
                                fastupdate=False,
                                name="person_name_alike",
                            ),
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("ended_early_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "covered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covering",
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
                                condition=models.Q(
                                    ("ended_early_on__isnull", True),
                                    models.Q(
                                        ("ended_early_on__gte", models.F("starts_on")),
                                        ("ended_early_on__lte", models.F("ends_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="cover_ends_early_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("ended_early_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("ended_early_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="cover_ended_by_somebody_or_not",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            "starts_on",
                                            django.db.models.functions.comparison.Least(
                                                models.Func(
                                                    "ends_on",
                                                    output_field=models.DateField(),
                                                    template="(%(expressions)s + 1)",
                                                ),
                                                "ended_early_on",
                                            ),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=False
                                            ),
                                            function="DATERANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="cover_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("covered_by")), _negated=True),
                                name="cover_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleProposal",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_proposals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("role", models.CharField(max_length=30)),
                        ("gives", models.BooleanField()),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approved", "Approved"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Taken back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("refusal", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=["expires_at"],
                                name="role_proposal_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="role_proposal_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("proposed_at"))),
                                name="role_proposal_runs_out_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="role_proposal_decided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_at__isnull", True),
                                    models.Q(
                                        ("decided_at__gte", models.F("proposed_at")),
                                        ("decided_at__lt", models.F("expires_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="role_proposal_decided_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["", "withdrawn"]),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="role_proposal_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["", "withdrawn"]),
                                    models.Q(("decided_by", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="role_proposal_not_own_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome", "refused"), models.Q(("refusal", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("outcome", "refused"), _negated=True), ("refusal", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="role_proposal_refused_with_reason",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    ("role", "="),
                                    (
                                        models.Func(
                                            "proposed_at",
                                            django.db.models.functions.comparison.Least(
                                                "expires_at", "decided_at"
                                            ),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=False
                                            ),
                                            function="TSTZRANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="role_proposal_one_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Move",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("moves_on", models.DateField()),
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
                                max_length=40,
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.district",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        (
                            "cps_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.cpsunit",
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                        ("set_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("applied_at__isnull", True), ("cancelled_at__isnull", True)
                                ),
                                fields=["moves_on"],
                                name="move_to_come",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("applied_at__isnull", True), ("cancelled_at__isnull", True)
                                ),
                                fields=("person",),
                                name="move_one_to_come",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applied_at__isnull", True),
                                    ("cancelled_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="move_applied_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="move_cancelled_by_somebody_or_not",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supervisor__isnull", True),
                                    models.Q(("supervisor", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="move_not_under_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("team__isnull", True), ("district__isnull", False), _connector="OR"
                                ),
                                name="move_team_within_a_district",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerDetails",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="former",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("replaced_at", models.DateTimeField()),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("collar_number", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("telephone", models.CharField(blank=True, max_length=40)),
                        (
                            "agency",
                            models.CharField(
                                choices=[
                                    ("police", "Police"),
                                    ("cps", "Crown Prosecution Service"),
                                    ("support", "Support service"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
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
                                max_length=40,
                            ),
                        ),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30), size=None
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.district",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        (
                            "cps_unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.cpsunit",
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("left_on", models.DateField(null=True)),
                        ("is_active", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "version"), name="former_details_once_a_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FirstPassword",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="first_passwords",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("issued_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("used_at__isnull", True), ("withdrawn_at__isnull", True)),
                                fields=("person",),
                                name="first_password_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                                name="first_password_runs_out_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                                ),
                                name="first_password_used_or_withdrawn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True),
                                    models.Q(
                                        ("used_at__gte", models.F("issued_at")),
                                        ("used_at__lt", models.F("expires_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="first_password_used_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("issued_by", models.F("person")), _negated=True),
                                name="first_password_from_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leave",
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
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("ended_early_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leaves",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cover",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leave",
                                to="people.dutycover",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["ends_on", "starts_on"], name="leave_days")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="leave_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_early_on__isnull", True),
                                    models.Q(
                                        ("ended_early_on__gte", models.F("starts_on")),
                                        ("ended_early_on__lte", models.F("ends_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="leave_ends_early_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("ended_early_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("ended_early_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="leave_ended_by_somebody_or_not",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            "starts_on",
                                            django.db.models.functions.comparison.Least(
                                                models.Func(
                                                    "ends_on",
                                                    output_field=models.DateField(),
                                                    template="(%(expressions)s + 1)",
                                                ),
                                                "ended_early_on",
                                            ),
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=False
                                            ),
                                            function="DATERANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="leave_one_at_a_time",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

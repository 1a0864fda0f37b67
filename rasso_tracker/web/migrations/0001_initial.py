import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
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
                    name="ApiToken",
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
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("role", models.CharField(max_length=30)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="token_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scopes__len__gt", 0)), name="token_has_a_scope"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("surface", models.CharField(max_length=80)),
                        ("token", models.UUIDField()),
                        ("digest", models.CharField(max_length=64)),
                        ("result_type", models.CharField(blank=True, max_length=80)),
                        ("result_id", models.UUIDField(null=True)),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("case_id", models.UUIDField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("token", "person", "surface"), name="receipt_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", True), ("result_id__isnull", True)),
                                    models.Q(
                                        ("done_at__gte", models.F("created_at")),
                                        ("done_at__isnull", False),
                                        ("result_id__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="receipt_done_with_a_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedFilter",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("list_name", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=40)),
                        ("query", models.CharField(max_length=500)),
                        ("is_default", models.BooleanField(default=False)),
                        ("shared_role", models.CharField(blank=True, max_length=30)),
                        ("shared_key", models.CharField(blank=True, max_length=36)),
                        ("created_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["name"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("ended_at__isnull", True), models.Q(("shared_role", ""), _negated=True)
                                ),
                                fields=["shared_role", "shared_key", "list_name"],
                                name="saved_filter_shared",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("owner"),
                                models.F("list_name"),
                                django.db.models.functions.text.Lower("name"),
                                condition=models.Q(("ended_at__isnull", True)),
                                name="saved_filter_name_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True), ("is_default", True)),
                                fields=("owner", "list_name"),
                                name="saved_filter_one_default",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="saved_filter_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("shared_role", ""), _negated=True),
                                    ("shared_key", ""),
                                    _connector="OR",
                                ),
                                name="saved_filter_shared_in_a_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("created_at")),
                                    _connector="OR",
                                ),
                                name="saved_filter_ends_after_making",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

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
                    name="Digest",
                    fields=[
                        (
                            "email_state",
                            models.CharField(
                                choices=[
                                    ("none", "No e-mail"),
                                    ("held", "Held for the digest"),
                                    ("pending", "To be sent"),
                                    ("leased", "Being sent"),
                                    ("sent", "Sent"),
                                    ("failed", "Failed, will be tried again"),
                                    ("dead", "Failed for good"),
                                    ("dropped", "Not sent: no longer due"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("fence", models.PositiveIntegerField(default=0)),
                        ("lost_leases", models.PositiveSmallIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("failure", models.CharField(blank=True, default="", max_length=300)),
                        ("message_id_header", models.CharField(max_length=200)),
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
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("duty_on", models.DateField()),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("email_state__in", ("pending", "failed", "leased"))),
                                fields=["lost_leases", "next_attempt_at", "id"],
                                name="digest_to_send",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recipient", "duty_on"), name="digest_once_a_duty_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "email_state__in",
                                        [
                                            "none",
                                            "held",
                                            "pending",
                                            "leased",
                                            "sent",
                                            "failed",
                                            "dead",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="digest_email_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email_state", "sent"), ("sent_at__isnull", False)),
                                    models.Q(
                                        models.Q(("email_state", "sent"), _negated=True),
                                        ("sent_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="digest_sent_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email_state", "leased"), _negated=True),
                                    models.Q(("fence__gt", 0), ("next_attempt_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="digest_lease_has_an_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Raised",
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
                        ("kind", models.CharField(max_length=40)),
                        ("source", models.UUIDField()),
                        ("subject_id", models.UUIDField()),
                        ("raised_for", models.DateTimeField()),
                        ("raised_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("delivered", "In somebody's inbox"),
                                    ("covered", "Covered by a later step in the same run"),
                                    ("dropped", "No longer due when it was to be delivered"),
                                    ("dead", "Could not be delivered"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("failure", models.CharField(blank=True, default="", max_length=300)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["next_attempt_at", "id"],
                                name="raised_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["subject_id"],
                                name="raised_waiting_subject",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "source"), name="raised_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["", "delivered", "covered", "dropped", "dead"])
                                ),
                                name="raised_outcome_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SweepRun",
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
                        ("kind", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("expected", models.PositiveIntegerField(default=0)),
                        ("due", models.PositiveIntegerField(default=0)),
                        ("written", models.PositiveIntegerField(default=0)),
                        ("already", models.PositiveIntegerField(default=0)),
                        ("sent", models.PositiveIntegerField(default=0)),
                        ("held", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("skipped", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "-started_at"], name="sweep_run_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_at__isnull", True),
                                    ("finished_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="sweep_run_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "email_state",
                            models.CharField(
                                choices=[
                                    ("none", "No e-mail"),
                                    ("held", "Held for the digest"),
                                    ("pending", "To be sent"),
                                    ("leased", "Being sent"),
                                    ("sent", "Sent"),
                                    ("failed", "Failed, will be tried again"),
                                    ("dead", "Failed for good"),
                                    ("dropped", "Not sent: no longer due"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("fence", models.PositiveIntegerField(default=0)),
                        ("lost_leases", models.PositiveSmallIntegerField(default=0)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("failure", models.CharField(blank=True, default="", max_length=300)),
                        ("message_id_header", models.CharField(max_length=200)),
                        (
                            "id",
                            models.UUIDField(
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("source", models.UUIDField()),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("case_id", models.UUIDField(blank=True, null=True)),
                        ("subject_id", models.UUIDField()),
                        ("reference", models.CharField(max_length=60)),
                        ("headline", models.CharField(max_length=200)),
                        ("why", models.CharField(max_length=300)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("ends_when", models.CharField(max_length=300)),
                        ("path", models.CharField(max_length=300)),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("now", "E-mail at once"),
                                    ("digest", "In the next digest"),
                                    ("none", "In the inbox only"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=0)),
                        ("raised_for", models.DateTimeField()),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("handled_why", models.CharField(blank=True, default="", max_length=300)),
                        ("handed_on", models.DateField(blank=True, null=True)),
                        (
                            "digest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="notices.digest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["recipient", "-id"], name="message_inbox"),
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True), ("read_at__isnull", True)),
                                fields=["recipient", "-id"],
                                name="message_unread",
                            ),
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=["subject_id"],
                                name="message_standing",
                            ),
                            models.Index(
                                condition=models.Q(("email_state__in", ("pending", "failed", "leased"))),
                                fields=["lost_leases", "next_attempt_at", "id"],
                                name="message_to_send",
                            ),
                            models.Index(
                                condition=models.Q(("email_state", "held")),
                                fields=["recipient"],
                                name="message_held",
                            ),
                            models.Index(
                                condition=models.Q(("email_state", "dead")),
                                fields=["created_at"],
                                name="message_dead",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "source", "recipient"), name="message_once_a_recipient"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("urgency__in", ["now", "digest", "none"])),
                                name="message_urgency_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("path__startswith", "/")), name="message_path_is_ours"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("handled_at__isnull", True),
                                        ("handled_by__isnull", True),
                                        ("handled_why", ""),
                                    ),
                                    models.Q(
                                        ("handled_at__isnull", False),
                                        models.Q(("handled_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_handled_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("on_behalf_of__isnull", True),
                                    models.Q(("on_behalf_of", models.F("recipient")), _negated=True),
                                    _connector="OR",
                                ),
                                name="message_on_behalf_of_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "email_state__in",
                                        [
                                            "none",
                                            "held",
                                            "pending",
                                            "leased",
                                            "sent",
                                            "failed",
                                            "dead",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="message_email_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email_state", "sent"), ("sent_at__isnull", False)),
                                    models.Q(
                                        models.Q(("email_state", "sent"), _negated=True),
                                        ("sent_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_sent_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email_state", "leased"), _negated=True),
                                    models.Q(("fence__gt", 0), ("next_attempt_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="message_lease_has_an_end",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

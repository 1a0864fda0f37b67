import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("early_advice", "Early advice"),
                            ("within_5_days", "Charging decision within 5 days"),
                            ("within_28_days", "Charging decision within 28 days"),
                            ("priority", "Priority: suspect in custody"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "Waiting for triage"),
                            ("accepted", "Accepted by triage"),
                            ("rejected", "Rejected by triage"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField()),
                ("urn", models.CharField(blank=True, max_length=20)),
                ("note_sealed", models.BinaryField()),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="cases.case",
                    ),
                ),
                (
                    "cps_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.cpsunit"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["case", "round"],
                "indexes": [
                    models.Index(fields=["status", "due_on", "id"], name="submission_waiting"),
                    models.Index(
                        fields=["cps_unit", "status", "due_on", "id"], name="submission_unit_waiting"
                    ),
                    models.Index(fields=["due_on", "id"], name="submission_due"),
                    models.Index(fields=["submitted_at", "id"], name="submission_submitted"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round"), name="submission_round_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["early_advice", "within_5_days", "within_28_days", "priority"])
                        ),
                        name="submission_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["sent", "accepted", "rejected"])),
                        name="submission_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("submitted_at__lte", models.F("recorded_at"))),
                        name="submission_not_in_future",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("round__gte", 1)), name="submission_round_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("cps", "Recorded by CPS"),
                            ("police_from_document", "Entered by police from the CPS document"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "document_name",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mg3", "MG3 report"),
                            ("mg3a", "MG3A further report"),
                            ("action_plan", "CPS action plan"),
                            ("triage_note", "CPS triage note"),
                            ("letter", "CPS letter"),
                            ("email", "CPS e-mail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_date", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("issued_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("accepted", "Accepted by police"),
                            ("in_progress", "In progress"),
                            ("part_returned", "Part returned"),
                            ("returned", "Returned to CPS"),
                            ("rejected", "Return rejected by CPS"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("admin_finalised", "Administratively finalised"),
                        ],
                        default="issued",
                        max_length=20,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("target_on", models.DateField()),
                ("review_on", models.DateField()),
                ("next_act_on", models.DateField(blank=True, null=True)),
                ("items_open", models.PositiveSmallIntegerField()),
                ("step", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("next_step_at", models.DateTimeField(blank=True, null=True)),
                ("lapses_at", models.DateTimeField(blank=True, null=True)),
                ("urgency", models.BigIntegerField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_plans",
                        to="cases.case",
                    ),
                ),
                (
                    "confirmed_by",
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prosecutor",
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
                    "superseded_by",
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_plans",
                        to="actionplans.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_step_at__isnull", False)),
                        fields=["next_step_at"],
                        name="plan_next_step",
                    ),
                    models.Index(
                        condition=models.Q(("urgency__isnull", False)),
                        fields=["urgency", "id"],
                        name="plan_urgency",
                    ),
                    models.Index(fields=["review_on", "id"], name="plan_review_on"),
                    models.Index(fields=["target_on", "id"], name="plan_target_on"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("items_open", 0)),
                        fields=["review_on", "id"],
                        name="plan_returned",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("confirmed_at__isnull", True),
                            ("source", "police_from_document"),
                            ("superseded_at__isnull", True),
                        ),
                        fields=["review_on", "id"],
                        name="plan_to_confirm",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document_date__isnull", True), ("document_name", ""), ("source", "cps")
                            ),
                            models.Q(
                                ("document_date__isnull", False),
                                ("source", "police_from_document"),
                                (
                                    "document_name__in",
                                    ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="plan_document_named_by_police",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("source", "police_from_document"),
                            ),
                            _connector="OR",
                        ),
                        name="plan_confirmed_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                            models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_superseded_together",
                    ),
                    models.UniqueConstraint(fields=("case", "number"), name="plan_number_once_a_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "issued",
                                    "accepted",
                                    "in_progress",
                                    "part_returned",
                                    "returned",
                                    "rejected",
                                    "completed",
                                    "withdrawn",
                                    "admin_finalised",
                                ],
                            )
                        ),
                        name="plan_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__isnull", True), ("step__in", (0, 1, 2, 3, 4)), _connector="OR"
                        ),
                        name="plan_step_on_ladder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status__in", ("completed", "withdrawn", "admin_finalised")),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ("completed", "withdrawn", "admin_finalised")),
                                    _negated=True,
                                ),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_closed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("completed", "withdrawn", "admin_finalised")), _negated=True
                            ),
                            models.Q(
                                ("lapses_at__isnull", True),
                                ("next_act_on__isnull", True),
                                ("next_step_at__isnull", True),
                                ("step__isnull", True),
                                ("urgency__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_closed_climbs_no_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("completed", "withdrawn", "admin_finalised")),
                            models.Q(("lapses_at__isnull", False), ("urgency__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_open_knows_when_it_lapses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target_on__gte", models.F("issued_on"))),
                        name="plan_target_not_before_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gte", models.F("issued_on"))),
                        name="plan_review_not_before_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("issued_at__lte", models.F("recorded_at"))),
                        name="plan_not_in_future",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("on_track", "On track"),
                            ("new_date", "New target date, with a reason"),
                            ("escalate", "Escalate to the next step"),
                            ("complete", "Complete: nothing more is asked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note_sealed", models.BinaryField()),
                ("next_review_on", models.DateField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["reviewed_at"],
                "indexes": [models.Index(fields=["plan", "reviewed_at"], name="plan_review_plan")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["on_track", "new_date", "escalate", "complete"])),
                        name="plan_review_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_review_on__isnull", True), ("outcome", "complete")),
                            models.Q(
                                models.Q(("outcome", "complete"), _negated=True),
                                ("next_review_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_review_sets_the_next",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanDate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "Target date"),
                            ("review", "Review date"),
                            ("next_act", "Next act"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("issued", "Set when the plan was issued"),
                            ("reviewed", "Set at a review"),
                            ("moved", "Moved, with a reason"),
                            ("sent_back", "Set when CPS sent an item back after the target date"),
                            ("acknowledged", "Promised when an escalation was acknowledged"),
                        ],
                        max_length=15,
                    ),
                ),
                ("due_on", models.DateField()),
                ("plan_issued_on", models.DateField()),
                ("reason_sealed", models.BinaryField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                ("from_step", models.PositiveSmallIntegerField(default=0)),
                (
                    "step_due_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(null=True), size=None
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dates",
                        to="actionplans.actionplan",
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
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dates_set",
                        to="actionplans.planreview",
                    ),
                ),
            ],
            options={
                "ordering": ["set_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=["due_on"],
                        name="plan_date_running",
                    ),
                    models.Index(fields=["plan", "set_at"], name="plan_date_history"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("plan", "kind"),
                        name="plan_date_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["target", "review", "next_act"])),
                        name="plan_date_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("plan_issued_on"))),
                        name="plan_date_not_before_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", "moved"), _negated=True),
                            ("reason_sealed__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_date_moved_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("set_at")),
                            _connector="OR",
                        ),
                        name="plan_date_superseded_after_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("answered_at__gte", models.F("set_at")),
                            _connector="OR",
                        ),
                        name="plan_date_answered_after_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_step__in", (0, 1, 2, 3, 4))), name="plan_date_from_a_step"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step_due_at__len", 5)), name="plan_date_has_every_step"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("due_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "plan_date",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="actionplans.plandate",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="actionplans.planreview",
                    ),
                ),
            ],
            options={
                "ordering": ["raised_at", "due_at", "step"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan_date", "step"), name="escalation_once_a_step"),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", (0, 1, 2, 3, 4))), name="escalation_step_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__lte", models.F("raised_at"))),
                        name="escalation_raised_when_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("cps", "Recorded by CPS"),
                            ("police_from_document", "Entered by police from the CPS document"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "document_name",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mg3", "MG3 report"),
                            ("mg3a", "MG3A further report"),
                            ("action_plan", "CPS action plan"),
                            ("triage_note", "CPS triage note"),
                            ("letter", "CPS letter"),
                            ("email", "CPS e-mail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_date", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("early", "Early advice"), ("charging", "Charging advice")], max_length=10
                    ),
                ),
                ("text_sealed", models.BinaryField()),
                ("given_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "confirmed_by",
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superseded_by",
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advice",
                        to="actionplans.submission",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "advice",
                "ordering": ["submission", "version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document_date__isnull", True), ("document_name", ""), ("source", "cps")
                            ),
                            models.Q(
                                ("document_date__isnull", False),
                                ("source", "police_from_document"),
                                (
                                    "document_name__in",
                                    ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="advice_document_named_by_police",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("source", "police_from_document"),
                            ),
                            _connector="OR",
                        ),
                        name="advice_confirmed_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                            models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="advice_superseded_together",
                    ),
                    models.UniqueConstraint(fields=("submission", "version"), name="advice_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["early", "charging"])), name="advice_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at__lte", models.F("recorded_at"))),
                        name="advice_not_in_future",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionAllegation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "allegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_lines",
                        to="cases.allegation",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="actionplans.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "allegation"), name="submission_allegation_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("cps", "Recorded by CPS"),
                            ("police_from_document", "Entered by police from the CPS document"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "document_name",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mg3", "MG3 report"),
                            ("mg3a", "MG3A further report"),
                            ("action_plan", "CPS action plan"),
                            ("triage_note", "CPS triage note"),
                            ("letter", "CPS letter"),
                            ("email", "CPS e-mail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_date", models.DateField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.BooleanField()),
                ("triaged_at", models.DateTimeField()),
                ("respond_by", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "confirmed_by",
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lawyer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triages",
                        to="actionplans.submission",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["triaged_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document_date__isnull", True), ("document_name", ""), ("source", "cps")
                            ),
                            models.Q(
                                ("document_date__isnull", False),
                                ("source", "police_from_document"),
                                (
                                    "document_name__in",
                                    ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="triage_document_named_by_police",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("source", "police_from_document"),
                            ),
                            _connector="OR",
                        ),
                        name="triage_confirmed_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                            models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="triage_superseded_together",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("submission",),
                        name="triage_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted", True), ("respond_by__isnull", True)),
                            models.Q(("accepted", False), ("respond_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="triage_rejection_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("triaged_at__lte", models.F("recorded_at"))),
                        name="triage_not_in_future",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TriageReason",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("material_not_received", "Case material not received correctly"),
                            ("disclosure_schedule", "No disclosure schedule, or one is missing"),
                            ("no_mg3", "No MG3"),
                            ("supervisor_comments", "No supervisor comments, or incomplete ones"),
                            ("dv_checklist", "No domestic violence checklist"),
                            ("mg11", "No MG11s, or one is missing"),
                            ("exhibits", "Exhibits missing"),
                            ("interview_summary", "No interview summary"),
                            ("suspect_antecedents", "Suspect's previous convictions missing"),
                            ("witness_antecedents", "Victim's or witness's previous convictions missing"),
                            ("hard_media", "Hard media missing"),
                            ("third_party", "Third-party material missing"),
                            ("oic_details", "Officer's contact details missing or not usable"),
                        ],
                        max_length=30,
                    ),
                ),
                ("words_sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "triage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="actionplans.triage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("triage", "reason"), name="triage_reason_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "material_not_received",
                                    "disclosure_schedule",
                                    "no_mg3",
                                    "supervisor_comments",
                                    "dv_checklist",
                                    "mg11",
                                    "exhibits",
                                    "interview_summary",
                                    "suspect_antecedents",
                                    "witness_antecedents",
                                    "hard_media",
                                    "third_party",
                                    "oic_details",
                                ],
                            )
                        ),
                        name="triage_reason_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("statement", "Statement (MG11)"),
                            ("further_abe", "Further ABE interview or clarification"),
                            ("exhibit", "Exhibit"),
                            ("forensic", "Forensic evidence"),
                            ("medical", "Medical evidence"),
                            ("media_bwv", "Body-worn video"),
                            ("media_cctv", "CCTV"),
                            ("media_other", "Other media"),
                            ("digital", "Phone or digital material"),
                            ("third_party", "Third-party material"),
                            ("interview_summary", "Interview summary"),
                            ("re_interview", "Suspect re-interview"),
                            ("identification", "Identification"),
                            ("expert", "Expert evidence"),
                            ("suspect_antecedents", "Suspect antecedents"),
                            ("witness_antecedents", "Victim or witness antecedents"),
                            ("bad_character", "Bad character"),
                            ("disclosure_schedule", "Disclosure schedule"),
                            ("disclosure_document", "Disclosure management document"),
                            ("unused", "Unused material"),
                            ("lines_of_inquiry", "Explanation of lines of inquiry"),
                            ("special_measures", "Special measures (MG2)"),
                            ("victim_needs", "Victim's needs or personal statement"),
                            ("translation", "Translation"),
                            ("supervisor_comments", "Supervisor comments"),
                            ("legal", "Legal or administrative (MG3, orders)"),
                        ],
                        max_length=30,
                    ),
                ),
                ("asks_sealed", models.BinaryField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "With police"),
                            ("returned", "Returned, to be checked"),
                            ("sent_back", "Sent back by CPS"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "No longer asked for"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("return_note_sealed", models.BinaryField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_note_sealed", models.BinaryField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "returned_by",
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
                "ordering": ["plan", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("open", "sent_back"))),
                        fields=["owner", "plan"],
                        name="item_owner_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="item_number_once_a_plan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "statement",
                                    "further_abe",
                                    "exhibit",
                                    "forensic",
                                    "medical",
                                    "media_bwv",
                                    "media_cctv",
                                    "media_other",
                                    "digital",
                                    "third_party",
                                    "interview_summary",
                                    "re_interview",
                                    "identification",
                                    "expert",
                                    "suspect_antecedents",
                                    "witness_antecedents",
                                    "bad_character",
                                    "disclosure_schedule",
                                    "disclosure_document",
                                    "unused",
                                    "lines_of_inquiry",
                                    "special_measures",
                                    "victim_needs",
                                    "translation",
                                    "supervisor_comments",
                                    "legal",
                                ],
                            )
                        ),
                        name="item_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "returned", "sent_back", "accepted", "withdrawn"])
                        ),
                        name="item_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at__isnull", True), ("returned_by__isnull", True)),
                            models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_returned_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_checked_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["returned", "sent_back", "accepted"]), _negated=True),
                            ("returned_at__isnull", False),
                            _connector="OR",
                        ),
                        name="item_returned_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "Target date"),
                            ("review", "Review date"),
                            ("next_act", "Next act"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField()),
                ("amount", models.PositiveSmallIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[("working_days", "working days"), ("months", "months")], max_length=15
                    ),
                ),
                (
                    "police_posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        size=None,
                    ),
                ),
                (
                    "cps_posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        size=None,
                    ),
                ),
                ("in_force_from", models.DateField()),
                ("in_force_until", models.DateField(blank=True, null=True)),
                ("set_at", models.DateTimeField(blank=True, null=True)),
                (
                    "set_by",
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
                "ordering": ["kind", "step", "in_force_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", (0, 1, 2, 3, 4))), name="ladder_step_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["target", "review", "next_act"])),
                        name="ladder_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["working_days", "months"])), name="ladder_unit_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("police_posts__len__gt", 0)), name="ladder_step_calls_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_until__isnull", True),
                            ("in_force_until__gt", models.F("in_force_from")),
                            _connector="OR",
                        ),
                        name="ladder_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("set_at__isnull", True), ("set_by__isnull", True)),
                            models.Q(("set_at__isnull", False), ("set_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ladder_set_together",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            ("step", "="),
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
                        name="ladder_one_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("acknowledged_at", models.DateTimeField()),
                ("next_act_sealed", models.BinaryField()),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="actionplans.escalation",
                    ),
                ),
                (
                    "next_act_date",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promised_in",
                        to="actionplans.plandate",
                    ),
                ),
            ],
            options={
                "ordering": ["acknowledged_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("escalation",), name="acknowledgement_once_an_escalation")
                ],
            },
        ),
    ]

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import cases.models.base
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
                    name="ReferenceSeries",
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
                        ("year", models.PositiveSmallIntegerField(unique=True)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Case",
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
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.district",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                        (
                            "officer_in_charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reported_on", models.DateField()),
                        ("summary_sealed", models.BinaryField()),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("reported", "Reported"),
                                    ("first_account", "First account taken"),
                                    ("abe", "ABE done"),
                                    ("suspect_identified", "Suspect identified"),
                                    ("arrested", "Suspect arrested"),
                                    ("interviewed", "Suspect interviewed"),
                                    ("bailed", "Suspect on bail"),
                                    ("released_under_investigation", "Released under investigation"),
                                    ("early_advice_requested", "Early advice requested"),
                                    ("early_advice_given", "Early advice given"),
                                    ("triage_rejected", "Rejected by CPS triage"),
                                    ("admin_finalised", "Admin finalised by CPS, no decision"),
                                    ("with_cps", "With CPS for decision"),
                                    ("action_plan", "Action plan outstanding"),
                                    ("resubmitted", "Back with CPS"),
                                    ("charged", "Charged"),
                                    ("at_trial", "At trial"),
                                    ("finalised", "Finalised at court"),
                                    ("police_nfa", "Police: ended without charge"),
                                    ("cps_nfa", "CPS: no further action"),
                                    ("transferred", "Transferred"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="reported",
                                max_length=40,
                            ),
                        ),
                        ("restricted", models.BooleanField(default=False)),
                        ("gatekept", models.BooleanField(default=False)),
                        ("outcome_recorded", models.BooleanField(default=False)),
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
                        ("urn", models.CharField(blank=True, max_length=20)),
                        ("next_due_on", models.DateField(blank=True, null=True)),
                        ("next_due_what", models.CharField(blank=True, max_length=80)),
                        ("opened_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["reference"],
                        "indexes": [
                            models.Index(fields=["team", "reported_on", "id"], name="case_team_reported"),
                            models.Index(fields=["team", "next_due_on", "id"], name="case_team_due"),
                            models.Index(
                                fields=["district", "reported_on", "id"], name="case_district_reported"
                            ),
                            models.Index(fields=["district", "next_due_on", "id"], name="case_district_due"),
                            models.Index(fields=["cps_unit", "reported_on", "id"], name="case_unit_reported"),
                            models.Index(fields=["cps_unit", "next_due_on", "id"], name="case_unit_due"),
                            models.Index(
                                fields=["officer_in_charge", "reported_on", "id"], name="case_oic_reported"
                            ),
                            models.Index(
                                fields=["officer_in_charge", "next_due_on", "id"], name="case_oic_due"
                            ),
                            models.Index(
                                condition=models.Q(("gatekept", True)),
                                fields=["reported_on", "id"],
                                name="case_gk_reported",
                            ),
                            models.Index(
                                condition=models.Q(("gatekept", True)),
                                fields=["next_due_on", "id"],
                                name="case_gk_due",
                            ),
                            models.Index(
                                condition=models.Q(("outcome_recorded", True)),
                                fields=["reported_on", "id"],
                                name="case_outcome_reported",
                            ),
                            models.Index(
                                condition=models.Q(("outcome_recorded", True)),
                                fields=["next_due_on", "id"],
                                name="case_outcome_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reported_on__lte", cases.models.base.LondonDate("opened_at"))
                                ),
                                name="case_not_reported_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("urn", ""),
                                    ("urn__regex", "^[0-9]{2}[A-Z0-9]{2}[0-9]{7}$"),
                                    _connector="OR",
                                ),
                                name="case_urn_form",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("next_due_on__isnull", True), ("next_due_what", "")),
                                    models.Q(
                                        ("next_due_on__isnull", False),
                                        models.Q(("next_due_what", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_due_date_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="cases.case",
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
                        (
                            "duty",
                            models.CharField(
                                choices=[("oic", "Officer in charge"), ("sto", "Specially trained officer")],
                                max_length=10,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case", "started_at"], name="assignment_case"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["person", "duty"],
                                name="assignment_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("case", "duty"),
                                name="assignment_one_a_duty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="assignment_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueItem",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="due_items",
                                to="cases.case",
                            ),
                        ),
                        ("source", models.UUIDField()),
                        ("code", models.CharField(max_length=40)),
                        ("what", models.CharField(max_length=80)),
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
                        ("due_on", models.DateField()),
                        ("rule", models.CharField(blank=True, max_length=60)),
                        ("started_on", models.DateField(blank=True, null=True)),
                        ("raised_at", models.DateTimeField()),
                        ("dated_at", models.DateTimeField()),
                        ("soon_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("check_first", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["due_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=["case", "due_on"],
                                name="due_case",
                            ),
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=["owner", "due_on", "id"],
                                name="due_owner",
                            ),
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=["code", "due_on", "id"],
                                name="due_code",
                            ),
                            models.Index(
                                condition=models.Q(("soon_at__isnull", False)),
                                fields=["soon_at"],
                                name="due_soon",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=("source", "code"),
                                name="due_once_while_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled_at__isnull", True),
                                    ("settled_at__gte", models.F("raised_at")),
                                    _connector="OR",
                                ),
                                name="due_settled_after_raised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dated_at__gte", models.F("raised_at"))),
                                name="due_dated_after_raised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled_at__isnull", True), ("soon_at__isnull", True), _connector="OR"
                                ),
                                name="due_settled_is_not_soon",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="cases.case",
                            ),
                        ),
                        (
                            "learnt_from",
                            models.CharField(
                                choices=[
                                    ("withdrawal", "A withdrawal"),
                                    ("review", "A decision that a review overturned"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("source", models.UUIDField()),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("contact", "Contact and updates"),
                                    ("support", "Support and referrals"),
                                    ("safety", "Safety"),
                                    ("delay", "Delay"),
                                    ("material", "Requests for devices and records"),
                                    ("continuity", "Changes of officer"),
                                    ("explaining", "Explaining the process and what helps at court"),
                                    ("supervision", "Supervision"),
                                    ("joint_work", "Work with CPS"),
                                    ("partners", "Work with other services"),
                                    ("recording", "Recording"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("lesson_sealed", models.BinaryField()),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("changed", "Something was changed"),
                                    ("in_place", "It was in place already"),
                                    ("not_changed", "Nothing is changed, for a reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("changed_sealed", models.BinaryField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="lesson_case"),
                            models.Index(fields=["source"], name="lesson_source"),
                            models.Index(
                                condition=models.Q(("done_at__isnull", True), ("ended_at__isnull", True)),
                                fields=["due_on", "id"],
                                name="lesson_open",
                            ),
                            models.Index(
                                condition=models.Q(("done_at__isnull", True), ("ended_at__isnull", True)),
                                fields=["owner", "due_on", "id"],
                                name="lesson_open_of_owner",
                            ),
                            models.Index(fields=["due_on", "id"], name="lesson_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "about__in",
                                        [
                                            "contact",
                                            "support",
                                            "safety",
                                            "delay",
                                            "material",
                                            "continuity",
                                            "explaining",
                                            "supervision",
                                            "joint_work",
                                            "partners",
                                            "recording",
                                            "other",
                                        ],
                                    )
                                ),
                                name="lesson_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["changed", "in_place", "not_changed", ""])
                                ),
                                name="lesson_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", cases.models.base.LondonDate("given_at"))),
                                name="lesson_due_not_before_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("changed_sealed__isnull", True),
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("done_at__gte", models.F("given_at")),
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        ("changed_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="lesson_done_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True), ("ended_at__isnull", True), _connector="OR"
                                ),
                                name="lesson_ends_one_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("learnt_from__in", ["withdrawal", "review"])),
                                name="lesson_learnt_from_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NamedAccess",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="named",
                                to="cases.case",
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
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("assigned", "Assigned to the case"),
                                    ("restricted", "Named on a restricted case"),
                                    ("reviewer", "Allocated a review"),
                                    ("isva", "Supports a consenting client"),
                                    ("clinic", "Advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["person", "case"],
                                name="named_open",
                            ),
                            models.Index(fields=["case"], name="named_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("case", "person", "because"),
                                name="named_once_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="named_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NamedShort",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        ("source", models.UUIDField()),
                        ("since", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                        ("raised_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["case"], name="named_short_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "source", "since"), name="named_short_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="named_short_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchKey",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reference", "Case reference"),
                                    ("crime", "Crime reference"),
                                    ("urn", "CPS URN"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("source", models.UUIDField()),
                        ("text", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    models.F("text"), name="text_pattern_ops"
                                ),
                                name="searchkey_begins",
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Reverse("text"), name="text_pattern_ops"
                                ),
                                name="searchkey_ends",
                            ),
                            models.Index(fields=["case"], name="searchkey_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "kind"), name="searchkey_once_a_source"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text__regex", "^[A-Z0-9]+$")), name="searchkey_is_normal"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisoryReview",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisory_reviews",
                                to="cases.case",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("initial", "First review"), ("periodic", "Periodic review")],
                                max_length=10,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("on_track", "On track"),
                                    ("new_date", "New review date, with a reason"),
                                    ("escalate", "Escalate to the next step"),
                                    ("complete", "Complete: no more supervision is needed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "looked_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("lines", "Lines of enquiry and what is outstanding"),
                                        ("victim", "Victim contact, needs and support"),
                                        ("suspect", "Suspect and risk"),
                                        ("digital", "Digital and forensic work"),
                                        ("cps", "CPS: advice, action plans, file"),
                                        ("record", "The record: rationale, Victims' Code, crime recording"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("next_review_on", models.DateField(blank=True, null=True)),
                        (
                            "officer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reviewed_at", models.DateTimeField()),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["case", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "number"), name="supervisory_review_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["initial", "periodic"])),
                                name="supervisory_review_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["on_track", "new_date", "escalate", "complete"])
                                ),
                                name="supervisory_review_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("looked_at__len__gt", 0),
                                    (
                                        "looked_at__contained_by",
                                        ["lines", "victim", "suspect", "digital", "cps", "record"],
                                    ),
                                ),
                                name="supervisory_review_looked_at_something",
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
                                name="supervisory_review_sets_the_next",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_review_on__isnull", True),
                                    ("next_review_on__gte", cases.models.base.LondonDate("reviewed_at")),
                                    _connector="OR",
                                ),
                                name="supervisory_review_next_not_before",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "new_date"), _negated=True),
                                    ("reason_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="supervisory_review_new_date_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reviewed_by", models.F("officer")), _negated=True),
                                name="supervisory_review_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suspect",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suspects",
                                to="cases.case",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("name_sealed", models.BinaryField()),
                        ("surname_index", models.BinaryField(blank=True, null=True)),
                        ("is_police", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("born_sealed", models.BinaryField(blank=True, null=True)),
                        ("other_names_sealed", models.BinaryField(blank=True, null=True)),
                        ("phones_sealed", models.BinaryField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="cases.suspect",
                            ),
                        ),
                        ("void_reason", models.TextField(blank=True)),
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
                    ],
                    options={
                        "ordering": ["case", "number"],
                        "indexes": [models.Index(fields=["surname_index"], name="suspect_surname")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "number"), name="suspect_number_once_a_case"
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
                                name="suspect_voided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="suspect_merged_is_voided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="suspect_not_merged_into_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Victim",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="victims",
                                to="cases.case",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("enhanced_rights", models.BooleanField(default=True)),
                        ("enhanced_rights_declined_at", models.DateTimeField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="cases.victim",
                            ),
                        ),
                        ("merged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "merged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["case", "number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("merged_at__isnull", True),
                                        ("merged_by__isnull", True),
                                        ("merged_into__isnull", True),
                                    ),
                                    models.Q(
                                        ("merged_at__isnull", False),
                                        ("merged_by__isnull", False),
                                        ("merged_into__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="victim_merged_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="victim_not_merged_into_itself",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "number"), name="victim_number_once_a_case"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("enhanced_rights", True),
                                        ("enhanced_rights_declined_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("enhanced_rights", False),
                                        ("enhanced_rights_declined_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="victim_opt_out_is_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Direction",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="directions",
                                to="cases.case",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="directions",
                                to="cases.supervisoryreview",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("asks_sealed", models.BinaryField()),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("given_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("how_sealed", models.BinaryField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_why_sealed", models.BinaryField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["case", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "number"), name="direction_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", cases.models.base.LondonDate("given_at"))),
                                name="direction_due_not_before_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("how_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("how_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="direction_answered_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_by__isnull", True),
                                        ("withdrawn_why_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        ("withdrawn_why_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="direction_withdrawn_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", True), ("withdrawn_at__isnull", True)),
                                    models.Q(("answered_at__isnull", True), ("ended_at__isnull", True)),
                                    models.Q(("ended_at__isnull", True), ("withdrawn_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="direction_ends_one_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True),
                                        ("answered_at__gte", models.F("given_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_at__gte", models.F("given_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_at__gte", models.F("given_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="direction_ends_after_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allegation",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allegations",
                                to="cases.case",
                            ),
                        ),
                        (
                            "crime_reference",
                            models.CharField(
                                max_length=11,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^13\\d{9}$",
                                        "Enter a crime reference of 11 digits that begins with 13, for example 13260012345.",
                                    )
                                ],
                            ),
                        ),
                        (
                            "offence_type",
                            models.CharField(
                                choices=[
                                    ("rape_adult", "Rape, victim aged 16 or over"),
                                    ("rape_child_13_15", "Rape, victim aged 13 to 15"),
                                    ("rape_child_under_13", "Rape, victim aged under 13"),
                                    ("assault_by_penetration", "Assault by penetration"),
                                    ("sexual_assault", "Sexual assault"),
                                    ("causing_sexual_activity", "Causing sexual activity without consent"),
                                    ("sexual_activity_child", "Sexual activity with a child"),
                                    ("other", "Other serious sexual offence"),
                                ],
                                max_length=40,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allegations",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "suspect",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allegations",
                                to="cases.suspect",
                            ),
                        ),
                        ("offence_from", models.DateField(blank=True, null=True)),
                        ("offence_to", models.DateField(blank=True, null=True)),
                        (
                            "precision",
                            models.CharField(
                                choices=[
                                    ("day", "Known to the day"),
                                    ("month", "Known to the month"),
                                    ("year", "Known to the year"),
                                    ("range", "Between two dates"),
                                    ("unknown", "Not known"),
                                ],
                                default="unknown",
                                max_length=10,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("reported", "Reported"),
                                    ("first_account", "First account taken"),
                                    ("abe", "ABE done"),
                                    ("suspect_identified", "Suspect identified"),
                                    ("arrested", "Suspect arrested"),
                                    ("interviewed", "Suspect interviewed"),
                                    ("bailed", "Suspect on bail"),
                                    ("released_under_investigation", "Released under investigation"),
                                    ("early_advice_requested", "Early advice requested"),
                                    ("early_advice_given", "Early advice given"),
                                    ("triage_rejected", "Rejected by CPS triage"),
                                    ("admin_finalised", "Admin finalised by CPS, no decision"),
                                    ("with_cps", "With CPS for decision"),
                                    ("action_plan", "Action plan outstanding"),
                                    ("resubmitted", "Back with CPS"),
                                    ("charged", "Charged"),
                                    ("at_trial", "At trial"),
                                    ("finalised", "Finalised at court"),
                                    ("police_nfa", "Police: ended without charge"),
                                    ("cps_nfa", "CPS: no further action"),
                                    ("transferred", "Transferred"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="reported",
                                max_length=40,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "1: Charged or summonsed"),
                                    ("2", "2: Caution, youth"),
                                    ("3", "3: Caution, adult"),
                                    ("5", "5: Offender died"),
                                    ("8", "8: Community resolution"),
                                    ("9", "9: Not in the public interest (CPS)"),
                                    ("10", "10: Not in the public interest (police)"),
                                    ("11", "11: Prosecution prevented, suspect under age"),
                                    ("12", "12: Prosecution prevented, suspect too ill"),
                                    (
                                        "13",
                                        "13: Prosecution prevented, victim or key witness dead or too ill",
                                    ),
                                    (
                                        "14",
                                        "14: Suspect not identified, victim does not support further action",
                                    ),
                                    (
                                        "15",
                                        "15: Suspect identified, victim supports, evidential difficulties",
                                    ),
                                    ("16", "16: Suspect identified, victim does not support further action"),
                                    ("17", "17: Time limit expired"),
                                    ("18", "18: Investigation complete, no suspect identified"),
                                    ("20", "20: Transferred to another body"),
                                    ("21", "21: Further investigation not in the public interest (police)"),
                                    ("22", "22: Diversionary, educational or intervention activity"),
                                ],
                                max_length=2,
                            ),
                        ),
                        ("outcome_at", models.DateTimeField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["case", "added_at"],
                        "indexes": [
                            models.Index(fields=["case"], name="allegation_case"),
                            models.Index(fields=["outcome", "outcome_at"], name="allegation_outcome"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("crime_reference",), name="crime_reference_once"),
                            models.CheckConstraint(
                                condition=models.Q(("crime_reference__regex", "^13[0-9]{9}$")),
                                name="crime_reference_shape",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("offence_to__isnull", True),
                                    models.Q(
                                        ("offence_from__isnull", False),
                                        ("offence_to__gte", models.F("offence_from")),
                                    ),
                                    _connector="OR",
                                ),
                                name="offence_dates_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("precision", "unknown"), ("offence_from__isnull", True)),
                                    models.Q(
                                        models.Q(("precision", "unknown"), _negated=True),
                                        ("offence_from__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offence_dates_fit_precision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("outcome_at__isnull", True)),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("outcome_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="allegation_outcome_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectionDate",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "direction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dates",
                                to="cases.direction",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("moved", models.BooleanField(default=False)),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["set_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("direction",),
                                name="direction_one_date_stands",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("moved", False)),
                                fields=("direction",),
                                name="direction_given_with_one_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("moved", False), ("reason_sealed__isnull", True)),
                                    models.Q(("moved", True), ("reason_sealed__isnull", False)),
                                    _connector="OR",
                                ),
                                name="direction_moved_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", cases.models.base.LondonDate("set_at"))),
                                name="direction_date_not_before_set",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="direction_date_superseded_after_set",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                        ("void_reason", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="cases.case",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reported", "Reported"),
                                    ("first_account", "First account taken"),
                                    ("abe", "Achieving Best Evidence interview"),
                                    ("suspect_identified", "Suspect identified"),
                                    ("arrested", "Suspect arrested"),
                                    ("interviewed", "Suspect interviewed under caution"),
                                    ("bailed", "Suspect bailed"),
                                    ("bail_ended", "Bail ended"),
                                    ("released_under_investigation", "Released under investigation"),
                                    ("early_advice_requested", "Early advice requested"),
                                    ("early_advice_given", "Early advice given"),
                                    ("submitted", "Submitted to CPS"),
                                    ("resubmitted", "Back with CPS"),
                                    ("triage_accepted", "Accepted by CPS triage"),
                                    ("triage_rejected", "Rejected by CPS triage"),
                                    ("admin_finalised", "Administratively finalised by CPS, no decision"),
                                    ("action_plan_issued", "Action plan issued"),
                                    ("charged", "Charged"),
                                    ("remanded", "Suspect remanded in custody"),
                                    ("custody_ended", "Remand in custody ended"),
                                    ("trial_begun", "Trial begun"),
                                    ("finalised", "Finalised at court"),
                                    ("police_nfa", "Police decided to end it without charge"),
                                    ("cps_nfa", "CPS decided on no further action"),
                                    ("reopened", "Re-opened"),
                                    ("transferred", "Transferred to another force"),
                                    ("cancelled", "Crime cancelled by the registrar"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                        (
                            "allegation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="cases.allegation",
                            ),
                        ),
                        (
                            "suspect",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="cases.suspect",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "interview_by",
                            models.CharField(
                                blank=True,
                                choices=[("arrest", "After arrest"), ("voluntary", "Voluntary attendance")],
                                max_length=10,
                            ),
                        ),
                        ("limit_on", models.DateField(blank=True, null=True)),
                        (
                            "limit_set_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("standard", "Standard: on release"),
                                    ("inspector", "Extended by an inspector"),
                                    ("superintendent", "Extended by a superintendent"),
                                    ("court", "Extended by a court"),
                                    ("cps_decides", "While CPS decides on charge: no time limit runs"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "charge_by",
                            models.CharField(
                                blank=True, choices=[("police", "The police"), ("cps", "CPS")], max_length=10
                            ),
                        ),
                        ("cps_lawyer", models.CharField(blank=True, max_length=120)),
                        ("cps_decided_on", models.DateField(blank=True, null=True)),
                        (
                            "document_name",
                            models.CharField(
                                blank=True,
                                choices=[("mg3", "MG3 report"), ("mg3a", "MG3A further report")],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["occurred_at", "recorded_at"],
                        "indexes": [
                            models.Index(fields=["case", "occurred_at"], name="milestone_case"),
                            models.Index(fields=["kind", "occurred_at"], name="milestone_kind"),
                        ],
                        "constraints": [
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
                                name="milestone_voided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurred_at__lte", models.F("recorded_at"))),
                                name="milestone_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "interviewed"), models.Q(("interview_by", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("kind", "interviewed"), _negated=True), ("interview_by", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="milestone_interview_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("limit_on__isnull", True),
                                    ("kind__in", ("bailed", "remanded")),
                                    _connector="OR",
                                ),
                                name="milestone_limit_is_of_bail_or_custody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ("bailed", "remanded")), _negated=True),
                                    ("limit_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="milestone_bail_and_custody_have_a_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "bailed"),
                                        (
                                            "limit_set_by__in",
                                            [
                                                "standard",
                                                "inspector",
                                                "superintendent",
                                                "court",
                                                "cps_decides",
                                            ],
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "bailed"), _negated=True), ("limit_set_by", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="milestone_bail_says_who_set_its_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("limit_on__isnull", True),
                                    ("limit_on__gt", cases.models.base.LondonDate("occurred_at")),
                                    _connector="OR",
                                ),
                                name="milestone_limit_after_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("charge_by", "cps"),
                                        ("kind", "charged"),
                                        models.Q(("cps_lawyer", ""), _negated=True),
                                        ("cps_decided_on__isnull", False),
                                        models.Q(
                                            models.Q(("document_date__isnull", True), ("document_name", "")),
                                            models.Q(
                                                ("document_date__gte", models.F("cps_decided_on")),
                                                ("document_date__isnull", False),
                                                ("document_name__in", ["mg3", "mg3a"]),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("charge_by", "police"),
                                        ("kind", "charged"),
                                        ("cps_decided_on__isnull", True),
                                        ("cps_lawyer", ""),
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "charged"), _negated=True),
                                        ("charge_by", ""),
                                        ("cps_decided_on__isnull", True),
                                        ("cps_lawyer", ""),
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="milestone_charge_says_who_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cps_decided_on__isnull", True),
                                    ("cps_decided_on__lte", cases.models.base.LondonDate("occurred_at")),
                                    _connector="OR",
                                ),
                                name="milestone_cps_decided_before_the_charge",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        (
                                            "suspect_identified",
                                            "arrested",
                                            "interviewed",
                                            "bailed",
                                            "bail_ended",
                                            "released_under_investigation",
                                            "remanded",
                                            "custody_ended",
                                        ),
                                    ),
                                    ("suspect__isnull", False),
                                    ("voided_at__isnull", True),
                                ),
                                fields=("suspect", "kind", "occurred_at"),
                                name="milestone_once_of_a_suspect",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchLook",
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
                            "found_on",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("phone", "The same phone number"),
                                        ("born", "The same date of birth, and a part of the name is alike"),
                                        (
                                            "near",
                                            "The names are alike, and the dates of birth differ in one part",
                                        ),
                                        ("name", "The names are alike; a date of birth is not known"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                            ),
                        ),
                        ("reason_sealed", models.BinaryField()),
                        ("looked_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "looked_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "other_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "other_suspect",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.suspect",
                            ),
                        ),
                        (
                            "suspect",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.suspect",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["looked_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="match_look_case"),
                            models.Index(fields=["suspect", "other_suspect"], name="match_look_pair"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("other_case", models.F("case")), _negated=True),
                                name="match_look_of_two_cases",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("found_on__contained_by", ["phone", "born", "near", "name"]),
                                    ("found_on__len__gte", 1),
                                ),
                                name="match_look_found_on_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchVerdict",
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
                            "found_on",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("phone", "The same phone number"),
                                        ("born", "The same date of birth, and a part of the name is alike"),
                                        (
                                            "near",
                                            "The names are alike, and the dates of birth differ in one part",
                                        ),
                                        ("name", "The names are alike; a date of birth is not known"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("same", "It is, or may be, the same person"),
                                    ("another", "It is somebody else"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("judged_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "look",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdicts",
                                to="cases.matchlook",
                            ),
                        ),
                        (
                            "other_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "other_suspect",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.suspect",
                            ),
                        ),
                        (
                            "suspect",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.suspect",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["judged_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="match_verdict_case"),
                            models.Index(fields=["other_suspect"], name="match_verdict_other"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("other_case", models.F("case")), _negated=True),
                                name="match_verdict_of_two_cases",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("found_on__contained_by", ["phone", "born", "near", "name"]),
                                    ("found_on__len__gte", 1),
                                ),
                                name="match_verdict_found_on_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("suspect", "other_suspect"),
                                name="match_verdict_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["same", "another"])),
                                name="match_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("judged_at")),
                                    _connector="OR",
                                ),
                                name="match_verdict_ends_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuspectIndex",
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
                            "names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "dated",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "near",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "phones",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "suspect",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="index",
                                to="cases.suspect",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case"], name="suspect_index_case"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["names"], name="suspect_index_names"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["dated"], name="suspect_index_dated"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["phones"], name="suspect_index_phones"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dated__len", 0), ("near__len", 0)),
                                    ("near__len", 3),
                                    _connector="OR",
                                ),
                                name="suspect_index_date_all_or_nothing",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]

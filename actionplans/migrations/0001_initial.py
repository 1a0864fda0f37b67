import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import cases.models.base
import rasso_tracker.ids
from rasso_tracker.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CaseStrategy",
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
                                related_name="strategies",
                                to="cases.case",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        ("digital_sealed", models.BinaryField(blank=True, null=True)),
                        ("third_party_sealed", models.BinaryField(blank=True, null=True)),
                        ("next_decision_on", models.DateField()),
                        ("review_on", models.DateField()),
                        ("written_at", models.DateTimeField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["case", "version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "version"), name="strategy_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("case",),
                                name="strategy_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_decision_on__gte", cases.models.base.LondonDate("written_at")),
                                    ("review_on__gte", cases.models.base.LondonDate("written_at")),
                                ),
                                name="strategy_dates_not_before_writing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("written_at")),
                                    _connector="OR",
                                ),
                                name="strategy_superseded_after_written",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Climb",
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
                                related_name="climbs",
                                to="cases.case",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="climbs",
                                to="cases.dueitem",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("target", "Target date"),
                                    ("review", "Review date"),
                                    ("next_act", "Next act"),
                                    ("bail_limit", "Limit of bail"),
                                    ("custody_limit", "Custody time limit"),
                                    ("safeguarding", "Safeguarding concern"),
                                    ("strategy_review", "Review of the case strategy"),
                                    ("item_chase", "Chase of a body that an item waits on"),
                                    ("clinic_follow_up", "Follow-up of an advice clinic"),
                                    ("dispute", "Answer to a disputed item"),
                                    ("countersign", "Countersignature of advice"),
                                    ("advice_again", "Advice to be written again"),
                                    ("unanswered", "Way on from what CPS closed unanswered"),
                                    ("supervisory_review", "Supervisory review of the investigation"),
                                    ("direction", "Direction of a supervisory review"),
                                    ("material", "Private material asked for"),
                                    ("told_withdrawal", "Answer to what an ISVA told us"),
                                    ("victim_owed", "Owed to a victim"),
                                    ("review_owed", "Owed in the Right to Review"),
                                    ("lesson", "Lesson"),
                                    ("look_back", "Look-back on a withdrawal"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("promised", models.BooleanField(default=False)),
                        ("due_on", models.DateField()),
                        ("from_step", models.PositiveSmallIntegerField(default=0)),
                        (
                            "step_due_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(null=True), size=None
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("next_step_at", models.DateTimeField(blank=True, null=True)),
                        ("urgency", models.BigIntegerField(blank=True, null=True)),
                        ("set_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["set_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_step_at__isnull", False)),
                                fields=["next_step_at"],
                                name="climb_next_step",
                            ),
                            models.Index(
                                condition=models.Q(("urgency__isnull", False)),
                                fields=["urgency", "id"],
                                name="climb_urgency",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("item",),
                                name="climb_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_step__in", (0, 1, 2, 3, 4))),
                                name="climb_from_a_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__isnull", True), ("step__in", (0, 1, 2, 3, 4)), _connector="OR"
                                ),
                                name="climb_step_on_ladder",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step_due_at__len", 5)), name="climb_has_every_step"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="climb_superseded_after_set",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("superseded_at__isnull", True), ("urgency__isnull", False)),
                                    models.Q(
                                        ("next_step_at__isnull", True),
                                        ("superseded_at__isnull", False),
                                        ("urgency__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="climb_superseded_climbs_no_more",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "code__in",
                                        (
                                            "bail_limit",
                                            "custody_limit",
                                            "safeguarding",
                                            "strategy_review",
                                            "item_chase",
                                            "clinic_follow_up",
                                            "dispute",
                                            "countersign",
                                            "advice_again",
                                            "unanswered",
                                            "supervisory_review",
                                            "direction",
                                            "material",
                                            "told_withdrawal",
                                            "victim_owed",
                                            "review_owed",
                                            "lesson",
                                            "look_back",
                                        ),
                                    )
                                ),
                                name="climb_code_climbs",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clinic",
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
                                related_name="+",
                                to="people.district",
                            ),
                        ),
                        (
                            "cps_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.cpsunit",
                            ),
                        ),
                        ("place", models.CharField(max_length=120)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("slot_minutes", models.PositiveSmallIntegerField()),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("remind_at", models.DateTimeField()),
                        ("set_up_at", models.DateTimeField()),
                        (
                            "set_up_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancelled_by",
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
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lawyer", "No lawyer can sit"),
                                    ("host", "No gatekeeper can host"),
                                    ("place", "The room or link is not to be had"),
                                    ("no_bookings", "Nothing was booked"),
                                    ("other_day", "Held on another day instead"),
                                    ("other", "Another reason"),
                                ],
                                max_length=15,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at", "id"],
                        "indexes": [
                            models.Index(fields=["starts_at", "id"], name="clinic_by_day"),
                            models.Index(fields=["district", "starts_at", "id"], name="clinic_by_district"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="clinic_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    cases.models.base.LondonDate("starts_at"),
                                    cases.models.base.LondonDate("ends_at"),
                                ),
                                name="clinic_within_one_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("set_up_at__lte", models.F("starts_at"))),
                                name="clinic_set_up_before_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slot_minutes__gte", 10), ("slot_minutes__lte", 120)),
                                name="clinic_slot_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place", ""), _negated=True), name="clinic_has_a_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", True),
                                        ("cancelled_because", ""),
                                        ("cancelled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("cancelled_at__isnull", False),
                                        (
                                            "cancelled_because__in",
                                            ["lawyer", "host", "place", "no_bookings", "other_day", "other"],
                                        ),
                                        ("cancelled_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="clinic_cancelled_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueSoon",
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
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="said_soon",
                                to="cases.dueitem",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("dated_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("raised_at", models.DateTimeField()),
                        ("passed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["raised_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "dated_at", "passed_at"),
                                name="due_soon_once_a_date",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__lte", models.F("raised_at"))),
                                name="due_soon_raised_when_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EarlyAdviceConsidered",
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
                                related_name="early_advice_considered",
                                to="cases.case",
                            ),
                        ),
                        ("sought", models.BooleanField()),
                        (
                            "because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_suspect", "No suspect is identified yet"),
                                    ("ready", "The file is ready for a charging decision"),
                                    ("custody", "The suspect is in custody and a decision is needed now"),
                                    ("clinic", "The matter was settled at an advice clinic"),
                                    ("victim", "The victim does not support further action"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("considered_at", models.DateTimeField()),
                        (
                            "considered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["considered_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("because", ""), ("sought", True)),
                                    models.Q(
                                        (
                                            "because__in",
                                            ["no_suspect", "ready", "custody", "clinic", "victim", "other"],
                                        ),
                                        ("sought", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="early_advice_not_sought_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("considered_at__lte", models.F("recorded_at"))),
                                name="early_advice_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileCheck",
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
                                related_name="file_checks",
                                to="cases.case",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
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
                        ("sent_at", models.DateTimeField()),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        ("due_on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("signed_off", "Signed off"), ("returned", "Returned")],
                                max_length=12,
                            ),
                        ),
                        ("checked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("remark_sealed", models.BinaryField(blank=True, null=True)),
                        ("again_by", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["case", "number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("checked_at__isnull", True)),
                                fields=["due_on", "id"],
                                name="file_check_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "number"), name="file_check_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("checked_at__isnull", True)),
                                fields=("case",),
                                name="file_check_one_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="file_check_number_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["within_28_days", "within_5_days", "priority"])
                                ),
                                name="file_check_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("checked_at__isnull", True),
                                        ("checked_by__isnull", True),
                                        ("outcome", ""),
                                        ("remark_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("checked_at__isnull", False),
                                        ("checked_by__isnull", False),
                                        ("outcome__in", ["signed_off", "returned"]),
                                        ("remark_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="file_check_answered_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("again_by__isnull", False), ("outcome", "returned")),
                                    models.Q(
                                        models.Q(("outcome", "returned"), _negated=True),
                                        ("again_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="file_check_returned_says_by_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_at__isnull", True),
                                    ("checked_at__gte", models.F("sent_at")),
                                    _connector="OR",
                                ),
                                name="file_check_after_sending",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by__isnull", True),
                                    models.Q(("checked_by", models.F("sent_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="file_check_by_somebody_else",
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("target", "Target date"),
                                    ("review", "Review date"),
                                    ("next_act", "Next act"),
                                    ("bail_limit", "Limit of bail"),
                                    ("custody_limit", "Custody time limit"),
                                    ("safeguarding", "Safeguarding concern"),
                                    ("strategy_review", "Review of the case strategy"),
                                    ("item_chase", "Chase of a body that an item waits on"),
                                    ("clinic_follow_up", "Follow-up of an advice clinic"),
                                    ("dispute", "Answer to a disputed item"),
                                    ("countersign", "Countersignature of advice"),
                                    ("advice_again", "Advice to be written again"),
                                    ("unanswered", "Way on from what CPS closed unanswered"),
                                    ("supervisory_review", "Supervisory review of the investigation"),
                                    ("direction", "Direction of a supervisory review"),
                                    ("material", "Private material asked for"),
                                    ("told_withdrawal", "Answer to what an ISVA told us"),
                                    ("victim_owed", "Owed to a victim"),
                                    ("review_owed", "Owed in the Right to Review"),
                                    ("lesson", "Lesson"),
                                    ("look_back", "Look-back on a withdrawal"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField()),
                        ("amount", models.PositiveSmallIntegerField()),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("working_days", "working days after"),
                                    ("months", "months after"),
                                    ("working_days_before", "working days before"),
                                ],
                                max_length=20,
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
                                        (
                                            "senior_district_crown_prosecutor",
                                            "Senior District Crown Prosecutor",
                                        ),
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
                                        (
                                            "senior_district_crown_prosecutor",
                                            "Senior District Crown Prosecutor",
                                        ),
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
                        "ordering": ["kind", "step", "in_force_from"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("step__in", (0, 1, 2, 3, 4))), name="ladder_step_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit__in", ["working_days", "months", "working_days_before"])
                                ),
                                name="ladder_unit_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("police_posts__len__gt", 0)),
                                name="ladder_step_calls_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "police_posts__contained_by",
                                        [
                                            "assistant_chief_constable",
                                            "detective_chief_inspector",
                                            "detective_inspector",
                                            "detective_sergeant",
                                            "detective_superintendent",
                                            "gatekeeper",
                                            "head_of_gatekeeping",
                                            "head_of_protective_services",
                                            "investigator",
                                        ],
                                    ),
                                    (
                                        "cps_posts__contained_by",
                                        [
                                            "chief_crown_prosecutor",
                                            "deputy_chief_crown_prosecutor",
                                            "district_crown_prosecutor",
                                            "legal_manager",
                                            "reviewing_prosecutor",
                                            "senior_district_crown_prosecutor",
                                        ],
                                    ),
                                ),
                                name="ladder_posts_of_their_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__lte", 250)), name="ladder_amount_within_reach"
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
                                name="ladder_void_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ("bail_limit", "custody_limit")), _negated=True),
                                    ("unit", "working_days_before"),
                                    _connector="OR",
                                ),
                                name="ladder_limit_met_ahead",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "target",
                                            "review",
                                            "next_act",
                                            "bail_limit",
                                            "custody_limit",
                                            "safeguarding",
                                            "strategy_review",
                                            "item_chase",
                                            "clinic_follow_up",
                                            "dispute",
                                            "countersign",
                                            "advice_again",
                                            "unanswered",
                                            "supervisory_review",
                                            "direction",
                                            "material",
                                            "told_withdrawal",
                                            "victim_owed",
                                            "review_owed",
                                            "lesson",
                                            "look_back",
                                        ],
                                    )
                                ),
                                name="ladder_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reassignment",
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
                            "what",
                            models.CharField(
                                choices=[
                                    ("worker", "The work on the plan at the gatekeeper team"),
                                    ("items", "Every item that the police still owe"),
                                    ("officer", "The case, as officer in charge"),
                                    ("prosecutor", "The reviewing prosecutor"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "given_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("unknown", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-given_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("what__in", ["worker", "items", "officer", "prosecutor"])
                                ),
                                name="reassignment_what_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("what", "officer"), _negated=True),
                                    ("given_to__isnull", False),
                                    _connector="OR",
                                ),
                                name="reassignment_names_an_officer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClimbEscalation",
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
                            "climb",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="actionplans.climb",
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField()),
                        ("due_at", models.DateTimeField()),
                        ("raised_at", models.DateTimeField()),
                        ("by_hand", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "ordering": ["raised_at", "due_at", "step"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("climb", "step"), name="climb_escalation_once_a_step"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__in", (0, 1, 2, 3, 4))),
                                name="climb_escalation_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__lte", models.F("raised_at"))),
                                name="climb_escalation_raised_when_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicHostChange",
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
                            "clinic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="host_changes",
                                to="actionplans.clinic",
                            ),
                        ),
                        (
                            "left",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("away", "On leave, or not well"),
                                    ("duty", "Called to another duty"),
                                    ("post", "Leaves the post"),
                                    ("case", "Should not hear of a case that is booked"),
                                    ("other", "Another reason"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["changed_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("host", models.F("left")), _negated=True),
                                name="clinic_host_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("because__in", ["away", "duty", "post", "case", "other"])
                                ),
                                name="clinic_host_change_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicLawyer",
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
                            "clinic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sittings",
                                to="actionplans.clinic",
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
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("joined_at", models.DateTimeField()),
                        (
                            "joined_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "left_by",
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
                        "ordering": ["clinic", "joined_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="clinic_lawyer_left_together",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("left_at__isnull", True)),
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            "starts_at",
                                            "ends_at",
                                            function="TSTZRANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="clinic_lawyer_in_one_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicSlot",
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
                            "clinic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slots",
                                to="actionplans.clinic",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("taken", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["clinic", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clinic", "number"), name="clinic_slot_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="clinic_slot_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("clinic", "="),
                                    (
                                        models.Func(
                                            "starts_at",
                                            "ends_at",
                                            function="TSTZRANGE",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="clinic_slots_do_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileCheckLine",
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
                            "file_check",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="actionplans.filecheck",
                            ),
                        ),
                        (
                            "material",
                            models.CharField(
                                choices=[
                                    (
                                        "victim_account",
                                        "Victim's account: ABE recording and summary, or statement",
                                    ),
                                    ("mg11", "Statements of other witnesses (MG11)"),
                                    ("exhibits", "Exhibits"),
                                    ("interview_summary", "Suspect interview: summary or transcript"),
                                    ("forensic", "Forensic and medical evidence"),
                                    (
                                        "multimedia",
                                        "999 call, body-worn video and CCTV, clipped and playable",
                                    ),
                                    ("digital", "Phone and digital material"),
                                    ("hard_media", "Hard media, delivered"),
                                    ("schedules", "Disclosure schedules"),
                                    ("disclosure_document", "Disclosure management document"),
                                    ("unused", "Unused material, with what is presumed disclosable"),
                                    ("third_party", "Third-party material, or where each request stands"),
                                    ("mg3", "MG3 report"),
                                    ("supervisor_comments", "Supervisor's comments"),
                                    (
                                        "lines_of_inquiry",
                                        "Lines of inquiry: those followed, and those not followed and why",
                                    ),
                                    ("suspect_antecedents", "Suspect's previous convictions"),
                                    ("witness_antecedents", "Victim's and witnesses' previous convictions"),
                                    ("bad_character", "Bad character of the suspect"),
                                    ("special_measures", "Special measures (MG2)"),
                                    (
                                        "victim_needs",
                                        "Victim's needs and wishes, and the personal statement offered",
                                    ),
                                    ("dv_checklist", "Domestic abuse checklist"),
                                    ("oic_details", "Officer's contact details"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_file", "In the file"),
                                    ("missing", "Missing"),
                                    ("not_needed", "Not needed"),
                                ],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("file_check", "material"), name="file_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "material__in",
                                        [
                                            "victim_account",
                                            "mg11",
                                            "exhibits",
                                            "interview_summary",
                                            "forensic",
                                            "multimedia",
                                            "digital",
                                            "hard_media",
                                            "schedules",
                                            "disclosure_document",
                                            "unused",
                                            "third_party",
                                            "mg3",
                                            "supervisor_comments",
                                            "lines_of_inquiry",
                                            "suspect_antecedents",
                                            "witness_antecedents",
                                            "bad_character",
                                            "special_measures",
                                            "victim_needs",
                                            "dv_checklist",
                                            "oic_details",
                                        ],
                                    )
                                ),
                                name="file_line_material_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["in_file", "missing", "not_needed"])),
                                name="file_line_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategyAgreement",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "strategy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="actionplans.casestrategy",
                            ),
                        ),
                        (
                            "prosecutor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("agreed_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["agreed_at", "id"],
                                name="agreement_to_confirm",
                            ),
                        ],
                        "ordering": ["agreed_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="strategy_agreement_document_named_by_police",
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
                                name="strategy_agreement_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="strategy_agreement_superseded_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("strategy",),
                                name="strategy_agreed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agreed_at__lte", models.F("recorded_at"))),
                                name="strategy_agreement_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategyLine",
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
                            "strategy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="actionplans.casestrategy",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pursued", "Line that is pursued"),
                                    ("not_pursued", "Line that is not pursued"),
                                    ("suspect", "Enquiry about the suspect"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("why_sealed", models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["strategy", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("strategy", "number"), name="strategy_line_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["pursued", "not_pursued", "suspect"])),
                                name="strategy_line_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "not_pursued"), _negated=True),
                                    ("why_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="strategy_line_not_pursued_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategyReview",
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
                            "strategy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="actionplans.casestrategy",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("stands", "The strategy stands"),
                                    ("change", "It must change: a new version is to be written"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        ("next_review_on", models.DateField()),
                        ("reviewed_at", models.DateTimeField()),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["stands", "change"])),
                                name="strategy_review_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_review_on__gte", cases.models.base.LondonDate("reviewed_at"))
                                ),
                                name="strategy_review_next_not_before",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
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
                                related_name="submissions",
                                to="cases.case",
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
                                    ("answered", "Answered, no triage recorded"),
                                ],
                                default="sent",
                                max_length=10,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField()),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cps_unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.cpsunit",
                            ),
                        ),
                        ("urn", models.CharField(blank=True, max_length=20)),
                        (
                            "file_check",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="actionplans.filecheck",
                            ),
                        ),
                        (
                            "unchecked_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("custody", "The custody clock does not allow it"),
                                    ("out_of_hours", "No gatekeeper is on duty"),
                                    ("cps_asked", "CPS asked for it at once"),
                                    ("inspector", "An inspector decided to send it without"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        ("due_on", models.DateField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "waiting_since",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        models.Q(
                                            ("answered_at__isnull", True),
                                            models.Q(("status", "rejected"), _negated=True),
                                        ),
                                        then=models.F("submitted_at"),
                                    ),
                                    default=None,
                                ),
                                output_field=models.DateTimeField(null=True),
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["case", "round"],
                        "indexes": [
                            models.Index(fields=["waiting_since", "id"], name="submission_waiting_since"),
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
                                    (
                                        "kind__in",
                                        ["early_advice", "within_5_days", "within_28_days", "priority"],
                                    )
                                ),
                                name="submission_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["sent", "accepted", "rejected", "answered"])
                                ),
                                name="submission_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("submitted_at__lte", models.F("recorded_at"))),
                                name="submission_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("round__gte", 1)), name="submission_round_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("urn", ""),
                                    ("urn__regex", "^[0-9]{2}[A-Z0-9]{2}[0-9]{7}$"),
                                    _connector="OR",
                                ),
                                name="submission_urn_form",
                            ),
                            models.UniqueConstraint(
                                fields=("file_check",), name="submission_file_check_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unchecked_because", ""),
                                    models.Q(
                                        ("file_check__isnull", True),
                                        (
                                            "unchecked_because__in",
                                            ["custody", "out_of_hours", "cps_asked", "inspector"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="submission_checked_or_why_not",
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="action_plans",
                                to="cases.case",
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
                        (
                            "rework_of",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="actionplans.actionplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("issued_at", models.DateTimeField()),
                        ("issued_on", models.DateField()),
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
                            "worked_by",
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
                            models.Index(
                                condition=models.Q(("lapses_at__isnull", False)),
                                fields=["lapses_at", "id"],
                                name="plan_lapses",
                            ),
                            models.Index(
                                condition=models.Q(("urgency__isnull", False), ("worked_by__isnull", False)),
                                fields=["worked_by", "urgency", "id"],
                                name="plan_worked_by",
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
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["issued_at", "id"],
                                name="plan_to_confirm",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
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
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_superseded_together",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "number"), name="plan_number_once_a_case"
                            ),
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
                                        ("status__in", ("completed", "withdrawn", "admin_finalised")),
                                        _negated=True,
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rework_of__isnull", True),
                                    models.Q(("rework_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_reworks_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdviceQuestion",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "side",
                            models.CharField(choices=[("police", "Police"), ("cps", "CPS")], max_length=10),
                        ),
                        ("text_sealed", models.BinaryField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "said_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                                related_name="questions",
                                to="actionplans.submission",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["said_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["said_at", "id"],
                                name="question_to_confirm",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("answered_at__isnull", True), ("superseded_at__isnull", True)
                                ),
                                fields=["side", "due_on", "id"],
                                name="question_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("side", "cps"),
                                        models.Q(
                                            models.Q(
                                                ("document_date__isnull", True),
                                                ("document_name", ""),
                                                ("source", "cps"),
                                            ),
                                            models.Q(
                                                ("document_date__isnull", False),
                                                ("source", "police_from_document"),
                                                (
                                                    "document_name__in",
                                                    [
                                                        "mg3",
                                                        "mg3a",
                                                        "action_plan",
                                                        "triage_note",
                                                        "letter",
                                                        "email",
                                                        "clinic_note",
                                                    ],
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("side", "police"),
                                        ("source", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="question_document_named_by_police",
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
                                name="question_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="question_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("said_at__lte", models.F("recorded_at"))),
                                name="question_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at__isnull", True),
                                    ("answered_at__gte", models.F("said_at")),
                                    _connector="OR",
                                ),
                                name="question_answered_after_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClimbAnswer",
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
                            "escalation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="actionplans.climbescalation",
                            ),
                        ),
                        ("acknowledged_at", models.DateTimeField()),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("next_act_sealed", models.BinaryField()),
                        (
                            "promise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promised_in",
                                to="actionplans.climb",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["acknowledged_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicBooking",
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
                                related_name="clinic_bookings",
                                to="cases.case",
                            ),
                        ),
                        (
                            "clinic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="actionplans.clinic",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="actionplans.clinicslot",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("early_advice", "Early advice"),
                                    ("investigative_advice", "Investigative advice"),
                                    ("charge_question", "A question about charge"),
                                    ("disclosure", "Disclosure"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("asks_sealed", models.BinaryField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "On the waiting list"),
                                    ("booked", "Booked"),
                                    ("heard", "Heard"),
                                    ("not_reached", "Not reached"),
                                    ("did_not_attend", "Did not attend"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("booked_at", models.DateTimeField()),
                        (
                            "booked_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "moved_from",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved_to",
                                to="actionplans.clinicbooking",
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancelled_by",
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
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("booking", "The booking was cancelled"),
                                    ("moved", "Moved to another slot"),
                                    ("clinic", "The clinic was cancelled"),
                                    ("case_closed", "The case was closed"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("advice", "Advice was given"),
                                    ("no_advice", "No advice was needed"),
                                    ("more_work", "More work is needed before advice can be given"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "absent",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("officer", "The officer did not attend"),
                                    ("lawyer", "The lawyer did not attend"),
                                    ("both", "Neither attended"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("kept_until", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["booked_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("heard_at__isnull", False)),
                                fields=["case", "heard_at"],
                                name="booking_heard",
                            ),
                            models.Index(
                                condition=models.Q(("kept_until__isnull", False)),
                                fields=["kept_until"],
                                name="booking_kept",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "early_advice",
                                            "investigative_advice",
                                            "charge_question",
                                            "disclosure",
                                            "other",
                                        ],
                                    )
                                ),
                                name="booking_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status__in", ("booked", "heard", "not_reached", "did_not_attend"))
                                ),
                                fields=("slot",),
                                name="booking_one_a_slot",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "cancelled"), _negated=True),
                                fields=("clinic", "case"),
                                name="booking_case_once_a_clinic",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "cancelled"),
                                    models.Q(("slot__isnull", True), ("status", "waiting")),
                                    models.Q(
                                        ("slot__isnull", False),
                                        ("status__in", ("booked", "heard", "not_reached", "did_not_attend")),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_in_a_slot_or_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", False),
                                        (
                                            "cancelled_because__in",
                                            ["booking", "moved", "clinic", "case_closed"],
                                        ),
                                        ("cancelled_by__isnull", False),
                                        ("status", "cancelled"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "cancelled"), _negated=True),
                                        ("cancelled_at__isnull", True),
                                        ("cancelled_because", ""),
                                        ("cancelled_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_cancelled_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recorded_at__isnull", False),
                                        ("recorded_by__isnull", False),
                                        ("status__in", ["heard", "not_reached", "did_not_attend"]),
                                    ),
                                    models.Q(
                                        ("recorded_at__isnull", True),
                                        ("recorded_by__isnull", True),
                                        ("status__in", ["waiting", "booked", "cancelled"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_recorded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("heard_at__isnull", False),
                                        ("outcome__in", ["advice", "no_advice", "more_work"]),
                                        ("status", "heard"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "heard"), _negated=True),
                                        ("heard_at__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_heard_has_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("absent__in", ["officer", "lawyer", "both"]),
                                        ("status", "did_not_attend"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "did_not_attend"), _negated=True), ("absent", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_absent_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("heard_at__isnull", True),
                                    models.Q(
                                        ("heard_at__lte", models.F("recorded_at")),
                                        ("recorded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_heard_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kept_until__isnull", True),
                                    models.Q(
                                        ("kept_until__gt", models.F("recorded_at")),
                                        ("recorded_at__isnull", False),
                                        ("status__in", ["not_reached", "did_not_attend"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_kept_not_heard",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointMeeting",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="actionplans.submission",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("not_held", "There was no meeting"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "investigator",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("prosecutor_name", models.CharField(blank=True, max_length=120)),
                        ("note_sealed", models.BinaryField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["in_person", "video", "phone", "not_held"])),
                                name="meeting_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("held_at__isnull", True),
                                        ("how", "not_held"),
                                        ("investigator__isnull", True),
                                        ("prosecutor_name", ""),
                                    ),
                                    models.Q(
                                        models.Q(("how", "not_held"), _negated=True),
                                        ("held_at__isnull", False),
                                        ("investigator__isnull", False),
                                        models.Q(("prosecutor_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_names_both_sides",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_at__isnull", True),
                                    ("held_at__lte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="meeting_not_in_future",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="actionplans.submission",
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
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
                        ("accepted", models.BooleanField()),
                        ("triaged_at", models.DateTimeField()),
                        ("respond_by", models.DateField(blank=True, null=True)),
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
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["triaged_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
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
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("respond_by__isnull", True),
                                    ("respond_by__gt", cases.models.base.LondonDate("triaged_at")),
                                    _connector="OR",
                                ),
                                name="triage_respond_by_after_it",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["triaged_at", "id"],
                                name="triage_to_confirm",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionPlanItem",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="actionplans.actionplan",
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
                        ("why_sealed", models.BinaryField(blank=True, null=True)),
                        ("target_on", models.DateField(blank=True, null=True)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreed_by",
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
                            "strategy_line",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="actionplans.strategyline",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "With police"),
                                    ("returned", "Returned, to be checked"),
                                    ("sent_back", "Sent back by CPS"),
                                    ("accepted", "Accepted"),
                                    ("withdrawn", "No longer asked for"),
                                    ("unanswered", "Not answered before CPS closed its record"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
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
                        ("checked_at", models.DateTimeField(blank=True, null=True)),
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
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["plan", "number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ("open", "sent_back"))),
                                fields=["owner", "plan"],
                                name="item_owner_open",
                            ),
                            models.Index(
                                condition=models.Q(("strategy_line__isnull", False)),
                                fields=["strategy_line"],
                                name="item_line",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "number"), name="item_number_once_a_plan"
                            ),
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
                                    (
                                        "status__in",
                                        [
                                            "open",
                                            "returned",
                                            "sent_back",
                                            "accepted",
                                            "withdrawn",
                                            "unanswered",
                                        ],
                                    )
                                ),
                                name="item_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="item_agreed_together",
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
                                    models.Q(
                                        ("status__in", ["returned", "sent_back", "accepted"]), _negated=True
                                    ),
                                    ("returned_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="item_returned_says_when",
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
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice",
                                to="actionplans.submission",
                            ),
                        ),
                        (
                            "booking",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice",
                                to="actionplans.clinicbooking",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("early", "Early advice"),
                                    ("charging", "Charging advice"),
                                    ("nfa", "Advice towards no further action"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text_sealed", models.BinaryField()),
                        ("countersign_wanted", models.BooleanField(default=False)),
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
                        ("given_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "not_given_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice",
                                to="actionplans.cliniccorrection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "advice",
                        "ordering": ["submission", "booking", "version"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
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
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="advice_superseded_together",
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "version"), name="advice_version_once"
                            ),
                            models.UniqueConstraint(
                                fields=("booking", "version"), name="clinic_advice_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("booking__isnull", True), ("submission__isnull", False)),
                                    models.Q(("booking__isnull", False), ("submission__isnull", True)),
                                    _connector="OR",
                                ),
                                name="advice_on_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["early", "charging", "nfa"])),
                                name="advice_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("given_at__lte", models.F("recorded_at"))),
                                name="advice_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("not_given_in__isnull", True),
                                    models.Q(("booking__isnull", False), ("superseded_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="advice_not_given_stands_no_more",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("countersign_wanted", True), ("superseded_at__isnull", True)
                                ),
                                fields=["given_at", "id"],
                                name="advice_two_lawyers",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["given_at", "id"],
                                name="advice_to_confirm",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdviceAnswer",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "side",
                            models.CharField(choices=[("police", "Police"), ("cps", "CPS")], max_length=10),
                        ),
                        ("text_sealed", models.BinaryField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "said_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="actionplans.advicequestion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["said_at", "id"],
                                name="answer_to_confirm",
                            ),
                        ],
                        "ordering": ["said_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("side", "cps"),
                                        models.Q(
                                            models.Q(
                                                ("document_date__isnull", True),
                                                ("document_name", ""),
                                                ("source", "cps"),
                                            ),
                                            models.Q(
                                                ("document_date__isnull", False),
                                                ("source", "police_from_document"),
                                                (
                                                    "document_name__in",
                                                    [
                                                        "mg3",
                                                        "mg3a",
                                                        "action_plan",
                                                        "triage_note",
                                                        "letter",
                                                        "email",
                                                        "clinic_note",
                                                    ],
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("side", "police"),
                                        ("source", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="answer_document_named_by_police",
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
                                name="answer_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="answer_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("said_at__lte", models.F("recorded_at"))),
                                name="answer_not_in_future",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("question",),
                                name="answer_stands_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicAttendance",
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
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attended",
                                to="actionplans.clinicbooking",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrected_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attended",
                                to="actionplans.cliniccorrection",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("corrected_in__isnull", True)),
                                fields=("booking", "person"),
                                name="clinic_attended_once",
                            ),
                            models.UniqueConstraint(
                                fields=("corrected_in", "person"), name="clinic_attended_once_before"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicFollowUp",
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
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="actionplans.clinicbooking",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("what_sealed", models.BinaryField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField()),
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
                        ("done_sealed", models.BinaryField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
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
                    ],
                    options={
                        "ordering": ["booking", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("booking", "number"), name="follow_up_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", cases.models.base.LondonDate("set_at"))),
                                name="follow_up_due_not_before",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("done_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        ("done_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_done_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True),
                                    ("done_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="follow_up_done_after_set",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_withdrawn_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                                ),
                                name="follow_up_ends_one_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True),
                                    ("withdrawn_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="follow_up_withdrawn_after_set",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PastedDocument",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pasted_documents",
                                to="actionplans.submission",
                            ),
                        ),
                        (
                            "document_name",
                            models.CharField(
                                choices=[
                                    ("mg3", "MG3 report"),
                                    ("mg3a", "MG3A further report"),
                                    ("action_plan", "CPS action plan"),
                                    ("triage_note", "CPS triage note"),
                                    ("letter", "CPS letter"),
                                    ("email", "CPS e-mail"),
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField()),
                        ("text_sealed", models.BinaryField(blank=True, null=True)),
                        ("pasted_at", models.DateTimeField()),
                        (
                            "pasted_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("typed_sealed", models.BinaryField(blank=True, null=True)),
                        ("typed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "plan",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="read_from",
                                to="actionplans.actionplan",
                            ),
                        ),
                        ("lapsed", models.BooleanField(default=False)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
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
                        "ordering": ["pasted_at", "id"],
                        "indexes": [
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("typed_at", "pasted_at"),
                                condition=models.Q(("ended_at__isnull", True)),
                                name="pasted_document_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "document_name__in",
                                        [
                                            "mg3",
                                            "mg3a",
                                            "action_plan",
                                            "triage_note",
                                            "letter",
                                            "email",
                                            "clinic_note",
                                        ],
                                    )
                                ),
                                name="pasted_document_name_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("document_date__lte", cases.models.base.LondonDate("pasted_at"))
                                ),
                                name="pasted_document_not_dated_ahead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("plan__isnull", True),
                                        ("text_sealed__isnull", False),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("text_sealed__isnull", True),
                                        ("typed_sealed__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="pasted_document_words_until_it_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", True),
                                        ("lapsed", True),
                                        ("plan__isnull", True),
                                    ),
                                    models.Q(("ended_at__isnull", True), ("lapsed", False)),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("lapsed", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pasted_document_ended_by_somebody_or_lapsed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("typed_at__isnull", True), ("typed_sealed__isnull", True)),
                                    models.Q(("typed_at__isnull", False), ("typed_sealed__isnull", False)),
                                    _connector="OR",
                                ),
                                name="pasted_document_typed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("pasted_at")),
                                    _connector="OR",
                                ),
                                name="pasted_document_ended_after_pasted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanCompletion",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="actionplans.actionplan",
                            ),
                        ),
                        ("completed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["completed_at", "id"],
                                name="completion_to_confirm",
                            ),
                        ],
                        "ordering": ["completed_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="completion_document_named_by_police",
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
                                name="completion_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="completion_superseded_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("plan",),
                                name="completion_stands_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanPresence",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="present",
                                to="actionplans.actionplan",
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
                            "doing",
                            models.CharField(
                                choices=[
                                    ("record_plan_review", "opened the review of this plan"),
                                    ("set_plan_date", "opened the form that moves a date of this plan"),
                                    ("complete_plan", "opened the form that completes this plan"),
                                    ("return_items", "opened the form that returns items of this plan"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["opened_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "person"), name="presence_once_a_person"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "doing__in",
                                        [
                                            "record_plan_review",
                                            "set_plan_date",
                                            "complete_plan",
                                            "return_items",
                                        ],
                                    )
                                ),
                                name="presence_form_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("opened_at"))),
                                name="presence_ends_after_opening",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="actionplans.actionplan",
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
                                condition=models.Q(
                                    ("outcome__in", ["on_track", "new_date", "escalate", "complete"])
                                ),
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
                    name="PlanBesideCharge",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="beside_charges",
                                to="actionplans.actionplan",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.milestone",
                            ),
                        ),
                        (
                            "becomes",
                            models.CharField(
                                choices=[
                                    ("stays", "It stays open"),
                                    ("withdrawn", "CPS does not ask for it any more"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("said_at", models.DateTimeField()),
                        (
                            "said_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "charge"), name="plan_beside_charge_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("becomes__in", ["stays", "withdrawn"])),
                                name="plan_beside_charge_becomes_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("becomes", "stays"), _negated=True),
                                    ("reason_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="plan_beside_charge_stays_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReassignedPlan",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_over",
                                to="actionplans.actionplan",
                            ),
                        ),
                        (
                            "reassignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="actionplans.reassignment",
                            ),
                        ),
                        (
                            "taken_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "not_moved",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("changed", "Somebody changed it after you saw it. Look at it again."),
                                    ("closed", "It is closed."),
                                    ("same", "It is theirs already."),
                                    ("cannot_see", "They may not see this case."),
                                    ("nothing_owed", "The police owe no item of it."),
                                    ("other_team", "They are not in the team that investigates the case."),
                                    ("other_unit", "They are not of the CPS unit that has the case."),
                                    ("refused", "The case cannot be given to them, or not by you."),
                                ],
                                max_length=15,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["reassignment", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reassignment", "plan"), name="reassigned_plan_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "not_moved__in",
                                        [
                                            "",
                                            "changed",
                                            "closed",
                                            "same",
                                            "cannot_see",
                                            "nothing_owed",
                                            "other_team",
                                            "other_unit",
                                            "refused",
                                        ],
                                    )
                                ),
                                name="reassigned_plan_reason_known",
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
                            "triage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reasons",
                                to="actionplans.triage",
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
                                    (
                                        "witness_antecedents",
                                        "Victim's or witness's previous convictions missing",
                                    ),
                                    ("hard_media", "Hard media missing"),
                                    ("third_party", "Third-party material missing"),
                                    ("oic_details", "Officer's contact details missing or not usable"),
                                    ("custody_status", "Priority case: check custody status"),
                                    ("insufficient", "Priority case: insufficient information"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
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
                                            "custody_status",
                                            "insufficient",
                                        ],
                                    )
                                ),
                                name="triage_reason_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdviceReading",
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
                            "advice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="actionplans.advice",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("read", "Read"),
                                    ("acted_on", "Read and acted on"),
                                    ("not_followed", "Read and not followed"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("read_at", models.DateTimeField()),
                        (
                            "read_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["read_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["read", "acted_on", "not_followed"])),
                                name="reading_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("read_at__lte", models.F("recorded_at"))),
                                name="reading_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Countersignature",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "advice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="countersignatures",
                                to="actionplans.advice",
                            ),
                        ),
                        (
                            "author",
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
                            "lawyer",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("holds", models.BooleanField(default=True)),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        ("signed_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["signed_at", "id"],
                                name="countersign_to_confirm",
                            ),
                        ],
                        "ordering": ["signed_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="countersign_document_named_by_police",
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
                                name="countersign_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="countersign_superseded_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("advice",),
                                name="countersign_stands_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("author__isnull", True),
                                    ("lawyer__isnull", True),
                                    models.Q(("lawyer", models.F("author")), _negated=True),
                                    _connector="OR",
                                ),
                                name="countersign_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("holds", True), ("words_sealed__isnull", True)),
                                    models.Q(("holds", False), ("words_sealed__isnull", False)),
                                    _connector="OR",
                                ),
                                name="countersign_refused_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signed_at__lte", models.F("recorded_at"))),
                                name="countersign_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemDate",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dates",
                                to="actionplans.actionplanitem",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("plan_issued_on", models.DateField()),
                        ("with_the_item", models.BooleanField()),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
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
                                fields=("item",),
                                name="item_date_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("plan_issued_on"))),
                                name="item_date_not_before_issue",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("with_the_item", True), ("reason_sealed__isnull", False), _connector="OR"
                                ),
                                name="item_date_moved_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("set_at")),
                                    _connector="OR",
                                ),
                                name="item_date_superseded_after_set",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemDispute",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="actionplans.actionplanitem",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("not_proportionate", "Not proportionate"),
                                    ("not_reasonable_line", "Not a reasonable line of inquiry"),
                                    ("victim_privacy", "Intrudes on the victim more than the case needs"),
                                    ("already_supplied", "Already supplied"),
                                    ("not_obtainable", "Cannot be obtained"),
                                    ("not_for_police", "Not for the police to obtain"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("email", "E-mail"), ("meeting", "Meeting"), ("phone", "Phone")],
                                max_length=10,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "Accepted: CPS no longer asks for it"),
                                    ("accepted_in_part", "Accepted in part: CPS asks for less"),
                                    ("not_accepted", "Not accepted: CPS still asks for it"),
                                    (
                                        "item_withdrawn",
                                        "Item withdrawn: CPS asks for it no more, disputed or not",
                                    ),
                                    (
                                        "fell_away",
                                        "Fell away: the item was accepted, returned or its plan ended",
                                    ),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["raised_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=["raised_at"],
                                name="dispute_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("settled_at__isnull", True)),
                                fields=("item",),
                                name="dispute_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "not_proportionate",
                                            "not_reasonable_line",
                                            "victim_privacy",
                                            "already_supplied",
                                            "not_obtainable",
                                            "not_for_police",
                                            "other",
                                        ],
                                    )
                                ),
                                name="dispute_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["email", "meeting", "phone"])),
                                name="dispute_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled_at__isnull", True),
                                    ("settled_at__gte", models.F("raised_at")),
                                    _connector="OR",
                                ),
                                name="dispute_settled_after_raised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("settled_at__isnull", True)),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "accepted",
                                                "accepted_in_part",
                                                "not_accepted",
                                                "item_withdrawn",
                                                "fell_away",
                                            ],
                                        ),
                                        ("settled_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="dispute_settled_with_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemGiven",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given",
                                to="actionplans.actionplanitem",
                            ),
                        ),
                        (
                            "taken_from",
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
                            "given_to",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["given_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_from", models.F("given_to")), _negated=True),
                                    models.Q(
                                        ("taken_from__isnull", False),
                                        ("given_to__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                name="item_given_to_another",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemReturn",
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
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="actionplans.actionplanitem",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("returned_at", models.DateTimeField()),
                        (
                            "returned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["returned_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "round"), name="item_return_round_once"),
                            models.CheckConstraint(
                                condition=models.Q(("round__gte", 1)), name="item_return_round_from_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemWait",
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
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waits",
                                to="actionplans.actionplanitem",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("digital_unit", "Digital unit"),
                                    ("laboratory", "Laboratory"),
                                    ("council", "Council"),
                                    ("health", "Health"),
                                    ("education", "Education"),
                                    ("bank_or_platform", "Bank or platform"),
                                    ("other_force", "Other force"),
                                    ("other", "Other body"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        ("requested_on", models.DateField()),
                        ("first_promised_on", models.DateField(blank=True, null=True)),
                        ("promised_on", models.DateField(blank=True, null=True)),
                        ("chase_on", models.DateField()),
                        ("started_at", models.DateTimeField()),
                        (
                            "started_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
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
                            "ended_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "Received"),
                                    ("refused", "Refused: they will not give it"),
                                    ("nothing_held", "Nothing held: they have nothing to give"),
                                    ("not_needed", "Not needed any more"),
                                    (
                                        "fell_away",
                                        "Fell away: the item was returned, is asked for no more, or its plan ended",
                                    ),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "queue_owner",
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
                        "ordering": ["started_at", "id"],
                        "indexes": [
                            models.Index(fields=["item"], name="wait_item"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["chase_on", "id"],
                                name="wait_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("item", "body"),
                                name="wait_one_open_a_body",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "body__in",
                                        [
                                            "digital_unit",
                                            "laboratory",
                                            "council",
                                            "health",
                                            "education",
                                            "bank_or_platform",
                                            "other_force",
                                            "other",
                                        ],
                                    )
                                ),
                                name="wait_body_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "requested_on__lte",
                                        cases.models.base.LondonDate(models.F("started_at")),
                                    )
                                ),
                                name="wait_requested_by_then",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("promised_on__isnull", True),
                                        ("promised_on__gte", models.F("requested_on")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("first_promised_on__isnull", True),
                                        ("first_promised_on__gte", models.F("requested_on")),
                                        _connector="OR",
                                    ),
                                ),
                                name="wait_promised_after_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("chase_on__gte", models.F("requested_on"))),
                                name="wait_chased_after_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                        ("ended_how", ""),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        (
                                            "ended_how__in",
                                            [
                                                "received",
                                                "refused",
                                                "nothing_held",
                                                "not_needed",
                                                "fell_away",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="wait_ended_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="wait_ended_after_start",
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
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dates",
                                to="actionplans.actionplan",
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
                                    ("opened_again", "Set when CPS opened the plan again"),
                                    (
                                        "taken_back",
                                        "Set when the end of the plan, a mistake, was taken back",
                                    ),
                                    ("owed_again", "Set by its rule as the plan was owed again"),
                                    ("acknowledged", "Promised when an escalation was acknowledged"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("plan_issued_on", models.DateField()),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("set_at", models.DateTimeField()),
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
                        ("from_step", models.PositiveSmallIntegerField(default=0)),
                        (
                            "step_due_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(null=True), size=None
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                                condition=models.Q(("from_step__in", (0, 1, 2, 3, 4))),
                                name="plan_date_from_a_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step_due_at__len", 5)), name="plan_date_has_every_step"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisputeAnswer",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "dispute",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="actionplans.itemdispute",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted: CPS no longer asks for it"),
                                    ("accepted_in_part", "Accepted in part: CPS asks for less"),
                                    ("not_accepted", "Not accepted: CPS still asks for it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("answered_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["answered_at", "id"],
                                name="dispute_answer_to_confirm",
                            ),
                        ],
                        "ordering": ["answered_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="dispute_answer_document_named_by_police",
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
                                name="dispute_answer_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="dispute_answer_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["accepted", "accepted_in_part", "not_accepted"])
                                ),
                                name="dispute_answer_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("dispute",),
                                name="dispute_answer_stands_once",
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
                        ("step", models.PositiveSmallIntegerField()),
                        ("due_at", models.DateTimeField()),
                        ("raised_at", models.DateTimeField()),
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
                            models.UniqueConstraint(
                                fields=("plan_date", "step"), name="escalation_once_a_step"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__in", (0, 1, 2, 3, 4))),
                                name="escalation_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__lte", models.F("raised_at"))),
                                name="escalation_raised_when_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemChase",
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
                            "wait",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chases",
                                to="actionplans.itemwait",
                            ),
                        ),
                        ("chased_at", models.DateTimeField()),
                        (
                            "chased_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("promised_on", models.DateField(blank=True, null=True)),
                        ("chase_on", models.DateField()),
                    ],
                    options={
                        "ordering": ["chased_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("chase_on__gte", cases.models.base.LondonDate(models.F("chased_at")))
                                ),
                                name="chase_again_ahead",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemCheck",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "returned",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="actionplans.itemreturn",
                            ),
                        ),
                        (
                            "completion",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="actionplans.plancompletion",
                            ),
                        ),
                        ("accepted", models.BooleanField()),
                        (
                            "quality",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("good", "Good: as asked, complete and usable"),
                                    ("usable", "Usable: enough, with gaps"),
                                    ("incomplete", "Incomplete"),
                                    ("not_usable", "Not usable: unsigned, not playable or the wrong format"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("checked_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["checked_at", "id"],
                                name="item_check_to_confirm",
                            ),
                        ],
                        "ordering": ["checked_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_check_document_named_by_police",
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
                                name="item_check_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="item_check_superseded_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("returned",),
                                name="item_check_stands_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quality", ""),
                                    models.Q(("accepted", True), ("quality__in", ["good", "usable"])),
                                    models.Q(
                                        ("accepted", False), ("quality__in", ["incomplete", "not_usable"])
                                    ),
                                    _connector="OR",
                                ),
                                name="item_check_mark_agrees",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("completion__isnull", True), ("accepted", True), _connector="OR"
                                ),
                                name="item_check_completion_accepts",
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
                        ("acknowledged_at", models.DateTimeField()),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("next_act_sealed", models.BinaryField()),
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
                            models.UniqueConstraint(
                                fields=("escalation",), name="acknowledgement_once_an_escalation"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnteredCharge",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "charge",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.milestone",
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
                    ],
                    options={
                        "ordering": ["recorded_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["recorded_at", "id"],
                                name="entered_charge_to_confirm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="entered_charge_document_named_by_police",
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
                                name="entered_charge_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="entered_charge_superseded_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClinicCorrection",
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
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "On the waiting list"),
                                    ("booked", "Booked"),
                                    ("heard", "Heard"),
                                    ("not_reached", "Not reached"),
                                    ("did_not_attend", "Did not attend"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=15,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("advice", "Advice was given"),
                                    ("no_advice", "No advice was needed"),
                                    ("more_work", "More work is needed before advice can be given"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "absent",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("officer", "The officer did not attend"),
                                    ("lawyer", "The lawyer did not attend"),
                                    ("both", "Neither attended"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("reason_sealed", models.BinaryField()),
                        ("corrected_at", models.DateTimeField()),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="actionplans.clinicbooking",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "corrected_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["booking", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("booking", "number"), name="clinic_correction_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("heard", "not_reached", "did_not_attend"))
                                ),
                                name="clinic_correction_of_what_came",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome__in", ["advice", "no_advice", "more_work"]),
                                        ("status", "heard"),
                                    ),
                                    models.Q(models.Q(("status", "heard"), _negated=True), ("outcome", "")),
                                    _connector="OR",
                                ),
                                name="clinic_correction_heard_has_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("absent__in", ["officer", "lawyer", "both"]),
                                        ("status", "did_not_attend"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "did_not_attend"), _negated=True), ("absent", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="clinic_correction_absent_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("corrected_at__gte", models.F("recorded_at"))),
                                name="clinic_correction_after_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpChange",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("moved", "Moved, or given to somebody else"),
                                    ("withdrawn", "Withdrawn"),
                                    ("reopened", "Reopened"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("done_sealed", models.BinaryField(blank=True, null=True)),
                        ("reason_sealed", models.BinaryField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        (
                            "follow_up",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="actionplans.clinicfollowup",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["changed_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["moved", "withdrawn", "reopened"])),
                                name="follow_up_change_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("done_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        ("done_sealed__isnull", False),
                                        ("kind", "reopened"),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_change_done_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True),
                                    ("changed_at__gte", models.F("done_at")),
                                    _connector="OR",
                                ),
                                name="follow_up_change_after_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemWithdrawal",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("back_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("issued_in_error", "Issued in error"),
                                    ("already_held", "Already held, or received another way"),
                                    ("not_needed", "No longer needed"),
                                    ("another_plan", "Asked for in another plan"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "stood",
                            models.CharField(
                                choices=[
                                    ("open", "With police"),
                                    ("sent_back", "Sent back by CPS"),
                                    ("returned", "Returned, to be checked"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField()),
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawals",
                                to="actionplans.actionplanitem",
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
                        "ordering": ["withdrawn_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["withdrawn_at", "id"],
                                name="item_withdrawn_to_confirm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_withdrawal_document_named_by_police",
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
                                name="item_withdrawal_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="item_withdrawal_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("withdrawn_at__lte", models.F("recorded_at"))),
                                name="item_withdrawal_not_in_future",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("item",),
                                name="item_withdrawal_stands_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "issued_in_error",
                                            "already_held",
                                            "not_needed",
                                            "another_plan",
                                            "other",
                                        ],
                                    )
                                ),
                                name="item_withdrawal_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", "other"), _negated=True),
                                    ("words_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="item_withdrawal_other_in_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stood__in", ["open", "sent_back", "returned"])),
                                name="item_withdrawal_stood",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_sealed__isnull", True),
                                    ("superseded_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="item_withdrawal_back_is_superseded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEnding",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("back_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "ended_as",
                            models.CharField(
                                choices=[
                                    ("withdrawn", "Withdrawn"),
                                    ("admin_finalised", "Administratively finalised"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("issued_in_error", "Issued in error"),
                                    ("later_plan", "Superseded by a later plan"),
                                    ("not_needed", "No longer needed"),
                                    ("other", "Another reason"),
                                    ("not_answered", "The police did not answer it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "stood",
                            models.CharField(
                                choices=[
                                    ("issued", "Issued"),
                                    ("accepted", "Accepted by police"),
                                    ("in_progress", "In progress"),
                                    ("part_returned", "Part returned"),
                                    ("returned", "Returned to CPS"),
                                    ("rejected", "Return rejected by CPS"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("owed", models.PositiveSmallIntegerField()),
                        ("ended_at", models.DateTimeField()),
                        ("reopened_at", models.DateTimeField(blank=True, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="endings",
                                to="actionplans.actionplan",
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
                        "ordering": ["ended_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["ended_at", "id"],
                                name="plan_ending_to_confirm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_ending_document_named_by_police",
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
                                name="plan_ending_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_ending_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended_at__lte", models.F("recorded_at"))),
                                name="plan_ending_not_in_future",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("reopened_at__isnull", True), ("superseded_at__isnull", True)
                                ),
                                fields=("plan",),
                                name="plan_ending_stands_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_as", "admin_finalised"), ("reason", "not_answered")),
                                    models.Q(
                                        ("ended_as", "withdrawn"),
                                        (
                                            "reason__in",
                                            [
                                                "issued_in_error",
                                                "later_plan",
                                                "not_needed",
                                                "other",
                                                "not_answered",
                                            ],
                                        ),
                                        models.Q(("reason", "not_answered"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_ending_fits_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", "other"), _negated=True),
                                    ("words_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="plan_ending_other_in_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stood__in",
                                        [
                                            "issued",
                                            "accepted",
                                            "in_progress",
                                            "part_returned",
                                            "returned",
                                            "rejected",
                                        ],
                                    )
                                ),
                                name="plan_ending_stood",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_as", "withdrawn"), ("owed__gte", 1), _connector="OR"
                                ),
                                name="plan_ending_unanswered_owed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reopened_at__isnull", True),
                                    models.Q(
                                        ("ended_as", "admin_finalised"),
                                        ("reopened_at__gte", models.F("ended_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_ending_opened_again_if_finalised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_sealed__isnull", True),
                                    ("superseded_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="plan_ending_back_is_superseded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReopening",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("reason_sealed", models.BinaryField()),
                        ("reopened_at", models.DateTimeField()),
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
                            "ending",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopenings",
                                to="actionplans.planending",
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
                    ],
                    options={
                        "ordering": ["reopened_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["reopened_at", "id"],
                                name="plan_reopening_to_confirm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_reopening_document_named_by_police",
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
                                name="plan_reopening_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_reopening_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reopened_at__lte", models.F("recorded_at"))),
                                name="plan_reopening_not_in_future",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("ending",),
                                name="plan_reopening_stands_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EarlyAdviceEnding",
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
                                    ("clinic_note", "Note of an advice clinic"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("document_date", models.DateField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("back_sealed", models.BinaryField(blank=True, null=True)),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField()),
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="endings",
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
                        "ordering": ["ended_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["ended_at", "id"],
                                name="early_advice_end_to_confirm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", "cps"),
                                    ),
                                    models.Q(
                                        ("document_date__isnull", False),
                                        ("source", "police_from_document"),
                                        (
                                            "document_name__in",
                                            [
                                                "mg3",
                                                "mg3a",
                                                "action_plan",
                                                "triage_note",
                                                "letter",
                                                "email",
                                                "clinic_note",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="early_advice_ending_document_named_by_police",
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
                                name="early_advice_ending_confirmed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("superseded_at__isnull", True), ("superseded_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("superseded_at__isnull", False), ("superseded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="early_advice_ending_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended_at__lte", models.F("recorded_at"))),
                                name="early_advice_ending_not_in_future",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("submission",),
                                name="early_advice_ending_stands_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_sealed__isnull", True),
                                    ("superseded_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="early_advice_ending_back_is_superseded",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

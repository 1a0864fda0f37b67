import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import cases.models.base
import rasso_tracker.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceSeries",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
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
                            ("with_cps", "With CPS for decision"),
                            ("action_plan", "Action plan outstanding"),
                            ("resubmitted", "Back with CPS"),
                            ("charged", "Charged"),
                            ("at_trial", "At trial"),
                            ("finalised", "Finalised at court"),
                            ("police_nfa", "Police: no further action"),
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
                ("urn", models.CharField(blank=True, max_length=20)),
                ("next_due_on", models.DateField(blank=True, null=True)),
                ("next_due_what", models.CharField(blank=True, max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.district"
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
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
            ],
            options={
                "ordering": ["reference"],
                "indexes": [
                    models.Index(fields=["team", "reported_on", "id"], name="case_team_reported"),
                    models.Index(fields=["team", "next_due_on", "id"], name="case_team_due"),
                    models.Index(fields=["district", "reported_on", "id"], name="case_district_reported"),
                    models.Index(fields=["district", "next_due_on", "id"], name="case_district_due"),
                    models.Index(fields=["cps_unit", "reported_on", "id"], name="case_unit_reported"),
                    models.Index(fields=["cps_unit", "next_due_on", "id"], name="case_unit_due"),
                    models.Index(fields=["officer_in_charge", "reported_on", "id"], name="case_oic_reported"),
                    models.Index(fields=["officer_in_charge", "next_due_on", "id"], name="case_oic_due"),
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
                        condition=models.Q(("reported_on__lte", cases.models.base.LondonDate("opened_at"))),
                        name="case_not_reported_in_future",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_due_on__isnull", True), ("next_due_what", "")),
                            models.Q(
                                ("next_due_on__isnull", False), models.Q(("next_due_what", ""), _negated=True)
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="cases.case",
                    ),
                ),
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("what", models.CharField(max_length=80)),
                ("due_on", models.DateField()),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("raised_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="due_items", to="cases.case"
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
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named", to="cases.case"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="SearchKey",
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
                            ("reference", "Case reference"),
                            ("crime", "Crime reference"),
                            ("urn", "CPS URN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.UUIDField()),
                ("text", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(models.F("text"), name="text_pattern_ops"),
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
                    models.UniqueConstraint(fields=("source", "kind"), name="searchkey_once_a_source"),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "^[A-Z0-9]+$")), name="searchkey_is_normal"
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspects", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "number"],
                "indexes": [models.Index(fields=["surname_index"], name="suspect_surname")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="suspect_number_once_a_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Victim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("enhanced_rights", models.BooleanField(default=True)),
                ("enhanced_rights_declined_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="victims", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="victim_number_once_a_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("enhanced_rights", True), ("enhanced_rights_declined_at__isnull", True)
                            ),
                            models.Q(
                                ("enhanced_rights", False), ("enhanced_rights_declined_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="victim_opt_out_is_recorded",
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "crime_reference",
                    models.CharField(
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^13\\d{9}$",
                                "Enter a crime reference of 11 digits that begins with 13, for example 13260012345",
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
                            ("with_cps", "With CPS for decision"),
                            ("action_plan", "Action plan outstanding"),
                            ("resubmitted", "Back with CPS"),
                            ("charged", "Charged"),
                            ("at_trial", "At trial"),
                            ("finalised", "Finalised at court"),
                            ("police_nfa", "Police: no further action"),
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
                            ("13", "13: Prosecution prevented, victim or key witness dead or too ill"),
                            ("14", "14: Suspect not identified, victim does not support further action"),
                            ("15", "15: Suspect identified, victim supports, evidential difficulties"),
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
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "suspect",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allegations",
                        to="cases.suspect",
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
                                ("offence_from__isnull", False), ("offence_to__gte", models.F("offence_from"))
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
                            models.Q(models.Q(("outcome", ""), _negated=True), ("outcome_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="allegation_outcome_has_its_moment",
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
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.TextField(blank=True)),
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
                            ("triage_accepted", "Accepted by CPS triage"),
                            ("triage_rejected", "Rejected by CPS triage"),
                            ("action_plan_issued", "Action plan issued"),
                            ("resubmitted", "Returned to CPS"),
                            ("charged", "Charged"),
                            ("trial_begun", "Trial begun"),
                            ("finalised", "Finalised at court"),
                            ("police_nfa", "Police decided on no further action"),
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
                    "interview_by",
                    models.CharField(
                        blank=True,
                        choices=[("arrest", "After arrest"), ("voluntary", "Voluntary attendance")],
                        max_length=10,
                    ),
                ),
                ("limit_on", models.DateField(blank=True, null=True)),
                ("note_sealed", models.BinaryField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="cases.case",
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
                                ("void_reason", ""), ("voided_at__isnull", True), ("voided_by__isnull", True)
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
                            models.Q(("kind", "interviewed"), models.Q(("interview_by", ""), _negated=True)),
                            models.Q(models.Q(("kind", "interviewed"), _negated=True), ("interview_by", "")),
                            _connector="OR",
                        ),
                        name="milestone_interview_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit_on__isnull", True), ("kind", "bailed"), _connector="OR"),
                        name="milestone_limit_is_of_bail",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "bailed"), _negated=True),
                            ("limit_on__isnull", False),
                            _connector="OR",
                        ),
                        name="milestone_bail_has_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_on__isnull", True),
                            ("limit_on__gt", cases.models.base.LondonDate("occurred_at")),
                            _connector="OR",
                        ),
                        name="milestone_limit_after_bail",
                    ),
                ],
            },
        ),
    ]

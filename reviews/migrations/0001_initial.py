import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.models.base
import rasso_tracker.ids
import reviews.models.telling_plan
from rasso_tracker.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
        ("victims", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Decision",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="cases.case",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cps", "Recorded by CPS"),
                                    ("police_from_document", "Entered by police from the CPS document"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "agency",
                            models.CharField(
                                choices=[("police", "Police"), ("cps", "Crown Prosecution Service")],
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("authorised", "Authorised"),
                                    ("refused", "Refused"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        (
                            "maker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("maker_standing", models.PositiveSmallIntegerField(default=0)),
                        ("maker_name", models.CharField(blank=True, max_length=120)),
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
                            "carried_by",
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
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approver_name", models.CharField(blank=True, max_length=120)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "refused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("refused_at", models.DateTimeField(blank=True, null=True)),
                        ("refusal_sealed", models.BinaryField(blank=True, null=True)),
                        ("rationale_sealed", models.BinaryField()),
                        ("beyond_refusal_sealed", models.BinaryField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-proposed_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    ("source", "police_from_document"),
                                    ("superseded_at__isnull", True),
                                ),
                                fields=["decided_at", "id"],
                                name="decision_to_confirm",
                            ),
                            models.Index(fields=["case"], name="decision_case"),
                            models.Index(fields=["proposed_at", "id"], name="decision_proposed"),
                            models.Index(fields=["decided_at", "id"], name="decision_decided"),
                            models.Index(
                                condition=models.Q(("status", "proposed")),
                                fields=["proposed_at", "id"],
                                name="decision_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agency", "police"),
                                        ("document_date__isnull", True),
                                        ("document_name", ""),
                                        ("source", ""),
                                    ),
                                    models.Q(
                                        ("agency", "cps"),
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
                                    _connector="OR",
                                ),
                                name="decision_document_named_by_police",
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
                                name="decision_confirmed_together",
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
                                name="decision_superseded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agency__in", ["police", "cps"])),
                                name="decision_agency_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approver__isnull", True),
                                    ("maker__isnull", True),
                                    models.Q(("approver", models.F("maker")), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_maker_does_not_approve",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("carried_by__isnull", True),
                                    models.Q(
                                        ("maker__isnull", False),
                                        models.Q(("carried_by", models.F("maker")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_carried_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approver_name", ""),
                                    models.Q(("approver_name", models.F("maker_name")), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_names_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agency", "cps"),
                                        ("source", "police_from_document"),
                                        ("approver__isnull", True),
                                        ("maker__isnull", True),
                                        models.Q(("maker_name", ""), _negated=True),
                                        models.Q(("approver_name", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("agency", "cps"),
                                            ("source", "police_from_document"),
                                            _negated=True,
                                        ),
                                        ("approver_name", ""),
                                        ("maker__isnull", False),
                                        ("maker_name", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_made_by_person_or_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "proposed"),
                                        ("approver__isnull", True),
                                        ("approver_name", ""),
                                        ("decided_at__isnull", True),
                                        ("refusal_sealed__isnull", True),
                                        ("refused_at__isnull", True),
                                        ("refused_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "authorised"),
                                        ("decided_at__isnull", False),
                                        models.Q(
                                            ("approver__isnull", False),
                                            models.Q(("approver_name", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                        ("refusal_sealed__isnull", True),
                                        ("refused_at__isnull", True),
                                        ("refused_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "refused"),
                                        ("approver__isnull", True),
                                        ("approver_name", ""),
                                        ("decided_at__isnull", True),
                                        ("refusal_sealed__isnull", False),
                                        ("refused_at__isnull", False),
                                        ("refused_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_status_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("refused_by__isnull", True),
                                    ("maker__isnull", True),
                                    models.Q(("refused_by", models.F("maker")), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_not_refused_by_maker",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_at__isnull", True),
                                    ("decided_at__gte", models.F("proposed_at")),
                                    _connector="OR",
                                ),
                                name="decision_made_after_proposal",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionLine",
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
                                related_name="decision_lines",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "allegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_lines",
                                to="cases.allegation",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_lines",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
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
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("evidential", "Evidential difficulties; the victim supports action"),
                                    ("not_supported", "The victim does not support further action"),
                                    ("no_suspect", "No suspect was identified"),
                                    ("prevented", "Prosecution is prevented"),
                                    ("public_interest", "Not in the public interest"),
                                    ("transferred", "Transferred to another body"),
                                    ("out_of_court", "Dealt with out of court"),
                                    ("cps_evidential", "CPS: the evidential stage of the test is not met"),
                                    (
                                        "cps_public_interest",
                                        "CPS: the public interest stage of the test is not met",
                                    ),
                                    ("cps_other", "CPS: another reason"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("refused", "The proposal was refused"),
                                    ("overturned", "Overturned on review"),
                                    ("superseded", "CPS says that it does not stand"),
                                    ("reopened", "Opened again on what came to light since"),
                                    ("cancelled", "Cancelled by the crime registrar"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["case"], name="decision_line_case"),
                            models.Index(fields=["decision"], name="decision_line_decision"),
                            models.Index(fields=["victim"], name="decision_line_victim"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True), ("outcome__in", ["14", "16"])),
                                fields=["id"],
                                name="decision_line_not_supported",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("allegation",),
                                name="decision_line_one_an_allegation",
                            ),
                            models.UniqueConstraint(
                                fields=("decision", "allegation"), name="decision_line_once_a_decision"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome", "1"), _negated=True),
                                name="decision_line_nobody_charges",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "1",
                                            "2",
                                            "3",
                                            "5",
                                            "8",
                                            "9",
                                            "10",
                                            "11",
                                            "12",
                                            "13",
                                            "14",
                                            "15",
                                            "16",
                                            "17",
                                            "18",
                                            "20",
                                            "21",
                                            "22",
                                        ],
                                    )
                                ),
                                name="decision_line_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "evidential",
                                            "not_supported",
                                            "no_suspect",
                                            "prevented",
                                            "public_interest",
                                            "transferred",
                                            "out_of_court",
                                            "cps_evidential",
                                            "cps_public_interest",
                                            "cps_other",
                                        ],
                                    )
                                ),
                                name="decision_line_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_because", "")),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_line_ended_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ended_because__in",
                                        ["refused", "overturned", "superseded", "reopened", "cancelled", ""],
                                    )
                                ),
                                name="decision_line_end_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRequest",
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
                                related_name="review_requests",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_requests",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_requests",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("allocated", "Allocated"),
                                    ("decided", "Decided"),
                                    ("told", "Victim told of the outcome"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("post", "Letter"),
                                    ("online", "Online form"),
                                    ("via_isva", "Through the ISVA"),
                                    ("other", "Another way"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("victim", "The victim"),
                                    ("family", "A family member, parent or bereaved relative"),
                                    ("spokesperson", "A spokesperson"),
                                    ("isva", "The ISVA"),
                                    ("other", "Somebody else for the victim"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("last_day", models.DateField(blank=True, null=True)),
                        ("in_time", models.BooleanField()),
                        ("discretion_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "not_eligible",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "No suspect was identified and interviewed under caution"),
                                    (2, "Some charges were brought, or some suspects were charged"),
                                    (3, "A different offence was charged for the same matter"),
                                    (4, "It was dealt with out of court"),
                                    (5, "The decision followed the victim's wish not to go on"),
                                    (6, "It is a decision on recording or on where enquiries are made"),
                                    (7, "CPS made the decision"),
                                ],
                                null=True,
                            ),
                        ),
                        ("acknowledge_by", models.DateField()),
                        ("complete_by", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "maker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("maker_standing", models.PositiveSmallIntegerField(default=0)),
                        (
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reviewer_standing", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("allocated_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "allocated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                                    ("upheld", "The decision stands"),
                                    ("overturned_cps", "Overturned: refer to CPS"),
                                    (
                                        "overturned_out_of_court",
                                        "Overturned: out-of-court disposal, where the law allows",
                                    ),
                                    ("further_enquiries", "Further enquiries, then decide again"),
                                    ("not_eligible", "Not eligible"),
                                    ("out_of_time", "Out of time, and not taken up"),
                                    ("withdrawn", "Withdrawn by the victim"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("reasons_sealed", models.BinaryField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome_told_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "outcome_told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("first_complete_by", models.DateField(blank=True, null=True)),
                        ("cps_authority_sealed", models.BinaryField(blank=True, null=True)),
                        ("eligibility_changed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "not_eligible_was",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "No suspect was identified and interviewed under caution"),
                                    (2, "Some charges were brought, or some suspects were charged"),
                                    (3, "A different offence was charged for the same matter"),
                                    (4, "It was dealt with out of court"),
                                    (5, "The decision followed the victim's wish not to go on"),
                                    (6, "It is a decision on recording or on where enquiries are made"),
                                    (7, "CPS made the decision"),
                                ],
                                null=True,
                            ),
                        ),
                        ("own_received_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["complete_by", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="request_case"),
                            models.Index(fields=["complete_by", "id"], name="request_complete"),
                            models.Index(fields=["acknowledge_by", "id"], name="request_acknowledge"),
                            models.Index(fields=["received_at", "id"], name="request_received"),
                            models.Index(fields=["reviewer", "complete_by", "id"], name="request_reviewer"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=("decision", "victim"),
                                name="request_one_open_a_victim",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_at__lte", models.F("recorded_at"))),
                                name="request_received_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("last_day__isnull", True), ("told_at__isnull", True)),
                                    models.Q(
                                        ("last_day__isnull", False),
                                        ("received_at__gte", models.F("told_at")),
                                        ("told_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_window_has_both_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("discretion_sealed__isnull", True), ("in_time", True)),
                                    models.Q(("in_time", True), ("own_received_at__isnull", False)),
                                    models.Q(
                                        ("discretion_sealed__isnull", False),
                                        ("in_time", False),
                                        ("last_day__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_late_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("acknowledged_at__gte", models.F("received_at")),
                                        ("acknowledged_at__isnull", False),
                                        ("acknowledged_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_acknowledged_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("allocated_at__isnull", True),
                                        ("allocated_by__isnull", True),
                                        ("reviewer__isnull", True),
                                        ("reviewer_standing__isnull", True),
                                    ),
                                    models.Q(
                                        ("allocated_at__isnull", False),
                                        ("allocated_by__isnull", False),
                                        ("reviewer__isnull", False),
                                        ("reviewer_standing__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_allocated_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer__isnull", True),
                                    ("maker__isnull", True),
                                    models.Q(("reviewer", models.F("maker")), _negated=True),
                                    _connector="OR",
                                ),
                                name="request_reviewer_not_maker",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer__isnull", True),
                                    ("approver__isnull", True),
                                    models.Q(("reviewer", models.F("approver")), _negated=True),
                                    _connector="OR",
                                ),
                                name="request_reviewer_not_approver",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer__isnull", True),
                                    ("supervisor__isnull", True),
                                    models.Q(("reviewer", models.F("supervisor")), _negated=True),
                                    _connector="OR",
                                ),
                                name="request_reviewer_not_supervisor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer_standing__isnull", True),
                                    models.Q(
                                        ("reviewer_standing__gt", models.F("maker_standing")),
                                        ("reviewer_standing__gte", 3),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_reviewer_outranks_maker",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("outcome", ""),
                                        ("reasons_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("reasons_sealed__isnull", False),
                                        ("reviewer__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_decided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome_told_at__isnull", True),
                                        ("outcome_told_by__isnull", True),
                                        ("outcome_told_method", ""),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("outcome_told_at__gte", models.F("decided_at")),
                                        ("outcome_told_at__isnull", False),
                                        ("outcome_told_by__isnull", False),
                                        models.Q(("outcome_told_method", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "not_eligible"), _negated=True),
                                    ("not_eligible__isnull", False),
                                    _connector="OR",
                                ),
                                name="request_not_eligible_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("not_eligible__isnull", True),
                                    ("not_eligible__in", [1, 2, 3, 4, 5, 6, 7]),
                                    _connector="OR",
                                ),
                                name="request_number_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "out_of_time"), _negated=True),
                                    ("in_time", False),
                                    _connector="OR",
                                ),
                                name="request_out_of_time_was_late",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "in_person",
                                            "phone",
                                            "email",
                                            "post",
                                            "online",
                                            "via_isva",
                                            "other",
                                        ],
                                    )
                                ),
                                name="request_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked_by__in", ["victim", "family", "spokesperson", "isva", "other"])
                                ),
                                name="request_asked_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "upheld",
                                            "overturned_cps",
                                            "overturned_out_of_court",
                                            "further_enquiries",
                                            "not_eligible",
                                            "out_of_time",
                                            "withdrawn",
                                            "",
                                        ],
                                    )
                                ),
                                name="request_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("reviewer__isnull", True),
                                        ("status", "received"),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("reviewer__isnull", False),
                                        ("status", "allocated"),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("outcome_told_at__isnull", True),
                                        ("status", "decided"),
                                    ),
                                    models.Q(("outcome_told_at__isnull", False), ("status", "told")),
                                    _connector="OR",
                                ),
                                name="request_status_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_complete_by__isnull", True),
                                    ("complete_by__gt", models.F("first_complete_by")),
                                    _connector="OR",
                                ),
                                name="request_extended_is_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cps_authority_sealed__isnull", True),
                                    ("outcome", "overturned_out_of_court"),
                                    _connector="OR",
                                ),
                                name="request_authority_for_a_disposal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("not_eligible_was__isnull", True),
                                    ("not_eligible_was__in", [1, 2, 3, 4, 5, 6, 7]),
                                    _connector="OR",
                                ),
                                name="request_number_it_had_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("eligibility_changed_at__isnull", True),
                                        ("not_eligible_was__isnull", True),
                                    ),
                                    models.Q(
                                        ("eligibility_changed_at__isnull", False),
                                        models.Q(
                                            models.Q(
                                                ("not_eligible__isnull", False),
                                                ("not_eligible_was__isnull", True),
                                            ),
                                            models.Q(
                                                ("not_eligible__isnull", True),
                                                ("not_eligible_was__isnull", False),
                                            ),
                                            models.Q(
                                                ("not_eligible__isnull", False),
                                                ("not_eligible_was__isnull", False),
                                                models.Q(
                                                    ("not_eligible_was", models.F("not_eligible")),
                                                    _negated=True,
                                                ),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_eligibility_changed_to_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("own_received_at__isnull", True),
                                    models.Q(
                                        ("own_received_at__gt", models.F("received_at")),
                                        ("own_received_at__lte", models.F("recorded_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_first_ask_is_earlier",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionCheck",
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
                                    ("evidence_led", "Going on without the victim"),
                                    ("evidential_review", "Review of the evidence"),
                                    ("safety_plan", "The victim's safety"),
                                    ("open_plan", "An action plan that is still open"),
                                    ("cps_authority", "CPS's authority for a disposal out of court"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("considered", "Considered"),
                                    ("in_place", "A plan is in place"),
                                    ("not_needed", "Talked about; no plan is needed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_checks",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="reviews.decision",
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
                        "ordering": ["recorded_at", "id"],
                        "indexes": [models.Index(fields=["case"], name="decision_check_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "kind"), name="decision_check_once_a_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("answer__in", ["considered"]), ("kind", "evidence_led")),
                                        models.Q(
                                            ("answer__in", ["considered"]), ("kind", "evidential_review")
                                        ),
                                        models.Q(
                                            ("answer__in", ["in_place", "not_needed"]),
                                            ("kind", "safety_plan"),
                                        ),
                                        models.Q(("answer__in", ["considered"]), ("kind", "open_plan")),
                                        models.Q(("answer__in", ["considered"]), ("kind", "cps_authority")),
                                        _connector="OR",
                                    ),
                                    ("words_sealed__isnull", False),
                                ),
                                name="decision_check_answer_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "evidence_led",
                                            "evidential_review",
                                            "safety_plan",
                                            "open_plan",
                                            "cps_authority",
                                        ],
                                    )
                                ),
                                name="decision_check_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionLetter",
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
                                    ("draft", "Draft"),
                                    ("signed_off", "Signed off"),
                                    ("printed", "Printed"),
                                    ("with_notify", "Goes by GOV.UK Notify"),
                                    ("sent", "Sent"),
                                    ("dropped", "Dropped"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("post", "Printed and posted"),
                                    ("email", "By the force's secure e-mail"),
                                    ("by_hand", "Handed over in person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "variant",
                            models.CharField(
                                choices=[
                                    ("plain", "Plain English"),
                                    ("large_print", "Large print"),
                                    ("easy_read", "Easy read"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(choices=[("en", "English"), ("ur", "Urdu")], max_length=5),
                        ),
                        ("reasons_sealed", models.BinaryField()),
                        ("personal_sealed", models.BinaryField()),
                        ("written_at", models.DateTimeField()),
                        ("signed_off_at", models.DateTimeField(blank=True, null=True)),
                        ("ask_by", models.DateField(blank=True, null=True)),
                        ("sent_on", models.DateField(blank=True, null=True)),
                        (
                            "sent_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("sent_recorded_at", models.DateTimeField(blank=True, null=True)),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "addressed_from",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="victims.contactdetails",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_letters",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="reviews.reviewrequest",
                            ),
                        ),
                        (
                            "sent_recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_off_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision_letters",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "addressee",
                            models.CharField(
                                choices=[
                                    ("victim", "The victim"),
                                    (
                                        "spokesperson",
                                        "The parent, guardian or other person who speaks for them",
                                    ),
                                ],
                                default="victim",
                                max_length=20,
                            ),
                        ),
                        ("printed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "printed_by",
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
                            "about",
                            models.CharField(
                                choices=[
                                    ("decision", "The decision"),
                                    ("acknowledgement", "That a request for a review came"),
                                    ("extension", "That the review takes longer"),
                                    ("outcome", "What the review came to"),
                                ],
                                default="decision",
                                max_length=20,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("interpreted_on", models.DateField(blank=True, null=True)),
                        ("interpreted_recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "interpreted_recorded_by",
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
                        "ordering": ["-written_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="letter_case"),
                            models.Index(fields=["written_at", "id"], name="letter_written"),
                            models.Index(
                                condition=models.Q(("status__in", ["printed", "signed_off"])),
                                fields=["signed_off_at", "id"],
                                name="letter_to_send",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "victim", "number"), name="letter_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["post", "email", "by_hand"])),
                                name="letter_way_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("variant__in", ["plain", "large_print", "easy_read"])),
                                name="letter_variant_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["en", "ur"])),
                                name="letter_language_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_method", ""),
                                    models.Q(("sent_method__in", ["post"]), ("way", "post")),
                                    models.Q(("sent_method__in", ["email"]), ("way", "email")),
                                    models.Q(
                                        (
                                            "sent_method__in",
                                            [
                                                "in_person_home",
                                                "in_person_isva",
                                                "in_person_sarc",
                                                "in_person_station",
                                                "via_idva_or_flo",
                                                "via_isva",
                                                "via_parent",
                                                "via_spokesperson",
                                                "via_sto",
                                            ],
                                        ),
                                        ("way", "by_hand"),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_method_fits_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_off_by__isnull", True),
                                    models.Q(("signed_off_by", models.F("written_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_two_people_sign",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_off_at__isnull", True),
                                    ("signed_off_at__gte", models.F("written_at")),
                                    _connector="OR",
                                ),
                                name="letter_signed_after_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_on__isnull", True),
                                    models.Q(
                                        ("sent_on__gte", cases.models.base.LondonDate("signed_off_at")),
                                        ("sent_on__lte", cases.models.base.LondonDate("sent_recorded_at")),
                                        ("sent_recorded_at__isnull", False),
                                        ("signed_off_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sent_after_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("written_at")),
                                    _connector="OR",
                                ),
                                name="letter_superseded_after_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("addressee__in", ["victim", "spokesperson"])),
                                name="letter_addressee_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("addressee", "victim"),
                                    models.Q(("way", "email"), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_spokesperson_not_by_email",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("printed_at__isnull", True),
                                    models.Q(
                                        ("printed_at__gte", models.F("signed_off_at")),
                                        ("signed_off_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_printed_after_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "draft"),
                                        ("ask_by__isnull", True),
                                        ("signed_off_at__isnull", True),
                                        ("signed_off_by__isnull", True),
                                        ("printed_at__isnull", True),
                                        ("printed_by__isnull", True),
                                        ("sent_on__isnull", True),
                                        ("sent_recorded_at__isnull", True),
                                        ("sent_recorded_by__isnull", True),
                                        ("sent_method", ""),
                                        ("superseded_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "signed_off"),
                                        ("signed_off_at__isnull", False),
                                        ("signed_off_by__isnull", False),
                                        ("printed_at__isnull", True),
                                        ("printed_by__isnull", True),
                                        ("sent_on__isnull", True),
                                        ("sent_recorded_at__isnull", True),
                                        ("sent_recorded_by__isnull", True),
                                        ("sent_method", ""),
                                        ("superseded_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "printed"),
                                        ("way", "post"),
                                        ("signed_off_at__isnull", False),
                                        ("signed_off_by__isnull", False),
                                        ("printed_at__isnull", False),
                                        ("printed_by__isnull", False),
                                        ("sent_on__isnull", True),
                                        ("sent_recorded_at__isnull", True),
                                        ("sent_recorded_by__isnull", True),
                                        ("sent_method", ""),
                                        ("superseded_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "with_notify"),
                                        ("way__in", ["post", "email"]),
                                        ("signed_off_at__isnull", False),
                                        ("signed_off_by__isnull", False),
                                        ("printed_at__isnull", True),
                                        ("printed_by__isnull", True),
                                        ("sent_on__isnull", True),
                                        ("sent_recorded_at__isnull", True),
                                        ("sent_recorded_by__isnull", True),
                                        ("sent_method", ""),
                                        ("superseded_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("status", "sent"),
                                        ("signed_off_at__isnull", False),
                                        ("signed_off_by__isnull", False),
                                        models.Q(
                                            models.Q(
                                                ("printed_at__isnull", False), ("printed_by__isnull", False)
                                            ),
                                            models.Q(
                                                ("printed_at__isnull", True), ("printed_by__isnull", True)
                                            ),
                                            _connector="OR",
                                        ),
                                        ("sent_on__isnull", False),
                                        ("sent_recorded_at__isnull", False),
                                        ("sent_recorded_by__isnull", False),
                                        models.Q(("sent_method", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("status", "dropped"),
                                        models.Q(
                                            models.Q(
                                                ("signed_off_at__isnull", False),
                                                ("signed_off_by__isnull", False),
                                                models.Q(
                                                    models.Q(
                                                        ("printed_at__isnull", False),
                                                        ("printed_by__isnull", False),
                                                    ),
                                                    models.Q(
                                                        ("printed_at__isnull", True),
                                                        ("printed_by__isnull", True),
                                                    ),
                                                    _connector="OR",
                                                ),
                                            ),
                                            models.Q(
                                                ("ask_by__isnull", True),
                                                ("signed_off_at__isnull", True),
                                                ("signed_off_by__isnull", True),
                                                ("printed_at__isnull", True),
                                                ("printed_by__isnull", True),
                                            ),
                                            _connector="OR",
                                        ),
                                        ("sent_on__isnull", True),
                                        ("sent_recorded_at__isnull", True),
                                        ("sent_recorded_by__isnull", True),
                                        ("sent_method", ""),
                                        ("superseded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_status_fits",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("decision", "victim", "request", "about"),
                                name="letter_one_stands",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("about__in", ["decision", "acknowledgement", "extension", "outcome"])
                                ),
                                name="letter_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", "decision"), ("request__isnull", True)),
                                    models.Q(
                                        models.Q(("about", "decision"), _negated=True),
                                        ("request__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_about_a_review_or_not",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", True),
                                    models.Q(
                                        ("sent_at__gte", models.F("signed_off_at")),
                                        ("sent_at__lte", models.F("sent_recorded_at")),
                                        ("sent_on", cases.models.base.LondonDate("sent_at")),
                                        ("sent_on__isnull", False),
                                        ("sent_recorded_at__isnull", False),
                                        ("signed_off_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sent_at_on_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("interpreted_on__isnull", True),
                                        ("interpreted_recorded_at__isnull", True),
                                        ("interpreted_recorded_by__isnull", True),
                                    ),
                                    models.Q(
                                        (
                                            "interpreted_on__gte",
                                            cases.models.base.LondonDate("signed_off_at"),
                                        ),
                                        ("interpreted_on__isnull", False),
                                        (
                                            "interpreted_on__lte",
                                            cases.models.base.LondonDate("interpreted_recorded_at"),
                                        ),
                                        ("interpreted_recorded_at__isnull", False),
                                        ("interpreted_recorded_by__isnull", False),
                                        ("language", "en"),
                                        ("signed_off_at__isnull", False),
                                        ("status", "sent"),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_interpreted_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterCopy",
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
                        ("pdf_sealed", models.BinaryField()),
                        ("words_sealed", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("template_version", models.CharField(max_length=20)),
                        (
                            "variant",
                            models.CharField(
                                choices=[
                                    ("plain", "Plain English"),
                                    ("large_print", "Large print"),
                                    ("easy_read", "Easy read"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(choices=[("en", "English"), ("ur", "Urdu")], max_length=5),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "letter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copy",
                                to="reviews.decisionletter",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "letter copies",
                        "ordering": ["made_at", "id"],
                        "indexes": [models.Index(fields=["case"], name="letter_copy_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                                name="letter_copy_has_hash",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("template_version", ""), _negated=True),
                                name="letter_copy_says_template",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("variant__in", ["plain", "large_print", "easy_read"])),
                                name="letter_copy_variant_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["en", "ur"])),
                                name="letter_copy_language_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CpsLetter",
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
                        ("decided_at", models.DateTimeField()),
                        ("clock", models.CharField(max_length=40)),
                        ("due_on", models.DateField()),
                        ("sent_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_letters",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_letters",
                                to="reviews.decision",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_letters",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sent_on", "id"],
                        "indexes": [models.Index(fields=["case"], name="cps_letter_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "victim"), name="cps_letter_once_a_victim"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_on__gte", cases.models.base.LondonDate("decided_at"))
                                ),
                                name="cps_letter_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="cps_letter_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EligibilityOverride",
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
                        ("may_ask", models.BooleanField()),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "No suspect was identified and interviewed under caution"),
                                    (2, "Some charges were brought, or some suspects were charged"),
                                    (3, "A different offence was charged for the same matter"),
                                    (4, "It was dealt with out of court"),
                                    (5, "The decision followed the victim's wish not to go on"),
                                    (6, "It is a decision on recording or on where enquiries are made"),
                                    (7, "CPS made the decision"),
                                ],
                                null=True,
                            ),
                        ),
                        ("reason_sealed", models.BinaryField()),
                        ("decided_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligibility_overrides",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligibility_overrides",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="eligibility_overrides",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "decided_by_standing",
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
                                default=3,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["decided_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="eligibility_override_case"),
                            models.Index(fields=["victim"], name="eligibility_override_victim"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("decision", "victim"),
                                name="eligibility_override_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("may_ask", True), ("number__isnull", True)),
                                    models.Q(
                                        ("may_ask", False),
                                        ("number__in", [1, 2, 3, 4, 5, 6, 7]),
                                        ("number__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="eligibility_override_number_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="eligibility_override_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by_standing__gte", 3),
                                    ("decided_by_standing__in", [1, 2, 3, 4, 5, 6, 7]),
                                ),
                                name="eligibility_override_by_an_inspector",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
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
                                related_name="notifications",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(
                                choices=[("police", "Police"), ("cps", "Crown Prosecution Service")],
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                        ("clock", models.CharField(max_length=40)),
                        ("due_on", models.DateField()),
                        ("first_due_on", models.DateField(blank=True, null=True)),
                        ("retimed_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "wanted_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "understood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "In part"),
                                    ("no", "No"),
                                    ("not_known", "Not known yet, for example after a letter"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("told_recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "not_told_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("withdrew", "They withdrew and asked not to be told"),
                                    ("opted_out", "They opted out of hearing from us"),
                                    ("unsafe", "No safe way to tell them"),
                                    ("no_contact_details", "No contact details"),
                                    ("deceased", "They have died"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("not_told_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("not_told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "not_told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ask_by", models.DateField(blank=True, null=True)),
                        (
                            "follow_up",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("letter", "A letter follows"),
                                    ("letter_told", "The letter is how they were told"),
                                    ("not_wanted", "They do not want a letter"),
                                    ("not_needed", "No letter is needed after all"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "late_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_reached", "They could not be reached"),
                                    ("officer_away", "Whoever was to tell them was away"),
                                    ("not_passed_on", "The decision was not passed on"),
                                    ("cps_word_late", "CPS's word came late"),
                                    (
                                        "companion",
                                        "Their ISVA or specially trained officer could not be there",
                                    ),
                                    ("interpreter", "No interpreter could be had"),
                                    ("not_safe", "There was no safe moment"),
                                    ("other_work", "Other work came first"),
                                    ("overlooked", "It was overlooked"),
                                    ("other", "Another cause"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("late_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("late_said_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "late_said_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("right_since", models.DateTimeField(blank=True, null=True)),
                        ("waits_until", models.DateField(blank=True, null=True)),
                        ("again_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "taken_back_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mistake", "It was recorded by mistake"),
                                    ("wants_to_hear", "They want to hear of it after all"),
                                    ("came_back", "What stood against it does not hold any more"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("untold_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "untold_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("withdrew", "They withdrew and asked not to be told"),
                                    ("opted_out", "They opted out of hearing from us"),
                                    ("unsafe", "No safe way to tell them"),
                                    ("no_contact_details", "No contact details"),
                                    ("deceased", "They have died"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "untold_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("untold_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("no_letter_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "no_letter_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("no_letter_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("order_reason_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "why_another",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("they_agreed", "They agreed to hear this in another way"),
                                    ("not_safe_now", "Their own way is not safe now"),
                                    ("takes_too_long", "Their own way would take too long"),
                                    ("advised", "Their ISVA or specially trained officer advised it"),
                                    ("not_reached", "They could not be reached in their own way"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="notification_case"),
                            models.Index(fields=["due_on", "id"], name="notification_due"),
                            models.Index(fields=["ask_by", "id"], name="notification_ask_by"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "victim"), name="notification_once_a_victim"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_due_on__isnull", True), ("retimed_at__isnull", True)),
                                    models.Q(
                                        ("first_due_on__isnull", False),
                                        ("retimed_at__gte", models.F("decided_at")),
                                        ("retimed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_retimed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("not_told_at__isnull", True),
                                        ("not_told_because", ""),
                                        ("not_told_by__isnull", True),
                                        ("not_told_note_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("not_told_at__isnull", False),
                                        ("not_told_by__isnull", False),
                                        ("not_told_note_sealed__isnull", False),
                                        models.Q(("not_told_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_not_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_at__isnull", True),
                                    ("told_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="notification_told_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_at__isnull", True),
                                    models.Q(
                                        ("told_at__lte", models.F("told_recorded_at")),
                                        ("told_recorded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_told_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("owner__in", ["police", "cps"])),
                                name="notification_owner_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "wanted_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_wanted_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("understood__in", ["yes", "partly", "no", "not_known", ""])
                                ),
                                name="notification_understood_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "not_told_because__in",
                                        [
                                            "withdrew",
                                            "opted_out",
                                            "unsafe",
                                            "no_contact_details",
                                            "deceased",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_why_not_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("taken_back_at__isnull", True),
                                        ("taken_back_because", ""),
                                        ("taken_back_by__isnull", True),
                                        ("taken_back_note_sealed__isnull", True),
                                        ("untold_at__isnull", True),
                                        ("untold_because", ""),
                                        ("untold_by__isnull", True),
                                        ("untold_note_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("taken_back_at__isnull", False),
                                        ("taken_back_by__isnull", False),
                                        ("taken_back_note_sealed__isnull", False),
                                        ("untold_at__isnull", False),
                                        ("untold_by__isnull", False),
                                        ("untold_note_sealed__isnull", False),
                                        models.Q(("untold_because", ""), _negated=True),
                                        models.Q(("taken_back_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_taken_back_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("again_at__isnull", True),
                                    ("again_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="notification_again_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "untold_because__in",
                                        [
                                            "withdrew",
                                            "opted_out",
                                            "unsafe",
                                            "no_contact_details",
                                            "deceased",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_untold_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_back_because__in", ["mistake", "wants_to_hear", "came_back", ""])
                                ),
                                name="notification_taken_back_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method", "text"), _negated=True),
                                name="notification_text_only_arranges",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("follow_up", ""),
                                        ("method", ""),
                                        ("note_sealed__isnull", True),
                                        ("told_at__isnull", True),
                                        ("told_by__isnull", True),
                                        ("told_recorded_at__isnull", True),
                                        ("told_recorded_by__isnull", True),
                                        ("understood", ""),
                                        ("wanted_method", ""),
                                    ),
                                    models.Q(
                                        ("note_sealed__isnull", False),
                                        ("told_at__isnull", False),
                                        ("told_recorded_at__isnull", False),
                                        ("told_recorded_by__isnull", False),
                                        models.Q(("method", ""), _negated=True),
                                        models.Q(("understood", ""), _negated=True),
                                        models.Q(
                                            ("told_by__isnull", False), ("owner", "cps"), _connector="OR"
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("waits_until__isnull", True),
                                    ("waits_until__gt", models.F("due_on")),
                                    _connector="OR",
                                ),
                                name="notification_waits_past_its_clock",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("late_because", ""),
                                        ("late_note_sealed__isnull", True),
                                        ("late_said_at__isnull", True),
                                        ("late_said_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("late_note_sealed__isnull", False),
                                        ("late_said_at__isnull", False),
                                        ("late_said_by__isnull", False),
                                        models.Q(("late_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_late_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ask_by__isnull", True),
                                    models.Q(("right_since__isnull", False), ("told_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notification_asks_with_a_right",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "late_because__in",
                                        [
                                            "not_reached",
                                            "officer_away",
                                            "not_passed_on",
                                            "cps_word_late",
                                            "companion",
                                            "interpreter",
                                            "not_safe",
                                            "other_work",
                                            "overlooked",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_late_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="notification_ended_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("follow_up", "not_needed"), _negated=True),
                                        ("no_letter_at__isnull", True),
                                        ("no_letter_by__isnull", True),
                                        ("no_letter_note_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("follow_up", "not_needed"),
                                        ("no_letter_at__isnull", False),
                                        ("no_letter_by__isnull", False),
                                        ("no_letter_note_sealed__isnull", False),
                                        ("told_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_no_letter_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "follow_up__in",
                                        ["letter", "letter_told", "not_wanted", "not_needed", ""],
                                    )
                                ),
                                name="notification_follow_up_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("order_reason_sealed__isnull", True),
                                    ("told_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="notification_order_of_a_telling",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("wanted_method", ""), ("why_another", "")),
                                    models.Q(("method", models.F("wanted_method")), ("why_another", "")),
                                    models.Q(
                                        models.Q(("why_another", ""), _negated=True),
                                        models.Q(("wanted_method", ""), _negated=True),
                                        models.Q(("method", models.F("wanted_method")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notification_says_why_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "why_another__in",
                                        [
                                            "they_agreed",
                                            "not_safe_now",
                                            "takes_too_long",
                                            "advised",
                                            "not_reached",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="notification_why_another_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightTold",
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
                                related_name="rights_told",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rights_told",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rights_told",
                                to="cases.victim",
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                        ("told_at", models.DateTimeField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("leaflet_version", models.CharField(max_length=40)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reviews.decisionletter",
                            ),
                        ),
                        (
                            "understood",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("partly", "In part"),
                                    ("no", "No"),
                                    ("not_known", "Not known yet, for example after a letter"),
                                ],
                                default="not_known",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["told_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="right_told_case"),
                            models.Index(fields=["told_at", "id"], name="right_told_at"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("told_at__gte", models.F("decided_at"))),
                                name="right_told_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_at__lte", models.F("recorded_at"))),
                                name="right_told_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method", "text"), _negated=True),
                                name="right_told_text_only_arranges",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                        ],
                                    )
                                ),
                                name="right_told_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("leaflet_version", ""), _negated=True),
                                name="right_told_says_leaflet",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("decision", "victim"),
                                name="right_told_once_a_victim",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("told_at")),
                                    _connector="OR",
                                ),
                                name="right_told_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("understood__in", ["yes", "partly", "no", "not_known"])),
                                name="right_told_understood_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TellingAttempt",
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
                        ("recorded_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField()),
                        ("tried_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("no_answer", "Nobody answered"),
                                    ("message_left", "A message to ring back was left, and nothing else"),
                                    ("somebody_else", "Somebody else answered; nothing was said"),
                                    ("not_then", "They were reached, and it was not a good moment for them"),
                                    ("wrong_details", "The number or address is theirs no more"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_attempts",
                                to="cases.case",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="reviews.notification",
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
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_attempts",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_attempt",
                                to="victims.contact",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["tried_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="telling_attempt_case"),
                            models.Index(fields=["victim"], name="telling_attempt_victim"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tried_at__gte", models.F("decided_at"))),
                                name="telling_attempt_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tried_at__lte", models.F("recorded_at"))),
                                name="telling_attempt_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "no_answer",
                                            "message_left",
                                            "somebody_else",
                                            "not_then",
                                            "wrong_details",
                                            "other",
                                        ],
                                    )
                                ),
                                name="telling_attempt_outcome_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TellingDelay",
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
                        ("recorded_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField()),
                        (
                            "asked_through",
                            models.CharField(
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("until", models.DateField()),
                        ("note_sealed", models.BinaryField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_delays",
                                to="cases.case",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delays",
                                to="reviews.notification",
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
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_delays",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="telling_delay_case"),
                            models.Index(fields=["victim"], name="telling_delay_victim"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "asked_at"), name="telling_delay_once_a_moment"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_at__lte", models.F("recorded_at"))),
                                name="telling_delay_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", cases.models.base.LondonDate("asked_at"))),
                                name="telling_delay_until_is_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "asked_through__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                        ],
                                    )
                                ),
                                name="telling_delay_through_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TellingPlan",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "wanted_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "why_another",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("they_agreed", "They agreed to hear this in another way"),
                                    ("not_safe_now", "Their own way is not safe now"),
                                    ("takes_too_long", "Their own way would take too long"),
                                    ("advised", "Their ISVA or specially trained officer advised it"),
                                    ("not_reached", "They could not be reached in their own way"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        (
                            "companions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sto", "Specially trained officer (STO)"),
                                        ("isva", "Independent sexual violence adviser (ISVA)"),
                                        ("other", "Somebody else whom they chose"),
                                    ],
                                    max_length=10,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("tell_at", models.DateTimeField()),
                        (
                            "time_fits",
                            models.CharField(
                                choices=[
                                    ("safe_time", "It is within the times that they said are safe"),
                                    ("they_asked", "They asked for this time"),
                                    ("none_recorded", "No safe times are on record"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                choices=[
                                    ("not_needed", "Not needed"),
                                    ("to_book", "Needed, and still to be booked"),
                                    ("booked", "Booked"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_plans",
                                to="cases.case",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="reviews.notification",
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
                        (
                            "teller",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="telling_plans",
                                to="cases.victim",
                            ),
                        ),
                        ("why_hour_sealed", models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["recorded_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="telling_plan_case"),
                            models.Index(fields=["victim"], name="telling_plan_victim"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("notice",),
                                name="telling_plan_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="telling_plan_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tell_at__gte", models.F("recorded_at"))),
                                name="telling_plan_is_ahead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("wanted_method", ""), ("why_another", "")),
                                    models.Q(("method", models.F("wanted_method")), ("why_another", "")),
                                    models.Q(
                                        models.Q(("why_another", ""), _negated=True),
                                        models.Q(("wanted_method", ""), _negated=True),
                                        models.Q(("method", models.F("wanted_method")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="telling_plan_says_why_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method", "text"), _negated=True),
                                name="telling_plan_text_only_arranges",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "wanted_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="telling_plan_wanted_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                        ],
                                    )
                                ),
                                name="telling_plan_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "why_another__in",
                                        [
                                            "they_agreed",
                                            "not_safe_now",
                                            "takes_too_long",
                                            "advised",
                                            "not_reached",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="telling_plan_why_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("time_fits__in", ["safe_time", "they_asked", "none_recorded"])
                                ),
                                name="telling_plan_time_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("interpreter__in", ["not_needed", "to_book", "booked"])),
                                name="telling_plan_interpreter_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("companions__contained_by", ["sto", "isva", "other"])),
                                name="telling_plan_companions_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        reviews.models.telling_plan.LondonDayHours("tell_at"),
                                        ("why_hour_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            reviews.models.telling_plan.LondonDayHours("tell_at"),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("time_fits", "they_asked"),
                                            ("why_hour_sealed__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="telling_plan_says_why_the_hour",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VictimQuestion",
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
                        ("recorded_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField()),
                        ("question_sealed", models.BinaryField()),
                        ("due_on", models.DateField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_through",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("answer_sealed", models.BinaryField(blank=True, null=True)),
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
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="victim_questions",
                                to="cases.case",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="reviews.notification",
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
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="victim_questions",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="victim_question_case"),
                            models.Index(fields=["victim"], name="victim_question_victim"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer_sealed__isnull", True),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("answered_through", ""),
                                    ),
                                    models.Q(
                                        ("answer_sealed__isnull", False),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answered_through", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="victim_question_answered_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_at__lte", models.F("recorded_at"))),
                                name="victim_question_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", cases.models.base.LondonDate("asked_at"))),
                                name="victim_question_due_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at__isnull", True),
                                    ("answered_at__gte", models.F("asked_at")),
                                    _connector="OR",
                                ),
                                name="victim_question_answered_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "answered_through__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="victim_question_through_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TranslationCheck",
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
                            "language",
                            models.CharField(choices=[("en", "English"), ("ur", "Urdu")], max_length=5),
                        ),
                        ("template_version", models.CharField(max_length=20)),
                        ("checked_on", models.DateField()),
                        ("checked_by_whom", models.CharField(max_length=200)),
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
                        "ordering": ["-recorded_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("language", "template_version"), name="translation_check_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["ur"])),
                                name="translation_check_of_a_translation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("template_version", ""), _negated=True),
                                name="translation_check_says_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("checked_by_whom", ""), _negated=True),
                                name="translation_check_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="translation_check_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayStep",
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
                                    ("supporter", "ISVA or specially trained officer told first"),
                                    ("suspect", "Suspect told"),
                                    ("bail", "Bail ended"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                        ("planned_at", models.DateTimeField(blank=True, null=True)),
                        ("not_before", models.DateTimeField(blank=True, null=True)),
                        ("not_after", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("left_out", models.BooleanField(default=False)),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="day_steps",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        (
                            "supporter",
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
                                related_name="+",
                                to="cases.suspect",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.victim",
                            ),
                        ),
                        ("supported_from", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["case"], name="day_step_case"),
                            models.Index(fields=["victim", "supporter"], name="day_step_supporter"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["supporter", "suspect", "bail"])),
                                name="day_step_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "supporter"),
                                        ("suspect__isnull", True),
                                        ("victim__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind__in", ["bail", "suspect"]),
                                        ("suspect__isnull", False),
                                        ("victim__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_step_of_whom",
                            ),
                            models.UniqueConstraint(
                                fields=("decision", "kind", "victim", "suspect"),
                                name="day_step_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("done_by__isnull", True),
                                        ("left_out", False),
                                        ("reason_sealed__isnull", True),
                                        ("recorded_at__isnull", True),
                                        ("recorded_by__isnull", True),
                                        ("supporter__isnull", True),
                                    ),
                                    models.Q(
                                        ("recorded_at__isnull", False),
                                        ("recorded_by__isnull", False),
                                        models.Q(
                                            models.Q(
                                                ("done_at__isnull", False),
                                                ("done_by__isnull", False),
                                                ("left_out", False),
                                                ("done_at__gte", models.F("decided_at")),
                                                ("done_at__lte", models.F("recorded_at")),
                                            ),
                                            models.Q(
                                                ("done_at__isnull", True),
                                                ("done_by__isnull", True),
                                                ("left_out", True),
                                                ("supporter__isnull", True),
                                                ("reason_sealed__isnull", False),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_step_recorded_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("kind", "supporter"),
                                        ("supporter__isnull", False),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("kind", "supporter"),
                                        ("supporter__isnull", True),
                                    ),
                                    models.Q(("kind__in", ["bail", "suspect"]), ("supporter__isnull", True)),
                                    _connector="OR",
                                ),
                                name="day_step_says_who_heard",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("planned_at__isnull", True),
                                    ("planned_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="day_step_planned_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supported_from__isnull", True),
                                    ("supporter__isnull", False),
                                    _connector="OR",
                                ),
                                name="day_step_supports_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True),
                                    ("reason_sealed__isnull", False),
                                    models.Q(
                                        ("kind", "supporter"),
                                        models.Q(
                                            ("not_after__isnull", True),
                                            ("done_at__lte", models.F("not_after")),
                                            models.Q(
                                                ("not_after__isnull", False),
                                                ("supported_from__gt", models.F("not_after")),
                                                ("supported_from__isnull", False),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("done_at__gte", models.F("not_before")),
                                        ("kind__in", ["bail", "suspect"]),
                                        ("not_before__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_step_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionDay",
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
                        ("decided_at", models.DateTimeField()),
                        ("first_telling", models.DateTimeField(blank=True, null=True)),
                        ("last_telling", models.DateTimeField(blank=True, null=True)),
                        ("supporter_at", models.DateTimeField(blank=True, null=True)),
                        ("suspect_at", models.DateTimeField(blank=True, null=True)),
                        ("bail_at", models.DateTimeField(blank=True, null=True)),
                        ("reason_sealed", models.BinaryField(blank=True, null=True)),
                        ("signed_off_at", models.DateTimeField()),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "signed_off_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("somebody_untold", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["signed_off_at", "id"],
                        "indexes": [models.Index(fields=["case"], name="decision_day_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("decision",),
                                name="decision_day_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_telling__isnull", True), ("last_telling__isnull", True)),
                                    models.Q(
                                        ("first_telling__isnull", False),
                                        ("last_telling__gte", models.F("first_telling")),
                                        ("last_telling__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_day_telling_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signed_off_at__gte", models.F("decided_at"))),
                                name="decision_day_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("signed_off_at")),
                                    _connector="OR",
                                ),
                                name="decision_day_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason_sealed__isnull", False),
                                    models.Q(
                                        models.Q(
                                            ("supporter_at__isnull", True),
                                            ("first_telling__isnull", True),
                                            ("supporter_at__lte", models.F("first_telling")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("suspect_at__isnull", True),
                                            ("last_telling__isnull", True),
                                            ("suspect_at__gte", models.F("last_telling")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("bail_at__isnull", True),
                                            ("last_telling__isnull", True),
                                            ("bail_at__gte", models.F("last_telling")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("somebody_untold", False),
                                            models.Q(("bail_at__isnull", True), ("suspect_at__isnull", True)),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_day_in_order_or_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewTraining",
                    fields=[
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        ("void_reason", models.TextField(blank=True)),
                        (
                            "id",
                            models.UUIDField(
                                default=rasso_tracker.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("course", models.CharField(max_length=120)),
                        ("completed_on", models.DateField()),
                        ("valid_until", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
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
                            "recorded_by",
                            models.ForeignKey(
                                db_index=False,
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
                    ],
                    options={
                        "ordering": ["-completed_on", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=["person", "valid_until"],
                                name="review_training_standing",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("person", "completed_on"),
                                name="review_training_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gte", models.F("completed_on"))),
                                name="review_training_counts_for_a_while",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("course", ""), _negated=True),
                                name="review_training_names_the_course",
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
                                name="review_training_voided_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterSending",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits to be handed to GOV.UK Notify"),
                                    ("with_notify", "With GOV.UK Notify"),
                                    ("done", "Sent by GOV.UK Notify"),
                                    ("failed", "Not sent by GOV.UK Notify"),
                                    ("taken_back", "Taken back before GOV.UK Notify had it"),
                                ],
                                default="waiting",
                                max_length=12,
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("post", "Printed and posted"),
                                    ("email", "By the force's secure e-mail"),
                                    ("by_hand", "Handed over in person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "tells",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "It is how they hear of the decision"),
                                    ("follows", "They were told before; it puts that in writing"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("fence", models.PositiveIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(blank=True, null=True)),
                        ("notify_id", models.UUIDField(blank=True, null=True)),
                        ("notify_status", models.CharField(blank=True, max_length=30)),
                        ("handed_at", models.DateTimeField(blank=True, null=True)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
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
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="reviews.decisionletter",
                            ),
                        ),
                        ("order_reason_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_reason_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "wanted_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "why_another",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("they_agreed", "They agreed to hear this in another way"),
                                    ("not_safe_now", "Their own way is not safe now"),
                                    ("takes_too_long", "Their own way would take too long"),
                                    ("advised", "Their ISVA or specially trained officer advised it"),
                                    ("not_reached", "They could not be reached in their own way"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="letter_sending_case"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["next_try_at", "id"],
                                name="letter_sending_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("letter",),
                                name="letter_sending_one_open",
                            ),
                            models.UniqueConstraint(fields=("notify_id",), name="letter_sending_notify_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("handed_at__isnull", True),
                                        ("notify_id__isnull", True),
                                        ("notify_status", ""),
                                    ),
                                    models.Q(
                                        ("handed_at__isnull", False),
                                        ("notify_id__isnull", False),
                                        models.Q(("notify_status", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sending_handed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("fault", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_sending_failed_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["post", "email"])),
                                name="letter_sending_by_post_or_email",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tells__in", ["", "first", "follows"])),
                                name="letter_sending_tells_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("handed_at__isnull", True),
                                        ("handed_at__gte", models.F("asked_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_at__gte", models.F("asked_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="letter_sending_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "with_notify", "done", "failed", "taken_back"])
                                ),
                                name="letter_sending_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("next_try_at__isnull", False),
                                        ("state__in", ["waiting", "with_notify"]),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("next_try_at__isnull", True),
                                        ("state__in", ["done", "failed", "taken_back"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sending_ended_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("notify_id__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        ("notify_id__isnull", False), ("state__in", ["with_notify", "done"])
                                    ),
                                    ("state", "failed"),
                                    models.Q(
                                        ("notify_id__isnull", True), ("state", "taken_back"), ("tries", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sending_state_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "taken_back"),
                                        ("taken_back_by__isnull", False),
                                        ("taken_back_reason_sealed__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("state", "taken_back"), _negated=True),
                                        ("taken_back_by__isnull", True),
                                        ("taken_back_reason_sealed__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_sending_taken_back_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "wanted_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="letter_sending_wanted_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "why_another__in",
                                        [
                                            "they_agreed",
                                            "not_safe_now",
                                            "takes_too_long",
                                            "advised",
                                            "not_reached",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="letter_sending_why_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CpsReview",
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
                            "status",
                            models.CharField(
                                choices=[
                                    ("to_pass_on", "To be passed on to CPS"),
                                    ("with_cps", "With CPS"),
                                    ("to_tell", "Answered: the victim is to hear of it"),
                                    ("answered", "The victim has the answer"),
                                    ("no_decision", "CPS never made the decision"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("decided_on", models.DateField()),
                        ("letter_on", models.DateField(blank=True, null=True)),
                        ("received_on", models.DateField()),
                        (
                            "reached",
                            models.CharField(
                                choices=[("police", "To us: we pass it on to CPS"), ("cps", "To CPS itself")],
                                max_length=10,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("post", "Letter"),
                                    ("online", "Online form"),
                                    ("via_isva", "Through the ISVA"),
                                    ("other", "Another way"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("victim", "The victim"),
                                    ("family", "A family member, parent or bereaved relative"),
                                    ("spokesperson", "A spokesperson"),
                                    ("isva", "The ISVA"),
                                    ("other", "Somebody else for the victim"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("passed_on_at", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_reviews",
                                to="cases.case",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_reviews",
                                to="reviews.decision",
                            ),
                        ),
                        (
                            "passed_on_by",
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
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cps_reviews",
                                to="cases.victim",
                            ),
                        ),
                        ("again_asked_on", models.DateField(blank=True, null=True)),
                        (
                            "again_passed_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("again_passed_on", models.DateField(blank=True, null=True)),
                        (
                            "again_reached",
                            models.CharField(
                                blank=True,
                                choices=[("police", "To us: we pass it on to CPS"), ("cps", "To CPS itself")],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["received_on", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="cps_review_case"),
                            models.Index(fields=["due_on", "id"], name="cps_review_due"),
                            models.Index(fields=["received_on", "id"], name="cps_review_received"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "victim"), name="cps_review_once_a_victim"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_on__gte", models.F("decided_on"))),
                                name="cps_review_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("letter_on__isnull", True),
                                    models.Q(
                                        ("letter_on__gte", models.F("decided_on")),
                                        ("received_on__gte", models.F("letter_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_review_letter_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="cps_review_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("passed_on_at__isnull", True), ("passed_on_by__isnull", True)),
                                    models.Q(
                                        ("passed_on_at__gte", models.F("received_on")),
                                        ("passed_on_at__isnull", False),
                                        ("passed_on_by__isnull", False),
                                        ("reached", "police"),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_review_passed_on_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("passed_on_at__isnull", True),
                                        ("reached", "police"),
                                        ("status", "to_pass_on"),
                                    ),
                                    models.Q(
                                        ("reached", "cps"),
                                        models.Q(
                                            models.Q(
                                                models.Q(("status", "to_pass_on"), _negated=True),
                                                models.Q(
                                                    ("again_passed_on__isnull", True),
                                                    ("again_reached", "police"),
                                                    _negated=True,
                                                ),
                                            ),
                                            models.Q(
                                                ("status", "to_pass_on"),
                                                ("again_passed_on__isnull", True),
                                                ("again_reached", "police"),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("passed_on_at__isnull", False),
                                        models.Q(
                                            models.Q(
                                                models.Q(("status", "to_pass_on"), _negated=True),
                                                models.Q(
                                                    ("again_passed_on__isnull", True),
                                                    ("again_reached", "police"),
                                                    _negated=True,
                                                ),
                                            ),
                                            models.Q(
                                                ("status", "to_pass_on"),
                                                ("again_passed_on__isnull", True),
                                                ("again_reached", "police"),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    ("status", "no_decision"),
                                    _connector="OR",
                                ),
                                name="cps_review_waits_until_passed_on",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "no_decision"), _negated=True),
                                    ("due_on__isnull", True),
                                    _connector="OR",
                                ),
                                name="cps_review_of_no_decision_waits_for_nothing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["to_pass_on", "with_cps", "to_tell", "answered", "no_decision"],
                                    )
                                ),
                                name="cps_review_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reached__in", ["police", "cps"])),
                                name="cps_review_reached_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "in_person",
                                            "phone",
                                            "email",
                                            "post",
                                            "online",
                                            "via_isva",
                                            "other",
                                        ],
                                    )
                                ),
                                name="cps_review_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked_by__in", ["victim", "family", "spokesperson", "isva", "other"])
                                ),
                                name="cps_review_asked_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("again_asked_on__isnull", True), ("again_reached", "")),
                                    models.Q(
                                        ("again_asked_on__gte", models.F("received_on")),
                                        ("again_asked_on__isnull", False),
                                        models.Q(("again_reached", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_review_again_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("again_passed_by__isnull", True), ("again_passed_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("again_asked_on__isnull", False),
                                        ("again_passed_by__isnull", False),
                                        ("again_passed_on__gte", models.F("again_asked_on")),
                                        ("again_passed_on__isnull", False),
                                        ("again_reached", "police"),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_review_again_passed_on_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("again_reached__in", ["police", "cps", ""])),
                                name="cps_review_again_reached_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CpsReviewStage",
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
                                    ("local", "Local resolution"),
                                    ("independent", "Independent review"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("began_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("after_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("local_upheld", "Local resolution: the decision stands"),
                                    ("local_overturned", "Local resolution: overturned"),
                                    ("independent_upheld", "Independent review: the decision stands"),
                                    ("independent_overturned", "Independent review: overturned"),
                                    ("no_remedy", "Overturned, but nothing can be done: an apology"),
                                ],
                                max_length=25,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("letter_on", models.DateField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
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
                            "recorded_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="reviews.cpsreview",
                            ),
                        ),
                        (
                            "told_by",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["began_on", "id"],
                        "indexes": [models.Index(fields=["case"], name="cps_stage_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "kind"), name="cps_stage_once_a_review"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("after_on__isnull", True), ("kind", "local")),
                                    models.Q(
                                        ("after_on__isnull", False),
                                        ("began_on__gte", models.F("after_on")),
                                        ("kind", "independent"),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_stage_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("began_on"))),
                                name="cps_stage_due_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", ""),
                                    models.Q(
                                        ("kind", "local"),
                                        ("outcome__in", ["local_upheld", "local_overturned"]),
                                    ),
                                    models.Q(
                                        ("kind", "independent"),
                                        (
                                            "outcome__in",
                                            ["independent_upheld", "independent_overturned", "no_remedy"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_stage_outcome_of_its_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_on__isnull", True),
                                        ("letter_on__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("decided_on__gte", models.F("began_on")),
                                        ("decided_on__isnull", False),
                                        models.Q(
                                            ("letter_on__isnull", True),
                                            ("letter_on__gte", models.F("decided_on")),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_stage_decided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("told_at__isnull", True),
                                        ("told_by__isnull", True),
                                        ("told_method", ""),
                                    ),
                                    models.Q(
                                        ("decided_on__isnull", False),
                                        ("told_at__isnull", False),
                                        ("told_by__isnull", False),
                                        ("decided_on__lte", cases.models.base.LondonDate("told_at")),
                                        models.Q(("told_method", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="cps_stage_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="cps_stage_method_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpeditedReview",
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
                        ("proposed_on", models.DateField()),
                        ("hearing_on", models.DateField()),
                        ("told_on", models.DateField(blank=True, null=True)),
                        ("ask_by", models.DateField(blank=True, null=True)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("asked", "They ask for a review before that"),
                                    ("not_asked", "They do not ask for one"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continues", "The prosecution goes on"),
                                    ("stops", "CPS offers no evidence"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("outcome_told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome_told_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("charge_gone_at", models.DateTimeField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "allegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expedited_reviews",
                                to="cases.allegation",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expedited_reviews",
                                to="cases.case",
                            ),
                        ),
                        (
                            "outcome_told_by",
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
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expedited_reviews",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "told_by",
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
                            "told_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("told_recorded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["hearing_on", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="expedited_case"),
                            models.Index(fields=["hearing_on", "id"], name="expedited_hearing"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("outcome", ""), models.Q(("answer", "not_asked"), _negated=True)
                                ),
                                fields=("allegation",),
                                name="expedited_one_open_a_charge",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome_told_at__isnull", True),
                                        ("outcome_told_by__isnull", True),
                                        ("outcome_told_method", ""),
                                    ),
                                    models.Q(
                                        ("outcome_told_at__isnull", False),
                                        ("outcome_told_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        ("decided_on__lte", cases.models.base.LondonDate("outcome_told_at")),
                                        models.Q(("outcome_told_method", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="expedited_told_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["asked", "not_asked", ""])),
                                name="expedited_answer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["continues", "stops", ""])),
                                name="expedited_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome_told_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="expedited_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hearing_on__gte", models.F("proposed_on")),
                                    ("proposed_on__lte", cases.models.base.LondonDate("recorded_at")),
                                ),
                                name="expedited_begins_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ask_by__isnull", True),
                                        ("told_by__isnull", True),
                                        ("told_method", ""),
                                        ("told_on__isnull", True),
                                        ("told_recorded_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("told_on__gte", models.F("proposed_on")),
                                        ("told_on__isnull", False),
                                        ("ask_by__gte", models.F("told_on")),
                                        ("ask_by__isnull", False),
                                        models.Q(
                                            models.Q(
                                                ("told_by__isnull", True),
                                                ("told_on__lte", cases.models.base.LondonDate("recorded_at")),
                                                ("told_recorded_at__isnull", True),
                                            ),
                                            models.Q(
                                                ("told_by__isnull", False),
                                                ("told_recorded_at__isnull", False),
                                                ("told_recorded_at__gte", models.F("recorded_at")),
                                                (
                                                    "told_on__lte",
                                                    cases.models.base.LondonDate("told_recorded_at"),
                                                ),
                                                models.Q(("told_method", ""), _negated=True),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="expedited_heard_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_on__isnull", True),
                                        ("due_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("answer", "asked"),
                                        ("answered_on__gte", models.F("told_on")),
                                        ("answered_on__isnull", False),
                                        ("due_on__gte", models.F("answered_on")),
                                        ("due_on__isnull", False),
                                        ("told_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("answer", "not_asked"),
                                        ("answered_on__gte", models.F("told_on")),
                                        ("answered_on__isnull", False),
                                        ("due_on__isnull", True),
                                        ("told_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="expedited_answer_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="expedited_heard_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("outcome", "")),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("answer", "asked"),
                                        ("answered_on__isnull", False),
                                        ("decided_on__gte", models.F("answered_on")),
                                        ("decided_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("answer", ""),
                                        ("decided_on__gte", models.F("proposed_on")),
                                        ("decided_on__isnull", False),
                                        ("outcome", "continues"),
                                    ),
                                    _connector="OR",
                                ),
                                name="expedited_outcome_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewExtension",
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
                        ("was_due_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("reason_sealed", models.BinaryField()),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "told_method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("extended_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "extended_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="reviews.reviewrequest",
                            ),
                        ),
                        (
                            "told_by",
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
                        "ordering": ["request", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("request", "number"), name="review_extension_number_once"
                            ),
                            models.UniqueConstraint(
                                fields=("request", "was_due_on"), name="review_extension_moves_on_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gt", models.F("was_due_on"))),
                                name="review_extension_is_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="review_extension_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                            "",
                                        ],
                                    )
                                ),
                                name="review_extension_method_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("told_at__isnull", True)),
                                fields=("request",),
                                name="review_extension_one_untold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("told_at__isnull", True),
                                        ("told_by__isnull", True),
                                        ("told_method", ""),
                                    ),
                                    models.Q(
                                        ("told_at__gte", models.F("extended_at")),
                                        ("told_at__isnull", False),
                                        ("told_by__isnull", False),
                                        models.Q(("told_method", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_extension_told_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewUpdate",
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
                        ("told_at", models.DateTimeField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("in_person_home", "In person, at home"),
                                    ("in_person_station", "In person, at a police station"),
                                    ("in_person_sarc", "In person, at a SARC"),
                                    ("in_person_isva", "In person, at the ISVA's office"),
                                    ("video", "Video call"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("text", "Text (to arrange only)"),
                                    ("post", "Post"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_idva_or_flo", "Through an IDVA or family liaison officer"),
                                    ("via_parent", "Through a parent or guardian"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("note_sealed", models.BinaryField(blank=True, null=True)),
                        ("next_on", models.DateField()),
                        ("agreed", models.BooleanField(default=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="reviews.reviewrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["told_at", "id"],
                        "indexes": [
                            models.Index(fields=["request", "told_at"], name="review_update_request")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("told_at__lte", models.F("recorded_at"))),
                                name="review_update_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "method__in",
                                        [
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "video",
                                            "phone",
                                            "email",
                                            "text",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                        ],
                                    )
                                ),
                                name="review_update_method_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAsker",
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
                        ("decided_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("phone", "Phone"),
                                    ("email", "E-mail"),
                                    ("post", "Letter"),
                                    ("online", "Online form"),
                                    ("via_isva", "Through the ISVA"),
                                    ("other", "Another way"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[
                                    ("victim", "The victim"),
                                    ("family", "A family member, parent or bereaved relative"),
                                    ("spokesperson", "A spokesperson"),
                                    ("isva", "The ISVA"),
                                    ("other", "Somebody else for the victim"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("hears", models.BooleanField()),
                        ("words_sealed", models.BinaryField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        ("void_reason", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="askers",
                                to="reviews.reviewrequest",
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
                    ],
                    options={
                        "ordering": ["received_at", "id"],
                        "indexes": [models.Index(fields=["case"], name="review_asker_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("request", "asked_by", "received_at"),
                                name="review_asker_recorded_once",
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
                                name="review_asker_voided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_at__lte", models.F("recorded_at"))),
                                name="review_asker_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_at__gte", models.F("decided_at"))),
                                name="review_asker_after_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hears", True),
                                    models.Q(("asked_by", "victim"), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_asker_victim_hears",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "in_person",
                                            "phone",
                                            "email",
                                            "post",
                                            "online",
                                            "via_isva",
                                            "other",
                                        ],
                                    )
                                ),
                                name="review_asker_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked_by__in", ["victim", "family", "spokesperson", "isva", "other"])
                                ),
                                name="review_asker_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewEnquiries",
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
                        ("asked_on", models.DateField()),
                        ("ended_on", models.DateField()),
                        ("found_sealed", models.BinaryField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to="reviews.reviewrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["recorded_at", "id"],
                        "indexes": [models.Index(fields=["case"], name="review_enquiries_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ended_on__gte", models.F("asked_on"))),
                                name="review_enquiries_after_review",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="review_enquiries_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissedTelling",
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
                        ("recorded_at", models.DateTimeField()),
                        ("begins_at", models.DateTimeField()),
                        ("clock", models.CharField(max_length=40)),
                        ("due_on", models.DateField()),
                        ("tell_by", models.DateField()),
                        ("stopped_at", models.DateTimeField()),
                        (
                            "late_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_reached", "They could not be reached"),
                                    ("officer_away", "Whoever was to tell them was away"),
                                    ("not_passed_on", "The decision was not passed on"),
                                    ("cps_word_late", "CPS's word came late"),
                                    (
                                        "companion",
                                        "Their ISVA or specially trained officer could not be there",
                                    ),
                                    ("interpreter", "No interpreter could be had"),
                                    ("not_safe", "There was no safe moment"),
                                    ("other_work", "Other work came first"),
                                    ("overlooked", "It was overlooked"),
                                    ("other", "Another cause"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("late_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("late_said_at", models.DateTimeField(blank=True, null=True)),
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missed_tellings",
                                to="cases.case",
                            ),
                        ),
                        (
                            "late_said_by",
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
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missed",
                                to="reviews.notification",
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
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="missed_tellings",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["tell_by", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="missed_telling_case"),
                            models.Index(fields=["victim"], name="missed_telling_victim"),
                            models.Index(fields=["tell_by", "id"], name="missed_telling_by"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("notice", "begins_at"),
                                name="missed_telling_once_a_clock",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tell_by__gte", models.F("due_on")),
                                    ("tell_by__lt", cases.models.base.LondonDate("stopped_at")),
                                ),
                                name="missed_telling_was_late",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recorded_at__gte", models.F("stopped_at")),
                                    ("stopped_at__gte", models.F("begins_at")),
                                    models.Q(
                                        ("voided_at__isnull", True),
                                        ("voided_at__gte", models.F("recorded_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="missed_telling_kept_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("late_because", ""),
                                        ("late_note_sealed__isnull", True),
                                        ("late_said_at__isnull", True),
                                        ("late_said_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("late_note_sealed__isnull", False),
                                        ("late_said_at__isnull", False),
                                        ("late_said_by__isnull", False),
                                        models.Q(("late_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="missed_telling_late_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "late_because__in",
                                        [
                                            "not_reached",
                                            "officer_away",
                                            "not_passed_on",
                                            "cps_word_late",
                                            "companion",
                                            "interpreter",
                                            "not_safe",
                                            "other_work",
                                            "overlooked",
                                            "other",
                                            "",
                                        ],
                                    )
                                ),
                                name="missed_telling_late_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotToldBefore",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("withdrew", "They withdrew and asked not to be told"),
                                    ("opted_out", "They opted out of hearing from us"),
                                    ("unsafe", "No safe way to tell them"),
                                    ("no_contact_details", "No contact details"),
                                    ("deceased", "They have died"),
                                    ("other", "Another reason"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("note_sealed", models.BinaryField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "taken_back_because",
                            models.CharField(
                                choices=[
                                    ("mistake", "It was recorded by mistake"),
                                    ("wants_to_hear", "They want to hear of it after all"),
                                    ("came_back", "What stood against it does not hold any more"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("taken_back_note_sealed", models.BinaryField()),
                        ("taken_back_at", models.DateTimeField()),
                        ("again_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="not_told_before",
                                to="cases.case",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="not_told_before",
                                to="reviews.notification",
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
                        (
                            "said_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="not_told_before",
                                to="cases.victim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said_at", "id"],
                        "indexes": [
                            models.Index(fields=["case"], name="not_told_before_case"),
                            models.Index(fields=["victim"], name="not_told_before_victim"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("notice", "taken_back_at"), name="not_told_before_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recorded_at__gte", models.F("taken_back_at")),
                                    ("taken_back_at__gte", models.F("said_at")),
                                ),
                                name="not_told_before_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("again_at__isnull", True), ("taken_back_because", "mistake")),
                                    models.Q(
                                        models.Q(("taken_back_because", "mistake"), _negated=True),
                                        ("again_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="not_told_before_mistake_keeps_clock",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "because__in",
                                        [
                                            "withdrew",
                                            "opted_out",
                                            "unsafe",
                                            "no_contact_details",
                                            "deceased",
                                            "other",
                                        ],
                                    )
                                ),
                                name="not_told_before_why_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_back_because__in", ["mistake", "wants_to_hear", "came_back"])
                                ),
                                name="not_told_before_back_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

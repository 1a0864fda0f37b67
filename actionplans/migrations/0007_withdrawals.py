"""Keep what CPS withdrew of its own accord, and what it closed unanswered and opened again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0006_clinic_corrections"),
        ("cases", "0003_admin_finalised"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemWithdrawal",
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
            ],
            options={
                "ordering": ["withdrawn_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlanEnding",
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
            ],
            options={
                "ordering": ["ended_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlanReopening",
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
            ],
            options={
                "ordering": ["reopened_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="itemdispute",
            name="dispute_settled_with_outcome",
        ),
        migrations.AlterField(
            model_name="itemdispute",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "Accepted: CPS no longer asks for it"),
                    ("accepted_in_part", "Accepted in part: CPS asks for less"),
                    ("not_accepted", "Not accepted: CPS still asks for it"),
                    ("item_withdrawn", "Item withdrawn: CPS asks for it no more, disputed or not"),
                    ("fell_away", "Fell away: the item was accepted, returned or its plan ended"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="itemwait",
            name="ended_how",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="itemdispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at__isnull", True)),
                    models.Q(
                        (
                            "outcome__in",
                            ["accepted", "accepted_in_part", "not_accepted", "item_withdrawn", "fell_away"],
                        ),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dispute_settled_with_outcome",
            ),
        ),
        migrations.AddField(
            model_name="itemwithdrawal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="itemwithdrawal",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="itemwithdrawal",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="itemwithdrawal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="actionplans.actionplanitem",
            ),
        ),
        migrations.AddField(
            model_name="itemwithdrawal",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planending",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="planending",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planending",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planending",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endings",
                to="actionplans.actionplan",
            ),
        ),
        migrations.AddField(
            model_name="planending",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planreopening",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="planreopening",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planreopening",
            name="ending",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopenings",
                to="actionplans.planending",
            ),
        ),
        migrations.AddField(
            model_name="planreopening",
            name="entered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planreopening",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_date__isnull", True), ("document_name", ""), ("source", "cps")),
                    models.Q(
                        ("document_date__isnull", False),
                        ("source", "police_from_document"),
                        (
                            "document_name__in",
                            ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email", "clinic_note"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="item_withdrawal_document_named_by_police",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                    models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                    _connector="OR",
                ),
                name="item_withdrawal_superseded_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__lte", models.F("recorded_at"))),
                name="item_withdrawal_not_in_future",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("item",),
                name="item_withdrawal_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["issued_in_error", "already_held", "not_needed", "another_plan", "other"])
                ),
                name="item_withdrawal_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    ("words_sealed__isnull", False),
                    _connector="OR",
                ),
                name="item_withdrawal_other_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("stood__in", ["open", "sent_back", "returned"])),
                name="item_withdrawal_stood",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("back_sealed__isnull", True), ("superseded_at__isnull", False), _connector="OR"
                ),
                name="item_withdrawal_back_is_superseded",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_date__isnull", True), ("document_name", ""), ("source", "cps")),
                    models.Q(
                        ("document_date__isnull", False),
                        ("source", "police_from_document"),
                        (
                            "document_name__in",
                            ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email", "clinic_note"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="plan_ending_document_named_by_police",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                    models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_ending_superseded_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__lte", models.F("recorded_at"))),
                name="plan_ending_not_in_future",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True), ("superseded_at__isnull", True)),
                fields=("plan",),
                name="plan_ending_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", "admin_finalised"), ("reason", "not_answered")),
                    models.Q(
                        ("ended_as", "withdrawn"),
                        (
                            "reason__in",
                            ["issued_in_error", "later_plan", "not_needed", "other", "not_answered"],
                        ),
                        models.Q(("reason", "not_answered"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_ending_fits_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    ("words_sealed__isnull", False),
                    _connector="OR",
                ),
                name="plan_ending_other_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stood__in",
                        ["issued", "accepted", "in_progress", "part_returned", "returned", "rejected"],
                    )
                ),
                name="plan_ending_stood",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_as", "withdrawn"), ("owed__gte", 1), _connector="OR"),
                name="plan_ending_unanswered_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_at__isnull", True),
                    models.Q(("ended_as", "admin_finalised"), ("reopened_at__gte", models.F("ended_at"))),
                    _connector="OR",
                ),
                name="plan_ending_opened_again_if_finalised",
            ),
        ),
        migrations.AddConstraint(
            model_name="planending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("back_sealed__isnull", True), ("superseded_at__isnull", False), _connector="OR"
                ),
                name="plan_ending_back_is_superseded",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_date__isnull", True), ("document_name", ""), ("source", "cps")),
                    models.Q(
                        ("document_date__isnull", False),
                        ("source", "police_from_document"),
                        (
                            "document_name__in",
                            ["mg3", "mg3a", "action_plan", "triage_note", "letter", "email", "clinic_note"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="plan_reopening_document_named_by_police",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreopening",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="planreopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                    models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_reopening_superseded_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("reopened_at__lte", models.F("recorded_at"))),
                name="plan_reopening_not_in_future",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreopening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("ending",),
                name="plan_reopening_stands_once",
            ),
        ),
    ]

"""Keep of each charge that police entered from a CPS document what CPS says of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0003_item_line_of_its_case"),
        ("cases", "0002_restricted_case_names_enough"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnteredCharge",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.milestone"
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
                                ("document_date__isnull", True), ("document_name", ""), ("source", "cps")
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
                            models.Q(("superseded_at__isnull", True), ("superseded_by__isnull", True)),
                            models.Q(("superseded_at__isnull", False), ("superseded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="entered_charge_superseded_together",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="triage",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at__isnull", True),
                    ("source", "police_from_document"),
                    ("superseded_at__isnull", True),
                ),
                fields=["triaged_at", "id"],
                name="triage_to_confirm",
            ),
        ),
        migrations.AddIndex(
            model_name="advice",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at__isnull", True),
                    ("source", "police_from_document"),
                    ("superseded_at__isnull", True),
                ),
                fields=["given_at", "id"],
                name="advice_to_confirm",
            ),
        ),
    ]

"""What an ISVA tells the police for a client, and the order of an ISVA's own clients."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_due_check_first"),
        ("victims", "0005_support"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WithdrawalTold",
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
                            ("never_supported", "Did not want an investigation from the start"),
                            ("withdrew", "No longer wants to take part"),
                            ("retracted", "Took back the account"),
                            ("lost_contact", "We have lost contact (not a withdrawal)"),
                        ],
                        max_length=20,
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                (
                    "from_what",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("statement", "Giving a statement or an account"),
                                ("investigation", "The investigation"),
                                ("prosecution", "A prosecution"),
                                ("all_contact", "All contact with the police"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("words_sealed", models.BinaryField(blank=True, null=True)),
                ("asked_to_tell", models.BooleanField()),
                ("told_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("not_confirmed_because_sealed", models.BinaryField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-told_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="isvasupport",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["isva", "-started_at", "id"],
                name="isva_own_newest",
            ),
        ),
        migrations.AddField(
            model_name="withdrawaltold",
            name="answered_by",
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
            model_name="withdrawaltold",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="withdrawaltold",
            name="told_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="withdrawaltold",
            name="victim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals_told",
                to="cases.victim",
            ),
        ),
        migrations.AddField(
            model_name="withdrawaltold",
            name="withdrawal",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="told_as",
                to="victims.withdrawal",
            ),
        ),
        migrations.AddIndex(
            model_name="withdrawaltold",
            index=models.Index(fields=["victim", "-told_at"], name="told_victim"),
        ),
        migrations.AddIndex(
            model_name="withdrawaltold",
            index=models.Index(fields=["case"], name="told_case"),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("victim",),
                name="told_once_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawal__isnull", False)),
                fields=("withdrawal",),
                name="told_once_a_withdrawal",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["never_supported", "retracted", "withdrew"])),
                name="told_kind_is_a_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_what__contained_by", ["statement", "investigation", "prosecution", "all_contact"])
                ),
                name="told_from_what_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_what", []), _negated=True), name="told_says_from_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_to_tell", True)), name="told_as_the_victim_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(("occurred_at__lte", models.F("told_at"))), name="told_not_in_future"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("not_confirmed_because_sealed__isnull", True),
                        ("withdrawal__isnull", True),
                    ),
                    models.Q(
                        ("answered_at__gte", models.F("told_at")),
                        ("answered_by__isnull", False),
                        models.Q(
                            models.Q(
                                ("not_confirmed_because_sealed__isnull", True), ("withdrawal__isnull", False)
                            ),
                            models.Q(
                                ("not_confirmed_because_sealed__isnull", False), ("withdrawal__isnull", True)
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="told_answered_together_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawaltold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True),
                    models.Q(("answered_by", models.F("told_by")), _negated=True),
                    _connector="OR",
                ),
                name="told_answered_by_another",
            ),
        ),
    ]

"""Appointments of the police with a victim and their ISVA; an answer to what was told names its moment."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_due_check_first"),
        ("victims", "0006_told_via_isva"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JointAppointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_at", models.DateTimeField()),
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
                ("place_sealed", models.BinaryField(blank=True, null=True)),
                (
                    "will_tell",
                    models.CharField(
                        choices=[
                            ("decision", "A decision"),
                            ("charge", "Whether somebody is charged"),
                            ("release", "Bail or release"),
                            ("update", "How the case stands"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("victim_asked", models.BooleanField(default=False)),
                ("arranged_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("joins", "I will be there"), ("cannot", "I cannot be there")],
                        max_length=10,
                    ),
                ),
                (
                    "cannot_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time", "Not at this time"),
                            ("way", "Not in this way or place"),
                            ("victim", "The victim would rather be without me"),
                            ("not_safe", "It is not safe for the victim"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[("held", "Held"), ("moved", "Moved"), ("cancelled", "Cancelled")],
                        max_length=10,
                    ),
                ),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("victim", "The victim asked for it"),
                            ("nothing_to_tell", "There is nothing to tell yet"),
                            ("another_way", "They are told in another way"),
                            ("not_safe", "It is not safe"),
                            ("in_error", "Arranged in error"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="withdrawaltold",
            name="told_answered_together_one_way",
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
                        ("answered_at__isnull", False),
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
        migrations.AddField(
            model_name="jointappointment",
            name="arranged_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="jointappointment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="jointappointment",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="victims.contact",
            ),
        ),
        migrations.AddField(
            model_name="jointappointment",
            name="ended_by",
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
            model_name="jointappointment",
            name="isva",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="jointappointment",
            name="moved_from",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="victims.jointappointment",
            ),
        ),
        migrations.AddField(
            model_name="jointappointment",
            name="victim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="cases.victim"
            ),
        ),
        migrations.AddIndex(
            model_name="jointappointment",
            index=models.Index(fields=["victim", "-starts_at"], name="appointment_victim"),
        ),
        migrations.AddIndex(
            model_name="jointappointment",
            index=models.Index(fields=["case"], name="appointment_case"),
        ),
        migrations.AddIndex(
            model_name="jointappointment",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["isva", "starts_at", "id"],
                name="appointment_of_isva",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("victim", "isva", "starts_at"),
                name="appointment_once_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("moved_from__isnull", False)),
                fields=("moved_from",),
                name="appointment_moved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
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
                name="appointment_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("will_tell__in", ["decision", "charge", "release", "update", "other"])),
                name="appointment_tells_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["joins", "cannot", ""])), name="appointment_answer_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cannot_because__in", ["time", "way", "victim", "not_safe", "other", ""])
                ),
                name="appointment_cannot_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended__in", ["held", "moved", "cancelled", ""])),
                name="appointment_ended_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cancelled_because__in",
                        ["victim", "nothing_to_tell", "another_way", "not_safe", "in_error", "other", ""],
                    )
                ),
                name="appointment_cancelled_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__gt", models.F("arranged_at"))),
                name="appointment_arranged_ahead",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("isva", models.F("arranged_by")), _negated=True),
                name="appointment_isva_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("cannot_because", "")),
                    models.Q(
                        ("answered_at__gte", models.F("arranged_at")),
                        ("answered_at__isnull", False),
                        models.Q(
                            models.Q(("answer", "joins"), ("cannot_because", "")),
                            models.Q(("answer", "cannot"), models.Q(("cannot_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="appointment_answered_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_because", ""),
                        ("contact__isnull", True),
                        ("ended", ""),
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                    ),
                    models.Q(
                        ("ended_at__gte", models.F("arranged_at")),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(
                            models.Q(
                                ("cancelled_because", ""), ("contact__isnull", False), ("ended", "held")
                            ),
                            models.Q(
                                ("cancelled_because", ""), ("contact__isnull", True), ("ended", "moved")
                            ),
                            models.Q(
                                ("contact__isnull", True),
                                ("ended", "cancelled"),
                                models.Q(("cancelled_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="appointment_ends_together_one_way",
            ),
        ),
    ]

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
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
                    name="Contact",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="cases.victim",
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("out", "We contacted the victim"),
                                    (
                                        "in",
                                        "The victim contacted us, or whoever is on record to speak or act for them",
                                    ),
                                    ("other", "Somebody else contacted us about the victim"),
                                ],
                                max_length=10,
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
                        ("reached", models.BooleanField()),
                        ("left_message", models.BooleanField(default=False)),
                        (
                            "about",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("update", "Progress update"),
                                        ("arrest_or_bail", "Arrest, interview, bail or release of a suspect"),
                                        ("decision", "A decision"),
                                        ("account", "Account or statement"),
                                        ("evidence", "Devices, records or other evidence"),
                                        ("support", "Support"),
                                        ("safety", "Safety"),
                                        ("wishes", "Their wishes about taking part"),
                                        ("court", "Court"),
                                        ("arranging", "Arranging a time"),
                                        ("other", "Something else"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        ("summary_sealed", models.BinaryField()),
                        ("next_due_on", models.DateField(blank=True, null=True)),
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
                        "ordering": ["-occurred_at"],
                        "indexes": [
                            models.Index(fields=["victim", "-occurred_at"], name="contact_victim"),
                            models.Index(fields=["case", "-occurred_at"], name="contact_case"),
                            models.Index(fields=["-occurred_at", "id"], name="contact_newest"),
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
                                name="contact_voided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurred_at__lte", models.F("recorded_at"))),
                                name="contact_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("direction", "in"), _negated=True),
                                    ("reached", True),
                                    _connector="OR",
                                ),
                                name="contact_from_victim_reached",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("direction", "other"), _negated=True),
                                    models.Q(("next_due_on__isnull", True), ("reached", False)),
                                    _connector="OR",
                                ),
                                name="contact_from_others_reached_nobody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_message", False),
                                    models.Q(("direction", "out"), ("reached", False)),
                                    _connector="OR",
                                ),
                                name="contact_message_of_an_attempt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about__len__gte", 1)), name="contact_about_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_due_on__isnull", True),
                                    ("next_due_on__gte", cases.models.base.LondonDate("occurred_at")),
                                    _connector="OR",
                                ),
                                name="contact_next_is_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "about__contained_by",
                                        [
                                            "update",
                                            "arrest_or_bail",
                                            "decision",
                                            "account",
                                            "evidence",
                                            "support",
                                            "safety",
                                            "wishes",
                                            "court",
                                            "arranging",
                                            "other",
                                        ],
                                    )
                                ),
                                name="contact_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["out", "in", "other"])),
                                name="contact_direction_known",
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
                                name="contact_method_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactAlert",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_alerts",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("moved", "They have moved house"),
                                    ("address_known", "The suspect knows this address"),
                                    ("phone_seen", "Somebody else may see or hear their phone"),
                                    ("email_seen", "Somebody else may read their e-mail"),
                                    ("everything", "Somebody may be watching everything they use"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "stops",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                size=None,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        (
                            "reached",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "safe_again",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("confirmed_sealed", models.BinaryField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_by",
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
                        "ordering": ["-raised_at"],
                        "indexes": [
                            models.Index(fields=["victim", "-raised_at"], name="alert_victim"),
                            models.Index(fields=["case"], name="alert_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "about__in",
                                        ["moved", "address_known", "phone_seen", "email_seen", "everything"],
                                    )
                                ),
                                name="alert_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stops__contained_by",
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
                                name="alert_stops_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stops__len__gte", 1)), name="alert_stops_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("safe_again__contained_by", models.F("stops"))),
                                name="alert_safe_again_was_stopped",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed_at__isnull", True)),
                                fields=("victim", "about"),
                                name="alert_once_while_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", True),
                                        ("confirmed_by__isnull", True),
                                        ("confirmed_sealed__isnull", True),
                                        ("safe_again", []),
                                    ),
                                    models.Q(
                                        ("confirmed_at__gte", models.F("raised_at")),
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        ("confirmed_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_confirmed_together_after_raised",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactDetails",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_details",
                                to="cases.victim",
                            ),
                        ),
                        ("phone_sealed", models.BinaryField()),
                        ("email_sealed", models.BinaryField()),
                        ("address_sealed", models.BinaryField()),
                        ("safe_times_sealed", models.BinaryField()),
                        ("language_sealed", models.BinaryField()),
                        (
                            "preferred_method",
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
                        ("safe_to_leave_message", models.BooleanField(default=False)),
                        ("interpreter_needed", models.BooleanField(default=False)),
                        (
                            "forbidden_methods",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "forbidden_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("overheard", "somebody else may see or hear it"),
                                    ("suspect", "the suspect knows of it or controls it"),
                                    ("asked", "they asked us not to use it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "only_through",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("spokesperson", "No direct contact: only through their spokesperson"),
                                    ("isva", "No direct contact: only through their ISVA"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("unsafe_addresses_sealed", models.BinaryField(blank=True, null=True)),
                        ("companion_sealed", models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "contact details",
                        "indexes": [models.Index(fields=["case"], name="contact_details_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("victim",),
                                name="contact_details_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="contact_details_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "preferred_method__in",
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
                                name="contact_details_method_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "forbidden_methods__contained_by",
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
                                name="contact_details_forbidden_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("only_through__in", ["spokesperson", "isva", ""])),
                                name="contact_details_through_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("forbidden_because__in", ["overheard", "suspect", "asked", ""])
                                ),
                                name="contact_details_because_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("forbidden_because", ""), ("forbidden_methods", [])),
                                    models.Q(
                                        ("forbidden_methods__len__gte", 1),
                                        models.Q(("forbidden_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_details_forbidden_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("forbidden_methods__contains", [models.F("preferred_method")]),
                                    _negated=True,
                                ),
                                name="contact_details_prefers_what_is_safe",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactOwner",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_owners",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("with_post", models.BooleanField()),
                        ("since", models.DateTimeField()),
                        (
                            "handed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-since"],
                        "indexes": [
                            models.Index(fields=["case"], name="contact_owner_case"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["owner"],
                                name="contact_owner_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("victim",),
                                name="contact_owner_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="contact_owner_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Identity",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identities",
                                to="cases.victim",
                            ),
                        ),
                        ("name_sealed", models.BinaryField()),
                        ("known_as_sealed", models.BinaryField()),
                        ("date_of_birth_sealed", models.BinaryField()),
                        ("name_index", models.BinaryField()),
                        ("date_of_birth_index", models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=["name_index", "date_of_birth_index"],
                                name="identity_look_up",
                            ),
                            models.Index(fields=["case"], name="identity_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("victim",),
                                name="identity_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="identity_superseded_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MaterialRequest",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="material_requests",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("third_party", "Records that somebody else holds"),
                                    ("device", "The victim's own device or account"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("counselling", "Counselling or therapy service"),
                                    ("health", "Doctor, hospital or other health service"),
                                    ("council", "Council, social care among it"),
                                    ("education", "School, college or university"),
                                    ("employer", "Employer"),
                                    ("bank_or_platform", "Bank, phone company or platform"),
                                    ("other_holder", "Somebody else"),
                                    ("phone", "Phone"),
                                    ("computer", "Tablet or computer"),
                                    ("account", "Account or cloud"),
                                    ("other_device", "Another device"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("named_sealed", models.BinaryField()),
                        ("scope_sealed", models.BinaryField()),
                        ("enquiry_sealed", models.BinaryField()),
                        ("necessary_sealed", models.BinaryField()),
                        ("proportionate_sealed", models.BinaryField()),
                        ("last_resort_sealed", models.BinaryField()),
                        ("probative_sealed", models.BinaryField(blank=True, null=True)),
                        ("planned_at", models.DateTimeField()),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved", models.BooleanField(blank=True, null=True)),
                        ("approval_sealed", models.BinaryField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("noticed_on", models.DateField(blank=True, null=True)),
                        ("notice_how", models.CharField(blank=True, max_length=20, null=True)),
                        (
                            "notice_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("victim", "The victim"),
                                    ("parent", "A parent or guardian, for somebody under 18"),
                                    (
                                        "other_adult",
                                        "Another adult, for somebody who cannot decide themselves",
                                    ),
                                    ("speaker", "Who speaks for a victim who has died"),
                                    (
                                        "family",
                                        "The family of a victim who has died, where nobody speaks for them yet",
                                    ),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        (
                            "views",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_objection", "Has no objection"),
                                    ("objects", "Objects"),
                                    ("not_said", "Has not said"),
                                ],
                                max_length=12,
                                null=True,
                            ),
                        ),
                        (
                            "noticed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("requested_on", models.DateField(blank=True, null=True)),
                        ("reply_by", models.DateField(blank=True, null=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("despite_sealed", models.BinaryField(blank=True, null=True)),
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        ("taken_on", models.DateField(blank=True, null=True)),
                        ("return_by", models.DateField(blank=True, null=True)),
                        (
                            "taken_by",
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
                                    ("provided", "Provided"),
                                    ("in_part", "Provided in part"),
                                    ("none_held", "Nothing is held"),
                                    ("holder_refused", "The holder refused"),
                                    ("victim_refused", "The victim did not agree"),
                                    ("returned", "Taken and given back"),
                                    ("not_approved", "Not approved"),
                                    ("dropped", "No longer needed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("outcome_sealed", models.BinaryField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owed_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        ended_on__isnull=True,
                                        then=django.db.models.functions.comparison.Coalesce(
                                            "return_by", "reply_by"
                                        ),
                                    ),
                                    default=None,
                                ),
                                output_field=models.DateField(null=True),
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-planned_at"],
                        "indexes": [
                            models.Index(fields=["victim", "-planned_at"], name="material_victim"),
                            models.Index(fields=["case"], name="material_case"),
                            models.Index(fields=["owed_on", "id"], name="material_owed"),
                            models.Index(fields=["planned_at", "id"], name="material_planned"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "third_party"),
                                        (
                                            "source__in",
                                            (
                                                "counselling",
                                                "health",
                                                "council",
                                                "education",
                                                "employer",
                                                "bank_or_platform",
                                                "other_holder",
                                            ),
                                        ),
                                    ),
                                    models.Q(
                                        ("kind", "device"),
                                        ("source__in", ("phone", "computer", "account", "other_device")),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_source_of_its_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("probative_sealed__isnull", False), ("source", "counselling")),
                                    models.Q(
                                        models.Q(("source", "counselling"), _negated=True),
                                        ("probative_sealed__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_counselling_has_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approval_sealed__isnull", True),
                                        ("approved__isnull", True),
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("approval_sealed__isnull", False),
                                        ("approved__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_decided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_at__isnull", True),
                                    models.Q(
                                        ("decided_at__gte", models.F("planned_at")), ("source", "counselling")
                                    ),
                                    _connector="OR",
                                ),
                                name="material_decided_where_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("planned_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="material_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("notice_how__isnull", True),
                                        ("notice_to__isnull", True),
                                        ("noticed_by__isnull", True),
                                        ("noticed_on__isnull", True),
                                        ("views__isnull", True),
                                    ),
                                    models.Q(
                                        ("notice_how__isnull", False),
                                        ("notice_to__isnull", False),
                                        ("noticed_by__isnull", False),
                                        ("noticed_on__isnull", False),
                                        ("views__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_notice_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("notice_how__isnull", True),
                                    (
                                        "notice_how__in",
                                        (
                                            "in_person_home",
                                            "in_person_station",
                                            "in_person_sarc",
                                            "in_person_isva",
                                            "email",
                                            "post",
                                            "via_isva",
                                            "via_sto",
                                            "via_idva_or_flo",
                                            "via_parent",
                                            "via_spokesperson",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_notice_in_writing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("views__isnull", True),
                                    ("views__in", ["no_objection", "objects", "not_said"]),
                                    _connector="OR",
                                ),
                                name="material_views_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "counselling"), _negated=True),
                                    ("noticed_on__isnull", True),
                                    models.Q(("approved", True), ("approved__isnull", False)),
                                    _connector="OR",
                                ),
                                name="material_counselling_is_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("reply_by__isnull", True),
                                        ("requested_by__isnull", True),
                                        ("requested_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("reply_by__isnull", False),
                                        ("requested_by__isnull", False),
                                        ("requested_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_requested_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requested_on__isnull", True),
                                    models.Q(
                                        ("kind", "third_party"),
                                        ("noticed_on__isnull", False),
                                        ("noticed_on__lte", models.F("requested_on")),
                                        ("reply_by__gte", models.F("requested_on")),
                                        ("reply_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_requested_after_notice",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requested_on__isnull", True),
                                    models.Q(("views", "objects"), _negated=True),
                                    ("despite_sealed__isnull", False),
                                    _connector="OR",
                                ),
                                name="material_objection_is_weighed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed_on__isnull", True),
                                        ("return_by__isnull", True),
                                        ("taken_by__isnull", True),
                                        ("taken_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreed_on__isnull", False),
                                        ("return_by__isnull", False),
                                        ("taken_by__isnull", False),
                                        ("taken_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_taken_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_on__isnull", True),
                                    models.Q(
                                        ("agreed_on__isnull", False),
                                        ("agreed_on__lte", models.F("taken_on")),
                                        ("kind", "device"),
                                        ("noticed_on__isnull", False),
                                        ("noticed_on__lte", models.F("agreed_on")),
                                        ("return_by__gte", models.F("taken_on")),
                                        ("return_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_taken_once_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_by__isnull", True),
                                        ("ended_on__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_ended_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["", "dropped"]),
                                    models.Q(
                                        ("ended_on__gte", models.F("requested_on")),
                                        ("ended_on__isnull", False),
                                        (
                                            "outcome__in",
                                            ("provided", "in_part", "none_held", "holder_refused"),
                                        ),
                                        ("requested_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("approved", False),
                                        ("approved__isnull", False),
                                        ("outcome", "not_approved"),
                                    ),
                                    models.Q(
                                        ("ended_on__gte", models.F("noticed_on")),
                                        ("ended_on__isnull", False),
                                        ("kind", "device"),
                                        ("noticed_on__isnull", False),
                                        ("outcome", "victim_refused"),
                                        ("taken_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_on__gte", models.F("taken_on")),
                                        ("ended_on__isnull", False),
                                        ("outcome", "returned"),
                                        ("taken_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="material_outcome_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("notice_to__isnull", True),
                                    (
                                        "notice_to__in",
                                        ["victim", "parent", "other_adult", "speaker", "family"],
                                    ),
                                    _connector="OR",
                                ),
                                name="material_notice_to_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedsAssessment",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs_assessments",
                                to="cases.victim",
                            ),
                        ),
                        ("assessed_at", models.DateTimeField()),
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("first", "First assessment"),
                                    ("planned", "Planned re-assessment"),
                                    ("changed", "Their circumstances changed"),
                                    ("asked", "The victim asked for it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "needs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("special_measures", "Special measures at interview or court"),
                                        ("intermediary", "A registered intermediary"),
                                        ("interpreter", "An interpreter"),
                                        ("access", "Access: sight, hearing, mobility or reading"),
                                        ("safety", "Safety measures"),
                                        ("mental_health", "Support with mental health"),
                                        ("support", "An adviser (ISVA, IDVA or other)"),
                                        ("care", "Childcare or caring"),
                                        ("housing", "Housing or money"),
                                        ("culture", "Needs of faith or culture"),
                                        ("other", "Something else"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        ("next_due_on", models.DateField()),
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
                        "ordering": ["-assessed_at"],
                        "indexes": [
                            models.Index(fields=["victim", "-assessed_at"], name="needs_victim"),
                            models.Index(fields=["case"], name="needs_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("because__in", ["first", "planned", "changed", "asked"])),
                                name="needs_because_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "needs__contained_by",
                                        [
                                            "special_measures",
                                            "intermediary",
                                            "interpreter",
                                            "access",
                                            "safety",
                                            "mental_health",
                                            "support",
                                            "care",
                                            "housing",
                                            "culture",
                                            "other",
                                        ],
                                    )
                                ),
                                name="needs_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("assessed_at__lte", models.F("recorded_at"))),
                                name="needs_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_due_on__gt", cases.models.base.LondonDate("assessed_at"))
                                ),
                                name="needs_next_is_later",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("because", "first")),
                                fields=("victim",),
                                name="needs_one_is_the_first",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reengagement",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reengagements",
                                to="cases.victim",
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                        (
                            "told_by",
                            models.CharField(
                                choices=[
                                    ("signed_statement", "Signed statement"),
                                    ("recorded", "Body-worn video or other recording"),
                                    ("in_person", "Face to face, without a recording"),
                                    ("email_or_text", "E-mail or text"),
                                    ("letter", "Letter"),
                                    ("phone_note", "Note of a phone call"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                    ("inferred", "Nobody said so: an officer inferred it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("own_words_sealed", models.BinaryField()),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="victims.reengagement",
                            ),
                        ),
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
                        "ordering": ["-occurred_at"],
                        "indexes": [
                            models.Index(fields=["case", "-occurred_at"], name="reengagement_case"),
                            models.Index(fields=["-occurred_at", "id"], name="reengagement_newest"),
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
                                name="reengagement_voided_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("victim", "occurred_at"),
                                name="reengagement_once_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurred_at__lte", models.F("recorded_at"))),
                                name="reengagement_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_by__in", ["", "inferred"]), _negated=True),
                                name="reengagement_was_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_by__in",
                                        [
                                            "signed_statement",
                                            "recorded",
                                            "in_person",
                                            "email_or_text",
                                            "letter",
                                            "phone_note",
                                            "via_isva",
                                            "via_sto",
                                            "via_spokesperson",
                                            "inferred",
                                        ],
                                    )
                                ),
                                name="reengagement_told_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightsChoice",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rights_choices",
                                to="cases.victim",
                            ),
                        ),
                        ("takes_up", models.BooleanField()),
                        ("chosen_at", models.DateTimeField()),
                        (
                            "told_by",
                            models.CharField(
                                choices=[
                                    ("signed_statement", "Signed statement"),
                                    ("recorded", "Body-worn video or other recording"),
                                    ("in_person", "Face to face, without a recording"),
                                    ("email_or_text", "E-mail or text"),
                                    ("letter", "Letter"),
                                    ("phone_note", "Note of a phone call"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                    ("inferred", "Nobody said so: an officer inferred it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
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
                        "ordering": ["-recorded_at"],
                        "indexes": [models.Index(fields=["case"], name="rights_choice_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("chosen_at__lte", models.F("recorded_at"))),
                                name="rights_choice_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_by__in", ["", "inferred"]), _negated=True),
                                name="rights_choice_was_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_by__in",
                                        [
                                            "signed_statement",
                                            "recorded",
                                            "in_person",
                                            "email_or_text",
                                            "letter",
                                            "phone_note",
                                            "via_isva",
                                            "via_sto",
                                            "via_spokesperson",
                                            "inferred",
                                        ],
                                    )
                                ),
                                name="rights_choice_told_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SafeguardingConcern",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="safeguarding_concerns",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "about",
                            models.CharField(
                                choices=[
                                    ("suspect_contact", "The suspect or somebody for them has been in touch"),
                                    ("threat", "A threat or violence"),
                                    ("online", "Harassment online or images shared"),
                                    ("self_harm", "Risk of self-harm or suicide"),
                                    ("child", "A child or another person at risk"),
                                    ("home", "Their home is not safe"),
                                    ("forced", "Honour-based abuse or forced marriage"),
                                    (
                                        "unsafe_contact",
                                        "They were contacted in a way that is not safe for them",
                                    ),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("concern_sealed", models.BinaryField()),
                        ("act_by", models.DateField()),
                        ("raised_at", models.DateTimeField()),
                        (
                            "raised_by",
                            models.ForeignKey(
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
                                    ("made_safe", "Acted on: the victim is safer"),
                                    ("referred", "Referred to another body, which has taken it on"),
                                    ("no_longer", "The risk has passed"),
                                    ("in_error", "Raised in error"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("done_sealed", models.BinaryField(blank=True, null=True)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "resolved_by",
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
                        "ordering": ["-raised_at"],
                        "indexes": [
                            models.Index(fields=["victim", "-raised_at"], name="concern_victim"),
                            models.Index(fields=["case"], name="concern_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "about__in",
                                        [
                                            "suspect_contact",
                                            "threat",
                                            "online",
                                            "self_harm",
                                            "child",
                                            "home",
                                            "forced",
                                            "unsafe_contact",
                                            "other",
                                        ],
                                    )
                                ),
                                name="concern_about_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["made_safe", "referred", "no_longer", "in_error", ""])
                                ),
                                name="concern_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("act_by__gte", cases.models.base.LondonDate("raised_at"))
                                ),
                                name="concern_acted_on_after_raised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_sealed__isnull", True),
                                        ("outcome", ""),
                                        ("resolved_at__isnull", True),
                                        ("resolved_by__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("resolved_at__gte", models.F("raised_at")),
                                        ("resolved_at__isnull", False),
                                        ("resolved_by__isnull", False),
                                        ("done_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="concern_resolved_together_after_raised",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spokesperson",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spokespersons",
                                to="cases.victim",
                            ),
                        ),
                        ("name_sealed", models.BinaryField()),
                        ("reach_sealed", models.BinaryField()),
                        (
                            "is_their",
                            models.CharField(
                                choices=[
                                    ("parent", "Parent or guardian"),
                                    ("partner", "Partner"),
                                    ("family", "Another member of the family"),
                                    ("friend", "Friend"),
                                    ("professional", "Somebody who supports them by profession"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "because",
                            models.CharField(
                                choices=[
                                    ("asked", "The victim asked for it"),
                                    ("under_18", "The victim is under 18"),
                                    ("health", "The victim's health or disability"),
                                    ("died", "The victim has died"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "tie",
                            models.CharField(
                                choices=[
                                    ("none", "None"),
                                    ("household", "Lives in the same household as a suspect"),
                                    ("relationship", "Is related to a suspect or in a relationship with one"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("since", models.DateField()),
                        ("named_at", models.DateTimeField()),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("agreed_sealed", models.BinaryField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
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
                        "ordering": ["-named_at"],
                        "indexes": [models.Index(fields=["case"], name="spokesperson_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "is_their__in",
                                        ["parent", "partner", "family", "friend", "professional"],
                                    )
                                ),
                                name="spokesperson_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("because__in", ["asked", "under_18", "health", "died"])),
                                name="spokesperson_because_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tie__in", ["none", "household", "relationship"])),
                                name="spokesperson_tie_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("victim",),
                                name="spokesperson_one_speaks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("since__lte", cases.models.base.LondonDate("named_at"))),
                                name="spokesperson_since_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("agreed_at__isnull", True),
                                        ("agreed_by__isnull", True),
                                        ("agreed_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("agreed_at__gte", models.F("named_at")),
                                        ("agreed_at__isnull", False),
                                        ("agreed_by__isnull", False),
                                        ("agreed_sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="spokesperson_agreed_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_by__isnull", True),
                                    models.Q(("agreed_by", models.F("named_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="spokesperson_two_people_agree",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(
                                        ("ended_at__gte", models.F("named_at")),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="spokesperson_ended_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoDeployment",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sto_deployments",
                                to="cases.victim",
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
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
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("deployed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "deployed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("met_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "met_recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at"],
                        "indexes": [
                            models.Index(fields=["case"], name="sto_case"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True), ("voided_at__isnull", True)),
                                fields=["officer"],
                                name="sto_officer_open",
                            ),
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
                                name="sto_voided_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True), ("voided_at__isnull", True)),
                                fields=("victim",),
                                name="sto_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_at__lte", models.F("recorded_at"))),
                                name="sto_asked_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("deployed_at__isnull", True),
                                        ("deployed_by__isnull", True),
                                        ("officer__isnull", True),
                                    ),
                                    models.Q(
                                        ("deployed_by__isnull", False),
                                        ("officer__isnull", False),
                                        ("deployed_at__gte", models.F("asked_at")),
                                        ("deployed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="sto_deployed_together_once_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_at__isnull", True), ("met_recorded_by__isnull", True)),
                                    models.Q(
                                        ("deployed_at__isnull", False),
                                        ("met_at__gte", models.F("deployed_at")),
                                        ("met_at__isnull", False),
                                        ("met_recorded_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="sto_met_together_once_deployed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(
                                        ("ended_at__gte", models.F("asked_at")),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(
                                            ("deployed_at__isnull", True),
                                            ("ended_at__gte", models.F("deployed_at")),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("met_at__isnull", True),
                                            ("ended_at__gte", models.F("met_at")),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="sto_ended_together_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportReferral",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="support_referrals",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sto", "Specially trained officer"),
                                    ("isva", "ISVA"),
                                    ("child_isva", "Child ISVA"),
                                    ("idva", "IDVA"),
                                    ("sarc", "SARC"),
                                    ("therapy", "Therapy"),
                                    ("by_and_for", "By-and-for service"),
                                    ("victim_support", "Victim support service"),
                                    ("other", "Other support"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at"],
                        "indexes": [
                            models.Index(fields=["victim", "kind"], name="referral_victim"),
                            models.Index(fields=["case"], name="referral_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "isva",
                                            "child_isva",
                                            "idva",
                                            "sarc",
                                            "therapy",
                                            "by_and_for",
                                            "victim_support",
                                            "other",
                                        ],
                                    )
                                ),
                                name="referral_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ("by_and_for", "other")), _negated=True),
                                fields=("victim", "kind"),
                                name="referral_one_a_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportService",
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
                        ("name", models.CharField(max_length=80, unique=True)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sto", "Specially trained officer"),
                                        ("isva", "ISVA"),
                                        ("child_isva", "Child ISVA"),
                                        ("idva", "IDVA"),
                                        ("sarc", "SARC"),
                                        ("therapy", "Therapy"),
                                        ("by_and_for", "By-and-for service"),
                                        ("victim_support", "Victim support service"),
                                        ("other", "Other support"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.district",
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kinds__len__gte", 1)), name="service_offers_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kinds__contained_by",
                                        [
                                            "isva",
                                            "child_isva",
                                            "idva",
                                            "sarc",
                                            "therapy",
                                            "by_and_for",
                                            "victim_support",
                                            "other",
                                        ],
                                    )
                                ),
                                name="service_kinds_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Term",
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
                                    ("reason", "Reason for a withdrawal"),
                                    ("stage", "How far the case had come"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("code", models.CharField(max_length=30)),
                        ("label", models.CharField(max_length=120)),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "positions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("first_contact", "At first contact, before any account"),
                                        ("before_abe", "After the first account, before the ABE interview"),
                                        (
                                            "after_abe",
                                            "After the ABE interview, before contact with a suspect",
                                        ),
                                        ("after_interview", "After the suspect's arrest or interview"),
                                        ("evidence_gathering", "While evidence was being gathered"),
                                        ("gatekeeper", "With the gatekeeper"),
                                        ("with_cps", "With CPS, before a charge"),
                                        ("action_plan", "During an action plan"),
                                        ("after_charge", "After charge, before trial"),
                                        ("at_trial", "At trial"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=300)),
                        (
                            "verified",
                            models.CharField(
                                choices=[
                                    ("V", "Read at the source named."),
                                    ("V2", "Read in a secondary source, not at the original."),
                                    (
                                        "U",
                                        "Common practice, not read at any source. Check before you rely on it.",
                                    ),
                                    ("A", "Our own starting value, not a published rule. The force sets it."),
                                ],
                                max_length=2,
                            ),
                        ),
                        ("in_force_from", models.DateField()),
                        ("in_force_until", models.DateField(blank=True, null=True)),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["kind", "place", "in_force_from"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_back_at__isnull", True),
                                    ("in_force_from__gt", cases.models.base.LondonDate("taken_back_at")),
                                    _connector="OR",
                                ),
                                name="term_taken_back_before_it_held",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["reason", "stage"])), name="term_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("verified__in", ["V", "V2", "U", "A"])),
                                name="term_mark_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "positions__contained_by",
                                        [
                                            "first_contact",
                                            "before_abe",
                                            "after_abe",
                                            "after_interview",
                                            "evidence_gathering",
                                            "gatekeeper",
                                            "with_cps",
                                            "action_plan",
                                            "after_charge",
                                            "at_trial",
                                        ],
                                    )
                                ),
                                name="term_positions_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("label", ""), _negated=True), name="term_has_a_label"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^[a-z][a-z0-9_]*$")),
                                name="term_code_shape",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reason"), ("positions", [])),
                                    models.Q(("kind", "stage"), ("positions__len__gte", 1)),
                                    _connector="OR",
                                ),
                                name="term_positions_of_stages",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_force_until__isnull", True),
                                    ("in_force_until__gt", models.F("in_force_from")),
                                    _connector="OR",
                                ),
                                name="term_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("kind", "="),
                                    ("code", "="),
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
                                condition=models.Q(("taken_back_at__isnull", True)),
                                name="term_one_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TermChange",
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
                                    ("reason", "Reason for a withdrawal"),
                                    ("stage", "How far the case had come"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("added", "Added"),
                                    ("renamed", "Renamed"),
                                    ("merged", "Retired into another"),
                                    ("split", "Split"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("in_force_from", models.DateField()),
                        ("why", models.CharField(max_length=500)),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_why", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "ordering": ["in_force_from", "made_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("taken_back_at__isnull", True),
                                    ("in_force_from__gt", cases.models.base.LondonDate("taken_back_at")),
                                    _connector="OR",
                                ),
                                name="term_change_taken_back_before_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("taken_back_at__isnull", True),
                                        ("taken_back_by__isnull", True),
                                        ("taken_back_why", ""),
                                    ),
                                    models.Q(
                                        ("taken_back_at__isnull", False),
                                        ("taken_back_by__isnull", False),
                                        models.Q(("taken_back_why", ""), _negated=True),
                                        ("taken_back_at__gte", models.F("made_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="term_change_taken_back_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["reason", "stage"])),
                                name="term_change_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["added", "renamed", "merged", "split"])),
                                name="term_change_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True), name="term_change_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UpdateAgreement",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="update_agreements",
                                to="cases.victim",
                            ),
                        ),
                        ("every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("agreed_on", models.DateField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["case"], name="update_agreement_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("victim",),
                                name="update_agreement_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="update_agreement_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_days__isnull", True),
                                    models.Q(("every_days__gte", 1), ("every_days__lte", 92)),
                                    _connector="OR",
                                ),
                                name="update_agreement_days_that_can_be",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="update_agreement_not_in_future",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Withdrawal",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawals",
                                to="cases.victim",
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
                        ("stage", models.CharField(max_length=20)),
                        ("stage_table", models.CharField(max_length=10)),
                        ("days_since_report", models.PositiveIntegerField()),
                        ("days_since_contact", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "support_in_place",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sto", "Specially trained officer"),
                                        ("isva", "ISVA"),
                                        ("child_isva", "Child ISVA"),
                                        ("idva", "IDVA"),
                                        ("sarc", "SARC"),
                                        ("therapy", "Therapy"),
                                        ("by_and_for", "By-and-for service"),
                                        ("victim_support", "Victim support service"),
                                        ("other", "Other support"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("plan_overdue", models.BooleanField()),
                        ("digital_pending", models.BooleanField()),
                        ("third_party_pending", models.BooleanField()),
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
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "spoken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reasons_of_victim",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "reasons_of_third_party",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "reasons_of_officer",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("primary_reason", models.CharField(blank=True, max_length=30)),
                        ("other_words_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "told_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signed_statement", "Signed statement"),
                                    ("recorded", "Body-worn video or other recording"),
                                    ("in_person", "Face to face, without a recording"),
                                    ("email_or_text", "E-mail or text"),
                                    ("letter", "Letter"),
                                    ("phone_note", "Note of a phone call"),
                                    ("via_isva", "Through the ISVA"),
                                    ("via_sto", "Through the specially trained officer"),
                                    ("via_spokesperson", "Through their spokesperson"),
                                    ("inferred", "Nobody said so: an officer inferred it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("own_words_sealed", models.BinaryField()),
                        ("third_party_words_sealed", models.BinaryField(blank=True, null=True)),
                        ("officer_words_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "support_offered",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sto", "Specially trained officer"),
                                        ("isva", "ISVA"),
                                        ("child_isva", "Child ISVA"),
                                        ("idva", "IDVA"),
                                        ("sarc", "SARC"),
                                        ("therapy", "Therapy"),
                                        ("by_and_for", "By-and-for service"),
                                        ("victim_support", "Victim support service"),
                                        ("other", "Other support"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("no_support_because_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "barriers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("safety", "Safety measures"),
                                        ("special_measures", "Special measures at court"),
                                        ("device", "A device that was asked for or kept"),
                                        ("records", "Records that were asked for"),
                                        ("support_wait", "A wait for support"),
                                        ("updates", "Updates"),
                                        ("delay", "Delay"),
                                        ("officer", "The officer who looked after them"),
                                        ("interpreter", "Language or communication"),
                                        ("housing_or_money", "Housing or money"),
                                        ("care_or_work", "Childcare, caring or work"),
                                        ("immigration", "Immigration"),
                                        ("other", "Something else"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("tried_sealed", models.BinaryField(blank=True, null=True)),
                        (
                            "recontact_welcome",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("not_asked", "Not asked")],
                                default="not_asked",
                                max_length=10,
                            ),
                        ),
                        ("recontact_on", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("corroborated_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "corroborated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corroborated_from",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("statement", "The signed statement"),
                                        ("recording", "The recording"),
                                        ("message", "The letter, e-mail or text"),
                                        ("contact_log", "The contact log"),
                                        ("sto_note", "The specially trained officer's notes"),
                                        ("isva_note", "What the ISVA wrote"),
                                        ("other_record", "Another record"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("corroboration_note_sealed", models.BinaryField(blank=True, null=True)),
                        ("looked_back_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-occurred_at"],
                        "indexes": [
                            models.Index(fields=["case", "-occurred_at"], name="withdrawal_case"),
                            models.Index(fields=["-occurred_at", "id"], name="withdrawal_newest"),
                            models.Index(fields=["stage", "-occurred_at", "id"], name="withdrawal_stage"),
                            models.Index(
                                fields=["primary_reason", "-occurred_at", "id"], name="withdrawal_reason"
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("corroborated_at__isnull", True), ("voided_at__isnull", True)
                                ),
                                fields=["occurred_at", "id"],
                                name="withdrawal_uncorroborated",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("corroborated_at__isnull", False),
                                    ("looked_back_at__isnull", True),
                                    ("voided_at__isnull", True),
                                ),
                                fields=["corroborated_at", "id"],
                                name="withdrawal_look_back_owed",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("looked_back_at__isnull", False), ("voided_at__isnull", True)
                                ),
                                fields=["corroborated_at", "id"],
                                name="withdrawal_looked_back",
                            ),
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
                                name="withdrawal_voided_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("victim", "occurred_at"),
                                name="withdrawal_once_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurred_at__lte", models.F("recorded_at"))),
                                name="withdrawal_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("primary_reason", ""), ("reasons_of_victim", [])),
                                    ("reasons_of_victim__contains", [models.F("primary_reason")]),
                                    _connector="OR",
                                ),
                                name="withdrawal_primary_is_the_victims_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "lost_contact"),
                                    ("reasons_of_victim__len__gte", 1),
                                    ("reasons_of_third_party__len__gte", 1),
                                    ("reasons_of_officer__len__gte", 1),
                                    _connector="OR",
                                ),
                                name="withdrawal_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told_by", "inferred"), _negated=True),
                                    ("reasons_of_victim", []),
                                    _connector="OR",
                                ),
                                name="withdrawal_inferred_is_not_the_victims",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("from_what", []), ("kind", "lost_contact")),
                                    models.Q(
                                        models.Q(("kind", "lost_contact"), _negated=True),
                                        ("from_what__len__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_says_from_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "lost_contact"),
                                    models.Q(
                                        ("no_support_because_sealed__isnull", True),
                                        ("support_offered__len__gte", 1),
                                    ),
                                    models.Q(
                                        ("no_support_because_sealed__isnull", False), ("support_offered", [])
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_support_offered_or_why_not",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recontact_on__isnull", True),
                                    models.Q(
                                        ("recontact_on__gte", cases.models.base.LondonDate("occurred_at")),
                                        ("recontact_welcome", "yes"),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_recontact_is_welcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "lost_contact"), _negated=True),
                                    models.Q(
                                        ("primary_reason", ""),
                                        ("reasons_of_officer", []),
                                        ("reasons_of_third_party", []),
                                        ("reasons_of_victim", []),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_lost_contact_has_no_reasons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "lost_contact"),
                                    models.Q(("told_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="withdrawal_says_how_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("corroborated_at__isnull", True),
                                        ("corroborated_by__isnull", True),
                                        ("corroborated_from", []),
                                        ("corroboration_note_sealed__isnull", True),
                                    ),
                                    models.Q(
                                        ("corroborated_at__gte", models.F("recorded_at")),
                                        ("corroborated_at__isnull", False),
                                        ("corroborated_by__isnull", False),
                                        ("corroborated_from__len__gte", 1),
                                        ("corroboration_note_sealed__isnull", False),
                                        models.Q(("corroborated_by", models.F("recorded_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_corroborated_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["never_supported", "withdrew", "retracted", "lost_contact"])
                                ),
                                name="withdrawal_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "told_by__in",
                                        [
                                            "signed_statement",
                                            "recorded",
                                            "in_person",
                                            "email_or_text",
                                            "letter",
                                            "phone_note",
                                            "via_isva",
                                            "via_sto",
                                            "via_spokesperson",
                                            "inferred",
                                            "",
                                        ],
                                    )
                                ),
                                name="withdrawal_told_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recontact_welcome__in", ["yes", "no", "not_asked"])),
                                name="withdrawal_welcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "support_offered__contained_by",
                                        [
                                            "sto",
                                            "isva",
                                            "child_isva",
                                            "idva",
                                            "sarc",
                                            "therapy",
                                            "by_and_for",
                                            "victim_support",
                                            "other",
                                        ],
                                    )
                                ),
                                name="withdrawal_support_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "support_in_place__contained_by",
                                        [
                                            "sto",
                                            "isva",
                                            "child_isva",
                                            "idva",
                                            "sarc",
                                            "therapy",
                                            "by_and_for",
                                            "victim_support",
                                            "other",
                                        ],
                                    )
                                ),
                                name="withdrawal_support_then_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "from_what__contained_by",
                                        ["statement", "investigation", "prosecution", "all_contact"],
                                    )
                                ),
                                name="withdrawal_from_what_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "barriers__contained_by",
                                        [
                                            "safety",
                                            "special_measures",
                                            "device",
                                            "records",
                                            "support_wait",
                                            "updates",
                                            "delay",
                                            "officer",
                                            "interpreter",
                                            "housing_or_money",
                                            "care_or_work",
                                            "immigration",
                                            "other",
                                        ],
                                    )
                                ),
                                name="withdrawal_barriers_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "corroborated_from__contained_by",
                                        [
                                            "statement",
                                            "recording",
                                            "message",
                                            "contact_log",
                                            "sto_note",
                                            "isva_note",
                                            "other_record",
                                        ],
                                    )
                                ),
                                name="withdrawal_checked_in_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("other_words_sealed__isnull", False),
                                        models.Q(
                                            ("reasons_of_victim__contains", ["other"]),
                                            ("reasons_of_third_party__contains", ["other"]),
                                            ("reasons_of_officer__contains", ["other"]),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("other_words_sealed__isnull", True),
                                        models.Q(("reasons_of_victim__contains", ["other"]), _negated=True),
                                        models.Q(
                                            models.Q(
                                                ("reasons_of_third_party__contains", ["other"]), _negated=True
                                            ),
                                            ("third_party_words_sealed__isnull", False),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            models.Q(
                                                ("reasons_of_officer__contains", ["other"]), _negated=True
                                            ),
                                            ("officer_words_sealed__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_other_reason_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "lost_contact"),
                                    models.Q(
                                        models.Q(
                                            ("third_party_words_sealed__isnull", True),
                                            ("reasons_of_third_party__len__gte", 1),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("officer_words_sealed__isnull", True),
                                            ("reasons_of_officer__len__gte", 1),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_words_of_others_have_a_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("corroborated_at__isnull", True),
                                    models.Q(("kind", "lost_contact"), _negated=True),
                                    _connector="OR",
                                ),
                                name="withdrawal_corroborated_is_a_choice",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Characteristics",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="characteristics",
                                to="cases.victim",
                            ),
                        ),
                        ("answers_sealed", models.BinaryField()),
                        (
                            "answered",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sex", "Sex"),
                                        ("gender", "Gender identity the same as the sex registered at birth"),
                                        ("ethnicity", "Ethnic group"),
                                        ("religion", "Religion or belief"),
                                        ("orientation", "Sexual orientation"),
                                        ("disability", "Disability or long-term condition"),
                                        ("marriage", "Marriage or civil partnership"),
                                        ("pregnancy", "Pregnancy or a child under six months"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "not_said",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sex", "Sex"),
                                        ("gender", "Gender identity the same as the sex registered at birth"),
                                        ("ethnicity", "Ethnic group"),
                                        ("religion", "Religion or belief"),
                                        ("orientation", "Sexual orientation"),
                                        ("disability", "Disability or long-term condition"),
                                        ("marriage", "Marriage or civil partnership"),
                                        ("pregnancy", "Pregnancy or a child under six months"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "characteristics",
                        "indexes": [models.Index(fields=["case"], name="characteristics_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("victim",),
                                name="characteristics_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="characteristics_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "answered__contained_by",
                                        [
                                            "sex",
                                            "gender",
                                            "ethnicity",
                                            "religion",
                                            "orientation",
                                            "disability",
                                            "marriage",
                                            "pregnancy",
                                        ],
                                    )
                                ),
                                name="characteristics_answered_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "not_said__contained_by",
                                        [
                                            "sex",
                                            "gender",
                                            "ethnicity",
                                            "religion",
                                            "orientation",
                                            "disability",
                                            "marriage",
                                            "pregnancy",
                                        ],
                                    )
                                ),
                                name="characteristics_not_said_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered__overlap", models.F("not_said")), _negated=True
                                ),
                                name="characteristics_answered_or_not",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Circumstances",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="circumstances",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "under_18",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                max_length=10,
                            ),
                        ),
                        ("died_on", models.DateField(blank=True, null=True)),
                        (
                            "family",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("to_tell", "Yes, or it is still to be asked"),
                                    ("no_family", "No: no close relative is known"),
                                    ("declined", "No: they asked not to be told"),
                                    ("not_safe", "No: it would not be safe"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "circumstances",
                        "indexes": [models.Index(fields=["case"], name="circumstances_case")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at__isnull", True)),
                                fields=("victim",),
                                name="circumstances_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("recorded_at")),
                                    _connector="OR",
                                ),
                                name="circumstances_superseded_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("under_18__in", ["yes", "no", "unknown"])),
                                name="circumstances_age_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("family__in", ["to_tell", "no_family", "declined", "not_safe", ""])
                                ),
                                name="circumstances_family_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("family", ""), ("died_on__isnull", False), _connector="OR"
                                ),
                                name="circumstances_family_of_the_dead",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventTelling",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event_tellings",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.milestone",
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                        ("clock", models.CharField(max_length=40)),
                        ("due_on", models.DateField()),
                        ("raised_at", models.DateTimeField()),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="victims.contact",
                            ),
                        ),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "not_told_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("opted_out", "They asked not to hear of it"),
                                    ("unsafe", "No safe way to tell them in time"),
                                    ("no_contact", "Several attempts did not reach them"),
                                    ("told_by_others", "Somebody else told them, as they had asked"),
                                    ("died", "They have died, and nobody speaks for them"),
                                ],
                                max_length=20,
                            ),
                        ),
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
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(fields=["victim", "due_on"], name="event_telling_victim"),
                            models.Index(fields=["case"], name="event_telling_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("milestone", "victim"), name="event_telling_once_a_victim"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("contact__isnull", True), ("told_at__isnull", True)),
                                    models.Q(
                                        ("contact__isnull", False),
                                        ("told_at__gte", models.F("occurred_at")),
                                        ("told_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="event_telling_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("not_told_at__isnull", True),
                                        ("not_told_because", ""),
                                        ("not_told_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("not_told_at__isnull", False),
                                        ("not_told_by__isnull", False),
                                        models.Q(("not_told_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="event_telling_not_told_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__gte", cases.models.base.LondonDate("occurred_at"))
                                ),
                                name="event_telling_due_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "not_told_because__in",
                                        ["opted_out", "unsafe", "no_contact", "told_by_others", "died", ""],
                                    )
                                ),
                                name="event_telling_why_not_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportEvent",
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
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="victims.supportreferral",
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("not_asked", "Not asked yet"),
                                    ("offered", "Offered"),
                                    ("refused", "Does not want it now"),
                                    ("agreed", "Agreed to a referral"),
                                    ("sent", "Referral sent"),
                                    ("declined", "The service could not take it"),
                                    ("accepted", "Accepted by the service"),
                                    ("waiting", "On the service's waiting list"),
                                    ("started", "Support started"),
                                    ("ended", "Support ended"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("happened_on", models.DateField()),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="victims.supportservice",
                            ),
                        ),
                        (
                            "because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_now", "Not now"),
                                    ("has_support", "Has the support they want"),
                                    ("another_kind", "Would rather have another kind of support"),
                                    ("privacy", "Privacy"),
                                    ("not_said", "Did not say, and need not"),
                                    ("unwell", "Too unwell or distressed to be asked"),
                                    ("not_safe", "It was not safe to ask"),
                                    ("interpreter", "No interpreter yet"),
                                    ("not_reached", "They were not reached"),
                                    ("guardian", "A parent or guardian is to be asked first"),
                                    ("no_place", "No place"),
                                    ("criteria", "Outside what the service does"),
                                    ("area", "Outside its area"),
                                    ("conflict", "It supports somebody else in the case"),
                                    ("completed", "It came to its end as planned"),
                                    ("victim_chose", "The victim chose to end it"),
                                    ("moved", "The victim moved to another service"),
                                    ("lost_touch", "The service lost touch with the victim"),
                                    ("service_ended", "The service ended it"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("again_on", models.DateField(blank=True, null=True)),
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
                        "ordering": ["happened_on", "id"],
                        "indexes": [
                            models.Index(
                                fields=["referral", "happened_on", "id"], name="support_event_referral"
                            ),
                            models.Index(fields=["case"], name="support_event_case"),
                            models.Index(
                                condition=models.Q(("step", "sent"), ("voided_at__isnull", True)),
                                fields=["referral"],
                                name="support_event_sent",
                            ),
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
                                name="support_event_voided_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "step__in",
                                        [
                                            "not_asked",
                                            "offered",
                                            "refused",
                                            "agreed",
                                            "sent",
                                            "declined",
                                            "accepted",
                                            "waiting",
                                            "started",
                                            "ended",
                                        ],
                                    )
                                ),
                                name="support_event_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("happened_on__lte", cases.models.base.LondonDate("recorded_at"))
                                ),
                                name="support_event_not_in_future",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("service__isnull", False), ("step", "sent")),
                                    models.Q(
                                        models.Q(("step", "sent"), _negated=True), ("service__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="support_sent_names_its_service",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("because", ""),
                                        models.Q(
                                            ("step__in", ("refused", "not_asked", "declined")), _negated=True
                                        ),
                                    ),
                                    models.Q(
                                        (
                                            "because__in",
                                            ("not_said", "not_now", "has_support", "another_kind", "privacy"),
                                        ),
                                        ("step", "refused"),
                                    ),
                                    models.Q(
                                        (
                                            "because__in",
                                            ("unwell", "not_safe", "interpreter", "not_reached", "guardian"),
                                        ),
                                        ("step", "not_asked"),
                                    ),
                                    models.Q(
                                        (
                                            "because__in",
                                            ("no_place", "criteria", "area", "conflict", "not_reached"),
                                        ),
                                        ("step", "declined"),
                                    ),
                                    models.Q(
                                        (
                                            "because__in",
                                            (
                                                "completed",
                                                "victim_chose",
                                                "moved",
                                                "lost_touch",
                                                "service_ended",
                                            ),
                                        ),
                                        ("step", "ended"),
                                    ),
                                    _connector="OR",
                                ),
                                name="support_because_fits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("again_on__isnull", True),
                                        models.Q(("step", "not_asked"), _negated=True),
                                    ),
                                    models.Q(
                                        ("again_on__gt", models.F("happened_on")),
                                        ("again_on__isnull", False),
                                        ("step__in", ("not_asked", "offered", "refused")),
                                    ),
                                    _connector="OR",
                                ),
                                name="support_again_is_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceAdviser",
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
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advisers",
                                to="victims.supportservice",
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
                        ("started_at", models.DateTimeField()),
                        (
                            "started_by",
                            models.ForeignKey(
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
                                null=True,
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
                                fields=["person"],
                                name="adviser_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("service", "person"),
                                name="adviser_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(
                                        ("ended_at__gte", models.F("started_at")),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="adviser_ends_together_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TermMapping",
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
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mappings",
                                to="victims.termchange",
                            ),
                        ),
                        (
                            "old",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="became",
                                to="victims.term",
                            ),
                        ),
                        (
                            "new",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="was",
                                to="victims.term",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("change", "old", "new"), name="term_mapped_once_a_change"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("old", models.F("new")), _negated=True),
                                name="term_mapped_to_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LookBack",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_backs",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "withdrawal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_backs",
                                to="victims.withdrawal",
                            ),
                        ),
                        (
                            "preventable",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes: something on our side could have been different"),
                                    ("no", "No: we could not have changed it"),
                                    ("cannot_say", "The record does not let us say"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("report", "At the report and the first response"),
                                    ("first_account", "At the first account"),
                                    ("referral", "At the referral to support"),
                                    ("abe", "At the ABE interview"),
                                    ("suspect_action", "Before or at the arrest or interview of the suspect"),
                                    ("bail", "When the suspect was bailed or released"),
                                    ("device_request", "When a phone or other device was asked for"),
                                    ("records_request", "When counselling or other records were asked for"),
                                    ("waiting", "While waiting to hear"),
                                    ("officer_change", "When the officer changed"),
                                    ("gatekeeper", "With the gatekeeper"),
                                    ("with_cps", "With CPS, or during an action plan"),
                                    ("after_charge", "After charge, before trial"),
                                    ("at_trial", "At trial"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "helped",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        (
                                            "earlier_support",
                                            "Support offered earlier, or a shorter wait for it",
                                        ),
                                        ("same_officer", "The same officer throughout"),
                                        ("updates", "Updates more often, or as agreed"),
                                        ("quicker", "A quicker investigation"),
                                        ("safety", "Safety measures"),
                                        ("special_measures", "Special measures explained or asked for"),
                                        ("explained", "The process explained"),
                                        (
                                            "less_asked",
                                            "Less asked of their devices or records, or the asking explained",
                                        ),
                                        ("cps_earlier", "Early advice, or a meeting with CPS"),
                                        ("language", "An interpreter or an intermediary"),
                                        ("practical", "Practical help: travel, childcare, housing"),
                                        ("believed", "Being listened to without doubt or blame"),
                                        ("other", "Something else"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("words_sealed", models.BinaryField()),
                        (
                            "officer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("looked_back_at", models.DateTimeField()),
                        (
                            "looked_back_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-looked_back_at"],
                        "indexes": [
                            models.Index(fields=["case"], name="look_back_case"),
                            models.Index(fields=["-looked_back_at", "id"], name="look_back_newest"),
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
                                name="look_back_voided_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("withdrawal",),
                                name="look_back_once_a_withdrawal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("looked_back_by", models.F("officer")), _negated=True),
                                name="look_back_by_another_than_the_officer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("preventable", "cannot_say"),
                                    models.Q(("helped", []), ("moment", ""), ("preventable", "no")),
                                    models.Q(
                                        ("helped__len__gte", 1),
                                        ("preventable", "yes"),
                                        models.Q(("moment", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="look_back_says_when_and_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("preventable__in", ["yes", "no", "cannot_say"])),
                                name="look_back_preventable_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "moment__in",
                                        [
                                            "report",
                                            "first_account",
                                            "referral",
                                            "abe",
                                            "suspect_action",
                                            "bail",
                                            "device_request",
                                            "records_request",
                                            "waiting",
                                            "officer_change",
                                            "gatekeeper",
                                            "with_cps",
                                            "after_charge",
                                            "at_trial",
                                            "",
                                        ],
                                    )
                                ),
                                name="look_back_moment_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "helped__contained_by",
                                        [
                                            "earlier_support",
                                            "same_officer",
                                            "updates",
                                            "quicker",
                                            "safety",
                                            "special_measures",
                                            "explained",
                                            "less_asked",
                                            "cps_earlier",
                                            "language",
                                            "practical",
                                            "believed",
                                            "other",
                                        ],
                                    )
                                ),
                                name="look_back_helped_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WithdrawalDayChange",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "withdrawal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="day_changes",
                                to="victims.withdrawal",
                            ),
                        ),
                        (
                            "fact",
                            models.CharField(
                                choices=[
                                    ("days_since_report", "Days since the report"),
                                    ("days_since_contact", "Days since the victim last heard from us"),
                                    ("support_in_place", "Support in place"),
                                    ("plan_overdue", "An action plan was overdue"),
                                    ("digital_pending", "Phone or digital material was awaited"),
                                    ("third_party_pending", "Third-party material was awaited"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=200)),
                        ("after", models.CharField(blank=True, max_length=200)),
                        ("why", models.CharField(max_length=300)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["changed_at", "fact"],
                        "indexes": [
                            models.Index(fields=["withdrawal", "changed_at"], name="day_change_withdrawal"),
                            models.Index(fields=["case"], name="day_change_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("before", models.F("after")), _negated=True),
                                name="day_change_changes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True), name="day_change_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "fact__in",
                                        [
                                            "days_since_report",
                                            "days_since_contact",
                                            "support_in_place",
                                            "plan_overdue",
                                            "digital_pending",
                                            "third_party_pending",
                                        ],
                                    )
                                ),
                                name="day_change_fact_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WithdrawalStageChange",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "withdrawal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stage_changes",
                                to="victims.withdrawal",
                            ),
                        ),
                        ("old_stage", models.CharField(max_length=20)),
                        ("new_stage", models.CharField(max_length=20)),
                        ("stage_table", models.CharField(max_length=10)),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.milestone",
                            ),
                        ),
                        ("why", models.CharField(max_length=300)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["changed_at"],
                        "indexes": [
                            models.Index(fields=["withdrawal", "changed_at"], name="stage_change_withdrawal"),
                            models.Index(fields=["case"], name="stage_change_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("old_stage", models.F("new_stage")), _negated=True),
                                name="stage_change_changes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True), name="stage_change_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WithdrawalTold",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawals_told",
                                to="cases.victim",
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
                        (
                            "told_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        (
                            "withdrawal",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="told_as",
                                to="victims.withdrawal",
                            ),
                        ),
                        ("not_confirmed_because_sealed", models.BinaryField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-told_at", "id"],
                        "indexes": [
                            models.Index(fields=["victim", "-told_at"], name="told_victim"),
                            models.Index(fields=["case"], name="told_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=("victim",),
                                name="told_once_while_open",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawal__isnull", False)),
                                fields=("withdrawal",),
                                name="told_once_a_withdrawal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["never_supported", "retracted", "withdrew"])
                                ),
                                name="told_kind_is_a_choice",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "from_what__contained_by",
                                        ["statement", "investigation", "prosecution", "all_contact"],
                                    )
                                ),
                                name="told_from_what_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_what", []), _negated=True),
                                name="told_says_from_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_to_tell", True)), name="told_as_the_victim_asked"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurred_at__lte", models.F("told_at"))),
                                name="told_not_in_future",
                            ),
                            models.CheckConstraint(
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
                                                ("not_confirmed_because_sealed__isnull", True),
                                                ("withdrawal__isnull", False),
                                            ),
                                            models.Q(
                                                ("not_confirmed_because_sealed__isnull", False),
                                                ("withdrawal__isnull", True),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="told_answered_together_one_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by__isnull", True),
                                    models.Q(("answered_by", models.F("told_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="told_answered_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IsvaSupport",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="isva_support",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "isva",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("consented_on", models.DateField()),
                        ("started_at", models.DateTimeField()),
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
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ended", "The support has ended"),
                                    ("consent", "The victim no longer agrees to sharing"),
                                    ("handed_on", "Another ISVA supports them now"),
                                    ("error", "It was shared in error"),
                                    ("merged", "Two records of the victim were merged"),
                                    ("left", "The ISVA left their post"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["isva", "victim"],
                                name="isva_open",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["isva", "-started_at", "id"],
                                name="isva_own_newest",
                            ),
                            models.Index(fields=["victim"], name="isva_victim"),
                            models.Index(fields=["case"], name="isva_case"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("victim", "isva"),
                                name="isva_once_while_supporting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("consented_on__lte", cases.models.base.LondonDate("started_at"))
                                ),
                                name="isva_consent_before_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("isva", models.F("recorded_by")), _negated=True),
                                name="isva_is_not_the_recorder",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_because", ""),
                                        ("ended_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__gte", models.F("started_at")),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="isva_ends_together_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ended_because__in",
                                        ["ended", "consent", "handed_on", "error", "merged", "left", ""],
                                    )
                                ),
                                name="isva_ended_because_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointAppointment",
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
                            "victim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="cases.victim",
                            ),
                        ),
                        (
                            "isva",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "arranged_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "moved_from",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved_to",
                                to="victims.jointappointment",
                            ),
                        ),
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
                                    ("not_held", "It did not take place"),
                                    ("in_error", "Arranged in error"),
                                    ("other", "Another reason"),
                                    ("died", "The victim has died"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="victims.contact",
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
                    ],
                    options={
                        "ordering": ["starts_at", "id"],
                        "indexes": [
                            models.Index(fields=["victim", "-starts_at"], name="appointment_victim"),
                            models.Index(fields=["case"], name="appointment_case"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["isva", "starts_at", "id"],
                                name="appointment_of_isva",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("victim", "isva", "starts_at"),
                                name="appointment_once_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("moved_from__isnull", False)),
                                fields=("moved_from",),
                                name="appointment_moved_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("will_tell__in", ["decision", "charge", "release", "update", "other"])
                                ),
                                name="appointment_tells_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["joins", "cannot", ""])),
                                name="appointment_answer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cannot_because__in", ["time", "way", "victim", "not_safe", "other", ""])
                                ),
                                name="appointment_cannot_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ended__in", ["held", "moved", "cancelled", ""])),
                                name="appointment_ended_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__gt", models.F("arranged_at"))),
                                name="appointment_arranged_ahead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("isva", models.F("arranged_by")), _negated=True),
                                name="appointment_isva_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at__isnull", True), ("cannot_because", "")
                                    ),
                                    models.Q(
                                        ("answered_at__gte", models.F("arranged_at")),
                                        ("answered_at__isnull", False),
                                        models.Q(
                                            models.Q(("answer", "joins"), ("cannot_because", "")),
                                            models.Q(
                                                ("answer", "cannot"),
                                                models.Q(("cannot_because", ""), _negated=True),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="appointment_answered_together",
                            ),
                            models.CheckConstraint(
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
                                                ("cancelled_because", ""),
                                                ("contact__isnull", False),
                                                ("ended", "held"),
                                            ),
                                            models.Q(
                                                ("cancelled_because", ""),
                                                ("contact__isnull", True),
                                                ("ended", "moved"),
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
                                        ],
                                    )
                                ),
                                name="appointment_in_a_way_to_talk",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "cancelled_because__in",
                                        [
                                            "victim",
                                            "nothing_to_tell",
                                            "another_way",
                                            "not_safe",
                                            "not_held",
                                            "in_error",
                                            "other",
                                            "died",
                                            "",
                                        ],
                                    )
                                ),
                                name="appointment_cancelled_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

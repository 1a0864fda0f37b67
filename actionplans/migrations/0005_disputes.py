"""A dispute has a date by which CPS answers, and its ladder [A]: as a review's, for police and CPS. A pasted
document that nobody finishes loses its words.
"""

import datetime

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from rasso_tracker.ids import uuid7

POSTS = {
    0: (["investigator"], ["reviewing_prosecutor"]),
    1: (["gatekeeper", "detective_sergeant"], ["legal_manager"]),
    2: (["detective_inspector"], ["district_crown_prosecutor"]),
    3: (
        ["detective_chief_inspector", "detective_superintendent"],
        ["senior_district_crown_prosecutor", "deputy_chief_crown_prosecutor"],
    ),
    4: (["head_of_protective_services", "assistant_chief_constable"], ["chief_crown_prosecutor"]),
}
WORKING_DAYS = {0: 0, 1: 2, 2: 5, 3: 10, 4: 20}


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind="dispute",
            step=step,
            amount=WORKING_DAYS[step],
            unit="working_days",
            police_posts=police,
            cps_posts=cps,
            in_force_from=datetime.date(2012, 1, 1),
        )
        for step, (police, cps) in POSTS.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0004_clinic_hosts"),
        ("cases", "0002_restricted_case_names_enough"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="climb",
            name="climb_code_climbs",
        ),
        migrations.RemoveConstraint(
            model_name="ladderstep",
            name="ladder_kind_known",
        ),
        migrations.AddField(
            model_name="itemdispute",
            name="due_on",
            field=models.DateField(default=datetime.date(2012, 1, 1)),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="climb",
            name="code",
            field=models.CharField(
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
                    ("supervisory_review", "Supervisory review of the investigation"),
                    ("direction", "Direction of a supervisory review"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="ladderstep",
            name="kind",
            field=models.CharField(
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
                    ("supervisory_review", "Supervisory review of the investigation"),
                    ("direction", "Direction of a supervisory review"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="climb",
            constraint=models.CheckConstraint(
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
                            "supervisory_review",
                            "direction",
                        ),
                    )
                ),
                name="climb_code_climbs",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderstep",
            constraint=models.CheckConstraint(
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
                            "supervisory_review",
                            "direction",
                        ],
                    )
                ),
                name="ladder_kind_known",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="pasteddocument",
            name="pasted_document_words_until_it_ends",
        ),
        migrations.AddField(
            model_name="pasteddocument",
            name="lapsed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="pasteddocument",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("typed_at", "pasted_at"),
                condition=models.Q(("ended_at__isnull", True)),
                name="pasted_document_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="pasteddocument",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="pasteddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", True),
                        ("lapsed", True),
                        ("plan__isnull", True),
                    ),
                    models.Q(("ended_at__isnull", True), ("lapsed", False)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("lapsed", False)),
                    _connector="OR",
                ),
                name="pasted_document_ended_by_somebody_or_lapsed",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

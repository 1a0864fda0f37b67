"""Requests for private material that are late climb a ladder of their own: the police alone are told."""

from datetime import date

from django.conf import settings
from django.db import migrations, models

from rasso_tracker.ids import uuid7

# As a missed review climbs (model.md [A]); the gatekeeper has no part in it, and CPS is told nothing.
POSTS = (
    ["investigator"],
    ["detective_sergeant"],
    ["detective_inspector"],
    ["detective_chief_inspector", "detective_superintendent"],
    ["head_of_protective_services", "assistant_chief_constable"],
)
DAYS = (0, 2, 5, 10, 20)


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind="material",
            step=step,
            amount=amount,
            unit="working_days",
            police_posts=posts,
            cps_posts=[],
            in_force_from=date(2012, 1, 1),
        )
        for step, (amount, posts) in enumerate(zip(DAYS, POSTS, strict=True))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0005_submission_answered"),
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
                    ("material", "Private material asked for"),
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
                    ("material", "Private material asked for"),
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
                            "material",
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
                            "material",
                        ],
                    )
                ),
                name="ladder_kind_known",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

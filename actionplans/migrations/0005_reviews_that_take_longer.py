"""What the Right to Review owes climbs: amounts and posts to start with are ours [A]; gatekeepers allocate reviews."""

from datetime import date

from django.db import migrations, models

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
# step: working days after the date, who hears at the police. At step 0 it is whoever owes it.
STEPS = {
    0: (0, ["investigator"]),
    1: (2, ["gatekeeper"]),
    2: (5, ["detective_inspector"]),
    3: (10, ["detective_chief_inspector", "detective_superintendent"]),
    4: (20, ["head_of_protective_services", "assistant_chief_constable"]),
}


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind="review_owed",
            step=step,
            amount=amount,
            unit="working_days",
            police_posts=posts,
            cps_posts=[],
            in_force_from=FROM,
        )
        for step, (amount, posts) in STEPS.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0004_countersignatures_climb"),
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
                    ("countersign", "Countersignature of advice"),
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
                    ("countersign", "Countersignature of advice"),
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
                            "countersign",
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
                            "countersign",
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
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

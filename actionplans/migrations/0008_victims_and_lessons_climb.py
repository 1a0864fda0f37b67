"""What is owed to victims and is late climbs one ladder, lessons another: the police alone are told."""

from datetime import date

from django.db import migrations, models

from rasso_tracker.ids import uuid7

# As a missed review climbs (model.md [A]). Contact with a victim is no business of gatekeepers: it goes up
# through supervisors, and above them to whoever of the posts reads it in a role of theirs.
TO_VICTIMS = (
    ["investigator"],
    ["detective_sergeant"],
    ["detective_inspector"],
    ["detective_chief_inspector", "detective_superintendent"],
    [
        "detective_chief_inspector",
        "detective_superintendent",
        "head_of_protective_services",
        "assistant_chief_constable",
    ],
)
# As a direction: whoever owes it hears first.
LESSONS = (
    ["investigator"],
    ["investigator", "detective_sergeant"],
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
            kind=kind,
            step=step,
            amount=amount,
            unit="working_days",
            police_posts=posts,
            cps_posts=[],
            in_force_from=date(2012, 1, 1),
        )
        for kind, ladder in (("victim_owed", TO_VICTIMS), ("lesson", LESSONS))
        for step, (amount, posts) in enumerate(zip(DAYS, ladder, strict=True))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0007_told_withdrawal_ladder"),
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
                    ("told_withdrawal", "Answer to what an ISVA told us"),
                    ("victim_owed", "Owed to a victim"),
                    ("lesson", "Lesson"),
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
                    ("told_withdrawal", "Answer to what an ISVA told us"),
                    ("victim_owed", "Owed to a victim"),
                    ("lesson", "Lesson"),
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
                            "told_withdrawal",
                            "victim_owed",
                            "lesson",
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
                            "told_withdrawal",
                            "victim_owed",
                            "lesson",
                        ],
                    )
                ),
                name="ladder_kind_known",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

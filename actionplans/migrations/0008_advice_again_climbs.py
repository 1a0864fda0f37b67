"""Advice that is to be written again climbs: on the amounts and posts of a missed review [A]."""

from datetime import date

from django.db import migrations, models

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
# Its author owes it and hears first, with the officer who may not act until it comes: step, working days past
# its date, who hears at the police, who at CPS.
STEPS = (
    (0, 0, ["investigator"], ["reviewing_prosecutor"]),
    (1, 2, ["gatekeeper", "detective_sergeant"], ["legal_manager"]),
    (2, 5, ["detective_inspector"], ["district_crown_prosecutor"]),
    (
        3,
        10,
        ["detective_chief_inspector", "detective_superintendent"],
        ["senior_district_crown_prosecutor", "deputy_chief_crown_prosecutor"],
    ),
    (4, 20, ["head_of_protective_services", "assistant_chief_constable"], ["chief_crown_prosecutor"]),
)


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind="advice_again",
            step=step,
            amount=amount,
            unit="working_days",
            police_posts=police,
            cps_posts=cps,
            in_force_from=FROM,
        )
        for step, amount, police, cps in STEPS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0007_withdrawals"),
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
                    ("advice_again", "Advice to be written again"),
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
                    ("advice_again", "Advice to be written again"),
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
                            "advice_again",
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
                            "advice_again",
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

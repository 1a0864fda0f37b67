"""A countersignature that stays away climbs: its ladder to start with is that of a missed review.

At CPS it begins with the legal managers, who owe it; at the police with the officer, who may not act until it comes.
"""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
# step: working days after the date, who hears at the police, who at CPS. Amounts [A]; posts: domain.md 12 [A/U].
STEPS = {
    0: (0, ["investigator"], ["legal_manager"]),
    1: (2, ["gatekeeper", "detective_sergeant"], ["legal_manager"]),
    2: (5, ["detective_inspector"], ["district_crown_prosecutor"]),
    3: (
        10,
        ["detective_chief_inspector", "detective_superintendent"],
        ["senior_district_crown_prosecutor", "deputy_chief_crown_prosecutor"],
    ),
    4: (20, ["head_of_protective_services", "assistant_chief_constable"], ["chief_crown_prosecutor"]),
}


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind="countersign",
            step=step,
            amount=amount,
            unit="working_days",
            police_posts=police,
            cps_posts=cps,
            in_force_from=FROM,
        )
        for step, (amount, police, cps) in STEPS.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0003_item_line_of_its_case"),
    ]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
    ]

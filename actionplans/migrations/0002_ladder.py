"""The ladder to start with: amounts of model.md [A], posts of domain.md 12 [A/U]. The force sets its own."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
DAYS, MONTHS = "working_days", "months"
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
AMOUNTS = {
    "review": [(0, DAYS), (2, DAYS), (5, DAYS), (10, DAYS), (20, DAYS)],
    "target": [(0, DAYS), (5, DAYS), (1, MONTHS), (2, MONTHS), (3, MONTHS)],
    # A promised act that was missed climbs as a missed review does.
    "next_act": [(0, DAYS), (2, DAYS), (5, DAYS), (10, DAYS), (20, DAYS)],
}


def seed(apps, schema_editor):
    rows = apps.get_model("actionplans", "LadderStep").objects.using(schema_editor.connection.alias)
    model = apps.get_model("actionplans", "LadderStep")
    rows.bulk_create(
        model(
            id=uuid7(),
            kind=kind,
            step=step,
            amount=amount,
            unit=unit,
            police_posts=POSTS[step][0],
            cps_posts=POSTS[step][1],
            in_force_from=FROM,
        )
        for kind, amounts in AMOUNTS.items()
        for step, (amount, unit) in enumerate(amounts)
    )


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

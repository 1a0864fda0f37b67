"""The ladders to start with: amounts of model.md [A], posts of domain.md 12 [A/U]. The force sets its own."""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

FROM = date(2012, 1, 1)
AFTER, BEFORE, MONTHS = "working_days", "working_days_before", "months"
INVESTIGATOR, SERGEANT, INSPECTOR = "investigator", "detective_sergeant", "detective_inspector"
CHIEF_INSPECTOR, SUPERINTENDENT = "detective_chief_inspector", "detective_superintendent"
HEADS = ["head_of_protective_services", "assistant_chief_constable"]

POLICE = {
    0: [INVESTIGATOR],
    1: ["gatekeeper", SERGEANT],
    2: [INSPECTOR],
    3: [CHIEF_INSPECTOR, SUPERINTENDENT],
    4: HEADS,
}
# A review of the investigation is owed by the supervisors of the team, a direction by the person it was given
# to: whoever owes hears first.
SUPERVISORS = {0: [SERGEANT], 1: [SERGEANT, INSPECTOR], 2: [CHIEF_INSPECTOR], 3: [SUPERINTENDENT], 4: HEADS}
DIRECTED = {**POLICE, 1: [INVESTIGATOR, SERGEANT]}
CPS = {
    0: ["reviewing_prosecutor"],
    1: ["legal_manager"],
    2: ["district_crown_prosecutor"],
    3: ["senior_district_crown_prosecutor", "deputy_chief_crown_prosecutor"],
    4: ["chief_crown_prosecutor"],
}
NOBODY = dict.fromkeys(CPS, ())
# Gatekeepers read no contact with victims: what is owed to them climbs within the team, the district and above,
# to whoever of the posts reads it in a role of theirs.
SENIOR = [CHIEF_INSPECTOR, SUPERINTENDENT]
MATERIAL = {0: [INVESTIGATOR], 1: [SERGEANT], 2: [INSPECTOR], 3: SENIOR, 4: HEADS}
TOLD_BY_ISVA = {**MATERIAL, 1: [INVESTIGATOR, SERGEANT]}
VICTIM_OWED = {**MATERIAL, 4: [*SENIOR, *HEADS]}

# The legal managers owe a countersignature; the officer may not act until it comes.
COUNTERSIGN = {**CPS, 0: CPS[1]}
# Gatekeepers allocate reviews of decisions.
REVIEW_OWED = {**POLICE, 1: ["gatekeeper"]}

REVIEW = {0: (0, AFTER), 1: (2, AFTER), 2: (5, AFTER), 3: (10, AFTER), 4: (20, AFTER)}
# kind: its steps, who hears at the police, who at CPS. What the police owe alone tells CPS nothing.
LADDERS = {
    "review": (REVIEW, POLICE, CPS),
    "target": (
        {0: (0, AFTER), 1: (5, AFTER), 2: (1, MONTHS), 3: (2, MONTHS), 4: (3, MONTHS)},
        POLICE,
        CPS,
    ),
    # A promised act that was missed climbs as a missed review does.
    "next_act": (REVIEW, POLICE, CPS),
    "strategy_review": (REVIEW, POLICE, CPS),
    "dispute": (REVIEW, POLICE, CPS),
    "countersign": (REVIEW, POLICE, COUNTERSIGN),
    # Its author owes it, and the officer may not act until it comes: both hear first.
    "advice_again": (REVIEW, POLICE, CPS),
    # Either side may owe what a clinic left to do.
    "clinic_follow_up": (REVIEW, POLICE, CPS),
    "item_chase": (REVIEW, POLICE, NOBODY),
    # CPS has closed its record: the police alone find the way on.
    "unanswered": (REVIEW, POLICE, NOBODY),
    "supervisory_review": (REVIEW, SUPERVISORS, NOBODY),
    "direction": (REVIEW, DIRECTED, NOBODY),
    # Limits and safeguarding start at step 2 (model.md [A]); the days are ours [A].
    "bail_limit": ({2: (5, BEFORE), 3: (2, BEFORE), 4: (0, BEFORE)}, POLICE, NOBODY),
    "custody_limit": ({2: (10, BEFORE), 3: (5, BEFORE), 4: (0, BEFORE)}, POLICE, CPS),
    # As a missed review; what an ISVA told in half the time.
    "material": (REVIEW, MATERIAL, NOBODY),
    "told_withdrawal": (
        {0: (0, AFTER), 1: (1, AFTER), 2: (2, AFTER), 3: (5, AFTER), 4: (10, AFTER)},
        TOLD_BY_ISVA,
        NOBODY,
    ),
    "victim_owed": (REVIEW, VICTIM_OWED, NOBODY),
    # As a direction: whoever owes it hears first.
    "lesson": (REVIEW, TOLD_BY_ISVA, NOBODY),
    "look_back": (REVIEW, TOLD_BY_ISVA, NOBODY),
    "review_owed": (REVIEW, REVIEW_OWED, NOBODY),
    "safeguarding": ({2: (0, AFTER), 3: (1, AFTER), 4: (3, AFTER)}, POLICE, NOBODY),
}


def seed(apps, schema_editor):
    model = apps.get_model("actionplans", "LadderStep")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            id=uuid7(),
            kind=kind,
            step=step,
            amount=amount,
            unit=unit,
            police_posts=list(police[step]),
            cps_posts=list(cps[step]),
            in_force_from=FROM,
        )
        for kind, (steps, police, cps) in LADDERS.items()
        for step, (amount, unit) in steps.items()
    )


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

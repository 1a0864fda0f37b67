"""How often a victim hears how an extended review goes, and the clocks around CPS's own reviews.

The expedited review began at this force's CPS Area in early February 2026 (announced by the Solicitor General on 27
January 2026, Law Gazette and CPS North West the same week); the day of that month was not read. Before it there was
none, so its rule is in force from then: that is how a force says that its Area runs it.
"""

from datetime import date

from django.db import migrations

from rasso_tracker.ids import uuid7

FROM, POLICE_FROM, EXPEDITED_FROM = date(2012, 1, 1), date(2015, 4, 1), date(2026, 2, 2)
AGREED = "A starting value: the scheme says at agreed intervals. What is agreed with the victim comes first."
OURS = "A starting value. The force and CPS agree their own."
RULES = [
    ("review_update", "Tell a victim how an extended review goes", 10, "the last word that they had of it", AGREED, POLICE_FROM),
    ("cps_review_pass_on", "Pass a review request on to CPS", 1, "the day on which it reached the police", OURS, FROM),
    ("cps_expedited_request", "Ask CPS for an expedited review", 5, "the day on which the victim heard that no evidence is to be offered", "That the victim is given time was read; how much was not.", EXPEDITED_FROM),
]  # fmt: skip


def seed(apps, schema_editor):
    rules = apps.get_model("clocks", "ClockRule").objects.using(schema_editor.connection.alias)
    rules.bulk_create(
        rules.model(
            id=uuid7(),
            code=code,
            title=title,
            amount=amount,
            unit="working_days",
            starts_from=starts_from,
            verified="A",
            notes=notes,
            in_force_from=begins,
        )
        for code, title, amount, starts_from, notes, begins in RULES
    )
    rules.filter(code="cps_review_expedited", in_force_from=FROM).update(
        in_force_from=EXPEDITED_FROM,
        notes="After charge, where CPS proposes to offer no evidence. Early February 2026: the day was not read.",
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0005_review_training")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]

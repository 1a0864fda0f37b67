"""Refuse what cannot be of the moments of an act of CPS."""

from django.db import migrations, models

import cases.models.base


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0004_entered_charges")]

    operations = [
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(respond_by__isnull=True)
                | models.Q(respond_by__gt=cases.models.base.LondonDate("triaged_at")),
                name="triage_respond_by_after_it",
            ),
        ),
    ]

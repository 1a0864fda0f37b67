"""Tell a submission that CPS answered without a triage from one that waits for it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0004_item_given_and_ladder_posts"),
        ("cases", "0002_restricted_case_names_enough"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_status_known",
        ),
        migrations.AlterField(
            model_name="submission",
            name="status",
            field=models.CharField(
                choices=[
                    ("sent", "Waiting for triage"),
                    ("accepted", "Accepted by triage"),
                    ("rejected", "Rejected by triage"),
                    ("answered", "Answered, no triage recorded"),
                ],
                default="sent",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["sent", "accepted", "rejected", "answered"])),
                name="submission_status_known",
            ),
        ),
    ]

"""Advice that needs two lawyers, by when it was given: the legal manager's home lists what waits."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0004_look_backs_climb")]

    operations = [
        migrations.AddIndex(
            model_name="advice",
            index=models.Index(
                fields=["given_at", "id"],
                name="advice_two_lawyers",
                condition=Q(countersign_wanted=True, superseded_at__isnull=True),
            ),
        )
    ]

"""By when an answer or a device is owed, and the two orders in which the list of requests is walked."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_restricted_case_names_enough"),
        ("victims", "0003_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="materialrequest",
            name="owed_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        ended_on__isnull=True,
                        then=django.db.models.functions.comparison.Coalesce("return_by", "reply_by"),
                    ),
                    default=None,
                ),
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="materialrequest",
            index=models.Index(fields=["owed_on", "id"], name="material_owed"),
        ),
        migrations.AddIndex(
            model_name="materialrequest",
            index=models.Index(fields=["planned_at", "id"], name="material_planned"),
        ),
    ]

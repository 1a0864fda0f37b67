"""Why a victim's record is no longer shared with an ISVA; an end before this was the end of support."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_restricted_case_names_enough"),
        ("victims", "0003_support_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="isvasupport",
            name="isva_ends_together_after_start",
        ),
        migrations.AddField(
            model_name="isvasupport",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ended", "The support has ended"),
                    ("consent", "The victim no longer agrees to sharing"),
                    ("handed_on", "Another ISVA supports them now"),
                    ("error", "It was shared in error"),
                    ("merged", "Two records of the victim were merged"),
                    ("left", "The ISVA left their post"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(
            "UPDATE victims_isvasupport SET ended_because = 'ended' WHERE ended_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="isvasupport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)),
                    models.Q(
                        ("ended_at__gte", models.F("started_at")),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("ended_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="isva_ends_together_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="isvasupport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_because__in", ["ended", "consent", "handed_on", "error", "merged", "left", ""])
                ),
                name="isva_ended_because_known",
            ),
        ),
    ]

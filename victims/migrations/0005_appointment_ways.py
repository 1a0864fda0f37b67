"""An appointment is in a way in which people talk."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_restricted_case_names_enough"),
        ("victims", "0004_isva_ended_because"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="jointappointment",
            name="appointment_method_known",
        ),
        migrations.AddConstraint(
            model_name="jointappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "method__in",
                        [
                            "in_person_home",
                            "in_person_station",
                            "in_person_sarc",
                            "in_person_isva",
                            "video",
                            "phone",
                        ],
                    )
                ),
                name="appointment_in_a_way_to_talk",
            ),
        ),
    ]

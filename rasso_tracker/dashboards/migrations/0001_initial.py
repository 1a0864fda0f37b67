import django.db.models.deletion
from django.db import migrations, models

import rasso_tracker.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyFact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("measure", models.CharField(max_length=30)),
                ("month", models.DateField()),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.district",
                    ),
                ),
                (
                    "cps_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.cpsunit",
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "month", "team", "district", "cps_unit", "key"),
                        name="fact_cell_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "month",
                                models.Func(
                                    models.F("month"),
                                    function="date_trunc",
                                    output_field=models.DateField(),
                                    template="date_trunc('month', %(expressions)s::timestamp)::date",
                                ),
                            )
                        ),
                        name="fact_month_is_its_first_day",
                    ),
                ],
            },
        ),
    ]

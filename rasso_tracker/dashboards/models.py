from django.db import models
from django.db.models import F, Func, Q

from rasso_tracker.ids import uuid7


class MonthlyFact(models.Model):
    """How many of one kind fell in one month with one team and one CPS unit: a cell that managers' pages add
    up (docs/adr/0430).

    `key` says which of the measure's kinds, or how many days, slips or rounds: shares, medians and totals all
    come from adding cells. Restricted cases are in none. `refresh_figures` alone writes it, every cell as it
    is at one moment; a kind that is no more has a count of nought. No case stands in a row, so no wall does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    measure = models.CharField(max_length=30)
    month = models.DateField()  # its first day, Europe/London
    team = models.ForeignKey("people.Team", models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey("people.District", models.PROTECT, db_index=False, related_name="+")
    cps_unit = models.ForeignKey("people.CpsUnit", models.PROTECT, db_index=False, related_name="+")
    key = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "month", "team", "district", "cps_unit", "key"], name="fact_cell_once"
            ),
            models.CheckConstraint(
                name="fact_month_is_its_first_day",
                condition=Q(
                    month=Func(
                        F("month"),
                        function="date_trunc",
                        template="date_trunc('month', %(expressions)s::timestamp)::date",
                        output_field=models.DateField(),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.key} {self.month:%B %Y}"

"""How sensitive each stored field is."""

from rasso_tracker.people.classification import Sensitivity

FIELDS = {
    # Counts, some of them small: withheld from whoever may not see the rows behind.
    "MonthlyFact": {
        **dict.fromkeys(
            ("id", "measure", "month", "team", "district", "cps_unit", "key"), Sensitivity.SYSTEM
        ),
        "count": Sensitivity.SENSITIVE_CODE,
    },
}

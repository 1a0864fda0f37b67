from rasso_tracker.people.classification import Sensitivity

FIELDS = {
    "BankHoliday": {
        **dict.fromkeys(("id", "date", "title", "division", "source", "voided_at"), Sensitivity.SYSTEM),
        **dict.fromkeys(("voided_by", "void_reason"), Sensitivity.WORK),
    },
    "ClockRule": dict.fromkeys(
        (
            "id",
            "code",
            "title",
            "amount",
            "unit",
            "starts_from",
            "source",
            "verified",
            "in_force_from",
            "in_force_until",
            "notes",
        ),
        Sensitivity.SYSTEM,
    ),
}

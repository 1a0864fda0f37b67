from rasso_tracker.people.classification import Sensitivity

S = Sensitivity

_ROW = {"id": S.SYSTEM, "set_by": S.WORK, "set_at": S.WORK, "superseded_at": S.WORK}
FIELDS = {
    "DutyPattern": {
        **_ROW,
        **dict.fromkeys(("person", "team", "in_force_from", "starts", "ends", "bank_holidays_off"), S.WORK),
    },
    "DutyDay": {**_ROW, **dict.fromkeys(("person", "day", "starts", "ends"), S.WORK)},
    "RosterImport": {
        "id": S.SYSTEM,
        **dict.fromkeys(("brought_by", "brought_at", "first_day", "last_day"), S.WORK),
        **dict.fromkeys(("taken", "standing", "left_out"), S.WORK),
    },
}

from rasso_tracker.people.classification import Sensitivity

FIELDS = {
    "DataKey": {
        "case_id": Sensitivity.PSEUDONYM,
        "ring_version": Sensitivity.SYSTEM,
        "wrapped": Sensitivity.SYSTEM,
    }
}

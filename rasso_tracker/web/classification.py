"""How sensitive each field is that the web keeps. Nothing typed into a form is among them."""

from rasso_tracker.people.classification import Sensitivity

FIELDS = {
    "Receipt": {
        **dict.fromkeys(
            ("id", "surface", "token", "digest", "result_type", "result_id", "address"),
            Sensitivity.SYSTEM,
        ),
        **dict.fromkeys(("case_id", "created_at", "done_at"), Sensitivity.SYSTEM),
        "person": Sensitivity.WORK,
    },
    "SavedFilter": {
        **dict.fromkeys(
            ("id", "list_name", "query", "created_at", "ended_at", "version"), Sensitivity.SYSTEM
        ),
        **dict.fromkeys(("owner", "name", "is_default", "shared_role", "shared_key"), Sensitivity.WORK),
    },
    "ApiToken": {
        **dict.fromkeys(
            ("id", "digest", "scopes", "created_at", "expires_at", "revoked_at"), Sensitivity.SYSTEM
        ),
        "person": Sensitivity.WORK,
        "role": Sensitivity.WORK,
    },
}

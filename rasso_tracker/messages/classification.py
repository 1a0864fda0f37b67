from rasso_tracker.people.classification import Sensitivity

_EMAIL = {
    **dict.fromkeys(
        (
            "email_state",
            "fence",
            "lost_leases",
            "attempts",
            "next_attempt_at",
            "sent_at",
            "message_id_header",
        ),
        Sensitivity.SYSTEM,
    ),
    "failure": Sensitivity.SYSTEM,  # what the mail relay said, or why it was not asked
}

FIELDS = {
    "Raised": {
        **dict.fromkeys(
            (
                "id",
                "kind",
                "again",
                "to_post",
                "raised_for",
                "raised_at",
                "attempts",
                "next_attempt_at",
                "outcome",
                "failure",
            ),
            Sensitivity.SYSTEM,
        ),
        **dict.fromkeys(("source", "subject_id"), Sensitivity.PSEUDONYM),
    },
    "Digest": {
        **_EMAIL,
        **dict.fromkeys(("id", "created_at"), Sensitivity.SYSTEM),
        **dict.fromkeys(("recipient", "duty_on"), Sensitivity.WORK),
    },
    # The texts name no victim, suspect or offence: they go by e-mail, and the canary test looks for it.
    "Message": {
        **_EMAIL,
        **dict.fromkeys(
            ("id", "kind", "urgency", "rank", "raised_for", "created_at", "digest"), Sensitivity.SYSTEM
        ),
        **dict.fromkeys(("source", "case_id", "subject_id", "reference", "path"), Sensitivity.PSEUDONYM),
        **dict.fromkeys(
            (
                "recipient",
                "on_behalf_of",
                "handed_on",
                "headline",
                "why",
                "due_on",
                "ends_when",
                "read_at",
                "handled_at",
                "handled_by",
                "handled_why",
            ),
            Sensitivity.WORK,
        ),
    },
    "SweepRun": dict.fromkeys(
        (
            "id",
            "kind",
            "at",
            "started_at",
            "finished_at",
            "expected",
            "due",
            "written",
            "already",
            "sent",
            "held",
            "failed",
            "skipped",
        ),
        Sensitivity.SYSTEM,
    ),
}

"""How sensitive each stored field is (people/classification.py)."""

from rasso_tracker.people.classification import Sensitivity

S = Sensitivity

_SUPERSEDING = {"recorded_at": S.SYSTEM, "recorded_by": S.WORK, "superseded_at": S.SYSTEM}
_ROW = {"id": S.SYSTEM, "case": S.SYSTEM, "victim": S.PSEUDONYM}
_VOIDED = {"voided_at": S.SYSTEM, "voided_by": S.WORK, "void_reason": S.WORK}

FIELDS = {
    "Identity": {
        **_ROW,
        **_SUPERSEDING,
        "name_sealed": S.IDENTIFYING,
        "known_as_sealed": S.IDENTIFYING,
        "date_of_birth_sealed": S.IDENTIFYING,
        "name_index": S.PSEUDONYM,
        "date_of_birth_index": S.PSEUDONYM,
    },
    "ContactDetails": {
        **_ROW,
        **_SUPERSEDING,
        "phone_sealed": S.CONTACT,
        "email_sealed": S.CONTACT,
        "address_sealed": S.CONTACT,
        "safe_times_sealed": S.CONTACT,
        "language_sealed": S.CONTACT,
        "preferred_method": S.SENSITIVE_CODE,
        "safe_to_leave_message": S.SENSITIVE_CODE,
        "interpreter_needed": S.SENSITIVE_CODE,
    },
    "IsvaSupport": {
        **_ROW,
        "isva": S.WORK,
        "consented_on": S.SENSITIVE_CODE,
        "started_at": S.SYSTEM,
        "recorded_by": S.WORK,
        "ended_at": S.SYSTEM,
        "ended_by": S.WORK,
    },
    "Contact": {
        **_ROW,
        **_VOIDED,
        "occurred_at": S.SENSITIVE_CODE,
        "direction": S.SENSITIVE_CODE,
        "method": S.SENSITIVE_CODE,
        "reached": S.SENSITIVE_CODE,
        "about": S.SENSITIVE_CODE,
        "summary_sealed": S.FREE_TEXT,
        "next_due_on": S.SYSTEM,
        "recorded_at": S.SYSTEM,
        "recorded_by": S.WORK,
    },
    "Withdrawal": {
        **_ROW,
        **_VOIDED,
        "kind": S.SENSITIVE_CODE,
        "occurred_at": S.SENSITIVE_CODE,
        "stage": S.SENSITIVE_CODE,
        "stage_table": S.SYSTEM,
        "reasons_of_victim": S.SENSITIVE_CODE,
        "reasons_of_third_party": S.SENSITIVE_CODE,
        "reasons_of_officer": S.SENSITIVE_CODE,
        "primary_reason": S.SENSITIVE_CODE,
        "other_words_sealed": S.FREE_TEXT,
        "told_by": S.SENSITIVE_CODE,
        "own_words_sealed": S.FREE_TEXT,
        "support_offered": S.SENSITIVE_CODE,
        "recontact_welcome": S.SENSITIVE_CODE,
        "recorded_at": S.SYSTEM,
        "recorded_by": S.WORK,
        "corroborated_at": S.SYSTEM,
        "corroborated_by": S.WORK,
        "corroboration_note_sealed": S.FREE_TEXT,
    },
    "WithdrawalStageChange": {
        **_ROW,
        "withdrawal": S.SYSTEM,
        "old_stage": S.SENSITIVE_CODE,
        "new_stage": S.SENSITIVE_CODE,
        "stage_table": S.SYSTEM,
        "milestone": S.SYSTEM,
        "why": S.SENSITIVE_CODE,
        "changed_at": S.SYSTEM,
        "changed_by": S.WORK,
    },
    "Reengagement": {
        **_ROW,
        **_VOIDED,
        "occurred_at": S.SENSITIVE_CODE,
        "told_by": S.SENSITIVE_CODE,
        "own_words_sealed": S.FREE_TEXT,
        "recorded_at": S.SYSTEM,
        "recorded_by": S.WORK,
    },
}

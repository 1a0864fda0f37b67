"""How sensitive the stored fields of support are."""

from rasso_tracker.people.classification import Sensitivity

S = Sensitivity

_ROW = {"id": S.SYSTEM, "case": S.SYSTEM, "victim": S.PSEUDONYM}
_VOIDED = {"voided_at": S.SYSTEM, "voided_by": S.WORK, "void_reason": S.WORK}

FIELDS = {
    "SupportService": {
        "id": S.SYSTEM,
        "name": S.WORK,
        "kinds": S.SYSTEM,
        "district": S.SYSTEM,
        "closed_on": S.SYSTEM,
        "version": S.SYSTEM,
    },
    "ServiceAdviser": {
        "id": S.SYSTEM,
        "service": S.SYSTEM,
        "person": S.WORK,
        "started_at": S.SYSTEM,
        "started_by": S.WORK,
        "ended_at": S.SYSTEM,
        "ended_by": S.WORK,
    },
    "SupportReferral": {
        **_ROW,
        "kind": S.SENSITIVE_CODE,
        "opened_at": S.SYSTEM,
        "opened_by": S.WORK,
    },
    "SupportEvent": {
        "id": S.SYSTEM,
        "case": S.SYSTEM,
        **_VOIDED,
        "referral": S.SYSTEM,
        "step": S.SENSITIVE_CODE,
        "happened_on": S.SENSITIVE_CODE,
        "service": S.SENSITIVE_CODE,
        "because": S.SENSITIVE_CODE,
        "again_on": S.SYSTEM,
        "recorded_at": S.SYSTEM,
        "recorded_by": S.WORK,
    },
    "StoDeployment": {
        **_ROW,
        **_VOIDED,
        "asked_at": S.SENSITIVE_CODE,
        "recorded_at": S.SYSTEM,
        "recorded_by": S.WORK,
        "officer": S.WORK,
        "deployed_at": S.SENSITIVE_CODE,
        "deployed_by": S.WORK,
        "met_at": S.SENSITIVE_CODE,
        "met_recorded_by": S.WORK,
        "ended_at": S.SENSITIVE_CODE,
        "ended_by": S.WORK,
    },
    "ContactOwner": {
        **_ROW,
        "owner": S.WORK,
        "with_post": S.SYSTEM,
        "since": S.SYSTEM,
        "handed_by": S.WORK,
        "ended_at": S.SYSTEM,
    },
}

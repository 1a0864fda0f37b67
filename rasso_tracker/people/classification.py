"""How sensitive each stored field is. Every field of every model is classified; a test refuses one that is
not.
"""

from enum import StrEnum


class Sensitivity(StrEnum):
    IDENTIFYING = "identifying"  # says who a person is: sealed
    CONTACT = "contact"  # says how to reach a victim: sealed
    FREE_TEXT = "free_text"  # may hold anything: sealed
    SENSITIVE_CODE = "sensitive_code"  # a code that is personal data about a victim or suspect
    PSEUDONYM = "pseudonym"  # a reference or number that stands for somebody or something
    WORK = "work"  # about staff at work
    SYSTEM = "system"  # keys, dates, versions, configuration


SPELL = ("id", "person", "starts_on", "ends_on", "ended_early_on", "ended_by", "ended_at")
FIELDS = {
    "District": dict.fromkeys(("id", "code", "name"), Sensitivity.SYSTEM),
    "Team": dict.fromkeys(("id", "district", "name"), Sensitivity.SYSTEM),
    "CpsUnit": dict.fromkeys(("id", "code", "name"), Sensitivity.SYSTEM),
    "Person": dict.fromkeys(
        (
            "id",
            "password",
            "last_login",
            "username",
            "name",
            "collar_number",
            "email",
            "telephone",
            "kind",
            "agency",
            "rank",
            "equated_rank",
            "post",
            "roles",
            "district",
            "team",
            "cps_unit",
            "supervisor",
            "starts_on",
            "left_on",
            "is_active",
            "sessions_ended_at",
            "version",
        ),
        Sensitivity.WORK,
    ),
    "DutyCover": dict.fromkeys(
        (*SPELL, "covered_by", "set_by"),
        Sensitivity.WORK,
    ),
    "Leave": dict.fromkeys((*SPELL, "cover", "recorded_by", "recorded_at"), Sensitivity.WORK),
    "FormerDetails": dict.fromkeys(
        (
            "id",
            "person",
            "version",
            "replaced_at",
            "replaced_by",
            "name",
            "collar_number",
            "email",
            "telephone",
            "agency",
            "rank",
            "equated_rank",
            "post",
            "roles",
            "district",
            "team",
            "cps_unit",
            "supervisor",
            "left_on",
            "is_active",
        ),
        Sensitivity.WORK,
    ),
    "FirstPassword": dict.fromkeys(
        (
            "id",
            "person",
            "digest",
            "issued_by",
            "issued_at",
            "expires_at",
            "used_at",
            "withdrawn_at",
        ),
        Sensitivity.WORK,
    ),
    # The reasons are about a role of somebody at work; the form asks that nothing of a case be said.
    "RoleProposal": dict.fromkeys(
        (
            "id",
            "person",
            "role",
            "gives",
            "reason",
            "proposed_by",
            "proposed_at",
            "expires_at",
            "outcome",
            "decided_by",
            "decided_at",
            "refusal",
        ),
        Sensitivity.WORK,
    ),
    "Move": dict.fromkeys(
        (
            "id",
            "person",
            "moves_on",
            "post",
            "district",
            "team",
            "cps_unit",
            "supervisor",
            "set_by",
            "set_at",
            "applied_at",
            "cancelled_at",
            "cancelled_by",
        ),
        Sensitivity.WORK,
    ),
}

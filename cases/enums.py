"""Enumerations of a case (domain.md 5 and 12)."""

from django.db import models


class OffenceType(models.TextChoices):
    """Offences of the Sexual Offences Act 2003 in the words that officers use."""

    RAPE_ADULT = "rape_adult", "Rape, victim aged 16 or over"
    RAPE_CHILD_13_15 = "rape_child_13_15", "Rape, victim aged 13 to 15"
    RAPE_CHILD_UNDER_13 = "rape_child_under_13", "Rape, victim aged under 13"
    ASSAULT_BY_PENETRATION = "assault_by_penetration", "Assault by penetration"
    SEXUAL_ASSAULT = "sexual_assault", "Sexual assault"
    CAUSING_SEXUAL_ACTIVITY = "causing_sexual_activity", "Causing sexual activity without consent"
    SEXUAL_ACTIVITY_CHILD = "sexual_activity_child", "Sexual activity with a child"
    OTHER = "other", "Other serious sexual offence"


# Triable on indictment alone, always or where there was penetration (Sexual Offences Act 2003).
MAY_BE_INDICTABLE_ONLY = frozenset(
    {
        OffenceType.RAPE_ADULT,
        OffenceType.RAPE_CHILD_13_15,
        OffenceType.RAPE_CHILD_UNDER_13,
        OffenceType.ASSAULT_BY_PENETRATION,
        OffenceType.CAUSING_SEXUAL_ACTIVITY,
        OffenceType.SEXUAL_ACTIVITY_CHILD,
    }
)


class Precision(models.TextChoices):
    DAY = "day", "Known to the day"
    MONTH = "month", "Known to the month"
    YEAR = "year", "Known to the year"
    RANGE = "range", "Between two dates"
    UNKNOWN = "unknown", "Not known"


class MilestoneKind(models.TextChoices):
    REPORTED = "reported", "Reported"
    FIRST_ACCOUNT = "first_account", "First account taken"
    ABE = "abe", "Achieving Best Evidence interview"
    SUSPECT_IDENTIFIED = "suspect_identified", "Suspect identified"
    ARRESTED = "arrested", "Suspect arrested"
    INTERVIEWED = "interviewed", "Suspect interviewed under caution"
    BAILED = "bailed", "Suspect bailed"
    BAIL_ENDED = "bail_ended", "Bail ended"
    RELEASED_UNDER_INVESTIGATION = "released_under_investigation", "Released under investigation"
    EARLY_ADVICE_REQUESTED = "early_advice_requested", "Early advice requested"
    EARLY_ADVICE_GIVEN = "early_advice_given", "Early advice given"
    SUBMITTED = "submitted", "Submitted to CPS"
    # Sent again, returned, or asked for no more. Before what CPS says of it at one and the same moment.
    RESUBMITTED = "resubmitted", "Back with CPS"
    TRIAGE_ACCEPTED = "triage_accepted", "Accepted by CPS triage"
    TRIAGE_REJECTED = "triage_rejected", "Rejected by CPS triage"
    ADMIN_FINALISED = "admin_finalised", "Administratively finalised by CPS, no decision"
    ACTION_PLAN_ISSUED = "action_plan_issued", "Action plan issued"
    CHARGED = "charged", "Charged"
    REMANDED = "remanded", "Suspect remanded in custody"
    CUSTODY_ENDED = "custody_ended", "Remand in custody ended"
    TRIAL_BEGUN = "trial_begun", "Trial begun"
    FINALISED = "finalised", "Finalised at court"
    POLICE_NFA = "police_nfa", "Police decided to end it without charge"
    CPS_NFA = "cps_nfa", "CPS decided on no further action"
    REOPENED = "reopened", "Re-opened"
    TRANSFERRED = "transferred", "Transferred to another force"
    CANCELLED = "cancelled", "Crime cancelled by the registrar"


# What a person records by hand. The others are written by the deed that makes them true.
RECORDED_BY_HAND = (
    MilestoneKind.FIRST_ACCOUNT,
    MilestoneKind.ABE,
    MilestoneKind.SUSPECT_IDENTIFIED,
    MilestoneKind.ARRESTED,
    MilestoneKind.INTERVIEWED,
    MilestoneKind.BAILED,
    MilestoneKind.BAIL_ENDED,
    MilestoneKind.RELEASED_UNDER_INVESTIGATION,
    MilestoneKind.CHARGED,
    MilestoneKind.REMANDED,
    MilestoneKind.CUSTODY_ENDED,
    MilestoneKind.TRIAL_BEGUN,
    MilestoneKind.FINALISED,
)


# With which an allegation goes to CPS for its decision on a charge.
SENT_TO_CPS = frozenset({MilestoneKind.SUBMITTED, MilestoneKind.RESUBMITTED})


# What happens to one suspect.
OF_A_SUSPECT = (
    MilestoneKind.SUSPECT_IDENTIFIED,
    MilestoneKind.ARRESTED,
    MilestoneKind.INTERVIEWED,
    MilestoneKind.BAILED,
    MilestoneKind.BAIL_ENDED,
    MilestoneKind.RELEASED_UNDER_INVESTIGATION,
    MilestoneKind.REMANDED,
    MilestoneKind.CUSTODY_ENDED,
)


# What runs to a date that the law or a court sets.
WITH_A_LIMIT = (MilestoneKind.BAILED, MilestoneKind.REMANDED)


class BailSetBy(models.TextChoices):
    """Who set the limit of pre-charge bail: each may go so far, by the dated clock rules (rules/bail.py).

    While CPS decides on charge no period runs: Police and Criminal Evidence Act 1984, section 47ZL [U].
    """

    STANDARD = "standard", "Standard: on release"
    INSPECTOR = "inspector", "Extended by an inspector"
    SUPERINTENDENT = "superintendent", "Extended by a superintendent"
    COURT = "court", "Extended by a court"
    CPS_DECIDES = "cps_decides", "While CPS decides on charge: no time limit runs"


BAIL_EXTENDED_BY = frozenset({BailSetBy.INSPECTOR, BailSetBy.SUPERINTENDENT, BailSetBy.COURT})


class ChargeBy(models.TextChoices):
    """Who decided on a charge; CPS alone may on most of what is recorded here (cases.rules.charging)."""

    POLICE = "police", "The police"
    CPS = "cps", "CPS"


class ChargeDocument(models.TextChoices):
    """In which of its documents CPS decides on a charge."""

    MG3 = "mg3", "MG3 report"
    MG3A = "mg3a", "MG3A further report"


class PlanBecomes(models.TextChoices):
    """What becomes of an action plan that is open when somebody is charged."""

    STAYS = "stays", "It stays open"
    WITHDRAWN = "withdrawn", "CPS does not ask for it any more"


class InterviewBy(models.TextChoices):
    ARREST = "arrest", "After arrest"
    VOLUNTARY = "voluntary", "Voluntary attendance"


class Stage(models.TextChoices):
    """Where an allegation stands, computed from its milestones; in order from first to last."""

    REPORTED = "reported", "Reported"
    FIRST_ACCOUNT = "first_account", "First account taken"
    ABE = "abe", "ABE done"
    SUSPECT_IDENTIFIED = "suspect_identified", "Suspect identified"
    ARRESTED = "arrested", "Suspect arrested"
    INTERVIEWED = "interviewed", "Suspect interviewed"
    BAILED = "bailed", "Suspect on bail"
    RELEASED_UNDER_INVESTIGATION = "released_under_investigation", "Released under investigation"
    EARLY_ADVICE_REQUESTED = "early_advice_requested", "Early advice requested"
    EARLY_ADVICE_GIVEN = "early_advice_given", "Early advice given"
    TRIAGE_REJECTED = "triage_rejected", "Rejected by CPS triage"
    ADMIN_FINALISED = "admin_finalised", "Admin finalised by CPS, no decision"
    WITH_CPS = "with_cps", "With CPS for decision"
    ACTION_PLAN = "action_plan", "Action plan outstanding"
    RESUBMITTED = "resubmitted", "Back with CPS"
    CHARGED = "charged", "Charged"
    AT_TRIAL = "at_trial", "At trial"
    FINALISED = "finalised", "Finalised at court"
    POLICE_NFA = "police_nfa", "Police: ended without charge"
    CPS_NFA = "cps_nfa", "CPS: no further action"
    TRANSFERRED = "transferred", "Transferred"
    CANCELLED = "cancelled", "Cancelled"


CLOSED_STAGES = frozenset(
    {Stage.FINALISED, Stage.POLICE_NFA, Stage.CPS_NFA, Stage.TRANSFERRED, Stage.CANCELLED}
)


class Outcome(models.TextChoices):
    """Home Office outcome types (domain.md 5) that this system records. The code is the Home Office's
    number.
    """

    CHARGED = "1", "1: Charged or summonsed"
    CAUTION_YOUTH = "2", "2: Caution, youth"
    CAUTION_ADULT = "3", "3: Caution, adult"
    OFFENDER_DIED = "5", "5: Offender died"
    COMMUNITY_RESOLUTION = "8", "8: Community resolution"
    NOT_PUBLIC_INTEREST_CPS = "9", "9: Not in the public interest (CPS)"
    NOT_PUBLIC_INTEREST_POLICE = "10", "10: Not in the public interest (police)"
    SUSPECT_UNDER_AGE = "11", "11: Prosecution prevented, suspect under age"
    SUSPECT_TOO_ILL = "12", "12: Prosecution prevented, suspect too ill"
    VICTIM_DIED_OR_TOO_ILL = "13", "13: Prosecution prevented, victim or key witness dead or too ill"
    NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT = (
        "14",
        "14: Suspect not identified, victim does not support further action",
    )
    EVIDENTIAL_VICTIM_SUPPORTS = "15", "15: Suspect identified, victim supports, evidential difficulties"
    VICTIM_DOES_NOT_SUPPORT = "16", "16: Suspect identified, victim does not support further action"
    TIME_LIMIT = "17", "17: Time limit expired"
    NO_SUSPECT = "18", "18: Investigation complete, no suspect identified"
    TRANSFERRED = "20", "20: Transferred to another body"
    FURTHER_INVESTIGATION_NOT_PUBLIC_INTEREST = (
        "21",
        "21: Further investigation not in the public interest (police)",
    )
    DIVERSION = "22", "22: Diversionary, educational or intervention activity"


class Duty(models.TextChoices):
    OIC = "oic", "Officer in charge"
    STO = "sto", "Specially trained officer"


class NamedBecause(models.TextChoices):
    ASSIGNED = "assigned", "Assigned to the case"
    RESTRICTED = "restricted", "Named on a restricted case"
    REVIEWER = "reviewer", "Allocated a review"
    ISVA = "isva", "Supports a consenting client"
    CLINIC = "clinic", "Advice clinic"


class KeyKind(models.TextChoices):
    """What a case can be found by."""

    REFERENCE = "reference", "Case reference"
    CRIME = "crime", "Crime reference"
    URN = "urn", "CPS URN"

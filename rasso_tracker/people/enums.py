"""Agencies, ranks and posts (domain.md 4 and 12; the order of ranks is common knowledge of the field)."""

from django.db import models


class Agency(models.TextChoices):
    POLICE = "police", "Police"
    CPS = "cps", "Crown Prosecution Service"
    SUPPORT = "support", "Support service"


class PersonKind(models.TextChoices):
    PERSON = "person", "Person"
    SERVICE = "service", "Service account"


class Rank(models.IntegerChoices):
    """Police ranks in order. Police staff hold none and carry the rank their grade is equated to."""

    CONSTABLE = 1, "Detective Constable"
    SERGEANT = 2, "Detective Sergeant"
    INSPECTOR = 3, "Detective Inspector"
    CHIEF_INSPECTOR = 4, "Detective Chief Inspector"
    SUPERINTENDENT = 5, "Detective Superintendent"
    CHIEF_SUPERINTENDENT = 6, "Detective Chief Superintendent"
    ASSISTANT_CHIEF_CONSTABLE = 7, "Assistant Chief Constable"


class Post(models.TextChoices):
    """Posts that the escalation ladder calls on. A post is held in a district, a CPS unit or the whole
    force.
    """

    INVESTIGATOR = "investigator", "Investigator"
    DETECTIVE_SERGEANT = "detective_sergeant", "Detective Sergeant, RaSSO team"
    DETECTIVE_INSPECTOR = "detective_inspector", "Detective Inspector, district"
    DETECTIVE_CHIEF_INSPECTOR = "detective_chief_inspector", "Detective Chief Inspector"
    DETECTIVE_SUPERINTENDENT = "detective_superintendent", "Detective Superintendent"
    HEAD_OF_PROTECTIVE_SERVICES = "head_of_protective_services", "Head of Protective Services"
    ASSISTANT_CHIEF_CONSTABLE = "assistant_chief_constable", "Assistant Chief Constable"
    GATEKEEPER = "gatekeeper", "RaSSO Gatekeeper"
    HEAD_OF_GATEKEEPING = "head_of_gatekeeping", "Head of the RaSSO Gatekeeper unit"
    REVIEWING_PROSECUTOR = "reviewing_prosecutor", "Reviewing prosecutor"
    LEGAL_MANAGER = "legal_manager", "Legal manager"
    DISTRICT_CROWN_PROSECUTOR = "district_crown_prosecutor", "District Crown Prosecutor"
    SENIOR_DISTRICT_CROWN_PROSECUTOR = (
        "senior_district_crown_prosecutor",
        "Senior District Crown Prosecutor",
    )
    DEPUTY_CHIEF_CROWN_PROSECUTOR = "deputy_chief_crown_prosecutor", "Deputy Chief Crown Prosecutor"
    CHIEF_CROWN_PROSECUTOR = "chief_crown_prosecutor", "Chief Crown Prosecutor"
    OTHER = "other", "Other"


CPS_POSTS = frozenset(
    {
        Post.REVIEWING_PROSECUTOR,
        Post.LEGAL_MANAGER,
        Post.DISTRICT_CROWN_PROSECUTOR,
        Post.SENIOR_DISTRICT_CROWN_PROSECUTOR,
        Post.DEPUTY_CHIEF_CROWN_PROSECUTOR,
        Post.CHIEF_CROWN_PROSECUTOR,
    }
)
# The ladder calls on nobody by the post "Other": it is held by whoever has none of the others.
POLICE_POSTS = frozenset(Post) - CPS_POSTS - {Post.OTHER}


class ProposalOutcome(models.TextChoices):
    """How a proposal about a role ended. One that nobody decided in time has none: it ran out."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class WorkGoes(models.TextChoices):
    """Where the work of somebody who leaves or moves goes. Only who moves may keep it."""

    PERSON = "person", "To one person"
    TEAM = "team", "To the team: the supervisor gives it out"
    KEPT = "kept", "They keep what they may still see and take it along"


LEAVERS_WORK = [(one.value, one.label) for one in (WorkGoes.PERSON, WorkGoes.TEAM)]
MOVERS_WORK = [(one.value, one.label) for one in (WorkGoes.KEPT, WorkGoes.PERSON, WorkGoes.TEAM)]

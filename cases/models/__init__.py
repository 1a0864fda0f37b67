from cases.models.base import CaseBearing, Voidable, voided_together
from cases.models.case import Assignment, Case, NamedAccess
from cases.models.due import DueItem
from cases.models.milestone import Milestone
from cases.models.parties import Allegation, Suspect, Victim

__all__ = [
    "Allegation",
    "Assignment",
    "Case",
    "CaseBearing",
    "DueItem",
    "Milestone",
    "NamedAccess",
    "Suspect",
    "Victim",
    "Voidable",
    "voided_together",
]

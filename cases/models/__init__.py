from cases.models.base import CaseBearing, LondonDate, Voidable, voided_together
from cases.models.case import Assignment, Case, NamedAccess
from cases.models.due import DueItem
from cases.models.lessons import Lesson
from cases.models.matches import MatchLook, MatchVerdict, SuspectIndex
from cases.models.milestone import Milestone
from cases.models.named import NamedShort
from cases.models.parties import Allegation, Suspect, Victim
from cases.models.search import ReferenceSeries, SearchKey
from cases.models.supervision import STANDING, Direction, DirectionDate, SupervisoryReview

__all__ = [
    "STANDING",
    "Allegation",
    "Assignment",
    "Case",
    "CaseBearing",
    "Direction",
    "DirectionDate",
    "DueItem",
    "Lesson",
    "LondonDate",
    "MatchLook",
    "MatchVerdict",
    "Milestone",
    "NamedAccess",
    "NamedShort",
    "ReferenceSeries",
    "SearchKey",
    "SupervisoryReview",
    "Suspect",
    "SuspectIndex",
    "Victim",
    "Voidable",
    "voided_together",
]

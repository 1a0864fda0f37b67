"""People, the bodies they belong to, and who is away and who answers for them."""

from rasso_tracker.people.models.changes import FormerDetails, Move, RoleProposal
from rasso_tracker.people.models.duty import DutyCover, Leave
from rasso_tracker.people.models.first_password import FirstPassword
from rasso_tracker.people.models.person import CpsUnit, District, Person, PersonManager, Team

__all__ = [
    "CpsUnit",
    "District",
    "DutyCover",
    "FirstPassword",
    "FormerDetails",
    "Leave",
    "Move",
    "Person",
    "PersonManager",
    "RoleProposal",
    "Team",
]

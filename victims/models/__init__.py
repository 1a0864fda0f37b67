from victims.models.alerts import ContactAlert
from victims.models.appointments import JointAppointment
from victims.models.base import (
    AboutVictim,
    VictimScoped,
    clients_of,
    own_clients,
    victims_read_in,
    victims_seen,
)
from victims.models.contact import Contact
from victims.models.deployment import ContactOwner, StoDeployment
from victims.models.events import EventTelling, UpdateAgreement
from victims.models.identity import ContactDetails, Identity
from victims.models.look_backs import LookBack
from victims.models.material import MaterialRequest
from victims.models.record import Characteristics, NeedsAssessment, RightsChoice
from victims.models.referrals import (
    ServiceAdviser,
    SupportEvent,
    SupportReferral,
    SupportService,
    services_of,
)
from victims.models.safeguarding import SafeguardingConcern
from victims.models.spokesperson import Circumstances, Spokesperson
from victims.models.support import IsvaSupport
from victims.models.terms import Term, TermChange, TermMapping
from victims.models.told_via_isva import WithdrawalTold
from victims.models.withdrawal import (
    REASON_COLUMNS,
    Reengagement,
    Withdrawal,
    WithdrawalDayChange,
    WithdrawalStageChange,
)

__all__ = [
    "REASON_COLUMNS",
    "AboutVictim",
    "Characteristics",
    "Circumstances",
    "Contact",
    "ContactAlert",
    "ContactDetails",
    "ContactOwner",
    "EventTelling",
    "Identity",
    "IsvaSupport",
    "JointAppointment",
    "LookBack",
    "MaterialRequest",
    "NeedsAssessment",
    "Reengagement",
    "RightsChoice",
    "SafeguardingConcern",
    "ServiceAdviser",
    "Spokesperson",
    "StoDeployment",
    "SupportEvent",
    "SupportReferral",
    "SupportService",
    "Term",
    "TermChange",
    "TermMapping",
    "UpdateAgreement",
    "VictimScoped",
    "Withdrawal",
    "WithdrawalDayChange",
    "WithdrawalStageChange",
    "WithdrawalTold",
    "clients_of",
    "own_clients",
    "services_of",
    "victims_read_in",
    "victims_seen",
]

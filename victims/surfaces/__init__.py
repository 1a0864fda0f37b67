"""The deeds about a victim as pages and API routes. No victim's name is ever in an address or a heading."""

from __future__ import annotations

from victims.surfaces.alerts import CONFIRM_WAYS, RAISE_ALERT
from victims.surfaces.appointments import ARRANGE, ON_APPOINTMENT
from victims.surfaces.contact import (
    AGREE_UPDATES,
    RECORD_ATTEMPT,
    RECORD_CONTACT,
    SAY_WHY_NOT_TOLD,
    VOID_CONTACT,
)
from victims.surfaces.deployment import ASK_FOR_STO, DEPLOYMENT_SURFACES, HAND_OVER_CONTACT
from victims.surfaces.identity import RECORD_CONTACT_DETAILS, RECORD_IDENTITY
from victims.surfaces.look_backs import LOOK_BACK_SURFACES, RECORD_LOOK_BACK
from victims.surfaces.material import MATERIAL_SURFACES, PLAN_MATERIAL
from victims.surfaces.record import ASSESS_NEEDS, MERGE_VICTIMS, RECORD_CHARACTERISTICS, RECORD_RIGHTS
from victims.surfaces.referrals import OFFER_SUPPORT, REFERRAL_SURFACES
from victims.surfaces.safeguarding import RAISE_CONCERN, RESOLVE_CONCERN
from victims.surfaces.spokesperson import (
    AGREE_SPOKESPERSON,
    END_SPOKESPERSON,
    NAME_SPOKESPERSON,
    RECORD_CIRCUMSTANCES,
)
from victims.surfaces.support import END_ISVA_SUPPORT, SHARE_WITH_ISVA
from victims.surfaces.support_services import SERVICE_SURFACES
from victims.surfaces.terms import TERM_SURFACES
from victims.surfaces.told_via_isva import ANSWER_TOLD, CONFIRM_TOLD, TELL_WITHDRAWAL, TOLD_SURFACES
from victims.surfaces.withdrawals import (
    CORROBORATE_WITHDRAWAL,
    RECORD_RE_ENGAGEMENT,
    RECORD_WITHDRAWAL,
    VOID_RE_ENGAGEMENT,
    VOID_WITHDRAWAL,
)

ON_VICTIM = (
    RECORD_CONTACT,
    RECORD_WITHDRAWAL,
    RECORD_RE_ENGAGEMENT,
    RECORD_IDENTITY,
    RECORD_CONTACT_DETAILS,
    SHARE_WITH_ISVA,
    RAISE_CONCERN,
    RECORD_ATTEMPT,
    AGREE_UPDATES,
    RAISE_ALERT,
    RECORD_CIRCUMSTANCES,
    NAME_SPOKESPERSON,
    PLAN_MATERIAL,
    OFFER_SUPPORT,
    ASK_FOR_STO,
    HAND_OVER_CONTACT,
    TELL_WITHDRAWAL,
    ARRANGE,
)
ON_RECORD = (RECORD_CHARACTERISTICS, ASSESS_NEEDS, RECORD_RIGHTS, MERGE_VICTIMS)
ON_TOLD = (CONFIRM_TOLD, ANSWER_TOLD)
ON_WITHDRAWAL = (CORROBORATE_WITHDRAWAL, RECORD_LOOK_BACK, VOID_WITHDRAWAL)
SURFACES = [
    *ON_VICTIM,
    *ON_RECORD,
    CORROBORATE_WITHDRAWAL,
    VOID_WITHDRAWAL,
    *LOOK_BACK_SURFACES,
    *TERM_SURFACES,
    VOID_RE_ENGAGEMENT,
    VOID_CONTACT,
    END_ISVA_SUPPORT,
    RESOLVE_CONCERN,
    CONFIRM_WAYS,
    SAY_WHY_NOT_TOLD,
    AGREE_SPOKESPERSON,
    END_SPOKESPERSON,
    *MATERIAL_SURFACES,
    *REFERRAL_SURFACES,
    *DEPLOYMENT_SURFACES,
    *SERVICE_SURFACES,
    *TOLD_SURFACES,
    *ON_APPOINTMENT,
]

"""What the API says of victims: allow-listed fields; sealed words only to the roles that read them."""

from victims.represent.contact import agreement_shown, contact_in_full, contact_in_list, telling_shown
from victims.represent.identity import contact_details_shown, identity_shown, recorded_only
from victims.represent.record import (
    alert_shown,
    assessment_shown,
    characteristics_shown,
    circumstances_shown,
    rights_choice_shown,
    spokesperson_in_full,
    spokesperson_shown,
)
from victims.represent.safeguarding import concern_in_list, concern_shown
from victims.represent.support import support_shown
from victims.represent.withdrawals import (
    re_engagement_in_full,
    re_engagement_in_list,
    withdrawal_in_full,
    withdrawal_in_list,
)

__all__ = [
    "agreement_shown",
    "alert_shown",
    "assessment_shown",
    "characteristics_shown",
    "circumstances_shown",
    "concern_in_list",
    "concern_shown",
    "contact_details_shown",
    "contact_in_full",
    "contact_in_list",
    "identity_shown",
    "re_engagement_in_full",
    "re_engagement_in_list",
    "recorded_only",
    "rights_choice_shown",
    "spokesperson_in_full",
    "spokesperson_shown",
    "support_shown",
    "telling_shown",
    "withdrawal_in_full",
    "withdrawal_in_list",
]

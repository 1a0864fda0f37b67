"""Who may do what now, and what cannot be: each refusal is a sentence, the same on the page and by API."""

from victims.rules.alerts import (
    RAISED_ALREADY,
    check_alert,
    check_can_confirm_ways,
    check_can_raise_alert,
    check_confirmed,
)
from victims.rules.channels import check_channel, check_some_way_remains, details_at
from victims.rules.contact import check_can_record_contact, check_can_void_contact, check_contact
from victims.rules.identity import (
    NEEDED_FOR,
    check_can_record_contact_details,
    check_can_record_identity,
    check_reachable,
)
from victims.rules.safeguarding import (
    LONGEST_TO_ACT,
    check_can_raise_concern,
    check_can_resolve_concern,
    check_concern,
    check_done,
)
from victims.rules.sight import check_can, check_moment, is_client
from victims.rules.spokesperson import (
    SPEAKS_ALREADY,
    check_agreed,
    check_can_agree_spokesperson,
    check_can_end_spokesperson,
    check_can_name_spokesperson,
    check_can_record_circumstances,
    check_circumstances,
    check_spokesperson,
)
from victims.rules.support import check_can_end_isva_support, check_can_share_with_isva, check_shareable
from victims.rules.withdrawals import (
    NO_WITHDRAWAL_BEFORE,
    SAME_MOMENT,
    check_can_corroborate,
    check_can_record_re_engagement,
    check_can_record_withdrawal,
    check_can_void_re_engagement,
    check_can_void_withdrawal,
    check_choice_can_go,
    check_choice_fits,
    check_corroboration,
    check_offers,
    choice_of,
)

__all__ = [
    "LONGEST_TO_ACT",
    "NEEDED_FOR",
    "NO_WITHDRAWAL_BEFORE",
    "RAISED_ALREADY",
    "SAME_MOMENT",
    "SPEAKS_ALREADY",
    "check_agreed",
    "check_alert",
    "check_can",
    "check_can_agree_spokesperson",
    "check_can_confirm_ways",
    "check_can_corroborate",
    "check_can_end_isva_support",
    "check_can_end_spokesperson",
    "check_can_name_spokesperson",
    "check_can_raise_alert",
    "check_can_raise_concern",
    "check_can_record_circumstances",
    "check_can_record_contact",
    "check_can_record_contact_details",
    "check_can_record_identity",
    "check_can_record_re_engagement",
    "check_can_record_withdrawal",
    "check_can_resolve_concern",
    "check_can_share_with_isva",
    "check_can_void_contact",
    "check_can_void_re_engagement",
    "check_can_void_withdrawal",
    "check_channel",
    "check_choice_can_go",
    "check_choice_fits",
    "check_circumstances",
    "check_concern",
    "check_confirmed",
    "check_contact",
    "check_corroboration",
    "check_done",
    "check_moment",
    "check_offers",
    "check_reachable",
    "check_shareable",
    "check_some_way_remains",
    "check_spokesperson",
    "choice_of",
    "details_at",
    "is_client",
]

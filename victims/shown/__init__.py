"""What the pages about a victim show: scoped rows, opened only as far as the role reads them."""

from victims.shown.choices import choices_made, standing_in
from victims.shown.identity import contact_details_context, identity_context
from victims.shown.needs import needs_context
from victims.shown.victim import (
    CONTACTS_SHOWN,
    about_in_words,
    ids_shown,
    reaching,
    update_due,
    victim_context,
)
from victims.shown.withdrawals import withdrawal_context

__all__ = [
    "CONTACTS_SHOWN",
    "about_in_words",
    "choices_made",
    "contact_details_context",
    "identity_context",
    "ids_shown",
    "needs_context",
    "reaching",
    "standing_in",
    "update_due",
    "victim_context",
    "withdrawal_context",
]

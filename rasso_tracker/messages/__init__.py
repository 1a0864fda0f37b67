"""Notices: outbox, in-app inbox, e-mail and digests, run ledger. The app's label is "notices"."""

from rasso_tracker.messages.enums import Urgency
from rasso_tracker.messages.notices import Addressee, Due, Gone

NOW, DIGEST, NONE = Urgency.NOW, Urgency.DIGEST, Urgency.NONE

__all__ = ["DIGEST", "NONE", "NOW", "Addressee", "Due", "Gone", "Urgency"]

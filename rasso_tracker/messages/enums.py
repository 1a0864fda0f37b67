"""The closed lists of notices."""

from django.db import models


class Urgency(models.TextChoices):
    NOW = "now", "E-mail at once"
    DIGEST = "digest", "In the next digest"
    NONE = "none", "In the inbox only"


class EmailState(models.TextChoices):
    """What became of the e-mail. The in-app notice stands whatever happens here."""

    NONE = "none", "No e-mail"
    HELD = "held", "Held for the digest"
    PENDING = "pending", "To be sent"
    LEASED = "leased", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed, will be tried again"
    DEAD = "dead", "Failed for good"
    DROPPED = "dropped", "Not sent: no longer due"


# The states in which a deliverer may take the row once `next_attempt_at` has come (null: at once).
CLAIMABLE = (EmailState.PENDING, EmailState.FAILED, EmailState.LEASED)


class Outcome(models.TextChoices):
    """What became of a raised notice; empty while it waits for delivery."""

    DELIVERED = "delivered", "In somebody's inbox"
    COVERED = "covered", "Covered by a later step in the same run"
    DROPPED = "dropped", "No longer due when it was to be delivered"
    DEAD = "dead", "Could not be delivered"

"""Enumerations of joint appointments [A]: what will be told is in codes that say nothing of an outcome."""

from django.db import models


class WillTell(models.TextChoices):
    DECISION = "decision", "A decision"
    CHARGE = "charge", "Whether somebody is charged"
    RELEASE = "release", "Bail or release"
    UPDATE = "update", "How the case stands"
    OTHER = "other", "Something else"


class Joins(models.TextChoices):
    """What the ISVA says to being asked."""

    JOINS = "joins", "I will be there"
    CANNOT = "cannot", "I cannot be there"


class CannotJoin(models.TextChoices):
    TIME = "time", "Not at this time"
    WAY = "way", "Not in this way or place"
    VICTIM = "victim", "The victim would rather be without me"
    NOT_SAFE = "not_safe", "It is not safe for the victim"
    OTHER = "other", "Another reason"


class Ended(models.TextChoices):
    """How an appointment came to its end."""

    HELD = "held", "Held"
    MOVED = "moved", "Moved"
    CANCELLED = "cancelled", "Cancelled"


class CancelledBecause(models.TextChoices):
    VICTIM = "victim", "The victim asked for it"
    NOTHING_TO_TELL = "nothing_to_tell", "There is nothing to tell yet"
    ANOTHER_WAY = "another_way", "They are told in another way"
    NOT_SAFE = "not_safe", "It is not safe"
    NOT_HELD = "not_held", "It did not take place"
    IN_ERROR = "in_error", "Arranged in error"
    OTHER = "other", "Another reason"
    DIED = "died", "The victim has died"


# What a person says: that the victim has died is said by the deed that records it.
SAID_OF_CANCELLING = [pair for pair in CancelledBecause.choices if pair[0] != CancelledBecause.DIED]

"""Closed lists of a victim's record: who they are to us, who speaks for them, what they need [A]."""

from django.db import models

from victims.enums import CommunicationMethod as Way


class AlertAbout(models.TextChoices):
    """What makes some ways to a victim unsafe from one moment to the next."""

    MOVED = "moved", "They have moved house"
    ADDRESS_KNOWN = "address_known", "The suspect knows this address"
    PHONE_SEEN = "phone_seen", "Somebody else may see or hear their phone"
    EMAIL_SEEN = "email_seen", "Somebody else may read their e-mail"
    EVERYTHING = "everything", "Somebody may be watching everything they use"


_ADDRESS = frozenset({Way.POST, Way.IN_PERSON_HOME})
_PHONE = frozenset({Way.PHONE, Way.TEXT, Way.VIDEO})
_EMAIL = frozenset({Way.EMAIL})
# The ways that an alert stops until somebody has confirmed with the victim which are safe.
STOPS = {
    AlertAbout.MOVED: _ADDRESS,
    AlertAbout.ADDRESS_KNOWN: _ADDRESS,
    AlertAbout.PHONE_SEEN: _PHONE,
    AlertAbout.EMAIL_SEEN: _EMAIL,
    AlertAbout.EVERYTHING: _ADDRESS | _PHONE | _EMAIL,
}


class YesNoUnknown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class SpokespersonIs(models.TextChoices):
    """Who a spokesperson is to the victim."""

    PARENT = "parent", "Parent or guardian"
    PARTNER = "partner", "Partner"
    FAMILY = "family", "Another member of the family"
    FRIEND = "friend", "Friend"
    PROFESSIONAL = "professional", "Somebody who supports them by profession"


class SpeaksBecause(models.TextChoices):
    """Why somebody speaks for the victim."""

    ASKED = "asked", "The victim asked for it"
    UNDER_18 = "under_18", "The victim is under 18"
    HEALTH = "health", "The victim's health or disability"
    DIED = "died", "The victim has died"


class TieToSuspect(models.TextChoices):
    """What binds a spokesperson to a suspect of the case: any tie needs a supervisor's agreement."""

    NONE = "none", "None"
    HOUSEHOLD = "household", "Lives in the same household as a suspect"
    RELATIONSHIP = "relationship", "Is related to a suspect or in a relationship with one"

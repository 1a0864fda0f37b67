"""The closed lists of requests for material: what is asked for, of whom, and what came of it."""

from django.db import models

from victims.enums import CommunicationMethod


class MaterialKind(models.TextChoices):
    """Each kind has its own code: Police, Crime, Sentencing and Courts Act 2022, chapters 3A and 3."""

    THIRD_PARTY = "third_party", "Records that somebody else holds"
    DEVICE = "device", "The victim's own device or account"


class MaterialSource(models.TextChoices):
    COUNSELLING = "counselling", "Counselling or therapy service"
    HEALTH = "health", "Doctor, hospital or other health service"
    COUNCIL = "council", "Council, social care among it"
    EDUCATION = "education", "School, college or university"
    EMPLOYER = "employer", "Employer"
    BANK_OR_PLATFORM = "bank_or_platform", "Bank, phone company or platform"
    OTHER_HOLDER = "other_holder", "Somebody else"
    PHONE = "phone", "Phone"
    COMPUTER = "computer", "Tablet or computer"
    ACCOUNT = "account", "Account or cloud"
    OTHER_DEVICE = "other_device", "Another device"


DEVICES = (
    MaterialSource.PHONE,
    MaterialSource.COMPUTER,
    MaterialSource.ACCOUNT,
    MaterialSource.OTHER_DEVICE,
)
HOLDERS = tuple(one for one in MaterialSource if one not in DEVICES)


class MaterialState(models.TextChoices):
    """What a request waits for, in the order in which it comes; worked out from its dates, never stored."""

    APPROVAL = "approval", "Waits for approval"
    NOTICE = "notice", "Waits for written notice"
    NOTICED = "noticed", "Notice given, not yet requested"
    ASKED = "asked", "Waits for an answer"
    VICTIM = "victim", "Waits for the victim's answer"
    TAKEN = "taken", "Taken, to be given back"
    ENDED = "ended", "Ended"


class NoticeTo(models.TextChoices):
    VICTIM = "victim", "The victim"
    PARENT = "parent", "A parent or guardian, for somebody under 18"
    OTHER_ADULT = "other_adult", "Another adult, for somebody who cannot decide themselves"
    SPEAKER = "speaker", "Who speaks for a victim who has died"
    FAMILY = "family", "The family of a victim who has died, where nobody speaks for them yet"


class Views(models.TextChoices):
    """What the victim said of a request; the code asks that it is taken into account."""

    NO_OBJECTION = "no_objection", "Has no objection"
    OBJECTS = "objects", "Objects"
    NOT_SAID = "not_said", "Has not said"


class MaterialOutcome(models.TextChoices):
    PROVIDED = "provided", "Provided"
    IN_PART = "in_part", "Provided in part"
    NONE_HELD = "none_held", "Nothing is held"
    HOLDER_REFUSED = "holder_refused", "The holder refused"
    VICTIM_REFUSED = "victim_refused", "The victim did not agree"
    RETURNED = "returned", "Taken and given back"
    NOT_APPROVED = "not_approved", "Not approved"
    DROPPED = "dropped", "No longer needed"


ANSWERS = (
    MaterialOutcome.PROVIDED,
    MaterialOutcome.IN_PART,
    MaterialOutcome.NONE_HELD,
    MaterialOutcome.HOLDER_REFUSED,
)
REFUSALS = (MaterialOutcome.HOLDER_REFUSED, MaterialOutcome.VICTIM_REFUSED)
Way = CommunicationMethod
# A notice is in writing: sent, or handed over.
IN_WRITING = tuple(one for one in Way if one not in (Way.VIDEO, Way.PHONE, Way.TEXT))

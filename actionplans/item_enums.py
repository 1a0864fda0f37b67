"""Enumerations of what happens to one item of an action plan (domain.md 4 and 12)."""

from django.db import models


class DisputeReason(models.TextChoices):
    """Why the police dispute an item [A]; CPS's own design asks for words, which stand beside it."""

    NOT_PROPORTIONATE = "not_proportionate", "Not proportionate"
    NOT_REASONABLE_LINE = "not_reasonable_line", "Not a reasonable line of inquiry"
    VICTIM_PRIVACY = "victim_privacy", "Intrudes on the victim more than the case needs"
    ALREADY_SUPPLIED = "already_supplied", "Already supplied"
    NOT_OBTAINABLE = "not_obtainable", "Cannot be obtained"
    NOT_FOR_POLICE = "not_for_police", "Not for the police to obtain"
    OTHER = "other", "Another reason"


class DisputeChannel(models.TextChoices):
    """How it was discussed (CPS design history, dispute of a failure)."""

    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Meeting"
    PHONE = "phone", "Phone"


class DisputeOutcome(models.TextChoices):
    ACCEPTED = "accepted", "Accepted: CPS no longer asks for it"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part: CPS asks for less"
    NOT_ACCEPTED = "not_accepted", "Not accepted: CPS still asks for it"
    ITEM_WITHDRAWN = "item_withdrawn", "Item withdrawn: CPS asks for it no more, disputed or not"
    FELL_AWAY = "fell_away", "Fell away: the item was accepted, returned or its plan ended"


class WithdrawnBecause(models.TextChoices):
    """Why CPS asks for an item no more, of its own accord [A]."""

    ISSUED_IN_ERROR = "issued_in_error", "Issued in error"
    ALREADY_HELD = "already_held", "Already held, or received another way"
    NOT_NEEDED = "not_needed", "No longer needed"
    ANOTHER_PLAN = "another_plan", "Asked for in another plan"
    OTHER = "other", "Another reason"


class EndedBecause(models.TextChoices):
    """Why CPS ended a plan of its own accord [A]; the last alone closes its record (domain.md 4)."""

    ISSUED_IN_ERROR = "issued_in_error", "Issued in error"
    LATER_PLAN = "later_plan", "Superseded by a later plan"
    NOT_NEEDED = "not_needed", "No longer needed"
    OTHER = "other", "Another reason"
    NOT_ANSWERED = "not_answered", "The police did not answer it"


# What CPS answers; the other outcomes are nobody's answer.
CPS_ANSWERS = (DisputeOutcome.ACCEPTED, DisputeOutcome.ACCEPTED_IN_PART, DisputeOutcome.NOT_ACCEPTED)


class QualityMark(models.TextChoices):
    """CPS's mark on what came back [A]: the first two are of what is accepted, the others of what is not."""

    GOOD = "good", "Good: as asked, complete and usable"
    USABLE = "usable", "Usable: enough, with gaps"
    INCOMPLETE = "incomplete", "Incomplete"
    NOT_USABLE = "not_usable", "Not usable: unsigned, not playable or the wrong format"


MARKS_OF = {
    True: (QualityMark.GOOD, QualityMark.USABLE),
    False: (QualityMark.INCOMPLETE, QualityMark.NOT_USABLE),
}


class WaitsOn(models.TextChoices):
    """The bodies that an item may wait on (domain.md 12)."""

    DIGITAL_UNIT = "digital_unit", "Digital unit"
    LABORATORY = "laboratory", "Laboratory"
    COUNCIL = "council", "Council"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    BANK_OR_PLATFORM = "bank_or_platform", "Bank or platform"
    OTHER_FORCE = "other_force", "Other force"
    OTHER = "other", "Other body"


class WaitEnd(models.TextChoices):
    RECEIVED = "received", "Received"
    REFUSED = "refused", "Refused: they will not give it"
    NOTHING_HELD = "nothing_held", "Nothing held: they have nothing to give"
    NOT_NEEDED = "not_needed", "Not needed any more"
    FELL_AWAY = "fell_away", "Fell away: the item was returned, is asked for no more, or its plan ended"


# What a person says; the last is nobody's word.
ENDS_OF_A_WAIT = tuple(one for one in WaitEnd if one != WaitEnd.FELL_AWAY)

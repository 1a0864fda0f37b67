"""The closed lists of telling a victim: with whom, when, what came of an attempt, why it was late [A]."""

from __future__ import annotations

from django.db import models


class WhyAnotherWay(models.TextChoices):
    """Why another way than the victim prefers is planned."""

    THEY_AGREED = "they_agreed", "They agreed to hear this in another way"
    NOT_SAFE_NOW = "not_safe_now", "Their own way is not safe now"
    TAKES_TOO_LONG = "takes_too_long", "Their own way would take too long"
    ADVISED = "advised", "Their ISVA or specially trained officer advised it"
    NOT_REACHED = "not_reached", "They could not be reached in their own way"
    OTHER = "other", "Another reason"


class Companion(models.TextChoices):
    """Who is there beside whoever tells them."""

    STO = "sto", "Specially trained officer (STO)"
    ISVA = "isva", "Independent sexual violence adviser (ISVA)"
    OTHER = "other", "Somebody else whom they chose"


class TimeFits(models.TextChoices):
    """Why the moment is a good one for the victim."""

    SAFE_TIME = "safe_time", "It is within the times that they said are safe"
    THEY_ASKED = "they_asked", "They asked for this time"
    NONE_RECORDED = "none_recorded", "No safe times are on record"


class Interpreter(models.TextChoices):
    NOT_NEEDED = "not_needed", "Not needed"
    TO_BOOK = "to_book", "Needed, and still to be booked"
    BOOKED = "booked", "Booked"


class AttemptOutcome(models.TextChoices):
    """What came of an attempt that did not end in telling them."""

    NO_ANSWER = "no_answer", "Nobody answered"
    MESSAGE_LEFT = "message_left", "A message to ring back was left, and nothing else"
    SOMEBODY_ELSE = "somebody_else", "Somebody else answered; nothing was said"
    NOT_THEN = "not_then", "They were reached, and it was not a good moment for them"
    WRONG_DETAILS = "wrong_details", "The number or address is theirs no more"
    OTHER = "other", "Something else"


class LateBecause(models.TextChoices):
    """Why a victim was told after the clock had run out. A wish of the victim is no cause: it is a request to
    wait.
    """

    NOT_REACHED = "not_reached", "They could not be reached"
    OFFICER_AWAY = "officer_away", "Whoever was to tell them was away"
    NOT_PASSED_ON = "not_passed_on", "The decision was not passed on"
    CPS_WORD_LATE = "cps_word_late", "CPS's word came late"
    COMPANION = "companion", "Their ISVA or specially trained officer could not be there"
    INTERPRETER = "interpreter", "No interpreter could be had"
    NOT_SAFE = "not_safe", "There was no safe moment"
    OTHER_WORK = "other_work", "Other work came first"
    OVERLOOKED = "overlooked", "It was overlooked"
    OTHER = "other", "Another cause"


class TakenBackBecause(models.TextChoices):
    """Why what was said of not telling a victim holds no more."""

    MISTAKE = "mistake", "It was recorded by mistake"
    WANTS_TO_HEAR = "wants_to_hear", "They want to hear of it after all"
    CAME_BACK = "came_back", "What stood against it does not hold any more"  # worked out, never chosen


# What may be said; the other is worked out from the record.
SAID_TAKING_BACK = tuple(one for one in TakenBackBecause if one is not TakenBackBecause.CAME_BACK)


class FollowUp(models.TextChoices):
    """Whether the reasons follow in writing."""

    LETTER = "letter", "A letter follows"
    LETTER_TOLD = "letter_told", "The letter is how they were told"
    NOT_WANTED = "not_wanted", "They do not want a letter"
    NOT_NEEDED = "not_needed", "No letter is needed after all"  # said with a reason, of one that was owed


# What may be said when the telling itself is recorded.
SAID_WITH_TELLING = tuple(one for one in FollowUp if one is not FollowUp.NOT_NEEDED)

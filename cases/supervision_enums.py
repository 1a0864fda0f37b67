"""Enumerations of supervisory reviews and the directions given in them.

What is looked at follows the habits of investigation reviews in the College of Policing's practice and the
national operating model, kept short: an assumption of ours [A].
"""

from django.db import models

from cases.lesson_enums import LESSON_DUE, LOOK_BACK_DUE


class ReviewKind(models.TextChoices):
    """The first review after a case is opened (or opened again), and those that follow."""

    INITIAL = "initial", "First review"
    PERIODIC = "periodic", "Periodic review"


class SupervisoryOutcome(models.TextChoices):
    """What a review finds. Every outcome but completion sets the next review date."""

    ON_TRACK = "on_track", "On track"
    NEW_DATE = "new_date", "New review date, with a reason"
    ESCALATE = "escalate", "Escalate to the next step"
    COMPLETE = "complete", "Complete: no more supervision is needed"


class LookedAt(models.TextChoices):
    """What the supervisor looked at [A]."""

    LINES = "lines", "Lines of enquiry and what is outstanding"
    VICTIM = "victim", "Victim contact, needs and support"
    SUSPECT = "suspect", "Suspect and risk"
    DIGITAL = "digital", "Digital and forensic work"
    CPS = "cps", "CPS: advice, action plans, file"
    RECORD = "record", "The record: rationale, Victims' Code, crime recording"


class DirectionState(models.TextChoices):
    """Where a direction stands: worked out from its moments, never stored."""

    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended: the case was closed"


REVIEW_DUE = "supervisory_review"  # codes of due items (cases.DueItem.code)
DIRECTION_DUE = "direction"
DIRECTED = "direction_given"  # a kind of notice
# Police supervision is no business of CPS or of support services: these due items are not theirs to see.
POLICE_ONLY = (REVIEW_DUE, DIRECTION_DUE, LESSON_DUE, LOOK_BACK_DUE)
# How and of what a victim is to be told is for those who read contact with victims alone.
CONTACT_ONLY = (
    "contact_check",
    "carrier_gone",
    "needs_assessment",
    "tell_event",
    "support_referral",
    "support_next",
    "told_withdrawal",
    "victim_update",
    "appointment",
)
# That a victim would welcome being asked again: a manager looks at these too, who reads of support.
SUPPORT_ONLY = ("victim_recontact",)
# What the Right to Review owes: past its date it climbs, to those who allocate reviews and answer for them.
OWED_IN_REVIEWS = (
    "complete_review",
    "review_update",
    "carry_out_review",
    "pass_to_cps",
    "ask_cps_review",
    "tell_cps_review",
    "tell_no_evidence",
    "expedited_answer",
    "ask_expedited",
    "tell_expedited",
)
OWED_TO_VICTIMS = (*CONTACT_ONLY, *SUPPORT_ONLY)
NOT_FOR_CPS = (*POLICE_ONLY, *OWED_TO_VICTIMS)

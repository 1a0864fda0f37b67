"""Enumerations of the overdue board: what is handed over, why a plan was not, who is at work on it."""

from django.db import models


class Handed(models.TextChoices):
    """What of an action plan is given to somebody."""

    WORKER = "worker", "The work on the plan at the gatekeeper team"
    ITEMS = "items", "Every item that the police still owe"
    OFFICER = "officer", "The case, as officer in charge"
    PROSECUTOR = "prosecutor", "The reviewing prosecutor"


class NotMoved(models.TextChoices):
    """Why one plan of many was left as it was."""

    CHANGED = "changed", "Somebody changed it after you saw it. Look at it again."
    CLOSED = "closed", "It is closed."
    SAME = "same", "It is theirs already."
    CANNOT_SEE = "cannot_see", "They may not see this case."
    NOTHING_OWED = "nothing_owed", "The police owe no item of it."
    OTHER_TEAM = "other_team", "They are not in the team that investigates the case."
    OTHER_UNIT = "other_unit", "They are not of the CPS unit that has the case."
    REFUSED = "refused", "The case cannot be given to them, or not by you."


class Opened(models.TextChoices):
    """The form that somebody has open on a plan, as others read it after the name."""

    REVIEW = "record_plan_review", "opened the review of this plan"
    DATE = "set_plan_date", "opened the form that moves a date of this plan"
    COMPLETE = "complete_plan", "opened the form that completes this plan"
    RETURN = "return_items", "opened the form that returns items of this plan"

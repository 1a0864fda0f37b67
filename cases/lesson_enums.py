"""Enumerations of what is learnt from a case [A]: what we do differently, never what a victim should."""

from django.db import models


class LearntFrom(models.TextChoices):
    """What a lesson was drawn from: any app may add its own and give a lesson within its deed."""

    WITHDRAWAL = "withdrawal", "A withdrawal"
    REVIEW = "review", "A decision that a review overturned"


class LessonAbout(models.TextChoices):
    """What is to be done better."""

    CONTACT = "contact", "Contact and updates"
    SUPPORT = "support", "Support and referrals"
    SAFETY = "safety", "Safety"
    DELAY = "delay", "Delay"
    MATERIAL = "material", "Requests for devices and records"
    CONTINUITY = "continuity", "Changes of officer"
    EXPLAINING = "explaining", "Explaining the process and what helps at court"
    SUPERVISION = "supervision", "Supervision"
    JOINT_WORK = "joint_work", "Work with CPS"
    PARTNERS = "partners", "Work with other services"
    RECORDING = "recording", "Recording"
    OTHER = "other", "Something else"


class LessonOutcome(models.TextChoices):
    """What came of a lesson."""

    CHANGED = "changed", "Something was changed"
    IN_PLACE = "in_place", "It was in place already"
    NOT_CHANGED = "not_changed", "Nothing is changed, for a reason"


LESSON_DUE = "lesson"  # codes of the due items
LOOK_BACK_DUE = "look_back"
LESSON_GIVEN = "lesson_given"  # kind of notice

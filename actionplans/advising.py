"""The closed lists of advice: what the officer did with it, why it was not sought, how both sides met [A]."""

from __future__ import annotations

from django.db import models


class ReadingOutcome(models.TextChoices):
    READ = "read", "Read"
    ACTED_ON = "acted_on", "Read and acted on"
    NOT_FOLLOWED = "not_followed", "Read and not followed"


class NoEarlyAdvice(models.TextChoices):
    """Why early advice was considered and not sought. Every one is a judgement that somebody answers for."""

    NO_SUSPECT = "no_suspect", "No suspect is identified yet"
    READY = "ready", "The file is ready for a charging decision"
    CUSTODY = "custody", "The suspect is in custody and a decision is needed now"
    CLINIC = "clinic", "The matter was settled at an advice clinic"
    VICTIM = "victim", "The victim does not support further action"
    OTHER = "other", "Another reason"


# What a submission says of early advice where it was sought; else it gives a NoEarlyAdvice.
SOUGHT = "sought"
EARLY_ADVICE_ANSWERS = [
    (SOUGHT, "Yes: it is sought as well"),
    *((code, f"Yes, and not sought: {label[0].lower()}{label[1:]}") for code, label in NoEarlyAdvice.choices),
]


class MeetingBy(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    NOT_HELD = "not_held", "There was no meeting"

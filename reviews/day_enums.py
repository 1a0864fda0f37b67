"""The steps of the day on which a decision is told, in the order that is safe (letter, recommendation 6)."""

from __future__ import annotations

from django.db import models


class DayStepKind(models.TextChoices):
    """What is kept as a step of its own. That the victim was told is the notice, CPS's letter a row of its
    own, and the plan for safety a check of the decision.
    """

    SUPPORTER = "supporter", "ISVA or specially trained officer told first"
    SUSPECT = "suspect", "Suspect told"
    BAIL = "bail", "Bail ended"


AFTER_THE_VICTIM = frozenset({DayStepKind.SUSPECT, DayStepKind.BAIL})

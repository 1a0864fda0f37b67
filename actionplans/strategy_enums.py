"""Enumerations of the case strategy (Recommendation 4; issue of the owner, "Case strategy")."""

from django.db import models


class LineKind(models.TextChoices):
    """What a line of the strategy says."""

    PURSUED = "pursued", "Line that is pursued"
    NOT_PURSUED = "not_pursued", "Line that is not pursued"
    SUSPECT = "suspect", "Enquiry about the suspect"


class StrategyOutcome(models.TextChoices):
    """What a review of the strategy finds. Either sets the next review date."""

    STANDS = "stands", "The strategy stands"
    CHANGE = "change", "It must change: a new version is to be written"

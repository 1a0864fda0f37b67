"""Closed lists of the Victims' Right to Review scheme of CPS: never mixed with those of the police."""

from __future__ import annotations

from django.db import models


class CpsStageKind(models.TextChoices):
    """The two stages of the scheme, in this order (domain.md 3)."""

    LOCAL = "local", "Local resolution"
    INDEPENDENT = "independent", "Independent review"


class CpsReviewOutcome(models.TextChoices):
    """What CPS's review came to (domain.md 12)."""

    LOCAL_UPHELD = "local_upheld", "Local resolution: the decision stands"
    LOCAL_OVERTURNED = "local_overturned", "Local resolution: overturned"
    INDEPENDENT_UPHELD = "independent_upheld", "Independent review: the decision stands"
    INDEPENDENT_OVERTURNED = "independent_overturned", "Independent review: overturned"
    NO_REMEDY = "no_remedy", "Overturned, but nothing can be done: an apology"


Outcome = CpsReviewOutcome
OUTCOMES_OF_STAGE: dict[CpsStageKind, tuple[CpsReviewOutcome, ...]] = {
    CpsStageKind.LOCAL: (Outcome.LOCAL_UPHELD, Outcome.LOCAL_OVERTURNED),
    CpsStageKind.INDEPENDENT: (
        Outcome.INDEPENDENT_UPHELD,
        Outcome.INDEPENDENT_OVERTURNED,
        Outcome.NO_REMEDY,
    ),
}
# After these the allegations are open again. Where proceedings ended for good there is nothing to open.
OVERTURNED = frozenset({Outcome.LOCAL_OVERTURNED, Outcome.INDEPENDENT_OVERTURNED})


class Reached(models.TextChoices):
    """Where the victim's request went first."""

    POLICE = "police", "To us: we pass it on to CPS"
    CPS = "cps", "To CPS itself"


class CpsReviewStatus(models.TextChoices):
    """Who has to act; a stored copy of what the dates say, for the list."""

    TO_PASS_ON = "to_pass_on", "To be passed on to CPS"
    WITH_CPS = "with_cps", "With CPS"
    TO_TELL = "to_tell", "Answered: the victim is to hear of it"
    ANSWERED = "answered", "The victim has the answer"
    NO_DECISION = "no_decision", "CPS never made the decision"


class ExpeditedAnswer(models.TextChoices):
    """What the victim said when they heard that CPS means to offer no evidence."""

    ASKED = "asked", "They ask for a review before that"
    NOT_ASKED = "not_asked", "They do not ask for one"


class ExpeditedOutcome(models.TextChoices):
    """What the expedited review came to: another prosecutor looked before anything was done."""

    CONTINUES = "continues", "The prosecution goes on"
    STOPS = "stops", "CPS offers no evidence"

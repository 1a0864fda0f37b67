"""Whether a victim was under 18 on a day."""

from __future__ import annotations

from datetime import date

from cases.models import Victim
from rasso_tracker.clocks import add_months
from victims.models import Circumstances
from victims.names import date_of_birth
from victims.record_enums import YesNoUnknown

OF_AGE = 18


def is_under_18(victim: Victim, day: date) -> bool:
    """By the date of birth; where that is not known, as recorded of the day of the report."""
    born = date_of_birth(victim)
    if born is not None:
        return day < add_months(born, OF_AGE * 12)
    return Circumstances.objects.filter(
        victim=victim, superseded_at__isnull=True, under_18=YesNoUnknown.YES
    ).exists()

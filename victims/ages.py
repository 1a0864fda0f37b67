"""Whether a victim was under 18 on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import Victim
from cases.rules import OF_AGE, under_age
from rasso_tracker.people.access import system
from victims.models import Circumstances
from victims.names import date_of_birth
from victims.record_enums import YesNoUnknown

__all__ = ["OF_AGE", "child_victim", "is_under_18"]


def is_under_18(victim: Victim, day: date) -> bool:
    """By the date of birth; where that is not known, as recorded of the day of the report."""
    born = date_of_birth(victim)
    if born is not None:
        return under_age(born, day)
    return Circumstances.objects.filter(
        victim=victim, superseded_at__isnull=True, under_18=YesNoUnknown.YES
    ).exists()


def child_victim(*, victim: Victim, day: date, **_: Any) -> list[Victim]:
    """Answers cases.hooks.child_victim, whoever asks: an age decides who may charge."""
    with system("whether only CPS may charge depends on the age of the victim"):
        return [victim] if is_under_18(victim, day) else []

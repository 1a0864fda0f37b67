"""What cannot have been after a victim's death: their own choices, and what is done for them alone."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid
from victims.bereaved import Hearer, death_of, hearer_of
from victims.support_enums import SupportStep

WISHES = "What their family wishes is a contact: record that instead."
FOR_FAMILY = "What their family needs is a contact: record that instead."
THEIRS_ALONE = "The choice was theirs alone, and nobody makes it for them."
WHO_SPEAKS_FIRST = (
    "{label} has died. Record first who speaks for them, who then says how often they want to hear from us."
)
# What a service may still say of a referral of somebody who has died.
MAY_END = (SupportStep.DECLINED, SupportStep.ENDED)


def check_was_alive(
    victim: Victim, moment: datetime | date, *, field: str = "occurred_at", instead: str = WISHES
) -> None:
    """Raises Invalid where it is recorded that the victim had died by then: before that day, since nobody
    knows the hour.
    """
    day = london_date(moment) if isinstance(moment, datetime) else moment
    death = death_of(victim)
    if death is not None and death.died_on is not None and death.died_on < day:
        raise Invalid({field: f"It is recorded that {victim.label} had died by then. {instead}"})


def check_step_of_support(victim: Victim, step: SupportStep, day: date, field: str) -> None:
    """Raises Invalid for support that cannot have been given; that it ended may still be said."""
    if step not in MAY_END:
        check_was_alive(victim, day, field=field, instead=FOR_FAMILY)


def check_somebody_agrees(victim: Victim, at: datetime) -> None:
    """Raises Invalid where the victim has died and nobody speaks for them who could agree how often."""
    if hearer_of(victim, at) not in (Hearer.VICTIM, Hearer.SPEAKER):
        raise Invalid({"agreed_on": WHO_SPEAKS_FIRST.format(label=victim.label)})

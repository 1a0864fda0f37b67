"""Concerns for a victim's safety."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from victims.models import SafeguardingConcern
from victims.rules.sight import check_can

# A worry about somebody's safety does not wait longer [A].
LONGEST_TO_ACT = timedelta(days=28)


def check_can_raise_concern(by: Person, victim: Victim) -> None:
    check_can(by, "raise_safeguarding_concern", "raise a safeguarding concern", victim)


def check_can_resolve_concern(by: Person, concern: SafeguardingConcern) -> None:
    check_can(by, "resolve_safeguarding_concern", "resolve a safeguarding concern", concern.victim)
    if not concern.is_open:
        raise Stale("Somebody resolved this concern already. Open the victim's page to see what was done.")


def check_concern(concern: str, act_by: date, at: datetime) -> None:
    """Raises Invalid unless it says what worries and a day within the next four weeks."""
    wrong = {}
    if not concern.strip():
        wrong["concern"] = "Say what worries you, so that somebody can act on it."
    today = london_date(at)
    if act_by < today:
        wrong["act_by"] = "Enter today's date or a date in the future."
    elif act_by > today + LONGEST_TO_ACT:
        wrong["act_by"] = "A worry about safety does not wait longer than 28 days: enter an earlier date."
    if wrong:
        raise Invalid(wrong)


def check_done(done: str) -> None:
    if not done.strip():
        raise Invalid({"done": "Say what was done, so that whoever reads it later can rely on it."})

"""Word of events, and how often a victim hears from us."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from victims.models import EventTelling
from victims.rules.sight import check_can

SELDOM = 92  # days; whoever wants less often than each quarter hears when something happens [A]


def check_can_say_why_not_told(by: Person, telling: EventTelling) -> None:
    check_can(by, "say_why_not_told", "say why a victim was not told", telling.victim)
    if not telling.is_open:
        raise Stale("It was recorded already that they were told, or why not.")


def check_can_agree_updates(by: Person, victim: Victim) -> None:
    check_can(by, "agree_updates", "record how often a victim hears from us", victim)


def check_agreement(every_days: int | None, agreed_on: date, at: datetime) -> None:
    wrong = {}
    if every_days is not None and not 1 <= every_days <= SELDOM:
        wrong["every_days"] = f"Enter a number of days from 1 to {SELDOM}."
    if agreed_on > london_date(at):
        wrong["agreed_on"] = "Enter a date that is not in the future."
    if wrong:
        raise Invalid(wrong)

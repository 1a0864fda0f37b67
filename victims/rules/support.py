"""Sharing with an ISVA."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from rasso_tracker.people.roles import ISVA
from victims.models import IsvaSupport
from victims.rules.alive import THEIRS_ALONE, check_was_alive
from victims.rules.sight import check_can, is_client


def check_can_share_with_isva(by: Person, victim: Victim) -> None:
    check_can(by, "share_with_isva", "share a victim's record with an ISVA", victim)


def check_can_end_isva_support(by: Person, support: IsvaSupport) -> None:
    check_can(by, "end_isva_support", "end an ISVA's access", support.victim)
    if support.ended_at is not None:
        raise Stale("This ISVA's access has ended already.")


def check_shareable(victim: Victim, isva: Person, consented_on: date, at: datetime) -> None:
    """Raises Invalid unless an ISVA in post is named, consent was given, and nothing is shared already."""
    wrong = {}
    if ISVA.code not in isva.roles or not isva.serves_on(london_date(at)):
        wrong["isva"] = "Choose an ISVA who is in post."
    elif is_client(isva, victim):
        wrong["isva"] = f"{victim.label} is shared with this ISVA already."
    reported_on = victim.case.reported_on
    if consented_on > london_date(at):
        wrong["consented_on"] = "Enter the day on which the victim agreed. It cannot be in the future."
    elif consented_on < reported_on:
        wrong["consented_on"] = f"The case was reported on {day_words(reported_on)}. Enter that day or later."
    if wrong:
        raise Invalid(wrong)
    check_was_alive(victim, consented_on, field="consented_on", instead=THEIRS_ALONE)

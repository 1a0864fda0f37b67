"""Word of events, and how often a victim hears from us."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from victims.models import Circumstances, EventTelling, Spokesperson
from victims.record_enums import EventNotTold
from victims.rules.sight import check_can

SELDOM = 92  # days; whoever wants less often than each quarter hears when something happens [A]


def check_can_say_why_not_told(by: Person, telling: EventTelling) -> None:
    check_can(by, "say_why_not_told", "say why a victim was not told", telling.victim)
    if not telling.is_open:
        raise Stale("It was recorded already that they were told, or why not.")


def check_why_not_told(victim: Victim, because: str, at: datetime) -> None:
    """Raises Invalid for a death that nobody recorded, or where somebody speaks for who has died."""
    if because != EventNotTold.DIED:
        return
    stands = Circumstances.objects.filter(victim=victim, superseded_at__isnull=True)
    if not stands.filter(died_on__isnull=False).exists():
        raise Invalid(
            {
                "because": f"It is not recorded that {victim.label} has died. Record it with their "
                "circumstances first, or choose another reason."
            }
        )
    if any(one.speaks_at(at) for one in Spokesperson.objects.filter(victim=victim)):
        raise Invalid(
            {"because": f"Somebody speaks for {victim.label}: tell them, and record that as a contact."}
        )


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

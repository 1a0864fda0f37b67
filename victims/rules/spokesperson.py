"""Who may speak for a victim: never a suspect, and with a tie to one only if a supervisor agrees."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, Q

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from victims.ages import OF_AGE
from victims.bereaved import death_of
from victims.enums import THROUGH_OTHERS, WITHDRAWALS, ToldBy
from victims.hooks import seen_alive
from victims.models import (
    Circumstances,
    Contact,
    Identity,
    MaterialRequest,
    Reengagement,
    RightsChoice,
    Spokesperson,
    Withdrawal,
)
from victims.record_enums import NOBODY_TOLD, SpeaksBecause, TieToSuspect, YesNoUnknown
from victims.rules.carriers import waits_for_agreement
from victims.rules.channels import is_a_suspect
from victims.rules.sight import check_can
from victims.sealed import opened

SPEAKS_ALREADY = "Somebody speaks for this victim already: end that first."


def check_can_record_circumstances(by: Person, victim: Victim) -> None:
    check_can(by, "record_circumstances", "record a victim's circumstances", victim)


def check_can_name_spokesperson(by: Person, victim: Victim) -> None:
    check_can(by, "name_spokesperson", "record who speaks for a victim", victim)


def check_can_agree_spokesperson(by: Person, spokesperson: Spokesperson) -> None:
    check_can(by, "agree_spokesperson", "agree to a spokesperson", spokesperson.victim)
    if not spokesperson.waits:
        raise Stale("Nothing waits for your agreement: it was agreed or ended, or needs none.")
    if not by.is_service and spokesperson.named_by_id == by.pk:
        raise NotAllowed("You named this spokesperson: another supervisor agrees to it.")


def check_can_end_spokesperson(by: Person, spokesperson: Spokesperson) -> None:
    check_can(by, "end_spokesperson", "end who speaks for a victim", spokesperson.victim)
    if spokesperson.ended_at is not None:
        raise Stale("This was ended already.")


def check_spokesperson(
    victim: Victim, name: str, *, because: str, tie: str, is_suspect: bool, since: date, at: datetime
) -> None:
    """Raises Invalid for a suspect, whether somebody says so or a suspect of the case bears the name, for
    a death that is not recorded, and for a first day that cannot be, also while somebody else spoke.
    """
    wrong = {}
    if not name.strip():
        wrong["name"] = "Enter their name."
    elif is_suspect or is_a_suspect(victim, name):
        wrong["name"] = "A suspect never speaks for a victim: choose somebody else."
    if Spokesperson.objects.filter(victim=victim, ended_at__isnull=True).exists():
        waits = waits_for_agreement(victim)
        wrong.setdefault(
            "name", f"{waits} End it first if somebody else is to speak." if waits else SPEAKS_ALREADY
        )
    death = death_of(victim) if because == SpeaksBecause.DIED else None
    if because == SpeaksBecause.DIED and death is None:
        wrong["because"] = (
            f"It is not recorded that {victim.label} has died. Record that first, or choose another reason."
        )
    if sentence := _never_since(victim, since, death, at) or _another_spoke(victim, since, tie):
        wrong["since"] = sentence
    if wrong:
        raise Invalid(wrong)


def _never_since(victim: Victim, since: date, death: Circumstances | None, at: datetime) -> str:
    """Why nobody spoke for them from that day on; "" where somebody may have."""
    reported_on = victim.case.reported_on
    if since > london_date(at):
        return "Enter today's date or a date in the past."
    if since < reported_on:
        return f"The case was reported on {day_words(reported_on)}. Enter that day or a later one."
    if death is not None and death.died_on is not None and since < death.died_on:
        return (
            f"It is recorded that {victim.label} died on {day_words(death.died_on)}. Enter that day or a "
            "later one, or choose another reason."
        )
    return ""


def _another_spoke(victim: Victim, since: date, tie: str) -> str:
    """Until when another spoke for them after that day; "" where nobody did: one speaks at a time. With a
    tie to a suspect it is from the agreement on, whatever day is said.
    """
    if tie != TieToSuspect.NONE:
        return ""
    ended = Spokesperson.objects.filter(victim=victim, ended_at__isnull=False)
    spoke = ended.filter(Q(tie=TieToSuspect.NONE) | Q(agreed_at__isnull=False))
    last = spoke.aggregate(last=Max("ended_at"))["last"]
    if last is None or since >= london_date(last):
        return ""
    return (
        f"Somebody else spoke for {victim.label} until {day_words(london_date(last))}. Enter that day or a"
        " later one."
    )


def check_agreed(words: str) -> None:
    if not words.strip():
        raise Invalid({"words": "Say why it is safe that they speak for the victim."})


def check_circumstances(
    victim: Victim, under_18: str, died_on: date | None, family: str, at: datetime
) -> None:
    """Raises Invalid for a death in the future or before the victim was last in touch, an age that the
    recorded date of birth denies, or a family that is not told while somebody of it speaks for the victim.
    """
    wrong = {}
    if family and died_on is None:
        wrong["family"] = "This is asked only of a victim who has died. Enter the date, or leave this empty."
    elif family in NOBODY_TOLD and Spokesperson.objects.filter(victim=victim, ended_at__isnull=True).exists():
        wrong["family"] = (
            f"Somebody is recorded who speaks for {victim.label}: end that first, or choose that they are "
            "told."
        )
    if died_on is not None and died_on > london_date(at):
        wrong["died_on"] = "Enter a date that is not in the future."
    elif died_on is not None and (alive := last_alive(victim)) is not None and died_on < alive[0]:
        day, what = alive
        wrong["died_on"] = (
            f"They {what} on {day_words(day)}. Enter that day or a later one, or correct that record."
        )
    was_minor = under_18_by_birth(victim)
    if was_minor is not None and under_18 != (YesNoUnknown.YES if was_minor else YesNoUnknown.NO):
        said = "were under 18" if was_minor else "were 18 or older"
        wrong["under_18"] = f"By the date of birth that is recorded, they {said} when it was reported."
    if wrong:
        raise Invalid(wrong)


def last_alive(victim: Victim) -> tuple[date, str] | None:
    """The last day on which a record that stands shows the victim themselves in touch or choosing, and what
    they did; None where no record does. What reached them through somebody else, or was inferred, shows
    nothing.
    """
    told = ~Q(told_by__in=(ToldBy.INFERRED, ToldBy.VIA_SPOKESPERSON))
    withdrawn = Withdrawal.objects.standing().filter(told, victim=victim, kind__in=WITHDRAWALS)
    again = Reengagement.objects.standing().filter(told, victim=victim)
    reached = Contact.objects.standing().filter(victim=victim, reached=True)
    rights = RightsChoice.objects.filter(told, victim=victim)
    moments = {
        "were in touch": reached.exclude(method__in=THROUGH_OTHERS).aggregate(last=Max("occurred_at")),
        "withdrew": withdrawn.aggregate(last=Max("occurred_at")),
        "chose to take part again": again.aggregate(last=Max("occurred_at")),
        "chose whether they take up enhanced rights": rights.aggregate(last=Max("chosen_at")),
    }
    days = [(london_date(one["last"]), what) for what, one in moments.items() if one["last"] is not None]
    agreed = MaterialRequest.objects.filter(victim=victim).aggregate(last=Max("agreed_on"))["last"]
    if agreed is not None:
        days.append((agreed, "agreed that a device was taken"))
    days += seen_alive.asked(victim=victim)
    return max(days, default=None)


def under_18_by_birth(victim: Victim) -> bool | None:
    """Whether they were under 18 on the day of the report; None while no date of birth is recorded."""
    row = Identity.objects.filter(victim=victim, superseded_at__isnull=True).first()
    born = opened(row, "date_of_birth") if row else ""
    if not born:
        return None
    day, reported = date.fromisoformat(born), victim.case.reported_on
    had_birthday = (reported.month, reported.day) >= (day.month, day.day)
    return reported.year - day.year - (not had_birthday) < OF_AGE

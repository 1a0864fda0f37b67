"""Contacts that can have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale, together
from rasso_tracker.people.roles import is_supporter
from victims.enums import THROUGH_OTHERS, ContactAbout, Direction
from victims.models import Contact, IsvaSupport
from victims.rules.alive import check_was_alive
from victims.rules.channels import check_channel, check_somebody_came
from victims.rules.repeats import check_not_all_between
from victims.rules.sight import before_report, check_can
from victims.words import ABOUT_EVIDENCE


def check_can_record_contact(by: Person, victim: Victim) -> None:
    check_can(by, "record_contact", "record a contact", victim)


def check_can_void_contact(by: Person, contact: Contact) -> None:
    check_can(by, "void_contact", "void a contact", contact.victim)
    if not contact.stands:
        raise Stale("This contact was voided already.")
    if contact.reached:
        check_not_all_between(contact.victim, contact.occurred_at)


IF_FOR_THEM = (
    "If somebody was in touch for them, choose the way that goes through that person, or that somebody else "
    "contacted us."
)
OFF_TOPIC = "Do not record the account or evidence here. Choose what else the contact was about."


def topics(by: Person) -> list[ContactAbout]:
    """What a contact of theirs may have been about: an ISVA does not discuss evidence (domain.md 8)."""
    return [one for one in ContactAbout if not (is_supporter(by) and one in ABOUT_EVIDENCE)]


def check_contact(
    by: Person,
    victim: Victim,
    *,
    about: Sequence[str],
    direction: str,
    method: str,
    reached: bool | None,
    left_message: bool,
    occurred_at: datetime | None,
    next_due_on: date | None,
    at: datetime,
) -> None:
    """Raises Invalid, with every fault at once, for a contact that cannot have been, or in a way that is not
    safe for the victim. A form may still miss any of it; of a moment that is missing or cannot be, what holds
    by now is asked.
    """
    wrong = {}
    if not set(about) <= set(topics(by)):
        wrong["about"] = OFF_TOPIC
    if is_supporter(by) and next_due_on is not None:
        wrong["next_due_on"] = "When the victim next hears from the police is for the police to promise."
    if occurred_at is not None and occurred_at > at:
        wrong["occurred_at"] = "A contact cannot be in the future. Enter when it happened."
    elif occurred_at is not None and (sentence := _too_early(by, victim, london_date(occurred_at))):
        wrong["occurred_at"] = sentence
    if direction == Direction.IN and reached is False:
        wrong["reached"] = "The victim contacted us, so they were reached."
    if direction == Direction.OTHER:
        wrong |= _faults_of_others(method, reached, next_due_on)
    if left_message and direction == Direction.OTHER:
        wrong["left_message"] = "Somebody contacted us, so we left no message: answer no here."
    elif left_message and reached:
        wrong["left_message"] = "The victim was reached, so no message was left: answer no here."
    if next_due_on is not None and next_due_on < london_date(at):
        wrong["next_due_on"] = "Enter today's date or a date in the future."
    moment = at if occurred_at is None or "occurred_at" in wrong else occurred_at

    def faults() -> None:
        if wrong:
            raise Invalid(wrong)

    together(faults, partial(_check_way, by, victim, direction, method, left_message, moment))


def _check_way(
    by: Person, victim: Victim, direction: str, method: str, left_message: bool, moment: datetime
) -> None:
    if direction == Direction.OUT:
        check_channel(by, victim, method, moment, left_message=left_message)
    elif direction != Direction.IN or not method:
        return
    elif method in THROUGH_OTHERS:
        check_somebody_came(by, victim, method, moment)
    else:
        # A victim who comes to us chose the way, while they live.
        check_was_alive(victim, moment, field="method", instead=IF_FOR_THEM)


def _faults_of_others(method: str, reached: bool | None, next_due_on: date | None) -> dict[str, str]:
    """What cannot be of word from somebody who is not on record for the victim, whom it does not reach."""
    wrong = {}
    if reached:
        wrong["reached"] = (
            "Somebody else was in touch, so the victim was not reached: answer no. What is owed to the "
            "victim stays owed."
        )
    if method in THROUGH_OTHERS:
        wrong["method"] = (
            "Choose how that person was in touch with us, such as by phone. If they are on record for the "
            "victim, choose that they contacted us for them."
        )
    if next_due_on is not None:
        wrong["next_due_on"] = (
            "What was said to somebody else is not agreed with the victim: leave this empty."
        )
    return wrong


def _too_early(by: Person, victim: Victim, on: date) -> str:
    """Why nobody can have been in touch about the case on that day yet; "" when they can.

    An ISVA's own begin with the first day on which the victim agreed to share the case with them.
    """
    reported_on = victim.case.reported_on
    if on < reported_on:
        return before_report(reported_on)
    if not is_supporter(by):
        return ""
    shared = IsvaSupport.objects.filter(isva=by, victim=victim).order_by("consented_on")
    agreed_on = shared.values_list("consented_on", flat=True).first()
    if agreed_on is None or on >= agreed_on:
        return ""
    return (
        f"{victim.label} agreed on {day_words(agreed_on)} that we share with you. "
        "Enter a moment on that day or later."
    )

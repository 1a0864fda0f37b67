"""Alerts on how to reach a victim: who raises and who confirms them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from rasso_tracker.vault import normalise
from victims.models import ContactAlert
from victims.models.alerts import in_words
from victims.record_enums import AlertAbout
from victims.rules.alive import check_was_alive
from victims.rules.sight import check_can

RAISED_ALREADY = "Somebody raised this already, and it has not been confirmed yet. Open the victim's page."
MOVE_RAISED_ALREADY = (
    f"{RAISED_ALREADY} The new address was not kept: correct it in how to reach them, or, where you may not, "
    "tell the officer who is in touch with them."
)
THEIR_FAMILY = "Where their family lives is no address of theirs."


def check_can_raise_alert(by: Person, victim: Victim) -> None:
    check_can(by, "raise_contact_alert", "raise an alert on how to reach a victim", victim)


def check_can_confirm_ways(by: Person, alert: ContactAlert) -> None:
    check_can(by, "confirm_ways", "confirm how to reach a victim", alert.victim)
    if not alert.is_open:
        raise Stale("Somebody confirmed this already. Open the victim's page to see which ways are safe.")


def check_alert(victim: Victim, about: str, new_address: str, known_address: str, at: datetime) -> None:
    """Raises Invalid: the same alert is open, an address without a move or of where they are on record, or a
    move after a death.
    """
    if about == AlertAbout.MOVED:
        check_was_alive(victim, at, field="about", instead=THEIR_FAMILY)
    if new_address.strip() and about != AlertAbout.MOVED:
        raise Invalid({"new_address": "Only a move has a new address: leave it empty, or choose the move."})
    if ContactAlert.objects.filter(victim=victim, about=about, confirmed_at__isnull=True).exists():
        raise Invalid({"about": MOVE_RAISED_ALREADY if new_address.strip() else RAISED_ALREADY})
    if new_address.strip() and normalise(new_address) == normalise(known_address):
        raise Invalid({"new_address": "This is the address on record. Enter the one that they moved to."})


def check_confirmed(alerts: Sequence[ContactAlert], safe_again: Collection[str], how: str) -> None:
    """Raises Invalid for alerts of two victims, a way that none of them stopped, or no word of how."""
    wrong = {}
    stopped = [way for one in alerts for way in one.stops]
    if len({one.victim_id for one in alerts}) > 1:
        wrong["also"] = "Choose alerts of this victim alone."
    if not how.strip():
        wrong["how"] = "Say how the victim confirmed it, so that others can rely on it."
    if set(safe_again) - set(stopped):
        wrong["safe_again"] = f"Choose among the ways that were closed: {in_words(stopped)}."
    if wrong:
        raise Invalid(wrong)


def check_safe_again(safe_again: Collection[str], not_safe: Collection[str]) -> None:
    """Raises Invalid for a way that is said to be safe again and leads to what is on record as `not_safe`."""
    still = [one for one in safe_again if one in not_safe]
    if still:
        raise Invalid(
            {
                "safe_again": f"What is on record leads to a place that is not safe ({in_words(still)}). "
                "Record first where they are safe now, or take the place off the list of those where we must "
                "never write or visit; then confirm this."
            }
        )

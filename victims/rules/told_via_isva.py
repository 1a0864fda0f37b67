"""What an ISVA tells the police for a victim, and the officer's answer to it."""

from __future__ import annotations

from collections.abc import Sequence

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from victims.enums import WithdrawalKind
from victims.models import IsvaSupport, WithdrawalTold
from victims.rules.sight import check_can
from victims.support_enums import SAID_BY_ISVA

TOLD_ALREADY = (
    "What was told before still waits for the officer in charge. If it has changed, record a contact or ring "
    "the officer."
)
ASK_FIRST = (
    "Tell us only what the victim asked you to tell. If you worry for their safety, raise a safeguarding "
    "concern instead."
)


def check_can_tell_withdrawal(by: Person, victim: Victim) -> None:
    check_can(by, "tell_withdrawal", "tell the police of a withdrawal", victim)


def check_none_waits(victim: Victim) -> None:
    """Raises Invalid while what was told before waits for its answer."""
    if WithdrawalTold.objects.filter(victim=victim, answered_at__isnull=True).exists():
        raise Invalid({"kind": TOLD_ALREADY})


def check_told(kind: str, from_what: Sequence[str], asked_to_tell: bool) -> None:
    """Raises Invalid unless it is a choice of the victim's, says from what, and is told as they asked."""
    wrong = {}
    if not WithdrawalKind(kind).is_withdrawal:
        wrong["kind"] = "Losing contact is not the victim's choice. Record an attempt instead."
    if not from_what:
        wrong["from_what"] = "Choose what they no longer want to take part in."
    if not asked_to_tell:
        wrong["asked_to_tell"] = ASK_FIRST
    if wrong:
        raise Invalid(wrong)


def check_can_confirm_told(by: Person, told: WithdrawalTold) -> None:
    check_can(by, "confirm_told_withdrawal", "confirm what an ISVA told us", told.victim)
    _check_open(told)


def check_can_answer_told(by: Person, told: WithdrawalTold) -> None:
    check_can(by, "answer_told_withdrawal", "answer what an ISVA told us", told.victim)
    _check_open(told)


def _check_open(told: WithdrawalTold) -> None:
    if not told.is_open:
        raise Stale(f"Somebody answered this already: {told.state[:1].lower()}{told.state[1:]}.")


def check_because(because: str) -> None:
    if not because.strip():
        raise Invalid({"because": "Say why it is not confirmed: the ISVA reads this."})


def check_can_end_my_support(by: Person, support: IsvaSupport) -> None:
    """The ISVA whose support it is, while it lasts."""
    check_can(by, "end_my_support", "end your support", support.victim)
    if not by.is_service and support.isva_id != by.pk:
        raise NotAllowed("This is another ISVA's support. They can end it, or the officer in charge.")
    if support.ended_at is not None:
        raise Stale("Your support has ended already.")


def check_why_my_support_ended(because: str) -> None:
    """Raises Invalid for what is not the ISVA's to say."""
    if because not in dict(SAID_BY_ISVA):
        raise Invalid(
            {"because": "Choose one of these. If sharing was an error, tell the officer in charge."}
        )

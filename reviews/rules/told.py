"""What is said of telling a victim, asked all at once: by its form, and by the deed that records it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed, refuse, together
from reviews.enums import TELLING_METHODS, NotToldBecause, Understood
from reviews.facts import eligibility_of
from reviews.models import Notification
from reviews.rules.day import check_supporter_first
from reviews.rules.standing import check_stood
from reviews.rules.telling import (
    check_decision_told,
    check_known_method,
    check_right_not_told_yet,
    check_told_when,
    check_why_not_told,
    why_another_way,
    why_settled,
)
from reviews.telling_enums import SAID_WITH_TELLING
from victims.enums import CommunicationMethod
from victims.rules import check_channel, details_at

Check = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said of telling a victim of a decision, as it came. `told_by` is None where CPS told them."""

    told_at: datetime | None = None
    method: str = ""
    told_by: Person | None = None
    wanted_method: str = ""
    why_another: str = ""
    understood: str = ""
    note: str = ""
    follow_up: str = ""
    order_reason: str = ""


def wanted_by(victim: Victim, at: datetime) -> str:
    """How a victim asked to be told, by their record as it stood; "" where nobody asked them."""
    details = details_at(victim, at)
    return details.preferred_method if details is not None else ""


def check_told(by: Person, notice: Notification, said: Said, at: datetime) -> None:
    """Whether a victim can have been told so. Of a moment or way that is missing or cannot be, what hangs on
    it is not asked. Raises Invalid with every fault by field.
    """
    decision, victim, when = notice.decision, notice.victim, said.told_at
    checks: list[Check] = [partial(refuse, _missing(said)), *_of_the_way(said.method, said.wanted_method)]
    wanted = said.wanted_method
    if when is not None:
        checks.append(partial(check_told_when, decision, when, at, "telling them"))
        checks.append(partial(refuse, {"told_at": why} if (why := why_settled(notice, when)) else {}))
    if when is not None and notice.decided_at <= when <= at:
        wanted = wanted or wanted_by(victim, when)
        checks.append(partial(check_stood, decision, victim, when))
        if said.method in TELLING_METHODS:
            checks.append(partial(check_channel, by, victim, said.method, when))
        order = partial(check_supporter_first, decision, victim, when, said.told_by, said.order_reason)
        checks.append(order)
    if said.method in TELLING_METHODS and wanted in ("", *CommunicationMethod.values):
        known = wanted or when is not None
        if known:
            checks.append(partial(why_another_way, notice, wanted, said.method, said.why_another, said.note))
    together(*checks)


def check_not_told(notice: Notification, because: str, said: Said, at: datetime) -> None:
    """Whether this can be why nobody told a victim. Raises Invalid with every fault by field."""
    told = {
        "told_at": said.told_at,
        "method": said.method,
        "understood": said.understood,
        "follow_up": said.follow_up,
        "why_another": said.why_another,
        "order_reason": said.order_reason,
    }
    both = "Say either how they were told or why they were not, not both."
    wrong = {name: both for name, value in told.items() if value}
    if because == NotToldBecause.OTHER and not said.note.strip():
        wrong["note"] = "Say what the reason is."
    if notice.not_told_because:
        label = notice.get_not_told_because_display()
        wrong["not_told_because"] = f"A reason stands already: {label[:1].lower()}{label[1:]}."
    together(
        partial(refuse, wrong),
        partial(check_why_not_told, notice.victim, because, at),
        partial(check_stood, notice.decision, notice.victim, at),
    )


def check_told_of_right(
    by: Person,
    notice: Notification,
    *,
    told_at: datetime | None,
    method: str,
    leaflet_version: str,
    understood: str,
    at: datetime,
) -> None:
    """Whether a victim can have been told of the right so. Raises Invalid with every fault by field, else
    NotAllowed with the numbered reason where they did not have it.
    """
    decision, victim, wrong = notice.decision, notice.victim, {}
    if understood and understood not in Understood.values:
        wrong["understood"] = "Choose whether they understood it."
    if not leaflet_version.strip():
        wrong["leaflet_version"] = "Enter which leaflet or letter they were given."
    checks: list[Check] = [partial(refuse, wrong), *_of_the_way(method)]
    if told_at is not None:
        checks.append(partial(check_told_when, decision, told_at, at, "telling them of the right"))
        checks.append(partial(refuse, {"told_at": why} if (why := why_settled(notice, told_at)) else {}))
    if told_at is not None and notice.decided_at <= told_at <= at:
        checks.append(partial(check_stood, decision, victim, told_at))
        if method in TELLING_METHODS:
            checks.append(partial(check_channel, by, victim, method, told_at))
        answer = eligibility_of(decision, victim, told_at)
        if not answer:
            together(*checks)
            raise NotAllowed(answer.sentence)
        checks.append(partial(check_decision_told, notice, told_at))
    together(*checks, partial(check_right_not_told_yet, decision, victim))


def _missing(said: Said) -> dict[str, str]:
    wrong = {}
    if said.told_at is None:
        wrong["told_at"] = "Enter when they were told, or choose why nobody told them."
    if not said.method:
        wrong["method"] = "Choose how they were told."
    if said.understood not in Understood.values:
        wrong["understood"] = "Choose whether they understood what was decided and why."
    if said.follow_up and said.follow_up not in SAID_WITH_TELLING:
        wrong["follow_up"] = "Choose whether a letter follows."
    return wrong


def _of_the_way(method: str, wanted: str = "") -> list[Check]:
    """The way that was used and the one that they had asked for, each as far as it was said."""
    used: list[Check] = [partial(check_known_method, method, "method")] if method else []
    asked = partial(check_known_method, wanted, "wanted_method", arranges=True)
    return [*used, asked] if wanted else used

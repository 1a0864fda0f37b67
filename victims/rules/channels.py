"""By which ways a victim may be reached: one rule for every deed that contacts a victim or tells them.

What counts is what stood at the moment at which the way was used: a call made before the victim said that
calls are not safe is recorded as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import ISVA
from victims.enums import CommunicationMethod, ForbiddenBecause, OnlyThrough
from victims.models import ContactDetails

Way = CommunicationMethod
# How somebody is reached who wants no direct contact.
REACHES = {
    OnlyThrough.SPOKESPERSON: frozenset({Way.VIA_SPOKESPERSON, Way.VIA_PARENT}),
    OnlyThrough.ISVA: frozenset({Way.VIA_ISVA, Way.IN_PERSON_ISVA}),
}
WHOM = {OnlyThrough.SPOKESPERSON: "their spokesperson", OnlyThrough.ISVA: "their ISVA"}
USED_ALREADY = "If it was used already, raise a safeguarding concern, so that somebody acts on it."


def check_channel(
    by: Person,
    victim: Victim,
    method: str,
    used_at: datetime,
    *,
    field: str = "method",
    left_message: bool = False,
) -> None:
    """Raises Invalid, with the reason, for a way that is not safe for this victim or that they forbade."""
    details = details_at(victim, used_at)
    why = why_not(victim, Way(method), details, by)
    if why:
        raise Invalid({field: why})
    if left_message and not (details and details.safe_to_leave_message):
        raise Invalid(
            {
                "left_message": f"Nobody recorded that it is safe to leave {victim.label} a message. "
                + USED_ALREADY
            }
        )


def details_at(victim: Victim, moment: datetime) -> ContactDetails | None:
    """How the victim was to be reached at a moment, as recorded by then."""
    held = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
    found: ContactDetails | None = (
        ContactDetails.objects.filter(held, victim=victim, recorded_at__lte=moment)
        .order_by("-recorded_at")
        .first()
    )
    return found


def why_not(victim: Victim, method: Way, details: ContactDetails | None, by: Person) -> str:
    """The sentence of a refusal, or nothing where the way may be used."""
    if details is None:
        return ""
    label = f"{method.label[:1].lower()}{method.label[1:]}"
    if method in details.forbidden_methods:
        because = ForbiddenBecause(details.forbidden_because).label
        return f"Do not reach {victim.label} this way ({label}): {because}. {USED_ALREADY}"
    if details.only_through:
        through = OnlyThrough(details.only_through)
        is_the_isva = through is OnlyThrough.ISVA and not by.is_service and by.role == ISVA
        if method not in REACHES[through] and not is_the_isva:
            return f"{victim.label} wants no direct contact: reach them only through {WHOM[through]}."
    return ""


def check_some_way_remains(
    victim: Victim,
    *,
    preferred: Way,
    forbidden: Collection[str],
    because: str,
    only_through: str,
) -> None:
    """Raises Invalid for preferences that leave no way to reach the victim, or that deny themselves."""
    wrong = {}
    if preferred in forbidden:
        wrong["preferred_method"] = "They prefer a way that is not safe for them: choose another."
    if forbidden and not because:
        wrong["forbidden_because"] = "Choose why they must not be reached in those ways."
    if because and not forbidden:
        wrong["forbidden_methods"] = "Choose which ways must not be used, or leave the reason empty."
    remaining = set(Way) - {Way.TEXT} - {Way(one) for one in forbidden}  # a text only arranges a talk
    if only_through:
        through = OnlyThrough(only_through)
        if not remaining & REACHES[through]:
            wrong["forbidden_methods"] = (
                f"They are reached only through {WHOM[through]}: that way must stay open."
            )
        elif preferred not in REACHES[through]:
            wrong["preferred_method"] = f"Choose a way that goes through {WHOM[through]}."
    elif not remaining:
        wrong["forbidden_methods"] = (
            f"At least one way to reach {victim.label} must remain, for what the law says they are told. "
            "If they want no direct contact, choose below through whom they are reached instead."
        )
    if wrong:
        raise Invalid(wrong)

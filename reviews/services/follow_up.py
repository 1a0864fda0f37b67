"""The letter that follows when a victim was told: owed until it goes, or is not needed."""

from __future__ import annotations

from datetime import datetime

from cases.models import DueItem
from cases.services import raise_due, settle_due
from cases.services.stored import need_door
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews.enums import DecisionAgency, DueCode
from reviews.models import Notification
from reviews.rules import telling_plan as rules
from reviews.sealed import sealed
from reviews.services.telling_plan import notice_in_hand
from reviews.telling_enums import FollowUp
from victims.owning import contact_owner


def owe_letter(notice: Notification, at: datetime) -> None:
    """A letter that was promised is owed from the telling on, by whoever owns contact: inside its deed.

    CPS writes of its own decisions; then it is owed to see that its letter came.
    """
    need_door("owe_letter")
    if notice.follow_up != FollowUp.LETTER or notice.ended_at is not None:
        return
    assert notice.told_at is not None
    label = notice.victim.label
    of_cps = notice.owner == DecisionAgency.CPS
    raise_due(
        case=notice.case,
        source=notice.pk,
        code=DueCode.FOLLOW_UP_LETTER,
        what=f"See that {label} has the letter of CPS" if of_cps else f"Write to {label} what they were told",
        due_on=deadline(ClockCode.FOLLOW_UP_LETTER, notice.told_at).due_on,
        owner=contact_owner(notice.victim),
        rule=ClockCode.FOLLOW_UP_LETTER.value,
        started_on=london_date(notice.told_at),
        at=at,
    )


def letter_went(notice: Notification, at: datetime) -> None:
    """The letter on the decision went: nothing of it is owed any more."""
    settle_due(source=notice.pk, code=DueCode.FOLLOW_UP_LETTER, at=at)


def letter_owed(notice: Notification) -> DueItem | None:
    """What is open of the letter that follows."""
    found: DueItem | None = DueItem.objects.filter(
        source=notice.pk, code=DueCode.FOLLOW_UP_LETTER, settled_at__isnull=True
    ).first()
    return found


@deed
def say_no_letter(
    *, by: Person, notice: Notification, reason: str, at: datetime | None = None
) -> Notification:
    """Record that the letter that was to follow is not needed, and why.

    Raises NotAllowed where none is owed, Invalid without a reason.
    """
    at = at or now()
    notice = notice_in_hand(by, notice, "say_no_letter")
    rules.check_letter_owed(letter_owed(notice) is not None)
    if not reason.strip():
        raise Invalid({"reason": "Say why no letter is needed."})
    notice.follow_up = FollowUp.NOT_NEEDED
    notice.no_letter_note_sealed = sealed(notice, "no_letter_note", reason.strip())
    notice.no_letter_at, notice.no_letter_by = at, by
    notice.save(update_fields=["follow_up", "no_letter_note_sealed", "no_letter_at", "no_letter_by"])
    letter_went(notice, at)
    record(
        by=by,
        action=Action.NO_LETTER_NEEDED,
        case=notice.case,
        subjects=[notice.pk, notice.victim_id],
    )
    return notice

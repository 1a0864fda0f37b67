"""What the page of a booking shows of its follow-ups: what stands, what stood before, what may be done."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse

from actionplans.models import ClinicBooking, ClinicFollowUp
from actionplans.rules.clinics import check_can_finish_follow_up
from actionplans.rules.follow_ups import check_can_change, check_can_reopen
from actionplans.seals import Label, Sealer
from actionplans.services.follow_ups import steps_of
from actionplans.shown.clinic_words import of_change
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed, would_pass


def follow_up_deadline(row: ClinicFollowUp) -> Deadline:
    return date_set(row.due_on, start=row.set_at)


def follow_up_rows(
    booking: ClinicBooking, person: Person, sealer: Sealer, at: datetime
) -> list[dict[str, Any]]:
    """Each follow-up with its history, the last change first, and the deeds that this person may do now."""
    rows = ClinicFollowUp.objects.filter(booking=booking).select_related("owner", "done_by", "withdrawn_by")
    shown = []
    found = list(rows.prefetch_related("changes__owner", "changes__changed_by", "changes__done_by"))
    steps = steps_of(found, at)
    for one in found:
        one.case, step = booking.case, steps.get(one.pk)
        changes = list(one.changes.all())
        shown.append(
            {
                "row": one,
                "what": sealer.open(Label.FOLLOW_UP, one.pk, one.what_sealed),
                "done": sealer.open(Label.FOLLOW_UP_DONE, one.pk, one.done_sealed),
                "deadline": follow_up_deadline(one),
                "changes": [_change(*pair, sealer) for pair in pairwise([*changes, one])][::-1],
                "slips": sum(_is_slip(*pair) for pair in pairwise([*changes, one])),
                "deeds": _deeds(one, person, step),
                "above": _above(one, person, step),
            }
        )
    return shown


def _is_slip(change: Any, after: Any) -> bool:
    """Whether a change moved the date: each row holds what stood before it, the follow-up what stands."""
    return bool(change.due_on != after.due_on)


def _change(one: Any, after: Any, sealer: Sealer) -> dict[str, Any]:
    return {
        "row": one,
        "words": of_change(one, after),
        "reason": sealer.open(Label.FOLLOW_UP_REASON, one.pk, one.reason_sealed),
        "done": sealer.open(Label.FOLLOW_UP_DONE_BEFORE, one.pk, one.done_sealed),
    }


def _deeds(one: ClinicFollowUp, person: Person, step: int | None) -> list[dict[str, str]]:
    """The links under a follow-up, by what the rules let this person do."""
    offered = [
        ("finish_follow_up", "Record that it is done", would_pass(check_can_finish_follow_up, person, one)),
        ("move_follow_up", "Move it or give it on", _may_change("move_follow_up", one, person, step)),
        ("withdraw_follow_up", "Withdraw it", _may_change("withdraw_follow_up", one, person, step)),
        ("reopen_follow_up", "Reopen it", would_pass(check_can_reopen, person, one)),
    ]
    if one.case.is_closed:
        return []
    return [{"title": title, "href": reverse(name, args=[one.pk])} for name, title, may in offered if may]


def _may_change(deed: str, one: ClinicFollowUp, person: Person, step: int | None) -> bool:
    return would_pass(check_can_change, deed, person, one, step)


def _above(one: ClinicFollowUp, person: Person, step: int | None) -> str:
    """Why somebody who else would move it may not: it climbed above them. "" where that is not so."""
    if step is None or not one.is_open or one.case.is_closed or not person.role.may("move_follow_up"):
        return ""
    try:
        check_can_change("move_follow_up", person, one, step)
    except NotAllowed as refusal:
        return str(refusal)
    return ""

"""Setting and ending duty cover."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.rules import (
    check_can_cover,
    check_can_end_duty_cover,
    check_can_set_duty_cover,
)
from rasso_tracker.people.services.spells import end_early, keep


@deed
def set_duty_cover(
    *,
    by: Person,
    absent: Person,
    covered_by: Person,
    starts_on: date,
    ends_on: date,
    at: datetime | None = None,
) -> DutyCover:
    """Say who answers for `absent` from `starts_on` to `ends_on`, both days included.

    Raises NotAllowed (rules), Invalid for dates out of order, somebody covering themselves, who has left
    or could not be told what they are told, and a second cover for the same days.
    """
    check_can_set_duty_cover(by, absent)
    cover = begin_cover(by, absent, covered_by, starts_on, ends_on)
    record(by=by, action=Action.DUTY_COVER_SET, subjects=[absent.pk, covered_by.pk])
    return cover


def begin_cover(
    by: Person, absent: Person, covered_by: Person, starts_on: date, ends_on: date, days: str = "starts_on"
) -> DutyCover:
    """A new cover, as part of a deed that has checked who may and records it. `days`: the field to blame."""
    if ends_on < starts_on:
        raise Invalid({"ends_on": "The last day of cover must be the first day or later."})
    check_can_cover(absent, covered_by)
    if not covered_by.serves_on(starts_on) or not covered_by.serves_on(ends_on):
        raise Invalid({"covered_by": f"{covered_by.name} is not in post on every day of this cover."})
    cover = DutyCover(person=absent, covered_by=covered_by, starts_on=starts_on, ends_on=ends_on, set_by=by)
    taken = f"{absent.name} is already covered on some of these days."
    keep(cover, "cover_one_at_a_time", {days: taken})
    return cover


@deed
def end_duty_cover(*, by: Person, cover: DutyCover, back_on: date, at: datetime | None = None) -> DutyCover:
    """End cover early: from `back_on` on the person answers again. Cover that has not begun never begins.

    Raises NotAllowed (rules, or ended already) and Invalid for a day that is past or after its last one.
    """
    at = at or now()
    check_can_end_duty_cover(by, cover.person)
    cover = (
        DutyCover.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person", "covered_by")
        .get(pk=cover.pk)
    )
    end_early(cover, back_on, by, at, field="back_on")
    record(by=by, action=Action.DUTY_COVER_ENDED, subjects=[cover.person_id, cover.covered_by_id])
    return cover

"""Recording leave and coming back early."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.hooks import presence_changed
from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.models.duty import held_within
from rasso_tracker.people.refusals import Invalid, refuse, together
from rasso_tracker.people.rules import check_can_cover, check_leave_of
from rasso_tracker.people.services.cover import begin_cover
from rasso_tracker.people.services.spells import end_early, keep

LONGEST_LEAVE = timedelta(days=2 * 366)  # [A] more than that is a slip of the pen


@deed
def record_leave(
    *,
    by: Person,
    absent: Person,
    starts_on: date,
    ends_on: date,
    covered_by: Person | None = None,
    at: datetime | None = None,
) -> Leave:
    """Leave of `absent`, both days included; with `covered_by` that person's duty cover for the same days.

    Raises NotAllowed for somebody else's leave (rules) and Invalid by field: a first day before today, dates
    out of order or too far, leave or cover on the same days already, somebody to cover who is away then.
    """
    at = at or now()
    check_leave_of(by, absent)
    together(
        partial(_check_days, absent, starts_on, ends_on, london_date(at)),
        partial(_check_cover, absent, covered_by, starts_on, ends_on),
    )
    cover = None
    if covered_by is not None:
        cover = begin_cover(by, absent, covered_by, starts_on, ends_on, days="covered_by")
    leave = Leave(
        person=absent, starts_on=starts_on, ends_on=ends_on, cover=cover, recorded_by=by, recorded_at=at
    )
    taken = f"{absent.name} has leave on some of these days already."
    keep(leave, "leave_one_at_a_time", {"starts_on": taken})
    record(by=by, action=Action.LEAVE_RECORDED, subjects=[leave.pk, absent.pk])
    if cover is not None:
        record(by=by, action=Action.DUTY_COVER_SET, subjects=[absent.pk, cover.covered_by_id])
    presence_changed(person=absent, by=by, at=at, source=leave.pk, since=starts_on, until=ends_on)
    return leave


def _check_days(person: Person, starts_on: date, ends_on: date, today: date) -> None:
    wrong = {}
    if starts_on < today:
        wrong["starts_on"] = "Leave begins today at the earliest: what was sent before stays sent."
    if ends_on < starts_on:
        wrong["ends_on"] = "The last day of leave must be the first day or later."
    elif ends_on - starts_on > LONGEST_LEAVE:
        wrong["ends_on"] = "Record two years of leave at most. Check the year."
    if not person.serves_on(starts_on):
        wrong["absent"] = f"{person.name} is not in post on the first day of this leave."
    refuse(wrong)


def _check_cover(absent: Person, covered_by: Person | None, starts_on: date, ends_on: date) -> None:
    if covered_by is None:
        return
    check_can_cover(absent, covered_by)
    if (
        ends_on >= starts_on
        and Leave.objects.filter(held_within(starts_on, ends_on), person=covered_by).exists()
    ):
        raise Invalid({"covered_by": f"{covered_by.name} is on leave on some of these days."})


@deed
def end_leave(*, by: Person, leave: Leave, back_on: date, at: datetime | None = None) -> Leave:
    """Back on `back_on`, before the leave's last day; on its first day or before, there was no leave.

    The cover that was set with it ends too. Raises NotAllowed (rules, or ended already) and Invalid.
    """
    at = at or now()
    check_leave_of(by, leave.person)
    leave = (
        Leave.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=leave.pk)
    )
    end_early(leave, back_on, by, at, field="back_on")
    if leave.cover_id is not None:
        _end_cover(leave.cover_id, back_on, by, at)
    record(by=by, action=Action.LEAVE_ENDED, subjects=[leave.pk, leave.person_id])
    return leave


def _end_cover(cover_id: UUID, back_on: date, by: Person, at: datetime) -> None:
    cover = DutyCover.objects.select_for_update(no_key=True, of=("self",)).get(pk=cover_id)
    if cover.ended_early_on is None:  # somebody may have ended it before
        end_early(cover, back_on, by, at, field="back_on")
        record(by=by, action=Action.DUTY_COVER_ENDED, subjects=[cover.person_id, cover.covered_by_id])

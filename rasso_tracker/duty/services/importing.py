"""Bringing in a roster: many single days at once, whole or with an explicit choice without its bad lines."""

from __future__ import annotations

from datetime import datetime

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.duty import rules
from rasso_tracker.duty.models import DutyDay, RosterImport
from rasso_tracker.duty.roster_check import ONE_DAY, Checked, Line, checked
from rasso_tracker.duty.roster_text import LEAVE, lines_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.rules import check_may
from rasso_tracker.people.services import record_leave

LEAVE_OUT = "{bad} of {all} lines cannot be taken. Mend them, or say that they are left out."


@deed
def import_roster(
    *,
    by: Person,
    text: str,
    confirmed: bool = False,
    leave_out_bad: bool = False,
    at: datetime | None = None,
) -> RosterImport:
    """Set the days that the lines of `text` name (roster_text), in as many statements for many as for one.

    A line that says what stands already changes nothing, so bringing the same roster in again is harmless.
    Days of leave that follow each other become one leave, recorded as by hand, with nobody to cover.
    Raises NotAllowed (rules), and Invalid: for a text that cannot be read; not `confirmed`; with bad lines
    and not `leave_out_bad`; with no line that can be taken. Its fields are then `line 7` to a sentence.
    """
    at = at or now()
    check_may(by, "import_roster", rules.NOT_YOURS)
    found = checked(by, lines_of(text), at)
    _check_chosen(found, confirmed, leave_out_bad)
    good = [one for one in found.lines if not one.fault]
    days = [one.day for one in good if one.day is not None]
    row = RosterImport(
        brought_by=by,
        brought_at=at,
        first_day=min(days),
        last_day=max(days),
        taken=len(found.new),
        standing=len(found.standing),
        left_out=len(found.bad),
    )
    row.save(force_insert=True)
    _set([one for one in found.new if one.kind != LEAVE], by, at)
    _give_leave([one for one in found.new if one.kind == LEAVE], by, at)
    record(
        by=by,
        action=Action.DUTY_SET,
        subjects=[row.pk, *sorted({one.person.pk for one in found.new if one.person})],
    )
    return row


def _check_chosen(found: Checked, confirmed: bool, leave_out_bad: bool) -> None:
    faults = {f"line {one.typed.number}": one.fault for one in found.bad}
    if len(found.bad) == len(found.lines):
        raise Invalid({"text": "No line of it can be taken. See what is said of each.", **faults})
    if found.bad and not leave_out_bad:
        raise Invalid({"leave_out_bad": LEAVE_OUT.format(bad=len(found.bad), all=len(found.lines)), **faults})
    if not confirmed:
        new, standing = len(found.new), len(found.standing)
        sentence = f"Nothing is saved yet: {new} days would be set and {standing} stand already. Confirm it."
        raise Invalid({"confirmed": sentence, **faults})


def _set(lines: list[Line], by: Person, at: datetime) -> None:
    """One statement ends what stood, one sets what is new."""
    wanted = {(one.person.pk, one.day): one.hours for one in lines if one.person and one.day}
    people, days = {person for person, _ in wanted}, {day for _, day in wanted}
    standing = DutyDay.objects.filter(person__in=people, day__in=days, superseded_at__isnull=True)
    ended = [pk for pk, person, day in standing.values_list("pk", "person", "day") if (person, day) in wanted]
    DutyDay.objects.filter(pk__in=ended, superseded_at__isnull=True).update(superseded_at=at)
    DutyDay.objects.bulk_create(
        DutyDay(
            person_id=person,
            day=day,
            starts=hours.starts if hours else None,
            ends=hours.ends if hours else None,
            set_by=by,
            set_at=at,
        )
        for (person, day), hours in wanted.items()
    )


def _give_leave(lines: list[Line], by: Person, at: datetime) -> None:
    """Each run of days as one leave. A leave that somebody recorded meanwhile refuses the whole: Invalid."""
    for run in _runs(lines):
        person, first, last = run[0].person, run[0].day, run[-1].day
        assert person is not None, "a line with a fault is not taken"
        assert first is not None, "as above"
        assert last is not None, "as above"
        try:
            record_leave(by=by, absent=person, starts_on=first, ends_on=last, at=at)
        except Invalid as trouble:
            raise Invalid({"text": " ".join(trouble.fields.values())}) from None


def _runs(lines: list[Line]) -> list[list[Line]]:
    """The lines of leave of each person, parted where a day is missing between two."""
    runs: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.person.pk, one.day)):  # type: ignore[union-attr]  # both known
        last = runs[-1][-1] if runs else None
        follows = last is not None and last.person == line.person and line.day == last.day + ONE_DAY  # type: ignore[operator]  # as above
        if follows:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs

"""What each line of a roster would change, or why it cannot be taken; a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from rasso_tracker.clocks import in_london
from rasso_tracker.duty import rules
from rasso_tracker.duty.facts import Duty, Hours
from rasso_tracker.duty.reading import duties_of
from rasso_tracker.duty.roster_text import LEAVE, Typed, Unclear, check_plain, date_of, hours_of, kind_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.rules import whose_leave

ONE_DAY = timedelta(days=1)
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line and what comes of it: `fault` says all that keeps it from being taken, `stands` that it changes
    nothing.
    """

    typed: Typed
    person: Person | None = None
    day: date | None = None
    hours: Hours | None = None
    kind: str = ""
    fault: str = ""
    stands: bool = False

    @property
    def new(self) -> bool:
        return not self.fault and not self.stands

    @property
    def words(self) -> str:
        if self.kind == LEAVE:
            return "Leave"
        return f"{self.hours.starts:%H:%M} to {self.hours.ends:%H:%M}" if self.hours else "Rest day"


@dataclass(frozen=True)
class Checked:
    """Every line of a roster, as it would be taken now."""

    lines: list[Line]

    @cached_property
    def bad(self) -> list[Line]:
        return [one for one in self.lines if one.fault]

    @cached_property
    def new(self) -> list[Line]:
        return [one for one in self.lines if one.new]

    @cached_property
    def standing(self) -> list[Line]:
        return [one for one in self.lines if one.stands]


def checked(by: Person, typed: list[Typed], at: datetime) -> Checked:
    """What `by` would change with these lines."""
    people = _People(by, typed)
    lines = _no_day_twice([_read(one, people, at) for one in typed])
    return Checked(_against_what_stands(lines))


def _read(typed: Typed, people: _People, at: datetime) -> Line:
    """A line with every fault of its own, so that it is mended once."""
    faults: list[str] = []

    def tried(read: Callable[..., Found], *given: Any) -> Found | None:
        try:
            return read(*given)
        except Unclear as trouble:
            faults.extend(trouble.faults)
        except Invalid as trouble:
            faults.extend(trouble.fields.values())
        return None

    tried(check_plain, typed)
    if faults:  # what else is wrong with such a cell is known once it is a value
        return Line(typed=typed, fault=" ".join(faults))
    person, day = tried(people.named, typed.person), tried(date_of, typed.date)
    kind = tried(kind_of, typed)
    hours = tried(hours_of, typed, kind) if kind else None
    if day is not None:
        tried(rules.check_day, "date", day, at)
    if person is not None and day is not None and not person.serves_on(day):
        faults.append(f"{person.name} is not in post on that day.")
    return Line(typed=typed, person=person, day=day, hours=hours, kind=kind or "", fault=" ".join(faults))


class _People:
    """Who is meant by a user name, an e-mail address or a collar number; two statements for all lines."""

    def __init__(self, by: Person, typed: Iterable[Typed]) -> None:
        named = {one.person.lower() for one in typed} - {""}
        by_one_name = Q(lower_username__in=named) | Q(lower_email__in=named) | Q(lower_collar__in=named)
        found = Person.objects.annotate(
            lower_username=Lower("username"), lower_email=Lower("email"), lower_collar=Lower("collar_number")
        ).filter(by_one_name, kind="person")
        self._found: defaultdict[str, dict[UUID, Person]] = defaultdict(dict)
        for one in found.select_related("district"):
            for name in (one.username, one.email, one.collar_number):
                self._found[name.lower()][one.pk] = one
        own = Person.objects.filter(whose_leave(by)).values_list("pk", flat=True)
        self._own = None if by.is_service else set(own)

    def named(self, name: str) -> Person:
        """Raises Unclear for nobody, for two, and for somebody who is not of one's own people."""
        if not name:
            raise Unclear("Say whose day it is: a user name, an e-mail address or a collar number.")
        found = list(self._found[name.lower()].values())
        if not found:
            raise Unclear("Nobody has this user name, e-mail address or collar number.")
        if len(found) > 1:
            raise Unclear("More than one person has this collar number. Give the user name.")
        (person,) = found
        if self._own is not None and person.pk not in self._own:
            where = f" ({person.district.name})" if person.district else ""
            raise Unclear(f"{person.name}{where} is not one of your people. Ask their supervisor.")
        return person


def _no_day_twice(lines: list[Line]) -> list[Line]:
    """Of two lines that say the same the first counts; of two that differ neither does."""
    first: dict[tuple[UUID, date], Line] = {}
    faults: dict[int, str] = {}
    for line in lines:
        if line.fault or line.person is None or line.day is None:
            continue
        before = first.setdefault((line.person.pk, line.day), line)
        if before is line:
            continue
        number, other = line.typed.number, before.typed.number
        if (before.kind, before.hours) == (line.kind, line.hours):
            faults[number] = f"Line {other} says the same of this person and day. Take one of them out."
        else:
            faults[number] = f"Line {other} says something else of this person and day. Keep the right one."
            faults.setdefault(
                other, f"Line {number} says something else of this person and day. Keep the right one."
            )
    return [replace(one, fault=one.fault or faults.get(one.typed.number, "")) for one in lines]


def _against_what_stands(lines: list[Line]) -> list[Line]:
    good = [one for one in lines if not one.fault and one.day is not None]
    days = [one.day for one in good if one.day is not None]
    people = {one.person.pk: one.person for one in good if one.person is not None}
    if not days:
        return lines
    known = duties_of(people.values(), min(days), ahead=(max(days) - min(days)).days + 1)
    would_be = _with(known, good)
    return [one if one.fault else _compared(one, known, would_be) for one in lines]


def _with(known: Mapping[UUID, Duty], lines: list[Line]) -> dict[UUID, Duty]:
    """The duties as they would be with these lines."""
    said: defaultdict[UUID, dict[date, Hours | None]] = defaultdict(dict)
    for one in lines:
        if one.person is not None and one.day is not None and one.kind != LEAVE:
            said[one.person.pk][one.day] = one.hours
    return {pk: replace(duty, days={**duty.days, **said[pk]}) for pk, duty in known.items()}


def _compared(line: Line, known: Mapping[UUID, Duty], would_be: Mapping[UUID, Duty]) -> Line:
    assert line.person is not None  # it has no fault
    assert line.day is not None
    now_so, then = known[line.person.pk], would_be[line.person.pk]
    away = now_so.is_on_leave(line.day)
    if line.kind == LEAVE:
        return replace(line, stands=away)
    if away and line.hours is not None:
        return replace(line, fault=f"{line.person.name} is on leave on that day. End the leave first.")
    if sentence := _overlap(then, line.day):
        return replace(line, fault=sentence)
    return replace(line, stands=line.day in now_so.days and now_so.days[line.day] == line.hours)


def _overlap(duty: Duty, day: date) -> str:
    """Of two single days that would run into each other, the sentence; "" where they do not."""
    shift = duty.shift_on(day)
    if shift is None:
        return ""
    before = duty.shift_on(day - ONE_DAY) if day - ONE_DAY in duty.days else None
    after = duty.shift_on(day + ONE_DAY) if day + ONE_DAY in duty.days else None
    if before is not None and before.ends > shift.begins:
        return f"It begins before the duty of the day before ends, at {in_london(before.ends):%H:%M}."
    if after is not None and shift.ends > after.begins:
        return f"It ends after the duty of the next day begins, at {in_london(after.begins):%H:%M}."
    return ""

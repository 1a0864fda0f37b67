"""The diary of advice clinics in the demo: one in each district every second week, past and to come.

Bookings take slots as the cases are told; the diary is loaded last, when it is known which slots are taken.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from actionplans.clinic_enums import HostOff
from actionplans.models import (
    Advice,
    AdviceReading,
    Clinic,
    ClinicAttendance,
    ClinicBooking,
    ClinicCorrection,
    ClinicFollowUp,
    ClinicHostChange,
    ClinicLawyer,
    ClinicSlot,
    FollowUpChange,
)
from rasso_tracker.clocks import is_working_day, london_date, london_instant, start_of_day
from rasso_tracker.demo.force import Force
from rasso_tracker.demo.ids import Ids
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person

PAST, AHEAD = timedelta(days=3 * 365), timedelta(days=42)
EVERY = timedelta(days=14)
SET_UP_BEFORE = timedelta(days=49)
SLOTS, MINUTES = 5, 30
HOST_CHANGES = 8  # [A] one clinic in so many has another host than it was set up with
PLACES = ("Conference room 2", "RaSSO office, second floor", "By video: link in the diary entry")
PARENTS_FIRST: tuple[type[Model], ...] = (
    Clinic,
    ClinicSlot,
    ClinicLawyer,
    ClinicHostChange,
    ClinicBooking,
    ClinicCorrection,
    Advice,
    AdviceReading,
    ClinicAttendance,
    ClinicFollowUp,
    FollowUpChange,
)


@dataclass
class Sitting:
    """A clinic with its slots, and who sits."""

    clinic: Clinic
    lawyer: Person
    slots: list[ClinicSlot]

    @property
    def free(self) -> int:
        """How many slots nobody has."""
        return sum(not one.taken for one in self.slots)

    def take(self) -> ClinicSlot | None:
        """The first free slot, taken."""
        slot = next((one for one in self.slots if not one.taken), None)
        if slot is not None:
            slot.taken = True
        return slot


@dataclass
class Diary:
    """Sittings by district, the earliest first; the rows that are loaded after every case."""

    sittings: dict[str, list[Sitting]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def last_between(
        self, district: str, after: datetime, before: datetime, *, kept: int = 0
    ) -> Sitting | None:
        """The last sitting between two moments that has more free slots than are `kept` for others."""
        found = [
            one
            for one in self.sittings[district]
            if after < one.clinic.starts_at < before and one.free > kept
        ]
        return found[-1] if found else None

    def groups(self) -> list[list[Any]]:
        return [self.rows[model] for model in PARENTS_FIRST]


def make_diary(force: Force, seed: int) -> Diary:
    """Each district has its own weekday, so that a lawyer of two districts sits in one clinic at a time."""
    new_id = Ids(Random(f"clinics {seed}"))  # noqa: S311  # made-up ids, not secrets
    diary = Diary()
    hosts = force.at(Post.GATEKEEPER)
    now = start_of_day(force.as_of)
    for weekday, (code, district) in enumerate(force.districts.items()):
        lawyers = force.at(Post.REVIEWING_PROSECUTOR, force.unit_of[code])
        for number, day in enumerate(_days(force.as_of, weekday)):
            lawyer, host = lawyers[number % len(lawyers)], hosts[number % len(hosts)]
            if not is_working_day(day) or not (lawyer.serves_on(day) and host.serves_on(day)):
                continue
            start = london_instant(day, time(10))
            set_up = min(start - SET_UP_BEFORE, now - timedelta(days=3))
            clinic = Clinic(
                id=new_id(set_up),
                district=district,
                cps_unit=force.unit_of[code],
                place=PLACES[number % len(PLACES)],
                starts_at=start,
                ends_at=start + timedelta(minutes=SLOTS * MINUTES),
                slot_minutes=MINUTES,
                host=host,
                remind_at=start_of_day(day - timedelta(days=1)) + timedelta(hours=8),
                set_up_at=set_up,
                set_up_by=host,
            )
            _fill(diary, code, clinic, lawyer, new_id)
            if number % HOST_CHANGES == 0:
                _change_host(diary, clinic, hosts, new_id)
    return diary


def _change_host(diary: Diary, clinic: Clinic, hosts: list[Person], new_id: Ids) -> None:
    """Another gatekeeper hosts, as said the day after the clinic was set up. Nothing was booked by then."""
    at = clinic.set_up_at + timedelta(days=1)
    others = [one for one in hosts if one != clinic.host and one.serves_on(london_date(clinic.starts_at))]
    if not others:
        return
    left, clinic.host = clinic.host, others[0]
    diary.rows[ClinicHostChange].append(
        ClinicHostChange(
            id=new_id(at),
            clinic=clinic,
            left=left,
            host=clinic.host,
            because=HostOff.AWAY,
            changed_at=at,
            changed_by=left,
        )
    )


def _days(as_of: date, weekday: int) -> list[date]:
    first = as_of - PAST
    first += timedelta(days=(weekday - first.weekday()) % 7)
    return [first + EVERY * step for step in range((PAST + AHEAD) // EVERY)]


def _fill(diary: Diary, code: str, clinic: Clinic, lawyer: Person, new_id: Ids) -> None:
    step = timedelta(minutes=MINUTES)
    slots = [
        ClinicSlot(
            id=new_id(clinic.set_up_at),
            clinic=clinic,
            number=number + 1,
            starts_at=clinic.starts_at + step * number,
            ends_at=clinic.starts_at + step * (number + 1),
        )
        for number in range(SLOTS)
    ]
    seat = ClinicLawyer(
        id=new_id(clinic.set_up_at),
        clinic=clinic,
        person=lawyer,
        starts_at=clinic.starts_at,
        ends_at=clinic.ends_at,
        joined_at=clinic.set_up_at,
        joined_by=clinic.host,
    )
    diary.sittings[code].append(Sitting(clinic, lawyer, slots))
    diary.rows[Clinic].append(clinic)
    diary.rows[ClinicSlot] += slots
    diary.rows[ClinicLawyer].append(seat)


def on_day(sitting: Sitting) -> date:
    return london_date(sitting.clinic.starts_at)

"""Advice clinics: when and where lawyers of a CPS unit sit, with whom, in which slots. No case is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from actionplans.clinic_enums import ClinicOff, HostOff
from cases.models import LondonDate
from cases.models.base import Worded
from rasso_tracker.clocks import day_words, time_words
from rasso_tracker.ids import uuid7
from rasso_tracker.people.parts import Scope

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

SHORTEST_SLOT, LONGEST_SLOT = 10, 120  # minutes [A]
_OF_ALL_DISTRICTS = (Scope.TEAM, Scope.DISTRICT, Scope.GATEKEPT)


def sees_clinics(person: Person) -> bool:
    """Police who may book or run clinics, and CPS: no other role has a part in them."""
    return person.is_service or person.role.scope in (*_OF_ALL_DISTRICTS, Scope.CPS_UNIT)


class ClinicQuerySet(models.QuerySet["Clinic"]):
    def visible_to(self, person: Person) -> Self:
        """Police who may book or run clinics see every district's; CPS those of its own unit.

        A clinic holds nothing of a case: who is booked is a ClinicBooking, behind the wall of its case.
        """
        if person.is_service or person.role.scope in _OF_ALL_DISTRICTS:
            return self
        if person.role.scope == Scope.CPS_UNIT:
            return self.filter(cps_unit=person.cps_unit_id)
        return self.none()


def _range() -> Func:
    return Func("starts_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField())


class Clinic(Worded):
    """One sitting in a district: from `starts_at` to `ends_at` of one London day, in equal slots."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey("people.District", models.PROTECT, related_name="+")
    cps_unit = models.ForeignKey("people.CpsUnit", models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)  # a room, or the words of a video link
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    host = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    remind_at = models.DateTimeField()  # when the sweep reminds those who come
    set_up_at = models.DateTimeField()
    set_up_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    cancelled_because = models.CharField(max_length=15, choices=ClinicOff, blank=True)

    objects = ClinicQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="clinic_by_day"),
            models.Index(fields=["district", "starts_at", "id"], name="clinic_by_district"),
        ]
        constraints = [
            models.CheckConstraint(name="clinic_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="clinic_within_one_day",
                condition=Exact(LondonDate("starts_at"), LondonDate("ends_at")),
            ),
            models.CheckConstraint(
                name="clinic_set_up_before_start", condition=Q(set_up_at__lte=F("starts_at"))
            ),
            models.CheckConstraint(
                name="clinic_slot_length",
                condition=Q(slot_minutes__gte=SHORTEST_SLOT, slot_minutes__lte=LONGEST_SLOT),
            ),
            models.CheckConstraint(name="clinic_has_a_place", condition=~Q(place="")),
            models.CheckConstraint(
                name="clinic_cancelled_together",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                | Q(
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                    cancelled_because__in=ClinicOff.values,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Advice clinic, {self.district.name}, {day_words(self.starts_at)}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def times(self) -> str:
        """From and to on a London clock."""
        return f"{time_words(self.starts_at)} to {time_words(self.ends_at)}"


class ClinicSlot(models.Model):
    """One slot of a clinic. `taken` is a stored copy, so that who may not see the booking still sees that
    the slot is not free; written by the services that book and free it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="slots")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken = models.BooleanField(default=False)

    class Meta:
        ordering = ["clinic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "number"], name="clinic_slot_number_once"),
            models.CheckConstraint(
                name="clinic_slot_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            ExclusionConstraint(
                name="clinic_slots_do_not_overlap",
                expressions=[("clinic", RangeOperators.EQUAL), (_range(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"Slot {self.number}, {self.times}"

    @property
    def times(self) -> str:
        return f"{time_words(self.starts_at)} to {time_words(self.ends_at)}"


class ClinicLawyer(models.Model):
    """A lawyer who sits in a clinic. The times are the clinic's own: nobody sits in two at one time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="sittings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        ordering = ["clinic", "joined_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="clinic_lawyer_left_together",
                condition=Q(left_at__isnull=True, left_by__isnull=True)
                | Q(left_at__isnull=False, left_by__isnull=False),
            ),
            ExclusionConstraint(
                name="clinic_lawyer_in_one_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), (_range(), RangeOperators.OVERLAPS)],
                condition=Q(left_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.person.name


class ClinicHostChange(Worded):
    """Somebody else hosts a clinic: `host` in the place of `left`. `Clinic.host` is a copy of the last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="host_changes")
    left = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    host = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    because = models.CharField(max_length=15, choices=HostOff)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.CheckConstraint(name="clinic_host_is_another", condition=~Q(host=F("left"))),
            models.CheckConstraint(
                name="clinic_host_change_says_why", condition=Q(because__in=HostOff.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host.name} in the place of {self.left.name}"

"""What is typed of advice clinics: setting one up, changing who sits, booking a case, moving it."""

from __future__ import annotations

import re
from datetime import time
from functools import partial
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from actionplans.clinic_enums import BookingKind, BookingStatus, ClinicOff, HostOff
from actionplans.forms.documents import READ_BY_BOTH
from actionplans.forms.items import OwnerChoice, owners_for
from actionplans.models import Clinic, ClinicBooking, ClinicSlot
from actionplans.models.clinics import LONGEST_SLOT, SHORTEST_SLOT
from actionplans.rules.clinics import CPS_ROLES, check_clinic, check_one_wish
from actionplans.services.bookings import check_place, strangers_sit
from actionplans.services.clinic_access import able_to_see, check_owner_sees
from actionplans.shown.clinic_words import of_choice
from rasso_tracker.clocks import day_words, in_london, london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.roles import GATEKEEPER
from rasso_tracker.web.fields import draw_only, field_of
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    LongText,
    PlainText,
    RowChoice,
    RowChoices,
    WholeNumber,
)

_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


class ClockTime(PlainText):
    """A time of day as read off a London clock, 14:30; a datetime.time."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = _TIME.fullmatch(text)
        if not text:
            return None
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError("Enter a real time, for example 14:30.", code="time")
        return time(int(found[1]), int(found[2]))


class LawyerChoices(RowChoices):
    def label_from_instance(self, person: Person) -> str:
        return _of_unit(person)


class LawyerChoice(RowChoice):
    def label_from_instance(self, person: Person) -> str:
        return _of_unit(person)


def _of_unit(person: Person) -> str:
    return f"{person.name}, {person.cps_unit.name}" if person.cps_unit else person.name


def lawyers_for(person: Person) -> Any:
    """CPS lawyers in post whom this person may set into a clinic: for CPS those of the own unit."""
    found = Person.objects.filter(
        in_post(london_date(now())), agency=Agency.CPS, roles__overlap=list(CPS_ROLES), cps_unit__isnull=False
    )
    if person.agency == Agency.CPS:
        found = found.filter(cps_unit=person.cps_unit_id)
    return found.select_related("cps_unit").order_by("cps_unit__name", "name")


def gatekeepers() -> Any:
    """Who may host a clinic, by name."""
    return Person.objects.filter(in_post(london_date(now())), roles__contains=[GATEKEEPER.code]).order_by(
        "name"
    )


class ClinicForm(DeedForm):
    district = RowChoice(
        every=District, label="District", to_field_name="code", empty_label="Choose a district"
    )
    place = PlainText(
        label="Where is it held?", max_length=120, hint="A room, or how to join by video. Nothing of a case"
    )
    on = GovDateField(label="On which day?", future=True)
    from_time = ClockTime(label="From", hint="For example 10:00")
    to_time = ClockTime(label="To", hint="For example 12:30")
    slot_minutes = WholeNumber(
        SHORTEST_SLOT,
        LONGEST_SLOT,
        label="Minutes a slot",
        initial=30,
        hint="10 to 120. The slots must fill the time",
    )
    lawyers = LawyerChoices(
        Person.objects.none(),
        label="Which lawyers sit?",
        hint="Of one CPS unit. They hear each case together, and a booking opens it to all of them",
    )
    host = RowChoice(
        Person.objects.none(),
        label="Which gatekeeper hosts it?",
        hint="The host keeps the running list",
        empty_label="Choose a gatekeeper",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "lawyers", RowChoices).queryset = lawyers_for(self.person)
        field_of(self, "host", RowChoice).queryset = gatekeepers()
        if self.person.role.code == GATEKEEPER.code:
            self.fields["host"].initial = self.person.pk

    def check(self, said: dict[str, Any]) -> None:
        asked = {name: said.get(name) for name in self.fields if name not in ("once", "version")}
        lawyers = list(asked.pop("lawyers") or ()) or None
        check_clinic(self.person, lawyers=lawyers, at=now(), **asked)


class CancelClinicForm(DeedForm):
    because = forms.ChoiceField(
        label="Why is it cancelled?",
        choices=ClinicOff.choices,
        widget=forms.RadioSelect,
        help_text="Everybody who booked is told, and every booking ends",
    )


class SwapForm(DeedForm):
    leaves = LawyerChoice(Person.objects.none(), label="Who does not sit?", empty_label="Choose a lawyer")
    joins = LawyerChoice(
        Person.objects.none(),
        label="Who sits instead?",
        empty_label="Choose a lawyer",
        hint="The cases that are booked open to this lawyer and close to the other",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sit = Person.objects.none()
        unit = lawyers_for(self.person)
        if self.subject is not None:
            seats = self.subject.sittings.filter(left_at__isnull=True)
            sit = Person.objects.filter(pk__in=seats.values("person")).select_related("cps_unit")
            unit = unit.filter(cps_unit=self.subject.cps_unit_id)
        field_of(self, "leaves", RowChoice).queryset = sit
        field_of(self, "joins", RowChoice).queryset = unit


class HostForm(DeedForm):
    host = RowChoice(
        Person.objects.none(),
        label="Who hosts instead?",
        empty_label="Choose a gatekeeper",
        hint="What is booked opens to them, and closes to the other unless they may see it otherwise",
    )
    because = forms.ChoiceField(
        label="Why does the host change?",
        choices=HostOff.choices,
        widget=forms.RadioSelect,
        help_text="Both are told who hosts now, and not why",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = gatekeepers()
        if self.subject is not None:
            hosts = hosts.exclude(pk=self.subject.host_id)
        field_of(self, "host", RowChoice).queryset = hosts


class SlotChoice(RowChoice):
    def label_from_instance(self, slot: ClinicSlot) -> str:
        return f"{clinic_words(slot.clinic)}: {slot.times}"


class ClinicChoice(RowChoice):
    def label_from_instance(self, clinic: Clinic) -> str:
        return clinic_words(clinic)


def clinic_words(clinic: Clinic) -> str:
    start = in_london(clinic.starts_at)
    return f"{start:%a} {day_words(start)}, {clinic.district.name}, {clinic.place}"


def clinics_to_come(case: Any) -> Any:
    """Clinics whose unit serves the district of the case, the case's own district first."""
    unit_serves = Q(cps_unit__districts=case.district_id)
    return (
        Clinic.objects.filter(unit_serves, cancelled_at__isnull=True, starts_at__gt=now())
        .select_related("district")
        .order_by("starts_at", "id")
    )


class _WhenForm(DeedForm):
    slot = SlotChoice(
        ClinicSlot.objects.none(),
        label="Which slot?",
        required=False,
        empty_label="Choose a slot",
    )
    clinic = ClinicChoice(
        Clinic.objects.none(),
        label="Or the waiting list of a full clinic",
        required=False,
        empty_label="No waiting list",
        hint="The first on the list gets a slot that comes free, and is told",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("slot", "clinic"):
            cast(Any, self.fields[name]).unmarked = True  # the rule asks for one of the two
        if self.subject is None:
            return
        case = getattr(self.subject, "case", self.subject)
        booked = self.booked_into(case)
        clinics = clinics_to_come(case).exclude(pk__in=[one.pk for one in booked])
        free = ClinicSlot.objects.filter(clinic__in=clinics.order_by().values("pk"), taken=False)
        slots = free.select_related("clinic__district").order_by("starts_at", "id")
        full = self.waiting_lists(clinics.exclude(slots__in=free.order_by().values("pk")))
        field_of(self, "slot", RowChoice).queryset = slots
        field_of(self, "clinic", RowChoice).queryset = full
        shut = strangers_sit(case, clinics) if case.restricted else set()
        if shut:
            slots = slots.exclude(clinic__in=shut)
            draw_only(self.fields["slot"], slots)
            draw_only(self.fields["clinic"], full.exclude(pk__in=shut))
        offered = clinics.exclude(pk__in=shut)
        self.fields["slot"].help_text = of_choice(case, offered, booked, slots.count(), len(shut))

    def check(self, said: dict[str, Any]) -> None:
        if self.subject is None or {"slot", "clinic"} & set(self.errors):
            return
        slot, clinic = said.get("slot"), said.get("clinic")
        check_one_wish(slot, clinic)
        case = getattr(self.subject, "case", self.subject)
        chosen = slot.clinic if slot is not None else clinic
        check_place(case, chosen, slot, now(), moved_from=self.moved_from())

    def moved_from(self) -> ClinicBooking | None:
        """The booking that gives its place up for this one."""
        return None

    def waiting_lists(self, full: Any) -> Any:
        """Of the clinics that are full those whose waiting list the case may join."""
        return full

    def booked_into(self, case: Any) -> list[Clinic]:
        """Clinics to come that the case cannot be booked into, since it is in them already."""
        return []


class BookForm(_WhenForm):
    kind = forms.ChoiceField(
        label="What do you ask?",
        choices=BookingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you ask."},
    )
    asks = LongText(
        label="In your words",
        max_length=4000,
        rows=6,
        hint=READ_BY_BOTH,
        error_messages={"required": "Say what you ask."},
    )
    officer = OwnerChoice(
        queryset=Person.objects.none(), label="Who comes?", required=False, empty_label="Officer in charge"
    )
    field_order = ("slot", "clinic", "kind", "asks", "officer")

    def booked_into(self, case: Any) -> list[Clinic]:
        live = [BookingStatus.BOOKED, BookingStatus.WAITING]
        return list(clinics_to_come(case).filter(bookings__case=case, bookings__status__in=live))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            officers = owners_for(self.subject)
            choice = field_of(self, "officer", RowChoice)
            choice.queryset = officers
            able = able_to_see(officers, self.subject)
            draw_only(choice, [one for one in officers if one.pk in able])

    def check(self, said: dict[str, Any]) -> None:
        together(
            partial(super().check, said),
            partial(check_owner_sees, "officer", said.get("officer"), self.subject),
        )


class MoveForm(_WhenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        booking = self.subject
        if booking is None:
            return
        if booking.slot_id:
            others: Any = self.fields["clinic"]
            others.help_text = f"{others.help_text}. The slot that the case has now is given up for it"

    def moved_from(self) -> ClinicBooking | None:
        return self.subject

    def waiting_lists(self, full: Any) -> Any:
        return full.exclude(pk=self.subject.clinic_id)


class CancelBookingForm(DeedForm):
    """Nothing to fill in: the button is the answer."""

"""Who sets up, books, runs and records an advice clinic, and when. A refusal is a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from actionplans.clinic_enums import CAME_OF_IT, Absent, BookingKind, BookingStatus, ClinicOutcome, HostOff
from actionplans.models.clinics import LONGEST_SLOT, SHORTEST_SLOT
from actionplans.rules import check_case_open, check_left_for_cps, check_role
from rasso_tracker.clocks import NoSuchHour, day_words, london_date, london_instant, time_words
from rasso_tracker.people.cover import on_leave
from rasso_tracker.people.cps_roles import CPS_LAWYER, CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed, refuse, together
from rasso_tracker.people.roles import GATEKEEPER

if TYPE_CHECKING:
    from actionplans.models import Clinic, ClinicBooking, ClinicFollowUp, ClinicSlot
    from cases.models import Case
    from rasso_tracker.people.models import District, Person

MOST_SLOTS = 40  # [A]: a day of ten-minute slots is 48 and no lawyer's day
FURTHEST_AHEAD = timedelta(days=366)  # [A]
LONGEST_FOLLOW_UP = timedelta(days=92)  # [A]
CPS_ROLES = (CPS_LAWYER.code, CPS_LEGAL_MANAGER.code)
CLOSES = "Booking closes when the clinic starts, and this one has started."
TAKEN = "Somebody took this slot a moment ago. Choose another one, or join the waiting list."


def check_can_set_up(by: Person) -> None:
    check_role(by, "set_up_clinic")


def check_clinic(
    by: Person,
    *,
    district: District | None,
    place: str | None,
    on: date | None,
    from_time: time | None,
    to_time: time | None,
    slot_minutes: int | None,
    lawyers: Sequence[Person] | None,
    host: Person | None,
    at: datetime,
) -> None:
    """Every fault of a clinic that is set up, by field; of what is None, whoever asks has said so already."""

    def times() -> None:
        if on is not None and from_time is not None and to_time is not None:
            start, end = read_times(on, from_time, to_time, at)
            if slot_minutes is not None:
                slots_of(start, end, slot_minutes)

    def people() -> None:
        if lawyers is not None and district is not None and on is not None:
            check_lawyers(lawyers, district, on)
        if lawyers:
            check_own_unit(by, lawyers[0].cps_unit_id, "lawyers")

    def hosted() -> None:
        if host is not None and on is not None:
            check_host(host, on)

    nowhere = place is not None and not place.strip()
    said = {"place": "Enter the room, or the words of the video link."} if nowhere else {}
    together(partial(refuse, said), times, people, hosted)


def read_times(on: date, from_time: time, to_time: time, at: datetime) -> tuple[datetime, datetime]:
    """The instants of a clinic's London times. Raises Invalid by field, also for the hour spring skips."""
    wrong, found = {}, {}
    for field, wall in (("from_time", from_time), ("to_time", to_time)):
        try:
            found[field] = london_instant(on, wall)
        except NoSuchHour as trouble:
            wrong[field] = str(trouble)
    if wrong:
        raise Invalid(wrong)
    start, end = found["from_time"], found["to_time"]
    if end <= start:
        raise Invalid({"to_time": "The clinic must end after it starts, on the same day."})
    if start <= at:
        raise Invalid({"on": "A clinic is set up before it starts: enter a time in the future."})
    if start > at + FURTHEST_AHEAD:
        raise Invalid({"on": "A clinic is set up at most a year ahead: enter an earlier date."})
    return start, end


def slots_of(start: datetime, end: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    """The slots from `start` to `end`, `minutes` long each. Raises Invalid where they do not fill it."""
    if not SHORTEST_SLOT <= minutes <= LONGEST_SLOT:
        raise Invalid({"slot_minutes": f"A slot has {SHORTEST_SLOT} to {LONGEST_SLOT} minutes."})
    step, length = timedelta(minutes=minutes), end - start
    if length % step:
        whole = int(length.total_seconds() // 60)
        raise Invalid(
            {"slot_minutes": f"Slots of {minutes} minutes do not fill the {whole} minutes of this clinic."}
        )
    number = length // step
    if number > MOST_SLOTS:
        raise Invalid(
            {"slot_minutes": f"A clinic has at most {MOST_SLOTS} slots, and this would have {number}."}
        )
    return [(start + step * place, start + step * (place + 1)) for place in range(number)]


def check_lawyers(lawyers: Sequence[Person], district: District, on: date, field: str = "lawyers") -> None:
    """CPS lawyers in post and not on leave on that day, all of one unit that serves the district."""
    if not lawyers:
        raise Invalid({field: "Choose at least one lawyer who sits."})
    for one in lawyers:
        if one.agency != Agency.CPS or not set(CPS_ROLES) & set(one.roles) or one.cps_unit is None:
            raise Invalid({field: f"{one.name} is no CPS lawyer of a unit."})
        if not one.serves_on(on):
            raise Invalid({field: f"{one.name} is not in post on {day_words(on)}."})
    check_at_work(lawyers, on, field)
    units = {one.cps_unit_id: one.cps_unit for one in lawyers}
    if len(units) > 1:
        raise Invalid({field: "Choose lawyers of one CPS unit."})
    (unit,) = units.values()
    if unit is not None and not unit.districts.filter(pk=district.pk).exists():
        raise Invalid({field: f"{unit.name} does not serve {district.name}: choose lawyers of its own unit."})


def check_host(host: Person, on: date) -> None:
    if GATEKEEPER.code not in host.roles or not host.serves_on(on):
        raise Invalid({"host": f"{host.name} is no gatekeeper in post on {day_words(on)}."})
    check_at_work([host], on, "host")


def check_at_work(people: Sequence[Person], on: date, field: str) -> None:
    away = {one.person_id for one in on_leave([one.pk for one in people], on, on)}
    names = " and ".join(one.name for one in people if one.pk in away)
    if names:
        verb = "is" if len(away) == 1 else "are"
        raise Invalid({field: f"{names} {verb} on leave on {day_words(on)}: choose somebody else."})


def check_own_unit(by: Person, unit_id: object, field: str) -> None:
    """CPS sets up clinics of its own unit alone."""
    if by.agency == Agency.CPS and by.cps_unit_id != unit_id:
        raise Invalid({field: "Choose lawyers of your own unit."})


def check_not_begun(clinic: Clinic, at: datetime, what: str) -> None:
    if clinic.is_cancelled:
        raise NotAllowed(f"You cannot {what}: this clinic was cancelled.")
    if clinic.starts_at <= at:
        raise NotAllowed(f"You cannot {what}: this clinic has started. Record what came of each booking.")


def check_can_cancel_clinic(by: Person, clinic: Clinic, at: datetime) -> None:
    check_role(by, "cancel_clinic")
    check_not_begun(clinic, at, "cancel the clinic")


def check_can_swap(by: Person, clinic: Clinic, at: datetime) -> None:
    check_role(by, "swap_clinic_lawyer")
    check_not_begun(clinic, at, "change the lawyer")


def check_can_change_host(by: Person, clinic: Clinic, at: datetime) -> None:
    check_role(by, "change_clinic_host")
    check_not_begun(clinic, at, "change the host")


def check_new_host(clinic: Clinic, host: Person, because: str) -> None:
    """Another gatekeeper in post on the day, and why. Raises Invalid by field."""
    if host.pk == clinic.host_id:
        raise Invalid({"host": f"{host.name} hosts this clinic already."})
    if because not in HostOff.values:
        raise Invalid({"because": "Choose why the host changes."})
    check_host(host, london_date(clinic.starts_at))


def check_can_book(by: Person, case: Case, *, left: Collection[object]) -> None:
    """`left` is what CPS may still decide on."""
    check_role(by, "book_clinic")
    check_case_open(case, "book_clinic")
    check_left_for_cps("book_clinic", left)


def check_clinic_takes(case: Case, clinic: Clinic, field: str, at: datetime) -> None:
    """The clinic is still to come, and its unit serves the district of the case. Raises Invalid."""
    if clinic.is_cancelled:
        raise Invalid({field: "This clinic was cancelled a moment ago. Choose another one."})
    if clinic.starts_at <= at:
        raise Invalid({field: CLOSES})
    if not clinic.cps_unit.districts.filter(pk=case.district_id).exists():
        raise Invalid({field: f"{clinic.cps_unit.name} does not serve the district of this case."})


def check_lawyers_named(case: Case, lawyers: Iterable[Person], named: Collection[object], field: str) -> None:
    """A restricted case is heard by lawyers who are named on it; booking names nobody. Raises Invalid."""
    others = [one.name for one in lawyers if one.pk not in named]
    if case.restricted and others:
        who = " and ".join(others)
        raise Invalid(
            {
                field: "This case is restricted to named people, and booking it names nobody. "
                f"{who} would hear it and is not named on it: have a supervisor name them first, or choose "
                "another clinic."
            }
        )


def check_free(slot: ClinicSlot) -> None:
    if slot.taken:
        raise Invalid({"slot": TAKEN})


def check_asked(kind: str, asks: str) -> None:
    wrong = {} if kind in BookingKind.values else {"kind": "Choose what you ask."}
    refuse(wrong if asks.strip() else {**wrong, "asks": "Say what you ask."})


def check_one_wish(slot: ClinicSlot | None, clinic: Clinic | None) -> None:
    """A slot, or the waiting list of a clinic."""
    if (slot is None) == (clinic is None):
        raise Invalid({"slot": "Choose a slot, or the waiting list of a clinic that is full."})


def check_keeps_place(booking: ClinicBooking, waits_for: Clinic | None) -> None:
    """A place in a clinic is not given up for the waiting list of the same clinic. Raises Invalid."""
    if waits_for is not None and waits_for.pk == booking.clinic_id:
        has = "has a slot in this clinic" if booking.slot_id else "is on this waiting list"
        raise Invalid({"clinic": f"The case {has} already: choose another clinic, or leave it as it is."})


def check_full(free: int, clinic: Clinic) -> None:
    if free:
        raise Invalid(
            {"clinic": f"{clinic} is not full: choose one of its slots instead of the waiting list."}
        )


def check_can_cancel(by: Person, booking: ClinicBooking, at: datetime, deed: str = "cancel_booking") -> None:
    check_role(by, deed)
    what = "move this booking" if deed == "move_booking" else "cancel this booking"
    if not booking.is_live:
        raise NotAllowed(f"You cannot {what}: it is “{booking.get_status_display()}”.")
    check_not_begun(booking.clinic, at, what)


def check_can_record(by: Person, booking: ClinicBooking, at: datetime) -> None:
    check_role(by, "record_clinic_result")
    if booking.status != BookingStatus.BOOKED:
        raise NotAllowed(
            f"What came of this booking cannot be recorded: it is “{booking.get_status_display()}”."
        )
    if booking.clinic.starts_at > at:
        raise NotAllowed("The clinic has not started yet, so nothing has come of this booking.")


def check_missed(booking: ClinicBooking, status: str, at: datetime) -> None:
    """Nobody has failed to attend before their slot began. Raises Invalid."""
    begins = booking.slot.starts_at if booking.slot is not None else booking.clinic.starts_at
    if status == BookingStatus.DID_NOT_ATTEND and begins > at:
        raise Invalid(
            {
                "status": f"The slot of this case begins at {time_words(begins)}: until then everybody may"
                " still attend."
            }
        )


def check_result(
    status: str,
    *,
    outcome: str,
    absent: str,
    attended: Sequence[Person],
    advice: str,
    advice_kind: str,
    on_record: bool = False,
) -> None:
    """What each result must say: heard has an outcome and who was there; an absence says whose. `on_record`:
    that advice was given is what stands already, and its words are not given again.
    """
    heard, wrong = status == BookingStatus.HEARD, {}
    unheard = status in CAME_OF_IT and not heard  # of a status that is not known neither can be said
    if status not in CAME_OF_IT:
        wrong["status"] = "Choose what came of this booking."
    if heard and outcome not in ClinicOutcome.values:
        wrong["outcome"] = "Choose what came of the hearing."
    if heard and not attended:
        wrong["attended"] = "Choose who was there."
    if unheard and outcome:
        wrong["outcome"] = "Only a case that was heard has an outcome: leave this empty."
    if unheard and attended:
        wrong["attended"] = "Only a case that was heard was attended: leave this empty."
    if status == BookingStatus.DID_NOT_ATTEND and absent not in Absent.values:
        wrong["absent"] = "Say who did not attend."
    if status in CAME_OF_IT and status != BookingStatus.DID_NOT_ATTEND and absent:
        wrong["absent"] = "Only where somebody did not attend: leave this empty."
    refuse(wrong | _faults_of_advice(outcome == ClinicOutcome.ADVICE, advice, advice_kind, on_record))


def _faults_of_advice(given: bool, advice: str, kind: str, on_record: bool) -> dict[str, str]:
    if not given:
        return {"advice": "Choose “Advice was given”, or leave this empty."} if advice.strip() else {}
    if on_record:
        known = "The advice of this booking is on record: leave this empty, and write its next version."
        return {"advice": known} if advice.strip() or kind else {}
    wrong = {} if advice.strip() else {"advice": "Enter the advice that was given."}
    return wrong if kind else {**wrong, "advice_kind": "Choose the kind of advice."}


def check_can_advise_at_clinic(by: Person, booking: ClinicBooking) -> None:
    check_role(by, "write_advice")
    if booking.status != BookingStatus.HEARD:
        raise NotAllowed("Advice is given at a clinic once the case was heard there.")


def check_can_follow_up(by: Person, booking: ClinicBooking) -> None:
    check_role(by, "add_follow_up")
    if booking.recorded_at is None:
        raise NotAllowed("A follow-up comes of what was said: record first what came of this booking.")
    check_case_open(booking.case, "add_follow_up")


def fault_of_due_day(due_on: date | None, today: date) -> str:
    """Why a follow-up cannot be due then; "" where it can, or no day is given."""
    if due_on is not None and due_on < today:
        return "Enter today's date or a date in the future."
    if due_on is not None and due_on > today + LONGEST_FOLLOW_UP:
        return "A follow-up is due within 92 days: enter an earlier date."
    return ""


def refuse_due_day(due_on: date | None, at: datetime, prefix: str = "") -> None:
    if fault := fault_of_due_day(due_on, london_date(at)):
        raise Invalid({f"{prefix}due_on": fault})


def check_follow_up(words: str, due_on: date, at: datetime, prefix: str = "") -> None:
    wrong = {} if words.strip() else {f"{prefix}what": "Say what is to be done."}
    together(partial(refuse, wrong), partial(refuse_due_day, due_on, at, prefix))


def check_follow_ups(given: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Every row of what is left to do, each fault by its row. Raises Invalid."""
    together(
        *(
            partial(check_follow_up, one["what"], one["due_on"], at, f"follow_ups-{place}-")
            for place, one in enumerate(given)
        )
    )


def check_can_finish_follow_up(by: Person, follow_up: ClinicFollowUp) -> None:
    check_role(by, "finish_follow_up")
    if follow_up.done_at is not None:
        raise NotAllowed("This follow-up was done already.")
    if follow_up.withdrawn_at is not None:
        raise NotAllowed("This follow-up was withdrawn: if it was done after all, reopen it first.")

"""The closed lists of advice clinics: what is asked, how a booking ends, what was said there [A]."""

from __future__ import annotations

from django.db import models


class BookingKind(models.TextChoices):
    EARLY_ADVICE = "early_advice", "Early advice"
    INVESTIGATIVE = "investigative_advice", "Investigative advice"
    CHARGE_QUESTION = "charge_question", "A question about charge"
    DISCLOSURE = "disclosure", "Disclosure"
    OTHER = "other", "Something else"


# What counts as early advice sought, once it was heard.
ASKS_EARLY = (BookingKind.EARLY_ADVICE, BookingKind.INVESTIGATIVE)


class BookingStatus(models.TextChoices):
    WAITING = "waiting", "On the waiting list"
    BOOKED = "booked", "Booked"
    HEARD = "heard", "Heard"
    NOT_REACHED = "not_reached", "Not reached"
    DID_NOT_ATTEND = "did_not_attend", "Did not attend"
    CANCELLED = "cancelled", "Cancelled"


# What takes up a slot; and what lets the clinic's lawyers see the case.
IN_A_SLOT = (
    BookingStatus.BOOKED,
    BookingStatus.HEARD,
    BookingStatus.NOT_REACHED,
    BookingStatus.DID_NOT_ATTEND,
)
OPENS = (BookingStatus.BOOKED, BookingStatus.HEARD)
# What came of a booking, once it is recorded; a correction leads from each of them to each other.
CAME_OF_IT = (BookingStatus.HEARD, BookingStatus.NOT_REACHED, BookingStatus.DID_NOT_ATTEND)

BOOKING_CHANGES: dict[BookingStatus, frozenset[BookingStatus]] = {
    BookingStatus.WAITING: frozenset({BookingStatus.BOOKED, BookingStatus.CANCELLED}),
    BookingStatus.BOOKED: frozenset(
        {
            BookingStatus.HEARD,
            BookingStatus.NOT_REACHED,
            BookingStatus.DID_NOT_ATTEND,
            BookingStatus.CANCELLED,
        }
    ),
    BookingStatus.HEARD: frozenset({BookingStatus.NOT_REACHED, BookingStatus.DID_NOT_ATTEND}),
    BookingStatus.NOT_REACHED: frozenset({BookingStatus.HEARD, BookingStatus.DID_NOT_ATTEND}),
    BookingStatus.DID_NOT_ATTEND: frozenset({BookingStatus.HEARD, BookingStatus.NOT_REACHED}),
    BookingStatus.CANCELLED: frozenset(),
}


class CancelledBecause(models.TextChoices):
    BOOKING = "booking", "The booking was cancelled"
    MOVED = "moved", "Moved to another slot"
    CLINIC = "clinic", "The clinic was cancelled"
    CASE_CLOSED = "case_closed", "The case was closed"


class ClinicOff(models.TextChoices):
    """Why a clinic was cancelled. A closed list: nobody writes of a case here."""

    LAWYER = "lawyer", "No lawyer can sit"
    HOST = "host", "No gatekeeper can host"
    PLACE = "place", "The room or link is not to be had"
    NO_BOOKINGS = "no_bookings", "Nothing was booked"
    OTHER_DAY = "other_day", "Held on another day instead"
    OTHER = "other", "Another reason"


class HostOff(models.TextChoices):
    """Why somebody else hosts. A closed list, as the one above."""

    AWAY = "away", "On leave, or not well"
    DUTY = "duty", "Called to another duty"
    POST = "post", "Leaves the post"
    CASE = "case", "Should not hear of a case that is booked"
    OTHER = "other", "Another reason"


class Absent(models.TextChoices):
    OFFICER = "officer", "The officer did not attend"
    LAWYER = "lawyer", "The lawyer did not attend"
    BOTH = "both", "Neither attended"


class FollowUpChanged(models.TextChoices):
    MOVED = "moved", "Moved, or given to somebody else"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REOPENED = "reopened", "Reopened"


class ClinicOutcome(models.TextChoices):
    ADVICE = "advice", "Advice was given"
    NO_ADVICE = "no_advice", "No advice was needed"
    MORE_WORK = "more_work", "More work is needed before advice can be given"

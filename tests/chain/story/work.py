"""Chapters of the investigation: strategy, supervision, advice clinics, limits and worries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from actionplans.models import ClimbEscalation, Clinic
from actionplans.services import (
    agree_strategy,
    book_clinic,
    finish_follow_up,
    paste_document,
    raise_reminders,
    record_clinic_result,
    set_up_clinic,
    write_strategy,
)
from cases import services as cases
from cases.models import Direction, DueItem
from rasso_tracker.clocks import london_date, now
from tests.chain.moments import at, person
from tests.chain.story.record import Story


def limit_nears(story: Story) -> None:
    """25 March: bail to 10 April; 6 April: its limit is five working days away, and the sweep finds it."""
    bailed = cases.record_milestone(
        by=person("alice"),
        case=story.case,
        kind="bailed",
        occurred_at=at(3, 25),
        limit_on=date(2026, 4, 10),
        at=at(3, 25),
    )
    raise_reminders(at=at(4, 6))
    story.due_item = DueItem.objects.get(source=bailed.pk)
    story.climbed = ClimbEscalation.objects.get(climb__item=story.due_item)


def plan_the_case(story: Story) -> None:
    """23 March: the police write the case strategy."""
    story.strategy = write_strategy(
        by=person("alice"),
        case=story.case,
        lines=[{"kind": "pursued", "words": "The friend who was told first."}],
        next_decision_on=date(2026, 4, 20),
        review_on=date(2026, 4, 20),
        at=at(3, 23),
    )


def paste(story: Story) -> None:
    """24 March: the officer pastes the MG3 to make a plan of it."""
    assert story.submission is not None
    story.document = paste_document(
        by=person("alice"),
        submission=story.submission,
        text="ACTION PLAN\n1. Obtain a statement from the sister.",
        document_name="mg3",
        document_date=date(2026, 3, 23),
        at=at(3, 24),
    )


def supervise(story: Story) -> None:
    """24 March: the supervisor reviews the investigation and gives a direction."""
    story.supervised = cases.record_supervisory_review(
        by=person("sam"),
        case=story.case,
        outcome="on_track",
        looked_at=["lines", "victim"],
        note="A note of the review.",
        directions=[
            {"asks": "Speak to the neighbour.", "owner": person("alice"), "due_on": date(2026, 4, 14)}
        ],
        at=at(3, 24),
    )
    story.direction = Direction.objects.get(review=story.supervised)


def agree(story: Story) -> None:
    """24 March: CPS agrees to it, as police entered from its document."""
    assert story.strategy is not None
    story.agreement = agree_strategy(
        by=person("alice"),
        strategy=story.strategy,
        document_name="mg3",
        document_date=date(2026, 3, 23),
        at=at(3, 24),
    )


def book(story: Story, on: date, moment: datetime) -> None:
    """A clinic in Leeds, at an hour of its own, and the case in its first slot."""
    hour = 8 + Clinic.objects.filter(cancelled_at__isnull=True).count()
    alice = person("alice")
    story.clinic = set_up_clinic(
        by=person("gita"),
        district=alice.district,
        place="Room 4",
        on=on,
        from_time=time(hour),
        to_time=time(hour + 1),
        slot_minutes=30,
        lawyers=[person("lena")],
        host=person("gita"),
        at=moment,
    )
    story.booking = book_clinic(
        by=alice,
        case=story.case,
        slot=story.clinic.slots.get(number=1),
        kind="early_advice",
        asks="Which of the two phones?",
        at=moment,
    )


def book_ahead(story: Story) -> None:
    """Into a clinic that has not begun by the clock, which the pages ask."""
    book(story, london_date(now()) + timedelta(days=7), now())


def book_and_begin(story: Story) -> None:
    """10 March: into the clinic of 12 March."""
    book(story, date(2026, 3, 12), at(3, 10))


def hear(story: Story) -> None:
    """12 March: heard, with advice that police enter from its note, and something left to do."""
    assert story.booking is not None
    alice = person("alice")
    record_clinic_result(
        by=alice,
        booking=story.booking,
        status="heard",
        outcome="advice",
        attended=[alice, person("lena")],
        advice="The first phone is enough.",
        advice_kind="early",
        follow_ups=[{"what": "Ask for the download.", "due_on": date(2026, 3, 30)}],
        at=at(3, 12, 22),
    )
    story.booking.refresh_from_db()
    story.advice = story.booking.advice.get()
    story.follow_up = story.booking.follow_ups.get()


def follow_up(story: Story) -> None:
    """20 March: what the clinic left to do is done."""
    assert story.follow_up is not None
    finish_follow_up(by=person("alice"), follow_up=story.follow_up, done="Asked.", at=at(3, 20))

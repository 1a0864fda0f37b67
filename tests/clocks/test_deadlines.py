from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasso_tracker.clocks import end_of_day
from rasso_tracker.clocks.deadlines import Rule, SkippedDay, date_set, deadline_by
from rasso_tracker.clocks.enums import Unit, Verified, Word
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.web.deadline_words import days_left_words
from tests.clocks import oracle
from tests.clocks.test_working_days import HOLIDAYS, inner_day

NAMES = dict.fromkeys(HOLIDAYS, "Bank holiday") | {
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
}


def rule(amount: int, unit: Unit, verified: Verified = Verified.READ) -> Rule:
    return Rule(
        code="a_clock",
        title="A clock",
        amount=amount,
        unit=unit,
        starts_from="the decision",
        source="Where it was read",
        verified=verified,
        in_force_from=date(2012, 1, 1),
    )


@settings(max_examples=300)
@given(start=inner_day, amount=st.integers(1, 40))
def test_working_day_deadline_ends_at_midnight_of_the_nth_working_day(start: date, amount: int) -> None:
    due = deadline_by(rule(amount, Unit.WORKING_DAYS), start, NAMES)

    last = oracle.nth_working_day(start, amount, set(HOLIDAYS))
    assert (due.due_on, due.due_at) == (last, oracle.london_midnight_after(last))
    skipped = [day.date for day in due.skipped]
    between = [start + timedelta(days=n) for n in range(1, (last - start).days)]
    assert skipped == [day for day in between if not oracle.counts(day, set(HOLIDAYS))]


@settings(max_examples=200)
@given(
    start=st.datetimes(datetime(2012, 7, 1), datetime(2028, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone
    offset=st.timedeltas(timedelta(days=-20), timedelta(days=60)),
)
def test_status_is_overdue_exactly_from_due_at_on(start: datetime, offset: timedelta) -> None:
    due = deadline_by(rule(10, Unit.WORKING_DAYS), start, NAMES)
    at = start + offset

    assert (due.status(at) == Word.OVERDUE) == (at >= due.due_at)


def test_deadline_counts_from_the_london_date_of_an_instant() -> None:
    just_after_midnight_in_london = datetime(2026, 6, 30, 23, 5, tzinfo=UTC)

    due = deadline_by(rule(1, Unit.WORKING_DAYS), just_after_midnight_in_london, NAMES)

    assert due.due_on == date(2026, 7, 2)


def test_calendar_days_count_weekends_and_skip_nothing() -> None:
    due = deadline_by(rule(28, Unit.CALENDAR_DAYS), date(2026, 12, 1), NAMES)

    assert (due.due_on, due.skipped) == (date(2026, 12, 29), ())


def test_months_clamp_to_the_end_of_the_month() -> None:
    assert deadline_by(rule(3, Unit.CALENDAR_MONTHS), date(2025, 11, 30), NAMES).due_on == date(2026, 2, 28)


def test_hours_run_through_a_clock_change_as_real_time() -> None:
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    due = deadline_by(rule(3, Unit.HOURS), start, NAMES)

    assert due.due_at == datetime(2026, 3, 29, 3, 30, tzinfo=UTC)
    assert [due.status(start + timedelta(hours=n)) for n in (1, 2, 3)] == [
        Word.ON_TRACK,
        Word.DUE_SOON,
        Word.OVERDUE,
    ]


def test_clock_in_hours_refuses_a_bare_date() -> None:
    with pytest.raises(TypeError, match="starts at an instant"):
        deadline_by(rule(3, Unit.HOURS), date(2026, 3, 29), NAMES)


def test_start_at_the_end_of_time_gets_a_sentence() -> None:
    with pytest.raises(Invalid, match="further ahead than any calendar"):
        deadline_by(rule(3, Unit.CALENDAR_MONTHS), date(9999, 12, 30), NAMES)


def test_working_days_left_counts_down_and_goes_negative() -> None:
    due = deadline_by(rule(5, Unit.WORKING_DAYS), date(2026, 6, 1), NAMES)  # a Monday, due Monday the 8th

    left = [due.working_days_left(datetime(2026, 6, day, 12, tzinfo=UTC)) for day in (1, 5, 6, 8, 9, 10)]

    assert left == [5, 1, 1, 0, -1, -2]


def test_a_date_beyond_the_bank_holidays_is_shown_in_days_of_the_calendar() -> None:
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    last = max(HOLIDAYS).year
    after, before = date(last + 2, 6, 1), date(min(HOLIDAYS).year - 2, 6, 1)

    shown = [
        days_left_words(replace(date_set(day, start=at), holidays=HOLIDAYS), at) for day in (after, before)
    ]

    assert shown == [
        f"{(after - date(2026, 6, 1)).days:,} days left", f"{(date(2026, 6, 1) - before).days:,} days over"
    ]  # fmt: skip


def test_status_is_due_soon_two_working_days_ahead_across_a_weekend() -> None:
    due = deadline_by(rule(5, Unit.WORKING_DAYS), date(2026, 6, 1), NAMES)

    words = [due.status(datetime(2026, 6, day, 12, tzinfo=UTC)) for day in (3, 4, 8)]

    assert words == [Word.ON_TRACK, Word.DUE_SOON, Word.DUE_SOON]
    assert due.status(end_of_day(date(2026, 6, 8))) == Word.OVERDUE


def test_explanation_names_rule_source_mark_start_and_skipped_days() -> None:
    due = deadline_by(rule(1, Unit.WORKING_DAYS, Verified.SECOND_HAND), date(2026, 4, 2), NAMES)

    told = asdict(due.explain())

    assert told["rule"] == "A clock"
    assert told["length"] == "1 working day"
    assert told["source"] == "Where it was read"
    assert told["verified"] == "Read in a secondary source, not at the original."
    assert (told["start"], told["due_on"]) == (date(2026, 4, 2), date(2026, 4, 7))
    assert due.skipped == (
        SkippedDay(date=date(2026, 4, 3), name="Good Friday"),
        SkippedDay(date=date(2026, 4, 4), name="Saturday"),
        SkippedDay(date=date(2026, 4, 5), name="Sunday"),
        SkippedDay(date=date(2026, 4, 6), name="Easter Monday"),
    )
    assert told["sentence"] == (
        "1 working day from 2 April 2026, which is day 0. It ends at midnight at the end of 7 April 2026."
    )


def test_date_set_by_hand_explains_itself_without_a_rule() -> None:
    due = date_set(date(2026, 6, 8), start=date(2026, 6, 1), reason="Laboratory results are awaited.")

    told = due.explain()

    assert due.due_at == end_of_day(date(2026, 6, 8))
    assert (told.rule, told.notes) == ("Date set by hand", "Laboratory results are awaited.")
    assert told.sentence == "Set for 8 June 2026; it ends at midnight that day."

"""Dates and times as typed: strict about what is real, kind about how it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rasso_tracker.clocks import london_date, now
from rasso_tracker.web.dates import (
    Boxes,
    Unreadable,
    read_date,
    read_iso_date,
    read_iso_moment,
    read_moment,
)
from rasso_tracker.web.fields import Earliest, GovDateField, GovDateTimeField, GovTimeField

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("27", "3", "2026"), ("27", "03", "2026"), (" 27 ", "March", "2026"), ("27", "mar", "2026")],
)
def test_date_is_read_however_the_month_is_written(day: str, month: str, year: str) -> None:
    assert read_date(Boxes(day, month, year)) == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("boxes", "sentence", "parts"),
    [
        (Boxes("", "3", "2026"), "The date must include a day, for example 27 3 2026.", ("day",)),
        (
            Boxes("27", "", ""),
            "The date must include a month and a year, for example 27 3 2026.",
            ("month", "year"),
        ),
        (Boxes("x", "3", "2026"), "Enter the day as a number, for example 27 3 2026.", ("day",)),
        (Boxes("٢", "3", "2026"), "Enter the day as a number, for example 27 3 2026.", ("day",)),
        (
            Boxes("27", "13", "2026"),
            "Enter the month as a number from 1 to 12, for example 27 3 2026.",
            ("month",),
        ),
        (Boxes("27", "3", "26"), "Enter the year with four digits, for example 27 3 2026.", ("year",)),
        (
            Boxes("29", "2", "2026"),
            "February 2026 has 28 days. Enter a real date, for example 27 3 2026.",
            ("day",),
        ),
        (
            Boxes("31", "4", "2026"),
            "April 2026 has 30 days. Enter a real date, for example 27 3 2026.",
            ("day",),
        ),
        (
            Boxes("0", "4", "2026"),
            "April 2026 has 30 days. Enter a real date, for example 27 3 2026.",
            ("day",),
        ),
    ],
)
def test_wrong_date_is_told_with_its_boxes(boxes: Boxes, sentence: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(boxes)
    assert (str(refused.value), refused.value.parts) == (sentence, parts)


@pytest.mark.parametrize("year", ["0026", "1899", "2206", "9999"])
def test_year_that_is_a_slip_is_asked_about(year: str) -> None:
    with pytest.raises(Unreadable, match="Check the year") as refused:
        read_date(Boxes("1", "3", year))
    assert refused.value.parts == ("year",)


def test_leap_day_is_real_in_a_leap_year() -> None:
    assert read_date(Boxes("29", "2", "2028")) == read_iso_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "27/03/2026", "20260327", "2026-W13-5", "2026-3-27", "2026-02-29", "2026-13-01", "٢٠٢٦-٠٣-٢٧"],
)
def test_iso_date_is_strict(text: str) -> None:
    with pytest.raises(Unreadable):
        read_iso_date(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:30", "14:30"),
        ("2:30pm", "14:30"),
        ("2.30 pm", "14:30"),
        ("1430", "14:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("9am", "09:00"),
        ("00:00", "00:00"),
    ],
)
def test_time_is_read_however_it_is_written(typed: str, expected: str) -> None:
    moment = read_moment(Boxes("27", "1", "2026", typed))
    assert moment.tzinfo is UTC
    assert f"{moment.astimezone(LONDON):%H:%M}" == expected


@pytest.mark.parametrize(
    "typed", ["", "25:00", "14:60", "13pm", "0am", "noon", "14", "1:2:3", "١٤:٣٠", "-1:00"]
)
def test_wrong_time_is_told_at_its_box(typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_moment(Boxes("27", "1", "2026", typed))
    assert refused.value.parts == ("time",)


def test_hour_that_the_spring_skips_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_moment(Boxes("29", "3", "2026", "01:30"))
    assert str(refused.value) == (
        "There was no 01:30 on 29 March 2026: the clocks went forward from 1am to 2am."
        " Enter a time before or after."
    )


def test_hour_that_comes_twice_asks_which() -> None:
    with pytest.raises(Unreadable, match=r"came twice.*01:30 BST"):
        read_moment(Boxes("25", "10", "2026", "01:30"))

    assert read_moment(Boxes("25", "10", "2026", "01:30 BST")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read_moment(Boxes("25", "10", "2026", "1:30am gmt")) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_zone_that_was_not_in_force_is_refused() -> None:
    with pytest.raises(Unreadable, match="was GMT, not BST"):
        read_moment(Boxes("27", "1", "2026", "14:30 BST"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-27T14:30:00Z", datetime(2026, 3, 27, 14, 30, tzinfo=UTC)),
        ("2026-07-01T14:30+01:00", datetime(2026, 7, 1, 13, 30, tzinfo=UTC)),
        ("2026-07-01T14:30", datetime(2026, 7, 1, 13, 30, tzinfo=UTC)),
        ("2026-07-01 14:30:05.5", datetime(2026, 7, 1, 13, 30, 5, 500_000, tzinfo=UTC)),
    ],
)
def test_iso_moment_without_an_offset_is_london_time(text: str, expected: datetime) -> None:
    assert read_iso_moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-27",
        "2026-02-29T10:00",
        "2026-03-29T01:30",
        "2026-10-25T01:30",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-10:00",
        "2026-03-27T24:30",
        "2026-03-27T10:00+99:00",
        "",
    ],
)
def test_wrong_iso_moment_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_iso_moment(text)


MINUTES = st.integers(0, 18 * 366 * 24 * 60)


@given(MINUTES)
def test_stored_moment_shown_in_boxes_is_read_back(minutes: int) -> None:
    """Also in the hour that comes twice: its box then says BST or GMT."""
    moment = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert read_moment(Boxes.of(moment, timed=True)) == moment


@given(st.dates(date(1900, 1, 1), date(2050, 1, 1)))
def test_stored_date_shown_in_boxes_is_read_back(day: date) -> None:
    assert read_date(Boxes.of(day, timed=False)) == day == read_iso_date(day.isoformat())


def answer(read: Callable[[], datetime]) -> str:
    try:
        return read().isoformat()
    except Unreadable as refused:
        return str(refused)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_gets_a_date_or_a_sentence(day: str, month: str, year: str, time: str) -> None:
    assert answer(lambda: read_moment(Boxes(day, month, year, time))).endswith((".", "+00:00"))


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
)
def test_whatever_is_sent_gets_a_moment_or_a_sentence(text: str) -> None:
    assert answer(lambda: read_iso_moment(text)).endswith((".", "+00:00"))


def test_past_and_future_are_held_to_london_days() -> None:
    today = london_date(now())
    past, future = GovDateField(past_only=True), GovDateField(future=True)

    assert past.clean(today.isoformat()) == future.clean(today.isoformat()) == today
    with pytest.raises(Exception, match="date in the past"):
        past.clean((today + timedelta(days=1)).isoformat())
    with pytest.raises(Exception, match="date in the future"):
        future.clean((today - timedelta(days=1)).isoformat())
    with pytest.raises(Exception, match="not in the future"):
        GovDateTimeField(past_only=True).clean((now() + timedelta(hours=1)).isoformat())


@pytest.mark.parametrize("time", ["", "25:99", "half past"])
def test_a_day_that_cannot_be_is_refused_whatever_its_time(time: str) -> None:
    today = london_date(now())
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)

    def said(field: GovDateTimeField, day: date) -> tuple[list[str], list[str]]:
        """The sentences of a moment on a page and by API, whose time cannot be read."""
        with pytest.raises(ValidationError) as page:
            field.clean(Boxes(str(day.day), str(day.month), str(day.year), time))
        with pytest.raises(ValidationError) as api:
            field.clean(f"{day.isoformat()}T{time}")
        return page.value.messages, api.value.messages

    untimed = said(GovDateTimeField(), today)
    past, future = GovDateTimeField(past_only=True), GovDateTimeField(future=True)
    assert said(past, today) == said(future, today) == said(past, yesterday) == untimed
    wholly = {
        past: (tomorrow, "Enter a moment that is not in the future."),
        future: (yesterday, "Enter a moment that is not in the past."),
    }
    for field, (day, sentence) in wholly.items():
        assert said(field, day) == tuple([f"{sentence} {one}"] for (one,) in untimed)
    past.earliest = Earliest(today, "Not before today.")
    assert said(past, yesterday) == tuple([f"Not before today. {one}"] for (one,) in untimed)
    assert said(past, today) == untimed


def test_a_time_by_itself_is_read_or_answered_with_a_sentence() -> None:
    field = GovTimeField(required=False)
    for typed, meant in (("14:30", "14:30"), ("2.30pm", "14:30"), ("2pm", "14:00"), ("12am", "00:00")):
        read = field.clean(typed)
        assert (f"{read:%H:%M}", field.prepare_value(read)) == (meant, meant)
    assert (field.clean(""), field.clean(None), field.prepare_value("2ish")) == (None, None, "2ish")
    for typed, says in (
        ("2ish", "Enter a real time"),
        ("25:00", "Enter a real time"),
        ("14", "Enter the time with its minutes"),
        ("1:30 BST", "Enter the time alone, without BST"),
    ):
        with pytest.raises(Exception, match=says):
            field.clean(typed)

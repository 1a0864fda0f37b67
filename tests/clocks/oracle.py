"""An independent way to the same answers: walk day by day with a pencil. Slow, written from the words of
domain.md 11 and not from the code; the holidays of 2020 to 2028 are those printed there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# domain.md 11, as printed.
PRINTED = """
2020 1 Jan,10 Apr,13 Apr,8 May,25 May,31 Aug,25 Dec,28 Dec
2021 1 Jan,2 Apr,5 Apr,3 May,31 May,30 Aug,27 Dec,28 Dec
2022 3 Jan,15 Apr,18 Apr,2 May,2 Jun,3 Jun,29 Aug,19 Sep,26 Dec,27 Dec
2023 2 Jan,7 Apr,10 Apr,1 May,8 May,29 May,28 Aug,25 Dec,26 Dec
2024 1 Jan,29 Mar,1 Apr,6 May,27 May,26 Aug,25 Dec,26 Dec
2025 1 Jan,18 Apr,21 Apr,5 May,26 May,25 Aug,25 Dec,26 Dec
2026 1 Jan,3 Apr,6 Apr,4 May,25 May,31 Aug,25 Dec,28 Dec
2027 1 Jan,26 Mar,29 Mar,3 May,31 May,30 Aug,27 Dec,28 Dec
2028 3 Jan,14 Apr,17 Apr,1 May,29 May,28 Aug,25 Dec,26 Dec
"""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def printed_holidays() -> set[date]:
    days = set()
    for line in PRINTED.strip().splitlines():
        year, rest = line.split(" ", 1)
        for item in rest.split(","):
            number, month = item.split()
            days.add(date(int(year), MONTHS.index(month) + 1, int(number)))
    return days


def counts(day: date, holidays: set[date]) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun") and day not in holidays


def nth_working_day(start: date, count: int, holidays: set[date]) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        if counts(day, holidays):
            left -= 1
    return day


def number_of_working_days(start: date, end: date, holidays: set[date]) -> int:
    """Days that count, in (start, end]."""
    if end < start:
        return -number_of_working_days(end, start, holidays)
    total, day = 0, start
    while day < end:
        day += timedelta(days=1)
        total += counts(day, holidays)
    return total


def months_later(start: date, months: int) -> date:
    """To the first of the target month by whole months, then as far into it as the start's day or its end."""
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    day = first
    while day.day < start.day and (day + timedelta(days=1)).month == first.month:
        day += timedelta(days=1)
    return day


def last_instant_before(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=1)


def london_midnight_after(day: date) -> datetime:
    """The first UTC minute, searched from the evening before, that London calls the next day."""
    london = ZoneInfo("Europe/London")
    moment = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    while moment.astimezone(london).date() <= day:
        moment += timedelta(minutes=1)
    return moment

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rasso_tracker.clocks.instants import london_date, now
from rasso_tracker.clocks.models import BankHoliday, ClockRule
from rasso_tracker.clocks.tables import current
from rasso_tracker.clocks.working_days import full_years


def rules_and_holidays(request: HttpRequest) -> HttpResponse:
    """Every clock with its source, and every bank holiday that it does not count. Nothing of a case."""
    today = london_date(now())
    rules = [
        (row, row.rule().is_in_force(today)) for row in ClockRule.objects.order_by("title", "in_force_from")
    ]
    holidays = BankHoliday.objects.filter(voided_at__isnull=True).order_by("-date")
    person: Any = request.user
    may = person.role.may
    context = {
        "in_force": [row for row, holds in rules if holds],
        "others": [row for row, holds in rules if not holds],
        "years": [
            (year, sorted(days, key=lambda day: day.date))
            for year, days in groupby(holidays, key=lambda day: day.date.year)
        ],
        "this_year": today.year,
        "covered": full_years(current().holidays),
        "may_add_holiday": may("add_bank_holiday"),
        "may_withdraw": may("withdraw_bank_holiday"),
        "may_add_rule": may("add_clock_rule"),
    }
    return render(request, "clocks/rules.html", context)

from __future__ import annotations

from typing import Any

from rasso_tracker.clocks import forms, services
from rasso_tracker.clocks.models import BankHoliday, ClockRule
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface

HOME = "/clocks/"
ONCE = {"bank_holiday_date_once": ("date", "This date is a bank holiday already.")}
ONE_IN_FORCE = {
    "clock_rule_one_in_force": ("in_force_from", "Another rule of this clock is in force on this day.")
}


def standing_holidays(person: Person) -> Any:
    """Bank holidays are nobody's secret; those withdrawn are gone from every page."""
    return BankHoliday.objects.filter(voided_at__isnull=True)


def represent_holiday(holiday: BankHoliday, person: Person) -> dict[str, Any]:
    return {
        "id": str(holiday.pk),
        "date": holiday.date.isoformat(),
        "title": holiday.title,
        "source": holiday.source,
    }


def represent_rule(rule: ClockRule, person: Person) -> dict[str, Any]:
    return {
        "id": str(rule.pk),
        "code": rule.code,
        "title": rule.title,
        "amount": rule.amount,
        "unit": rule.unit,
        "starts_from": rule.starts_from,
        "source": rule.source,
        "verified": rule.verified,
        "verified_sentence": rule.get_verified_display(),
        "in_force_from": rule.in_force_from.isoformat(),
        "in_force_until": rule.in_force_until.isoformat() if rule.in_force_until else None,
        "notes": rule.notes,
    }


SURFACES = [
    Surface(
        name="add_bank_holiday",
        title="Add a bank holiday",
        service=services.add_bank_holiday,
        form=forms.BankHolidayForm,
        page="clocks/bank-holidays/new/",
        api="bank-holidays/",
        button="Add bank holiday",
        said="Bank holiday added. Deadlines count without it from now on.",
        constraints=ONCE,
        done=lambda holiday: HOME,
        back=lambda subject: HOME,
        represent=represent_holiday,
    ),
    Surface(
        name="withdraw_bank_holiday",
        title="Withdraw a bank holiday",
        service=services.withdraw_bank_holiday,
        form=forms.WithdrawBankHolidayForm,
        subject=BankHoliday,
        subject_name="holiday",
        find=standing_holidays,
        page="clocks/bank-holidays/<uuid:pk>/withdraw/",
        api="bank-holidays/<uuid:pk>/withdraw/",
        button="Withdraw bank holiday",
        said="Bank holiday withdrawn. Deadlines count the day as a working day from now on.",
        done=lambda holiday: HOME,
        back=lambda subject: HOME,
        represent=represent_holiday,
    ),
    Surface(
        name="add_clock_rule",
        title="Add a clock rule",
        service=services.add_clock_rule,
        form=forms.ClockRuleForm,
        page="clocks/rules/new/",
        api="clock-rules/",
        button="Add rule",
        said="Clock rule added.",
        constraints=ONE_IN_FORCE,
        done=lambda rule: HOME,
        back=lambda subject: HOME,
        represent=represent_rule,
    ),
]

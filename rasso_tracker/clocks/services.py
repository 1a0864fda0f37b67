"""Deeds of the administrator: bank holidays and dated clock rules. Deadlines follow at once."""

from datetime import date, datetime

from django.db.models import Q

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks.enums import OF_DAYS, ClockCode, Unit, Verified
from rasso_tracker.clocks.instants import now
from rasso_tracker.clocks.models import BankHoliday, ClockRule
from rasso_tracker.clocks.rules import check_can_keep_clocks
from rasso_tracker.clocks.tables import forget, tables_changed
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed


@deed
def add_bank_holiday(*, by: Person, date: date, title: str, source: str) -> BankHoliday:
    """Add a bank holiday of England and Wales. Raises NotAllowed; Invalid for a date that is one already."""
    check_can_keep_clocks(by, "add_bank_holiday")
    if BankHoliday.objects.filter(date=date, voided_at__isnull=True).exists():
        raise Invalid({"date": "This date is a bank holiday already."})
    holiday = BankHoliday(date=date, title=title, source=source)
    holiday.save(force_insert=True)
    record(by=by, action=Action.BANK_HOLIDAY_ADDED, subjects=[holiday.pk])
    _changed(by)
    return holiday


@deed
def withdraw_bank_holiday(
    *, by: Person, holiday: BankHoliday, reason: str, at: datetime | None = None
) -> BankHoliday:
    """Withdraw a bank holiday that was entered in error. Raises NotAllowed, also for one that was before."""
    check_can_keep_clocks(by, "withdraw_bank_holiday")
    holiday = BankHoliday.objects.select_for_update(no_key=True).get(pk=holiday.pk)
    if holiday.voided_at:
        raise NotAllowed("This bank holiday was withdrawn already.")
    holiday.voided_at, holiday.voided_by, holiday.void_reason = at or now(), by, reason
    holiday.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(by=by, action=Action.BANK_HOLIDAY_WITHDRAWN, subjects=[holiday.pk])
    _changed(by)
    return holiday


@deed
def add_clock_rule(
    *,
    by: Person,
    code: str,
    amount: int,
    unit: str,
    starts_from: str,
    source: str,
    verified: str,
    in_force_from: date,
    notes: str = "",
) -> ClockRule:
    """Add a rule that holds from `in_force_from`; the one in force until then ends there.

    Clocks that started before that day keep the old rule. Raises NotAllowed, and Invalid for a day on which a
    rule of this code begins already, or a source that was read but is not named.
    """
    check_can_keep_clocks(by, "add_clock_rule")
    if verified in (Verified.READ, Verified.SECOND_HAND) and not source:
        raise Invalid({"source": "Name the source that was read, or say that it was not read."})
    if (unit == Unit.TIMES) is not (code == ClockCode.TELLING_ATTEMPTS):
        counted = "times" if code == ClockCode.TELLING_ATTEMPTS else "hours, days or months"
        raise Invalid({"unit": f"This rule is counted in {counted}."})
    if unit == Unit.HOURS and code in OF_DAYS:
        raise Invalid({"unit": "This rule counts from a day: it is counted in days or months, not in hours."})
    others = list(
        ClockRule.objects.select_for_update(no_key=True).filter(code=code).order_by("in_force_from")
    )
    if any(rule.in_force_from == in_force_from for rule in others):
        raise Invalid({"in_force_from": "A rule of this clock begins on this day already."})
    later = next((rule.in_force_from for rule in others if rule.in_force_from > in_force_from), None)
    ending = ClockRule.objects.filter(code=code, in_force_from__lt=in_force_from)
    ending = ending.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=in_force_from))
    ending.update(in_force_until=in_force_from)
    rule = ClockRule(
        code=code,
        title=others[-1].title if others else ClockCode(code).label,
        amount=amount,
        unit=Unit(unit),
        starts_from=starts_from,
        source=source,
        verified=Verified(verified),
        in_force_from=in_force_from,
        in_force_until=later,
        notes=notes,
    )
    rule.save(force_insert=True)
    record(by=by, action=Action.CLOCK_RULE_ADDED, subjects=[rule.pk])
    _changed(by)
    return rule


def _changed(by: Person) -> None:
    """Deadlines are computed anew from here on; apps that store one hear of it within this deed."""
    forget()
    tables_changed.send(sender=BankHoliday, by=by)

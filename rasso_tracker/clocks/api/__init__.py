from rasso_tracker.audit import Action
from rasso_tracker.clocks.enums import ClockCode
from rasso_tracker.clocks.models import BankHoliday, ClockRule
from rasso_tracker.clocks.surfaces import SURFACES, represent_holiday, represent_rule, standing_holidays
from rasso_tracker.web.api import ReadList, api_urls

READS = [
    ReadList(
        path="clock-rules/",
        name="clock_rules",
        model=ClockRule,
        action=Action.LIST_VIEWED,
        represent=represent_rule,
        filters={"code": "code"},
        offered={"code": lambda: ClockCode.values},
        branches=lambda person: [ClockRule.objects.all()],
    ),
    ReadList(
        path="bank-holidays/",
        name="bank_holidays",
        model=BankHoliday,
        represent=represent_holiday,
        branches=lambda person: [standing_holidays(person)],
    ),
]
routes = api_urls(SURFACES, READS)

"""The seeded rules and holidays, what the database refuses, and the administrator's deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import ClockCode, NoRuleInForce, OutsideCalendar, Word, add_working_days, deadline
from rasso_tracker.clocks.models import BankHoliday, ClockRule
from rasso_tracker.clocks.services import add_bank_holiday, add_clock_rule, withdraw_bank_holiday
from rasso_tracker.clocks.tables import current, look_again, tables_changed
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.clocks import oracle

SignIn = Callable[..., Client]

# The clocks table of the domain reference.
TABLE = {
    "tell_victim_enhanced": (1, "working_days", "V"),
    "tell_victim_standard": (5, "working_days", "V"),
    "support_referral": (2, "working_days", "V"),
    "police_review_request": (3, "calendar_months", "V"),
    "police_review_acknowledge": (10, "working_days", "V"),
    "police_review_complete": (30, "working_days", "V"),
    "cps_review_request": (10, "working_days", "V"),
    "cps_review_request_last": (3, "calendar_months", "V"),
    "cps_review_local": (10, "working_days", "U"),
    "cps_review_independent": (30, "working_days", "U"),
    "cps_review_expedited": (20, "working_days", "V2"),
    "bail_standard": (3, "calendar_months", "V2"),
    "bail_inspector": (6, "calendar_months", "V2"),
    "bail_superintendent": (9, "calendar_months", "V"),
    "cps_red_review": (3, "hours", "V"),
    "cps_charging_short": (5, "calendar_days", "V"),
    "cps_charging": (28, "calendar_days", "V"),
    "early_advice": (21, "calendar_days", "V"),
    "cps_chase_first": (1, "calendar_months", "V"),
    "cps_chase_second": (2, "calendar_months", "V"),
    "plan_target": (28, "calendar_days", "A"),
    "plan_review": (14, "calendar_days", "A"),
    "supervisory_review": (28, "calendar_days", "A"),
}
NEW_RULE = {
    "code": ClockCode.POLICE_REVIEW_ACKNOWLEDGE,
    "amount": 5,
    "unit": "working_days",
    "starts_from": "receipt of the request",
    "source": "A new scheme",
    "verified": "V",
    "in_force_from": date(2027, 1, 1),
}


def test_seeded_rules_are_those_of_the_domain_reference(db: None) -> None:
    rows = ClockRule.objects.filter(code__in=TABLE)

    assert {row.code: (row.amount, row.unit, row.verified) for row in rows} == TABLE


def test_every_clock_that_services_name_has_a_rule(db: None) -> None:
    assert set(ClockRule.objects.values_list("code", flat=True)) == set(ClockCode.values)


def test_rule_that_was_not_read_names_no_source(db: None) -> None:
    assert not ClockRule.objects.filter(verified__in=["U", "A"]).exclude(source="").exists()


def test_seeded_holidays_are_those_printed_in_the_domain_reference(db: None) -> None:
    dates = set(BankHoliday.objects.filter(date__year__gte=2020).values_list("date", flat=True))

    assert dates == oracle.printed_holidays()


def test_deadline_uses_the_seeded_rule_and_holidays(db: None) -> None:
    decided = datetime(2026, 4, 2, 10, tzinfo=UTC)  # the Thursday before Easter

    due = deadline(ClockCode.TELL_VICTIM_ENHANCED, decided)

    assert due.due_on == date(2026, 4, 7)
    assert [day.name for day in due.skipped] == ["Good Friday", "Saturday", "Sunday", "Easter Monday"]
    assert due.explain().source == "Code of Practice for Victims of Crime"
    assert due.status(decided) == Word.DUE_SOON


def test_deadline_before_the_first_rule_says_who_can_help(db: None) -> None:
    with pytest.raises(NoRuleInForce, match=r"No rule was in force on 31 March 2015.*administrator"):
        deadline(ClockCode.POLICE_REVIEW_REQUEST, date(2015, 3, 31))


def test_deadline_beyond_the_holidays_is_refused_not_guessed(db: None) -> None:
    with pytest.raises(OutsideCalendar):
        deadline(ClockCode.POLICE_REVIEW_COMPLETE, date(2028, 12, 20))


def rule(**changes: object) -> ClockRule:
    values = {**NEW_RULE, "title": "A clock", "code": "a_clock", **changes}
    return ClockRule(**values)


@pytest.mark.parametrize(
    ("constraint", "rows"),
    [
        ("clock_rule_one_in_force", [rule(), rule(in_force_from=date(2027, 6, 1))]),
        (
            "clock_rule_one_in_force",
            [rule(in_force_until=date(2027, 6, 1)), rule(in_force_from=date(2027, 5, 31))],
        ),
        ("clock_rule_ends_after_start", [rule(in_force_until=date(2027, 1, 1))]),
        ("clock_rule_amount_positive", [rule(amount=0)]),
        ("clock_rule_unit_known", [rule(unit="moons")]),
        ("clock_rule_mark_known", [rule(verified="X")]),
        ("clock_rule_read_at_a_source", [rule(source="")]),
    ],
)
def test_database_refuses_an_impossible_rule(db: None, constraint: str, rows: list[ClockRule]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("a test"):
        ClockRule.objects.bulk_create(rows)


def test_rules_of_one_code_may_follow_each_other(db: None) -> None:
    with open_door("a test"):
        ClockRule.objects.bulk_create(
            [rule(in_force_until=date(2027, 6, 1)), rule(in_force_from=date(2027, 6, 1))]
        )

    assert ClockRule.objects.filter(code="a_clock").count() == 2


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("bank_holiday_date_once", {"date": date(2026, 12, 25)}),
        ("bank_holiday_england_and_wales", {"division": "scotland"}),
        ("bank_holiday_void_together", {"void_reason": "entered twice"}),
        ("bank_holiday_void_together", {"voided_at": datetime(2026, 1, 1, tzinfo=UTC)}),
    ],
)
def test_database_refuses_an_impossible_holiday(db: None, constraint: str, values: dict[str, object]) -> None:
    given = {"date": date(2026, 7, 1), "title": "A day", "source": "A test", **values}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("a test"):
        BankHoliday.objects.bulk_create([BankHoliday(**given)])


def test_added_holiday_moves_deadlines_at_once_and_is_logged(adam: Person) -> None:
    heard = []
    tables_changed.connect(lambda **_: heard.append("changed"), weak=False, dispatch_uid="a test")
    before = add_working_days(date(2026, 7, 1), 1)

    holiday = add_bank_holiday(by=adam, date=date(2026, 7, 2), title="A celebration", source="GOV.UK")
    tables_changed.disconnect(dispatch_uid="a test")

    assert (before, add_working_days(date(2026, 7, 1), 1)) == (date(2026, 7, 2), date(2026, 7, 3))
    assert AuditEvent.objects.get(action="BANK_HOLIDAY_ADDED").subjects == [holiday.pk]
    assert heard == ["changed"]


def test_withdrawn_holiday_is_a_working_day_again(adam: Person) -> None:
    holiday = add_bank_holiday(by=adam, date=date(2026, 7, 2), title="A celebration", source="GOV.UK")

    withdraw_bank_holiday(by=adam, holiday=holiday, reason="It was another year.")

    assert add_working_days(date(2026, 7, 1), 1) == date(2026, 7, 2)
    with pytest.raises(NotAllowed, match="withdrawn already"):
        withdraw_bank_holiday(by=adam, holiday=holiday, reason="Again.")


def test_holiday_that_stands_already_is_refused(adam: Person) -> None:
    with pytest.raises(Invalid, match="bank holiday already"):
        add_bank_holiday(by=adam, date=date(2026, 12, 25), title="Christmas", source="GOV.UK")


def test_new_rule_ends_the_old_and_running_clocks_keep_theirs(adam: Person) -> None:
    add_clock_rule(by=adam, **NEW_RULE)

    old, new = ClockRule.objects.filter(code=ClockCode.POLICE_REVIEW_ACKNOWLEDGE).order_by("in_force_from")
    assert (old.in_force_until, new.in_force_until) == (date(2027, 1, 1), None)
    assert new.title == "Acknowledge a review request"
    assert deadline(ClockCode.POLICE_REVIEW_ACKNOWLEDGE, date(2026, 12, 31)).rule.amount == 10  # type: ignore[union-attr]  # this clock has a rule
    assert deadline(ClockCode.POLICE_REVIEW_ACKNOWLEDGE, date(2027, 1, 1)).rule.amount == 5  # type: ignore[union-attr]  # this clock has a rule


def test_rule_put_between_two_others_ends_where_the_later_begins(adam: Person) -> None:
    add_clock_rule(by=adam, **NEW_RULE)

    between = add_clock_rule(by=adam, **{**NEW_RULE, "in_force_from": date(2026, 6, 1), "amount": 7})

    assert between.in_force_until == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"in_force_from": date(2015, 4, 1)}, "in_force_from"), ({"source": "", "verified": "V2"}, "source")],
)
def test_rule_that_cannot_stand_is_refused_by_its_field(
    adam: Person, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_clock_rule(by=adam, **{**NEW_RULE, **changes})

    assert list(refusal.value.fields) == [field]


def test_nobody_else_may_change_a_clock(alice: Person, gwen: Person) -> None:
    for person in (alice, gwen):
        with pytest.raises(NotAllowed, match="An administrator can"):
            add_clock_rule(by=person, **NEW_RULE)
        with pytest.raises(NotAllowed, match="An administrator can"):
            add_bank_holiday(by=person, date=date(2026, 7, 2), title="A day off", source="A wish")


def test_tables_are_looked_at_once_a_request(db: None) -> None:
    current()
    look_again()

    with CaptureQueriesContext(connection) as queries:
        for _ in range(50):
            deadline(ClockCode.TELL_VICTIM_ENHANCED, date(2026, 6, 1))

    assert len(queries) == 1


def test_change_by_another_process_is_seen_by_the_next_request(db: None) -> None:
    add_working_days(date(2026, 7, 1), 1)
    with open_door("another process"):
        BankHoliday.objects.bulk_create(
            [BankHoliday(date=date(2026, 7, 2), title="A celebration", source="GOV.UK")]
        )
    assert add_working_days(date(2026, 7, 1), 1) == date(2026, 7, 2), "this request goes on with what it read"

    look_again()

    assert add_working_days(date(2026, 7, 1), 1) == date(2026, 7, 3)


def test_page_lists_rules_with_their_sources_and_holidays(alice: Person, sign_in: SignIn) -> None:
    page = sign_in(alice).get("/clocks/").content.decode()

    for words in (
        "Acknowledge a review request",
        "10 working days from receipt of the request",
        "Common practice, not read at any source. Check before you rely on it.",
        "Complete from 2012 to 2028.",
        "Platinum Jubilee",
    ):
        assert words in page
    assert "Add a clock rule" not in page


def test_administrator_adds_a_rule_and_a_holiday_by_page(adam: Person, sign_in: SignIn) -> None:
    client = sign_in(adam)
    assert "Add a clock rule" in client.get("/clocks/").content.decode()
    day = {"date_day": "2", "date_month": "7", "date_year": "2026"}

    answer = client.post("/clocks/bank-holidays/new/", {**day, "title": "A celebration", "source": "GOV.UK"})

    assert (answer.status_code, answer["Location"]) == (302, "/clocks/")
    assert BankHoliday.objects.filter(date=date(2026, 7, 2)).exists()
    again = client.post("/clocks/bank-holidays/new/", {**day, "title": "A celebration", "source": "GOV.UK"})
    assert again.status_code == 422
    assert "This date is a bank holiday already." in again.content.decode()


def test_api_lists_and_adds_rules(adam: Person, sign_in: SignIn) -> None:
    client = sign_in(adam)
    body = {**NEW_RULE, "code": str(NEW_RULE["code"]), "in_force_from": "2027-01-01", "notes": ""}

    made = client.post("/api/v1/clock-rules/", body, content_type="application/json")
    listed = client.get("/api/v1/clock-rules/", {"code": "police_review_acknowledge"}).json()

    assert made.status_code == 201, made.content
    assert [one["amount"] for one in listed["results"]] == [10, 5]
    assert client.get("/api/v1/bank-holidays/").json()["results"][0]["date"] == "2012-01-02"

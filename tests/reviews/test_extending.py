"""A review that takes longer: with a reason, a date that the victim was told, and word meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from actionplans.models import Climb, ClimbEscalation
from actionplans.notices.climbs import recheck_climbs
from actionplans.services import raise_reminders
from cases.models import DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, ReviewExtension, ReviewRequest
from reviews.sealed import text_of
from reviews.shown.extensions import days_off, lessons_of, update_owed
from tests.reviews.conftest import LATER, RECEIVED_AT, ask
from tests.reviews.test_carrying_out import SignIn
from tests.stories import story

AT = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)  # a Tuesday; the review is due on Monday 26 October
TOLD = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
BY_SCHEME, NEXT, LAST = date(2026, 10, 26), date(2026, 11, 27), date(2027, 1, 15)
WHY = "A laboratory has still to answer."


def working_day(day: date, holidays: set[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def counted(start: date, days: int, holidays: set[date]) -> date:
    """The oracle: one day after another, by hand-written bank holidays."""
    while days:
        start += timedelta(days=1)
        days -= working_day(start, holidays)
    return start


@story
def asked(told: Decision, victim: Victim, alice: Person) -> ReviewRequest:
    return ask(alice, told, victim, at=RECEIVED_AT + timedelta(hours=1))


@story
def allocated(asked: ReviewRequest, dina: Person, rita: Person) -> ReviewRequest:
    return services.allocate_review(by=dina, request=asked, reviewer=rita, at=RECEIVED_AT + timedelta(days=1))


def extend(by: Person, request: ReviewRequest, **given: Any) -> ReviewExtension:
    values = {"due_on": NEXT, "reason": WHY, "at": AT, **given}
    return services.extend_review(by=by, request=request, **values)


def update(by: Person, request: ReviewRequest, **given: Any) -> Any:
    values = {"told_at": TOLD, "method": "phone", "at": max(TOLD, given.get("told_at", TOLD)), **given}
    return services.record_review_update(by=by, request=request, **values)


def owed(request: ReviewRequest) -> dict[str, tuple[date, Person | None, str]]:
    rows = DueItem.objects.filter(source=request.pk, settled_at__isnull=True)
    return {one.code: (one.due_on, one.owner, one.rule) for one in rows}


def test_an_extension_moves_the_date_and_owes_an_update(allocated: ReviewRequest, rita: Person) -> None:
    row = extend(rita, allocated)
    allocated.refresh_from_db()
    assert (row.number, row.was_due_on, row.due_on, text_of(row, "reason")) == (1, BY_SCHEME, NEXT, WHY)
    assert (allocated.complete_by, allocated.first_complete_by) == (NEXT, BY_SCHEME)
    assert allocated.completion.due_on == NEXT
    found = owed(allocated)
    assert found["complete_review"] == (NEXT, rita, "")
    assert found["review_update"] == (counted(AT.date(), 1, set()), rita, "tell_victim_enhanced")
    update(rita, allocated)
    assert owed(allocated)["review_update"] == (counted(TOLD.date(), 10, set()), rita, "review_update")
    row.refresh_from_db()
    assert (row.told_at, row.told_method, row.told_by) == (TOLD, "phone", rita)


def test_each_date_is_told_by_word_of_its_own_that_came_after_it(
    allocated: ReviewRequest, rita: Person, sign_in: SignIn
) -> None:
    first = extend(rita, allocated)
    update(rita, allocated, told_at=AT - timedelta(minutes=1))  # before the date was given: not of it
    first.refresh_from_db()
    assert first.told_at is None
    assert owed(allocated)["review_update"][0] == counted(AT.date(), 1, set())
    with pytest.raises(NotAllowed, match="told of 27 November 2026, the date that was given last"):
        extend(rita, allocated, due_on=LAST, at=TOLD)
    page = sign_in(rita).get(f"/right-to-review/{allocated.pk}/updates/").content.decode()
    assert "of the new date, 27 November 2026" in page
    update(rita, allocated)
    second = extend(rita, allocated, due_on=LAST, at=TOLD + timedelta(hours=1))
    assert second.told_at is None
    shown = sign_in(rita).get(f"/api/v1/review-extensions/?request={allocated.pk}").json()["results"]
    assert {one["number"]: one["told_at"] is None for one in shown} == {1: False, 2: True}


def test_every_date_that_was_given_is_kept(allocated: ReviewRequest, rita: Person) -> None:
    extend(rita, allocated)
    update(rita, allocated)
    extend(rita, allocated, due_on=LAST, at=AT + timedelta(days=30))
    rows = list(ReviewExtension.objects.filter(request=allocated).order_by("number"))
    assert [(one.was_due_on, one.due_on) for one in rows] == [(BY_SCHEME, NEXT), (NEXT, LAST)]
    allocated.refresh_from_db()
    assert (allocated.complete_by, allocated.first_complete_by) == (LAST, BY_SCHEME)


def test_the_days_of_an_update_skip_christmas(allocated: ReviewRequest, rita: Person) -> None:
    """Told on Christmas Eve 2026: 25 and 28 December and 1 January do not count."""
    eve = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    extend(rita, allocated, due_on=LAST, at=eve)
    update(rita, allocated, told_at=eve)
    holidays = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    assert owed(allocated)["review_update"][0] == counted(eve.date(), 10, holidays) == date(2027, 1, 12)


def test_word_to_the_victim_owes_the_next_by_rule_or_as_agreed(
    allocated: ReviewRequest, rita: Person, alice: Person
) -> None:
    extend(rita, allocated)
    update(rita, allocated)
    second = AT + timedelta(days=7)
    update(alice, allocated, told_at=second, at=second, note="The laboratory answers next week.")
    assert owed(allocated)["review_update"][0] == counted(second.date(), 10, set())
    agreed = second.date() + timedelta(days=3)
    third = second + timedelta(hours=1)
    update(rita, allocated, told_at=third, at=third, next_on=agreed)
    assert owed(allocated)["review_update"] == (agreed, rita, "")


def test_word_that_is_typed_in_late_moves_no_date(allocated: ReviewRequest, rita: Person) -> None:
    extend(rita, allocated)
    update(rita, allocated)
    before = owed(allocated)["review_update"]
    update(rita, allocated, told_at=TOLD - timedelta(days=5))
    assert owed(allocated)["review_update"] == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": BY_SCHEME}, "due_on"),
        ({"due_on": date(2026, 10, 1)}, "due_on"),
        ({"due_on": BY_SCHEME + timedelta(days=93)}, "due_on"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_by_the_field(
    allocated: ReviewRequest, rita: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        extend(rita, allocated, **given)
    assert list(refused.value.fields) == [field]
    assert not ReviewExtension.objects.exists()


def test_a_late_extension_is_after_today(allocated: ReviewRequest, rita: Person) -> None:
    with pytest.raises(Invalid, match="still to come"):
        extend(rita, allocated, due_on=date(2026, 11, 1), at=LATER)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"next_on": TOLD.date()}, "next_on"),
        ({"next_on": TOLD.date() + timedelta(days=32)}, "next_on"),
        ({"told_at": TOLD + timedelta(minutes=1), "at": TOLD}, "told_at"),
        ({"told_at": RECEIVED_AT - timedelta(days=1)}, "told_at"),
        ({"method": "pigeon"}, "method"),
        ({"method": "text"}, "method"),
    ],
)
def test_an_update_that_cannot_be_is_refused_by_the_field(
    allocated: ReviewRequest, rita: Person, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        update(rita, allocated, **given)
    assert list(refused.value.fields) == [field]


def test_only_its_reviewer_extends_it_and_only_while_it_is_under_way(
    asked: ReviewRequest, alice: Person, dina: Person, rita: Person
) -> None:
    services.allocate_review(by=dina, request=asked, reviewer=rita, at=AT)
    for other in (alice, dina):
        with pytest.raises(NotAllowed):
            extend(other, asked)
    services.decide_review(by=rita, request=asked, outcome="upheld", reasons="It stands.", at=AT)
    for deed in (extend, update):
        with pytest.raises(NotAllowed, match="decided already"):
            deed(rita, asked)


def test_deciding_ends_the_updates_and_a_new_reviewer_takes_them_on(
    allocated: ReviewRequest, rita: Person
) -> None:
    extend(rita, allocated)
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons="It stands.", at=AT)
    assert set(owed(allocated)) == {"complete_review"}
    assert owed(allocated)["complete_review"][0] == NEXT


def test_an_update_that_is_not_given_climbs_to_who_owes_it_then_to_gatekeepers(
    told: Decision, victim: Victim, alice: Person, dina: Person, rita: Person, gita: Person
) -> None:
    with open_door("a case that the gatekeepers know"):
        type(told.case).objects.filter(pk=told.case_id).update(gatekept=True)
    asked = ask(alice, told, victim, at=RECEIVED_AT + timedelta(hours=1))
    allocated = services.allocate_review(by=dina, request=asked, reviewer=rita, at=AT)
    extend(rita, allocated)
    update(rita, allocated)
    item = DueItem.objects.get(source=allocated.pk, code="review_update", settled_at__isnull=True)
    assert Climb.objects.filter(item=item, superseded_at__isnull=True).count() == 1
    raise_reminders(at=datetime(2026, 11, 10, 9, 0, tzinfo=UTC))
    steps = {one.pk: one.step for one in ClimbEscalation.objects.filter(climb__item=item)}
    found = recheck_climbs(list(steps), datetime(2026, 11, 10, 9, 0, tzinfo=UTC))
    heard: dict[int, set[str]] = {
        steps[pk]: set(
            Person.objects.filter(pk__in=[one.person_id for one in due.recipients]).values_list(
                "username", flat=True
            )
        )
        for pk, due in found.items()
    }
    assert heard[0] == {"rita"}
    assert "gita" in heard[1]


# What the table refuses itself


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"due_on": BY_SCHEME}, "review_extension_is_later"),
        ({"told_at": AT - timedelta(minutes=1)}, "review_extension_told_after"),
        ({"told_at": None}, "review_extension_told_after"),
        ({"told_method": "pigeon"}, "review_extension_method_known"),
        ({"number": 0}, "review_extension_from_one"),
    ],
)
def test_the_table_refuses_an_extension_that_cannot_be(
    allocated: ReviewRequest, rita: Person, values: dict[str, Any], name: str
) -> None:
    row = extend(rita, allocated)
    update(rita, allocated)
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        ReviewExtension.objects.filter(pk=row.pk).update(**values)


def test_the_table_refuses_a_second_extension_of_one_date_and_an_earlier_date(
    allocated: ReviewRequest, rita: Person
) -> None:
    row = extend(rita, allocated)
    update(rita, allocated)
    row.pk, row.number, row._state.adding = uuid7(), 2, True
    with (
        pytest.raises(IntegrityError, match="review_extension_moves_on_once"),
        transaction.atomic(),
        open_door("test"),
    ):
        row.save(force_insert=True)
    with (
        pytest.raises(IntegrityError, match="request_extended_is_later"),
        transaction.atomic(),
        open_door("test"),
    ):
        ReviewRequest.objects.filter(pk=allocated.pk).update(complete_by=BY_SCHEME)


# Pages and API


def test_page_and_register_show_the_dates_and_the_api_does_the_same(
    sign_in: Any, asked: ReviewRequest, dina: Person, rita: Person
) -> None:
    allocated = services.allocate_review(by=dina, request=asked, reviewer=rita)
    browser = sign_in(rita)
    body = {
        "due_on": "2027-01-20",
        "reason": WHY,
    }
    address = f"/api/v1/review-requests/{allocated.pk}/extend/"
    kept = browser.get(f"/api/v1/review-requests/{allocated.pk}/")["ETag"]
    answer = browser.post(address, body, content_type="application/json", headers={"If-Match": kept})
    assert answer.status_code == 201, answer.content
    assert (answer.json()["was_due_on"], answer.json()["due_on"]) == ("2026-10-26", "2027-01-20")
    listed = browser.get(f"/api/v1/review-extensions/?request={allocated.pk}").json()["results"]
    assert [one["number"] for one in listed] == [1]
    page = browser.get(f"/right-to-review/{allocated.pk}/").content.decode()
    assert WHY in page
    assert "was 26 Oct 2026" in page
    register = browser.get("/right-to-review/").content.decode()
    assert "Extended" in register
    assert "was 26 Oct 2026" in register


def test_a_date_that_somebody_chose_on_a_day_off_is_cautioned_and_one_of_the_scheme_is_not(
    allocated: ReviewRequest, rita: Person
) -> None:
    def cautions() -> list[str]:
        with acting(rita):
            request = ReviewRequest.objects.get(pk=allocated.pk)
            return days_off(request, update_owed(request, rita), lessons_of(request, rita), AT)

    assert cautions() == []
    extend(rita, allocated, due_on=date(2026, 12, 25))
    update(rita, allocated, next_on=date(2026, 11, 7), at=TOLD)
    rest = "nobody may be there to keep it."
    assert cautions() == [
        f"The date to complete the review, 25 December 2026, is a bank holiday, Christmas Day: {rest}",
        f"The next update on the review, 7 November 2026, is a Saturday: {rest}",
    ]

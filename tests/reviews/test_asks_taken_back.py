"""An ask that was recorded wrongly is taken back; an earlier one of the same person moves the dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.letters.facts import asked_on_by_reader
from reviews.models import Decision, DecisionLetter, ReviewAsker, ReviewRequest
from reviews.rules.review_letters import why_review_moved_on
from reviews.sealed import text_of
from reviews.shown.askers import also_hear
from tests.reviews.conftest import LATER, RECEIVED_AT, WHY, ask
from tests.reviews.test_asking_too import AFTER, BEFORE, form, here, owed, supported, too
from tests.reviews.test_letters import known
from tests.reviews.test_letters_told import speaks
from tests.reviews.test_pages import post_json
from tests.reviews.test_requests import MUCH_LATER

__all__ = ["known", "supported"]  # fixtures

SignIn = Callable[..., Client]
WRONG = "The call was about another case."
FIRST = {"acknowledge_review": date(2026, 9, 28), "complete_review": date(2026, 10, 26)}
EARLIER = {"acknowledge_review": date(2026, 9, 22), "complete_review": date(2026, 10, 20)}


def take_back(by: Person, request: ReviewRequest, row: ReviewAsker, **given: Any) -> ReviewRequest:
    values: dict[str, Any] = {"reason": WRONG, "at": LATER + timedelta(hours=1), **given}
    return services.take_ask_back(by=by, request=request, ask=row, **values)


pytestmark = pytest.mark.usefixtures("supported")


def test_an_ask_taken_back_stays_with_its_reason_and_the_dates_run_from_what_is_left(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    request = too(alice, asked, received_at=BEFORE)
    assert owed(asked) == EARLIER
    row = ReviewAsker.objects.get()
    back = take_back(alice, request, row)
    assert (back.received_at, back.own_received_at, back.in_time) == (RECEIVED_AT, None, True)
    assert (back.acknowledge_by, back.complete_by) == tuple(FIRST.values())
    assert (owed(asked), back.version) == (FIRST, request.version + 1)
    row.refresh_from_db()
    assert (row.voided_by, row.void_reason, row.stands) == (alice, WRONG, False)
    event = AuditEvent.objects.get(action="REVIEW_ASK_TAKEN_BACK")
    assert event.subjects == [asked.pk, row.pk]
    browser = sign_in(alice)
    shown = browser.get(f"/api/v1/review-requests/{asked.pk}/").json()
    (one,) = shown["also_asked"]
    assert (one["voided_by"], one["void_reason"], shown["also_hear"]) == ("alice", WRONG, [])
    page = browser.get(f"/right-to-review/{asked.pk}/").content.decode()
    assert ("Taken back" in page, WRONG in page, "Take one of these back" in page) == (True, True, False)
    assert f"Taken back by {alice.name}: {WRONG}" in browser.get(f"/cases/{asked.case_id}/").content.decode()
    again = too(alice, back, received_at=BEFORE, at=LATER + timedelta(hours=2))  # the same, recorded rightly
    assert (again.received_at, owed(asked)) == (BEFORE, EARLIER)


def test_one_of_several_earlier_asks_taken_back_leaves_the_dates_of_the_next(
    asked: ReviewRequest, alice: Person
) -> None:
    too(alice, asked, received_at=BEFORE)
    request = too(alice, asked, received_at=BEFORE + timedelta(days=1), asked_by="family", hears=False)
    later = too(alice, request, received_at=AFTER, asked_by="other", hears=False)
    by_day = {one.received_at: one for one in ReviewAsker.objects.all()}
    back = take_back(alice, later, by_day[AFTER])
    assert (back.received_at, owed(asked), back.version) == (BEFORE, EARLIER, later.version + 1)
    back = take_back(alice, back, by_day[BEFORE])
    next_day = BEFORE + timedelta(days=1)
    assert (back.received_at, back.own_received_at) == (next_day, RECEIVED_AT)
    assert back.complete_by == date(2026, 10, 21)


def test_a_date_given_by_an_extension_stands_when_an_ask_is_taken_back(
    allocated: ReviewRequest, rita: Person, alice: Person
) -> None:
    too(alice, allocated, received_at=BEFORE)
    until = date(2026, 12, 18)
    services.extend_review(by=rita, request=allocated, due_on=until, reason="A phone is read.", at=LATER)
    back = take_back(alice, allocated, ReviewAsker.objects.get())
    assert (back.complete_by, back.first_complete_by) == (until, FIRST["complete_review"])


def test_a_request_that_is_late_without_the_ask_stands_by_what_was_said_of_that(
    told: Decision, victim: Victim, alice: Person
) -> None:
    late = ask(alice, told, victim, received_at=MUCH_LATER, discretion_reason="She was ill.", at=MUCH_LATER)
    too(alice, late, received_at=AFTER, asked_by="family", hears=False, at=MUCH_LATER)
    back = take_back(alice, late, ReviewAsker.objects.get(), at=MUCH_LATER)
    assert (back.in_time, text_of(back, "discretion")) == (False, "She was ill.")


def test_every_fault_of_taking_back_is_said_at_once_on_page_and_by_api(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    request = too(alice, asked)
    row, browser = ReviewAsker.objects.get(), sign_in(alice)
    path = f"{here(asked)}take-back/"
    assert f'value="{row.pk}"' in browser.get(path).content.decode()
    page = browser.post(path, {"version": str(request.version)})
    said = page.content.decode()
    assert page.status_code == 422
    assert ("Say what was wrong with it." in said, "Choose which ask" in said) == (True, True)
    api = f"/api/v1/review-requests/{asked.pk}/also-asked/take-back/"
    body = {"ask": str(row.pk), "reason": WRONG}
    assert post_json(browser, api, body, **{"If-Match": '"1"'}).status_code == 412
    right = post_json(browser, api, body, **{"If-Match": f'"{request.version}"'})
    assert (right.status_code, right.json()["also_asked"][0]["void_reason"]) == (201, WRONG)
    assert browser.get(path).status_code == 403  # none is left


def test_the_ask_that_was_acknowledged_is_not_taken_back(asked: ReviewRequest, alice: Person) -> None:
    request = too(alice, asked, received_at=BEFORE)
    heard_at = BEFORE + timedelta(hours=1)
    services.acknowledge_review_request(by=alice, request=request, acknowledged_at=heard_at, at=LATER)
    with pytest.raises(Invalid) as refused:
        take_back(alice, request, ReviewAsker.objects.get())
    assert refused.value.fields == {
        "ask": "The request was acknowledged on 8 September 2026, 11:00am, before the next ask came"
        " (14 September 2026, 10:00am): this is the ask that was acknowledged, so it stays."
    }
    assert ReviewAsker.objects.get().stands


def test_an_ask_of_another_request_and_one_taken_back_already_are_refused(
    asked: ReviewRequest, alice: Person
) -> None:
    too(alice, asked)
    request = too(alice, asked, received_at=AFTER + timedelta(hours=1))
    row = ReviewAsker.objects.first()
    assert row is not None
    take_back(alice, request, row)
    with pytest.raises(Invalid) as refused:
        take_back(alice, request, row, reason=" ")
    assert refused.value.fields == {
        "ask": "Choose an ask that is on record for this review.",
        "reason": "Say what was wrong with it.",
    }


def test_nothing_is_taken_back_from_a_review_that_was_decided(
    allocated: ReviewRequest, alice: Person, rita: Person
) -> None:
    request = too(alice, allocated)
    services.decide_review(by=rita, request=request, outcome="upheld", reasons=WHY, at=LATER)
    with pytest.raises(NotAllowed, match="has been decided, on the dates as they stood"):
        take_back(alice, request, ReviewAsker.objects.get())


def test_a_letter_signed_off_before_an_ask_was_taken_back_does_not_go(
    asked: ReviewRequest, known: Victim, alice: Person, sam: Person
) -> None:
    request = too(alice, asked, received_at=BEFORE)
    letter = services.draft_review_letter(by=alice, request=request, way="post", at=LATER)
    signed = services.sign_off_letter(by=sam, letter=letter, at=LATER + timedelta(minutes=1))
    assert why_review_moved_on(signed, request, LATER) == ""
    back = take_back(alice, request, ReviewAsker.objects.get())
    why = why_review_moved_on(DecisionLetter.objects.get(), back, LATER + timedelta(hours=2))
    assert "an ask was taken back" in why


def test_the_table_takes_no_ask_back_by_halves(asked: ReviewRequest, alice: Person) -> None:
    too(alice, asked)
    with (
        pytest.raises(IntegrityError, match="review_asker_voided_together"),
        transaction.atomic(),
        open_door("test"),
    ):
        ReviewAsker.objects.update(voided_at=LATER)


# The same person had asked before, by another way


def test_an_earlier_ask_of_the_victim_moves_the_dates_of_their_own_request(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    sent = form(asked_by="victim", hears="", received_at_day="8", version="1")
    page = browser.post(here(asked), sent, follow=True).content.decode()
    assert "Recorded. The dates of the review run from the first ask." in page
    request = ReviewRequest.objects.get(pk=asked.pk)
    assert (request.received_at, request.own_received_at) == (BEFORE, RECEIVED_AT)
    assert owed(asked) == EARLIER
    assert asked_on_by_reader(request, "", now()) == BEFORE.date()
    assert browser.get(f"/api/v1/review-requests/{asked.pk}/").json()["also_hear"] == []


def test_a_later_ask_of_the_victim_adds_nothing(asked: ReviewRequest, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        too(alice, asked, asked_by="victim", hears=None)
    assert refused.value.fields == {
        "asked_by": "This is the request of the victim themselves, received on 14 September 2026, 10:00am:"
        " choose who else asked, or enter when they had asked before."
    }


def test_an_earlier_ask_of_whoever_asked_first_names_them_once(
    told: Decision, victim: Victim, alice: Person
) -> None:
    speaks(alice, victim, at=BEFORE)
    request = ask(alice, told, victim, asked_by="spokesperson")
    too(alice, request, asked_by="spokesperson", received_at=BEFORE + timedelta(hours=1))
    request.refresh_from_db()
    assert also_hear(request, ReviewAsker.objects.all()) == [
        "a spokesperson, who asked too, as far as the victim agrees"
    ]

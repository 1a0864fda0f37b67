"""Somebody else asks for a review that was asked for already: one review, dated from the first ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter, ReviewAsker, ReviewRequest, RightTold
from reviews.rules.review_letters import why_review_moved_on
from reviews.sealed import text_of
from reviews.surfaces.requests import said_of_telling
from tests.reviews.conftest import DECIDED_AT, LATER, RECEIVED_AT, TOLD_AT, WHY, ask
from tests.reviews.test_letters import known
from tests.reviews.test_letters_told import speaks
from tests.reviews.test_pages import post_json
from tests.reviews.test_requests import MUCH_LATER
from tests.stories import story
from tests.victims.conftest import with_outside_isva
from victims.models import SupportReferral

__all__ = ["known"]  # a fixture

SignIn = Callable[..., Client]
AFTER = RECEIVED_AT + timedelta(days=3)
BEFORE = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)  # a Tuesday, six days before the request that is known
WORDS = "Did anybody listen to the voicemail?"
OPEN = (
    "A review request of Victim 1 on this decision is open already, received on 14 September 2026, 10:00am."
    " Record on its page that they asked, with “Record another ask”."
)


def too(by: Person, request: ReviewRequest, **given: Any) -> ReviewRequest:
    values = {
        "received_at": AFTER,
        "channel": "phone",
        "asked_by": "isva",
        "hears": True,
        "words": WORDS,
        "at": LATER,
        **given,
    }
    return services.record_also_asked(by=by, request=request, **values)


@story
def supported(victim: Victim, alice: Person) -> SupportReferral:
    """Most of these are asks of an ISVA, who is on record."""
    return with_outside_isva(alice, victim)


pytestmark = pytest.mark.usefixtures("supported")


def owed(request: ReviewRequest) -> dict[str, date]:
    items = DueItem.objects.filter(source=request.pk, settled_at__isnull=True)
    return {item.code: item.due_on for item in items}


def here(request: ReviewRequest) -> str:
    return f"/right-to-review/{request.pk}/also-asked/"


def form(**given: str) -> dict[str, str]:
    return {
        "received_at_day": "17",
        "received_at_month": "9",
        "received_at_year": "2026",
        "received_at_time": "10:00",
        "channel": "phone",
        "asked_by": "isva",
        "hears": "yes",
        "words": WORDS,
        **given,
    }


def test_a_second_person_is_sent_to_the_deed_that_takes_their_request_up(
    asked: ReviewRequest, told: Decision, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(alice, told, victim, received_at=AFTER, asked_by="isva")
    assert refused.value.fields == {"victim": OPEN}
    page = sign_in(alice).get(f"/decisions/{told.pk}/review-requests/new/").content.decode()
    assert f'href="{here(asked)}"' in page


def test_a_later_ask_is_kept_with_its_words_and_moves_no_date(asked: ReviewRequest, alice: Person) -> None:
    before = owed(asked)
    request = too(alice, asked)
    row = ReviewAsker.objects.get(request=asked)
    assert (row.asked_by, row.channel, row.hears, row.received_at) == ("isva", "phone", True, AFTER)
    assert text_of(row, "words") == WORDS
    assert (request.received_at, request.own_received_at, request.in_time) == (RECEIVED_AT, None, True)
    assert owed(asked) == before
    event = AuditEvent.objects.get(action="REVIEW_ALSO_ASKED")
    assert event.subjects == [asked.pk, row.pk]


def test_the_dates_run_from_the_first_receipt_where_an_earlier_ask_comes_to_light(
    asked: ReviewRequest, alice: Person
) -> None:
    request = too(alice, asked, received_at=BEFORE)
    assert (request.received_at, request.own_received_at) == (BEFORE, RECEIVED_AT)
    assert (request.acknowledge_by, request.complete_by) == (date(2026, 9, 22), date(2026, 10, 20))
    assert owed(asked) == {"acknowledge_review": date(2026, 9, 22), "complete_review": date(2026, 10, 20)}
    again = too(alice, request, received_at=BEFORE + timedelta(days=1), asked_by="family", hears=False)
    assert (again.received_at, again.own_received_at) == (BEFORE, RECEIVED_AT)


def test_a_date_that_was_given_by_an_extension_stands(
    allocated: ReviewRequest, rita: Person, alice: Person
) -> None:
    until = date(2026, 12, 18)
    services.extend_review(by=rita, request=allocated, due_on=until, reason="A phone is read.", at=LATER)
    request = too(alice, allocated, received_at=BEFORE)
    assert (request.complete_by, request.first_complete_by) == (until, date(2026, 10, 20))
    assert owed(allocated)["complete_review"] == until


def test_a_late_request_is_in_time_once_an_earlier_ask_was(
    told: Decision, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    late = ask(alice, told, victim, received_at=MUCH_LATER, discretion_reason="She was ill.", at=MUCH_LATER)
    still = too(alice, late, received_at=MUCH_LATER - timedelta(days=30), at=MUCH_LATER)
    assert (still.in_time, still.last_day) == (False, date(2026, 12, 2))
    request = too(alice, late, received_at=AFTER, asked_by="family", hears=False, at=MUCH_LATER)
    assert (request.in_time, request.own_received_at) == (True, MUCH_LATER)
    assert text_of(request, "discretion") == "She was ill."
    page = sign_in(alice).get(f"/right-to-review/{late.pk}/").content.decode()
    assert "What was said while it counted as late" in page
    assert "the first ask; the one recorded here came on 1 June 2027" in page


def test_the_victim_is_always_told_and_anybody_else_who_is_to_be_is_named(
    told: Decision, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    request = ask(alice, told, victim, asked_by="family")
    too(alice, request, asked_by="victim", hears=None)
    too(alice, request, asked_by="isva", hears=True, received_at=AFTER + timedelta(hours=1))
    speaks(alice, victim)
    too(alice, request, asked_by="spokesperson", hears=False, received_at=AFTER + timedelta(hours=2))
    assert [one.hears for one in ReviewAsker.objects.filter(request=request)] == [True, True, False]
    names = ["a family member, who asked first, as far as the victim agrees", "the ISVA, who asked too"]
    browser = sign_in(alice)
    shown = browser.get(f"/api/v1/review-requests/{request.pk}/").json()
    assert shown["also_hear"] == names
    assert [one["words"] for one in shown["also_asked"]] == [WORDS] * 3
    for page in ("", "acknowledge/"):
        said = browser.get(f"/right-to-review/{request.pk}/{page}").content.decode()
        assert [name in said for name in names] == [True, True], page
    listed = browser.get(f"/api/v1/review-askers/?request={request.pk}").json()["results"]
    assert [one["asked_by"] for one in listed] == ["victim", "isva", "spokesperson"]


def test_the_outcome_names_who_is_to_hear_and_the_reviewer_reads_what_they_asked(
    allocated: ReviewRequest, alice: Person, rita: Person, sign_in: SignIn
) -> None:
    too(alice, allocated)
    reviewing = sign_in(rita).get(f"/right-to-review/{allocated.pk}/decide/").content.decode()
    assert WORDS in reviewing
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    telling = sign_in(alice).get(f"/right-to-review/{allocated.pk}/tell/").content.decode()
    assert "the ISVA, who asked too" in telling


def test_who_asks_after_the_acknowledgement_is_still_to_hear_that_it_came(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    services.acknowledge_review_request(
        by=alice, request=asked, acknowledged_at=RECEIVED_AT + timedelta(hours=1), at=LATER
    )
    browser = sign_in(alice)
    sent = form(version=str(ReviewRequest.objects.get(pk=asked.pk).version))
    answer = browser.post(here(asked), sent, follow=True)
    page = answer.content.decode()
    assert "Tell them that the review is under way: it was acknowledged before they asked." in page
    assert "Somebody asked after the request was acknowledged" in page
    history = browser.get(f"/cases/{asked.case_id}/").content.decode()
    assert "Review also asked for: Victim 1" in history


WRONG = {
    "received_at": "The decision was made on 2 September 2026, 10:00am: enter a moment after that.",
    "hears": "Say whether they are told the answer too: ask the victim, where you can.",
}


def test_every_fault_is_said_at_once_and_alike_on_page_and_by_api(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    body = {"received_at": "2026-09-01T10:00:00+01:00", "channel": "phone", "asked_by": "isva"}
    answer = post_json(
        browser, f"/api/v1/review-requests/{asked.pk}/also-asked/", body, **{"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["fields"]) == (400, WRONG)
    sent = form(received_at_day="1", hears="", version="1")
    page = browser.post(here(asked), sent)
    assert page.status_code == 422
    assert [sentence in page.content.decode() for sentence in WRONG.values()] == [True, True]
    assert WORDS in page.content.decode()
    assert not ReviewAsker.objects.exists()


def test_whether_they_hear_is_asked_with_what_else_is_missing(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    page = sign_in(alice).post(here(asked), {"asked_by": "isva", "channel": "phone", "version": "1"})
    text = page.content.decode()
    assert (page.status_code, WRONG["hears"] in text, "Enter when it reached us." in text) == (
        422,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"received_at": LATER + timedelta(minutes=1), "asked_by": "family"}, {"received_at"}),
        ({"received_at": RECEIVED_AT, "asked_by": "victim", "hears": None}, {"received_at", "asked_by"}),
        ({"asked_by": "victim", "hears": False}, {"asked_by", "hears"}),
        ({"asked_by": "neighbour", "channel": "pigeon"}, {"asked_by", "channel"}),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    asked: ReviewRequest, alice: Person, given: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        too(alice, asked, **given)
    assert set(refused.value.fields) == fields
    assert ReviewRequest.objects.get(pk=asked.pk).version == asked.version


def test_the_same_ask_is_not_recorded_twice(asked: ReviewRequest, alice: Person) -> None:
    too(alice, asked)
    with pytest.raises(Invalid) as refused:
        too(alice, asked)
    assert refused.value.fields == {"received_at": "That they asked at this moment is recorded already."}


def test_nobody_joins_a_review_that_was_decided(
    allocated: ReviewRequest, alice: Person, rita: Person, sign_in: SignIn
) -> None:
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    with pytest.raises(NotAllowed, match="has been decided already, so nobody joins it"):
        too(alice, allocated)
    assert sign_in(alice).get(here(allocated)).status_code == 403


def test_a_letter_whose_dates_an_earlier_ask_changed_does_not_go(
    asked: ReviewRequest, known: Victim, alice: Person, sam: Person
) -> None:
    letter = services.draft_review_letter(by=alice, request=asked, way="post", at=LATER)
    signed = services.sign_off_letter(by=sam, letter=letter, at=LATER + timedelta(minutes=1))
    assert why_review_moved_on(signed, asked, LATER) == ""
    late = LATER + timedelta(minutes=2)
    request = too(alice, asked, received_at=BEFORE, at=late)
    assert "an earlier ask was recorded" in why_review_moved_on(DecisionLetter.objects.get(), request, late)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"received_at": LATER + timedelta(days=1)}, "review_asker_not_in_future"),
        ({"received_at": DECIDED_AT - timedelta(minutes=1)}, "review_asker_after_decision"),
        ({"asked_by": "victim", "hears": False}, "review_asker_victim_hears"),
        ({"asked_by": "neighbour"}, "review_asker_known"),
        ({"channel": "pigeon"}, "review_asker_channel_known"),
    ],
)
def test_the_table_refuses_an_asker_that_cannot_be(
    asked: ReviewRequest, alice: Person, values: dict[str, Any], name: str
) -> None:
    too(alice, asked)
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        ReviewAsker.objects.filter(request=asked).update(**values)


def test_the_table_refuses_an_own_receipt_before_the_first(asked: ReviewRequest) -> None:
    with (
        pytest.raises(IntegrityError, match="request_first_ask_is_earlier"),
        transaction.atomic(),
        open_door("test"),
    ):
        ReviewRequest.objects.filter(pk=asked.pk).update(own_received_at=RECEIVED_AT)


# Who may be named, who is offered, and a page that was opened before


def test_a_spokesperson_asked_only_where_one_is_on_record_for_the_victim(
    asked: ReviewRequest, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    said = {
        "asked_by": "No spokesperson of Victim 1 is on record at that moment. Record that first, or choose"
        " “Somebody else for the victim”."
    }
    browser = sign_in(alice)
    body = {"received_at": AFTER.isoformat(), "channel": "phone", "asked_by": "spokesperson", "hears": True}
    path, match = f"/api/v1/review-requests/{asked.pk}/also-asked/", {"If-Match": '"1"'}
    answer = post_json(browser, path, body, **match)
    assert (answer.status_code, answer.json()["fields"]) == (400, said)
    page = browser.post(here(asked), form(asked_by="spokesperson", version="1"))
    assert (page.status_code, said["asked_by"] in page.content.decode()) == (422, True)
    # Nobody need agree to this one, who may have spoken for the victim before the police named them here.
    speaks(alice, victim, at=AFTER + timedelta(minutes=1))
    too(alice, asked, asked_by="spokesperson")
    assert ReviewAsker.objects.get().asked_by == "spokesperson"


def test_a_page_and_a_client_that_have_not_seen_the_last_ask_record_it_no_second_time(
    asked: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    before = str(asked.version)
    too(alice, asked)
    assert ReviewRequest.objects.get(pk=asked.pk).version == asked.version + 1
    page = browser.post(here(asked), form(received_at_day="18", version=before))
    assert page.status_code == 409
    body = {"received_at": "2026-09-18T10:00:00+01:00", "channel": "phone", "asked_by": "isva", "hears": True}
    path = f"/api/v1/review-requests/{asked.pk}/also-asked/"
    answer = post_json(browser, path, body, **{"If-Match": f'"{before}"'})
    assert answer.status_code == 412
    assert ReviewAsker.objects.count() == 1


@pytest.mark.parametrize(("asked_by", "again"), [("victim", False), ("family", True)])
def test_the_victim_joins_their_own_request_with_an_earlier_ask_alone(
    told: Decision, victim: Victim, alice: Person, sign_in: SignIn, asked_by: str, again: bool
) -> None:
    request = ask(alice, told, victim, asked_by=asked_by)
    browser = sign_in(alice)
    hint = "The victim again only where they had asked before 14 September 2026, 10:00am"
    assert (hint in browser.get(here(request)).content.decode()) is not again
    sent = form(asked_by="victim", hears="", version="1")
    answer = browser.post(here(request), sent)
    assert answer.status_code == (302 if again else 422)
    assert ReviewAsker.objects.exists() is again


def test_who_else_is_to_hear_stays_on_the_page_once_the_victim_was_told(
    allocated: ReviewRequest, alice: Person, rita: Person, sign_in: SignIn
) -> None:
    too(alice, allocated)
    request = services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    browser, here_it_is = sign_in(alice), f"/right-to-review/{request.pk}/"
    assert "See that these hear" not in browser.get(here_it_is).content.decode()
    services.tell_review_outcome(by=alice, request=request, told_at=LATER, method="phone", at=LATER)
    page = browser.get(here_it_is).content.decode()
    assert "See that these hear the answer too. Whether they did is not kept here." in page
    assert "<li>the ISVA, who asked too</li>" in page
    assert said_of_telling(request) == (
        "Recorded. See that who else is to hear it does: the ISVA, who asked too."
    )
    assert browser.get(f"/api/v1/review-requests/{request.pk}/").json()["also_hear"] == [
        "the ISVA, who asked too"
    ]


# A request before the telling of the right that is on record


def tell_right(by: Person, decision: Decision, victim: Victim, told_at: datetime, at: datetime) -> RightTold:
    return services.record_told_of_right(
        by=by,
        decision=decision,
        victim=victim,
        told_at=told_at,
        method="phone",
        leaflet_version="VRR leaflet 4",
        understood="yes",
        at=at,
    )


def test_a_request_before_the_recorded_telling_of_the_right_is_taken_with_a_caution(
    told: Decision, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    tell_right(alice, told, victim, RECEIVED_AT + timedelta(days=2), LATER)
    request = ask(alice, told, victim, at=LATER + timedelta(minutes=1))
    assert request.in_time
    said = (
        "It came before the recorded telling of the right, of 16 September 2026, 10:00am: check the telling."
        " It is in time all the same."
    )
    browser = sign_in(alice)
    assert said in browser.get(f"/right-to-review/{request.pk}/").content.decode()
    assert browser.get(f"/api/v1/review-requests/{request.pk}/").json()["check_telling"] == said


def test_the_caution_is_said_as_the_request_is_recorded(
    told: Decision, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    tell_right(alice, told, victim, RECEIVED_AT + timedelta(days=2), LATER)
    sent = {key: value for key, value in form(asked_by="victim").items() if key not in ("hears", "words")}
    sent |= {"received_at_day": "14", "victim": str(victim.pk)}
    answer = sign_in(alice).post(f"/decisions/{told.pk}/review-requests/new/", sent, follow=True)
    assert answer.redirect_chain
    notice = answer.content.decode().split("</main>")[0]
    assert notice.count("check the telling") == 2  # as it is said, and on the page


@pytest.mark.parametrize(
    ("told_at", "recorded_at"),
    [(TOLD_AT + timedelta(hours=1), LATER), (RECEIVED_AT + timedelta(days=2), LATER + timedelta(days=1))],
    ids=["told before", "told after it was recorded"],
)
def test_no_caution_where_the_telling_fits(
    told: Decision,
    victim: Victim,
    alice: Person,
    sign_in: SignIn,
    told_at: datetime,
    recorded_at: datetime,
) -> None:
    if recorded_at == LATER:
        tell_right(alice, told, victim, told_at, recorded_at)
    request = ask(alice, told, victim, at=LATER + timedelta(minutes=1))
    if recorded_at != LATER:
        tell_right(alice, told, victim, told_at, recorded_at)
    shown = sign_in(alice).get(f"/api/v1/review-requests/{request.pk}/").json()
    assert shown["check_telling"] is None

"""The page of a surface, tried on a deed of the kernel: setting duty cover."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.web.errors import broken
from rasso_tracker.web.models import Receipt

ADDRESS = "/people/duty-cover/new/"


def typed(away: Person, covers: Person, **changes: str) -> dict[str, str]:
    return {
        "once": str(uuid.uuid4()),
        "absent": str(away.pk),
        "covered_by": str(covers.pk),
        "starts_on_day": "1",
        "starts_on_month": "3",
        "starts_on_year": "2027",
        "ends_on_day": "5",
        "ends_on_month": "3",
        "ends_on_year": "2027",
        **changes,
    }


def test_form_shows_boxes_for_dates_and_a_token(sign_in: Any, sam: Person) -> None:
    response = sign_in(sam).get(ADDRESS)

    assert response.status_code == 200
    page = response.content.decode()
    assert 'name="starts_on_day"' in page
    assert 'name="once"' in page
    assert ">Set cover<" in page or 'value="Set cover"' in page


def test_deed_is_done_and_leads_on(sign_in: Any, sam: Person, alice: Person, bob: Person) -> None:
    response = sign_in(sam).post(ADDRESS, typed(alice, bob))

    assert (response.status_code, response.url) == (302, "/people/away/")
    cover = DutyCover.objects.get()
    assert (cover.person, cover.covered_by, cover.set_by) == (alice, bob, sam)


def test_same_token_sent_twice_does_the_deed_once(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    browser, form = sign_in(sam), typed(alice, bob)

    answers = [browser.post(ADDRESS, form) for _ in range(3)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/people/away/")] * 3
    assert DutyCover.objects.count() == 1
    assert Receipt.objects.get().result_id == DutyCover.objects.get().pk


def test_same_token_with_other_details_is_asked_about(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    browser, form = sign_in(sam), typed(alice, bob)
    browser.post(ADDRESS, form)

    response = browser.post(ADDRESS, form | {"ends_on_day": "6"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "This form was already sent and saved" in page
    assert form["once"] not in page
    assert DutyCover.objects.count() == 1


def test_wrong_date_is_told_by_its_field_and_typing_is_kept(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    response = sign_in(sam).post(ADDRESS, typed(alice, bob, starts_on_day="29", starts_on_month="2"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "February 2027 has 28 days. Enter a real date, for example 27 3 2026." in page
    assert 'href="#id_starts_on_day"' in page
    assert 'value="29"' in page
    assert not Receipt.objects.exists()


def test_refusal_of_the_service_stands_by_its_field(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    response = sign_in(sam).post(ADDRESS, typed(alice, bob, ends_on_year="2026"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "The last day of cover must be the first day or later." in page
    assert 'href="#id_ends_on_day"' in page
    assert not DutyCover.objects.exists()


def test_role_that_may_not_is_told_so_and_it_is_logged(sign_in: Any, alice: Person, bob: Person) -> None:
    browser: Client = sign_in(alice)

    shown, sent = browser.get(ADDRESS), browser.post(ADDRESS, typed(alice, bob))

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "Your role, Officer, does not include this: Set duty cover." in sent.content.decode()
    assert (
        list(AuditEvent.objects.filter(action="DEED_REFUSED").values_list("person", "reason"))
        == [(alice.pk, "set_duty_cover")] * 2
    )


def test_broken_token_is_refused_with_a_fresh_one(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    response = sign_in(sam).post(ADDRESS, typed(alice, bob, once="not-a-token"))

    assert response.status_code == 422
    assert "This page was out of date." in response.content.decode()
    assert not DutyCover.objects.exists()


def test_page_open_for_too_long_gets_a_sentence(sam: Person, alice: Person, bob: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sam)

    response = browser.post(ADDRESS, typed(alice, bob))

    assert response.status_code == 403
    assert "This page was open for too long." in response.content.decode()


def test_what_was_done_is_said_once_on_the_next_page_and_names_nobody(
    sign_in: Any, sam: Person, alice: Person, bob: Person
) -> None:
    browser = sign_in(sam)
    response = browser.post(ADDRESS, typed(alice, bob))
    cookie = response.cookies["said"]

    first, second = (browser.get("/people/").content.decode() for _ in range(2))

    assert "Duty cover set." in first
    assert "Duty cover set." not in second
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "Alice" not in cookie.value


def test_failure_page_needs_no_database(rf: Any, sam: Person) -> None:
    request = rf.get("/cases/")
    request.user = sam
    with CaptureQueriesContext(connection) as queries:
        response = broken(request)

    assert response.status_code == 500
    assert "govuk" in response.content.decode()
    assert not queries.captured_queries

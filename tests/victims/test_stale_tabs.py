"""A form that began from what stood before drops nothing that was recorded since, on page or by API."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.http import http_date

from cases.models import Case, Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER
from tests.victims.test_races import a_victim, at_once, people
from tests.web.page import Page
from victims import services
from victims.models import Characteristics, Circumstances, ContactDetails, Identity

SignIn = Callable[[Person], Client]
NEVER = {"forbidden_methods": ["phone", "post", "text"], "forbidden_because": "suspect"}
DETAILS = {"preferred_method": "in_person_station", "safe_to_leave_message": "no", "interpreter_needed": "no"}
REPLACED = "What this form began with was replaced after you opened it."


def opened(browser: Client, address: str) -> dict[str, Any]:
    return token(browser.get(address))


def token(answer: Any) -> dict[str, Any]:
    """What holds a form to the moment at which it was opened."""
    return {"once": Page(answer.content.decode()).one("input", name="once").attrs["value"]}


def test_an_older_tab_of_the_same_person_does_not_erase_that_a_way_is_not_safe(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/contact-details/new/"
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", at=LATER)
    one, two = opened(browser, address), opened(browser, address)
    assert browser.post(address, {**one, **DETAILS, **NEVER}).status_code == 302

    late = browser.post(address, {**two, **DETAILS, "safe_times": "After four"})

    said = late.content.decode()
    stands = ContactDetails.objects.get(superseded_at__isnull=True)
    assert (late.status_code, stands.forbidden_methods) == (409, NEVER["forbidden_methods"])
    assert REPLACED in said
    assert "You recorded this in another window" in said
    assert 'value="After four"' in said  # kept where it was typed
    assert (
        browser.post(address, {**token(late), **DETAILS, **NEVER, "safe_times": "After four"}).status_code
        == 302
    )
    assert ContactDetails.objects.count() == 3


def test_what_another_deed_forbade_meanwhile_is_not_erased_either(
    victim: Victim, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    """No receipt of the same deed tells of it: confirming after an alert forbids what is not safe."""
    browser, address = sign_in(alice), f"/victims/{victim.pk}/contact-details/new/"
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", at=LATER)
    mine = opened(browser, address)
    services.record_contact_details(by=bob, victim=victim, preferred_method="in_person_station", **NEVER)

    late = browser.post(address, {**mine, **DETAILS})

    said = late.content.decode()
    assert (late.status_code, REPLACED in said, "How must we never reach them?" in said) == (409, True, True)
    stands = ContactDetails.objects.get(superseded_at__isnull=True)
    assert stands.forbidden_methods == NEVER["forbidden_methods"]


def test_a_client_that_says_when_it_read_replaces_nothing_younger(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    browser, address = sign_in(alice), f"/api/v1/victims/{victim.pk}/contact-details/"
    body = {
        "preferred_method": "in_person_station",
        "safe_to_leave_message": False,
        "interpreter_needed": False,
    }
    read = http_date((now() - timedelta(seconds=5)).timestamp())
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", **NEVER)

    def send(read: str) -> Any:
        return browser.post(
            address, body, content_type="application/json", headers={"If-Unmodified-Since": read}
        )

    late = send(read)

    assert (late.status_code, ContactDetails.objects.count()) == (412, 1)
    assert late.json()["detail"].startswith("What this replaces was recorded since you read it")
    assert send(http_date((now() + timedelta(seconds=2)).timestamp())).status_code == 201


WHOLE: list[tuple[type, str, dict[str, Any], dict[str, Any]]] = [
    (Identity, "identity", {"name": "Jane Example"}, {"name": "Jane Old"}),
    (Characteristics, "characteristics", {"sex": "prefers_not_to_say"}, {"gender": "prefers_not_to_say"}),
    (Circumstances, "circumstances", {"under_18": "yes", "family": ""}, {"under_18": "no"}),
]


@pytest.mark.parametrize(("model", "place", "first", "second"), WHOLE, ids=[one[1] for one in WHOLE])
def test_every_form_that_replaces_a_record_whole_is_held_to_what_it_began_with(
    victim: Victim,
    alice: Person,
    sign_in: SignIn,
    model: Any,
    place: str,
    first: dict[str, Any],
    second: dict[str, Any],
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/{place}/new/"
    one, two = opened(browser, address), opened(browser, address)
    done = browser.post(address, {**one, **first})
    assert done.status_code == 302
    late = browser.post(address, {**two, **second})
    assert (late.status_code, REPLACED in late.content.decode(), model.objects.count()) == (409, True, 1)


def saved_at_once(case: Case, *savings: Callable[[], object]) -> list[str]:
    """Save these while the case is held until each of them waits for it: each has looked before any saved."""
    held = threading.Event()

    def hold() -> None:
        with system("a test holds a case"), transaction.atomic(), connection.cursor() as cursor:
            list(Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk=case.pk))
            held.set()
            for _ in range(20_000):
                cursor.execute(
                    "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                    " WHERE NOT granted AND datname = current_database()"
                )
                if cursor.fetchone()[0] == len(savings):
                    return
        raise AssertionError("they never waited for the case")

    def after(save: Callable[[], object]) -> Callable[[], object]:
        return lambda: held.wait(timeout=20) and save()

    return at_once(hold, *map(after, savings))


def test_two_windows_that_save_at_the_same_moment_leave_one_record(own_database: str) -> None:
    """Both were opened before either is saved: whoever comes second under the lock sees the first."""
    [alice] = people("alice")
    case, victim = a_victim(alice)
    address = f"/victims/{victim.pk}/contact-details/new/"
    answers: list[int] = []

    def window(**said: Any) -> Callable[[], object]:
        browser = Client()
        browser.force_login(alice)
        kept = opened(browser, address)
        return lambda: answers.append(browser.post(address, {**kept, **DETAILS, **said}).status_code)

    assert saved_at_once(case, window(**NEVER), window(safe_times="After four")) == []
    with system("a test looks at what was done"):
        assert (sorted(answers), ContactDetails.objects.count()) == ([302, 409], 1)


def test_two_clients_that_read_before_either_wrote_leave_one_record(own_database: str) -> None:
    [alice] = people("alice")
    case, victim = a_victim(alice)
    url = f"/api/v1/victims/{victim.pk}/contact-details/"
    body = {"preferred_method": "video", "safe_to_leave_message": False, "interpreter_needed": False}
    answers: list[int] = []

    def client(**said: Any) -> Callable[[], object]:
        read = http_date((now() - timedelta(seconds=2)).timestamp())
        one = Client(headers={"If-Unmodified-Since": read})
        one.force_login(alice)
        sent = {**body, **said}
        return lambda: answers.append(one.post(url, sent, content_type="application/json").status_code)

    assert saved_at_once(case, client(safe_times="After four"), client(**NEVER)) == []
    with system("a test looks at what was done"):
        assert (sorted(answers), ContactDetails.objects.count()) == ([201, 412], 1)

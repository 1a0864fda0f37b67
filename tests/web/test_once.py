"""The same sending at the same moment: one deed, one result."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cases.services import open_case
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import set_duty_cover
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.services import AlreadySent, Outcome, do_once


def cover(by: Person, away: Person, covers: Person) -> Callable[[], Any]:
    def do() -> DutyCover:
        return set_duty_cover(
            by=by, absent=away, covered_by=covers, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5)
        )

    return do


def send(by: Person, do: Callable[[], Any], token: uuid.UUID, digest: str = "d") -> Outcome:
    return do_once(
        by=by,
        surface="set_duty_cover",
        token=token,
        digest=digest,
        do=do,
        address_of=lambda result: "/people/",
        case_of=lambda result: None,
    )


def test_two_at_the_same_moment_do_it_once(own_database: str) -> None:
    with system("a test looks up people"):
        sam, alice, bob = (Person.objects.get(username=name) for name in ("sam", "alice", "bob"))
    token, outcomes, started = uuid.uuid4(), [], threading.Barrier(4)

    def race() -> None:
        started.wait()
        try:
            with acting(sam):
                outcomes.append(send(sam, cover(sam, alice, bob), token))
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with system("a test looks at what was done"):
        made = DutyCover.objects.get()
        assert {outcome.result_id for outcome in outcomes} == {made.pk}
    assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]


def test_refused_deed_leaves_no_receipt_so_the_token_may_come_again(
    sam: Person, alice: Person, bob: Person
) -> None:
    token = uuid.uuid4()
    with pytest.raises(Invalid):
        send(sam, cover(sam, alice, alice), token, "first")
    assert not Receipt.objects.exists()

    outcome = send(sam, cover(sam, alice, bob), token, "second")

    assert outcome.repeated is False
    assert outcome.result_id == DutyCover.objects.get().pk


def test_token_of_somebody_else_is_another_token(
    sam: Person, dina: Person, alice: Person, bob: Person
) -> None:
    token = uuid.uuid4()
    send(sam, cover(sam, alice, bob), token)

    outcome = send(dina, cover(dina, bob, alice), token, "other")

    assert outcome.repeated is False


def test_same_token_with_another_body_is_refused(sam: Person, alice: Person, bob: Person) -> None:
    token = uuid.uuid4()
    first = send(sam, cover(sam, alice, bob), token, "first")

    with pytest.raises(AlreadySent) as refused:
        send(sam, cover(sam, bob, alice), token, "second")

    assert refused.value.receipt.result_id == first.result_id


def test_two_edits_of_one_version_at_the_same_moment_let_one_through(own_database: str, trial: None) -> None:
    with system("a test prepares"):
        alice = Person.objects.select_related("district", "team").get(username="alice")
        case = open_case(
            by=alice,
            district=alice.district,
            team=alice.team,
            reported_on=date(2026, 3, 2),
            officer_in_charge=alice,
            crime_reference="13260000001",
            offence_type="rape_adult",
        )
    started, statuses = threading.Barrier(3), []

    def race(number: int) -> None:
        browser = Client()
        browser.force_login(alice)
        started.wait()
        response = browser.patch(
            f"/api/v1/trial/{case.pk}/",
            json.dumps({"urn": f"13AB0000{number}26"}),
            content_type="application/json",
            headers={"If-Match": '"1"'},
        )
        statuses.append(response.status_code)
        connection.close()

    threads = [threading.Thread(target=race, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with system("a test looks at what was done"):
        case.refresh_from_db()
    assert sorted(statuses) == [200, 412, 412]
    assert case.version == 2

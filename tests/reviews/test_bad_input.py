"""What a hurried or hostile hand sends: a sentence by the field, never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any
from uuid import uuid4

from django.db import transaction

from cases.models import Allegation, Case, Victim
from rasso_tracker.people.models import Person
from reviews.models import Decision, Notification, ReviewRequest, RightTold
from tests.reviews.conftest import WHY
from tests.reviews.test_pages import post_json

ODD = [
    None,
    "",
    [],
    {},
    "x",
    7,
    True,
    "2026-02-29T10:00:00Z",
    "2026-03-29T01:30:00",
    "9999-12-31T23:59:59Z",
    "\x00",
]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind, so that one case serves for many tries."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def test_no_odd_value_of_a_telling_breaks_anything(
    sign_in: Any, decided: Decision, victim: Victim, alice: Person
) -> None:
    browser = sign_in(alice)
    good = {
        "decision": str(decided.pk),
        "victim": str(victim.pk),
        "told_at": "2026-09-02T16:00:00+01:00",
        "method": "phone",
        "understood": "yes",
    }
    for field, odd in product([*good, "wanted_method", "told_by", "note", "not_told_because"], ODD):
        with undone():
            answer = post_json(browser, "/api/v1/notifications/", {**good, field: odd})
            assert answer.status_code in (201, 400, 404), (field, odd, answer.content)
            if answer.status_code == 400:
                assert answer.json()["fields"], (field, odd)
            told = not Notification.objects.get(decision=decided).is_open
            assert told == (answer.status_code == 201), (field, odd)


def test_no_odd_lines_of_a_decision_break_anything(
    sign_in: Any, interviewed: Allegation, case: Case, alice: Person
) -> None:
    browser = sign_in(alice)
    for lines in (*ODD, [None], ["x"], [[]], [{}], [{"allegation": "x"}], [{"outcome": "15"}], [{"x": 1}]):
        body = {"case": str(case.pk), "lines": lines, "rationale": WHY}
        answer = post_json(browser, "/api/v1/decisions/", body)
        assert answer.status_code == 400, (lines, answer.content)
        assert answer.json()["fields"], lines
        assert not Decision.objects.exists(), lines


def test_no_odd_value_of_a_request_breaks_anything(
    sign_in: Any, told: Decision, victim: Victim, alice: Person
) -> None:
    browser = sign_in(alice)
    good = {
        "decision": str(told.pk),
        "victim": str(victim.pk),
        "received_at": "2026-09-14T10:00:00+01:00",
        "channel": "email",
        "asked_by": "victim",
    }
    for field, odd in product([*good, "discretion_reason"], ODD):
        with undone():
            answer = post_json(browser, "/api/v1/review-requests/", {**good, field: odd})
            assert answer.status_code in (201, 400, 404), (field, odd, answer.content)
            assert ReviewRequest.objects.count() == (answer.status_code == 201), (field, odd)


def test_no_odd_reviewer_breaks_anything(sign_in: Any, asked: ReviewRequest, dina: Person) -> None:
    browser = sign_in(dina)
    here = f"/api/v1/review-requests/{asked.pk}/allocate/"
    for odd in (*ODD, str(uuid4())):
        answer = post_json(browser, here, {"reviewer": odd}, **{"If-Match": '"1"'})
        assert answer.status_code == 400, (odd, answer.content)
        assert list(answer.json()["fields"]) == ["reviewer"], odd


def test_a_victim_of_no_decision_is_not_offered(sign_in: Any, decided: Decision, alice: Person) -> None:
    browser = sign_in(alice)
    for victim in ("", "x", str(uuid4())):
        answer = browser.post(
            f"/decisions/{decided.pk}/tell-right/", {"victim": victim, "leaflet_version": "4"}
        )
        assert answer.status_code == 422, victim
        assert not RightTold.objects.exists()


def test_an_id_that_is_nobodys_is_404_for_everybody(sign_in: Any, alice: Person) -> None:
    browser = sign_in(alice)
    for address in (
        f"/decisions/{uuid4()}/",
        f"/decisions/{uuid4()}/notify/",
        f"/right-to-review/{uuid4()}/",
        f"/api/v1/decisions/{uuid4()}/",
        f"/api/v1/review-requests/{uuid4()}/",
    ):
        assert browser.get(address).status_code == 404, address
    answer = browser.post(
        "/api/v1/notifications/",
        json.dumps({"decision": str(uuid4())}),
        content_type="application/json",
    )
    assert answer.status_code in (400, 404)

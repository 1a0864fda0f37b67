"""Who answers for somebody on leave: by service, page and API alike, and followed to the end of the chain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rasso_tracker.people.cover import answering, rota_on
from rasso_tracker.people.models import DutyCover, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import set_duty_cover

MONDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 5)


def cover(
    by: Person, absent: Person, covered_by: Person, first: date = MONDAY, last: date = FRIDAY
) -> DutyCover:
    return set_duty_cover(by=by, absent=absent, covered_by=covered_by, starts_on=first, ends_on=last)


def test_both_days_count_and_the_day_after_does_not(sam: Person, alice: Person, bob: Person) -> None:
    cover(sam, alice, bob)
    for day, found in ((MONDAY, bob), (FRIDAY, bob), (date(2026, 6, 6), alice), (date(2026, 5, 31), alice)):
        assert answering([alice], day) == [found]


def test_a_chain_of_cover_is_followed_and_nobody_hears_twice(
    adam: Person, alice: Person, bob: Person, dora: Person
) -> None:
    cover(adam, alice, bob)
    cover(adam, bob, dora)
    assert rota_on(MONDAY).line(alice.pk) == (dora.pk, bob.pk, alice.pk)
    assert answering([alice, bob, dora], MONDAY) == [dora]


def test_cover_in_a_circle_ends(adam: Person, alice: Person, bob: Person) -> None:
    cover(adam, alice, bob)
    cover(adam, bob, alice)
    assert len(answering([alice, bob], MONDAY)) == 2


def test_a_second_cover_for_the_same_days_is_refused_by_its_field(
    sam: Person, alice: Person, bob: Person
) -> None:
    cover(sam, alice, bob)
    with pytest.raises(Invalid) as refusal:
        cover(sam, alice, sam, FRIDAY, date(2026, 6, 9))
    assert refusal.value.fields == {"starts_on": "Alice is already covered on some of these days."}


def test_what_cannot_be_is_refused_by_its_field(sam: Person, alice: Person, bob: Person) -> None:
    for changes, field in (
        ({"last": date(2026, 5, 1)}, "ends_on"),
        ({"covered_by": alice}, "covered_by"),
        ({"first": date(2014, 1, 1), "last": date(2014, 1, 2)}, "covered_by"),
    ):
        with pytest.raises(Invalid) as refusal:
            cover(sam, alice, changes.pop("covered_by", bob), **changes)  # type: ignore[arg-type]  # a day or a person, by its name
        assert list(refusal.value.fields) == [field]


def test_a_supervisor_covers_the_own_district_only(sam: Person, charlie: Person, bob: Person) -> None:
    with pytest.raises(NotAllowed, match="your own district"):
        cover(sam, charlie, bob)


def test_an_officer_may_not_set_cover(alice: Person, bob: Person, sign_in: Any) -> None:
    with pytest.raises(NotAllowed):
        cover(alice, alice, bob)
    assert sign_in(alice).get("/people/duty-cover/new/").status_code == 403


def test_page_and_api_set_the_same_cover(sam: Person, alice: Person, bob: Person, sign_in: Any) -> None:
    sent = sign_in(sam).post(
        "/api/v1/duty-covers/",
        {
            "absent": str(alice.pk),
            "covered_by": str(bob.pk),
            "starts_on": "2026-06-01",
            "ends_on": "2026-06-05",
        },
        content_type="application/json",
    )
    assert sent.status_code == 201, sent.content
    made = DutyCover.objects.get()
    assert (made.person, made.covered_by, made.starts_on, made.ends_on, made.set_by) == (
        alice,
        bob,
        MONDAY,
        FRIDAY,
        sam,
    )
    page = sign_in(sam).get("/people/away/?week=2026-06-03&district=leeds").content.decode()
    assert "Alice" in page

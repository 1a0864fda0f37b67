"""A direction is told to its owner at once, with what ends it, and goes quiet when it is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import services
from cases.enums import Duty
from cases.models import Case, Direction, SupervisoryReview
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import record_leave
from tests.cases.conftest import on
from tests.cases.test_supervision import reviewed

ASKS = "Speak to the neighbour."


def direct(by: Person, case: Case, owner: Person) -> Direction:
    given = [{"asks": ASKS, "owner": owner, "due_on": date(2026, 3, 26)}]
    review: SupervisoryReview = reviewed(by, case, directions=given)
    return Direction.objects.get(review=review)


def told() -> list[Message]:
    return list(Message.objects.filter(kind="direction_given").select_related("recipient"))


def test_its_owner_hears_at_once_of_what_and_by_when_and_what_ends_it(
    case: Case, sam: Person, alice: Person
) -> None:
    direction = direct(sam, case, alice)
    deliver(at=on(12))
    (message,) = told()
    assert (message.recipient, message.due_on, message.case_id) == (alice, direction.due_on, case.pk)
    assert message.headline == "Carry out a direction of the supervisory review"
    assert message.ends_when == "it is answered, a supervisor withdraws it, or the case is closed"
    assert message.path == f"/supervisory-directions/{direction.pk}/"
    assert ASKS not in f"{message.headline}{message.why}{message.reference}"


@pytest.mark.parametrize("how", ["answered", "withdrawn"])
def test_it_goes_quiet_once_the_direction_is_over(how: str, case: Case, sam: Person, alice: Person) -> None:
    direction = direct(sam, case, alice)
    deliver(at=on(12))
    if how == "answered":
        services.answer_direction(by=alice, direction=direction, how="Spoke to her.", at=on(13))
    else:
        services.withdraw_direction(by=sam, direction=direction, reason="Not needed.", at=on(13))
    assert [one.handled_at for one in told()] == [on(13)]


def test_one_that_is_over_before_delivery_tells_nobody(case: Case, sam: Person, alice: Person) -> None:
    direction = direct(sam, case, alice)
    services.answer_direction(by=alice, direction=direction, how="Spoke to her.", at=on(12))
    deliver(at=on(13))
    assert told() == []


def test_whoever_covers_for_an_owner_on_leave_hears_instead(
    case: Case, sam: Person, alice: Person, bob: Person
) -> None:
    days: dict[str, Any] = {"starts_on": date(2026, 3, 11), "ends_on": date(2026, 3, 20)}
    record_leave(by=sam, absent=alice, covered_by=bob, at=on(10), **days)
    direct(sam, case, alice)
    deliver(at=on(12))
    (message,) = told()
    assert (message.recipient, message.why) == (bob, "You cover today for Alice, who was given it.")


def test_whoever_takes_over_the_post_takes_it_over_and_hears(
    case: Case, sam: Person, alice: Person, bob: Person
) -> None:
    direct(sam, case, alice)
    deliver(at=on(12))
    services.assign_officer(by=sam, case=case, person=bob, duty=Duty.OIC, at=on(13))
    found = {one.recipient.username: one.handled_at for one in told()}
    assert found == {"alice": on(13), "bob": None}

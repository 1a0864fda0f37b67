"""An ISVA or a spokesperson who asks for a review is one whom the victim had then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, ReviewAsker, ReviewRequest
from tests.reviews.conftest import DECIDED_AT, LATER, RECEIVED_AT, ask
from tests.reviews.test_letters_told import speaks
from tests.reviews.test_pages import post_json
from tests.victims.conftest import with_outside_isva


def test_an_isva_asked_only_where_one_was_on_record_then(
    asked: ReviewRequest, victim: Victim, alice: Person
) -> None:
    asks = {"channel": "phone", "asked_by": "isva", "hears": True, "at": LATER}
    after = RECEIVED_AT + timedelta(days=3)
    with pytest.raises(Invalid) as refused:
        services.record_also_asked(by=alice, request=asked, received_at=after, **asks)
    assert refused.value.fields == {
        "asked_by": "No ISVA of Victim 1 is on record at that moment. Record that first, or choose"
        " “Somebody else for the victim”."
    }
    assert not ReviewAsker.objects.exists()
    with_outside_isva(alice, victim)
    services.record_also_asked(by=alice, request=asked, received_at=after, **asks)
    assert ReviewAsker.objects.get().asked_by == "isva"


@pytest.mark.parametrize(("asked_by", "noun"), [("spokesperson", "spokesperson"), ("isva", "ISVA")])
def test_the_first_ask_too_is_by_somebody_whom_the_victim_had_then(
    told: Decision,
    victim: Victim,
    alice: Person,
    sign_in: Callable[..., Client],
    asked_by: str,
    noun: str,
) -> None:
    said = (
        f"No {noun} of Victim 1 is on record at that moment. Record that first, or choose"
        " “Somebody else for the victim”."
    )
    browser, new = sign_in(alice), f"/decisions/{told.pk}/review-requests/new/"
    page = browser.get(new).content.decode()
    assert f'value="{asked_by}"' not in page
    assert "Not offered here, since none is on record for the victim: a spokesperson or an ISVA." in page
    body = {
        "decision": str(told.pk),
        "victim": str(victim.pk),
        "received_at": RECEIVED_AT.isoformat(),
        "channel": "phone",
        "asked_by": asked_by,
        "discretion_reason": "In time, though.",
    }
    answer = post_json(browser, "/api/v1/review-requests/", body)
    in_time = "The request came in time: leave this empty."
    assert (answer.status_code, answer.json()["fields"]) == (
        400,
        {"asked_by": said, "discretion_reason": in_time},
    )
    assert not ReviewRequest.objects.exists()
    if asked_by == "isva":
        with_outside_isva(alice, victim)
    else:
        speaks(alice, victim, at=DECIDED_AT)
    assert f'value="{asked_by}"' in browser.get(new).content.decode()
    assert ask(alice, told, victim, asked_by=asked_by).asked_by == asked_by

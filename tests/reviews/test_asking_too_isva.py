"""An ISVA who asks for a review that was asked for already is one whom the victim had then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import ReviewAsker, ReviewRequest
from tests.reviews.conftest import LATER, RECEIVED_AT
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

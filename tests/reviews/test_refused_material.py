"""A refusal to share private material never closes a case by itself: the decision says what else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Allegation, Case, Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision
from reviews.sealed import text_of
from tests.decisions import CHECKED
from tests.reviews.conftest import PROPOSED_AT, WHY, line
from tests.stories import story
from victims.models import MaterialRequest
from victims.services import give_material_notice, plan_material_request, record_device_answer

BEYOND = "Three witnesses and the pictures were looked at, and none shows the room."


@story
def refused(victim: Victim, alice: Person) -> MaterialRequest:
    """The victim did not hand over a phone."""
    when = PROPOSED_AT - timedelta(days=1)
    words = ("named", "scope", "enquiry", "necessary", "proportionate", "last_resort")
    row = plan_material_request(
        by=alice, victim=victim, kind="device", source="phone", at=when, **dict.fromkeys(words, "Words.")
    )
    notice = {"notice_how": "post", "notice_to": "victim", "views": "objects"}
    row = give_material_notice(by=alice, material=row, noticed_on=london_date(when), at=when, **notice)
    return record_device_answer(by=alice, material=row, agreed=False, answered_on=london_date(when), at=when)


def propose(by: Person, case: Case, allegation: Allegation, **given: str) -> Decision:
    lines = [line(allegation)]
    return services.propose_nfa(
        by=by, case=case, lines=lines, rationale=WHY, at=PROPOSED_AT, **given, **CHECKED
    )


def test_after_a_refusal_the_decision_says_what_else_decides_it(
    refused: MaterialRequest, interviewed: Allegation, case: Case, alice: Person
) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(alice, case, interviewed)
    assert list(refusal.value.fields) == ["beyond_refusal"]
    assert not Decision.objects.exists()
    decision = propose(alice, case, interviewed, beyond_refusal=BEYOND)
    assert text_of(decision, "beyond_refusal") == BEYOND


def test_without_a_refusal_nothing_more_is_asked(interviewed: Allegation, case: Case, alice: Person) -> None:
    with pytest.raises(Invalid, match="leave this empty"):
        propose(alice, case, interviewed, beyond_refusal=BEYOND)
    assert propose(alice, case, interviewed).beyond_refusal_sealed is None


def test_the_form_asks_only_then_and_whoever_authorises_reads_it(
    interviewed: Allegation, case: Case, alice: Person, sam: Person, refused: MaterialRequest, sign_in: Any
) -> None:
    page = sign_in(alice).get(reverse("propose_nfa", args=[case.pk])).content.decode()
    assert "A refusal is never a reason by itself to end a case." in page
    decision = propose(alice, case, interviewed, beyond_refusal=BEYOND)
    for name in ("decision_detail", "authorise_nfa"):
        assert BEYOND in sign_in(sam).get(reverse(name, args=[decision.pk])).content.decode()


def test_the_form_is_as_it_was_where_nothing_was_refused(
    interviewed: Allegation, case: Case, alice: Person, sign_in: Any
) -> None:
    page = sign_in(alice).get(reverse("propose_nfa", args=[case.pk])).content.decode()
    assert "beyond_refusal" not in page

"""Advice that needs a second lawyer is told to the unit's legal managers, never to who wrote it."""

from __future__ import annotations

from actionplans.models import Advice, Submission
from actionplans.services import countersign_advice, write_advice
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.actionplans.test_advice import GIVEN, LATER


def waiting() -> dict[str, str]:
    rows = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
    return {one.recipient.username: one.path for one in rows.select_related("recipient")}


def test_the_legal_manager_hears_and_the_countersignature_ends_it(
    advice: Advice,
    chief: Person,
    submission: Submission,
) -> None:
    deliver(at=GIVEN)
    assert waiting() == {"max": f"/submissions/{submission.pk}/"}
    countersign_advice(by=chief, advice=advice, at=LATER)
    assert waiting() == {}


def test_a_manager_who_wrote_it_is_not_asked_to_sign_their_own(
    submission: Submission,
    chief: Person,
) -> None:
    write_advice(by=chief, submission=submission, text="No prospect.", kind="nfa", at=GIVEN)
    deliver(at=GIVEN)
    assert "max" not in waiting()
    assert waiting() != {}


def test_each_version_that_stands_waits_for_its_own_countersignature(
    advice: Advice,
    submission: Submission,
    lena: Person,
) -> None:
    again = write_advice(by=lena, submission=submission, text="Still none.", kind="nfa", at=LATER)
    deliver(at=LATER)
    heard = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
    assert {one.source for one in heard} == {advice.pk, again.pk}

"""Of a decision that stands no more nothing is told, written or asked; what was said before is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.models import DueItem, Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.models import Decision, DecisionLetter, Notification
from reviews.services import (
    draft_letter,
    record_told_of_right,
    reopen_decision,
    sign_off_letter,
)
from tests.reviews.conftest import LATER, TOLD_AT, ask, tell
from victims.services import record_contact_details, record_identity

SignIn = Callable[..., Client]
GONE = "did not stand for Victim 1 any more"
REOPENED_AT = LATER + timedelta(days=1)
AFTER = REOPENED_AT + timedelta(hours=2)


def reopened(decision: Decision, sam: Person) -> Decision:
    reopen_decision(by=sam, decision=decision, reason="A witness came forward.", at=REOPENED_AT)
    return Decision.objects.get(pk=decision.pk)


def test_nothing_is_told_written_or_asked_of_it(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    decision = reopened(decided, sam)
    for deed in (
        lambda: tell(alice, decision, victim, told_at=AFTER, at=now()),
        lambda: record_told_of_right(
            by=alice,
            decision=decision,
            victim=victim,
            told_at=AFTER,
            method="in_person_home",
            leaflet_version="2026",
            at=now(),
        ),
        lambda: draft_letter(by=alice, decision=decision, victim=victim, way="post", at=AFTER),
        lambda: ask(alice, decision, victim, received_at=AFTER, at=now()),
    ):
        with pytest.raises(Invalid) as trouble:
            deed()
        assert GONE in trouble.value.fields["victim"]


def test_it_is_owed_no_more_and_what_was_said_before_is_recorded(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    notice = Notification.objects.get(decision=decided)
    owed = DueItem.objects.filter(source=notice.pk, code="tell_decision", settled_at__isnull=True)
    assert owed.count() == 1
    decision = reopened(decided, sam)
    assert owed.count() == 0
    tell(alice, decision, victim, told_at=TOLD_AT, at=AFTER)
    assert Notification.objects.get(decision=decision).told_at == TOLD_AT


def test_the_page_says_so_and_offers_none_of_it(
    decided: Decision, victim: Victim, sam: Person, alice: Person, sign_in: SignIn
) -> None:
    decision = reopened(decided, sam)
    page = sign_in(alice).get(f"/decisions/{decision.pk}/").content.decode()
    assert "Stands no more" in page
    assert "there is nothing to tell of it" in page
    assert "Still to be told" not in page
    for path in ("notify/", "tell-right/", "letters/new/"):
        assert f"/decisions/{decision.pk}/{path}" not in page


def test_a_letter_that_was_drafted_before_goes_no_further(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    record_identity(by=alice, victim=victim, name="Vera Example", at=LATER)
    record_contact_details(
        by=alice, victim=victim, preferred_method="post", address="1 High Street, Leeds", at=LATER
    )
    letter = draft_letter(by=alice, decision=decided, victim=victim, way="post", at=LATER)
    reopened(decided, sam)
    with pytest.raises(NotAllowed, match="Drop the letter"):
        sign_off_letter(by=sam, letter=letter, at=AFTER)
    assert DecisionLetter.objects.get(pk=letter.pk).status == "draft"

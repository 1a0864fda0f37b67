"""What no letter can be is refused by the tables themselves, each constraint by its name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from cases.models import Allegation, Case, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import CpsLetter, Decision, DecisionLetter, LetterCopy
from tests.reviews.conftest import DECIDED_AT, LATER
from tests.reviews.test_decisions import record_from_document
from tests.reviews.test_letters import SIGNED_AT, draft, drafted, known, send, signed

__all__ = ["drafted", "known", "signed"]  # fixtures
EARLIER = DECIDED_AT - timedelta(1)
SENT = {"status": "sent", "sent_on": date(2026, 9, 4), "sent_method": "post", "sent_recorded_at": LATER}


def refused(constraint: str, row: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), open_door("a test"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("letter_status_fits", {"status": "posted"}),
        ("letter_way_known", {"way": "fax"}),
        ("letter_variant_known", {"variant": "braille"}),
        ("letter_language_known", {"language": "pl"}),
        ("letter_status_fits", {"status": "signed_off"}),
        ("letter_status_fits", {"status": "dropped"}),
        ("letter_status_fits", {"sent_recorded_at": LATER}),
        ("letter_status_fits", {"ask_by": date(2026, 12, 2)}),
        ("letter_superseded_after_written", {"superseded_at": EARLIER, "status": "dropped"}),
    ],
)
def test_a_draft_cannot_be(drafted: DecisionLetter, constraint: str, values: dict[str, Any]) -> None:
    refused(constraint, drafted, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("letter_two_people_sign", {"signed_off_by": F("written_by")}),
        ("letter_signed_after_written", {"signed_off_at": EARLIER}),
        ("letter_status_fits", {"signed_off_at": None}),
        ("letter_status_fits", {"status": "draft"}),
        ("letter_status_fits", {**SENT, "sent_recorded_by": None}),
        ("letter_status_fits", {"sent_method": "post"}),
        ("letter_status_fits", {"superseded_at": LATER}),
    ],
)
def test_a_signed_letter_cannot_be(signed: DecisionLetter, constraint: str, values: dict[str, Any]) -> None:
    refused(constraint, signed, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("letter_method_fits_way", {"sent_method": "email"}),
        ("letter_method_fits_way", {"way": "by_hand"}),
        ("letter_sent_after_signed", {"sent_on": date(2026, 9, 2)}),
        ("letter_sent_after_signed", {"sent_on": date(2026, 11, 3)}),
        ("letter_status_fits", {"sent_method": ""}),
        ("letter_status_fits", {"status": "dropped", "superseded_at": LATER}),
    ],
)
def test_a_sent_letter_cannot_be(
    signed: DecisionLetter, alice: Person, constraint: str, values: dict[str, Any]
) -> None:
    refused(constraint, send(alice, signed), **values)


def test_one_letter_stands_and_its_number_is_its_own(
    drafted: DecisionLetter, decided: Decision, known: Victim, alice: Person
) -> None:
    again = draft(alice, decided, known, drops_draft=True, at=SIGNED_AT)
    refused("letter_number_once", again, number=1)
    unsuperseded = {"superseded_at": None, "status": "draft"}
    refused("letter_one_stands", DecisionLetter.objects.get(pk=drafted.pk), **unsuperseded)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("letter_copy_has_hash", {"sha256": "0" * 63}),
        ("letter_copy_has_hash", {"sha256": "G" * 64}),
        ("letter_copy_says_template", {"template_version": ""}),
        ("letter_copy_variant_known", {"variant": "braille"}),
        ("letter_copy_language_known", {"language": "pl"}),
        ("letter_id", {}),
    ],
)
def test_a_copy_cannot_be(signed: DecisionLetter, constraint: str, values: dict[str, Any]) -> None:
    """A copy can only be added, so what it cannot be is asked of a second one."""
    twin = LetterCopy.objects.get(letter=signed)
    twin.pk = None
    twin.id = LetterCopy().id
    for name, value in values.items():
        setattr(twin, name, value)
    with pytest.raises(IntegrityError, match=constraint), open_door("a test"), transaction.atomic():
        twin.save(force_insert=True)


def test_a_letter_of_cps_cannot_be(
    with_cps: Case, interviewed: Allegation, victim: Victim, alice: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    row = services.record_cps_letter(
        by=alice, decision=decision, victim=victim, sent_on=date(2026, 9, 3), at=LATER
    )
    refused("cps_letter_after_decision", row, sent_on=date(2026, 9, 1))
    refused("cps_letter_not_in_future", row, sent_on=date(2026, 11, 3))
    twin = CpsLetter.objects.get(pk=row.pk)
    twin.id = CpsLetter().id
    with pytest.raises(IntegrityError, match="cps_letter_once"), open_door("a test"), transaction.atomic():
        twin.save(force_insert=True)

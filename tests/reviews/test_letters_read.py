"""A letter in English to a victim who needs an interpreter: that one read it to them, and on which day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import DecisionLetter
from tests.refusals import refused_by_table
from tests.reviews.test_letters import drafted, known, reach, send, signed

__all__ = ["drafted", "known", "signed"]
READ_AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
READ_ON = date(2026, 9, 9)
UNREAD = "Victim 1 needs an interpreter, and this letter went in English."
TITLE = "Record that an interpreter read it to them"


def needs(by: Person, victim: Victim) -> None:
    reach(by, victim, language="Polish", interpreter_needed=True, at=READ_AT - timedelta(hours=2))


def read(by: Person, letter: DecisionLetter, on: date = READ_ON) -> DecisionLetter:
    return services.record_letter_interpreted(by=by, letter=letter, interpreted_on=on, at=READ_AT)


def test_that_an_interpreter_read_it_is_a_fact_of_the_letter(
    signed: DecisionLetter, known: Victim, alice: Person, lena: Person, sign_in: Any
) -> None:
    browser, here = sign_in(alice), f"/letters/{signed.pk}/"
    needs(alice, known)
    assert TITLE not in browser.get(here).content.decode()  # it has not gone
    letter = send(alice, signed)
    page = browser.get(here).content.decode()
    assert UNREAD in page
    assert "Nobody has recorded that an interpreter read it to them" in page
    assert TITLE in page
    told = browser.post(
        f"/api/v1/decision-letters/{signed.pk}/interpreter/",
        {"interpreted_on": READ_ON.isoformat()},
        "application/json",
        headers={"If-Match": f'"{letter.version}"'},
    )
    assert (told.status_code, told.json().get("interpreted_on")) == (201, READ_ON.isoformat()), told.content
    page = " ".join(browser.get(here).content.decode().split())
    assert f"By an interpreter, 9 September 2026, recorded by {alice.name}" in page
    assert UNREAD not in page
    assert TITLE not in page
    event = AuditEvent.objects.get(action="LETTER_INTERPRETED")
    assert (event.person, set(event.subjects)) == (alice, {signed.pk, known.pk})
    assert (
        "An interpreter read letter 1 to Victim 1"
        in browser.get(f"/cases/{signed.case_id}/history/").content.decode()
    )
    with pytest.raises(NotAllowed, match="on 9 September 2026 is recorded already"):
        read(alice, letter)
    with pytest.raises(NotAllowed):
        read(lena, letter)


def test_who_needs_no_interpreter_is_asked_nothing(
    signed: DecisionLetter, known: Victim, alice: Person, sign_in: Any
) -> None:
    needless = send(alice, signed)
    page = sign_in(alice).get(f"/letters/{signed.pk}/").content.decode()
    assert (UNREAD in page, TITLE in page, "Read to them" in page) == (False, False, False)
    with pytest.raises(NotAllowed, match="needs no interpreter for this letter"):
        read(alice, needless)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 9, 1), "it cannot have been read to them before then"),
        (date(2026, 11, 3), "Enter a date that is not in the future."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    signed: DecisionLetter, known: Victim, alice: Person, on: date, words: str
) -> None:
    needs(alice, known)
    with pytest.raises(NotAllowed, match="has not gone"):
        read(alice, signed)
    letter = send(alice, signed)
    with pytest.raises(Invalid, match=words):
        read(alice, letter, on)


@pytest.mark.parametrize(
    "values",
    [
        {"interpreted_on": date(2026, 9, 1)},
        {"interpreted_on": date(2026, 11, 3)},
        {"interpreted_on": None},
        {"interpreted_recorded_by": None},
        {"language": "ur"},
    ],
)
def test_the_table_refuses_what_cannot_be(
    signed: DecisionLetter, known: Victim, alice: Person, values: dict[str, Any]
) -> None:
    needs(alice, known)
    read(alice, send(alice, signed))
    with open_door("a test"), refused_by_table("letter_interpreted_in_order"):
        DecisionLetter.objects.filter(pk=signed.pk).update(**values)

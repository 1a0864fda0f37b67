"""Where a posted letter has its address: in the window of the envelope, which GOV.UK Notify checks too."""

from __future__ import annotations

from typing import Any

import pypdf
import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import Decision
from tests.reviews.conftest import OPENED_AT
from tests.reviews.test_letters import NAME, SIGNED_AT, draft, edit, opened_pdf, reach
from victims import services as victims

# Millimetres from the left and the top edge of the page: notifications-template-preview, app/precompiled.py.
LEFT, RIGHT, TOP, BOTTOM, BODY = 24.6, 120.0, 40.0, 66.2, 95.0
BORDER = 15.0
MM = 72 / 25.4
LONG = "Flat 12, The Old Weaving Sheds, 1 Example Street, Upper Example, Leeds, LS1 1AA"


def pieces(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """Each piece of text with where its baseline begins, in mm from the left and the top."""
    found: list[tuple[str, float, float]] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip():
            found.append((text.strip(), x / MM, (height - y) / MM))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("variant", ["plain", "large_print", "easy_read"])
@pytest.mark.parametrize("address", ["1 Example Street, Leeds, LS1 1AA", LONG])
def test_the_address_is_in_the_window_and_nothing_else(
    variant: str, address: str, decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim, address=address)
    letter = edit(alice, draft(alice, decided, victim, variant=variant))
    signed = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    found = pieces(opened_pdf(signed).pages[0])
    above = [one for one in found if one[2] < BODY]
    wanted = [NAME, *(line.strip() for line in address.split(","))]
    assert " ".join(text for text, _, _ in above).split() == " ".join(wanted).split()
    assert all(LEFT <= x < RIGHT and TOP < y < BOTTOM for _, x, y in above), above
    assert all(x > BORDER for _, x, _ in found)


def test_a_letter_that_is_handed_over_begins_at_the_top(
    decided: Decision, victim: Victim, alice: Person, sam: Person
) -> None:
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim)
    letter = edit(alice, draft(alice, decided, victim, way="by_hand"))
    signed = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    text, _, y = pieces(opened_pdf(signed).pages[0])[0]
    assert (text.startswith(NAME.split()[0]), y < TOP) == (True, True)

"""What our letters can show: names in the letters that people write them in, and a sentence for the rest."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.models import Decision, DecisionLetter, LetterCopy
from reviews.services import sign_off_letter
from reviews.shown.letters import about_letter
from tests.reviews.test_letters import OPENED_AT, REASONS, SIGNED_AT, draft, edit, opened_pdf, reach, text_in
from victims import services as victims

pytestmark = pytest.mark.django_db


def letter_to(name: str, victim: Victim, decided: Decision, alice: Person, reasons: str) -> DecisionLetter:
    victims.record_identity(by=alice, victim=victim, name=name, at=OPENED_AT)
    reach(alice, victim)
    return edit(alice, draft(alice, decided, victim), reasons=reasons)


@pytest.mark.parametrize(
    "name",
    [
        "Ольга Петрова",
        "Ελένη Παπαδοπούλου",
        "Nguyễn Thị Hồng",
        "Ọlá Ṣadé Owusu-Ɛ",
        "Łucja Żółć",
        "שרה",
        "عائشہ",
        "আমিনা",
        "अनीता",
        "நிலா",
        "ਸਿਮਰਨ",
        "પ્રીતિ",
    ],
)
def test_a_name_stands_in_the_letter_as_they_write_it(
    name: str, victim: Victim, decided: Decision, alice: Person, sam: Person
) -> None:
    letter = letter_to(name, victim, decided, alice, f"{REASONS} ✓ → ●")
    signed = sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert about_letter(sam, signed)["changed"] == ""
    fonts = {font["/BaseFont"] for page in opened_pdf(signed).pages for font in _fonts(page)}
    assert len(fonts) > 1  # the letters' own, and one that has these signs


def _fonts(page: Any) -> list[Any]:
    return [one.get_object() for one in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize(("name", "signs"), [("李小龙", "李 小 龙"), ("ခင်", "ခ င ်"), ("Zoë 😀", "😀")])
def test_a_name_that_cannot_be_shown_is_said_on_the_page_and_at_the_sign_off(
    name: str, signs: str, victim: Victim, decided: Decision, alice: Person, sam: Person
) -> None:
    letter = letter_to(name, victim, decided, alice, REASONS)
    it = "it" if len(signs) == 1 else "them"
    why = (
        f"Our letters cannot show “{signs}”. Where a name or an address of the record holds {it}, ask them "
        "how they write it in Latin letters, and record it so."
    )
    assert about_letter(alice, letter)["changed"] == why
    with pytest.raises(NotAllowed) as refused:
        sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert str(refused.value) == why
    assert not LetterCopy.objects.exists()
    victims.record_identity(by=alice, victim=victim, name="Lee Siu Lung", at=SIGNED_AT)
    signed = sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert "Lee Siu Lung" in text_in(opened_pdf(signed))


def test_a_paragraph_that_cannot_be_shown_is_refused_by_its_field(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        letter_to("Anna", victim, decided, alice, f"{REASONS} 😀 龙")
    assert refused.value.fields == {"reasons": "Our letters cannot show “😀 龙”. Write this without them."}

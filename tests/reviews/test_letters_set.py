"""What our letters can show: names in the letters that people write them in, and a sentence for the rest."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.letter_enums import LetterLanguage, LetterVariant
from reviews.letters.pdf import made
from reviews.letters.words import Letter, Part
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


@pytest.mark.parametrize(
    "run", ["0113 496 0123", "+44 7700 900123", "14 Oak Road, Leeds LS1 1AB", "13/482913/26"]
)
def test_what_is_written_from_the_left_keeps_its_order_on_the_paper_of_an_urdu_letter(run: str) -> None:
    parts = (
        Part("title", "خط"),
        Part("p", f"ہم سے {run} پر بات کریں۔"),
        Part("list", items=(f"یہاں: {run}",)),
    )
    letter = Letter("خط", LetterLanguage.URDU, LetterVariant.PLAIN, "x", parts)
    (page,) = pypdf.PdfReader(io.BytesIO(made(letter, date(2026, 11, 2)))).pages
    # By where it stands on the paper. The setter puts a mark of direction (U+202C) between some letters.
    paper = page.extract_text(extraction_mode="layout").replace("\u202c", "")
    assert paper.count(run) == 2


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

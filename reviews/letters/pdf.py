"""The PDF of a letter: tagged, PDF/UA-1, the same bytes for the same words and day."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings

from rasso_tracker.clocks import start_of_day
from rasso_tracker.web.text import FROM_THE_LEFT
from reviews.letter_enums import LetterVariant
from reviews.letters.words import Letter

# Packages that hold font files: drawn for readers with low vision, its like for Urdu, and for names in other
# scripts (Cyrillic, Greek and Vietnamese; Devanagari; Bengali; Tamil; Hebrew).
FONTS = (
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_hind_siliguri",
    "fontpkg_noto_sans_tamil",
    "fontpkg_heebo",
)
TYPE = Path(__file__).parent / "type"  # Gurmukhi and Gujarati, which no such package has: tooling/type.mjs
LAYOUT = "letters/letter.typ"
# Points. Large print begins at 16 (UK Association for Accessible Formats) [U].
SIZES = {LetterVariant.PLAIN: 12, LetterVariant.LARGE_PRINT: 18, LetterVariant.EASY_READ: 16}


_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NoSign(ValueError):
    """The letters' type has none of `signs`, so that a screen or a printer would show an empty box."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        super().__init__(f"no sign in the letters' type for {signs}")


@cache
def _fonts() -> typst.Fonts:
    """The letters' own fonts, and those of the setter, which have arrows and ticks; none of the machine's, so
    that a letter looks the same on every one.
    """
    found = [find_spec(name) for name in FONTS]
    folders = [Path(one.origin).parent / "files" for one in found if one and one.origin]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[*folders, TYPE])


@cache
def _layout() -> bytes:
    return (Path(settings.BASE_DIR) / "templates" / LAYOUT).read_bytes()


def made(letter: Letter, on: date) -> bytes:
    """The letter as PDF. `on` is the day that the file says it was made. Raises NoSign."""
    told = {
        "title": letter.title,
        "force": settings.FORCE_NAME,
        "lang": letter.language.value,
        "dir": letter.direction,
        "latin": FROM_THE_LEFT,
        "size": SIZES[letter.variant],
        "parts": [{"kind": one.kind, "text": one.text, "items": list(one.items)} for one in letter.parts],
    }
    compiler = typst.Compiler(font_paths=_fonts(), sys_inputs={"letter": json.dumps(told)})
    try:
        pdf = compiler.compile(
            input=_layout(), format="pdf", pdf_standards=["ua-1"], timestamp=start_of_day(on)
        )
    except typst.TypstError as trouble:
        lacking = _LACKING.findall(trouble.diagnostic)
        if not lacking:
            raise
        signs = "".join(_ESCAPED.sub(lambda one: chr(int(one[1], 16)), one) for one in lacking)
        raise NoSign("".join(dict.fromkeys(signs))) from None
    assert isinstance(pdf, bytes)
    return pdf


def no_sign_for(letter: Letter, on: date) -> str:
    """The characters of a letter that its type lacks; "" where it can be set."""
    try:
        made(letter, on)
    except NoSign as trouble:
        return trouble.signs
    return ""

"""The PDF of a letter: tagged, PDF/UA-1, the same bytes for the same words and day."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings

from rasso_tracker.clocks import start_of_day
from reviews.letter_enums import LetterVariant
from reviews.letters.words import Letter

# Packages that hold font files: drawn for readers with low vision, and its like for Urdu.
FONTS = ("fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans_arabic")
LAYOUT = "letters/letter.typ"
# Points. Large print begins at 16 (UK Association for Accessible Formats) [U].
SIZES = {LetterVariant.PLAIN: 12, LetterVariant.LARGE_PRINT: 18, LetterVariant.EASY_READ: 16}


@cache
def _fonts() -> typst.Fonts:
    """The letters' own fonts alone: a letter looks the same on every machine."""
    found = [find_spec(name) for name in FONTS]
    folders = [Path(one.origin).parent / "files" for one in found if one and one.origin]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def _layout() -> bytes:
    return (Path(settings.BASE_DIR) / "templates" / LAYOUT).read_bytes()


def made(letter: Letter, on: date) -> bytes:
    """The letter as PDF. `on` is the day that the file says it was made."""
    told = {
        "title": letter.title,
        "force": settings.FORCE_NAME,
        "lang": letter.language.value,
        "dir": letter.direction,
        "size": SIZES[letter.variant],
        "parts": [{"kind": one.kind, "text": one.text, "items": list(one.items)} for one in letter.parts],
    }
    compiler = typst.Compiler(font_paths=_fonts(), sys_inputs={"letter": json.dumps(told)})
    pdf = compiler.compile(input=_layout(), format="pdf", pdf_standards=["ua-1"], timestamp=start_of_day(on))
    assert isinstance(pdf, bytes)
    return pdf

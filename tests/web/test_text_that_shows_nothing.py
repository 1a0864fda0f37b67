"""Text that shows nothing is no text: where words are required it is refused as an empty field is."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from rasso_tracker.web.fields import LongText, PlainText

DRAWN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BLANK_LETTERS = "\u2800\u3164\u115f\u1160\uffa0\u034f"
FLAG_OF_WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def shows_nothing() -> list[str]:
    """By what Unicode says of each, not by our own list."""
    kinds = {"Cf", "Zs", "Zl", "Zp"}
    every = (chr(code) for code in range(sys.maxunicode + 1))
    return [one for one in every if unicodedata.category(one) in kinds and one not in DRAWN + DIRECTION]


@pytest.mark.parametrize("kind", [PlainText, LongText])
@pytest.mark.parametrize("strip", [True, False])
def test_of_nothing_else_a_field_is_empty(kind: type[PlainText], strip: bool) -> None:
    field, optional = kind(strip=strip), kind(strip=strip, required=False)
    for one in [*shows_nothing(), *BLANK_LETTERS, "\ufe0f", "\u200b \u2060\ufeff", "\u200d\ufe0f\u200d"]:
        assert optional.clean(one) == "", ascii(one)
        with pytest.raises(ValidationError) as refused:
            field.clean(one)
        assert refused.value.code == "required", ascii(one)


@pytest.mark.parametrize("mark", DIRECTION)
def test_a_mark_of_direction_alone_is_refused_as_within_words(mark: str) -> None:
    with pytest.raises(ValidationError, match="changes the direction of writing"):
        LongText().clean(mark)


def test_it_is_taken_from_both_ends_and_left_within() -> None:
    assert LongText().clean("\ufeff\u200bSent\u200bon \u2060\n\u3164") == "Sent\u200bon"


@pytest.mark.parametrize(
    "words",
    [
        "\u0d30\u0d3e\u0d1c\u0d28\u0d4d\u200d",  # Rajan in old Malayalam: the joiner spells the last letter
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner
        "\u2764\ufe0f",
        "\U0001f469\u200d\U0001f467",
        FLAG_OF_WALES,
        "\u0600\u0661",  # a sign that is drawn before an Arabic number
    ],
)
def test_what_belongs_to_a_sign_stays(words: str) -> None:
    assert PlainText().clean(words) == words
    assert LongText(strip=False).clean(f"\ufeff {words} ") == f"\ufeff {words} "  # pasted: as it came

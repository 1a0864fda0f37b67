"""A label inside a sentence begins small, and a name such as CPS stays as it is."""

from __future__ import annotations

import pytest

from rasso_tracker.web.text import within_a_sentence


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Not accepted: CPS still asks for it", "not accepted: CPS still asks for it"),
        ("CPS withdrew it", "CPS withdrew it"),
        ("MG11 of the witness", "MG11 of the witness"),
        ("E-mail", "e-mail"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_only_the_first_letter_of_a_plain_word_is_made_small(label: str, inside: str) -> None:
    assert within_a_sentence(label) == inside

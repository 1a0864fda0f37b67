"""A label inside a sentence begins small, and a name such as CPS stays as it is."""

from __future__ import annotations

import pytest

from rasso_tracker.web.text import isolated, within_a_sentence


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


def test_a_number_within_urdu_keeps_the_order_of_its_parts() -> None:
    assert isolated("فون: 01632 960017 پر") == "فون: \u206601632 960017\u2069 پر"
    assert isolated("پتہ 82 Larch Way، لیڈز") == "پتہ \u206682 Larch Way\u2069، لیڈز"
    assert isolated("فون 0113 496 0000 (ext. 12) پر") == "فون \u20660113 496 0000 (ext. 12)\u2069 پر"
    assert isolated("فون (0113) 496 0000") == "فون \u2066(0113) 496 0000\u2069"
    assert isolated("فیصلہ") == "فیصلہ"


def test_brackets_around_a_run_within_urdu_are_urdu_s_own() -> None:
    assert isolated("(ISVA) سے") == "(\u2066ISVA\u2069) سے"
    assert isolated("نظر ثانی (Victims' Right to Review)") == (
        "نظر ثانی (\u2066Victims' Right to Review\u2069)"
    )

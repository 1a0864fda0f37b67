"""What a document says beside its requests is shown to be checked, and never passed over in silence."""

from __future__ import annotations

from datetime import date

import pytest

from actionplans.reading import Reading, read
from actionplans.reading.loose import A_DAY, A_DOER, NO_DAY
from actionplans.shown.pasted import marked
from benchmarks.reading import MEASURED, bank_holidays, examples

ON = date(2026, 2, 3)
HOLIDAYS = bank_holidays()


def reading(text: str) -> Reading:
    return read(text, ON, holidays=HOLIDAYS)


def loose(text: str) -> list[tuple[str, str]]:
    return [(one.words, one.why) for one in reading(text).loose]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I hope to hear by 3 March 2026.", [("3 March 2026", A_DAY)]),
        ("The bail return is due on 9 February.", [("9 February", A_DAY)]),
        ("DC Ng will look into this.", [("DC Ng", A_DOER)]),
        ("The disclosure officer should be aware of it.", [("disclosure officer", A_DOER)]),
        ("He is on bail until 31 February.", [("31 February", NO_DAY)]),
        ("The trial opens on 30/02/2026.", [("30/02/2026", NO_DAY)]),
        ("She was seen on 2026-02-30.", [("2026-02-30", NO_DAY)]),
        ("The Gatekeeper must say by 31/04.", [("Gatekeeper", A_DOER), ("31/04", NO_DAY)]),
    ],
)
def test_a_day_or_a_doer_outside_of_every_request_is_to_be_checked(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert loose(text) == found
    assert loose(f"ACTION PLAN\n1. Obtain the CCTV by 3 March 2026.\n\nANALYSIS\n{text}") == found


@pytest.mark.parametrize(
    "text",
    [
        "ACTION PLAN\n1. OIC to obtain the CCTV by 3 March 2026.",  # they belong to a request
        "She called on 12 January 2026 and he was arrested on 3 March 2025.",  # days of events
        "Counsel will advise by 3 March 2026.",  # not for the police
        "He said: \u201cI will pay by Friday\u201d.",  # quoted
        "The suspect works 24/7 and lives at 31/2 Mill Lane.",  # two numbers
        "Target date: 3 March 2026.\nACTIONS\n- The CCTV",  # the date of the plan
        "The OIC should provide the following:\n- the CCTV\n- the 101 call",  # the doer of a list
        "The OIC should not chase the school.",  # not asked for
    ],
)
def test_what_belongs_to_something_is_not_called_loose(text: str) -> None:
    assert loose(text) == []


def test_a_day_that_does_not_exist_leaves_its_request_without_a_date_and_to_be_checked() -> None:
    (found,) = reading("Please obtain the CCTV by 31 February.").proposals
    assert (found.due, found.sure) == (None, False)
    assert found.doubts == ("It gives a day that does not exist: ask CPS which is meant.",)


def test_of_a_rest_that_was_not_read_nothing_is_called_loose() -> None:
    text = "ACTION PLAN\n" + "".join(f"{one}. Obtain statement {one}\n" for one in range(1, 202))
    found = reading(f"{text}\n\nANALYSIS\nDC Ng will look into this.")
    assert (found.more, found.loose) == (True, ())


@pytest.mark.parametrize("example", examples(MEASURED), ids=lambda one: one.name)
def test_the_marked_pieces_of_every_example_put_together_are_its_text(example: object) -> None:
    text = example.text  # type: ignore[attr-defined]  # an Example
    found = read(text, example.on, holidays=HOLIDAYS)  # type: ignore[attr-defined]  # an Example
    pieces = list(marked(text, found.proposals, found.loose))
    assert "".join(one.words for one in pieces) == text
    assert [one.check for one in pieces if one.check] == [one.why for one in found.loose]


# The words of a request


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Obtain the phone (DC Smith) report by 3 March 2026", "Obtain the phone report by 3 March 2026"),
        (
            "Submit the bedding (exhibit RT/4) for DNA | OIC | 30/03/2026",
            "Submit the bedding (exhibit RT/4) for DNA",
        ),
        ("Obtain CCTV (both cameras) | OIC | 16/03/26", "Obtain CCTV (both cameras)"),
        ("Statement of the aunt (OIC) - 16/03/2026", "Statement of the aunt"),
        ("Notes of A/B and C\tDC Ward\t16/03/2026", "Notes of A/B and C"),
    ],
)
def test_what_is_taken_out_of_a_request_leaves_its_words_whole(line: str, asks: str) -> None:
    (found,) = reading(f"ACTION PLAN\n1. {line}").proposals
    assert found.asks == asks


# Whose document it is


@pytest.mark.parametrize(
    ("text", "urns"),
    [
        ("URN: 13LD0123426", ["13LD0123426"]),
        ("URN no. 13/LD/01234/26 of the file", ["13LD0123426"]),
        ("R v Example, 13 ld 01234 26", ["13LD0123426"]),
        ("URN 13010123426", ["13010123426"]),
        ("URN 13LD0123426, linked to 13HD0000126. URN 13LD0123426", ["13LD0123426", "13HD0000126"]),
        ("Crime reference 13260000001, exhibit RT/4, phone 07700900123", []),
        ("URN: not known", []),
    ],
)
def test_the_urns_that_a_document_gives(text: str, urns: list[str]) -> None:
    assert [one.urn for one in reading(text).named] == urns

"""Reading a document for what it asks: the figures on the written examples, and any text at all."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actionplans.enums import ItemType
from actionplans.reading import OwnerKind, read
from actionplans.reading.blocks import blocks_of
from actionplans.reading.found import Proposal
from actionplans.reading.views import LONGEST, piece_of, plain
from benchmarks.reading import MEASURED, OF_THE_RULES, bank_holidays, examples, scores

ON = date(2026, 2, 3)
HOLIDAYS = bank_holidays()


def read_on(text: str, on: date = ON) -> tuple[Proposal, ...]:
    return read(text, on, holidays=HOLIDAYS).proposals


def only(text: str, on: date = ON) -> Proposal:
    (found,) = read_on(text, on)
    return found


# The figures


def test_the_figures_on_the_measured_examples_are_those_that_are_written_down() -> None:
    """docs/performance.md says them. A rule that moves them says so there too, better or worse."""
    assert scores(examples(MEASURED), HOLIDAYS) == {
        "texts": 82,
        "asked": 224,
        "proposed": 220,
        "found": 213,
        "type": 202,
        "owner": 211,
        "date": 209,
        "all_three": 197,
        "sure": 195,
        "sure_and_right": 185,
        "texts_without_fault": 57,
        "plan_dates": 10,
        "plan_dates_right": 8,
    }


def test_the_rules_read_their_own_examples_without_a_fault() -> None:
    count = scores(examples(OF_THE_RULES), HOLIDAYS)
    assert count["asked"] == count["proposed"] == count["all_three"] == 65
    assert count["plan_dates"] == count["plan_dates_right"] == 11


def test_no_measured_text_is_among_the_rules_own() -> None:
    assert not {one.text for one in examples(MEASURED)} & {one.text for one in examples(OF_THE_RULES)}


# What is said of one request


def test_every_place_is_that_of_the_words_in_the_text() -> None:
    text = "ACTION PLAN\n  1. DC Ng to obtain a statement from the\n     aunt by 24 February 2026.\n"
    found = only(text)
    assert " ".join(text[found.start : found.end].split()) == found.asks
    assert found.asks == "DC Ng to obtain a statement from the aunt by 24 February 2026."
    assert found.found is not None
    assert found.owner is not None
    assert found.due is not None
    assert text[found.found.start : found.found.end] == "statement"
    assert (found.owner.kind, found.owner.surname) == (OwnerKind.NAMED, "Ng")
    assert text[found.owner.start : found.owner.end] == "DC Ng"
    assert text[found.due.start : found.due.end] == "24 February 2026"


def test_a_request_of_two_kinds_says_that_it_is_to_be_checked() -> None:
    found = only("Action plan\n- Please explain the CCTV")
    assert found.found is not None
    assert not found.found.sure
    assert found.doubts == ("Other words in it speak for another type.",)
    assert not found.sure


def test_the_line_that_gives_the_reason_is_why_it_is_asked() -> None:
    found = only("ACTIONS\n1. Obtain the Tinder messages.\nReason: they met there.")
    assert (found.asks, found.why) == ("Obtain the Tinder messages.", "they met there.")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("; proportionate because they met there", "they met there"),
        ("; this is necessary and proportionate, as they met there", "they met there"),
        ("; it is proportionate to what is in issue", "it is proportionate to what is in issue"),
        ("; because they met there by 3 March 2026", "they met there by 3 March 2026"),
        ("; Rationale: DC Ng says that they met there", "DC Ng says that they met there"),
    ],
)
@pytest.mark.parametrize("place", ["1. {}.", "- {}.", "Outstanding: {}; the exhibit list."])
def test_a_reason_behind_a_request_is_why_it_is_asked_and_no_request(
    words: str, why: str, place: str
) -> None:
    text = "Action plan\n" + place.format(f"Obtain the Tinder messages{words}")
    found = read_on(text)[0]
    assert (found.asks.rstrip("."), found.why.rstrip(".")) == ("Obtain the Tinder messages", why)
    assert (found.due, found.owner, len(read_on(text))) == (None, None, 2 if "list" in place else 1)


def test_a_line_that_says_why_it_is_proportionate_is_the_reason() -> None:
    found = only("Action plan\n1. Obtain the Tinder messages.\nProportionate because they met there.")
    assert (found.asks, found.why) == ("Obtain the Tinder messages.", "they met there.")


def test_reasons_that_are_asked_for_are_a_request() -> None:
    found = read_on("Action plan\n1. Provide the CCTV; reasons for the delay in its seizure.")
    assert [one.why for one in found] == ["", ""]


@pytest.mark.parametrize("place", ["{}", "Action plan\n1. Obtain the CCTV.\n2. {}", "Thank you. {}"])
def test_a_review_with_the_lawyer_by_a_day_is_the_review_of_the_plan_and_no_request(place: str) -> None:
    said = read(place.format("Please review with me by 24 February 2026."), ON, holidays=HOLIDAYS)
    assert said.review is not None
    assert said.review.on == date(2026, 2, 24)
    assert [one.asks for one in said.proposals] == (["Obtain the CCTV."] if "CCTV" in place else [])


def test_what_is_to_be_reviewed_with_the_lawyer_is_a_request() -> None:
    said = read("Please review the CCTV with me by 24 February 2026.", ON, holidays=HOLIDAYS)
    assert (said.review, len(said.proposals)) == (None, 1)


@pytest.mark.parametrize(
    "heading",
    [
        "Action plan.",
        "ACTION PLAN.",
        "MG3 - report to a prosecutor. Action plan.",
        "MG3A of 2 February 2026.\nPolice action plan no. 2.",
        "Analysis\nHer account is clear.\n2. Action plan.",
        "5. Actions required",
    ],
)
def test_the_name_of_the_plan_is_no_request_and_what_stands_below_it_is(heading: str) -> None:
    found = read_on(f"{heading}\n- The barber\n- Obtain the CCTV.")
    assert [one.asks for one in found] == ["The barber", "Obtain the CCTV."]


def test_a_sentence_that_asks_for_a_plan_is_a_request() -> None:
    assert only("Please provide the further action plan.").asks == "Please provide the further action plan."


def test_a_row_of_a_table_asks_without_the_cells_of_its_owner_and_date() -> None:
    found = only("No\tAction\tOwner\tDate\n1\tCCTV of the tram stop\tOIC\t16/02/2026")
    assert (found.asks, found.due and found.due.on) == ("CCTV of the tram stop", date(2026, 2, 16))


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("within 10 working days", date(2026, 2, 17)),
        ("by Friday", date(2026, 2, 6)),
        ("by 31 January", None),  # passed four days before
        ("by 31/02/2026", None),  # no such day
        ("within 900 working days", None),  # beyond the table of bank holidays
        ("within 999 months", date(2109, 5, 3)),
        ("as soon as possible", None),
    ],
)
def test_a_day_is_counted_from_the_date_of_the_document(words: str, due: date | None) -> None:
    found = only(f"Please obtain the CCTV {words}.")
    assert (found.due and found.due.on) == due


def test_a_year_that_is_not_said_is_the_one_to_come() -> None:
    found = only("Please obtain the CCTV by 9 January.", date(2026, 12, 8))
    assert (found.due and found.due.on) == date(2027, 1, 9)


def test_a_plan_holds_no_more_than_200_items_and_the_reading_says_so() -> None:
    text = "ACTION PLAN\n" + "".join(f"{one}. Obtain statement {one}\n" for one in range(1, 203))
    reading = read(text, ON, holidays=HOLIDAYS)
    assert (len(reading.proposals), reading.more) == (200, True)


# Any text


PARTS = [
    "1. ",
    "(a) ",
    "\n",
    "\t",
    " | ",
    "   ",
    "Please obtain ",
    "statement",
    "OIC to ",
    "by 3 March",
    "; ",
    ": ",
]
PARTS += [
    ", and ",
    "ACTION PLAN\n",
    "\x00",
    "\u202e",
    "\u0130",
    "\U0001f600",
    "-\n",
    "\r",
    "\u2028",
    '"',
    "[x] ",
]
HOSTILE = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
LONG = ["a", " ", "\n", "please obtain the statement and ", "officer is to ", "1. x\n     y\n", "a\tb\tc\n"]


@settings(max_examples=300)
@given(HOSTILE)
@example("\u0130" * 50 + " Please obtain the CCTV by Friday.")
@example("-\n")
@example("/\t;\t0")
@example("1.\n2.\n(a)\n")
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    reading = read(text, ON, holidays=HOLIDAYS)
    at = 0
    for one in reading.proposals:
        assert at <= one.start < one.end <= len(text)
        at = one.end
        assert one.found is None or one.start <= one.found.start < one.found.end <= one.end
        assert one.asks.strip()
        for place in (one.owner, one.due):
            assert place is None or 0 <= place.start <= place.end <= len(text)
    for due in (reading.target, reading.review):
        assert due is None or due.on >= ON


@pytest.mark.parametrize("unit", LONG)
def test_no_rule_sees_more_than_a_piece_so_the_time_grows_with_the_text_alone(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    pieces = [piece_of(text, list(one.lines), table=one.table) for one in blocks_of(text)]
    assert max((len(one.view) for one in pieces), default=0) <= 2 * LONGEST + 2
    assert sum(len(one.view) for one in pieces) <= len(text) + len(pieces)


def test_making_a_text_plain_moves_no_character() -> None:
    text = string.printable + "\u0130\u00df\u202e\x00\U0001f600\u2014\u201c"
    assert len(plain(text)) == len(text)


def test_every_type_of_item_has_words() -> None:
    from actionplans.reading.types import _VOCABULARY

    assert {kind for kind, _, _ in _VOCABULARY} == set(ItemType)

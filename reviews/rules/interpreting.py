"""Whether a letter in English is to be read by an interpreter to the victim whom it went to."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.letter_enums import LetterAddressee, LetterLanguage, LetterStatus
from reviews.models import DecisionLetter
from victims.rules import details_at


def needs_interpreter(letter: DecisionLetter, at: datetime) -> bool:
    """It is in English, to a victim who by their record needs an interpreter. One statement at most."""
    if letter.language != LetterLanguage.ENGLISH or letter.addressee != LetterAddressee.VICTIM:
        return False
    details = details_at(letter.victim, at)
    return details is not None and details.interpreter_needed


def is_unread(letter: DecisionLetter, at: datetime) -> bool:
    """It went, they need an interpreter, and nobody recorded that one read it to them."""
    went = letter.status == LetterStatus.SENT and letter.interpreted_on is None
    return went and needs_interpreter(letter, at)


def check_to_interpret(letter: DecisionLetter, at: datetime) -> None:
    if letter.interpreted_on is not None:
        raise NotAllowed(
            f"That an interpreter read it to them on {day_words(letter.interpreted_on)} is recorded already."
        )
    if letter.status != LetterStatus.SENT:
        raise NotAllowed("This letter has not gone: record first that it went.")
    if not needs_interpreter(letter, at):
        raise NotAllowed(
            f"By the record {letter.victim.label} needs no interpreter for this letter. Where they do, record"
            " that first, with how to reach them."
        )


def check_interpreted(letter: DecisionLetter, interpreted_on: date, at: datetime) -> None:
    """After it was signed off, and not in the future. Raises Invalid by field."""
    assert letter.signed_off_at is not None
    if interpreted_on > london_date(at):
        raise Invalid({"interpreted_on": "Enter a date that is not in the future."})
    if interpreted_on < london_date(letter.signed_off_at):
        raise Invalid(
            {
                "interpreted_on": f"It was signed off on {day_words(letter.signed_off_at)}: it cannot have"
                " been read to them before then."
            }
        )

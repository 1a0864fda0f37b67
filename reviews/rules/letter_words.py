"""What people may write in the paragraphs of a letter: of its reader alone, in its language, not too long."""

from __future__ import annotations

import unicodedata

from rasso_tracker.people.refusals import Invalid
from reviews.letter_enums import RIGHT_TO_LEFT, TRANSLATIONS, LetterAbout, LetterAddressee, LetterLanguage
from reviews.models import DecisionLetter
from reviews.rules.denials import denies_review
from victims.names import others_named, others_numbers_in
from victims.pointing import others_pointed_at

LONGEST = {"reasons": 1500, "personal": 800}  # letters, so that a letter stays one that can be read [A]
NAMES_ANOTHER = (
    "This names somebody else of the case. A letter speaks to one victim about what they reported: take the"
    " name out."
)
POINTS_AT_ANOTHER = (
    "This tells of somebody else, by a crime reference, by their number in the case or as another person who"
    " reported or withdrew. A letter speaks to one victim about what they reported: take it out."
)
DENIES_THE_RIGHT = (
    "This says that the decision cannot be reviewed, and the letter tells them below that they can ask for"
    " that: take it out, or say it in a way that leaves the right standing."
)


def check_words(
    letter: DecisionLetter, *, language: str, reasons: str, personal: str, gives_right: bool
) -> None:
    """Within bounds: some reasons, neither paragraph too long, in the language of the letter, nobody else's
    name, crime reference or number in them, and no denial of a right that the letter gives (`gives_right`).
    """
    to_victim = letter.addressee == LetterAddressee.VICTIM
    wrong = {}
    if not reasons.strip():
        wrong["reasons"] = (
            "Say in plain words what happens now."
            if letter.about == LetterAbout.ACKNOWLEDGEMENT
            else "Say in plain words why: the legal words alone do not explain it."
        )
    for field, text in (("reasons", reasons), ("personal", personal)):
        if len(text) > LONGEST[field]:
            wrong[field] = f"Use {LONGEST[field]:,} characters or fewer. You used {len(text):,}."
        elif others_named(letter.victim, text):
            wrong[field] = NAMES_ANOTHER
        elif others_numbers_in(letter.victim, text):
            wrong[field] = "This gives a phone number of somebody else of the case: take it out."
        elif others_pointed_at(letter.victim, text, to_victim=to_victim):
            wrong[field] = POINTS_AT_ANOTHER
        elif gives_right and denies_review(text):
            wrong[field] = DENIES_THE_RIGHT
        elif text.strip() and not reads_as(language, text):
            wrong[field] = f"Write this in {LetterLanguage(language).label.split(' (')[0]}, as the letter is."
    if wrong:
        raise Invalid(wrong)


def is_unsearched(letter: DecisionLetter, *, gives_right: bool) -> bool:
    """Whether what was written in a letter that gives the right is in a language whose words for a denial
    nobody gave us (denials.py has English ones alone): then the second person reads it for that.
    """
    return gives_right and letter.request_id is None and letter.language in TRANSLATIONS


def check_read(letter: DecisionLetter, *, read_it: bool, gives_right: bool) -> None:
    """Whoever signs off what is not searched says that they read it. Raises Invalid."""
    unsearched = is_unsearched(letter, gives_right=gives_right)
    if unsearched and not read_it:
        language = LetterLanguage(letter.language).label
        raise Invalid(
            {
                "read_it": f"Say that you read {language} and what was written here, or leave the sign-off to"
                " somebody who does."
            }
        )
    if read_it and not unsearched:
        raise Invalid({"read_it": "Nothing in this letter is left unsearched: leave this out."})


def reads_as(language: str, text: str) -> bool:
    """Whether most letters of a text are of the script of the language."""
    letters = [one for one in text if one.isalpha()]
    of_script = [one for one in letters if unicodedata.bidirectional(one) == "AL"]
    return (len(of_script) * 2 > len(letters)) is (language in RIGHT_TO_LEFT)

"""What people may write in the paragraphs of a letter: of its reader alone, in its language, not too long."""

from __future__ import annotations

import re
import unicodedata

from rasso_tracker.people.refusals import Invalid
from reviews.letter_enums import RIGHT_TO_LEFT, LetterAbout, LetterAddressee, LetterLanguage
from reviews.models import DecisionLetter
from victims.names import others_named, others_numbers_in, others_pointed_at

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
_ABOUT_IT = (
    r"(?:(?:an?|any|the|for|of|to|this|our|that|have|ask|us|it|decision|case|your|request|appeal)\s+){0,6}?"
)
_REVIEW = rf"{_ABOUT_IT}(?:reviews?|appeals?|challenges?|reviewed|looked?\s+at\s+(?:\w+\s+){{0,2}}again)\b"
_CANNOT = (
    r"(?:can\s?not|can't|may\s+not|(?:are|is)\s+not\s+(?:able|allowed|entitled|eligible|possible)"
    r"|aren't\s+(?:able|allowed|entitled|eligible))(?:\s+to)?"
)
_NO_RIGHT = r"(?:no|not\s+have\s+(?:a|the|any)|without\s+(?:a|the|any))\s+right\s+(?:to|of)\s+"
# Said of a time or a case, it denies nothing: "after that day you cannot ask for a review".
_WITH_A_CONDITION = re.compile(r"\b(?:after|afterwards|later|unless|until|once|if|when|cps)\b", re.IGNORECASE)
_DENIES = re.compile(
    "|".join(
        (
            rf"\b{_NO_RIGHT}{_REVIEW}",
            rf"\b(?:you\s+(?:\w+\s+)?{_CANNOT}|not\s+possible\s+to)"
            rf"\s+(?:(?:ask|request|have|seek|get|apply|for|us)\s+)*{_REVIEW}",
            rf"\bwe\s+{_CANNOT}\s+(?:review|look\s+at)\s+(?:it|this|(?:\w+\s+)?decision)\b",
            rf"\b(?:decision|it|this|that|outcome|case)\s+(?:\w+\s+)?{_CANNOT}\s+be"
            r"\s+(?:reviewed|appealed|challenged|looked\s+at\s+again)\b",
            r"\bno\s+(?:further\s+)?(?:review|appeal)\b(?=\s+(?:is|of|against)\b|\W*$)",
            r"\bdecision\s+is\s+(?:now\s+)?final\b",
            r"\b(?:this|that|it)\s+is\s+(?:now\s+)?final\b(?=\s*(?:$|[.,;:!]|and\b))",
            r"\b(?:this|that|it)\s+is\s+(?:our|the|a)\s+final\s+decision\b",
            r"\bright\s+to\s+review\s+does\s*(?:not|n't)\s+apply\b",
            r"\bnothing\s+(?:more\s+|else\s+|further\s+)?(?:that\s+)?you\s+can\s+do\s+"
            r"(?:about|against|to\s+change)\b",
        )
    ),
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]?")


def denies_review(text: str) -> bool:
    """Whether English words say, without a condition, that there is no review of the decision."""
    flat = text.replace("’", "'")
    sentences = (" ".join(one.group(0).split()) for one in _SENTENCE.finditer(flat))
    return any(_DENIES.search(one) and not _WITH_A_CONDITION.search(one) for one in sentences)


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


def reads_as(language: str, text: str) -> bool:
    """Whether most letters of a text are of the script of the language."""
    letters = [one for one in text if one.isalpha()]
    of_script = [one for one in letters if unicodedata.bidirectional(one) == "AL"]
    return (len(of_script) * 2 > len(letters)) is (language in RIGHT_TO_LEFT)

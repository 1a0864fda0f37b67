"""The words of a letter: a template of its language, and the two paragraphs that people write.

A template is text: blank lines part the paragraphs, `#` begins a heading, `-` an item of a list, `|` a line
of a block. `@reasons` and `@personal` stand for what people wrote, which is never read as a mark.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.template import engines

from reviews.enums import OUT_OF_COURT_DISPOSALS, DecisionAgency, ReviewOutcome, outcomes_of
from reviews.letter_enums import RIGHT_TO_LEFT, LetterAbout, LetterLanguage, LetterVariant
from reviews.letters.facts import Answer, LetterFacts, Matter, Right, UnderWay

# By what a letter tells: the macros of a template for it and its easy read form, and of its first reasons.
MACROS = {
    LetterAbout.DECISION: ("letter", "easy_read"),
    LetterAbout.ACKNOWLEDGEMENT: ("received", "easy_received"),
    LetterAbout.EXTENSION: ("longer", "easy_longer"),
    LetterAbout.OUTCOME: ("answer", "easy_answer"),
}
SUGGESTED = {
    LetterAbout.DECISION: "suggested",
    LetterAbout.ACKNOWLEDGEMENT: "suggested_received",
    LetterAbout.EXTENSION: "suggested_longer",
    LetterAbout.OUTCOME: "suggested_answer",
}


@dataclass(frozen=True)
class Part:
    """A paragraph (p), title, heading, list or block of lines. `by_hand`: somebody wrote it."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter as words: what the preview shows and the PDF sets."""

    title: str
    language: LetterLanguage
    variant: LetterVariant
    template_version: str
    parts: tuple[Part, ...]

    def as_text(self) -> str:
        """The letter as JSON, for the copy that is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Letter:
        told = json.loads(text)
        parts = tuple(Part(**{**one, "items": tuple(one["items"])}) for one in told.pop("parts"))
        language, variant = LetterLanguage(told.pop("language")), LetterVariant(told.pop("variant"))
        return cls(**told, language=language, variant=variant, parts=parts)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@cache
def _template(language: str, through: bool = False) -> Any:
    """The macros of the template of a language: to the victim, or `through` whoever speaks for them."""
    engine: Any = engines["jinja2"]
    name = "through" if through else "decision"
    return engine.env.get_template(f"letters/{name}.{language}.txt").module


def template_version(language: str) -> str:
    """The version of the words of a language, as its template says it."""
    return str(_template(language).version)


def write(facts: LetterFacts, *, reasons: str, personal: str) -> Letter:
    """The letter in words."""
    template = _template(facts.language, bool(facts.through))
    easy = facts.variant == LetterVariant.EASY_READ
    plain, simple = MACROS[facts.about]
    text = str(getattr(template, simple if easy else plain)(facts))
    own = {"@reasons": reasons, "@personal": personal}
    parts = [part for chunk in text.split("\n\n") if chunk.strip() for part in _parts(chunk.strip(), own)]
    title = next(part.text for part in parts if part.kind == "title")
    return Letter(title, facts.language, facts.variant, template_version(facts.language), tuple(parts))


def samples(language: LetterLanguage, day: date) -> list[Letter]:
    """Letters of made-up facts with everything that a language may say, for whoever checks a translation:
    to a victim and through whoever speaks for them, on a decision and on a review, in full and in easy read.
    """
    facts = made_up(language, day)
    disposed = tuple(one for one in facts.matters if one.outcome in OUT_OF_COURT_DISPOSALS)
    rest = tuple(one for one in facts.matters if one not in disposed)
    alike = [replace(facts, matters=one) for one in (disposed, rest)]
    assert facts.right is not None
    rights = [
        replace(facts, right=replace(facts.right, counts_from_letter=False, came_back=back))
        for back in (False, True)
    ]
    under_way = [
        replace(facts, right=None, about=about, review=UnderWay(day, day, day, "..."))
        for about in (LetterAbout.ACKNOWLEDGEMENT, LetterAbout.EXTENSION)
    ]
    answers = [
        replace(
            facts, right=None, about=LetterAbout.OUTCOME, answer=Answer(one, day, day, "DI Example", "...")
        )
        for one in ReviewOutcome
    ]
    # To somebody who did not ask for the review themselves.
    unasked = [
        *(replace(one, review=UnderWay(None, day, day, "...")) for one in under_way),
        *(replace(one, answer=replace(one.answer, asked_on=None)) for one in answers[:1] if one.answer),
    ]
    shown = [facts, *alike, *rights, *under_way, *unasked, *answers]
    through = [replace(one, through="Sam Example") for one in (*shown[: -len(answers)], answers[0])]
    both = [*shown, *through]
    easy = [replace(one, variant=LetterVariant.EASY_READ) for one in both]
    return [write(one, reasons="...", personal="...") for one in (*both, *easy)]


def made_up(language: LetterLanguage, day: date) -> LetterFacts:
    return LetterFacts(
        name="Alex Example",
        address=("Alex Example", "1 Example Street"),
        reference="RS-0000-000000",
        force=settings.FORCE_NAME,
        written_on=day,
        decided_on=day,
        decided_by="DC Example",
        approved_by="DS Example",
        enquiries_ended_on=day,
        matters=tuple(
            Matter(f"1300000{int(outcome):04d}", outcome)
            for outcome in sorted(outcomes_of(DecisionAgency.POLICE), key=int)
        ),
        right=Right(
            day,
            counts_from_letter=True,
            came_back=False,
            acknowledged_within="10",
            answered_within="30",
        ),
        contact_name="DC Example",
        contact_phone="101",
        contact_email="example@example.org",
        variant=LetterVariant.PLAIN,
        language=language,
    )


def suggested_reasons(facts: LetterFacts) -> str:
    """What the paragraph of reasons begins with: to be made the victim's own by whoever writes it."""
    template = _template(facts.language, bool(facts.through))
    chunks = re.split(r"\n\s*\n", str(getattr(template, SUGGESTED[facts.about])(facts)))
    return "\n\n".join(" ".join(one.split()) for one in chunks if one.strip())


def _parts(chunk: str, own: dict[str, str]) -> list[Part]:
    if chunk in own:
        written = own[chunk].split("\n\n")
        return [Part("p", " ".join(one.split()), by_hand=True) for one in written if one.strip()]
    lines = [" ".join(line.split()) for line in chunk.splitlines()]
    mark, rest = lines[0][:2], lines[0][2:]
    if mark == "# ":
        return [Part("title", rest)]
    if lines[0].startswith("## "):
        return [Part("heading", lines[0][3:])]
    if mark == "- ":
        return [Part("list", items=tuple(line[2:] for line in lines))]
    if mark == "| ":
        return [Part("lines", items=tuple(line[2:] for line in lines))]
    return [Part("p", " ".join(lines))]

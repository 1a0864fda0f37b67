"""What a reading finds: proposals, each with the place in the text that it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from actionplans.enums import ItemType


class OwnerKind(StrEnum):
    """Whom a document may name as the one who does it."""

    OIC = "oic"
    SUPERVISOR = "supervisor"
    DISCLOSURE = "disclosure"
    DIGITAL = "digital"
    FORENSIC = "forensic"
    STO = "sto"
    ISVA = "isva"
    GATEKEEPER = "gatekeeper"
    NAMED = "name"


@dataclass(frozen=True)
class Span:
    """Characters `start` up to `end` of the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Owner(Span):
    """Who is to do it: the kind, the words of the text, and for a named officer the surname."""

    kind: OwnerKind
    words: str
    surname: str = ""


@dataclass(frozen=True)
class Due(Span):
    """By when: the day, and the words that say so. `sure` is False where they may mean something else."""

    on: date
    words: str
    sure: bool = True


@dataclass(frozen=True)
class Found(Span):
    """The type that the vocabulary gives, and the words that told. `sure` where no other type is near."""

    type: ItemType
    words: str
    sure: bool


@dataclass(frozen=True)
class Loose(Span):
    """Words outside of every request that a person should look at: a day, or somebody given something to do.

    `why` is a sentence.
    """

    words: str
    why: str


@dataclass(frozen=True)
class Named(Span):
    """The reference (URN) that the document gives itself or its case, as it is kept."""

    urn: str


@dataclass(frozen=True)
class Proposal(Span):
    """One thing that the text asks for. What it does not say is None or empty: the plan's own rules hold."""

    asks: str
    why: str = ""
    found: Found | None = None
    owner: Owner | None = None
    due: Due | None = None
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts


@dataclass(frozen=True)
class Reading:
    """Every proposal in the order of the text, and the dates that it sets for the plan as a whole.

    `more` says that the text asks for more than a plan may hold, and that the rest was not read. `loose` and
    `named` are of the whole text.
    """

    proposals: tuple[Proposal, ...] = ()
    target: Due | None = None
    review: Due | None = None
    more: bool = field(default=False)
    loose: tuple[Loose, ...] = ()
    named: tuple[Named, ...] = ()

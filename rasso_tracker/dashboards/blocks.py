"""What a home page is made of: blocks of lines, each a thing to do on a case, and how rows become lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from cases.home import Some
from rasso_tracker.clocks import Deadline

AT_A_GLANCE = 4  # lines of a list: a phone shows little, and a supervisor has many lists


@dataclass(frozen=True)
class Line:
    """One thing to do: the case by its reference, what to do (a link), and by when or since when.

    A clinic is of no case: its district stands where the reference does.
    """

    reference: str
    what: str
    href: str
    case_id: UUID | None
    deadline: Deadline | None = None
    when: datetime | None = None
    word: str = ""
    at_an_hour: bool = False  # of an appointment


@dataclass(frozen=True)
class Block:
    """One list of the home page. `empty` says that nothing waits, in the person's words."""

    title: str
    lines: list[Line]
    more: bool
    empty: str
    timing: str = "Due"
    first: str = "Case"
    all_href: str = ""
    all_words: str = ""  # of a link to the whole list that always stands there, not only where there is more
    title_counts: bool = False  # the title says how many there are

    @property
    def first_lines(self) -> list[Line]:
        """What is read at a glance; a list that is a little longer is not worth folding."""
        return self.lines if len(self.lines) <= AT_A_GLANCE + 2 else self.lines[:AT_A_GLANCE]

    @property
    def folded(self) -> list[Line]:
        return self.lines[len(self.first_lines) :]

    @property
    def counted(self) -> str:
        """How many wait: the number, or "more than" it where the list was cut; "" where the title says it."""
        if self.title_counts:
            return ""
        return f"more than {len(self.lines)}" if self.more else str(len(self.lines))


@dataclass(frozen=True)
class Home:
    """The page: its heading, the one main button, links to questions under a heading, and the lists."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    button: tuple[str, str] | None = None
    asks: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def waiting(self) -> list[Block]:
        """The lists with something on them, in their order."""
        return [one for one in self.blocks if one.lines]

    @property
    def quiet(self) -> list[Block]:
        return [one for one in self.blocks if not one.lines]

    @property
    def cases(self) -> list[UUID]:
        """The cases that the page names, each once, for the log."""
        named = (line.case_id for block in self.blocks for line in block.lines)
        return list(dict.fromkeys(one for one in named if one is not None))


def block(title: str, some: Some, line: Callable[[Any], Line], empty: str, **more: Any) -> Block:
    return Block(title, [line(row) for row in some.rows], some.more, empty, **more)


def case_page(row: Any) -> str:
    return reverse("case_detail", args=[row["case_id"]])


# Where on the case page a due item is dealt with; the top of the page for the others.
PART_OF_CASE = {
    "tell_decision": "#decisions",
    "tell_right": "#decisions",
    "carry_out_review": "#decisions",
    "victim_update": "#victims",
    "safeguarding": "#victims",
    "contact_check": "#victims",
    "carrier_gone": "#victims",
    "material": "#victims",
    "told_withdrawal": "#victims",
    "tell_event": "#victims",
    "needs_assessment": "#victims",
    "bail_limit": "#investigation",
    "item_target": "#cps",
    "item_chase": "#cps",
    "dispute": "#cps",
    "countersign": "#cps",
    "advice_again": "#cps",
    "unanswered": "#cps",
    "clinic_follow_up": "#cps",
    "custody_limit": "#investigation",
}


def due(row: Any) -> Line:
    href = row.get("href") or case_page(row) + PART_OF_CASE.get(row.get("code", ""), "")
    return Line(row["reference"], row["what"], href, row["case_id"], deadline=row["deadline"])


def done(row: Any) -> Line:
    return Line(row["reference"], row["what"], row["href"], row["case_id"], when=row["when"])


def asked(row: Any) -> Line:
    return Line(
        row["reference"],
        row["what"],
        row["href"],
        row["case_id"],
        when=row["when"],
        word=row["word"],
        at_an_hour=True,
    )


def client(row: Any) -> Line:
    return Line(row["reference"], row["client"], row["href"], row["case_id"], when=row["consented_on"])


def of_client(row: Any) -> Line:
    """Of an ISVA's client: the name first, then what it is."""
    return Line(
        row["reference"],
        f"{row['client']}: {row['what']}",
        row["href"],
        row["case_id"],
        deadline=row.get("deadline"),
        when=row.get("when"),
        word=row.get("word", ""),
        at_an_hour=row.get("at_an_hour", False),
    )


def decision(row: Any) -> Line:
    href = reverse("decision_detail", args=[row["decision_id"]])
    if "deadline" in row:
        what = f"{row['what']}: {row['victim']}"
        return Line(row["reference"], what, href, row["case_id"], deadline=row["deadline"])
    what = f"Proposed by {row['maker']}"
    return Line(row["reference"], what, href, row["case_id"], when=row["proposed_at"])


def request(row: Any) -> Line:
    href = reverse("review_request_detail", args=[row["request_id"]])
    what = f"{row['victim']}: {row['status'].lower()}"
    return Line(row["reference"], what, href, row["case_id"], deadline=row["deadline"])


def withdrawal(row: Any) -> Line:
    what = f"{row['victim']}: {row['kind_label']}. {row['stage_label']}"
    return Line(row["reference"], what, row["href"], row["case_id"], when=row["occurred_at"])


def new_case(row: Any) -> Line:
    href = reverse("case_detail", args=[row["id"]])
    return Line(row["reference"], "Add the victim", href, row["id"], when=row["reported_on"])

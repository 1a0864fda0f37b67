"""Each role's first screen: what is to be done next, put together from what every app says is waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases import home as cases
from cases.home import Some
from rasso_tracker.clocks import Deadline
from rasso_tracker.people.models import Person
from reviews import home as reviews
from victims import home as victims


@dataclass(frozen=True)
class Line:
    """One thing to do: the case by its reference, what to do (a link), and by when or since when."""

    reference: str
    what: str
    href: str
    deadline: Deadline | None = None
    when: datetime | None = None
    word: str = ""


@dataclass(frozen=True)
class Block:
    """One list of the home page. `empty` says that nothing waits, in the person's words."""

    title: str
    lines: list[Line]
    more: bool
    empty: str
    timing: str = "Due"
    all_href: str = ""


@dataclass(frozen=True)
class Home:
    """The page: its heading, the one main button, and the lists in order."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    button: tuple[str, str] | None = None


def _block(title: str, some: Some, line: Callable[[Any], Line], empty: str, **more: Any) -> Block:
    return Block(title, [line(row) for row in some.rows], some.more, empty, **more)


def _case(row: Any) -> str:
    return reverse("case_detail", args=[row["case_id"]])


def _due(row: Any) -> Line:
    return Line(row["reference"], row["what"], row.get("href") or _case(row), deadline=row["deadline"])


def _decision(row: Any) -> Line:
    href = reverse("decision_detail", args=[row["decision_id"]])
    if "deadline" in row:
        return Line(row["reference"], f"{row['what']}: {row['victim']}", href, deadline=row["deadline"])
    return Line(row["reference"], f"Proposed by {row['maker']}", href, when=row["proposed_at"])


def _request(row: Any) -> Line:
    href = reverse("review_request_detail", args=[row["request_id"]])
    return Line(row["reference"], f"{row['victim']}: {row['status'].lower()}", href, deadline=row["deadline"])


def _withdrawal(row: Any) -> Line:
    what = f"{row['victim']}: {row['kind_label']}. {row['stage_label']}"
    return Line(row["reference"], what, row["href"], when=row["occurred_at"])


def _new_case(row: Any) -> Line:
    href = reverse("case_detail", args=[row["id"]])
    return Line(row["reference"], "Add the victim", href, when=row["reported_on"])


def officer(person: Person, at: datetime) -> Home:
    return Home(
        heading="My cases, by what is due next",
        button=("Log a case", reverse("open_case")),
        blocks=[
            _block(
                "What I owe",
                cases.due_next(person),
                _due,
                "Nothing is due from you. Reminders will show here.",
            ),
            _block(
                "Victims to tell of a decision",
                reviews.notices_due(person),
                _decision,
                "Every victim of your cases has been told of each decision.",
            ),
            _block(
                "Victims to tell of the Right to Review",
                reviews.rights_to_tell(person),
                _decision,
                "Nobody waits to hear of the Right to Review.",
            ),
            _block(
                "Cases without a victim yet",
                cases.cases_without_a_victim(person),
                _new_case,
                "Every case of yours names its victim.",
                timing="Reported",
            ),
        ],
    )


def supervisor(person: Person, at: datetime) -> Home:
    return Home(
        heading="My team",
        button=("Log a case", reverse("open_case")),
        blocks=[
            *_plan_blocks(person, at),
            _block(
                "Withdrawals to corroborate",
                victims.withdrawals_to_corroborate(person),
                _withdrawal,
                "No withdrawal waits for you.",
                timing="Happened",
                all_href="/withdrawals/",
            ),
            _block(
                "Decisions to authorise",
                reviews.nfa_to_authorise(person),
                _decision,
                "No decision waits for you.",
                timing="Proposed",
                all_href="/decisions/",
            ),
            _block(
                "Review requests to allocate",
                reviews.reviews_to_allocate(person),
                _request,
                "Every review request has its reviewer.",
                all_href="/right-to-review/",
            ),
        ],
    )


def reviewer(person: Person, at: datetime) -> Home:
    return Home(
        heading="Reviews allocated to me",
        blocks=[
            _block(
                "To acknowledge and decide",
                reviews.reviews_allocated(person),
                _request,
                "No review is allocated to you.",
            )
        ],
    )


def isva(person: Person, at: datetime) -> Home:
    def client(row: Any) -> Line:
        return Line(row["reference"], row["victim"], row["href"], when=row["consented_on"])

    return Home(
        heading="My clients",
        blocks=[
            _block(
                "People I support who agreed to it",
                victims.clients(person),
                client,
                "No client is recorded yet. The officer in charge records the consent that opens one to you.",
                timing="Agreed on",
            )
        ],
    )


def _plan_blocks(person: Person, at: datetime) -> Iterable[Block]:
    raise NotImplementedError

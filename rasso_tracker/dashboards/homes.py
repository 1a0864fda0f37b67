"""Each role's first screen: what is to be done next, put together from what every app says is waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from actionplans import home as plans
from cases import home as cases
from cases.home import Some
from rasso_tracker.clocks import Deadline
from rasso_tracker.people.models import Person
from reviews import home as reviews
from victims import home as victims


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


@dataclass(frozen=True)
class Home:
    """The page: its heading, the one main button, and the lists in order."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    button: tuple[str, str] | None = None

    @property
    def cases(self) -> list[UUID]:
        """The cases that the page names, each once, for the log."""
        named = (line.case_id for block in self.blocks for line in block.lines)
        return list(dict.fromkeys(one for one in named if one is not None))


def _block(title: str, some: Some, line: Callable[[Any], Line], empty: str, **more: Any) -> Block:
    return Block(title, [line(row) for row in some.rows], some.more, empty, **more)


def _case(row: Any) -> str:
    return reverse("case_detail", args=[row["case_id"]])


# Where on the case page a due item is dealt with; the top of the page for the others.
PART_OF_CASE = {
    "tell_decision": "#decisions",
    "tell_right": "#decisions",
    "victim_update": "#victims",
    "safeguarding": "#victims",
    "bail_limit": "#investigation",
    "item_target": "#cps",
    "item_chase": "#cps",
    "clinic_follow_up": "#cps",
    "custody_limit": "#investigation",
}


def _due(row: Any) -> Line:
    href = row.get("href") or _case(row) + PART_OF_CASE.get(row.get("code", ""), "")
    return Line(row["reference"], row["what"], href, row["case_id"], deadline=row["deadline"])


def _done(row: Any) -> Line:
    return Line(row["reference"], row["what"], row["href"], row["case_id"], when=row["when"])


def _decision(row: Any) -> Line:
    href = reverse("decision_detail", args=[row["decision_id"]])
    if "deadline" in row:
        what = f"{row['what']}: {row['victim']}"
        return Line(row["reference"], what, href, row["case_id"], deadline=row["deadline"])
    what = f"Proposed by {row['maker']}"
    return Line(row["reference"], what, href, row["case_id"], when=row["proposed_at"])


def _request(row: Any) -> Line:
    href = reverse("review_request_detail", args=[row["request_id"]])
    what = f"{row['victim']}: {row['status'].lower()}"
    return Line(row["reference"], what, href, row["case_id"], deadline=row["deadline"])


def _withdrawal(row: Any) -> Line:
    what = f"{row['victim']}: {row['kind_label']}. {row['stage_label']}"
    return Line(row["reference"], what, row["href"], row["case_id"], when=row["occurred_at"])


def _new_case(row: Any) -> Line:
    href = reverse("case_detail", args=[row["id"]])
    return Line(row["reference"], "Add the victim", href, row["id"], when=row["reported_on"])


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
                "Action plan items to return",
                plans.my_items(person),
                _due,
                "CPS waits for no item of yours.",
                timing="Target",
            ),
            _block(
                "CPS advice to read",
                plans.advice_to_read(person),
                _done,
                "You have recorded what was done with all advice.",
                timing="Given",
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
            _block(
                "Escalations to acknowledge",
                plans.escalations_to_acknowledge(person, at),
                _due,
                "No escalation waits for an answer.",
                timing="Passed",
                all_href="/action-plans/overdue/",
            ),
            _supervision(person, at),
            _climbed(person, at),
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


def _supervision(person: Person, at: datetime) -> Block:
    owed = cases.reviews_owed(person, at)
    if owed.lapsed + owed.soon >= cases.MOST_COUNTED:
        counted = f"more than {owed.lapsed or cases.MOST_COUNTED:,} lapsed"
    else:
        counted = f"{owed.lapsed:,} lapsed, {owed.soon:,} due within 7 days"
    return _block(
        f"Supervisory reviews: {counted}",
        owed.some,
        _due,
        "No supervisory review is due within 7 days.",
        all_href="/supervisory-reviews/",
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
        return Line(row["reference"], row["victim"], row["href"], row["case_id"], when=row["consented_on"])

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


def _clinics(person: Person, at: datetime) -> Block:
    """Clinics of the seven days from today: for the gatekeeper every district's, for CPS the unit's."""

    def clinic(row: Any) -> Line:
        one = row["row"]
        free = "cancelled" if one.is_cancelled else f"{row['free']} free of {row['slots']} slots"
        what = f"{one.times}, {', '.join(row['lawyers']) or 'nobody sits'}: {free}"
        href = reverse("clinic_detail", args=[one.pk])
        return Line(one.district.name, what, href, None, when=one.starts_at)

    return _block(
        "Advice clinics this week",
        Some(plans.clinics_this_week(person, at), False),
        clinic,
        "No clinic is held in the next seven days.",
        timing="On",
        first="District",
        all_href="/clinics/",
    )


def _climbed(person: Person, at: datetime) -> Block:
    return _block(
        "Limits, safeguarding and reviews that escalated",
        plans.climbed(person, at),
        _due,
        "Nothing of this kind has escalated without an answer.",
        all_href="/due-items/",
    )


def _lapsed(person: Person, at: datetime) -> Block:
    return _block(
        "Action plans past a date",
        plans.lapsed_plans(person, at),
        _due,
        "Every action plan is within its dates.",
        timing="Passed",
        all_href="/action-plans/overdue/",
    )


def gatekeeper(person: Person, at: datetime) -> Home:
    return Home(
        heading="What the gatekeeper team has to do",
        button=("Work the overdue board", "/action-plans/overdue/"),
        blocks=[
            _lapsed(person, at),
            _climbed(person, at),
            _block(
                "Files to check before they go to CPS",
                plans.files_to_check(person),
                _due,
                "No file waits for your check.",
            ),
            _clinics(person, at),
            _block(
                "Reviews coming up",
                plans.reviews_due(person, at),
                _due,
                "No review of a plan is due.",
                timing="Review",
                all_href="/action-plans/",
            ),
            _block(
                "Submissions that CPS triage rejected",
                plans.submissions_rejected(person),
                _due,
                "No submission waits for a response to triage.",
                timing="CPS clock",
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


def cps_lawyer(person: Person, at: datetime) -> Home:
    return Home(
        heading="My submissions",
        blocks=[
            _block(
                "To triage",
                plans.submissions_to_triage(person),
                _due,
                "Nothing waits for triage.",
            ),
            _block(
                "Advice, plan or decision to give",
                plans.submissions_to_answer(person),
                _due,
                "Every accepted submission has been answered.",
            ),
            _clinics(person, at),
            _block(
                "Plans that came back to check",
                plans.plans_returned(person, at),
                _due,
                "No plan has come back in full.",
                timing="Review",
            ),
            _block(
                "Items that police dispute",
                plans.disputes_to_answer(person, at),
                _due,
                "No item is in dispute.",
                timing="Target",
            ),
            _block(
                "Triage and advice entered by police, to confirm",
                plans.cps_words_to_confirm(person),
                _done,
                "CPS has confirmed all triage and advice that police entered.",
                timing="Entered for",
            ),
            _block(
                "Action plans entered by police, to confirm",
                plans.acts_to_confirm(person, at),
                _due,
                "CPS has confirmed all that police entered.",
                timing="Review",
            ),
        ],
    )


def cps_legal_manager(person: Person, at: datetime) -> Home:
    return Home(
        heading="The unit's submissions",
        blocks=[
            _block(
                "Decisions to countersign",
                reviews.nfa_to_authorise(person),
                _decision,
                "No decision waits for you.",
                timing="Proposed",
            ),
            _lapsed(person, at),
            _climbed(person, at),
            *cps_lawyer(person, at).blocks,
        ],
    )


def crime_registrar(person: Person, at: datetime) -> Home:
    return Home(heading="Outcomes and cancellations", button=("Cases with an outcome", "/cases/"))


HOMES: dict[str, Callable[[Person, datetime], Home]] = {
    "officer": officer,
    "supervisor": supervisor,
    "gatekeeper": gatekeeper,
    "cps_lawyer": cps_lawyer,
    "cps_legal_manager": cps_legal_manager,
    "reviewer": reviewer,
    "isva": isva,
    "crime_registrar": crime_registrar,
}

"""Each role's first screen: what is to be done next, put together from what every app says is waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from actionplans import home as plans
from cases import home as cases
from cases.home import Some
from rasso_tracker.dashboards import blocks
from rasso_tracker.dashboards.blocks import Block, Home, Line
from rasso_tracker.people import places
from rasso_tracker.people.models import Person
from reviews import home as reviews
from victims import home as victims
from victims.home_clients import appointments_with_isvas, client_home, told_to_answer


def officer(person: Person, at: datetime) -> Home:
    return Home(
        heading="My cases, by what is due next",
        button=("Log a case", reverse("open_case")),
        blocks=[
            blocks.block(
                "What I owe",
                cases.due_next(person),
                blocks.due,
                "Nothing is due from you. Reminders will show here.",
            ),
            blocks.block(
                "Told by an ISVA for a victim",
                told_to_answer(person),
                blocks.due,
                "Nothing that an ISVA told us waits for you.",
            ),
            blocks.block(
                "Appointments with victims and their ISVA",
                appointments_with_isvas(person, at),
                blocks.asked,
                "No appointment with an ISVA is arranged.",
                timing="On",
            ),
            blocks.block(
                "Action plan items to return",
                plans.my_items(person),
                blocks.due,
                "CPS waits for no item of yours.",
                timing="Target",
            ),
            blocks.block(
                "CPS advice to read",
                plans.advice_to_read(person),
                blocks.done,
                "You have recorded what was done with all advice.",
                timing="Given",
            ),
            blocks.block(
                "Private material asked for",
                victims.material_waiting(person, at, own=True),
                blocks.due,
                "No request for private material is open on a case of yours.",
                all_href="/material-requests/",
                all_words="All requests for private material",
            ),
            blocks.block(
                "Cases without a victim yet",
                cases.cases_without_a_victim(person),
                blocks.new_case,
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
            blocks.block(
                "Escalations to acknowledge",
                plans.escalations_to_acknowledge(person, at),
                blocks.due,
                "No escalation waits for an answer.",
                timing="Passed",
                all_href="/action-plans/overdue/",
            ),
            _supervision(person, at),
            _climbed(person, at),
            blocks.block(
                "Owed to victims and overdue",
                victims.updates_overdue(person, at),
                blocks.due,
                "Every victim has heard in time.",
                all_href="/due-items/?kind=victim_owed",
                all_words="All that is owed to victims, by the step it has climbed to",
            ),
            blocks.block(
                "Private material that is overdue",
                victims.material_waiting(person, at, own=False),
                blocks.due,
                "No answer and no device is overdue.",
                all_href="/material-requests/",
                all_words="All requests for private material",
            ),
            blocks.block(
                "Withdrawals to corroborate",
                victims.withdrawals_to_corroborate(person),
                blocks.withdrawal,
                "No withdrawal waits for you.",
                timing="Happened",
                all_href="/withdrawals/",
            ),
            blocks.block(
                "Withdrawals to look back on",
                victims.look_backs_owed(person),
                blocks.due,
                "No look-back is owed.",
                all_href="/look-backs/",
            ),
            blocks.block(
                "What I owe myself",
                cases.due_next(person),
                blocks.due,
                "Nothing is due from you by name.",
            ),
            blocks.block(
                "Decisions to authorise",
                reviews.nfa_to_authorise(person),
                blocks.decision,
                "No decision waits for you.",
                timing="Proposed",
                all_href="/decisions/",
            ),
            blocks.block(
                "Review requests to allocate",
                reviews.reviews_to_allocate(person),
                blocks.request,
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
    return blocks.block(
        f"Supervisory reviews: {counted}",
        owed.some,
        blocks.due,
        "No supervisory review is due within 7 days.",
        all_href="/supervisory-reviews/",
        title_counts=True,
    )


def reviewer(person: Person, at: datetime) -> Home:
    return Home(
        heading="Reviews allocated to me",
        blocks=[
            blocks.block(
                "To acknowledge and decide",
                reviews.reviews_allocated(person),
                blocks.request,
                "No review is allocated to you.",
            )
        ],
    )


def isva(person: Person, at: datetime) -> Home:
    found = client_home(person, at, reviews.clients_to_tell(person))
    return Home(
        heading="My clients",
        button=("All my clients", reverse("client_list")),
        blocks=[
            blocks.block(
                "Appointments with the police",
                found.appointments,
                blocks.of_client,
                "No appointment is arranged.",
                timing="On",
            ),
            blocks.block(
                "Decisions that they are to be told",
                found.others,
                blocks.of_client,
                "No client waits to be told of a decision.",
                timing="By",
            ),
            blocks.block(
                "People I support who agreed to it",
                found.clients,
                blocks.client,
                "No client is recorded yet. The officer in charge records the consent that opens one to you.",
                timing="Agreed on",
                all_href=reverse("client_list"),
            ),
            blocks.block(
                "Dates to come",
                found.dates,
                blocks.of_client,
                "No date is set for your clients.",
                timing="By",
            ),
            blocks.block(
                "What I told the police",
                found.told,
                blocks.of_client,
                "Nothing that you told waits for an answer.",
                timing="Told",
            ),
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

    return blocks.block(
        "Advice clinics this week",
        Some(plans.clinics_this_week(person, at), False),
        clinic,
        "No clinic is held in the next seven days.",
        timing="On",
        first="District",
        all_href="/clinics/",
    )


def _climbed(person: Person, at: datetime) -> Block:
    return blocks.block(
        "Limits, safeguarding and reviews that escalated",
        plans.climbed(person, at),
        blocks.due,
        "Nothing of this kind has escalated without an answer.",
        all_href="/due-items/",
    )


def _lapsed(person: Person, at: datetime) -> Block:
    return blocks.block(
        "Action plans past a date",
        plans.lapsed_plans(person, at),
        blocks.due,
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
            blocks.block(
                "Files to check before they go to CPS",
                plans.files_to_check(person),
                blocks.due,
                "No file waits for your check.",
            ),
            _clinics(person, at),
            blocks.block(
                "Reviews coming up",
                plans.reviews_due(person, at),
                blocks.due,
                "No review of a plan is due.",
                timing="Review",
                all_href="/action-plans/",
            ),
            blocks.block(
                "Submissions that CPS triage rejected",
                plans.submissions_rejected(person),
                blocks.due,
                "No submission waits for a response to triage.",
                timing="CPS clock",
            ),
            blocks.block(
                "Review requests to allocate",
                reviews.reviews_to_allocate(person),
                blocks.request,
                "Every review request has its reviewer.",
                all_href="/right-to-review/",
            ),
        ],
    )


def cps_lawyer(person: Person, at: datetime) -> Home:
    return Home(
        heading="My submissions",
        blocks=[
            blocks.block(
                "To triage",
                plans.submissions_to_triage(person),
                blocks.due,
                "Nothing waits for triage.",
            ),
            blocks.block(
                "Advice, plan or decision to give",
                plans.submissions_to_answer(person),
                blocks.due,
                "Every accepted submission has been answered.",
            ),
            _clinics(person, at),
            blocks.block(
                "Plans that came back to check",
                plans.plans_returned(person, at),
                blocks.due,
                "No plan has come back in full.",
                timing="Review",
            ),
            blocks.block(
                "Items that police dispute",
                plans.disputes_to_answer(person, at),
                blocks.due,
                "No item is in dispute.",
                timing="Answer by",
            ),
            blocks.block(
                "Triage and advice entered by police, to confirm",
                plans.cps_words_to_confirm(person),
                blocks.done,
                "CPS has confirmed all triage and advice that police entered.",
                timing="Entered for",
            ),
            blocks.block(
                "Action plans entered by police, to confirm",
                plans.acts_to_confirm(person, at),
                blocks.due,
                "CPS has confirmed all that police entered.",
                timing="Review",
            ),
        ],
    )


def cps_legal_manager(person: Person, at: datetime) -> Home:
    return Home(
        heading="The unit's submissions",
        blocks=[
            blocks.block(
                "Decisions to countersign",
                reviews.nfa_to_authorise(person),
                blocks.decision,
                "No decision waits for you.",
                timing="Proposed",
            ),
            _lapsed(person, at),
            _climbed(person, at),
            *cps_lawyer(person, at).blocks,
        ],
    )


def crime_registrar(person: Person, at: datetime) -> Home:
    """What the registrar looks after; and of each district the withdrawals of the last whole quarter."""
    figures = reverse("dashboard_withdrawals")
    return Home(
        heading="Outcomes and cancellations",
        button=("Cases with an outcome", "/cases/"),
        asks="Withdrawals: when, why, and what support was in place",
        links=[
            *((f"{one.name}, last quarter", f"{figures}?district={one.code}") for one in places.districts()),
            ("The whole force, last quarter", figures),
            ("Outcomes 14 and 16 without a withdrawal", reverse("outcome_gap_list")),
            ("Withdrawals without corroboration", f"{reverse('withdrawal_list')}?show=waiting"),
        ],
    )


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

"""The homes of the police: officers, supervisors, gatekeepers, reviewers, the crime registrar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from actionplans import home as plans
from cases import home as cases
from rasso_tracker.clocks import date_set
from rasso_tracker.dashboards import blocks
from rasso_tracker.dashboards.blocks import Block, Home, Line
from rasso_tracker.dashboards.homes.shared import climbed, clinics, lapsed
from rasso_tracker.people import places
from rasso_tracker.people.models import Person
from reviews import home as reviews
from victims import home as victims
from victims.home_clients import appointments_with_isvas, told_to_answer


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
                all_href=plans.owed_list(),
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
                all_href="/items-to-return/",
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
        asks="Training in the Right to Review",
        links=[(reviews.training_in_words(person, at), reverse("review_training_register"))],
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
            climbed(person, at),
            *_owed_to_victims(person, at),
            blocks.block(
                "Counselling records to decide on",
                victims.material_to_decide(person),
                blocks.due,
                "No request for counselling records waits for you.",
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
                "Spokespersons to agree to",
                victims.spokespersons_to_agree(person),
                blocks.done,
                "Nobody waits for your agreement to speak for a victim.",
                timing="Recorded",
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
                all_href=plans.owed_list(),
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


def _owed_to_victims(person: Person, at: datetime) -> list[Block]:
    """Word to victims first, kind by kind with its rows; of the other kinds a count that leads to its rows.

    Several hundred referrals would else hide the update that somebody waits for.
    """
    found = victims.overdue_by_kind(person, at)
    lists = [_word_owed(person, at, one) for one in found if one.code in victims.WORD_TO_THEM]
    others = [one for one in found if one.code not in victims.WORD_TO_THEM]
    if others or not lists:
        lists.append(
            blocks.block(
                "Also owed to victims and overdue" if lists else "Owed to victims and overdue",
                cases.Some([{**one._asdict(), "words": one.words} for one in others], False),
                _kind_owed,
                "Every victim has heard in time.",
                timing="The oldest",
                first="Kind",
                all_href=reverse("owed_to_victims"),
                all_words="All that is owed to victims",
                title_counts=True,
            )
        )
    return lists


def _word_owed(person: Person, at: datetime, one: victims.Overdue) -> Block:
    return blocks.block(
        f"{victims.OWED[one.code]}: {one.words} overdue",
        victims.updates_overdue(person, at, [one.code]),
        blocks.due,
        "",
        all_href=victims.owed_list(one.code),
        title_counts=True,
    )


def _kind_owed(row: dict[str, Any]) -> Line:
    deadline = date_set(row["oldest"], start=row["oldest"])
    href = victims.owed_list(row["code"])
    return Line(victims.OWED[row["code"]], f"{row['words']} overdue", href, None, deadline=deadline)


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


def gatekeeper(person: Person, at: datetime) -> Home:
    return Home(
        heading="What the gatekeeper team has to do",
        button=("Work the overdue board", "/action-plans/overdue/"),
        blocks=[
            lapsed(person, at),
            climbed(person, at),
            blocks.block(
                "Files to check before they go to CPS",
                plans.files_to_check(person),
                blocks.due,
                "No file waits for your check.",
                all_href=plans.owed_list("file_check"),
            ),
            clinics(person, at),
            blocks.block(
                "Reviews coming up",
                plans.reviews_due(person, at),
                blocks.due,
                "No review of a plan is due.",
                timing="Review",
                all_href="/action-plans/?status=in_time&sort=review",
            ),
            blocks.block(
                "Submissions that CPS triage rejected",
                plans.submissions_rejected(person),
                blocks.due,
                "No submission waits for a response to triage.",
                timing="CPS clock",
                all_href=plans.owed_list("response"),
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


def crime_registrar(person: Person, at: datetime) -> Home:
    """What the registrar looks after; and of each district the withdrawals of the last whole quarter."""
    figures = reverse("dashboard_withdrawals")
    return Home(
        heading="Outcomes and cancellations",
        button=("Cases with an outcome", "/cases/"),
        asks="Withdrawals: when, why, and what support was in place",
        links=[
            ("Cancel a crime by its reference", reverse("cancel_recorded_crime")),
            *((f"{one.name}, last quarter", f"{figures}?district={one.code}") for one in places.districts()),
            ("The whole force, last quarter", figures),
            ("Outcomes 14 and 16 without a withdrawal", reverse("outcome_gap_list")),
            ("Victims told late", reverse("late_telling_list")),
            ("Withdrawals without corroboration", f"{reverse('withdrawal_list')}?show=waiting"),
        ],
    )

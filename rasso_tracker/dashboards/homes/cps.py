"""The homes of CPS: lawyers and their legal managers."""

from __future__ import annotations

from datetime import datetime

from actionplans import home as plans
from cases import home as cases
from rasso_tracker.dashboards import blocks
from rasso_tracker.dashboards.blocks import Home
from rasso_tracker.dashboards.homes.shared import climbed, clinics, lapsed
from rasso_tracker.people.models import Person
from reviews import home as reviews


def cps_lawyer(person: Person, at: datetime) -> Home:
    return Home(
        heading="My submissions",
        blocks=[
            blocks.block(
                "To triage",
                plans.submissions_to_triage(person),
                blocks.due,
                "Nothing waits for triage.",
                all_href="/submissions/?status=sent&answer=waiting&sort=due",
            ),
            blocks.block(
                "Advice, plan or decision to give",
                plans.submissions_to_answer(person),
                blocks.due,
                "Every accepted submission has been answered.",
                all_href=plans.owed_list("answer"),
            ),
            blocks.block(
                "What I owe by name",
                cases.due_next(person),
                blocks.due,
                "No follow-up of a clinic, and no advice to write again, is due from you.",
                all_href=plans.owed_list(),
            ),
            clinics(person, at),
            blocks.block(
                "Plans that came back to check",
                plans.plans_returned(person, at),
                blocks.due,
                "No plan has come back in full.",
                timing="Review",
                all_href="/action-plans/?side=cps&sort=review",
            ),
            blocks.block(
                "Items that police dispute",
                plans.disputes_to_answer(person),
                blocks.due,
                "No item is in dispute.",
                timing="Answer by",
                all_href=plans.owed_list("dispute"),
            ),
            blocks.block(
                "Questions that police ask",
                plans.questions_to_answer(person),
                blocks.due,
                "No question of the police waits for an answer.",
                timing="Answer by",
                all_href=plans.owed_list("question"),
            ),
            blocks.block(
                "Entered by police from CPS documents, to confirm",
                plans.to_confirm(person, others=reviews.TO_CONFIRM),
                blocks.done,
                "CPS has confirmed all that police entered for it.",
                timing="Entered for",
                all_href="/to-confirm/",
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
            blocks.block(
                "Advice to countersign",
                plans.advice_to_countersign(person),
                blocks.due,
                "No advice waits for a countersignature.",
                all_href=plans.owed_list("countersign"),
            ),
            lapsed(person, at),
            climbed(person, at),
            *cps_lawyer(person, at).blocks,
        ],
    )

"""Blocks that several homes hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from actionplans import home as plans
from cases.home import Some
from rasso_tracker.dashboards import blocks
from rasso_tracker.dashboards.blocks import Block, Line
from rasso_tracker.people.models import Person


def clinics(person: Person, at: datetime) -> Block:
    """Clinics of the seven days from today: for the gatekeeper every district's, for CPS the unit's."""

    def clinic(row: Any) -> Line:
        one = row["row"]
        free = "cancelled" if one.is_cancelled else f"{row['free']} free of {row['slots']} slots"
        what = f"{one.times}, {', '.join(row['lawyers']) or 'nobody sits'}: {free}"
        what = ". ".join([what, *row["warnings"]])
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


def climbed(person: Person, at: datetime) -> Block:
    return blocks.block(
        "Limits, safeguarding and reviews that escalated",
        plans.climbed(person, at),
        blocks.due,
        "Nothing of this kind has escalated without an answer.",
        all_href="/due-items/?kind=escalated",
    )


def lapsed(person: Person, at: datetime) -> Block:
    return blocks.block(
        "Action plans past a date",
        plans.lapsed_plans(person, at),
        blocks.due,
        "Every action plan is within its dates.",
        timing="Passed",
        all_href="/action-plans/overdue/",
    )

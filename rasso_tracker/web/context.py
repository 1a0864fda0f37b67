"""What every page knows: who acts in which role, where that role may go, and how many notices wait."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from rasso_tracker.messages.services import unread_count
from rasso_tracker.people.roles import ROLES

HOME = ("Home", "/")
CASES = ("Cases", "/cases/")
CLIENTS = ("My clients", "/clients/")
PLANS = ("Action plans", "/action-plans/")
SUBMISSIONS = ("Submissions", "/submissions/")
BOARD = ("Overdue board", "/action-plans/overdue/")
CLINICS = ("Clinics", "/clinics/")
WITHDRAWALS = ("Withdrawals", "/withdrawals/")
DECISIONS = ("Decisions", "/decisions/")
REVIEWS = ("Right to Review", "/right-to-review/")
SUPERVISION = ("Supervision", "/supervisory-reviews/")
PEOPLE = ("People", "/people/")
SERVICES = ("Support services", "/support-services/")
CLOCKS = ("Clock rules", "/clocks/")
LADDER = ("Ladder", "/action-plans/ladder/")
TERMS = ("Reasons and stages", "/withdrawal-terms/")
PERFORMANCE = ("Performance", "/dashboards/")
AUDIT = ("Audit log", "/audit/")

NAVIGATION: dict[str, tuple[tuple[str, str], ...]] = {
    "officer": (HOME, CASES, SUBMISSIONS, PLANS, CLINICS, WITHDRAWALS, DECISIONS, REVIEWS),
    "supervisor": (
        HOME,
        CASES,
        SUPERVISION,
        BOARD,
        CLINICS,
        WITHDRAWALS,
        DECISIONS,
        REVIEWS,
        PERFORMANCE,
        PEOPLE,
    ),
    "gatekeeper": (HOME, BOARD, PLANS, SUBMISSIONS, CLINICS, CASES, DECISIONS, REVIEWS, PERFORMANCE, PEOPLE),
    "cps_lawyer": (HOME, SUBMISSIONS, PLANS, CLINICS, CASES, DECISIONS),
    "cps_legal_manager": (HOME, SUBMISSIONS, PLANS, CLINICS, CASES, DECISIONS, PERFORMANCE),
    "reviewer": (HOME, REVIEWS, CASES),
    "isva": (HOME, CLIENTS, DECISIONS),
    "manager": (HOME, PERFORMANCE, CASES, BOARD, CLINICS, WITHDRAWALS, DECISIONS),
    "crime_registrar": (HOME, PERFORMANCE, CASES, WITHDRAWALS, DECISIONS),
    "auditor": (HOME, AUDIT),
    "administrator": (HOME, PEOPLE, SERVICES, CLOCKS, LADDER, TERMS),
    "nobody": (HOME,),
}


_HIDDEN_FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


def navigation(role_code: str, path: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the current one: the longest address that the path begins with."""
    entries = NAVIGATION[role_code]
    within = [href for _, href in entries if path == href or (href != "/" and path.startswith(href))]
    current = max(within, key=len, default="")
    return [(label, href, href == current) for label, href in entries]


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html. Nothing is looked up for somebody who has not signed in."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"person": None, "nav": []}
    token = SimpleLazyObject(partial(get_token, request))
    return {
        # Once a page, as in Django's own language: there each form masked it anew.
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(partial(format_html, _HIDDEN_FIELD, token)),
        "person": person,
        "role": person.role,
        "roles": [ROLES[code] for code in person.roles],
        "nav": navigation(person.role.code, request.path),
        "unread": unread_count(person),
        "search_url": "/cases/search/" if person.role.named else "",
    }

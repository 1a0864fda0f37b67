"""A client of an ISVA by API: the same closed list as their page, and never a field of evidence."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.people.models import Person
from victims.models import IsvaSupport
from victims.represent.appointments import appointment_in_list
from victims.represent.engagement import standing_shown
from victims.represent.heads import head, iso
from victims.represent.told_via_isva import told_in_list
from victims.shown.client import KeyDate, client_context


def client_in_list(row: IsvaSupport, person: Person) -> dict[str, Any]:
    return {
        **head(row),
        "reference": row.case.reference,
        "consented_on": iso(row.consented_on),
        "started_at": iso(row.started_at),
        "recorded_by": row.recorded_by.username,
    }


def client_shown(victim: Victim, person: Person) -> dict[str, Any]:
    context = client_context(person, victim)
    prefers, support = context["preferences"], context["support"]
    return {
        "victim": str(victim.pk),
        "case": str(victim.case_id),
        "reference": victim.case.reference,
        "before_entry": context["before_entry"],
        "consent": {
            "consented_on": iso(support.consented_on),
            "recorded_by": support.recorded_by.username,
            "support": str(support.pk),
        }
        if support
        else None,
        **standing_shown(context["stands"]),
        "choices": [
            {"id": str(one["row"].pk), "what": one["title"], "occurred_at": iso(one["row"].occurred_at)}
            for one in context["choices"]
        ],
        "preferred_method": prefers.preferred_method if prefers else None,
        "forbidden_methods": list(prefers.forbidden_methods) if prefers else [],
        "only_through": (prefers.only_through or None) if prefers else None,
        "safe_to_leave_message": bool(prefers and prefers.safe_to_leave_message),
        "interpreter_needed": bool(prefers and prefers.interpreter_needed),
        "safe_times": context["safe_times"] or None,
        "died_on": iso(context["circumstances"].died_on) if context["circumstances"] else None,
        "under_18": context["circumstances"].under_18 if context["circumstances"] else None,
        "spokesperson": context["spokesperson"]["row"].is_their if context["spokesperson"] else None,
        "alerts": [{"about": one["row"].about, "stops": list(one["row"].stops)} for one in context["alerts"]],
        "key_dates": [_day(one) for one in context["passed"]],
        "dates_to_come": [_day(one) for one in context["to_come"]],
        "decisions": [
            {"what": one.what, "by": iso(one.by), "decided_at": iso(one.on), "told_at": iso(one.told_at)}
            for one in context["decisions"]
        ],
        "appointments": [appointment_in_list(one["row"], person) for one in context["appointments"]],
        "told": [told_in_list(one["row"], person) for one in context["told"]],
    }


def _day(one: KeyDate) -> dict[str, str | None]:
    return {"on": iso(one.on), "what": one.what}

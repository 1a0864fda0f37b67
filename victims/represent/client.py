"""A client of an ISVA by API: the same closed list as their page, and never a field of evidence."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.people.models import Person
from victims.hooks import DecisionWord
from victims.models import IsvaSupport
from victims.represent.appointments import appointment_in_list
from victims.represent.contact import contact_in_list
from victims.represent.engagement import standing_shown
from victims.represent.heads import head, iso
from victims.represent.referrals import event_shown
from victims.represent.safeguarding import concern_in_list
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
    """What the page of a client says, part by part and with nothing else; who they are and where they live
    have addresses of their own there as here.
    """
    context = client_context(person, victim)
    return {
        "victim": str(victim.pk),
        "case": str(victim.case_id),
        "reference": victim.case.reference,
        "name": context["name"] or None,
        "officer_in_charge": victim.case.officer_in_charge.username,
        "before_entry": context["before_entry"],
        "consent": _consent(context["support"]),
        **standing_shown(context["stands"]),
        "choices": [
            {"id": str(one["row"].pk), "what": one["title"], "occurred_at": iso(one["row"].occurred_at)}
            for one in context["choices"]
        ],
        **_reached(context),
        **_circumstances(context),
        "alerts": [{"about": one["row"].about, "stops": list(one["row"].stops)} for one in context["alerts"]],
        "concerns": [
            {**concern_in_list(one["row"], person), "concern": one["words"] or None}
            for one in context["concerns"]
        ],
        "key_dates": [_day(one) for one in context["passed"]],
        "dates_to_come": [_day(one) for one in context["to_come"]],
        "decisions": [_decision(one) for one in context["decisions"]],
        "appointments": [
            {**appointment_in_list(one["row"], person), "check_first": one["check_first"]}
            for one in context["appointments"]
        ],
        "told": [told_in_list(one["row"], person) for one in context["told"]],
        "contacts": [
            {**contact_in_list(one["row"], person), "summary": one["summary"] or None}
            for one in context["contacts"]
        ],
        "referrals": [_referral(one, person) for one in context["referrals"]],
    }


def _consent(support: IsvaSupport | None) -> dict[str, Any] | None:
    if support is None:
        return None
    return {
        "consented_on": iso(support.consented_on),
        "recorded_by": support.recorded_by.username,
        "support": str(support.pk),
    }


def _reached(context: dict[str, Any]) -> dict[str, Any]:
    """How they are safely reached; every field empty while nothing of it is recorded."""
    prefers = context["preferences"]
    return {
        "preferred_method": prefers.preferred_method if prefers else None,
        "forbidden_methods": list(prefers.forbidden_methods) if prefers else [],
        "forbidden_because": (prefers.forbidden_because or None) if prefers else None,
        "only_through": (prefers.only_through or None) if prefers else None,
        "isva_is_missing": context["nobody_there"] == "ISVA",
        "nobody_there": context["nobody_there"] or None,
        "place_not_safe": context["place_not_safe"],
        "closed_by_place": context["closed_by_place"],
        "safe_to_leave_message": bool(prefers and prefers.safe_to_leave_message),
        "interpreter_needed": bool(prefers and prefers.interpreter_needed),
        "safe_times": context["safe_times"] or None,
    }


def _circumstances(context: dict[str, Any]) -> dict[str, Any]:
    stands, speaks = context["circumstances"], context["spokesperson"]
    return {
        "died_on": iso(stands.died_on) if stands else None,
        "under_18": stands.under_18 if stands else None,
        "hears": context["hearer"].value,
        "spokesperson": speaks["row"].is_their if speaks else None,
        "spokesperson_waits": bool(speaks and speaks["row"].waits),
    }


def _decision(one: DecisionWord) -> dict[str, str | None]:
    return {
        "what": one.what,
        "by": iso(one.due.due_on) if one.due else None,
        "decided_at": iso(one.on),
        "told_at": iso(one.told_at),
    }


def _referral(one: dict[str, Any], person: Person) -> dict[str, Any]:
    return {
        "id": str(one["row"].pk),
        "kind": one["row"].kind,
        "counts": one["counts"],
        "stands_since": iso(one["since"]),
        "days_waited": one["waits"],
        "next_step_by": iso(one["next"].due_on) if one["next"] else None,
        "events": [event_shown(step["row"], person) for step in one["steps"]],
    }


def _day(one: KeyDate) -> dict[str, str | None]:
    return {"on": iso(one.on), "what": one.what}

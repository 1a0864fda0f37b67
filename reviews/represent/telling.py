"""What the API says of telling a victim: allow-listed fields, words for those who read contact."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasso_tracker.clocks import caution_of_day_off, now
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from reviews.models import (
    MissedTelling,
    Notification,
    NotToldBefore,
    TellingAttempt,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from reviews.represent.decisions import notification_shown
from reviews.rules.telling_plan import slips
from reviews.sealed import text_of
from reviews.shown.telling import before_of, reads_words
from victims.marked import said_of
from victims.sealed import opened


def _of_notice(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "notification": str(row.notice_id),
        "victim": str(row.victim_id),
        "recorded_at": row.recorded_at.isoformat(),
        "recorded_by": row.recorded_by.username,
    }


def _words(row: Any, field: str, person: Person) -> str | None:
    return (text_of(row, field) or None) if reads_words(person) else None


def plan_shown(row: TellingPlan, person: Person) -> dict[str, Any]:
    return {
        **_of_notice(row),
        "wanted_method": row.wanted_method or None,
        "method": row.method,
        "why_another": row.why_another or None,
        "teller": row.teller.username,
        "companions": row.companions,
        "tell_at": row.tell_at.isoformat(),
        "time_fits": row.time_fits,
        "why_hour": _words(row, "why_hour", person),
        "interpreter": row.interpreter,
        "note": _words(row, "note", person),
        "superseded_at": row.superseded_at.isoformat() if row.superseded_at else None,
    }


def plans_marked(ids: list[UUID], person: Person) -> dict[UUID, dict[str, Any]]:
    """Whether each plan of a page is to be checked first, as the page of its notice and homes say; two
    statements. The mark lies with the notice: a plan that was made anew has none.
    """
    plans = TellingPlan.objects.filter(pk__in=ids).values_list("pk", "notice", "superseded_at")
    return said_of({pk: None if anew else notice for pk, notice, anew in plans}, person)


def attempt_shown(row: TellingAttempt, person: Person) -> dict[str, Any]:
    return {
        **_of_notice(row),
        "contact": str(row.contact_id),
        "tried_at": row.tried_at.isoformat(),
        "method": row.contact.method,
        "outcome": row.outcome,
        "note": (opened(row.contact, "summary") or None) if reads_words(person) else None,
        "counts": row.contact.voided_at is None,
    }


def delay_shown(row: TellingDelay, person: Person) -> dict[str, Any]:
    return {
        **_of_notice(row),
        "asked_at": row.asked_at.isoformat(),
        "asked_through": row.asked_through,
        "until": row.until.isoformat(),
        "recorded_late": row.was_recorded_late,
        "check_dates": [said]
        if (said := caution_of_day_off("day until which they asked to wait", row.until))
        else [],
        "note": _words(row, "note", person),
    }


def question_shown(row: VictimQuestion, person: Person) -> dict[str, Any]:
    return {
        **_of_notice(row),
        "asked_at": row.asked_at.isoformat(),
        "due_on": row.due_on.isoformat(),
        "question": _words(row, "question", person),
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        "answered_by": row.answered_by.username if row.answered_by else None,
        "answered_through": row.answered_through or None,
        "answer": _words(row, "answer", person),
    }


def missed_shown(row: MissedTelling, person: Person) -> dict[str, Any]:
    """What was missed before they came back, with its cause."""
    return {
        **_of_notice(row),
        "begins_at": row.begins_at.isoformat(),
        "clock": row.clock,
        "due_on": row.due_on.isoformat(),
        "tell_by": row.tell_by.isoformat(),
        "stopped_at": row.stopped_at.isoformat(),
        "late_because": row.late_because or None,
        "late_note": _words(row, "late_note", person),
        "late_said_at": row.late_said_at.isoformat() if row.late_said_at else None,
        "late_said_by": row.late_said_by.username if row.late_said_by else None,
    }


def before_shown(row: NotToldBefore, note: str, back_note: str) -> dict[str, Any]:
    return {
        "because": row.because,
        "note": note or None,
        "said_at": row.said_at.isoformat(),
        "said_by": row.said_by.username,
        "taken_back_because": row.taken_back_because,
        "taken_back_note": back_note or None,
        "taken_back_at": row.taken_back_at.isoformat(),
        "taken_back_by": row.taken_back_by.username,
        "again_at": row.again_at.isoformat() if row.again_at else None,
    }


def notice_alone(row: Notification, person: Person) -> dict[str, Any]:
    """One notice, with how often its telling was put off once it was overdue, and what was said of not
    telling them and taken back before the last time.
    """
    key = case_key(row.case_id) if reads_words(person) else None
    plans, delays = (
        list(kind.objects.visible_to(person).filter(notice=row)) for kind in (TellingPlan, TellingDelay)
    )
    return {
        **notification_shown(row, person),
        "put_off": slips(plans, row.tell_by, [one.until for one in delays]),
        "taken_back_before": [before_shown(*one) for one in before_of(row, person, key)],
    }


def notice_in_full(row: Notification, person: Person) -> dict[str, Any]:
    """A notice with why it was late, for the list of what was."""
    return {
        **notification_shown(row, person),
        "tell_by": row.tell_by.isoformat(),
        "no_letter_at": row.no_letter_at.isoformat() if row.no_letter_at else None,
        "no_letter_by": row.no_letter_by.username if row.no_letter_by else None,
        "order_reason": _words(row, "order_reason", person),
        "taken_back_note": _words(row, "taken_back_note", person),
        "no_letter_note": _words(row, "no_letter_note", person),
        "late": row.is_late(now()),
        "late_because": row.late_because or None,
        "late_note": _words(row, "late_note", person),
        "late_said_at": row.late_said_at.isoformat() if row.late_said_at else None,
        "late_said_by": row.late_said_by.username if row.late_said_by else None,
    }

"""What the API says of letters to victims: allow-listed fields; the words only where one letter is read."""

from __future__ import annotations

from typing import Any

from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from reviews.models import CpsLetter, DecisionLetter, LetterCopy, LetterSending, TranslationCheck
from reviews.sealed import text_of
from reviews.services.letters import caution_of_sent
from reviews.shown.letters import changed_since, sendings_of, where_it_stands, words_of


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def letter_in_list(letter: DecisionLetter, person: Person) -> dict[str, Any]:
    return {
        "id": str(letter.pk),
        "case": str(letter.case_id),
        "decision": str(letter.decision_id),
        "victim": str(letter.victim_id),
        "about": letter.about,
        "request": str(letter.request_id) if letter.request_id else None,
        "number": letter.number,
        "status": letter.status,
        "way": letter.way,
        "addressee": letter.addressee,
        "variant": letter.variant,
        "language": letter.language,
        "written_at": _iso(letter.written_at),
        "written_by": letter.written_by.username,
        "signed_off_at": _iso(letter.signed_off_at),
        "signed_off_by": letter.signed_off_by.username if letter.signed_off_by else None,
        "ask_by": _iso(letter.ask_by),
        "printed_at": _iso(letter.printed_at),
        "sent_on": _iso(letter.sent_on),
        "sent_at": _iso(letter.sent_at),
        "sent_method": letter.sent_method or None,
        "interpreted_on": _iso(letter.interpreted_on),
        "superseded_at": _iso(letter.superseded_at),
        "version": letter.version,
    }


def letter_sent(letter: DecisionLetter, person: Person) -> dict[str, Any]:
    """What recording that a letter went answers: `caution` says what changed since it did."""
    return {**letter_in_list(letter, person), "caution": caution_of_sent(letter, now()) or None}


def letter_in_full(letter: DecisionLetter, person: Person) -> dict[str, Any]:
    """Only the ReadDetail that logs LETTER_VIEWED uses this. The PDF itself is taken from its page."""
    copy = LetterCopy.objects.filter(letter=letter).first()
    words = words_of(letter, copy)
    changed = changed_since(person, letter, words)
    return {
        **letter_in_list(letter, person),
        "reasons": text_of(letter, "reasons"),
        "personal": text_of(letter, "personal") or None,
        "where_it_stands": where_it_stands(letter, changed),
        "changed_since": changed or None,
        "title": words.title if words else None,
        "paragraphs": [line for part in words.parts for line in (part.items or (part.text,))]
        if words
        else None,
        "by_notify": [sending(one) for one in reversed(sendings_of(letter))],
        "sha256": copy.sha256 if copy else None,
        "template_version": copy.template_version if copy else None,
    }


def sending(row: LetterSending) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "state": row.state,
        "asked_at": _iso(row.asked_at),
        "asked_by": row.asked_by.username,
        "notify_status": row.notify_status or None,
        "handed_at": _iso(row.handed_at),
        "fault": row.fault or None,
        "ended_at": _iso(row.ended_at),
        "order_reason": text_of(row, "order_reason") or None,
        "taken_back_by": row.taken_back_by.username if row.taken_back_by else None,
        "taken_back_reason": text_of(row, "taken_back_reason") or None,
    }


def translation_check(row: TranslationCheck, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "language": row.language,
        "template_version": row.template_version,
        "checked_on": _iso(row.checked_on),
        "checked_by_whom": row.checked_by_whom,
        "recorded_at": _iso(row.recorded_at),
        "recorded_by": row.recorded_by.username,
    }


def cps_letter(row: CpsLetter, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "decision": str(row.decision_id),
        "victim": str(row.victim_id),
        "clock": row.clock,
        "due_on": _iso(row.due_on),
        "sent_on": _iso(row.sent_on),
        "late": row.is_late,
        "recorded_at": _iso(row.recorded_at),
    }

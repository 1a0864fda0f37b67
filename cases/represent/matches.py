"""What the API tells supervisors of other reports about the suspects of a case: whom to ring about what."""

from __future__ import annotations

from typing import Any

from cases.models import Case, MatchLook, MatchVerdict
from cases.services.matches import VERDICT_WORDS
from cases.shown.matches import Looked, looked_at, note_look, one_looked_at
from rasso_tracker.people.models import Person
from rasso_tracker.vault import unseal


def _shown(one: Looked) -> dict[str, Any]:
    officer = one.officer
    return {
        "id": str(one.look.pk),
        "case": str(one.look.case_id),
        "suspect": str(one.look.suspect_id),
        "found_on": list(one.look.found_on),
        "other_reference": one.match.reference if one.match else None,
        "other_district": one.district.code if one.district else None,
        "officer": officer.name if officer else None,
        "officer_telephone": (officer.telephone or None) if officer else None,
        "officer_email": (officer.email or None) if officer else None,
        "looked_at": one.look.looked_at.isoformat(),
        "verdict": one.verdict.verdict if one.verdict else None,
        "words": one.words or None,
    }


def matches_shown(case: Case, person: Person) -> dict[str, Any]:
    """What this person has looked at on the case."""
    rows = looked_at(case, person)
    note_look(person, rows)
    return {"case": str(case.pk), "matches": [_shown(one) for one in rows]}


def match_shown(look: MatchLook, person: Person) -> dict[str, Any]:
    one = one_looked_at(look)
    note_look(person, [one])
    return _shown(one)


def match_judged(row: MatchVerdict, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "match": str(row.look_id),
        "suspect": str(row.suspect_id),
        "verdict": row.verdict,
        "words": unseal(row.case_id, VERDICT_WORDS, row.pk, row.words_sealed),
        "judged_at": row.judged_at.isoformat(),
        "judged_by": row.judged_by.username,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }

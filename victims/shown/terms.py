"""What a change of the lists of reasons and stages does, in a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from victims.models import TermChange
from victims.terms import Terms, change_of, entry_of


def change_said(change: TermChange, today: date | None = None) -> str:
    """As on `today`; without it, and of one that was taken back, in words of what is to come."""
    if today is None or change.taken_back_at is not None:
        today = change.in_force_from - timedelta(days=1)
    terms = {one.pk: one for pair in change.mappings.all() for one in (pair.old, pair.new)}
    return Terms(tuple(map(entry_of, terms.values()))).said(change_of(change), today)

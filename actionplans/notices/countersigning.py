"""What delivery asks of advice that waits for a second lawyer: does it still, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from actionplans.ladder import current_ladder
from actionplans.models import Advice, Countersignature
from actionplans.roster import About, Roster, roster_for
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.enums import Post

SECOND = (Post.LEGAL_MANAGER, Post.DISTRICT_CROWN_PROSECUTOR)


def recheck_countersign(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The unit's legal managers, then its district prosecutor; never who wrote it. A fixed number of
    queries.
    """
    rows = list(Advice.objects.filter(pk__in=sources).select_related("case", "submission", "booking"))
    signed = Countersignature.objects.filter(advice__in=rows, superseded_at__isnull=True)
    done = set(signed.values_list("advice", flat=True))
    answers: dict[UUID, Due | Gone] = {
        row.pk: Gone("It was countersigned, or another version stands.")
        for row in rows
        if row.pk in done or row.superseded_at is not None
    }
    waiting = [row for row in rows if row.pk not in answers]
    about = {row.pk: About(row.case) for row in waiting}
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    for row in waiting:
        told = _others(roster, row, about[row.pk])
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items()),
            case_id=row.case_id,
            subject_id=row.pk,
            reference=f"{row.case.reference}, {row}",
            headline="Countersign advice: it needs a second lawyer before the police act on it",
            due_on=None,
            ends_when="a lawyer who did not write it countersigns it, or another version takes its place",
            path=_page(row),
            urgency=DIGEST,
        )
    return answers


def _others(roster: Roster, row: Advice, about: About) -> dict[UUID, str]:
    for post in SECOND:
        told = {key: why for key, why in roster.told((post,), about).items() if key != row.author_id}
        if told:
            return told
    return roster.last_resort(about)


def _page(row: Advice) -> str:
    """The page of what was advised on, where the countersignature stands."""
    if row.submission_id is not None:
        return reverse("submission_detail", args=[row.submission_id])
    return reverse("clinic_booking_detail", args=[row.booking_id])

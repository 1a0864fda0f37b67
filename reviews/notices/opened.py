"""Notices that CPS opened a decision of its own again, or did not decide what the police entered for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from cases.enums import MilestoneKind
from cases.models import Milestone
from cases.stages import bears_on
from rasso_tracker.messages import NOW, Due, Gone
from rasso_tracker.messages.services import subjects_of
from reviews.enums import LineEnded
from reviews.models import Decision, DecisionLine
from reviews.notices.people import People, holding

OPENED_BY_CPS = "decision_opened_by_cps"
OPENED = (LineEnded.REOPENED, LineEnded.SUPERSEDED)
HEADLINES = {
    LineEnded.REOPENED: "CPS opened its decision on this case again: see why, and what is to be done",
    LineEnded.SUPERSEDED: "CPS says that a decision entered for it does not stand: the case is open again",
}


def still_waiting(decisions: Collection[UUID]) -> dict[UUID, DecisionLine]:
    """By decision that was opened again, the line that was last, while nothing was done on any that were:
    no decision put forward and no step recorded after it. Three statements.
    """
    opened: defaultdict[UUID, list[DecisionLine]] = defaultdict(list)
    lines = DecisionLine.objects.filter(decision__in=decisions, ended_because__in=OPENED)
    for line in lines.select_related("allegation").order_by("ended_at", "pk"):
        opened[line.decision_id].append(line)
    every = [line for found in opened.values() for line in found]
    if not every:
        return {}
    again = set(
        DecisionLine.objects.filter(
            allegation__in={line.allegation_id for line in every}, ended_at__isnull=True
        ).values_list("allegation", flat=True)
    )
    steps = list(
        Milestone.objects.filter(
            case__in={line.case_id for line in every},
            voided_at__isnull=True,
            recorded_at__gt=min(line.ended_at for line in every if line.ended_at is not None),
        ).exclude(kind=MilestoneKind.REOPENED)
    )

    def acted_on(line: DecisionLine) -> bool:
        return line.allegation_id in again or any(
            one.case_id == line.case_id and one.recorded_at > line.ended_at and bears_on(one, line.allegation)
            for one in steps
        )

    return {pk: found[-1] for pk, found in opened.items() if not any(acted_on(one) for one in found)}


def recheck_opened_by_cps(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Decisions that CPS opened and on which nothing was done since: the officer in charge hears, and who
    supervises.
    """
    opened = subjects_of(OPENED_BY_CPS, sources)
    rows = Decision.objects.select_related("case__officer_in_charge").in_bulk(opened.values())
    waiting = still_waiting(rows.keys())
    cases = [row.case for row in rows.values()]
    officers = Q(pk__in={case.officer_in_charge_id for case in cases})
    people = People(cases, officers | holding("authorise_nfa"), at)
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("It was opened again since."))
    return answers | {
        source: _opened(rows[pk], waiting.get(pk), people) for source, pk in opened.items() if pk in rows
    }


def _opened(row: Decision, last: DecisionLine | None, people: People) -> Due | Gone:
    if last is None:
        return Gone("A next step was recorded on the case.")
    told = people.officer_and_supervisor(row.case)
    if not told:
        return Gone("Nobody is in post who may take it up.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=HEADLINES[LineEnded(last.ended_because)],
        ends_when="a next step is recorded, a decision is put forward, or you mark it as read",
        path=reverse("decision_detail", args=[row.pk]),
        urgency=NOW,
    )

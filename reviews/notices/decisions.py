"""Notices of decisions that wait for a second person, passed on, or were made without a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from actionplans.models import JointMeeting, Submission
from rasso_tracker.messages import DIGEST, NOW, Due, Gone
from rasso_tracker.messages.services import subjects_of
from rasso_tracker.people.roles import GATEKEEPER
from reviews.enums import DecisionStatus
from reviews.meetings import unmet
from reviews.models import Decision
from reviews.notices.people import People, Wanted, holding

TO_AUTHORISE = "decision_to_authorise"
PASSED_ON = "decision_passed_on"


def recheck_proposals(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which proposals still wait for a second person, and for whom."""
    rows = list(Decision.objects.filter(pk__in=sources).select_related("case"))
    cases = [row.case for row in rows]
    people = People(cases, holding("authorise_nfa") | holding("authorise_cps_nfa"), at)
    return {row.pk: _proposal(row, people) for row in rows}


def _proposal(row: Decision, people: People) -> Due | Gone:
    if row.status != DecisionStatus.PROPOSED:
        return Gone(f"It was {row.get_status_display().lower()}.")
    case, supervisor = row.case, row.supervisor_id
    if row.is_police:
        deed = "authorise_nfa"
        choices: list[tuple[Wanted, str]] = [
            (lambda one: one.pk == supervisor, "You supervise the officer who put it forward."),
            (lambda one: one.team_id == case.team_id, "You supervise the team of this case."),
            (lambda one: one.district_id == case.district_id, "You supervise its district."),
        ]
    else:
        deed = "authorise_cps_nfa"
        choices = [
            (lambda one: one.cps_unit_id == case.cps_unit_id, "You manage the unit that it was submitted to.")
        ]
    told = people.who(case, deed, choices, but=row.maker_id)
    if not told:
        return Gone("Nobody is in post who may authorise it and did not put it forward.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=case.reference,
        headline="A decision on this case waits for a second person",
        ends_when="it is authorised or refused",
        path=reverse("decision_detail", args=[row.pk]),
        urgency=DIGEST,
    )


def recheck_passed_on(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Proposals whose maker's work passed on: who answers for each hears of it, of CPS else its managers."""
    passed = subjects_of(PASSED_ON, sources)
    rows = Decision.objects.select_related("case", "maker").in_bulk(passed.values())
    wanted = Q(pk__in={row.carried_by_id for row in rows.values()}) | holding("authorise_cps_nfa")
    people = People([row.case for row in rows.values()], wanted, at)
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("It passed on again."))
    return answers | {source: _passed_on(rows[pk], people) for source, pk in passed.items() if pk in rows}


def _passed_on(row: Decision, people: People) -> Due | Gone:
    if row.status != DecisionStatus.PROPOSED:
        return Gone(f"It was {row.get_status_display().lower()}.")
    carrier, unit = row.carried_by_id, row.case.cps_unit_id
    choices: list[tuple[Wanted, str]] = [
        (lambda one: one.pk == carrier, "The work of who put it forward passed to you.")
    ]
    deed = "propose_nfa" if row.is_police else "propose_cps_nfa"
    if not row.is_police and carrier is None:
        deed = "authorise_cps_nfa"
        choices = [(lambda one: one.cps_unit_id == unit, "You manage the unit of who put it forward.")]
    told = people.who(row.case, deed, choices, but=row.maker_id)
    if not told:
        return Gone("Nobody took it on who may see the case.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=f"A decision that {row.made_by} put forward waits for a second person: it passed to you",
        ends_when="it is authorised or refused, or you mark it as read",
        path=reverse("decision_detail", args=[row.pk]),
        urgency=NOW,
    )


def recheck_meetings(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """CPS decisions that police entered with no meeting before them on record: the gatekeepers see to it."""
    rows = list(Decision.objects.filter(pk__in=sources).select_related("case"))
    cases = [row.case for row in rows]
    sent = list(Submission.objects.filter(case__in=cases))
    met = list(JointMeeting.objects.filter(case__in=cases))
    people = People(cases, Q(roles__contains=[GATEKEEPER.code]), at)
    return {
        row.pk: _meeting(
            row,
            unmet(
                row,
                [one for one in sent if one.case_id == row.case_id],
                [one for one in met if one.case_id == row.case_id],
            ),
            people,
        )
        for row in rows
    }


def _meeting(row: Decision, missing: Submission | None, people: People) -> Due | Gone:
    if missing is None:
        return Gone("The meeting, or why there was none, was recorded, or the decision does not stand.")
    told = people.who(row.case, "record_meeting", [(lambda one: True, "You keep the gate to CPS.")])
    if not told:
        return Gone("No gatekeeper in post may see the case.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=missing.pk,
        reference=row.case.reference,
        headline="A CPS decision was entered with no meeting before it on record: ask what happened",
        ends_when="the meeting, or why there was none, is recorded on the submission",
        path=reverse("submission_detail", args=[missing.pk]),
        urgency=DIGEST,
    )

"""Notices of victims who are to be told, by whom it is planned, and of letters that did not go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Due, Gone
from reviews.facts import what_stands
from reviews.letter_enums import LetterStatus
from reviews.models import LetterSending, Notification, TellingPlan
from reviews.notices.people import People, holding

TO_TELL = "victim_to_tell"
TELLING_PLANNED = "telling_planned"


def recheck_telling(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which victims still have to be told, and by whom: the officer in charge, else the team's
    supervisors.
    """
    rows = list(Notification.objects.filter(pk__in=sources).select_related("case"))
    cases = [row.case for row in rows]
    officers = Q(pk__in={case.officer_in_charge_id for case in cases})
    people = People(cases, officers | holding("authorise_nfa"), at)
    on_what = what_stands(rows)
    return {row.pk: _telling(row, on_what[row.pk], people) for row in rows}


def _telling(row: Notification, on_what: str, people: People) -> Due | Gone:
    if not row.is_open:
        return Gone("It was recorded that they were told, or why not.")
    case = row.case
    told = people.who(
        case,
        "notify_victim",
        [
            (lambda one: one.pk == case.officer_in_charge_id, "You are the officer in charge of this case."),
            (
                lambda one: one.team_id == case.team_id,
                "The officer in charge is not in post; you supervise the team.",
            ),
            (
                lambda one: one.district_id == case.district_id,
                "The officer in charge is not in post; you supervise the district.",
            ),
        ],
    )
    if not told:
        return Gone("Nobody is in post who may tell them.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=case.reference,
        headline=f"A decision was made: tell the person it is about{on_what}",
        due_on=row.due_on,
        ends_when="you record that they were told, or why not",
        path=reverse("decision_detail", args=[row.decision_id]),
        urgency=NOW,
    )


def recheck_planned(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Plans by which somebody else is to tell a victim: whoever is to hears when and that it is them."""
    rows = list(TellingPlan.objects.filter(pk__in=sources).select_related("notice", "case"))
    people = People([row.case for row in rows], Q(pk__in={row.teller_id for row in rows}), at)
    return {row.pk: _planned(row, people) for row in rows}


def _planned(row: TellingPlan, people: People) -> Due | Gone:
    if row.superseded_at is not None:
        return Gone("The plan was changed.")
    if not row.notice.is_open:
        return Gone("It was recorded that they were told, or why not.")
    return people.for_one(
        row.case,
        "notify_victim",
        row.teller_id,
        "You are to tell them.",
        nobody="Whoever is to tell them is not in post or may not see the case.",
        subject_id=row.notice_id,
        headline="You are to tell somebody of a decision: see when and how it is planned",
        due_on=london_date(row.tell_at),
        ends_when="it is recorded that they were told, or why not, or the plan changes",
        path=reverse("telling", args=[row.notice_id]),
        urgency=NOW,
    )


def recheck_not_sent(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Letters that GOV.UK Notify did not send and that still wait to go another way: who asked, else who
    works on the case, hears of each.
    """
    rows = LetterSending.objects.filter(pk__in=sources).select_related("letter__case")
    found = {row.pk: row for row in rows}
    people = People([row.letter.case for row in found.values()], holding("record_letter_sent"), at)
    gone: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("The letter went, or does not go any more."))
    waiting = {
        pk: row
        for pk, row in found.items()
        if row.letter.status == LetterStatus.SIGNED_OFF and row.letter.superseded_at is None
    }
    return gone | {pk: _not_sent(row, people) for pk, row in waiting.items()}


def _not_sent(row: LetterSending, people: People) -> Due | Gone:
    case, asked_by = row.letter.case, row.asked_by_id
    told = people.who(
        case,
        "record_letter_sent",
        [
            (lambda one: one.pk == asked_by, "You asked for it to go by GOV.UK Notify."),
            (lambda one: one.pk == case.officer_in_charge_id, "You are in charge of the case."),
            (lambda one: one.team_id == case.team_id, "You work in the team of this case."),
            (lambda one: one.district_id == case.district_id, "You supervise its district."),
        ],
    )
    if not told:
        return Gone("Nobody is in post who may send it.")
    return Due(
        recipients=told,
        case_id=case.pk,
        subject_id=row.letter_id,
        reference=case.reference,
        headline="GOV.UK Notify did not send a letter on this case: send it another way",
        ends_when="the letter goes another way, or is asked for again",
        path=reverse("letter_detail", args=[row.letter_id]),
        urgency=NOW,
    )

"""Notices of decisions and reviews: whom each waits for, as it stands when somebody is about to be told.

The words go by e-mail, so they say what to do on a reference and nothing of victim, suspect or offence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from actionplans.models import JointMeeting, Submission
from cases.models import Case, DueItem, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.messages.services import subjects_of
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import in_post, stand_ins
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import GATEKEEPER, ROLES
from reviews.enums import DecisionStatus, RequestStatus
from reviews.letter_enums import LetterStatus
from reviews.meetings import unmet
from reviews.models import Decision, LetterSending, Notification, ReviewRequest, TellingPlan

TO_AUTHORISE = "decision_to_authorise"
PASSED_ON = "decision_passed_on"
TO_TELL = "victim_to_tell"
TELLING_PLANNED = "telling_planned"
ALLOCATED = "review_allocated"
TO_CARRY_OUT = "review_to_carry_out"

Wanted = Callable[[Person], bool]


class _People:
    """Who is in post and may know of some cases, stand-ins for those on leave; a fixed number of
    statements.
    """

    def __init__(self, cases: Iterable[Case], wanted: Q, at: datetime) -> None:
        day = london_date(at)
        self._named: dict[UUID, set[UUID]] = defaultdict(set)
        grants = NamedAccess.objects.filter(case__in={case.pk for case in cases}, ended_at__isnull=True)
        for case_id, person_id in grants.values_list("case", "person"):
            self._named[case_id].add(person_id)
        self._found = list(Person.objects.filter(in_post(day)).filter(wanted))
        self._answering = stand_ins(self._found, day)

    def who(
        self, case: Case, deed: str, choices: Sequence[tuple[Wanted, str]], *, but: UUID | None = None
    ) -> tuple[Addressee, ...]:
        """The first of `choices` that anybody fits who may do `deed` on the case; each person once."""
        for answers in (
            self._answering,
            {one.pk: one for one in self._found},
        ):  # all on leave: better they than nobody
            for wanted, why in choices:
                answering = [answers[one.pk] for one in self._found if wanted(one) and one.pk in answers]
                told = [one for one in answering if one.pk != but and self._may(one, case, deed)]
                if told:
                    return tuple(Addressee(pk, why) for pk in dict.fromkeys(one.pk for one in told))
        return ()

    def for_one(
        self, case: Case, deed: str, person: UUID | None, why: str, *, nobody: str, **due: Any
    ) -> Due | Gone:
        """What waits for one person by name, or whoever stands in for them; gone where `nobody` says."""
        told = self.who(case, deed, [(lambda one: one.pk == person, why)])
        if not told:
            return Gone(nobody)
        return Due(recipients=told, case_id=case.pk, reference=case.reference, **due)

    def _may(self, person: Person, case: Case, deed: str) -> bool:
        named = self._named[case.pk]
        roles = [ROLES[code] for code in person.roles if ROLES[code].may(deed)]
        return any(role_sees(person, role, case, Part.DECISIONS, named) for role in roles)


def _holding(deed: str) -> Q:
    return Q(roles__overlap=[code for code, role in ROLES.items() if role.may(deed)])


def recheck_not_sent(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Letters that GOV.UK Notify did not send and that still wait to go another way: who asked, else who
    works on the case, hears of each.
    """
    rows = LetterSending.objects.filter(pk__in=sources).select_related("letter__case")
    found = {row.pk: row for row in rows}
    people = _People([row.letter.case for row in found.values()], _holding("record_letter_sent"), at)
    gone: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("The letter went, or does not go any more."))
    waiting = {
        pk: row
        for pk, row in found.items()
        if row.letter.status == LetterStatus.SIGNED_OFF and row.letter.superseded_at is None
    }
    return gone | {pk: _not_sent(row, people) for pk, row in waiting.items()}


def _not_sent(row: LetterSending, people: _People) -> Due | Gone:
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


def recheck_proposals(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which proposals still wait for a second person, and for whom."""
    rows = list(Decision.objects.filter(pk__in=sources).select_related("case"))
    cases = [row.case for row in rows]
    people = _People(cases, _holding("authorise_nfa") | _holding("authorise_cps_nfa"), at)
    return {row.pk: _proposal(row, people) for row in rows}


def _proposal(row: Decision, people: _People) -> Due | Gone:
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
    wanted = Q(pk__in={row.carried_by_id for row in rows.values()}) | _holding("authorise_cps_nfa")
    people = _People([row.case for row in rows.values()], wanted, at)
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("It passed on again."))
    return answers | {source: _passed_on(rows[pk], people) for source, pk in passed.items() if pk in rows}


def _passed_on(row: Decision, people: _People) -> Due | Gone:
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
    people = _People(cases, Q(roles__contains=[GATEKEEPER.code]), at)
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


def _meeting(row: Decision, missing: Submission | None, people: _People) -> Due | Gone:
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


def recheck_telling(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which victims still have to be told, and by whom: the officer in charge, else the team's
    supervisors.
    """
    rows = list(Notification.objects.filter(pk__in=sources).select_related("case"))
    cases = [row.case for row in rows]
    officers = Q(pk__in={case.officer_in_charge_id for case in cases})
    people = _People(cases, officers | _holding("authorise_nfa"), at)
    return {row.pk: _telling(row, people) for row in rows}


def _telling(row: Notification, people: _People) -> Due | Gone:
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
        headline="A decision was made: tell the person it is about",
        due_on=row.due_on,
        ends_when="you record that they were told, or why not",
        path=reverse("decision_detail", args=[row.decision_id]),
        urgency=NOW,
    )


def recheck_planned(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Plans by which somebody else is to tell a victim: whoever is to hears when and that it is them."""
    rows = list(TellingPlan.objects.filter(pk__in=sources).select_related("notice", "case"))
    people = _People([row.case for row in rows], Q(pk__in={row.teller_id for row in rows}), at)
    return {row.pk: _planned(row, people) for row in rows}


def _planned(row: TellingPlan, people: _People) -> Due | Gone:
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


def recheck_allocated(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which reviews still wait for the reviewer whom they were allocated to."""
    rows = list(ReviewRequest.objects.filter(pk__in=sources).select_related("case"))
    people = _People([row.case for row in rows], Q(pk__in={row.reviewer_id for row in rows}), at)
    return {row.pk: _allocated(row, people) for row in rows}


def _allocated(row: ReviewRequest, people: _People) -> Due | Gone:
    if row.status != RequestStatus.ALLOCATED:
        return Gone("It was decided.")
    return people.for_one(
        row.case,
        "decide_review",
        row.reviewer_id,
        "It was allocated to you.",
        nobody="The reviewer is not in post or may not see the case any more.",
        subject_id=row.pk,
        headline="A Right to Review request was allocated to you",
        due_on=row.complete_by,
        ends_when="you decide it",
        path=reverse("review_request_detail", args=[row.pk]),
        urgency=DIGEST,
    )


def recheck_carrying_out(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """What reviews that overturned a decision ask for and nobody has done: the officer in charge hears, and
    who supervises.
    """
    rows = list(DueItem.objects.filter(pk__in=sources).select_related("case__officer_in_charge"))
    officers = Q(pk__in={row.case.officer_in_charge_id for row in rows})
    people = _People([row.case for row in rows], officers | _holding("authorise_nfa"), at)
    return {row.pk: _carrying_out(row, people) for row in rows}


def _carrying_out(row: DueItem, people: _People) -> Due | Gone:
    if row.settled_at is not None:
        return Gone("It was carried out.")
    case = row.case
    officer = people.who(
        case,
        "propose_nfa",
        [(lambda one: one.pk == case.officer_in_charge_id, "You are the officer in charge of this case.")],
    )
    above = people.who(
        case,
        "authorise_nfa",
        [
            (
                lambda one: one.pk == case.officer_in_charge.supervisor_id,
                "You supervise the officer in charge.",
            ),
            (lambda one: one.team_id == case.team_id, "You supervise the team of this case."),
            (lambda one: one.district_id == case.district_id, "You supervise its district."),
        ],
    )
    heard = {one.person_id for one in officer}
    told = (*officer, *(one for one in above if one.person_id not in heard))
    if not told:
        return Gone("Nobody is in post who may carry it out.")
    return Due(
        recipients=told,
        case_id=case.pk,
        subject_id=row.pk,
        reference=case.reference,
        headline="A review overturned a decision on this case: do what it asks for",
        due_on=row.due_on,
        ends_when="the case goes to CPS or it is decided again, as the review asks",
        path=reverse("case_detail", args=[case.pk]),
        urgency=NOW,
    )

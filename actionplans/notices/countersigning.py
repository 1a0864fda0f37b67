"""What delivery asks of advice that waits for a second lawyer: does it still, and who hears of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from actionplans.ladder import current_ladder
from actionplans.models import Advice
from actionplans.roster import AUTHOR, About, Roster, roster_for
from actionplans.services.countersigning import AGAIN_DUE, COUNTERSIGN, COUNTERSIGN_DUE, REFUSED
from cases.models import DueItem
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.messages.services import subjects_of
from rasso_tracker.people.enums import Post
from rasso_tracker.people.roles import ROLES

SECOND = (Post.LEGAL_MANAGER, Post.DISTRICT_CROWN_PROSECUTOR)


def recheck_countersign(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The unit's legal managers, then its district prosecutor; never who wrote it. A fixed number of
    queries.
    """
    asked = subjects_of(COUNTERSIGN, sources)
    owed = DueItem.objects.filter(
        source__in=set(asked.values()), code=COUNTERSIGN_DUE, settled_at__isnull=True
    )
    due_on = dict(owed.values_list("source", "due_on"))
    waiting = Advice.objects.select_related("case", "submission", "booking__clinic").in_bulk(due_on)
    about = {pk: About(row.case, cps_unit_id=_unit(row)) for pk, row in waiting.items()}
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("It waits for no second lawyer any more."))
    return answers | {
        source: _due(waiting[pk], due_on[pk], roster, about[pk])
        for source, pk in asked.items()
        if pk in waiting
    }


def _due(row: Advice, due_on: date, roster: Roster, about: About) -> Due:
    told = able_lawyers(roster, row.author_id, about)
    if not told and row.case.restricted:
        return _to_name(row, due_on, roster, about)
    told = told or roster.last_resort(about)
    what = "Countersign advice" if roster.reaches_cps(told) else "See that CPS countersigns advice"
    return Due(
        recipients=tuple(Addressee(person, why) for person, why in told.items()),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=_reference(row),
        headline=f"{what}: it needs a second lawyer before the police act on it",
        due_on=due_on,
        ends_when="a lawyer who did not write it countersigns it or says why not, a later version takes its "
        "place, or CPS supersedes it",
        path=_page(row),
        urgency=DIGEST,
    )


def _to_name(row: Advice, due_on: date, roster: Roster, about: About) -> Due:
    """Nobody of CPS who could sign is named on a restricted case: whoever may name somebody is asked to."""
    named = roster.named.get(row.case_id, set())
    able = [
        one
        for one in roster.people.values()
        if one.pk in named
        and roster.rota.is_at_work(one)
        and any(ROLES[code].may("name_person") for code in one.roles)
    ]
    told = {one.pk: "You are named on this restricted case and may name others." for one in able}
    told = told or roster.last_resort(about)
    return Due(
        recipients=tuple(Addressee(person, why) for person, why in told.items()),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=_reference(row),
        headline="Name a legal manager on this restricted case: advice needs a second lawyer",
        due_on=due_on,
        ends_when="a legal manager of CPS is named on the case, or it is entered from a document that CPS "
        "countersigned",
        path=reverse("case_people", args=[row.case_id]),
        urgency=DIGEST,
    )


def recheck_refused(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Who is to write a version again that was not countersigned, or the unit's legal managers; and the
    officer in charge, who does not act on it. Until another version is written. A fixed number of queries.
    """
    asked = subjects_of(REFUSED, sources)
    owed = DueItem.objects.filter(source__in=set(asked.values()), code=AGAIN_DUE, settled_at__isnull=True)
    due_on = dict(owed.values_list("source", "due_on"))
    writers = dict(owed.values_list("source", "owner"))
    rows = Advice.objects.select_related("case", "submission", "booking__clinic").in_bulk(due_on)
    about = {
        pk: About(row.case, writers[pk], prosecutor_is=AUTHOR, cps_unit_id=_unit(row))
        for pk, row in rows.items()
    }
    roster = roster_for(about.values(), current_ladder().rungs, london_date(at))
    answers: dict[UUID, Due | Gone] = dict.fromkeys(sources, Gone("No other version is owed any more."))
    for source, pk in asked.items():
        if pk not in rows:
            continue
        told = roster.told((Post.REVIEWING_PROSECUTOR,), about[pk])
        told = told or roster.told((Post.LEGAL_MANAGER,), about[pk]) or roster.last_resort(about[pk])
        told = told | roster.told((Post.INVESTIGATOR,), about[pk])
        answers[source] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items()),
            case_id=rows[pk].case_id,
            subject_id=pk,
            reference=_reference(rows[pk]),
            headline="Advice was not countersigned, so nobody acts on it: CPS writes another version",
            due_on=due_on[pk],
            ends_when="another version is written, or CPS supersedes what the second lawyer said",
            path=_page(rows[pk]),
            urgency=DIGEST,
        )
    return answers


def units_of_clinics(advice: Collection[UUID]) -> dict[UUID, UUID]:
    """The unit of CPS that gave each of these at a clinic, by the key of the advice."""
    given = Advice.objects.filter(pk__in=advice, booking__isnull=False)
    return dict(given.values_list("pk", "booking__clinic__cps_unit")) if advice else {}


def _unit(row: Advice) -> UUID | None:
    return row.booking.clinic.cps_unit_id if row.booking is not None else None


def able_lawyers(roster: Roster, author_id: UUID | None, about: About) -> dict[UUID, str]:
    """Who may countersign what `author_id` wrote (None: nobody known), each with why they are told."""
    for post in SECOND:
        told = {key: why for key, why in roster.told((post,), about).items() if key != author_id}
        if told:
            return told
    return {}


def second_lawyers(roster: Roster, author_id: UUID | None, about: About) -> dict[UUID, str]:
    """The same, and never nobody."""
    return able_lawyers(roster, author_id, about) or roster.last_resort(about)


def _reference(row: Advice) -> str:
    """The case and the version: the kind of advice may be longer than a message has room for."""
    return f"{row.case.reference}, advice, version {row.version}"


def _page(row: Advice) -> str:
    """The page of what was advised on, where the countersignature stands."""
    if row.submission_id is not None:
        return reverse("submission_detail", args=[row.submission_id])
    return reverse("clinic_booking_detail", args=[row.booking_id])

"""A person's record: begun and kept by the administrator, the way to reach them also by themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, District, FormerDetails, Person, Team
from rasso_tracker.people.models.changes import KEPT
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.rules import check_may, check_place
from rasso_tracker.people.versions import touch

ADMINISTRATORS_ONLY = "Only an administrator keeps the records of people."


def change(person: Person, by: Person, at: datetime, **values: Any) -> Person:
    """Change a locked person's record, and keep what stood before. For services: records nothing itself."""
    former = {name: getattr(person, name) for name in KEPT}
    FormerDetails(person=person, version=person.version, replaced_at=at, replaced_by=by, **former).save(
        force_insert=True
    )
    for name, value in values.items():
        setattr(person, name, value)
    touch(person, *values)
    return person


def locked_person(person: Person) -> Person:
    """The person as they now stand, locked until the deed ends."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


@deed
def add_person(
    *,
    by: Person,
    username: str,
    name: str,
    agency: str,
    post: str,
    starts_on: date,
    rank: int | None = None,
    equated_rank: int | None = None,
    collar_number: str = "",
    email: str = "",
    telephone: str = "",
    district: District | None = None,
    team: Team | None = None,
    cps_unit: CpsUnit | None = None,
    supervisor: Person | None = None,
    at: datetime | None = None,
) -> Person:
    """Somebody new, without a role: each role is proposed and approved by two people. No password is set.

    Raises NotAllowed, and Invalid for a username that is taken, two ranks, or a place that cannot be.
    """
    check_may(by, "add_person", ADMINISTRATORS_ONLY)
    check_place(agency, district, team, cps_unit)
    _check_one_rank(rank, equated_rank)
    person = Person(
        username=username,
        name=name,
        agency=agency,
        post=post,
        starts_on=starts_on,
        rank=rank,
        equated_rank=equated_rank,
        collar_number=collar_number,
        email=email,
        telephone=telephone,
        district=district,
        team=team,
        cps_unit=cps_unit,
        supervisor=supervisor,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as fault:
        if "username" not in str(fault):
            raise
        raise Invalid({"username": "Somebody has this username, or had it. Choose another."}) from fault
    record(by=by, action=Action.PERSON_ADDED, subjects=[person.pk])
    return person


@deed
def edit_person(
    *,
    by: Person,
    person: Person,
    name: str,
    collar_number: str = "",
    rank: int | None = None,
    equated_rank: int | None = None,
    email: str = "",
    telephone: str = "",
    at: datetime | None = None,
) -> Person:
    """Correct a person's record. Where they work is a move, what they may do a role. Raises as add_person."""
    check_may(by, "edit_person", ADMINISTRATORS_ONLY)
    _check_one_rank(rank, equated_rank)
    person = locked_person(person)
    change(
        person,
        by,
        at or now(),
        name=name,
        collar_number=collar_number,
        rank=rank,
        equated_rank=equated_rank,
        email=email,
        telephone=telephone,
    )
    record(by=by, action=Action.PERSON_EDITED, subjects=[person.pk])
    return person


@deed
def edit_own_details(
    *, by: Person, person: Person, email: str = "", telephone: str = "", at: datetime | None = None
) -> Person:
    """How colleagues on both sides reach somebody, by themselves. Raises NotAllowed for another's."""
    if by.pk != person.pk:
        raise NotAllowed("You can change your own details only. Ask an administrator.")
    person = locked_person(person)
    change(person, by, at or now(), email=email, telephone=telephone)
    record(by=by, action=Action.OWN_DETAILS_EDITED, subjects=[person.pk])
    return person


def _check_one_rank(rank: int | None, equated_rank: int | None) -> None:
    if rank is not None and equated_rank is not None:
        raise Invalid({"equated_rank": "Give a rank, or the rank that a grade is equated to, not both."})


def check_in_post(person: Person, at: datetime, field: str) -> None:
    if not person.serves_on(london_date(at)):
        raise Invalid({field: f"{person.name} is not in post today."})

"""Allegations and victims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Max

from cases import rules
from cases.enums import KeyKind, MilestoneKind, NamedBecause, Precision
from cases.hooks import milestone_changed, people_changed, victim_added
from cases.models import Allegation, Case, Milestone, Suspect, Victim
from cases.services.access import grant, named_people
from cases.services.milestones import is_of_a_child
from cases.services.search import keep_key
from cases.services.stored import locked, need_door, restage
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch

REFERENCE_IN_USE = "This reference cannot be used; ask the gatekeeper."
EDITED = (
    "crime_reference",
    "offence_type",
    "victim",
    "suspect",
    "precision",
    "offence_from",
    "offence_to",
)
# What of an allegation decides whether the police may charge it, the first of them to be named at fault.
DECIDES_WHO_CHARGES = ("offence_type", "victim", "suspect", "offence_from")


@contextmanager
def reference_not_in_use() -> Iterator[None]:
    """Raises Invalid when a crime reference that is saved within is in use anywhere, by a case that is seen
    or not; the deed must end with it.

    The unique constraint decides, never a look beforehand: of two sent at once one is refused, in the same
    words.
    """
    try:
        yield
    except IntegrityError as trouble:
        if "crime_reference_once" in str(trouble):
            raise Invalid({"crime_reference": REFERENCE_IN_USE}) from None
        raise


def next_number(model: type[Victim] | type[Suspect], case: Case) -> int:
    """Numbers of a case count up under the lock on it."""
    return int(model.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def _belongs(case: Case, **parts: Victim | Suspect | None) -> None:
    for name, part in parts.items():
        if part is not None and part.case_id != case.pk:
            raise Invalid({name: f"Choose a {name} of this case."})
        if isinstance(part, Victim):
            rules.check_not_merged(part)
        if isinstance(part, Suspect):
            rules.check_stands(part)


@deed
def add_allegation(
    *,
    by: Person,
    case: Case,
    crime_reference: str,
    offence_type: str,
    victim: Victim | None = None,
    suspect: Suspect | None = None,
    precision: str = Precision.UNKNOWN,
    offence_from: date | None = None,
    offence_to: date | None = None,
    at: datetime | None = None,
) -> Allegation:
    """Add an offence with its own crime reference. `precision` says how exactly its dates are known.

    Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    rules.check_role(by, "add_allegation")
    rules.check_offence_dates(precision, offence_from, offence_to, at)
    case = locked(by, case)
    _belongs(case, victim=victim, suspect=suspect)
    allegation = Allegation(
        case=case,
        crime_reference=crime_reference,
        offence_type=offence_type,
        victim=victim,
        suspect=suspect,
        precision=precision,
        offence_from=offence_from,
        offence_to=offence_to,
        added_at=at,
        added_by=by,
    )
    with reference_not_in_use():
        allegation.save(force_insert=True)
    keep_key(case, KeyKind.CRIME, allegation.pk, crime_reference)
    restage(case, at)
    allegation.refresh_from_db()
    record(by=by, action=Action.ALLEGATION_ADDED, case=case, subjects=[allegation.pk])
    milestone_changed(case=case, milestone=None, by=by, at=at)  # a suspect's may bear on fewer victims now
    return allegation


@deed
def edit_allegation(
    *,
    by: Person,
    allegation: Allegation,
    crime_reference: str,
    offence_type: str,
    victim: Victim | None = None,
    suspect: Suspect | None = None,
    precision: str = Precision.UNKNOWN,
    offence_from: date | None = None,
    offence_to: date | None = None,
    at: datetime | None = None,
) -> Allegation:
    """Correct an allegation; its stage is computed again, since other milestones may bear on it now.

    Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    rules.check_role(by, "edit_allegation")
    rules.check_offence_dates(precision, offence_from, offence_to, at)
    case = locked(by, allegation.case_id)
    allegation = Allegation.objects.select_for_update(no_key=True, of=("self",)).get(pk=allegation.pk)
    before = {name: getattr(allegation, name) for name in EDITED}
    _belongs(case, victim=victim, suspect=suspect)
    if crime_reference != allegation.crime_reference:
        keep_key(case, KeyKind.CRIME, allegation.pk, crime_reference)
    allegation.crime_reference, allegation.offence_type = crime_reference, offence_type
    allegation.victim, allegation.suspect = victim, suspect
    allegation.precision = precision
    allegation.offence_from, allegation.offence_to = offence_from, offence_to
    _check_charge_still_fits(case, allegation, before)
    with reference_not_in_use():
        touch(allegation, *EDITED)  # in one statement: the version kept is the row before the edit
    restage(case, at)
    allegation.refresh_from_db()
    record(by=by, action=Action.ALLEGATION_EDITED, case=case, subjects=[allegation.pk])
    milestone_changed(case=case, milestone=None, by=by, at=at)  # others may bear on its victim now
    return allegation


def _check_charge_still_fits(case: Case, allegation: Allegation, before: dict[str, Any]) -> None:
    """A charge that the police decided on stays one that they may. Raises Invalid by what changed."""
    changed = (name for name in DECIDES_WHO_CHARGES if getattr(allegation, name) != before[name])
    field = next(changed, None)
    if field is not None:
        charges = Milestone.objects.filter(case=case, kind=MilestoneKind.CHARGED, voided_at__isnull=True)
        child = is_of_a_child(case, allegation)
        rules.check_charge_still_fits(allegation, charges, of_a_child=child, field=field)


@deed
def add_victim(*, by: Person, case: Case, enhanced_rights: bool = True, at: datetime | None = None) -> Victim:
    """Add a victim as a number; who they are is recorded apart (victims.record_identity).

    Victims of sexual offences have enhanced rights unless they decline (Victims' Code). The first victim of
    a case becomes the victim of its allegations that name none yet. Raises NotAllowed.
    """
    at = at or now()
    rules.check_role(by, "add_victim")
    case = locked(by, case)
    victim = Victim(
        case=case,
        number=next_number(Victim, case),
        enhanced_rights=enhanced_rights,
        enhanced_rights_declined_at=None if enhanced_rights else at,
        added_at=at,
        added_by=by,
    )
    victim.save(force_insert=True)
    if victim.number == 1:
        link(case, victim=victim)
        restage(case, at)
    victim_added(victim=victim, at=at)
    record(by=by, action=Action.VICTIM_ADDED, case=case, subjects=[victim.pk])
    return victim


def set_enhanced_rights(*, victim: Victim, takes_up: bool, chosen_at: datetime) -> None:
    """Keep on the victim what they chose about enhanced rights: inside the deed that records the choice."""
    need_door("set_enhanced_rights")
    victim.enhanced_rights = takes_up
    victim.enhanced_rights_declined_at = None if takes_up else chosen_at
    touch(victim, "enhanced_rights", "enhanced_rights_declined_at")


def point_to(*, kept: Victim, merged: Victim, by: Person, at: datetime) -> None:
    """Let a merged record point to the one that is kept: inside the deed that moved everything."""
    need_door("point_to")
    merged.merged_into, merged.merged_at, merged.merged_by = kept, at, by
    touch(merged, "merged_into", "merged_at", "merged_by")


def link(case: Case, **party: Victim | Suspect) -> None:
    """Make the party that of every allegation of the case that names none yet."""
    ((name, value),) = party.items()
    for allegation in Allegation.objects.filter(case=case, **{f"{name}__isnull": True}):
        setattr(allegation, name, value)
        touch(allegation, name)


def shut(case: Case, people: Sequence[Person], by: Person, at: datetime, *, field: str, reason: str) -> None:
    """Restrict the case to those named already and `people`. Raises Invalid when they are too few.

    They are named before the case shuts: whoever does this must still see the row they have written.
    """
    for person in people:
        grant(case, person, NamedBecause.RESTRICTED, by, at)
    rules.check_named_enough(named_people(case), field, at)
    case.restricted = True
    touch(case, "restricted")
    record(
        by=by,
        action=Action.CASE_RESTRICTED,
        case=case,
        subjects=[case.pk, *(person.pk for person in people)],
        reason=reason,
    )
    people_changed(case=case, former=None, by=by, at=at)

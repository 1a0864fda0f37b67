"""Suspects: added, and corrected as more is known of them. The index of suspects goes with each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases import rules
from cases.alike import Known
from cases.models import Case, Suspect
from cases.services.known_as import known_of, seal_known
from cases.services.parties import link, next_number, shut
from cases.services.stored import locked, restage
from cases.services.suspect_index import keep_index, surname_key
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch

SEALED = ("name_sealed", "other_names_sealed", "born_sealed", "phones_sealed", "surname_index")


@deed
def add_suspect(
    *,
    by: Person,
    case: Case,
    name: str,
    other_names: str = "",
    born: date | None = None,
    phones: str = "",
    is_police: bool = False,
    people: Sequence[Person] = (),
    at: datetime | None = None,
) -> Suspect:
    """Add a suspect by name ("" while not known). All of it is sealed; the last word of the name can be
    looked up exactly, and all of it agrees with other reports through the index of suspects.

    The only suspect becomes that of the allegations that name none yet. A suspect who works for the police
    restricts the case at once: `people`, with whoever is named already and the person who adds, are all who
    see it from then on, and one of them is a gatekeeper. Raises NotAllowed or Invalid.
    """
    at = at or now()
    rules.check_role(by, "add_suspect")
    known = Known(name, other_names, born, phones)
    rules.check_known(known, at)
    case = locked(by, case)
    suspect = Suspect(
        case=case, number=next_number(Suspect, case), is_police=is_police, added_at=at, added_by=by
    )
    _put(suspect, known)
    if is_police and not case.restricted:
        shut(case, [*people, by], by, at, field="people", reason="A suspect works for the police.")
    suspect.save(force_insert=True)
    keep_index(suspect, known)
    if not Suspect.objects.filter(case=case, voided_at__isnull=True).exclude(pk=suspect.pk).exists():
        link(case, suspect=suspect)
        restage(case, at)
    record(by=by, action=Action.SUSPECT_ADDED, case=case, subjects=[suspect.pk])
    return suspect


@deed
def correct_suspect(
    *,
    by: Person,
    suspect: Suspect,
    name: str,
    other_names: str = "",
    born: date | None = None,
    phones: str = "",
    at: datetime | None = None,
) -> Suspect:
    """Write anew what a suspect is known by: all of it, since what is left out is known no longer.

    Raises NotAllowed, or Invalid by field where nothing changes or cannot be so.
    """
    at = at or now()
    rules.check_role(by, "correct_suspect")
    case = locked(by, suspect.case_id)
    suspect = Suspect.objects.select_for_update(no_key=True, of=("self",)).get(pk=suspect.pk)
    rules.check_in_use(suspect)
    known = Known(name, other_names, born, phones)
    rules.check_known(known, at, before=known_of(suspect))
    _put(suspect, known)
    touch(suspect, *SEALED)
    keep_index(suspect, known)
    record(by=by, action=Action.SUSPECT_CORRECTED, case=case, subjects=[suspect.pk])
    return suspect


def _put(suspect: Suspect, known: Known) -> None:
    seal_known(suspect, known)
    suspect.surname_index = surname_key(known.name)

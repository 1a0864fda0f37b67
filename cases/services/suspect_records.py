"""Records of suspects that are wrong: entered by mistake, or a second one of the same person."""

from __future__ import annotations

from datetime import datetime

from cases import rules
from cases.alike import Known
from cases.enums import MilestoneKind
from cases.hooks import milestone_changed
from cases.models import Allegation, Case, Suspect, SuspectIndex
from cases.services.combining import move_rows, owe_by_name
from cases.services.due import settle_dues
from cases.services.known_as import known_of, seal_known
from cases.services.limits import keep_limits
from cases.services.matches import carry_over
from cases.services.milestones import void_doubles
from cases.services.stored import locked, restage
from cases.services.suspect_index import keep_index, surname_key
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch

VOIDED = ("voided_at", "voided_by", "void_reason", "surname_index", "merged_into")
KNOWN = ("name_sealed", "other_names_sealed", "born_sealed", "phones_sealed", "surname_index", "is_police")


@deed
def void_suspect(*, by: Person, suspect: Suspect, reason: str, at: datetime | None = None) -> Suspect:
    """Say that a suspect was entered by mistake. The record stays in the history, and nobody is found by it.

    An allegation that names them and is not decided names nobody from then on. Raises NotAllowed where
    something that happened hangs on the record, or Invalid.
    """
    at = at or now()
    case, suspect = _in_hand(by, suspect)
    rules.check_can_void_suspect(by, suspect)
    rules.check_why(reason)
    named = list(Allegation.objects.filter(suspect=suspect))
    for one in named:
        one.suspect = None
        touch(one, "suspect")
    _void(suspect, by, reason, at)
    _state_anew(case, by, at)
    subjects = [suspect.pk, *(one.pk for one in named)]
    record(by=by, action=Action.SUSPECT_VOIDED, case=case, subjects=subjects, reason=reason)
    return suspect


@deed
def merge_suspects(
    *, by: Person, suspect: Suspect, duplicate: Suspect, reason: str, at: datetime | None = None
) -> Suspect:
    """Make `duplicate` part of `suspect`, which is kept: both are the same person, on the same case.

    Allegations, milestones and what else names the other record move. Its names and phones are added to
    those of the kept one, and its date of birth where that has none. Logged as a combination. Raises
    NotAllowed, or Invalid by field.
    """
    at = at or now()
    case, suspect = _in_hand(by, suspect)
    duplicate = Suspect.objects.select_for_update(no_key=True, of=("self",)).get(pk=duplicate.pk)
    rules.check_can_merge_suspects(by, suspect)
    mine, other = known_of(suspect), known_of(duplicate)
    rules.check_merge_suspects(suspect, duplicate, mine, other, reason)
    moved, left = move_rows("suspect", kept=suspect, duplicate=duplicate, but=[SuspectIndex])
    carry_over(kept=suspect, duplicate=duplicate, at=at)
    void_doubles(by=by, case=case, left_with=duplicate, at=at)
    _put_together(suspect, duplicate, mine, other)
    _void(duplicate, by, reason, at, into=suspect)
    settle_dues(sources=left, at=at, fell_away="the record was combined with another")
    owe_by_name(case, moved, before=duplicate.label, after=suspect.label, at=at)
    _state_anew(case, by, at)
    subjects = [suspect.pk, duplicate.pk, *moved]
    record(by=by, action=Action.SUSPECTS_MERGED, case=case, subjects=subjects, reason=reason)
    return suspect


def _in_hand(by: Person, suspect: Suspect) -> tuple[Case, Suspect]:
    case = locked(by, suspect.case_id)
    return case, Suspect.objects.select_for_update(no_key=True, of=("self",)).get(pk=suspect.pk)


def _void(suspect: Suspect, by: Person, reason: str, at: datetime, into: Suspect | None = None) -> None:
    suspect.voided_at, suspect.voided_by, suspect.void_reason = at, by, reason.strip()
    suspect.surname_index, suspect.merged_into = None, into
    touch(suspect, *VOIDED)
    keep_index(suspect, Known(""))


def _state_anew(case: Case, by: Person, at: datetime) -> None:
    restage(case, at)
    for kind in (MilestoneKind.BAILED, MilestoneKind.REMANDED):
        keep_limits(case, kind, at)
    milestone_changed(case=case, milestone=None, by=by, at=at)


def _put_together(kept: Suspect, duplicate: Suspect, mine: Known, other: Known) -> None:
    """What either record knows is known of the one that is kept."""
    known = mine.together(other)
    seal_known(kept, known)
    kept.surname_index = surname_key(known.name)
    kept.is_police = kept.is_police or duplicate.is_police
    touch(kept, *KNOWN)
    keep_index(kept, known)

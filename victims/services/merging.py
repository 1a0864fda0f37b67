"""Two records of one victim become one: everything moves, nothing is lost, the merged record points on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from cases.models import Case, DueItem, Victim
from cases.services import (
    locked,
    mark_to_check,
    move_rows,
    owe_by_name,
    owed_anew,
    point_to,
    raise_dues,
    settle_dues,
)
from cases.services import restage as restage_case
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.bereaved import death_of, hearer_of
from victims.enums import CommunicationMethod
from victims.models import (
    Circumstances,
    ContactDetails,
    ContactOwner,
    IsvaSupport,
    NeedsAssessment,
    Spokesperson,
    StoDeployment,
)
from victims.models.identity import Superseding
from victims.sealed import opened
from victims.services.bereaved import restate_bereaved
from victims.services.identity import SEALED, stand_instead
from victims.services.merging_support import fold_support
from victims.services.record import restate_needs
from victims.services.restaging import restage
from victims.services.support_due import restate_support
from victims.services.told_via_isva import answer_as_merged
from victims.support_enums import SupportEndedBecause


@deed
def merge_victims(
    *, by: Person, victim: Victim, duplicate: Victim, reason: str, at: datetime | None = None
) -> Victim:
    """Make `duplicate` part of `victim`, which is kept: both are the same person, on the same case.

    Contacts, withdrawals, support, what is to be told, allegations and milestones move. Where the kept
    record has its own (a name, preferences), the other is kept as an earlier one, but a way that either
    forbids stays forbidden. What cannot stand twice stays with the merged record, which points to the kept
    one. Logged as a combination. Raises NotAllowed, Invalid and Stale.
    """
    at = at or now()
    rules.check_can_merge(by, victim)
    case = locked(by, victim.case_id)
    victim.refresh_from_db()
    duplicate.refresh_from_db()
    rules.check_merge(victim, duplicate, reason)
    before = hearer_of(victim, at)
    _keep_the_safer(by, victim, duplicate, at)
    _make_room(victim, duplicate, by, at)
    answer_as_merged(by, victim, duplicate, at)
    folded = fold_support(victim, duplicate)
    moved, left = move_rows("victim", kept=victim, duplicate=duplicate)
    _move_what_is_owed(case, victim, duplicate, moved, left, at)
    if NeedsAssessment.objects.filter(victim=victim).exists():
        restate_needs(victim, at)
    restate_bereaved(victim, before, by, at)
    point_to(kept=victim, merged=duplicate, by=by, at=at)
    restate_support(victim, at)  # which reckons from the earliest record that points to it
    restage_case(case, at)
    restage(case=case, by=by, at=at, why=f"{duplicate.label} was merged into {victim.label}.")
    subjects = [victim.pk, duplicate.pk, *moved, *folded]
    record(by=by, action=Action.VICTIMS_MERGED, case=case, subjects=subjects, reason=reason)
    return victim


def _keep_the_safer(by: Person, kept: Victim, duplicate: Victim, at: datetime) -> None:
    """Every way that either record forbids stays forbidden, and every unsafe address stays known."""
    stands = {
        row.victim_id: row
        for row in ContactDetails.objects.filter(victim__in=[kept, duplicate], superseded_at__isnull=True)
    }
    if len(stands) < 2:
        return
    mine, other = stands[kept.pk], stands[duplicate.pk]
    both = list(dict.fromkeys([*mine.forbidden_methods, *other.forbidden_methods]))
    mine.forbidden_because = mine.forbidden_because or other.forbidden_because
    mine.safe_to_leave_message = mine.safe_to_leave_message and other.safe_to_leave_message
    mine.interpreter_needed = mine.interpreter_needed or other.interpreter_needed
    if mine.only_through and other.only_through and mine.only_through != other.only_through:
        raise Invalid({"duplicate": _contradiction(kept)})
    mine.only_through = mine.only_through or other.only_through
    mine.forbidden_methods = both
    try:
        rules.check_some_way_remains(
            kept,
            preferred=CommunicationMethod(mine.preferred_method),
            forbidden=both,
            because=mine.forbidden_because,
            only_through=mine.only_through,
            at=at,
        )
    except Invalid:
        raise Invalid({"duplicate": _contradiction(kept)}) from None
    texts = {name: opened(mine, name) or opened(other, name) for name in SEALED}
    unsafe = [opened(mine, "unsafe_addresses"), opened(other, "unsafe_addresses")]
    texts["unsafe_addresses"] = "\n".join(dict.fromkeys(filter(None, unsafe)))
    stand_instead(by, kept, mine, texts, at)


def _contradiction(kept: Victim) -> str:
    return (
        "How to reach them contradicts itself in the two records: correct that of "
        f"{kept.label} first, so that one safe way remains."
    )


def _make_room(kept: Victim, duplicate: Victim, by: Person, at: datetime) -> None:
    """End or supersede what may stand once only, where the kept record has its own."""
    for model in apps.get_app_config("victims").get_models():
        if issubclass(model, Superseding):
            rows: Any = model._default_manager.filter(superseded_at__isnull=True)
            if model is Circumstances and death_of(duplicate) and not death_of(kept):
                rows.filter(victim=kept).update(superseded_at=at)  # whichever record says it: they have died
            if rows.filter(victim=kept).exists():
                rows.filter(victim=duplicate).update(superseded_at=at)
    if Spokesperson.objects.filter(victim=kept, ended_at__isnull=True).exists():
        Spokesperson.objects.filter(victim=duplicate, ended_at__isnull=True).update(ended_at=at, ended_by=by)
    _end_second(StoDeployment.objects.standing(), kept, duplicate, ended_at=at, ended_by=by)
    _end_second(ContactOwner.objects.all(), kept, duplicate, ended_at=at)
    shared = IsvaSupport.objects.filter(victim=kept, ended_at__isnull=True).values("isva")
    IsvaSupport.objects.filter(victim=duplicate, ended_at__isnull=True, isva__in=shared).update(
        ended_at=at, ended_by=by, ended_because=SupportEndedBecause.MERGED
    )


def _end_second(rows: Any, kept: Victim, duplicate: Victim, **end: Any) -> None:
    """Of what a victim has one of at a time the kept record's own goes on."""
    rows = rows.filter(ended_at__isnull=True)
    if rows.filter(victim=kept).exists():
        rows.filter(victim=duplicate).update(**end)


def _move_what_is_owed(
    case: Case, kept: Victim, duplicate: Victim, moved: list[UUID], left: list[UUID], at: datetime
) -> None:
    open_items = DueItem.objects.filter(settled_at__isnull=True)
    for item in open_items.filter(source=duplicate.pk):
        standing = open_items.filter(source=kept.pk, code=item.code).first()
        if standing is None or item.due_on < standing.due_on:
            owed = owed_anew(item, before=duplicate.label, after=kept.label, source=kept.pk)
            raise_dues(case=case, owed=[owed], at=at)
        if item.check_first:
            mark_to_check(sources=[kept.pk])
    fell_away = "the record was combined with another"
    settle_dues(sources=[duplicate.pk, *left], at=at, fell_away=fell_away)
    owe_by_name(case, moved, before=duplicate.label, after=kept.label, at=at)

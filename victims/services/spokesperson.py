"""A victim's circumstances, and who speaks for them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.models import Victim
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.bereaved import hearer_of
from victims.models import Circumstances, Spokesperson
from victims.notices import TO_AGREE
from victims.record_enums import FamilyTold
from victims.sealed import seal_into
from victims.services.bereaved import restate_bereaved
from victims.services.held import held
from victims.services.reach_due import restate_reach


@deed
def record_circumstances(
    *,
    by: Person,
    victim: Victim,
    under_18: str,
    died_on: date | None = None,
    family: str = "",
    at: datetime | None = None,
) -> Circumstances:
    """Record whether a victim was under 18 when it was reported, and whether they have died.

    Once they have died nobody is reached directly, and what was owed to them alone ends. `family` says
    whether somebody of their family hears how the case goes on (FamilyTold; to be told unless said
    otherwise), and only of a victim who has died. Raises NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_record_circumstances)
    rules.check_circumstances(victim, under_18, died_on, family, at)
    before = hearer_of(victim, at)
    Circumstances.objects.filter(victim=victim, superseded_at__isnull=True).update(superseded_at=at)
    row = Circumstances(
        case=case,
        victim=victim,
        under_18=under_18,
        died_on=died_on,
        family=(family or FamilyTold.TO_TELL.value) if died_on else "",
        recorded_at=at,
        recorded_by=by,
    )
    row.save(force_insert=True)
    restate_bereaved(victim, before, by, at)
    record(by=by, action=Action.CIRCUMSTANCES_RECORDED, case=case, subjects=[victim.pk, row.pk])
    return row


@deed
def name_spokesperson(
    *,
    by: Person,
    victim: Victim,
    name: str,
    is_their: str,
    because: str,
    tie: str,
    is_suspect: bool = False,
    reach: str = "",
    since: date | None = None,
    at: datetime | None = None,
) -> Spokesperson:
    """Record who speaks for a victim, and since which day (today unless said otherwise): what came through
    them before it is refused. With a `tie` to a suspect they speak only once a supervisor agreed.

    Raises NotAllowed, and Invalid for a suspect or while somebody else speaks.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_name_spokesperson)
    since = since or london_date(at)
    rules.check_spokesperson(
        victim, name, because=because, tie=tie, is_suspect=is_suspect, since=since, at=at
    )
    before = hearer_of(victim, at)
    row = Spokesperson(
        case=case,
        victim=victim,
        is_their=is_their,
        because=because,
        tie=tie,
        since=since,
        named_at=at,
        named_by=by,
    )
    seal_into(row, name=name, reach=reach)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as trouble:
        if "spokesperson_one_speaks" not in str(trouble):
            raise
        raise Invalid({"name": rules.SPEAKS_ALREADY}) from None
    record(by=by, action=Action.SPOKESPERSON_NAMED, case=case, subjects=[victim.pk, row.pk])
    restate_bereaved(victim, before, by, at)
    restate_reach(victim, at)
    if row.waits:
        raise_notice(kind=TO_AGREE, source=row.pk, subject_id=row.pk, at=at)
    return row


@deed
def agree_spokesperson(
    *, by: Person, spokesperson: Spokesperson, words: str, at: datetime | None = None
) -> Spokesperson:
    """A supervisor, not who named them, agrees to a spokesperson with a tie to a suspect.

    Raises NotAllowed, Invalid and Stale.
    """
    at = at or now()
    row = _in_hand(by, spokesperson)
    rules.check_can_agree_spokesperson(by, row)
    rules.check_agreed(words)
    before = hearer_of(row.victim, at)
    row.agreed_at, row.agreed_by = at, by
    seal_into(row, agreed=words)
    row.save(update_fields=["agreed_at", "agreed_by", "agreed_sealed"])
    restate_bereaved(row.victim, before, by, at)
    restate_reach(row.victim, at)
    settle_notices(by=by, at=at, subject_id=row.pk)
    record(by=by, action=Action.SPOKESPERSON_AGREED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


@deed
def end_spokesperson(*, by: Person, spokesperson: Spokesperson, at: datetime | None = None) -> Spokesperson:
    """End who speaks for a victim, or refuse what waits for agreement. Raises NotAllowed and Stale."""
    at = at or now()
    row = _in_hand(by, spokesperson)
    rules.check_can_end_spokesperson(by, row)
    before = hearer_of(row.victim, at)
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])
    restate_bereaved(row.victim, before, by, at)
    restate_reach(row.victim, at)
    settle_notices(by=by, at=at, subject_id=row.pk)
    record(by=by, action=Action.SPOKESPERSON_ENDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


def _in_hand(by: Person, spokesperson: Spokesperson) -> Spokesperson:
    locked(by, spokesperson.case_id)
    row: Spokesperson = Spokesperson.objects.select_related("victim__case").get(pk=spokesperson.pk)
    return row

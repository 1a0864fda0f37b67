"""Taking part again after a withdrawal."""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.engagement import Choice, Event
from victims.enums import ToldBy
from victims.facts import choices_of
from victims.hooks import engagement_changed
from victims.models import Reengagement
from victims.sealed import opened, seal_into
from victims.services.held import held
from victims.services.recontact import restate_recontact
from victims.services.support_due import restate_support


@deed
def record_re_engagement(
    *,
    by: Person,
    victim: Victim,
    occurred_at: datetime,
    told_by: str,
    own_words: str = "",
    at: datetime | None = None,
) -> Reengagement:
    """Record that a victim takes part again. A withdrawal must stand at that moment.

    Raises NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_record_re_engagement)
    rules.check_moment("occurred_at", occurred_at, case.reported_on, at, "A re-engagement")
    rules.check_was_alive(victim, occurred_at)
    if told_by == ToldBy.INFERRED:
        raise Invalid(
            {"told_by": "Nobody else can say that a person takes part again. Choose how they told us."}
        )
    rules.check_somebody_told(victim, told_by, occurred_at)
    rules.check_choice_fits(choices_of(victim), Event(occurred_at, Choice.TAKES_PART_AGAIN))
    row = Reengagement(
        case_id=victim.case_id,
        victim=victim,
        occurred_at=occurred_at,
        told_by=told_by,
        recorded_at=at,
        recorded_by=by,
    )
    seal_into(row, own_words=own_words)
    row.save(force_insert=True)
    restate_recontact(case, victim, at)
    restate_support(victim, at)
    engagement_changed(case=case, victim=victim, by=by, at=at)
    record(by=by, action=Action.RE_ENGAGEMENT_RECORDED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return row


@deed
def correct_re_engagement(
    *,
    by: Person,
    reengagement: Reengagement,
    occurred_at: datetime,
    reason: str,
    at: datetime | None = None,
) -> Reengagement:
    """Correct when a victim came back, in one act: the record of the wrong moment is voided with the reason,
    and one like it stands at the right one, which points back to it.

    Raises NotAllowed, Stale, and Invalid for a moment at which they cannot have come back.
    """
    at = at or now()
    case = locked(by, reengagement.case_id)
    wrong: Reengagement = Reengagement.objects.select_related("victim__case", "case").get(pk=reengagement.pk)
    rules.check_can_correct_re_engagement(by, wrong)
    rules.check_correction(wrong, occurred_at, reason, at)
    wrong.voided_at, wrong.voided_by, wrong.void_reason = at, by, reason
    wrong.save(update_fields=["voided_at", "voided_by", "void_reason"])
    row = Reengagement(
        case_id=wrong.case_id,
        victim=wrong.victim,
        occurred_at=occurred_at,
        told_by=wrong.told_by,
        corrects=wrong,
        recorded_at=at,
        recorded_by=by,
    )
    seal_into(row, own_words=opened(wrong, "own_words"))
    row.save(force_insert=True)
    restate_recontact(case, row.victim, at)
    restate_support(row.victim, at)
    engagement_changed(case=case, victim=row.victim, by=by, at=at)
    subjects = [row.victim_id, wrong.pk, row.pk]
    record(by=by, action=Action.RE_ENGAGEMENT_CORRECTED, case=row.case_id, subjects=subjects)
    return row


@deed
def void_re_engagement(
    *, by: Person, reengagement: Reengagement, reason: str, at: datetime | None = None
) -> Reengagement:
    """Take back a re-engagement that was recorded wrongly; the row stays. Raises NotAllowed, Stale and
    Invalid.

    Someone who withdraws again is a new withdrawal, not a void.
    """
    at = at or now()
    case = locked(by, reengagement.case_id)
    row: Reengagement = Reengagement.objects.select_related("victim__case").get(pk=reengagement.pk)
    rules.check_can_void_re_engagement(by, row)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with this record."})
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    restate_recontact(case, row.victim, at)
    restate_support(row.victim, at)
    engagement_changed(case=case, victim=row.victim, by=by, at=at)
    record(by=by, action=Action.RE_ENGAGEMENT_VOIDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row

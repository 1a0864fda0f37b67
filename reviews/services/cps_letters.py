"""CPS's own letters on its own decisions, as the police come to know of them."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from reviews import rules
from reviews.clocks import notice_clock, notice_deadline
from reviews.models import CpsLetter, Decision, Notification
from reviews.rules import letters as letter_rules
from reviews.services.decisions import in_hand
from reviews.services.follow_up import letter_went


@deed
def record_cps_letter(
    *, by: Person, decision: Decision, victim: Victim, sent_on: date, at: datetime | None = None
) -> CpsLetter:
    """Record that CPS sent a victim its own letter on its own decision, against CPS's own clock.

    It is not the telling by the police, which is recorded by itself. Raises NotAllowed or Invalid.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_role(by, "record_cps_letter")
    letter_rules.check_cps_letter(decision, victim, sent_on, at)
    assert decision.decided_at is not None
    row = CpsLetter(
        case=decision.case,
        decision=decision,
        victim=victim,
        decided_at=decision.decided_at,
        clock=notice_clock(victim, decision.decided_at),
        due_on=notice_deadline(victim, decision.decided_at).due_on,
        sent_on=sent_on,
        recorded_at=at,
        recorded_by=by,
    )
    row.save(force_insert=True)
    letter_went(Notification.objects.get(decision=decision, victim=victim), at)
    record(by=by, action=Action.CPS_LETTER_RECORDED, case=decision.case, subjects=[row.pk, victim.pk])
    return row

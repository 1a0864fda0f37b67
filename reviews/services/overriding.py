"""Overriding what the rules say of the Right to Review."""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import rules
from reviews.facts import eligibility_of
from reviews.models import Decision, EligibilityOverride
from reviews.sealed import sealed
from reviews.services.decisions import in_hand
from reviews.services.rights import restate_rights


@deed
def override_eligibility(
    *,
    by: Person,
    decision: Decision,
    victim: Victim,
    may_ask: bool,
    reason: str,
    number: int | None = None,
    at: datetime | None = None,
) -> EligibilityOverride:
    """Say that a victim may ask the police to review a decision, or may not, against what the rules say.

    An inspector or above. Whoever made or authorised the decision does not take the right away. `number` is
    the reason of domain.md 3 that the victim is given. Where they may ask from now on, telling them is owed
    by the clock of a notice from `at`. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    rules.check_can_override(by, decision)
    rules.check_concerns(decision, victim)
    rules.check_stands(decision, victim)
    rules.check_override(by, decision, eligibility_of(decision, victim, at), may_ask=may_ask, number=number)
    if not reason.strip():
        raise Invalid({"reason": "Say why: the reason is kept with the decision."})
    EligibilityOverride.objects.filter(decision=decision, victim=victim, ended_at__isnull=True).update(
        ended_at=at
    )
    row = EligibilityOverride(
        case=decision.case,
        decision=decision,
        victim=victim,
        may_ask=may_ask,
        number=None if may_ask else number,
        decided_at=at,
        decided_by=by,
        decided_by_standing=by.standing,
    )
    row.reason_sealed = sealed(row, "reason", reason)
    row.save(force_insert=True)
    restate_rights(case=decision.case, by=by, at=at)
    record(
        by=by,
        action=Action.ELIGIBILITY_OVERRIDDEN,
        case=decision.case,
        subjects=[decision.pk, victim.pk, row.pk],
    )
    return row

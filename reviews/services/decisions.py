"""Police decisions on no further action: an officer puts one forward, a supervisor settles it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services import settle as settle_notices
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.versions import touch
from reviews import rules
from reviews.checks import Given, given
from reviews.enums import DecisionAgency, DecisionStatus, LineEnded
from reviews.models import Decision
from reviews.notices import TO_AUTHORISE
from reviews.sealed import sealed
from reviews.services.making import (
    check_lines,
    check_still_stands,
    follow_through,
    lines_of,
    read_lines,
    write_checks,
    write_lines,
)
from reviews.services.opened import end_opened


@deed
def propose_nfa(
    *,
    by: Person,
    case: Case,
    lines: Sequence[Mapping[str, Any]],
    rationale: str,
    beyond_refusal: str = "",
    evidence_led: str = "",
    evidential_review: str = "",
    safety_plan: str = "",
    safety_plan_words: str = "",
    open_plan: str = "",
    cps_authority: str = "",
    at: datetime | None = None,
) -> Decision:
    """Put forward that nobody is charged on some allegations: rows of allegation, outcome and reason.

    What it rests on beside its outcomes is asked for by reviews.checks. `beyond_refusal` says what else
    decides it where a request for private material was refused. Nothing is decided until a supervisor who is
    not the maker authorises it. Raises NotAllowed, Invalid by field ("lines-0-outcome" for a row), or Stale
    when another decision on an allegation came first.
    """
    at = at or now()
    rules.check_can_decide_on_case(by, "propose_nfa", case)
    return put_forward(
        by=by,
        case=locked(by, case),
        agency=DecisionAgency.POLICE,
        source="",
        lines=lines,
        rationale=rationale,
        beyond_refusal=beyond_refusal,
        checks=given(
            evidence_led=evidence_led,
            evidential_review=evidential_review,
            safety_plan=safety_plan,
            safety_plan_words=safety_plan_words,
            open_plan=open_plan,
            cps_authority=cps_authority,
        ),
        at=at,
    )


def put_forward(
    *,
    by: Person,
    case: Case,
    agency: DecisionAgency,
    source: str,
    lines: Sequence[Mapping[str, Any]],
    rationale: str,
    at: datetime,
    beyond_refusal: str = "",
    checks: Sequence[Given] = (),
) -> Decision:
    """Write a proposal of either agency, inside its deed. The maker's supervisor is kept as it is now."""
    if not rationale.strip():
        raise Invalid({"rationale": "Say why: the reasons are kept with the decision."})
    put = read_lines(lines)
    check_lines(case, agency, put, at, checks)
    if agency == DecisionAgency.POLICE:
        rules.check_not_for_a_refusal([line.allegation for line in put], beyond_refusal)
    decision = Decision(
        case=case,
        agency=agency,
        source=source,
        proposed_at=at,
        maker=by,
        maker_standing=by.standing,
        supervisor=by.supervisor,
        entered_by=by,
    )
    decision.rationale_sealed = sealed(decision, "rationale", rationale)
    if beyond_refusal.strip():
        decision.beyond_refusal_sealed = sealed(decision, "beyond_refusal", beyond_refusal)
    decision.save(force_insert=True)
    write_lines(decision, put)
    write_checks(decision, checks, by=by, at=at)
    raise_notice(kind=TO_AUTHORISE, source=decision.pk, subject_id=decision.pk, at=at)
    end_opened(case=case, by=by, at=at)
    record(by=by, action=Action.NFA_PROPOSED, case=case, subjects=[decision.pk])
    return decision


@deed
def authorise_nfa(*, by: Person, decision: Decision, at: datetime | None = None) -> Decision:
    """Authorise a police decision; it stands from `at`, and each victim is to be told from then on.

    The supervisor is not the maker (also a CHECK). What the outcomes rest on is asked again, and of a known
    suspect the index of suspects: they have looked at each match. Raises NotAllowed.
    """
    return settle(by=by, decision=decision, agency=DecisionAgency.POLICE, at=at or now())


def settle(*, by: Person, decision: Decision, agency: DecisionAgency, at: datetime) -> Decision:
    """Authorise a proposal of either agency, inside its deed."""
    decision = in_hand(by, decision)
    rules.check_can_authorise(by, decision, agency=agency)
    lines = lines_of(decision)
    check_still_stands(decision, lines, at)
    if rules.asks_for_matches(decision):
        rules.check_matches_looked_at(by, decision)
        record(
            by=by,
            action=Action.MATCHES_LOOKED_AT,
            case=decision.case,
            subjects=[decision.pk],
            reason="Asked before the decision became final: nothing was left to look at.",
        )
    decision.status = DecisionStatus.AUTHORISED
    decision.approver, decision.decided_at = by, at
    touch(decision, "status", "approver", "decided_at")
    follow_through(decision, lines, by, at)
    settle_notices(by=by, at=at, subject_id=decision.pk)
    record(by=by, action=Action.NFA_AUTHORISED, case=decision.case, subjects=[decision.pk])
    return decision


@deed
def refuse_nfa(*, by: Person, decision: Decision, reason: str, at: datetime | None = None) -> Decision:
    """Refuse a proposal of one's own agency, with the reason; its allegations are open for another.

    Raises NotAllowed (not a proposal any more, or one's own) or Invalid.
    """
    at = at or now()
    if not reason.strip():
        raise Invalid({"reason": "Say why, so that the officer knows what to do next."})
    decision = in_hand(by, decision)
    rules.check_can_refuse(by, decision)
    decision.status = DecisionStatus.REFUSED
    decision.refused_by, decision.refused_at = by, at
    decision.refusal_sealed = sealed(decision, "refusal", reason)
    touch(decision, "status", "refused_by", "refused_at", "refusal_sealed")
    rules.standing_lines(decision).update(ended_at=at, ended_because=LineEnded.REFUSED)
    settle_notices(by=by, at=at, subject_id=decision.pk)
    record(by=by, action=Action.NFA_REFUSED, case=decision.case, subjects=[decision.pk])
    return decision


def in_hand(by: Person, decision: Decision) -> Decision:
    """The decision, fresh and under lock, then its case: always in this order. Raises NotAllowed out of
    scope.
    """
    found = (
        Decision.objects.visible_to(by)
        .select_for_update(no_key=True, of=("self",))
        .only("pk")
        .filter(pk=decision.pk)
    )
    if not found:
        raise NotAllowed(rules.NOT_YOURS)
    case = locked(by, decision.case_id)
    fresh: Decision = Decision.objects.select_related("maker", "approver").get(pk=decision.pk)
    fresh.case = case
    return fresh

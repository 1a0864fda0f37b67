"""Support: offered, answered by the victim, sent, and what came of it. Each deed appends dated steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from cases.models import Victim
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together
from victims.models import SupportEvent, SupportReferral, SupportService
from victims.pathway import Event, Placed, may_follow
from victims.rules import check_step_of_support
from victims.rules import referrals as rules
from victims.services.held import held
from victims.services.restaging import restage
from victims.services.support_due import restate_support
from victims.support_enums import SEVERAL, SupportAnswer, SupportStep

Step = SupportStep
STEP_OF = {
    SupportAnswer.AGREED: Step.AGREED,
    SupportAnswer.REFUSED: Step.REFUSED,
    SupportAnswer.NOT_ASKED: Step.NOT_ASKED,
}
UNDER_WAY = "This was offered before, and {}. Record what comes next there."


@deed
def offer_support(
    *,
    by: Person,
    victim: Victim,
    kind: str,
    offered_on: date,
    answer: str,
    because: str = "",
    again_on: date | None = None,
    service: SupportService | None = None,
    sent_on: date | None = None,
    at: datetime | None = None,
) -> SupportReferral:
    """Record that a kind of support was offered and what the victim said, or why they were not asked.

    A referral of the same kind that may be offered again takes it; so a "no" is asked about anew without
    being overwritten. With `service` and `sent_on` the referral went out too. Raises NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_offer_support)
    rules.check_kind(kind)
    referral = _open_to_an_offer(victim, kind) or SupportReferral(
        case=case, victim=victim, kind=kind, opened_at=at, opened_by=by
    )
    if referral._state.adding:
        referral.save(force_insert=True)
    said = SupportAnswer(answer)
    told = (
        [] if said == SupportAnswer.NOT_ASKED else [SupportEvent(step=Step.OFFERED, happened_on=offered_on)]
    )
    if said in STEP_OF:
        told.append(SupportEvent(step=STEP_OF[said], happened_on=offered_on, because=because))
    told[-1].again_on = again_on
    sends = service is not None or sent_on is not None
    if sends and said == SupportAnswer.AGREED:
        told.append(SupportEvent(step=Step.SENT, happened_on=sent_on or offered_on, service=service))
    early = partial(rules.check_agreed_before_sent, sends=sends, said=said)
    fields = {Step.OFFERED: "offered_on", Step.SENT: "sent_on"}
    return _append(by, referral, told, at, fields=fields, otherwise="offered_on", also=(early,))


@deed
def record_support_choice(
    *,
    by: Person,
    referral: SupportReferral,
    agreed: bool,
    answered_on: date,
    because: str = "",
    again_on: date | None = None,
    at: datetime | None = None,
) -> SupportReferral:
    """What the victim said of an offer after thinking about it, or that they changed their mind before
    anything was sent. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, referral)
    rules.check_can_record_choice(by, row)
    step = Step.AGREED if agreed else Step.REFUSED
    told = SupportEvent(step=step, happened_on=answered_on, because=because, again_on=again_on)
    return _append(by, row, [told], at, otherwise="answered_on")


@deed
def send_referral(
    *,
    by: Person,
    referral: SupportReferral,
    service: SupportService,
    sent_on: date,
    at: datetime | None = None,
) -> SupportReferral:
    """The referral went to a named service, as the victim agreed. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    row = _held(by, referral)
    rules.check_can_send_referral(by, row)
    told = SupportEvent(step=Step.SENT, happened_on=sent_on, service=service)
    return _append(by, row, [told], at, otherwise="sent_on")


@deed
def record_support_answer(
    *,
    by: Person,
    referral: SupportReferral,
    step: str,
    happened_on: date,
    because: str = "",
    at: datetime | None = None,
) -> SupportReferral:
    """What the service said or did: accepted, not able to, waiting list, support started, ended.

    Of therapy nothing is kept but the step and its day. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, referral)
    rules.check_can_record_answer(by, row)
    told = SupportEvent(step=SupportStep(step), happened_on=happened_on, because=because)
    return _append(by, row, [told], at, otherwise="happened_on")


@deed
def void_support_step(
    *, by: Person, event: SupportEvent, reason: str, at: datetime | None = None
) -> SupportEvent:
    """Take back a step that was recorded wrongly; the row stays. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    referral = _held(by, event.referral)
    row = SupportEvent.objects.get(pk=event.pk)
    row.referral = referral
    rules.check_can_void_step(by, row)
    rules.check_void(row, reason)
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _record(by, Action.SUPPORT_STEP_VOIDED, referral, [row])
    _follow(by, referral, at, "A step of support was voided.")
    return row


def _held(by: Person, referral: SupportReferral) -> SupportReferral:
    """The row under the lock of its case, as it stands now."""
    locked(by, referral.case_id)
    rows = SupportReferral.objects.select_related("victim__case__officer_in_charge", "case")
    row: SupportReferral = rows.get(pk=referral.pk)
    return row


def _open_to_an_offer(victim: Victim, kind: str) -> SupportReferral | None:
    """The referral of this kind that an offer belongs to, or None to begin one.

    Raises Invalid where the victim has one that is under way already.
    """
    rows = SupportReferral.objects.filter(victim=victim, kind=kind).select_related("victim__case")
    row: SupportReferral
    for row in rows:
        if Step.OFFERED in may_follow(row.events.all()):
            return row
    if rows and kind not in SEVERAL:
        raise Invalid({"kind": UNDER_WAY.format(rules.stands_at(rows[0]))})
    return None


def _append(
    by: Person,
    referral: SupportReferral,
    told: Sequence[SupportEvent],
    at: datetime,
    *,
    otherwise: str,
    fields: dict[SupportStep, str] | None = None,
    also: Sequence[Callable[[], None]] = (),
) -> SupportReferral:
    """Write the steps down, each checked by itself, every fault named at once, and all of them in order."""
    fields = fields or {}
    checks = list(also)
    for one in told:
        step = SupportStep(one.step)
        one.case_id, one.referral, one.recorded_at, one.recorded_by = referral.case_id, referral, at, by
        field = fields.get(step, otherwise)
        checks += [
            partial(rules.check_day, field, one.happened_on, referral.victim, at),
            partial(check_step_of_support, referral.victim, step, one.happened_on, field),
            partial(rules.check_because, step, one.because, referral.kind),
            partial(rules.check_again, step, one.happened_on, one.again_on),
        ]
        if step == Step.SENT:
            checks.append(
                partial(rules.check_service, one.service, referral.kind, referral.victim, one.happened_on)
            )
    together(*checks)
    placed: list[Event] = [Placed(one.pk, one.step, one.happened_on) for one in told]
    field = fields.get(SupportStep(told[-1].step), otherwise)
    rules.check_follows([*referral.events.all(), *placed], field)
    SupportEvent.objects.bulk_create(told)
    _record(by, Action.SUPPORT_RECORDED, referral, told)
    _follow(by, referral, at, "A step of support was recorded.")
    return referral


def _follow(by: Person, referral: SupportReferral, at: datetime, why: str) -> None:
    """What is owed to the victim, and the days of withdrawals, as the steps say now."""
    restate_support(referral.victim, at)
    restage(case=referral.victim.case, by=by, at=at, why=why)


def _record(by: Person, action: Action, referral: SupportReferral, events: Sequence[SupportEvent]) -> None:
    """One event; what went out is a disclosure, and names the service."""
    sent = [one.service.name for one in events if one.service is not None and one.stands]
    record(
        by=by,
        action=Action.SUPPORT_REFERRED if sent else action,
        case=referral.case_id,
        subjects=[referral.victim_id, referral.pk, *(one.pk for one in events)],
        recipient=sent[0] if sent else "",
    )

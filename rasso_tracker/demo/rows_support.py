"""Rows of support: what each victim was offered and how far it came, the trained officer, who owns contact.

Drawn by the number of the case, apart from the story's own dice, so that the story stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cases.enums import Duty
from cases.models import Assignment
from rasso_tracker.clocks import ClockCode, london_date, start_of_day
from rasso_tracker.demo.rows import CaseRows
from victims.enums import DueCode, Support
from victims.models import ContactOwner, IsvaSupport, StoDeployment, SupportEvent, SupportReferral
from victims.pathway import in_order
from victims.services.support_due import is_met as referral_is_met
from victims.services.support_due import next_of, support_clock_from, support_start
from victims.support_enums import SupportBecause as Why
from victims.support_enums import SupportStep as Step

# [A] of victims: offered this at all.
OFFERED = {
    Support.ISVA: 0.82,
    Support.SARC: 0.45,
    Support.THERAPY: 0.3,
    Support.IDVA: 0.18,
    Support.VICTIM_SUPPORT: 0.25,
    Support.BY_AND_FOR: 0.08,
}
OF_AGE = 18
SAID_NO = 0.2  # [A] of those offered
LATE = 0.25  # [A] of referrals: sent after the two working days
# [A] days from the acceptance to the start, at most: therapy is what victims wait longest for.
WAIT = {Support.THERAPY: 260, Support.ISVA: 45}


def support_rows(case: CaseRows) -> None:
    """Before the days of withdrawals are worked out, which read these."""
    for place in range(len(case.victims)):
        dice = Random(f"support {case.life.number} {place}")  # noqa: S311  # a story, not a key
        _sto(case, place, dice)
        for kind, share in OFFERED.items():
            shared = _shared(case, place) if kind == Support.ISVA else None
            if dice.random() < share or shared:
                _referral(case, place, _fitting(case, place, kind), dice, shared)
        _owed(case, place)


def _sto(case: CaseRows, place: int, dice: Random) -> None:
    """The trained officer of the story is deployed for its first victim; in some cases nobody is."""
    duties = [one for one in case.rows[Assignment] if one.duty == Duty.STO]
    victim, added = case.victims[place], case.life.victims[place].added_at
    if place or not duties:
        return
    began = max(duties[0].started_at, added)
    met = began + timedelta(hours=dice.randint(1, 30))
    ended = duties[0].ended_at
    if met > case.world.now or (ended is not None and met > ended):
        return
    case.add(
        StoDeployment,
        began,
        victim=victim,
        asked_at=max(added, began - timedelta(hours=1)),
        recorded_at=began,
        recorded_by=case.life.officer,
        officer=duties[0].person,
        deployed_at=began,
        deployed_by=case.life.officer,
        met_at=met,
        met_recorded_by=duties[0].person,
        ended_at=ended,
        ended_by=case.life.officer if ended else None,
    )
    if ended is None and dice.random() < 0.5:
        case.add(
            ContactOwner,
            met,
            victim=victim,
            owner=duties[0].person,
            with_post=duties[0].person.pk == case.life.officer.pk,
            since=met,
            handed_by=case.life.officer,
        )


def _fitting(case: CaseRows, place: int, kind: Support) -> Support:
    """A child has a child ISVA."""
    born, reported = case.life.victims[place].born, case.life.reported_on
    adult = (reported - born).days >= OF_AGE * 365.25
    return Support.CHILD_ISVA if kind == Support.ISVA and not adult else kind


def _shared(case: CaseRows, place: int) -> IsvaSupport | None:
    """The ISVA whom the victim agreed to share with: their support began that day."""
    victim = case.victims[place]
    return next((one for one in case.rows[IsvaSupport] if one.victim_id == victim.pk), None)


def _referral(
    case: CaseRows, place: int, kind: Support, dice: Random, shared: IsvaSupport | None = None
) -> None:
    victim, today = case.victims[place], london_date(case.world.now)
    opened = case.life.victims[place].added_at
    referral: Any = None
    first = london_date(opened)
    if shared is not None:
        steps = _steps_to(case, kind, shared, first, dice)
    else:
        steps = _steps(case, kind, victim, first, dice)
    for step, on, said in steps:
        if on > today:
            break
        at = max(start_of_day(on) + timedelta(hours=15), opened)
        if at > case.world.now:
            break
        if referral is None:
            referral = case.add(
                SupportReferral, at, victim=victim, kind=kind.value, opened_at=at, opened_by=case.life.officer
            )
        case.add(
            SupportEvent,
            at,
            referral=referral,
            step=step.value,
            happened_on=on,
            recorded_at=at,
            recorded_by=case.life.officer,
            **said,
        )


Told = Iterator[tuple[Step, date, dict[str, Any]]]


def _steps(case: CaseRows, kind: Support, victim: Any, first: date, dice: Random) -> Told:
    """What happens one after the other, each with its day; it ends where the present does."""
    on = first + timedelta(days=dice.choice((0, 0, 0, 1)))
    yield Step.OFFERED, on, {}
    if dice.random() < SAID_NO:
        why = dice.choice((Why.NOT_SAID, Why.NOT_SAID, Why.NOT_NOW, Why.HAS_SUPPORT))
        again = on + timedelta(days=28) if dice.random() < 0.4 else None
        yield Step.REFUSED, on, {"because": why.value, "again_on": again}
        if again is None or dice.random() < 0.5:
            return
        yield Step.OFFERED, again, {}
        on = again
    yield Step.AGREED, on, {}
    on += timedelta(days=dice.randint(4, 12) if dice.random() < LATE else dice.choice((0, 0, 1)))
    service = _service(case, kind, dice)
    yield Step.SENT, on, {"service": service}
    on += timedelta(days=dice.randint(1, 6))
    if dice.random() < 0.06:
        yield Step.DECLINED, on, {"because": Why.NO_PLACE.value}
        return
    yield Step.ACCEPTED, on, {}
    if dice.random() < 0.6:
        yield Step.WAITING, on, {}
    on += timedelta(days=dice.randint(2, WAIT.get(kind, 20)))
    yield Step.STARTED, on, {}
    on += timedelta(days=dice.randint(60, 400))
    why = Why.COMPLETED if dice.random() < 0.8 else Why.VICTIM_CHOSE
    yield Step.ENDED, on, {} if kind == Support.THERAPY else {"because": why.value}


def _steps_to(case: CaseRows, kind: Support, shared: IsvaSupport, first: date, dice: Random) -> Told:
    """What came before the day on which an ISVA began to support them, and the end of it if it has ended."""
    began = max(first, shared.consented_on)
    sent = min(first + timedelta(days=dice.choice((0, 0, 1))), began)
    accepted = sent + (began - sent) // 2
    yield Step.OFFERED, first, {}
    yield Step.AGREED, first, {}
    yield Step.SENT, sent, {"service": _service(case, kind, dice)}
    yield Step.ACCEPTED, accepted, {}
    yield Step.STARTED, began, {}
    if shared.ended_at is not None:
        yield Step.ENDED, max(began, london_date(shared.ended_at)), {"because": Why.COMPLETED.value}


def _service(case: CaseRows, kind: Support, dice: Random) -> Any:
    """Where the adviser of the story works, if they do; else a service that offers it."""
    force = case.world.force
    advised = {one.isva_id for one in case.rows[IsvaSupport]}
    own = [one.service for one in force.advisers if one.person_id in advised and kind in one.service.kinds]
    return own[0] if own else dice.choice([one for one in force.services if kind in one.kinds])


def _owed(case: CaseRows, place: int) -> None:
    """As victims.services.support_due keeps it, on cases that are open."""
    if place not in case.life.updates_due:
        return
    victim = case.victims[place]
    referrals = [one for one in case.rows[SupportReferral] if one.victim_id == victim.pk]
    events = {one.pk: in_order(_of(case, one)) for one in referrals}
    owner = next((one.owner for one in case.rows[ContactOwner] if one.victim_id == victim.pk), None)
    at: datetime = case.life.victims[place].added_at
    met = referral_is_met((one.kind, events[one.pk]) for one in referrals)
    if not met:
        start = support_start(victim.number, victim.case.reported_on, victim.added_at)
        clock = support_clock_from(start)
        case.owe(
            source=victim.pk,
            code=DueCode.SUPPORT_REFERRAL.value,
            what=f"Refer {victim.label} to support",
            due_on=clock.due_on,
            owner=owner,
            rule=ClockCode.SUPPORT_REFERRAL.value,
            started_on=clock.start_on,
            at=at,
        )
    for one in referrals:
        following = next_of(victim, one, events[one.pk], owner or case.life.officer, met=met)
        if following is not None:
            case.owe(
                source=one.pk,
                code=following.code,
                what=following.what,
                due_on=following.due_on,
                owner=following.owner,
                rule=following.rule,
                started_on=following.started_on,
                at=events[one.pk][-1].recorded_at,
            )


def _of(case: CaseRows, referral: Any) -> list[Any]:
    return [one for one in case.rows[SupportEvent] if one.referral_id == referral.pk]

"""What is owed to a victim about support: a referral within the clock of their rights, and the next step of
each referral. Computed anew from the steps that stand, called inside the deed that changed them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases.models import Victim
from cases.services import Owed, raise_dues, settle_dues
from rasso_tracker.clocks import ClockCode, Deadline, deadline, london_date
from rasso_tracker.people.models import Person
from victims.bereaved import DIED, death_of
from victims.enums import DueCode
from victims.facts import unwelcome_since
from victims.models import SupportEvent, SupportReferral
from victims.owning import contact_owner
from victims.pathway import in_order
from victims.services.reach_due import restate_reach
from victims.support_enums import SPECIALIST, SupportStep

Step = SupportStep


def support_clock(victim: Victim) -> Deadline:
    """2 working days (Victims' Code, right 4): from the report for the first victim of a case; for one who
    became known later from the day on which they were recorded. One with two records was known from the
    earlier of them on, whichever was kept.
    """
    records = Victim.objects.filter(case=victim.case_id).values_list(
        "pk", "number", "added_at", "merged_into"
    )
    starts = {pk: support_start(number, victim.case.reported_on, added) for pk, number, added, _ in records}
    merged = {pk: into for pk, _, _, into in records if into}
    return support_clock_from(earliest_starts(starts, merged)[victim.pk])


def support_start(number: int, reported_on: date, added_at: datetime) -> date:
    """The day from which support_clock runs for one record, for whoever has these at hand of many victims."""
    return reported_on if number == 1 else london_date(added_at)


def earliest_starts(starts: Mapping[UUID, date], merged: Mapping[UUID, UUID]) -> dict[UUID, date]:
    """Of each record that stands the earliest start: its own, or that of one merged into it (`merged`)."""
    found: dict[UUID, date] = {}
    for pk, start in starts.items():
        kept = pk
        while kept in merged:
            kept = merged[kept]
        found[kept] = min(found.get(kept, start), start)
    return found


def support_clock_from(start: date) -> Deadline:
    return deadline(ClockCode.SUPPORT_REFERRAL, start)


def owe_support(*, victim: Victim, at: datetime) -> None:
    """Called inside the deed that added the victim (cases.hooks.victim_added)."""
    restate_support(victim, at)


def restate_support(victim: Victim, at: datetime) -> None:
    """Raise, move or settle what is owed, as the steps that stand say. A fixed number of statements."""
    referrals = list(SupportReferral.objects.filter(victim=victim))
    events = list(SupportEvent.objects.filter(referral__in=referrals, voided_at__isnull=True))
    steps = {one.pk: [e for e in events if e.referral_id == one.pk] for one in referrals}
    owed: list[Owed] = []
    settled = []
    owner = contact_owner(victim)
    died = death_of(victim) is not None
    met = is_met((one.kind, steps[one.pk]) for one in referrals)
    if died or met:
        settled.append(victim.pk)
    else:
        clock = support_clock(victim)
        owed.append(
            Owed(
                source=victim.pk,
                code=DueCode.SUPPORT_REFERRAL.value,
                what=f"Refer {victim.label} to support",
                due_on=clock.due_on,
                owner=owner,
                rule=ClockCode.SUPPORT_REFERRAL.value,
                started_on=clock.start_on,
            )
        )
    fell_away = DIED if died else ""
    settle_dues(sources=settled, code=DueCode.SUPPORT_REFERRAL.value, at=at, fell_away=fell_away)
    done = []
    for one in referrals:
        following = None if died else next_of(victim, one, steps[one.pk], owner, met=met)
        if following is None:
            done.append(one.pk)
        else:
            owed.append(following)
    unwelcome = unwelcome_since(victim) if owed else None
    if unwelcome is not None:
        asked_not = {one.pk for one in referrals if _stands_refused_before(steps[one.pk], unwelcome)}
        owed = [one for one in owed if one.source not in asked_not]
        done += asked_not
    settle_dues(sources=done, code=DueCode.SUPPORT_NEXT.value, at=at, fell_away=fell_away)
    raise_dues(case=victim.case, owed=owed, at=at)
    restate_reach(victim, at)


def _stands_refused_before(events: Sequence[SupportEvent], day: date) -> bool:
    """They said no to it by that day, and welcomed being asked again: what they said of it since holds."""
    ordered = in_order(events)
    return bool(ordered) and ordered[-1].step == Step.REFUSED and ordered[-1].happened_on <= day


def is_met(told: Any) -> bool:
    """The clock of the referral is met: a specialist service was offered and either something was sent, or
    the victim said no to it (domain.md 2). `told` is (kind, events) of each referral.
    """
    rows = [(kind, {one.step for one in events}) for kind, events in told]
    sent = any(Step.SENT in steps for _, steps in rows)
    return any(
        kind in SPECIALIST and (Step.REFUSED in steps or (sent and Step.OFFERED in steps))
        for kind, steps in rows
    )


WORDS = {
    Step.NOT_ASKED: "Ask {} about support",
    Step.OFFERED: "Ask {} what they decided about support",
    Step.REFUSED: "Ask {} again about support, as they welcome",
    Step.AGREED: "Send the referral that {} agreed to",
    Step.SENT: "Ask the service whether it can support {}",
    Step.DECLINED: "Find another service for {}",
}
CLOCKS = {
    Step.AGREED: ClockCode.SUPPORT_REFERRAL,
    Step.SENT: ClockCode.SUPPORT_ANSWER,
    Step.DECLINED: ClockCode.SUPPORT_DECLINED,
}


def next_of(
    victim: Victim, referral: SupportReferral, events: Sequence[SupportEvent], owner: Person, *, met: bool
) -> Owed | None:
    """What is owed of one referral where it stands; None where nothing is.

    Sending what was agreed to is owed here once the victim's own clock is `met`: until then that says it.
    """
    ordered = in_order(events)
    if not ordered:
        return None
    last = ordered[-1]
    step = SupportStep(last.step)
    if step == Step.AGREED and not met:
        return None
    due_on: date | None = last.again_on
    rule, started_on = "", last.happened_on
    if step in CLOCKS:
        clock = deadline(CLOCKS[step], last.happened_on)
        due_on, rule = clock.due_on, CLOCKS[step].value
    if due_on is None:
        return None
    return Owed(
        source=referral.pk,
        code=DueCode.SUPPORT_NEXT.value,
        what=WORDS[step].format(victim.label),
        due_on=due_on,
        owner=owner,
        rule=rule,
        started_on=started_on,
    )

"""Whether a victim takes part at a moment, and who supports them then. Voided rows never count; lost contact
is no withdrawal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from cases.models import Victim
from cases.whole import page_of
from rasso_tracker.clocks import london_date, now
from victims.engagement import Choice, Event, last_choice
from victims.enums import WITHDRAWALS, CommunicationMethod, FromWhat, Support, ToldBy, Welcome, WithdrawalKind
from victims.models import (
    Contact,
    IsvaSupport,
    Reengagement,
    ServiceAdviser,
    SupportEvent,
    SupportReferral,
    Withdrawal,
    WithdrawalTold,
)
from victims.pathway import in_order, last_by
from victims.repeats import Made
from victims.support_enums import SupportEndedBecause, SupportStep

# Somebody of the service is there for the victim: not while a referral waits for its answer or a place.
TAKEN_ON = (SupportStep.ACCEPTED, SupportStep.STARTED)
OF_ISVAS = (Support.ISVA, Support.CHILD_ISVA)
THROUGH_ISVA = frozenset({CommunicationMethod.VIA_ISVA, CommunicationMethod.IN_PERSON_ISVA})
Steps = Sequence[Sequence[SupportEvent]]  # of each referral to an ISVA those that stand


def choices_of(victim: Victim) -> list[Event]:
    """Every choice that stands, of either kind: two statements, none on the page of the case."""
    if page := page_of(victim):
        theirs = [one for one in page.rows(Withdrawal) if one.victim_id == victim.pk and one.stands]
        came_back = [one for one in page.rows(Reengagement) if one.victim_id == victim.pk and one.stands]
        return [
            *(Event(one.occurred_at, Choice.WITHDREW) for one in theirs if one.kind in WITHDRAWALS),
            *(Event(one.occurred_at, Choice.TAKES_PART_AGAIN) for one in came_back),
        ]
    withdrawn = Withdrawal.objects.standing().filter(victim=victim, kind__in=WITHDRAWALS)
    again = Reengagement.objects.standing().filter(victim=victim)
    return [
        *(Event(at, Choice.WITHDREW) for at in withdrawn.order_by().values_list("occurred_at", flat=True)),
        *(
            Event(at, Choice.TAKES_PART_AGAIN)
            for at in again.order_by().values_list("occurred_at", flat=True)
        ),
    ]


def made_by(victim: Victim) -> list[Made]:
    """The same choices with what each says, in two statements."""
    withdrawn = Withdrawal.objects.standing().filter(victim=victim, kind__in=WITHDRAWALS).order_by()
    again = Reengagement.objects.standing().filter(victim=victim).order_by()
    return [
        *(
            Made(
                at,
                WithdrawalKind(kind),
                frozenset(FromWhat(one) for one in from_what),
                victim.label,
                inferred=told_by == ToldBy.INFERRED,
            )
            for at, kind, from_what, told_by in withdrawn.values_list(
                "occurred_at", "kind", "from_what", "told_by"
            )
        ),
        *(Made(at, None, label=victim.label) for at in again.values_list("occurred_at", flat=True)),
    ]


def lost_by(victim: Victim) -> list[Made]:
    """When contact with them was noted as lost."""
    kind = WithdrawalKind.LOST_CONTACT
    noted = Withdrawal.objects.standing().filter(victim=victim, kind=kind).order_by()
    return [Made(at, kind, label=victim.label) for at in noted.values_list("occurred_at", flat=True)]


def standing_withdrawal(victim: Victim, at: datetime | None = None) -> Withdrawal | None:
    """The withdrawal that holds at `at`; None for a victim who takes part, from the start or again."""
    last = last_choice(choices_of(victim), at or now())
    if last is None or last.choice is not Choice.WITHDREW:
        return None
    found: Withdrawal | None = (
        Withdrawal.objects.standing()
        .filter(victim=victim, occurred_at=last.at, kind__in=WITHDRAWALS)
        .select_related("recorded_by", "corroborated_by")
        .first()
    )
    return found


def support_reinstated(victim: Victim, at: datetime | None = None) -> bool:
    """True when the victim withdrew and, by `at`, takes part again (a review right may then stand again)."""
    last = last_choice(choices_of(victim), at or now())
    return last is not None and last.choice is Choice.TAKES_PART_AGAIN


def moments_reached(victim: Victim) -> list[datetime]:
    """When somebody reached the victim, or they us."""
    reached = Contact.objects.standing().filter(victim=victim, reached=True).order_by()
    return list(reached.values_list("occurred_at", flat=True))


def isva_supports(victim: Victim, at: datetime) -> bool:
    """True while an ISVA of the victim is on record: the case is shared with one, or a service that it was
    referred to has taken the referral on.
    """
    supports = list(IsvaSupport.objects.filter(victim=victim))
    return is_supported(supports, [one for one in _isva_steps(victim) if not _is_over(one, supports, at)], at)


def _is_over(steps: Sequence[SupportEvent], supports: Iterable[IsvaSupport], at: datetime) -> bool:
    """Whether somebody of the service that holds the referral ended their support after its last step by
    then: the service need not say it once more.
    """
    last = last_by(steps, london_date(at))
    ended = {
        one.isva_id: one.ended_at
        for one in sorted(supports, key=lambda one: one.started_at)
        if one.ended_because == SupportEndedBecause.ENDED and one.ended_at is not None and one.ended_at <= at
    }
    if last is None or not ended:
        return False
    sent = [one.service_id for one in in_order(steps) if one.step == SupportStep.SENT]
    there = ServiceAdviser.objects.filter(service__in=sent[-1:], person__in=ended).values_list(
        "person", flat=True
    )
    said = (last.happened_on, last.recorded_at)
    return any(said <= (london_date(ended[isva]), ended[isva]) for isva in there)


def idva_supports(victim: Victim, at: datetime) -> bool:
    """True while a service that the victim was referred to has taken them on for an IDVA."""
    return is_supported((), _steps_of(victim, (Support.IDVA,)), at)


def isva_ends(victim: Victim, at: datetime) -> list[date]:
    """The days on which an ISVA of theirs went: the end of sharing, the last step of a service that had taken
    them on.
    """
    supports = IsvaSupport.objects.filter(victim=victim, ended_at__isnull=False)
    return [*(london_date(one.ended_at) for one in supports), *_ends(_isva_steps(victim), at)]


def idva_ends(victim: Victim, at: datetime) -> list[date]:
    return _ends(_steps_of(victim, (Support.IDVA,)), at)


def _ends(steps: Steps, at: datetime) -> list[date]:
    taken_on = [events for events in steps if any(one.step in TAKEN_ON for one in events)]
    return [last.happened_on for events in taken_on if (last := last_by(events, london_date(at)))]


def is_supported(supports: Iterable[IsvaSupport], steps: Steps, at: datetime) -> bool:
    day = london_date(at)
    true = [one for one in supports if one.ended_because != SupportEndedBecause.ERROR]
    shared = any(one.consented_on <= day and (one.ended_at is None or one.ended_at > at) for one in true)
    stand = (last_by(events, day) for events in steps)
    return shared or any(last is not None and last.step in TAKEN_ON for last in stand)


def _isva_steps(victim: Victim) -> Steps:
    return _steps_of(victim, OF_ISVAS)


def _steps_of(victim: Victim, kinds: Sequence[Support]) -> Steps:
    """The steps that stand of each referral of the victim to a service of these kinds."""
    referrals = SupportReferral.objects.filter(victim=victim, kind__in=kinds)
    events: dict[UUID, list[SupportEvent]] = defaultdict(list)
    for event in SupportEvent.objects.filter(referral__in=referrals, voided_at__isnull=True):
        events[event.referral_id].append(event)
    return list(events.values())


def ever_had_isva(victims: Iterable[Victim]) -> bool:
    """Whether an ISVA of one of them was ever on record, or told us something here."""
    about = list(victims)
    taken_on = SupportEvent.objects.filter(
        referral__victim__in=about, referral__kind__in=OF_ISVAS, step__in=TAKEN_ON, voided_at__isnull=True
    )
    told_here = WithdrawalTold.objects.filter(victim__in=about, answered_at__isnull=True)
    return taken_on.exists() or IsvaSupport.objects.filter(victim__in=about).exists() or told_here.exists()


def unwelcome_since(victim: Victim) -> date | None:
    """The day from which the victim does not welcome hearing from us again, as their last word says; None
    where it does not.
    """
    last = Withdrawal.objects.standing().filter(victim=victim).order_by("-occurred_at").first()
    if last is None or last.recontact_welcome != Welcome.NO:
        return None
    again = Reengagement.objects.standing().filter(victim=victim, occurred_at__gt=last.occurred_at)
    return None if again.exists() else london_date(last.occurred_at)


def outcome_16_missing(victim: Victim, at: datetime | None = None) -> list[str]:
    """What stands between this victim and outcome 14 or 16, in sentences; empty when nothing does.

    That a supervisor looks before such a closure answers a finding of inspections (domain.md 5).
    """
    standing = standing_withdrawal(victim, at)
    if standing is None:
        return [f"{victim.label} takes part: no withdrawal stands."]
    if standing.corroborated_at is None or (at is not None and standing.corroborated_at > at):
        return [f"A supervisor has not corroborated the withdrawal of {victim.label} yet."]
    return []


def outcome_16_ready(victim: Victim, at: datetime | None = None) -> bool:
    """True when a withdrawal stands that a supervisor, not its recorder, has corroborated."""
    return not outcome_16_missing(victim, at)

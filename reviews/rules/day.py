"""The order of the day on which a decision is told: what comes before what; another order needs a reason.

Whoever supports the victim hears first; the suspect hears, and bail ends, once every victim was told (or did
not want to be) and the police have looked at their safety.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cases.models import Victim
from rasso_tracker.clocks import moment_words, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.check_enums import DecisionCheckKind
from reviews.day_enums import AFTER_THE_VICTIM, DayStepKind
from reviews.enums import NOT_TOLD_FOR_GOOD, DecisionAgency
from reviews.models import (
    DayStep,
    Decision,
    DecisionCheck,
    DecisionDay,
    Notification,
    TellingDelay,
    TellingPlan,
)
from reviews.rules.roles_and_moments import check_role
from reviews.rules.standing import check_stands
from reviews.supporters import supporters_at, supporters_by_victim

Kind = DayStepKind
NO_SAFETY = (
    "Nobody has said whether a plan for the victim's safety is in place. Record that first: the victim hears"
    " of it with the decision."
)
WHEN = {
    Kind.SUPPORTER: "Enter when whoever supports the victim hears of it.",
    Kind.SUSPECT: "Enter when the suspect is told.",
    Kind.BAIL: "Enter when bail ends.",
}
NOT_BEFORE = {
    "suspect_at": "the suspect does not hear before the victim.",
    "bail_at": "bail protects them until then.",
}
TELLING_CHANGED = (
    "The telling of a victim was planned anew, they asked to wait, or somebody said why they were not told."
)
SIGN_OFF_ANEW = (
    "The telling of a victim was planned anew, they asked to wait, or they were not told, and the order that"
    " was signed off is not safe with that. A supervisor signs off the new order first, so that the victim"
    " hears before the suspect does, or somebody says why not."
)
UNHEARD = (
    "It is not recorded that whoever supports {} heard first. Record that on the day of the decision, or say"
    " here why they were told in this order: the reason is kept with the decision."
)
SAY_WHY = "Or say why it was done in this order: the reason is kept with the decision."


@dataclass(frozen=True)
class Telling:
    """Where one victim stands: `at` is when they were told, or are to be by the plan; None where neither is.

    `waits` is the start of the day until which they asked to wait, of one who is still to hear.
    `is_over` once they were told (`heard`), or somebody said why not (`at` is when that was said); `untold`
    is that reason where it leaves them to learn of it elsewhere: "" otherwise.
    """

    victim: Victim
    at: datetime | None
    is_over: bool
    heard: bool
    of_police: bool
    untold: str = ""
    waits: datetime | None = None

    @property
    def hears_at(self) -> datetime | None:
        """When they heard, or are to: by the plan, else not before the day until which they asked to wait.
        None of one whom nobody is to tell any more.
        """
        return (self.at or self.waits) if self.heard or not self.is_over else None


def tellings_of(decision: Decision) -> list[Telling]:
    """By victim for whom it stands, or who was told of it; three statements."""
    rows = Notification.objects.filter(Q(ended_at__isnull=True) | Q(told_at__isnull=False), decision=decision)
    notices = list(rows.select_related("victim"))
    plans = TellingPlan.objects.filter(notice__in=notices, superseded_at__isnull=True)
    planned = dict(plans.values_list("notice", "tell_at"))
    wishes = TellingDelay.objects.filter(notice__in=notices).order_by("asked_at")
    waits = dict(wishes.values_list("notice", "until"))  # the last of each
    return [
        Telling(
            victim=one.victim,
            at=one.told_at or one.not_told_at or planned.get(one.pk),
            is_over=not one.is_open,
            heard=one.is_told,
            of_police=one.owner == DecisionAgency.POLICE,
            untold=_left_untold(one),
            waits=start_of_day(waits[one.pk]) if one.is_open and one.pk in waits else None,
        )
        for one in notices
    ]


def _left_untold(notice: Notification) -> str:
    """Why nobody told them, in words, unless they were told or it is settled for good."""
    why = notice.not_told_because
    if notice.is_told or not why or why in NOT_TOLD_FOR_GOOD:
        return ""
    label = str(notice.get_not_told_because_display())
    return label[:1].lower() + label[1:]


def came_late(step: DayStep, tellings: Sequence[Telling], since: Iterable[datetime]) -> bool:
    """Nobody supported the victim yet when they were told: there was no one to tell first. Pure.

    `since` is from when each of those supports them who has since the decision.
    """
    if step.kind != Kind.SUPPORTER:
        return False
    heard = next((one.at for one in tellings if one.victim.pk == step.victim_id and one.heard), None)
    return heard is not None and all(one > heard for one in since)


def safety_of(decision: Decision) -> DecisionCheck | None:
    """What the police said of the victims' safety, of a decision of CPS too."""
    return DecisionCheck.objects.filter(decision=decision, kind=DecisionCheckKind.SAFETY_PLAN).first()


def check_safety_first(decision: Decision) -> None:
    """Raises NotAllowed until the police have looked at the victims' safety."""
    if safety_of(decision) is None:
        raise NotAllowed(NO_SAFETY)


def check_can_sign_off(by: Person, decision: Decision) -> list[Telling]:
    """The tellings: they are booked, and safety was looked at, before the sign-off. Raises NotAllowed."""
    check_role(by, "sign_off_day")
    check_stands(decision)
    check_safety_first(decision)
    tellings = tellings_of(decision)
    unbooked = [one.victim.label for one in tellings if one.of_police and one.at is None]
    if unbooked:
        raise NotAllowed(
            f"Nothing is booked for telling {' and '.join(unbooked)}. Plan how and when they are told first."
        )
    return tellings


def faults_of_order(
    tellings: Sequence[Telling],
    *,
    supporter_at: datetime | None,
    suspect_at: datetime | None,
    bail_at: datetime | None,
    first: datetime | None,
) -> dict[str, str]:
    """Field to the sentence of what is not safe in a planned order. Pure.

    `first` is when the first victim hears whom somebody supports.
    """
    found = {}
    if supporter_at is not None and first is not None and supporter_at > first:
        found["supporter_at"] = (
            f"A victim is told on {moment_words(first)}: whoever supports them hears before that."
        )
    later = {"suspect_at": suspect_at, "bail_at": bail_at}
    untold = next((one for one in tellings if one.untold), None)
    last = last_telling(tellings)
    for name, planned in later.items():
        if planned is None:
            continue
        if last is not None and planned < last:
            found[name] = f"A victim is told on {moment_words(last)}: {NOT_BEFORE[name]}"
        elif untold is not None:
            found[name] = f"Nobody told {untold.victim.label} ({untold.untold}): {NOT_BEFORE[name]}"
    return found


def faults_not_meant(
    day: DecisionDay, tellings: Sequence[Telling], open_kinds: Collection[str], first: datetime | None
) -> set[str]:
    """The fields of a signed order that have become unsafe since it was signed off, as the tellings stand
    now. Pure.

    A reason given then goes on holding for the moment that it was given for. `open_kinds` are the steps that
    are still to be done: what was done keeps its own word. `first` is as in faults_of_order.
    """
    moments = {
        f"{kind.value}_at": getattr(day, f"{kind.value}_at") if kind in open_kinds else None for kind in Kind
    }
    meant = set()
    if day.supporter_at and day.first_telling and day.supporter_at > day.first_telling:
        meant.add("supporter_at")
    for name in ("suspect_at", "bail_at"):
        planned = getattr(day, name)
        early = planned and day.last_telling and planned < day.last_telling
        if planned and (early or day.somebody_untold):
            meant.add(name)
    return set(faults_of_order(tellings, **moments, first=first)) - meant


def first_telling(tellings: Sequence[Telling], supported: Collection[UUID | None]) -> datetime | None:
    """When the first of the victims hears for whom a supporter is still to be told; of all, where none is."""
    known = [one for one in tellings if one.hears_at is not None]
    of_these = [one for one in known if one.victim.pk in supported] or known
    return min((one.hears_at for one in of_these if one.hears_at is not None), default=None)


def last_telling(tellings: Iterable[Telling]) -> datetime | None:
    """When the last of the victims hears; None where nobody is told, or nothing is booked."""
    return max((one.hears_at for one in tellings if one.hears_at is not None), default=None)


def check_order(found: dict[str, str], reason: str) -> None:
    """Another order than the safe one has a reason, and a reason has such an order. Raises Invalid."""
    if found and not reason.strip():
        raise Invalid({name: f"{sentence} {SAY_WHY}" for name, sentence in found.items()})
    if reason.strip() and not found:
        raise Invalid({"reason": "The order is safe: leave this empty."})


def bounds_of(step: DayStep) -> tuple[datetime | None, datetime | None]:
    """(not before, not after) as it stands now; None is "that has not happened"."""
    tellings = tellings_of(step.decision)
    if step.kind == Kind.SUPPORTER:
        told = [one.at for one in tellings if one.victim.pk == step.victim_id and one.heard]
        return step.decided_at, (told[0] if told else None)
    safety = safety_of(step.decision)
    if safety is None or any(not one.is_over or one.untold for one in tellings):
        return None, None
    supporters = _supporters_in_order(step.decision, tellings)
    if any(one.is_open for one in supporters):
        return None, None
    moments = [one.at for one in tellings if one.at is not None]
    heard = [one.done_at for one in supporters if one.done_at is not None]
    return max([safety.recorded_at, *moments, *heard]), None


def _supporters_in_order(decision: Decision, tellings: Sequence[Telling]) -> list[DayStep]:
    """The steps of those who support a victim who was told, but for whoever came to it after that."""
    rows = DayStep.objects.filter(decision=decision, kind=Kind.SUPPORTER, left_out=False)
    heard = {one.victim.pk for one in tellings if one.heard}
    steps = [one for one in rows.select_related("victim__case") if one.victim_id in heard]
    since = supporters_by_victim((one.victim for one in steps if one.victim), decision.decided_at)
    return [
        one
        for one in steps
        if one.victim
        and not one.has_no_place
        and not (one.is_open and came_late(one, tellings, since[one.victim.pk].values()))
    ]


def supporter_unheard(decision: Decision, victim: Victim, told_at: datetime, by: Person | None) -> bool:
    """Somebody supported the victim when they were told and had not heard of it, nor told them (`by`).

    Not where a supervisor signed off an order with that in it: then the reason is on record.
    """
    since = supporters_at(victim, told_at)
    if by in since or not since:
        return False
    step = DayStep.objects.filter(decision=decision, kind=Kind.SUPPORTER, victim=victim).first()
    if step is not None and (step.left_out or (step.done_at is not None and step.done_at <= told_at)):
        return False
    day = DecisionDay.objects.filter(decision=decision, superseded_at__isnull=True).first()
    meant = day.supporter_at if day is not None and day.reason_sealed is not None else None
    return meant is None or meant <= told_at


def check_supporter_first(
    decision: Decision, victim: Victim, told_at: datetime, by: Person | None, reason: str
) -> None:
    """A victim who was told before whoever supports them has a reason on record. Raises Invalid."""
    unheard = supporter_unheard(decision, victim, told_at, by)
    if unheard and not reason.strip():
        raise Invalid({"order_reason": UNHEARD.format(victim.label)})
    if reason.strip() and not unheard:
        raise Invalid(
            {"order_reason": "Whoever supports them heard before, or nobody does: leave this empty."}
        )


def fault_of_step(
    step: DayStep,
    done_at: datetime,
    not_before: datetime | None,
    not_after: datetime | None,
    since: datetime | None = None,
) -> dict[str, str]:
    """Why a step was not safe at that moment, by field; {} where it was. Pure.

    `since` is from when whoever was told supports the victim: after the victim was told, nothing was unsafe.
    """
    if step.kind == Kind.SUPPORTER:
        named_after = since is not None and not_after is not None and since > not_after
        if not_after is not None and done_at > not_after and not named_after:
            told = moment_words(not_after)
            return {"done_at": f"{step.about} was told on {told}, before whoever supports them."}
        return {}
    what = "the suspect was told" if step.kind == Kind.SUSPECT else "bail was ended"
    if not_before is None:
        return {
            "done_at": "Not every victim has been told, nor everybody who supports them, with a plan for"
            f" safety, so it was early that {what}."
        }
    if done_at < not_before:
        return {"done_at": f"It was only safe from {moment_words(not_before)}, so it was early that {what}."}
    return {}


def check_can_record(by: Person, step: DayStep) -> None:
    """Raises NotAllowed for a step that was recorded, of a decision that does not stand, or that comes after
    the victims while the order waits to be signed off anew.
    """
    check_role(by, "record_day_step")
    if not step.is_open:
        raise NotAllowed("This step was recorded already. There is nothing more to record.")
    check_stands(step.decision)
    if step.kind in AFTER_THE_VICTIM and waits_for_new_sign_off(step.decision):
        raise NotAllowed(SIGN_OFF_ANEW)


def waits_for_new_sign_off(decision: Decision) -> bool:
    """The sign-off ended with what changed in a telling, nobody signed again, and a victim is still to hear,
    or is left to learn of it elsewhere.

    Once every victim heard, the order is a fact: what comes after it is held against that (bounds_of).
    """
    ends = list(DecisionDay.objects.filter(decision=decision).values_list("superseded_at", flat=True))
    if not ends or None in ends:
        return False
    return any(not one.is_over or one.untold for one in tellings_of(decision))


def check_can_say_safety(decision: Decision) -> None:
    """Raises NotAllowed where it was said already, or nothing stands to be told."""
    check_stands(decision)
    if safety_of(decision) is not None:
        raise NotAllowed("It was said already whether a plan for the victim's safety is in place.")

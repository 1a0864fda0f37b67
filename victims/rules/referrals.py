"""What may be recorded of support that a victim was offered. A refusal is theirs to make, and is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from victims.enums import Support
from victims.models import SupportEvent, SupportReferral, SupportService
from victims.pathway import Event, OutOfOrder, Placed, check_steps, in_order, may_follow
from victims.rules.sight import check_can
from victims.support_enums import BECAUSE, OF_THE_SERVICE, SupportAnswer, SupportStep

Step = SupportStep
AFTER_VOID = "Void the later steps first: “{}” cannot stand {} without this one."
# What must come before, said when it did not.
NEEDS = {
    Step.SENT: "A referral is sent right after the victim agreed to it. Record that they agreed first.",
    Step.AGREED: "Record that it was offered first.",
    Step.REFUSED: "Record that it was offered first.",
    Step.ENDED: "Nothing has been sent or started that could end.",
}


def check_can_offer_support(by: Person, victim: Victim) -> None:
    check_can(by, "offer_support", "offer a victim support", victim)


def check_can_record_choice(by: Person, referral: SupportReferral) -> None:
    _check(by, "record_support_choice", referral, (Step.AGREED, Step.REFUSED))


def check_can_send_referral(by: Person, referral: SupportReferral) -> None:
    _check(by, "send_referral", referral, (Step.SENT,))


def check_can_record_answer(by: Person, referral: SupportReferral) -> None:
    _check(by, "record_support_answer", referral, OF_THE_SERVICE)


def _check(by: Person, deed: str, referral: SupportReferral, steps: Sequence[SupportStep]) -> None:
    """Raises NotAllowed, and Stale where none of these steps may come next."""
    check_can(by, deed, "record what came of support", referral.victim)
    if not may_follow(referral.events.all()).intersection(steps):
        raise Stale(f"{referral}: {stands_at(referral)}. Open the victim's page to see what may come next.")


def stands_at(referral: SupportReferral) -> str:
    """Where it stands, in words."""
    last = referral.events.filter(voided_at__isnull=True).last()
    return f"it stands at “{last.get_step_display()}”" if last else "nothing is recorded of it"


def check_can_void_step(by: Person, event: SupportEvent) -> None:
    check_can(by, "void_support_step", "void a step of support", event.referral.victim)
    if not event.stands:
        raise Stale("Somebody voided this step already.")


def check_void(event: SupportEvent, reason: str) -> None:
    """Raises Invalid: no reason, or later steps that rest on this one."""
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with this record."})
    rest = [one for one in event.referral.events.all() if one.pk != event.pk]
    try:
        check_steps(rest)
    except OutOfOrder as trouble:
        after = f"after “{trouble.before.label}”" if trouble.before else "as the first"
        raise Invalid({"reason": AFTER_VOID.format(trouble.step.label, after)}) from None


def check_kind(kind: str) -> None:
    if kind == Support.STO:
        raise Invalid({"kind": "A specially trained officer is deployed, not referred to: ask for one."})


def check_day(field: str, day: date, victim: Victim, at: datetime) -> None:
    """Raises Invalid for a day in the future or before the report."""
    if day > london_date(at):
        raise Invalid({field: "Enter today's date or a date in the past."})
    if day < victim.case.reported_on:
        said = victim.case.reported_on
        raise Invalid({field: f"The case was reported on {day_words(said)}. Enter that day or later."})


def check_because(step: SupportStep, because: str, kind: str, field: str = "because") -> None:
    """Raises Invalid: a reason is missing, is of another answer, or says more than the fact of therapy."""
    if step == Step.ENDED and kind == Support.THERAPY:
        if because:
            raise Invalid({field: "Of therapy record only that it ended: leave the reason empty."})
        return
    wanted = BECAUSE.get(step, ())
    if because in wanted or (not because and not wanted):
        return
    if not wanted:
        raise Invalid({field: "Leave this empty: no reason is asked for here."})
    raise Invalid({field: f"Choose one of these: {'; '.join(str(one.label) for one in wanted)}."})


def check_again(step: SupportStep, happened_on: date, again_on: date | None) -> None:
    """Raises Invalid: a day to ask again that is missing, in the past or of an answer that needs none."""
    if again_on is None:
        if step == Step.NOT_ASKED:
            raise Invalid({"again_on": "Say when they will be asked: it is still owed to them."})
        return
    if step not in (Step.NOT_ASKED, Step.OFFERED, Step.REFUSED):
        raise Invalid({"again_on": "Leave this empty: they agreed, so there is nothing to ask again."})
    if again_on <= happened_on:
        raise Invalid({"again_on": "Enter a day after the one on which they were asked."})


def check_agreed_before_sent(*, sends: bool, said: SupportAnswer) -> None:
    if sends and said != SupportAnswer.AGREED:
        raise Invalid({"service": NEEDS[Step.SENT]})


def check_service(service: SupportService | None, referral_kind: str, victim: Victim, on: date) -> None:
    """Raises Invalid unless the service offers this, here, and is open."""
    if service is None:
        raise Invalid({"service": "Choose the service that it was sent to."})
    wrong = ""
    if referral_kind not in service.kinds:
        wrong = f"{service.name} does not offer this kind of support."
    elif service.district_id not in (None, victim.case.district_id):
        wrong = f"{service.name} does not work in this district."
    elif service.closed_on is not None and service.closed_on < on:
        wrong = f"{service.name} closed on {day_words(service.closed_on)}."
    if wrong:
        raise Invalid({"service": wrong})


def check_follows(events: Sequence[Event], field: str) -> None:
    """Raises Invalid, with a sentence by `field`, unless these steps are in an order that can be."""
    try:
        check_steps(events)
    except OutOfOrder as trouble:
        if too_early := _dated_before(events):
            raise Invalid({field: too_early}) from None
        if trouble.step in NEEDS and trouble.before in (None, Step.NOT_ASKED, Step.OFFERED, Step.REFUSED):
            raise Invalid({field: NEEDS[trouble.step]}) from None
        before = f"after “{trouble.before.label}”" if trouble.before else "as the first step"
        sentence = (
            f"“{trouble.step.label}” cannot come {before}. Check the day and the steps recorded so far."
        )
        raise Invalid({field: sentence}) from None


def _dated_before(events: Sequence[Event]) -> str:
    """What to say of a new step that is dated before the last one recorded; "" when it is not.

    To say that the step before is missing would send somebody to look for what they recorded already.
    """
    known = in_order(one for one in events if not isinstance(one, Placed))
    placed = in_order(one for one in events if isinstance(one, Placed))
    if not known or not placed or placed[0].happened_on >= known[-1].happened_on:
        return ""
    last = known[-1]
    day = day_words(last.happened_on)
    return f"“{SupportStep(last.step).label}” was recorded for {day}. Enter that day or later."

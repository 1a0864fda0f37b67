"""Checks on telling a victim of a decision and of the Right to Review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.models import Victim
from cases.rules import check_not_merged
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import NOT_TOLD_FOR_GOOD, NotToldBecause
from reviews.facts import answers_of
from reviews.models import Decision, DecisionLine, Notification, RightTold, TellingPlan
from reviews.rules.roles_and_moments import check_not_in_future
from reviews.telling_enums import WhyAnotherWay
from victims.bereaved import Hearer, death_of, hearer_of
from victims.engagement import Choice, last_choice
from victims.enums import CommunicationMethod
from victims.facts import choices_of, standing_withdrawal

TELL_DECISION_FIRST = "Record first that they were told of the decision."


def check_concerns(decision: Decision, victim: Victim) -> None:
    """The victim is one whom the decision is about, and no record merged into another. Raises Invalid."""
    check_not_merged(victim)
    if not DecisionLine.objects.filter(decision=decision, victim=victim).exists():
        raise Invalid(
            {"victim": f"This decision is not about {victim.label}: choose a victim whom it is about."}
        )


def check_why_not_told(victim: Victim, because: str, at: datetime) -> None:
    """Why nobody told them stands in the record too: it stops a clock. Raises Invalid by not_told_because."""
    if because not in NotToldBecause.values:
        raise Invalid({"not_told_because": "Choose why nobody told them."})
    if because == NotToldBecause.DECEASED and death_of(victim) is None:
        raise Invalid(
            {
                "not_told_because": f"No death of {victim.label} is on record. Record it first (their"
                " circumstances), so that whoever speaks for them hears instead."
            }
        )
    if because == NotToldBecause.WITHDREW and standing_withdrawal(victim, at) is None:
        raise Invalid(
            {
                "not_told_because": f"{victim.label} takes part, by the record. Record their withdrawal"
                " first, or choose that they opted out of hearing from us."
            }
        )


def settled_for_good(notice: Notification, at: datetime) -> bool:
    """Nobody tells them, for a reason that settles it, and it holds at that moment: they have not come back,
    and nobody speaks for one who died.
    """
    because = notice.not_told_because
    if notice.told_at is not None or notice.not_told_at is None or because not in NOT_TOLD_FOR_GOOD:
        return False
    if because == NotToldBecause.DECEASED:
        return hearer_of(notice.victim, at) in (Hearer.FAMILY, Hearer.NOBODY)
    if because == NotToldBecause.WITHDREW:
        return standing_withdrawal(notice.victim, at) is not None
    last = last_choice(choices_of(notice.victim), at)
    if last is None or last.choice is not Choice.TAKES_PART_AGAIN:
        return True
    return last.at < notice.not_told_at


def check_told_when(decision: Decision, told_at: datetime, at: datetime, what: str) -> None:
    """Nobody is told of a decision before it is made, nor in the future. Raises Invalid by told_at."""
    check_not_in_future("told_at", told_at, at)
    if decision.decided_at is not None and told_at < decision.decided_at:
        raise Invalid(
            {
                "told_at": f"The decision was made on {moment_words(decision.decided_at)}: {what} cannot have"
                f" come before it."
            }
        )


def check_known_method(method: str, field: str, *, arranges: bool = False) -> None:
    """A text may arrange a talk; it never carries a decision (domain.md 12). Raises Invalid."""
    if method not in CommunicationMethod.values:
        raise Invalid({field: "Choose one of the ways that are offered."})
    if method == CommunicationMethod.TEXT and not arranges:
        raise Invalid(
            {field: "A text may arrange a talk, but it never carries a decision: choose how they were told."}
        )


def not_another_way(wanted: str) -> str:
    """Why no reason is given for another way than the one that they want ("" where nobody asked them)."""
    if wanted:
        return "This is the way that they prefer: choose so here, or choose the way that is meant."
    return "Which way they prefer is not on record, so no other way can have a reason: leave this as it was."


def why_another_way(notice: Notification, wanted: str, method: str, why: str, note: str) -> str:
    """Why a victim is told in another way than they had asked for; "" where it is theirs, or none is known.

    What the plan that stands says of this way is not asked twice. Raises Invalid by field.
    """
    if not wanted or method == wanted:
        if why:
            raise Invalid({"why_another": not_another_way(wanted)})
        return ""
    if not why:
        plan = TellingPlan.objects.filter(
            notice=notice, superseded_at__isnull=True, method=method, wanted_method=wanted
        )
        why = plan.values_list("why_another", flat=True).first() or ""
    if why not in WhyAnotherWay.values:
        label = CommunicationMethod(wanted).label
        raise Invalid(
            {
                "why_another": f"They had asked for another way ({label[:1].lower()}{label[1:]}): choose why"
                " it was not that."
            }
        )
    if why == WhyAnotherWay.OTHER and not note.strip():
        raise Invalid({"why_another": "Choose what comes nearest, or say in the note what the reason is."})
    return why


def check_not_told_yet(notice: Notification, victim: Victim) -> None:
    if notice.told_at is not None:
        raise Invalid(
            {
                "victim": f"{victim.label} has been told of this decision already, on"
                f" {moment_words(notice.told_at)}."
                " There is nothing more to record."
            }
        )


def check_right_not_told_yet(decision: Decision, victim: Victim) -> None:
    told = RightTold.objects.filter(decision=decision, victim=victim, ended_at__isnull=True).first()
    if told is not None:
        raise Invalid(
            {
                "victim": f"{victim.label} has been told of the Right to Review already, on"
                f" {moment_words(told.told_at)}."
                " There is nothing more to record."
            }
        )


def check_decision_told(notice: Notification, told_at: datetime) -> None:
    """Nobody hears of the right before the decision that it is about, unless nobody could tell them of that.
    Raises Invalid by told_at.
    """
    if notice.told_at is None and not notice.not_told_because:
        raise Invalid({"told_at": TELL_DECISION_FIRST})
    if notice.told_at is not None and told_at < notice.told_at:
        raise Invalid(
            {
                "told_at": f"They were told of the decision on {moment_words(notice.told_at)}: telling them"
                " of the right cannot have come before it."
            }
        )


def check_some_eligible(decision: Decision, untold: Iterable[Victim], at: datetime) -> None:
    """Somebody is left to tell of the right, and has it. Raises NotAllowed with the numbered reason."""
    victims = list(untold)
    if not victims:
        raise NotAllowed("Every victim whom this decision is about has been told of the right already.")
    answers = answers_of(decision, at)
    refused = [answers[victim.pk] for victim in victims if not answers[victim.pk]]
    if len(refused) == len(victims):
        raise NotAllowed(refused[0].sentence)

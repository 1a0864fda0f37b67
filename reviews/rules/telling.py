"""Checks on telling a victim of a decision and of the Right to Review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.models import Victim
from cases.rules import check_not_merged
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.text import within_a_sentence
from reviews.enums import BY_THEIR_WISH, NOT_TOLD_FOR_GOOD, NotToldBecause
from reviews.facts import answers_of
from reviews.models import Decision, DecisionLine, Notification, RightTold, TellingPlan
from reviews.rules.roles_and_moments import check_not_in_future
from reviews.telling_enums import SAID_TAKING_BACK, TakenBackBecause, WhyAnotherWay
from victims.bereaved import Hearer, death_of, hearer_of
from victims.engagement import Choice, last_choice
from victims.enums import CommunicationMethod
from victims.facts import choices_of, standing_withdrawal
from victims.rules.channels import anything_unsafe, details_on_record

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
    if because == NotToldBecause.NO_CONTACT_DETAILS and (known := details_on_record(victim, at)):
        raise Invalid(
            {
                "not_told_because": f"There is {' and '.join(known)} of {victim.label} on record. Correct"
                " that first (how to reach them), or choose what kept you from telling them."
            }
        )
    if because == NotToldBecause.UNSAFE and not anything_unsafe(victim, at):
        raise Invalid(
            {
                "not_told_because": f"Nothing on record says what is not safe for {victim.label}. Record that"
                " first (how to reach them, or an alert), so that nobody else tries."
            }
        )


def settled_for_good(notice: Notification, at: datetime) -> bool:
    """Nobody tells them, for a reason that settles it, and it holds at that moment: they have not come back,
    and nobody speaks for one who died.
    """
    if notice.told_at is not None or notice.not_told_at is None:
        return False
    return _holds_for_good(notice.victim, notice.not_told_because, notice.not_told_at, at)


def why_settled(notice: Notification, when: datetime) -> str:
    """That a reason stood then which settles that nobody tells them, and what to do; "" where none did."""
    said_at = notice.not_told_at
    if said_at is None or said_at > when or not settled_for_good(notice, when):
        return ""
    why = NotToldBecause(notice.not_told_because)
    instead = "Where that holds no more, take it back first."
    if why == NotToldBecause.DECEASED:
        instead = "Record first who speaks for them: they hear of it then."
    return (
        f"Nobody is to tell {notice.victim.label} of this decision: {within_a_sentence(why.label)} (recorded"
        f" on {moment_words(said_at)}). {instead}"
    )


def nobody_tells(*, victim: Victim, at: datetime) -> list[str]:
    """Why nothing is arranged to tell a victim of a decision: of each that stands and that they were not told
    of it is settled that nobody tells them. Nothing where one is to be told, or none was made yet.
    """
    untold = Notification.objects.filter(victim=victim, told_at__isnull=True, ended_at__isnull=True)
    found = [why_settled(one, at) for one in untold.select_related("victim").order_by("-decided_at", "-id")]
    return found[:1] if all(found) else []


def check_not_settled(notice: Notification, when: datetime) -> None:
    """Raises NotAllowed where it is settled that nobody tells them."""
    if why := why_settled(notice, when):
        raise NotAllowed(why)


def holds_again(notice: Notification, at: datetime) -> bool:
    """What ended because they came back holds again: they went again, or their coming back was taken back."""
    if notice.taken_back_because != TakenBackBecause.CAME_BACK or notice.not_told_because:
        return False
    assert notice.untold_at is not None
    return _holds_for_good(notice.victim, notice.untold_because, notice.untold_at, at)


def held_all_along(notice: Notification, at: datetime) -> bool:
    """As holds_again, and they never came back, by the record as it stands."""
    assert notice.untold_at is not None
    if notice.untold_because == NotToldBecause.DECEASED:
        return False
    last = last_choice(choices_of(notice.victim), at)
    return last is None or last.at <= notice.untold_at


def _holds_for_good(victim: Victim, because: str, said_at: datetime, at: datetime) -> bool:
    if because not in NOT_TOLD_FOR_GOOD:
        return False
    if because == NotToldBecause.DECEASED:
        return hearer_of(victim, at) in (Hearer.FAMILY, Hearer.NOBODY)
    if because == NotToldBecause.WITHDREW:
        return standing_withdrawal(victim, at) is not None
    last = last_choice(choices_of(victim), at)
    return last is None or last.choice is not Choice.TAKES_PART_AGAIN or last.at < said_at


def check_said_not_told(notice: Notification) -> None:
    """There is a reason to take back, and nobody told them since. Raises NotAllowed."""
    if notice.told_at is not None:
        raise NotAllowed(f"{notice.victim.label} was told on {moment_words(notice.told_at)}.")
    if not notice.not_told_because:
        raise NotAllowed(
            f"Nobody has said why {notice.victim.label} is not told: nothing is to be taken back."
        )
    if notice.ended_at is not None:
        raise NotAllowed(f"The decision stands no more for {notice.victim.label}: nothing is to be told.")


def wanted_from(notice: Notification) -> tuple[datetime, str]:
    """From when they can have said that they want to hear after all, and what happened then, in words: they
    withdrew, wanted to hear before, or the decision was made. When somebody wrote down that nobody tells
    them says nothing of it.
    """
    said_at, since = notice.not_told_at, notice.begins_at
    if notice.not_told_because == NotToldBecause.WITHDREW and said_at is not None:
        gone = standing_withdrawal(notice.victim, said_at)
        if gone is not None and gone.occurred_at > since:
            return gone.occurred_at, "They withdrew"
    return since, "The clock counts anew from what they said" if notice.again_at else "The decision was made"


def check_take_back(
    notice: Notification, because: str, asked_at: datetime | None, reason: str, at: datetime
) -> None:
    """Whether what was said of not telling a victim can be taken back so. Raises Invalid with every fault."""
    wrong = {}
    if because not in SAID_TAKING_BACK:
        wrong["because"] = "Choose why it holds no more."
    elif notice.not_told_because == NotToldBecause.DECEASED and death_of(notice.victim) is not None:
        wrong["because"] = (
            f"The death of {notice.victim.label} is on record. If that is a mistake, take it back in their"
            " circumstances; if somebody speaks for them now, record who. They are to be told by that alone."
        )
    elif because == TakenBackBecause.WANTS_TO_HEAR and notice.not_told_because not in BY_THEIR_WISH:
        wrong["because"] = (
            "It was not their wish. Record that they were told, or choose that it was a mistake."
        )
    if not reason.strip():
        wrong["reason"] = "Say what happened."
    if because == TakenBackBecause.WANTS_TO_HEAR:
        since, what = wanted_from(notice)
        if asked_at is None:
            wrong["asked_at"] = "Enter when they said that they want to hear of it."
        elif asked_at > at:
            wrong["asked_at"] = "Enter a time that is not in the future."
        elif asked_at < since:
            wrong["asked_at"] = f"{what} on {moment_words(since)}: enter when they said so after that."
    elif asked_at is not None:
        wrong["asked_at"] = "Leave this empty where it was a mistake: the clock is as it was."
    if wrong:
        raise Invalid(wrong)


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

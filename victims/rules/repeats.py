"""Refusing what would be counted twice, and “from the start” of somebody who had taken part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from cases.enums import MilestoneKind
from cases.models import Milestone, Victim
from rasso_tracker.clocks import day_words, london_date, moment_words
from rasso_tracker.people.refusals import Invalid, NotAllowed
from victims.enums import FromWhat, WithdrawalKind
from victims.facts import lost_by, made_by, moments_reached
from victims.models import Reengagement, Withdrawal
from victims.repeats import Made, back_twice, late_starts, lost_again, repeats, told_at

TOOK_PART = "They had taken part: choose “No longer wants to take part”."


def check_says_more(
    victim: Victim, kind: WithdrawalKind, occurred_at: datetime, from_what: Collection[str]
) -> None:
    """Raises Invalid for what stands already, with no coming back between: its day, and what to do instead.

    Also where it would leave one that is recorded of a later moment with nothing to say.
    """
    new = Made(occurred_at, kind, frozenset(FromWhat(one) for one in from_what), victim.label)
    stand = made_by(victim)
    if not kind.is_withdrawal:
        sentence = _lost_twice(victim, stand, new)
    else:
        sentence = _not_from_the_start(victim, stand, new) or (_said_twice(stand, new) if from_what else "")
    if sentence:
        raise Invalid({"kind": sentence})


def _said_twice(stand: list[Made], new: Made) -> str:
    found = repeats([*stand, new])
    if new in found:
        before = found[new][-1]
        return (
            f"It stands since {_when(before, new)} that {_said(before)}, so this would count the same twice. "
            "If they now step back from more, choose that too. If they took part again between, record that "
            "first. If that record is wrong, void it, then record this."
        )
    later = _only_now(found, repeats(stand))
    if later is None:
        return ""
    return (
        f"The record of {_when(later, new)} says this already: {_said(later)}. Together they would count the "
        "same twice. If it happened earlier than that record says, or they took part again between, void it "
        "first, then record everything in its order."
    )


def _not_from_the_start(victim: Victim, stand: list[Made], new: Made) -> str:
    if new.kind is WithdrawalKind.NEVER_SUPPORTED:
        abe = abe_before(victim, new.at)
        if abe is not None:
            return f"“From the start” does not fit: an ABE interview of {day_words(abe)} stands. {TOOK_PART}"
    found = late_starts([*stand, new])
    if new in found:
        before = found[new]
        return (
            f"“From the start” does not fit: of {_when(before, new)} it is recorded that {_said(before)}. "
            f"{TOOK_PART}"
        )
    later = _only_now(found, late_starts(stand))
    if later is None:
        return ""
    return (
        f"The record of {_when(later, new)} says that {_said(later)}. If they had taken part before, void "
        "that record first, and record it as what it was."
    )


def _lost_twice(victim: Victim, choices: list[Made], new: Made) -> str:
    lost = lost_by(victim)
    heard = [*moments_reached(victim), *told_at(choices)]
    found = lost_again([*lost, new], heard)
    again = _only_now(found, lost_again(lost, heard))
    if again is None:
        return ""
    other = found[again] if again == new else again
    return (
        f"It is recorded of {_when(other, new)} already that contact was lost, and nobody heard from "
        f"{victim.label} between, so this would count twice. If somebody did, record that contact first. If "
        "that record is wrong, void it, then record this."
    )


def _only_now(found: Mapping[Made, object], before: Mapping[Made, object]) -> Made | None:
    return next((one for one in found if one not in before), None)


def abe_before(victim: Victim, moment: datetime) -> datetime | None:
    """When the victim first gave an ABE interview, where that was by `moment`.

    An interview that is recorded as evidence is taking part. A first account is not: somebody may give one to
    have it recorded only, or to the officer who came, and want no investigation (domain.md 5 and 12).
    """
    interviews = Milestone.objects.filter(
        Q(victim=victim) | Q(victim=None),
        case=victim.case_id,
        kind=MilestoneKind.ABE,
        occurred_at__lte=moment,
        voided_at__isnull=True,
    )
    return interviews.order_by("occurred_at").values_list("occurred_at", flat=True).first()


def caution_on(row: Withdrawal) -> str:
    """What to check of a record that does not fit what was recorded later of before it; "" for most."""
    if not row.stands or row.kind != WithdrawalKind.NEVER_SUPPORTED:
        return ""
    abe = abe_before(row.victim, row.occurred_at)
    if abe is None:
        return ""
    return (
        f"An ABE interview of {day_words(abe)} is recorded, before this: they had taken part, so “from the "
        "start” does not fit. Check which is wrong. If it is this, void it and record “No longer wants to "
        "take part” instead."
    )


def check_coming_back_can_go(row: Reengagement) -> None:
    """Raises NotAllowed where a withdrawal after it would then say what stands already."""
    stand = made_by(row.victim)
    found = repeats(one for one in stand if one.kind is not None or one.at != row.occurred_at)
    later = _only_now(found, repeats(stand))
    if later is not None:
        before = found[later][-1]
        raise NotAllowed(
            f"They withdrew again on {_when(later, before)}, from what they had withdrawn from on "
            f"{_when(before, later)}: without this coming back it would count twice. Void that withdrawal "
            "first. If only the day of coming back is wrong, correct that."
        )


def check_moved(row: Reengagement, moment: datetime) -> None:
    """Raises Invalid where a coming back, moved to that moment, would leave a withdrawal that says what
    stands already, or two losses of contact with nothing between.
    """
    stand = made_by(row.victim)
    others = [one for one in stand if one.kind is not None or one.at != row.occurred_at]
    moved = [*others, Made(moment, None, label=row.victim.label)]
    later = _only_now(repeats(moved), repeats(stand))
    if later is not None:
        before = repeats(moved)[later][-1]
        raise Invalid(
            {
                "occurred_at": f"They withdrew on {_when(before, later)}, and again from the same on "
                f"{_when(later, before)}: they came back between the two. Enter a moment between them, or "
                "void the withdrawal that is wrong first."
            }
        )
    lost, reached = lost_by(row.victim), moments_reached(row.victim)
    now_lost = lost_again(lost, [*reached, *told_at(moved)])
    again = _only_now(now_lost, lost_again(lost, [*reached, *told_at(stand)]))
    if again is not None:
        before = now_lost[again]
        raise Invalid(
            {
                "occurred_at": f"Contact was noted as lost on {_when(before, again)} and on "
                f"{_when(again, before)}, and only this lies between: at another moment that would count "
                "twice. Enter a moment between them, or void one of those two records first."
            }
        )


def check_not_all_between(victim: Victim, moment: datetime) -> None:
    """Raises NotAllowed where what happened then is all that lies between two notes of lost contact: without
    it the one loss would count twice.
    """
    lost = lost_by(victim)
    heard = [*moments_reached(victim), *told_at(made_by(victim))]
    left = [*heard]
    if moment in left:
        left.remove(moment)
    again = _only_now(lost_again(lost, left), lost_again(lost, heard))
    if again is not None:
        before = lost_again(lost, left)[again]
        raise NotAllowed(
            f"Contact was noted as lost on {_when(before, again)} and on {_when(again, before)}, and only "
            "this lies between: without it that would count twice. Void one of those two records first."
        )


def why_not_one_person(kept: Victim, duplicate: Victim) -> str:
    """Why the choices of two records cannot be those of one person; "" where they can.

    Nobody comes back twice from one withdrawal, withdraws twice from the same with no coming back between, or
    never wanted from the start what they had taken part in.
    """
    mine, other = made_by(kept), made_by(duplicate)
    both = [*mine, *other]
    late = _only_now(late_starts(both), {**late_starts(mine), **late_starts(other)})
    if late is not None:
        before = late_starts(both)[late]
        return (
            f"By the record of {_when(late, before)} {_said(late)}; of {_when(before, late)} it is recorded "
            f"that {_said(before)}. Void the one that is wrong first."
        )
    for after, said in repeats(both).items():
        of_other = [one for one in said if one.label != after.label]
        if of_other and after not in {**repeats(mine), **repeats(other)}:
            return _both_say(of_other[-1], after)
    heard = [*moments_reached(kept), *moments_reached(duplicate), *told_at(both)]
    lost = lost_again([*lost_by(kept), *lost_by(duplicate)], heard)
    for after, before in {**back_twice(both), **lost}.items():
        if after.label != before.label:
            return _both_say(before, after)
    return ""


def _both_say(before: Made, after: Made) -> str:
    return (
        f"Both records say that {_did('the victim', after)}, with nothing between: {before.label} on "
        f"{_when(before, after)} and {after.label} on {_when(after, before)}. Void the one that is wrong or "
        "the same, or record first what lies between them."
    )


def _said(one: Made) -> str:
    scope = ", ".join(_small(what.label) for what in FromWhat if what in one.from_what)
    return _did(one.label, one) + (f" ({scope})" if scope else "")


def _did(who: str, one: Made) -> str:
    """The choice as a clause: “Victim 1 no longer wants to take part”."""
    if one.kind is None:
        return f"{who} takes part again"
    if one.kind is WithdrawalKind.LOST_CONTACT:
        return f"contact with {who} was lost"
    return f"{who} {_small(one.kind.label)}"


def _small(label: object) -> str:
    return f"{str(label)[:1].lower()}{str(label)[1:]}"


def _when(one: Made, beside: Made) -> str:
    """Its day, and its time where the other is of the same day."""
    same_day = london_date(one.at) == london_date(beside.at)
    return moment_words(one.at) if same_day else day_words(one.at)

"""Withdrawals and re-engagements that can stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale, together
from victims.engagement import Choice, Event, OutOfOrder, SameMoment, check_sequence
from victims.enums import ToldBy, Welcome, WithdrawalKind
from victims.facts import choices_of
from victims.models import Reengagement, Withdrawal
from victims.reasons import WORDS_OF, Reasons, check_in_todays_list, sort_reasons
from victims.rules.alive import check_was_alive
from victims.rules.channels import check_somebody_told
from victims.rules.repeats import (
    check_coming_back_can_go,
    check_moved,
    check_not_all_between,
    check_says_more,
)
from victims.rules.sight import check_can, check_moment

SAME_MOMENT = "Another withdrawal or re-engagement of this victim is recorded at this moment. Check the time."
NO_WITHDRAWAL_BEFORE = (
    "No withdrawal stands at this moment, so there is nothing to come back from."
    " Check the date, or record the withdrawal first."
)
THE_SAME = "This is the moment that is recorded. Enter the one that is right."
NOBODYS_CHOICE = "Losing contact is not the victim's choice. Leave this empty."
OF_REASONS = ("told_by", "reasons", "more_reasons", "primary_reason", "other_words")
OF_OFFERS = (
    *("from_what", "told_by", "spoken_by", "own_words", "support_offered", "no_support_because"),
    *("barriers", "tried", "recontact_welcome", "recontact_on"),
)
LONGEST_TO_RECONTACT = timedelta(days=366)  # [A]: further away nobody can promise to be the one who asks


def check_offers(
    kind: WithdrawalKind,
    *,
    from_what: Sequence[str],
    told_by: str,
    spoken_by: Person | None,
    own_words: str,
    support_offered: Sequence[str],
    no_support_because: str,
    barriers: Sequence[str],
    tried: str,
    recontact_welcome: str,
    recontact_on: date | None,
    at: datetime,
) -> None:
    """Raises Invalid, each fault by its field, for what does not go with this kind or with each other."""
    wrong = {}
    if kind.is_withdrawal:
        if not from_what:
            wrong["from_what"] = "Choose what they no longer want to take part in."
        if not support_offered and not no_support_because.strip():
            wrong["no_support_because"] = "Choose what support was offered, or say why none was."
    else:
        given = {"from_what": from_what, "told_by": told_by}
        wrong |= {name: NOBODYS_CHOICE for name, value in given.items() if value}
    if support_offered and no_support_because.strip():
        wrong["no_support_because"] = "Support was offered: leave this empty, or take the offer out."
    if spoken_by is not None and told_by == ToldBy.INFERRED:
        wrong["spoken_by"] = (
            "If somebody spoke with the victim, it was not inferred. Check how it reached us."
        )
    if kind.is_withdrawal and spoken_by is None and told_by == ToldBy.IN_PERSON:
        wrong["spoken_by"] = "Choose who spoke with them face to face: there is no other record of it."
    if own_words.strip() and told_by == ToldBy.INFERRED:
        wrong["own_words"] = "If nobody said so, these are not the victim's own words. Leave this empty."
    if barriers and not tried.strip():
        wrong["tried"] = "Say what was tried, or that nothing was."
    wrong |= _faults_of_recontact(recontact_welcome, recontact_on, at)
    if wrong:
        raise Invalid(wrong)


def check_withdrawal(
    victim: Victim, kind: WithdrawalKind, occurred_at: datetime | None, said: Mapping[str, Any], at: datetime
) -> Reasons:
    """The reasons, apart by who gave them. Raises Invalid with every fault at once, each by its field.

    `said` holds what record_withdrawal takes, by its names. Without `occurred_at`, which a form may still
    miss, what hangs on the moment is left out.
    """
    found: list[Reasons] = []

    def reasons() -> None:
        words_of = {giver: said[name] for giver, name in WORDS_OF.items()}
        found.append(sort_reasons(kind, words_of=words_of, **{name: said[name] for name in OF_REASONS}))
        check_in_todays_list(found[0], london_date(at))

    def basis() -> None:
        if said["told_by"] == ToldBy.INFERRED and not any(said[name].strip() for name in WORDS_OF.values()):
            raise Invalid({"officer_words": "Nobody said so to us: say what this rests on."})

    def moment() -> None:
        if occurred_at is not None:
            check_moment("occurred_at", occurred_at, victim.case.reported_on, at, "A withdrawal")
            check_was_alive(victim, occurred_at)
            _check_order(victim, kind, occurred_at)
            check_says_more(victim, kind, occurred_at, said["from_what"])

    def speaker() -> None:
        if occurred_at is not None:
            check_somebody_told(victim, said["told_by"], occurred_at)

    together(
        moment,
        speaker,
        basis,
        partial(check_offers, kind, at=at, **{name: said[name] for name in OF_OFFERS}),
        reasons,
    )
    return found[0]


def _check_order(victim: Victim, kind: WithdrawalKind, occurred_at: datetime) -> None:
    """Raises Invalid when this choice cannot stand among the victim's others."""
    if kind.is_withdrawal:
        check_choice_fits(choices_of(victim), Event(occurred_at, Choice.WITHDREW))
    if Withdrawal.objects.standing().filter(victim=victim, occurred_at=occurred_at).exists():
        raise Invalid({"occurred_at": SAME_MOMENT})


def _faults_of_recontact(welcome: str, on: date | None, at: datetime) -> dict[str, str]:
    if on is None:
        return {}
    today = london_date(at)
    if welcome != Welcome.YES:
        return {"recontact_on": "Only a victim who welcomes it is asked again. Leave the date empty."}
    if on < today:
        return {"recontact_on": "Enter today's date or a date in the future."}
    if on > today + LONGEST_TO_RECONTACT:
        return {"recontact_on": "Enter a date within a year."}
    return {}


def check_corroboration(checked_in: Sequence[str], note: str) -> None:
    """Raises Invalid unless it says where in the record the choice was found, and what was found."""
    wrong = {}
    if not checked_in:
        wrong["checked_in"] = "Choose at least one record that you checked."
    if not note.strip():
        wrong["note"] = "Say what the record shows of the victim's choice."
    if wrong:
        raise Invalid(wrong)


def check_can_record_withdrawal(by: Person, victim: Victim) -> None:
    check_can(by, "record_withdrawal", "record a withdrawal", victim)


def check_can_record_re_engagement(by: Person, victim: Victim) -> None:
    """Also raises NotAllowed of somebody who takes part, whatever day would be given: none can answer."""
    check_can(by, "record_re_engagement", "record a re-engagement", victim)
    last = max(choices_of(victim), default=None)
    if last is None or last.choice is not Choice.WITHDREW:
        raise NotAllowed(
            f"{victim.label} takes part: no withdrawal stands, so there is nothing to come back from. "
            "If contact was lost, record the contact that reached them."
        )


def check_can_corroborate(by: Person, withdrawal: Withdrawal) -> None:
    """A supervisor, not the recorder, once. Raises NotAllowed; Stale when somebody has done it already."""
    what = "corroborate a withdrawal"
    check_can(by, "corroborate_withdrawal", what, withdrawal.victim)
    if not withdrawal.is_withdrawal:
        raise NotAllowed("Losing contact is not the victim's choice, so nobody corroborates it.")
    if not withdrawal.stands:
        raise NotAllowed("This withdrawal was voided, so there is nothing to corroborate.")
    if by.pk == withdrawal.recorded_by_id:
        raise NotAllowed("You recorded this withdrawal, so another supervisor corroborates it.")
    if withdrawal.is_corroborated:
        raise Stale("Somebody has corroborated this withdrawal already. Nothing more is needed.")


def check_can_void_withdrawal(by: Person, withdrawal: Withdrawal) -> None:
    """Whoever may record one; a corroborated one needs a supervisor, who takes back a supervisor's word."""
    what = "void a withdrawal"
    check_can(by, "void_withdrawal", what, withdrawal.victim)
    if not withdrawal.stands:
        raise Stale("This withdrawal was voided already.")
    if withdrawal.is_corroborated and not (by.is_service or by.role.may("corroborate_withdrawal")):
        raise NotAllowed("A supervisor has corroborated this withdrawal, so a supervisor voids it.")
    if withdrawal.is_withdrawal:
        check_not_all_between(withdrawal.victim, withdrawal.occurred_at)


def check_can_void_re_engagement(by: Person, reengagement: Reengagement) -> None:
    check_can(by, "void_re_engagement", "void a re-engagement", reengagement.victim)
    if not reengagement.stands:
        raise Stale("This re-engagement was voided already.")
    check_coming_back_can_go(reengagement)
    check_not_all_between(reengagement.victim, reengagement.occurred_at)


def check_can_correct_re_engagement(by: Person, reengagement: Reengagement) -> None:
    check_can(by, "correct_re_engagement", "correct when a victim came back", reengagement.victim)
    if not reengagement.stands:
        raise Stale("This re-engagement was voided already.")


def check_correction(row: Reengagement, occurred_at: datetime | None, reason: str, at: datetime) -> None:
    """Raises Invalid, with every fault at once, for a moment at which they cannot have come back, or where
    nobody says what was wrong. A form may still miss the moment.
    """

    def why() -> None:
        if not reason.strip():
            raise Invalid({"reason": "Say what was wrong with this record."})

    def moment() -> None:
        if occurred_at is None:
            return
        if occurred_at == row.occurred_at:
            raise Invalid({"occurred_at": THE_SAME})
        check_moment("occurred_at", occurred_at, row.case.reported_on, at, "A re-engagement")
        check_was_alive(row.victim, occurred_at)
        otherwise = "void this record and record anew how it reached us"
        check_somebody_told(row.victim, row.told_by, occurred_at, field="occurred_at", otherwise=otherwise)
        others = [one for one in choices_of(row.victim) if one != choice_of(row)]
        check_choice_fits(others, Event(occurred_at, Choice.TAKES_PART_AGAIN))
        check_moved(row, occurred_at)

    together(moment, why)


def check_choice_fits(events: Iterable[Event], new: Event) -> None:
    """Raises Invalid when the new choice cannot stand among those that stand."""
    try:
        check_sequence([*events, new])
    except SameMoment:
        raise Invalid({"occurred_at": SAME_MOMENT}) from None
    except OutOfOrder as trouble:
        if trouble.event == new:
            raise Invalid({"occurred_at": NO_WITHDRAWAL_BEFORE}) from None
        raise Invalid({"occurred_at": _would_follow(trouble.event)}) from None


def _would_follow(event: Event) -> str:
    day = london_date(event.at)
    return (
        f"A re-engagement on {day_words(day)} already answers the withdrawal before this moment."
        " Check the date, or void that one first."
    )


def check_choice_can_go(events: Iterable[Event], gone: Event) -> None:
    """Raises NotAllowed when a re-engagement would be left without the withdrawal that it answers."""
    left = [event for event in events if event != gone]
    try:
        check_sequence(left)
    except OutOfOrder as trouble:
        day = london_date(trouble.event.at)
        raise NotAllowed(
            f"The victim takes part again since {day_words(day)}, which answers this withdrawal."
            " Void that re-engagement first."
        ) from None


def choice_of(row: Withdrawal | Reengagement) -> Event:
    withdrew = isinstance(row, Withdrawal)
    return Event(row.occurred_at, Choice.WITHDREW if withdrew else Choice.TAKES_PART_AGAIN)

"""Withdrawals and re-engagements that can stand."""

from __future__ import annotations

from collections.abc import Iterable

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from victims.engagement import Choice, Event, OutOfOrder, SameMoment, check_sequence
from victims.models import Reengagement, Withdrawal
from victims.rules.sight import check_can

SAME_MOMENT = "Another withdrawal or re-engagement of this victim is recorded at this moment. Check the time."
NO_WITHDRAWAL_BEFORE = (
    "No withdrawal stands at this moment, so there is nothing to come back from."
    " Check the date, or record the withdrawal first."
)


def check_can_record_withdrawal(by: Person, victim: Victim) -> None:
    check_can(by, "record_withdrawal", "record a withdrawal", victim)


def check_can_record_re_engagement(by: Person, victim: Victim) -> None:
    check_can(by, "record_re_engagement", "record a re-engagement", victim)


def check_can_corroborate(by: Person, withdrawal: Withdrawal) -> None:
    """A supervisor, not the recorder, once. Raises NotAllowed; Stale when somebody has done it already."""
    what = "corroborate a withdrawal"
    check_can(by, "corroborate_withdrawal", what, withdrawal.victim)
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


def check_can_void_re_engagement(by: Person, reengagement: Reengagement) -> None:
    check_can(by, "void_re_engagement", "void a re-engagement", reengagement.victim)
    if not reengagement.stands:
        raise Stale("This re-engagement was voided already.")


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
        f"A re-engagement on {day.day} {day:%B %Y} already answers the withdrawal before this moment."
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
            f"The victim takes part again since {day.day} {day:%B %Y}, which answers this withdrawal."
            " Void that re-engagement first."
        ) from None


def choice_of(row: Withdrawal | Reengagement) -> Event:
    withdrew = isinstance(row, Withdrawal)
    return Event(row.occurred_at, Choice.WITHDREW if withdrew else Choice.TAKES_PART_AGAIN)

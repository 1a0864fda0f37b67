"""Who looks back on a withdrawal, and what a look-back must say."""

from __future__ import annotations

from collections.abc import Sequence

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed, Stale
from victims.look_back_enums import Preventable
from victims.models import LookBack, Withdrawal
from victims.rules.sight import check_can

DONE_ALREADY = "Somebody has looked back on this withdrawal already. Open it to see what was found."


def check_can_look_back(by: Person, withdrawal: Withdrawal) -> None:
    """A supervisor or manager who is not the officer in charge, of a record that stands and was corroborated.

    Lost contact has no choice to corroborate. Raises NotAllowed, and Stale for one that was looked back on.
    """
    check_can(by, "record_look_back", "look back on a withdrawal", withdrawal.victim)
    if not withdrawal.stands:
        raise NotAllowed("This withdrawal was voided, so there is nothing to look back on.")
    if by.pk == withdrawal.victim.case.officer_in_charge_id:
        raise NotAllowed(
            "You are the officer in charge of this case: a look-back is a second person's. Another "
            "supervisor or a manager of the district can."
        )
    if withdrawal.is_withdrawal and not withdrawal.is_corroborated:
        raise NotAllowed(
            "A supervisor corroborates this withdrawal first, so that you learn from what is so."
        )
    if withdrawal.looked_back_at is not None:
        raise Stale(DONE_ALREADY)


def check_can_void_look_back(by: Person, look_back: LookBack) -> None:
    check_can(by, "void_look_back", "void a look-back", look_back.victim)
    if not look_back.stands:
        raise Stale("This look-back was voided already.")


def faults_of_look_back(preventable: str, moment: str, helped: Sequence[str], words: str) -> dict[str, str]:
    """What does not fit together, by field."""
    wrong = {}
    if preventable == Preventable.YES:
        if not moment:
            wrong["moment"] = "Choose the moment at which it could have gone differently."
        if not helped:
            wrong["helped"] = "Choose what might have helped."
    elif preventable == Preventable.NO:
        if moment:
            wrong["moment"] = "If we could not have changed it, leave this empty."
        if helped:
            wrong["helped"] = "If we could not have changed it, leave this empty."
    if not words.strip():
        wrong["words"] = "Say what the record shows of our part."
    return wrong

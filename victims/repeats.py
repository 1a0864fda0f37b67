"""What a further withdrawal adds to those that stand: pure functions of the choices of one person.

Each withdrawal that stands is counted, so one that says nothing more than what stands already, with no coming
back between, would be counted twice. Stepping back from more, or taking back the account after stepping back,
says more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from victims.enums import FromWhat, WithdrawalKind

# What goes with it: no statement is given where the investigation is not wanted.
TAKES_WITH_IT = {
    FromWhat.INVESTIGATION: frozenset({FromWhat.STATEMENT}),
    FromWhat.ALL_CONTACT: frozenset(FromWhat),
}


@dataclass(frozen=True)
class Made:
    """One choice that stands. `kind` is None for coming back; `label` says whose record it is on; nobody told
    us of one that is `inferred`.
    """

    at: datetime
    kind: WithdrawalKind | None
    from_what: frozenset[FromWhat] = frozenset()
    label: str = ""
    inferred: bool = False

    @property
    def takes_in(self) -> frozenset[FromWhat]:
        """Everything that they no longer take part in by it."""
        return self.from_what.union(*(TAKES_WITH_IT.get(one, frozenset()) for one in self.from_what))

    def may_say(self, other: Made) -> bool:
        """Whether this can say what `other` says: only a retraction says that the account was taken back."""
        return other.kind is not WithdrawalKind.RETRACTED or self.kind is WithdrawalKind.RETRACTED


def repeats(choices: Iterable[Made]) -> dict[Made, list[Made]]:
    """Each withdrawal that adds nothing to those before it since they last came back, with those that say it
    already, the last of them last.
    """
    found: dict[Made, list[Made]] = {}
    stands: list[Made] = []
    for one in in_order(choices):
        if one.kind is None:
            stands = []
            continue
        said = [before for before in stands if before.may_say(one) and before.takes_in & one.from_what]
        if said and one.from_what <= frozenset().union(*(before.takes_in for before in said)):
            found[one] = said
        stands.append(one)
    return found


def late_starts(choices: Iterable[Made]) -> dict[Made, Made]:
    """Each “did not want it from the start” that follows another choice, with that choice: whoever stepped
    back or came back had taken part.
    """
    found: dict[Made, Made] = {}
    took_part: Made | None = None
    for one in in_order(choices):
        if one.kind is not WithdrawalKind.NEVER_SUPPORTED:
            took_part = one
        elif took_part is not None:
            found[one] = took_part
    return found


def in_order(choices: Iterable[Made]) -> list[Made]:
    return sorted(choices, key=lambda one: one.at)


def back_twice(choices: Iterable[Made]) -> dict[Made, Made]:
    """Each coming back that follows another with no withdrawal between, with that one."""
    return {
        after: before
        for before, after in pairwise(in_order(choices))
        if after.kind is None and before.kind is None
    }


def told_at(choices: Iterable[Made]) -> list[datetime]:
    """When they, or somebody for them, told us of a choice."""
    return [one.at for one in choices if not one.inferred]


def lost_again(lost: Iterable[Made], heard: Iterable[datetime]) -> dict[Made, Made]:
    """Each time that contact was noted as lost since it was noted before, with that one, where nobody heard
    from them between.
    """
    moments = list(heard)
    return {
        after: before
        for before, after in pairwise(in_order(lost))
        if not any(before.at < moment <= after.at for moment in moments)
    }

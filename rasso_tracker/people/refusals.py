"""The three ways a deed says no. Pages and API turn each into a sentence; nothing else is expected
trouble.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Refusal(Exception):
    """Base of the expected refusals; str() is a sentence that the person reads."""


class NotAllowed(Refusal):
    """This person may not do this now: what cannot be done, why, and who can."""


class Invalid(Refusal):
    """What was typed cannot stand. `fields` maps a form field to its sentence; "" is the form as a whole."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(" ".join(fields.values()))


class Stale(Refusal):
    """Somebody else changed the record since this person opened it."""


def together(*checks: Callable[[], object]) -> None:
    """Ask all of these and raise one Invalid with the faults of each, so that nobody learns of them one by
    one. Of two about one field the first is said.
    """
    wrong: dict[str, str] = {}
    for check in checks:
        try:
            check()
        except Invalid as trouble:
            wrong = {**trouble.fields, **wrong}
    refuse(wrong)


def refuse(wrong: dict[str, str]) -> None:
    """Raises Invalid where anything is wrong: sentences by field, as Invalid has them."""
    if wrong:
        raise Invalid(wrong)


def would_pass(check: Callable[..., None], *args: Any, **more: Any) -> bool:
    """Whether a rule lets this through, for a page that offers a deed: the rule that refuses it decides."""
    try:
        check(*args, **more)
    except Refusal:
        return False
    return True

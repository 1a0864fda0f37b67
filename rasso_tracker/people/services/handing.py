"""What somebody holds who leaves or moves: to whom it passes, said with the deed."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.people.enums import WorkGoes
from rasso_tracker.people.holdings import Held, held_by, pass_on
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid


def hand_over(
    *,
    by: Person,
    person: Person,
    work: str,
    goes_to: Person | None,
    until: date,
    at: datetime,
    may_keep: bool = False,
) -> None:
    """Pass on all that `person` holds, as `work` (WorkGoes) says. Inside a deed.

    `until` is the last day on which whoever takes it must be in post; `may_keep` lets a mover keep it.
    Raises Invalid by field where nothing was said of what they hold, or it cannot pass to who was named.
    """
    held = held_by(person)
    if work == WorkGoes.PERSON and goes_to is None:
        raise Invalid({"goes_to": "Choose who takes the work."})
    if goes_to is not None and work != WorkGoes.PERSON:
        raise Invalid({"work": "You named somebody: say that the work goes to one person."})
    if held and not work:
        ends = "Say to whom that goes, or that they keep it." if may_keep else "Say to whom that goes."
        raise Invalid({"work": f"They still hold {in_words(held)}. {ends}"})
    if work == WorkGoes.KEPT and not may_keep:
        raise Invalid({"work": "Who leaves keeps no work. Say to whom it goes."})
    if goes_to is not None and (goes_to.pk == person.pk or not goes_to.serves_on(until)):
        raise Invalid({"goes_to": f"{goes_to.name} cannot take it: choose somebody else who is in post."})
    if work != WorkGoes.KEPT:
        pass_on(by=by, person=person, held=held, to=goes_to, at=at)


def in_words(held: list[Held]) -> str:
    """`12 open cases as officer in charge, 3 open action plan items`."""
    return ", ".join(one.words for one in held)

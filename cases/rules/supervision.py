"""Who reviews an investigation, what a review must say, and who may do what with its directions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cases.rules.authority import check_role
from cases.supervision_enums import SupervisoryOutcome
from rasso_tracker.clocks import day_words
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import OFFICER

if TYPE_CHECKING:
    from cases.models import Case, Direction
    from rasso_tracker.people.models import Person

MOST_DIRECTIONS = 20
FURTHEST_DIRECTION = timedelta(days=92)  # [A] about three months: longer is no direction but a plan
Outcome = SupervisoryOutcome


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The dates that a review of today is held to. `ordinary_on` is the force's interval from today, on a
    working day; `furthest_on` is twice the interval [A]; `holidays` the bank holidays by name.
    """

    today: date
    ordinary_on: date
    furthest_on: date
    holidays: Mapping[date, str]

    def fault_of(self, day: date) -> str:
        """Why nothing can be owed by a day, as a sentence; "" when it can."""
        if day < self.today:
            return "Enter today's date or a date in the future."
        if day in self.holidays:
            return f"{day_words(day)} is a bank holiday, {self.holidays[day]}: choose a working day."
        return ""


def check_can_supervise(by: Person, case: Case) -> None:
    """A supervisor who is not the officer in charge, while the case is open. Raises NotAllowed.

    Gatekeepers see that and when a case of theirs was reviewed and what was found; the words of a review are
    for the officers and supervisors of the case. CPS, support services and the crime registrar see nothing of
    it (safety.md 4: police-only notes); managers, who hear of a lapse, see dates without words.
    """
    check_role(by, "record_supervisory_review")
    if case.officer_in_charge_id == by.pk:
        raise NotAllowed(
            "You are the officer in charge of this case: a supervisory review is a second person's look. "
            "Another supervisor of the district can."
        )
    if case.is_closed:
        raise NotAllowed("Every allegation of this case is closed, so no supervisory review is owed on it.")


def check_review(
    *,
    outcome: SupervisoryOutcome,
    looked_at: Collection[str],
    next_review_on: date | None,
    reason: str,
    note: str,
    directions: Sequence[Mapping[str, Any]],
    still_open: int,
    dates: Dates,
) -> None:
    """What a review says fits together. Raises Invalid by field.

    `still_open` counts the directions of earlier reviews that nobody has answered.
    """
    wrong: dict[str, str] = {}
    if not looked_at:
        wrong["looked_at"] = "Choose what you looked at."
    if outcome == Outcome.COMPLETE:
        if still_open or directions:
            wrong["outcome"] = (
                "Directions are open on this case: have them answered, or withdraw them, before supervision "
                "is complete."
            )
        if not note.strip():
            wrong["note"] = "Say why no more supervision is needed."
        if reason.strip():
            wrong["reason"] = "No review follows this one, so no date needs a reason: say it in the note."
    else:
        wrong |= _next_date(outcome, next_review_on, reason, dates)
    if outcome == Outcome.ESCALATE and not note.strip():
        wrong["note"] = "Say what has to be decided above you."
    if wrong:
        raise Invalid(wrong)


def _next_date(
    outcome: SupervisoryOutcome, next_review_on: date | None, reason: str, dates: Dates
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if outcome == Outcome.NEW_DATE and not reason.strip():
        wrong["reason"] = "Say why the review date is another than the ordinary one."
    if next_review_on is None:
        if outcome == Outcome.NEW_DATE:
            wrong["next_review_on"] = "Enter the next review date."
    elif fault := dates.fault_of(next_review_on):
        wrong["next_review_on"] = fault
    elif next_review_on > dates.furthest_on:
        wrong["next_review_on"] = f"The next review is on {day_words(dates.furthest_on)} at the latest."
    elif next_review_on > dates.ordinary_on and outcome != Outcome.NEW_DATE:
        wrong["next_review_on"] = (
            f"That is later than {day_words(dates.ordinary_on)}, the ordinary date: choose “New review "
            "date” and say why."
        )
    return wrong


def check_directions(
    directions: Sequence[Mapping[str, Any]], *, on_the_case: Collection[UUID], dates: Dates
) -> None:
    """Each direction asks something of somebody on the case by a day ahead. Raises Invalid by row and field.

    `on_the_case` is the police who are assigned to it or named on it.
    """
    wrong: dict[str, str] = {}
    if len(directions) > MOST_DIRECTIONS:
        wrong["directions"] = f"Give {MOST_DIRECTIONS} directions or fewer. There are {len(directions)}."
    for place, one in enumerate(directions):
        row = f"directions-{place}"
        if not str(one.get("asks") or "").strip():
            wrong[f"{row}-asks"] = "Say what is to be done."
        owner, due_on = one.get("owner"), one.get("due_on")
        if owner is None:
            wrong[f"{row}-owner"] = "Choose who is to do it."
        elif owner.pk not in on_the_case:
            wrong[f"{row}-owner"] = f"{owner.name} does not work on this case: choose somebody who does."
        if due_on is None:
            wrong[f"{row}-due_on"] = "Enter the day by which it is to be done."
        elif fault := fault_of_direction(due_on, dates):
            wrong[f"{row}-due_on"] = fault
    if wrong:
        raise Invalid(wrong)


def fault_of_direction(due_on: date, dates: Dates) -> str:
    last = dates.today + FURTHEST_DIRECTION
    if due_on > last:
        return f"A direction is due on {day_words(last)} at the latest."
    return dates.fault_of(due_on)


def check_direction_open(direction: Direction) -> None:
    """Raises NotAllowed for one that was answered, withdrawn, or ended with its case."""
    if not direction.is_open:
        raise NotAllowed(f"This direction is no longer open. {direction.state.label}.")


def check_can_answer(by: Person, direction: Direction) -> None:
    """Its owner answers it, the officer in charge, or a supervisor. Raises NotAllowed."""
    check_role(by, "answer_direction")
    check_direction_open(direction)
    theirs = by.pk in (direction.owner_id, direction.case.officer_in_charge_id)
    if by.role is OFFICER and not theirs:
        raise NotAllowed(
            "This direction is another officer's. Its owner, the officer in charge or a supervisor can "
            "answer."
        )


def check_can_change(deed: str, by: Person, direction: Direction) -> None:
    """Only a supervisor withdraws a direction or moves its date, while it is open. Raises NotAllowed."""
    check_role(by, deed)
    check_direction_open(direction)

"""That an interpreter read a letter in English to a victim who needs one."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch
from reviews.models import DecisionLetter
from reviews.rules import check_role
from reviews.rules import interpreting as rules
from reviews.services.letters import letter_in_hand


@deed
def record_letter_interpreted(
    *, by: Person, letter: DecisionLetter, interpreted_on: date, at: datetime | None = None
) -> DecisionLetter:
    """Record on which day an interpreter read to a victim a letter that went. Raises NotAllowed where that is
    not called for, or Invalid by field.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    check_role(by, "record_letter_interpreted")
    rules.check_to_interpret(letter, at)
    rules.check_interpreted(letter, interpreted_on, at)
    letter.interpreted_on = interpreted_on
    letter.interpreted_recorded_at, letter.interpreted_recorded_by = at, by
    touch(letter, "interpreted_on", "interpreted_recorded_at", "interpreted_recorded_by")
    record(
        by=by,
        action=Action.LETTER_INTERPRETED,
        case=letter.case,
        subjects=[letter.pk, letter.victim_id],
        recipient=letter.victim.label,
    )
    return letter

"""Taking back a letter that waits for GOV.UK Notify, before the service has it."""

from __future__ import annotations

from datetime import datetime

from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from reviews.letter_enums import LetterStatus
from reviews.models import DecisionLetter, LetterSending
from reviews.rules.letters import check_can_take_back
from reviews.sealed import sealed
from reviews.sending_enums import SendingState
from reviews.services.letters import letter_in_hand


@deed
def take_letter_back(
    *, by: Person, letter: DecisionLetter, reason: str, at: datetime | None = None
) -> DecisionLetter:
    """Take back a letter that waits for GOV.UK Notify, and why: it is signed off as before, and people's.

    Raises NotAllowed once it was handed over, or may have been; Invalid without a reason.
    """
    at = at or now()
    letter = letter_in_hand(by, letter)
    rows = LetterSending.objects.select_for_update(no_key=True)
    row = rows.filter(letter=letter, ended_at__isnull=True).first()
    check_can_take_back(by, letter, row)
    assert row is not None
    if not reason.strip():
        raise Invalid({"reason": "Say why it is taken back."})
    row.state, row.ended_at, row.next_try_at = SendingState.TAKEN_BACK, at, None
    row.taken_back_by = by
    row.taken_back_reason_sealed = sealed(row, "taken_back_reason", reason.strip())
    row.fence += 1  # whoever is claiming it marks nothing
    row.save()
    letter.status = LetterStatus.SIGNED_OFF
    touch(letter, "status")
    subjects = [letter.pk, row.pk, letter.victim_id]
    record(by=by, action=Action.LETTER_TAKEN_BACK, case=letter.case, subjects=subjects)
    return letter

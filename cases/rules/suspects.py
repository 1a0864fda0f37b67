"""What a suspect is known by, and whether another report is about them."""

from __future__ import annotations

from datetime import datetime

from cases.alike import Known, is_phone, phones_in
from cases.match_enums import Verdict
from cases.rules.authority import check_role
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

OLDEST = 120  # years
NOTHING_CHANGED = "Nothing is changed: this is how it stands already."


def check_known(known: Known, at: datetime, *, before: Known | None = None) -> None:
    """Raises Invalid by field where it cannot be so, or is what stood `before`."""
    wrong = {}
    today = london_date(at)
    if known.born is not None and known.born > today:
        wrong["born"] = "A date of birth cannot be in the future."
    elif known.born is not None and known.born.year < today.year - OLDEST:
        wrong["born"] = f"This is more than {OLDEST} years ago: check the year."
    if not all(is_phone(one) for one in phones_in(known.phones)):
        wrong["phones"] = "Enter phone numbers of 7 to 15 digits, with a comma between two."
    if not wrong and known == before:
        wrong["name"] = NOTHING_CHANGED
    if wrong:
        raise Invalid(wrong)


def check_can_judge(by: Person, verdict: str, words: str, stands: str) -> None:
    """`stands` is what was said of the match last, "" where nothing was. Raises NotAllowed, or Invalid by
    field.
    """
    check_role(by, "judge_match")
    wrong = {}
    if verdict not in Verdict.values:
        wrong["verdict"] = "Choose whether it is the same person."
    elif verdict == stands:
        wrong["verdict"] = f"That is how it stands already: {Verdict(verdict).label[:1].lower()}" + (
            f"{Verdict(verdict).label[1:]}."
        )
    if not words.strip():
        wrong["words"] = "Say what this rests on: whom you asked and what you compared."
    if wrong:
        raise Invalid(wrong)

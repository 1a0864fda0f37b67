"""When CPS closes its record of early advice that no file followed, and when that is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from actionplans.enums import SubmissionKind
from actionplans.rules import check_case_open, check_role
from actionplans.rules.withdrawals import check_own_or_cps
from rasso_tracker.clocks import day_words
from rasso_tracker.people.refusals import NotAllowed

if TYPE_CHECKING:
    from actionplans.models import EarlyAdviceEnding, Submission
    from rasso_tracker.people.models import Person


def check_is_early_advice(by: Person, submission: Submission) -> None:
    """What can be said without asking for anything."""
    check_role(by, "finalise_early_advice")
    check_case_open(submission.case, "finalise_early_advice")
    if submission.kind != SubmissionKind.EARLY_ADVICE:
        raise NotAllowed(
            "Only a request for early advice is closed in this way. Close the record of an action plan on the"
            " page of the plan."
        )
    if not submission.is_answered:
        raise NotAllowed("CPS has not given this early advice yet, so nothing could follow it.")


class Followed(NamedTuple):
    """What came after early advice: whether it stands, in which round its allegations went to CPS once more,
    the numbers of open plans that ask about them, whether CPS closed its record, and what is not decided.
    """

    advised: bool
    again: int | None
    plans: Sequence[int]
    ended: bool
    undecided: bool


def check_nothing_followed(followed: Followed) -> None:
    """CPS gave it, and waits for a file."""
    advised, again, plans, ended, undecided = followed
    if ended:
        raise NotAllowed("CPS closed its record of this early advice already.")
    if not advised:
        raise NotAllowed("CPS has not given this early advice yet, so nothing could follow it.")
    if again is not None:
        raise NotAllowed(f"The case went to CPS again in submission {again}, so a file did follow.")
    if plans:
        raise NotAllowed(
            f"Action plan {plans[0]} asks about the same: close the record of the plan, on its page."
        )
    if not undecided:
        raise NotAllowed("All of it is decided, so nothing was to follow.")


def check_can_take_advice_end_back(by: Person, row: EarlyAdviceEnding, again: int | None) -> None:
    """One that stands, until the case went to CPS after it."""
    check_role(by, "take_back_early_advice_end")
    check_case_open(row.case, "take_back_early_advice_end")
    if row.superseded_at is not None:
        raise NotAllowed(f"This was taken back on {day_words(row.superseded_at)} already.")
    if again is not None:
        raise NotAllowed(f"The case went to CPS again in submission {again}, which rests on this.")
    check_own_or_cps(by, row, "end")

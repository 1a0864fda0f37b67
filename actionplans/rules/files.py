"""Who may send and check a file, what a check must say, and when a file may go to CPS without one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from actionplans.checklist import SIGN_OFF_WANTED, Material, MaterialState, UncheckedBecause
from actionplans.rules import check_case_open, check_left_for_cps, check_role
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import FileCheck
    from cases.models import Case
    from rasso_tracker.people.models import Person


def check_can_send_file(
    by: Person, case: Case, waiting: FileCheck | None, sent_round: int | None, *, left: Collection[object]
) -> None:
    """`waiting` is a check that is not answered, `sent_round` the submission that waits for triage, `left`
    what CPS may still decide on.
    """
    check_role(by, "send_file_for_check")
    check_case_open(case, "send_file_for_check")
    check_left_for_cps("send_file_for_check", left)
    if waiting is not None:
        raise NotAllowed(
            f"File check {waiting.number} is still with the gatekeeper. Wait for their answer, or ask them "
            "to return the file."
        )
    if sent_round is not None:
        raise NotAllowed(
            f"Submission {sent_round} is with CPS and waits for triage. Record the triage before the file is "
            "checked again."
        )


def check_can_check_file(by: Person, check: FileCheck) -> None:
    check_role(by, "check_file")
    if not check.is_waiting:
        raise NotAllowed(
            f"File check {check.number} was answered already ({check.get_outcome_display()}). The officer "
            "sends the file again for the next one."
        )
    if check.sent_by_id == by.pk:
        raise NotAllowed("You sent this file, so another gatekeeper checks it.")


def check_answer(
    states: Mapping[str, str], *, signed_off: bool, remark: str, again_by: date | None, at: datetime
) -> None:
    """Every line is answered; a file with a gap is not signed off; a returned one says what and by when."""
    wrong = {
        one.value: f"Say whether this is in the file: {one.label}."
        for one in Material
        if states.get(one.value, "") not in MaterialState.values
    }
    wrong |= dict.fromkeys(set(states) - set(Material.values), "This is no line of the checklist.")
    missing = [one for one in Material if states.get(one.value) == MaterialState.MISSING]
    if signed_off:
        if missing:
            count = "1 line is" if len(missing) == 1 else f"{len(missing)} lines are"
            wrong["signed_off"] = f"{count} missing, so the file cannot be signed off. Return it instead."
        if again_by is not None:
            wrong["again_by"] = "Only a returned file has a date to come back by: leave it empty."
    else:
        if not remark.strip():
            wrong["remark"] = "Tell the officer what is missing and what is wanted."
        if again_by is None:
            wrong["again_by"] = "Enter the date by which the file should come back."
        elif again_by <= london_date(at):
            wrong["again_by"] = "The date to come back by must be in the future."
    if wrong:
        raise Invalid(wrong)


def check_unchecked(kind: str, check: FileCheck | None, because: str) -> None:
    """A file for a charging decision goes with a gatekeeper's sign-off, or says why it goes without."""
    if check is not None and because:
        raise Invalid({"unchecked_because": "A gatekeeper signed this file off: leave this empty."})
    if because and because not in UncheckedBecause.values:
        raise Invalid({"unchecked_because": "Choose one of the answers that are offered."})
    if check is None and not because and kind in SIGN_OFF_WANTED:
        raise Invalid(
            {
                "unchecked_because": "No gatekeeper has signed this file off. Send it to the gatekeeper "
                "first, or say why it goes without."
            }
        )

"""Who may do what with advice and the questions about it, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from actionplans.advising import SOUGHT, MeetingBy, NoEarlyAdvice, ReadingOutcome
from actionplans.enums import AdviceKind, Side, SubmissionKind
from actionplans.rules import check_case_open, check_left_for_cps, check_role
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import Advice, AdviceQuestion, Countersignature, Submission
    from cases.models import Case
    from rasso_tracker.people.models import Person


def wants_countersign(kind: str, asked: bool) -> bool:
    """Advice towards ending a case is never one lawyer's alone."""
    return asked or kind == AdviceKind.NFA


def side_of(person: Person) -> Side:
    return Side.CPS if person.agency == Agency.CPS else Side.POLICE


def second_word(advice: Advice) -> Countersignature | None:
    """What the second lawyer said of this version, where one did: that it holds, or why it does not."""
    found: Countersignature | None = advice.countersignatures.filter(superseded_at__isnull=True).first()
    return found


def check_stands(advice: Advice) -> None:
    if advice.not_given_in_id is not None:
        raise NotAllowed(
            f"Version {advice.version} of this advice was not given: what came of the booking at the clinic "
            "was corrected."
        )
    if advice.superseded_at is not None:
        raise NotAllowed(f"CPS superseded version {advice.version} of this advice. Look for a later version.")


def check_can_countersign(by: Person, advice: Advice, newer: Advice | None) -> None:
    """`newer` is the version that stands in its place, if one does: CPS puts its name to that one. What a
    document says of an older version had happened before, so police enter it all the same.
    """
    check_role(by, "countersign_advice")
    check_stands(advice)
    if newer is not None and by.agency == Agency.CPS:
        raise NotAllowed(
            f"Version {newer.version} of this advice took the place of version {advice.version}, which waits"
            f" for no countersignature any more. Look at version {newer.version}."
        )
    if not advice.countersign_wanted:
        raise NotAllowed(f"Version {advice.version} of this advice needs no countersignature.")
    if said := second_word(advice):
        if said.holds:
            raise NotAllowed(f"Version {advice.version} of this advice was countersigned already.")
        raise NotAllowed(
            f"A second lawyer did not countersign version {advice.version} of this advice. CPS writes another"
            " version of it."
        )
    if advice.author_id is not None and advice.author_id == by.pk:
        raise NotAllowed("You wrote this advice, so another legal manager countersigns it.")


def check_second_word(holds: bool, words: str) -> None:
    """Who does not countersign says why: another version is written by it."""
    if holds and words.strip():
        raise Invalid({"words": "You countersign this version: leave this empty."})
    if not holds and not words.strip():
        raise Invalid({"words": "Say why this version does not hold, so that another can be written."})


def check_can_read(by: Person, advice: Advice) -> None:
    check_role(by, "record_advice_read")
    check_stands(advice)


def why_not_acted_on(advice: Advice) -> str:
    """Why nobody acts on this version yet, or ever, and what to do: sentences; "" where it may be."""
    if not advice.countersign_wanted:
        return ""
    said = second_word(advice)
    if said is None:
        return (
            "This advice waits for a countersignature. Record that you read it, and act on it once it is"
            " countersigned."
        )
    if said.holds:
        return ""
    return (
        "A second lawyer did not countersign this advice. Record that you read it, and act on the version"
        " that CPS writes in its place."
    )


def check_reading(advice: Advice, outcome: str, words: str) -> None:
    """What was done needs its words; advice that waits for its second lawyer is read, not yet acted on."""
    if outcome == ReadingOutcome.ACTED_ON and (why := why_not_acted_on(advice)):
        raise Invalid({"outcome": why})
    if outcome != ReadingOutcome.READ and not words.strip():
        what = "what was done" if outcome == ReadingOutcome.ACTED_ON else "why it is not followed"
        raise Invalid({"words": f"Say {what}."})


def check_can_ask(by: Person, submission: Submission) -> None:
    check_role(by, "ask_question")
    check_case_open(submission.case, "ask_question")


def check_can_answer(by: Person, question: AdviceQuestion) -> None:
    check_role(by, "answer_question")
    if question.superseded_at is not None:
        raise NotAllowed("CPS superseded this question, so it needs no answer.")
    if question.answered_at is not None:
        raise NotAllowed("This question was answered already. Ask a new one to go on.")
    if by.agency == Agency.CPS and question.asked_of == Side.POLICE:
        raise NotAllowed("CPS asked this question of the police, so the police answer it.")


def check_can_consider(by: Person, case: Case, *, left: Collection[object]) -> None:
    """`left` is what CPS may still decide on."""
    check_role(by, "consider_early_advice")
    check_case_open(case, "consider_early_advice")
    check_left_for_cps("consider_early_advice", left)


def check_towards(kind: str, left: Collection[object], field: str = "kind") -> None:
    """Raises Invalid for advice to end what is charged or closed throughout. Other advice goes on."""
    if kind == AdviceKind.NFA and not left:
        raise Invalid(
            {
                field: "Every allegation of this case is charged or closed, so there is nothing to take no"
                " further action on. Choose another kind of advice. To stop a charge is for the CPS lawyer"
                " who has the case."
            }
        )


def check_considered(sought: bool, because: str, words: str) -> None:
    """Not sought needs its reason, and another reason its words."""
    if sought and because:
        raise Invalid({"because": "Only advice that is not sought has a reason why: leave this empty."})
    if not sought and because not in NoEarlyAdvice.values:
        raise Invalid({"because": "Choose why early advice is not sought."})
    if because == NoEarlyAdvice.OTHER and not words.strip():
        raise Invalid({"words": "Say what the other reason is."})


def check_answer_of_submission(answer: str, words: str) -> None:
    """What a submission says of early advice: that it is sought, or why not; another reason has its words."""
    if answer != SOUGHT and answer not in NoEarlyAdvice.values:
        raise Invalid({"early_advice": "Choose whether early advice is sought, or why not."})
    if answer == NoEarlyAdvice.OTHER and not words.strip():
        raise Invalid({"early_advice_words": "Say what the other reason is."})


def check_early_advice(kind: str, answer: str, settled: bool) -> None:
    """A charging decision is asked for once early advice was considered (Recommendation 5, domain.md 1)."""
    if kind == SubmissionKind.EARLY_ADVICE:
        if answer:
            raise Invalid({"early_advice": "This asks CPS for early advice: leave this empty."})
    elif not answer and not settled:
        raise Invalid(
            {
                "early_advice": "Before a charging decision is asked for, early advice is considered. Say "
                "here whether it is sought, or why not."
            }
        )


def check_met(met: bool) -> None:
    """Before CPS decides on no further action both sides meet, or say why they did not (domain.md 1)."""
    if not met:
        raise NotAllowed(
            "Before CPS decides on no further action, the investigator and the prosecutor meet. Record the "
            "meeting on the last submission, or why there was none, and then propose the decision."
        )


def check_meeting(
    how: str, held_at: datetime | None, prosecutor_name: str, investigator: Person | None, note: str
) -> None:
    """A meeting names who met and when; without one, the note says why."""
    wrong = {}
    if how == MeetingBy.NOT_HELD:
        named = {"held_at": held_at, "prosecutor_name": prosecutor_name, "investigator": investigator}
        wrong = {name: "There was no meeting: leave this empty." for name, value in named.items() if value}
        if not note.strip():
            wrong["note"] = "Say why there was no meeting."
    else:
        if held_at is None:
            wrong["held_at"] = "Enter when they met."
        if investigator is None:
            wrong["investigator"] = "Choose the investigator who met the prosecutor."
        if not prosecutor_name.strip():
            wrong["prosecutor_name"] = "Enter the name of the prosecutor."
    if wrong:
        raise Invalid(wrong)

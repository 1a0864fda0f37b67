"""Who may paste a CPS document and make a plan of it, and what is too much."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from actionplans.rules import (
    Answers,
    check_can_issue,
    check_on_submission,
    check_role,
    fault_of_document_date,
)
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import PastedDocument, Submission
    from rasso_tracker.people.models import Person

# About a hundred pages. A case file is longer; the part that asks for something is not.
MOST_CHARACTERS = 200_000
KEPT_DAYS = 30  # [A] that an unfinished document keeps its words, from when somebody last worked on it


def kept_until(touched_at: datetime) -> date:
    """The last London date on which a document that was last worked on at this moment keeps its words."""
    return london_date(touched_at) + timedelta(days=KEPT_DAYS)


def check_urn(found: str, of_case: str, confirmed: bool) -> None:
    """A document that names another case file is made into a plan of this one knowingly, or not at all."""
    if found and not confirmed:
        raise Invalid(
            {
                "other_urn_confirmed": f"The document gives the URN {found}, and this case has {of_case}. "
                "Say that it belongs to this case all the same, or go back."
            }
        )


def check_can_paste(by: Person, submission: Submission, *, left: Collection[object]) -> None:
    """Whoever may issue a plan on the submission may make one from its document."""
    check_can_issue(by, submission, left=left)


def check_paste(submission: Submission, text: str, document_date: date, at: datetime) -> None:
    """Something to read, not too long, and of a day on which CPS could write it."""
    wrong = {}
    since = Answers(submission.submitted_at, "the submission")
    if not text.strip():
        wrong["text"] = "Paste the text of the document."
    elif len(text) > MOST_CHARACTERS:
        wrong["text"] = (
            f"Use {MOST_CHARACTERS:,} characters or fewer, about a hundred pages. You used {len(text):,}. "
            "Paste only the part that holds the action plan."
        )
    if fault := fault_of_document_date(submission.case, document_date, at, since):
        wrong["document_date"] = fault
    if wrong:
        raise Invalid(wrong)


def check_on_document(
    by: Person, document: PastedDocument, *, left: Callable[[], Collection[object]]
) -> None:
    """A plan may still be issued on its submission, and nobody has ended the work on this document."""
    check_on_submission(by, document.submission)
    check_being_read(by, document, left=left)


def check_being_read(by: Person, document: PastedDocument, *, left: Callable[[], Collection[object]]) -> None:
    """The role may issue plans, and nobody has ended the work on this document: it is opened, and discarded,
    though no plan is made of it any more. Once it ended, `left` answers as in check_can_paste, and so says
    whether it can be pasted again.
    """
    check_role(by, "issue_action_plan")
    if document.plan_id is not None:
        raise NotAllowed("An action plan was issued from this document already.")
    if document.is_open:
        return
    what = (
        f"Nobody finished this document within {KEPT_DAYS} days, so its words were taken out."
        if document.lapsed
        else "This document was discarded, and its words are gone."
    )
    try:
        check_can_paste(by, document.submission, left=left())
    except NotAllowed as refusal:
        raise NotAllowed(f"{what} {refusal}") from None
    raise NotAllowed(f"{what} Paste it again.")

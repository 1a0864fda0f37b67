"""Who may paste a CPS document and make a plan of it, and what is too much."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from actionplans.rules import check_can_issue
from rasso_tracker.clocks import london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import PastedDocument, Submission
    from rasso_tracker.people.models import Person

# About a hundred pages. A case file is longer; the part that asks for something is not.
MOST_CHARACTERS = 200_000


def check_can_paste(by: Person, submission: Submission) -> None:
    """Whoever may issue a plan on the submission may make one from its document."""
    check_can_issue(by, submission)


def check_paste(text: str, document_date: date, at: datetime) -> None:
    """Something to read, not too long, and not of a day to come."""
    wrong = {}
    if not text.strip():
        wrong["text"] = "Paste the text of the document."
    elif len(text) > MOST_CHARACTERS:
        wrong["text"] = (
            f"Use {MOST_CHARACTERS:,} characters or fewer, about a hundred pages. You used {len(text):,}. "
            "Paste only the part that holds the action plan."
        )
    if document_date > london_date(at):
        wrong["document_date"] = "Enter today's date or a date in the past."
    if wrong:
        raise Invalid(wrong)


def check_on_document(by: Person, document: PastedDocument) -> None:
    """The role may issue plans, and nobody has ended the work on this document."""
    check_can_issue(by, document.submission)
    if document.plan_id is not None:
        raise NotAllowed("An action plan was issued from this document already.")
    if not document.is_open:
        raise NotAllowed("This document was discarded, and its words are gone. Paste it again.")

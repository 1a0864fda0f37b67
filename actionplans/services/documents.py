"""Where the record of a CPS act comes from: CPS itself, or police from CPS's document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from actionplans import rules
from actionplans.enums import CpsSource
from cases.models import Case
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person


def from_document(
    by: Person,
    case: Case,
    *,
    document_name: str,
    document_date: date | None,
    at: datetime,
    answers: rules.Answers | None = None,
) -> dict[str, Any]:
    """The CpsAct fields of a new act. Raises Invalid when police name no document, or date it ahead, before
    the report of the case or before what it `answers`.
    """
    rules.check_document(
        by, case, document_name=document_name, document_date=document_date, at=at, answers=answers
    )
    if by.agency == Agency.CPS:
        return {"source": CpsSource.CPS, "entered_by": by}
    return {
        "source": CpsSource.POLICE_FROM_DOCUMENT,
        "document_name": document_name,
        "document_date": document_date,
        "entered_by": by,
    }


def cps_person(by: Person) -> Person | None:
    """Who of CPS did it, where CPS recorded it itself."""
    return by if by.agency == Agency.CPS else None

"""Where the record of a CPS act comes from: CPS itself, or police from CPS's document."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from actionplans import rules
from actionplans.enums import CpsSource
from cases.models import Case
from rasso_tracker.clocks import london_date, start_of_day
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


def moment_of(
    by: Person, said: datetime | None, *, document_date: date | None, since: datetime | None, at: datetime
) -> datetime:
    """When CPS did it: the moment that was said; of what police enter from a document else its day, at midday
    or, where what it answers (`since`) was later that day, right after that; else now.
    """
    if said is not None:
        return said
    if by.agency == Agency.CPS or document_date is None or document_date >= london_date(at):
        return at
    midday = start_of_day(document_date) + timedelta(hours=12)
    return midday if since is None else max(midday, since + timedelta(seconds=1))


def cps_person(by: Person) -> Person | None:
    """Who of CPS did it, where CPS recorded it itself."""
    return by if by.agency == Agency.CPS else None

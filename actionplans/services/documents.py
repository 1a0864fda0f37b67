"""An act of CPS that is written down: by CPS itself, or by police from CPS's document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actionplans import rules
from actionplans.enums import CpsSource
from cases.models import Case
from rasso_tracker.clocks import day_words, london_date, start_of_day
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Whose word an act of CPS is, and when CPS did it.

    `said` is the moment that was typed into the field `field`, `answers` what the act speaks of: neither it
    nor its document is older than that. What it changes may have come about later (`changes`): it counts from
    then, whatever day the document bears.
    """

    by: Person
    case: Case
    field: str
    said: datetime | None
    document_name: str
    document_date: date | None
    answers: rules.Answers
    at: datetime
    changes: rules.Answers | None = None

    @property
    def moment(self) -> datetime:
        """When CPS did it: the moment that was said; of what police enter from a document else its day, at
        midday or, where what it answers was later that day, right after that; else now.
        """
        if self.said is not None:
            return self.said
        since = max(self.answers, self.changes or self.answers)
        day = self.document_date
        if self.by.agency == Agency.CPS or day is None or day >= london_date(self.at):
            return self.at
        midday = start_of_day(day) + timedelta(hours=12)
        return max(midday, since.moment + timedelta(seconds=1))

    def check(self) -> None:
        """Raises Invalid for a moment ahead or before what it answers, and where police name no document or
        one that cannot be: dated ahead, before the report of the case, before what it answers, or before the
        moment that it is to prove.
        """
        together(self.check_moment, self._check_document, self._check_proves)

    def check_moment(self) -> None:
        """Raises Invalid for a moment ahead or before what it answers."""
        since = max(self.answers, self.changes or self.answers)
        rules.check_moment(
            self.field, self.moment, at=self.at, not_before=since.moment, before_what=since.what
        )

    def _check_document(self) -> None:
        rules.check_document(
            self.by,
            self.case,
            document_name=self.document_name,
            document_date=self.document_date,
            at=self.at,
            answers=self.answers,
        )

    def _check_proves(self) -> None:
        day = self.document_date
        if self.by.agency != Agency.CPS and day is not None and self.said and london_date(self.said) > day:
            raise Invalid({self.field: f"The document is of {day_words(day)}, so CPS did it by then."})

    @property
    def columns(self) -> dict[str, Any]:
        """The CpsAct fields of the new row, once `check` let it through."""
        if self.by.agency == Agency.CPS:
            return {"source": CpsSource.CPS, "entered_by": self.by}
        return {
            "source": CpsSource.POLICE_FROM_DOCUMENT,
            "document_name": self.document_name,
            "document_date": self.document_date,
            "entered_by": self.by,
        }


def cps_person(by: Person) -> Person | None:
    """Who of CPS did it, where CPS recorded it itself."""
    return by if by.agency == Agency.CPS else None

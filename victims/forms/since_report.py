"""Moments that cannot be before the case was reported."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.web.fields import Earliest
from rasso_tracker.web.forms import DeedForm, GovDateTimeField
from victims.rules.sight import before_report


class SinceReport(DeedForm):
    """A form about a victim, or about a record of theirs. A day before the report is refused too while its
    time is missing, in the words of the rule that judges a whole moment.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        victim = self.subject if isinstance(self.subject, Victim) else self.subject.victim
        reported_on = victim.case.reported_on
        earliest = Earliest(reported_on, before_report(reported_on))
        for field in self.fields.values():
            if isinstance(field, GovDateTimeField):
                field.earliest = earliest

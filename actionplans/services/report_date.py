"""What was done with CPS before the day to which the date of a report is to be moved."""

from __future__ import annotations

from datetime import date

from django.db.models import Min

from actionplans.models import EarlyAdviceConsidered, FileCheck
from cases.hooks import Happened
from cases.models import Case
from rasso_tracker.clocks import london_date, start_of_day


def files_before(*, case: Case, day: date) -> list[Happened]:
    """Files sent to the gatekeepers and early advice considered (cases.hooks.happened_before). What went to
    CPS is a milestone of the case.
    """
    moment = start_of_day(day)
    files = FileCheck.objects.filter(case=case, sent_at__lt=moment).aggregate(first=Min("sent_at"))
    asked = EarlyAdviceConsidered.objects.filter(case=case, considered_at__lt=moment)
    early = asked.aggregate(first=Min("considered_at"))
    found = (("File sent to the gatekeepers", files["first"]), ("Early advice considered", early["first"]))
    return [Happened(what, london_date(first)) for what, first in found if first is not None]

"""What follows for the victims of a case from a corrected date of its report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet

from cases.hooks import Happened
from cases.models import Case, Victim
from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.people.models import Person
from victims.models import (
    Contact,
    IsvaSupport,
    MaterialRequest,
    NeedsAssessment,
    Reengagement,
    RightsChoice,
    StoDeployment,
    SupportEvent,
    Withdrawal,
    WithdrawalTold,
)
from victims.services.restaging import restage
from victims.services.support_due import restate_support
from victims.support_enums import SupportEndedBecause


def victims_before(*, case: Case, day: date) -> list[Happened]:
    """What is on record of the victims of a case before `day` (cases.hooks.happened_before), the earliest of
    each kind.
    """
    begins = start_of_day(day)
    shared = IsvaSupport.objects.exclude(ended_because=SupportEndedBecause.ERROR)
    kinds: list[tuple[str, QuerySet[Any], str, date | datetime]] = [
        ("Withdrawal", Withdrawal.objects.standing(), "occurred_at", begins),
        ("Coming back", Reengagement.objects.standing(), "occurred_at", begins),
        ("Withdrawal told through an ISVA", WithdrawalTold.objects.all(), "occurred_at", begins),
        ("Contact with a victim", Contact.objects.standing(), "occurred_at", begins),
        ("Asked for a specially trained officer", StoDeployment.objects.standing(), "asked_at", begins),
        ("Needs assessment", NeedsAssessment.objects.all(), "assessed_at", begins),
        ("Choice about enhanced rights", RightsChoice.objects.all(), "chosen_at", begins),
        ("Step of support", SupportEvent.objects.filter(voided_at__isnull=True), "happened_on", day),
        ("Consent to share with an ISVA", shared, "consented_on", day),
        ("Notice of a request for private material", MaterialRequest.objects.all(), "noticed_on", day),
    ]
    found = []
    for what, rows, field, moment in kinds:
        first = rows.filter(case=case, **{f"{field}__lt": moment}).aggregate(first=Min(field))["first"]
        if first is not None:
            found.append(Happened(what, london_date(first) if isinstance(first, datetime) else first))
    return found


def restate_after_report_moved(*, case: Case, by: Person, at: datetime) -> None:
    """Days since the report, and the clock of support, which begins with it (cases.hooks.report_moved)."""
    restage(case=case, by=by, at=at, why="The date of the report was corrected.")
    for victim in Victim.objects.filter(case=case, merged_into__isnull=True).select_related("case"):
        restate_support(victim, at)

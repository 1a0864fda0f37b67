"""What comes out after a decision in the demo: the age of somebody whom the police charged, and that CPS
opens a decision of its own again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q

from actionplans.models import Climb, Submission
from cases.enums import CLOSED_STAGES, ChargeBy, MilestoneKind, OffenceType, Outcome
from cases.models import Allegation
from cases.services import add_allegation, correct_suspect, record_milestone
from cases.services.known_as import known_of
from cases.services.milestones import is_of_a_child
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from reviews.enums import DecisionAgency, DecisionStatus
from reviews.models import Decision, DecisionLine
from reviews.services import reopen_decision

Row = TypeVar("Row", Allegation, Decision)
CHARGED, LEARNT = timedelta(days=4), timedelta(days=1)
SIXTEEN = 16
FURTHER_CRIME = "13269999001"  # beyond those that the stories count
WHY_AGAIN = (
    "A neighbour has come forward who saw the suspect's car that night. The police should take her statement"
    " and send the file again."
)


def learn_an_age(at: datetime) -> None:
    """A sexual assault on another day came out, and the police charged it by themselves: an adult, as they
    thought. Their passport says since that they were 16.
    """
    with system("the demo looks for somebody whom the police may charge"):
        beside = _to_charge(at)
    if beside is None or beside.suspect is None:
        return
    case, suspect, charged_at = beside.case, beside.suspect, at - CHARGED + timedelta(hours=14)
    by = case.officer_in_charge
    with acting(by):
        allegation = add_allegation(
            by=by,
            case=case,
            crime_reference=FURTHER_CRIME,
            offence_type=OffenceType.SEXUAL_ASSAULT,
            victim=beside.victim,
            suspect=suspect,
            at=charged_at - timedelta(hours=4),
        )
        record_milestone(
            by=by,
            case=case,
            kind=MilestoneKind.CHARGED,
            occurred_at=charged_at,
            allegation=allegation,
            charge_by=ChargeBy.POLICE,
            at=charged_at,
        )
        known = known_of(suspect)
        correct_suspect(
            by=by,
            suspect=suspect,
            name=known.name,
            other_names=known.other_names,
            born=date(case.reported_on.year - SIXTEEN, 1, 9),
            phones=known.phones,
            at=at - LEARNT,
        )


def _to_charge(at: datetime) -> Allegation | None:
    """Its suspect was interviewed, nothing is decided of it, and its case was never with CPS. No clock of the
    case began to climb after the day of the charge, which would end it.
    """
    climbing = Climb.objects.filter(superseded_at__isnull=True, set_at__gte=at - CHARGED)
    decided = DecisionLine.objects.filter(ended_at__isnull=True).values("allegation")
    rows = (
        Allegation.objects.filter(
            case__restricted=False,
            suspect__isnull=False,
            victim__isnull=False,
            case__milestones__kind=MilestoneKind.INTERVIEWED,
            case__milestones__occurred_at__lt=at - CHARGED - LEARNT,
        )
        .exclude(Q(stage__in=CLOSED_STAGES) | Q(outcome=Outcome.CHARGED) | Q(pk__in=decided))
        .exclude(case__in=Submission.objects.values("case"))
        .exclude(case__in=climbing.values("item__case"))
        .select_related("case__officer_in_charge", "suspect", "victim")
        .order_by("-case__reported_on", "pk")
        .distinct()
    )
    adults = (one for one in _nearest_first(rows) if not is_of_a_child(one.case, one))
    return next(adults, None)


def _nearest_first(rows: Iterable[Row]) -> list[Row]:
    """The sign-in officer's own cases, then those of their team, then others."""
    officer = Person.objects.filter(username="officer").first()
    team = officer.team_id if officer else None

    def far(row: Row) -> tuple[bool, bool]:
        return row.case.officer_in_charge_id != getattr(officer, "pk", None), row.case.team_id != team

    return sorted(rows, key=far)


def cps_opens_again(at: datetime) -> None:
    """CPS opens the last decision of its own near the sign-in officer: they and their supervisor hear."""
    with system("the demo looks for a decision of CPS"):
        standing = DecisionLine.objects.filter(ended_at__isnull=True).values("decision")
        rows = Decision.objects.filter(
            case__restricted=False,
            agency=DecisionAgency.CPS,
            status=DecisionStatus.AUTHORISED,
            approver__isnull=False,
            pk__in=standing,
        )
        rows = rows.exclude(cps_reviews__isnull=False).order_by("-decided_at", "pk").distinct()
        found = rows.select_related("approver", "case__officer_in_charge")
        decision = next(iter(_nearest_first(found)), None)
    if decision is not None and decision.approver is not None:
        with acting(decision.approver):
            reopen_decision(by=decision.approver, decision=decision, reason=WHY_AGAIN, at=at)

"""The rows that forms offer: allegations open for a decision, victims still to be told, people who may
act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from cases.enums import CLOSED_STAGES, Outcome
from cases.forms import at_work, police
from cases.models import Allegation, Assignment, Case, Victim
from cases.whole import Whole
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import OFFICER, REVIEWER, SUPERVISOR
from reviews import rules
from reviews.enums import AskedBy
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest, RightTold
from victims.facts import ever_had_isva
from victims.models import Spokesperson


def open_allegations(case: Case) -> Any:
    """Those that no decision stands for, nobody is charged on, and that are not closed."""
    decided = DecisionLine.objects.filter(allegation=OuterRef("pk"), ended_at__isnull=True)
    return (
        Allegation.objects.filter(case=case)
        .exclude(stage__in=CLOSED_STAGES)
        .exclude(outcome=Outcome.CHARGED)
        .exclude(Exists(decided))
        .select_related("victim", "suspect")
        .order_by("added_at", "id")
    )


def any_open(whole: Whole) -> bool:
    """Whether `open_allegations` gives one, out of the rows that the page read."""
    decided = {one.allegation_id for one in whole.rows(DecisionLine) if one.ended_at is None}
    return any(one.is_undecided and one.pk not in decided for one in whole.rows(Allegation))


def allegation_words(allegation: Allegation) -> str:
    """ "13260012345: Rape, victim aged 16 or over; Victim 1; Suspect 1"."""
    victim = allegation.victim.label if allegation.victim else "no victim recorded"
    suspect = allegation.suspect.label if allegation.suspect else "no suspect known"
    return f"{allegation.crime_reference}: {allegation.get_offence_type_display()}; {victim}; {suspect}"


def victims_of(decision: Decision) -> Any:
    """The victims whom a decision is about."""
    about = DecisionLine.objects.filter(decision=decision).values("victim")
    return Victim.objects.filter(pk__in=about).order_by("number")


def victims_to_tell(decision: Decision) -> Any:
    told = Notification.objects.filter(decision=decision, victim=OuterRef("pk"), told_at__isnull=False)
    return victims_of(decision).exclude(Exists(told))


def victims_to_tell_of_right(decision: Decision) -> Any:
    told = RightTold.objects.filter(decision=decision, victim=OuterRef("pk"), ended_at__isnull=True)
    return victims_of(decision).exclude(Exists(told))


def tellers(case: Case) -> Any:
    """Police officers and supervisors in post, of the case's district or of no one district."""
    return police([OFFICER.code, SUPERVISOR.code]).filter(district__in=[case.district_id])


def police_at_work() -> Any:
    """Anybody of the police in post: whoever is named gets a sentence on why they may not review."""
    return police([OFFICER.code, SUPERVISOR.code, REVIEWER.code, "gatekeeper", "manager", "crime_registrar"])


def suitable_reviewers(request: ReviewRequest, at: datetime) -> list[Person]:
    """Reviewers in post who had no part in the case and stand above the maker."""
    worked = set(Assignment.objects.filter(case=request.case_id).values_list("person_id", flat=True))
    found = at_work([REVIEWER.code]).order_by("name", "id")
    return [one for one in found if not rules.unfit_reviewer(request, one, at, worked=worked)]


def askers_there(victims: Iterable[Victim]) -> set[str]:
    """Who may have asked for one of these victims: a spokesperson or an ISVA where one was ever on record."""
    found, about = set(AskedBy.values), list(victims)
    if not any(not one.waits for one in Spokesperson.objects.filter(victim__in=about)):
        found.discard(AskedBy.SPOKESPERSON)
    if not ever_had_isva(about):
        found.discard(AskedBy.ISVA)
    return found

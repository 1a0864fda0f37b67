"""Other reports about the suspects of the demo: one was settled by the supervisor; others wait to be looked
at.
"""

from __future__ import annotations

from datetime import datetime

from cases.match_enums import MatchOn, Verdict
from cases.matching import matches_of
from cases.models import Case, MatchLook
from cases.services import judge_match, look_at_matches
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person

REASON = "The inspector asked for other reports before the date of bail."
WORDS = "Spoke to the officer there: theirs is twenty years older and lives in another county."


def settle_a_namesake(at: datetime) -> None:
    """The sign-in supervisor looked at a name alike in another district, rang, and says it is somebody
    else.
    """
    with system("the demo looks up its sign-ins"):
        by = Person.objects.filter(username="supervisor").first()
        officer = Person.objects.filter(username="officer").first()
    if by is None or officer is None:
        return
    with acting(by):
        own = Case.objects.visible_to(by).filter(officer_in_charge=officer.pk).order_by("-reported_on")
        alike = next((one for one in own if _of_name_alone(one)), None)
    if alike is None:
        return
    look_at_matches(by=by, case=alike, reason=REASON, at=at)
    with acting(by):
        looks = list(MatchLook.objects.filter(case=alike, looked_by=by, found_on=[MatchOn.NAME]))
    for one in looks:
        judge_match(by=by, match=one, verdict=Verdict.ANOTHER, words=WORDS, at=at)


def _of_name_alone(case: Case) -> bool:
    return any(one.found_on == (MatchOn.NAME,) for one in matches_of(case))

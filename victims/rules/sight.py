"""Who may act for a victim at all, and when things can have happened."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Case, Victim
from cases.rules import who_can
from cases.whole import seen_with
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.access import place_of
from rasso_tracker.people.looks import once
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from rasso_tracker.people.roles import ISVA
from victims.models import IsvaSupport


def _check_role(by: Person, deed: str, what: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {what} as {by.role.title}. {who_can(deed)}")


def _check_sees(by: Person, victim: Victim, what: str) -> None:
    """The case must be in scope, and an ISVA acts for clients alone."""
    if by.is_service:
        return
    seen = seen_with(victim, by) is not None  # the page found the case in scope
    if not seen and not once(("case", place_of(by), victim.case_id), lambda: _knows_of_case(by, victim)):
        raise NotAllowed(f"You cannot {what}: the case is not one of yours. Ask its officer in charge.")
    if by.role == ISVA and not is_client(by, victim):
        raise NotAllowed(f"You cannot {what}: {victim.label} is not a client of yours in this case.")


def _knows_of_case(by: Person, victim: Victim) -> bool:
    return Case.objects.visible_to(by).filter(pk=victim.case_id).exists()


def is_client(by: Person, victim: Victim) -> bool:
    """True while this ISVA supports this victim with consent."""
    return once(("client", by.pk, victim.pk), lambda: _is_client(by, victim))


def _is_client(by: Person, victim: Victim) -> bool:
    return IsvaSupport.objects.filter(isva=by, victim=victim, ended_at__isnull=True).exists()


def check_can(by: Person, deed: str, what: str, victim: Victim) -> None:
    """Raises NotAllowed unless the role does this deed and the victim is within sight; Stale once merged."""
    _check_role(by, deed, what)
    _check_sees(by, victim, what)
    if victim.merged_into_id is not None:
        assert victim.merged_into is not None
        raise Stale(f"{victim.label} was merged into {victim.merged_into.label}: record it there.")


def check_moment(field: str, moment: datetime, reported_on: date, at: datetime, what: str) -> None:
    """Raises Invalid for a moment in the future or before the report."""
    if moment > at:
        raise Invalid({field: f"{what} cannot be in the future. Enter when it happened."})
    if london_date(moment) < reported_on:
        raise Invalid({field: before_report(reported_on)})


def before_report(reported_on: date) -> str:
    """What to say of a moment before the report of the case."""
    return f"The case was reported on {day_words(reported_on)}. Enter a moment on that day or later."

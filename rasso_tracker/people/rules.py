"""Who may change what about people. Refusals are sentences that the person reads."""

from __future__ import annotations

from django.db.models import Q

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import ADMINISTRATOR, CPS_LEGAL_MANAGER, GATEKEEPER, SUPERVISOR, Scope


def check_may(by: Person, deed: str, sentence: str) -> None:
    """Refuse a deed that the role in use does not hold; service accounts do only what tasks ask of them."""
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(sentence)


def check_can_set_duty_cover(by: Person, person: Person) -> None:
    """A supervisor's for the district; gatekeepers and administrators any."""
    check_may(by, "set_duty_cover", "You cannot set duty cover. Ask a supervisor or an administrator.")
    _check_own_district(by, person)


def check_can_end_duty_cover(by: Person, person: Person) -> None:
    """Whoever could have set it may end it."""
    check_may(by, "end_duty_cover", "You cannot end duty cover. Ask a supervisor or an administrator.")
    _check_own_district(by, person)


def _check_own_district(by: Person, person: Person) -> None:
    if by.role.scope == Scope.DISTRICT and person.district_id != by.district_id:
        raise NotAllowed("You can set duty cover for people of your own district only. Ask an administrator.")


def whose_leave(by: Person) -> Q:
    """Filter of Person: those whose leave somebody may record or end in the role in use.

    Everybody their own; a supervisor the team's (one without a team, such as a detective inspector, the
    district's) and that of the people who report to them; a gatekeeper the gatekeepers'; a legal manager the
    unit's; the administrator anybody's.
    """
    own, role = Q(pk=by.pk), by.role.code
    if role == ADMINISTRATOR.code:
        return Q(kind="person")
    if role == SUPERVISOR.code:
        place = Q(team=by.team_id) if by.team_id else Q(district=by.district_id, district__isnull=False)
        return own | place | Q(supervisor=by.pk)
    if role == GATEKEEPER.code:
        return own | Q(roles__contains=[GATEKEEPER.code])
    if role == CPS_LEGAL_MANAGER.code and by.cps_unit_id:
        return own | Q(cps_unit=by.cps_unit_id)
    return own


def check_leave_of(by: Person, person: Person) -> None:
    """Raises NotAllowed for the leave of somebody who is not theirs to record."""
    check_may(by, "record_leave", "You cannot record leave. Ask your supervisor or an administrator.")
    if by.is_service or Person.objects.filter(whose_leave(by), pk=person.pk).exists():
        return
    raise NotAllowed(
        f"You can record your own leave, and a supervisor that of the team. Ask {person.name}'s supervisor."
    )

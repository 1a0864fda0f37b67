"""Who may change what about people. Refusals are sentences that the person reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from rasso_tracker.people.cps_roles import CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import CpsUnit, District, Person, RoleProposal, Team
from rasso_tracker.people.parts import Part, Scope
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ADMINISTRATOR, GATEKEEPER, ROLES, SUPERVISOR


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


def may_cover(absent: Person) -> Q:
    """Filter of Person: those who can answer in `absent`'s place.

    Of the same agency, and in a role that sees at least the cases that `absent` is told of: gatekeepers for
    the whole force, everybody else for the same district or CPS unit. Where the role of `absent` reads no
    plans, nothing climbs to it: somebody who holds the same role.
    """
    scopes = {ROLES[code].scope for code in absent.roles if ROLES[code].reads(Part.PLANS)}
    fits = _in_roles(Scope.GATEKEPT)
    if Scope.GATEKEPT not in scopes:
        if scopes & {Scope.TEAM, Scope.DISTRICT}:
            here = (Scope.DISTRICT,) if Scope.DISTRICT in scopes else (Scope.TEAM, Scope.DISTRICT)
            fits |= _in_roles(*here) & Q(district=absent.district_id, district__isnull=False)
        elif Scope.CPS_UNIT in scopes:
            fits = _in_roles(Scope.CPS_UNIT) & Q(cps_unit=absent.cps_unit_id, cps_unit__isnull=False)
        else:
            fits = Q(roles__overlap=absent.roles)
    return Q(agency=absent.agency, kind="person") & fits & ~Q(pk=absent.pk)


def may_cover_some(people: Iterable[Person]) -> Q:
    """Filter of Person: those who can answer in the place of one of these at least."""
    alike = {(one.agency, *sorted(one.roles), one.district_id, one.cps_unit_id): one for one in people}
    found = Q(pk__in=())
    for one in alike.values():
        found |= may_cover(one)
    return found


def _in_roles(*scopes: Scope) -> Q:
    """Filter of Person: holders of a role of these scopes that reads plans."""
    return Q(
        roles__overlap=[
            role.code for role in ROLES.values() if role.scope in scopes and role.reads(Part.PLANS)
        ]
    )


def check_can_cover(absent: Person, covered_by: Person) -> None:
    """Raises Invalid, by `covered_by`, for somebody who could not be told what `absent` is told."""
    if covered_by.pk == absent.pk:
        raise Invalid({"covered_by": "Choose somebody else: people cannot cover for themselves."})
    if covered_by.agency != absent.agency:
        raise Invalid(
            {
                "covered_by": f"{covered_by.name} cannot cover for {absent.name}: choose somebody of the same"
                f" agency ({absent.get_agency_display()})."
            }
        )
    if not Person.objects.filter(may_cover(absent), pk=covered_by.pk).exists():
        raise Invalid(
            {
                "covered_by": f"{covered_by.name} cannot cover for {absent.name}: their role does not see"
                f" what {absent.name} is told. Choose somebody who sees the same cases."
            }
        )


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


def check_place(agency: str, district: District | None, team: Team | None, cps_unit: CpsUnit | None) -> None:
    """Where somebody works: police in a district or the whole force, CPS in a unit. Raises Invalid."""
    if team is not None and (district is None or team.district_id != district.pk):
        raise Invalid(
            {"team": f"{team.name} is a team of another district. Choose its district, or no team."}
        )
    if cps_unit is not None and agency != Agency.CPS:
        raise Invalid({"cps_unit": "Only people of the CPS work in a CPS unit."})
    if agency == Agency.CPS and district is not None:
        raise Invalid({"district": "People of the CPS work in a unit: leave the district empty."})


def check_supervisor(person: Person, supervisor: Person | None, day: date) -> None:
    """Raises Invalid for a supervisor who is the person, reports to them, or is not in post."""
    if supervisor is None:
        return
    if supervisor.pk == person.pk or supervisor.supervisor_id == person.pk:
        raise Invalid(
            {"supervisor": f"{supervisor.name} cannot supervise {person.name}: choose somebody else."}
        )
    if not supervisor.serves_on(day):
        raise Invalid({"supervisor": f"{supervisor.name} is not in post on that day."})


def check_can_decide_role(by: Person, proposal: RoleProposal, at: datetime, deed: str) -> None:
    """Four eyes: not whoever proposed it, and nobody about themselves. Constraints say the same."""
    check_may(by, deed, "Only an administrator decides who holds a role.")
    if proposal.proposed_by_id == by.pk:
        raise NotAllowed("You proposed this yourself: another administrator decides. You can take it back.")
    if proposal.person_id == by.pk:
        raise NotAllowed("This is about your own roles: another administrator decides.")
    if proposal.decided_at is not None:
        raise NotAllowed(f"This was {proposal.get_outcome_display().lower()} already.")
    if not proposal.is_open(at):
        raise NotAllowed("This proposal has run out. It can be proposed anew.")


def check_can_withdraw_role(by: Person, proposal: RoleProposal) -> None:
    """Whoever proposed it, and nobody else."""
    check_may(by, "withdraw_role", "Only an administrator takes back a proposal.")
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed("Only whoever proposed it can take it back. You may refuse it.")

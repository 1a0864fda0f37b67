"""Opening a case, assigning its officers, and the dates of an offence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from cases.enums import Precision
from cases.models import Case
from cases.rules.authority import check_role
from rasso_tracker.clocks import ClockCode, NoRuleInForce, OutsideCalendar, deadline, london_date
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import District, Person, Team
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.roles import OFFICER, SUPERVISOR


def check_can_open_case(
    by: Person,
    *,
    district: District,
    team: Team,
    officer_in_charge: Person,
    reported_on: date,
    at: datetime,
) -> None:
    check_role(by, "open_case")
    wrong = {}
    if team.district_id != district.pk:
        wrong["team"] = f"{team.name} is not a team of {district.name}: choose one of its teams."
    if fault := fault_of_report_day(reported_on, at):
        wrong["reported_on"] = fault
    if sentence := unfit_officer(officer_in_charge, at):
        wrong["officer_in_charge"] = sentence
    if not wrong and not by.is_service and officer_in_charge.pk != by.pk:
        if by.role is OFFICER and by.team_id != team.pk:
            wrong["team"] = (
                "You can log a case for your own team, or one of which you are the officer in charge. "
                "A supervisor of the district can log any other."
            )
        elif by.role is SUPERVISOR and by.district_id != district.pk:
            wrong["district"] = "You can log a case for your own district only."
    if wrong:
        raise Invalid(wrong)


def fault_of_report_day(day: date, at: datetime) -> str:
    """Why a case cannot have been reported on that day, or be followed from it; "" where it can.

    What every victim of the case is owed counts from there: without a rule or a calendar for that day no
    victim could be added.
    """
    if day > london_date(at):
        return "The date of the report cannot be in the future."
    try:
        deadline(ClockCode.SUPPORT_REFERRAL, day)
    except (NoRuleInForce, OutsideCalendar) as trouble:
        return f"Check the date of the report. {trouble}"
    return ""


def check_can_move(by: Person, case: Case, team: Team, named: Iterable[Person]) -> None:
    """Nobody moves a case out of their own sight: their next deed on it would fail. Raises Invalid."""
    if by.is_service or case.restricted or by in named:
        return
    if by.role is OFFICER and team.pk != by.team_id:
        raise Invalid(
            {"team": "You would no longer see the case. A supervisor or its officer in charge can move it."}
        )
    if by.role is SUPERVISOR and team.district_id != by.district_id:
        raise Invalid(
            {"team": "You can move a case within your district. Its officer in charge can move it further."}
        )


def unfit_officer(person: Person, at: datetime) -> str:
    """Why a person cannot be assigned to a case, "" when they can."""
    if person.agency != Agency.POLICE or person.is_service:
        return "Choose somebody who works for the police."
    if not {OFFICER.code, SUPERVISOR.code} & set(person.roles):
        return f"{person.name} does not hold the role of officer or supervisor."
    if not person.serves_on(london_date(at)):
        return f"{person.name} is not in post today."
    return ""


def check_can_assign(by: Person, person: Person, at: datetime) -> None:
    check_role(by, "assign_officer")
    if sentence := unfit_officer(person, at):
        raise Invalid({"person": sentence})


def check_offence_dates(
    precision: str, offence_from: date | None, offence_to: date | None, at: datetime
) -> None:
    """Dates of the offence fit how precisely they are known; none in the future. Raises Invalid."""
    today = london_date(at)
    wrong = {}
    if precision == Precision.UNKNOWN:
        if offence_from or offence_to:
            wrong["precision"] = "Say how precisely the date is known, or leave the dates empty."
    elif offence_from is None:
        wrong["offence_from"] = "Enter the date, or the first day on which it may have happened."
    elif precision == Precision.RANGE and offence_to is None:
        wrong["offence_to"] = "Enter the last day on which it may have happened."
    elif precision == Precision.DAY and offence_to not in (None, offence_from):
        wrong["offence_to"] = (
            "Leave the second date empty when the day is known, or choose between two dates."
        )
    elif offence_to is not None and offence_to < offence_from:
        wrong["offence_to"] = "The last day cannot be before the first."
    if offence_from and offence_from > today:
        wrong["offence_from"] = "The date of the offence cannot be in the future."
    if offence_to and precision == Precision.RANGE and offence_to > today:
        wrong["offence_to"] = "The date of the offence cannot be in the future."
    if wrong:
        raise Invalid(wrong)

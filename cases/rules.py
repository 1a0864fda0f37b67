"""Who may do what to a case, and when. Each check raises a refusal whose sentence the person reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from cases.enums import CLOSED_STAGES, RECORDED_BY_HAND, MilestoneKind, Precision
from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import GATEKEEPER, OFFICER, ROLES, SUPERVISOR

if TYPE_CHECKING:
    from cases.models import Case, Milestone, NamedAccess
    from rasso_tracker.people.models import District, Person, Team

Kind = MilestoneKind

WORDS = {
    "open_case": "log a case",
    "edit_case": "edit a case",
    "restrict_case": "restrict a case to named people",
    "name_person": "name a person on a case",
    "end_naming": "end a person's access to a case",
    "assign_officer": "assign an officer",
    "add_allegation": "add an allegation",
    "edit_allegation": "edit an allegation",
    "add_suspect": "add a suspect",
    "add_victim": "add a victim",
    "record_milestone": "record a milestone",
    "void_milestone": "void a milestone",
}

# Which deed makes a milestone true that nobody records by hand.
MADE_TRUE_BY: dict[MilestoneKind, frozenset[str]] = {
    Kind.REPORTED: frozenset({"open_case"}),
    Kind.EARLY_ADVICE_REQUESTED: frozenset({"submit_to_cps"}),
    Kind.EARLY_ADVICE_GIVEN: frozenset({"write_advice"}),
    Kind.SUBMITTED: frozenset({"submit_to_cps"}),
    Kind.TRIAGE_ACCEPTED: frozenset({"triage_submission", "complete_plan"}),
    Kind.TRIAGE_REJECTED: frozenset({"triage_submission"}),
    Kind.ACTION_PLAN_ISSUED: frozenset({"issue_action_plan"}),
    Kind.RESUBMITTED: frozenset({"submit_to_cps", "return_items", "complete_plan", "record_plan_review"}),
    Kind.POLICE_NFA: frozenset({"authorise_nfa"}),
    Kind.CPS_NFA: frozenset({"authorise_cps_nfa", "record_cps_nfa", "confirm_cps_act"}),
    Kind.REOPENED: frozenset({"decide_review", "confirm_cps_decision"}),
    Kind.TRANSFERRED: frozenset({"authorise_nfa"}),
    Kind.CANCELLED: frozenset({"cancel_crime"}),
}
GIVES_AN_OUTCOME = frozenset(
    {
        "record_milestone",
        "authorise_nfa",
        "authorise_cps_nfa",
        "record_cps_nfa",
        "confirm_cps_decision",
        "decide_review",
        "cancel_crime",
    }
)
OF_A_SUSPECT = frozenset(
    {
        Kind.SUSPECT_IDENTIFIED,
        Kind.ARRESTED,
        Kind.INTERVIEWED,
        Kind.BAILED,
        Kind.BAIL_ENDED,
        Kind.RELEASED_UNDER_INVESTIGATION,
    }
)
OF_A_VICTIM = frozenset({Kind.FIRST_ACCOUNT, Kind.ABE})
OF_AN_ALLEGATION = frozenset({Kind.CHARGED})
# A first account may have been given elsewhere, and a suspect known, before the police had a report.
MAY_PRECEDE_THE_REPORT = frozenset({Kind.FIRST_ACCOUNT, Kind.SUSPECT_IDENTIFIED})
# What cannot have happened without the other on or before it, for the same suspect or the whole case.
RESTS_ON = {
    Kind.BAILED: (Kind.ARRESTED, "Record the arrest first: bail follows an arrest."),
    Kind.BAIL_ENDED: (Kind.BAILED, "Record the bail first: no bail stands on or before this moment."),
    Kind.RELEASED_UNDER_INVESTIGATION: (
        Kind.ARRESTED,
        "Record the arrest first: release under investigation follows an arrest.",
    ),
    Kind.TRIAL_BEGUN: (Kind.CHARGED, "Record the charge first: a trial follows a charge."),
    Kind.FINALISED: (Kind.CHARGED, "Record the charge first: only a charged case is finalised at court."),
}
ARREST_BEFORE_INTERVIEW = (
    "Record the arrest first: no arrest stands on or before this interview. "
    "If the suspect came of their own will, choose voluntary attendance."
)
LEAST_NAMED = 2


def who_can(deed: str) -> str:
    """The roles that may, in words: "An officer or a supervisor can." """
    titles = [role.title[:1].lower() + role.title[1:] for role in ROLES.values() if role.may(deed)]
    titles = [title if title[:3] != "cPS" else title.replace("cPS", "CPS", 1) for title in titles]
    if not titles:
        return "Nobody can."
    words = [("an " if title[0] in "aeiou" else "a ") + title for title in titles]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return capfirst(f"{listed} can.")


def check_role(by: Person, deed: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {WORDS[deed]} as {by.role.title}. {who_can(deed)}")


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
    if reported_on > london_date(at):
        wrong["reported_on"] = "The date of the report cannot be in the future."
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


def check_case_open(case: Case, doing: str) -> None:
    if case.stage in CLOSED_STAGES:
        raise NotAllowed(
            f"You cannot {doing}: every allegation of this case is closed ({case.get_stage_display()}). "
            "It can be re-opened by a Right to Review decision."
        )


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


def check_can_record_milestone(by: Person, kind: MilestoneKind) -> None:
    """A milestone of the investigation is recorded by hand; any other by the deed that makes it true."""
    if by.is_service:
        return
    if kind in RECORDED_BY_HAND:
        check_role(by, "record_milestone")
    elif not any(by.role.may(deed) for deed in MADE_TRUE_BY[kind]):
        raise NotAllowed(
            f"{kind.label} is not recorded by hand: the deed that makes it true writes it, and as "
            f"{by.role.title} you may not do that deed."
        )


def check_milestone_fits(
    case: Case,
    kind: MilestoneKind,
    occurred_at: datetime,
    at: datetime,
    *,
    interview_by: str,
    limit_on: date | None,
) -> None:
    """What a milestone must say by itself, whatever else happened in the case. Raises Invalid."""
    wrong = {}
    if occurred_at > at:
        wrong["occurred_at"] = "Enter a moment that is not in the future."
    elif (
        kind in RECORDED_BY_HAND
        and kind not in MAY_PRECEDE_THE_REPORT
        and occurred_at < start_of_day(case.reported_on)
    ):
        day = f"{case.reported_on.day} {case.reported_on:%B %Y}"
        wrong["occurred_at"] = f"This cannot have happened before the report of {day}."
    if kind == Kind.INTERVIEWED and not interview_by:
        wrong["interview_by"] = "Choose whether the suspect was interviewed after arrest or voluntarily."
    if kind != Kind.INTERVIEWED and interview_by:
        wrong["interview_by"] = "Only an interview under caution says this: leave it empty."
    if kind == Kind.BAILED and limit_on is None:
        wrong["limit_on"] = "Enter the date on which bail ends."
    elif kind != Kind.BAILED and limit_on is not None:
        wrong["limit_on"] = "Only bail has a limit: leave it empty."
    elif limit_on is not None and limit_on <= london_date(occurred_at):
        wrong["limit_on"] = "The limit of bail must be after the day of bail."
    if wrong:
        raise Invalid(wrong)


def foundation(kind: str, interview_by: str) -> tuple[MilestoneKind, str] | None:
    """The kind that a milestone rests on, and the sentence when it is missing."""
    if kind == Kind.INTERVIEWED and interview_by == "arrest":
        return Kind.ARRESTED, ARREST_BEFORE_INTERVIEW
    return RESTS_ON.get(MilestoneKind(kind))


def check_milestone_has_foundation(
    kind: MilestoneKind,
    occurred_at: datetime,
    interview_by: str,
    suspect_id: object,
    standing: Iterable[Milestone],
) -> None:
    """Raises Invalid when what must have come first is not recorded on or before the moment."""
    needed = foundation(kind, interview_by)
    if needed is None:
        return
    before, sentence = needed
    if not any(
        one.kind == before and one.occurred_at <= occurred_at and one.suspect_id in (None, suspect_id)
        for one in standing
    ):
        raise Invalid({"interview_by" if kind == Kind.INTERVIEWED else "kind": sentence})


def check_can_void_milestone(
    by: Person, milestone: Milestone, others: Sequence[Milestone], reason: str
) -> None:
    """A voided milestone takes nothing else with it: what rests on it is voided first."""
    check_role(by, "void_milestone")
    if milestone.kind not in RECORDED_BY_HAND:
        raise NotAllowed(
            f"{milestone.get_kind_display()} was written by another deed: correct it there, not here."
        )
    if not milestone.stands:
        raise NotAllowed("This milestone was voided already.")
    if not reason.strip():
        raise Invalid({"reason": "Say why the milestone is wrong."})
    for one in others:
        needed = foundation(one.kind, one.interview_by)
        if needed is None or needed[0] != milestone.kind or one.occurred_at < milestone.occurred_at:
            continue
        left = [other for other in others if other.pk != one.pk]
        try:
            check_milestone_has_foundation(
                MilestoneKind(one.kind), one.occurred_at, one.interview_by, one.suspect_id, left
            )
        except Invalid:
            raise NotAllowed(
                f"“{one.get_kind_display()}” rests on this milestone: void that one first, then this one."
            ) from None


def check_gives_outcome(
    by: Person, case: Case, outcome: str, outcome_at: datetime | None, at: datetime
) -> None:
    if not by.is_service and not any(by.role.may(deed) for deed in GIVES_AN_OUTCOME):
        raise NotAllowed(f"You cannot record an outcome as {by.role.title}. {who_can('authorise_nfa')}")
    if bool(outcome) != (outcome_at is not None):
        raise Invalid({"outcome_at": "An outcome and its moment are recorded together."})
    if outcome_at is None:
        return
    if outcome_at > at:
        raise Invalid({"outcome_at": "Enter a moment that is not in the future."})
    if outcome_at < start_of_day(case.reported_on):
        raise Invalid({"outcome_at": "An outcome cannot be before the report."})


def is_in_post(person: Person, at: datetime) -> bool:
    return person.serves_on(london_date(at))


def check_named_enough(people: Iterable[Person], field: str, at: datetime) -> None:
    """A restricted case has two named people or more, one of them a gatekeeper (safety.md 4). Raises
    Invalid.
    """
    today = london_date(at)
    serving = {person.pk: person for person in people if person.serves_on(today)}
    if len(serving) < LEAST_NAMED:
        raise Invalid({field: "Name at least two people who are in post: nobody else will see the case."})
    if not any(GATEKEEPER.code in person.roles for person in serving.values()):
        raise Invalid({field: "Name a gatekeeper among them."})


def check_can_end_naming(
    by: Person, naming: NamedAccess, case: Case, left: Iterable[Person], at: datetime
) -> None:
    check_role(by, "end_naming")
    if naming.ended_at is not None:
        raise NotAllowed("This access has ended already.")
    if naming.because == "assigned":
        raise NotAllowed("The access of an assigned officer ends when somebody else is assigned.")
    if case.restricted:
        try:
            check_named_enough(left, "", at)
        except Invalid:
            raise NotAllowed(
                "A restricted case keeps two named people or more, one a gatekeeper: name another first."
            ) from None

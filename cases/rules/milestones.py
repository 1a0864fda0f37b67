"""What may be recorded as having happened, by whom, and what rests on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cases.enums import RECORDED_BY_HAND, WITH_A_LIMIT, MilestoneKind
from cases.models import Case, Milestone, Victim
from cases.rules.authority import check_role, who_can
from rasso_tracker.clocks import day_words, london_date, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed

Kind = MilestoneKind

# Which deed makes a milestone true that nobody records by hand.
MADE_TRUE_BY: dict[MilestoneKind, frozenset[str]] = {
    Kind.REPORTED: frozenset({"open_case"}),
    Kind.EARLY_ADVICE_REQUESTED: frozenset({"submit_to_cps"}),
    Kind.EARLY_ADVICE_GIVEN: frozenset({"write_advice"}),
    Kind.SUBMITTED: frozenset({"submit_to_cps"}),
    Kind.TRIAGE_ACCEPTED: frozenset({"triage_submission", "complete_plan"}),
    Kind.TRIAGE_REJECTED: frozenset({"triage_submission"}),
    Kind.ADMIN_FINALISED: frozenset({"finalise_plan", "finalise_early_advice"}),
    Kind.ACTION_PLAN_ISSUED: frozenset({"issue_action_plan", "reopen_plan"}),
    Kind.RESUBMITTED: frozenset(
        {
            "submit_to_cps",
            "return_items",
            "complete_plan",
            "record_plan_review",
            "withdraw_item",
            "withdraw_plan",
        }
    ),
    Kind.POLICE_NFA: frozenset({"authorise_nfa"}),
    Kind.CPS_NFA: frozenset({"authorise_cps_nfa", "record_cps_nfa", "confirm_cps_act"}),
    Kind.REOPENED: frozenset(
        {"decide_review", "confirm_cps_decision", "record_cps_review_outcome", "reopen_decision"}
    ),
    Kind.TRANSFERRED: frozenset({"authorise_nfa"}),
    Kind.CANCELLED: frozenset({"cancel_crime", "cancel_recorded_crime"}),
}
GIVES_AN_OUTCOME = frozenset(
    {
        "record_milestone",
        "authorise_nfa",
        "authorise_cps_nfa",
        "record_cps_nfa",
        "confirm_cps_decision",
        "decide_review",
        "reopen_decision",
        "cancel_crime",
        "cancel_recorded_crime",
    }
)
OF_A_VICTIM = frozenset({Kind.FIRST_ACCOUNT, Kind.ABE})
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
    Kind.REMANDED: (Kind.CHARGED, "Record the charge first: the custody time limit runs after a charge."),
    Kind.CUSTODY_ENDED: (
        Kind.REMANDED,
        "Record the remand first: no remand in custody stands on or before this moment.",
    ),
    Kind.TRIAL_BEGUN: (Kind.CHARGED, "Record the charge first: a trial follows a charge."),
    Kind.FINALISED: (Kind.CHARGED, "Record the charge first: only a charged case is finalised at court."),
}
ARREST_BEFORE_INTERVIEW = (
    "Record the arrest first: no arrest stands on or before this interview. "
    "If the suspect came of their own will, choose voluntary attendance."
)


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


def follows_the_report(kind: str) -> bool:
    """Whether a milestone of this kind, recorded by hand, cannot have happened before the report."""
    return kind in RECORDED_BY_HAND and kind not in MAY_PRECEDE_THE_REPORT


def before_report(case: Case) -> str:
    """What to say of one that follows the report and is said to have come before it."""
    return f"This cannot have happened before the report of {day_words(case.reported_on)}."


def check_milestone_fits(
    case: Case,
    kind: MilestoneKind,
    occurred_at: datetime | None,
    at: datetime,
    *,
    interview_by: str,
    limit_on: date | None,
    began_on: date | None = None,
) -> None:
    """What a milestone must say by itself, whatever else happened in the case. Raises Invalid. A form may
    still miss its moment, and know its day (`began_on`) alone.
    """
    began_on = began_on if occurred_at is None else london_date(occurred_at)
    wrong = {}
    if occurred_at is None:
        pass
    elif occurred_at > at:
        wrong["occurred_at"] = "Enter a moment that is not in the future."
    elif follows_the_report(kind) and occurred_at < start_of_day(case.reported_on):
        wrong["occurred_at"] = before_report(case)
    if kind == Kind.INTERVIEWED and not interview_by:
        wrong["interview_by"] = "Choose whether the suspect was interviewed after arrest or voluntarily."
    if kind != Kind.INTERVIEWED and interview_by:
        wrong["interview_by"] = "Only an interview under caution says this: leave it empty."
    what = "bail" if kind == Kind.BAILED else "the custody time limit"
    if kind in WITH_A_LIMIT and limit_on is None:
        wrong["limit_on"] = f"Enter the date on which {what} ends."
    elif kind not in WITH_A_LIMIT and limit_on is not None:
        wrong["limit_on"] = "Only bail and a remand in custody have a limit: leave it empty."
    elif limit_on is not None and began_on is not None and limit_on <= began_on:
        wrong["limit_on"] = f"The end of {what} must be after the day on which it began."
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


def check_not_recorded_twice(milestone: Milestone, standing: Iterable[Milestone]) -> None:
    """Raises Invalid when the same stands already, of the same moment and the same people: what is owed for
    it would be owed twice.
    """
    same = next((one for one in standing if _what(one) == _what(milestone)), None)
    if same is not None:
        raise Invalid(
            {
                "occurred_at": f"“{same.happened}” is recorded at this moment already. If something else"
                " happened, enter when; if the first record is wrong, void it."
            }
        )


def _what(one: Milestone) -> tuple[object, ...]:
    return one.kind, one.occurred_at, one.suspect_id, one.victim_id, one.allegation_id


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
    if (one := rests_on(milestone, others)) is not None:
        raise NotAllowed(
            f"“{one.get_kind_display()}” rests on this milestone: void that one first, then this one."
        )


def rests_on(milestone: Milestone, others: Sequence[Milestone]) -> Milestone | None:
    """One of the `others`, of those that stand beside it, that could not have been without it; None where
    nothing rests on it. Pure.
    """
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
            return one
    return None


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


def check_not_merged(victim: Victim | None) -> None:
    """Raises Invalid for a record that was merged into another of the same person.

    Asked of the database, under the lock of the case: the record may have been merged since it was read.
    """
    if victim is None:
        return
    kept = Victim.objects.filter(merged__pk=victim.pk).first()
    if kept is not None:
        raise Invalid({"victim": f"{victim.label} was merged into {kept.label}: choose that one."})

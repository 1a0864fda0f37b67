"""When a charge may be recorded: who may charge the offence, who decided, and what forbids it.

Source: domain.md 12 (offences triable on indictment alone, and sexual offences by or upon somebody under 18,
are charged on CPS's decision). An emergency charge needs CPS too: nothing here goes round it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from cases.enums import (
    MAY_BE_INDICTABLE_ONLY,
    SENT_TO_CPS,
    ChargeBy,
    ChargeDocument,
    MilestoneKind,
    PlanBecomes,
    Stage,
)
from cases.models import Allegation, Case, Milestone
from cases.stages import Event, bears_on, standing
from rasso_tracker.clocks import add_months, day_words, end_of_day, london_date
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, together

Kind = MilestoneKind
_WITH_CPS = SENT_TO_CPS | {Kind.TRIAGE_REJECTED}
ENDED_BY = {Stage.POLICE_NFA: "The police", Stage.CPS_NFA: "CPS"}
OF_AGE = 18
_UNDOES = frozenset({Kind.POLICE_NFA, Kind.CPS_NFA, Kind.REOPENED})  # a charge may come again after it


@dataclass(frozen=True)
class Charge:
    """Who decided on a charge, as whoever records it says; all empty of any other milestone."""

    by: str = ""
    cps_lawyer: str = ""
    cps_decided_on: date | None = None
    document_name: str = ""
    document_date: date | None = None

    @property
    def of_cps(self) -> dict[str, object]:
        """What is said of a decision of CPS alone, by field."""
        return {
            "cps_lawyer": self.cps_lawyer,
            "cps_decided_on": self.cps_decided_on,
            "document_name": self.document_name,
            "document_date": self.document_date,
        }


@dataclass(frozen=True)
class OpenPlan:
    """An action plan that is open beside a charge, and in words which it is."""

    pk: UUID
    words: str
    issued_at: datetime


@dataclass(frozen=True)
class SaidOfPlan:
    """What becomes of it, as whoever records the charge says."""

    plan: UUID
    becomes: str
    reason: str


# What a charge says, by field, where nothing is said; of CPS's decision the rest.
MISSING_WHO = {"charge_by": "Choose who decided on the charge: the police or CPS."}
MISSING_OF_CPS = {
    "cps_lawyer": "Enter the name of the CPS lawyer who decided, as the MG3 or MG3A gives it.",
    "cps_decided_on": "Enter the day on which CPS decided.",
    "document_name": "Choose the CPS document that you enter this from.",
    "document_date": "Enter the date of the CPS document.",
}


def still_open(plans: Sequence[OpenPlan]) -> str:
    """The sentence where nothing is said of these."""
    return f"Say what becomes of what is still open. {'. '.join(one.words for one in plans)}."


def said_of_plans(
    rows: Sequence[Mapping[str, Any]], plans: Sequence[OpenPlan], charge: Charge, moment: datetime
) -> list[SaidOfPlan]:
    """Rows of a form or of the API, each about one of the plans that are open, and every one said that was
    issued by the `moment` of the charge. Raises Invalid by field of each row.
    """
    known = {str(one.pk): one for one in plans}
    wrong, said = {}, {}
    for index, row in enumerate(rows):
        key, becomes, reason = str(row["plan"]), row["becomes"], row["reason"].strip()
        name = f"open_plans-{index}"
        if key not in known:
            wrong[f"{name}-plan"] = "Choose an action plan that is open on this case."
            continue
        if known[key].issued_at > moment:
            if becomes or reason:
                wrong[f"{name}-plan"] = (
                    f"This plan was issued on {day_words(known[key].issued_at)}, after the charge of"
                    f" {day_words(moment)}: leave this empty, and the plan stays as it is. Or check the date"
                    " of the charge."
                )
            continue
        if key in said:
            wrong[f"{name}-plan"] = "This plan is here twice: keep one row for it."
        if becomes not in PlanBecomes.values:
            wrong[f"{name}-becomes"] = "Choose what becomes of this plan."
        elif becomes == PlanBecomes.WITHDRAWN and charge.by == ChargeBy.POLICE:
            wrong[f"{name}-becomes"] = (
                "CPS did not decide on this charge, and only CPS takes back what it asks for: the plan stays"
                " open. Say why."
            )
        elif becomes == PlanBecomes.STAYS and not reason:
            wrong[f"{name}-reason"] = "Say why the plan stays open beside the charge."
        said[key] = SaidOfPlan(known[key].pk, becomes, reason)
    if left := [one for key, one in known.items() if key not in said and one.issued_at <= moment]:
        wrong["open_plans"] = still_open(left)
    if wrong:
        raise Invalid(wrong)
    return list(said.values())


def under_age(born: date, day: date) -> bool:
    """Whether somebody born then was under 18 on a day. Pure."""
    return day < add_months(born, OF_AGE * 12)


def caution_of(charge: Milestone, allegation: Allegation, *, of_a_child: bool) -> str:
    """What to do about a charge by police, where it is learnt later that CPS alone may; else "".

    An age is a fact and is never refused, so it may stand beside a charge that it speaks against.
    """
    only_cps = why_only_cps(allegation, of_a_child=of_a_child)
    if charge.charge_by != ChargeBy.POLICE or not only_cps:
        return ""
    return (
        f"The police decided on the charge of {allegation.crime_reference}, and only CPS may, since"
        f" {only_cps}. Put it to CPS at once. Void this charge: it is charged again once CPS has decided."
    )


def check_says_no_charge(charge: Charge, open_plans: Sequence[Mapping[str, Any]]) -> None:
    """Raises Invalid where anything but a charge says who decided on one, or what becomes of plans.

    A row with its plan alone says nothing: the form begins with one for each.
    """
    of_plans = [row for row in open_plans if row.get("becomes") or row.get("reason")]
    said = {"charge_by": charge.by, **charge.of_cps, "open_plans": of_plans}
    wrong = {name: "Only a charge says this: leave it empty." for name, value in said.items() if value}
    if wrong:
        raise Invalid(wrong)


def check_charge(
    charge: Charge,
    case: Case,
    allegation: Allegation | None,
    *,
    by: Person,
    occurred_at: datetime,
    at: datetime,
    milestones: Sequence[Milestone],
    of_a_child: bool,
) -> None:
    """Raises Invalid with every fault of a charge: it is over, CPS alone decides on it or did not have it,
    or what is said of the decision cannot be so. `of_a_child`: by or upon somebody under 18.
    """
    of_cps = partial(_check_of_cps, charge, case, by, occurred_at, at)
    if allegation is None:
        together(_check_chosen, partial(_check_who, charge, "", ""), of_cps)
        return
    bearing = [one for one in milestones if bears_on(one, allegation)]
    only_cps = why_only_cps(allegation, of_a_child=of_a_child)
    together(
        partial(check_not_over, allegation, occurred_at, bearing),
        partial(_check_not_charged, allegation, occurred_at, bearing),
        partial(_check_who, charge, allegation.crime_reference, only_cps),
        of_cps,
        partial(_check_cps_had_it, charge, allegation, only_cps, occurred_at, bearing),
    )


def check_not_over(allegation: Allegation, occurred_at: datetime, bearing: Iterable[Event]) -> None:
    """Raises Invalid for a charge where a decision to end without one stands, or the court has finished.

    Asked of the database, under the lock of the case.
    """
    stage = Stage(Allegation.objects.values_list("stage", flat=True).get(pk=allegation.pk))
    name = allegation.crime_reference
    wrong = ""
    if stage in ENDED_BY:
        wrong = (
            f"{ENDED_BY[stage]} decided to end {name} without charge, and that stands."
            " Open the decision again first, then record the charge."
        )
    elif stage == Stage.TRANSFERRED:
        wrong = f"{name} was transferred, and that stands. Open the decision again first."
    elif stage == Stage.CANCELLED:
        wrong = (
            f"The crime registrar cancelled {name}, so nobody is charged with it. Add what was charged"
            " as an allegation with a crime reference of its own."
        )
    elif over := next((one for one in standing(bearing, occurred_at) if one.kind == Kind.FINALISED), None):
        wrong = (
            f"The court finished with {name} on {day_words(over.occurred_at)}, so nobody is charged with it"
            " after that. If that was recorded wrongly, void it first. What is charged anew is an allegation"
            " of its own."
        )
    if wrong:
        raise Invalid({"kind": wrong})


def _check_not_charged(allegation: Allegation, occurred_at: datetime, bearing: Iterable[Event]) -> None:
    """Raises Invalid where a charge of it stands already, with nothing between the two that undid it: the
    victim would be told twice.
    """
    events = [*standing(bearing, datetime.max.replace(tzinfo=UTC))]
    for one in events:
        if one.kind != Kind.CHARGED:
            continue
        first, last = sorted((one.occurred_at, occurred_at))
        if not any(other.kind in _UNDOES and first <= other.occurred_at <= last for other in events):
            raise Invalid(
                {
                    "kind": f"{allegation.crime_reference} was charged on {day_words(one.occurred_at)}, and "
                    "that stands. If that record is wrong, void it first."
                }
            )


def why_only_cps(allegation: Allegation, *, of_a_child: bool) -> str:
    """Why CPS alone may decide to charge, within a sentence; "" where the police may."""
    if of_a_child:
        return "somebody under 18 is concerned"
    if allegation.offence_type in MAY_BE_INDICTABLE_ONLY:
        return f"the offence is “{allegation.get_offence_type_display()}”"
    return ""


def _check_chosen() -> None:
    raise Invalid({"allegation": "Choose which allegation was charged."})


def _check_who(charge: Charge, name: str, only_cps: str) -> None:
    wrong: dict[str, str] = {}
    if charge.by not in ChargeBy.values:
        wrong |= MISSING_WHO
    elif charge.by == ChargeBy.POLICE and only_cps:
        wrong["charge_by"] = (
            f"Only CPS decides to charge {name}, since {only_cps}. Choose CPS, and enter what its MG3 or MG3A"
            " says."
        )
    if charge.by == ChargeBy.POLICE:
        wrong |= {
            name: "The police decided on this charge: leave this empty."
            for name, value in charge.of_cps.items()
            if value
        }
    if wrong:
        raise Invalid(wrong)


def _check_of_cps(charge: Charge, case: Case, by: Person, occurred_at: datetime, at: datetime) -> None:
    """Who of CPS decided and when; police also name and date the document that says so."""
    if charge.by != ChargeBy.CPS:
        return
    wrong = {}
    decided_on, charged_on, reported = charge.cps_decided_on, london_date(occurred_at), case.reported_on
    if not charge.cps_lawyer:
        wrong["cps_lawyer"] = MISSING_OF_CPS["cps_lawyer"]
    if decided_on is None:
        wrong["cps_decided_on"] = MISSING_OF_CPS["cps_decided_on"]
    elif decided_on > london_date(at):
        wrong["cps_decided_on"] = "CPS cannot have decided in the future."
    elif decided_on > charged_on:
        wrong["cps_decided_on"] = f"CPS decides before the charge, which was on {day_words(charged_on)}."
    elif decided_on < reported:
        wrong["cps_decided_on"] = f"CPS cannot have decided before the report of {day_words(reported)}."
    document = (charge.document_name, charge.document_date)
    if document != ("", None) or by.agency != Agency.CPS:
        wrong |= _faults_of_document(charge, case, at, None if "cps_decided_on" in wrong else decided_on)
    if wrong:
        raise Invalid(wrong)


def _faults_of_document(charge: Charge, case: Case, at: datetime, decided_on: date | None) -> dict[str, str]:
    wrong = {}
    dated = charge.document_date
    if charge.document_name not in ChargeDocument.values:
        wrong["document_name"] = MISSING_OF_CPS["document_name"]
    if dated is None:
        wrong["document_date"] = MISSING_OF_CPS["document_date"]
    elif dated > london_date(at):
        wrong["document_date"] = "The CPS document cannot be dated in the future."
    elif dated < case.reported_on:
        wrong["document_date"] = (
            f"The case was reported on {day_words(case.reported_on)}, so its CPS document cannot be dated"
            " before that. Check the date."
        )
    elif decided_on is not None and dated < decided_on:
        wrong["document_date"] = "The document cannot be older than the decision that it tells of."
    return wrong


def _check_cps_had_it(
    charge: Charge,
    allegation: Allegation,
    only_cps: str,
    occurred_at: datetime,
    bearing: Sequence[Milestone],
) -> None:
    """What CPS decided on it had on that day. What triage sent back it did not have until it came again."""
    if not only_cps and charge.by != ChargeBy.CPS:
        return
    decided_at = occurred_at
    if charge.cps_decided_on is not None and charge.cps_decided_on < london_date(occurred_at):
        decided_at = end_of_day(charge.cps_decided_on)
    if _last(bearing, decided_at) in SENT_TO_CPS:
        return
    last = _last(bearing, occurred_at)
    name = allegation.crime_reference
    if last in SENT_TO_CPS:
        sent = [one for one in standing(bearing, occurred_at) if one.kind in SENT_TO_CPS]
        first = next(one for one in sent if one.occurred_at > decided_at)
        raise Invalid(
            {
                "cps_decided_on": f"CPS did not have {name} on that day: it went to CPS on"
                f" {day_words(first.occurred_at)}. Enter the day on which CPS decided."
            }
        )
    had = (
        "it was sent back at triage, and not submitted again"
        if last
        else "it was not submitted for a decision"
    )
    since = (
        f"Only CPS decides to charge {name}, since {only_cps}, and"
        if only_cps
        else (f"CPS cannot have decided to charge {name}, since")
    )
    raise Invalid(
        {
            "kind": f"{since} by this moment {had}. Submit the case to CPS first, then record the charge that"
            " CPS decided on."
        }
    )


def _last(bearing: Iterable[Event], moment: datetime) -> str:
    """What was last between police and CPS at a moment, "" where nothing was."""
    return next((one.kind for one in reversed(standing(bearing, moment)) if one.kind in _WITH_CPS), "")


def check_charge_still_fits(
    allegation: Allegation, milestones: Iterable[Milestone], *, of_a_child: bool, field: str
) -> None:
    """Raises Invalid where the police decided on a charge of what, as corrected, CPS alone may charge."""
    only_cps = why_only_cps(allegation, of_a_child=of_a_child)
    by_police = any(one.charge_by == ChargeBy.POLICE and bears_on(one, allegation) for one in milestones)
    if only_cps and by_police:
        raise Invalid(
            {
                field: f"The police decided on the charge of {allegation.crime_reference}, and only CPS may"
                f" where {only_cps}. Void the charge first, then change this. It is charged again once CPS"
                " has decided."
            }
        )

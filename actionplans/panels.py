"""The CPS and action plans part of the case page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from actionplans.checklist import SIGN_OFF_WANTED, MaterialState
from actionplans.clinic_enums import ASKS_EARLY, CancelledBecause
from actionplans.enums import SubmissionKind
from actionplans.models import (
    ActionPlan,
    Advice,
    CaseStrategy,
    ClinicBooking,
    ClinicFollowUp,
    EarlyAdviceConsidered,
    EarlyAdviceEnding,
    EnteredCharge,
    FileCheck,
    FileCheckLine,
    StrategyAgreement,
    Submission,
    Triage,
)
from actionplans.shown import age, plan_deadline, word_of
from actionplans.shown.files import check_deadline
from actionplans.shown.submissions import clocks_of, submission_deadline
from cases.models import Case, Milestone
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """Submissions with their answers, and action plans with their dates; None for a role that reads
    neither.
    """
    if not (person.role.reads(Part.CPS) or person.role.reads(Part.PLANS)):
        return None
    at = now()
    whole = whole_of(case)
    submissions = whole.rows(Submission) if person.role.reads(Part.CPS) else []
    plans = whole.rows(ActionPlan) if person.role.reads(Part.PLANS) else []
    answers = whole.rows(Triage) if submissions else []
    triages = {one.submission_id: one for one in answers if one.superseded_at is None}
    advice = Counter(one.submission_id for one in (whole.rows(Advice) if submissions else []))
    endings = whole.rows(EarlyAdviceEnding) if submissions else []
    closed = {one.submission_id: one for one in endings if one.stands}
    checks = whole.rows(FileCheck) if person.role.reads(Part.CPS) else []
    return {
        "at": at,
        "clocks": clocks_of(case, at) if submissions else None,
        "early_advice": _early_advice(case, whole, submissions) if person.role.reads(Part.CPS) else "",
        "strategy": _strategy(whole) if person.role.reads(Part.CPS) else None,
        "clinics": _clinics(whole) if person.role.reads(Part.CPS) else [],
        "to_check_again": _to_check_again(submissions, triages, checks),
        "file_check": _last_check(checks, whole.rows(FileCheckLine) if checks else []),
        "charges": _entered_charges(case, person, whole) if person.role.reads(Part.CPS) else [],
        "submissions": [
            {
                "row": one,
                "deadline": submission_deadline(one.kind, one.due_on, one.submitted_at),
                "triage": triages.get(one.pk),
                "advice": advice[one.pk],
                "closed": closed.get(one.pk),
            }
            for one in submissions
        ],
        "plans": [
            {
                "row": one,
                "word": word_of(one, at),
                "age": age(one.lapses_at, at) if one.is_lapsed(at) and one.lapses_at else None,
                "review": plan_deadline("review", one.review_on, one.issued_on),
                "target": plan_deadline("target", one.target_on, one.issued_on),
            }
            for one in reversed(plans)
        ],
    }


def _entered_charges(case: Case, person: Person, whole: Whole) -> list[dict[str, Any]]:
    """Charges that stand and that police entered from CPS's document, and whether CPS said that it did so."""
    charges = {one.pk: one for one in whole.rows(Milestone) if one.stands}
    may = person.role.may("confirm_charge")
    return [
        {
            "row": one,
            "charge": charges[one.charge_id],
            "confirm": address("confirm_charge", one.pk) if may and one.awaits_cps else "",
        }
        for one in whole.rows(EnteredCharge)
        if one.charge_id in charges
    ]


def _early_advice(case: Case, whole: Whole, submissions: list[Submission]) -> str:
    """Whether early advice was considered, as a sentence."""
    considered = whole.rows(EarlyAdviceConsidered)
    if any(one.kind == SubmissionKind.EARLY_ADVICE for one in submissions):
        return "Early advice was requested."
    heard = [one for one in whole.rows(ClinicBooking) if one.heard_at and one.kind in ASKS_EARLY]
    if heard:
        return "Early advice was sought at an advice clinic."
    if considered:
        return f"{considered[-1]}."
    return "" if case.is_closed else "Early advice has not been considered yet."


def _clinics(whole: Whole) -> list[dict[str, Any]]:
    """Bookings of advice clinics, newest first, with what came of each; of one that was moved the last."""
    follow_ups = Counter(one.booking_id for one in whole.rows(ClinicFollowUp) if one.is_open)
    return [
        {"row": one, "open": follow_ups[one.pk]}
        for one in reversed(whole.rows(ClinicBooking))
        if one.cancelled_because != CancelledBecause.MOVED
    ]


def _strategy(whole: Whole) -> dict[str, Any] | None:
    """The version of the case strategy that stands, and whether CPS agreed to it."""
    row = next((one for one in whole.rows(CaseStrategy) if one.stands), None)
    if row is None:
        return None
    agreements = [one for one in whole.rows(StrategyAgreement) if one.strategy_id == row.pk]
    return {
        "row": row,
        "agreed": next((one for one in agreements if one.superseded_at is None), None),
        "deadline": date_set(row.review_on, start=row.written_at),
    }


def _to_check_again(
    submissions: list[Submission], triages: dict[Any, Triage], checks: list[FileCheck]
) -> Submission | None:
    """The last round, where CPS rejected its file and none was sent to a gatekeeper since: the next round
    begins with their check.
    """
    last = max(submissions, key=lambda one: one.round, default=None)
    triage = triages.get(last.pk) if last is not None else None
    if last is None or triage is None or triage.accepted or last.kind not in SIGN_OFF_WANTED:
        return None
    return None if any(one.sent_at > triage.triaged_at for one in checks) else last


def _last_check(checks: list[FileCheck], lines: list[FileCheckLine]) -> dict[str, Any] | None:
    """The last check of the file, and how much it found missing."""
    if not checks:
        return None
    last = checks[-1]
    missing = [one for one in lines if one.file_check_id == last.pk and one.state == MaterialState.MISSING]
    return {
        "row": last,
        "deadline": check_deadline(last.due_on, last.sent_at),
        "missing": len(missing),
    }

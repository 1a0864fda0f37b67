"""A case, its submission and an action plan, made by the services at known moments."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from actionplans.checklist import Material, MaterialState, UncheckedBecause
from actionplans.enums import ItemType, SubmissionKind
from actionplans.models import ActionPlan, Advice, Submission
from actionplans.services import (
    issue_action_plan,
    raise_reminders,
    return_items,
    submit_to_cps,
    triage_submission,
    write_advice,
)
from actionplans.services.early_advice import early_advice_is_settled
from actionplans.services.files import standing_sign_off
from cases.enums import OffenceType
from cases.models import Allegation, Case, Milestone, Suspect
from cases.services import add_suspect, open_case, record_milestone, settle_due
from cases.supervision_enums import REVIEW_DUE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now, start_of_day
from rasso_tracker.people.models import CpsUnit, Person
from tests.stories import story

# Monday 2 March 2026; a review date of 16 March and a target of 30 March follow by the default rules.
REPORTED = date(2026, 2, 2)
OPENED = datetime(2026, 2, 2, 12, tzinfo=UTC)
SUBMITTED = datetime(2026, 2, 23, 12, tzinfo=UTC)
ISSUED = datetime(2026, 3, 2, 12, tzinfo=UTC)
REVIEW_ON, TARGET_ON = date(2026, 3, 16), date(2026, 3, 30)
ITEMS: list[dict[str, Any]] = [
    {
        "type": ItemType.STATEMENT,
        "asks": "A further statement from the first witness.",
        "why": "Only this witness saw the door.",
    },
    {"type": ItemType.DIGITAL, "asks": "The download of the second phone."},
]
_numbers = itertools.count(1)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days_ago(days: int) -> datetime:
    """Noon of that day: late at night it would be another day where the clocks have changed since."""
    return start_of_day(london_date(now()) - timedelta(days=days)) + timedelta(hours=12)


def a_case(officer: Person, at: datetime = OPENED) -> Case:
    """A case whose first supervisory review is out of the way: tests/cases/test_supervision.py has that."""
    case = open_case(
        by=officer,
        district=officer.district,
        team=officer.team,
        reported_on=at.date(),
        officer_in_charge=officer,
        crime_reference=f"1326{next(_numbers):07d}",
        offence_type=OffenceType.RAPE_ADULT,
        at=at,
    )
    with open_door("a test looks at what else is owed"):
        settle_due(source=case.pk, code=REVIEW_DUE, at=at)
    return case


def submitted(case: Case, by: Person, unit: CpsUnit, at: datetime = SUBMITTED, **more: Any) -> Submission:
    more.setdefault("kind", SubmissionKind.WITHIN_28_DAYS)
    if standing_sign_off(case) is None:
        more.setdefault("unchecked_because", UncheckedBecause.INSPECTOR)
    if more["kind"] != SubmissionKind.EARLY_ADVICE and not early_advice_is_settled(case):
        more.setdefault("early_advice", "ready")
    more.setdefault("allegations", list(Allegation.objects.filter(case=case)))
    return submit_to_cps(by=by, case=case, cps_unit=unit, at=at, **more)


def states(*missing: Material) -> dict[str, str]:
    """Every line of the checklist in the file, but for `missing`."""
    return {
        one.value: (MaterialState.MISSING if one in missing else MaterialState.IN_FILE).value
        for one in Material
    }


def issued(submission: Submission, by: Person, at: datetime = ISSUED, **more: Any) -> ActionPlan:
    more.setdefault("items", ITEMS)
    return issue_action_plan(by=by, submission=submission, at=at, **more)


def on_bail(case: Case, by: Person, *, limit_on: date, at: datetime) -> Milestone:
    """The only suspect of the case, arrested and bailed."""
    if not Suspect.objects.filter(case=case).exists():
        add_suspect(by=by, case=case, name="", at=at)
        record_milestone(by=by, case=case, kind="arrested", occurred_at=at, at=at)
    return record_milestone(by=by, case=case, kind="bailed", occurred_at=at, limit_on=limit_on, at=at)


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def submission(case: Case, alice: Person, unit: CpsUnit) -> Submission:
    return submitted(case, alice, unit)


@story
def accepted(submission: Submission, lena: Person) -> Submission:
    triage_submission(by=lena, submission=submission, accepted=True, at=moment(date(2026, 2, 24)))
    submission.refresh_from_db()
    return submission


@story
def plan(accepted: Submission, lena: Person) -> ActionPlan:
    return issued(accepted, lena)


@pytest.fixture
def make_plan(alice: Person, lena: Person, unit: CpsUnit) -> Callable[..., ActionPlan]:
    """Another plan on another case; `officer` is its officer in charge."""

    def make(officer: Person | None = None, **more: Any) -> ActionPlan:
        officer = officer or alice
        sent = submitted(a_case(officer), officer, unit)
        return issued(sent, lena, **more)

    return make


@story
def lapsed(alice: Person, dora: Person, charlie: Person, lena: Person, unit: CpsUnit) -> list[ActionPlan]:
    """By the real clock: two of Leeds, the second of them returned whole, and one of Bradford."""
    made = []
    for officer, days in ((alice, 60), (dora, 30), (charlie, 16)):
        at = now() - timedelta(days=days)
        made.append(issued(submitted(a_case(officer, at), officer, unit, at), lena, at))
    return_items(by=dora, plan=made[1], items=list(made[1].items.all()), note="")
    raise_reminders()
    return [ActionPlan.objects.select_related("case").get(pk=one.pk) for one in made]


@story
def advice(submission: Submission, lena: Person) -> Advice:
    return write_advice(by=lena, submission=submission, text="No prospect.", kind="nfa", at=ISSUED)


@story
def chief(db: None) -> Person:
    """The unit's legal manager."""
    return Person.objects.select_related("cps_unit").get(username="max")


@story
def early(case: Case, alice: Person, lena: Person, unit: CpsUnit) -> Submission:
    """Early advice, asked for on 23 February and given on 2 March."""
    made = submitted(case, alice, unit, kind="early_advice")
    write_advice(by=lena, submission=made, text="Ask for the notes.", kind="early", at=ISSUED)
    made.refresh_from_db()
    return made

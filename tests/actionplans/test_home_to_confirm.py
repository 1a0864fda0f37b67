"""The home of CPS lists all that police entered for it, of every kind, until CPS says whether it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from actionplans import home, services
from actionplans.home.confirming import KINDS
from actionplans.models import EnteredCharge, Submission
from actionplans.models.acts import CpsAct
from actionplans.services import (
    answer_dispute,
    finalise_early_advice,
    issue_action_plan,
    reopen_plan,
    withdraw_item,
    write_advice,
)
from rasso_tracker.people.models import Person
from rasso_tracker.web.routes import all_routes
from reviews.home import TO_CONFIRM
from tests.actionplans import test_confirm_pages as entered
from tests.actionplans.conftest import ISSUED, ITEMS, a_case, moment, submitted
from tests.actionplans.test_beside_charge import charge
from tests.actionplans.test_beside_charge import row as beside
from tests.actionplans.test_confirm_pages import DOCUMENT, SignIn
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_endings import NEW, UNANSWERED, finalised
from tests.actionplans.test_superseded import document_of

LATER = moment(date(2026, 7, 6))
Made = tuple[str, Any, str]


def plan_of(submission: Submission, lena: Person) -> Any:
    return issue_action_plan(by=lena, submission=submission, items=ITEMS, at=ISSUED)


def of_plan_ending(submission: Submission, gita: Person, lena: Person) -> Made:
    plan = plan_of(submission, lena)
    row = finalised(plan, gita, **document_of(UNANSWERED))
    return "confirm_plan_ending", row, "Action plan 1 ended by CPS"


def of_reopening(submission: Submission, gita: Person, lena: Person) -> Made:
    plan = plan_of(submission, lena)
    finalised(plan, lena)
    row = reopen_plan(by=gita, plan=plan, reason="It came.", at=UNANSWERED, **NEW, **document_of(UNANSWERED))
    return "confirm_plan_reopening", row, "Action plan 1 opened again"


def of_withdrawal(submission: Submission, gita: Person, lena: Person) -> Made:
    item = plan_of(submission, lena).items.get(number=2)
    row = withdraw_item(by=gita, item=item, reason="not_needed", at=ISSUED, **DOCUMENT)
    return "confirm_item_withdrawal", row, "Action plan 1, item 2: withdrawn"


def of_dispute_answer(submission: Submission, gita: Person, lena: Person) -> Made:
    dispute = disputed(plan_of(submission, lena), gita)
    row = answer_dispute(by=gita, dispute=dispute, outcome="accepted", words="Yes.", at=ISSUED, **DOCUMENT)
    return "confirm_dispute_answer", row, "Action plan 1, item 1: answer to the dispute"


def of_early_ending(submission: Submission, gita: Person, lena: Person) -> Made:
    officer = submission.case.officer_in_charge
    early = submitted(a_case(officer), officer, submission.cps_unit, kind="early_advice")
    write_advice(by=lena, submission=early, text="Early.", kind="early", at=ISSUED)
    early.refresh_from_db()
    row = finalise_early_advice(by=gita, submission=early, at=UNANSWERED, **document_of(UNANSWERED))
    return "confirm_early_advice_ending", row, "Record of early advice closed, round 1"


def of_charge(submission: Submission, gita: Person, lena: Person) -> Made:
    plan = plan_of(submission, lena)
    row = EnteredCharge.objects.get(charge=charge(plan.case.officer_in_charge, plan.case, beside(plan)))
    return "confirm_charge", row, f"Charge of {row.charge.allegation.crime_reference}"


WORDS = {
    entered.of_triage: "Triage of round 1",
    entered.of_advice: "Advice, version 1",
    entered.of_signature: "Second lawyer on advice, version 1",
    entered.of_plan: "Action plan 1",
    entered.of_completion: "Action plan 1 complete",
    entered.of_check: "Action plan 1, item 1: checked",
    entered.of_question: "Question on round 1",
    entered.of_answer: "Answer on round 1",
    entered.of_strategy: "Agreement to case strategy, version 1",
}
OTHERS = [of_plan_ending, of_reopening, of_early_ending, of_withdrawal, of_dispute_answer, of_charge]
ACTS: list[Any] = [*WORDS, *OTHERS]


@pytest.mark.parametrize("act", ACTS, ids=[one.__name__ for one in ACTS])
def test_each_kind_is_listed_by_name_until_cps_says_whether_it_stands(
    act: Any, submission: Submission, gita: Person, lena: Person, charlie: Person, sign_in: SignIn
) -> None:
    made = act(submission, gita) if act in WORDS else act(submission, gita, lena)
    name, row, *_ = made
    words = WORDS.get(act) or made[2]
    when = row.recorded_at if name == "confirm_charge" else getattr(row, row.acted)
    listed = {
        "reference": row.case.reference,
        "case_id": row.case_id,
        "href": reverse(name, args=[row.pk]),
        "what": words,
        "when": when,
    }
    others = [one for one in home.to_confirm(lena).rows if one["href"] != listed["href"]]
    assert listed in home.to_confirm(lena).rows
    assert home.to_confirm(charlie).rows == []
    text = sign_in(lena).get("/").content.decode()
    assert (f'href="{listed["href"]}"' in text, words in text) == (True, True)
    getattr(services, name)(by=lena, **{subject_of(name): row}, stands=True, at=LATER)
    assert home.to_confirm(lena).rows == others


def subject_of(deed: str) -> str:
    return next(route.subject_name for route in all_routes() if route.deed == deed)


def test_a_check_made_by_completing_a_plan_is_listed_once_with_the_completion(
    submission: Submission, gita: Person, lena: Person
) -> None:
    _, completion, _ = entered.of_completion(submission, gita)
    assert completion.checks.count() == len(ITEMS)
    whole = [one["what"] for one in home.to_confirm(lena).rows]
    assert whole == ["Action plan 1", "Action plan 1 complete"]


def test_the_oldest_come_first_and_a_closed_plan_is_still_listed(
    submission: Submission, gita: Person, lena: Person
) -> None:
    given_at = moment(date(2026, 3, 1))
    write_advice(by=gita, submission=submission, text="One.", at=ISSUED, given_at=given_at, **DOCUMENT)
    _, completion, _ = entered.of_completion(submission, gita)
    completion.plan.refresh_from_db()
    assert not completion.plan.is_open
    rows = home.to_confirm(lena).rows
    assert [one["what"] for one in rows] == ["Advice, version 1", "Action plan 1", "Action plan 1 complete"]


def test_there_is_a_kind_for_every_act_of_cps_and_its_deed_takes_it() -> None:
    kinds = (*KINDS, *TO_CONFIRM)
    acts = {one for one in apps.get_models() if issubclass(one, CpsAct)}
    assert {one.model for one in kinds} == acts
    assert len(kinds) == len(acts)
    deeds = {route.deed: route.subject for route in all_routes() if route.deed}
    assert {one.deed: deeds[one.deed] for one in kinds} == {one.deed: one.model._meta.label for one in kinds}


def test_it_is_one_statement_and_planned_once(
    submission: Submission, gita: Person, lena: Person, django_assert_num_queries: Any
) -> None:
    entered.of_completion(submission, gita)
    home.to_confirm(lena, TO_CONFIRM)
    with django_assert_num_queries(1) as asked:
        assert len(home.to_confirm(lena, TO_CONFIRM).rows) == 2
    assert asked.captured_queries[0]["sql"].startswith("EXECUTE kept_")

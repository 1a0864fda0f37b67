"""In whatever order acts are entered, superseded, voided and taken back: CPS owes what it owes by those that
stand, and the case lies where the last of them put it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans import home
from actionplans.enums import PlanStatus
from actionplans.models import ActionPlan, Submission
from actionplans.services import (
    ask_question,
    check_item,
    complete_plan,
    confirm_action_plan,
    confirm_advice,
    confirm_item_check,
    confirm_plan_ending,
    finalise_early_advice,
    finalise_plan,
    issue_action_plan,
    return_items,
    take_back_plan_withdrawal,
    triage_submission,
    withdraw_plan,
    write_advice,
)
from actionplans.services.in_step import keep_in_step
from cases.enums import Stage
from cases.models import Allegation, Case, DueItem, Milestone
from cases.services import add_allegation, record_milestone, void_milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import NotAllowed
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import ISSUED, ITEMS, issued, moment, submitted
from tests.actionplans.test_beside_charge import row as beside
from tests.actionplans.test_endings import NEW, UNANSWERED, milestones, withdrawn
from tests.actionplans.test_one_story import charged_on
from tests.actionplans.test_superseded import document_of, owed, stage
from tests.actionplans.test_withdrawals import status_of
from tests.decisions import by_cps

BACK = moment(date(2026, 3, 9))  # the police return what was asked
DONE = moment(date(2026, 3, 11))  # CPS has all of it
LATER = moment(date(2026, 7, 6))
AFTER = LATER + timedelta(days=1)


def answers_due(case: Case) -> list[tuple[int, date]]:
    """By round, what CPS owes by when."""
    rows = DueItem.objects.filter(case=case, code="cps_answer", settled_at__isnull=True)
    rounds = dict(Submission.objects.filter(case=case).values_list("pk", "round"))
    return sorted((rounds[one.source], one.due_on) for one in rows)


def entered(submission: Submission, gita: Person, at: datetime = ISSUED) -> ActionPlan:
    return issue_action_plan(by=gita, submission=submission, items=ITEMS, at=at, **document_of(at))


def answered_at(submission: Submission) -> datetime | None:
    submission.refresh_from_db()
    return submission.answered_at


def charge(allegation: Allegation, by: Person, **more: Any) -> Milestone:
    said: Any = {"kind": "charged", "occurred_at": LATER, "at": LATER, **by_cps(LATER), **more}
    return record_milestone(by=by, case=allegation.case, allegation=allegation, **said)


def returned(plan: ActionPlan, by: Person, at: datetime = BACK) -> ActionPlan:
    return return_items(by=by, plan=plan, items=list(plan.items.all()), at=at)


# The decision, once CPS has all that it asked for


def test_cps_owes_its_decision_from_when_the_plan_is_complete(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    returned(plan, alice)
    assert answers_due(plan.case) == []
    complete_plan(by=lena, plan=plan, at=DONE)
    assert (stage(plan.case), answers_due(plan.case)) == (Stage.RESUBMITTED, [(1, date(2026, 4, 8))])
    (row,) = home.submissions_to_answer(lena).rows
    assert (row["what"], row["deadline"].due_on) == (
        f"Submission 1: {plan.submission.get_kind_display()}",
        date(2026, 4, 8),
    )
    charged_on(plan.case, alice, LATER)
    assert (answers_due(plan.case), home.submissions_to_answer(lena).rows) == ([], [])


def test_another_plan_or_round_ends_what_is_owed_since_the_last_was_complete(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    complete_plan(by=lena, plan=returned(plan, alice), at=DONE)
    again = issued(plan.submission, lena, at=DONE + timedelta(days=1))
    assert answers_due(plan.case) == []
    withdrawn(again, lena, at=LATER)
    assert answers_due(plan.case) == [(1, date(2026, 8, 3))]
    submitted(plan.case, alice, unit, AFTER)
    assert answers_due(plan.case) == [(2, date(2026, 8, 4))]


# Several plans on one round


@pytest.mark.parametrize("first", [0, 1])
def test_two_plans_that_cps_never_issued_leave_it_its_answer(
    first: int, accepted: Submission, gita: Person, lena: Person
) -> None:
    due = accepted.due_on
    plans = [entered(accepted, gita), entered(accepted, gita, DONE)]
    for number in (first, 1 - first):
        confirm_action_plan(by=lena, plan=plans[number], stands=False, at=LATER)
    assert (stage(accepted.case), answers_due(accepted.case)) == (Stage.WITH_CPS, [(1, due)])
    assert answered_at(accepted) is None


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("last", ["returned", "withdrawn", "complete"])
def test_the_case_is_with_the_police_while_any_plan_asks_them_for_something(
    first: int, last: str, plan: ActionPlan, alice: Person, lena: Person
) -> None:
    plans = [plan, issued(plan.submission, lena, at=BACK)]
    returned(plans[first], alice, DONE)
    assert stage(plan.case) == Stage.ACTION_PLAN
    if last == "complete":
        complete_plan(by=lena, plan=plans[first], at=DONE + timedelta(days=1))
        assert (stage(plan.case), answers_due(plan.case)) == (Stage.ACTION_PLAN, [])
    other = plans[1 - first]
    if last == "withdrawn":
        withdraw_plan(by=lena, plan=other, reason="not_needed", at=LATER)
    else:
        returned(other, alice, LATER)
    assert (stage(plan.case), answers_due(plan.case)) == (Stage.RESUBMITTED, [])
    went = Milestone.objects.filter(case=plan.case, kind="resubmitted", voided_at__isnull=True)
    assert [one.occurred_at for one in went] == [LATER]


@pytest.mark.parametrize("end", ["withdraw", "finalise"])
def test_a_second_plan_that_cps_never_issued_leaves_the_end_of_the_first(
    end: str, plan: ActionPlan, gita: Person, lena: Person
) -> None:
    second = entered(plan.submission, gita, DONE)
    if end == "withdraw":
        withdraw_plan(by=lena, plan=plan, reason="later_plan", at=UNANSWERED)
    else:
        finalise_plan(by=lena, plan=plan, at=UNANSWERED)
    assert stage(plan.case) == Stage.ACTION_PLAN
    confirm_action_plan(by=lena, plan=second, stands=False, at=AFTER)
    if end == "withdraw":
        assert (stage(plan.case), owed(plan.case)) == (Stage.RESUBMITTED, {"cps_answer"})
        assert answers_due(plan.case) == [(1, date(2026, 7, 28))]  # 28 days from the withdrawal
    else:
        assert (stage(plan.case), owed(plan.case)) == (Stage.ADMIN_FINALISED, {"unanswered"})
        assert ("admin_finalised", True) in milestones(plan)


# Rounds about other allegations


def another(case: Case, by: Person) -> Allegation:
    return add_allegation(
        by=by, case=case, crime_reference="13269990001", offence_type="rape_adult", at=ISSUED
    )


@pytest.mark.parametrize("kind", ["early_advice", "within_28_days"])
def test_a_later_round_about_another_allegation_asks_nothing_of_this_one(
    kind: str, case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    first = Allegation.objects.get(case=case)
    sent = submitted(case, alice, unit, kind=kind, allegations=[first])
    due = sent.due_on
    if kind == "early_advice":
        said: Any = {"text": "Go on.", "kind": "early", "at": ISSUED, **document_of(ISSUED)}
        row: Any = write_advice(by=gita, submission=sent, **said)
    else:
        triage_submission(by=lena, submission=sent, accepted=True, at=ISSUED)
        row = entered(sent, gita)
    second = another(case, alice)
    submitted(case, alice, unit, DONE, allegations=[second])
    confirm = confirm_advice if kind == "early_advice" else confirm_action_plan
    confirm(by=lena, **{"advice" if kind == "early_advice" else "plan": row}, stands=False, at=AFTER)
    assert [one for one in answers_due(case) if one[0] == 1] == [(1, due)]
    assert answered_at(sent) is None


def test_the_same_allegation_sent_again_is_asked_once(
    accepted: Submission, alice: Person, gita: Person, lena: Person, unit: CpsUnit, sign_in: Any
) -> None:
    plan = entered(accepted, gita)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=DONE)
    again = submitted(accepted.case, alice, unit, LATER)
    assert answers_due(accepted.case) == [(2, again.due_on)]
    assert answered_at(accepted) == LATER  # its wait is over
    page = sign_in(lena).get(reverse("submission_detail", args=[accepted.pk])).content.decode()
    assert "No longer needed since 6 July 2026, 1:00pm: the case went to CPS again." in page
    triage_submission(by=lena, submission=again, accepted=True, at=AFTER)
    charged_on(accepted.case, alice, AFTER)
    void_milestone(
        by=alice, milestone=accepted.case.milestones.get(kind="charged"), reason="Of another case.", at=AFTER
    )
    assert answers_due(accepted.case) == [(2, again.due_on)]


def test_a_voided_charge_gives_back_every_round_that_waited(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first, second = Allegation.objects.get(case=case), another(case, alice)
    one = submitted(case, alice, unit, allegations=[first])
    triage_submission(by=lena, submission=one, accepted=True, at=ISSUED)
    two = submitted(case, alice, unit, DONE, allegations=[second])
    triage_submission(by=lena, submission=two, accepted=True, at=DONE)
    before = answers_due(case)
    assert before == [(1, one.due_on), (2, two.due_on)]
    made = [charge(about, alice) for about in (first, second)]
    assert answers_due(case) == []
    for number, one_made in enumerate(made):
        void_milestone(by=alice, milestone=one_made, reason="Of another case.", at=AFTER)
        assert answers_due(case) == before[: number + 1]


def test_a_charge_on_one_allegation_leaves_the_answer_on_the_other(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first, second = Allegation.objects.get(case=case), another(case, alice)
    sent = submitted(case, alice, unit, allegations=[first, second])
    triage_submission(by=lena, submission=sent, accepted=True, at=ISSUED)
    for about in (first, second):
        assert answers_due(case) == [(1, sent.due_on)]
        charge(about, alice)
    assert (answers_due(case), answered_at(sent)) == ([], LATER)


def test_cps_has_answered_where_the_police_or_the_registrar_ended_the_rest(
    case: Case, alice: Person, reg: Person, lena: Person, unit: CpsUnit
) -> None:
    first, second = Allegation.objects.get(case=case), another(case, alice)
    sent = submitted(case, alice, unit, allegations=[first, second])
    triage_submission(by=lena, submission=sent, accepted=True, at=ISSUED)
    charge(first, alice)
    said: Any = {"because": "duplicate", "words": "Recorded again."}
    cancel_recorded_crime(by=reg, crime_reference=second.crime_reference, at=AFTER, **said)
    assert (answers_due(case), answered_at(sent)) == ([], LATER)
    sent.refresh_from_db()
    assert sent.waiting_since is None


# Items that came back of a plan that never was


def test_a_plan_that_never_was_takes_its_returns_along(
    accepted: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    due = accepted.due_on
    plan = returned(entered(accepted, gita), alice)
    assert stage(accepted.case) == Stage.RESUBMITTED
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    assert (stage(accepted.case), answers_due(accepted.case)) == (Stage.WITH_CPS, [(1, due)])


@pytest.fixture
def early(case: Case, alice: Person, lena: Person, unit: CpsUnit) -> Submission:
    """Early advice that was given; the case is with the police."""
    sent = submitted(case, alice, unit, kind="early_advice")
    write_advice(by=lena, submission=sent, text="Go on.", kind="early", at=moment(date(2026, 2, 25)))
    sent.refresh_from_db()
    return sent


def test_early_advice_stands_where_the_plan_on_it_never_was(
    early: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    plan = returned(entered(early, gita), alice)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=LATER)
    assert (stage(early.case), owed(early.case)) == (Stage.EARLY_ADVICE_GIVEN, set())


@pytest.mark.parametrize("end", ["complete", "withdraw"])
def test_the_police_go_on_from_early_advice_once_its_plan_is_over(
    end: str, early: Submission, alice: Person, lena: Person
) -> None:
    plan = returned(issued(early, lena), alice)
    if end == "complete":
        complete_plan(by=lena, plan=plan, at=DONE)
    else:
        withdrawn(plan, lena, at=DONE)
    assert (stage(early.case), owed(early.case)) == (Stage.EARLY_ADVICE_GIVEN, set())


def test_a_plan_that_is_complete_ends_the_way_on_from_closed_early_advice(
    early: Submission, alice: Person, lena: Person
) -> None:
    finalise_early_advice(by=lena, submission=early, at=UNANSWERED)
    assert (stage(early.case), owed(early.case)) == (Stage.ADMIN_FINALISED, {"unanswered"})
    plan = returned(issued(early, lena, at=LATER), alice, AFTER)
    complete_plan(by=lena, plan=plan, at=AFTER + timedelta(hours=1))
    assert (stage(early.case), owed(early.case)) == (Stage.EARLY_ADVICE_GIVEN, set())


def test_a_plan_is_not_open_beside_early_advice_that_is_closed(
    early: Submission, gita: Person, lena: Person
) -> None:
    ended = withdrawn(issued(early, lena), gita, at=DONE, **document_of(DONE))
    closed = finalise_early_advice(by=lena, submission=early, at=UNANSWERED)
    with pytest.raises(NotAllowed, match="CPS closed its record of the early advice since"):
        take_back_plan_withdrawal(by=gita, ending=ended, reason="Wrong.", at=LATER, **NEW)
    confirm_plan_ending(by=lena, ending=ended, stands=False, at=LATER)
    closed.refresh_from_db()
    assert (closed.stands, stage(early.case)) == (False, Stage.ACTION_PLAN)
    assert "unanswered" not in owed(early.case)


# A decision that CPS never made


def test_each_round_is_said_again_only_where_something_changed(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    complete_plan(by=lena, plan=returned(plan, alice), at=DONE)
    before = (plan.submission.version, milestones(plan), status_of(plan))
    write_advice(by=lena, submission=plan.submission, text="More.", at=LATER)
    plan.submission.refresh_from_db()
    assert (plan.submission.version, milestones(plan), status_of(plan)) == before
    assert status_of(plan)[0] == PlanStatus.COMPLETED


# Several acts at one moment, and acts entered late


def test_of_acts_at_one_moment_the_later_in_order_stands(
    submission: Submission, gita: Person, lena: Person
) -> None:
    case, at = submission.case, submission.submitted_at
    triage_submission(
        by=gita,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        triaged_at=at,
        at=LATER,
        **document_of(at),
    )
    assert stage(case) == Stage.TRIAGE_REJECTED
    said = Milestone.objects.filter(case=case).count()
    ask_question(by=gita, submission=submission, text="Which door?", at=AFTER)
    with open_door("a test computes it again"):
        keep_in_step(case, by=lena, at=AFTER)
    assert (stage(case), Milestone.objects.filter(case=case).count()) == (Stage.TRIAGE_REJECTED, said)


def test_early_advice_entered_after_its_plan_was_withdrawn(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    sent = submitted(case, alice, unit, kind="early_advice")
    withdrawn(issued(sent, lena), lena, at=DONE)
    assert stage(case) == Stage.RESUBMITTED
    said: Any = {"text": "Go on.", "kind": "early", "at": LATER, "given_at": BACK, **document_of(BACK)}
    advice = write_advice(by=gita, submission=sent, **said)
    assert (stage(case), owed(case)) == (Stage.EARLY_ADVICE_GIVEN, set())
    count = Milestone.objects.filter(case=case).count()
    with open_door("a test computes it again"):
        keep_in_step(case, by=lena, at=LATER)
    assert Milestone.objects.filter(case=case).count() == count
    confirm_advice(by=lena, advice=advice, stands=False, at=AFTER)
    assert (stage(case), owed(case)) == (Stage.RESUBMITTED, {"cps_answer"})
    assert not Milestone.objects.filter(case=case, kind="early_advice_given", voided_at__isnull=True).exists()


def test_a_charge_that_ends_a_plan_leaves_cps_the_decision_on_the_rest(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first, second = Allegation.objects.get(case=case), another(case, alice)
    sent = submitted(case, alice, unit, allegations=[first, second])
    triage_submission(by=lena, submission=sent, accepted=True, at=ISSUED)
    plan = issued(sent, lena, at=DONE)
    made = charge(second, alice, open_plans=[beside(plan, "withdrawn", "CPS asks no more.")])
    assert status_of(plan)[0] == PlanStatus.WITHDRAWN
    assert answers_due(case) == [(1, date(2026, 8, 3))]  # 28 days from the charge
    assert Allegation.objects.get(pk=first.pk).stage == Stage.RESUBMITTED
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=AFTER)
    assert (answers_due(case), status_of(plan)[0]) == ([], PlanStatus.ISSUED)
    assert Allegation.objects.get(pk=first.pk).stage == Stage.ACTION_PLAN


def test_a_check_that_never_was_leaves_the_plan_as_its_items_stand(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[plan.items.get(number=1)], at=BACK)
    before = status_of(plan)
    item = plan.items.get(number=1)
    check_item(by=gita, item=item, accepted=False, note="Unsigned.", at=DONE, **document_of(DONE))
    assert status_of(plan)[0] == PlanStatus.REJECTED
    confirm_item_check(by=lena, check=item.returns.get().checks.get(), stands=False, at=LATER)
    assert status_of(plan) == before == (PlanStatus.PART_RETURNED, 1)

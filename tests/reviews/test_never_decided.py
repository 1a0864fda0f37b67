"""CPS says that it never decided what police entered: what that decision had ended is again what it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from actionplans.models import ActionPlan, ItemCheck, Submission
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    confirm_completion,
    confirm_dispute_answer,
    confirm_item_check,
    confirm_plan_ending,
    confirm_plan_reopening,
    dispute_item,
    finalise_plan,
    issue_action_plan,
    reopen_plan,
    return_items,
    triage_submission,
    withdraw_plan,
)
from actionplans.turns import Days, days_by_round, days_of_rounds
from cases import services as cases
from cases.enums import Stage
from cases.models import Allegation, Case, DueItem, Milestone, Victim
from rasso_tracker.clocks import day_words
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision
from tests.actionplans.conftest import ITEMS, submitted
from tests.actionplans.test_superseded import document_of, owed, stage
from tests.actionplans.test_withdrawals import status_of
from tests.reviews.conftest import line, on, tell


@pytest.fixture
def sent(case: Case, interviewed: Allegation, alice: Person, lena: Person, unit: CpsUnit) -> Submission:
    """With CPS, which accepted it."""
    at = on(9)
    sent = submitted(case, alice, unit, at)
    triage_submission(by=lena, submission=sent, accepted=True, at=at + timedelta(days=1))
    sent.refresh_from_db()
    return sent


def decided(by: Person, about: Allegation, at: datetime, **more: Any) -> Decision:
    said: Any = {
        "decided_at": at,
        "maker_name": "L. Awyer",
        "approver_name": "M. Anager",
        "document_name": "mg3",
        "document_date": at.date(),
        "lines": [line(about, "15", "cps_evidential")],
        "rationale": "Nothing is left to prove it.",
        "at": at,
        **more,
    }
    return services.record_cps_nfa(by=by, case=about.case, **said)


def never(decision: Decision, by: Person, at: datetime) -> None:
    services.confirm_cps_decision(by=by, decision=decision, stands=False, at=at)


def plan_on(sent: Submission, by: Person) -> ActionPlan:
    return issue_action_plan(by=by, submission=sent, items=ITEMS, at=sent.submitted_at + timedelta(days=2))


def facts(case: Case) -> tuple[str, set[str], list[tuple[str, date]]]:
    dues = DueItem.objects.filter(case=case, settled_at__isnull=True, code__in=["cps_answer", "plan_target"])
    return stage(case), owed(case) - {"supervisory_review"}, sorted(dues.values_list("code", "due_on"))


def test_cps_owes_its_answer_again_by_the_same_date(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    before, due = facts(sent.case), sent.due_on
    at = sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    assert (stage(sent.case), "cps_answer" in owed(sent.case)) == (Stage.CPS_NFA, False)
    never(decision, lena, at + timedelta(days=1))
    assert facts(sent.case) == before
    sent.refresh_from_db()
    assert (sent.answered_at, sent.due_on) == (None, due)
    assert not Milestone.objects.filter(case=sent.case, kind="reopened").exists()  # nothing was closed
    assert not Milestone.objects.filter(case=sent.case, kind="cps_nfa", voided_at__isnull=True).exists()


def test_the_plan_that_it_ended_is_asked_for_again(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    plan = plan_on(sent, lena)
    before, status = facts(sent.case), status_of(plan)
    at = sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    assert status_of(plan)[0] == "withdrawn"
    never(decision, lena, at + timedelta(days=1))
    assert (facts(sent.case), status_of(plan)) == (before, status)


@pytest.mark.parametrize("end", ["withdraw", "finalise"])
def test_what_cps_had_ended_itself_stays_ended(
    end: str, sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    plan, at = plan_on(sent, lena), sent.submitted_at + timedelta(days=90)
    if end == "withdraw":
        withdraw_plan(by=lena, plan=plan, reason="not_needed", at=at)
    else:
        finalise_plan(by=lena, plan=plan, at=at)
    before, status = facts(sent.case), status_of(plan)
    decision = decided(alice, interviewed, at + timedelta(days=1))
    never(decision, lena, at + timedelta(days=2))
    assert (facts(sent.case), status_of(plan)) == (before, status)


def test_an_end_that_cps_did_not_make_either_opens_the_plan_with_it(
    sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan, at = plan_on(sent, lena), sent.submitted_at + timedelta(days=5)
    status = status_of(plan)
    ending = withdraw_plan(by=gita, plan=plan, reason="not_needed", at=at, **document_of(at))
    decision = decided(alice, interviewed, at + timedelta(days=1))
    confirm_plan_ending(by=lena, ending=ending, stands=False, at=at + timedelta(days=2))
    never(decision, lena, at + timedelta(days=3))
    assert (stage(sent.case), status_of(plan)) == (Stage.ACTION_PLAN, status)
    assert "cps_answer" not in owed(sent.case)


def test_a_decision_on_what_was_not_triaged_yet_may_never_have_been(
    case: Case, interviewed: Allegation, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    sent = submitted(case, alice, unit, on(9))
    before = facts(case)
    decision = decided(alice, interviewed, on(12))
    never(decision, lena, on(13))
    sent.refresh_from_db()
    assert (facts(case), sent.status, sent.answered_at) == (before, "sent", None)


def test_the_right_decision_with_its_earlier_date_stands_after_the_wrong_one(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person
) -> None:
    at = sent.submitted_at + timedelta(days=5)
    never(decided(alice, interviewed, at), lena, at + timedelta(days=9))
    again = decided(alice, interviewed, at + timedelta(days=10), decided_at=at + timedelta(days=1))
    assert (stage(sent.case), "cps_answer" in owed(sent.case)) == (Stage.CPS_NFA, False)
    assert again.decided_at == at + timedelta(days=1)


def test_cps_owes_its_decision_where_it_went_on_with_a_round_that_it_opened_again(
    sent: Submission, interviewed: Allegation, alice: Person, lena: Person, countersigner: Person
) -> None:
    at = sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    services.confirm_cps_decision(by=lena, decision=decision, stands=True, at=at)
    services.reopen_decision(by=countersigner, decision=decision, reason="New.", at=at + timedelta(days=1))
    assert "cps_answer" not in owed(sent.case)  # it is with the police
    plan = issue_action_plan(by=lena, submission=sent, items=ITEMS, at=at + timedelta(days=2))
    assert stage(sent.case) == Stage.ACTION_PLAN
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=at + timedelta(days=3))
    complete_plan(by=lena, plan=plan, at=at + timedelta(days=4))
    due = DueItem.objects.get(case=sent.case, code="cps_answer", settled_at__isnull=True)
    assert due.due_on == (at + timedelta(days=4 + 28)).date()


def test_days_and_stage_go_on_where_the_victim_had_heard_of_it(
    sent: Submission, interviewed: Allegation, victim: Victim, alice: Person, sam: Person, lena: Person
) -> None:
    before, at = facts(sent.case), sent.submitted_at + timedelta(days=5)
    decision = decided(alice, interviewed, at)
    cases.look_at_matches(by=sam, case=sent.case, reason="CPS decided.", at=at)
    plan = {"safety_plan": "in_place", "safety_plan_words": "Her locks were changed."}
    services.record_safety_plan(by=alice, decision=decision, at=at, **plan)
    heard_at = at + timedelta(days=1)
    tell(alice, decision, victim, at=heard_at, told_at=heard_at)
    never(decision, lena, at + timedelta(days=3))
    assert Milestone.objects.filter(case=sent.case, kind="reopened").count() == 1  # the victim hears by it
    assert facts(sent.case)[0] == before[0]
    later = at + timedelta(days=10)
    (days,) = days_of_rounds([sent.pk], later).values()
    (turns,) = days_by_round(
        [sent], list(Milestone.objects.filter(case=sent.case, voided_at__isnull=True)), [interviewed], later
    ).values()
    assert days == turns == Days(police=0, cps=15)


def test_cps_decided_on_nothing_before_it_was_sent_there(
    sent: Submission, interviewed: Allegation, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        decided(alice, interviewed, sent.submitted_at - timedelta(days=1))
    name, day = interviewed.crime_reference, day_words(sent.submitted_at.date())
    said = f"CPS did not have {name} by then: it went to CPS on {day}. Enter when CPS decided."
    assert refused.value.fields == {"decided_at": said}
    assert not Decision.objects.exists()


def test_a_decision_that_was_opened_again_had_been_made(
    sent: Submission, interviewed: Allegation, alice: Person, sam: Person, lena: Person, sign_in: Any
) -> None:
    at = sent.submitted_at + timedelta(days=9)
    decision = decided(alice, interviewed, at)
    said = {"document_name": "letter", "document_date": at.date()}
    services.reopen_decision(by=sam, decision=decision, reason="A witness came forward.", at=at, **said)
    before = facts(sent.case)
    decision.refresh_from_db()
    with pytest.raises(Invalid, match="so it had been made"):
        never(decision, lena, at + timedelta(days=1))
    page = sign_in(lena).post(
        f"/decisions/{decision.pk}/confirm/", {"stands": "false", "version": decision.version}
    )
    assert (page.status_code, "so it had been made: say that it stands" in page.content.decode()) == (
        422,
        True,
    )
    assert facts(sent.case) == before
    services.confirm_cps_decision(by=lena, decision=decision, stands=True, at=at + timedelta(days=1))


def test_a_round_that_cps_answered_in_time_stays_so_where_it_goes_on_with_it(
    sent: Submission, interviewed: Allegation, alice: Person, sam: Person, lena: Person
) -> None:
    at = sent.submitted_at + timedelta(days=9)
    decision = decided(alice, interviewed, at)
    said = {"document_name": "letter", "document_date": at.date()}
    services.reopen_decision(by=sam, decision=decision, reason="A witness came forward.", at=at, **said)
    issue_action_plan(by=lena, submission=sent, items=ITEMS, at=at + timedelta(days=30))
    sent.refresh_from_db()
    assert (sent.answered_at, stage(sent.case)) == (at, Stage.ACTION_PLAN)


def as_it_is(sent: Submission) -> tuple[Any, ...]:
    """Stage, what is owed, what was said and the days with each side: until 100 days after the submission."""
    told = Milestone.objects.filter(case=sent.case, voided_at__isnull=True).order_by("occurred_at", "kind")
    until = sent.submitted_at + timedelta(days=100)
    plans = ActionPlan.objects.filter(case=sent.case).order_by("number")
    return (
        facts(sent.case),
        list(told.values_list("kind", "occurred_at")),
        days_of_rounds([sent.pk], until)[sent.pk],
        [(one.status, one.items_open) for one in plans],
    )


def entered_plan(sent: Submission, gita: Person, **more: Any) -> ActionPlan:
    at = sent.submitted_at + timedelta(days=2)
    more = {"items": ITEMS, **document_of(at), **more}
    return issue_action_plan(by=gita, submission=sent, issued_at=at, at=at, **more)


@pytest.mark.parametrize("end", ["withdraw", "finalise"])
@pytest.mark.parametrize("first", ["the decision", "the end"])
def test_the_end_of_a_plan_and_the_decision_after_it_never_were(
    end: str, first: str, sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan = entered_plan(sent, gita)
    before = as_it_is(sent)
    at = sent.submitted_at + timedelta(days=40)
    said = document_of(at)
    if end == "withdraw":
        ending = withdraw_plan(by=gita, plan=plan, reason="not_needed", withdrawn_at=at, at=at, **said)
    else:
        ending = finalise_plan(by=gita, plan=plan, finalised_at=at, at=at, **said)
    decision = decided(alice, interviewed, at + timedelta(days=2))
    later = at + timedelta(days=3)
    if first == "the end":
        confirm_plan_ending(by=lena, ending=ending, stands=False, at=later)
        told = Milestone.objects.filter(case=sent.case, voided_at__isnull=True).exclude(kind="interviewed")
        kinds = ["triage_accepted", "action_plan_issued", "cps_nfa"]
        since = told.filter(occurred_at__gt=sent.submitted_at).order_by("occurred_at")
        assert list(since.values_list("kind", flat=True)) == kinds
        days = days_of_rounds([sent.pk], sent.submitted_at + timedelta(days=100))[sent.pk]
        assert days == Days(police=40, cps=2)
        never(decision, lena, later)
    else:
        never(decision, lena, later)
        confirm_plan_ending(by=lena, ending=ending, stands=False, at=later)
    now_is = as_it_is(sent)
    # A target that passed while the plan was over is set anew: by which date is another test's.
    assert (now_is[0][:2], now_is[1:]) == (before[0][:2], before[1:])


def test_a_second_decision_that_never_was_leaves_the_plan_that_the_first_had_ended(
    sent: Submission, interviewed: Allegation, alice: Person, sam: Person, lena: Person
) -> None:
    plan_on(sent, lena)
    at = sent.submitted_at + timedelta(days=9)
    first = decided(alice, interviewed, at)
    said = {"document_name": "letter", "document_date": at.date()}
    day = timedelta(days=1)
    services.reopen_decision(by=sam, decision=first, reason="A witness came forward.", at=at + day, **said)
    before = as_it_is(sent)
    second = decided(alice, interviewed, at + 2 * day)
    never(second, lena, at + 3 * day)
    assert as_it_is(sent) == before


@pytest.mark.parametrize("first", ["the decision", "the answer"])
def test_a_dispute_that_was_accepted_on_the_only_item_and_the_decision_never_were(
    first: str, sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan = entered_plan(sent, gita, items=ITEMS[:1])
    (item,) = plan.items.all()
    at, day = sent.submitted_at + timedelta(days=4), timedelta(days=1)
    dispute = dispute_item(
        by=alice, item=item, reason="not_proportionate", channel="email", words="It goes too far.", at=at
    )
    before = as_it_is(sent)
    said = document_of(at + day)
    answer = answer_dispute(
        by=gita,
        dispute=dispute,
        outcome="accepted",
        words="Agreed.",
        answered_at=at + day,
        at=at + day,
        **said,
    )
    answered = as_it_is(sent)
    decision = decided(alice, interviewed, at + 2 * day)
    if first == "the decision":
        never(decision, lena, at + 3 * day)
        assert as_it_is(sent) == answered
        confirm_dispute_answer(by=lena, answer=answer, stands=False, at=at + 4 * day)
    else:
        confirm_dispute_answer(by=lena, answer=answer, stands=False, at=at + 3 * day)
        never(decision, lena, at + 4 * day)
    assert as_it_is(sent) == before
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.settled_at) == ("", None)


def test_a_plan_that_was_never_complete_is_back_with_cps_once_the_decision_never_was(
    sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan = entered_plan(sent, gita)
    at, day = sent.submitted_at + timedelta(days=4), timedelta(days=1)
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=at)
    before = as_it_is(sent)
    complete_plan(by=gita, plan=plan, completed_at=at + day, at=at + day, **document_of(at + day))
    decision = decided(alice, interviewed, at + 2 * day)
    confirm_completion(by=lena, completion=plan.completions.get(), stands=False, at=at + 3 * day)
    never(decision, lena, at + 4 * day)
    assert as_it_is(sent) == before


def test_a_record_that_was_never_opened_again_is_closed_once_the_decision_never_was(
    sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    plan = entered_plan(sent, gita)
    at, day = sent.submitted_at + timedelta(days=90), timedelta(days=1)
    finalise_plan(by=gita, plan=plan, finalised_at=at, at=at, **document_of(at))
    before = as_it_is(sent)
    dates = {"target_date": (at + 30 * day).date(), "review_date": (at + 20 * day).date()}
    row = reopen_plan(
        by=gita,
        plan=plan,
        reason="They will.",
        reopened_at=at + day,
        at=at + day,
        **dates,
        **document_of(at + day),
    )
    decision = decided(alice, interviewed, at + 2 * day)
    confirm_plan_reopening(by=lena, reopening=row, stands=False, at=at + 3 * day)
    never(decision, lena, at + 4 * day)
    assert as_it_is(sent) == before


def test_a_decision_from_before_it_was_opened_again_is_not_taken(
    sent: Submission, interviewed: Allegation, alice: Person, sam: Person
) -> None:
    at, day = sent.submitted_at + timedelta(days=9), timedelta(days=1)
    first = decided(alice, interviewed, at)
    said = {"document_name": "letter", "document_date": at.date()}
    services.reopen_decision(
        by=sam, decision=first, reason="A witness came forward.", at=at + 5 * day, **said
    )
    with pytest.raises(Invalid) as refused:
        decided(alice, interviewed, at + 2 * day)
    assert refused.value.fields["decided_at"].startswith(
        f"{interviewed.crime_reference} was opened again after that"
    )
    decided(alice, interviewed, at + 6 * day)
    assert stage(sent.case) == Stage.CPS_NFA


def test_what_was_taken_back_while_the_case_was_open_is_not_taken_back_again(
    sent: Submission, interviewed: Allegation, alice: Person, gita: Person, lena: Person
) -> None:
    """The same return was sent back by mistake, and then in truth: with another allegation open meanwhile."""
    plan = entered_plan(sent, gita)
    at, day = sent.submitted_at + timedelta(days=4), timedelta(days=1)
    cases.add_allegation(
        by=alice, case=sent.case, crime_reference="13269990001", offence_type="rape_adult", at=at
    )
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=at)
    item = plan.items.first()
    assert item is not None
    decision = decided(alice, interviewed, at + day)
    assert not Case.objects.get(pk=sent.case_id).is_closed
    check_item(
        by=gita, item=item, accepted=False, note="Unsigned.", at=at + 2 * day, **document_of(at + 2 * day)
    )
    confirm_item_check(by=lena, check=ItemCheck.objects.get(), stands=False, at=at + 3 * day)
    check_item(by=lena, item=item, accepted=False, note="Page two is missing.", at=at + 4 * day)
    never(decision, lena, at + 5 * day)
    item.refresh_from_db()
    assert item.status == "sent_back"

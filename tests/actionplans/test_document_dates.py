"""A CPS document is not older than what it speaks of: no act of CPS is entered from one that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan
from actionplans.services import (
    agree_strategy,
    answer_dispute,
    answer_question,
    ask_question,
    check_item,
    complete_plan,
    countersign_advice,
    dispute_item,
    issue_action_plan,
    paste_document,
    return_items,
    triage_submission,
    write_advice,
    write_strategy,
)
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import ISSUED, ITEMS, a_case, moment, submitted

SignIn = Callable[..., Any]
SENT, DAY = date(2026, 2, 23), date(2026, 3, 9)
AT, LATER = moment(DAY), moment(date(2026, 3, 12))
Deed = Callable[..., Any]


def of_triage(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    officer = plan.case.officer_in_charge
    waiting = submitted(a_case(officer), officer, plan.submission.cps_unit)

    def enter(**more: Any) -> Any:
        return triage_submission(by=gita, submission=waiting, accepted=True, **more)

    return enter, SENT, "the submission (23 February 2026)"


def of_advice(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    def enter(**more: Any) -> Any:
        return write_advice(by=gita, submission=plan.submission, text="One.", **more)

    return enter, SENT, "the submission (23 February 2026)"


def of_plan(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    def enter(**more: Any) -> Any:
        return issue_action_plan(by=gita, submission=plan.submission, items=ITEMS, **more)

    return enter, SENT, "the submission (23 February 2026)"


def of_paste(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    def enter(**more: Any) -> Any:
        return paste_document(by=gita, submission=plan.submission, text="1. A statement.", **more)

    return enter, SENT, "the submission (23 February 2026)"


def of_check(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    item = plan.items.first()
    return_items(by=gita, plan=plan, items=[item], at=AT)

    def enter(**more: Any) -> Any:
        return check_item(by=gita, item=item, accepted=True, **more)

    return enter, DAY, "the item was returned (9 March 2026)"


def of_completion(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    return_items(by=gita, plan=plan, items=list(plan.items.all()), at=AT)

    def enter(**more: Any) -> Any:
        return complete_plan(by=gita, plan=plan, **more)

    return enter, DAY, "the last item was returned (9 March 2026)"


def of_dispute(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    given: Any = {"reason": "not_proportionate", "channel": "email", "words": "Too wide."}
    dispute = dispute_item(by=gita, item=plan.items.first(), at=AT, **given)

    def enter(**more: Any) -> Any:
        return answer_dispute(by=gita, dispute=dispute, outcome="accepted", **more)

    return enter, DAY, "the dispute was raised (9 March 2026)"


def of_question(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    def enter(**more: Any) -> Any:
        return ask_question(by=gita, submission=plan.submission, text="Which?", asked_by="cps", **more)

    return enter, SENT, "the submission (23 February 2026)"


def of_answer(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    question = ask_question(by=gita, submission=plan.submission, text="Which?", at=AT)

    def enter(**more: Any) -> Any:
        return answer_question(by=gita, question=question, text="The second.", **more)

    return enter, DAY, "the question (9 March 2026)"


def of_strategy(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    strategy = write_strategy(
        by=gita,
        case=plan.case,
        lines=[{"kind": "pursued", "words": "The door.", "why": ""}],
        next_decision_on=date(2026, 4, 1),
        review_on=date(2026, 3, 30),
        at=AT,
    )

    def enter(**more: Any) -> Any:
        return agree_strategy(by=gita, strategy=strategy, **more)

    return enter, DAY, "this version was written (9 March 2026)"


def of_countersignature(plan: ActionPlan, gita: Person) -> tuple[Deed, date, str]:
    lawyer = Person.objects.get(username="lena")
    advice = write_advice(
        by=lawyer, submission=plan.submission, text="No prospect.", kind="nfa", countersign_wanted=True, at=AT
    )

    def enter(**more: Any) -> Any:
        return countersign_advice(by=gita, advice=advice, **more)

    return enter, DAY, "the advice was given (9 March 2026)"


ACTS = [
    of_countersignature,
    of_triage,
    of_advice,
    of_plan,
    of_paste,
    of_check,
    of_completion,
    of_dispute,
    of_question,
    of_answer,
    of_strategy,
]


@pytest.mark.parametrize("act", ACTS, ids=[one.__name__ for one in ACTS])
def test_a_document_is_not_older_than_what_it_speaks_of(act: Any, plan: ActionPlan, gita: Person) -> None:
    enter, day, what = act(plan, gita)
    with pytest.raises(Invalid) as refused:
        enter(document_name="mg3", document_date=day - timedelta(days=1), at=LATER)
    assert refused.value.fields == {
        "document_date": f"The CPS document cannot be dated before {what}, which it speaks of."
        " Check the date."
    }
    assert enter(document_name="mg3", document_date=day, at=LATER) is not None


def test_page_and_api_say_it_by_the_field_with_every_other_fault(
    plan: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    client, submission = sign_in(alice), plan.submission
    typed = {"kind": "charging", "text": " ", "document_name": "mg3"}
    typed |= {"document_date_day": "22", "document_date_month": "2", "document_date_year": "2026"}
    sentence = "The CPS document cannot be dated before the submission (23 February 2026)"
    page = client.post(reverse("write_advice", args=[submission.pk]), {**typed, "text": "One."})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    answer = client.post(
        "/api/v1/advice/",
        {
            "submission": str(submission.pk),
            "kind": "charging",
            "text": "One.",
            "document_name": "mg3",
            "document_date": "2026-02-22",
            "given_at": "2026-02-22T12:00:00Z",
        },
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert answer.json()["fields"] == {
        "given_at": "This cannot be before the submission.",
        "document_date": f"{sentence}, which it speaks of. Check the date.",
    }
    assert submission.advice.count() == 0
    assert plan.issued_at == ISSUED

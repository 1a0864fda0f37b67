"""CPS reads what police entered for it on the page on which it says whether that stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import Submission
from actionplans.services import (
    agree_strategy,
    answer_question,
    ask_question,
    check_item,
    complete_plan,
    countersign_advice,
    issue_action_plan,
    return_items,
    triage_submission,
    write_advice,
    write_strategy,
)
from cases.models import Case
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, ITEMS, moment

SignIn = Callable[..., Any]
DOCUMENT: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
LATER = moment(date(2026, 3, 5))
FROM = ["MG3 report of 2 March 2026", "Gita"]
LINES = [
    {"kind": "pursued", "words": "The door was opened from within.", "why": ""},
    {"kind": "not_pursued", "words": "The second phone.", "why": "It was never in the room."},
]


def read(client: Any, name: str, row: Any) -> str:
    page = client.get(reverse(name, args=[row.pk]))
    assert page.status_code == 200
    found = page.content.decode()
    return found[found.index("<main") :]


def shows(text: str, *words: str) -> list[str]:
    return [one for one in words if one not in text]


def of_triage(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    row = triage_submission(
        by=gita,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11", "words": "The second statement is unsigned."}],
        respond_by=date(2026, 3, 20),
        triaged_at=moment(date(2026, 2, 25)),
        at=ISSUED,
        **DOCUMENT,
    )
    words = [
        "Rejected by triage",
        "25 February 2026, midday",
        "20 March 2026",
        "The second statement is unsigned.",
    ]
    return "confirm_triage", row, words


def of_advice(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    text = "Ask the neighbour.\nThen the shop."
    row = write_advice(by=gita, submission=submission, text=text, at=ISSUED, **DOCUMENT)
    return (
        "confirm_advice",
        row,
        ["Ask the neighbour.</p>", "Then the shop.</p>", "2 March 2026, by the document"],
    )


def of_signature(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    advice = write_advice(by=gita, submission=submission, text="End it.", kind="nfa", at=ISSUED, **DOCUMENT)
    row = countersign_advice(by=gita, advice=advice, at=LATER, **DOCUMENT, signed_at=ISSUED)
    return "confirm_countersignature", row, ["End it.", "Countersigned", "2 March 2026, by the document"]


def of_plan(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    plan = issue_action_plan(by=gita, submission=submission, items=ITEMS, at=ISSUED, **DOCUMENT)
    dates = ["2 March 2026, by the document", "30 March 2026", "16 March 2026"]
    return "confirm_action_plan", plan, [*dates, *(one["asks"] for one in ITEMS), ITEMS[0]["why"]]


def of_completion(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    plan = issue_action_plan(by=gita, submission=submission, items=ITEMS, at=ISSUED, **DOCUMENT)
    return_items(by=gita, plan=plan, items=list(plan.items.all()), at=ISSUED)
    complete_plan(by=gita, plan=plan, at=ISSUED, **DOCUMENT)
    return "confirm_completion", plan.completions.get(), ["CPS completed it", "2 March 2026, by the document"]


def of_check(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    plan = issue_action_plan(by=gita, submission=submission, items=ITEMS, at=ISSUED, **DOCUMENT)
    item = plan.items.first()
    return_items(by=gita, plan=plan, items=[item], at=ISSUED)
    check_item(by=gita, item=item, accepted=False, note="Page two is missing.", at=ISSUED, **DOCUMENT)
    return "confirm_item_check", item.returns.get().checks.get(), ["Page two is missing."]


def of_question(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    said: Any = {"submission": submission, "text": "Which door?", "asked_by": "cps"}
    row = ask_question(by=gita, at=ISSUED, **said, **DOCUMENT)
    return "confirm_question", row, ["Which door?", "2 March 2026, by the document"]


def of_answer(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    question = ask_question(by=gita, submission=submission, text="Which door?", at=ISSUED)
    row = answer_question(by=gita, question=question, text="The back door.", at=ISSUED, **DOCUMENT)
    return "confirm_answer", row, ["Which door?", "The back door.", "2 March 2026, by the document"]


def of_strategy(submission: Submission, gita: Person) -> tuple[str, Any, list[str]]:
    strategy = write_strategy(
        by=submission.case.officer_in_charge,
        case=submission.case,
        lines=LINES,
        digital="One download.",
        third_party="The school's record.",
        next_decision_on=date(2026, 4, 1),
        review_on=date(2026, 3, 30),
        at=ISSUED,
    )
    row = agree_strategy(by=gita, strategy=strategy, at=ISSUED, **DOCUMENT)
    said = [one["words"] for one in LINES]
    more = ["It was never in the room.", "One download.", "The school&#39;s record.", "1 April 2026"]
    return "confirm_strategy_agreement", row, [*said, *more, "2 March 2026, by the document"]


ACTS = [
    of_triage,
    of_advice,
    of_signature,
    of_plan,
    of_completion,
    of_check,
    of_question,
    of_answer,
    of_strategy,
]


@pytest.mark.parametrize("act", ACTS, ids=[one.__name__ for one in ACTS])
def test_what_is_confirmed_stands_above_the_question(
    act: Any, submission: Submission, gita: Person, lena: Person, charlie: Person, sign_in: SignIn
) -> None:
    name, row, words = act(submission, gita)
    text = read(sign_in(lena), name, row)
    assert shows(text.split("<form")[0], *words, *FROM) == []
    assert sign_in(charlie).get(reverse(name, args=[row.pk])).status_code == 404


def test_what_cps_agrees_to_is_read_where_its_agreement_is_recorded(
    case: Case, alice: Person, sign_in: SignIn
) -> None:
    strategy = write_strategy(
        by=alice,
        case=case,
        lines=LINES,
        next_decision_on=date(2026, 4, 1),
        review_on=date(2026, 3, 30),
        at=ISSUED,
    )
    text = read(sign_in(alice), "agree_strategy", strategy).split("<form")[0]
    assert shows(text, *(one["words"] for one in LINES), "It was never in the room.", "1 April 2026") == []
    assert "What police entered" not in text

"""An item of an action plan serves a line of the case strategy: said at the issue or later, seen on both."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from actionplans.models import ActionPlan, ActionPlanItem, CaseStrategy, StrategyLine, Submission
from actionplans.services import (
    confirm_action_plan,
    issue_from_document,
    link_item,
    paste_document,
    write_strategy,
)
from cases.models import Case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, a_case, issued, moment, submitted
from tests.refusals import constraint_of
from tests.stories import story

PLANNED = moment(date(2026, 2, 25))
LINES: list[dict[str, Any]] = [
    {"kind": "pursued", "words": "The friend who was told first."},
    {"kind": "suspect", "words": "Earlier reports about the suspect."},
    {"kind": "not_pursued", "words": "The whole telephone.", "why": "One thread alone is in issue."},
]
SignIn = Callable[[Person], Client]


def planned(by: Person, case: Case, *, digital: str = "") -> CaseStrategy:
    ahead: dict[str, Any] = {"next_decision_on": date(2026, 4, 3), "review_on": date(2026, 3, 20)}
    return write_strategy(by=by, case=case, lines=LINES, digital=digital, at=PLANNED, **ahead)


@story
def strategy(accepted: Submission, alice: Person) -> CaseStrategy:
    return planned(alice, accepted.case)


def line(strategy: CaseStrategy, number: int) -> StrategyLine:
    return StrategyLine.objects.get(strategy=strategy, number=number)


def asking(**more: Any) -> list[dict[str, Any]]:
    return [{"type": "statement", "asks": "The friend's statement.", **more}]


def test_an_item_names_its_line_when_the_plan_is_issued(
    accepted: Submission, strategy: CaseStrategy, lena: Person, alice: Person, sign_in: SignIn
) -> None:
    first = line(strategy, 1)
    plan = issued(accepted, lena, items=asking(strategy_line=first))
    item = plan.items.get()
    assert item.strategy_line == first
    client = sign_in(alice)
    page = client.get(reverse("action_plan_item_detail", args=[item.pk])).content.decode()
    assert "case strategy, version 1</a>: The friend who was told first." in page
    page = client.get(reverse("strategy_detail", args=[strategy.pk])).content.decode()
    assert "Action plan 1, item 1: Statement (MG11)</a>: with police" in page


def test_a_link_is_set_later_changed_and_taken_away(
    plan: ActionPlan, strategy: CaseStrategy, alice: Person
) -> None:
    item = plan.items.get(number=1)
    assert link_item(by=alice, item=item, strategy_line=line(strategy, 2), at=ISSUED).version == 2
    with pytest.raises(Invalid, match="It is linked to line 2 already, so nothing was changed"):
        link_item(by=alice, item=item, strategy_line=line(strategy, 2), at=ISSUED)
    assert link_item(by=alice, item=item, at=ISSUED).strategy_line is None
    with pytest.raises(Invalid, match="It is linked to no line already"):
        link_item(by=alice, item=item, at=ISSUED)
    assert AuditEvent.objects.filter(action="ITEM_LINKED", subjects__contains=[item.pk]).count() == 2


@pytest.mark.parametrize("where", ["the issue", "later"])
def test_a_line_that_is_not_pursued_is_served_by_no_item(
    accepted: Submission, strategy: CaseStrategy, alice: Person, lena: Person, where: str
) -> None:
    dropped = line(strategy, 3)
    item = issued(accepted, lena).items.get(number=1)
    deeds = {
        "the issue": lambda: issued(accepted, lena, items=asking(strategy_line=dropped)),
        "later": lambda: link_item(by=alice, item=item, strategy_line=dropped, at=ISSUED),
    }
    with pytest.raises(Invalid) as refused:
        deeds[where]()
    (sentence,) = refused.value.fields.values()
    assert sentence.startswith("This line is not pursued")


def test_a_line_of_another_case_is_refused_by_the_deed_and_by_the_database(
    plan: ActionPlan, alice: Person, unit: CpsUnit
) -> None:
    other = a_case(alice)
    submitted(other, alice, unit)
    foreign = line(planned(alice, other), 1)
    item = plan.items.get(number=1)
    with pytest.raises(Invalid, match="no line of this case's strategy"):
        link_item(by=alice, item=item, strategy_line=foreign, at=ISSUED)
    rows = ActionPlanItem.objects.filter(pk=item.pk)
    with (
        open_door("a test writes what cannot be"),
        pytest.raises(IntegrityError) as held,
        transaction.atomic(),
    ):
        rows.update(strategy_line=foreign)
    assert constraint_of(held.value) == "item_line_of_its_case"


def test_the_line_is_chosen_beside_the_text_that_is_read(
    accepted: Submission, strategy: CaseStrategy, alice: Person, sign_in: SignIn
) -> None:
    document = paste_document(
        by=alice,
        submission=accepted,
        text="ACTIONS\n1. Obtain a statement from the friend.\n2. Obtain the CCTV.",
        document_name="mg3",
        document_date=date(2026, 3, 2),
        at=ISSUED,
    )
    body = sign_in(alice).get(reverse("issue_from_document", args=[document.pk])).content.decode()
    assert body.count("1. The friend who was told first.") == 2  # once an item
    assert "The whole telephone." not in body
    plan = issue_from_document(
        by=alice, document=document, items=asking(strategy_line=line(strategy, 1)), at=ISSUED
    )
    assert plan.items.get().strategy_line_id == line(strategy, 1).pk


def test_a_link_to_an_earlier_version_stays_offered_and_is_not_lost_by_saving(
    plan: ActionPlan, strategy: CaseStrategy, alice: Person, sign_in: SignIn
) -> None:
    item = plan.items.get(number=1)
    link_item(by=alice, item=item, strategy_line=line(strategy, 1), at=ISSUED)
    planned(alice, plan.case, digital="Messages of March.")
    item.refresh_from_db()
    client = sign_in(alice)
    page = client.get(reverse("link_item", args=[item.pk])).content.decode()
    assert "The friend who was told first. (line 1 of an earlier version)" in page
    data = {"strategy_line": str(line(strategy, 1).pk), "version": str(item.version)}
    same = client.post(reverse("link_item", args=[item.pk]), data)
    assert (same.status_code, "It is linked to line 1 already" in same.content.decode()) == (422, True)
    item.refresh_from_db()
    assert item.strategy_line == line(strategy, 1)
    answered = client.get(f"/api/v1/strategies/{strategy.pk}/").json()
    assert [one["items"] for one in answered["lines"]] == [[str(item.pk)], [], []]


def test_an_item_that_cps_never_asked_for_says_so_and_is_linked_to_no_line(
    accepted: Submission, strategy: CaseStrategy, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    entered = {"document_name": "action_plan", "document_date": ISSUED.date()}
    plan = issued(accepted, alice, items=asking(strategy_line=line(strategy, 1)), **entered)
    item, client = plan.items.get(number=1), sign_in(alice)
    here, link = (reverse(one, args=[item.pk]) for one in ("action_plan_item_detail", "link_item"))
    pages = [
        here,
        reverse("action_plan_detail", args=[plan.pk]),
        reverse("strategy_detail", args=[strategy.pk]),
    ]

    def said(words: str) -> list[bool]:
        return [words in client.get(one).content.decode() for one in pages]

    assert (said("ever asked for, CPS says"), f'href="{link}"' in client.get(here).content.decode()) == (
        [False] * 3,
        True,
    )
    confirm_action_plan(by=lena, plan=plan, stands=False)
    assert (said("ever asked for, CPS says"), said("o longer asked for")) == ([True] * 3, [False] * 3)
    assert f'href="{link}"' not in client.get(here).content.decode()
    assert "Never issued, CPS says" in client.get("/action-plans/?status=withdrawn").content.decode()
    refused = "CPS says that it never issued action plan 1, so nobody was asked for item 1"
    item.refresh_from_db()
    with pytest.raises(NotAllowed, match=refused):
        link_item(by=alice, item=item, strategy_line=line(strategy, 2))
    assert refused in client.get(link).content.decode()
    told = client.get(f"/api/v1{here}").json()
    by_api = client.post(
        f"/api/v1{link}",
        {"strategy_line": None},
        content_type="application/json",
        headers={"If-Match": f'"{told["version"]}"'},
    )
    assert (told["never_asked"], by_api.status_code, refused in by_api.content.decode()) == (True, 403, True)


def link_by_page(client: Client, item: ActionPlanItem, chosen: StrategyLine | None) -> str:
    """The address of the lines that the deed offers for the force record."""
    item.refresh_from_db()
    data = {"strategy_line": str(chosen.pk) if chosen else "", "version": str(item.version)}
    sent = client.post(reverse("link_item", args=[item.pk]), data, follow=True)
    found = re.search(r'href="(/deeds/[^"]+/record-lines/)"', sent.content.decode())
    assert found is not None
    return f"/api/v1{found[1]}"


def test_the_force_record_hears_what_each_linking_changed_and_not_what_came_after(
    plan: ActionPlan, strategy: CaseStrategy, alice: Person, sign_in: SignIn
) -> None:
    item, client = plan.items.get(number=1), sign_in(alice)
    done = [link_by_page(client, item, line(strategy, 1)), link_by_page(client, item, line(strategy, 2))]
    done.append(link_by_page(client, item, None))
    question, about = (
        "Which line of the case strategy does it serve?",
        f"About: {plan}, item 1: Statement (MG11).",
    )
    first, second = (
        "The friend who was told first. (line 1 of version 1)",
        "Earlier reports about the suspect. (line 2 of version 1)",
    )
    assert [client.get(address).json()["lines"][2:] for address in done] == [
        [about, f"{question} {first}."],
        [about, f"{question} {second} (before: {first})."],
        [about, f"{question} Nothing (before: {second})."],
    ]

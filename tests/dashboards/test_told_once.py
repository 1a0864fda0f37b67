"""One line each deed: what a part of the case tells in full, its milestone does not tell again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actionplans.models import ActionPlan
from rasso_tracker.clocks import day_words
from rasso_tracker.dashboards.case_page import entries, find
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt
from tests.chain import story as told
from victims.services import share_with_isva

TOLD_TWICE = ("Submitted to CPS", "Back with CPS", "Accepted by CPS triage", "Action plan issued")


@pytest.mark.parametrize("username", ["alice", "gita", "lena", "mona"])
def test_the_history_tells_each_act_of_a_round_once(username: str, db: None) -> None:
    story, person = told.until(told.to_cps)(), told.person(username)
    with acting(person):
        titles = [one.title for one in entries(find(person, story.case.pk), person)]
    for title in ("Submitted to CPS, round 1", "Accepted by triage", "Action plan 1 issued"):
        assert titles.count(title) == 1
    assert not set(titles) & set(TOLD_TWICE)


def test_whoever_reads_no_cps_part_is_told_of_the_submission_by_its_milestone(db: None, ivy: Person) -> None:
    story = told.until(told.to_cps)()
    share_with_isva(by=told.person("alice"), victim=story.victim, isva=ivy, consented_on=date(2026, 3, 9))
    with acting(ivy):
        titles = [one.title for one in entries(find(ivy, story.case.pk), ivy)]
    assert titles.count("Submitted to CPS") == 1


def test_the_lines_for_the_force_record_say_once_that_a_plan_was_issued(
    db: None, alice: Person, sign_in: object
) -> None:
    story = told.until(told.send)()
    browser: Client = sign_in(alice)  # type: ignore[operator]  # a fixture that signs in
    body = {
        "submission": str(story.submission.pk),  # type: ignore[union-attr]  # it was sent
        "items": [{"type": "statement", "asks": "A statement."}],
        "document_name": "mg3",
        "document_date": "2026-03-20",
    }
    answer = browser.post("/api/v1/action-plans/", body, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    receipt = Receipt.objects.get(surface="issue_action_plan")
    lines = browser.get(f"/api/v1/deeds/{receipt.pk}/record-lines/").json()["lines"]
    assert [one.partition(": ")[2].split(".")[0] for one in lines[2:3]] == ["Action plan 1 issued"]
    plan = ActionPlan.objects.get(pk=answer.json()["id"])
    due = [f"Target date: {day_words(plan.target_on)}.", f"Review date: {day_words(plan.review_on)}."]
    assert lines[3:] == ["Items: Statement (MG11), A statement.", *due]

"""The main job end to end on real parts, and what each page then shows of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan, Escalation
from actionplans.services import issue_action_plan
from cases.models import Case, DueItem
from cases.services import add_victim
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from tests.chain import story as told


def test_a_case_goes_from_the_report_to_the_answer_of_a_review(db: None) -> None:
    story = told.report()
    assert Case.objects.get(pk=story.case.pk).stage == "interviewed"
    told.withdraw(story)
    assert story.withdrawal is not None
    assert story.withdrawal.stage == "after_interview"
    told.re_engage(story)
    told.to_cps(story)
    case = Case.objects.get(pk=story.case.pk)
    assert (case.stage, case.gatekept, case.urn) == ("action_plan", True, "13LD0000126")
    told.lapse(story)
    assert ActionPlan.objects.get(case=case).step == 0
    told.answer(story)
    plan = ActionPlan.objects.get(case=case)
    assert list(Escalation.objects.filter(plan=plan).values_list("step", flat=True)) == [0]
    assert plan.step is None
    told.return_all(story)
    told.complete(story)
    assert ActionPlan.objects.get(case=case).status == "completed"
    told.propose(story)
    told.authorise(story)
    assert Case.objects.get(pk=case.pk).stage == "police_nfa"
    for chapter in (told.notify, told.tell_right, told.ask_for_review, told.acknowledge, told.allocate):
        chapter(story)
    told.decide(story)
    assert story.request is not None
    assert (story.request.reviewer.username, story.request.outcome) == ("rita", "overturned_cps")
    assert set(DueItem.objects.filter(case=case, settled_at__isnull=True).values_list("code", flat=True)) == {
        "victim_update",
        "needs_assessment",
        "support_referral",
        "tell_event",  # the arrest: no contact was about it
        "supervisory_review",
        "countersign",  # of the advice: the case is open again, and no second lawyer has signed it
        "answer_victim",  # what she asked when she was told
        "carry_out_review",  # until the case goes to CPS, as the review asks
        "complete_review",  # until the victim is told what the review came to
        "look_back",  # on the withdrawal that was corroborated
    }


READERS = ("alice", "sam", "gita", "lena", "max", "mona", "rita")


@pytest.mark.parametrize("username", READERS)
def test_the_case_page_shows_the_whole_story_to_each_who_may_read_it(
    db: None, sign_in: Callable[[Person], Client], username: str
) -> None:
    story = told.whole()
    browser = sign_in(told.person(username))
    page = browser.get(f"/cases/{story.case.pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert story.case.reference in text
    assert "Ann Example" not in text
    assert "07700" not in text
    history = browser.get(f"/cases/{story.case.pk}/history/")
    assert history.status_code == 200
    assert "Ann Example" not in history.content.decode()


def test_the_case_page_costs_the_same_for_three_plans_as_for_one(
    db: None, sign_in: Callable[[Person], Client]
) -> None:
    story = told.report()
    told.to_cps(story)
    browser = sign_in(told.person("gita"))
    address = f"/cases/{story.case.pk}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for _ in range(2):
        add_victim(by=told.person("alice"), case=story.case)
        issue_action_plan(
            by=told.person("lena"),
            submission=story.submission,
            items=[{"type": "medical", "asks": "A report."}],
            issued_at=told.at(3, 23),
            at=told.at(3, 23, 11),
        )
    with CaptureQueriesContext(connection) as three:
        browser.get(address)
    assert len(three) == len(one)


def test_an_outsider_may_not_know_of_it(db: None, sign_in: Callable[[Person], Client]) -> None:
    story = told.whole()
    for username in ("charlie", "brad", "nora", "ivy", "audrey", "adam"):
        assert sign_in(told.person(username)).get(f"/cases/{story.case.pk}/").status_code == 404
        with acting(told.person(username)):
            assert Case.objects.count() == 0


def test_the_registrar_reads_the_outcome_and_nothing_of_the_evidence(
    db: None, sign_in: Callable[[Person], Client]
) -> None:
    story = told.until(told.propose, told.authorise)()
    browser = sign_in(told.person("reg"))
    page = browser.get(f"/cases/{story.case.pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "15: Suspect identified, victim supports, evidential difficulties" in text
    assert "Sid Example" not in text
    assert "Reported by phone." not in text
    for address in ("suspects", "milestones", "allegations"):
        assert browser.get(f"/api/v1/{address}/").json()["results"] == []

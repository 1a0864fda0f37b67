"""The main chain in a real Chromium: police alone, from the log of a case to the answer of a review.

No CPS person signs in: police record what CPS did from its document.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from actionplans.models import ActionPlan
from actionplans.services import raise_reminders
from cases.models import Case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.access import system
from reviews.models import ReviewRequest
from tests.browser.hands import Hands
from tests.decisions import CHECKED

pytestmark = pytest.mark.browser


def ago(days: int) -> datetime:
    """Noon, some days ago: an hour that comes once on the day the clocks change."""
    return (now() - timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


def test_police_do_the_main_job_in_the_browser(chromium: Browser, site: str) -> None:
    alice = Hands.of(chromium, site, "alice")
    case = log_a_case(alice)
    investigate(alice, case)
    withdraw_and_take_part_again(alice, case)
    submit(alice, case)
    plan = lapse_and_review(chromium, alice, site)
    give_back(alice, plan)
    decide(chromium, alice, site, case)
    review(chromium, alice, site)
    assert alice.faults == []


def log_a_case(alice: Hands) -> str:
    alice.sees("My cases, by what is due next").is_accessible().follow("Log a case").is_accessible()
    alice.send()
    summary = alice.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    link.click()
    expect(alice.page.locator(target or "")).to_be_focused()
    alice.is_accessible()
    alice.fill(
        reported_on=london_date(ago(40)),
        crime_reference="13260000001",
        offence_type="rape_adult",
        summary="Phoned.",
    ).send()
    alice.sees("RS-").is_accessible()
    return alice.address


def investigate(alice: Hands, case: str) -> None:
    alice.open(f"{case}victims/new/").fill(enhanced_rights=True).send()
    alice.open(f"{case}suspects/new/").fill(name="Sid Example", is_police=False).send()
    for kind, days in (("first_account", 39), ("suspect_identified", 38), ("interviewed", 37)):
        alice.open(f"{case}milestones/new/").fill(kind=kind, occurred_at=ago(days))
        if kind == "interviewed":
            alice.fill(interview_by="voluntary")
        alice.is_accessible().send()
    alice.open(case).sees("Suspect interviewed")


def withdraw_and_take_part_again(alice: Hands, case: str) -> None:
    victim = alice.open(case).row_link("Victim 1")
    alice.open(victim).is_accessible().open(f"{victim}withdrawals/new/").is_accessible()
    alice.fill(
        kind="withdrew",
        occurred_at=ago(36),
        told_by="phone_note",
        from_what=["investigation"],
        reasons=["delay"],
        primary_reason="delay",
        support_offered=["isva"],
        recontact_welcome="yes",
    ).send()
    alice.sees("After the suspect's arrest or interview")
    alice.open(f"{victim}re-engagements/new/")
    alice.fill(occurred_at=ago(35), told_by="phone_note").send()


def submit(alice: Hands, case: str) -> None:
    alice.open(f"{case}submissions/new/").fill(kind="within_28_days", submitted_at=ago(34))
    alice.fill(unchecked_because="out_of_hours", early_advice="ready")
    alice.page.locator("select[name='cps_unit']").select_option(label="CPS yh-rasso", force=True)
    alice.page.locator("input[name='allegations']").first.check(force=True)
    alice.send().is_accessible()
    document = {"document_name": "mg3", "document_date": london_date(ago(32))}
    submission = alice.address
    alice.open(f"{submission}triage/").fill(accepted=True, triaged_at=ago(33), **document).send()
    alice.open(f"{submission}action-plans/new/").fill(issued_at=ago(32), **document)
    alice.fill(**{"items-0-type": "statement", "items-0-asks": "A statement."})
    alice.is_accessible().send()
    alice.sees("Entered by police from the CPS document of").is_accessible()


def lapse_and_review(chromium: Browser, alice: Hands, site: str) -> str:
    raise_reminders()
    deliver()
    gita = Hands.of(chromium, site, "gita")
    gita.open("/action-plans/overdue/").sees("RS-").is_accessible()
    with system("the test finds the plan"):
        plan = ActionPlan.objects.get()
    assert plan.step is not None
    address = f"/action-plans/{plan.pk}/"
    gita.open("/inbox/").sees("RS-").is_accessible()
    gita.open(f"{address}reviews/new/")
    gita.fill(outcome="on_track", next_review_on=london_date(now()) + timedelta(days=10), note="Seen.")
    gita.is_accessible().send()
    gita.open("/action-plans/overdue/")
    return address


def give_back(alice: Hands, plan: str) -> None:
    alice.open(f"{plan}return/")
    alice.page.locator("input[name='items']").check(force=True)  # of a plan of one item
    alice.is_accessible().send()
    alice.sees("Returned")


def decide(chromium: Browser, alice: Hands, site: str, case: str) -> None:
    alice.open(f"{case}decisions/new/").is_accessible()
    alice.fill(
        **{"lines-0-outcome": "15", "lines-0-reason": "evidential"},
        rationale="The test is not met.",
        open_plan="Everything it asked for has gone back to CPS.",
        **CHECKED,
    )
    alice.send()
    decision = alice.address
    dina = Hands.of(chromium, site, "dina")
    dina.sees("Decisions to authorise").is_accessible()
    dina.open(decision).is_accessible().open(f"{decision}authorise/").is_accessible().send()
    moment = now().replace(second=0, microsecond=0)
    alice.open(f"{decision}notify/")
    alice.fill(told_at=moment, method="phone", understood="yes").is_accessible().send()
    alice.open(f"{decision}tell-right/").fill(told_at=moment, method="phone", leaflet_version="2026-1")
    alice.is_accessible().send()
    alice.open(f"{decision}review-requests/new/")
    alice.fill(received_at=moment, channel="email", asked_by="victim").is_accessible().send()


def review(chromium: Browser, alice: Hands, site: str) -> None:
    with system("the test finds the request"):
        request = ReviewRequest.objects.get()
    address = f"/right-to-review/{request.pk}/"
    moment = now().replace(second=0, microsecond=0)
    alice.open(address).is_accessible().open(f"{address}acknowledge/").fill(acknowledged_at=moment).send()
    dina = Hands.of(chromium, site, "dina")
    dina.open(f"{address}allocate/")
    dina.page.locator("select[name='reviewer']").select_option(index=1, force=True)
    dina.is_accessible().send()
    rita = Hands.of(chromium, site, "rita")
    rita.sees("Reviews allocated to me").is_accessible()
    rita.open(f"{address}decide/").fill(outcome="overturned_cps", reasons="A line was missed.")
    rita.is_accessible().send()
    with system("the test reads the outcome"):
        request.refresh_from_db()
        assert (request.outcome, request.reviewer.username) == ("overturned_cps", "rita")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_case_is_logged_on_a_phone(chromium: Browser, site: str, script: bool) -> None:
    alice = Hands.of(chromium, site, "alice", script=script, width=360)
    alice.open("/cases/new/")
    if script:
        alice.fits()
    alice.fill(
        reported_on=london_date(ago(3)), crime_reference="13260000002", offence_type="rape_adult", summary=""
    ).send()
    alice.sees("RS-")
    if script:
        alice.fits()
    with system("the test counts"):
        assert Case.objects.count() == 1


def test_back_and_a_double_click_do_a_deed_once(chromium: Browser, site: str) -> None:
    alice = Hands.of(chromium, site, "alice")
    alice.open("/cases/new/").fill(
        reported_on=london_date(ago(3)), crime_reference="13260000003", offence_type="rape_adult", summary=""
    )
    alice.page.get_by_role("button", name="Log the case").dblclick()
    alice.sees("RS-")
    alice.page.go_back()
    alice.page.reload()
    with system("the test counts"):
        assert Case.objects.count() == 1

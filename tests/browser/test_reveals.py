"""What only one answer asks is hidden until it is chosen, and shows from the start where no script runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from cases import services as cases
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.browser.hands import Hands
from victims import services
from victims.models import Withdrawal

pytestmark = pytest.mark.browser
THEN = now() - timedelta(days=20)


@pytest.fixture
def withdrawal(own_database: str) -> Withdrawal:
    with system("a test looks up people"):
        people = Person.objects.select_related("district", "team").filter(username__in=["alice", "dina"])
        alice, dina = sorted(people, key=lambda one: one.username)
    case = cases.open_case(
        by=alice, district=alice.district, team=alice.team, officer_in_charge=alice,
        reported_on=london_date(THEN), crime_reference="13260099001", offence_type="rape_adult", at=THEN,
    )  # fmt: skip
    victim = cases.add_victim(by=alice, case=case, at=THEN)
    row = services.record_withdrawal(
        by=alice, victim=victim, kind="withdrew", occurred_at=THEN + timedelta(days=2), reasons=["delay"],
        told_by="letter", from_what=["investigation"], support_offered=["isva"], at=THEN + timedelta(days=3),
    )  # fmt: skip
    return services.corroborate_withdrawal(
        by=dina, withdrawal=row, checked_in=["contact_log"], note="Seen.", at=THEN + timedelta(days=4)
    )


def test_a_look_back_asks_for_the_moment_only_of_a_yes(
    withdrawal: Withdrawal, chromium: Browser, site: str
) -> None:
    sam = Hands.of(chromium, site, "sam", width=390)
    page = sam.open(f"/withdrawals/{withdrawal.pk}/look-back/").is_accessible().fits().page
    moment, lesson = page.locator("#id_moment"), page.locator("#id_lesson")
    expect(moment).to_be_hidden()
    expect(lesson).to_be_hidden()
    sam.fill(preventable="yes", learnt=True, words="Nobody rang for weeks.")
    expect(moment).to_be_visible()
    expect(lesson).to_be_visible()
    sam.is_accessible().fits().send()
    link = page.locator(".govuk-error-summary a").first
    link.click()
    expect(moment).to_be_focused()
    sam.fill(preventable="no", learnt=False).send()
    sam.sees("No: we could not have changed it")
    assert sam.faults == []


def test_without_a_script_every_question_shows_and_says_when_it_is_asked(
    withdrawal: Withdrawal, chromium: Browser, site: str
) -> None:
    sam = Hands.of(chromium, site, "sam", script=False)
    page = sam.open(f"/withdrawals/{withdrawal.pk}/look-back/").page
    expect(page.locator("#id_moment")).to_be_visible()
    expect(page.locator("#id_lesson")).to_be_visible()
    expect(page.locator("main")).to_contain_text("If preventable: at which moment")
    sam.fill(
        preventable="yes", moment="waiting", helped=["updates"], words="Nobody rang.", learnt=False
    ).send()
    sam.sees("While waiting to hear")


def test_a_milestone_asks_for_what_its_kind_has_alone(
    withdrawal: Withdrawal, chromium: Browser, site: str
) -> None:
    alice = Hands.of(chromium, site, "alice", width=390)
    page = alice.open(f"/cases/{withdrawal.victim.case_id}/milestones/new/").is_accessible().fits().page
    who, runs_out, set_by, charge = (
        page.locator(one)
        for one in ("#id_interview_by_0", "#id_limit_on", "#id_limit_set_by", "#id_charge_by_0")
    )
    for question in (who, runs_out, set_by, charge):
        expect(question).to_be_hidden()
    alice.fill(kind="charged")
    expect(charge).to_be_visible()
    alice.fill(kind="bailed", limit_set_by="inspector")
    expect(runs_out).to_be_visible()
    expect(charge).to_be_hidden()
    alice.fill(kind="interviewed", interview_by="voluntary")
    expect(set_by).to_be_hidden()
    alice.fill(occurred_at=now() + timedelta(days=2)).is_accessible().fits().send()
    alice.sees("not in the future")  # who set the bail was not sent, or it would be refused as well
    expect(page.locator(".govuk-error-summary a")).to_have_count(1)
    alice.fill(kind="charged", charge_by="cps").send()
    expect(page.locator("#id_cps_lawyer")).to_be_visible()
    alice.fill(kind="released_under_investigation")
    expect(charge).to_be_hidden()  # its faults are of a charge, and a radio cannot be emptied
    alice.fill(kind="suspect_identified", occurred_at=THEN + timedelta(days=1)).send()
    alice.sees("Suspect identified")
    assert alice.faults == []

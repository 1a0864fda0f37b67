"""The form of a withdrawal on a phone: what not everybody answers is folded, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from cases import services as cases
from cases.models import Victim
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.browser.hands import Hands
from victims.models import Withdrawal
from victims.sealed import opened

pytestmark = pytest.mark.browser
THEN = now() - timedelta(days=20)
NOON = (now() - timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
TALL = 5000  # px at 390 wide; it was above 7,000 with everything unfolded


@pytest.fixture
def victim(own_database: str) -> Victim:
    with system("a test looks up people"):
        alice = Person.objects.select_related("district", "team").get(username="alice")
    case = cases.open_case(
        by=alice, district=alice.district, team=alice.team, officer_in_charge=alice,
        reported_on=london_date(THEN), crime_reference="13260099002", offence_type="rape_adult", at=THEN,
    )  # fmt: skip
    return cases.add_victim(by=alice, case=case, at=THEN)


@pytest.mark.parametrize("script", [True, False])
def test_a_withdrawal_is_recorded_on_a_phone_with_its_folded_questions(
    victim: Victim, chromium: Browser, site: str, script: bool
) -> None:
    alice = Hands.of(chromium, site, "alice", width=390, script=script)
    page = alice.open(f"/victims/{victim.pk}/withdrawals/new/").page
    if script:
        alice.is_accessible()
    alice.fits()
    assert page.evaluate("document.documentElement.scrollHeight") < TALL
    expect(page.locator("#id_tried")).to_be_hidden()
    main = page.locator("#id_primary_reason")
    if script:
        expect(main).to_be_hidden()
    alice.fill(
        kind="withdrew", occurred_at=NOON, from_what=["investigation"], told_by="phone_note",
        reasons=["delay", "other"], third_party_words="Her mother rang.", tried="We offered a link.",
        support_offered=["isva"],
    ).send()  # fmt: skip
    alice.sees("Add the reason that they reported as well")
    expect(main).to_be_visible()
    assert main.locator("option").evaluate_all("all => all.map(one => one.value)") == ["", "delay", "other"]
    alice.sees("Say what the other reason is.").sees("Choose which of the victim's reasons is the main one.")
    for kept, said in (("#id_tried", "We offered a link."), ("#id_third_party_words", "Her mother rang.")):
        expect(page.locator(kept)).to_be_visible()
        expect(page.locator(kept)).to_have_value(said)
    expect(page.locator("[name=reasons][value=delay]")).to_be_checked()
    expect(page.locator("[name=reasons][value=children]")).to_be_hidden()
    page.locator(".govuk-error-summary a", has_text="Say what the other reason is.").click()
    if script:
        expect(page.locator("#id_other_words")).to_be_focused()
    alice.fill(primary_reason="delay", other_words="Her house is sold.", third_party_words="").send()
    alice.sees("Recorded: no longer wants to take part. A supervisor will be asked to corroborate it.")
    assert alice.faults == []
    with system("a test looks at what was recorded"):
        row = Withdrawal.objects.get()
        assert (row.reasons_of_victim, row.primary_reason) == (["delay", "other"], "delay")
        assert (opened(row, "tried"), opened(row, "other_words")) == (
            "We offered a link.",
            "Her house is sold.",
        )


def test_where_there_is_room_every_reason_shows(victim: Victim, chromium: Browser, site: str) -> None:
    alice = Hands.of(chromium, site, "alice")
    page = alice.open(f"/victims/{victim.pk}/withdrawals/new/").is_accessible().fits().page
    expect(page.locator("[name=reasons][value=children]")).to_be_visible()
    expect(page.locator("#id_tried")).to_be_hidden()

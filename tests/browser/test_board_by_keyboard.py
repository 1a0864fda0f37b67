"""The overdue board from end to end by keyboard alone, while a colleague works on the same plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from actionplans.models import Acknowledgement, ActionPlan, ActionPlanItem, PlanReview
from actionplans.services import raise_reminders, record_plan_review
from actionplans.services.presence import note_presence
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.models import SavedFilter
from tests.actionplans.conftest import a_case, issued, submitted
from tests.browser.keys import Keys, reloads

pytestmark = pytest.mark.browser
BOARD = "/action-plans/overdue/"
SAVE = ".app-board__panel [name=save]"


def person(username: str) -> Person:
    return Person.objects.select_related("district", "team", "cps_unit").get(username=username)


@pytest.fixture
def plans(own_database: str) -> list[ActionPlan]:
    """Six of Leeds past their review date, the longest past first."""
    with system("the test makes its plans"):
        alice, lena, unit = person("alice"), person("lena"), CpsUnit.objects.get(code="yh-rasso")
        moments = [now() - timedelta(days=days) for days in (27, 25, 23, 21, 19, 17)]
        made = [issued(submitted(a_case(alice, at), alice, unit, at), lena, at) for at in moments]
        raise_reminders()
        return list(ActionPlan.objects.filter(pk__in=[one.pk for one in made]).order_by("urgency"))


@pytest.fixture
def every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASSO_BOARD_SECONDS", "1")


def test_the_board_is_worked_by_keyboard_alone(
    plans: list[ActionPlan], every_second: None, chromium: Browser, site: str
) -> None:
    gita = Keys.of(chromium, site, "gita")
    filters_and_keeps_the_filter(gita)
    walks_the_rows(gita, plans)
    loaded = reloads(gita.page)
    reviews_on_track(gita, plans)
    sets_a_new_date_after_a_bad_reason(gita, plans)
    takes_two_at_once(gita, plans)
    sees_a_colleague_at_work(gita, plans)
    puts_a_review_aside_and_goes_on(gita, plans)
    assert loaded == []  # all of that on one page
    gita.is_accessible()
    gita.page.set_viewport_size({"width": 390, "height": 844})
    gita.fits().is_accessible()
    gita.page.set_viewport_size({"width": 1280, "height": 900})
    gives_one_to_a_colleague(gita, plans)
    gives_the_items_of_one_to_an_officer(gita, plans)
    acknowledges_a_step(gita, plans)
    is_not_at_work_any_more_once_away(gita, Keys.of(chromium, site, "gwen"), plans)
    assert gita.faults == []


def filters_and_keeps_the_filter(gita: Keys) -> None:
    gita.open(BOARD)
    gita.tab_to(".app-filters__summary").presses("Enter").tab_to("#id_district").types("Leeds")
    gita.tab_to("#id_side").types("Police").tab_to(".app-filters button").presses("Enter")
    expect(gita.page).to_have_url(f"{gita.site}{BOARD}?district=leeds&step=&age=&side=police&owner=&waiting=")
    gita.tab_to(".app-saved summary").presses("Enter", "Tab").types("Leeds, with police").presses("Enter")
    expect(gita.page.locator(".app-saved [aria-current]")).to_have_text("Leeds, with police")
    with system("the test looks"):
        assert SavedFilter.objects.get().query == "district=leeds&side=police&sort=urgency"


def walks_the_rows(gita: Keys, plans: list[ActionPlan]) -> None:
    gita.presses("?").is_on("#board details summary").presses("j").is_on(tick(plans[0]))  # from anywhere
    gita.presses("j").is_on(tick(plans[1])).presses("ArrowDown").is_on(tick(plans[2]))
    gita.presses("k", "k", "k").is_on(tick(plans[0]))
    gita.presses("?").is_on("#board details summary").tab_to("#board-keys").presses("Enter")
    gita.tab_to(tick(plans[0])).presses("j").is_on(tick(plans[0]))  # the keys are off
    gita.tab_back_to("#board-keys").presses("Enter").tab_to(tick(plans[0]))


def reviews_on_track(gita: Keys, plans: list[ActionPlan]) -> None:
    gita.presses("r").is_on("#id_outcome_0").presses("Space")
    gita.tab_to("#id_note").types("Seen with the officer.").tab_to(SAVE).presses("Enter")
    gita.hears("Review recorded.").is_on(tick(plans[1]))
    expect(gita.row(plans[0])).to_have_count(0)
    with system("the test looks"):
        assert PlanReview.objects.get(plan=plans[0]).outcome == "on_track"


def sets_a_new_date_after_a_bad_reason(gita: Keys, plans: list[ActionPlan]) -> None:
    later = london_date(now()) + timedelta(days=20)
    gita.presses("r").is_on("#id_outcome_0").presses("ArrowDown", "Space")
    gita.tab_to("#id_new_target_on_day").types(str(later.day)).presses("Tab").types(str(later.month))
    gita.presses("Tab").types(str(later.year))
    gita.tab_to("#id_note").types("Rang the laboratory.").tab_to(SAVE).presses("Enter")
    gita.is_on(".govuk-error-summary").sees("Say why the target date moves.")
    expect(gita.page.locator("#id_note")).to_have_value("Rang the laboratory.")
    gita.tab_to("#id_reason").types("The laboratory is late.").tab_to(SAVE).presses("Enter")
    gita.hears("Review recorded.").is_on(tick(plans[2]))
    with system("the test looks"):
        assert ActionPlan.objects.get(pk=plans[1].pk).target_on == later


def takes_two_at_once(gita: Keys, plans: list[ActionPlan]) -> None:
    gita.presses("x", "j", "x").hears("2 plans are ticked.")
    gita.presses("g").is_on("#give-to").presses("Tab", "Enter").hears("2 plans given to you.")
    for plan in plans[2:4]:
        expect(gita.row(plan)).to_contain_text("Gita")
    with system("the test looks"):
        assert ActionPlan.objects.filter(worked_by__username="gita").count() == 2


def sees_a_colleague_at_work(gita: Keys, plans: list[ActionPlan]) -> None:
    """Gwen reviews one plan and opens another while Gita types into the review of a third."""
    with system("a colleague at work"):
        gwen = person("gwen")
        gita.tab_to(tick(plans[2])).presses("r").is_on("#id_outcome_0").tab_to("#id_note").types("Half a wo")
        soon = london_date(now()) + timedelta(days=9)
        record_plan_review(by=gwen, plan=plans[3], outcome="on_track", note="", next_review_on=soon)
        with acting(gwen):
            note_presence(by=gwen, plan=plans[4], doing="record_plan_review")
    expect(gita.row(plans[3])).to_have_count(0)
    expect(gita.row(plans[4])).to_contain_text("DI Gwen opened the review of this plan")
    gita.is_on("#id_note").types("rd.")
    expect(gita.page.locator("#id_note")).to_have_value("Half a word.")
    gita.presses("Escape").is_on(tick(plans[2]))
    gita.presses("j").is_on(tick(plans[4])).presses("r").is_on("#id_outcome_0")
    expect(gita.page.locator(".app-board__panel")).to_contain_text("DI Gwen opened the review of this plan")
    gita.presses("Escape").is_on(tick(plans[4]))


def puts_a_review_aside_and_goes_on(gita: Keys, plans: list[ActionPlan]) -> None:
    gita.presses("r").is_on("#id_outcome_0").tab_to("#id_note").types("Not yet said.")
    gita.presses("Escape").is_on(tick(plans[4])).hears("is put aside, not saved.")
    gita.presses("k", "j").is_on(tick(plans[4])).presses("r").is_on("#id_outcome_0")
    expect(gita.page.locator("#id_note")).to_have_value("Not yet said.")
    gita.hears("What you typed about").tab_to("[data-panel-close]").presses("Enter").is_on(tick(plans[4]))
    gita.presses("r").is_on("#id_outcome_0")
    expect(gita.page.locator("#id_note")).to_have_value("")  # cancelled in words: dropped
    gita.presses("Escape").is_on(tick(plans[4]))


def gives_one_to_a_colleague(gita: Keys, plans: list[ActionPlan]) -> None:
    gita.open(BOARD)
    gita.presses("j").is_on(tick(plans[2])).presses("j").is_on(tick(plans[4])).presses("x")
    gita.hears("1 plan is ticked.").presses("g").is_on("#give-to").types("Gwen").presses("Tab", "Enter")
    gita.hears("1 plan given to")
    expect(gita.row(plans[4])).to_contain_text("Gwen")
    with system("the test looks"):
        assert ActionPlan.objects.get(pk=plans[4].pk).worked_by == person("gwen")


def gives_the_items_of_one_to_an_officer(gita: Keys, plans: list[ActionPlan]) -> None:
    """Other than its work: on a page of its own, which says what came of it."""
    gita.open(BOARD)
    gita.presses("j", "j").is_on(tick(plans[4])).presses("x").hears("1 plan is ticked.")
    gita.tab_to("#give [name=choose]").presses("Enter").sees("1 action plan chosen")
    gita.tab_to("#id_what").types("Every").tab_to("#id_to").types("Bob").tab_to("[name=save]").presses(
        "Enter"
    )
    gita.sees("Done. The table says what came of each plan.")
    with system("the test looks"):
        owners = ActionPlanItem.objects.filter(plan=plans[4]).values_list("owner__username", flat=True)
        assert set(owners) == {"bob"}


def acknowledges_a_step(gita: Keys, plans: list[ActionPlan]) -> None:
    """From the list to the plan and back, with the next act and its date."""
    soon = london_date(now()) + timedelta(days=4)
    gita.open(BOARD)
    gita.presses("j", "j").is_on(tick(plans[4])).presses("o")
    gita.page.wait_for_url(f"**/action-plans/{plans[4].pk}/")
    gita.tab_to("a[href*='/acknowledge/']").presses("Enter").sees("Acknowledge the escalation")
    gita.tab_to("#id_next_act").types("See the sergeant.").tab_to("#id_next_act_on_day").types(str(soon.day))
    gita.presses("Tab").types(str(soon.month)).presses("Tab").types(str(soon.year))
    gita.tab_to("[name=save]").presses("Enter").sees(
        "Acknowledged. The ladder waits until the date you gave."
    )
    with system("the test looks"):
        assert Acknowledgement.objects.get(plan=plans[4]).next_act_date.due_on == soon


def is_not_at_work_any_more_once_away(gita: Keys, gwen: Keys, plans: list[ActionPlan]) -> None:
    """Gita opens a review, in the list and on its own page, and leaves each without a word."""
    gwen.open(BOARD)
    for address, key in ((BOARD, "r"), (f"/action-plans/{plans[5].pk}/reviews/new/", "")):
        gita.open(address)
        if key:
            gita.tab_to(tick(plans[5])).presses(key).is_on("#id_outcome_0")
        expect(gwen.row(plans[5])).to_contain_text("Gita opened the review of this plan")
        gita.open("/")
        expect(gwen.row(plans[5])).not_to_contain_text("opened the review of this plan")


def tick(plan: ActionPlan) -> str:
    return f"[id='tick-{plan.pk}']"

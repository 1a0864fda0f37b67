"""Where a list of the home of CPS is cut, it leads to the whole list, which shows the same and more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client

from actionplans.models import ActionPlan, ClimbEscalation, Submission
from actionplans.services import (
    acknowledge_due_escalation,
    complete_plan,
    raise_reminders,
    return_items,
    triage_submission,
)
from cases.home import MOST
from cases.models import Case
from cases.services import raise_due
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.blocks import Block
from rasso_tracker.dashboards.homes.cps import cps_lawyer
from rasso_tracker.dashboards.homes.police import gatekeeper
from rasso_tracker.dashboards.homes.shared import climbed
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, SUBMITTED, a_case, issued, submitted
from tests.stories import story
from tests.web.page import Page

A_ROW = re.compile(r"/(submissions|action-plans|due-items)/[0-9a-f-]{36}/")
SignIn = Callable[[Person], Client]
DONE = ISSUED + timedelta(days=9)
TO_TRIAGE, TO_GIVE = "To triage", "Advice, plan or decision to give"
TO_CHECK = "Plans that came back to check"


@story
def rounds(alice: Person, lena: Person, unit: CpsUnit) -> dict[str, Submission]:
    """Each at another point: sent; accepted; with the police; back; and complete, so that CPS owes again."""
    names = ("sent", "accepted", "planned", "back", "complete")
    made = {name: submitted(a_case(alice), alice, unit) for name in names}
    for name in names[1:]:
        triage_submission(by=lena, submission=made[name], accepted=True, at=SUBMITTED)
    for name in names[2:]:
        plan = issued(made[name], lena)
        if name != "planned":
            return_items(by=alice, plan=plan, items=list(plan.items.all()), at=DONE)
        if name == "complete":
            complete_plan(by=lena, plan=plan, at=DONE)
    return made


def block(lena: Person, title: str) -> Block:
    return next(one for one in cps_lawyer(lena, DONE).blocks if one.title == title)


def listed(browser: Client, address: str) -> list[str]:
    """What the rows of the list lead to, each once, in its order, on all its pages."""
    found: list[str] = []
    while address:
        answer = browser.get(address)
        assert answer.status_code == 200
        links = [one.attrs for one in Page(answer.content.decode()).elements if one.attrs.get("href")]
        found += [str(link["href"]) for link in links if A_ROW.fullmatch(str(link["href"]))]
        after = next((str(link["href"]) for link in links if link.get("rel") == "next"), "")
        address = urljoin(address, after) if after else ""
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("title", "names"),
    [(TO_TRIAGE, ["sent"]), (TO_GIVE, ["accepted", "complete"]), (TO_CHECK, ["back"])],
)
def test_the_whole_list_has_what_the_home_has(
    title: str, names: list[str], rounds: dict[str, Submission], lena: Person, sign_in: SignIn
) -> None:
    here = block(lena, title)
    plans = {one.submission_id: one for one in ActionPlan.objects.all()}
    wanted = [
        f"/action-plans/{plans[rounds[name].pk].pk}/"
        if title == TO_CHECK
        else f"/submissions/{rounds[name].pk}/"
        for name in names
    ]
    assert [one.href for one in here.lines] == wanted
    assert listed(sign_in(lena), here.all_href) == wanted


def test_a_list_that_is_cut_leads_to_the_rest(
    alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    for _ in range(MOST + 2):
        sent = submitted(a_case(alice), alice, unit)
        triage_submission(by=lena, submission=sent, accepted=True, at=SUBMITTED)
    here = block(lena, TO_GIVE)
    assert (here.more, len(here.lines)) == (True, MOST)
    client = sign_in(lena)
    home = client.get("/").content.decode()
    assert f'href="{here.all_href.replace("&", "&amp;")}">see all</a>' in home
    assert len(listed(client, here.all_href)) == MOST + 2


def test_reviews_coming_up_lead_to_the_open_plans_of_which_no_date_has_passed(
    rounds: dict[str, Submission], alice: Person, gita: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    """By review date, the soonest first: none that is late, none that is closed."""
    today = london_date(now())
    plans = []
    for days in (20, 5):
        ahead = {"review_date": today + timedelta(days=days), "target_date": today + timedelta(days=30)}
        plans.append(issued(submitted(a_case(alice), alice, unit), lena, at=now(), **ahead))
    home = next(one for one in gatekeeper(gita, now()).blocks if one.title == "Reviews coming up")
    wanted = [f"/action-plans/{plan.pk}/" for plan in reversed(plans)]
    assert [line.href for line in home.lines] == wanted
    assert listed(sign_in(gita), home.all_href) == wanted


def test_what_escalated_leads_to_a_list_of_the_same_without_what_has_lists_of_its_own(
    case: Case, sam: Person, sign_in: SignIn
) -> None:
    """Highest step first; what was answered and waits for its day is left out by both."""
    at, before = now(), now() - timedelta(days=80)
    shown = {"strategy_review": 60, "countersign": 40, "item_chase": 5}
    days = {"supervisory_review": 70, "victim_update": 70, "dispute": 9, **shown}
    with open_door("a test owes something"):
        items = {
            code: raise_due(
                case=case,
                source=uuid7(),
                code=code,
                what=code,
                due_on=london_date(at) - timedelta(days=late),
                at=before,
            )
            for code, late in days.items()
        }
    raise_reminders(at=at)
    step = ClimbEscalation.objects.filter(climb__item=items["dispute"]).latest("step")
    day = london_date(at) + timedelta(days=3)
    acknowledge_due_escalation(by=sam, escalation=step, next_act="Ring.", next_act_on=day, at=at)
    here = climbed(sam, at)
    wanted = [f"/due-items/{items[code].pk}/" for code in shown]
    assert [one.href for one in here.lines] == wanted
    client = sign_in(sam)
    assert listed(client, here.all_href) == wanted
    told = client.get("/api/v1/due-items/?show=escalated").json()["results"]
    assert [f"/due-items/{one['id']}/" for one in told] == wanted
    assert len(listed(client, "/due-items/")) == len(client.get("/api/v1/due-items/").json()["results"])

"""The question of Recommendation 3, answered on a demo force in three clicks: withdrawals in one district by
stage and main reason for a quarter, how many had support in place that day, and what is behind a number.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ROOT, environment
from tests.browser.hands import Hands
from tests.demo.conftest import without_people

pytestmark = pytest.mark.browser
FIGURES, API = "/dashboards/withdrawals/", "/api/v1/metrics/withdrawals/"


LOAD = """
import json
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.demo.services import load_demo, signins
load_demo(cases=400, seed=7, as_of=london_date(now()))
refresh_figures()
print(json.dumps(signins()))
"""


@pytest.fixture
def demo(own_database: str, site: str, tmp_path: Path) -> dict[str, dict[str, str]]:
    """A demo force behind the site, its figures counted; its sign-ins by role. Another process loads it."""
    without_people(own_database)
    env = {**environment(own_database), "RASSO_DEMO": "1", "RASSO_DATA": str(tmp_path)}
    argv = [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOAD]
    told = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    signins: dict[str, dict[str, str]] = json.loads(told.splitlines()[-1])
    return signins


def said(hands: Hands, path: str) -> tuple[int, str]:
    """The answer by API with this person's own session: its status, and every sentence in it."""
    answer = hands.page.request.get(hands.site + path)
    problem = answer.json()
    return answer.status, " ".join([*problem.get("fields", {}).values(), problem.get("detail", "")])


def test_three_clicks_answer_it_and_page_and_api_refuse_in_the_same_words(
    chromium: Browser, site: str, demo: dict[str, dict[str, str]]
) -> None:
    """One load of the force for all of it: that is what takes the time."""

    def signed_in(role: str) -> Hands:
        return Hands.of(chromium, site, demo[role]["username"], password=demo[role]["password"])

    manager = signed_in("manager")
    answered_in_three_clicks(manager)
    answered_in_three_clicks(signed_in("crime_registrar"))
    for query in ("quarter=2011-Q1", "kind=blamed", "terms=x", "district=atlantis"):
        status, sentence = said(manager, f"{API}?{query}")
        assert status == 400
        first = re.split(r"(?<=\.) Some of what", sentence)[0]
        expect(manager.open(f"{FIGURES}?{query}").page.locator("main")).to_contain_text(first)
    officer = signed_in("officer")
    status, sentence = said(officer, API)
    assert status == 403
    expect(officer.open(FIGURES).page.locator("main")).to_contain_text(sentence)


def answered_in_three_clicks(hands: Hands) -> None:
    page = hands.open("/").page
    with page.expect_navigation():  # the first click: the answer, of a district and its last whole quarter
        page.locator(f"main a[href^='{FIGURES}?district='], main a[href='{FIGURES}']").first.click()
    hands.sees("how many of them had support in place that day").is_accessible()
    number = page.locator(".app-cross--stages tbody tr:last-child td:last-child a").first
    counted = int(number.inner_text())
    assert counted > 0
    with page.expect_navigation():  # the second: the rows behind one number
        number.click()
    expect(page.locator("main")).not_to_contain_text("You may see")
    links = page.locator("main tbody th a")
    assert links.count() == min(counted, 50)
    rows = [one.get_attribute("href") for one in links.all()]
    query = page.url.partition("?")[2]
    answer = page.request.get(f"{hands.site}{API}rows/?{query}").json()
    assert (answer["figure"], answer["number"]) == (counted, counted)
    assert [f"/withdrawals/{one['withdrawal']}/" for one in answer["results"]] == rows
    with page.expect_navigation():  # the third: one of them
        links.first.click()
    hands.sees("How far the case had come")
    assert hands.faults == []

"""The pages of figures: who sees them, how exactly, and what they say of themselves."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from actionplans.enums import OPEN_ITEMS
from actionplans.models import ActionPlanItem
from actionplans.services import return_items
from cases.services import restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.models import MonthlyFact
from rasso_tracker.dashboards.performance.audience import PerformanceFilter
from rasso_tracker.dashboards.performance.leading import Figure, figure_of
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import answer
from rasso_tracker.dashboards.services import refresh_figures, refresh_when_due
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.exports import table_file
from tests.actionplans.conftest import a_case, issued, moment, submitted
from tests.chain import story as told
from tests.stories import story
from tests.web.page import Page

AT = moment(date(2026, 5, 20))
CROSS = "govuk-table app-table app-table--cards app-cross"
PAGE, API = "/dashboards/action-plans/", "/api/v1/metrics/action-plans/"


@story
def plans(db: None, alice: Person, lena: Person, unit: CpsUnit) -> list[Any]:
    """Six plans due on 30 March in Leeds: five returned that day, one the day after."""
    found = [issued(submitted(a_case(alice), alice, unit), lena) for _ in range(6)]
    for plan, day in zip(found, [date(2026, 3, 30)] * 5 + [date(2026, 3, 31)], strict=True):
        items = list(ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS))
        return_items(by=alice, plan=plan, items=items, at=moment(day))
    refresh_figures(at=AT)
    return found


def march(browser: Client, query: str = "") -> list[Any]:
    """The row of March of the first table, as the API gives it."""
    answer = browser.get(f"{API}{query}").json()
    rows = {row[0]: row[1:] for row in answer["tables"][0]["rows"]}
    return rows["Mar 2026"]


def test_who_may_see_the_rows_has_exact_figures(
    plans: list[Any], sign_in: Any, sam: Person, gita: Person, mona: Person
) -> None:
    for person in (sam, gita, mona):
        assert march(sign_in(person)) == [6, 5, 1, pytest.approx(83.33, abs=0.01)]


def test_the_cross_table_withholds_small_numbers_and_leads_nowhere(
    plans: list[Any], sign_in: Any, mona: Person, gita: Person, charlie: Person, lena: Person, unit: CpsUnit
) -> None:
    """Six submissions in Leeds and one in Bradford, none after a clinic: the one must not show."""
    issued(submitted(a_case(charlie), charlie, unit), lena)
    refresh_figures(at=AT)
    path = "/dashboards/clinics/?district="
    exact, rounded = (Page(sign_in(one).get(path).content.decode()) for one in (gita, mona))

    assert "6 of 6" in exact.one("table", **{"class": CROSS}).text
    shown = " ".join(rounded.one("table", **{"class": CROSS}).text.split())
    assert "1 of 1" not in shown
    assert "No clinicNo figure" in shown
    assert "No figure of" not in shown


def test_figures_without_the_rows_are_rounded_and_small_ones_withheld(
    plans: list[Any], sign_in: Any, mona: Person, charlie: Person, lena: Person, unit: CpsUnit
) -> None:
    """A Leeds manager looks at the force: one more plan in Bradford must not show, by difference either."""
    issued(submitted(a_case(charlie), charlie, unit), lena)
    refresh_figures(at=AT)
    assert march(sign_in(mona), "?district=") == [None, None, None, None]


def test_a_restricted_case_is_in_no_figure(
    plans: list[Any], sign_in: Any, sam: Person, alice: Person, gita: Person
) -> None:
    restrict_case(by=sam, case=plans[5].case, people=[alice, gita], reason="A colleague knows the victim.")
    refresh_figures(at=AT)
    for person in (sam, gita):
        assert march(sign_in(person)) == [5, 5, 0, 100]


def test_counting_again_changes_nothing_and_keeps_no_cell_twice(plans: list[Any]) -> None:
    before = list(MonthlyFact.objects.order_by("pk").values_list("pk", "count"))
    refresh_figures(at=AT)
    assert list(MonthlyFact.objects.order_by("pk").values_list("pk", "count")) == before


def test_roles_without_the_page_are_told_who_has_it(
    db: None, sign_in: Any, alice: Person, reg: Person
) -> None:
    for person in (alice, reg):
        answer = sign_in(person).get(PAGE)
        assert (answer.status_code, "Supervisors, gatekeepers" in answer.content.decode()) == (403, True)
        assert sign_in(person).get(API).status_code == 403


def test_a_page_says_when_its_figures_are_of_and_that_a_count_was_missed(
    plans: list[Any], sign_in: Any, sam: Person
) -> None:
    page = sign_in(sam).get(PAGE).content.decode()
    assert "Figures as at 20 May 2026, 1:00pm" in page
    assert "These figures are old" not in page  # of an earlier moment, and counted just now
    then = now() - timedelta(hours=3)
    with open_door("a test"):
        SweepRun.objects.update(started_at=then, finished_at=then)
    assert "These figures are old" in sign_in(sam).get(PAGE).content.decode()
    refresh_figures(at=now())
    assert "These figures are old" not in sign_in(sam).get(PAGE).content.decode()


def test_a_force_without_figures_is_told_where_they_come_from(db: None, sign_in: Any, gita: Person) -> None:
    assert "No figures for this place and time yet" in sign_in(gita).get(PAGE).content.decode()


def test_an_unknown_filter_is_refused(plans: list[Any], sign_in: Any, brad: Person) -> None:
    assert sign_in(brad).get(f"{API}?colour=red").status_code == 400


def test_a_count_is_due_when_the_last_one_is_half_an_hour_old(plans: list[Any]) -> None:
    assert refresh_when_due(at=AT + timedelta(minutes=29)) == 0
    assert refresh_when_due(at=AT + timedelta(minutes=30)) > 0


def test_a_table_leaves_as_a_file_that_runs_nothing_and_is_logged(
    plans: list[Any], sign_in: Any, sam: Person
) -> None:
    browser = sign_in(sam)
    answer = browser.get(f"{PAGE}file/?table=target-at-issue")
    assert answer["Content-Disposition"] == ('attachment; filename="OFFICIAL-SENSITIVE-target-at-issue.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Month", "Plans due", "Kept", "Missed", "Share, per cent"]
    assert ["Mar 2026", "6", "5", "1", "83.3"] in rows
    assert ["Marking", "OFFICIAL-SENSITIVE"] in rows
    event = AuditEvent.objects.filter(action="REPORT_EXPORTED").get()
    assert (event.kind, event.recipient) == ("disclosure", "sam")
    assert browser.get(f"{PAGE}file/?table=nothing").status_code == 404


def test_a_file_is_rounded_as_the_page_is(
    plans: list[Any], sign_in: Any, mona: Person, charlie: Person, lena: Person, unit: CpsUnit
) -> None:
    issued(submitted(a_case(charlie), charlie, unit), lena)
    refresh_figures(at=AT)
    browser = sign_in(mona)
    for code in ("target-at-issue", "target-at-issue-district"):
        answer = browser.get(f"{PAGE}file/?district=&table={code}")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        tables = {one["code"]: one for one in browser.get(f"{API}?district=").json()["tables"]}
        told_by_api = [["" if one is None else str(one) for one in row] for row in tables[code]["rows"]]
        assert rows[1 : 1 + len(told_by_api)] == told_by_api
        assert any(row[1:4] == ["", "", ""] for row in told_by_api)
        assert ["Rounded", "Counts are rounded to 5; an empty cell is withheld or has no figure."] in rows


def test_a_workbook_holds_words_and_numbers_and_no_formula() -> None:
    answer = table_file("xlsx", "figures", ["=A1", "Number"], [["-1+1", 3], ["<b>", None]], [])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert book.testzip() is None
    assert "<f>" not in sheet
    assert re.findall(r">([^<>]+)</t>", sheet)[:4] == ["'=A1", "Number", "'-1+1", "&lt;b&gt;"]
    assert "<v>3</v>" in sheet


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_page_is_whole_and_names_the_place_that_it_is_of(
    question: str, plans: list[Any], sign_in: Any, mona: Person
) -> None:
    for person, query, where in (
        (mona, "", "Leeds"),
        (mona, "?district=", "The whole force"),
        (told.person("max"), "?district=leeds&period=24", "Leeds, CPS yh-rasso"),
    ):
        if not QUESTIONS[question].is_open_to(person):
            continue
        answer = sign_in(person).get(f"/dashboards/{question}/{query}")
        page = Page(answer.content.decode())
        assert page.unclosed == []
        assert where in page.one("main").text
        ids = [one.attrs["id"] for one in page.elements if one.attrs.get("id")]
        assert len(ids) == len(set(ids))
    shown = page.one("select", name="district").text
    assert "Leeds" in shown


def test_a_figure_of_the_page_and_of_the_api_leads_to_its_rows(
    plans: list[Any], sign_in: Any, sam: Person, gita: Person
) -> None:
    for person in (sam, gita, told.person("max")):
        browser = sign_in(person)
        page = Page(browser.get(PAGE).content.decode())
        href = next(
            one.attrs["href"]
            for one in page.elements
            if "table=target-at-issue&row=2026-03&column=2" in one.attrs.get("href", "")
        )
        rows = browser.get(href).content.decode()
        assert "Plans returned by the target set at issue: Mar 2026, kept" in rows
        assert rows.count("plan 1</a>") == 5
        table = browser.get(API).json()["tables"][0]
        row = next(place for place, one in enumerate(table["rows"]) if one[0] == "Mar 2026")
        found = browser.get(table["leads"][row][1]).json()
        assert (found["figure"], found["number"], len(found["results"]), found["next"]) == (6, 6, 6, None)
        kept = [one["counted_as"] for one in found["results"]]
        assert (kept.count("Kept"), kept.count("Missed")) == (5, 1)
        assert {one["action_plan"] for one in found["results"]} == {str(plan.pk) for plan in plans}
    event = AuditEvent.objects.filter(action="LIST_VIEWED").latest("at")
    assert {str(one) for one in event.subjects} == {str(plan.pk) for plan in plans}


def test_what_changed_since_the_count_is_said_and_not_hidden(
    plans: list[Any], sign_in: Any, sam: Person, alice: Person, gita: Person
) -> None:
    restrict_case(by=sam, case=plans[5].case, people=[alice, gita], reason="A colleague knows the victim.")
    rows = sign_in(sam).get(f"{PAGE}rows/?table=target-at-issue&row=2026-03&column=1").content.decode()
    assert "The figure: 6." in rows
    assert "You may see 5 of them here now." in rows
    assert plans[5].case.reference not in rows


def test_pages_of_rows_follow_each_other(plans: list[Any], sam: Person) -> None:
    report = answer(QUESTIONS["action-plans"], PerformanceFilter(QueryDict(), person=sam).view(), AT)
    figure = figure_of(report, QueryDict("table=target-at-issue&row=2026-03&column=1"))
    assert isinstance(figure, Figure)
    with acting(sam):
        seen, after = [], ""
        for _ in range(3):
            page = figure.read(sam, after, size=2)
            assert page.number == 6
            seen += [one.of_id for one in page.rows]
            after = page.next
    assert (len(set(seen)), after) == (6, "")


def test_rounded_figures_lead_nowhere(plans: list[Any], sign_in: Any, mona: Person) -> None:
    browser = sign_in(mona)
    page = browser.get(f"{PAGE}?district=").content.decode()
    assert "/rows/?" not in page
    refused = browser.get(f"{PAGE}rows/?district=&table=target-at-issue&row=2026-03&column=1")
    assert (refused.status_code, "and not the rows behind them" in refused.content.decode()) == (404, True)
    assert browser.get(f"{API}?district=").json()["tables"][0]["leads"] == []
    assert "/rows/?" in browser.get(f"{PAGE}?district=leeds").content.decode()


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?district=bradford", 404, "There is no such district, or its figures are not for you to see."),
        ("?district=atlantis", 404, "There is no such district, or its figures are not for you to see."),
        ("?unit=atlantis", 404, "There is no such CPS unit, or its figures are not for you to see."),
        ("?team=atlantis", 404, "There is no such team, or its figures are not for you to see."),
        ("?period=7", 404, "The figures are of the last 12 or 24 months."),
        ("rows/?table=target-at-issue&row=2026-03&column=9", 404, "There is no such figure"),
        ("rows/?table=target-at-issue&row=2026-03&column=%00", 404, "There is no such figure"),
        ("rows/?table=target-at-issue&row=1999-03&column=1", 404, "There is no such figure"),
        ("file/?table=nothing", 404, "There is no such table on this page"),
        ("file/?table=target-at-issue&as=exe", 400, "A table leaves as csv or xlsx."),
    ],
)
def test_what_is_not_offered_is_refused_with_a_sentence(
    query: str, status: int, words: str, plans: list[Any], sign_in: Any, sam: Person
) -> None:
    answered = sign_in(sam).get(f"{PAGE}{query}")
    assert (answered.status_code, words in answered.content.decode()) == (status, True)


def test_the_api_names_the_filter_that_is_not_offered(plans: list[Any], sign_in: Any, sam: Person) -> None:
    answered = sign_in(sam).get(f"{API}?district=bradford&period=7")
    assert answered.status_code == 400
    assert set(answered.json()["fields"]) == {"district", "period"}

"""Each statement counts as its rule says: the same rule in plain Python, over a force that was made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import QueryDict

from actionplans.models import ActionPlan
from rasso_tracker.clocks import start_of_day
from rasso_tracker.clocks.tables import forget
from rasso_tracker.dashboards.performance import clinics, plans, rights, sent, withdrawals
from rasso_tracker.dashboards.performance.audience import YEAR
from rasso_tracker.dashboards.performance.behind import read_rows
from rasso_tracker.dashboards.performance.leading import Figure, figure_of, with_links
from rasso_tracker.dashboards.performance.makers import COLUMNS, behind_figure, figures_of
from rasso_tracker.dashboards.performance.measures import Cell, Measure, compute, months_up_to
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import Report, answer
from rasso_tracker.dashboards.services import MEASURES, refresh_figures
from rasso_tracker.demo.services import load_demo
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import District, Person, Team
from reviews.models import ReviewRequest
from tests.dashboards import oracle_clinics, oracle_rights, oracle_sent, oracle_withdrawals
from tests.dashboards import oracle_plans as oracle
from tests.database import cloned
from tests.demo.conftest import without_people

AS_OF = date(2026, 11, 24)
AT = start_of_day(AS_OF)


@pytest.fixture(scope="module")
def force(home_database: str, template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """A demo force: three years of cases with plans late and in time, disputed, moved and sent back."""
    with django_db_blocker.unblock(), cloned(home_database, template_database, "figures") as name:
        without_people(name)
        forget()
        load_demo(cases=500, seed=7, as_of=AS_OF)
        with system("a test counts in another way"):
            yield
        connections["default"].close()
    forget()


CASES: list[tuple[Measure, Callable[[datetime], set[Cell]]]] = [
    (plans.TARGET_AT_ISSUE, lambda at: oracle.targets(at, at_issue=True)),
    (plans.TARGET_STANDING, lambda at: oracle.targets(at, at_issue=False)),
    (plans.REVIEW_DATES, oracle.reviews),
    (plans.LAPSED_AT_MONTH_END, oracle.lapsed_at_month_ends),
    (plans.LAPSED_NOW, oracle.lapsed_now),
    (plans.ISSUED, oracle.issued),
    (plans.SLIPS, oracle.slips),
    (plans.MOVED, oracle.moved),
    (plans.ENDED, oracle.ended),
    (plans.DISPUTES_BY_REASON, lambda at: oracle.disputes(at, by_type=False)),
    (plans.DISPUTES_BY_TYPE, lambda at: oracle.disputes(at, by_type=True)),
    (sent.SUBMISSIONS, oracle_sent.submissions),
    (sent.DRAWN, oracle_sent.drawn),
    (sent.ROUNDS, oracle_sent.rounds_of_cases),
    (sent.TRIAGES, oracle_sent.triages),
    (sent.REJECTED_BECAUSE, oracle_sent.reasons),
    (sent.CPS_ANSWERS, oracle_sent.answers),
    (sent.ROUND_DAYS, oracle_sent.round_days),
    (clinics.CLINIC_EFFECT, oracle_clinics.effect),
    (withdrawals.WITHDRAWALS, oracle_withdrawals.withdrawals),
    (rights.TAKE_UP, oracle_rights.take_up),
    (rights.TOLD_IN_TIME, oracle_rights.told_in_time),
    (rights.ACKNOWLEDGED, oracle_rights.acknowledged),
    (rights.COMPLETED, oracle_rights.completed),
]


@pytest.mark.parametrize(("measure", "by_rule"), CASES, ids=[one.code for one, _ in CASES])
def test_the_statement_counts_as_the_rule_says(
    measure: Measure, by_rule: Callable[[datetime], set[Cell]], force: None
) -> None:
    assert ActionPlan.objects.count() > 20
    counted = compute(measure, AT)
    assert set(counted) == by_rule(AT)
    assert len(set(counted)) == len(counted) > 0


def test_figures_of_each_decision_maker_and_the_rows_behind_them_are_theirs(force: None) -> None:
    """Of every person who decided in the months: each figure, and exactly the notices that it counts."""
    first = months_up_to(AT, YEAR)[0]
    notices = [
        (one, key) for one, key in oracle_rights.keys_of_notices(AT) if one.decided_at >= start_of_day(first)
    ]
    assert {key.split(":")[2] for _, key in notices} >= {"none", "open", "stands"}
    by_maker: dict[Any, list[tuple[Any, str]]] = {}
    for one, key in notices:
        by_maker.setdefault(one.decision.maker_id, []).append((one, key))
    figures = figures_of(by_maker, AT)
    assert len(by_maker) > 5
    for maker, theirs in by_maker.items():
        for column in COLUMNS:
            wanted = {one.pk for one, key in theirs if column.wanted(key)}
            rows = read_rows(behind_figure(maker, column, AT), AT, size=10_000)
            assert (figures[maker][column.code], rows.number, {one.id for one in rows.rows}) == (
                len(wanted), len(wanted), wanted,
            )  # fmt: skip


def readers() -> list[tuple[Person, str]]:
    """One of each role that has the rows, and where they look: the force, a district, a team, a unit."""
    of = {role: Person.objects.filter(roles__contains=[role]).order_by("username") for role in (
        "gatekeeper", "supervisor", "cps_legal_manager", "manager", "crime_registrar")}  # fmt: skip
    gatekeeper = of["gatekeeper"][0]
    supervisor = of["supervisor"].filter(district__isnull=False)[0]
    team = Team.objects.filter(district=supervisor.district)[0]
    district = District.objects.get(code="leeds")
    reviewed = ReviewRequest.objects.filter(case__restricted=False, complete_by__lt=AS_OF)  # these are few
    manager = of["manager"].filter(district__in=reviewed.values("case__district"))[0]
    return [
        (gatekeeper, "period=24"),
        (gatekeeper, f"district={district.code}"),
        (supervisor, f"team={team.pk}"),
        (of["cps_legal_manager"][0], ""),
        (manager, f"district={manager.district.code}"),
        (manager, f"district={manager.district.code}&period=24"),
        (manager, f"district={manager.district.code}&kind=lost_contact"),
        (of["crime_registrar"][0], ""),
        (of["crime_registrar"][0], f"district={district.code}"),
    ]


def test_every_figure_leads_to_exactly_the_rows_that_it_counts(force: None) -> None:
    seen: dict[str, int] = Counter()
    with rolled_back():
        refresh_figures(at=AT)
        for question in QUESTIONS.values():
            for person, query in readers():
                if not question.is_open_to(person):
                    continue
                form = question.filters(QueryDict(query), person=person)
                report = with_links(answer(question, form.view(), AT), "/rows/", query)
                if not report.view.exact:
                    continue
                with acting(person):
                    for figure, number in figures_on(report):
                        page = figure.read(person, "", size=1_000)
                        assert (page.number, len(page.rows), page.next) == (number, number, ""), figure.title
                        seen[figure.cell.measure.code] += 1
    assert set(seen) == {one.code for one in MEASURES}


NO_COUNT = ("Share", "mean", "Median", "Nine in ten", "Side", "Quarter", "How far")


def figures_on(report: Report) -> Iterator[tuple[Figure, Any]]:
    """Each figure by the address that the page gives it, and the number that the page shows."""
    for section in report.sections:
        for words, hrefs in zip(section.chart.table.rows, section.chart.table.hrefs, strict=True):
            for heading, shown, href in zip(section.grid.headings, words, hrefs, strict=True):
                if href:
                    found = figure_of(report, QueryDict(href.partition("?")[2]))
                    assert isinstance(found, Figure)
                    yield found, int(shown.replace(",", ""))
                elif heading not in section.grid.headings[:1] and shown not in ("0", "No figure"):
                    assert any(word in heading for word in NO_COUNT), (section.code, heading, shown)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

"""The managers' figures for programs: the rows that the pages draw, rounded and withheld alike."""

from __future__ import annotations

from functools import partial
from typing import Any

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.leading import NO_SUCH_FIGURE, figure_of, links_of, query_of
from rasso_tracker.dashboards.performance.maker_pages import READS as MAKERS
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import Question, Report, Section, answer
from rasso_tracker.dashboards.support_pages import metrics as support_metrics
from rasso_tracker.dashboards.weekly.agenda import in_values, paper_of
from rasso_tracker.dashboards.weekly.paper import NOT_YOURS as NO_MEETING
from rasso_tracker.dashboards.weekly.paper import MeetingFilter
from rasso_tracker.dashboards.weekly.paper import may_read as meets
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.api import ReadReport, api_urls
from rasso_tracker.web.api_deeds import CANNOT_STAND
from rasso_tracker.web.problems import Problem

_OF_A_FIGURE = {name: name for name in ("table", "row", "column", "page")}


def _filters(question: Question) -> dict[str, str]:
    return {name: name for name in question.filters.names}


def metrics(question: Question, person: Person, query: Any) -> dict[str, Any]:
    """One question. Raises NotAllowed for a role without the performance pages, Problem for a place that is
    not offered.
    """
    report = _report(question, person, query)
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"{question.code}: {report.view.where}")
    path = f"/api/v1/metrics/{question.code}/rows/"
    return {
        "question": question.code,
        "title": question.title,
        "where": report.view.where,
        "as_at": report.at.isoformat() if report.at else None,
        "late": report.late,
        "rounded": not report.view.exact,
        "tables": [_table(one, report, path, query_of(query)) for one in report.sections],
    }


def _report(question: Question, person: Person, query: Any) -> Report:
    if not question.is_open_to(person):
        raise NotAllowed(question.refused.format(person.role.title))
    form = question.filters(query, person=person)
    if faults := form.faults_of_place():
        raise Problem(400, CANNOT_STAND, faults)
    return answer(question, form.view(), now())


def rows(question: Question, person: Person, query: Any) -> dict[str, Any]:
    """The rows that one figure counts, as its `rows` in the tables leads to them. Raises as `metrics`."""
    found = figure_of(_report(question, person, query), query)
    if found is None or isinstance(found, str):
        raise Problem(404, found or NO_SUCH_FIGURE)
    page = found.read(person, query.get("page", ""))
    ids = [one.of_id for one in page.rows]
    record_read(by=person, action=Action.LIST_VIEWED, subjects=ids, reason=found.title)
    return found.for_programs(page)


def _table(section: Section, report: Report, path: str, query: str) -> dict[str, Any]:
    """`leads` stand as the cells of `rows` do: where the rows behind a figure are, null for none."""
    return {
        "code": section.code,
        "title": section.chart.title,
        "counts": section.counts,
        "rule": section.rule,
        "columns": list(section.grid.headings),
        "rows": [list(row) for row in section.grid.rows],
        "leads": [[one or None for one in row] for row in links_of(section, path, query)]
        if report.view.exact
        else [],
        "signals": [{"rule": one.rule, "says": one.words} for one in section.signals],
    }


def weekly(person: Person, query: Any) -> dict[str, Any]:
    """The paper of the weekly meeting. Raises NotAllowed, Problem for a place or day that is not offered."""
    if not meets(person):
        raise NotAllowed(NO_MEETING.format(person.role.title))
    form = MeetingFilter(query, person=person, at=now())
    if faults := form.faults():
        raise Problem(400, CANNOT_STAND, faults)
    asked = form.asked()
    paper = paper_of(asked)
    record_read(by=person, action=Action.REPORT_VIEWED, subjects=paper.ids, reason="weekly meeting")
    return in_values(paper, asked)


routes = api_urls(
    reads=[
        *MAKERS,
        ReadReport(path="metrics/support/", name="metrics_support", report=support_metrics),
        ReadReport(
            path="metrics/weekly-meeting/",
            name="metrics_weekly_meeting",
            report=weekly,
            filters={name: name for name in ("since", "district", "unit")},
        ),
    ]
    + [
        ReadReport(
            path=f"metrics/{code}/",
            name=f"metrics_{code}",
            report=partial(metrics, question),
            filters=_filters(question),
        )
        for code, question in QUESTIONS.items()
    ]
    + [
        ReadReport(
            path=f"metrics/{code}/rows/",
            name=f"metrics_{code}_rows",
            report=partial(rows, question),
            filters={**_filters(question), **_OF_A_FIGURE},
        )
        for code, question in QUESTIONS.items()
    ]
)

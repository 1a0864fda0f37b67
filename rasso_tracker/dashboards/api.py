"""The managers' figures for programs: the rows that the pages draw, rounded and withheld alike."""

from __future__ import annotations

from functools import partial
from typing import Any

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.performance.audience import NOT_YOURS, PerformanceFilter, may_read
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.report import Question, Section, answer
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.api import ReadReport, api_urls

FILTERS = {name: name for name in ("district", "team", "unit", "period")}


def metrics(question: Question, person: Person, query: Any) -> dict[str, Any]:
    """One question. Raises NotAllowed for a role without the performance pages."""
    if not may_read(person):
        raise NotAllowed(NOT_YOURS.format(person.role.title))
    report = answer(question, PerformanceFilter(query, person=person).view(), now())
    record_read(by=person, action=Action.REPORT_VIEWED, reason=f"{question.code}: {report.view.where}")
    return {
        "question": question.code,
        "title": question.title,
        "where": report.view.where,
        "as_at": report.at.isoformat() if report.at else None,
        "late": report.late,
        "rounded": not report.view.exact,
        "tables": [_table(one) for one in report.sections],
    }


def _table(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.chart.title,
        "counts": section.counts,
        "rule": section.rule,
        "columns": list(section.grid.headings),
        "rows": [list(row) for row in section.grid.rows],
        "signals": [{"rule": one.rule, "says": one.words} for one in section.signals],
    }


routes = api_urls(
    reads=[
        ReadReport(
            path=f"metrics/{code}/",
            name=f"metrics_{code}",
            report=partial(metrics, question),
            filters=FILTERS,
        )
        for code, question in QUESTIONS.items()
    ]
)

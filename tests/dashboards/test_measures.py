"""Each statement counts as its rule says: the same rule in plain Python, over a force that was made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connections

from actionplans.models import ActionPlan
from rasso_tracker.clocks import start_of_day
from rasso_tracker.clocks.tables import forget
from rasso_tracker.dashboards.performance import clinics, plans, sent
from rasso_tracker.dashboards.performance.measures import Cell, Measure, compute
from rasso_tracker.demo.services import load_demo
from rasso_tracker.people.access import system
from tests.dashboards import oracle_clinics, oracle_sent
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
]


@pytest.mark.parametrize(("measure", "by_rule"), CASES, ids=[one.code for one, _ in CASES])
def test_the_statement_counts_as_the_rule_says(
    measure: Measure, by_rule: Callable[[datetime], set[Cell]], force: None
) -> None:
    assert ActionPlan.objects.count() > 20
    counted = compute(measure, AT)
    assert set(counted) == by_rule(AT)
    assert len(set(counted)) == len(counted) > 0

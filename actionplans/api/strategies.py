"""What the API reads of case strategies."""

from __future__ import annotations

from actionplans.models import CaseStrategy
from actionplans.represent.strategies import strategy, strategy_in_full
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList

STRATEGY_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="strategies/",
        name="strategies",
        model=CaseStrategy,
        represent=strategy,
        filters={"case": "case", "district": "case__district__code"},
    ),
    ReadDetail(
        path="strategies/<uuid:pk>/",
        name="strategy",
        model=CaseStrategy,
        represent=strategy_in_full,
        action=Action.STRATEGY_VIEWED,
    ),
]

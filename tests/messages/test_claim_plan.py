"""A batch of e-mail is claimed along its index, however many notices lie behind the wall of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from rasso_tracker.messages.services.leasing import claim_messages
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.models import Person
from tests.messages.conftest import Facts

pytestmark = pytest.mark.usefixtures("noon")


def test_a_claim_reads_no_more_than_it_takes(alice: Person, facts: Facts, noon: datetime) -> None:
    for _ in range(40):
        facts.raised(alice)
    deliver_raised(at=noon, tally=Tally())
    plans: list[str] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        _, kept, call = sql.rpartition("EXECUTE kept_")
        if kept:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {kept}{call}", params)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return result

    with connection.execute_wrapper(explain):
        claimed = claim_messages(at=noon, tally=Tally())

    assert claimed is not None
    assert len(claimed) == 40
    (plan,) = [one for one in plans if "LockRows" in one]
    assert ("message_to_send" in plan, "Sort" in plan) == (True, False), plan

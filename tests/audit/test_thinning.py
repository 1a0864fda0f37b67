"""What is kept for a while only goes when its time is over, and never before."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.audit.services.thinning import thin_old_rows
from rasso_tracker.audit.tasks import thin
from rasso_tracker.clocks import now
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import Receipt

pytestmark = pytest.mark.django_db


def receipt(person: Person, made: datetime) -> Receipt:
    with open_door("a test sends"):
        return Receipt.objects.create(
            person=person, surface="open_case", token=uuid.uuid4(), digest="0" * 64, created_at=made
        )


def run(began: datetime, *, finished: bool = True, **did: Any) -> SweepRun:
    with open_door("a test sweeps"):
        ended = began + timedelta(seconds=1) if finished else None
        return SweepRun.objects.create(kind="a sweep", at=began, started_at=began, finished_at=ended, **did)


def test_receipts_go_after_a_month(alice: Person) -> None:
    kept = receipt(alice, now() - timedelta(days=30))
    receipt(alice, now() - timedelta(days=32))

    assert thin_old_rows() == {"receipts": 1, "idle runs": 0, "runs": 0, "sessions": 0}
    assert list(Receipt.objects.all()) == [kept]


def test_runs_that_did_something_or_died_stay_for_more_than_a_year() -> None:
    old, oldest = now() - timedelta(days=32), now() - timedelta(days=401)
    kept = [
        run(now()),
        run(old, written=1),
        run(old, sent=1),
        run(old, failed=1),
        run(old, skipped={"The mail relay could not be reached; tried again later.": 2}),
        run(old, finished=False),
        run(now() - timedelta(days=399), written=1),
    ]
    for gone in ({"written": 0}, {"due": 3, "already": 3}):
        run(old, **gone)
    run(oldest, written=1)
    run(oldest, finished=False)

    assert thin_old_rows() == {"receipts": 0, "idle runs": 2, "runs": 2, "sessions": 0}
    assert set(SweepRun.objects.all()) == set(kept)


def test_sessions_that_ended_go() -> None:
    for key, ends in (("over", -1), ("on", 1)):
        Session(session_key=key, session_data="", expire_date=now() + timedelta(minutes=ends)).save()

    thin_old_rows()

    assert [one.session_key for one in Session.objects.all()] == ["on"]


def test_what_went_is_logged_once(alice: Person) -> None:
    receipt(alice, now() - timedelta(days=32))
    run(now() - timedelta(days=32))

    thin()
    thin()

    event = AuditEvent.objects.get(action="OLD_ROWS_THINNED")
    assert (event.person_id, event.kind, event.reason) == (None, "erasure", "1 receipts, 1 idle runs")


@pytest.mark.parametrize("table", ["web_receipt", "notices_sweeprun"])
def test_the_role_that_thins_may_delete_nothing_itself(table: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), open_door("a test"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")

"""The log is sealed at commit, and whoever changes it is found by the row."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction

from rasso_tracker.audit import Action, deed, record, record_read
from rasso_tracker.audit.doors import NothingRecorded, WriteOutsideDeed, open_door
from rasso_tracker.audit.models import AuditEvent, AuditSeal
from rasso_tracker.audit.verify import head, verify
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.services import record_sign_in


def look(times: int = 1) -> None:
    """Three looks in one transaction, then as many transactions as asked for."""
    alice = Person.objects.get(username="alice")
    for _ in range(times):
        with transaction.atomic():
            for _ in range(3):
                record_read(by=alice, action=Action.LIST_VIEWED, subjects=[alice.pk])


def as_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_one_transaction_is_one_seal_of_all_its_events(own_database: str) -> None:
    look(times=2)
    assert [len(seal.seqs) for seal in AuditSeal.objects.order_by("number")] == [3, 3]
    assert verify().broken is None
    assert head() == (2, bytes(AuditSeal.objects.get(number=2).link).hex())


def test_a_rolled_back_transaction_leaves_no_event_and_no_seal(own_database: str) -> None:
    with transaction.atomic():
        look()
        transaction.set_rollback(True)
    assert (AuditEvent.objects.count(), AuditSeal.objects.count()) == (0, 0)


def test_a_changed_event_is_named(own_database: str) -> None:
    look(times=3)
    changed = AuditEvent.objects.order_by("seq")[4].seq
    as_owner(f"UPDATE audit_event SET reason = 'tidied' WHERE seq = {changed}")
    assert verify().broken == f"event {changed} (seal 2) was changed"
    with pytest.raises(CommandError, match=f"event {changed}"):
        call_command("verify_audit")


def test_a_removed_event_is_named(own_database: str) -> None:
    look(times=2)
    removed = AuditEvent.objects.order_by("seq")[1].seq
    as_owner(f"DELETE FROM audit_event WHERE seq = {removed}")
    assert verify().broken == f"event {removed} (seal 1) was removed"


def test_a_removed_transaction_with_its_seal_is_found(own_database: str) -> None:
    look(times=3)
    as_owner("DELETE FROM audit_event WHERE tx = (SELECT tx FROM audit_seal WHERE number = 2)")
    as_owner("DELETE FROM audit_seal WHERE number = 2")
    assert verify().broken == "seal 2 is missing"


def test_a_cut_tail_is_found_against_the_head_outside(own_database: str) -> None:
    look(times=3)
    outside = head()
    as_owner("DELETE FROM audit_event WHERE tx = (SELECT tx FROM audit_seal WHERE number = 3)")
    as_owner("DELETE FROM audit_seal WHERE number = 3")
    assert verify().broken is None
    assert verify(outside).broken == "seal 3 was written outside and is gone: the tail was cut"


def test_an_event_added_with_the_seal_switched_off_is_named(own_database: str) -> None:
    look()
    as_owner(
        "ALTER TABLE audit_event DISABLE TRIGGER USER;"
        "INSERT INTO audit_event (role, action, kind) VALUES ('officer', 'CASE_VIEWED', 'consultation')"
    )
    added = AuditEvent.objects.order_by("-seq")[0].seq
    assert verify().broken == f"event {added} was never sealed"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "INSERT INTO audit_seal (number, tx, first_at, last_at, seqs, digests, link)"
        " VALUES (9, 1, now(), now(), '{}', '{}', '')",
        "DELETE FROM audit_seal",
    ],
)
def test_the_web_role_cannot_change_the_log(own_database: str, statement: str) -> None:
    look()
    with open_door("an attacker"), connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(statement)


def test_a_deed_that_records_nothing_is_rolled_back(own_database: str) -> None:
    @deed
    def rename(*, by: Person) -> None:
        by.name = "Somebody else"
        by.save(update_fields=["name"])

    with pytest.raises(NothingRecorded):
        rename(by=Person.objects.get(username="alice"))
    assert Person.objects.get(username="alice").name == "Alice"


def test_a_deed_inside_another_records_for_itself(own_database: str) -> None:
    @deed
    def outer(*, by: Person) -> None:
        record_sign_in(by=by)

    with pytest.raises(NothingRecorded):
        outer(by=Person.objects.get(username="alice"))

    @deed
    def honest(*, by: Person) -> None:
        record(by=by, action=Action.REPORT_VIEWED)
        record_sign_in(by=by)

    honest(by=Person.objects.get(username="alice"))
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "REPORT_VIEWED",
        "SIGNED_IN",
    ]


def test_a_write_outside_a_deed_is_refused(db: None) -> None:
    team = Team.objects.get(name="Leeds A")
    team.name = "Renamed"
    with pytest.raises(WriteOutsideDeed):
        team.save()
    with pytest.raises(WriteOutsideDeed), connection.cursor() as cursor:
        cursor.execute("WITH x AS (SELECT 1) UPDATE people_team SET name = 'Renamed'")


def test_the_log_is_written_in_the_transaction_of_what_it_logs(own_database: str) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        record_read(by=Person.objects.get(username="alice"), action=Action.LIST_VIEWED)

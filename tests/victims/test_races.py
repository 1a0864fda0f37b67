"""Two people at the same moment: one deed stands, the other is told why, and stages stay true."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Refusal
from tests.victims.conftest import FOUND, LATER, OPENED_AT, on, open_case
from victims import services
from victims.models import Withdrawal

Deed = Callable[[], object]


def people(*names: str) -> list[Person]:
    with system("a test looks up people"):
        return [Person.objects.select_related("district", "team").get(username=name) for name in names]


def a_victim(by: Person) -> tuple[Case, Victim]:
    case = open_case(by)
    return case, cases.add_victim(by=by, case=case, at=OPENED_AT)


def withdrawal(by: Person, victim: Victim) -> Withdrawal:
    return services.record_withdrawal(
        by=by,
        victim=victim,
        kind="withdrew",
        occurred_at=on(10),
        reasons=["delay"],
        told_by="letter",
        from_what=["investigation"],
        support_offered=["isva"],
        at=LATER,
    )


def at_once(*deeds: Deed) -> list[str]:
    """Do these at the same moment; the names of the refusals. Whatever else went wrong is raised."""
    started, refused = threading.Barrier(len(deeds)), []
    faults: list[Exception] = []

    def race(do: Deed) -> None:
        started.wait()
        try:
            do()
        except Refusal as refusal:
            refused.append(type(refusal).__name__)
        except Exception as fault:  # of a thread: it would pass unseen
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=[do]) for do in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return refused


def test_same_withdrawal_twice_at_once_is_recorded_once(own_database: str) -> None:
    alice, bob = people("alice", "bob")
    _, victim = a_victim(alice)
    refused = at_once(lambda: withdrawal(alice, victim), lambda: withdrawal(bob, victim))
    with system("a test looks at what was done"):
        assert (Withdrawal.objects.count(), refused) == (1, ["Invalid"])


def test_corroboration_by_two_at_once_is_done_once(own_database: str) -> None:
    alice, sam, dina = people("alice", "sam", "dina")
    _, victim = a_victim(alice)
    row = withdrawal(alice, victim)

    def corroborate(by: Person) -> Deed:
        return lambda: services.corroborate_withdrawal(
            by=by, withdrawal=row, **FOUND, note="Read it.", at=LATER
        )

    assert at_once(corroborate(sam), corroborate(dina)) == ["Stale"]


def test_withdrawal_beside_a_milestone_has_the_stage_of_the_facts(own_database: str) -> None:
    alice, bob = people("alice", "bob")
    case, victim = a_victim(alice)
    refused = at_once(
        lambda: withdrawal(alice, victim),
        lambda: cases.record_milestone(by=bob, case=case, kind="abe", occurred_at=on(9), at=LATER),
    )
    with system("a test looks at what was done"):
        assert (Withdrawal.objects.get().stage, refused) == ("after_abe", [])


def test_two_merges_of_the_same_records_at_once_are_one_merge(own_database: str) -> None:
    alice, sam, dina = people("alice", "sam", "dina")
    case, first = a_victim(alice)
    twin = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    contact = services.record_contact(
        by=alice, victim=twin, occurred_at=on(10), direction="out", method="phone", reached=True,
        about=["update"], at=LATER,
    )  # fmt: skip

    def merge(by: Person, kept: Victim, duplicate: Victim) -> Deed:
        return lambda: services.merge_victims(
            by=by, victim=kept, duplicate=duplicate, reason="Same date of birth.", at=LATER
        )

    # The second way round: who loses must not make each point to the other.
    refused = at_once(merge(sam, first, twin), merge(dina, twin, first))
    with system("a test looks at what was done"):
        merged = list(Victim.objects.filter(case=case, merged_into__isnull=False))
        assert (len(merged), len(refused)) == (1, 1)
        contact.refresh_from_db()
        assert contact.victim_id == merged[0].merged_into_id
        assert AuditEvent.objects.filter(action="VICTIMS_MERGED").count() == 1

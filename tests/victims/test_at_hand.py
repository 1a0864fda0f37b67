"""What the case page shows of victims out of rows at hand is what `visible_to` gives."""

from __future__ import annotations

import pytest

from cases.models import Case, Victim
from cases.whole import whole_of
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from tests.victims.conftest import Withdraw
from tests.victims.test_isva import log, other, support
from victims.models import Contact, IsvaSupport, Withdrawal
from victims.models.base import clients_on, seen_of_clients, victims_seen

__all__ = ["other", "support"]


@pytest.mark.parametrize("username", ["alice", "sam", "gita", "ivy", "mona", "audrey"])
def test_rows_at_hand_are_those_that_the_scope_gives(
    username: str, support: IsvaSupport, other: Victim, withdraw: Withdraw, alice: Person, case: Case
) -> None:
    for victim in (support.victim, other):
        withdraw(victim=victim)
        log(alice, victim)
    person = Person.objects.get(username=username)
    with acting(person):
        found = Case.objects.visible_to(person).filter(pk=case.pk).first()
        for model in (Withdrawal, Contact, IsvaSupport):
            at_hand = seen_of_clients(whole_of(found), model, person) if found else []
            seen = model.objects.visible_to(person).filter(case=case.pk)
            assert {one.pk for one in at_hand} == {one.pk for one in seen}, model


def test_clients_on_a_case_are_the_victims_an_isva_may_open(
    support: IsvaSupport, other: Victim, ivy: Person, case: Case
) -> None:
    with acting(ivy):
        shown = set(victims_seen(ivy).filter(case=case).values_list("pk", flat=True))
        assert clients_on(whole_of(case), ivy) == shown == {support.victim_id}

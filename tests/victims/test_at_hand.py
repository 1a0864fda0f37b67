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
from victims.models.base import seen_of_clients, victims_seen

__all__ = ["other", "support"]


@pytest.mark.parametrize("username", ["alice", "sam", "gita", "mona", "audrey"])
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


def test_an_isva_is_given_no_rows_at_hand_because_the_case_page_is_not_theirs(
    support: IsvaSupport, withdraw: Withdraw, alice: Person, ivy: Person, case: Case
) -> None:
    log(alice, support.victim)
    withdraw(victim=support.victim)
    with acting(ivy):
        whole = whole_of(Case.objects.visible_to(ivy).get(pk=case.pk))
        assert [seen_of_clients(whole, one, ivy) for one in (Withdrawal, Contact, IsvaSupport)] == [
            [],
            [],
            [],
        ]
        assert set(victims_seen(ivy).filter(case=case)) == {support.victim}

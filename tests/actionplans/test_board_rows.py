"""A row of the overdue board is drawn once while nothing in it changes, nor what its reader may do."""

from __future__ import annotations

from actionplans.board.rows import _row
from actionplans.models import ActionPlan
from actionplans.services import reassign_plans
from rasso_tracker.people.models import Person
from tests.actionplans.test_board import BOARD, SignIn

TICK = 'name="plans"'


def test_a_row_is_row_anew_as_it_changes_and_for_whoever_may_do_less(
    lapsed: list[ActionPlan],
    gita: Person,
    gwen: Person,
    alice: Person,
    sign_in: SignIn,
) -> None:
    _row.cache_clear()
    first, again = (sign_in(who).get(BOARD).content.decode() for who in (gita, gwen))
    assert (first.count(TICK), again.count(TICK), _row.cache_info().misses) == (3, 3, 3)
    reassign_plans(by=gita, plans={lapsed[0].pk: None}, what="worker", to=gwen)
    changed = sign_in(gita).get(BOARD).content.decode()
    assert (changed.count(gwen.name), _row.cache_info().misses) == (first.count(gwen.name) + 1, 4)
    own = sign_in(alice).get(BOARD).content.decode()  # her own plan, which she may not give away
    assert (own.count('data-plan="'), own.count(TICK), _row.cache_info().misses) == (1, 0, 5)

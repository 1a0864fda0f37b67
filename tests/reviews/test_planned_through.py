"""A plan to tell a victim through somebody who goes before it is kept."""

from __future__ import annotations

from datetime import timedelta

from cases.models import DueItem, Victim
from rasso_tracker.people.models import Person
from reviews.models import Notification
from tests.reviews.test_telling_plan import PLANNED_AT, notice, plan, prefer
from victims.services import end_isva_support, record_circumstances, share_with_isva

__all__ = ["notice"]
HOUR = timedelta(hours=1)


def marked() -> set[str]:
    return set(DueItem.objects.filter(check_first=True, settled_at=None).values_list("code", flat=True))


def test_it_is_marked_from_when_they_go_until_somebody_else_is_there(
    notice: Notification, victim: Victim, alice: Person, ivy: Person
) -> None:
    prefer(alice, victim)  # by phone: whom they prefer says nothing of the plan
    day = PLANNED_AT.date()
    shared = share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=day, at=PLANNED_AT)
    plan(alice, notice, method="via_isva", why_another="they_agreed", at=PLANNED_AT + HOUR)
    assert marked() == set()
    end_isva_support(by=alice, support=shared, because="ended", at=PLANNED_AT + 2 * HOUR)
    assert marked() == {"tell_decision", "tell_right"}
    share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=day, at=PLANNED_AT + 3 * HOUR)
    assert marked() == set()


def test_it_is_marked_once_they_died_and_once_their_family_is_not_to_hear(
    notice: Notification, victim: Victim, alice: Person
) -> None:
    prefer(alice, victim)
    plan(alice, notice, at=PLANNED_AT + HOUR)
    assert marked() == set()
    died = {"by": alice, "victim": victim, "under_18": "no", "died_on": PLANNED_AT.date()}
    record_circumstances(**died, at=PLANNED_AT + 2 * HOUR)
    assert marked() == {"tell_decision", "tell_right"}
    plan(alice, notice, method="via_parent", why_another="they_agreed", at=PLANNED_AT + 3 * HOUR)
    assert marked() == set()
    record_circumstances(**died, family="not_safe", at=PLANNED_AT + 4 * HOUR)
    assert marked() == {"tell_decision", "tell_right"}

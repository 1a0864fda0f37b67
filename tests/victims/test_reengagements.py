from __future__ import annotations

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, Stale
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from victims import services
from victims.facts import (
    contact_is_lost,
    outcome_16_missing,
    outcome_16_ready,
    standing_withdrawal,
    support_reinstated,
)
from victims.models import Reengagement


def test_re_engagement_reinstates_support_from_its_moment(
    withdraw: Withdraw, come_back: Withdraw, victim: Victim
) -> None:
    row = withdraw()
    come_back()
    assert standing_withdrawal(victim, on(15)) == row
    assert support_reinstated(victim, on(15)) is False
    assert standing_withdrawal(victim, on(20)) is None
    assert support_reinstated(victim, on(20)) is True


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "occurred_at"),
        ({"occurred_at": on(2, month=10)}, "occurred_at"),
        ({"occurred_at": on(1)}, "occurred_at"),
        ({"told_by": "inferred"}, "told_by"),
    ],
)
def test_re_engagement_with_no_withdrawal_before_is_refused_by_field(
    come_back: Withdraw, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        come_back(**given)
    assert set(refusal.value.fields) == {field}
    assert Reengagement.objects.count() == 0


def test_re_engagement_before_its_withdrawal_is_refused(withdraw: Withdraw, come_back: Withdraw) -> None:
    withdraw()
    with pytest.raises(Invalid) as refusal:
        come_back(occurred_at=on(9))
    assert refusal.value.fields["occurred_at"].startswith("No withdrawal stands at this moment")


def test_re_engagement_after_lost_contact_alone_is_refused(
    withdraw: Withdraw, come_back: Withdraw, victim: Victim
) -> None:
    withdraw(kind="lost_contact", reasons=[], primary_reason="", told_by="", from_what=[])
    with pytest.raises(Invalid):
        come_back()
    assert standing_withdrawal(victim, on(15)) is None


def test_second_re_engagement_is_refused(withdraw: Withdraw, come_back: Withdraw) -> None:
    withdraw()
    come_back()
    with pytest.raises(Invalid) as refusal:
        come_back(occurred_at=on(25))
    assert set(refusal.value.fields) == {"occurred_at"}
    with pytest.raises(Invalid, match="20 March 2026"):
        come_back(occurred_at=on(15))


def test_voided_re_engagement_lets_the_withdrawal_stand_again(
    withdraw: Withdraw, come_back: Withdraw, victim: Victim, alice: Person
) -> None:
    row = withdraw()
    again = services.void_re_engagement(by=alice, reengagement=come_back(), reason="Misheard.", at=LATER)
    assert standing_withdrawal(victim, LATER) == row
    with pytest.raises(Stale):
        services.void_re_engagement(by=alice, reengagement=again, reason="Again.", at=LATER)


def test_outcome_16_is_ready_only_when_corroborated_and_standing(
    withdraw: Withdraw, come_back: Withdraw, victim: Victim, sam: Person
) -> None:
    assert outcome_16_missing(victim) == ["Victim 1 takes part: no withdrawal stands."]
    row = withdraw()
    assert outcome_16_missing(victim) == ["A supervisor has not corroborated the withdrawal of Victim 1 yet."]
    services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)
    assert outcome_16_ready(victim) is True
    come_back()
    assert outcome_16_ready(victim) is False


def test_lost_contact_ends_when_somebody_reaches_the_victim(
    withdraw: Withdraw, victim: Victim, alice: Person
) -> None:
    withdraw(kind="lost_contact", reasons=[], primary_reason="", told_by="", from_what=[])
    assert (contact_is_lost(victim, on(9)), contact_is_lost(victim, on(11))) == (False, True)
    services.record_contact(
        by=alice,
        victim=victim,
        occurred_at=on(12),
        direction="in",
        method="phone",
        reached=True,
        about=["other"],
        at=LATER,
    )
    assert (contact_is_lost(victim, on(11)), contact_is_lost(victim, on(12))) == (True, False)

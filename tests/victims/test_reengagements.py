from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import FOUND, LATER, Withdraw, on
from victims import services
from victims.facts import (
    outcome_16_missing,
    outcome_16_ready,
    standing_withdrawal,
    support_reinstated,
)
from victims.models import Reengagement, Withdrawal
from victims.shown.choices import standing_of


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
        ({"occurred_at": on(2, month=10)}, "occurred_at"),
        ({"occurred_at": on(1)}, "occurred_at"),
        ({"told_by": "inferred"}, "told_by"),
    ],
)
def test_re_engagement_that_cannot_have_been_is_refused_by_field(
    withdraw: Withdraw, come_back: Withdraw, given: dict[str, object], field: str
) -> None:
    withdraw()
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
    with pytest.raises(NotAllowed, match="record the contact that reached them"):
        come_back()
    assert standing_withdrawal(victim, on(15)) is None


def test_second_re_engagement_is_refused(withdraw: Withdraw, come_back: Withdraw) -> None:
    withdraw()
    come_back()
    for day in (9, 15, 25):
        with pytest.raises(NotAllowed, match="no withdrawal stands"):
            come_back(occurred_at=on(day))
    withdraw(occurred_at=on(22))
    with pytest.raises(Invalid, match="20 March 2026"):
        come_back(occurred_at=on(15))


def test_the_form_of_coming_back_opens_for_nobody_who_takes_part(
    withdraw: Withdraw, come_back: Withdraw, victim: Victim, alice: Person, sign_in: Any
) -> None:
    """On the page with a way back, and by API, before anything is asked."""
    browser, path = sign_in(alice), f"/victims/{victim.pk}/re-engagements/new/"
    said = "Victim 1 takes part: no withdrawal stands, so there is nothing to come back from."

    def answers() -> tuple[int, int]:
        page = browser.get(path)
        body = {"victim": str(victim.pk), "occurred_at": "2026-03-20T12:00:00Z", "told_by": "letter"}
        api = browser.post("/api/v1/re-engagements/", body, content_type="application/json")
        if page.status_code == 403:
            assert said in page.content.decode()
            assert f'href="/victims/{victim.pk}/"' in page.content.decode()
            assert api.json()["detail"].startswith(said)
        return page.status_code, api.status_code

    assert answers() == (403, 403)
    withdraw()
    assert answers() == (200, 201)
    assert answers() == (403, 403)


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


def lost_at(victim: Victim, at: datetime) -> datetime | None:
    return standing_of(victim, Withdrawal.objects.filter(victim=victim), at).lost


def test_lost_contact_ends_when_somebody_reaches_the_victim(
    withdraw: Withdraw, victim: Victim, alice: Person
) -> None:
    withdraw(kind="lost_contact", reasons=[], primary_reason="", told_by="", from_what=[])
    assert (lost_at(victim, on(9)), lost_at(victim, on(11))) == (None, on(10))
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
    assert (lost_at(victim, on(11)), lost_at(victim, on(12))) == (on(10), None)

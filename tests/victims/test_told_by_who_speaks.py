"""What a victim chose may come through who speaks for them, from the day on which somebody does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.models import Victim
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.conftest import LATER, Withdraw, on
from tests.victims.test_pages import form_of
from victims import services
from victims.models import Reengagement, RightsChoice, Withdrawal
from victims.rules.spokesperson import last_alive

SignIn = Callable[..., Client]
VIA = "via_spokesperson"
NOBODY = (
    "No spokesperson of Victim 1 is on record at that moment. Record first who speaks for them, "
    "or choose how else we were told."
)


def speak(by: Person, victim: Victim, **given: Any) -> Any:
    values = {"name": "Maud Garfield", "is_their": "parent", "because": "asked", "tie": "none", "at": on(9)}
    return services.name_spokesperson(by=by, victim=victim, **{**values, **given})


def refused(do: Callable[..., Any], **given: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        do(**given)
    return refusal.value.fields


def test_while_nobody_speaks_nothing_comes_through_them(
    victim: Victim, alice: Person, withdraw: Withdraw, come_back: Withdraw
) -> None:
    assert refused(withdraw, told_by=VIA) == {"told_by": NOBODY}
    withdraw()
    assert refused(come_back, told_by=VIA) == {"told_by": NOBODY}
    choice = {"by": alice, "victim": victim, "takes_up": False, "explained": True, "told_by": VIA}
    assert refused(services.record_rights_choice, **choice, chosen_at=on(10), at=LATER) == {"told_by": NOBODY}


def test_one_with_a_tie_speaks_only_once_a_supervisor_agreed_and_not_for_what_was_before(
    victim: Victim, alice: Person, sam: Person, withdraw: Withdraw
) -> None:
    row = speak(alice, victim, tie="household")
    waits = "A supervisor has not agreed yet to the spokesperson of Victim 1."
    assert refused(withdraw, told_by=VIA) == {"told_by": waits}
    services.agree_spokesperson(by=sam, spokesperson=row, words="She left him.", at=on(12))
    assert set(refused(withdraw, told_by=VIA, occurred_at=on(10))) == {"told_by"}
    assert withdraw(told_by=VIA, occurred_at=on(13)).told_by == VIA


def test_from_the_record_to_the_withdrawal_and_back_on_the_pages(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    speak(alice, victim)
    browser, address = sign_in(alice), f"/victims/{victim.pk}/withdrawals/new/"
    assert "Through their spokesperson" in browser.get(address).content.decode()
    sent = form_of(told_by=VIA, own_words="She wants it to end.", once=str(uuid7()))
    page = browser.post(address, sent, follow=True).content.decode()
    assert "Recorded: no longer wants to take part." in page
    row = Withdrawal.objects.get()
    assert (row.told_by, row.reasons_of_victim) == (VIA, ["delay", "privacy"])
    assert "Through their spokesperson" in browser.get(f"/withdrawals/{row.pk}/").content.decode()
    back = {"victim": str(victim.pk), "occurred_at": on(20).isoformat(), "told_by": VIA}
    answer = browser.post("/api/v1/re-engagements/", back, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert Reengagement.objects.get().told_by == VIA
    choice = {"by": alice, "victim": victim, "takes_up": False, "explained": True, "told_by": VIA}
    services.record_rights_choice(**choice, chosen_at=on(21), at=LATER)
    assert RightsChoice.objects.get().told_by == VIA
    assert last_alive(victim) is None  # none of it shows the victim themselves

"""What a victim chose came through an ISVA only where one stood by them at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from cases.models import Victim
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, Withdraw, on, with_outside_isva
from tests.victims.test_pages import body_of, form_of
from tests.victims.test_told_by_who_speaks import refused
from victims import services
from victims.models import RightsChoice, Withdrawal

SignIn = Callable[..., Client]
VIA = "via_isva"
NOBODY = (
    "No ISVA of Victim 1 is on record at that moment. Record their support first (offer support, or share "
    "the case with an ISVA), or choose how else we were told."
)


def test_nothing_comes_through_an_isva_whom_they_do_not_have_yet(
    victim: Victim, alice: Person, withdraw: Withdraw, come_back: Withdraw
) -> None:
    choice: dict[str, Any] = {"by": alice, "victim": victim, "takes_up": False, "explained": True}
    choice |= {"told_by": VIA, "chosen_at": on(10), "at": LATER}
    assert refused(services.record_rights_choice, **choice) == {"told_by": NOBODY}
    assert refused(withdraw, told_by=VIA) == {"told_by": NOBODY}
    with_outside_isva(alice, victim, on(12).date())
    assert refused(withdraw, told_by=VIA, occurred_at=on(11)) == {
        "told_by": NOBODY
    }  # not for what was before
    assert refused(services.record_rights_choice, **choice) == {"told_by": NOBODY}
    withdraw(told_by="letter", occurred_at=on(10))
    assert refused(come_back, told_by=VIA, occurred_at=on(11)) == {"told_by": NOBODY}
    assert come_back(told_by=VIA, occurred_at=on(13)).told_by == VIA
    assert services.record_rights_choice(**{**choice, "chosen_at": on(13)}).told_by == VIA
    assert RightsChoice.objects.count() == 1


def test_page_and_api_refuse_it_by_its_field_and_keep_what_was_typed(
    victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    browser, address = sign_in(alice), f"/victims/{victim.pk}/withdrawals/new/"
    sent = form_of(told_by=VIA, own_words="She wants it to end.")
    answer = browser.post(address, {**sent, "once": str(uuid7())})
    page = answer.content.decode()
    assert (answer.status_code, NOBODY in page, "She wants it to end." in page) == (422, True, True)
    body = body_of(victim, told_by=VIA)
    api = browser.post("/api/v1/withdrawals/", body, content_type="application/json")
    assert (api.status_code, api.json()["fields"]) == (400, {"told_by": NOBODY})
    assert not Withdrawal.objects.exists()
    with_outside_isva(alice, victim, on(8).date())
    assert browser.post(address, {**sent, "once": str(uuid7())}).status_code == 302
    assert Withdrawal.objects.get().told_by == VIA

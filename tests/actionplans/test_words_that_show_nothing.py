"""Where a deed asks for words, text that shows nothing is refused as an empty field is."""

from __future__ import annotations

from typing import Any

import pytest

from actionplans.models import ActionPlan, ItemWithdrawal
from rasso_tracker.people.models import Person
from tests.actionplans.test_items import item_of


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\ufeff", "\u3164", "\u2800"])
def test_it_is_no_other_reason(nothing: str, plan: ActionPlan, lena: Person, sign_in: Any) -> None:
    client, place = sign_in(lena), f"/api/v1/action-plan-items/{item_of(plan).pk}/"
    headers = {"If-Match": client.get(place).headers["ETag"]}
    sent = {"reason": "other", "words": nothing}
    told = client.post(f"{place}withdraw/", sent, content_type="application/json", headers=headers)
    assert (told.status_code, told.json()["fields"]) == (400, {"words": "Say why CPS asks for it no more."})
    assert not ItemWithdrawal.objects.exists()

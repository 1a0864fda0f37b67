"""A list in which a role has no part is refused, by page and API: an empty one would say what is not so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from rasso_tracker.people.models import Person

SignIn = Callable[[Person], Client]
# Who has a part in it, of all the roles; the others are refused.
PLANS = {"alice", "sam", "gita", "lena", "max", "rita", "mona"}
CLINICS = {"alice", "sam", "gita", "lena", "max", "mona"}
EVERYBODY = {*PLANS, "ivy", "reg", "audrey", "adam"}
NO_PART = "does not include this list. If you hold another role, change to it."


@pytest.mark.parametrize("username", sorted(EVERYBODY))
@pytest.mark.parametrize(
    ("page", "theirs"),
    [
        ("/action-plans/", PLANS),
        ("/action-plans/overdue/", PLANS),
        ("/action-plans/overdue/changes/", PLANS),
        ("/submissions/", PLANS),
        ("/clinics/", CLINICS),
        ("/api/v1/action-plans/", PLANS),
        ("/api/v1/clinics/", CLINICS),
    ],
)
def test_a_list_opens_for_those_who_have_a_part_in_it(
    page: str, theirs: set[str], username: str, db: None, sign_in: SignIn
) -> None:
    answer = sign_in(Person.objects.get(username=username)).get(page)
    if username in theirs:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 403
        assert NO_PART in answer.content.decode()

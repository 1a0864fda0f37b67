"""A follow-up of a clinic by API and page: what null says of it, and reopening one of a date that passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplans.models import ClinicFollowUp, FollowUpChange
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person, Team
from tests.actionplans.test_clinic_follow_ups import booking, case, follow_up, move

__all__ = ["booking", "case", "follow_up"]
SignIn = Callable[[Person], Client]


def sent(client: Client, row: ClinicFollowUp, deed: str, body: dict[str, Any]) -> Any:
    path = f"/api/v1/clinic-follow-ups/{row.pk}/"
    headers = {"If-Match": client.get(path).headers["ETag"]}
    return client.post(f"{path}{deed}/", body, content_type="application/json", headers=headers)


class TestNull:
    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"owner": None}, {"owner": "Choose who is to do it."}),
            ({"due_on": None}, {"due_on": "Enter the date by which it is to be done."}),
            (
                {"owner": None, "due_on": None, "reason": ""},
                {
                    "owner": "Choose who is to do it.",
                    "due_on": "Enter the date by which it is to be done.",
                    "reason": "Say why it is moved or given on.",
                },
            ),
        ],
    )
    def test_it_is_refused_by_its_field(
        self,
        body: dict[str, Any],
        fields: dict[str, str],
        follow_up: ClinicFollowUp,
        gita: Person,
        sign_in: SignIn,
    ) -> None:
        day = london_date(now()).isoformat()
        told = sent(sign_in(gita), follow_up, "move", {"due_on": day, "reason": "Later.", **body})
        assert (told.status_code, told.json()["fields"]) == (400, fields)
        assert not FollowUpChange.objects.exists()

    def test_what_is_left_out_stands(
        self, follow_up: ClinicFollowUp, bob: Person, gita: Person, sign_in: SignIn
    ) -> None:
        move(gita, follow_up, owner=bob)
        day = london_date(now())
        told = sent(sign_in(gita), follow_up, "move", {"due_on": day.isoformat(), "reason": "Later."})
        assert told.status_code == 201
        follow_up.refresh_from_db()
        assert (follow_up.owner, follow_up.due_on) == (bob, day)

    def test_so_does_an_owner_who_would_be_offered_no_more(
        self, follow_up: ClinicFollowUp, bob: Person, gita: Person, sign_in: SignIn
    ) -> None:
        move(gita, follow_up, owner=bob)
        with open_door("test"):
            team = Team.objects.create(name="Leeds 9", district=follow_up.case.district)
            Person.objects.filter(pk=bob.pk).update(team=team)
        day = london_date(now())
        told = sent(sign_in(gita), follow_up, "move", {"due_on": day.isoformat(), "reason": "Later."})
        assert (told.status_code, told.json().get("owner")) == (201, str(bob.pk))

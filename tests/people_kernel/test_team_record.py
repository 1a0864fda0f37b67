"""A supervisor opens the record of those whom they lead, and reads of it what leading them takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import edit_person, record_leave
from tests.chain import story as told

SignIn = Callable[..., Any]


def test_a_sergeant_opens_those_of_the_team_and_nobody_else(
    sam: Person, alice: Person, dora: Person, charlie: Person, sign_in: SignIn
) -> None:
    client = sign_in(sam)
    found = {
        one.username: client.get(f"/people/{one.pk}/").status_code for one in (alice, dora, charlie, sam)
    }
    assert found == {"alice": 200, "dora": 404, "charlie": 404, "sam": 404}
    text = client.get("/people/").content.decode()
    assert (f"/people/{alice.pk}/" in text, f"/people/{dora.pk}/" in text) == (True, False)


def test_an_inspector_of_a_district_opens_those_of_the_district(
    dina: Person, dora: Person, charlie: Person, sign_in: SignIn
) -> None:
    client = sign_in(dina)
    assert [client.get(f"/people/{one.pk}/").status_code for one in (dora, charlie)] == [200, 404]


@pytest.mark.parametrize("username", ["alice", "gita", "max", "mona", "audrey"])
def test_nobody_else_opens_a_record(username: str, alice: Person, bob: Person, sign_in: SignIn) -> None:
    client = sign_in(told.person(username))
    assert client.get(f"/people/{bob.pk}/").status_code == 404
    assert client.get(f"/api/v1/people/{bob.pk}/").status_code == 404


def test_it_shows_what_leading_takes_and_not_how_the_record_came_to_be(
    adam: Person, sam: Person, alice: Person, sign_in: SignIn
) -> None:
    edit_person(by=adam, person=alice, name="Alice", telephone="01924 555 0101", email="al@example.test")
    today = london_date(now())
    record_leave(by=sam, absent=alice, starts_on=today, ends_on=today + timedelta(days=2))
    text = sign_in(sam).get(f"/people/{alice.pk}/").content.decode()
    for words in (
        "01924 555 0101",
        "al@example.test",
        "On leave",
        "Officer",
        "Record leave",
        "Set duty cover",
    ):
        assert words in text
    for words in (
        "Username",
        "Last signed in",
        "What they hold",
        "What this record said before",
        "Correct this record",
        "Propose a change of roles",
        "first password",
    ):
        assert words not in text
    shown = sign_in(sam).get(f"/api/v1/people/{alice.pk}/").json()
    assert shown["telephone"] == "01924 555 0101"
    assert not {"username", "roles", "is_active"} & set(shown)
    # The list of colleagues is for everybody, by page and by API, and says no more than the page does.
    listed = sign_in(sam).get("/api/v1/people/?district=leeds").json()["results"]
    assert str(alice.pk) in {one["id"] for one in listed}
    assert not any({"username", "email", "telephone", "starts_on"} & set(one) for one in listed)


def test_leave_recorded_from_a_week_begins_on_its_day(sam: Person, alice: Person, sign_in: SignIn) -> None:
    client, today = sign_in(sam), london_date(now())
    monday = today - timedelta(days=today.weekday()) + timedelta(days=14)
    text = client.get(f"/people/away/?week={monday}").content.decode()
    link = f"/people/leave/new/?starts_on={monday}"
    assert link in text
    assert client.get(link).context["form"].initial["starts_on"] == monday
    this_week = client.get("/people/away/").content.decode()
    assert f"/people/leave/new/?starts_on={today}" in this_week
    form = client.get(f"/people/leave/new/?absent={alice.pk}").context["form"]
    assert form.initial["absent"] == alice

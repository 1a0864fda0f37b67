"""A follow-up of a clinic by API and page: what null says of it, and reopening one of a date that passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import Climb, ClinicBooking, ClinicFollowUp, FollowUpChange
from actionplans.services import (
    add_follow_up,
    finish_follow_up,
    raise_reminders,
    reopen_follow_up,
    withdraw_follow_up,
)
from cases.models import Case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import day_words, london_date, now
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import moment
from tests.actionplans.test_clinic_follow_ups import (
    AT_STEP_1,
    AT_STEP_2,
    DUE,
    NEXT_DAY,
    booking,
    case,
    follow_up,
    move,
)
from tests.actionplans.test_clinic_results import owed
from tests.actionplans.test_items_at_once import opened
from tests.actionplans.test_meanwhile import answers_in
from tests.actionplans.test_sitting import typed

__all__ = ["booking", "case", "follow_up"]
LONG_AFTER, NEW = moment(date(2026, 4, 20)), date(2026, 4, 27)
ASKED = "Enter a new date: its own, 26 March 2026, has passed."
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


class TestReopenedWhenItsDateHasPassed:
    @pytest.mark.parametrize("ended", ["done", "withdrawn", "done late"])
    def test_it_is_owed_by_a_new_date_and_the_old_one_is_kept(
        self, ended: str, follow_up: ClinicFollowUp, case: Case, alice: Person
    ) -> None:
        if ended == "withdrawn":
            withdraw_follow_up(by=alice, follow_up=follow_up, reason="Gone.", at=NEXT_DAY)
        else:
            at = NEXT_DAY if ended == "done" else AT_STEP_1
            finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=at)
        with pytest.raises(Invalid) as refused:
            reopen_follow_up(by=alice, follow_up=follow_up, reason=" ", at=LONG_AFTER)
        assert refused.value.fields == {"due_on": ASKED, "reason": "Say why it is still to be done."}
        for day in (date(2026, 4, 19), date(2026, 7, 22)):
            with pytest.raises(Invalid) as refused:
                reopen_follow_up(by=alice, follow_up=follow_up, reason="No.", due_on=day, at=LONG_AFTER)
            assert set(refused.value.fields) == {"due_on"}
        row = reopen_follow_up(by=alice, follow_up=follow_up, reason="No.", due_on=NEW, at=LONG_AFTER)
        assert (row.is_open, row.due_on, owed(case)) == (True, NEW, [("alice", NEW)])
        assert FollowUpChange.objects.get(kind="reopened").due_on == DUE
        raise_reminders(at=LONG_AFTER)
        assert Climb.objects.get(item__source=row.pk, superseded_at__isnull=True).step is None
        assert move(alice, row, due_on=date(2026, 4, 28), at=LONG_AFTER).due_on == date(2026, 4, 28)

    def test_whom_it_had_climbed_above_sets_no_date_by_it_and_who_reviews_does(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person, gita: Person
    ) -> None:
        finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=AT_STEP_2)
        with pytest.raises(Invalid) as refused:
            reopen_follow_up(by=alice, follow_up=follow_up, reason="No.", due_on=NEW, at=LONG_AFTER)
        assert refused.value.fields["due_on"].startswith("Leave this empty: it had climbed to step 2, so")
        with pytest.raises(Invalid) as refused:
            reopen_follow_up(by=gita, follow_up=follow_up, reason="No.", at=LONG_AFTER)
        assert refused.value.fields == {"due_on": ASKED}
        reopen_follow_up(by=gita, follow_up=follow_up, reason="No.", due_on=NEW, at=LONG_AFTER)
        assert owed(case) == [("alice", NEW)]

    def test_the_page_asks_for_it_and_then_says_so(
        self, follow_up: ClinicFollowUp, alice: Person, sign_in: SignIn
    ) -> None:
        finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=NEXT_DAY)
        client, page = sign_in(alice), f"/clinic-follow-ups/{follow_up.pk}/reopen/"
        assert "By when is it to be done now?" in client.get(page).content.decode()
        follow_up.refresh_from_db()
        typed = {"reason": "Not so.", "version": str(follow_up.version)}
        answer = client.post(page, typed)
        assert (answer.status_code, ASKED in answer.content.decode()) == (422, True)
        day = london_date(now()) + timedelta(days=3)
        boxes = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
        assert client.post(page, {**typed, **boxes}).status_code == 302
        follow_up.refresh_from_db()
        assert (follow_up.is_open, follow_up.due_on) == (True, day)
        shown = client.get(f"/clinic-bookings/{follow_up.booking_id}/").content.decode()
        assert f"Reopened, to be done by {day.day} {day:%B %Y}" in shown
        assert "Its date was moved once." in shown

    def test_one_whose_date_holds_asks_for_none_and_refuses_another(
        self, booking: ClinicBooking, alice: Person, sign_in: SignIn
    ) -> None:
        day = london_date(now()) + timedelta(days=3)
        row = add_follow_up(by=alice, booking=booking, what="Ring.", due_on=day)
        finish_follow_up(by=alice, follow_up=row, done="Rung.")
        client = sign_in(alice)
        page = f"/clinic-follow-ups/{row.pk}/reopen/"
        assert "By when is it to be done now?" not in client.get(page).content.decode()
        other = (day + timedelta(days=1)).isoformat()
        told = sent(client, row, "reopen", {"reason": "", "due_on": other})
        assert (told.status_code, told.json()["fields"]) == (
            400,
            {
                "reason": "Say why it is still to be done.",
                "due_on": f"Leave this empty: its date, {day.day} {day:%B %Y}, holds.",
            },
        )
        row.refresh_from_db()
        typed = {"reason": "Not so.", "due_on": "", "version": str(row.version)}
        assert client.post(page, typed).status_code == 302
        row.refresh_from_db()
        assert (row.is_open, row.due_on) == (True, day)


def test_the_second_reads_why_the_first_withdrew_it_beside_their_own_words(
    booking: ClinicBooking, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    due_on = london_date(now()) + timedelta(days=20)
    row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=due_on)
    path = f"/clinic-follow-ups/{row.pk}/withdraw/"
    first, second = sign_in(gita), sign_in(alice)
    of_gita, of_alice = (opened(one, path) for one in (first, second))
    assert first.post(path, of_gita | {"reason": "The unit has said so."}).status_code == 302

    late = second.post(path, of_alice | {"reason": "Not needed for the charge."})

    page = late.content.decode()
    assert (late.status_code, "What you typed is not saved" in page) == (403, True)
    both = ("The unit has said so.", "Not needed for the charge.")
    assert answers_in(page) == {"Why is it no longer asked for?": both}


def test_who_moves_it_second_reads_why_the_first_did_once(
    booking: ClinicBooking, alice: Person, bob: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    today = london_date(now())
    row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=today + timedelta(days=20))
    path, tag = f"/clinic-follow-ups/{row.pk}/move/", '"1"'
    first, second = sign_in(gita), sign_in(alice)
    of_gita, of_alice = (opened(one, path) for one in (first, second))
    of_gita |= {"owner": str(bob.pk), "reason": "Bob has the file.", **typed("due_on", today)}
    of_alice |= {"owner": str(row.owner_id), "reason": "The unit is late."}
    of_alice |= typed("due_on", today + timedelta(days=25))
    assert first.post(path, of_gita).status_code == 302

    late = second.post(path, of_alice)
    by_api = second.post(
        f"/api/v1{path}", {"reason": "Late."}, content_type="application/json", headers={"If-Match": tag}
    )

    page = late.content.decode()
    assert (late.status_code, page.count("<table")) == (409, 1)
    found = answers_in(page)
    assert {question: both[0] for question, both in found.items()} == {
        "By when?": day_words(today),
        "Who does it?": "Bob",
        "Why?": "Bob has the file.",
    }
    (told,) = by_api.json()["meanwhile"]
    assert (told["by"], told["answers"]["reason"]) == ("Gita", "Bob has the file.")

"""A follow-up of an advice clinic is moved or given on, withdrawn, reopened; what stood before is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actionplans.models import Climb, ClinicBooking, ClinicFollowUp, FollowUpChange
from actionplans.seals import Label, Sealer
from actionplans.services import (
    add_follow_up,
    correct_clinic_result,
    finish_follow_up,
    move_follow_up,
    raise_reminders,
    record_clinic_result,
    reopen_follow_up,
    withdraw_follow_up,
)
from cases.models import Allegation, Case, DueItem
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.services import cancel_recorded_crime
from tests.actionplans.conftest import a_case, moment
from tests.actionplans.test_clinic_results import AFTER, heard, owed, queries_of
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.stories import story

DUE, NEXT_WEEK = date(2026, 3, 26), date(2026, 4, 2)
NEXT_DAY = moment(date(2026, 3, 13))
# A date of Thursday 26 March passes as Friday begins; step 2 falls on the fifth working day after it.
AT_STEP_0 = moment(date(2026, 3, 27))
AT_STEP_1, AT_STEP_2 = moment(date(2026, 3, 31)), moment(date(2026, 4, 8))
SignIn = Callable[[Person], Client]


@story
def case(alice: Person) -> Case:
    return a_case(alice)


@story
def booking(case: Case, alice: Person, gita: Person, lena: Person) -> ClinicBooking:
    return heard(lena, booked(case, alice, slot(a_clinic(gita, gita, lena))), alice)


@story
def follow_up(booking: ClinicBooking, lena: Person) -> ClinicFollowUp:
    return add_follow_up(by=lena, booking=booking, what="Ask the digital unit.", due_on=DUE, at=AFTER)


def move(by: Person, row: ClinicFollowUp, **given: Any) -> ClinicFollowUp:
    said: dict[str, Any] = {"reason": "The unit answers then.", "at": NEXT_DAY, **given}
    return move_follow_up(by=by, follow_up=row, **said)


def stands_on(case: Case) -> int | None:
    return Climb.objects.get(case=case, code="clinic_follow_up", superseded_at__isnull=True).step


@pytest.mark.parametrize("owner", ["bob", "lena"])
def test_a_date_that_passes_is_said_to_who_owes_it_and_stands_on_their_home(
    owner: str, booking: ClinicBooking, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    person = Person.objects.get(username=owner)
    add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=person, at=AFTER)
    raise_reminders(at=AT_STEP_0)
    deliver(at=AT_STEP_0)
    told = Message.objects.filter(kind="due_climbed", headline__contains="advice clinic")
    assert list(told.values_list("recipient__username", flat=True)) == [owner]
    assert "Follow-up 1 of the advice clinic of 12 March 2026" in sign_in(person).get("/").content.decode()


class TestMoved:
    def test_the_old_date_and_owner_stay_with_who_when_and_why(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person, bob: Person
    ) -> None:
        row = move(alice, follow_up, due_on=NEXT_WEEK)
        row = move(alice, row, owner=bob, reason="Bob asks.", at=NEXT_DAY + timedelta(hours=1))
        assert (row.due_on, row.owner, owed(case)) == (NEXT_WEEK, bob, [("bob", NEXT_WEEK)])
        kept = FollowUpChange.objects.filter(follow_up=row)
        assert [(one.kind, one.due_on, one.owner, one.changed_by) for one in kept] == [
            ("moved", DUE, alice, alice),
            ("moved", NEXT_WEEK, alice, alice),
        ]
        open_ = Sealer(case.pk).open
        assert [open_(Label.FOLLOW_UP_REASON, one.pk, one.reason_sealed) for one in kept] == [
            "The unit answers then.",
            "Bob asks.",
        ]
        events = AuditEvent.objects.filter(action="FOLLOW_UP_MOVED")
        assert [set(one.subjects) for one in events] == [{row.pk, row.booking_id, one.pk} for one in kept]

    def test_a_new_date_begins_the_ladder_anew_and_another_owner_alone_does_not(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person, bob: Person
    ) -> None:
        raise_reminders(at=AT_STEP_1)
        assert stands_on(case) == 1
        move(alice, follow_up, owner=bob, at=AT_STEP_1)
        assert stands_on(case) == 1
        move(alice, follow_up, due_on=date(2026, 4, 20), at=AT_STEP_1)
        assert stands_on(case) is None

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"reason": " ", "due_on": date(2026, 3, 12)}, {"reason", "due_on"}),
            ({"due_on": date(2026, 6, 14)}, {"due_on"}),
            ({"due_on": DUE}, {"due_on"}),
            ({}, {"due_on"}),
        ],
    )
    def test_every_fault_is_said_at_once(
        self, given: dict[str, Any], fields: set[str], follow_up: ClinicFollowUp, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            move(alice, follow_up, **given)
        assert set(refusal.value.fields) == fields
        assert FollowUpChange.objects.count() == 0

    def test_who_asked_and_who_is_to_do_it_hear(
        self, follow_up: ClinicFollowUp, alice: Person, bob: Person, sam: Person
    ) -> None:
        move(sam, follow_up, owner=alice, due_on=NEXT_WEEK)
        deliver(at=NEXT_DAY)
        told = Message.objects.filter(kind="follow_up_changed")
        assert {one.recipient.username for one in told} == {"alice", "lena"}
        assert {one.headline for one in told} == {
            "Follow-up 1 of the advice clinic of 12 March 2026 is to be done by 2 April 2026"
        }


class TestClimbedAbove:
    @pytest.mark.parametrize("swept", [True, False])
    def test_who_is_to_do_it_ends_no_escalation_by_a_date_or_by_withdrawing(
        self, swept: bool, follow_up: ClinicFollowUp, case: Case, alice: Person
    ) -> None:
        """Whether or not the sweep has written the step yet."""
        if swept:
            raise_reminders(at=AT_STEP_2)
        for deed in (
            lambda: move(alice, follow_up, due_on=date(2026, 4, 20), at=AT_STEP_2),
            lambda: withdraw_follow_up(by=alice, follow_up=follow_up, reason="Busy.", at=AT_STEP_2),
        ):
            with pytest.raises(NotAllowed) as refusal:
                deed()
            assert str(refusal.value) == (
                "This follow-up has climbed to step 2. It is moved, given on or withdrawn by those who "
                "review what is late, and not by whoever is to do it: Supervisor, RaSSO Gatekeeper, CPS "
                "lawyer, CPS legal manager. Doing it ends its ladder."
            )
        assert owed(case) == [("alice", DUE)]

    def test_a_reviewer_who_owes_it_does_not_either_and_another_does(
        self, follow_up: ClinicFollowUp, case: Case, lena: Person, gita: Person
    ) -> None:
        move(lena, follow_up, owner=lena)
        raise_reminders(at=AT_STEP_2)
        with pytest.raises(NotAllowed, match="climbed to step 2"):
            move(lena, follow_up, due_on=date(2026, 4, 20), at=AT_STEP_2)
        move(gita, follow_up, due_on=date(2026, 4, 20), at=AT_STEP_2)
        assert (owed(case), stands_on(case)) == ([("lena", date(2026, 4, 20))], None)

    def test_done_and_reopened_wins_no_time(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person
    ) -> None:
        finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=AT_STEP_2)
        reopen_follow_up(by=alice, follow_up=follow_up, reason="Not so.", at=AT_STEP_2)
        assert owed(case) == [("alice", DUE)]
        with pytest.raises(NotAllowed, match="climbed to step 2"):
            move(alice, follow_up, due_on=date(2026, 4, 20), at=AT_STEP_2)
        raise_reminders(at=AT_STEP_2)
        assert stands_on(case) == 2

    def test_it_can_still_be_done_and_the_page_says_so(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person, gita: Person, sign_in: SignIn
    ) -> None:
        raise_reminders(at=now())
        page = f"/clinic-bookings/{follow_up.booking_id}/"
        shown = sign_in(alice).get(page).content.decode()
        assert "It is moved, given on or withdrawn by those who review what is late" in shown
        assert f"/clinic-follow-ups/{follow_up.pk}/done/" in shown
        assert f"/clinic-follow-ups/{follow_up.pk}/move/" not in shown
        assert f"/clinic-follow-ups/{follow_up.pk}/move/" in sign_in(gita).get(page).content.decode()
        finish_follow_up(by=alice, follow_up=follow_up, done="Asked.")
        assert owed(case) == []


class TestEndedAndReopened:
    def test_withdrawn_with_a_reason_owes_nothing_and_its_ladder_ends(
        self, follow_up: ClinicFollowUp, case: Case, alice: Person, lena: Person
    ) -> None:
        raise_reminders(at=AT_STEP_1)
        with pytest.raises(Invalid) as refusal:
            withdraw_follow_up(by=lena, follow_up=follow_up, reason=" ", at=AT_STEP_1)
        assert refusal.value.fields == {"reason": "Say why it is no longer asked for."}
        row = withdraw_follow_up(by=lena, follow_up=follow_up, reason="The phone is gone.", at=AT_STEP_1)
        assert (row.withdrawn_at, row.withdrawn_by, owed(case)) == (AT_STEP_1, lena, [])
        assert not Climb.objects.filter(
            case=case, code="clinic_follow_up", superseded_at__isnull=True
        ).exists()
        for deed in (
            lambda: finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=AT_STEP_1),
            lambda: move(alice, follow_up, due_on=NEXT_WEEK, at=AT_STEP_1),
        ):
            with pytest.raises(NotAllowed, match="This follow-up was withdrawn"):
                deed()
        deliver(at=AT_STEP_1)
        assert Message.objects.get(kind="follow_up_changed").recipient == alice

    @pytest.mark.parametrize("ended", ["done", "withdrawn"])
    def test_reopened_it_is_owed_by_its_date_and_what_was_said_is_kept(
        self, ended: str, follow_up: ClinicFollowUp, case: Case, alice: Person
    ) -> None:
        if ended == "done":
            finish_follow_up(by=alice, follow_up=follow_up, done="Asked.", at=NEXT_DAY)
        else:
            withdraw_follow_up(by=alice, follow_up=follow_up, reason="Gone.", at=NEXT_DAY)
        row = reopen_follow_up(by=alice, follow_up=follow_up, reason="Not so.", at=NEXT_DAY)
        assert (row.is_open, owed(case)) == (True, [("alice", DUE)])
        kept = FollowUpChange.objects.get(kind="reopened")
        done = Sealer(case.pk).open(Label.FOLLOW_UP_DONE_BEFORE, kept.pk, kept.done_sealed)
        assert (kept.done_by, done) == ((alice, "Asked.") if ended == "done" else (None, ""))

    def test_what_is_open_is_not_reopened(self, follow_up: ClinicFollowUp, alice: Person) -> None:
        with pytest.raises(NotAllowed, match="nothing to reopen"):
            reopen_follow_up(by=alice, follow_up=follow_up, reason="Not so.", at=NEXT_DAY)


class TestPageAndApi:
    def test_the_page_tells_what_stood_before_and_the_history_too(
        self, follow_up: ClinicFollowUp, alice: Person, bob: Person, sign_in: SignIn
    ) -> None:
        move(alice, follow_up, due_on=NEXT_WEEK, owner=bob)
        client = sign_in(alice)
        page = client.get(f"/clinic-bookings/{follow_up.booking_id}/").content.decode()
        for words in (
            "Its date was moved once.",
            "Moved to 2 April 2026 and given to Bob",
            "The unit answers then.",
            "Alice, by 26 Mar 2026",
        ):
            assert words in page
        history = client.get(f"/cases/{follow_up.case_id}/history/").content.decode()
        for words in (
            "moved to 2 April 2026 and given to Bob",
            "Bob, by 2 April 2026",
            "Alice, by 26 March 2026",
        ):
            assert words in history

    def test_by_page_with_what_stands_and_a_new_date(
        self, follow_up: ClinicFollowUp, alice: Person, bob: Person, lena: Person, sign_in: SignIn
    ) -> None:
        day = london_date(now()) + timedelta(days=3)
        row = move(lena, follow_up, due_on=day, at=now())
        client, path = sign_in(alice), f"/clinic-follow-ups/{row.pk}/move/"
        assert client.get(path).status_code == 200
        sent = {
            "due_on_day": day.day,
            "due_on_month": day.month,
            "due_on_year": day.year,
            "owner": str(bob.pk),
            "version": str(row.version),
        }
        refused = client.post(path, sent)
        assert (refused.status_code, ClinicFollowUp.objects.get().owner) == (422, alice)
        assert client.post(path, {**sent, "reason": "Bob has it."}).status_code == 302
        assert ClinicFollowUp.objects.get().owner == bob
        late = client.post(path, {**sent, "reason": "Bob has it."})
        assert late.status_code == 409

    def test_by_api_it_is_held_to_the_version_and_says_all_faults(
        self, follow_up: ClinicFollowUp, alice: Person, sign_in: SignIn
    ) -> None:
        client, path = sign_in(alice), f"/api/v1/clinic-follow-ups/{follow_up.pk}/"
        etag = client.get(path).headers["ETag"]

        def post(deed: str, body: dict[str, Any], tag: str = etag) -> Any:
            headers = {"If-Match": tag}
            return client.post(f"{path}{deed}/", body, content_type="application/json", headers=headers)

        finish_follow_up(by=alice, follow_up=follow_up, done="Asked.")
        assert post("reopen", {"reason": "Not so."}).status_code == 412
        etag = client.get(path).headers["ETag"]
        assert post("reopen", {"reason": ""}, etag).json()["fields"] == {
            "reason": "Say why it is still to be done."
        }
        told = post("reopen", {"reason": "Not so."}, etag)
        assert (told.status_code, told.json()["done_at"]) == (201, None)
        (change,) = told.json()["changes"]
        assert (change["kind"], change["done"], change["reason"]) == ("reopened", "Asked.", "Not so.")

    def test_the_page_asks_as_much_for_three_as_for_one(
        self, follow_up: ClinicFollowUp, booking: ClinicBooking, alice: Person, sign_in: SignIn
    ) -> None:
        client, page, counts = sign_in(alice), f"/clinic-bookings/{booking.pk}/", []
        for _ in range(3):
            client.get(page)
            counts.append(queries_of(client, page))
            row = add_follow_up(by=alice, booking=booking, what="Ask.", due_on=DUE, at=AFTER)
            move(alice, row, due_on=NEXT_WEEK)
        assert counts[1] == counts[2]


def test_of_a_closed_case_nothing_is_moved_or_reopened(
    follow_up: ClinicFollowUp, booking: ClinicBooking, case: Case, alice: Person
) -> None:
    done = add_follow_up(by=alice, booking=booking, what="Ring.", due_on=DUE, at=AFTER)
    finish_follow_up(by=alice, follow_up=done, done="Rung.", at=NEXT_DAY)
    crime = Allegation.objects.get(case=case).crime_reference
    registrar = Person.objects.get(username="reg")
    cancel_recorded_crime(
        by=registrar, crime_reference=crime, because="duplicate", words="Twice.", at=NEXT_DAY
    )
    for deed in (
        lambda: reopen_follow_up(by=alice, follow_up=done, reason="Not so.", at=NEXT_DAY),
        lambda: move(alice, follow_up, due_on=NEXT_WEEK),
    ):
        with pytest.raises(NotAllowed, match="every allegation of this case is closed"):
            deed()
    assert not DueItem.objects.filter(case=case, code="clinic_follow_up", settled_at__isnull=True).exists()


class TestWhoSees:
    def test_it_is_given_to_nobody_to_whom_the_case_is_shut(
        self, booking: ClinicBooking, follow_up: ClinicFollowUp, lena: Person, charlie: Person
    ) -> None:
        """Charlie is an officer of Bradford; the case is of Leeds."""
        sentence = "Charlie may not see this case. Choose somebody who may."
        with pytest.raises(Invalid) as refused:
            add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=charlie, at=AFTER)
        assert refused.value.fields == {"owner": sentence}
        with pytest.raises(Invalid) as refused:
            move(lena, follow_up, owner=charlie)
        assert refused.value.fields == {"owner": sentence}

    def test_whoever_records_that_it_was_not_reached_owes_nothing_on_it(
        self, case: Case, alice: Person, gita: Person, lena: Person
    ) -> None:
        row = booked(case, alice, slot(a_clinic(gita, gita, lena)))
        with pytest.raises(Invalid) as refused:
            record_clinic_result(
                by=alice, booking=row, status="not_reached", at=AFTER,
                follow_ups=[{"what": "Ask.", "due_on": DUE, "owner": lena}],
            )  # fmt: skip
        assert refused.value.fields == {
            "follow_ups-0-owner": "Lena may not see this case once it is closed to the clinic. Choose"
            " somebody who may."
        }

    def test_a_correction_that_shuts_the_case_gives_it_to_the_officer(
        self, booking: ClinicBooking, alice: Person, lena: Person
    ) -> None:
        row = add_follow_up(by=lena, booking=booking, what="Ask.", due_on=DUE, owner=lena, at=AFTER)
        correct_clinic_result(
            by=lena, booking=booking, status="not_reached", reason="Another case was heard.", at=NEXT_DAY
        )
        raise_reminders(at=moment(date(2026, 3, 17)))  # until then it stays open to Lena, to correct that
        row.refresh_from_db()
        assert row.owner == alice
        assert DueItem.objects.get(source=row.pk, settled_at__isnull=True).owner == alice
        kept = FollowUpChange.objects.get(follow_up=row)
        why = Sealer(row.case_id).open(Label.FOLLOW_UP_REASON, kept.pk, kept.reason_sealed)
        assert (kept.owner, why) == (lena, "The case is shut to Lena.")

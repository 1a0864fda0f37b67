"""Whoever is to tell a victim hears of it and owes it; attempts stand in the contact log; a letter that
follows is owed until it went or is needed no more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.models import DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter, Notification, TellingAttempt
from reviews.sealed import text_of
from reviews.services.letters import record_letter_sent
from tests.clocks.oracle import nth_working_day, printed_holidays
from tests.refusals import refused_by_table
from tests.reviews.conftest import DECIDED_AT, LATER, TOLD_AT, tell
from tests.reviews.test_day import PLANNED_AT, TELL_AT, plan
from tests.reviews.test_letters import SIGNED_AT, drafted, known, signed
from tests.reviews.test_notices import heard
from tests.stories import story
from victims import services as victims
from victims.models import Contact
from victims.sealed import opened

__all__ = ["drafted", "known", "signed"]  # fixtures


@story
def notice(decided: Decision, victim: Victim) -> Notification:
    return Notification.objects.get(decision=decided, victim=victim)


def owed(code: str) -> list[tuple[str, Any]]:
    rows = DueItem.objects.filter(code=code, settled_at__isnull=True).select_related("owner")
    return [(one.owner.username if one.owner else "", one.due_on) for one in rows]


class TestThePlannedTeller:
    def test_hears_of_it_and_owes_it_by_the_same_clock(
        self, decided: Decision, notice: Notification, sam: Person, bob: Person, sign_in: Any
    ) -> None:
        assert owed("tell_decision") == [("alice", notice.due_on)]
        plan(sam, decided, teller=bob)
        assert owed("tell_decision") == [("bob", notice.due_on)]
        item = DueItem.objects.get(code="tell_decision", settled_at__isnull=True)
        assert item.what == "Tell Victim 1 of the decision: booked for 2 Sep 2026, 2:00pm"
        deliver(at=PLANNED_AT)
        assert heard("telling_planned") == {"bob": "You are to tell them."}
        message = Message.objects.get(kind="telling_planned")
        assert (message.due_on, message.path) == (TELL_AT.date(), f"/notifications/{notice.pk}/")
        assert "ictim" not in message.headline
        home = sign_in(bob).get("/").content.decode()
        assert "Tell Victim 1 of the decision: booked for 2 Sep 2026, 2:00pm" in home

    def test_who_plans_for_themselves_needs_no_message(self, decided: Decision, alice: Person) -> None:
        plan(alice, decided)
        deliver(at=PLANNED_AT)
        assert heard("telling_planned") == {}

    def test_hears_again_when_it_is_moved_and_no_more_when_another_does_it(
        self, decided: Decision, sam: Person, alice: Person, bob: Person
    ) -> None:
        plan(sam, decided, teller=bob)
        deliver(at=PLANNED_AT)
        later = PLANNED_AT + timedelta(minutes=10)
        plan(sam, decided, teller=bob, tell_at=TELL_AT + timedelta(hours=1), at=later)
        deliver(at=later)
        first, second = Message.objects.filter(kind="telling_planned").order_by("created_at", "pk")
        assert (first.handled_at, second.handled_at) == (later, None)
        last = later + timedelta(minutes=10)
        plan(sam, decided, teller=alice, tell_at=TELL_AT + timedelta(hours=1), at=last)
        second.refresh_from_db()
        assert second.handled_at == last
        assert [name for name, _ in owed("tell_decision")] == ["alice"]

    def test_it_ends_with_the_telling_and_with_the_decision(
        self, decided: Decision, victim: Victim, sam: Person, alice: Person, bob: Person
    ) -> None:
        plan(sam, decided, teller=bob)
        services.reopen_decision(by=sam, decision=decided, reason="A witness.", at=PLANNED_AT)
        deliver(at=PLANNED_AT)
        assert heard("telling_planned") == {}


class TestAttempts:
    def tried(self, by: Person, notice: Notification, **given: Any) -> TellingAttempt:
        values = {"tried_at": PLANNED_AT, "method": "phone", "outcome": "no_answer", "at": LATER, **given}
        return services.record_telling_attempt(by=by, notice=notice, **values)

    @pytest.mark.parametrize(("outcome", "reached"), [("no_answer", False), ("not_then", True)])
    def test_an_attempt_is_one_entry_of_the_contact_log(
        self, notice: Notification, victim: Victim, alice: Person, sign_in: Any, outcome: str, reached: bool
    ) -> None:
        row = self.tried(alice, notice, outcome=outcome, note="Rang out.")
        (contact,) = Contact.objects.filter(victim=victim)
        assert row.contact == contact
        assert (contact.occurred_at, contact.method, contact.reached, contact.about) == (
            PLANNED_AT,
            "phone",
            reached,
            ["decision"],
        )
        assert opened(contact, "summary") == "Rang out."
        client = sign_in(alice)
        assert "Rang out." in client.get(f"/notifications/{notice.pk}/").content.decode()
        (told,) = client.get("/api/v1/telling-attempts/").json()["results"]
        assert (told["contact"], told["method"], told["note"]) == (str(contact.pk), "phone", "Rang out.")
        (logged,) = client.get("/api/v1/contacts/").json()["results"]
        assert logged["id"] == str(contact.pk)

    def test_one_that_is_voided_in_the_log_counts_no_more(
        self, notice: Notification, alice: Person, sam: Person, sign_in: Any
    ) -> None:
        row = self.tried(alice, notice, note="Rang out.")
        victims.void_contact(by=sam, contact=row.contact, reason="It was another number.", at=LATER)
        client = sign_in(alice)
        assert "Rang out." not in client.get(f"/notifications/{notice.pk}/").content.decode()
        assert client.get("/api/v1/telling-attempts/").json()["results"][0]["counts"] is False
        self.tried(alice, notice, note="Rang out again.")

    def test_an_update_that_is_owed_is_not_paid_by_it(self, notice: Notification, alice: Person) -> None:
        before = owed("victim_update")
        self.tried(alice, notice, outcome="not_then")
        assert owed("victim_update") == before

    @pytest.mark.parametrize("in_time", [True, False])
    def test_no_letter_is_due_while_they_asked_to_wait(
        self, in_time: bool, notice: Notification, alice: Person, sign_in: Any
    ) -> None:
        for minute in range(3):
            self.tried(alice, notice, tried_at=PLANNED_AT + timedelta(minutes=minute))
        client = sign_in(alice)
        page = f"/notifications/{notice.pk}/"
        assert "Write to them now" in client.get(page).content.decode()
        until = now().date() + timedelta(days=20)
        asked_at = DECIDED_AT if in_time else now() - timedelta(minutes=1)
        services.record_wish_to_wait(
            by=alice, notice=notice, asked_at=asked_at, asked_through="phone", until=until, at=now()
        )
        notice.refresh_from_db()
        assert (notice.waits_until is not None) is in_time
        shown = client.get(page).content.decode()
        assert "Write to them now" not in shown
        assert "a letter is written from that day on" in shown


class TestTheLetterThatFollows:
    def test_it_is_owed_by_whoever_owns_contact_within_its_clock(
        self, decided: Decision, victim: Victim, alice: Person
    ) -> None:
        tell(alice, decided, victim)
        assert owed("follow_up_letter") == []

    @pytest.fixture
    def promised(self, decided: Decision, known: Victim, alice: Person) -> Notification:
        tell(alice, decided, known, follow_up="letter", at=TOLD_AT)
        return Notification.objects.get(decision=decided, victim=known)

    def test_five_working_days(self, promised: Notification) -> None:
        due_on = nth_working_day(TOLD_AT.date(), 5, printed_holidays())
        assert owed("follow_up_letter") == [("alice", due_on)]

    def test_a_letter_that_went_ends_it(
        self, promised: Notification, decided: Decision, known: Victim, alice: Person, sam: Person
    ) -> None:
        letter = services.draft_letter(by=alice, decision=decided, victim=known, way="post", at=SIGNED_AT)
        services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
        assert len(owed("follow_up_letter")) == 1
        record_letter_sent(
            by=alice,
            letter=DecisionLetter.objects.get(pk=letter.pk),
            sent_on=SIGNED_AT.date(),
            method="post",
            tells="follows",
            at=SIGNED_AT,
        )
        assert owed("follow_up_letter") == []
        with pytest.raises(NotAllowed, match="No letter is owed to them"):
            services.say_no_letter(by=alice, notice=promised, reason="It went.", at=SIGNED_AT)

    def test_or_that_it_is_not_needed_with_the_reason(
        self, promised: Notification, alice: Person, sign_in: Any
    ) -> None:
        client = sign_in(alice)
        page = f"/notifications/{promised.pk}/"
        shown = client.get(page).content.decode()
        assert "The letter that follows" in shown
        assert f"{page}no-letter/" in shown
        empty = client.post(f"/api/v1{page}no-letter/", {"reason": " "}, content_type="application/json")
        assert (empty.status_code, list(empty.json()["fields"])) == (400, ["reason"])
        answer = client.post(f"{page}no-letter/", {"reason": "She asked for nothing in writing."})
        assert answer.status_code == 302
        promised.refresh_from_db()
        assert (promised.follow_up, promised.no_letter_by) == ("not_needed", alice)
        assert text_of(promised, "no_letter_note") == "She asked for nothing in writing."
        assert owed("follow_up_letter") == []
        assert "She asked for nothing in writing." in client.get(page).content.decode()
        assert AuditEvent.objects.filter(action="NO_LETTER_NEEDED").count() == 1

    def test_nobody_says_so_when_the_telling_is_recorded(
        self, decided: Decision, victim: Victim, alice: Person
    ) -> None:
        with pytest.raises(Invalid) as refused:
            tell(alice, decided, victim, follow_up="not_needed")
        assert list(refused.value.fields) == ["follow_up"]

    @pytest.mark.parametrize(
        "change", [{"follow_up": "not_needed"}, {"no_letter_at": LATER}, {"no_letter_note_sealed": b"x"}]
    )
    def test_the_table_wants_the_whole_of_it(self, promised: Notification, change: dict[str, Any]) -> None:
        with refused_by_table("notification_no_letter_together"), open_door("test"):
            Notification.objects.filter(pk=promised.pk).update(**change)

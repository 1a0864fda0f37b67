"""Truly at once, in connections that commit: an ISVA, the officer, an end of support, a merge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases import services as cases
from cases.models import Case, DueItem, NamedAccess, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, OPENED_AT, on
from tests.victims.test_races import Deed, a_victim, at_once, people
from victims import services
from victims.models import Contact, IsvaSupport, JointAppointment, Withdrawal, WithdrawalTold
from victims.services import appointments

SOON = LATER + timedelta(hours=2)
LOOK = "a test looks at what was done"
MADE: dict[str, Any] = {"kind": "withdrew", "occurred_at": on(10), "from_what": ["prosecution"],
                        "reasons": ["delay"], "support_offered": ["isva"]}  # fmt: skip


def a_client() -> tuple[Person, Person, Case, Victim, IsvaSupport]:
    alice, ivy = people("alice", "ivy")
    case, victim = a_victim(alice)
    support = services.share_with_isva(
        by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=OPENED_AT + timedelta(days=3)
    )
    return alice, ivy, case, victim, support


def tell(ivy: Person, victim: Victim, **given: Any) -> WithdrawalTold:
    said = {"kind": "withdrew", "occurred_at": on(10), "from_what": ["prosecution"], "asked_to_tell": True}
    return services.tell_withdrawal(by=ivy, victim=victim, **{**said, "at": LATER, **given})


def arrange(by: Person, victim: Victim, ivy: Person, day: int = 3) -> JointAppointment:
    return appointments.arrange_appointment(
        by=by, victim=victim, isva=ivy, starts_at=LATER + timedelta(days=day), method="in_person_isva",
        will_tell="update", at=LATER,
    )  # fmt: skip


def test_a_withdrawal_told_twice_at_once_waits_once(own_database: str) -> None:
    _, ivy, _, victim, _ = a_client()
    refused = at_once(lambda: tell(ivy, victim), lambda: tell(ivy, victim, kind="retracted"))
    with system(LOOK):
        assert (WithdrawalTold.objects.count(), refused) == (1, ["Invalid"])
        told = WithdrawalTold.objects.get()
        assert DueItem.objects.filter(source=told.pk, settled_at__isnull=True).count() == 1
        assert AuditEvent.objects.filter(action="WITHDRAWAL_TOLD").count() == 1


def test_confirmed_and_not_confirmed_at_once_is_one_answer(
    own_database: str,
) -> None:
    alice, ivy, _, victim, _ = a_client()
    (bob,) = people("bob")
    told = tell(ivy, victim)
    refused = at_once(
        lambda: services.confirm_told_withdrawal(by=alice, told=told, **MADE, at=SOON),
        lambda: services.answer_told_withdrawal(by=bob, told=told, because="She stays.", at=SOON),
    )
    with system(LOOK):
        told.refresh_from_db()
        assert refused == ["Stale"]
        assert Withdrawal.objects.count() == int(told.is_confirmed)
        assert not DueItem.objects.filter(source=told.pk, settled_at__isnull=True).exists()
        assert Raised.objects.filter(kind="withdrawal_told_answered", source=told.pk).count() == 1


def test_what_an_isva_sends_while_their_support_ends_is_before_it_or_refused(own_database: str) -> None:
    alice, ivy, _, victim, support = a_client()
    asked = arrange(alice, victim, ivy)

    def end() -> object:
        return services.end_isva_support(by=alice, support=support, because="consent", at=SOON)

    deeds: list[Deed] = [
        lambda: tell(ivy, victim),
        lambda: services.record_contact(
            by=ivy, victim=victim, occurred_at=on(10), direction="out", method="phone", reached=True,
            about=["support"], at=LATER,
        ),
        lambda: services.raise_contact_alert(by=ivy, victim=victim, about="address_known", at=LATER),
        lambda: appointments.answer_appointment(by=ivy, appointment=asked, answer="joins", at=SOON),
    ]  # fmt: skip
    refused = at_once(end, *deeds)
    with system(LOOK):
        support.refresh_from_db()
        assert support.ended_because == "consent"
        ended = AuditEvent.objects.get(action="ISVA_SUPPORT_ENDED")
        acts = ("WITHDRAWAL_TOLD", "CONTACT_RECORDED", "CONTACT_ALERT_RAISED", "APPOINTMENT_ANSWERED")
        done = AuditEvent.objects.filter(action__in=acts, person=ivy)
        assert done.count() + len(refused) == len(deeds)
        assert not done.filter(seq__gt=ended.seq).exists()
        assert not NamedAccess.objects.filter(person=ivy, ended_at__isnull=True).exists()


def test_an_isva_records_on_a_record_as_it_is_merged_on_the_kept_one_or_not_at_all(own_database: str) -> None:
    alice, ivy, case, victim, _ = a_client()
    (sam,) = people("sam")
    twin = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    services.share_with_isva(by=alice, victim=twin, isva=ivy, consented_on=on(3).date(), at=on(4))
    refused = at_once(
        lambda: services.merge_victims(by=sam, victim=victim, duplicate=twin, reason="One person.", at=LATER),
        lambda: tell(ivy, twin),
    )
    with system(LOOK):
        assert set(refused) <= {"Stale", "NotAllowed"}
        assert not WithdrawalTold.objects.filter(victim=twin).exists()
        assert WithdrawalTold.objects.filter(victim=victim).count() == 1 - len(refused)
        assert list(IsvaSupport.objects.filter(ended_at__isnull=True).values_list("victim", flat=True)) == [
            victim.pk
        ]


def test_two_officers_who_arrange_the_same_time_at_once_arrange_it_once(own_database: str) -> None:
    alice, ivy, _, victim, _ = a_client()
    (bob,) = people("bob")
    refused = at_once(lambda: arrange(alice, victim, ivy), lambda: arrange(bob, victim, ivy))
    with system(LOOK):
        assert (JointAppointment.objects.count(), refused) == (1, ["Invalid"])


def test_moved_and_called_off_at_once_is_one_of_both(own_database: str) -> None:
    alice, ivy, _, victim, _ = a_client()
    (bob,) = people("bob")
    row = arrange(alice, victim, ivy)
    refused = at_once(
        lambda: appointments.move_appointment(
            by=alice, appointment=row, starts_at=LATER + timedelta(days=4), method="phone", at=SOON
        ),
        lambda: appointments.cancel_appointment(by=bob, appointment=row, because="victim", at=SOON),
    )
    with system(LOOK):
        row.refresh_from_db()
        assert refused == ["Stale"]
        assert JointAppointment.objects.count() == (2 if row.ended == "moved" else 1)


def test_an_answer_while_it_is_called_off_is_before_it_or_refused(own_database: str) -> None:
    alice, ivy, _, victim, _ = a_client()
    row = arrange(alice, victim, ivy)
    refused = at_once(
        lambda: appointments.answer_appointment(by=ivy, appointment=row, answer="joins", at=SOON),
        lambda: appointments.cancel_appointment(by=alice, appointment=row, because="victim", at=SOON),
    )
    with system(LOOK):
        row.refresh_from_db()
        assert row.ended == "cancelled"
        assert (row.answer, refused) in (("joins", []), ("", ["Stale"]))


def test_two_who_record_it_as_held_at_once_record_one_contact(own_database: str) -> None:
    alice, ivy, _, victim, _ = a_client()
    (bob,) = people("bob")
    row = arrange(alice, victim, ivy)

    def held(by: Person) -> Deed:
        return lambda: appointments.record_appointment_held(
            by=by, appointment=row, occurred_at=row.starts_at, method="in_person_isva", about=["update"],
            at=row.starts_at + timedelta(hours=1),
        )  # fmt: skip

    refused = at_once(held(alice), held(bob))
    with system(LOOK):
        assert (Contact.objects.count(), refused) == (1, ["Stale"])

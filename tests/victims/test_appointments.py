"""Joint appointments: the ISVA is asked, answers, is told of each change; a held one is a contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actionplans.models import Climb
from actionplans.services import raise_reminders
from cases.models import DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.refusals import constraint_of
from tests.stories import story
from tests.victims.conftest import on
from tests.web.page import Page
from victims import services as victims
from victims.models import Contact, IsvaSupport, JointAppointment
from victims.notices.appointments import recheck_asked
from victims.sealed import opened
from victims.services import appointments as services
from victims.shown.appointments import appointments_of

SignIn = Callable[..., Client]
AT = on(9)
THURSDAY = on(12, hour=11)
FRIDAY_EVENING = on(13, hour=17)


@story
def support(victim: Victim, alice: Person, ivy: Person) -> IsvaSupport:
    return victims.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))


def arrange(by: Person, victim: Victim, isva: Person, **given: Any) -> JointAppointment:
    said = {"starts_at": THURSDAY, "method": "in_person_isva", "will_tell": "decision", "place": "Room 2"}
    return services.arrange_appointment(by=by, victim=victim, isva=isva, **{**said, "at": AT, **given})


@story
def asked(support: IsvaSupport, victim: Victim, alice: Person, ivy: Person) -> JointAppointment:
    return arrange(alice, victim, ivy)


def heard(kind: str, at: datetime) -> list[str]:
    deliver(at=at)
    rows = Message.objects.filter(kind=kind, handled_at__isnull=True)
    return [one.recipient.username for one in rows]


def faults(do: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        do()
    return list(refusal.value.fields)


def test_the_isva_is_asked_at_once_answers_and_the_officer_hears(
    asked: JointAppointment, alice: Person, ivy: Person
) -> None:
    assert (asked.state_at(AT), opened(asked, "place")) == ("Waits for the ISVA", "Room 2")
    assert heard("appointment_asked", AT) == ["ivy"]
    said = faults(lambda: services.answer_appointment(by=ivy, appointment=asked, answer="cannot", at=AT))
    assert said == ["cannot_because"]
    done = services.answer_appointment(
        by=ivy, appointment=asked, answer="cannot", cannot_because="time", at=AT
    )
    assert done.state_at(AT) == "The ISVA cannot join"
    assert heard("appointment_asked", AT) == []
    assert heard("appointment_answered", AT) == ["alice"]
    with pytest.raises(NotAllowed):
        services.answer_appointment(by=alice, appointment=asked, answer="joins", at=AT)


def test_whoever_arranged_it_hears_the_answer_beside_the_officer_in_charge(
    support: IsvaSupport, victim: Victim, bob: Person, ivy: Person
) -> None:
    asked = arrange(bob, victim, ivy)
    services.answer_appointment(by=ivy, appointment=asked, answer="joins", at=AT)
    assert sorted(heard("appointment_answered", AT)) == ["alice", "bob"]


def test_what_came_of_it_is_offered_once_its_hour_has_come(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    ahead = arrange(alice, victim, ivy, starts_at=now() + timedelta(days=30), victim_asked=True, at=None)
    page = sign_in(alice).get(f"/appointments/{ahead.pk}/").content.decode()
    assert "Record that it was held" not in page
    assert "Move the appointment" in page
    over = arrange(alice, victim, ivy)
    assert "Record that it was held" in sign_in(alice).get(f"/appointments/{over.pk}/").content.decode()


def test_once_its_hour_has_come_it_is_held_or_not_and_an_answer_is_too_late(
    asked: JointAppointment, alice: Person, ivy: Person
) -> None:
    before, come = THURSDAY - timedelta(minutes=1), THURSDAY
    held = {"method": "in_person_isva", "about": ["decision"]}
    with pytest.raises(Stale, match="is for 12 March 2026, 11:00am, which has not come yet"):
        services.record_appointment_held(by=alice, appointment=asked, occurred_at=before, at=before, **held)
    assert asked.state_at(before) == "Waits for the ISVA"
    assert asked.state_at(come) == "Its time has passed"
    with pytest.raises(Stale, match="which has passed: an answer comes too late"):
        services.answer_appointment(by=ivy, appointment=asked, answer="joins", at=come)
    assert faults(
        lambda: services.record_appointment_held(
            by=alice, appointment=asked, occurred_at=on(11), at=come, **held
        )
    ) == ["occurred_at"]
    assert (heard("appointment_asked", before), heard("appointment_asked", come)) == (["ivy"], ["ivy"])
    off = services.cancel_appointment(by=alice, appointment=asked, because="not_held", at=come)
    assert (off.state_at(come), heard("appointment_asked", come)) == ("Cancelled", [])


def test_nobody_is_asked_any_more_once_its_hour_has_come(asked: JointAppointment) -> None:
    assert isinstance(recheck_asked([asked.pk], AT)[asked.pk], Due)
    assert recheck_asked([asked.pk], THURSDAY)[asked.pk] == Gone(
        "Its hour has come: an answer would be too late."
    )


def test_a_page_of_one_whose_hour_has_come_says_what_is_left_to_do(
    asked: JointAppointment, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    officer = sign_in(alice).get(f"/appointments/{asked.pk}/").content.decode()
    assert "Its time has passed" in officer
    assert "If it took place, record that it was held." in officer
    isva = sign_in(ivy)
    page = isva.get(f"/appointments/{asked.pk}/").content.decode()
    assert "The officer in charge records what came of it." in page
    assert "Say whether you join" not in page
    late = isva.post(f"/api/v1/appointments/{asked.pk}/answer/", {"answer": "joins"},
                     content_type="application/json")  # fmt: skip
    assert (late.status_code, "which has passed" in late.json()["detail"]) == (409, True)


def test_those_to_come_stand_in_their_order_before_those_that_are_over(
    asked: JointAppointment, victim: Victim, alice: Person, ivy: Person
) -> None:
    later = arrange(alice, victim, ivy, starts_at=THURSDAY + timedelta(days=5))
    off = arrange(alice, victim, ivy, starts_at=THURSDAY + timedelta(days=6))
    services.cancel_appointment(by=alice, appointment=off, because="victim", at=AT)
    assert [one["row"] for one in appointments_of(alice, victim)] == [asked, later, off]


def test_moving_keeps_the_old_time_and_asks_again(
    asked: JointAppointment, alice: Person, ivy: Person
) -> None:
    services.answer_appointment(by=ivy, appointment=asked, answer="joins", at=AT)
    unchanged = {"starts_at": THURSDAY, "method": "in_person_isva"}
    assert faults(lambda: services.move_appointment(by=alice, appointment=asked, at=AT, **unchanged)) == [
        "starts_at"
    ]
    later = THURSDAY + timedelta(days=4)
    moved = services.move_appointment(
        by=alice, appointment=asked, starts_at=later, method="in_person_isva", at=AT
    )
    old = JointAppointment.objects.get(pk=asked.pk)
    assert (old.starts_at, old.answer, old.state_at(AT)) == (THURSDAY, "joins", "Moved")
    assert (moved.moved_from, moved.state_at(AT), opened(moved, "place")) == (
        old,
        "Waits for the ISVA",
        "Room 2",
    )
    assert heard("appointment_asked", AT) == ["ivy"]
    for late in (services.cancel_appointment, services.record_appointment_held):
        more = {"because": "victim"} if late is services.cancel_appointment else {
            "occurred_at": AT, "method": "phone", "about": ["update"]}  # fmt: skip
        with pytest.raises(Stale, match="ended already: moved"):
            late(by=alice, appointment=asked, at=AT, **more)


def test_calling_it_off_tells_the_isva_and_holding_it_is_a_contact(
    asked: JointAppointment, victim: Victim, alice: Person, ivy: Person
) -> None:
    other = arrange(alice, victim, ivy, starts_at=THURSDAY + timedelta(hours=3))
    services.cancel_appointment(by=alice, appointment=other, because="nothing_to_tell", at=AT)
    assert heard("appointment_off", AT) == ["ivy"]
    done = services.record_appointment_held(
        by=alice, appointment=asked, occurred_at=THURSDAY, method="in_person_isva",
        about=["decision", "update"], summary="Told.", at=THURSDAY + timedelta(hours=1)
    )  # fmt: skip
    contact = Contact.objects.get()
    assert (done.contact, done.state_at(AT), contact.reached, contact.occurred_at) == (
        contact,
        "Held",
        True,
        THURSDAY,
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_at": AT}, "starts_at"),
        ({"starts_at": AT + timedelta(days=200)}, "starts_at"),
        ({"starts_at": FRIDAY_EVENING}, "victim_asked"),
        ({"method": "post"}, "method"),
        ({"method": "video"}, "method"),
        ({"isva": "bob"}, "isva"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_its_field(
    support: IsvaSupport, victim: Victim, alice: Person, bob: Person, ivy: Person, given: Any, field: str
) -> None:
    victims.record_contact_details(
        by=alice, victim=victim, preferred_method="in_person_isva", forbidden_methods=["video"],
        forbidden_because="overheard", at=on(5)
    )  # fmt: skip
    isva = bob if "isva" in given else ivy
    rest = {name: value for name, value in given.items() if name != "isva"}
    assert faults(lambda: arrange(alice, victim, isva, **rest)) == [field]


def test_a_friday_evening_that_the_victim_asked_for_is_theirs(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person
) -> None:
    assert arrange(alice, victim, ivy, starts_at=FRIDAY_EVENING, victim_asked=True).victim_asked


def test_once_support_ends_the_isva_sees_and_hears_nothing_and_the_officer_is_told(
    asked: JointAppointment, support: IsvaSupport, alice: Person, ivy: Person, gita: Person, sign_in: SignIn
) -> None:
    assert sign_in(ivy).get(f"/appointments/{asked.pk}/").status_code == 200
    assert not JointAppointment.objects.visible_to(gita).exists()
    victims.end_my_support(by=ivy, support=support, because="ended", at=AT)
    assert sign_in(ivy).get(f"/appointments/{asked.pk}/").status_code == 404
    assert heard("isva_support_ended", AT) == ["alice"]
    assert heard("appointment_asked", AT) == []
    page = sign_in(alice).get(f"/appointments/{asked.pk}/").content.decode()
    assert "no longer supports them and sees nothing of it" in page


def test_page_and_api_show_it_to_both_sides(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    isva, officer = sign_in(ivy), sign_in(alice)
    asked = arrange(alice, victim, ivy, starts_at=now() + timedelta(days=30), victim_asked=True, at=None)
    for browser, words in ((isva, "Waits for your answer"), (officer, "Waits for the ISVA")):
        assert words in browser.get(f"/victims/{victim.pk}/").content.decode()
        (row,) = browser.get("/api/v1/appointments/").json()["results"]
        assert (row["will_tell"], "place" in row) == ("decision", False)
        assert browser.get(f"/api/v1/appointments/{asked.pk}/").json()["place"] == "Room 2"
    page = officer.get(f"/victims/{victim.pk}/appointments/new/").content.decode()
    assert "No safe times are recorded" in page
    answered = isva.post(f"/api/v1/appointments/{asked.pk}/answer/", {"answer": "joins"},
                         content_type="application/json").json()  # fmt: skip
    assert answered["state"] == "The ISVA joins"
    moved = officer.post(
        f"/api/v1/appointments/{asked.pk}/move/",
        {"starts_at": "2020-01-01T10:00:00+00:00", "method": "phone"}, content_type="application/json",
    )  # fmt: skip
    assert (moved.status_code, "starts_at" in moved.content.decode()) == (400, True)


ENDS = {"ended_at": AT, "ended_by": "alice"}
APPOINTMENTS: list[tuple[str, dict[str, Any]]] = [
    ("appointment_once_a_time", {}),
    ("appointment_moved_once", {"moved_from": "asked", "starts_at": THURSDAY + timedelta(days=2)}),
    ("appointment_in_a_way_to_talk", {"method": "pigeon"}),
    ("appointment_in_a_way_to_talk", {"method": "post"}),
    ("appointment_tells_known", {"will_tell": "tea"}),
    ("appointment_answer_known", {"answer": "maybe"}),
    ("appointment_cannot_known", {"answer": "cannot", "answered_at": AT, "cannot_because": "tea"}),
    ("appointment_ended_known", {"ended": "tea"}),
    ("appointment_cancelled_known", {"cancelled_because": "tea", "ended": "cancelled", **ENDS}),
    ("appointment_arranged_ahead", {"starts_at": AT}),
    ("appointment_isva_is_another", {"isva": "alice"}),
    ("appointment_answered_together", {"answer": "joins"}),
    ("appointment_answered_together", {"answer": "cannot", "answered_at": AT}),
    ("appointment_ends_together_one_way", {"ended": "held", **ENDS}),
    ("appointment_ends_together_one_way", {"ended": "cancelled", **ENDS}),
    ("appointment_ends_together_one_way", {"ended": "moved"}),
    ("appointment_ends_together_one_way", {"ended": "moved", "ended_by": "alice"}),
]


@pytest.mark.parametrize(("constraint", "given"), APPOINTMENTS)
def test_an_appointment_that_cannot_be_is_refused(
    asked: JointAppointment, alice: Person, ivy: Person, constraint: str, given: dict[str, Any]
) -> None:
    ready = {"case": asked.case, "victim": asked.victim, "isva": ivy, "starts_at": THURSDAY,
             "method": "phone", "will_tell": "update", "arranged_at": AT, "arranged_by": alice}  # fmt: skip
    if constraint != "appointment_once_a_time":
        ready["starts_at"] = THURSDAY + timedelta(hours=1)
    rows = {"alice": alice, "asked": asked}
    named = {name: rows[value] for name, value in given.items() if value in ("alice", "asked")}
    if constraint == "appointment_moved_once":
        services.move_appointment(by=alice, appointment=asked, starts_at=THURSDAY + timedelta(days=1),
                                  method="phone", at=AT)  # fmt: skip
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        JointAppointment(**{**ready, **given, **named}).save(force_insert=True)
    assert constraint_of(trouble.value) == constraint


def owed(case_of: Victim) -> list[tuple[str, Any, Person | None]]:
    items = DueItem.objects.filter(case=case_of.case_id, code="appointment", settled_at__isnull=True)
    return [(one.what, one.due_on, one.owner) for one in items]


def test_what_came_of_an_appointment_is_owed_by_the_next_working_day_and_climbs(
    asked: JointAppointment, victim: Victim, alice: Person, ivy: Person, gita: Person, sign_in: SignIn
) -> None:
    what = "Keep the appointment with Victim 1, and record it"
    assert owed(victim) == [(what, on(13).date(), alice)]
    moved = services.move_appointment(
        by=alice, appointment=asked, starts_at=on(17, hour=11), method="phone", at=AT
    )
    assert owed(victim) == [(what, on(18).date(), alice)]
    raise_reminders(at=on(26))
    climb = Climb.objects.get(item__source=moved.pk, superseded_at__isnull=True)
    assert (climb.code, climb.step) == ("victim_owed", 2)
    assert what in sign_in(alice).get("/").content.decode()
    # An ISVA owes nothing of it, and who reads no contact with victims sees nothing of it.
    for person in (ivy, gita):
        assert not DueItem.objects.visible_to(person).filter(code="appointment").exists()
    services.record_appointment_held(
        by=alice, appointment=moved, occurred_at=on(17, hour=11), method="phone", about=["update"], at=on(26)
    )
    assert owed(victim) == []


def test_an_appointment_that_is_called_off_owes_nothing(
    asked: JointAppointment, victim: Victim, alice: Person
) -> None:
    services.cancel_appointment(by=alice, appointment=asked, because="victim", at=AT)
    assert owed(victim) == []


def test_the_page_of_one_that_was_held_starts_from_what_was_arranged(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    row = arrange(alice, victim, ivy, at=AT)
    browser, path = sign_in(alice), f"/appointments/{row.pk}/held/"
    page = browser.get(path)
    assert page.status_code == 200
    shown = Page(page.content.decode())
    fields = {
        one.attrs["name"]: one.attrs.get("value") or ""
        for one in shown.all("input")
        if str(one.attrs.get("name", "")).startswith(("occurred_at", "once"))
    }
    assert (fields["occurred_at_day"], fields["occurred_at_time"]) == ("12", "11:00")
    sent = {**fields, "method": "in_person_isva", "about": ["update"]}
    assert browser.post(path, sent).status_code == 302
    assert Contact.objects.get().occurred_at == THURSDAY


def test_one_in_a_way_that_is_not_safe_warns_while_the_alert_is_open_and_after_until_it_is_moved(
    support: IsvaSupport, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    details = {"preferred_method": "phone", "phone": "01632 960001", "address": "1 Old Row"}
    victims.record_contact_details(by=alice, victim=victim, **details)
    ahead = {"starts_at": now() + timedelta(days=3), "victim_asked": True, "at": now()}
    row = arrange(alice, victim, ivy, method="in_person_home", place="her flat", **ahead)

    def read(person: Person, place: str = "") -> str:
        address = place or f"/appointments/{row.pk}/"
        return " ".join(sign_in(person).get(address).content.decode().split())

    words = (
        "This appointment cannot be kept in this way. Do not reach Victim 1 this way (in person, at home): "
    )
    assert not [one for one in (alice, ivy) if words in read(one)]
    alert = victims.raise_contact_alert(by=ivy, victim=victim, about="address_known")
    for safe in (None, []):
        if safe is not None:
            victims.confirm_ways(by=alice, alert=alert, how="By phone.", safe_again=safe)
        why = f"{words}the suspect knows"
        assert [why in read(one) for one in (alice, ivy)] == [True, True]
        assert "Move it, or call it off." in read(alice)
        assert "The officer in charge is to move it or call it off" in read(ivy)
        for person in (alice, ivy):
            assert read(person, f"/victims/{victim.pk}/").count("Check first</strong>") == 1
            assert "Check first how to reach them" in read(person, "/")
            listed = sign_in(person).get(f"/api/v1/appointments/?victim={victim.pk}").json()["results"]
            assert [one["check_first"] for one in listed] == [True]
            assert sign_in(person).get(f"/api/v1/appointments/{row.pk}/").json()["way_closed"]
        owed = DueItem.objects.get(source=row.pk)
        assert owed.what_for(alice) == "Check first: Keep the appointment with Victim 1, and record it"
    row = services.move_appointment(
        by=alice, appointment=row, starts_at=row.starts_at, method="phone", victim_asked=True
    )
    assert not DueItem.objects.filter(check_first=True, settled_at=None).exists()
    assert not [one for one in (alice, ivy) if "cannot be kept" in read(one)]
    assert sign_in(ivy).get(f"/api/v1/appointments/{row.pk}/").json()["way_closed"] is None

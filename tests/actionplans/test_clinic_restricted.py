"""A restricted case at an advice clinic: nobody is set down for it who may not see it, only clinics that may
hear it are offered, and what its forms say of who sees it is so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from actionplans.models import ClinicBooking, ClinicFollowUp
from actionplans.services import add_follow_up, correct_clinic_result, record_clinic_result
from cases.models import Case
from cases.services import name_person, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinic_forms import IN_A_WEEK, faults
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import SET_UP, a_clinic, booked, slot
from tests.stories import story

SignIn = Callable[[Person], Client]
SHUT = "Bob may not see this case. Choose somebody who may."
STAYS = "The case is restricted, so the people who may see it stay the same"


@story
def case(alice: Person, sam: Person, gita: Person, lena: Person) -> Case:
    """Of Alice; beside her and Sam, only Gita and Lena are named on it."""
    made = a_case(alice)
    restrict_case(by=sam, case=made, people=[gita, lena], reason="Police suspect.", at=SET_UP)
    made.refresh_from_db()
    return made


@story
def booking(case: Case, alice: Person, gita: Person, lena: Person) -> ClinicBooking:
    return booked(case, alice, slot(a_clinic(gita, gita, lena)))


def offered(page: str, name: str) -> list[str]:
    """The words of the options or boxes of a question."""
    if box := re.findall(rf'name="{name}"[^>]*>\s*<label[^>]*>\s*([^<]+?)\s*</label>', page):
        return box
    (select,) = re.findall(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    return [one.strip() for one in re.findall(r"<option[^>]*>([^<]*)</option>", select)]


def test_an_officer_who_may_not_see_the_case_is_neither_offered_nor_booked(
    case: Case, alice: Person, bob: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    ahead = a_clinic(gita, gita, lena, on=IN_A_WEEK, at=now())
    with pytest.raises(Invalid) as refusal:
        booked(case, alice, slot(ahead), officer=bob, at=now())
    assert refusal.value.fields == {"officer": SHUT}
    client = sign_in(alice)
    body = {"case": str(case.pk), "slot": str(slot(ahead).pk), "kind": "other", "officer": str(bob.pk)}
    assert faults(client, "clinic-bookings/", {**body, "asks": "Which phone?"}) == {"officer": SHUT}
    assert set(faults(client, "clinic-bookings/", body)) == {"officer", "asks"}
    assert not ClinicBooking.objects.exists()
    page = f"/cases/{case.pk}/clinic/new/"
    names = [one.partition(",")[0] for one in offered(client.get(page).content.decode(), "officer")]
    assert "Alice" in names
    assert "Bob" not in names
    other = a_case(alice)
    names = [
        one.partition(",")[0]
        for one in offered(client.get(f"/cases/{other.pk}/clinic/new/").content.decode(), "officer")
    ]
    assert {"Alice", "Bob"} <= set(names)
    booked(other, alice, slot(ahead), officer=bob, at=now())


def test_nobody_who_may_not_see_the_case_was_there(
    booking: ClinicBooking, alice: Person, bob: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    with pytest.raises(Invalid) as refusal:
        heard(alice, booking, alice, bob, lena)
    assert refusal.value.fields == {"attended": SHUT}
    client, path = sign_in(alice), f"/clinic-bookings/{booking.pk}/result/"
    names = {one.partition(",")[0] for one in offered(client.get(path).content.decode(), "attended")}
    assert {"Alice", "Gita", "Lena"} <= names
    assert "Bob" not in names
    said = {"status": "heard", "outcome": "no_advice", "attended": [str(bob.pk)]}
    assert faults(client, f"clinic-bookings/{booking.pk}/result/", said) == {"attended": SHUT}
    heard(alice, booking, alice, lena, outcome="no_advice", advice="", advice_kind="")
    with pytest.raises(Invalid) as refusal:
        correct_clinic_result(
            by=alice, booking=booking, status="heard", outcome="no_advice", attended=[alice, bob, lena],
            reason="Bob came too.", at=AFTER,
        )  # fmt: skip
    assert refusal.value.fields == {"attended": SHUT}


def test_who_is_on_record_as_there_stays_though_the_case_was_restricted_since(
    alice: Person, bob: Person, sam: Person, gita: Person, lena: Person
) -> None:
    open_case = a_case(alice)
    row = heard(lena, booked(open_case, alice, slot(a_clinic(gita, gita, lena))), alice, bob, lena)
    restrict_case(by=sam, case=open_case, people=[gita], reason="Police suspect.", at=AFTER)
    said: dict[str, Any] = {"status": "heard", "outcome": "advice", "reason": "Sam came too.", "at": AFTER}
    correct_clinic_result(by=alice, booking=row, attended=[alice, bob, lena, sam], **said)
    there = row.attended.filter(corrected_in__isnull=True)
    assert {one.person for one in there} == {alice, bob, lena, sam}


def test_only_clinics_whose_every_lawyer_is_named_are_offered_and_the_form_says_why(
    case: Case, alice: Person, sam: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    chief = Person.objects.select_related("cps_unit").get(username="max")
    of_lena = a_clinic(gita, gita, lena, on=IN_A_WEEK, at=now(), place="Room of Lena")
    a_clinic(gita, gita, lena, chief, on=IN_A_WEEK + timedelta(days=1), at=now(), place="Room of both")
    full = a_clinic(gita, gita, chief, on=IN_A_WEEK, at=now(), place="Full room", slot_minutes=60)
    booked(a_case(alice), alice, slot(full), at=now())
    client, path = sign_in(alice), f"/cases/{case.pk}/clinic/new/"

    def rooms() -> tuple[set[str], set[str], bool]:
        page = client.get(path).content.decode()
        known = ("Room of Lena", "Room of both", "Full room")
        slots, lists = (" ".join(offered(page, name)) for name in ("slot", "clinic"))
        shown = ({one for one in known if one in told} for told in (slots, lists))
        return (*shown, "are not offered, since not every lawyer who sits is named on the case" in page)

    assert rooms() == ({"Room of Lena"}, set(), True)
    name_person(by=sam, case=case, person=chief, reason="To hear it.", at=now())
    assert rooms() == ({"Room of Lena", "Room of both"}, {"Full room"}, False)
    booked(case, alice, slot(of_lena), at=now())
    other = a_case(alice)
    page = client.get(f"/cases/{other.pk}/clinic/new/").content.decode()
    assert "Room of both" in " ".join(offered(page, "slot"))
    assert "restricted" not in page[page.index("Which slot?") : page.index("What do you ask?")]


def test_where_no_clinic_may_hear_it_the_form_says_who_can_change_that(
    case: Case, alice: Person, gita: Person, sign_in: SignIn
) -> None:
    chief = Person.objects.select_related("cps_unit").get(username="max")
    a_clinic(gita, gita, chief, on=IN_A_WEEK, at=now())
    page = sign_in(alice).get(f"/cases/{case.pk}/clinic/new/").content.decode()
    assert "1 clinic to come is not offered" in page
    assert "A supervisor who sees the case can name them." in page
    assert "No advice clinic to come takes cases" not in page


def test_the_result_of_a_restricted_case_closes_it_to_nobody_and_says_so(
    booking: ClinicBooking, alice: Person, sign_in: SignIn
) -> None:
    client, path = sign_in(alice), f"/clinic-bookings/{booking.pk}/result/"
    page = client.get(path).content.decode()
    assert page.count(STAYS) == 2
    assert escape("opens the case to the clinic's lawyers and host no more") not in page
    sent = client.post(path, {"status": "not_reached", "once": "", "follow_ups-count": "0"}, follow=True)
    said = sent.content.decode()
    assert f"Recorded what came of the booking. {STAYS}. If this is wrong, correct it." in said
    assert escape("opens the case to the clinic's lawyers and host no more") not in said


def test_nobody_failed_to_attend_before_their_slot_began(
    alice: Person, bob: Person, gita: Person, lena: Person
) -> None:
    """The clinic begins at 10:00, the second slot at 10:30."""
    clinic = a_clinic(gita, gita, lena)
    row = booked(a_case(alice), alice, slot(clinic, 2))
    began = slot(clinic, 2).starts_at
    said: dict[str, Any] = {"by": lena, "booking": row, "status": "did_not_attend", "absent": "officer"}
    with pytest.raises(Invalid) as refusal:
        record_clinic_result(**said, at=began - timedelta(minutes=10))
    assert refusal.value.fields == {
        "status": "The slot of this case begins at 10:30am: until then everybody may still attend."
    }
    record_clinic_result(
        by=lena, booking=row, status="heard", outcome="no_advice", attended=[alice],
        at=began - timedelta(minutes=9),
    )  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        correct_clinic_result(**said, reason="Of another.", at=began - timedelta(minutes=8))
    assert set(refusal.value.fields) == {"status"}
    assert correct_clinic_result(**said, reason="Of another.", at=began).status == "did_not_attend"


def test_only_who_may_see_the_case_is_offered_what_is_left_to_do(
    booking: ClinicBooking, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    client, path = sign_in(alice), f"clinic-bookings/{booking.pk}"

    def names(page: str, name: str = "owner") -> set[str]:
        return {one.partition(",")[0] for one in offered(client.get(page).content.decode(), name)}

    assert {"Alice", "Lena"} <= names(f"/{path}/result/", "follow_ups-0-owner")
    assert "Bob" not in names(f"/{path}/result/", "follow_ups-0-owner")
    left = {"what": "Ask the bank.", "owner": str(bob.pk), "due_on": "2020-01-01"}
    said = {"status": "heard", "outcome": "no_advice", "attended": [str(alice.pk)], "follow_ups": [left]}
    wrong = faults(client, f"{path}/result/", said)
    assert (set(wrong), wrong["follow_ups-0-owner"]) == ({"follow_ups-0-owner", "follow_ups-0-due_on"}, SHUT)
    heard(alice, booking, alice, outcome="no_advice", advice="", advice_kind="")
    assert "Lena" in names(f"/{path}/follow-ups/new/")
    assert "Bob" not in names(f"/{path}/follow-ups/new/")
    wrong = faults(client, "clinic-follow-ups/", {"booking": str(booking.pk), **left})
    assert (set(wrong), wrong["owner"]) == ({"owner", "due_on"}, SHUT)
    row = add_follow_up(by=alice, booking=booking, what="Ask the bank.", due_on=IN_A_WEEK, at=now())
    assert "Lena" in names(f"/clinic-follow-ups/{row.pk}/move/")
    assert "Bob" not in names(f"/clinic-follow-ups/{row.pk}/move/")
    with open_door("it was Bob's before the case was restricted"):
        ClinicFollowUp.objects.filter(pk=row.pk).update(owner=bob)
    assert "Bob" in names(f"/clinic-follow-ups/{row.pk}/move/")


def test_a_lawyer_who_sees_the_case_by_the_booking_alone_is_marked_so(
    alice: Person, bob: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    row = booked(a_case(alice), alice, slot(a_clinic(gita, gita, lena)))
    page = sign_in(alice).get(f"/clinic-bookings/{row.pk}/result/").content.decode()
    found = dict(one.partition(", ")[::2] for one in offered(page, "follow_ups-0-owner"))
    assert found["Lena"] == "CPS (only where the case was heard)"
    assert "(only" not in found["Alice"] + found["Bob"]
    left = {"what": "Ask.", "owner": str(lena.pk), "due_on": str(IN_A_WEEK)}
    said = {"status": "not_reached", "follow_ups": [left]}
    shut = "Lena may not see this case once it is closed to the clinic. Choose somebody who may."
    wrong = faults(sign_in(alice), f"clinic-bookings/{row.pk}/result/", said)
    assert wrong == {"follow_ups-0-owner": shut}

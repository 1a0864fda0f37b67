"""Who hosts a clinic and who sits in it may change: access goes with them, both hear, reminders follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from actionplans.models import Clinic, ClinicHostChange
from actionplans.services import (
    cancel_clinic,
    change_clinic_host,
    raise_reminders,
    swap_clinic_lawyer,
)
from cases.services import name_person, restrict_case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case
from tests.actionplans.test_clinics import BOOKED, DAY, a_clinic, booked, knows, slot
from tests.stories import story

SignIn = Callable[[Person], Client]


@story
def clinic(gita: Person, lena: Person) -> Clinic:
    """Two slots on 12 March, with Lena, hosted by Gita."""
    return a_clinic(gita, gita, lena)


@story
def other_lawyer(db: None) -> Person:
    return Person.objects.select_related("cps_unit").get(username="max")


def standing(kind: str) -> dict[str, str]:
    """Who has a notice of the kind that is not quiet yet, and why they got it."""
    rows = Message.objects.filter(kind=kind, handled_at__isnull=True)
    return dict(rows.values_list("recipient__username", "why"))


def quieted(kind: str) -> dict[str, str]:
    rows = Message.objects.filter(kind=kind, handled_at__isnull=False)
    return dict(rows.values_list("recipient__username", "handled_why"))


def test_a_new_host_sees_what_is_booked_the_old_one_only_what_is_otherwise_open_and_both_hear(
    clinic: Clinic, alice: Person, sam: Person, gita: Person, gwen: Person, lena: Person
) -> None:
    case, kept, shut = a_case(alice), a_case(alice), a_case(alice)
    clinic = a_clinic(gita, gita, lena, on=date(2026, 3, 13), slot_minutes=20)
    name_person(by=sam, case=kept, person=gita, reason="Asked for.", at=BOOKED)
    restrict_case(by=sam, case=shut, people=[alice, gita, lena], reason="Police suspect.", at=BOOKED)
    shut.refresh_from_db()
    for number, one in enumerate((case, kept, shut), start=1):
        booked(one, alice, slot(clinic, number))
    change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=BOOKED)

    assert [knows(gita, one) for one in (case, kept, shut)] == [False, True, True]
    assert [knows(gwen, one) for one in (case, kept, shut)] == [True, True, False]
    clinic.refresh_from_db()
    change = ClinicHostChange.objects.get()
    assert (clinic.host, change.left, change.host, change.because) == (gwen, gita, gwen, "away")
    deliver(at=BOOKED)
    assert standing("clinic_host") == {
        "gwen": "You host this clinic.",
        "gita": "You hosted this clinic until now.",
    }
    headline = "Gwen hosts the advice clinic of 13 March 2026 instead of Gita"
    assert set(Message.objects.values_list("headline", flat=True)) == {headline}


def test_who_was_passed_over_twice_before_delivery_still_hears_what_is_true(
    clinic: Clinic, gita: Person, gwen: Person
) -> None:
    change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=BOOKED)
    change_clinic_host(by=gwen, clinic=clinic, host=gita, because="duty", at=BOOKED + timedelta(hours=1))
    deliver(at=BOOKED + timedelta(hours=1))
    assert standing("clinic_host") == {
        "gita": "You host this clinic.",
        "gwen": "You hosted this clinic until now.",
    }
    assert Message.objects.filter(kind="clinic_host").count() == 2


@pytest.mark.parametrize(
    ("host", "because", "field", "words"),
    [
        ("gita", "away", "host", "Gita hosts this clinic already."),
        ("alice", "away", "host", "Alice is no gatekeeper in post on 12 March 2026."),
        ("gwen", "tired", "because", "Choose why the host changes."),
    ],
)
def test_a_host_is_another_gatekeeper_and_the_reason_one_of_the_list(
    host: str, because: str, field: str, words: str, clinic: Clinic, gita: Person
) -> None:
    with pytest.raises(Invalid) as refusal:
        change_clinic_host(
            by=gita, clinic=clinic, host=Person.objects.get(username=host), because=because, at=BOOKED
        )
    assert refusal.value.fields == {field: words}
    assert not ClinicHostChange.objects.exists()


def test_nobody_changes_the_host_of_a_clinic_that_began_or_was_cancelled(
    clinic: Clinic, alice: Person, gita: Person, gwen: Person
) -> None:
    with pytest.raises(NotAllowed, match="You cannot change who hosts an advice clinic as"):
        change_clinic_host(by=alice, clinic=clinic, host=gwen, because="away", at=BOOKED)
    with pytest.raises(NotAllowed, match="You cannot change the host: this clinic has started"):
        change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=clinic.starts_at)
    cancel_clinic(by=gita, clinic=clinic, because="lawyer", at=BOOKED)
    with pytest.raises(NotAllowed, match="this clinic was cancelled"):
        change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=BOOKED)


def test_who_comes_in_late_gets_the_reminder_and_that_of_who_left_goes_quiet(
    clinic: Clinic, gita: Person, gwen: Person, lena: Person, other_lawyer: Person
) -> None:
    raise_reminders(at=clinic.remind_at)
    deliver(at=clinic.remind_at)
    assert standing("clinic_near") == {"gita": "You host this clinic.", "lena": "You sit in this clinic."}
    later = clinic.remind_at + timedelta(hours=2)
    swap_clinic_lawyer(by=gita, clinic=clinic, leaves=lena, joins=other_lawyer, at=later)
    change_clinic_host(by=gita, clinic=clinic, host=gwen, because="duty", at=later)
    assert quieted("clinic_near") == {
        "lena": "Max sits in your place.",
        "gita": "Gwen hosts it in your place.",
    }
    for _ in range(2):
        raise_reminders(at=later + timedelta(minutes=1))
        deliver(at=later + timedelta(minutes=1))
    assert standing("clinic_near") == {"gwen": "You host this clinic.", "max": "You sit in this clinic."}


def test_who_left_between_the_sweep_and_delivery_is_not_reminded(
    clinic: Clinic, gita: Person, gwen: Person, lena: Person, other_lawyer: Person
) -> None:
    raise_reminders(at=clinic.remind_at)
    swap_clinic_lawyer(by=gita, clinic=clinic, leaves=lena, joins=other_lawyer, at=clinic.remind_at)
    change_clinic_host(by=gita, clinic=clinic, host=gwen, because="away", at=clinic.remind_at)
    deliver(at=clinic.remind_at)
    assert standing("clinic_near") == {}
    raise_reminders(at=clinic.remind_at)
    deliver(at=clinic.remind_at)
    assert set(standing("clinic_near")) == {"gwen", "max"}


def test_a_clinic_that_began_or_was_cancelled_reminds_nobody_any_more(
    clinic: Clinic, alice: Person, gita: Person, lena: Person
) -> None:
    booked(a_case(alice), alice, slot(clinic))
    other = a_clinic(gita, gita, lena, on=DAY + timedelta(days=1))
    booked(a_case(alice), alice, slot(other))
    for one in (clinic, other):
        raise_reminders(at=one.remind_at)
        deliver(at=one.remind_at)
    assert len(standing("clinic_near")) == 3
    assert Message.objects.filter(kind="clinic_near").count() == 6
    cancel_clinic(by=gita, clinic=other, because="place", at=other.remind_at)
    assert set(quieted("clinic_near").values()) == {"The clinic was cancelled."}
    raise_reminders(at=clinic.starts_at - timedelta(seconds=1))
    assert len(standing("clinic_near")) == 3
    raise_reminders(at=clinic.starts_at + timedelta(hours=72))  # the sweep was away for three days
    assert standing("clinic_near") == {}


def test_page_and_api_change_the_host_and_show_who_hosted_before(
    gita: Person, gwen: Person, lena: Person, sign_in: SignIn
) -> None:
    at = now()
    clinic = a_clinic(gita, gita, lena, on=london_date(at) + timedelta(days=3), at=at)
    browser = sign_in(gita)
    refused = browser.post(f"/clinics/{clinic.pk}/host/", {"because": "away"})
    assert (refused.status_code, "Choose a gatekeeper" in refused.content.decode()) == (422, True)
    sent = {"host": str(gwen.pk), "because": "away"}
    assert browser.post(f"/clinics/{clinic.pk}/host/", sent).status_code == 302
    page = browser.get(f"/clinics/{clinic.pk}/").content.decode()
    assert "Gwen hosts instead of Gita: on leave, or not well." in page
    back = {"host": str(gita.pk), "because": "other"}
    browser.post(f"/api/v1/clinics/{clinic.pk}/host/", back, content_type="application/json")
    answer = browser.get(f"/api/v1/clinics/{clinic.pk}/").json()
    assert answer["host"] == str(gita.pk)
    assert [(one["host"], one["because"]) for one in answer["host_changes"]] == [
        (str(gwen.pk), "away"),
        (str(gita.pk), "other"),
    ]

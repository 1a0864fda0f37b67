"""The home pages: what an ISVA's clients have before them, by name, and an officer's appointments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from tests.chain import story as told
from tests.victims.conftest import LATER, on
from victims import services
from victims.home_clients import appointments_with_isvas, told_to_answer
from victims.models import JointAppointment
from victims.services.appointments import answer_appointment, arrange_appointment, cancel_appointment

SignIn = Callable[..., Client]


def shared(alice: Person, victim: Victim, ivy: Person, name: str) -> None:
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=LATER)
    services.record_identity(by=alice, victim=victim, name=name, at=LATER)


def arranged(alice: Person, victim: Victim, ivy: Person, days: int) -> JointAppointment:
    return arrange_appointment(by=alice, victim=victim, isva=ivy, starts_at=LATER + timedelta(days=days),
                               method="in_person_isva", will_tell="update", at=LATER)  # fmt: skip


def test_an_officer_sees_what_is_coming_what_the_isva_said_and_what_waits_to_be_recorded(
    victim: Victim, alice: Person, bob: Person, ivy: Person, sign_in: SignIn
) -> None:
    shared(alice, victim, ivy, "Jane Example")
    rows = [arranged(alice, victim, ivy, days) for days in (2, 3, 4, 5)]
    answer_appointment(by=ivy, appointment=rows[1], answer="joins", at=LATER)
    answer_appointment(by=ivy, appointment=rows[2], answer="cannot", cannot_because="time", at=LATER)
    cancel_appointment(by=alice, appointment=rows[3], because="victim", at=LATER)
    found = appointments_with_isvas(alice, rows[0].starts_at)
    assert [(one["when"], one["word"]) for one in found.rows] == [
        (rows[0].starts_at, "Record what came of it"),
        (rows[1].starts_at, ""),
        (rows[2].starts_at, "The ISVA cannot join"),
    ]
    assert appointments_with_isvas(bob, LATER).rows == []
    page = sign_in(alice).get("/").content.decode()
    assert f"/appointments/{rows[1].pk}/" in page
    assert "Jane Example" not in page


def test_what_an_isva_told_stands_on_the_home_of_the_officer_in_charge_until_it_is_answered(
    victim: Victim, alice: Person, bob: Person, ivy: Person, sign_in: SignIn
) -> None:
    shared(alice, victim, ivy, "Jane Example")
    row = services.tell_withdrawal(by=ivy, victim=victim, kind="withdrew", occurred_at=LATER, at=LATER,
                                   from_what=["prosecution"], asked_to_tell=True)  # fmt: skip
    (found,) = told_to_answer(alice).rows
    assert (found["what"], found["href"]) == (
        "Answer what Ivy told us for Victim 1", f"/told-withdrawals/{row.pk}/"
    )  # fmt: skip
    assert told_to_answer(bob).rows == []
    assert "Told by an ISVA for a victim" in sign_in(alice).get("/").content.decode()
    page = sign_in(ivy).get(f"/victims/{victim.pk}/").content.decode()
    assert "waits for the officer in charge" in page
    assert "told-withdrawals/new/" not in page
    services.answer_told_withdrawal(by=bob, told=row, because="She stays.", at=LATER)
    assert told_to_answer(alice).rows == []


def test_an_isva_reads_by_name_what_their_clients_have_before_them(db: None) -> None:
    story = told.STAGES["authorised"]("13260000781")
    told.share(story)
    browser = Client()
    browser.force_login(told.person("ivy"))
    page = browser.get("/").content.decode()
    assert "Ann Example (Victim 1): is to be told of a decision" in page
    assert "Ann Example (Victim 1): hears from the police how the case stands" in page
    for line in ("is to be told of a decision", "hears from the police how the case stands"):
        (row,) = re.findall(rf"<tr[^>]*>(?:(?!</tr>).)*{line}.*?</tr>", page, re.DOTALL)
        assert "Overdue" in row
        assert "working days over" in row
    assert f"/decisions/{story.decision.pk}/" not in page  # type: ignore[union-attr]  # it was authorised
    assert "/cases/" not in page.replace("/cases/search/", "")
    looked = AuditEvent.objects.filter(action="IDENTITY_VIEWED", person=told.person("ivy"))
    assert looked.count() == 1


def test_a_form_of_theirs_names_the_client_and_those_of_officers_do_not(
    victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    shared(alice, victim, ivy, "Jane Example")
    path = f"/victims/{victim.pk}/contacts/new/"
    for person, named in ((ivy, True), (alice, False)):
        assert ("Jane Example" in sign_in(person).get(path).content.decode()) == named
    shown = sign_in(ivy).get(path).content.decode()
    assert "I contacted them" in shown
    assert "Through the ISVA" not in shown


def test_the_home_of_three_clients_costs_the_statements_of_one(
    case: Case, victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    counts = []
    browser = sign_in(ivy)
    for more in (0, 2):
        for one in [victim] if more == 0 else [cases.add_victim(by=alice, case=case, at=LATER) for _ in "ab"]:
            shared(alice, one, ivy, "Jane Example")
            arrange_appointment(by=alice, victim=one, isva=ivy, starts_at=_weekday(), method="phone",
                                will_tell="update")  # fmt: skip
        browser.get("/")
        with CaptureQueriesContext(connection) as caught:
            browser.get("/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def _weekday() -> datetime:
    moment = now() + timedelta(days=3)
    return moment + timedelta(days=2) if moment.isoweekday() == 5 else moment

"""What the forms say of a restricted case, where only named people read it: who could countersign what is
advised, who may name somebody, who goes on seeing it; and of advice, that a newer version stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from actionplans.models import Advice, ClinicBooking, Submission
from actionplans.services import write_advice
from cases.models import Case
from cases.services import name_person, restrict_case
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, a_case
from tests.actionplans.test_clinic_results import AFTER, heard
from tests.actionplans.test_clinics import BOOKED, a_clinic, booked, slot

SignIn = Callable[..., Client]
NOBODY = (
    "Advice towards no further action always does. The case is restricted and no legal manager is named on"
    " it, so nobody of CPS can sign yet. Sam may name one: ask before you save this, or they are asked as"
    " it is saved"
)


def hint_of(client: Client, address: str, field: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(rf'<div id="id_{field}[^"]*_helptext" class="govuk-hint">(.*?)</div>', page, re.S)
    return unescape(found[1]).strip() if found else unescape(page)


def test_who_writes_advice_on_a_restricted_case_reads_who_can_countersign_it(
    submission: Submission, sam: Person, gita: Person, lena: Person, chief: Person, sign_in: SignIn
) -> None:
    address = reverse("write_advice", args=[submission.pk])
    before = hint_of(sign_in(lena), address, "countersign_wanted")
    assert before == "Advice towards no further action always does"
    restrict_case(by=sam, case=submission.case, people=[gita], reason="Police suspect.", at=ISSUED)
    name_person(by=sam, case=submission.case, person=lena, reason="She has it.", at=ISSUED)
    assert hint_of(sign_in(lena), address, "countersign_wanted") == NOBODY
    name_person(by=sam, case=submission.case, person=chief, reason="To sign.", at=ISSUED)
    assert hint_of(sign_in(lena), address, "countersign_wanted") == (
        "Advice towards no further action always does. The case is restricted: of CPS only who is named on it"
        " can sign (Max)"
    )
    own = hint_of(sign_in(chief), address, "countersign_wanted")
    assert own == NOBODY.replace("no legal manager is", "no legal manager but you is")


def test_so_does_who_records_what_came_of_a_clinic(
    alice: Person, sam: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    case = a_case(alice)
    booking: ClinicBooking = booked(case, alice, slot(a_clinic(gita, gita, lena)))
    restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=BOOKED)
    client = sign_in(lena)
    assert hint_of(client, reverse("record_clinic_result", args=[booking.pk]), "countersign_wanted") == NOBODY
    heard(lena, booking, lena, countersign_wanted=True, at=AFTER)
    more = hint_of(client, reverse("write_clinic_advice", args=[booking.pk]), "countersign_wanted")
    assert more == NOBODY


def test_who_restricts_a_case_reads_who_keeps_it_and_that_cps_does_not(
    alice: Person, sam: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    case: Case = a_case(alice)
    booked(case, alice, slot(a_clinic(gita, gita, lena)))
    hint = hint_of(sign_in(sam), reverse("restrict_case", args=[case.pk]), "people")
    kept = re.match(r"You go on seeing it, and who is named on it already: (.*?)\. Everybody else", hint)
    assert kept is not None, hint
    assert [one.split(",")[0] for one in kept[1].split("; ")] == ["Alice", "Gita", "Lena"]
    of_cps = "of CPS too: its unit, legal managers and prosecutor, until each is named on it."
    assert f"Everybody else loses it, {of_cps}" in hint


def test_of_an_older_version_of_advice_the_form_and_the_api_say_that_a_newer_one_stands(
    submission: Submission, alice: Person, gita: Person, lena: Person, chief: Person, sign_in: SignIn
) -> None:
    first, second, third = (
        write_advice(by=lena, submission=submission, text=text, countersign_wanted=True, at=ISSUED)
        for text in ("One.", "Two.", "Three.")
    )
    says = "Version 3 of this advice took its place, 2 March 2026, midday"
    href = f'<a class="govuk-link" href="/submissions/{submission.pk}/#advice-{third.pk}">read version 3</a>'
    for person, deed in ((gita, "countersign_advice"), (alice, "record_advice_read")):
        for row, wanted in ((first, True), (second, True), (third, False)):
            page = sign_in(person).get(reverse(deed, args=[row.pk])).content.decode()
            assert (f"{says}: {href}" in page) is wanted
    stands = sign_in(alice).get(f"/submissions/{submission.pk}/").content.decode()
    assert f'id="advice-{third.pk}"' in stands

    def told(person: Person, row: Advice, deed: str, body: dict[str, object]) -> tuple[object, object]:
        address = f"/api/v1/advice/{row.pk}/{deed}/"
        answer = sign_in(person).post(address, body, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer.json()["newest_advice"], answer.json()["newest_version"]

    assert told(alice, first, "read", {"outcome": "read"}) == (str(third.pk), 3)
    by_document = {"document_name": "email", "document_date": ISSUED.date().isoformat()}
    assert told(gita, first, "countersign", {"holds": True, **by_document}) == (str(third.pk), 3)
    assert told(chief, third, "countersign", {"holds": True}) == (None, None)

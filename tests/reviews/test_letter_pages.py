"""Letters to victims on their pages and by API, by the people who write, sign and send them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from cases.models import Allegation, Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, DecisionLetter, LetterCopy
from reviews.services.letters import pdf_of
from tests.clocks.oracle import months_later
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    OPENED_AT,
    WHY,
    interview,
    line,
    open_case,
    tell,
)
from tests.reviews.test_letters import (
    NAME,
    PERSONAL,
    REASONS,
    SIGNED_AT,
    URDU,
    draft,
    drafted,
    edit,
    known,
    reach,
    signed,
)
from victims import services as victims

__all__ = ["drafted", "known", "signed"]  # fixtures
FORM = {"way": "post", "variant": "plain", "language": "en"}


def test_the_whole_way_of_a_letter_on_pages(
    sign_in: Any, decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    officer, supervisor = sign_in(alice), sign_in(sam)
    here = f"/decisions/{decided.pk}/"
    assert "No letter has been drafted yet" in officer.get(here).content.decode()
    answer = officer.post(f"{here}letters/new/", {"victim": str(known.pk), **FORM})
    letter = DecisionLetter.objects.get(decision=decided)
    page = f"/letters/{letter.pk}/"
    assert (answer.status_code, answer.url) == (302, page)
    shown = officer.get(page).content.decode()
    assert "Hanna O&#39;Brien &lt;Quartz&gt;" in shown
    assert "realistic prospect of conviction" in shown
    assert f"{page}sign-off/" not in shown
    assert officer.get(f"{page}letter.pdf").status_code == 404

    words = {"reasons": REASONS, "personal": "A Suspect says otherwise.", "version": "1", **FORM}
    answer = officer.post(f"{page}edit/", words)
    assert answer.status_code == 422
    assert "A Suspect says otherwise." in answer.content.decode()
    assert "take the name out" in answer.content.decode()
    answer = officer.post(f"{page}edit/", {**words, "personal": PERSONAL})
    assert (answer.status_code, answer.url) == (302, page)
    answer = supervisor.post(f"{page}sign-off/", {"version": "1"})  # of a version that is no more
    assert answer.status_code == 409
    answer = supervisor.post(f"{page}sign-off/", {"version": "2"})
    assert (answer.status_code, answer.url) == (302, page)

    assert "to be sent" in officer.get("/letters/").content.decode().lower()
    assert str(letter.pk) in officer.get("/letters/").content.decode()
    pdf = officer.get(f"{page}letter.pdf")
    assert (pdf.status_code, pdf["Content-Type"], pdf["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    copy = LetterCopy.objects.get(letter=letter)
    assert hashlib.sha256(pdf.content).hexdigest() == copy.sha256
    assert "Hanna" not in pdf["Content-Disposition"]
    today = london_date(now())
    typed = {
        "sent_on_day": str(today.day),
        "sent_on_month": str(today.month),
        "sent_on_year": str(today.year),
    }
    answer = officer.post(f"{page}sent/", {**typed, "method": "post", "tells": "first", "version": "3"})
    assert (answer.status_code, answer.url) == (302, page)
    assert str(letter.pk) not in officer.get("/letters/").content.decode()
    assert str(letter.pk) in officer.get("/letters/?status=sent").content.decode()
    history = officer.get(f"/cases/{decided.case_id}/").content.decode()
    assert "Letter 1 to Victim 1 signed off" in history
    assert "Letter 1 to Victim 1 sent" in history
    kinds = list(AuditEvent.objects.filter(subjects__contains=[letter.pk]).values_list("action", flat=True))
    for deed in ("LETTER_DRAFTED", "LETTER_EDITED", "LETTER_SIGNED_OFF", "LETTER_TAKEN", "LETTER_SENT"):
        assert kinds.count(deed) == 1


def test_the_api_does_the_same_and_refuses_in_the_same_words(
    sign_in: Any, decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    officer, supervisor = sign_in(alice), sign_in(sam)

    def post(browser: Any, path: str, body: dict[str, Any], version: str = "") -> Any:
        headers = {"If-Match": f'"{version}"'} if version else {}
        address = f"/api/v1/decision-letters/{path}"
        return browser.post(address, json.dumps(body), content_type="application/json", headers=headers)

    made = post(officer, "", {"decision": str(decided.pk), "victim": str(known.pk), **FORM})
    assert made.status_code == 201, made.content
    key = made.json()["id"]
    words = {"reasons": REASONS, "personal": "x" * 801, **FORM}
    assert post(officer, f"{key}/edit/", words).status_code == 428
    long = post(officer, f"{key}/edit/", words, "1")
    assert (long.status_code, set(long.json()["fields"])) == (400, {"personal"})
    assert post(officer, f"{key}/edit/", {**words, "personal": PERSONAL}, "1").status_code == 201
    own = post(officer, f"{key}/sign-off/", {}, "2")
    assert own.status_code == 403
    assert "You wrote this letter" in own.json()["detail"]
    assert post(supervisor, f"{key}/sign-off/", {}, "2").status_code == 201
    told = officer.get(f"/api/v1/decision-letters/{key}/").json()
    assert (told["status"], told["reasons"], told["sha256"]) == (
        "signed_off",
        REASONS,
        LetterCopy.objects.get(letter=key).sha256,
    )
    assert f"Dear {NAME}," in told["paragraphs"]


def test_the_list_asks_no_more_for_three_letters_than_for_one(
    sign_in: Any, signed: DecisionLetter, alice: Person, sam: Person
) -> None:
    browser = sign_in(alice)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get("/letters/").status_code == 200
        return len(queries)

    browser.get("/letters/")
    one = asked()
    for _ in range(2):
        case = open_case(alice)
        victim = cases.add_victim(by=alice, case=case, at=OPENED_AT)
        victims.record_identity(by=alice, victim=victim, name="Una Other", at=OPENED_AT)
        suspect = cases.add_suspect(by=alice, case=case, name="", at=OPENED_AT)  # like no other report
        interview(alice, case, suspect)
        rows = [line(Allegation.objects.get(case=case))]
        made = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=DECIDED_AT, **CHECKED)
        decision = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
        letter = draft(alice, decision, victim, way="by_hand")
        services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert asked() == one


def test_a_letter_follows_a_victim_whose_two_records_are_merged(
    signed: DecisionLetter, case: Case, alice: Person, sam: Person
) -> None:
    kept = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    before = pdf_of(LetterCopy.objects.get(letter=signed))
    victims.merge_victims(by=sam, victim=kept, duplicate=signed.victim, reason="Reported twice.", at=LATER)
    signed.refresh_from_db()
    assert signed.victim_id == kept.pk
    assert pdf_of(LetterCopy.objects.get(letter=signed)) == before


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (datetime(2026, 11, 30, 10, tzinfo=UTC), "28 February 2027"),
        (datetime(2027, 11, 29, 10, tzinfo=UTC), "29 February 2028"),
        (datetime(2026, 12, 24, 23, 59, tzinfo=UTC), "24 March 2027"),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), ""),
    ],
)
def test_the_last_day_is_right_at_the_ends_of_months(
    decided: Decision, known: Victim, alice: Person, sam: Person, told: datetime, last: str
) -> None:
    if not last:
        with pytest.raises(Invalid):  # nobody is told before the decision
            tell(alice, decided, known, told_at=told, at=told)
        return
    tell(alice, decided, known, told_at=told, at=told)
    letter = services.sign_off_letter(by=sam, letter=draft(alice, decided, known, at=told), at=told)
    assert letter.ask_by == months_later(told.date(), 3)
    assert letter.ask_by is not None
    assert f"{letter.ask_by.day} {letter.ask_by:%B %Y}" == last


def test_people_write_in_the_language_of_the_letter(drafted: DecisionLetter, alice: Person) -> None:
    with pytest.raises(Invalid, match="Write this in Urdu"):
        edit(alice, drafted, language="ur")
    with pytest.raises(Invalid, match="Write this in English"):
        edit(alice, drafted, reasons=URDU)
    letter = edit(alice, drafted, language="ur", reasons=URDU, personal="")
    assert letter.language == "ur"
    easy = edit(alice, drafted, language="ur", variant="easy_read", reasons=URDU, personal="")
    assert easy.variant == "easy_read"
    with pytest.raises(Invalid, match="Choose one of the forms that are offered"):
        edit(alice, drafted, variant="braille")


def test_a_word_that_is_also_a_name_is_read_by_its_capital(
    drafted: DecisionLetter, case: Case, alice: Person
) -> None:
    cases.add_suspect(by=alice, case=case, name="Mark Hill", at=OPENED_AT)
    edit(alice, drafted, personal="We will mark it on the map of the hill.")
    for words in ("Then Mark came in.", "then mark hill came in.", "At the home of Hill."):
        with pytest.raises(Invalid):
            edit(alice, drafted, personal=words)


def test_by_e_mail_it_goes_only_to_an_address_that_is_safe(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    reach(alice, known, email="hanna@example.org", preferred_method="email", at=OPENED_AT)
    letter = services.sign_off_letter(
        by=sam, letter=edit(alice, draft(alice, decided, known, way="email")), at=SIGNED_AT
    )
    reach(
        alice,
        known,
        email="hanna@example.org",
        preferred_method="phone",
        phone="07700 900123",
        unsafe_addresses="HANNA@example.org",
        at=SIGNED_AT,
    )
    with pytest.raises(Invalid, match="not safe to reach Victim 1"):
        services.record_letter_sent(
            by=alice,
            letter=letter,
            sent_on=london_date(SIGNED_AT),
            method="email",
            tells="first",
            at=LATER,
        )

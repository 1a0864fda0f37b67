"""Letters to victims: from the draft to the copy that went; the PDF is opened and read."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from cases import services as cases
from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter, LetterCopy, Notification
from reviews.services.letters import pdf_of
from tests.clocks.oracle import months_later, nth_working_day, printed_holidays
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    OPENED_AT,
    PROPOSED_AT,
    TOLD_AT,
    WHY,
    line,
    next_crime,
    tell,
    withdraw,
)
from tests.reviews.test_decisions import record_from_document
from tests.stories import story
from tests.victims.conftest import with_outside_isva
from victims import services as victims
from victims.pointing import others_pointed_at

HOLIDAYS = printed_holidays()
NAME, ADDRESS = "Hanna O'Brien <Quartz>", "14 Elm Street\nLeeds\nLS1 4AB"
REASONS = "We spoke to everybody who was there. It is not enough for a court."
PERSONAL = "You asked about your coat. We will bring it back to you."
URDU = "ہم نے سب گواہوں سے بات کی۔"
SIGNED_AT = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)


def reach(by: Person, victim: Victim, **given: Any) -> None:
    values = {"preferred_method": "post", "address": ADDRESS, "at": OPENED_AT, **given}
    victims.record_contact_details(by=by, victim=victim, **values)


IN_URDU = (
    "دوسری متاثرہ نے بھی یہی کہا۔",
    "دیگر متاثرین سے بھی بات ہوئی۔",
    "ایک اور خاتون نے بھی اس کی رپورٹ کی ہے۔",
    "دوسرے نوجوان شخص نے پولیس میں شکایت درج کرائی۔",
    "کسی اور نے بھی اس پر الزام لگایا۔",
    "ایک اور لڑکی سامنے آئی ہے۔",
    "متاثرہ 2 نے بھی یہی کہا۔",
    "متاثرہ نمبر ۲ نے بھی یہی کہا۔",
    "متاثرہ نمبر دو نے بھی یہی کہا۔",
)
HARMLESS_IN_URDU = (
    "آپ نے بہت ہمت سے رپورٹ کی۔ کوئی اور شخص آپ کی طرف سے درخواست دے سکتا ہے۔",
    "ہماری ٹیم کی ایک اور خاتون آپ کو فون کریں گی۔",
    "متاثرین کا ضابطہ آپ کے حقوق بتاتا ہے۔ آپ متاثرہ 1 ہیں۔",
)


@story
def known(victim: Victim, alice: Person) -> Victim:
    """The victim with a name and an address."""
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim)
    return victim


def draft(by: Person, decision: Decision, victim: Victim, **given: Any) -> DecisionLetter:
    return services.draft_letter(
        by=by, decision=decision, victim=victim, **{"way": "post", "at": DECIDED_AT, **given}
    )


def edit(by: Person, letter: DecisionLetter, **given: Any) -> DecisionLetter:
    values = {
        "way": letter.way,
        "variant": letter.variant,
        "language": letter.language,
        "reasons": REASONS,
        "personal": PERSONAL,
        "at": DECIDED_AT,
        **given,
    }
    return services.edit_letter(by=by, letter=letter, **values)


@story
def drafted(decided: Decision, known: Victim, alice: Person) -> DecisionLetter:
    return edit(alice, draft(alice, decided, known))


@story
def signed(drafted: DecisionLetter, sam: Person) -> DecisionLetter:
    return services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)


def send(by: Person, letter: DecisionLetter, **given: Any) -> DecisionLetter:
    values = {"sent_on": date(2026, 9, 4), "method": "post", "tells": "first", "at": LATER, **given}
    return services.record_letter_sent(by=by, letter=letter, **values)


def opened_pdf(letter: DecisionLetter) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(LetterCopy.objects.get(letter=letter))))


def text_in(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags_in(pdf: pypdf.PdfReader) -> list[str]:
    """The structure types of the tag tree, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


# The letter itself


def test_a_signed_letter_is_a_tagged_pdf_of_what_the_record_says(signed: DecisionLetter) -> None:
    pdf = opened_pdf(signed)
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Our decision on what you reported to us"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tags = tags_in(pdf)
    assert (tags[0], tags.count("/H1"), tags.count("/H2")) == ("/Document", 1, 6)
    text = text_in(pdf)
    for said in (
        NAME,
        "14 Elm Street",
        "LS1 4AB",
        "2 September 2026",
        "realistic prospect of conviction",
        REASONS,
        PERSONAL,
        "does not mean that you were not believed",
        "OFFICIAL-SENSITIVE",
    ):
        assert said in text
    assert "A Suspect" not in text


def test_the_last_day_to_ask_is_three_calendar_months_from_being_told(
    drafted: DecisionLetter, decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    tell(alice, decided, known)
    letter = services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)
    assert letter.ask_by == months_later(TOLD_AT.date(), 3) == date(2026, 12, 2)
    text = text_in(opened_pdf(letter))
    assert (
        "The last day to ask is 2 December 2026. That is three months from the day on which you were told"
        in text
    )
    assert "10 working days" in text
    assert "30 working days" in text


def test_a_letter_that_tells_itself_counts_from_its_own_date(signed: DecisionLetter) -> None:
    assert signed.ask_by == date(2026, 12, 3)
    assert "three months from the day on which it reached you" in text_in(opened_pdf(signed))


@pytest.mark.parametrize(
    ("variant", "language", "size", "lang", "title"),
    [
        ("large_print", "en", 18.0, "en", "Our decision on what you reported to us"),
        ("easy_read", "en", 16.0, "en", "Our decision"),
        ("plain", "ur", 12.0, "ur", "آپ کی رپورٹ پر ہمارا فیصلہ"),
    ],
)
def test_every_form_and_language_is_tagged_and_set_in_its_size(
    drafted: DecisionLetter,
    alice: Person,
    sam: Person,
    ada: Person,
    variant: str,
    language: str,
    size: float,
    lang: str,
    title: str,
) -> None:
    own = {}
    if language == "ur":
        own = {"reasons": URDU, "personal": ""}
        services.record_translation_checked(
            by=ada, language="ur", checked_on=date(2026, 9, 1), checked_by_whom="A Reader", at=SIGNED_AT
        )
    edit(alice, drafted, variant=variant, language=language, **own)
    letter = services.sign_off_letter(by=sam, letter=drafted, read_it=language == "ur", at=SIGNED_AT)
    pdf = opened_pdf(letter)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == lang
    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert root["/ViewerPreferences"].get("/Direction") == ("/R2L" if lang == "ur" else "/L2R")
    assert "/H1" in tags_in(pdf)
    assert f"{size:g} Tf" in pdf.pages[0].get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]  # the page has contents
    copy = LetterCopy.objects.get(letter=letter)
    assert (copy.variant, copy.language, copy.template_version[:7]) == (variant, language, "2026-11")


@pytest.mark.parametrize(
    ("outcome", "reason", "says"),
    [
        ("16", "not_supported", "this decision follows your wish"),
        ("21", "public_interest", "public interest stage"),
    ],
)
def test_the_right_stands_only_where_the_decision_carries_it(
    interviewed: Allegation,
    case: Case,
    known: Victim,
    alice: Person,
    sam: Person,
    outcome: str,
    reason: str,
    says: str,
) -> None:
    if outcome == "16":
        withdraw(alice, sam, known)
    made = services.propose_nfa(
        by=alice,
        case=case,
        lines=[line(interviewed, outcome, reason)],
        rationale=WHY,
        at=PROPOSED_AT,
        **CHECKED,
    )
    decision = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    letter = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, decision, known)), at=SIGNED_AT)
    text = text_in(opened_pdf(letter))
    assert says in text
    assert ("Right to Review" in text) is (outcome == "21")
    assert (letter.ask_by is None) is (outcome == "16")


# Two victims


def test_the_letter_of_one_victim_never_shows_the_other(
    case: Case,
    interviewed: Allegation,
    known: Victim,
    suspect: Suspect,
    alice: Person,
    sam: Person,
    sign_in: Any,
) -> None:
    other = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    victims.record_identity(by=alice, victim=other, name="Zelda Marwick", known_as="Zee", at=OPENED_AT)
    reach(alice, other, address="9 Oak Road\nBradford\nBD1 2CD", phone="07700 900456")
    crime = next_crime()
    second = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=crime,
        offence_type="sexual_assault",
        victim=other,
        suspect=suspect,
        at=OPENED_AT,
    )
    made = services.propose_nfa(
        by=alice, case=case, lines=[line(interviewed), line(second)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    decision = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    letter = edit(alice, draft(alice, decision, known))
    for words in (
        "Zelda said the same.",
        "as marwick told us",
        "Like ZEE.",
        "Mr Suspect denies it.",
        "zelda marwick",
        f"Crime {crime} is closed too.",
        f"Crime {crime[:2]}/{crime[2:4]}-{crime[4:]} is closed too.",
        "Crime 13260013106 is closed as well.",  # of another case
        "See RS-2020-001506 as well.",
        "Victim 2 says the same.",
        "victim no. 2 says the same.",
        "V2 says the same.",
        "Victim two says the same.",
        "the other victim says the same",
        "A second victim told us.",
        "That was the 2nd Victim’s account.",
        "The other woman who reported him says the same.",
        "Another young man has also reported him.",
        "Somebody else complained of him.",
        "Ring 07700 900456 about it.",
        "Ring her on +44 (0)7700-900456.",
        *IN_URDU,
    ):
        with pytest.raises(Invalid) as no:
            edit(alice, letter, personal=words)
        assert set(no.value.fields) == {"personal"}
        assert "Zelda" not in str(no.value)
        assert crime not in str(no.value)
        assert "Victim 2" not in str(no.value)
    for own in (
        "The other Victim Support officer, or a second Victims' Code leaflet, is there for you.",
        "Another woman from our team will ring you. You reported this with much courage.",
        f"Crime {interviewed.crime_reference} is closed, and you are Victim 1 of it.",
        "Ring us on 0113 496 0000 before 21.09.2026 14.30.",
    ):
        edit(alice, letter, personal=own)  # theirs to read
    assert not [own for own in HARMLESS_IN_URDU if others_pointed_at(known, own)]
    letter.refresh_from_db()
    services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    officer = sign_in(alice)
    seen = [
        text_in(opened_pdf(letter)),
        officer.get(f"/letters/{letter.pk}/").content.decode(),
        officer.get("/letters/").content.decode(),
        officer.get(f"/api/v1/decision-letters/{letter.pk}/").content.decode(),
        officer.get("/api/v1/decision-letters/").content.decode(),
        str(list(AuditEvent.objects.filter(subjects__contains=[letter.pk]).values())),
    ]
    for text in seen:
        for secret in ("Zelda", "Marwick", "Zee", "Oak Road", crime, "Victim 2", str(other.pk)):
            assert secret not in text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Łukasz Wójcik", "Lukasz"),
        ("Lukasz Wojcik", "ŁUKASZ"),
        ("Søren Vester", "Soren"),
        ("Đorđe Marić", "Dorde"),
        ("Anna Groß", "Gross"),
        ("Mette Kjær", "Kjaer"),
        ("Işıl Demir", "Isil"),
    ],
)
def test_a_name_is_found_however_its_letters_are_written(
    decided: Decision, known: Victim, case: Case, alice: Person, name: str, written: str
) -> None:
    cases.add_suspect(by=alice, case=case, name=name, at=OPENED_AT)
    with pytest.raises(Invalid, match="names somebody else of the case"):
        edit(alice, draft(alice, decided, known), personal=f"We spoke with {written} at length.")


def test_at_one_address_with_different_wishes_nothing_is_posted(
    decided: Decision, known: Victim, case: Case, alice: Person
) -> None:
    other = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    reach(alice, other, address="14 ELM STREET, Leeds LS1 4ab")
    draft(alice, decided, known)
    reach(
        alice,
        other,
        address="14 ELM STREET, Leeds LS1 4ab",
        preferred_method="phone",
        phone="07700 900200",
        forbidden_methods=["post"],
        forbidden_because="suspect",
        at=DECIDED_AT,
    )
    with pytest.raises(Invalid, match="Somebody else whom this case concerns") as no:
        draft(alice, decided, known)
    assert "Victim 2" not in str(no.value)
    draft(alice, decided, known, way="by_hand")


# Where it may go


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {
                "forbidden_methods": ["post"],
                "forbidden_because": "suspect",
                "preferred_method": "phone",
                "phone": "07700 900123",
            },
            "Do not reach Victim 1 this way",
        ),
        (
            {
                "unsafe_addresses": "14 elm street, LEEDS, ls1 4AB",
                "preferred_method": "phone",
                "phone": "07700 900123",
            },
            "not safe to reach Victim 1",
        ),
        (
            {"address": "", "preferred_method": "phone", "phone": "07700 900123"},
            "No postal address is recorded",
        ),
        ({"preferred_method": "via_isva", "only_through": "isva"}, "only through their ISVA"),
    ],
)
def test_a_letter_to_an_unsafe_way_or_place_is_refused_when_drafted_signed_and_sent(
    decided: Decision, known: Victim, alice: Person, sam: Person, given: dict[str, Any], says: str
) -> None:
    letter = edit(alice, draft(alice, decided, known))
    twin = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    with_outside_isva(alice, known)
    reach(alice, known, **{**given, "at": SIGNED_AT})
    with pytest.raises(Invalid, match=says):
        send(alice, twin)
    with pytest.raises(Invalid, match=says):
        draft(alice, decided, known, at=LATER)
    services.drop_letter(by=alice, letter=twin, at=LATER)
    fresh = draft(alice, decided, known, way="by_hand", at=LATER)
    with pytest.raises(Invalid, match=says):
        edit(alice, fresh, way="post", at=LATER)


def test_an_alert_stops_a_letter_that_was_signed_off(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    victims.raise_contact_alert(
        by=alice, victim=known, about="address_known", words="He was seen there.", at=SIGNED_AT
    )
    with pytest.raises(Invalid, match="Do not reach Victim 1"):
        send(alice, signed)


def test_a_letter_never_goes_to_an_address_that_changed_since(
    signed: DecisionLetter, known: Victim, alice: Person
) -> None:
    reach(alice, known, phone="07700 900123", at=SIGNED_AT)
    reach(alice, known, address="2 New Road, Leeds LS2 1AA", at=SIGNED_AT)
    with pytest.raises(Invalid, match="address changed"):
        send(alice, signed)


def test_nobody_writes_to_a_victim_who_has_died(decided: Decision, known: Victim, alice: Person) -> None:
    victims.record_circumstances(
        by=alice, victim=known, under_18="no", died_on=date(2026, 9, 1), at=DECIDED_AT
    )
    for way in ("post", "by_hand"):
        with pytest.raises(Invalid, match="has died"):
            draft(alice, decided, known, way=way)


# Two people, one direction


def test_the_writer_never_signs_off_and_a_sent_letter_never_changes(
    drafted: DecisionLetter, decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    with pytest.raises(NotAllowed, match="You wrote this letter"):
        services.sign_off_letter(by=alice, letter=drafted, at=SIGNED_AT)
    with pytest.raises(NotAllowed, match="sign it off first"):
        send(alice, drafted)
    signed = services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)
    with pytest.raises(NotAllowed, match="its words stand"):
        edit(alice, signed)
    for wrong, field in (
        ({"sent_on": date(2026, 9, 2)}, "sent_on"),
        ({"sent_on": date(2027, 1, 1)}, "sent_on"),
        ({"method": "email"}, "method"),
    ):
        with pytest.raises(Invalid) as no:
            send(alice, signed, **wrong)
        assert set(no.value.fields) == {field}
    sent = send(alice, signed)
    before = pdf_of(LetterCopy.objects.get(letter=sent))
    for change in (edit, send):
        with pytest.raises(NotAllowed, match="kept as it went"):
            change(alice, sent)
    with pytest.raises(NotAllowed, match="kept as it went"):
        services.drop_letter(by=alice, letter=sent, at=LATER)
    again = draft(alice, decided, known, at=LATER)
    sent.refresh_from_db()
    assert (again.number, sent.status, sent.superseded_at) == (2, "sent", LATER)
    assert pdf_of(LetterCopy.objects.get(letter=sent)) == before


def test_a_new_draft_drops_the_one_before(
    drafted: DecisionLetter, decided: Decision, known: Victim, alice: Person
) -> None:
    again = draft(alice, decided, known, drops_draft=True, at=SIGNED_AT)
    drafted.refresh_from_db()
    assert (drafted.status, drafted.superseded_at, again.number) == ("dropped", SIGNED_AT, 2)
    with pytest.raises(NotAllowed, match="Letter 2 took the place of this one"):
        edit(alice, drafted)


def test_a_letter_that_nothing_took_the_place_of_says_so(drafted: DecisionLetter, alice: Person) -> None:
    services.drop_letter(by=alice, letter=drafted, at=SIGNED_AT)
    drafted.refresh_from_db()
    said = "This letter was dropped, and is kept as a record. Draft a new one to write to them."
    with pytest.raises(NotAllowed) as refused:
        edit(alice, drafted)
    assert str(refused.value) == said


def test_a_letter_that_is_signed_and_not_sent_is_not_dropped_unseen(
    signed: DecisionLetter, decided: Decision, known: Victim, alice: Person, sign_in: Any
) -> None:
    refusal = "A letter to Victim 1 is signed off and not sent (letter 1). Send it, or drop it, first."
    with pytest.raises(NotAllowed, match=re.escape(refusal)):
        draft(alice, decided, known, at=LATER)
    signed.refresh_from_db()
    assert (signed.status, signed.superseded_at) == ("signed_off", None)
    services.record_letter_printed(by=alice, letter=signed, at=LATER)
    with pytest.raises(NotAllowed, match=re.escape(refusal)):
        draft(alice, decided, known, at=LATER)
    services.drop_letter(by=alice, letter=signed, at=LATER)
    again = draft(alice, decided, known, at=LATER)
    assert (again.number, again.status) == (2, "draft")
    page = sign_in(alice).get(f"/letters/{signed.pk}/").content.decode()
    assert "Kept as a record: do not send it." in page
    assert f'<a class="govuk-link" href="/letters/{again.pk}/">Letter 2</a> took its place.' in page


def test_the_copy_is_sealed_and_the_web_role_can_neither_change_nor_delete_it(signed: DecisionLetter) -> None:
    copy = LetterCopy.objects.get(letter=signed)
    assert b"%PDF" not in bytes(copy.pdf_sealed)
    for statement in ("UPDATE reviews_lettercopy SET sha256 = sha256", "DELETE FROM reviews_lettercopy"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            open_door("a test"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


# Whose it is


def test_a_letter_of_cps_is_recorded_and_never_made(
    with_cps: Case, interviewed: Allegation, known: Victim, alice: Person, gita: Person
) -> None:
    decided_by_cps = record_from_document(alice, with_cps, interviewed)
    with pytest.raises(NotAllowed, match="the letter is CPS's own"):
        draft(alice, decided_by_cps, known)
    for day, says in ((date(2026, 9, 1), "before it decided"), (date(2027, 1, 1), "not in the future")):
        with pytest.raises(Invalid, match=says):
            services.record_cps_letter(by=alice, decision=decided_by_cps, victim=known, sent_on=day, at=LATER)
    row = services.record_cps_letter(
        by=alice, decision=decided_by_cps, victim=known, sent_on=date(2026, 9, 7), at=LATER
    )
    assert (row.due_on, row.is_late) == (nth_working_day(DECIDED_AT.date(), 1, HOLIDAYS), True)
    assert not Notification.objects.get(decision=decided_by_cps).is_told
    with pytest.raises(Invalid, match="recorded already"):
        services.record_cps_letter(
            by=alice, decision=decided_by_cps, victim=known, sent_on=date(2026, 9, 7), at=LATER
        )
    assert not DecisionLetter.objects.filter(decision=decided_by_cps).exists()


def test_only_the_police_of_the_case_read_letters(
    signed: DecisionLetter,
    sign_in: Any,
    alice: Person,
    bob: Person,
    sam: Person,
    dora: Person,
    charlie: Person,
    gita: Person,
    lena: Person,
    rita: Person,
    ivy: Person,
) -> None:
    pages = (f"/letters/{signed.pk}/", f"/letters/{signed.pk}/letter.pdf")
    for who, status in (
        (alice, 200),
        (bob, 200),
        (sam, 200),
        (dora, 404),
        (charlie, 404),
        (gita, 404),
        (lena, 404),
        (rita, 404),
        (ivy, 404),
    ):
        for page in pages:
            assert (who.username, sign_in(who).get(page).status_code) == (who.username, status)
    taken = AuditEvent.objects.filter(action="LETTER_TAKEN")
    assert {(one.person_id, one.kind, one.recipient) for one in taken} == {
        (one.pk, "disclosure", "Victim 1") for one in (alice, bob, sam)
    }


def test_every_fault_of_a_change_is_said_at_once(drafted: DecisionLetter, alice: Person) -> None:
    with pytest.raises(Invalid) as no:
        edit(alice, drafted, way="email", addressee="spokesperson", reasons=" ", personal="x" * 5000)
    assert set(no.value.fields) == {"way", "addressee", "reasons", "personal"}
    stored = DecisionLetter.objects.get(pk=drafted.pk)
    assert (stored.way, stored.addressee) == (drafted.way, drafted.addressee)

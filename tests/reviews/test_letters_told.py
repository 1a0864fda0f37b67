"""What a letter tells when it goes, the print queue, translations that wait for a check, who is under 18."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Allegation, Case, DueItem, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.enums import ReviewOutcome
from reviews.letter_enums import LetterLanguage, LetterVariant
from reviews.letters.facts import Answer, Matter
from reviews.letters.words import made_up, samples, suggested_reasons, template_version, write
from reviews.models import (
    Decision,
    DecisionLetter,
    DecisionLine,
    Notification,
    RightTold,
    TranslationCheck,
)
from reviews.sealed import text_of
from reviews.services.letters import facts_for
from tests.clocks.oracle import months_later
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, OPENED_AT, PROPOSED_AT, WHY, line, tell
from tests.reviews.test_letters import (
    NAME,
    REASONS,
    SIGNED_AT,
    URDU,
    draft,
    edit,
    opened_pdf,
    reach,
    send,
    text_in,
)
from tests.stories import story
from victims import services as victims

SENT_ON = date(2026, 9, 4)
MOTHER = "Marian Example-Parent"


@story
def known(victim: Victim, alice: Person) -> Victim:
    """The victim with a name and an address."""
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim)
    return victim


@story
def signed(decided: Decision, known: Victim, alice: Person, sam: Person) -> DecisionLetter:
    drafted = edit(alice, draft(alice, decided, known))
    return services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)


def open_codes(notice: Notification) -> set[str]:
    rows = DueItem.objects.filter(source=notice.pk, settled_at__isnull=True)
    return set(rows.values_list("code", flat=True))


# Telling by letter


def test_a_letter_that_is_how_they_hear_of_it_tells_of_the_decision_and_of_the_right(
    signed: DecisionLetter, decided: Decision, alice: Person
) -> None:
    send(alice, signed, sent_on=SENT_ON, tells="first")
    notice = Notification.objects.get(decision=decided)
    midnight = datetime(2026, 9, 3, 23, 0, tzinfo=UTC)  # of the 4th in London
    assert (notice.told_at, notice.method, notice.understood, notice.follow_up, notice.told_by) == (
        midnight,
        "post",
        "not_known",
        "letter_told",
        alice,
    )
    right = RightTold.objects.get(decision=decided)
    assert (right.told_at, right.letter, right.leaflet_version) == (
        midnight,
        signed,
        f"Letter 1, {template_version('en')}",
    )
    assert open_codes(notice) == set()
    # The letter counted from the day on which it was signed off; they have no less.
    assert (signed.ask_by, notice.ask_by) == (months_later(date(2026, 9, 3), 3), months_later(SENT_ON, 3))


def test_on_the_day_of_the_signature_it_tells_from_the_signature_on(
    signed: DecisionLetter, decided: Decision, alice: Person
) -> None:
    send(alice, signed, sent_on=SIGNED_AT.date(), tells="first")
    assert Notification.objects.get(decision=decided).told_at == SIGNED_AT


def test_a_letter_after_they_were_told_puts_it_in_writing_and_tells_of_the_right(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    notice = tell(alice, decided, known, follow_up="letter")
    signed = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, decided, known)), at=SIGNED_AT)
    send(alice, signed, tells="follows")
    after = Notification.objects.get(pk=notice.pk)
    assert (after.told_at, after.method, after.follow_up) == (notice.told_at, notice.method, "letter")
    assert RightTold.objects.get(decision=decided).letter == signed
    assert open_codes(after) == set()


def test_a_right_that_somebody_told_them_of_is_not_told_a_second_time(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    tell(alice, decided, known)
    signed = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, decided, known)), at=SIGNED_AT)
    right = services.record_told_of_right(
        by=alice,
        decision=decided,
        victim=known,
        told_at=SIGNED_AT,
        method="phone",
        leaflet_version="VRR leaflet 4",
        at=LATER,
    )
    send(alice, signed, tells="follows")
    assert list(RightTold.objects.filter(decision=decided)) == [right]


@pytest.mark.parametrize(
    ("told", "tells", "sentence"),
    [
        (False, "", "Choose whether this letter is how they hear"),
        (False, "follows", "Nobody has recorded that Victim 1 was told"),
        (False, "perhaps", "Choose whether this letter is how they hear"),
        (True, "first", "was told of the decision on 2 September 2026, 4:00pm"),
    ],
)
def test_what_a_letter_tells_fits_what_they_know(
    signed: DecisionLetter,
    decided: Decision,
    known: Victim,
    alice: Person,
    tells: str,
    sentence: str,
    *,
    told: bool,
) -> None:
    if told:
        tell(alice, decided, known)
    with pytest.raises(Invalid, match=sentence) as refused:
        send(alice, signed, tells=tells)
    assert list(refused.value.fields) == ["tells"]
    signed.refresh_from_db()
    assert signed.status == "signed_off"


# The print queue


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"sent_on": date(2031, 1, 1), "method": "email"}, {"sent_on", "method", "tells", "order_reason"}),
        (
            {"sent_on": date(2026, 9, 2), "method": "post"},
            {"sent_on", "tells", "order_reason", "why_another"},
        ),
        (
            {"sent_on": date(2026, 9, 4), "method": "post"},
            {"method", "tells", "order_reason", "why_another"},
        ),
    ],
    ids=["a day to come and another way", "a day before the signature", "to an address that changed"],
)
def test_every_fault_of_recording_that_it_went_is_said_at_once(
    given: dict[str, Any],
    wanted: set[str],
    signed: DecisionLetter,
    known: Victim,
    alice: Person,
    ivy: Person,
    sign_in: Any,
) -> None:
    """The day, the way, the place, what it is to them, whom they hear it after: never in rounds."""
    victims.share_with_isva(
        by=alice, victim=known, isva=ivy, consented_on=OPENED_AT.date(), at=SIGNED_AT - timedelta(days=1)
    )
    by_phone = {"phone": "07700 900123", "preferred_method": "phone"}
    reach(alice, known, **by_phone, at=SIGNED_AT - timedelta(hours=1))
    reach(alice, known, **by_phone, address="9 Other Street, Leeds", at=SIGNED_AT + timedelta(hours=1))
    with pytest.raises(Invalid) as refused:
        send(alice, signed, tells="", **given)
    assert set(refused.value.fields) == wanted
    client = sign_in(alice)
    answer = client.post(
        f"/api/v1/decision-letters/{signed.pk}/sent/",
        {**given, "sent_on": given["sent_on"].isoformat()},
        content_type="application/json",
        headers={"If-Match": f'"{signed.version}"'},
    )
    day = given["sent_on"]
    typed = {"sent_on_day": day.day, "sent_on_month": day.month, "sent_on_year": day.year}
    page = client.post(
        f"/letters/{signed.pk}/sent/", {"version": signed.version, "method": given["method"], **typed}
    )
    assert (page.status_code, answer.status_code) == (422, 400)
    signed.refresh_from_db()
    assert signed.status == "signed_off"
    if day <= SENT_ON:  # a day to come and another way the form refuses before the deed is asked
        assert set(answer.json()["fields"]) == set(page.context["form"].errors) == wanted


def test_a_posted_letter_leaves_the_print_queue_when_it_is_printed_and_the_list_when_it_goes(
    signed: DecisionLetter, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)

    def listed(query: str) -> bool:
        return str(signed.pk) in browser.get(f"/letters/{query}").content.decode()

    assert (listed("?status=to_print"), listed("")) == (True, True)
    services.record_letter_printed(by=alice, letter=signed, at=SIGNED_AT + timedelta(hours=1))
    assert (listed("?status=to_print"), listed("?status=printed"), listed("")) == (False, True, True)
    with pytest.raises(NotAllowed, match="printed already"):
        services.record_letter_printed(by=alice, letter=signed, at=LATER)
    with pytest.raises(NotAllowed, match="is printed, so its words stand"):
        edit(alice, signed)
    sent = send(alice, signed, tells="first")
    assert (sent.status, sent.printed_by, listed(""), listed("?status=printed")) == (
        "sent",
        alice,
        False,
        False,
    )


def test_only_what_is_posted_waits_to_be_printed(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    letter = edit(alice, draft(alice, decided, known, way="by_hand"))
    letter = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    with pytest.raises(NotAllowed, match="Only a letter that is posted"):
        services.record_letter_printed(by=alice, letter=letter, at=LATER)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "printed"}, "letter_status_fits"),
        ({"printed_at": LATER}, "letter_status_fits"),
        ({"addressee": "spokesperson", "way": "email"}, "letter_spokesperson_not_by_email"),
        ({"addressee": "neighbour"}, "letter_addressee_known"),
    ],
)
def test_the_table_refuses_what_cannot_be(
    signed: DecisionLetter, change: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        DecisionLetter.objects.filter(pk=signed.pk).update(**change)


# Translations


def in_urdu(by: Person, decision: Decision, victim: Victim) -> DecisionLetter:
    drafted = draft(by, decision, victim, language="ur")
    return edit(by, drafted, language="ur", reasons=URDU, personal="")


def checked(by: Person, **given: Any) -> TranslationCheck:
    values = {
        "language": "ur",
        "checked_on": date(2026, 9, 1),
        "checked_by_whom": "A Reader, force interpreter",
        "at": DECIDED_AT,
        **given,
    }
    return services.record_translation_checked(by=by, **values)


def test_a_translation_is_held_back_until_somebody_checked_these_very_words(
    decided: Decision, known: Victim, alice: Person, sam: Person, ada: Person, sign_in: Any
) -> None:
    letter = in_urdu(alice, decided, known)
    with pytest.raises(NotAllowed, match="Nobody has checked the Urdu words") as held:
        services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert str(held.value) in sign_in(alice).get(f"/letters/{letter.pk}/").content.decode()
    with open_door("test"):  # a check of words as they were before the last change
        TranslationCheck(
            language="ur",
            template_version="2020-01 ur 1",
            checked_on=date(2020, 1, 1),
            checked_by_whom="A Reader",
            recorded_at=OPENED_AT,
            recorded_by=ada,
        ).save(force_insert=True)
    with pytest.raises(NotAllowed, match="Nobody has checked the Urdu words"):
        services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    page = sign_in(ada).get("/letters/translations/").content.decode()
    assert "Not checked: held back" in page
    assert "آپ کی رپورٹ ایک دوسرے ادارے کو" in page  # the words of outcome 20, among every other
    row = checked(ada)
    assert row.template_version == template_version("ur")
    assert services.sign_off_letter(by=sam, letter=letter, read_it=True, at=SIGNED_AT).status == "signed_off"
    assert "Not checked: held back" not in sign_in(ada).get("/letters/translations/").content.decode()


def test_what_is_not_searched_for_a_denial_is_read_by_whoever_signs_it_off(
    decided: Decision, known: Victim, alice: Person, sam: Person, ada: Person, sign_in: Any
) -> None:
    """The words that deny the right are known in English alone."""
    checked(ada)
    letter = in_urdu(alice, decided, known)
    page = f"/letters/{letter.pk}/"
    asks = "I read this language. Nothing that was written here denies the Right to Review"
    says = "What is written here in Urdu is not searched for words that deny the Right to Review"
    browser = sign_in(sam)
    assert says in browser.get(page).content.decode()
    assert asks in browser.get(f"{page}sign-off/").content.decode()
    with pytest.raises(Invalid) as refused:
        services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert set(refused.value.fields) == {"read_it"}
    answer = browser.post(f"{page}sign-off/", {"version": letter.version})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"read_it"})
    api = f"/api/v1/decision-letters/{letter.pk}/sign-off/"
    said = {"content_type": "application/json", "headers": {"If-Match": f'"{letter.version}"'}}
    assert set(browser.post(api, {}, **said).json()["fields"]) == {"read_it"}
    assert browser.post(api, {"read_it": True}, **said).json()["status"] == "signed_off"
    shown = browser.get(page).content.decode()
    assert "Read in Urdu" in shown
    assert says not in shown
    event = AuditEvent.objects.get(action="LETTER_SIGNED_OFF")
    assert event.reason == "They read it in Urdu."


def test_of_an_english_letter_nobody_is_asked_whether_they_read_it(
    decided: Decision, known: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    letter = edit(alice, draft(alice, decided, known))
    assert "I read this language" not in sign_in(sam).get(f"/letters/{letter.pk}/sign-off/").content.decode()
    with pytest.raises(Invalid, match="left unsearched"):
        services.sign_off_letter(by=sam, letter=letter, read_it=True, at=SIGNED_AT)


def test_who_reads_urdu_gets_a_letter_while_its_words_are_held_back(
    decided: Decision, known: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    """The page says what to do meanwhile, and that can be done: no dead end."""
    reach(alice, known, language="Urdu", interpreter_needed=True, at=DECIDED_AT)
    held = in_urdu(alice, decided, known)
    page = sign_in(sam).get(f"/letters/{held.pk}/").content.decode()
    assert "so it is held back" in page
    assert "until then send the English letter and have an interpreter go through it with them" in page
    english = draft(alice, decided, known, drops_draft=True, at=SIGNED_AT)
    held.refresh_from_db()
    assert (held.status, english.language) == ("dropped", "en")
    signed = services.sign_off_letter(by=sam, letter=english, at=SIGNED_AT + timedelta(minutes=1))
    shown = sign_in(alice).get(f"/letters/{signed.pk}/").content.decode()
    assert "Language on record for this victim: Urdu." in shown
    assert send(alice, signed).status == "sent"


def test_english_waits_for_nobody(signed: DecisionLetter) -> None:
    assert (signed.language, signed.status) == (LetterLanguage.ENGLISH, "signed_off")
    assert not TranslationCheck.objects.exists()


def test_only_an_administrator_records_a_check_of_a_translation_once(ada: Person, sam: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot record that a translation"):
        checked(sam)
    for given, field in (
        ({"language": "en"}, "language"),
        ({"checked_on": date(2026, 9, 3)}, "checked_on"),
        ({"checked_by_whom": " "}, "checked_by_whom"),
    ):
        with pytest.raises(Invalid) as refused:
            checked(ada, **given)
        assert list(refused.value.fields) == [field]
    checked(ada)
    with pytest.raises(Invalid, match="recorded as checked already"):
        checked(ada)


# Outcome 20


def test_a_report_that_was_passed_on_is_not_said_to_end_with_the_law(
    interviewed: Allegation, case: Case, known: Victim, alice: Person, sam: Person
) -> None:
    made = services.propose_nfa(
        by=alice,
        case=case,
        lines=[line(interviewed, "20", "transferred")],
        rationale=WHY,
        at=PROPOSED_AT,
        **CHECKED,
    )
    decision = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    drafted = draft(alice, decision, known)
    reasons = suggested_reasons(facts_for(drafted, DECIDED_AT))
    assert "does not let us go further" not in reasons
    assert "Another body is the right one" in reasons
    letter = services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)
    text = text_in(opened_pdf(letter))
    for words in (
        "to pass your report to another body",
        "Another body is the right one",
        "not mean that you were",
    ):
        assert words in text
    services.drop_letter(by=alice, letter=letter, at=LATER)
    easy = draft(alice, decision, known, variant="easy_read", at=LATER)
    said = str(write(facts_for(easy, LATER), reasons=REASONS, personal=""))
    assert "We will not do more about what you told us" not in said
    assert "We passed what you told us to somebody else" in said


def test_every_outcome_is_given_reasons_that_fit_it(signed: DecisionLetter) -> None:
    """Of out-of-court disposals too, where it is not the law that stops it."""
    from dataclasses import replace

    from reviews.enums import DecisionAgency, outcomes_of

    facts = facts_for(signed, SIGNED_AT)
    stopped_by_law = {"5", "10", "11", "12", "13", "17", "21"}
    for outcome in outcomes_of(DecisionAgency.POLICE):
        said = suggested_reasons(replace(facts, matters=(Matter("13260000001", outcome),)))
        assert said, outcome
        assert ("does not let us go further" in said) is (outcome in stopped_by_law), outcome


# Under 18


def born(by: Person, victim: Victim, day: date) -> None:
    victims.record_identity(by=by, victim=victim, name=NAME, date_of_birth=day, at=OPENED_AT)


def speaks(by: Person, victim: Victim, **given: Any) -> None:
    values = {
        "name": MOTHER,
        "is_their": "parent",
        "because": "under_18",
        "tie": "none",
        "at": OPENED_AT,
        **given,
    }
    victims.name_spokesperson(by=by, victim=victim, **values)


def test_of_a_victim_under_18_somebody_says_to_whom_the_letter_comes(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    born(alice, known, date(2010, 9, 3))
    with pytest.raises(Invalid, match="is under 18") as refused:
        draft(alice, decided, known)
    assert list(refused.value.fields) == ["addressee"]
    with pytest.raises(Invalid, match="No spokesperson of Victim 1 is on record"):
        draft(alice, decided, known, addressee="spokesperson")
    speaks(alice, known)
    reach(alice, known, email="h@example.org", at=OPENED_AT)
    with pytest.raises(Invalid, match="is the victim's own"):
        draft(alice, decided, known, addressee="spokesperson", way="email")
    letter = edit(alice, draft(alice, decided, known, addressee="spokesperson"))
    assert letter.addressee == "spokesperson"
    letter = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    text = text_in(opened_pdf(letter))
    assert text.index(MOTHER) < text.index(f"Dear {MOTHER}") < text.index(f"you speak for {NAME}")
    assert f"Dear {NAME}" not in text
    assert f"does not mean that {NAME} was not believed" in text
    assert f"{NAME} has the right to ask us to look at this decision again, and you can ask" in text


def test_one_that_comes_to_whoever_speaks_for_them_is_handed_to_them_alone(
    decided: Decision, known: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    """Walked by hand, the form offered nine ways, and "in person, at home" was taken of it."""
    speaks(alice, known, is_their="friend", because="asked")
    drafted = edit(alice, draft(alice, decided, known, way="by_hand", addressee="spokesperson"))
    letter = services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)
    page = sign_in(alice).get(f"/letters/{letter.pk}/sent/").content.decode()
    offered = re.findall(r'name="method" value="([a-z_]+)"( checked)?', page)
    assert [(one, bool(checked)) for one, checked in offered] == [
        ("via_parent", False),
        ("via_spokesperson", True),
    ]
    with pytest.raises(Invalid, match="Choose a way that this letter was made for"):
        send(alice, letter, method="in_person_home")
    sent = send(alice, letter, method="via_spokesperson", why_another="they_agreed")
    assert (sent.status, Notification.objects.get(decision=decided).method) == ("sent", "via_spokesperson")
    told = unescape(sign_in(alice).get(f"/decisions/{decided.pk}/").content.decode())
    assert "to whoever speaks for them" in told


def test_a_letter_that_is_posted_to_whoever_speaks_for_them_says_where_it_goes(
    decided: Decision, known: Victim, alice: Person, sign_in: Any
) -> None:
    says = "It is posted to the address on record for Victim 1, in the name of whoever speaks for them."
    speaks(alice, known, is_their="friend", because="asked")
    for addressee, said in (("spokesperson", True), ("victim", False)):
        letter = draft(alice, decided, known, addressee=addressee)
        page = sign_in(alice).get(f"/letters/{letter.pk}/").content.decode()
        assert (says in page) is said


def test_reasons_that_nobody_made_their_own_follow_the_addressee(
    decided: Decision, known: Victim, alice: Person
) -> None:
    speaks(alice, known)
    letter = draft(alice, decided, known, addressee="victim")
    with open_door("test"):
        DecisionLine.objects.filter(decision=decided).update(outcome="20", reason="transferred")
    letter = edit(alice, letter, reasons="We gave what you told us to another force.")
    for reasons, kept in (("We gave what you told us to another force.", True), ("", False)):
        if not reasons:
            reasons = suggested_reasons(facts_for(letter, DECIDED_AT))
            assert "what you reported" in reasons
        changed = edit(alice, letter, reasons=reasons, addressee="spokesperson")
        assert (text_of(changed, "reasons") == reasons) is kept
        letter = edit(
            alice, changed, reasons="We gave what you told us to another force.", addressee="victim"
        )
    assert f"what {NAME} reported" in text_of(changed, "reasons")


# What is said to the victim themselves, and may not stand in a letter to somebody else.
TO_THE_VICTIM = ("you reported", "you told us", "you do not want", "you were not believed", "your wish")


@pytest.mark.parametrize("variant", ["plain", "large_print", "easy_read"])
def test_no_letter_through_somebody_speaks_to_them_as_the_victim(variant: str) -> None:
    day = SIGNED_AT.date()
    facts = replace(made_up(LetterLanguage.ENGLISH, day), variant=LetterVariant(variant), name=NAME)
    answers = [replace(facts, answer=Answer(one, day, day, "DI Hall", "...")) for one in ReviewOutcome]
    for one in (facts, *answers):
        to_them = write(one, reasons="...", personal="...").as_text().lower()
        letter = write(replace(one, through=MOTHER), reasons="...", personal="...")
        through = letter.as_text().lower()
        assert letter.template_version == template_version("en")
        assert [words for words in TO_THE_VICTIM if words in through] == []
        assert NAME.lower() in through
        assert "&#39;" not in through
        assert any(words in to_them for words in (*TO_THE_VICTIM, "you asked us", "your request"))
        assert f"dear {MOTHER}".lower() in through


def test_the_urdu_greeting_addresses_a_woman_and_a_man() -> None:
    for letter in samples(LetterLanguage.URDU, SIGNED_AT.date()):
        (greeting,) = [one.text for one in letter.parts if one.text.startswith("محترم")]
        assert greeting.startswith("محترمہ / محترم ")
        assert greeting.endswith(" Example،")
        assert letter.direction == "rtl"


def test_to_the_young_person_themselves_nobody_else_is_named(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    born(alice, known, date(2010, 9, 3))
    speaks(alice, known)
    letter = edit(alice, draft(alice, decided, known, addressee="victim"))
    letter = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert MOTHER not in text_in(opened_pdf(letter))


@pytest.mark.parametrize(
    ("birth", "asked"),
    [
        (date(2008, 9, 3), True),  # 18 on the day after the decision
        (date(2008, 9, 2), False),  # 18 on the day itself
        (date(1990, 1, 1), False),
    ],
)
def test_under_18_is_counted_to_the_day(
    decided: Decision, known: Victim, alice: Person, birth: date, *, asked: bool
) -> None:
    born(alice, known, birth)
    if asked:
        with pytest.raises(Invalid, match="is under 18"):
            draft(alice, decided, known)
    else:
        assert draft(alice, decided, known).addressee == "victim"


@pytest.mark.parametrize("told", [False, True])
def test_why_it_is_not_their_way_is_asked_only_where_they_hear_of_it_by_the_letter(
    signed: DecisionLetter, decided: Decision, known: Victim, alice: Person, sign_in: Any, told: bool
) -> None:
    if told:
        tell(alice, decided, known)
    browser, page = sign_in(alice), f"/letters/{signed.pk}/sent/"
    asks = "If this is not the way that they had asked for, why not?"
    assert (asks in browser.get(page).content.decode()) is not told
    again = browser.post(page, {"version": signed.version, "method": "post"})
    assert (again.status_code, asks in again.content.decode()) == (422, not told)
    body = {"sent_on": "2026-09-04", "method": "post", "tells": "follows", "why_another": "they_agreed"}
    api = f"/api/v1/decision-letters/{signed.pk}/sent/"
    said = {"content_type": "application/json", "headers": {"If-Match": f'"{signed.version}"'}}
    assert "why_another" in browser.post(api, body, **said).json()["fields"]

"""The letters on a review under way: that the request came, and that it takes longer."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from cases.models import DueItem, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.letter_enums import LetterLanguage
from reviews.letters.words import samples
from reviews.models import DecisionLetter, LetterCopy, ReviewExtension, ReviewRequest
from reviews.sealed import text_of
from reviews.services.letters import pdf_of
from tests.reviews.conftest import LATER, RECEIVED_AT, WHY, ask
from tests.reviews.test_letters import NAME, URDU, edit, known, opened_pdf, tags_in, text_in
from tests.reviews.test_letters_told import MOTHER, checked, speaks

__all__ = ["known"]  # a fixture

SOON = LATER + timedelta(hours=1)
SENT_AT = LATER + timedelta(days=1)
NEXT, AFTER_NEXT = date(2026, 12, 11), date(2027, 1, 15)
WAITS = "We are waiting for a report of the laboratory."


def begin(by: Person, request: ReviewRequest, **given: Any) -> DecisionLetter:
    values = {"way": "post", "at": LATER, **given}
    return services.draft_review_letter(by=by, request=request, **values)


def extend(by: Person, request: ReviewRequest, due_on: date, **given: Any) -> ReviewRequest:
    values = {"reason": WAITS, "at": LATER, **given}
    services.extend_review(by=by, request=request, due_on=due_on, **values)
    return ReviewRequest.objects.get(pk=request.pk)


def send(by: Person, letter: DecisionLetter) -> DecisionLetter:
    return services.record_letter_sent(
        by=by, letter=letter, sent_on=SENT_AT.date(), method="post", at=SENT_AT
    )


def owed(request: ReviewRequest) -> set[str]:
    return set(DueItem.objects.filter(source=request.pk, settled_at=None).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("form", "says", "title"),
    [
        ({}, f"Dear {NAME}", "We have your request for a review"),
        ({"variant": "large_print"}, f"Dear {NAME}", "We have your request for a review"),
        ({"variant": "easy_read"}, "This letter is from the police.", "We got your message"),
        ({"addressee": "spokesperson"}, f"Dear {MOTHER}", "We have the request for a review"),
    ],
)
def test_a_request_is_acknowledged_by_the_letter_that_says_so(
    asked: ReviewRequest,
    known: Victim,
    alice: Person,
    sam: Person,
    form: dict[str, str],
    says: str,
    title: str,
) -> None:
    if "addressee" in form:
        speaks(alice, known)
    letter = begin(alice, asked, **form)
    assert (letter.about, letter.request) == ("acknowledgement", asked)
    letter = services.sign_off_letter(by=sam, letter=letter, at=SOON)
    pdf = opened_pdf(letter)
    text = text_in(pdf)
    for words in (says, "14 September 2026", "26 October 2026"):  # it came, and 30 working days after that
        assert words in text
    assert WHY not in text
    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert tags_in(pdf).count("/H1") == 1
    assert "acknowledge_review" in owed(asked)
    send(alice, letter)
    asked.refresh_from_db()
    assert (asked.acknowledged_by, asked.acknowledged_at) == (alice, SENT_AT.replace(hour=0))
    assert "acknowledge_review" not in owed(asked)
    copy = LetterCopy.objects.get(letter=letter)
    assert sha256(pdf_of(copy)).hexdigest() == copy.sha256


def test_one_that_was_acknowledged_by_telephone_stays_so(
    asked: ReviewRequest, known: Victim, alice: Person, sam: Person
) -> None:
    rang = RECEIVED_AT + timedelta(days=1)
    services.acknowledge_review_request(by=sam, request=asked, acknowledged_at=rang, at=LATER)
    send(alice, services.sign_off_letter(by=sam, letter=begin(alice, asked), at=SOON))
    asked.refresh_from_db()
    assert (asked.acknowledged_at, asked.acknowledged_by) == (rang, sam)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "We told you that you would have the answer by 26 October 2026"),
        ({"variant": "easy_read"}, "We do not know the answer yet."),
        ({"addressee": "spokesperson"}, f"you speak for {NAME}"),
        ({"addressee": "spokesperson", "variant": "easy_read"}, f"You speak for {NAME}."),
    ],
)
def test_an_extension_is_put_in_writing_with_its_reason_and_both_dates(
    allocated: ReviewRequest,
    known: Victim,
    alice: Person,
    sam: Person,
    rita: Person,
    form: dict[str, str],
    says: str,
) -> None:
    with pytest.raises(NotAllowed, match="This review was not extended"):
        begin(alice, allocated, about="extension")
    request = extend(rita, allocated, NEXT)
    if "addressee" in form:
        speaks(alice, known)
    letter = begin(alice, request, **form)
    assert (letter.about, text_of(letter, "reasons")) == ("extension", WAITS)
    first = begin(alice, request, about="acknowledgement")
    letter.refresh_from_db()
    assert (letter.status, first.status) == ("draft", "draft")  # neither takes the place of the other
    text = text_in(opened_pdf(services.sign_off_letter(by=sam, letter=letter, at=SOON)))
    for words in (says, WAITS, "11 December 2026"):
        assert words in text


def test_the_letter_on_an_extension_tells_of_it_when_it_goes(
    allocated: ReviewRequest, known: Victim, alice: Person, sam: Person, rita: Person
) -> None:
    request = extend(rita, allocated, NEXT)
    send(alice, services.sign_off_letter(by=sam, letter=begin(alice, request), at=SOON))
    row = ReviewExtension.objects.get(request=request)
    assert (row.told_at, row.told_method, row.told_by) == (SENT_AT.replace(hour=0), "post", alice)
    item = DueItem.objects.get(source=request.pk, code="review_update", settled_at=None)
    assert (item.rule, item.started_on) == ("review_update", SENT_AT.date())


def test_of_two_open_letters_on_one_review_only_one_goes_and_each_page_says_so(
    allocated: ReviewRequest, known: Victim, alice: Person, sam: Person, rita: Person, sign_in: Any
) -> None:
    request = extend(rita, allocated, NEXT)
    letter, other = begin(alice, request), begin(alice, request, about="acknowledgement")
    letter = services.sign_off_letter(by=sam, letter=letter, at=SOON)
    officer = sign_in(alice)
    for one, beside in ((letter, other), (other, letter)):
        page = officer.get(f"/letters/{one.pk}/").content.decode()
        assert f'href="/letters/{beside.pk}/">letter {beside.number}' in page
    with pytest.raises(NotAllowed, match="on the same matter is open too, and only one of them goes"):
        send(alice, letter)
    services.drop_letter(by=alice, letter=other, at=SENT_AT)
    assert send(alice, letter).status == "sent"


def test_words_that_speak_of_a_relation_are_pointed_out_before_anybody_signs(
    asked: ReviewRequest, known: Victim, alice: Person, sign_in: Any
) -> None:
    letter, officer = begin(alice, asked), sign_in(alice)
    warned = "may speak of somebody else of the case"
    here = f"/letters/{letter.pk}/"
    assert warned not in officer.get(here).content.decode()
    edit(alice, letter, reasons="We spoke with your Sister and her best friend.", personal="", at=LATER)
    page = officer.get(f"{here}sign-off/")
    assert page.status_code == 403  # the writer never signs
    shown = officer.get(here).content.decode()
    assert f"{warned}: Sister, best friend" in shown
    speaks(alice, known)
    edit(alice, letter, reasons="Your daughter is heard.", personal="", addressee="spokesperson", at=LATER)
    assert warned not in officer.get(here).content.decode()
    edit(alice, letter, reasons="آپ کی بہن سے بات ہوئی۔", personal="", language="ur", at=LATER)
    assert f"{warned}: بہن" in officer.get(here).content.decode()


def test_a_letter_that_the_review_has_overtaken_does_not_go_and_its_page_says_so_before(
    allocated: ReviewRequest, known: Victim, alice: Person, sam: Person, rita: Person, sign_in: Any
) -> None:
    request = extend(rita, allocated, NEXT)
    letter = services.sign_off_letter(by=sam, letter=begin(alice, request), at=SOON)
    page, officer = f"/letters/{letter.pk}/", sign_in(alice)
    assert "does not stand" not in officer.get(page).content.decode()
    rang = SOON + timedelta(minutes=1)
    services.record_review_update(by=rita, request=request, told_at=rang, method="phone", at=rang)
    extend(rita, request, AFTER_NEXT, at=rang)
    why = "the date that it gives is not the one that stands"
    assert why in officer.get(page).content.decode()
    assert why in officer.get(f"/api/v1/decision-letters/{letter.pk}/").json()["changed_since"]
    with pytest.raises(NotAllowed, match=why):
        send(alice, letter)
    services.decide_review(by=rita, request=request, outcome="upheld", reasons=WHY, at=SENT_AT)
    for about in ("acknowledgement", "extension"):
        with pytest.raises(NotAllowed, match="This review is decided: write to them what it came to"):
            begin(alice, request, about=about, at=SENT_AT)
    with pytest.raises(NotAllowed, match="Drop this letter"):
        send(alice, letter)
    assert begin(alice, request, at=SENT_AT).about == "outcome"


def test_the_form_offers_what_may_be_said_and_refuses_the_rest_in_words(
    asked: ReviewRequest, known: Victim, alice: Person, sign_in: Any
) -> None:
    here, officer = f"/right-to-review/{asked.pk}/", sign_in(alice)
    assert f"{here}letters/new/" in officer.get(here).content.decode()
    form = officer.get(f"{here}letters/new/").content.decode()
    assert "That a request for a review came" in form
    assert "What the review came to" not in form
    typed = {"about": "outcome", "way": "post", "variant": "plain", "language": "en", "version": "1"}
    refused = officer.post(f"{here}letters/new/", typed)
    assert refused.status_code in {403, 422}
    assert "This review is not decided yet" in refused.content.decode()
    with pytest.raises(Invalid, match="Choose what the letter tells"):
        begin(alice, asked, about="decision")


@pytest.mark.parametrize("about", ["acknowledgement", "extension"])
def test_urdu_easy_read_is_held_back_until_somebody_checked_it(
    allocated: ReviewRequest,
    known: Victim,
    alice: Person,
    sam: Person,
    ada: Person,
    rita: Person,
    about: str,
) -> None:
    request = extend(rita, allocated, NEXT)
    drafted = begin(alice, request, about=about, language="ur", variant="easy_read")
    letter = edit(alice, drafted, reasons=URDU, personal="", at=LATER)
    with pytest.raises(NotAllowed, match="Nobody has checked the Urdu words"):
        services.sign_off_letter(by=sam, letter=letter, at=SOON)
    checked(ada, at=LATER)
    pdf = opened_pdf(services.sign_off_letter(by=sam, letter=letter, at=SOON))
    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], tags_in(pdf).count("/H1")) == ("ur", 1)
    assert NAME in text_in(pdf)


@pytest.mark.parametrize("language", list(LetterLanguage))
def test_easy_read_is_another_text_and_a_right_that_came_back_is_told_as_one(
    language: LetterLanguage,
) -> None:
    letters = samples(language, LATER.date())
    half = len(letters) // 2
    full, easy = letters[:half], letters[half:]
    assert {one.variant.value for one in easy} == {"easy_read"}
    assert all(one.parts != other.parts for one, other in zip(full, easy, strict=True))
    texts = [" ".join(part.text for part in one.parts) for one in full]
    assert len(set(texts)) == len(texts)  # every fact has its own words, the right that came back among them


def test_the_table_knows_what_a_letter_is_about(asked: ReviewRequest, known: Victim, alice: Person) -> None:
    from rasso_tracker.audit.doors import open_door
    from tests.refusals import refused_by_table

    letter = begin(alice, asked)
    for change in ({"about": "decision"}, {"request": None}):
        with refused_by_table("letter_about_a_review_or_not"), open_door("test"):
            DecisionLetter.objects.filter(pk=letter.pk).update(**change)


# Who asked


WHERE_ASKED = ("received your request", "Thank you for asking", "You asked us", "your message")
TELLS = {
    "acknowledgement": "We are looking again at our decision",
    "extension": "We are looking again at our decision",
    "outcome": "We have looked again at our decision",
}
FIRST = RECEIVED_AT - timedelta(days=5)


def words_in(letter: DecisionLetter) -> str:
    return text_in(opened_pdf(letter))


def brought_to(about: str, request: ReviewRequest, rita: Person) -> ReviewRequest:
    if about == "extension":
        return extend(rita, request, NEXT)
    if about == "outcome":
        services.decide_review(by=rita, request=request, outcome="upheld", reasons=WHY, at=LATER)
    return ReviewRequest.objects.get(pk=request.pk)


@pytest.mark.parametrize("variant", ["plain", "easy_read"])
@pytest.mark.parametrize("about", TELLS)
def test_a_victim_who_did_not_ask_does_not_read_that_they_or_anybody_did(
    about: str,
    variant: str,
    told: Any,
    victim: Victim,
    known: Victim,
    alice: Person,
    dina: Person,
    rita: Person,
    sign_in: Any,
) -> None:
    request = ask(alice, told, victim, asked_by="family")
    services.allocate_review(by=dina, request=request, reviewer=rita, at=LATER)
    request = brought_to(about, request, rita)
    letter = begin(alice, request, about=about, variant=variant)
    shown = sign_in(alice).get(f"/api/v1/decision-letters/{letter.pk}/").json()
    said = words_in(services.sign_off_letter(by=dina, letter=letter, at=SOON))
    for words in (said, " ".join([shown["title"], *shown["paragraphs"]])):
        assert TELLS[about] in words
        assert [
            one for one in (*WHERE_ASKED, "your request", "14 September 2026", "family") if one in words
        ] == []


@pytest.mark.parametrize("about", TELLS)
def test_a_letter_gives_the_day_of_the_victims_own_ask_and_no_other(
    about: str, allocated: ReviewRequest, known: Victim, alice: Person, dina: Person, rita: Person
) -> None:
    services.record_also_asked(
        by=alice,
        request=allocated,
        received_at=FIRST,
        channel="phone",
        asked_by="family",
        hears=False,
        at=LATER,
    )
    request = brought_to(about, ReviewRequest.objects.get(pk=allocated.pk), rita)
    said = words_in(services.sign_off_letter(by=dina, letter=begin(alice, request, about=about), at=SOON))
    assert ("On 14 September 2026 we received your request" in said, "9 September 2026" in said) == (
        True,
        False,
    )


def test_a_victim_who_asked_second_reads_of_their_own_day(
    told: Any, victim: Victim, known: Victim, alice: Person, sam: Person
) -> None:
    request = ask(alice, told, victim, asked_by="family")
    services.record_also_asked(
        by=alice,
        request=request,
        received_at=RECEIVED_AT + timedelta(days=2),
        channel="phone",
        asked_by="victim",
        at=LATER,
    )
    said = words_in(services.sign_off_letter(by=sam, letter=begin(alice, request), at=SOON))
    assert ("On 16 September 2026 we received your request" in said, "14 September" in said) == (True, False)


@pytest.mark.parametrize(("asked_by", "is_named"), [("family", False), ("spokesperson", True)])
def test_whoever_speaks_for_a_victim_reads_of_no_ask_but_theirs_and_the_victims(
    asked_by: str,
    is_named: bool,
    told: Any,
    victim: Victim,
    known: Victim,
    alice: Person,
    sam: Person,
) -> None:
    speaks(alice, known)
    request = ask(alice, told, victim, asked_by=asked_by)
    letter = begin(alice, request, addressee="spokesperson")
    said = words_in(services.sign_off_letter(by=sam, letter=letter, at=SOON))
    assert ("14 September 2026" in said, "the request" in said) == (is_named, is_named)
    assert f"Dear {MOTHER}" in said

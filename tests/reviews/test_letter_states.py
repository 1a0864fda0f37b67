"""Every state of a letter to a victim: what its page says and offers, and what is refused instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter
from reviews.services.sending import Tally, claim_letters, send_letters
from tests.reviews import notify_fake as fakes
from tests.reviews.conftest import OPENED_AT
from tests.reviews.notify_fake import FakeNotify
from tests.reviews.test_letters import NAME, SIGNED_AT, draft, edit, reach, send
from tests.reviews.test_pages import post_json
from victims import services as victims

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ASKED_AT = SIGNED_AT + HOUR
EDIT, SIGN = "Edit the draft", "Sign off the letter"
PRINTED, WENT, NOTIFY = "Record that it is printed", "Record that the letter went", "Send it by GOV.UK Notify"
BACK, DROP = "Take the letter back", "Drop the letter"
DEEDS = {
    EDIT: services.edit_letter,
    SIGN: services.sign_off_letter,
    PRINTED: services.record_letter_printed,
    WENT: services.record_letter_sent,
    NOTIFY: services.send_letter_by_notify,
    BACK: services.take_letter_back,
    DROP: services.drop_letter,
}
VALUES: dict[str, dict[str, Any]] = {
    EDIT: {"way": "post", "variant": "plain", "language": "en", "reasons": "We could not prove it."},
    WENT: {"sent_on": SIGNED_AT.date(), "method": "post", "tells": "first"},
    NOTIFY: {"tells": "first"},
    BACK: {"reason": "Another way is wanted."},
}
NOT_BESIDE = "do not print or send it as well."
TO_POST = "Print and post it, then record that it went. Or send it by GOV.UK Notify."


@dataclass
class Makes:
    """A letter, and what happens to it."""

    decided: Decision
    victim: Victim
    alice: Person
    sam: Person
    notify: FakeNotify

    def draft(self, **given: Any) -> DecisionLetter:
        return edit(self.alice, draft(self.alice, self.decided, self.victim, **given), **given)

    def signed(self, **given: Any) -> DecisionLetter:
        return services.sign_off_letter(by=self.sam, letter=self.draft(**given), at=SIGNED_AT)

    def printed(self) -> DecisionLetter:
        return services.record_letter_printed(by=self.alice, letter=self.signed(), at=ASKED_AT)

    def asked(self, **given: Any) -> DecisionLetter:
        more = {"why_another": "they_agreed"} if given.get("way") == "email" else {}
        letter = self.signed(**given)
        return services.send_letter_by_notify(
            by=self.alice, letter=letter, tells="first", at=ASKED_AT, **more
        )

    def claimed(self) -> DecisionLetter:
        letter = self.asked()
        assert len(claim_letters(at=ASKED_AT, tally=Tally())) == 1
        return letter

    def at_notify(self, status: str, **given: Any) -> DecisionLetter:
        letter = self.asked(**given)
        send_letters(at=ASKED_AT)
        self.notify.becomes(status)
        send_letters(at=ASKED_AT + 3 * MINUTE)
        return letter

    def taken_back(self) -> DecisionLetter:
        return services.take_letter_back(
            by=self.alice, letter=self.asked(), reason="Another way is wanted.", at=ASKED_AT
        )

    def dropped(self) -> DecisionLetter:
        return services.drop_letter(by=self.alice, letter=self.signed(), at=ASKED_AT)

    def handed_over(self) -> DecisionLetter:
        letter = self.signed(way="by_hand")
        return send(self.alice, letter, method="in_person_station", why_another="they_agreed")


@dataclass(frozen=True)
class State:
    makes: Callable[[Makes], DecisionLetter]
    tag: str
    says: str
    offers: frozenset[str]
    notify_says: str = ""

    @staticmethod
    def of(makes: Any, tag: str, says: str, *offers: str, notify: str = "") -> State:
        return State(makes, tag, says, frozenset(offers), notify)


SENT_SAYS = "It went on {} September 2026, and is kept as it went."
GOES = "Goes by GOV.UK Notify"
OPEN = (PRINTED, WENT, NOTIFY, DROP)
STATES = {
    "draft": State.of(
        Makes.draft, "Draft", "Somebody else reads it, and signs it off.", EDIT, SIGN, DROP
    ),
    "signed off, to be posted": State.of(Makes.signed, "Signed off", TO_POST, *OPEN),
    "signed off, by e-mail": State.of(
        lambda makes: makes.signed(way="email"),
        "Signed off",
        "Send it by the force's secure e-mail, then record that it went. Or send it by GOV.UK Notify.",
        WENT, NOTIFY, DROP,
    ),
    "signed off, by hand": State.of(
        lambda makes: makes.signed(way="by_hand"),
        "Signed off",
        "Print it and hand it over, then record that.",
        WENT, DROP,
    ),
    "printed": State.of(
        Makes.printed, "Printed", "It is printed. Post it, then record that it went.", WENT, DROP
    ),
    "waits for Notify": State.of(
        Makes.asked, GOES, f"It waits to be handed to GOV.UK Notify: {NOT_BESIDE}", BACK, notify="Nothing yet"
    ),
    "being handed over": State.of(
        Makes.claimed, GOES, f"It is being handed to GOV.UK Notify: {NOT_BESIDE}", notify="Nothing yet"
    ),
    "looked at there": State.of(
        lambda makes: makes.at_notify("pending-virus-check"),
        GOES, f"GOV.UK Notify has it: {NOT_BESIDE}", notify="The file is looked at there",
    ),
    "created there": State.of(
        lambda makes: makes.at_notify("created", way="email"),
        GOES, f"GOV.UK Notify has it: {NOT_BESIDE}", notify="Waits there to be sent",
    ),
    "sending": State.of(
        lambda makes: makes.at_notify("sending", way="email"),
        GOES, f"GOV.UK Notify has it: {NOT_BESIDE}", notify="On its way to the mailbox",
    ),
    "at the printers": State.of(
        lambda makes: makes.at_notify("accepted"),
        GOES, f"GOV.UK Notify has it: {NOT_BESIDE}", notify="At the printers",
    ),
    "delivered": State.of(
        lambda makes: makes.at_notify("delivered", way="email"),
        "Sent", SENT_SAYS.format(3), notify="In the mailbox",
    ),
    "received": State.of(
        lambda makes: makes.at_notify("received"), "Sent", SENT_SAYS.format(3), notify="Printed and posted"
    ),
    "permanent failure": State.of(
        lambda makes: makes.at_notify("permanent-failure"),
        "Signed off", TO_POST, *OPEN,
        notify="The letter could not be printed.",
    ),
    "came back": State.of(
        lambda makes: makes.at_notify("returned-letter"),
        "Signed off", TO_POST, *OPEN, notify="The letter came back to the sender.",
    ),
    "taken back": State.of(Makes.taken_back, "Signed off", TO_POST, *OPEN, notify="Taken back by Alice"),
    "dropped": State.of(Makes.dropped, "Dropped", "Kept as a record: do not send it."),
    "handed over": State.of(Makes.handed_over, "Sent", SENT_SAYS.format(4)),
}  # fmt: skip


@pytest.fixture
def makes(decided: Decision, victim: Victim, alice: Person, sam: Person, settings: Any) -> Iterator[Makes]:
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim, email="a.person@example.test")
    with fakes.running() as fake:
        settings.RASSO_NOTIFY_API_KEY, settings.RASSO_NOTIFY_URL = fakes.API_KEY, fake.url
        settings.RASSO_NOTIFY_EMAIL_TEMPLATE, settings.RASSO_NOTIFY_TIMEOUT = fakes.TEMPLATE, 1
        yield Makes(decided, victim, alice, sam, fake)


def page_of(browser: Any, letter: DecisionLetter) -> str:
    page = browser.get(reverse("letter_detail", args=[letter.pk])).content.decode()
    return " ".join(unescape(page).split())


def offered(page: str) -> set[str]:
    return {one for one in DEEDS if re.search(rf'role="button"[^>]*>{re.escape(one)}</a>', page)}


@pytest.mark.parametrize("name", STATES)
def test_a_letter_says_and_offers_what_is_so_and_refuses_the_rest(
    name: str, makes: Makes, sign_in: Callable[..., Any]
) -> None:
    state = STATES[name]
    letter = state.makes(makes)
    letter.refresh_from_db()
    officer, second = sign_in(makes.alice), sign_in(makes.sam)
    pages = [page_of(officer, letter), page_of(second, letter)]
    assert offered(pages[1]) == state.offers
    assert offered(pages[0]) == state.offers - {SIGN}  # whoever wrote it does not sign it off
    for page in pages:
        top = page[page.index("<h1") : page.index('class="app-sections"')]
        assert re.findall(r"govuk-tag[^>]*>\s*([^<]+?)\s*</strong>", top) == [state.tag]
        assert f'<p class="govuk-body">{state.says}' in top
        assert ("Open the letter as PDF" in page) is (state.tag != "Draft")
        assert (">GOV.UK Notify</h2>" in page) is bool(state.notify_says)
        assert state.notify_says in page
    shown = officer.get(f"/api/v1/decision-letters/{letter.pk}/").json()
    assert (shown["where_it_stands"], shown["status"]) == (state.says, letter.status)
    before = (letter.status, letter.version)
    for deed, service in DEEDS.items():
        if deed not in state.offers:
            by = makes.sam if deed == SIGN else makes.alice
            with pytest.raises(NotAllowed):
                service(by=by, letter=letter, at=ASKED_AT + HOUR, **VALUES.get(deed, {}))
    letter.refresh_from_db()
    assert (letter.status, letter.version) == before


def test_what_the_page_offers_and_what_it_says_come_of_one_look(
    makes: Makes, sign_in: Callable[..., Any]
) -> None:
    """Between two looks the worker hands a letter over: "Take the letter back" stood beside its new state."""
    letter, browser = makes.asked(), sign_in(makes.alice)
    page_of(browser, letter)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert offered(page_of(browser, letter)) == {BACK}
    looks = [one for one in asked.captured_queries if 'FROM "reviews_lettersending"' in one["sql"]]
    assert len(looks) == 1


def test_a_letter_that_came_back_is_not_said_to_be_unsent(makes: Makes, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(makes.alice)
    page = page_of(browser, makes.at_notify("returned-letter"))
    assert (">Came back</strong>" in page, "Not sent by GOV.UK Notify" in page) == (True, False)


@pytest.mark.parametrize(
    ("makes_it", "to_do"),
    [
        (Makes.asked, " Drop it and draft a new letter. Take it back first."),
        (
            lambda makes: makes.at_notify("accepted"),
            "GOV.UK Notify may send it all the same, and until it says",
        ),
    ],
)
def test_a_letter_on_its_way_that_is_not_true_any_more_says_what_can_be_done(
    makes_it: Any, to_do: str, makes: Makes, sign_in: Callable[..., Any]
) -> None:
    letter = makes_it(makes)
    reach(makes.alice, makes.victim, address="9 Other Street, Leeds, LS1 1AA", at=ASKED_AT)
    browser = sign_in(makes.alice)
    warned = browser.get(f"/api/v1/decision-letters/{letter.pk}/").json()["changed_since"]
    assert warned.startswith("Their address changed after this letter was signed off")
    assert to_do in warned
    assert warned in page_of(browser, letter)


NOT_POST = "Do not print or post it, because of what changed since it was signed off."
IT_WENT = "If it went before that, record when."


def unsafe_post(makes: Makes) -> None:
    """The suspect comes to see the post, and they moved."""
    reach(
        makes.alice,
        makes.victim,
        preferred_method="phone",
        phone="07700 900123",
        address="9 Other Street, Leeds, LS1 1AA",
        forbidden_methods=["post"],
        forbidden_because="suspect",
        at=ASKED_AT + MINUTE,
    )


@pytest.mark.parametrize(
    ("makes_it", "says", "offers"),
    [
        (Makes.signed, f"{NOT_POST} {IT_WENT}", {WENT, DROP}),
        (Makes.printed, f"It is printed. {NOT_POST} {IT_WENT}", {WENT, DROP}),
    ],
)
def test_a_letter_whose_way_is_not_safe_any_more_says_so_everywhere_and_is_not_printed(
    makes_it: Any, says: str, offers: set[str], makes: Makes, sign_in: Callable[..., Any]
) -> None:
    letter = makes_it(makes)
    browser = sign_in(makes.alice)
    went = reverse("record_letter_sent", args=[letter.pk])
    assert f'href="{went}"' in browser.get("/letters/").content.decode()
    unsafe_post(makes)
    page = page_of(browser, letter)
    assert offered(page) == offers
    assert (says in page, "then record that it went" in page) == (True, False)
    shown = browser.get(f"/api/v1/decision-letters/{letter.pk}/").json()
    assert shown["where_it_stands"] == says
    for part in ("Do not reach Victim 1 this way (post): ", "Their address changed after"):
        assert part in shown["changed_since"]
        assert part in page
    listed = browser.get("/letters/").content.decode()
    assert "Open the letter first: it may not go." in listed
    for deed in ("record_letter_printed", "record_letter_sent"):
        assert f'href="{reverse(deed, args=[letter.pk])}"' not in listed
    services.drop_letter(by=makes.alice, letter=letter, at=ASKED_AT + HOUR)


def test_printing_is_refused_by_the_deed_with_the_reason(makes: Makes, sign_in: Callable[..., Any]) -> None:
    letter = makes.signed()
    unsafe_post(makes)
    with pytest.raises(NotAllowed, match=r"Do not reach Victim 1 this way \(post\): "):
        services.record_letter_printed(by=makes.alice, letter=letter, at=ASKED_AT + HOUR)
    browser = sign_in(makes.alice)
    here = reverse("record_letter_printed", args=[letter.pk])
    assert "Do not reach Victim 1 this way" in browser.get(here).content.decode()
    answer = post_json(
        browser,
        f"/api/v1/decision-letters/{letter.pk}/printed/",
        {},
        **{"If-Match": f'"{letter.version}"'},
    )
    assert (answer.status_code, "Do not reach Victim 1" in answer.content.decode()) == (403, True)
    letter.refresh_from_db()
    assert letter.status == "signed_off"


def test_a_letter_to_a_victim_whose_phone_was_corrected_may_go(
    makes: Makes, sign_in: Callable[..., Any]
) -> None:
    letter = makes.signed()
    reach(makes.alice, makes.victim, email="a.person@example.test", phone="07700 900123", at=ASKED_AT)
    assert offered(page_of(sign_in(makes.alice), letter)) == set(OPEN)
    printed = services.record_letter_printed(by=makes.alice, letter=letter, at=ASKED_AT + HOUR)
    assert printed.status == "printed"


def test_the_list_looks_once_however_many_letters_wait(makes: Makes, sign_in: Callable[..., Any]) -> None:
    makes.signed()
    browser = sign_in(makes.alice)
    with CaptureQueriesContext(connection) as asked:
        browser.get("/letters/")
    looks = [one for one in asked.captured_queries if 'FROM "victims_contactdetails"' in one["sql"]]
    assert len(looks) == 1

"""Letters that GOV.UK Notify carries, against a stand-in that is a real server with its routes and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.messages import health
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, SweepRun
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter, LetterCopy, LetterSending, Notification, RightTold
from reviews.sealed import text_of
from reviews.services.letters import pdf_of
from reviews.services.sending import GIVE_UP_AFTER, KEPT_BY_NOTIFY, LEASE, Tally, claim_letters, send_letters
from tests.reviews import notify_fake as fakes
from tests.reviews.conftest import OPENED_AT, tell
from tests.reviews.notify_fake import FakeNotify
from tests.reviews.test_letters import NAME, SIGNED_AT, draft, edit, reach, send
from tests.stories import story
from victims import services as victims

ASKED_AT = SIGNED_AT + timedelta(hours=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EMAIL = "a.person@example.test"
SignIn = Callable[..., Any]


@pytest.fixture
def notify(settings: Any) -> Iterator[FakeNotify]:
    with fakes.running() as fake:
        settings.RASSO_NOTIFY_API_KEY, settings.RASSO_NOTIFY_URL = fakes.API_KEY, fake.url
        settings.RASSO_NOTIFY_EMAIL_TEMPLATE, settings.RASSO_NOTIFY_TIMEOUT = fakes.TEMPLATE, 1
        yield fake


@story
def known(victim: Victim, alice: Person) -> Victim:
    victims.record_identity(by=alice, victim=victim, name=NAME, at=OPENED_AT)
    reach(alice, victim, email=EMAIL)
    return victim


@story
def signed(decided: Decision, known: Victim, alice: Person, sam: Person) -> DecisionLetter:
    return signed_off(decided, known, alice, sam)


def signed_off(decided: Decision, known: Victim, alice: Person, sam: Person, **given: Any) -> DecisionLetter:
    drafted = edit(alice, draft(alice, decided, known, **given))
    return services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)


def ask(by: Person, letter: DecisionLetter, **given: Any) -> LetterSending:
    values = {"tells": "first", "at": ASKED_AT, **given}
    services.send_letter_by_notify(by=by, letter=letter, **values)
    return LetterSending.objects.get(letter=letter, ended_at__isnull=True)


def after(row: LetterSending) -> tuple[str, str]:
    row.refresh_from_db()
    row.letter.refresh_from_db()
    return row.state, row.letter.status


# The way it goes


def test_a_posted_letter_is_the_pdf_that_was_signed_off_and_is_sent_once_it_is_dispatched(
    signed: DecisionLetter, decided: Decision, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    assert after(row) == ("waiting", "with_notify")
    send_letters(at=ASKED_AT)
    kept = notify.one()
    assert (kept["reference"], kept["type"]) == (str(row.pk), "letter")
    assert kept["pdf"] == pdf_of(LetterCopy.objects.get(letter=signed))
    assert after(row) == ("with_notify", "with_notify")
    notify.becomes("accepted")
    send_letters(at=ASKED_AT + 3 * MINUTE)
    assert (after(row), row.notify_status) == (("with_notify", "with_notify"), "accepted")
    notify.becomes("received", completed_at="2026-09-04T06:30:00.000000Z")
    send_letters(at=ASKED_AT + 26 * HOUR)
    assert after(row) == ("done", "sent")
    assert (row.letter.sent_on.isoformat(), row.letter.sent_method) == ("2026-09-04", "post")
    assert row.letter.sent_recorded_by == alice
    notice = Notification.objects.get(decision=decided)
    assert (notice.method, notice.follow_up, notice.told_by) == ("post", "letter_told", alice)
    assert RightTold.objects.get(decision=decided).letter == signed
    send_letters(at=ASKED_AT + 40 * HOUR)
    assert len(notify.sent) == 1


def test_an_email_carries_a_reference_and_a_link_that_asks_who_opens_it(
    decided: Decision, known: Victim, alice: Person, sam: Person, notify: FakeNotify
) -> None:
    letter = signed_off(decided, known, alice, sam, way="email")
    with pytest.raises(Invalid, match="They had asked for another way"):
        ask(alice, letter)
    row = ask(alice, letter, why_another="they_agreed")
    send_letters(at=ASKED_AT)
    kept = notify.one()
    assert (kept["to"], kept["given"]["reference"]) == (EMAIL, str(row.pk)[-8:])
    assert kept["link"]["confirm_email_before_download"] is True
    assert kept["pdf"] == pdf_of(LetterCopy.objects.get(letter=letter))
    assert set(kept["given"]) == {"reference", "link_to_file"}  # nothing of victim or case
    notify.becomes("delivered")
    send_letters(at=ASKED_AT + 3 * MINUTE)
    assert after(row) == ("done", "sent")
    assert row.letter.sent_method == "email"
    notice = Notification.objects.get(decision=decided)
    assert (notice.method, notice.wanted_method, notice.why_another) == ("email", "post", "they_agreed")


def test_a_letter_that_follows_the_telling_puts_it_in_writing(
    decided: Decision, known: Victim, alice: Person, sam: Person, notify: FakeNotify
) -> None:
    told = tell(alice, decided, known, follow_up="letter")
    signed = signed_off(decided, known, alice, sam)
    row = ask(alice, signed, tells="follows")
    send_letters(at=ASKED_AT)
    notify.becomes("received")
    send_letters(at=ASKED_AT + 3 * MINUTE)
    assert after(row) == ("done", "sent")
    assert Notification.objects.get(pk=told.pk).told_at == told.told_at


# Who may, and when


def test_off_unless_the_force_set_it_up(signed: DecisionLetter, alice: Person, settings: Any) -> None:
    assert settings.RASSO_NOTIFY_API_KEY == ""
    with pytest.raises(NotAllowed, match=r"do not go by GOV\.UK Notify in this way here"):
        ask(alice, signed)
    assert send_letters(at=ASKED_AT) is None
    assert not SweepRun.objects.filter(kind="letters by GOV.UK Notify").exists()


def test_email_is_off_without_a_template(
    decided: Decision, known: Victim, alice: Person, sam: Person, notify: FakeNotify, settings: Any
) -> None:
    settings.RASSO_NOTIFY_EMAIL_TEMPLATE = ""
    with pytest.raises(NotAllowed, match=r"do not go by GOV\.UK Notify in this way here"):
        ask(alice, signed_off(decided, known, alice, sam, way="email"))


@pytest.mark.usefixtures("notify")
def test_a_draft_and_a_letter_to_hand_over_do_not_go_by_notify(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    with pytest.raises(NotAllowed, match="is a draft"):
        ask(alice, draft(alice, decided, known))
    with pytest.raises(NotAllowed, match="is to be handed over"):
        ask(alice, signed_off(decided, known, alice, sam, way="by_hand"))


@pytest.mark.usefixtures("notify")
def test_while_notify_has_it_nobody_prints_sends_drops_or_rewrites_it(
    signed: DecisionLetter, decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    row = ask(alice, signed)
    letter = row.letter
    for deed in (services.record_letter_printed, services.drop_letter, services.send_letter_by_notify):
        with pytest.raises(NotAllowed, match=r"This letter goes by GOV\.UK Notify"):
            deed(by=alice, letter=letter, at=ASKED_AT)
    for deed in (send, edit):
        with pytest.raises(NotAllowed, match=r"This letter goes by GOV\.UK Notify"):
            deed(alice, letter)
    with pytest.raises(NotAllowed, match=r"This letter goes by GOV\.UK Notify"):
        services.sign_off_letter(by=sam, letter=letter, at=ASKED_AT)
    with pytest.raises(NotAllowed, match=r"Letter 1 is with GOV\.UK Notify"):
        draft(alice, decided, known, at=ASKED_AT)


@pytest.mark.usefixtures("notify")
def test_an_unsafe_or_changed_address_is_refused_before_anything_is_asked_of_notify(
    signed: DecisionLetter, known: Victim, alice: Person, notify: FakeNotify
) -> None:
    reach(alice, known, email=EMAIL, unsafe_addresses="1 Example Street, Leeds, LS1 1AA", at=SIGNED_AT)
    reach(alice, known, address="9 Other Road, Leeds, LS9 9ZZ", email=EMAIL, at=SIGNED_AT)
    with pytest.raises(Invalid) as refused:
        ask(alice, signed)
    assert set(refused.value.fields) == {"way"}
    assert "address changed" in refused.value.fields["way"]
    assert notify.asked == []


@pytest.mark.parametrize(
    "address", ["1 Example Street, Leeds", "LS1 1AA, 1 Example Street", "1 Old Road, LS1"]
)
def test_an_address_that_notify_cannot_post_to_is_refused_before_anything_is_asked(
    address: str,
    decided: Decision,
    known: Victim,
    alice: Person,
    sam: Person,
    notify: FakeNotify,
    sign_in: SignIn,
) -> None:
    reach(alice, known, address=address)
    letter = signed_off(decided, known, alice, sam)
    with pytest.raises(Invalid, match="whose last line is a postcode"):
        ask(alice, letter)
    typed = {"version": str(letter.version), "tells": "first"}
    page = sign_in(alice).post(reverse("send_letter_by_notify", args=[letter.pk]), typed)
    assert (page.status_code, "whose last line is a postcode" in page.content.decode()) == (422, True)
    assert notify.asked == []


def test_an_address_that_became_unsafe_while_it_waited_stops_it(
    signed: DecisionLetter, known: Victim, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    reach(alice, known, address="9 Other Road, Leeds, LS9 9ZZ", email=EMAIL, at=ASKED_AT)
    send_letters(at=ASKED_AT + MINUTE)
    assert after(row) == ("failed", "signed_off")
    assert "address changed" in row.fault
    assert notify.asked == []


# Once and no more


def test_a_killed_worker_repeats_nothing(signed: DecisionLetter, alice: Person, notify: FakeNotify) -> None:
    """It claimed the letter, Notify took it, and the worker died before it marked that."""
    row = ask(alice, signed)
    (claim,) = claim_letters(at=ASKED_AT, tally=Tally())
    notify.answer("POST", "/v2/notifications/letter", {}, posted(claim.sending, claim.pdf))
    send_letters(at=ASKED_AT + MINUTE)  # still leased
    assert len(notify.asked) == 0
    send_letters(at=ASKED_AT + LEASE + MINUTE)
    assert (after(row), len(notify.sent)) == (("with_notify", "with_notify"), 1)
    assert str(row.notify_id) == notify.one()["id"]


def posted(row: LetterSending, pdf: bytes) -> dict[str, str]:
    import base64

    return {"reference": row.reference, "content": base64.b64encode(pdf).decode()}


def test_two_workers_at_once_hand_a_letter_over_once(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    ask(alice, signed)
    (slow,) = claim_letters(at=ASKED_AT, tally=Tally())
    send_letters(at=ASKED_AT + LEASE + MINUTE)  # the lease ran out, and another worker took it
    from reviews.notify import NotNow
    from reviews.services.sending import put_off

    put_off(slow.sending, NotNow("late"), ASKED_AT + LEASE + 2 * MINUTE)  # marks nothing: it was overtaken
    row = LetterSending.objects.get()
    assert (row.state, row.fault, len(notify.sent)) == ("with_notify", "", 1)


@pytest.mark.parametrize("fault", ["drop", "hang", "broken"])
def test_an_answer_that_never_came_is_looked_for_before_anything_is_sent_again(
    fault: str, signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    notify.answers.append({"drop": fakes.DROP, "hang": fakes.HANG, "broken": fakes.BROKEN}[fault])
    send_letters(at=ASKED_AT)
    assert after(row) == ("waiting", "with_notify")
    assert "GOV.UK Notify" in row.fault
    send_letters(at=ASKED_AT + 10 * MINUTE)
    assert notify.asked[:2] == ["POST /v2/notifications/letter", "GET /v2/notifications"]
    assert (after(row), row.fault, len(notify.sent)) == (("with_notify", "with_notify"), "", 1)


def test_what_notify_does_not_take_in_four_hours_goes_back_to_people_once_it_is_known_not_to_be_there(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    late = ASKED_AT + GIVE_UP_AFTER
    for at in (ASKED_AT, late):
        notify.answers.append(fakes.BROKEN)
        send_letters(at=at)
    assert after(row) == ("waiting", "with_notify")  # the look failed too: nobody knows
    send_letters(at=late + HOUR)
    assert (after(row), notify.sent) == (("failed", "signed_off"), [])
    send(alice, row.letter)  # by hand, as before
    assert after(row)[1] == "sent"


# Faults that people see


def hearing() -> dict[str, str]:
    rows = Message.objects.filter(kind="letter_not_sent", handled_at__isnull=True).select_related("recipient")
    return {one.recipient.username: one.path for one in rows}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            fakes.error(400, "BadRequestError", "Letter content is not a valid PDF"),
            "GOV.UK Notify did not take it: BadRequestError: Letter content is not a valid PDF",
        ),
        (
            fakes.error(400, "ValidationError", "email_address Not a valid email address"),
            "GOV.UK Notify did not take it: ValidationError: email_address Not a valid email address",
        ),
    ],
)
def test_what_notify_will_never_take_goes_back_and_whoever_asked_hears(
    answer: fakes.Answer,
    words: str,
    signed: DecisionLetter,
    alice: Person,
    notify: FakeNotify,
    sign_in: SignIn,
) -> None:
    row = ask(alice, signed)
    notify.answers.append(answer)
    send_letters(at=ASKED_AT)
    assert (after(row), row.fault) == (("failed", "signed_off"), words)
    deliver(at=ASKED_AT)
    assert hearing() == {"alice": f"/letters/{signed.pk}/"}
    page = sign_in(alice).get(reverse("letter_detail", args=[signed.pk])).content.decode()
    assert words in page
    assert reverse("send_letter_by_notify", args=[signed.pk]) in page
    ask(alice, row.letter, at=ASKED_AT + MINUTE)
    assert hearing() == {}


@pytest.mark.parametrize("status", ["validation-failed", "virus-scan-failed", "returned-letter", "cancelled"])
def test_a_letter_that_was_handed_over_and_did_not_go_goes_back(
    status: str, signed: DecisionLetter, decided: Decision, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    send_letters(at=ASKED_AT)
    notify.becomes(status)
    send_letters(at=ASKED_AT + 3 * MINUTE)
    assert (after(row), row.notify_status) == (("failed", "signed_off"), status)
    assert Notification.objects.get(decision=decided).told_at is None


@pytest.mark.parametrize("answer", [fakes.KEY_REFUSED, fakes.TOO_FAST, fakes.DAY_IS_FULL, fakes.ON_TRIAL])
def test_what_the_service_refuses_is_no_letters_fault_and_the_administrator_sees_it(
    answer: fakes.Answer,
    signed: DecisionLetter,
    alice: Person,
    adam: Person,
    notify: FakeNotify,
    sign_in: SignIn,
) -> None:
    row = ask(alice, signed)
    notify.answers.append(answer)
    run = send_letters(at=ASKED_AT)
    assert run is not None
    said = answer[1]["errors"][0]["message"]
    assert [said in words for words in run.skipped] == [True]
    assert (after(row), row.tries) == (("waiting", "with_notify"), 0)
    page = sign_in(adam).get(reverse("message_runs")).content.decode()
    assert said.split(" - ")[0] in page
    send_letters(at=ASKED_AT + 9 * HOUR)  # by then four hours are over, and nothing was ever handed over
    assert (after(row), notify.sent) == (("failed", "signed_off"), [])


def test_the_real_token_is_checked_and_a_wrong_key_is_said(
    signed: DecisionLetter, alice: Person, notify: FakeNotify, settings: Any
) -> None:
    settings.RASSO_NOTIFY_API_KEY = f"x-{fakes.SERVICE_ID}-{fakes.SERVICE_ID}"
    row = ask(alice, signed)
    send_letters(at=ASKED_AT)
    row.refresh_from_db()
    assert row.fault.startswith("GOV.UK Notify refused the key: AuthError")
    settings.RASSO_NOTIFY_API_KEY = fakes.API_KEY
    send_letters(at=ASKED_AT + HOUR)
    assert len(notify.sent) == 1


def test_letters_that_wait_for_an_hour_are_an_alarm(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    ask(alice, signed)
    notify.answers.append(fakes.KEY_REFUSED)
    send_letters(at=ASKED_AT)
    said = "1 things are past their date and the letters by GOV.UK Notify run wrote nothing."
    assert said not in health.state(ASKED_AT + MINUTE).reasons
    assert said in health.state(ASKED_AT + 2 * HOUR).reasons


def test_what_notify_forgot_is_said_and_not_sent_again(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    send_letters(at=ASKED_AT)
    notify.forget()
    send_letters(at=ASKED_AT + HOUR)
    assert after(row) == ("with_notify", "with_notify")
    send_letters(at=ASKED_AT + KEPT_BY_NOTIFY + HOUR)
    assert after(row) == ("failed", "signed_off")
    assert "Ask whoever looks after the service" in row.fault
    assert notify.sent == []


# Page and API


@pytest.mark.usefixtures("notify")
def test_every_fault_of_it_is_said_at_once_on_the_page_and_by_api(
    decided: Decision, known: Victim, alice: Person, sam: Person, ivy: Person, sign_in: SignIn
) -> None:
    """What it is to them, whom they hear it after, their own way and where it goes: never in rounds."""
    reach(alice, known, address="1 Example Street, Leeds", preferred_method="phone", phone="07700 900123")
    victims.share_with_isva(
        by=alice, victim=known, isva=ivy, consented_on=OPENED_AT.date(), at=ASKED_AT - 2 * MINUTE
    )
    letter = signed_off(decided, known, alice, sam)
    wanted = {"tells", "order_reason", "why_another", "way"}
    with pytest.raises(Invalid) as refused:
        ask(alice, letter, tells="")
    assert set(refused.value.fields) == wanted
    client = sign_in(alice)
    page = client.post(reverse("send_letter_by_notify", args=[letter.pk]), {"version": letter.version})
    words = unescape(page.content.decode())
    assert page.status_code == 422
    answer = client.post(
        f"/api/v1/decision-letters/{letter.pk}/by-notify/",
        {},
        content_type="application/json",
        headers={"If-Match": f'"{letter.version}"'},
    )
    assert (answer.status_code, set(answer.json()["fields"])) == (400, wanted)
    assert [said for said in refused.value.fields.values() if said not in words] == []
    assert not LetterSending.objects.exists()


@pytest.mark.usefixtures("notify")
def test_what_a_letter_is_to_them_is_never_marked_as_optional(
    signed: DecisionLetter, alice: Person, sign_in: SignIn
) -> None:
    for deed in ("send_letter_by_notify", "record_letter_sent"):
        page = sign_in(alice).get(reverse(deed, args=[signed.pk])).content.decode()
        assert ("What is this letter to them?" in page, "to them? (optional)" in page) == (True, False)


def test_a_missing_postcode_is_said_before_anybody_asks_for_it(
    decided: Decision, known: Victim, alice: Person, sam: Person, notify: FakeNotify, sign_in: SignIn
) -> None:
    said = "the last line of the address on record is not a postcode"
    client, mend = sign_in(alice), reverse("record_contact_details", args=[known.pk])

    def says(name: str) -> bool:
        page = client.get(reverse(name, args=[letter.pk])).content.decode()
        assert (said in page) is (f'href="{mend}"' in page)
        return said in page

    reach(alice, known, address="1 Example Street, Leeds")
    letter = edit(alice, draft(alice, decided, known))
    assert says("letter_detail")
    letter = services.sign_off_letter(by=sam, letter=letter, at=SIGNED_AT)
    assert (says("letter_detail"), says("send_letter_by_notify")) == (True, True)
    services.drop_letter(by=alice, letter=letter, at=SIGNED_AT)
    assert not says("letter_detail")
    reach(alice, known, address="1 Example Street, Leeds, LS1 1AA", at=SIGNED_AT)
    letter = draft(alice, decided, known, at=SIGNED_AT)
    assert not says("letter_detail")


def test_it_is_asked_for_on_the_page_and_by_api(
    signed: DecisionLetter, alice: Person, ivy: Person, notify: FakeNotify, sign_in: SignIn
) -> None:
    client, address = sign_in(alice), reverse("send_letter_by_notify", args=[signed.pk])
    assert client.get(address).status_code == 200
    empty = client.post(address, {"version": str(signed.version)})
    assert empty.context["form"].errors.keys() == {"tells"}
    sent = client.post(address, {"version": str(signed.version), "tells": "first"})
    assert sent.status_code == 302
    send_letters()
    page = client.get(reverse("letter_detail", args=[signed.pk])).content.decode()
    assert "With GOV.UK Notify" in page
    shown = client.get(f"/api/v1/decision-letters/{signed.pk}/").json()
    (told,) = shown["by_notify"]
    assert (shown["status"], told["state"], told["asked_by"]) == ("with_notify", "with_notify", "alice")
    again = client.post(
        f"/api/v1/decision-letters/{signed.pk}/by-notify/",
        {"tells": "first"},
        content_type="application/json",
        headers={"If-Match": f'"{signed.version + 1}"'},
    )
    assert again.status_code == 403
    assert sign_in(ivy).get(address).status_code == 404


# What cannot be


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("letter_sending_ended_together", {"state": "lost"}),
        ("letter_sending_ended_together", {"state": "waiting", "next_try_at": None}),
        ("letter_sending_handed_together", {"notify_status": "created"}),
        ("letter_sending_state_fits", {"state": "with_notify"}),
        ("letter_sending_failed_says_why", {"state": "failed", "next_try_at": None, "ended_at": ASKED_AT}),
        ("letter_sending_by_post_or_email", {"way": "by_hand"}),
        ("letter_sending_tells_known", {"tells": "all"}),
        (
            "letter_sending_in_order",
            {"state": "failed", "fault": "x", "next_try_at": None, "ended_at": SIGNED_AT},
        ),
    ],
)
@pytest.mark.usefixtures("notify")
def test_the_database_refuses_what_cannot_be(
    name: str, values: dict[str, Any], signed: DecisionLetter, alice: Person
) -> None:
    row = ask(alice, signed)
    with (
        open_door("a test tries what cannot be"),
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
    ):
        LetterSending.objects.filter(pk=row.pk).update(**values)


@pytest.mark.usefixtures("notify")
def test_one_letter_is_with_notify_once(signed: DecisionLetter, alice: Person) -> None:
    row = ask(alice, signed)
    with (
        open_door("a test tries it twice"),
        pytest.raises(IntegrityError, match="letter_sending_one_open"),
        transaction.atomic(),
    ):
        LetterSending(
            case=row.case,
            letter=row.letter,
            way="post",
            asked_at=ASKED_AT,
            asked_by=alice,
            next_try_at=ASKED_AT,
        ).save(force_insert=True)


# Taking it back


def test_a_letter_that_waits_is_taken_back_with_a_reason_and_never_handed_over(
    signed: DecisionLetter, alice: Person, notify: FakeNotify, sign_in: SignIn
) -> None:
    row = ask(alice, signed)
    client, page = sign_in(alice), f"/letters/{signed.pk}/"
    back = reverse("take_letter_back", args=[signed.pk])
    assert back in client.get(page).content.decode()
    signed.refresh_from_db()
    empty = client.post(back, {"version": signed.version, "reason": " "})
    assert (empty.status_code, after(row)) == (422, ("waiting", "with_notify"))
    services.take_letter_back(by=alice, letter=signed, reason="She rang: she moves.", at=ASKED_AT + MINUTE)
    assert after(row) == ("taken_back", "signed_off")
    send_letters(at=ASKED_AT + 2 * MINUTE)
    assert notify.sent == []
    assert "She rang: she moves." in client.get(page).content.decode()
    kept = client.get(f"/api/v1/decision-letters/{signed.pk}/").json()["by_notify"][0]
    assert (kept["taken_back_by"], kept["taken_back_reason"]) == ("alice", "She rang: she moves.")
    again = ask(alice, signed, at=ASKED_AT + HOUR)  # it may be asked for anew
    assert after(again) == ("waiting", "with_notify")


def test_one_that_the_service_has_or_may_have_is_never_taken_back(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    claim_letters(at=ASKED_AT, tally=Tally())  # the worker holds it at this moment
    with pytest.raises(NotAllowed, match=r"nobody knows yet whether GOV\.UK Notify has it"):
        services.take_letter_back(by=alice, letter=signed, reason="She moves.", at=ASKED_AT + MINUTE)
    send_letters(at=ASKED_AT + LEASE)
    with pytest.raises(NotAllowed, match=r"GOV\.UK Notify has this letter, so it cannot be taken back"):
        services.take_letter_back(by=alice, letter=signed, reason="She moves.", at=ASKED_AT + HOUR)
    assert after(row) == ("with_notify", "with_notify")
    with pytest.raises(IntegrityError, match="letter_sending_"), transaction.atomic(), open_door("test"):
        LetterSending.objects.filter(pk=row.pk).update(state="taken_back", ended_at=ASKED_AT + HOUR)


def test_what_was_refused_outright_may_be_taken_back(
    signed: DecisionLetter, alice: Person, notify: FakeNotify
) -> None:
    row = ask(alice, signed)
    notify.answers.append(fakes.KEY_REFUSED)
    send_letters(at=ASKED_AT)
    services.take_letter_back(by=alice, letter=signed, reason="We post it.", at=ASKED_AT + MINUTE)
    assert after(row) == ("taken_back", "signed_off")


@pytest.mark.usefixtures("notify")
def test_one_that_goes_nowhere_has_nothing_to_take_back(signed: DecisionLetter, alice: Person) -> None:
    with pytest.raises(NotAllowed, match=r"does not wait for GOV\.UK Notify"):
        services.take_letter_back(by=alice, letter=signed, reason="It stays.", at=ASKED_AT)


def test_why_they_hear_before_whoever_supports_them_goes_with_the_letter(
    signed: DecisionLetter, decided: Decision, known: Victim, alice: Person, ivy: Person, notify: FakeNotify
) -> None:
    victims.share_with_isva(
        by=alice, victim=known, isva=ivy, consented_on=OPENED_AT.date(), at=ASKED_AT - 2 * MINUTE
    )
    with pytest.raises(Invalid) as refused:
        ask(alice, signed)
    assert list(refused.value.fields) == ["order_reason"]
    ask(alice, signed, order_reason="They asked for the letter at once.")
    send_letters(at=ASKED_AT)
    notify.becomes("received")
    send_letters(at=ASKED_AT + 26 * HOUR)
    notice = Notification.objects.get(decision=decided)
    assert text_of(notice, "order_reason") == "They asked for the letter at once."

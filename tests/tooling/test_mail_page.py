"""The page of the demo's e-mail: it shows what was sent, and exists in a demo only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rasso_tracker.mailsink.box import MailBox
from rasso_tracker.people.models import Person

LETTER = (
    b"From: tracker@force.example\r\nTo: bob@force.example\r\nSubject: Review date passed <b>\r\n"
    b"Message-ID: <7@force.example>\r\n\r\nSign in to see which plan.\r\n\r\nNothing else is said here.\r\n"
)
SignIn = Callable[[Person], Client]


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> MailBox:
    settings.RASSO_DEMO = True
    settings.RASSO_MAIL_DIR = str(tmp_path)
    return MailBox(tmp_path)


def test_mail_page_lists_the_newest_message_first(box: MailBox, alice: Person, sign_in: SignIn) -> None:
    box.keep(LETTER.replace(b"Review date passed <b>", b"Older one"))
    newest = box.keep(LETTER)
    page = sign_in(alice).get("/demo/mail/").content.decode()
    assert page.index("Review date passed &lt;b&gt;") < page.index("Older one")
    assert f"/demo/mail/{newest}/" in page
    assert "2 messages" in page


def test_mail_page_says_so_when_nothing_was_sent(box: MailBox, alice: Person, sign_in: SignIn) -> None:
    assert "No message has been sent yet" in sign_in(alice).get("/demo/mail/").content.decode()


def test_message_page_shows_each_paragraph(box: MailBox, alice: Person, sign_in: SignIn) -> None:
    name = box.keep(LETTER)
    page = sign_in(alice).get(f"/demo/mail/{name}/").content.decode()
    assert "Sign in to see which plan.</p>" in page
    assert "Nothing else is said here.</p>" in page
    assert "&lt;7@force.example&gt;" in page


@pytest.mark.parametrize(
    "headers",
    [b"", b"Content-Type: text/plain; charset=klingon\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n"],
)
def test_message_that_is_oddly_made_is_still_shown(
    headers: bytes, box: MailBox, alice: Person, sign_in: SignIn
) -> None:
    name = box.keep(headers + b"Subject: odd\r\n\r\n\xff\x00 odd\r\n")
    assert sign_in(alice).get(f"/demo/mail/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["none", "1-1", "..%2F..%2Fsecrets", "1795526905517024656-1"])
def test_message_that_is_not_there_answers_404(
    name: str, box: MailBox, alice: Person, sign_in: SignIn
) -> None:
    assert sign_in(alice).get(f"/demo/mail/{name}/").status_code == 404


def test_real_database_has_no_mail_page(box: MailBox, alice: Person, sign_in: SignIn, settings: Any) -> None:
    settings.RASSO_DEMO = False
    assert sign_in(alice).get("/demo/mail/").status_code == 404


def test_mail_page_sends_a_stranger_to_the_sign_in_page(box: MailBox, client: Client) -> None:
    assert client.get("/demo/mail/")["Location"] == "/accounts/login/?next=/demo/mail/"

"""An e-mail as it goes over the line: what any mail reader takes out of it is what was put in."""

from __future__ import annotations

from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasso_tracker.messages.composing import LINE, written
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.messages.conftest import MONDAY_NOON

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f"), max_size=300)
LINES = st.lists(WORDS, max_size=6).map("\n".join)


def email_of(subject: str, body: str, address: str = "alice@example.test") -> tuple[bytes, EmailMessage]:
    row = Message(message_id_header="<one@rasso.example>")
    content = written(row, Person(name="Alice", email=address), subject, body).content
    read = message_from_bytes(content, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return content, read


@given(WORDS.filter(lambda one: not any(ord(c) in range(0x80, 0xA1) for c in one)), LINES)
def test_a_reader_finds_the_subject_and_the_text(subject: str, body: str) -> None:
    content, read = email_of(subject, body)
    assert str(read["subject"] or "").split() == subject.split()
    assert read.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")
    assert (read["to"], read["message-id"]) == ("alice@example.test", "<one@rasso.example>")
    assert read["auto-submitted"] == "auto-generated"
    assert [type(one) for one in read.defects] == []
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert content.isascii()


def test_a_long_subject_is_folded_between_words() -> None:
    subject = "R/2026/000123: " + "Return the items or set a new date " * 4
    content, read = email_of(subject, "Text.")
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, head)) <= LINE
    assert read["subject"] == " ".join(subject.split())


@pytest.mark.parametrize(
    "address",
    ["", "alice", "alice@example.test\nBcc: all@example.test", "a b@example.test", "<a@b>", "é@b.test"],
)
def test_an_address_that_cannot_be_written_down_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="written down"):
        email_of("Subject", "Text.", address)


def test_a_domain_of_another_alphabet_is_written_as_the_mail_relays_know_it() -> None:
    assert email_of("Subject", "Text.", "alice@bücher.example")[1]["to"] == "alice@xn--bcher-kva.example"


@pytest.mark.usefixtures("noon")
def test_its_date_is_the_moment_at_which_it_was_written() -> None:
    said = email_of("Subject", "Text.")[1]["date"].datetime  # "-0000" is read without a zone
    assert said.replace(tzinfo=UTC) == MONDAY_NOON

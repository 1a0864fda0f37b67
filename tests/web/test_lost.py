"""Words sent about a record that is out of reach now come back, to be copied, and nothing of the record."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.people.models import Person
from rasso_tracker.web.fields import PlainText
from rasso_tracker.web.lost import typed_words
from rasso_tracker.web.surfaces import Surface
from tests.stories import story
from tests.victims.conftest import LATER, OPENED_AT, on, open_case
from victims import services
from victims.forms import ContactForm
from victims.surfaces import ON_VICTIM

SignIn = Callable[..., Client]
WORDS = 'She is <b>well</b>.\r\nShe wants "to wait" till May.'
SENT = {"direction": "in", "reached": "yes", "method": "phone", "about": "support", "summary": WORDS}


def box(page: str) -> str:
    found = re.search(r"<textarea[^>]* readonly[^>]*>(.*?)</textarea>", page, re.S)
    assert found, page
    return unescape(found[1])


@story
def case(alice: Person) -> Case:
    return open_case(alice)


@story
def victim(case: Case, alice: Person) -> Victim:
    victim = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    services.record_identity(by=alice, victim=victim, name="Canary Kestrel", at=OPENED_AT)
    return victim


def test_an_isva_whose_access_ended_while_she_wrote_gets_her_words_back(
    victim: Victim, alice: Person, ivy: Person, sign_in: SignIn
) -> None:
    support = services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(3).date(), at=on(4))
    isva = sign_in(ivy)
    at = f"/victims/{victim.pk}/contacts/new/"
    assert isva.get(at).status_code == 200
    services.end_isva_support(by=alice, support=support, because="consent", at=LATER)
    answer = isva.post(at, SENT)
    page = answer.content.decode()
    assert (answer.status_code, box(page)) == (404, f"What was said:\n{WORDS}")
    assert "Nothing was recorded: ring the officer in charge" in page
    leaks = ("Canary", "Kestrel", victim.case.reference, victim.label, "alice", "Alice", "consent")
    assert [word for word in leaks if word in page] == []
    assert isva.post(at, {**SENT, "summary": "  "}).content.decode().count("<textarea") == 0


def test_it_says_the_same_of_a_record_that_never_was(
    victim: Victim, ivy: Person, charlie: Person, sign_in: SignIn
) -> None:
    """Else the answer would tell a stranger which records there are."""
    for person in (ivy, charlie):
        browser = sign_in(person)
        pages = [browser.post(f"/victims/{pk}/contacts/new/", SENT) for pk in (victim.pk, uuid.uuid4())]
        assert [one.status_code for one in pages] == [404, 404]
        there, nowhere = (re.sub(r'(nonce|value|content)="[^"]*"', "", one.content.decode()) for one in pages)
        assert there.replace(str(victim.pk), "") == re.sub(r"[0-9a-f-]{36}", "", nowhere)


def test_an_officer_is_sent_to_their_supervisor(victim: Victim, charlie: Person, sign_in: SignIn) -> None:
    page = sign_in(charlie).post(f"/victims/{victim.pk}/contacts/new/", SENT).content.decode()
    assert (box(page), "ring your supervisor" in page) == (f"What was said:\n{WORDS}", True)


def test_the_words_stand_under_their_questions_and_nothing_else_comes_back() -> None:
    sent = QueryDict("summary=One&method=phone&csrfmiddlewaretoken=secret&once=x&other=y")
    assert typed_words(ContactForm, sent) == [("What was said", "One")]


@pytest.mark.parametrize("surface", ON_VICTIM, ids=lambda one: one.name)
def test_every_free_word_of_a_form_on_a_victim_comes_back(
    surface: Surface, victim: Victim, charlie: Person, sign_in: SignIn
) -> None:
    texts = [name for name, one in surface.form.base_fields.items() if isinstance(one, PlainText)]
    at = "/" + surface.page.replace("<uuid:pk>", str(victim.pk))
    page = sign_in(charlie).post(at, {name: f"mine-{name}" for name in texts}).content.decode()
    assert [name for name in texts if f"mine-{name}" not in page] == []

"""A new draft says what it takes the place of, and drops nothing that somebody wrote without a word."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, DecisionLetter, ReviewRequest
from tests.reviews.conftest import LATER
from tests.reviews.test_letter_pages import FORM
from tests.reviews.test_letters import SIGNED_AT, draft, drafted, edit, known, signed
from tests.reviews.test_letters_on_reviews import begin

__all__ = ["drafted", "known", "signed"]
WRITTEN = (
    "Alice wrote in letter 1 to Victim 1, 2 September 2026, 10:00am. Edit that draft, or say that it is"
    " dropped with what was written in it."
)
ASKS = "Drop the draft that somebody wrote in"
SAYS = "Letter 1 to Victim 1 is a draft already, by Alice, "
PAPER = "It was printed: take the paper out of the post, and have it destroyed."


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_draft_that_nobody_wrote_in_gives_way_and_the_form_says_so_before(
    decided: Decision, known: Victim, alice: Person, sign_in: Any
) -> None:
    officer, here = sign_in(alice), f"/decisions/{decided.pk}/letters/new/"
    assert SAYS not in words_of(officer.get(here))
    first = draft(alice, decided, known)
    form = words_of(officer.get(here))
    assert (SAYS in form, ASKS in form) == (True, False)
    assert f'href="/letters/{first.pk}/edit/">Edit letter 1</a>' in form
    second = draft(alice, decided, known, at=LATER)
    first.refresh_from_db()
    assert (first.status, second.number) == ("dropped", 2)


def test_a_draft_that_somebody_wrote_in_is_dropped_only_where_that_is_said(
    decided: Decision, drafted: DecisionLetter, known: Victim, alice: Person, bob: Person, sign_in: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        draft(bob, decided, known, at=SIGNED_AT)
    assert refused.value.fields == {"drops_draft": WRITTEN}
    with pytest.raises(Invalid) as refused:
        draft(bob, decided, known, variant="loud", at=SIGNED_AT)
    assert set(refused.value.fields) == {"drops_draft", "variant"}
    officer, here = sign_in(bob), f"/decisions/{decided.pk}/letters/new/"
    form = words_of(officer.get(here))
    assert (SAYS in form, ASKS in form) == (True, True)
    typed = {"victim": str(known.pk), **FORM}
    answer = officer.post(here, typed)
    assert (answer.status_code, WRITTEN in words_of(answer)) == (422, True)
    by_api = officer.post(
        "/api/v1/decision-letters/", {"decision": str(decided.pk), **typed}, content_type="application/json"
    )
    assert (by_api.status_code, by_api.json()["fields"]) == (400, {"drops_draft": WRITTEN})
    drafted.refresh_from_db()
    assert drafted.status == "draft"
    assert officer.post(here, {**typed, "drops_draft": "on"}).status_code == 302
    drafted.refresh_from_db()
    assert drafted.status == "dropped"


def test_of_a_review_only_a_letter_on_the_same_matter_gives_way(
    asked: ReviewRequest, known: Victim, alice: Person, sign_in: Any
) -> None:
    letter = edit(alice, begin(alice, asked), personal="", at=LATER)
    form = words_of(sign_in(alice).get(f"/right-to-review/{asked.pk}/letters/new/"))
    assert f"Letter {letter.number} to Victim 1, that a request for a review came, is a draft already" in form
    assert ASKS in form
    with pytest.raises(Invalid, match="Alice wrote in letter"):
        begin(alice, asked)
    assert begin(alice, asked, drops_draft=True).number == letter.number + 1


@pytest.mark.parametrize("printed", [False, True])
def test_dropping_a_printed_letter_says_to_take_the_paper_out_of_the_post(
    signed: DecisionLetter, alice: Person, sign_in: Any, *, printed: bool
) -> None:
    if printed:
        signed = services.record_letter_printed(by=alice, letter=signed, at=SIGNED_AT)
    browser, page = sign_in(alice), f"/letters/{signed.pk}/"
    form = words_of(browser.get(f"{page}drop/"))
    assert ("Take the paper out of the post before you drop it" in form) is printed
    done = words_of(browser.post(f"{page}drop/", {"version": str(signed.version)}, follow=True))
    assert "Dropped. It stays on record, and will not be sent." in done
    assert (done.count(PAPER), PAPER in words_of(browser.get(page))) == ((2, True) if printed else (0, False))
    shown = browser.get(f"/api/v1/decision-letters/{signed.pk}/").json()["where_it_stands"]
    assert (PAPER in shown) is printed

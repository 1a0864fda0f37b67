"""The letter on the outcome of a review: beside the letter on the decision, by the same rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.models import Allegation, Victim
from rasso_tracker.clocks import in_london
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLetter, ReviewRequest
from reviews.sealed import text_of
from tests.decisions import CHECKED
from tests.reviews.conftest import LATER, WHY, line
from tests.reviews.test_letters import (
    NAME,
    PERSONAL,
    REASONS,
    SIGNED_AT,
    URDU,
    draft,
    edit,
    known,
    opened_pdf,
    tags_in,
    text_in,
)
from tests.reviews.test_letters_told import MOTHER, checked, speaks

__all__ = ["known"]  # a fixture


def decided_review(request: ReviewRequest, by: Person, outcome: str) -> ReviewRequest:
    return services.decide_review(by=by, request=request, outcome=outcome, reasons=WHY, at=LATER)


@pytest.mark.parametrize(
    ("outcome", "says", "next_says"),
    [
        ("upheld", "The decision stays as it is.", "judicial review"),
        ("overturned_cps", "Crown Prosecution Service (CPS), who decide", "I am sorry"),
        ("further_enquiries", "There is more for us to find out", "I am sorry"),
    ],
)
def test_the_outcome_of_a_review_is_told_by_a_letter_of_its_own(
    allocated: ReviewRequest,
    decided: Decision,
    known: Victim,
    alice: Person,
    dina: Person,
    sam: Person,
    rita: Person,
    outcome: str,
    says: str,
    next_says: str,
) -> None:
    first = draft(alice, decided, known, at=SIGNED_AT)
    with pytest.raises(NotAllowed, match="not decided yet"):
        services.draft_review_letter(by=alice, request=allocated, about="outcome", way="post", at=LATER)
    request = decided_review(allocated, rita, outcome)
    letter = services.draft_review_letter(by=alice, request=request, way="post", at=LATER)
    first.refresh_from_db()
    assert (first.status, letter.number, letter.request) == ("draft", 2, request)
    assert text_of(letter, "reasons") == WHY  # as the reviewer gave them, to be edited within bounds
    edit(alice, letter, at=LATER)
    with pytest.raises(NotAllowed, match="You made or approved the decision that was reviewed"):
        services.sign_off_letter(by=sam, letter=letter, at=LATER)
    letter = services.sign_off_letter(by=dina, letter=letter, at=LATER)
    pdf = opened_pdf(letter)
    text = text_in(pdf)
    for words in (says, next_says, REASONS, PERSONAL, "Rita", "14 September 2026", "2 November 2026"):
        assert words in text
    signature = text[text.index("Yours sincerely") :]
    assert ("Rita" in signature, "Alice" in text) == (True, False)
    assert WHY not in text
    assert "A Suspect" not in text
    assert letter.ask_by is None
    assert pdf.metadata is not None
    assert pdf.metadata.title == "The answer to your request for a review"
    assert tags_in(pdf).count("/H1") == 1
    services.drop_letter(by=alice, letter=letter, at=LATER)
    again = services.draft_review_letter(by=alice, request=request, way="by_hand", at=LATER)
    letter.refresh_from_db()
    assert (again.number, letter.status) == (3, "dropped")
    easy = edit(alice, again, way="by_hand", variant="easy_read", at=LATER)
    assert services.sign_off_letter(by=dina, letter=easy, at=LATER).status == "signed_off"


def test_the_page_of_a_request_leads_to_its_letter_and_shows_it_to_the_police_of_the_case_alone(
    allocated: ReviewRequest, known: Victim, alice: Person, rita: Person, sign_in: Any
) -> None:
    request = decided_review(allocated, rita, "upheld")
    here = f"/right-to-review/{request.pk}/"
    officer = sign_in(alice)
    assert f"{here}letters/new/" in officer.get(here).content.decode()
    typed = {"way": "post", "variant": "plain", "language": "en", "version": str(request.version)}
    answer = officer.post(f"{here}letters/new/", typed)
    letter = DecisionLetter.objects.get(request=request)
    assert (answer.status_code, answer.url) == (302, f"/letters/{letter.pk}/")
    assert str(letter.pk) in officer.get(here).content.decode()
    reviewer = sign_in(rita)
    assert str(letter.pk) not in reviewer.get(here).content.decode()
    assert reviewer.get(f"{here}letters/new/").status_code == 403


@pytest.mark.parametrize("form", ["large_print", "ur", "through"])
def test_the_answer_comes_in_the_forms_that_the_letter_on_the_decision_has(
    allocated: ReviewRequest,
    known: Victim,
    alice: Person,
    dina: Person,
    ada: Person,
    rita: Person,
    form: str,
    sign_in: Any,
) -> None:
    request = decided_review(allocated, rita, "upheld")
    given: dict[str, Any] = {"way": "post"}
    if form == "through":
        speaks(alice, known)
        given["addressee"] = "spokesperson"
    elif form == "ur":
        given["language"] = "ur"
        checked(ada, at=LATER)
    else:
        given["variant"] = form
    letter = services.draft_review_letter(by=alice, request=request, at=LATER, **given)
    if form == "ur":
        page = sign_in(alice).get(f"/letters/{letter.pk}/").content.decode()
        assert f"which this letter carries: {WHY}" in page
        edit(alice, letter, reasons=URDU, personal="", at=LATER)
    pdf = opened_pdf(services.sign_off_letter(by=dina, letter=letter, at=LATER))
    text = text_in(pdf)
    assert (WHY in text) is (form != "ur")
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == ("ur" if form == "ur" else "en")
    assert tags_in(pdf).count("/H1") == 1
    says = {
        "large_print": f"Dear {NAME}",
        "ur": "Rita",
        "through": f"Dear {MOTHER}",
    }
    assert says[form] in text
    assert (f"{NAME} was not believed" in text) is (form == "through")


DRAFTED, AGAIN = LATER + timedelta(minutes=1), LATER + timedelta(hours=3)
MOVED_ON = "What the review opened again was decided on 2 November 2026."


def decided_anew(request: ReviewRequest, alice: Person, dina: Person) -> None:
    """What the enquiries found, and the new decision of no further action."""
    at = LATER + timedelta(hours=1)
    services.record_enquiries_found(
        by=alice, request=request, found="Nothing more was found.", ended_on=at.date(), at=at
    )
    lines = [line(Allegation.objects.get(case=request.case_id))]
    anew = services.propose_nfa(
        by=alice, case=request.case, lines=lines, rationale=WHY, at=LATER + timedelta(hours=2), **CHECKED
    )
    services.authorise_nfa(by=dina, decision=anew, at=AGAIN)


@pytest.mark.parametrize("state", ["draft", "signed_off", "printed"])
def test_a_letter_on_the_outcome_does_not_go_once_the_matter_was_decided_again(
    allocated: ReviewRequest,
    known: Victim,
    alice: Person,
    dina: Person,
    rita: Person,
    state: str,
    sign_in: Any,
) -> None:
    request = decided_review(allocated, rita, "further_enquiries")
    letter = services.draft_review_letter(by=alice, request=request, way="post", at=DRAFTED)
    if state != "draft":
        letter = services.sign_off_letter(by=dina, letter=letter, at=DRAFTED)
    if state == "printed":
        letter = services.record_letter_printed(by=alice, letter=letter, at=DRAFTED)
    officer, after, tomorrow = sign_in(alice), AGAIN + timedelta(minutes=1), AGAIN + timedelta(days=1)
    assert officer.get(f"/api/v1/decision-letters/{letter.pk}/").json()["changed_since"] is None
    decided_anew(request, alice, dina)
    deeds = {
        "draft": lambda: services.sign_off_letter(by=dina, letter=letter, at=after),
        "signed_off": lambda: services.record_letter_printed(by=alice, letter=letter, at=after),
        "printed": lambda: services.record_letter_sent(
            by=alice, letter=letter, sent_on=tomorrow.date(), method="post", at=tomorrow
        ),
    }
    with pytest.raises(NotAllowed, match=MOVED_ON):
        deeds[state]()
    assert MOVED_ON in officer.get(f"/api/v1/decision-letters/{letter.pk}/").json()["changed_since"]
    assert MOVED_ON in officer.get(f"/letters/{letter.pk}/").content.decode()
    services.drop_letter(by=alice, letter=letter, at=after)
    with pytest.raises(NotAllowed, match=MOVED_ON):
        services.draft_review_letter(by=alice, request=request, way="post", at=after)
    assert (
        f"/right-to-review/{request.pk}/letters/new/"
        not in officer.get(f"/right-to-review/{request.pk}/").content.decode()
    )


def test_a_letter_that_went_before_the_new_decision_is_recorded_after_it(
    allocated: ReviewRequest, known: Victim, alice: Person, dina: Person, rita: Person
) -> None:
    request = decided_review(allocated, rita, "further_enquiries")
    letter = services.draft_review_letter(by=alice, request=request, way="post", at=DRAFTED)
    letter = services.sign_off_letter(by=dina, letter=letter, at=DRAFTED)
    decided_anew(request, alice, dina)
    went: dict[str, Any] = {"sent_on": LATER.date(), "method": "post", "at": AGAIN + timedelta(days=1)}
    with pytest.raises(Invalid) as refused:
        services.record_letter_sent(by=alice, letter=letter, **went)
    assert set(refused.value.fields) == {"sent_time"}
    between = in_london(DRAFTED + timedelta(hours=1)).time()
    sent = services.record_letter_sent(by=alice, letter=letter, sent_time=between, **went)
    assert sent.status == "sent"

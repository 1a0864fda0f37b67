"""A letter goes out only while the right that it gives, or does not give, is the one that the victim has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import Allegation, Case, Victim
from rasso_tracker.clocks import in_london
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.letter_enums import LetterLanguage, LetterVariant
from reviews.letters.words import made_up, write
from reviews.models import Decision, DecisionLetter
from reviews.services.sending import send_letters
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, PROPOSED_AT, TOLD_AT, WHY, line, tell
from tests.reviews.test_letters import SIGNED_AT, draft, edit, known, send
from tests.reviews.test_letters_by_notify import ASKED_AT, MINUTE, after, notify
from tests.reviews.test_letters_by_notify import ask as ask_notify
from tests.reviews.test_overriding import inspector, override, unseen

__all__ = ["inspector", "known", "notify", "unseen"]  # fixtures
AFTER = SIGNED_AT + timedelta(hours=3)
GAINED = "says nothing of the Right to Review, and Victim 1 has it now. Drop it and draft a new letter"
LOST = "gives the Right to Review, and Victim 1 does not have it any more. Drop it and draft a new letter"


def signed_letter(decision: Decision, victim: Victim, by: Person, second: Person) -> DecisionLetter:
    return services.sign_off_letter(by=second, letter=edit(by, draft(by, decision, victim)), at=SIGNED_AT)


def refused(letter: DecisionLetter, by: Person, says: str, when: Any, tells: str = "first") -> None:
    letter.refresh_from_db()
    with pytest.raises(NotAllowed, match=says):
        services.record_letter_printed(by=by, letter=letter, at=when)
    with pytest.raises(NotAllowed, match=says):
        send(by, letter, sent_on=when.date(), sent_time=in_london(when).time(), tells=tells, at=when)
    letter.refresh_from_db()
    assert letter.status == "signed_off"


def test_a_right_that_came_after_the_signature_stops_the_letter(
    unseen: Decision, known: Victim, alice: Person, sam: Person, inspector: Person
) -> None:
    letter = signed_letter(unseen, known, alice, sam)
    override(inspector, unseen, known, at=AFTER)
    refused(letter, alice, GAINED, AFTER + MINUTE)
    again = signed_again(unseen, known, alice, sam, AFTER + MINUTE)
    assert send(alice, again, sent_on=AFTER.date(), at=AFTER + 2 * MINUTE).ask_by == date(2026, 12, 3)


def signed_again(decision: Decision, victim: Victim, by: Person, second: Person, at: Any) -> DecisionLetter:
    for before in DecisionLetter.objects.filter(decision=decision, victim=victim, status="signed_off"):
        services.drop_letter(by=by, letter=before, at=at)
    letter = edit(by, draft(by, decision, victim, at=at), at=at)
    return services.sign_off_letter(by=second, letter=letter, at=at)


def test_a_right_that_ended_after_the_signature_stops_the_letter(
    decided: Decision, known: Victim, alice: Person, sam: Person, inspector: Person
) -> None:
    letter = signed_letter(decided, known, alice, sam)
    override(inspector, decided, known, may_ask=False, number=1, at=AFTER)
    refused(letter, alice, LOST, AFTER + MINUTE)


def test_what_went_before_the_right_changed_is_recorded_after_it(
    decided: Decision, known: Victim, alice: Person, sam: Person, inspector: Person
) -> None:
    letter = signed_letter(decided, known, alice, sam)
    later = SIGNED_AT + timedelta(days=4)
    override(inspector, decided, known, may_ask=False, number=1, at=later)
    refused(letter, alice, LOST, later + MINUTE)
    assert send(alice, letter, at=later + MINUTE).sent_on == date(2026, 9, 4)


def test_another_last_day_to_ask_stops_the_letter(
    decided: Decision, known: Victim, alice: Person, sam: Person
) -> None:
    letter = signed_letter(decided, known, alice, sam)
    tell(alice, decided, known, told_at=TOLD_AT, at=AFTER)
    says = (
        "can ask for a review until 3 December 2026; by the record it is until 2 December 2026. Drop it and "
        "draft a new"
    )
    refused(letter, alice, says, AFTER + MINUTE, tells="follows")


def test_notify_never_gets_a_letter_whose_right_changed_while_it_waited(
    decided: Decision, known: Victim, alice: Person, sam: Person, inspector: Person, notify: Any
) -> None:
    posted = signed_letter(decided, known, alice, sam)
    row = ask_notify(alice, posted)
    override(inspector, decided, known, may_ask=False, number=1, at=ASKED_AT)
    send_letters(at=ASKED_AT + MINUTE)
    assert notify.asked == []
    assert after(row) == ("failed", "signed_off")
    row.refresh_from_db()
    assert LOST.split(".")[0] in row.fault
    with pytest.raises(NotAllowed, match=LOST):
        ask_notify(alice, posted, at=ASKED_AT + 2 * MINUTE)


# What was dealt with out of court


@pytest.mark.parametrize("through", ["", "Sam Example"])
def test_what_was_dealt_with_out_of_court_is_not_told_as_nothing(through: str) -> None:
    day = SIGNED_AT.date()
    for language in LetterLanguage:
        facts = replace(made_up(language, day), through=through)
        disposed = tuple(one for one in facts.matters if one.outcome in ("2", "3", "8", "22"))
        assert len(disposed) == 4
        ends = {
            "en": ("outside court", "a part of what", "no further action"),
            "ur": ("عدالت سے باہر", "ایک حصہ", "مزید کارروائی نہیں"),
        }[language]
        for matters, said in (
            (disposed, (True, False, False)),
            (facts.matters, (True, True, True)),
            (tuple(one for one in facts.matters if one not in disposed), (False, False, True)),
        ):
            letter = write(replace(facts, matters=matters), reasons="...", personal="...")
            (told,) = [
                one.text for one in letter.parts if "DC Example" in one.text and "DS Example" in one.text
            ]
            assert tuple(words in told for words in ends) == said


def test_easy_read_says_what_was_done_and_speaks_of_no_lie() -> None:
    facts = replace(made_up(LetterLanguage.ENGLISH, SIGNED_AT.date()), variant=LetterVariant.EASY_READ)
    (one,) = [one for one in facts.matters if one.outcome == "22"]
    for through in ("", "Sam Example"):
        letter = write(replace(facts, matters=(one,), through=through), reasons="...", personal="...")
        text = letter.as_text()
        assert "in another way than in court" in text
        assert "We will not do more" not in text
        assert "We are not saying that we did not believe" in text
        assert "lied" not in text


@pytest.mark.parametrize(
    ("outcome", "reason", "ending"),
    [("22", "out_of_court", "dealt with out of court"), ("15", "evidential", "no further action")],
)
def test_the_pages_say_what_a_decision_came_to(
    interviewed: Allegation,
    case: Case,
    alice: Person,
    sam: Person,
    sign_in: Any,
    outcome: str,
    reason: str,
    ending: str,
) -> None:
    checks = {**CHECKED, "cps_authority": "A lawyer of CPS authorised it."} if outcome == "22" else CHECKED
    row = line(interviewed, outcome, reason)
    made = services.propose_nfa(by=alice, case=case, lines=[row], rationale=WHY, at=PROPOSED_AT, **checks)
    asked = sign_in(sam).get(f"/decisions/{made.pk}/authorise/").content.decode()
    assert "Authorise this decision" in asked
    assert "no further action" not in asked
    services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    other = ({"dealt with out of court", "no further action"} - {ending}).pop()
    for page, begins, goes_on in (
        (f"/decisions/{made.pk}/", "Police decision", "</h1>"),
        (f"/cases/{case.pk}/", "Police", ", 2 Sep 2026"),
    ):
        text = sign_in(alice).get(page).content.decode()
        assert f"{begins}: {ending}{goes_on}" in text
        assert f"{begins}: {other}{goes_on}" not in text
        assert ("no further action" in text) is (outcome == "15")  # the stage and the milestone say neither


def test_to_whom_a_letter_comes_is_never_marked_as_optional(
    decided: Decision, known: Victim, alice: Person, sign_in: Any
) -> None:
    page = sign_in(alice).get(f"/decisions/{decided.pk}/letters/new/").content.decode()
    assert "To whom does it come?" in page
    assert "To whom does it come? (optional)" not in page

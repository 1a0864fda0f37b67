"""What people write in a letter: what denies a right that it gives, and what tells of another victim."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, DecisionLetter
from reviews.rules.letter_words import DENIES_THE_RIGHT, POINTS_AT_ANOTHER, denies_review
from tests.reviews.conftest import LATER
from tests.reviews.test_letters import SIGNED_AT, draft, drafted, edit, known
from tests.reviews.test_overriding import inspector, override
from victims.names import others_pointed_at, relations_in

__all__ = ["drafted", "inspector", "known"]

DENIALS = (
    "You have no right to a review.",
    "You have no right to review.",
    "There is no right of appeal.",
    "You do not have the right to ask for a review.",
    "You do not have any right to appeal this decision.",
    "The decision cannot be reviewed.",
    "It can’t be challenged, I am sorry to say.",
    "We cannot review this decision.",
    "Our decision can not be looked at again.",
    "You cannot ask us to review it.",
    "You cannot ask for a review of this decision.",
    "You may not request a review.",
    "You are not entitled to a review.",
    "You are not eligible for a review.",
    "You aren't allowed to appeal.",
    "It is not possible to challenge this decision.",
    "This decision is final.",
    "We thought about it for long.\nThe decision is now final and will not change.",
    "I am sorry, but that is final.",
    "This is our final decision.",
    "The Right to Review does not apply to you.",
    "No appeal is possible.",
    "There is no review of this decision.",
    "There is nothing more you can do about this.",
)
NO_DENIALS = (
    "You have the right to a review, and I will help you to ask for one.",
    "You can ask for a review. If you cannot write, ring us.",
    "After the last day you cannot ask for a review as of right, but ask us all the same.",
    "You cannot ask for a review of this decision after 3 December, so think about it soon.",
    "You have no right to be afraid of asking, so ask us anything.",
    "CPS's own decision cannot be reviewed by us: CPS does that.",
    "The final report of the laboratory came in August.",
    "Before we made the final decision we read everything again.",
    "There is nothing you could have done to stop it. It was not your fault.",
    "We could not review the messages, because the phone was lost.",
    "We cannot review the messages: they cannot be looked at again.",
    "The CCTV cannot be reviewed any more, since it was written over.",
    "I cannot say more of the phone, and I will not challenge what you remember.",
    "The case cannot go to court.",
    "This is not final, and you can ask for it to be looked at again.",
    "Nobody has the right to hurt you.",
)
OTHERS = (
    "Your sister withdrew as well.",
    "Your sister has also withdrawn her complaint.",
    "Your friend withdrew her statement.",
    "Your brothers withdrew too.",
    "Your cousin accused him.",
    "Your flatmate has made the same allegation.",
    "Both victims said the same.",
    "Both of the complainants are being told today.",
    "One of his victims was younger than you.",
    "All of the victims know of it.",
    "Several women reported him.",
    "More than one woman has accused him.",
    "Another woman withdrew last week.",
    "A second girl was raped by him.",
    "Somebody else has withdrawn.",
    "Another person made a similar complaint.",
)
NOT_OTHERS = (
    "Your sister supported you, and that helped.",
    "Your mother may be with you when we meet, if you like that.",
    "Your sister reported this for you, as you asked her to.",
    "Your partner withdrew money from your account, as you told us.",
    "Your neighbour also told us what they heard.",
    "Several people heard a noise, and nobody saw him.",
    "Two people who were there gave us a statement.",
    "All victims of crime have rights under the Victims' Code.",
    "Many women feel as you do.",
    "You are not alone, and none of this was your fault.",
    "Some people reported hearing music.",
    "Another officer will ring you. Another woman from our team can be with you.",
    "You withdrew, and that was your choice.",
)
MAY_BE_OTHERS = {
    "We spoke with another woman.": ["another woman"],
    "You were not the only one, and the others were heard.": ["not the only one", "the others"],
    "The other young women and your sister were there.": ["The other young women", "sister"],
    "More than one man was seen.": ["More than one man"],
    "Another officer will ring you on the other number.": [],
    "The other day we met. You are the first person whom I ring.": [],
}


@pytest.mark.parametrize("words", DENIALS)
def test_words_that_deny_a_review_are_found(words: str) -> None:
    assert denies_review(words)
    assert denies_review(f"Thank you for your time. {words} We are sorry.")


@pytest.mark.parametrize("words", NO_DENIALS)
def test_words_that_leave_the_right_standing_are_not_taken_for_a_denial(words: str) -> None:
    assert not denies_review(words)


@pytest.mark.parametrize("words", OTHERS)
def test_words_that_tell_of_another_victim_are_found(known: Victim, words: str) -> None:
    assert others_pointed_at(known, words)


@pytest.mark.parametrize("words", NOT_OTHERS)
def test_innocent_words_are_not_taken_for_another_victim(known: Victim, words: str) -> None:
    assert not others_pointed_at(known, words)


@pytest.mark.parametrize(("words", "asks"), MAY_BE_OTHERS.items())
def test_what_may_point_at_another_victim_is_left_to_whoever_reads(words: str, asks: list[str]) -> None:
    assert relations_in(words) == asks


def test_to_a_parent_their_own_child_is_the_victim(known: Victim) -> None:
    for words, is_other in (
        ("Your daughter withdrew her statement.", False),
        ("Your niece withdrew her statement.", True),
    ):
        assert others_pointed_at(known, words, to_victim=False) is is_other
        assert others_pointed_at(known, words)


def test_a_letter_that_gives_the_right_does_not_deny_it(
    drafted: DecisionLetter, alice: Person, sam: Person, sign_in: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        edit(alice, drafted, reasons=DENIALS[0], personal=OTHERS[0])
    assert refused.value.fields == {"reasons": DENIES_THE_RIGHT, "personal": POINTS_AT_ANOTHER}
    edit(alice, drafted, personal="We spoke with another woman. Your sister supported you.")
    for page in ("", "sign-off/"):
        read = sign_in(sam).get(f"/letters/{drafted.pk}/{page}").content.decode()
        assert "may speak of somebody else of the case: another woman, sister." in read
    services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)


def test_a_letter_that_gives_no_right_may_say_so(
    decided: Decision, known: Victim, alice: Person, inspector: Person
) -> None:
    letter = draft(alice, decided, known)
    with pytest.raises(Invalid):
        edit(alice, letter, personal=DENIALS[0])
    override(inspector, decided, known, may_ask=False, number=6)
    assert edit(alice, letter, personal=DENIALS[0], at=LATER).status == "draft"

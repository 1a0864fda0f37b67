"""What people write in a letter: what denies a right that it gives, and what tells of another victim."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, DecisionLetter
from reviews.rules.denials import denies_review, speaks_of_review
from reviews.rules.letter_words import DENIES_THE_RIGHT, POINTS_AT_ANOTHER
from tests.reviews.conftest import LATER
from tests.reviews.test_letters import SIGNED_AT, draft, drafted, edit, known
from tests.reviews.test_overriding import inspector, override
from victims.pointing import others_pointed_at, relations_in

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
    "You cannot ask for a review, even if you disagree.",
    "We will not look at this again.",
    "You don't have the right to a review.",
    "You don’t have a right to review.",
    "A review is not possible.",
    "A review of this decision is not available.",
    "An appeal won't be possible.",
    "We will not review this decision.",
    "We won't be looking at your case again.",
    "You will not be able to ask.",
    "You won't be able to ask for a review.",
    "You can no longer ask for a review.",
    "There is no way to appeal.",
    "There is no way to have this decision reviewed.",
    "Nobody can review this.",
    "No one will look at your case again.",
    "Our decision stands and is final.",
    "You have lost your right to a review.",
    "You no longer have the right to a review.",
    "Your right to a review has ended.",
    "After careful thought, the decision is final.",
    "There isn't a review of this decision.",
    "You don't get a review.",
    "After 20 hours and months of work, you cannot ask for a review, even after that day.",
    "You do not qualify for a review.",
    "It is too late to ask for a review.",
    "You are not entitled to the Victims' Right to Review.",
    "You are not eligible for the scheme.",
    "The time to ask for a review has passed.",
    "Your right to a review has run out.",
    "We do not offer reviews.",
    "Requests for review will be refused.",
)
NO_DENIALS = (
    "You cannot ask for a review after 10 February.",
    "You cannot ask for a review after 10.2.2027, but write to us all the same.",
    "If CPS decides this, you cannot ask us for a review.",
    "It is not possible to review the CCTV.",
    "There was no review of the CCTV of that night.",
    "There is nothing you can do to change what he did.",
    "There is nothing you can do about what happened to your phone.",
    "You cannot challenge him at the hearing, and you need not.",
    "You will not be able to ask him questions.",
    "We will not look at your phone again.",
    "The review of the messages is not possible any more.",
    "You do not have to ask for a review if you do not want to.",
    "Nobody can change what happened.",
    "You will not lose your right to a review.",
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
    "The court's decision in 2019 is final.",
)
DOUBTS = (
    "The decision is final for this suspect.",
    "This decision is final, but you have the right to a review.",
    "You cannot ask for a review when the case is closed.",
    "If you disagree, you cannot ask for a review.",
    "I am sorry, and later you cannot ask for a review.",
    "The decision will not change.",
    "We cannot change our decision.",
    "That is the end of the matter.",
    "This is not something that can be reviewed.",
    "You should not ask for a review.",
    "Please do not ask for a review.",
    "There is no point in asking for a review.",
    "A review would not help you.",
    "Disregard what it says below about asking for a review.",
    "You have the right to a review, and I will help you to ask for one.",
)
# What speaks of no review of the decision: nobody is asked about it.
PLAIN = (
    "We have thought of all that you told us.",
    "We will not look at your phone any more.",
    "You cannot ask him questions, and he cannot ask you any.",
    "Nobody can change what happened.",
    "It was not your fault.",
)
OTHERS = (
    "He did this to someone else.",
    "Others have reported him.",
    "Others came forward.",
    "A further victim came forward.",
    "There was a previous victim.",
    "Someone else has made a complaint.",
    "You are not the only victim.",
    "You aren't his first victim.",
    "You were not the only woman he attacked.",
    "There are other allegations against him.",
    "There are two more reports about him.",
    "A different woman reported him.",
    "Five women came forward.",
    "Three women reported him.",
    "Many women have complained of him.",
    "His ex-wife reported him.",
    "His step-daughter has complained about him.",
    "Your sister also reported him.",
    "Your sister retracted her statement.",
    "Your sister was raped by him too.",
    "Your cousin was also attacked.",
    "Your friend came forward\nas well.",
    "He was accused by another woman.",
    "He raped another woman.",
    "The first woman who reported him was older than you.",
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
    "Two people have come forward as witnesses.",
    "Somebody else reported hearing a noise.",
    "Someone else reported this for you.",
    "Your husband withdrew his statement that he was home.",
    "The first person who reported this was your mother.",
    "Your other allegations against him go on.",
    "Your mother reported him for you.",
    "His mother reported that he was at home.",
    "You are not the only one who feels so.",
    "Others may tell you that it was your fault: it was not.",
    "There are other reports of the laboratory.",
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
    "Three women were there, and a different man.": ["Three women", "different man"],
    "Somebody else reported that he was seen.": ["Somebody else reported that"],
    "There were previous complaints.": ["previous complaints"],
    "He has done this before.": ["done this before"],
    "His ex-husband told us.": ["ex-husband"],
    "Your other allegation goes on. Somebody else will ring you. Many women feel so.": [],
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


@pytest.mark.parametrize("words", DOUBTS)
def test_words_that_speak_of_a_review_are_left_to_whoever_reads(words: str) -> None:
    assert not denies_review(words)
    assert speaks_of_review(f"Thank you. {words} We are sorry.") == [words]


@pytest.mark.parametrize("words", PLAIN)
def test_nobody_is_asked_about_words_of_something_else(words: str) -> None:
    assert speaks_of_review(words) == []


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


def test_whoever_signs_reads_what_is_said_of_the_right(
    drafted: DecisionLetter, alice: Person, sam: Person, sign_in: Any
) -> None:
    warned = "Read whether these words leave that standing"
    assert warned not in sign_in(alice).get(f"/letters/{drafted.pk}/").content.decode()
    edit(alice, drafted, reasons=f"We are sorry. {DOUBTS[4]}", personal=DOUBTS[1])
    for page in ("", "sign-off/"):
        read = sign_in(sam).get(f"/letters/{drafted.pk}/{page}").content.decode()
        assert f"{warned}: “{DOUBTS[4]}” “{DOUBTS[1]}”" in read
    services.sign_off_letter(by=sam, letter=drafted, at=SIGNED_AT)
    assert warned not in sign_in(alice).get(f"/letters/{drafted.pk}/").content.decode()


def test_a_letter_as_it_was_signed_off_once_is_refused(drafted: DecisionLetter, alice: Person) -> None:
    denies = "You cannot ask for a review, even if you disagree. We will not look at this again."
    points = "Others have reported him. He did this to someone else."
    with pytest.raises(Invalid) as refused:
        edit(alice, drafted, reasons=denies, personal=points)
    assert refused.value.fields == {"reasons": DENIES_THE_RIGHT, "personal": POINTS_AT_ANOTHER}


def test_a_letter_that_gives_no_right_may_say_so(
    decided: Decision, known: Victim, alice: Person, inspector: Person, sign_in: Any
) -> None:
    letter = draft(alice, decided, known)
    with pytest.raises(Invalid):
        edit(alice, letter, personal=DENIALS[0])
    override(inspector, decided, known, may_ask=False, number=6)
    assert edit(alice, letter, personal=f"{DENIALS[0]} {DOUBTS[4]}", at=LATER).status == "draft"
    read = sign_in(alice).get(f"/letters/{letter.pk}/").content.decode()
    assert "leave that standing" not in read

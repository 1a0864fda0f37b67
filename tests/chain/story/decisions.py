"""Chapters of the end: the decision, how it is told, the letter, the Right to Review."""

from __future__ import annotations

from datetime import date

from reviews.models import DayStep, DecisionLine, Notification
from reviews.services import (
    acknowledge_review_request,
    allocate_review,
    authorise_nfa,
    decide_review,
    draft_letter,
    extend_review,
    notify_victim,
    propose_cps_nfa,
    propose_nfa,
    receive_review_request,
    record_also_asked,
    record_cps_nfa,
    record_letter_sent,
    record_review_update,
    record_told_of_right,
    record_victim_question,
    sign_off_letter,
)
from tests.chain.moments import at, person
from tests.chain.story.record import Story
from tests.decisions import CHECKED


def propose(story: Story) -> None:
    """20 April: the officer proposes outcome 15."""
    story.decision = propose_nfa(
        by=person("alice"),
        case=story.case,
        lines=[
            {"allegation": story.allegation, "outcome": "15", "reason": "evidential"},
        ],
        rationale="The evidential test is not met.",
        **CHECKED,
        at=at(4, 20),
    )


def propose_at_cps(story: Story) -> None:
    """20 April: a CPS lawyer proposes."""
    story.case.refresh_from_db()
    story.decision = propose_cps_nfa(
        by=person("lena"), case=story.case, lines=cps_lines(story), rationale="As advised.", at=at(4, 20)
    )


def decide_by_document(story: Story) -> None:
    """20 April: police record what CPS decided, from its document."""
    story.case.refresh_from_db()
    story.decision = record_cps_nfa(
        by=person("alice"),
        case=story.case,
        lines=cps_lines(story),
        rationale="As in the document.",
        decided_at=at(4, 19),
        maker_name="L Prosecutor",
        approver_name="M Manager",
        document_name="mg3",
        document_date=date(2026, 4, 19),
        at=at(4, 20),
    )


def cps_lines(story: Story) -> list[dict[str, object]]:
    return [{"allegation": story.allegation, "outcome": "15", "reason": "cps_evidential"}]


def authorise(story: Story) -> None:
    """21 April: a supervisor authorises."""
    assert story.decision is not None
    story.decision = authorise_nfa(by=person("dina"), decision=story.decision, at=at(4, 21))
    story.notification = Notification.objects.get(decision=story.decision)
    story.day_step = DayStep.objects.get(decision=story.decision, kind="suspect")
    story.line = DecisionLine.objects.get(decision=story.decision)


def notify(story: Story) -> None:
    """22 April: the victim is told."""
    assert story.decision is not None
    story.notification = notify_victim(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        told_at=at(4, 22, 9),
        method="phone",
        understood="yes",
        follow_up="letter",
        at=at(4, 22),
    )
    story.victim_question = record_victim_question(
        by=person("alice"),
        notice=story.notification,
        question="May she ask for her clothes back?",
        asked_at=at(4, 22, 9),
        at=at(4, 22),
    )


def draft_the_letter(story: Story) -> None:
    """21 April, later: the officer drafts the letter, to be handed over."""
    assert story.decision is not None
    story.letter = draft_letter(
        by=person("alice"), decision=story.decision, victim=story.victim, way="by_hand", at=at(4, 21, 12)
    )


def sign_the_letter(story: Story) -> None:
    """22 April: a supervisor signs it off."""
    draft_the_letter(story)
    assert story.letter is not None
    story.letter = sign_off_letter(by=person("sam"), letter=story.letter, at=at(4, 22, 8))


def hand_over_letter(story: Story) -> None:
    """23 April: the officer hands it over."""
    sign_the_letter(story)
    assert story.letter is not None
    told = bool(story.notification and story.notification.told_at)
    story.letter = record_letter_sent(
        by=person("alice"),
        letter=story.letter,
        sent_on=date(2026, 4, 23),
        method="in_person_station",
        tells="follows" if told else "first",
        why_another="" if told else "they_agreed",  # she had asked to be rung
        at=at(4, 23),
    )


def tell_right(story: Story) -> None:
    """The same call: the victim is told of the right."""
    assert story.decision is not None
    story.right = record_told_of_right(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        told_at=at(4, 22, 9),
        method="phone",
        leaflet_version="VRR 2026-1",
        at=at(4, 22, 11),
    )


def ask_for_review(story: Story) -> None:
    """6 May: the victim asks."""
    assert story.decision is not None
    story.request = receive_review_request(
        by=person("alice"),
        decision=story.decision,
        victim=story.victim,
        received_at=at(5, 6, 9),
        channel="email",
        asked_by="victim",
        at=at(5, 6),
    )


def acknowledge(story: Story) -> None:
    """7 May: the request is acknowledged."""
    assert story.request is not None
    story.request = acknowledge_review_request(
        by=person("alice"), request=story.request, acknowledged_at=at(5, 7, 9), at=at(5, 7)
    )


def allocate(story: Story) -> None:
    """8 May: a chief inspector is allocated."""
    assert story.request is not None
    story.request = allocate_review(
        by=person("dina"), request=story.request, reviewer=person("rita"), at=at(5, 8)
    )


def extend(story: Story) -> None:
    """11 to 13 May: her sister asks too, the review takes longer, and the victim hears how it goes."""
    assert story.request is not None
    record_also_asked(
        by=person("alice"),
        request=story.request,
        received_at=at(5, 11, 9),
        channel="phone",
        asked_by="family",
        hears=False,
        words="Was the voicemail heard?",
        at=at(5, 11),
    )
    extend_review(
        by=person("rita"),
        request=story.request,
        due_on=date(2026, 7, 10),
        reason="A statement is awaited.",
        at=at(5, 12),
    )
    record_review_update(
        by=person("rita"),
        request=story.request,
        told_at=at(5, 13, 9),
        method="phone",
        note="The statement has been asked for.",
        at=at(5, 13),
    )
    story.request.refresh_from_db()


def decide(story: Story) -> None:
    """20 May: the reviewer overturns the decision."""
    assert story.request is not None
    decide_review(
        by=person("rita"),
        request=story.request,
        outcome="overturned_cps",
        reasons="A line was missed.",
        at=at(5, 20),
    )
    story.request.refresh_from_db()

"""Of a decision of which a part ended, only what stands is written, told and weighed for a review."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Suspect, Victim
from rasso_tracker.clocks import in_london
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.facts import eligibility_of
from reviews.models import Decision, DecisionLetter, DecisionLine, Notification, ReviewRequest, RightTold
from reviews.notices import recheck_telling
from reviews.services.sending import send_letters
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    OPENED_AT,
    PROPOSED_AT,
    TOLD_AT,
    WHY,
    ask,
    line,
    next_crime,
    tell,
)
from tests.reviews.test_letters import SIGNED_AT, draft, edit, known, opened_pdf, send, text_in
from tests.reviews.test_letters_by_notify import ASKED_AT, MINUTE, after, notify
from tests.reviews.test_letters_by_notify import ask as ask_notify
from tests.reviews.test_letters_on_reviews import SENT_AT, SOON, begin
from tests.reviews.test_letters_true import signed_again
from tests.reviews.test_telling import tell_right
from tests.reviews.test_telling_plan import plan
from tests.stories import story

__all__ = ["known", "notify"]  # fixtures
ENDED_AT = SIGNED_AT + timedelta(hours=3)
AFTER = ENDED_AT + timedelta(hours=1)


@story
def other(case: Case, victim: Victim, suspect: Suspect, alice: Person) -> Allegation:
    """Another crime of the same victim by the same suspect."""
    return cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=OPENED_AT,
    )


def decide(by: Person, second: Person, case: Case, *lines: dict[str, Any]) -> Decision:
    put = services.propose_nfa(by=by, case=case, lines=list(lines), rationale=WHY, at=PROPOSED_AT, **CHECKED)
    return services.authorise_nfa(by=second, decision=put, at=DECIDED_AT)


@story
def both(interviewed: Allegation, other: Allegation, case: Case, alice: Person, sam: Person) -> Decision:
    """Outcome 15 on one crime, and 20 on the other: the right is that of the first."""
    return decide(alice, sam, case, line(interviewed), line(other, "20", "transferred"))


@story
def alike(interviewed: Allegation, other: Allegation, case: Case, alice: Person, sam: Person) -> Decision:
    """Outcome 15 on both."""
    return decide(alice, sam, case, line(interviewed), line(other))


def end(decision: Decision, allegation: Allegation, by: Person, at: Any = ENDED_AT) -> None:
    row = DecisionLine.objects.get(decision=decision, allegation=allegation)
    services.reopen_decision(by=by, decision=decision, allegations=[row], reason="A witness.", at=at)


def cancel(decision: Decision, allegation: Allegation, by: Person) -> None:
    row = DecisionLine.objects.get(decision=decision, allegation=allegation)
    services.cancel_crime(by=by, line=row, because="duplicate", words="Recorded again.", at=ENDED_AT)


def owed(decision: Decision) -> dict[str, str]:
    notice = Notification.objects.get(decision=decision)
    return dict(DueItem.objects.filter(source=notice.pk, settled_at__isnull=True).values_list("code", "what"))


# The letter


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_letter_that_names_what_ended_is_neither_signed_nor_sent(
    both: Decision,
    known: Victim,
    interviewed: Allegation,
    other: Allegation,
    alice: Person,
    sam: Person,
    request: pytest.FixtureRequest,
    cancelled: bool,
) -> None:
    signed = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, both, known)), at=SIGNED_AT)
    assert {interviewed.crime_reference, other.crime_reference} <= set(
        text_in(opened_pdf(signed)).replace(",", " ").replace(":", " ").split()
    )
    if cancelled:
        cancel(both, interviewed, request.getfixturevalue("reg"))
    else:
        end(both, interviewed, sam)
    how = "cancelled by the crime registrar" if cancelled else "opened again on what came to light since"
    says = (
        "This letter tells of something that ended: the decision does not stand for"
        rf" {interviewed.crime_reference} \({how}, 3 September 2026\) any more. Drop it and draft a new"
    )
    signed.refresh_from_db()
    for deed in (
        lambda: services.record_letter_printed(by=alice, letter=signed, at=AFTER),
        lambda: send(
            alice, signed, sent_on=AFTER.date(), sent_time=in_london(AFTER).time(), at=AFTER + MINUTE
        ),
    ):
        with pytest.raises(NotAllowed, match=says):
            deed()
    signed.refresh_from_db()
    assert signed.status == "signed_off"
    again = signed_again(both, known, alice, sam, AFTER)
    text = text_in(opened_pdf(again))
    assert f"Crime reference: {other.crime_reference}" in text
    assert interviewed.crime_reference not in text
    assert "evidential stage" not in text
    assert "passed to another body" in text
    assert "Right to Review" not in text
    assert send(alice, again, sent_on=AFTER.date(), at=AFTER + MINUTE).ask_by is None


def test_what_went_before_a_part_ended_is_recorded_after_it(
    alike: Decision, known: Victim, interviewed: Allegation, alice: Person, sam: Person
) -> None:
    signed = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, alike, known)), at=SIGNED_AT)
    end(alike, interviewed, sam, at=SIGNED_AT + timedelta(days=4))
    assert send(alice, signed).sent_on == date(2026, 9, 4)


def test_a_draft_is_read_again_before_it_is_signed(
    alike: Decision, known: Victim, interviewed: Allegation, other: Allegation, alice: Person, sam: Person
) -> None:
    letter = edit(alice, draft(alice, alike, known))
    end(alike, interviewed, sam)
    with pytest.raises(NotAllowed, match=f"Since this was written .* {interviewed.crime_reference}"):
        services.sign_off_letter(by=sam, letter=letter, at=AFTER)
    letter = edit(alice, DecisionLetter.objects.get(pk=letter.pk), at=AFTER)
    text = text_in(opened_pdf(services.sign_off_letter(by=sam, letter=letter, at=AFTER + MINUTE)))
    assert interviewed.crime_reference not in text
    assert other.crime_reference in text


def test_notify_never_gets_a_letter_that_names_what_ended(
    alike: Decision, known: Victim, interviewed: Allegation, alice: Person, sam: Person, notify: Any
) -> None:
    signed = services.sign_off_letter(by=sam, letter=edit(alice, draft(alice, alike, known)), at=SIGNED_AT)
    row = ask_notify(alice, signed)
    end(alike, interviewed, sam, at=ASKED_AT)
    send_letters(at=ASKED_AT + MINUTE)
    assert (notify.asked, after(row)) == ([], ("failed", "signed_off"))
    row.refresh_from_db()
    assert "This letter tells of something that ended" in row.fault


def test_the_page_of_a_draft_of_which_nothing_stands_shows_no_letter(
    alike: Decision, known: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    letter = edit(alice, draft(alice, alike, known))
    services.reopen_decision(by=sam, decision=alike, reason="A witness.", at=AFTER)
    page = sign_in(alice).get(f"/letters/{letter.pk}/").content.decode()
    assert "There is nothing left that it could tell of." in page
    assert "Crime reference" not in page


# What is owed, and where it is read


def test_of_many_crimes_the_hour_that_is_booked_is_still_said(
    known: Victim, interviewed: Allegation, other: Allegation, case: Case, suspect: Suspect, alice: Person,
    sam: Person,
) -> None:  # fmt: skip
    third = cases.add_allegation(
        by=alice, case=case, crime_reference=next_crime(), offence_type="sexual_assault",
        victim=known, suspect=suspect, at=OPENED_AT,
    )  # fmt: skip
    decision = decide(alice, sam, case, line(interviewed), line(other), line(third))
    plan(alice, Notification.objects.get(decision=decision), method="post")
    end(decision, interviewed, sam)
    assert owed(decision)["tell_decision"] == (
        f"Tell Victim 1 of the decision on {other.crime_reference},…: booked for 3 Sep 2026, 10:00am"
    )


def test_what_is_owed_says_which_crimes_are_meant(
    alike: Decision,
    known: Victim,
    interviewed: Allegation,
    other: Allegation,
    alice: Person,
    sam: Person,
    sign_in: Any,
) -> None:
    assert owed(alike)["tell_decision"] == "Tell Victim 1 of the decision"
    plan(alice, Notification.objects.get(decision=alike), method="post")
    end(alike, interviewed, sam)
    on_what = f"on {other.crime_reference}"
    assert owed(alike)["tell_decision"] == (
        f"Tell Victim 1 of the decision {on_what}: booked for 3 Sep 2026, 10:00am"
    )
    assert owed(alike)["tell_right"] == "Tell Victim 1 of the Right to Review"
    notice = Notification.objects.get(decision=alike)
    due: Any = recheck_telling([notice.pk], AFTER)[notice.pk]
    assert due.headline == f"A decision was made: tell the person it is about {on_what}"
    browser = sign_in(alice)
    said = f"Tell them of the decision {on_what} only: the rest of it was opened again."
    for path in (f"/decisions/{alike.pk}/", f"/decisions/{alike.pk}/notify/", f"/notifications/{notice.pk}/"):
        assert said in browser.get(path).content.decode(), path
    tell(alice, alike, known, told_at=AFTER)
    assert f"For them it stands {on_what} only" in browser.get(f"/decisions/{alike.pk}/").content.decode()


@pytest.mark.parametrize(
    ("cancelled", "reopened", "how"),
    [
        ([0, 1], [], "cancelled by the crime registrar"),
        ([], [0, 1], "opened again"),
        ([0], [1], "in part opened again and in part cancelled by the crime registrar"),
    ],
)
def test_pages_and_refusals_say_which_it_was_that_ended_it(
    alike: Decision, known: Victim, alice: Person, sam: Person, reg: Person, sign_in: Any,
    cancelled: list[int], reopened: list[int], how: str,
) -> None:  # fmt: skip
    lines = list(DecisionLine.objects.filter(decision=alike).order_by("id"))
    for place in reopened:
        end(alike, lines[place].allegation, sam)
    for place in cancelled:
        cancel(alike, lines[place].allegation, reg)
    notice = Notification.objects.get(decision=alike)
    browser = sign_in(alice)
    telling = browser.get(f"/notifications/{notice.pk}/").content.decode()
    assert f"when what they reported was {how}." in telling
    assert (
        f"{how}, so this decision does not stand" in browser.get(f"/decisions/{alike.pk}/").content.decode()
    )
    said = (
        f"This decision does not stand any more: what was reported was {how}. There is nothing to tell of it."
    )
    refused = browser.get(reverse("plan_telling", args=[notice.pk]))
    assert refused.status_code == 403
    assert said in refused.content.decode()
    with pytest.raises(Invalid) as trouble:
        tell(alice, alike, known, told_at=AFTER, at=AFTER + MINUTE)
    assert f"what they reported was {how}." in trouble.value.fields["victim"]
    assert "taken back" not in telling


# The letter on a review


def reviewed(
    decision: Decision, victim: Victim, alice: Person, dina: Person, rita: Person, **given: Any
) -> ReviewRequest:
    """Upheld on what the victim asked about."""
    tell(alice, decision, victim)
    request = ask(alice, decision, victim, **given)
    request = services.allocate_review(by=dina, request=request, reviewer=rita, at=LATER)
    services.decide_review(by=rita, request=request, outcome="upheld", reasons=WHY, at=LATER)
    return ReviewRequest.objects.get(pk=request.pk)


def test_a_letter_on_a_review_names_what_the_review_answers_for_and_nothing_that_ended_beside_it(
    alike: Decision, known: Victim, interviewed: Allegation, other: Allegation, alice: Person, dina: Person,
    rita: Person, reg: Person,
) -> None:  # fmt: skip
    request = reviewed(alike, known, alice, dina, rita)
    signed = services.sign_off_letter(by=dina, letter=begin(alice, request), at=SOON)
    assert interviewed.crime_reference in text_in(opened_pdf(signed))
    row = DecisionLine.objects.get(decision=alike, allegation=interviewed)
    cancelled_at = SOON + MINUTE
    services.cancel_crime(by=reg, line=row, because="duplicate", words="Recorded again.", at=cancelled_at)
    with pytest.raises(NotAllowed, match=f"This letter tells of something that ended: .*{interviewed}"):
        services.record_letter_printed(by=alice, letter=signed, at=SOON + 2 * MINUTE)
    signed.refresh_from_db()
    services.drop_letter(by=alice, letter=signed, at=SOON + 2 * MINUTE)
    letter = services.sign_off_letter(by=dina, letter=begin(alice, request, at=SOON + 2 * MINUTE), at=SENT_AT)
    text = text_in(opened_pdf(letter))
    assert (interviewed.crime_reference in text, other.crime_reference in text) == (False, True)
    row = DecisionLine.objects.get(decision=alike, allegation=other)
    ended = SENT_AT + MINUTE
    services.cancel_crime(by=reg, line=row, because="duplicate", words="Recorded again.", at=ended)
    with pytest.raises(NotAllowed, match="was cancelled by the crime registrar beside the review"):
        services.record_letter_printed(by=alice, letter=letter, at=SENT_AT + 2 * MINUTE)


def test_one_that_says_what_the_review_overturned_names_it(
    alike: Decision, known: Victim, interviewed: Allegation, other: Allegation, alice: Person, dina: Person,
    rita: Person,
) -> None:  # fmt: skip
    tell(alice, alike, known)
    request = services.allocate_review(by=dina, request=ask(alice, alike, known), reviewer=rita, at=LATER)
    services.decide_review(by=rita, request=request, outcome="further_enquiries", reasons=WHY, at=LATER)
    request.refresh_from_db()
    letter = services.sign_off_letter(by=dina, letter=begin(alice, request), at=SOON)
    text = text_in(opened_pdf(letter))
    assert {True} == {one.crime_reference in text for one in (interviewed, other)}


# The right


def test_the_right_is_that_of_what_stands(
    both: Decision, known: Victim, interviewed: Allegation, alice: Person, sam: Person, sign_in: Any
) -> None:
    tell(alice, both, known)
    right = tell_right(alice, both, known)
    assert Notification.objects.get(decision=both).ask_by == date(2026, 12, 2)
    end(both, interviewed, sam, at=LATER)
    assert eligibility_of(both, known, LATER - MINUTE)
    answer = eligibility_of(both, known, LATER)
    assert (bool(answer), getattr(answer, "number", None)) == (False, 6)
    notice = Notification.objects.get(decision=both)
    right.refresh_from_db()
    assert (notice.right_since, notice.ask_by, right.ended_at) == (None, None, LATER)
    page = sign_in(alice).get(f"/decisions/{both.pk}/").content.decode()
    assert "Not eligible: reason 6" in page
    assert "They may ask until" not in page
    with pytest.raises(NotAllowed, match=r"\(reason 6\)"):
        tell_right(alice, both, known, told_at=LATER + MINUTE, at=LATER + 2 * MINUTE)
    assert ask(alice, both, known, received_at=LATER + MINUTE, at=LATER + 2 * MINUTE).not_eligible == 6


def test_the_right_stays_while_the_part_that_carries_it_stands(
    both: Decision, known: Victim, other: Allegation, alice: Person, sam: Person
) -> None:
    tell(alice, both, known)
    tell_right(alice, both, known)
    end(both, other, sam, at=LATER)
    assert eligibility_of(both, known, LATER)
    assert Notification.objects.get(decision=both).right_since == DECIDED_AT
    assert RightTold.objects.get(decision=both).ended_at is None


def test_a_part_that_carries_no_right_is_owed_without_it(
    both: Decision, interviewed: Allegation, sam: Person
) -> None:
    assert set(owed(both)) == {"tell_decision", "tell_right"}
    end(both, interviewed, sam, at=TOLD_AT)
    assert set(owed(both)) == {"tell_decision"}

"""A request that waits for its answer goes by who may ask now, and shows what it was before, when and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Allegation, Case, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from reviews import services
from reviews.models import Decision, ReviewRequest
from reviews.shown.eligibility import OF_THE_RECORD, eligibility_change
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    RECEIVED_AT,
    WHY,
    ask,
    interview,
    line,
    tell,
    withdraw,
)
from tests.reviews.test_overriding import inspector, override, unseen
from tests.stories import story
from victims import services as victims

__all__ = ["inspector", "unseen"]  # fixtures
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ASKED_AT = RECEIVED_AT + timedelta(hours=1)
CHANGED_AT = RECEIVED_AT + DAY


def words_of(request: ReviewRequest) -> tuple[Any, ...]:
    request.refresh_from_db()
    return request.not_eligible_was, request.not_eligible, request.eligibility_changed_at


@story
def refused(unseen: Decision, victim: Victim, alice: Person) -> ReviewRequest:
    """Asked for on outcome 18, which the scheme does not cover: reason 1."""
    tell(alice, unseen, victim)
    asked = ask(alice, unseen, victim, at=ASKED_AT)
    assert words_of(asked) == (None, 1, None)
    return asked


def test_a_reviewer_reviews_what_an_inspector_said_may_be_asked(
    refused: ReviewRequest,
    unseen: Decision,
    victim: Victim,
    inspector: Person,
    dina: Person,
    rita: Person,
    alice: Person,
    sign_in: Any,
) -> None:
    allocated = services.allocate_review(by=dina, request=refused, reviewer=rita, at=ASKED_AT + MINUTE)
    browser, here = sign_in(rita), f"/right-to-review/{allocated.pk}/"
    offered = browser.get(f"{here}decide/").content.decode()
    assert 'value="not_eligible"' in offered
    assert 'value="upheld"' not in offered
    override(inspector, unseen, victim, at=CHANGED_AT)
    assert words_of(allocated) == (1, None, CHANGED_AT)
    page = browser.get(here).content.decode()
    assert "The police scheme does not cover this decision (reason" not in page
    for said in (
        f"Who may ask changed on {moment_words(CHANGED_AT)} (recorded by {inspector.name}).",
        "Until then: the police scheme does not cover it (reason 1: no suspect was identified",
        "Since then: the police scheme covers this decision.",
        f"Why: {inspector.name}, {Rank.INSPECTOR.label}, decided so: The enquiries were thin.",
    ):
        assert said in page, said
    offered = browser.get(f"{here}decide/").content.decode()
    assert 'value="not_eligible"' not in offered
    assert 'value="upheld"' in offered
    shown = browser.get(f"/api/v1/review-requests/{allocated.pk}/").json()
    assert (shown["not_eligible"], shown["not_eligible_was"], shown["eligibility_changed_at"]) == (
        None,
        1,
        CHANGED_AT.isoformat(),
    )
    allocated.refresh_from_db()
    done = services.decide_review(
        by=rita, request=allocated, outcome="upheld", reasons="Looked at afresh.", at=LATER
    )
    assert done.outcome == "upheld"
    history = sign_in(alice).get(f"/cases/{unseen.case_id}/").content.decode()
    assert "Review request: the scheme covers it now" in history


def test_a_right_that_is_taken_back_is_no_longer_reviewed(
    refused: ReviewRequest, unseen: Decision, victim: Victim, inspector: Person, dina: Person, rita: Person
) -> None:
    allocated = services.allocate_review(by=dina, request=refused, reviewer=rita, at=ASKED_AT + MINUTE)
    override(inspector, unseen, victim, at=CHANGED_AT)
    override(inspector, unseen, victim, may_ask=False, number=1, at=CHANGED_AT + DAY)
    assert words_of(allocated) == (None, 1, CHANGED_AT + DAY)
    with pytest.raises(Invalid, match=r"does not cover this decision \(reason 1\)"):
        services.decide_review(by=rita, request=allocated, outcome="upheld", reasons="Afresh.", at=LATER)
    allocated.refresh_from_db()
    done = services.decide_review(
        by=rita, request=allocated, outcome="not_eligible", reasons="Explained.", at=LATER
    )
    override(inspector, unseen, victim, at=LATER + DAY)
    assert words_of(done) == (None, 1, CHANGED_AT + DAY)  # answered: kept as it was answered


def test_support_reinstated_brings_the_right_to_an_open_request(
    interviewed: Allegation, case: Case, victim: Victim, alice: Person, sam: Person
) -> None:
    withdraw(alice, sam, victim)
    rows = [line(interviewed, "16", "not_supported")]
    made = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=PROPOSED_AT, **CHECKED)
    made = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    tell(alice, made, victim)
    asked = ask(alice, made, victim, at=ASKED_AT)
    assert words_of(asked) == (None, 5, None)
    victims.record_re_engagement(
        by=alice, victim=victim, occurred_at=CHANGED_AT, told_by="letter", at=CHANGED_AT
    )
    assert words_of(asked) == (5, None, CHANGED_AT)


def test_what_is_recorded_late_goes_by_what_holds_by_then(
    unseen: Decision, victim: Victim, alice: Person, inspector: Person
) -> None:
    tell(alice, unseen, victim)
    override(inspector, unseen, victim, at=CHANGED_AT)
    assert words_of(ask(alice, unseen, victim, at=LATER)) == (1, None, LATER)


def test_an_interview_on_record_brings_the_right_to_an_open_request(
    allegation: Allegation, case: Case, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    allegation.refresh_from_db()
    rows = [line(allegation)]
    made = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=PROPOSED_AT, **CHECKED)
    made = services.authorise_nfa(by=sam, decision=made, at=DECIDED_AT)
    tell(alice, made, victim)
    asked = ask(alice, made, victim, at=ASKED_AT)
    interview(alice, case, suspect, at=CHANGED_AT)
    assert words_of(asked) == (1, None, CHANGED_AT)
    change = eligibility_change(asked, sam, evidence=True)
    assert change is not None
    assert (change.by, change.why) == (alice.name, OF_THE_RECORD)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"not_eligible_was": 8, "eligibility_changed_at": LATER}, "request_number_it_had_is_known"),
        ({"not_eligible_was": 2}, "request_eligibility_changed_to_another"),
        ({"not_eligible_was": 1, "eligibility_changed_at": LATER}, "request_eligibility_changed_to_another"),
        (
            {"not_eligible": None, "eligibility_changed_at": LATER},
            "request_eligibility_changed_to_another",
        ),
    ],
)
def test_the_table_refuses_a_change_that_is_none(
    refused: ReviewRequest, change: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        ReviewRequest.objects.filter(pk=refused.pk).update(**change)

"""What a review that overturned a decision asks for is owed, told and ended by being done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.enums import MilestoneKind
from cases.models import Case, DueItem, Victim
from cases.services import record_milestone, void_milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.models import Raised
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.models import Decision, DecisionLine, ReviewRequest
from reviews.notices import recheck_carrying_out
from tests.decisions import CHECKED, by_cps, with_cps
from tests.reviews.conftest import LATER, authority, line

SignIn = Callable[..., Client]
REASON = "I supervised the officer last year."


def decide(request: ReviewRequest, rita: Person, outcome: str) -> ReviewRequest:
    values = {"outcome": outcome, "reasons": "A line was missed.", **authority(outcome)}
    return services.decide_review(by=rita, request=request, at=LATER, **values)


def send(request: ReviewRequest, by: Person, at: datetime = LATER) -> None:
    """The milestone that submit_to_cps writes."""
    for one in DecisionLine.objects.filter(decision=request.decision):
        with transaction.atomic(), open_door("submit_to_cps"):
            record_milestone(
                by=by,
                case=request.case,
                kind=MilestoneKind.SUBMITTED,
                occurred_at=at,
                allegation=one.allegation,
                at=at,
            )


def owed(case: Case) -> list[DueItem]:
    return list(DueItem.objects.filter(case=case, code="carry_out_review", settled_at__isnull=True))


@pytest.mark.parametrize(
    ("outcome", "what"),
    [
        ("overturned_cps", "Send the case to CPS: the review for Victim 1 asks for it"),
        (
            "further_enquiries",
            "Make the enquiries that the review for Victim 1 asks for, then decide again",
        ),
        ("overturned_out_of_court", "Deal with it out of court, as the review for Victim 1 decided"),
    ],
)
def test_what_the_review_asks_for_is_owed_by_the_officer_in_charge(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, sam: Person, outcome: str, what: str
) -> None:
    decide(allocated, rita, outcome)
    (item,) = owed(case)
    assert (item.what, item.owner, item.rule) == (what, alice, "carry_out_review")
    raised = Raised.objects.get(kind="review_to_carry_out")
    due = recheck_carrying_out([raised.source], LATER)[raised.source]
    assert isinstance(due, Due)
    assert [(one.person_id, one.why) for one in due.recipients] == [
        (alice.pk, "You are the officer in charge of this case."),
        (sam.pk, "You supervise the team of this case."),
    ]
    # What enquiries found is said on the page of the review; all else is begun from the case.
    name, of = (
        ("review_request_detail", allocated) if outcome == "further_enquiries" else ("case_detail", case)
    )
    assert (due.path, due.due_on) == (reverse(name, args=[of.pk]), item.due_on)


def test_a_review_that_upholds_asks_for_nothing(allocated: ReviewRequest, case: Case, rita: Person) -> None:
    decide(allocated, rita, "upheld")
    assert owed(case) == []


def test_telling_the_victim_does_not_end_it_and_sending_the_case_to_cps_does(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person
) -> None:
    decided = decide(allocated, rita, "overturned_cps")
    services.tell_review_outcome(
        by=alice, request=decided, told_at=LATER, method="phone", at=LATER + timedelta(hours=1)
    )
    (item,) = owed(case)
    assert not DueItem.objects.filter(source=decided.pk, code="complete_review", settled_at=None).exists()
    send(allocated, alice)
    assert owed(case) == []
    assert recheck_carrying_out([item.pk], LATER)[item.pk] == Gone("It was carried out.")


def test_the_review_says_what_it_asks_for_until_it_is_done(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, sign_in: SignIn
) -> None:
    decide(allocated, rita, "overturned_cps")
    (item,) = owed(case)
    browser = sign_in(alice)
    address = f"review-requests/{allocated.pk}/"
    assert browser.get(f"/api/v1/{address}").json()["carrying_out"] == {
        "what": item.what,
        "due_on": item.due_on.isoformat(),
        "done_at": None,
    }
    page = f"/right-to-review/{allocated.pk}/"
    assert "Do it on the case page" in browser.get(page).content.decode()
    send(allocated, alice)
    done = browser.get(page).content.decode()
    assert (f"{item.what}. Done" in done, "Do it on the case page" in done) == (True, False)


def test_a_disposal_ends_the_duty_to_deal_with_it_out_of_court_and_nothing_less_does(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, sam: Person
) -> None:
    decide(allocated, rita, "overturned_out_of_court")
    send(allocated, alice)
    assert len(owed(case)) == 1
    allegation = DecisionLine.objects.get(decision=allocated.decision).allegation
    said = {**CHECKED, "cps_authority": "J Lawyer, CPS RASSO unit, authorised it on 28 August."}

    def decide_again(row: dict[str, object], checks: dict[str, str]) -> Decision:
        again = services.propose_nfa(
            by=alice, case=case, lines=[row], rationale="Weighed again.", at=LATER, **checks
        )
        return services.authorise_nfa(by=sam, decision=again, at=LATER)

    plain = decide_again(line(allegation), CHECKED)
    assert len(owed(case)) == 1
    services.reopen_decision(by=sam, decision=plain, reason="It was to be dealt with.", at=LATER)
    decide_again(line(allegation, "8", "out_of_court"), said)
    assert owed(case) == []


def test_what_ended_it_is_voided_and_it_is_owed_again_by_the_date_that_it_had(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person
) -> None:
    with_cps(alice, case, allocated.decision.decided_at)
    decided = decide(allocated, rita, "further_enquiries")
    services.record_enquiries_found(
        by=alice, request=decided, found="Nothing new.", ended_on=LATER.date(), at=LATER
    )
    (before,) = owed(case)
    assert before.what == "Decide again for Victim 1: the enquiries that the review asks for were made"
    crime = DecisionLine.objects.get(decision=allocated.decision).allegation
    charge = record_milestone(
        by=alice,
        case=case,
        kind="charged",
        allegation=crime,
        occurred_at=LATER,
        at=LATER,
        **by_cps(LATER),
    )
    assert owed(case) == []
    void_milestone(by=alice, milestone=charge, reason="Of another case.", at=LATER + timedelta(days=1))
    (again,) = owed(case)
    assert (again.what, again.due_on, again.owner) == (before.what, before.due_on, alice)
    assert isinstance(recheck_carrying_out([again.pk], LATER)[again.pk], Due)
    record_milestone(
        by=alice, case=case, kind="charged", allegation=crime, occurred_at=LATER,
        at=LATER + timedelta(days=2), **by_cps(LATER),
    )  # fmt: skip
    assert owed(case) == []


NOT_SENT = (
    "{} is for CPS to decide, and it has not been sent since the review. “Send the case to CPS: the review"
    " for Victim 1 asks for it.” Submit the case to CPS first."
)


def test_the_police_do_not_end_what_a_review_refers_to_cps_before_it_was_sent(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    decide(allocated, rita, "overturned_cps")
    crime = DecisionLine.objects.get(decision=allocated.decision).allegation
    refused = NOT_SENT.format(crime.crime_reference)

    def propose(**given: Any) -> Decision:
        return services.propose_nfa(
            by=alice, case=case, lines=[line(crime)], rationale="Weighed again.", **CHECKED, **given
        )

    with pytest.raises(Invalid) as trouble:
        propose(at=LATER)
    assert trouble.value.fields == {"lines-0-outcome": refused}
    browser = sign_in(alice)
    asked = {
        "case": str(case.pk),
        "lines": [{"allegation": str(crime.pk), "outcome": "15", "reason": "evidential"}],
        "rationale": "Weighed again.",
        **CHECKED,
    }
    answer = browser.post("/api/v1/decisions/", asked, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]) == (400, {"lines-0-outcome": refused})
    page = browser.post(
        f"/cases/{case.pk}/decisions/new/",
        {
            "lines-count": "1",
            "lines-0-allegation": str(crime.pk),
            "lines-0-outcome": "15",
            "lines-0-reason": "evidential",
            "rationale": "Weighed again.",
            **CHECKED,
        },
    )
    shown = page.content.decode()
    assert (page.status_code, refused in shown, "Weighed again." in shown) == (422, True, True)
    assert len(owed(case)) == 1
    send(allocated, alice, at=LATER + timedelta(hours=2))
    assert owed(case) == []
    again = propose(at=LATER + timedelta(hours=3))
    with pytest.raises(NotAllowed) as early:  # as at a moment at which CPS did not have it
        services.authorise_nfa(by=sam, decision=again, at=LATER + timedelta(hours=1))
    assert str(early.value) == f"Something changed since this was put forward. {refused}"
    assert services.authorise_nfa(by=sam, decision=again, at=LATER + timedelta(hours=4)).is_authorised


@pytest.mark.parametrize(("outcome", "reason"), [("5", "prevented"), ("20", "transferred")])
def test_nobody_sends_to_cps_what_ended_with_a_death_or_went_to_another_body(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person, sam: Person, outcome: str, reason: str
) -> None:
    decide(allocated, rita, "overturned_cps")
    crime = DecisionLine.objects.get(decision=allocated.decision).allegation
    again = services.propose_nfa(
        by=alice, case=case, lines=[line(crime, outcome, reason)], rationale="He died.", at=LATER, **CHECKED
    )
    assert len(owed(case)) == 1
    services.authorise_nfa(by=sam, decision=again, at=LATER)
    assert owed(case) == []


def test_a_decision_of_cps_itself_ends_the_duty_to_send_the_case(
    allocated: ReviewRequest, case: Case, rita: Person, alice: Person
) -> None:
    decide(allocated, rita, "overturned_cps")
    for one in DecisionLine.objects.filter(decision=allocated.decision):
        with transaction.atomic(), open_door("record_cps_nfa"):
            record_milestone(
                by=alice, case=case, kind="cps_nfa", occurred_at=LATER, allegation=one.allegation, at=LATER
            )
    assert owed(case) == []


def test_why_a_review_was_given_back_is_read_where_it_is_allocated_again(
    allocated: ReviewRequest, rita: Person, dina: Person, sign_in: SignIn
) -> None:
    back = services.give_review_back(by=rita, request=allocated, reason=REASON, at=LATER)
    browser = sign_in(dina)
    for path in ("", "allocate/"):
        page = browser.get(f"/right-to-review/{back.pk}/{path}").content.decode()
        assert f"Why: {REASON}" in page
        assert "by Rita on" in page
    told = browser.get(f"/api/v1/review-requests/{back.pk}/").json()["given_back"]
    assert (told["by"], told["reason"]) == ("Rita", REASON)
    assert AuditEvent.objects.filter(action="REVIEW_GIVEN_BACK", subjects__contains=[back.pk]).count() == 1
    services.allocate_review(by=dina, request=back, reviewer=rita, at=LATER)
    page = browser.get(f"/right-to-review/{back.pk}/").content.decode()
    assert (REASON in page, "Had it before: Rita (from" in page) == (False, True)
    told = browser.get(f"/api/v1/review-requests/{back.pk}/").json()["had_before"]
    assert [one["reviewer"] for one in told] == ["Rita"]


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("upheld", "The decision stands. Say so gently"),
        ("overturned_cps", "the police send the case to CPS"),
        ("further_enquiries", "the police make further enquiries"),
        ("overturned_out_of_court", "dealing with it out of court"),
        ("withdrawn", "Say that their wish was followed"),
    ],
)
def test_the_form_that_tells_the_outcome_says_what_it_came_to(
    allocated: ReviewRequest, rita: Person, alice: Person, sign_in: SignIn, outcome: str, says: str
) -> None:
    decide(allocated, rita, outcome)
    page = sign_in(alice).get(f"/right-to-review/{allocated.pk}/tell/").content.decode()
    assert says in page
    assert ("Say so gently" in page) == (outcome == "upheld")


@pytest.mark.parametrize("deed", ["tell-right", "review-requests/new"])
def test_what_does_not_stand_is_refused_before_anything_is_typed(
    decided: Decision, victim: Victim, alice: Person, sam: Person, sign_in: SignIn, deed: str
) -> None:
    services.reopen_decision(by=sam, decision=decided, reason="A witness came forward.", at=LATER)
    page = sign_in(alice).get(f"/decisions/{decided.pk}/{deed}/", follow=True).content.decode()
    assert "This decision does not stand any more" in page
    assert "Still to be told" not in page

"""Review requests: always received, reviewed by somebody independent, answered to the victim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone, NamedAccess, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import acting
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.checks import MISSING
from reviews.models import Decision, DecisionLine, ReviewRequest
from reviews.sealed import text_of
from tests.decisions import CHECKED
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    PROPOSED_AT,
    RECEIVED_AT,
    TOLD_AT,
    WHY,
    ask,
    authority,
    line,
    tell,
)
from tests.reviews.test_decisions import record_from_document
from tests.stories import story
from tests.victims.conftest import with_outside_isva
from victims import services as victims

SignIn = Callable[..., Client]
MUCH_LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
NOT_FITTING = "test"


def change(row: object, **values: object) -> None:
    """A change past the services, as a defect or the bulk door would make it."""
    with open_door(NOT_FITTING):
        type(row).objects.filter(pk=row.pk).update(**values)


def test_a_request_keeps_its_clocks_and_its_people(
    asked: ReviewRequest, alice: Person, sam: Person, victim: Victim
) -> None:
    assert (asked.in_time, asked.told_at, asked.last_day) == (True, TOLD_AT, date(2026, 12, 2))
    assert (asked.acknowledge_by, asked.complete_by) == (date(2026, 9, 28), date(2026, 10, 26))
    assert (asked.maker, asked.approver, asked.not_eligible, asked.status) == (alice, sam, None, "received")
    owed = DueItem.objects.filter(source=asked.pk, settled_at__isnull=True)
    assert {(item.code, item.due_on) for item in owed} == {
        ("acknowledge_review", date(2026, 9, 28)),
        ("complete_review", date(2026, 10, 26)),
    }


@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        (datetime(2026, 12, 2, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 3, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_three_months_end_at_midnight_of_their_last_day(
    told: Decision, victim: Victim, alice: Person, received: datetime, *, in_time: bool
) -> None:
    if in_time:
        assert ask(alice, told, victim, received_at=received, at=MUCH_LATER).in_time
        return
    with pytest.raises(Invalid) as refused:
        ask(alice, told, victim, received_at=received, at=MUCH_LATER)
    assert "The three months ended on 2 December 2026" in refused.value.fields["discretion_reason"]


def test_a_late_request_is_taken_up_with_a_reason_and_never_silently_refused(
    told: Decision, victim: Victim, alice: Person
) -> None:
    request = ask(
        alice,
        told,
        victim,
        received_at=MUCH_LATER,
        discretion_reason="She was in hospital.",
        at=MUCH_LATER,
    )
    assert not request.in_time
    assert text_of(request, "discretion") == "She was in hospital."


def test_a_request_that_comes_before_the_telling_is_recorded_keeps_its_date_and_owes_the_telling(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    request = ask(alice, decided, victim)
    assert (request.received_at, request.in_time, request.told_at) == (RECEIVED_AT, True, None)
    assert (request.acknowledge_by, request.complete_by) == (date(2026, 9, 28), date(2026, 10, 26))
    owed = DueItem.objects.filter(case=decided.case, code="tell_decision", settled_at__isnull=True)
    assert owed.count() == 1
    here, browser = f"/right-to-review/{request.pk}/", sign_in(alice)
    assert "Nobody has recorded that they were told of the decision." in browser.get(here).content.decode()
    tell(alice, decided, victim)
    assert (
        "That they were told is on record for 2 September 2026, 4:00pm" in browser.get(here).content.decode()
    )
    shown = browser.get(f"/api/v1/review-requests/{request.pk}/").json()
    assert (shown["months_began_at"], "is on record for" in shown["why_no_months"]) == (None, True)


def test_a_request_may_come_before_the_telling_that_is_recorded_with_a_later_moment(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    tell(alice, decided, victim)
    early = ask(alice, decided, victim, received_at=TOLD_AT - timedelta(minutes=1))
    assert (early.in_time, early.told_at, early.last_day) == (True, None, None)


@pytest.mark.parametrize(
    ("on", "how", "says"),
    [
        (datetime(2026, 9, 28, 22, 59, tzinfo=UTC), "in_time", "11:59pm by Alice"),
        (datetime(2026, 9, 28, 23, 0, tzinfo=UTC), "late", ": late, it was due by 28 September 2026"),
        (None, "never", "Never: the review was decided without it (it was due by 28 September 2026)"),
    ],
)
def test_a_decided_review_goes_on_saying_how_it_was_acknowledged(
    asked: ReviewRequest,
    alice: Person,
    dina: Person,
    rita: Person,
    sign_in: Any,
    on: Any,
    how: str,
    says: str,
) -> None:
    assert [asked.acknowledged(one).value for one in (RECEIVED_AT, LATER)] == ["not_yet", "overdue"]
    if on is not None:
        services.acknowledge_review_request(by=alice, request=asked, acknowledged_at=on, at=LATER)
    services.allocate_review(by=dina, request=asked, reviewer=rita, at=LATER)
    services.decide_review(by=rita, request=asked, outcome="upheld", reasons=WHY, at=LATER)
    browser = sign_in(alice)
    assert says in " ".join(browser.get(f"/right-to-review/{asked.pk}/").content.decode().split())
    assert browser.get(f"/api/v1/review-requests/{asked.pk}/").json()["acknowledged"] == how


def test_a_disposal_at_the_review_asks_for_cps_as_the_proposal_of_one_does(
    allocated: ReviewRequest, rita: Person, sign_in: Any
) -> None:
    def decide(outcome: str, **given: str) -> ReviewRequest:
        return services.decide_review(
            by=rita, request=allocated, outcome=outcome, reasons=WHY, at=LATER, **given
        )

    with pytest.raises(Invalid) as refused:
        decide("overturned_out_of_court")
    assert refused.value.fields == {"cps_authority": MISSING["cps_authority"]}
    with pytest.raises(Invalid) as refused:
        decide("upheld", cps_authority="J Lawyer")
    assert list(refused.value.fields) == ["cps_authority"]
    here, browser = f"/right-to-review/{allocated.pk}/", sign_in(rita)
    assert 'name="cps_authority"' in browser.get(f"{here}decide/").content.decode()
    said = "J Lawyer, CPS RASSO unit, authorised it on 28 October."
    decide("overturned_out_of_court", cps_authority=said)
    assert said in browser.get(here).content.decode()
    assert browser.get(f"/api/v1/review-requests/{allocated.pk}/").json()["cps_authority"] == said


def test_a_family_may_ask_where_nobody_could_be_told(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    services.notify_victim(
        by=alice, decision=decided, victim=victim, not_told_because="no_contact_details", at=LATER
    )
    request = ask(alice, decided, victim, asked_by="family")
    assert (request.in_time, request.told_at, request.last_day) == (True, None, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_at": DECIDED_AT - timedelta(days=1)}, "received_at"),
        ({"received_at": LATER + timedelta(minutes=1)}, "received_at"),
        ({"channel": "pigeon"}, "channel"),
        ({"asked_by": "suspect"}, "asked_by"),
        ({"discretion_reason": "In time, though."}, "discretion_reason"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_the_field(
    told: Decision, victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(alice, told, victim, **given)
    assert list(refused.value.fields) == [field]


def test_a_duplicate_request_is_led_to_the_open_one(
    asked: ReviewRequest, victim: Victim, bob: Person
) -> None:
    with pytest.raises(Invalid, match="is open already, received on 14 September 2026"):
        ask(bob, asked.decision, victim)


def test_the_table_lets_one_request_of_a_victim_be_open(asked: ReviewRequest) -> None:
    twin = ReviewRequest.objects.get(pk=asked.pk)
    twin.pk, twin._state.adding = None, True
    twin.pk = uuid7()
    with (
        pytest.raises(IntegrityError, match="request_one_open_a_victim"),
        transaction.atomic(),
        open_door("test"),
    ):
        twin.save(force_insert=True)


def test_a_request_on_a_cps_decision_is_led_to_the_scheme_of_cps(
    with_cps: Case, interviewed: Allegation, victim: Victim, alice: Person, sign_in: SignIn
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    with pytest.raises(NotAllowed, match="CPS made this decision, so CPS reviews it"):
        ask(alice, decision, victim)
    browser = sign_in(alice)
    wrong, right = (f"/decisions/{decision.pk}/{one}/new/" for one in ("review-requests", "cps-reviews"))
    page = browser.get(f"/decisions/{decision.pk}/").content.decode()
    assert (wrong in page, right in page) == (False, True)
    refused = browser.get(wrong)
    assert (refused.status_code, "Record a request that CPS review it" in refused.content.decode()) == (
        403,
        True,
    )
    assert not ReviewRequest.objects.exists()


# Acknowledging


def test_acknowledging_stops_its_clock_and_no_other(asked: ReviewRequest, alice: Person) -> None:
    request = services.acknowledge_review_request(
        by=alice, request=asked, acknowledged_at=RECEIVED_AT + timedelta(days=2), at=LATER
    )
    assert (request.acknowledged_by, request.acknowledged_at) == (alice, RECEIVED_AT + timedelta(days=2))
    still = DueItem.objects.filter(source=asked.pk, settled_at__isnull=True)
    assert [item.code for item in still] == ["complete_review"]
    with pytest.raises(NotAllowed, match="acknowledged already"):
        services.acknowledge_review_request(by=alice, request=asked, acknowledged_at=LATER, at=LATER)


@pytest.mark.parametrize("moment", [RECEIVED_AT - timedelta(minutes=1), LATER + timedelta(minutes=1)])
def test_an_acknowledgement_is_after_receipt_and_not_in_the_future(
    asked: ReviewRequest, alice: Person, moment: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        services.acknowledge_review_request(by=alice, request=asked, acknowledged_at=moment, at=LATER)
    assert list(refused.value.fields) == ["acknowledged_at"]


# Independence


@pytest.mark.parametrize("post", ["maker", "approver", "supervisor"])
def test_the_table_itself_refuses_a_reviewer_who_had_a_part(
    asked: ReviewRequest, rita: Person, dina: Person, post: str
) -> None:
    change(asked, **{post: rita})
    with pytest.raises(IntegrityError, match=f"request_reviewer_not_{post}"), transaction.atomic():
        change(
            asked,
            status="allocated",
            reviewer=rita,
            reviewer_standing=4,
            allocated_at=LATER,
            allocated_by=dina,
        )


@pytest.mark.parametrize(("maker", "reviewer"), [(1, 2), (3, 3), (4, 4), (4, 3)])
def test_the_table_itself_refuses_a_reviewer_who_is_not_senior_enough(
    asked: ReviewRequest, rita: Person, dina: Person, maker: int, reviewer: int
) -> None:
    change(asked, maker_standing=maker)
    with pytest.raises(IntegrityError, match="request_reviewer_outranks_maker"), transaction.atomic():
        change(
            asked,
            status="allocated",
            reviewer=rita,
            reviewer_standing=reviewer,
            allocated_at=LATER,
            allocated_by=dina,
        )


@story
def reviewers(db: None) -> dict[str, Person]:
    """More people who hold the role of reviewer, each with something about them."""
    found = {}
    with open_door("test"):
        for username, given in {
            "ser": {"rank": Rank.SERGEANT},
            "insp": {"rank": Rank.INSPECTOR},
            "staff": {"equated_rank": Rank.CHIEF_INSPECTOR},
            "left": {"rank": Rank.CHIEF_INSPECTOR, "left_on": date(2026, 1, 31)},
        }.items():
            person = Person(
                username=username,
                name=username.title(),
                roles=["reviewer"],
                starts_on=date(2015, 1, 5),
                **given,
            )
            person.set_unusable_password()
            person.save(force_insert=True)
            found[username] = person
    return found


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("alice", "Alice made the decision"),
        ("sam", "Sam approved the decision"),
        ("dina", "Dina supervised the person who made the decision"),
        ("bob", "is not a reviewer in post"),
        ("ser", "is not senior enough"),
        ("left", "is not a reviewer in post"),
    ],
)
def test_a_reviewer_who_does_not_fit_is_refused_in_words(
    reviewers: dict[str, Person],
    told: Decision,
    victim: Victim,
    alice: Person,
    dina: Person,
    gita: Person,
    who: str,
    sentence: str,
    request: pytest.FixtureRequest,
) -> None:
    change(told, supervisor=dina)
    change(told.case, gatekept=True)
    asked = ask(alice, Decision.objects.get(pk=told.pk), victim)
    reviewer = reviewers.get(who) or request.getfixturevalue(who)
    with pytest.raises(Invalid) as refused:
        services.allocate_review(by=gita, request=asked, reviewer=reviewer, at=LATER)
    assert sentence in refused.value.fields["reviewer"]


def test_whoever_worked_on_the_case_does_not_review_it(
    asked: ReviewRequest, case: Case, reviewers: dict[str, Person], dina: Person
) -> None:
    insp = reviewers["insp"]
    change(insp, roles=["reviewer", "officer"])
    insp.refresh_from_db()
    cases.assign_officer(by=dina, case=case, person=insp, duty="sto", at=LATER)
    with pytest.raises(Invalid, match="has worked on this case"):
        services.allocate_review(by=dina, request=asked, reviewer=insp, at=LATER)


@pytest.mark.parametrize("who", ["insp", "staff"])
def test_an_inspector_or_staff_of_an_equated_grade_may_review(
    asked: ReviewRequest, reviewers: dict[str, Person], dina: Person, who: str
) -> None:
    request = services.allocate_review(by=dina, request=asked, reviewer=reviewers[who], at=LATER)
    assert (request.reviewer, request.status) == (reviewers[who], "allocated")


def test_one_rank_above_the_maker_is_needed_even_of_an_inspector(
    case: Case,
    interviewed: Allegation,
    victim: Victim,
    sam: Person,
    dina: Person,
    reviewers: dict[str, Person],
    rita: Person,
) -> None:
    decision = services.propose_nfa(
        by=dina, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
    decision.refresh_from_db()
    tell(sam, decision, victim)
    request = ask(sam, decision, victim)
    with pytest.raises(Invalid, match="at least one rank above"):
        services.allocate_review(by=sam, request=request, reviewer=reviewers["insp"], at=LATER)
    assert services.allocate_review(by=sam, request=request, reviewer=rita, at=LATER).reviewer == rita


def test_the_reviewer_sees_the_case_from_the_allocation_on(
    asked: ReviewRequest, case: Case, dina: Person, rita: Person
) -> None:
    with acting(rita):
        assert not Case.objects.visible_to(rita).filter(pk=case.pk).exists()
    services.allocate_review(by=dina, request=asked, reviewer=rita, at=LATER)
    grant = NamedAccess.objects.get(case=case, person=rita)
    assert (grant.because, grant.granted_by, grant.ended_at) == ("reviewer", dina, None)
    with acting(rita):
        assert ReviewRequest.objects.visible_to(rita).filter(pk=asked.pk).exists()
    due = DueItem.objects.get(source=asked.pk, code="complete_review", settled_at__isnull=True)
    assert due.owner == rita


def test_a_request_is_allocated_once(allocated: ReviewRequest, dina: Person, rita: Person) -> None:
    with pytest.raises(NotAllowed, match="with Rita already"):
        services.allocate_review(by=dina, request=allocated, reviewer=rita, at=LATER)


# Deciding


def test_a_review_that_upholds_leaves_the_decision_standing(
    allocated: ReviewRequest, interviewed: Allegation, rita: Person
) -> None:
    request = services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    assert (request.status, request.outcome, text_of(request, "reasons")) == ("decided", "upheld", WHY)
    interviewed.refresh_from_db()
    assert interviewed.outcome == "15"
    assert DecisionLine.objects.get(decision=request.decision_id).ended_at is None


@pytest.mark.parametrize("outcome", ["overturned_cps", "overturned_out_of_court", "further_enquiries"])
def test_a_review_that_overturns_opens_the_allegations_again(
    allocated: ReviewRequest,
    interviewed: Allegation,
    case: Case,
    rita: Person,
    alice: Person,
    outcome: str,
) -> None:
    given = {"outcome": outcome, "reasons": WHY, **authority(outcome)}
    services.decide_review(by=rita, request=allocated, at=LATER, **given)
    interviewed.refresh_from_db()
    assert (interviewed.outcome, interviewed.outcome_at, interviewed.stage) == ("", None, "interviewed")
    ended = DecisionLine.objects.get(decision=allocated.decision_id)
    assert (ended.ended_at, ended.ended_because) == (LATER, "overturned")
    assert Milestone.objects.filter(kind="reopened", allegation=interviewed).count() == 1
    # What is for CPS to decide: test_carrying_out; what is to be looked into first: test_enquiries.
    if outcome == "overturned_out_of_court":
        assert services.propose_nfa(
            by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=LATER, **CHECKED
        ).pk


def test_only_the_reviewer_decides(
    allocated: ReviewRequest, dina: Person, reviewers: dict[str, Person], case: Case, rita: Person
) -> None:
    with pytest.raises(NotAllowed, match="as Supervisor"):
        services.decide_review(by=dina, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    cases.name_person(
        by=dina, case=case, person=reviewers["insp"], because="reviewer", reason="By mistake", at=LATER
    )
    with pytest.raises(NotAllowed, match="allocated to Rita"):
        services.decide_review(
            by=reviewers["insp"], request=allocated, outcome="upheld", reasons=WHY, at=LATER
        )
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    with pytest.raises(NotAllowed, match="decided already"):
        services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)


def test_a_request_without_a_reviewer_is_not_decided(
    asked: ReviewRequest, case: Case, rita: Person, dina: Person
) -> None:
    cases.name_person(by=dina, case=case, person=rita, because="reviewer", reason="Early", at=LATER)
    with pytest.raises(NotAllowed, match="no reviewer yet"):
        services.decide_review(by=rita, request=asked, outcome="upheld", reasons=WHY, at=LATER)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "charged"}, "outcome"),
        ({"outcome": "out_of_time"}, "outcome"),
        ({"outcome": "not_eligible"}, "outcome"),
        ({"reasons": " "}, "reasons"),
    ],
)
def test_a_review_decision_that_cannot_be_is_refused_by_the_field(
    allocated: ReviewRequest, rita: Person, given: dict[str, str], field: str
) -> None:
    values = {"outcome": "upheld", "reasons": WHY, **given}
    with pytest.raises(Invalid) as refused:
        services.decide_review(by=rita, request=allocated, at=LATER, **values)
    assert list(refused.value.fields) == [field]


def test_a_late_request_may_be_decided_as_out_of_time(
    told: Decision, victim: Victim, alice: Person, dina: Person, rita: Person
) -> None:
    request = ask(
        alice,
        told,
        victim,
        received_at=MUCH_LATER,
        discretion_reason="She only now felt able.",
        at=MUCH_LATER,
    )
    services.allocate_review(by=dina, request=request, reviewer=rita, at=MUCH_LATER)
    request = services.decide_review(
        by=rita, request=request, outcome="out_of_time", reasons="Two years on.", at=MUCH_LATER
    )
    assert request.outcome == "out_of_time"


def test_after_a_review_there_is_no_second_one(
    allocated: ReviewRequest, victim: Victim, alice: Person, rita: Person
) -> None:
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    with pytest.raises(Invalid, match="review it once"):
        ask(alice, allocated.decision, victim)


def test_after_a_withdrawn_request_the_victim_may_ask_again(
    allocated: ReviewRequest, victim: Victim, alice: Person, rita: Person
) -> None:
    services.decide_review(by=rita, request=allocated, outcome="withdrawn", reasons="Not now.", at=LATER)
    assert ask(alice, allocated.decision, victim, received_at=LATER).pk


# Telling the outcome


def test_telling_the_outcome_finishes_the_request(
    allocated: ReviewRequest, alice: Person, rita: Person
) -> None:
    with pytest.raises(NotAllowed, match="not been decided yet"):
        services.tell_review_outcome(by=alice, request=allocated, told_at=LATER, method="phone", at=LATER)
    services.decide_review(by=rita, request=allocated, outcome="upheld", reasons=WHY, at=LATER)
    after = LATER + timedelta(hours=1)
    with pytest.raises(Invalid) as refused:
        services.tell_review_outcome(
            by=alice, request=allocated, told_at=LATER - timedelta(hours=1), method="phone", at=after
        )
    assert list(refused.value.fields) == ["told_at"]
    victims.record_contact_details(
        by=alice,
        victim=allocated.victim,
        preferred_method="in_person_station",
        forbidden_methods=["phone"],
        forbidden_because="overheard",
        at=LATER,
    )
    with pytest.raises(Invalid, match="Do not reach Victim 1 this way"):
        services.tell_review_outcome(by=alice, request=allocated, told_at=after, method="phone", at=after)
    with_outside_isva(alice, allocated.victim)
    request = services.tell_review_outcome(
        by=alice, request=allocated, told_at=after, method="in_person_isva", at=after
    )
    assert (request.status, request.outcome_told_by) == ("told", alice)
    assert not DueItem.objects.filter(source=request.pk, settled_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"acknowledged_at": LATER}, "request_acknowledged_together"),
        ({"reviewer_standing": 4}, "request_allocated_together"),
        ({"outcome": "upheld"}, "request_decided_together"),
        ({"outcome_told_at": LATER}, "request_told_together"),
        ({"in_time": False}, "request_late_says_why"),
        ({"status": "told"}, "request_status_fits"),
        ({"told_at": None}, "request_window_has_both_ends"),
        ({"not_eligible": 8}, "request_number_is_known"),
        ({"received_at": MUCH_LATER}, "request_received_not_in_future"),
    ],
)
def test_the_table_sets_each_step_together_or_not_at_all(
    asked: ReviewRequest, values: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change(asked, **values)


@pytest.mark.parametrize("name", ["alice", "rita", "mona", "ivy", "lena", "reg", "audrey", "adam"])
def test_only_a_supervisor_or_a_gatekeeper_allocates(
    asked: ReviewRequest, rita: Person, name: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        services.allocate_review(by=request.getfixturevalue(name), request=asked, reviewer=rita, at=LATER)

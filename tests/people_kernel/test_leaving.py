"""Somebody leaves: all that they hold passes on in one deed, and their access ends at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan, ActionPlanItem
from actionplans.services import assign_item
from cases.enums import Duty
from cases.models import Assignment, Case, DueItem, NamedAccess
from cases.services import assign_officer, restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.holdings import held_by
from rasso_tracker.people.models import DutyCover, FormerDetails, Leave, Move, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import (
    deactivate_person,
    move_person,
    reactivate_person,
    record_leave,
    set_duty_cover,
)
from rasso_tracker.web.models import ApiToken
from rasso_tracker.web.services import issue_token
from reviews.models import Decision, ReviewRequest
from tests.chain import story as told
from tests.stories import story

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
TODAY = AT.date()


def leave_post(by: Person, person: Person, **more: Any) -> Person:
    return deactivate_person(by=by, person=person, **{"last_day": TODAY, "at": AT, **more})


def held(person: Person) -> dict[str, int]:
    return {one.holding.code: one.count for one in held_by(person)}


@story
def lapsed(db: None) -> told.Story:
    return told.STAGES["lapsed"]("13260000001")


class TestWorkPassesOn:
    def test_it_is_asked_where_the_work_goes(self, lapsed: told.Story, adam: Person, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            leave_post(adam, alice)
        assert "1 open case as officer in charge" in refusal.value.fields["work"]
        alice.refresh_from_db()
        assert alice.is_active

    def test_to_one_person(self, lapsed: told.Story, adam: Person, alice: Person, bob: Person) -> None:
        case = lapsed.case
        assign_officer(by=told.person("sam"), case=case, person=alice, duty=Duty.STO, at=AT)
        assert lapsed.plan is not None
        assign_item(by=told.person("sam"), item=lapsed.plan.items.get(number=1), owner=alice, at=AT)
        before = held(alice)
        assert (before["officer_in_charge"], before["trained_officer"], before["items"]) == (1, 1, 1)
        owed = DueItem.objects.filter(owner=alice, settled_at__isnull=True).count()
        assert owed

        leave_post(adam, alice, work="person", goes_to=bob)

        case = Case.objects.get(pk=case.pk)
        duties = Assignment.objects.filter(case=case, ended_at__isnull=True)
        assert set(duties.values_list("duty", "person__username")) == {("oic", "bob"), ("sto", "bob")}
        assert case.officer_in_charge == bob
        assert ActionPlanItem.objects.get(plan=lapsed.plan, number=1).owner == bob
        assert not DueItem.objects.filter(owner=alice, settled_at__isnull=True).exists()
        named = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
        assert not named.filter(person=alice).exists()
        assert named.filter(person=bob, because="assigned").count() == 1
        assert held(alice) == {}
        logged = AuditEvent.objects.filter(case_id=case.pk, action="OFFICER_ASSIGNED", person=adam)
        assert {one.reason for one in logged} == {"handed over by a leaver"}

    def test_to_the_team_the_sergeant_takes_the_cases(
        self, lapsed: told.Story, adam: Person, alice: Person, sam: Person
    ) -> None:
        assert lapsed.plan is not None
        assign_item(by=sam, item=lapsed.plan.items.get(number=1), owner=alice, at=AT)
        leave_post(adam, alice, work="team")
        assert Case.objects.get(pk=lapsed.case.pk).officer_in_charge == sam
        assert ActionPlanItem.objects.get(plan=lapsed.plan, number=1).owner is None
        given = Raised.objects.get(kind="case_given")
        assert Assignment.objects.get(pk=given.source).person == sam  # whoever takes them hears of each

    def test_a_restricted_case_passes_with_its_access(
        self, lapsed: told.Story, adam: Person, alice: Person, bob: Person, sam: Person, gita: Person
    ) -> None:
        restrict_case(by=sam, case=lapsed.case, people=[alice, gita], reason="Police suspect.", at=AT)
        leave_post(adam, alice, work="person", goes_to=bob)
        named = NamedAccess.objects.filter(case=lapsed.case, ended_at__isnull=True)
        assert "bob" in set(named.values_list("person__username", flat=True))
        assert Case.objects.get(pk=lapsed.case.pk).officer_in_charge == bob

    def test_an_item_of_a_case_that_the_taker_may_not_see_goes_to_its_officer(
        self, lapsed: told.Story, adam: Person, sam: Person, bob: Person
    ) -> None:
        assert lapsed.plan is not None
        charlie = told.person("charlie")
        assign_item(by=sam, item=lapsed.plan.items.get(number=1), owner=bob, at=AT)
        leave_post(adam, bob, work="person", goes_to=charlie)
        assert ActionPlanItem.objects.get(plan=lapsed.plan, number=1).owner is None

    @pytest.mark.parametrize(
        ("work", "goes_to", "field"),
        [
            ("person", None, "goes_to"),
            ("team", "bob", "work"),
            ("person", "alice", "goes_to"),
            ("person", "rita", "goes_to"),  # no officer
        ],
    )
    def test_what_cannot_take_it_is_refused_by_its_field(
        self, work: str, goes_to: str | None, field: str, lapsed: told.Story, adam: Person, alice: Person
    ) -> None:
        taker = told.person(goes_to) if goes_to else None
        with pytest.raises(Invalid) as refusal:
            leave_post(adam, alice, work=work, goes_to=taker)
        assert list(refusal.value.fields) == [field]
        assert Case.objects.get(pk=lapsed.case.pk).officer_in_charge == alice

    def test_plans_of_a_prosecutor_stay_in_the_unit(
        self, lapsed: told.Story, adam: Person, lena: Person, nora: Person
    ) -> None:
        manager = told.person("max")
        assert held(lena)["prosecuted"] == 1
        with pytest.raises(Invalid, match="stay in the unit"):
            leave_post(adam, lena, work="person", goes_to=nora)
        leave_post(adam, lena, work="person", goes_to=manager)
        assert ActionPlan.objects.get(pk=lapsed.plan.pk).prosecutor == manager  # type: ignore[union-attr]  # the story issued its plan

    def test_an_allocated_review_waits_for_allocation_again(
        self, adam: Person, rita: Person, bob: Person
    ) -> None:
        request = told.STAGES["allocated"]("13260000001").request
        assert request is not None
        leave_post(adam, rita, work="team")
        request = ReviewRequest.objects.get(pk=request.pk)
        assert (request.status, request.reviewer, request.allocated_at) == ("received", None, None)
        assert not NamedAccess.objects.filter(person=rita, ended_at__isnull=True).exists()

    def test_a_decision_put_forward_passes_on_with_the_case_and_keeps_who_made_it(
        self, adam: Person, alice: Person, bob: Person, sam: Person, sign_in: Any
    ) -> None:
        decision = told.STAGES["proposed"]("13260000001").decision
        assert decision is not None
        assert held(alice)["proposed"] == 1
        leave_post(adam, alice, work="person", goes_to=bob)

        decision = Decision.objects.get(pk=decision.pk)
        assert (decision.maker, decision.carried_by, decision.status) == (alice, bob, "proposed")
        assert (held(alice), held(bob)["proposed"]) == ({}, 1)
        deliver(at=AT)
        passed = Message.objects.filter(kind="decision_passed_on")
        assert list(passed.values_list("recipient__username", "headline", "why")) == [
            (
                "bob",
                "A decision that Alice put forward waits for a second person: it passed to you",
                "The work of who put it forward passed to you.",
            )
        ]
        client = sign_in(bob)
        assert "Answers for it since" in client.get(f"/decisions/{decision.pk}/").content.decode()
        assert client.get(f"/api/v1/decisions/{decision.pk}/").json()["carried_by"] == "bob"

        leave_post(adam, bob, work="team")

        assert Decision.objects.get(pk=decision.pk).carried_by == sam  # who leads the team has the case
        deliver(at=AT)
        assert list(passed.order_by("pk").values_list("recipient__username", "handled_why")) == [
            ("bob", "It passed on to somebody else."),
            ("sam", ""),
        ]
        with (
            open_door("a test writes what cannot be"),
            pytest.raises(IntegrityError, match="decision_carried_by_another"),
            transaction.atomic(),
        ):
            Decision.objects.filter(pk=decision.pk).update(carried_by=alice)

    def test_a_decision_that_passes_on_twice_before_anybody_is_told_is_told_once(
        self, adam: Person, alice: Person, bob: Person
    ) -> None:
        assert told.STAGES["proposed"]("13260000001").decision is not None
        leave_post(adam, alice, work="person", goes_to=bob)
        leave_post(adam, bob, work="team")
        deliver(at=AT)
        passed = Message.objects.filter(kind="decision_passed_on")
        assert list(passed.values_list("recipient__username", flat=True)) == ["sam"]

    def test_a_decision_put_forward_at_cps_is_told_to_its_unit(self, adam: Person, lena: Person) -> None:
        story = told.STAGES["proposed by CPS"]("13260000001")
        assert story.decision is not None
        assert story.decision.maker == lena
        leave_post(adam, lena, work="team")
        assert Decision.objects.get(pk=story.decision.pk).carried_by is None
        deliver(at=AT)
        passed = Message.objects.filter(kind="decision_passed_on")
        assert list(passed.values_list("recipient__username", "why")) == [
            ("max", "You manage the unit of who put it forward.")
        ]

    def test_the_statements_do_not_grow_with_the_cases(
        self, adam: Person, alice: Person, bob: Person, charlie: Person
    ) -> None:
        counts = []
        for number in (1, 3):
            with open_door("a test brings her back"):
                Person.objects.filter(pk=alice.pk).update(is_active=True, left_on=None, roles=["officer"])
            for one in range(number):
                told.report(f"Ann {one}", f"1326{number}{one:06d}")
            with CaptureQueriesContext(connection) as captured:
                leave_post(adam, told.person("alice"), work="person", goes_to=bob)
            counts.append(len(captured))
        assert counts[0] == counts[1]
        assert Case.objects.filter(officer_in_charge=bob).count() == 4


class TestAccessEnds:
    def test_sessions_tokens_and_roles_end_at_once(self, adam: Person, alice: Person, sign_in: Any) -> None:
        today = london_date(now())
        browser = sign_in(alice)
        assert browser.get("/people/me/").status_code == 200
        token, key = issue_token(by=alice, person=alice, role="officer", scopes=["read"])
        ask = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
        assert Client().get("/api/v1/cases/", **ask).status_code == 200  # type: ignore[arg-type]  # headers by keyword

        deactivate_person(by=adam, person=alice, last_day=today)

        assert browser.get("/people/me/").status_code == 302
        assert Client().get("/api/v1/cases/", **ask).status_code == 401  # type: ignore[arg-type]  # headers by keyword
        assert ApiToken.objects.get(pk=token.pk).revoked_at is not None
        alice.refresh_from_db()
        assert (alice.is_active, alice.roles, alice.left_on) == (False, [], today)
        assert FormerDetails.objects.get(person=alice).roles == ["officer"]

        reactivate_person(by=adam, person=alice)

        assert browser.get("/people/me/").status_code == 302  # the old session stays ended
        assert Client().get("/api/v1/cases/", **ask).status_code == 401  # type: ignore[arg-type]  # headers by keyword
        alice.refresh_from_db()
        assert (alice.is_active, alice.roles, alice.left_on) == (True, [], None)
        with pytest.raises(Invalid, match="in post already"):
            reactivate_person(by=adam, person=alice)

    def test_a_later_last_day_ends_it_as_the_day_passes(self, adam: Person, alice: Person) -> None:
        day = TODAY + timedelta(days=10)
        leave_post(adam, alice, last_day=day)
        alice.refresh_from_db()
        assert [alice.serves_on(day), alice.serves_on(day + timedelta(days=1))] == [True, False]
        assert alice.roles == ["officer"]

    def test_what_is_set_for_later_ends_with_it(
        self, adam: Person, alice: Person, bob: Person, sam: Person
    ) -> None:
        day = TODAY + timedelta(days=5)
        later = {"starts_on": day, "ends_on": day + timedelta(days=9)}
        record_leave(by=bob, absent=bob, at=AT, **later)
        set_duty_cover(by=sam, absent=alice, covered_by=bob, **later)
        move_person(by=adam, person=bob, moves_on=day, post="other", at=AT)
        leave_post(adam, bob)
        assert [row.holds_on(day) for row in (Leave.objects.get(), DutyCover.objects.get())] == [False, False]
        assert not Move.objects.get().is_to_come

    @pytest.mark.parametrize(
        "last_day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400), date(2014, 1, 1)]
    )
    def test_a_last_day_is_today_or_within_a_year(self, last_day: date, adam: Person, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            leave_post(adam, alice, last_day=last_day)
        assert list(refusal.value.fields) == ["last_day"]

    def test_nobody_ends_their_own_access_and_only_administrators_anybodys(
        self, adam: Person, gwen: Person, alice: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="your own access"):
            leave_post(adam, adam)
        with pytest.raises(NotAllowed, match="Only an administrator keeps"):
            leave_post(gwen, alice)
        leave_post(adam, alice)
        with pytest.raises(Invalid, match="has left already"):
            leave_post(adam, alice)


def test_the_page_says_what_they_hold(lapsed: told.Story, adam: Person, alice: Person, sign_in: Any) -> None:
    page = sign_in(adam).get(f"/people/{alice.pk}/leaves/").content.decode()
    assert "1 open case as officer in charge" in page
    assert lapsed.case.reference not in page

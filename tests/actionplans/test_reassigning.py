"""Many action plans are given to somebody in one deed: each as a whole or not at all, with the reason."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.board_enums import NotMoved
from actionplans.models import ActionPlan, ActionPlanItem, ReassignedPlan, Reassignment
from actionplans.rules.reassigning import MOST_PLANS
from actionplans.services import complete_plan, reassign_plans, return_items
from cases.models import Case, DueItem
from cases.services import restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ITEMS, moment

AT = moment(date(2026, 3, 20))
Make = Callable[..., ActionPlan]
SignIn = Callable[[Person], Client]


def given(by: Person, *plans: ActionPlan, what: str = "worker", to: Person | None = None) -> Reassignment:
    return reassign_plans(by=by, plans=dict.fromkeys([one.pk for one in plans]), what=what, to=to, at=AT)


def left(row: Reassignment) -> dict[uuid.UUID, str]:
    """Plan to the reason for which it was not moved."""
    return dict(
        ReassignedPlan.objects.filter(reassignment=row).exclude(not_moved="").values_list("plan", "not_moved")
    )


class TestMany:
    def test_each_plan_is_moved_as_a_whole_or_not_at_all(
        self, make_plan: Make, gita: Person, gwen: Person, alice: Person, lena: Person
    ) -> None:
        moves, changed, theirs, closed = (make_plan() for _ in range(4))
        given(gita, theirs, to=gwen)
        return_items(by=alice, plan=closed, items=list(closed.items.all()), note="", at=AT)
        closed.refresh_from_db()
        complete_plan(by=lena, plan=closed, at=AT)
        nowhere = uuid.uuid4()
        row = reassign_plans(
            by=gita,
            plans={moves.pk: moves.version, changed.pk: 7, theirs.pk: None, closed.pk: None, nowhere: None},
            what="worker",
            to=gwen,
            at=AT,
        )
        assert left(row) == {
            changed.pk: NotMoved.CHANGED,
            theirs.pk: NotMoved.SAME,
            closed.pk: NotMoved.CLOSED,
        }
        assert row.unknown == 1
        workers = dict(ActionPlan.objects.values_list("pk", "worked_by"))
        assert workers == {moves.pk: gwen.pk, changed.pk: None, theirs.pk: gwen.pk, closed.pk: None}
        event = AuditEvent.objects.filter(action="PLANS_REASSIGNED").latest("seq")
        assert event.subjects == [row.pk, moves.pk]

    def test_the_work_is_given_back_to_nobody_and_the_version_counts(
        self, plan: ActionPlan, gita: Person
    ) -> None:
        before = ActionPlan.objects.get(pk=plan.pk).version
        given(gita, plan, to=gita)
        given(gita, plan, to=None)
        plan.refresh_from_db()
        assert (plan.worked_by, plan.version) == (None, before + 2)
        lines = ReassignedPlan.objects.filter(plan=plan).order_by("reassignment__given_at", "id")
        assert [one.taken_from for one in lines] == [None, gita]

    def test_every_item_that_is_owed_gets_the_owner_and_what_is_due_follows(
        self, make_plan: Make, gita: Person, bob: Person, dora: Person, alice: Person
    ) -> None:
        dated = [{**one, "target_date": date(2026, 3, 27)} for one in ITEMS]
        plan, other = make_plan(items=dated), make_plan(dora)  # of Leeds B
        first, second = plan.items.order_by("number")
        return_items(by=alice, plan=plan, items=[first], note="", at=AT)
        row = given(gita, plan, other, what="items", to=bob)
        assert left(row) == {other.pk: NotMoved.OTHER_TEAM}
        owners = dict(ActionPlanItem.objects.filter(plan=plan).values_list("pk", "owner"))
        assert owners == {first.pk: None, second.pk: bob.pk}
        assert DueItem.objects.get(source=second.pk, settled_at__isnull=True).owner == bob

    def test_the_reviewing_prosecutor_is_of_the_unit(self, make_plan: Make, nora: Person) -> None:
        plan, max_ = make_plan(), Person.objects.get(username="max")
        assert left(given(max_, plan, what="prosecutor", to=nora)) == {plan.pk: NotMoved.OTHER_UNIT}
        assert left(given(max_, plan, what="prosecutor", to=max_)) == {}
        plan.refresh_from_db()
        assert plan.prosecutor == max_

    def test_a_supervisor_gives_the_cases_to_another_officer(
        self, make_plan: Make, sam: Person, bob: Person
    ) -> None:
        plan = make_plan()
        assert left(given(sam, plan, what="officer", to=bob)) == {}
        assert Case.objects.get(pk=plan.case_id).officer_in_charge == bob
        assert left(given(sam, plan, what="officer", to=bob)) == {plan.pk: NotMoved.SAME}

    def test_a_restricted_plan_goes_to_nobody_who_may_not_see_it_and_is_unknown_to_others(
        self, make_plan: Make, gita: Person, gwen: Person, sam: Person, alice: Person
    ) -> None:
        plan = make_plan()
        restrict_case(by=sam, case=plan.case, people=[gita, alice], reason="A police suspect.", at=AT)
        assert left(given(gita, plan, to=gwen)) == {plan.pk: NotMoved.CANNOT_SEE}
        row = given(gwen, plan, to=gwen)
        assert (row.unknown, row.lines.count()) == (1, 0)


class TestRefusals:
    def test_who_may_not(
        self, plan: ActionPlan, alice: Person, lena: Person, gita: Person, bob: Person
    ) -> None:
        for by, what in ((alice, "worker"), (lena, "worker"), (gita, "officer")):
            with pytest.raises(NotAllowed):
                given(by, plan, what=what, to=bob)

    @pytest.mark.parametrize(
        ("what", "to", "sentence"),
        [
            ("worker", "bob", "holds no role that reviews action plans"),
            ("worker", "lena", "does not work for the police"),
            ("prosecutor", "bob", "is of no CPS unit"),
            ("items", "lena", "does not work for the police"),
        ],
    )
    def test_who_cannot_have_it(
        self, plan: ActionPlan, gita: Person, what: str, to: str, sentence: str
    ) -> None:
        with pytest.raises(Invalid) as trouble:
            given(gita, plan, what=what, to=Person.objects.get(username=to))
        assert sentence in trouble.value.fields["to"]

    def test_somebody_who_has_left(self, plan: ActionPlan, gita: Person, gwen: Person) -> None:
        gwen.left_on = AT.date() - timedelta(days=1)
        with pytest.raises(Invalid, match="not in post"):
            given(gita, plan, to=gwen)

    def test_none_and_too_many(self, gita: Person, db: None) -> None:
        for plans in ({}, {uuid.uuid4(): None for _ in range(MOST_PLANS + 1)}):
            with pytest.raises(Invalid):
                reassign_plans(by=gita, plans=plans, what="worker", to=gita, at=AT)


class TestPages:
    def test_the_result_says_what_moved_and_why_the_rest_did_not(
        self, make_plan: Make, gita: Person, sign_in: SignIn
    ) -> None:
        moves, changed = make_plan(), make_plan()
        client = sign_in(gita)
        sent = {
            "plans": [f"{moves.pk}@{moves.version}", f"{changed.pk}@99"],
            "what": "worker",
            "to": str(gita.pk),
            "once": str(uuid.uuid4()),
        }
        answer = client.post(reverse("reassign_plans"), sent)
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        assert "1 plan moved, 1 did not" in page
        lines = reverse("case_record_lines", args=[moves.case_id])
        assert page.count("Copy for the force record") == page.count(f'href="{lines}"') == 1
        assert "to be worked by Gita" in client.get(lines).content.decode()
        assert NotMoved.CHANGED.label in page
        assert client.post(reverse("reassign_plans"), sent)["Location"] == answer["Location"]  # once
        assert sign_in(Person.objects.get(username="gwen")).get(answer["Location"]).status_code == 404

    def test_where_nothing_moved_it_says_so_and_not_that_it_was_done(
        self, plan: ActionPlan, gita: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(gita)
        sent = {"plans": [f"{plan.pk}@99"], "what": "worker", "to": str(gita.pk)}
        page = client.post(reverse("reassign_plans"), sent, follow=True).content.decode()
        assert "No plan was given to anybody. The table says why." in page
        assert "No action plan was given to Gita" in page

    def test_the_button_for_somebody_else_opens_the_form_and_finds_no_fault(
        self, plan: ActionPlan, gita: Person, alice: Person, bob: Person, sign_in: SignIn
    ) -> None:
        page = sign_in(gita).post(reverse("reassign_plans"), {"plans": [f"{plan.pk}@1"], "choose": ""})
        text = page.content.decode()
        assert (page.status_code, "There is a problem" in text) == (200, False)
        assert "1 action plan chosen" in text
        assert f'name="plans" id="id_plans" value="{plan.pk}@1"' in text
        assert f"{bob.name}, Leeds A" in text

    def test_nothing_ticked_and_what_is_no_id_get_a_sentence(
        self, gita: Person, sign_in: SignIn, db: None
    ) -> None:
        client = sign_in(gita)
        for plans, sentence in (([], "Tick action plans"), (["x@y"], "not the id of an action plan")):
            answer = client.post(reverse("reassign_plans"), {"plans": plans, "what": "worker"})
            assert (answer.status_code, sentence in answer.content.decode()) == (422, True)

    def test_the_api_answers_the_same(self, make_plan: Make, gita: Person, sign_in: SignIn) -> None:
        moves, changed = make_plan(), make_plan()
        client = sign_in(gita)
        body = {"plans": [str(moves.pk), f"{changed.pk}@99"], "what": "worker", "to": str(gita.pk)}
        answer = client.post(
            "/api/v1/action-plans/reassign/", json.dumps(body), content_type="application/json"
        )
        told: dict[str, Any] = answer.json()
        assert answer.status_code == 201, told
        assert told["moved"] == [str(moves.pk)]
        assert told["not_moved"] == [
            {"plan": str(changed.pk), "reason": "changed", "sentence": NotMoved.CHANGED.label}
        ]
        lines = f"/api/v1/cases/{moves.case_id}/record-lines/"
        assert told["record_lines"] == [{"case": str(moves.case_id), "lines": lines}]
        assert client.get(lines).json()["case"] == str(moves.case_id)
        assert client.get(f"/api/v1/action-plans/{moves.pk}/").json()["worked_by"] == str(gita.pk)

    def test_the_history_of_the_case_tells_of_it(
        self, plan: ActionPlan, gita: Person, sign_in: SignIn
    ) -> None:
        reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gita, at=now())
        page = sign_in(gita).get(f"/cases/{plan.case_id}/history/").content.decode()
        assert f"Action plan 1 to be worked by {gita.name}" in page

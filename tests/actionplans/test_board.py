"""The overdue board: what its filters keep, what its counts count, and what its script is told of changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.board import counts as board_counts
from actionplans.board.counts import NO_STEP, matrix
from actionplans.board.filters import AGES, of_age
from actionplans.models import ActionPlan, PlanPresence
from actionplans.models.boards import LEASE
from actionplans.services import reassign_plans, record_plan_review
from actionplans.services.presence import end_presence, note_presence
from actionplans.shown import missed_on
from actionplans.shown.presence import Act, last_acts, others_on
from actionplans.turns import holder
from cases.models import Allegation, Milestone
from cases.services import restrict_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day, london_date, now, working_days_between
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import districts

BOARD = "/action-plans/overdue/"
CHANGES = f"{BOARD}changes/?sort=urgency"
SignIn = Callable[[Person], Client]


def shown(client: Client, query: str = "sort=urgency") -> list[str]:
    return re.findall(r'data-plan="([^"]+)"', client.get(f"{BOARD}?{query}").content.decode())


def keys(*plans: ActionPlan) -> list[str]:
    return [str(one.pk) for one in plans]


class TestFilters:
    def test_by_district_step_side_owner_and_what_is_owed(
        self,
        lapsed: list[ActionPlan],
        gita: Person,
        gwen: Person,
        alice: Person,
        lena: Person,
        sign_in: SignIn,
    ) -> None:
        leeds, returned, bradford = lapsed
        reassign_plans(by=gita, plans={bradford.pk: None}, what="worker", to=gita)
        client = sign_in(gita)
        assert shown(client) == keys(leeds, returned, bradford)
        assert shown(client, "sort=-urgency") == keys(bradford, returned, leeds)
        assert shown(client, "sort=age") == keys(*sorted(lapsed, key=lambda one: one.lapses_at))
        for query, found in {
            "district=leeds": [leeds, returned],
            f"step={leeds.step}": [one for one in lapsed if one.step == leeds.step],
            "step=none": [],
            "side=police": [leeds, bradford],
            "side=cps": [returned],
            "owner=me": [bradford],
            f"owner={gita.pk}": [bradford],
            "owner=nobody": [leeds, returned],
            f"owner={gwen.pk}": [],
            f"owner={alice.pk}": [leeds],
            f"owner={lena.pk}": [leeds, returned, bradford],
            "waiting=digital": [leeds, bradford],
            "waiting=forensic": [],
            "district=leeds&side=police&owner=nobody": [leeds],
            "owner=nonsense&age=nonsense": [leeds, returned, bradford],
        }.items():
            assert shown(client, f"{query}&sort=urgency") == keys(*found), query

    def test_mine_is_the_officers_cases_and_the_lawyers_plans(
        self, lapsed: list[ActionPlan], alice: Person, lena: Person, sign_in: SignIn
    ) -> None:
        assert shown(sign_in(alice), "owner=me") == keys(lapsed[0])
        assert shown(sign_in(lena), "owner=me") == keys(*lapsed)

    def test_each_age_holds_what_the_working_days_say(self, plan: ActionPlan) -> None:
        """On days around Easter, of plans that lapsed on a day of the weeks before."""
        for today in (date(2026, 4, day) for day in (2, 3, 5, 6, 7, 11)):
            for back in (1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 19, 29, 30, 31, 33, 44):
                missed = today - timedelta(days=back)
                past = working_days_between(missed, today)
                wanted = [
                    code
                    for code, (more, most, _) in AGES.items()
                    if (more is None or past > more) and (most is None or past <= most)
                ]
                assert [code for code in AGES if holds(of_age(code, today), end_of_day(missed))] == wanted

    def test_the_side_on_the_board_is_who_holds_the_case(self, lapsed: list[ActionPlan]) -> None:
        for plan in lapsed:
            facts = list(Milestone.objects.filter(case=plan.case))
            held = holder(facts, list(Allegation.objects.filter(case=plan.case)), now())
            assert held == {plan.side}

    def test_three_rows_ask_the_database_no_more_than_one(
        self, lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
    ) -> None:
        client, asked = sign_in(gita), {}
        for district in ("leeds", "bradford"):
            client.get(f"{BOARD}?district={district}")  # what is compiled once
            with CaptureQueriesContext(connection) as caught:
                client.get(f"{BOARD}?district={district}")
            asked[district] = len(caught)
        assert asked["leeds"] == asked["bradford"]

    @pytest.mark.parametrize(
        "query", ["owner=%00", "owner=me&owner=x", "age=%F0", "step=none&step=4", "side=x"]
    )
    def test_what_is_odd_is_no_filter_and_no_fault(self, gita: Person, query: str, sign_in: SignIn) -> None:
        assert sign_in(gita).get(f"{BOARD}?{query}").status_code == 200


def holds(wanted: Any, lapses_at: datetime) -> bool:
    """A filter of lapses_at on one value, as the database reads it."""
    signs = {"lapses_at__gte": lapses_at.__ge__, "lapses_at__lt": lapses_at.__lt__}
    return all(signs[name](bound) for name, bound in wanted.children)


class TestCounts:
    def test_by_district_and_step_each_opening_what_it_counts(
        self, lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
    ) -> None:
        found = matrix(gita, districts(), now())
        assert [(place, total) for place, _, _, total in found.rows] == [("bradford", 1), ("leeds", 2)]
        assert (found.total, sum(number for _, number in found.columns)) == (3, 3)
        client = sign_in(gita)
        for place, _, cells, _ in found.rows:
            for code, number in cells:
                assert len(shown(client, f"district={place}&step={code}")) == number

    def test_a_plan_that_no_sweep_saw_yet_has_no_step(self, gita: Person, lapsed: list[ActionPlan]) -> None:
        ahead = matrix(gita, districts(), now() + timedelta(days=1))
        assert dict(ahead.columns)[NO_STEP] == 0
        assert matrix(gita, districts(), now() - timedelta(days=59)).total == 0

    def test_a_restricted_plan_counts_for_those_it_names_alone(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sam: Person, alice: Person
    ) -> None:
        restrict_case(by=sam, case=lapsed[0].case, people=[gita, alice], reason="A police suspect.")
        counted = {one.username: matrix(one, districts(), now()).total for one in (gita, gwen, sam, alice)}
        assert counted == {"gita": 3, "gwen": 2, "sam": 2, "alice": 1}

    def test_many_stay_as_they_were_counted_for_half_a_minute(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(board_counts, "ALWAYS_COUNTED", 2)
        monkeypatch.setattr(board_counts, "_counted", {})
        monkeypatch.setattr(board_counts, "_shown", {})
        at = now()
        assert matrix(gita, districts(), at).total == 3
        record_plan_review(by=gita, plan=lapsed[2], outcome="on_track", note="", next_review_on=in_days(9))
        later = matrix(gwen, districts(), at + timedelta(seconds=20))
        assert (later.total, later.counted_at) == (3, at)  # the page says when
        assert matrix(gita, districts(), now()) == later  # and her own are counted with them


def in_days(days: int) -> date:
    return london_date(now()) + timedelta(days=days)


class TestPresence:
    def test_it_lapses_by_itself_and_ends_with_the_deed(
        self, lapsed: list[ActionPlan], gita: Person, sam: Person
    ) -> None:
        plan, at = lapsed[0], now()
        note_presence(by=gita, plan=plan, doing="record_plan_review", at=at)
        soon, late = at + timedelta(minutes=2, seconds=5), at + LEASE
        said = [one["words"] for one in others_on(sam, [plan.pk], soon)[plan.pk]]
        assert said == ["Gita opened the review of this plan 2 minutes ago"]
        assert others_on(gita, [plan.pk], soon)[plan.pk] == []
        assert others_on(sam, [plan.pk], late)[plan.pk] == []
        note_presence(by=gita, plan=plan, doing="set_plan_date", at=soon)  # one row a person
        assert PlanPresence.objects.count() == 1
        record_plan_review(
            by=gita,
            plan=plan,
            outcome="escalate",
            note="",
            next_review_on=in_days(9),
            at=soon + timedelta(seconds=1),
        )
        assert others_on(sam, [plan.pk], soon + timedelta(seconds=2))[plan.pk] == []

    def test_the_other_side_hears_of_a_side_and_not_of_a_name(
        self, lapsed: list[ActionPlan], gita: Person, lena: Person
    ) -> None:
        plan, at = lapsed[0], now()
        for one in (gita, lena):
            note_presence(by=one, plan=plan, doing="record_plan_review", at=at)
        words = {who.username: others_on(who, [plan.pk], at)[plan.pk][0]["words"] for who in (gita, lena)}
        assert words == {
            "gita": "CPS opened the review of this plan just now",
            "lena": "The police opened the review of this plan just now",
        }

    def test_the_open_page_keeps_its_form_and_putting_it_away_ends_it(
        self, lapsed: list[ActionPlan], gita: Person, sam: Person, sign_in: SignIn
    ) -> None:
        plan, client = lapsed[0], sign_in(gita)
        note_presence(by=gita, plan=plan, doing="record_plan_review", at=now() - LEASE * 0.4)
        row = PlanPresence.objects.get()
        client.get(f"{CHANGES}&open={plan.pk}")  # not half gone yet
        assert PlanPresence.objects.get().until == row.until
        note_presence(by=gita, plan=plan, doing="record_plan_review", at=now() - LEASE * 0.6)
        client.get(f"{CHANGES}&open={plan.pk}")
        assert PlanPresence.objects.get().until > row.until
        sign_in(sam).get(f"{CHANGES}&closed={plan.pk}")  # nobody ends another's
        assert others_on(sam, [plan.pk], now())[plan.pk] != []
        client.get(f"{CHANGES}&closed={plan.pk}&open=nonsense")
        assert others_on(sam, [plan.pk], now())[plan.pk] == []

    def test_a_restricted_plan_says_nothing_to_others(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sam: Person, alice: Person
    ) -> None:
        plan = lapsed[0]
        restrict_case(by=sam, case=plan.case, people=[gita, alice], reason="A police suspect.")
        note_presence(by=gita, plan=plan, doing="record_plan_review")
        reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gita)
        assert others_on(gwen, [plan.pk], now()) == {}
        assert last_acts(gwen, [plan.pk], now()) == {}
        assert last_acts(sam, [plan.pk], now()) == {
            plan.pk: Act(f"Given to somebody by {gita.name}", own=False)
        }

    def test_who_opens_the_form_is_warned_on_the_row_on_the_page_and_in_the_form(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sign_in: SignIn
    ) -> None:
        plan = lapsed[0]
        form = f"/action-plans/{plan.pk}/reviews/new/"
        assert sign_in(gita).get(form).status_code == 200
        other = sign_in(gwen)
        words = f"{gita.name} opened the review of this plan just now"
        for page in (BOARD, f"/action-plans/{plan.pk}/", form, f"{BOARD}?review={plan.pk}"):
            assert words in other.get(page).content.decode(), page
        end_presence(by=gita, plan_id=plan.pk)
        assert words not in other.get(BOARD).content.decode()

    def test_a_form_that_is_refused_is_no_presence(
        self, lapsed: list[ActionPlan], alice: Person, sign_in: SignIn
    ) -> None:
        assert sign_in(alice).get(f"/action-plans/{lapsed[0].pk}/reviews/new/").status_code == 403
        assert not PlanPresence.objects.exists()


class TestChanges:
    def look(self, client: Client, token: str, query: str = CHANGES) -> Any:
        return client.get(query, headers={"If-None-Match": token})

    def first(self, client: Client, query: str = "sort=urgency") -> str:
        page = client.get(f"{BOARD}?{query}").content.decode()
        (token,) = re.findall(r'data-shown="([^"]+)"', page)
        return token.replace("&#34;", '"').replace("&quot;", '"')

    def test_nothing_is_sent_and_nothing_logged_while_nothing_changed(
        self, lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(gita)
        token = self.first(client)
        before = AuditEvent.objects.count()
        answer = self.look(client, token)
        assert (answer.status_code, answer.content, AuditEvent.objects.count()) == (304, b"", before)
        assert self.look(client, f"W/{token}").status_code == 304

    def test_only_what_changed_is_drawn_and_logged_with_who_did_it(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sign_in: SignIn
    ) -> None:
        leeds, returned, bradford = lapsed
        client = sign_in(gita)
        token = self.first(client)
        reassign_plans(by=gwen, plans={leeds.pk: None}, what="worker", to=gwen)
        record_plan_review(by=gwen, plan=bradford, outcome="on_track", note="", next_review_on=in_days(9))
        answer = self.look(client, token)
        told = answer.json()
        assert told["order"] == keys(leeds, returned)
        assert [(one["id"], one["new"], one["said"]) for one in told["rows"]] == [
            (str(leeds.pk), False, f"Given to somebody by DI {gwen.name}")
        ]
        assert gwen.name in told["rows"][0]["html"]
        assert told["gone"] == [{"id": str(bradford.pk), "said": f"Reviewed by DI {gwen.name}", "own": False}]
        assert told["count"] == "2 overdue plans"
        assert AuditEvent.objects.latest("seq").subjects == [leeds.pk]
        assert self.look(client, answer["ETag"]).status_code == 304

    def test_a_form_that_is_opened_shows_and_a_step_that_the_sweep_raised(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(gita)
        token = self.first(client)
        note_presence(by=gwen, plan=lapsed[1], doing="record_plan_review")
        (row,) = self.look(client, token).json()["rows"]
        assert (row["id"], row["said"]) == (
            str(lapsed[1].pk),
            f"DI {gwen.name} opened the review of this plan just now",
        )

    def test_a_plan_that_comes_into_the_filter_is_new_and_logged(
        self, lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(gita)
        token = self.first(client, "owner=me&sort=urgency")
        reassign_plans(by=gita, plans={lapsed[0].pk: None}, what="worker", to=gita)
        told = self.look(client, token, f"{BOARD}changes/?owner=me&sort=urgency").json()
        assert [(one["id"], one["new"]) for one in told["rows"]] == [(str(lapsed[0].pk), True)]

    def test_somebody_elses_token_or_none_makes_everything_new(
        self, lapsed: list[ActionPlan], gita: Person, gwen: Person, sign_in: SignIn
    ) -> None:
        token = self.first(sign_in(gita))
        client = sign_in(gwen)
        for given in (token, "", '"nonsense"', token[:-3] + '"', "x" * 5000):
            told = self.look(client, given).json()
            assert [one["new"] for one in told["rows"]] == [True] * 3
        assert AuditEvent.objects.latest("seq").subjects == [one.pk for one in lapsed]

    def test_a_plan_restricted_meanwhile_goes_and_nothing_is_said_of_it(
        self,
        lapsed: list[ActionPlan],
        gita: Person,
        gwen: Person,
        sam: Person,
        alice: Person,
        sign_in: SignIn,
    ) -> None:
        client = sign_in(gwen)
        token = self.first(client)
        reassign_plans(by=gita, plans={lapsed[0].pk: None}, what="worker", to=gita)
        restrict_case(by=sam, case=lapsed[0].case, people=[gita, alice], reason="A police suspect.")
        told = self.look(client, token).json()
        assert (told["rows"], told["gone"]) == ([], [{"id": str(lapsed[0].pk), "said": "", "own": False}])

    def test_it_costs_no_more_for_three_rows_than_for_one(
        self, lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
    ) -> None:
        client, asked = sign_in(gita), []
        for query in ("district=leeds", "district=bradford"):
            token = self.first(client, f"{query}&sort=urgency")
            with CaptureQueriesContext(connection) as caught:
                assert self.look(client, token, f"{BOARD}changes/?{query}&sort=urgency").status_code == 304
            asked.append(len(caught))
        assert asked[0] == asked[1]


def test_an_age_in_working_days_stands_in_the_row(
    lapsed: list[ActionPlan], gita: Person, sign_in: SignIn
) -> None:
    page = sign_in(gita).get(BOARD).content.decode()
    for plan in lapsed:
        assert plan.lapses_at is not None
        past = working_days_between(missed_on(plan.lapses_at), london_date(now()))
        assert f"{past} working" in page

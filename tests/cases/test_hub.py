"""What the case page and the home pages ask of cases: right, bounded, and a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import home, panels, services, timeline
from cases.enums import MilestoneKind
from cases.models import Case
from cases.whole import read_whole
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import ClockCode
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.cases.conftest import AT, Opener, next_crime, on
from tests.decisions import by_cps, with_cps


def owe(case: Case, due_on: date, *, owner: Person | None = None, **more: object) -> None:
    with open_door("a deed"):
        services.raise_due(
            case=case, source=uuid7(), code="tell", what="Tell the victim", due_on=due_on, owner=owner,
            at=AT, **more,
        )  # fmt: skip


def fresh(case: Case) -> Case:
    """The case as the next request reads it."""
    return Case.objects.get(pk=case.pk)


def grow(case: Case, by: Person) -> None:
    """One more of everything that the case page shows."""
    services.add_victim(by=by, case=case, at=AT)
    suspect = services.add_suspect(by=by, case=case, name="Aaron Bell", at=AT)
    services.add_allegation(by=by, case=case, crime_reference=next_crime(), offence_type="other", at=AT)
    services.record_milestone(
        by=by, case=case, kind="arrested", occurred_at=on(4), suspect=suspect, note="At home", at=AT
    )
    owe(case, on(20).date())


class TestTimeline:
    def test_it_tells_what_happened_who_wrote_it_and_what_was_voided(self, case: Case, alice: Person) -> None:
        services.add_suspect(by=alice, case=case, name="A B", at=AT)
        services.record_milestone(by=alice, case=case, kind="arrested", occurred_at=on(4), at=AT)
        interview = services.record_milestone(
            by=alice, case=case, kind="interviewed", occurred_at=on(5), interview_by="arrest",
            note="No comment", at=AT,
        )  # fmt: skip
        services.void_milestone(by=alice, milestone=interview, reason="Another suspect", at=AT)
        told = {entry.title: entry for entry in timeline.entries(case, alice)}
        entry = told["Suspect interviewed under caution"]
        assert (entry.at, entry.by) == (on(5), "Alice")
        assert entry.detail == "Suspect 1, after arrest. No comment"
        assert entry.note == "Voided by Alice: Another suspect"
        assert {"Reported", "Suspect arrested", "Suspect 1 added", "Officer in charge assigned"} <= set(told)

    def test_an_adviser_is_told_key_dates_alone(self, case: Case, alice: Person, ivy: Person) -> None:
        services.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=AT)
        with_cps(alice, case, on(5))
        services.record_milestone(
            by=alice, case=case, kind="charged", occurred_at=on(5), at=AT, **by_cps(on(5))
        )
        titles = [entry.title for entry in timeline.entries(case, ivy)]
        assert titles == ["Reported", "Submitted to CPS", "Charged"]
        assert {entry.detail for entry in timeline.entries(case, ivy)} == {""}

    def test_statements_do_not_grow_with_rows(self, case: Case, alice: Person) -> None:
        grow(case, alice)
        with CaptureQueriesContext(connection) as one:
            timeline.entries(fresh(case), alice)
        grow(case, alice)
        grow(case, alice)
        with CaptureQueriesContext(connection) as three:
            timeline.entries(fresh(case), alice)
        assert len(three) == len(one)


class TestPanel:
    def test_it_shows_the_case_and_draws(self, case: Case, alice: Person, bob: Person, sam: Person) -> None:
        grow(case, alice)
        services.assign_officer(by=sam, case=case, person=bob, duty="sto", at=AT)
        panel = panels.panel(Case.objects.get(pk=case.pk), alice)
        assert panel is not None
        assert panel["investigation"]["summary"] == "Reported by telephone."
        assert panel["investigation"]["suspects"][0]["known"].name == "Aaron Bell"
        assert {one["name"] for one in panel["people"]} == {"Alice", "Bob"}
        html = render_to_string("cases/_case_panel.html", {"panel": panel, "case": case, "person": alice})
        assert [(item["what"], item["owner"]) for item in panel["due"]] == [
            ("Refer Victim 1 to support", alice),
            ("Tell Victim 1: suspect arrested, 4 Mar 2026", alice),
            ("First supervisory review", None),
            ("Assess what Victim 1 needs", alice),
            ("Tell the victim", alice),
        ]
        for words in ("Aaron Bell", "Victim 1", "Suspect arrested", "Void"):
            assert words in html

    def test_an_empty_case_draws(self, case: Case, alice: Person) -> None:
        panel = panels.panel(case, alice)
        html = render_to_string("cases/_case_panel.html", {"panel": panel, "case": case, "person": alice})
        assert "No victim is recorded yet." in html
        assert "No suspect is recorded yet." in html

    @pytest.mark.parametrize("username", ["ivy", "mona"])
    def test_roles_that_read_less_are_drawn_less(self, username: str, case: Case, alice: Person) -> None:
        grow(case, alice)
        person = Person.objects.get(username=username)
        panel = panels.panel(case, person)
        html = render_to_string("cases/_case_panel.html", {"panel": panel, "case": case, "person": person})
        for words in ("Aaron Bell", "Suspect", "Allegations", "Reported by telephone"):
            assert words not in html
        assert "Victim 1" in html

    @pytest.mark.parametrize("username", ["audrey", "adam"])
    def test_roles_without_cases_get_no_panel(self, username: str, case: Case) -> None:
        assert panels.panel(case, Person.objects.get(username=username)) is None

    def test_a_restricted_case_names_who_sees_it(self, case: Case, sam: Person, gita: Person) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        panel = panels.panel(Case.objects.get(pk=case.pk), sam)
        assert panel is not None
        assert panel["named"] == ["Alice", "Gita", "Sam"]

    def test_statements_do_not_grow_with_rows(self, case: Case, alice: Person) -> None:
        grow(case, alice)
        panels.panel(fresh(case), alice)
        with CaptureQueriesContext(connection) as one:
            panels.panel(fresh(case), alice)
        grow(case, alice)
        grow(case, alice)
        with CaptureQueriesContext(connection) as three:
            panels.panel(fresh(case), alice)
        assert len(three) == len(one)

    def test_panel_and_timeline_of_one_page_share_what_they_read(self, case: Case, alice: Person) -> None:
        grow(case, alice)
        read = fresh(case)
        with CaptureQueriesContext(connection) as asked:
            read_whole(read, timeline.kinds_for(alice))
            panels.panel(read, alice)
            timeline.entries(read, alice)
        of_cases = [query["sql"] for query in asked.captured_queries if "cases_" in query["sql"]]
        assert len(of_cases) == 1
        assert len(asked) <= 5

    def test_what_is_read_at_once_is_what_the_orm_reads(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        grow(case, alice)
        services.assign_officer(by=sam, case=case, person=bob, at=AT)
        whole = read_whole(fresh(case), timeline.KINDS)
        for model in timeline.KINDS:
            assert whole.rows(model)
            for one in whole.rows(model):
                stored = model.objects.get(pk=one.pk)
                for column in model._meta.concrete_fields:
                    value, same = getattr(one, column.attname), getattr(stored, column.attname)
                    assert value == (bytes(same) if isinstance(same, memoryview) else same)

    def test_a_due_date_that_a_clock_set_says_which(self, case: Case, alice: Person) -> None:
        owe(case, on(3).date(), rule=ClockCode.TELL_VICTIM_ENHANCED, started_on=on(2).date())
        owe(case, on(9).date(), rule=ClockCode.TELL_VICTIM_ENHANCED, started_on=on(2).date())
        owe(case, on(12).date(), rule="no_such_clock", started_on=on(2).date())
        panel = panels.panel(case, alice)
        assert panel is not None
        rules = [item["deadline"].rule and item["deadline"].rule.code for item in panel["due"]]
        first = ClockCode.SUPERVISORY_REVIEW_FIRST
        assert rules == [ClockCode.TELL_VICTIM_ENHANCED, None, None, first]


class TestHome:
    def test_an_officer_sees_what_is_due_next_first(self, opened: Opener, alice: Person, bob: Person) -> None:
        first, second = opened(), opened()
        owe(first, on(20).date())
        owe(second, on(12).date())
        owe(opened(by=bob), on(11).date())
        rows, more = home.due_next(alice)
        assert [row["reference"] for row in rows] == [second.reference, first.reference]
        assert not more

    def test_cases_with_nothing_due_come_last_and_closed_ones_not_at_all(
        self, opened: Opener, alice: Person, sam: Person
    ) -> None:
        quiet, urgent, closed = opened(), opened(), opened()
        owe(urgent, on(12).date())
        services.record_milestone(
            by=sam, case=closed, kind=MilestoneKind.POLICE_NFA, occurred_at=on(5), at=AT
        )
        assert [row["id"] for row in home.my_cases(alice).rows] == [urgent.pk, quiet.pk]

    def test_a_case_without_a_victim_is_pointed_out(self, opened: Opener, alice: Person) -> None:
        with_victim, without = opened(), opened()
        services.add_victim(by=alice, case=with_victim, at=AT)
        assert [row["id"] for row in home.cases_without_a_victim(alice).rows] == [without.pk]

    def test_workload_counts_open_cases_and_what_is_late(
        self, opened: Opener, alice: Person, bob: Person, sam: Person, brad: Person
    ) -> None:
        late = opened()
        opened()
        opened(by=bob)
        owe(late, AT.date() - timedelta(days=1))
        owe(late, AT.date())
        rows = home.workload(sam, AT).rows
        assert [(row["officer"].username, row["cases"], row["overdue"]) for row in rows] == [
            ("alice", 2, 1),
            ("bob", 1, 0),
        ]
        assert home.workload(brad, AT).rows == []

    def test_lists_are_bounded_and_say_that_they_go_on(self, opened: Opener, alice: Person) -> None:
        case = opened()
        for day in range(home.MOST + 1):
            owe(case, on(12).date() + timedelta(days=day))
        rows, more = home.due_next(alice)
        assert (len(rows), more) == (home.MOST, True)

    def test_statements_do_not_grow_with_rows(self, opened: Opener, alice: Person, sam: Person) -> None:
        def ask() -> int:
            with CaptureQueriesContext(connection) as asked:
                home.due_next(alice)
                home.my_cases(alice)
                home.cases_without_a_victim(alice)
                home.workload(sam, AT)
            return len(asked)

        owe(opened(), on(12).date())
        ask()
        few = ask()
        owe(opened(), on(13).date())
        owe(opened(), on(14).date())
        assert ask() == few


def test_the_case_page_holds_what_cases_tell_of(
    case: Case, alice: Person, sign_in: Callable[[Person], Client]
) -> None:
    grow(case, alice)
    answer = sign_in(alice).get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    body = answer.content.decode()
    for words in (
        "by Alice",
        "Suspect 1. At home",
        case.reference,
        "Aaron Bell",
        "Victim 1",
        f"/cases/{case.pk}/milestones/new/",
    ):
        assert words in body

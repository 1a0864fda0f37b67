"""Leave: whose it is to record, what its dates may be, and how it and its cover end early."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.cover import answering, rota_on, rotas_between
from rasso_tracker.people.models import District, DutyCover, Leave, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import end_duty_cover, end_leave, record_leave, set_duty_cover
from rasso_tracker.people.week import week_of

AT = datetime(2026, 5, 20, 9, tzinfo=UTC)
MONDAY, WEDNESDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 5)


def leave(by: Person, person: Person, first: date = MONDAY, last: date = FRIDAY, **more: Any) -> Leave:
    return record_leave(by=by, absent=person, starts_on=first, ends_on=last, **{"at": AT, **more})


class TestWhose:
    @pytest.mark.parametrize(
        ("by", "person", "may"),
        [
            ("alice", "alice", True),
            ("alice", "bob", False),
            ("sam", "alice", True),  # of the team
            ("sam", "dora", False),  # another team of the district
            ("dina", "dora", True),  # an inspector without a team: the district
            ("dina", "charlie", False),
            ("brad", "charlie", True),
            ("gita", "gwen", True),
            ("gita", "alice", False),
            ("max", "lena", True),
            ("max", "nora", False),
            ("lena", "max", False),
            ("ivy", "ivy", True),
            ("mona", "alice", False),
            ("adam", "alice", True),
        ],
    )
    def test_own_leave_the_teams_and_the_administrators(
        self, by: str, person: str, may: bool, db: None
    ) -> None:
        people = Person.objects.in_bulk([by, person], field_name="username")
        if may:
            assert leave(people[by], people[person]).recorded_by == people[by]
            return
        with pytest.raises(NotAllowed, match="You can record your own leave"):
            leave(people[by], people[person])

    def test_what_one_may_not_record_one_may_not_end(self, alice: Person, bob: Person, sam: Person) -> None:
        made = leave(alice, alice)
        with pytest.raises(NotAllowed):
            end_leave(by=bob, leave=made, back_on=WEDNESDAY, at=AT)
        assert end_leave(by=sam, leave=made, back_on=WEDNESDAY, at=AT).last_day == date(2026, 6, 2)


class TestDates:
    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [
            (date(2026, 5, 19), FRIDAY, "starts_on"),
            (MONDAY, date(2026, 5, 31), "ends_on"),
            (MONDAY, date(2029, 6, 1), "ends_on"),
            (date(2026, 5, 20), date(2026, 5, 20), None),  # today, one day
            (MONDAY, MONDAY + timedelta(days=732), None),
        ],
    )
    def test_they_begin_today_at_the_earliest(
        self, first: date, last: date, field: str | None, alice: Person
    ) -> None:
        if field is None:
            assert leave(alice, alice, first, last).last_day == last
            return
        with pytest.raises(Invalid) as refusal:
            leave(alice, alice, first, last)
        assert list(refusal.value.fields) == [field]

    @pytest.mark.parametrize("first", [date(2026, 5, 25), WEDNESDAY, FRIDAY])
    def test_a_second_leave_on_the_same_days_is_refused(self, first: date, alice: Person) -> None:
        leave(alice, alice)
        with pytest.raises(Invalid) as refusal:
            leave(alice, alice, first, date(2026, 6, 9))
        assert refusal.value.fields == {"starts_on": "Alice has leave on some of these days already."}

    def test_the_days_after_an_early_end_are_free_again(self, alice: Person) -> None:
        end_leave(by=alice, leave=leave(alice, alice), back_on=WEDNESDAY, at=AT)
        assert leave(alice, alice, WEDNESDAY, FRIDAY).starts_on == WEDNESDAY

    def test_leave_that_was_never_taken_leaves_all_its_days_free(self, alice: Person) -> None:
        made = end_leave(by=alice, leave=leave(alice, alice), back_on=date(2026, 5, 20), at=AT)
        assert (made.ended_early_on, made.holds_on(MONDAY)) == (MONDAY, False)
        assert rota_on(MONDAY).away == frozenset()
        leave(alice, alice)
        assert rota_on(MONDAY).away == {alice.pk}

    @pytest.mark.parametrize(
        ("back", "at"),
        [
            (date(2026, 6, 2), datetime(2026, 6, 3, 9, tzinfo=UTC)),  # a day that has passed
            (date(2026, 6, 6), AT),  # after its last day
        ],
    )
    def test_it_ends_between_today_and_its_last_day(self, back: date, at: datetime, alice: Person) -> None:
        with pytest.raises(Invalid) as refusal:
            end_leave(by=alice, leave=leave(alice, alice), back_on=back, at=at)
        assert list(refusal.value.fields) == ["back_on"]

    def test_it_ends_once(self, alice: Person) -> None:
        made = leave(alice, alice)
        end_leave(by=alice, leave=made, back_on=WEDNESDAY, at=AT)
        with pytest.raises(NotAllowed, match="ended this already"):
            end_leave(by=alice, leave=made, back_on=FRIDAY, at=AT)

    def test_a_leaver_takes_no_leave(self, alice: Person, sam: Person) -> None:
        with open_door("a test lets somebody leave"):
            Person.objects.filter(pk=alice.pk).update(left_on=date(2026, 5, 31))
        alice.refresh_from_db()
        with pytest.raises(Invalid, match="not in post on the first day"):
            leave(sam, alice)


class TestCover:
    def test_it_comes_and_goes_with_the_leave(self, alice: Person, bob: Person) -> None:
        made = leave(alice, alice, covered_by=bob)
        assert answering([alice], WEDNESDAY) == [bob]
        end_leave(by=alice, leave=made, back_on=WEDNESDAY, at=AT)
        assert answering([alice], WEDNESDAY) == [alice]
        assert DutyCover.objects.get().last_day == date(2026, 6, 2)

    def test_without_it_nobody_answers_for_somebody_on_leave(self, alice: Person) -> None:
        leave(alice, alice)
        assert answering([alice], WEDNESDAY) == []
        assert answering([alice], date(2026, 6, 6)) == [alice]

    def test_somebody_who_is_away_then_cannot_cover(self, alice: Person, bob: Person) -> None:
        leave(bob, bob, FRIDAY, FRIDAY)
        with pytest.raises(Invalid) as refusal:
            leave(alice, alice, covered_by=bob)
        assert refusal.value.fields == {"covered_by": "Bob is on leave on some of these days."}

    def test_cover_that_was_set_before_is_blamed_on_the_cover(
        self, alice: Person, bob: Person, sam: Person
    ) -> None:
        set_duty_cover(by=sam, absent=alice, covered_by=sam, starts_on=FRIDAY, ends_on=FRIDAY)
        with pytest.raises(Invalid) as refusal:
            leave(alice, alice, covered_by=bob)
        assert refusal.value.fields == {"covered_by": "Alice is already covered on some of these days."}
        assert not Leave.objects.exists()

    def test_cover_ends_early_and_its_days_are_free_again(
        self, alice: Person, bob: Person, sam: Person
    ) -> None:
        cover = set_duty_cover(by=sam, absent=alice, covered_by=bob, starts_on=MONDAY, ends_on=FRIDAY)
        end_duty_cover(by=sam, cover=cover, back_on=WEDNESDAY, at=AT)
        assert [answering([alice], day) for day in (date(2026, 6, 2), WEDNESDAY)] == [[bob], [alice]]
        again = set_duty_cover(by=sam, absent=alice, covered_by=sam, starts_on=WEDNESDAY, ends_on=FRIDAY)
        assert again.set_by == sam
        with pytest.raises(NotAllowed, match="ended this already"):
            end_duty_cover(by=sam, cover=cover, back_on=date(2026, 6, 2), at=AT)

    def test_a_supervisor_ends_cover_of_the_own_district_only(
        self, alice: Person, bob: Person, sam: Person, brad: Person
    ) -> None:
        cover = set_duty_cover(by=sam, absent=alice, covered_by=bob, starts_on=MONDAY, ends_on=FRIDAY)
        with pytest.raises(NotAllowed, match="own district"):
            end_duty_cover(by=brad, cover=cover, back_on=WEDNESDAY, at=AT)


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("leave_ends_after_start", {"ends_on": date(2026, 5, 31)}),
            ("leave_ends_early_within", {"ended_early_on": date(2026, 6, 6)}),
            ("leave_ends_early_within", {"ended_early_on": date(2026, 5, 31)}),
            ("leave_ended_by_somebody_or_not", {"ended_early_on": WEDNESDAY}),
            ("leave_ended_by_somebody_or_not", {"ended_at": AT}),
        ],
    )
    def test_what_no_leave_may_be(self, name: str, values: dict[str, Any], alice: Person) -> None:
        made = leave(alice, alice)
        if "ended_early_on" in values and name.endswith("within"):
            values = {**values, "ended_by": alice, "ended_at": AT}
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
            Leave.objects.filter(pk=made.pk).update(**values)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("cover_ends_early_within", {"ended_early_on": date(2026, 6, 6)}),
            ("cover_ended_by_somebody_or_not", {"ended_early_on": WEDNESDAY}),
        ],
    )
    def test_what_no_cover_may_be(
        self, name: str, values: dict[str, Any], alice: Person, bob: Person
    ) -> None:
        leave(alice, alice, covered_by=bob)
        if name.endswith("within"):
            values = {**values, "ended_by": alice, "ended_at": AT}
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
            DutyCover.objects.update(**values)

    @pytest.mark.parametrize("model", [Leave, DutyCover])
    def test_two_at_a_time_are_refused_by_the_table(self, model: Any, alice: Person, bob: Person) -> None:
        leave(alice, alice, covered_by=bob)
        row = model.objects.get()
        row.pk, row.starts_on = uuid7(), FRIDAY
        name = "leave_one_at_a_time" if model is Leave else "cover_one_at_a_time"
        if model is Leave:
            row.cover = None
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
            row.save(force_insert=True)


class TestWeek:
    def test_gaps_come_first_and_say_their_days(
        self, leeds: District, alice: Person, bob: Person, sam: Person, dora: Person
    ) -> None:
        leave(alice, alice, covered_by=bob)
        leave(bob, bob, WEDNESDAY, date(2026, 6, 4))
        week = week_of(WEDNESDAY, leeds.pk)
        told = [
            (
                one.person.username,
                [(run.first.day, run.last.day, run.answers and run.answers.username) for run in one.days],
            )
            for one in week.absences
        ]
        assert told == [
            ("alice", [(1, 2, "bob"), (3, 4, None), (5, 5, "bob")]),
            ("bob", [(3, 4, None)]),
        ]

    def test_a_post_that_nobody_at_work_holds_is_named(
        self, leeds: District, dina: Person, sam: Person
    ) -> None:
        leave(dina, dina, MONDAY, MONDAY)
        found = {(one.post, one.place): one.days for one in week_of(MONDAY, leeds.pk).unheld}
        assert found == {("Detective Inspector, district", "Leeds"): (MONDAY,)}
        assert week_of(date(2026, 6, 8), leeds.pk).unheld == ()

    def test_another_district_is_left_out(self, bradford: District, alice: Person) -> None:
        leave(alice, alice)
        assert week_of(MONDAY, bradford.pk).absences == ()
        assert [one.person for one in week_of(MONDAY).absences] == [alice]

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_statements_do_not_grow(self, count: int, db: None) -> None:
        for person in Person.objects.filter(roles__contains=["officer"])[:count]:
            leave(person, person)
        with CaptureQueriesContext(connection) as captured:
            week_of(MONDAY)
        assert len(captured) == 4

    def test_a_week_of_rotas_is_one_statement(self, alice: Person) -> None:
        leave(alice, alice)
        with CaptureQueriesContext(connection) as captured:
            rotas = rotas_between(MONDAY, MONDAY + timedelta(days=6))
        assert len(captured) == 1
        assert [day.day for day, rota in rotas.items() if rota.away] == [1, 2, 3, 4, 5]


class TestPages:
    def test_own_leave_is_recorded_shown_and_ended(self, alice: Person, bob: Person, sign_in: Any) -> None:
        browser, today = sign_in(alice), london_date(now())
        form = {"absent": str(alice.pk), "covered_by": str(bob.pk)}
        for name, day in (("starts_on", today), ("ends_on", today + timedelta(days=2))):
            form |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}  # type: ignore[dict-item]  # form fields take the text of a number
        assert browser.post("/people/leave/new/", form).headers["Location"].startswith("/people/away/")
        page = browser.get("/people/away/").content.decode()
        made = Leave.objects.get()
        assert "Your own leave" in page
        assert f"/people/leave/{made.pk}/end/" in page
        assert "On leave" in browser.get("/people/").content.decode()

    def test_the_leave_of_others_is_not_theirs_to_find(
        self, alice: Person, bob: Person, sign_in: Any
    ) -> None:
        made = leave(alice, alice)
        assert sign_in(bob).get(f"/people/leave/{made.pk}/end/").status_code == 404
        answer = sign_in(bob).post(
            "/api/v1/leaves/",
            {"absent": str(alice.pk), "starts_on": "2027-06-01", "ends_on": "2027-06-01"},
            content_type="application/json",
        )
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == ["absent"]

    @pytest.mark.parametrize("week", ["", "2026-13-01", "0001-01-01", "9999-12-31", "%00", "x" * 300])
    def test_a_week_that_cannot_be_read_is_this_one(self, week: str, sam: Person, sign_in: Any) -> None:
        page = sign_in(sam).get(f"/people/away/?week={week}")
        assert page.status_code == 200
        assert "This week" in page.content.decode()


class TestSupportService:
    def test_an_isva_keeps_their_own_leave_and_reads_nobody_elses(
        self, ivy: Person, alice: Person, bob: Person, adam: Person, sign_in: Any
    ) -> None:
        today = london_date(now())
        days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
        record_leave(by=adam, absent=alice, covered_by=bob, **days)
        client = sign_in(ivy)
        page = client.get("/people/away/").content.decode()
        assert "You have recorded no leave." in page
        assert "Alice" not in page
        own = record_leave(by=ivy, absent=ivy, **days)
        assert f"/people/leave/{own.pk}/end/" in client.get("/people/away/").content.decode()
        assert [one["id"] for one in client.get("/api/v1/leaves/").json()["results"]] == [str(own.pk)]
        assert client.get("/api/v1/duty-covers/").json()["results"] == []
        assert "Alice" in sign_in(bob).get("/people/away/").content.decode()

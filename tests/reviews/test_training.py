"""The register of training in the Right to Review: who had it, until when, and who decided without it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.home import training_in_words
from reviews.models import Decision, ReviewTraining
from reviews.services import record_review_training, void_review_training
from reviews.training import MOST, SOON, by_team, by_untrained, courses_of, of_standing, standing_on
from tests.refusals import constraint_of

SignIn = Callable[..., Client]

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = london_date(AT)


def trained(by: Person, person: Person, on: date, at: datetime = AT) -> ReviewTraining:
    return record_review_training(by=by, person=person, course="Right to Review", completed_on=on, at=at)


@pytest.mark.parametrize(
    ("done", "until"),
    [
        (date(2025, 6, 10), date(2027, 6, 10)),
        (date(2024, 2, 29), date(2026, 2, 28)),  # no such day two years on
        (date(2024, 11, 30), date(2026, 11, 30)),
    ],
)
def test_a_course_counts_for_two_years(sam: Person, alice: Person, done: date, until: date) -> None:
    assert trained(sam, alice, done).valid_until == until


def test_the_latest_that_counts_longest_says_how_somebody_stands(sam: Person, alice: Person) -> None:
    trained(sam, alice, date(2022, 3, 1))
    second = trained(sam, alice, date(2024, 12, 1))
    rows = list(ReviewTraining.objects.all())
    assert [standing_on(rows, day).code for day in (date(2022, 2, 28), date(2022, 3, 1))] == [
        "never",
        "valid",
    ]
    assert standing_on(rows, date(2024, 4, 1)).code == "lapsed"
    assert standing_on(rows, date(2026, 10, 2)).code == "soon"  # sixty days before 1 December
    assert standing_on(rows, date(2026, 10, 1)).code == "valid"
    last = standing_on(rows, date(2026, 12, 1))
    assert (last.code, last.row) == ("soon", second)
    assert standing_on(rows, date(2026, 12, 2)).code == "lapsed"


@settings(max_examples=25)
@given(ago=st.lists(st.integers(0, 1500), max_size=3, unique=True), ahead=st.integers(-90, 90))
def test_the_filter_and_the_team_say_what_the_row_says(
    sam: Person, alice: Person, ago: list[int], ahead: int
) -> None:
    day = DAY + timedelta(days=ahead)
    with transaction.atomic():
        for days in ago:
            trained(sam, alice, DAY - timedelta(days=days))
        code = standing_on(courses_of([alice.pk]).get(alice.pk, []), day).code
        people = Person.objects.filter(pk=alice.pk)
        said = {one for one in ("never", "lapsed", "soon", "valid") if of_standing(people, one, day).exists()}
        assert said == {code}
        assert of_standing(people, "gap", day).exists() == (code in ("never", "lapsed"))
        (team,) = [row for row in by_team(alice, day) if row["people"] == 1]  # her own alone
        assert {name for name in ("never", "lapsed", "soon", "valid") if team[name]} == {code}
        transaction.set_rollback(True)


def test_a_supervisor_keeps_that_of_the_own_people_and_a_manager_reads_it(
    sam: Person, alice: Person, charlie: Person, adam: Person, mona: Person, lena: Person
) -> None:
    with pytest.raises(NotAllowed, match="your own people"):
        trained(sam, charlie, date(2026, 5, 4))
    with pytest.raises(NotAllowed, match="cannot keep the register"):
        trained(mona, alice, date(2026, 5, 4))
    with pytest.raises(NotAllowed, match="your own people"):
        trained(adam, lena, date(2026, 5, 4))  # of CPS: not the force's register
    assert trained(adam, charlie, date(2026, 5, 4)).person == charlie


def test_the_home_of_a_supervisor_says_how_many_need_a_course(sam: Person, adam: Person) -> None:
    """Those of the team, sam with them: as the register counts them."""
    team = list(Person.objects.filter(team=sam.team).order_by("username"))
    assert [one.username for one in team] == ["alice", "bob", "sam"]
    for days, person in ((1, team[0]), (731, team[1])):  # the second lapsed yesterday
        trained(adam, person, DAY - timedelta(days=days))
    assert training_in_words(sam, AT) == "2 of your 3 people need a course: it lapsed, or they had none"
    trained(adam, sam, DAY)
    assert training_in_words(sam, AT) == "1 of your 3 people need a course: it lapsed, or they had none"
    trained(adam, team[1], DAY)
    assert training_in_words(sam, AT) == "All 3 of your people are trained"


def test_of_very_many_people_it_looks_at_no_more_than_some(
    dina: Person, sam: Person, adam: Person, leeds: District
) -> None:
    """An inspector of a whole district, in one statement that stops."""
    with open_door("a test fills a district"):
        Person.objects.bulk_create(
            Person(username=f"pc{number}", name=f"Pc {number}", roles=["officer"], district=leeds,
                   starts_on=date(2015, 1, 5))
            for number in range(MOST + 20)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert training_in_words(dina, AT) == f"At least {MOST + 1} of your people need a course"
    assert len(asked) == 1
    assert sum(row["people"] for row in by_team(dina, DAY)) > MOST + 20
    with open_door("a test trains a district"):
        ReviewTraining.objects.bulk_create(
            ReviewTraining(person=one, course="Right to Review", completed_on=DAY, valid_until=DAY,
                           recorded_at=AT, recorded_by=sam)
            for one in Person.objects.filter(district=leeds)
        )  # fmt: skip
    assert training_in_words(dina, AT) == "Who of your people needs a course"


def test_bad_input_is_said_by_the_field(sam: Person, alice: Person) -> None:
    trained(sam, alice, date(2026, 5, 4))
    for day, sentence in (
        (date(2026, 5, 4), "A course of this person on this day is recorded already."),
        (DAY + timedelta(days=1), "Enter today's date or an earlier one."),
        (date(2006, 5, 4), "Enter a day of the last 10 years. Check the year."),
    ):
        with pytest.raises(Invalid) as trouble:
            trained(sam, alice, day)
        assert trouble.value.fields == {"completed_on": sentence}


def test_a_voided_course_counts_no_more_and_may_be_recorded_again(sam: Person, alice: Person) -> None:
    row = trained(sam, alice, date(2026, 5, 4))
    void_review_training(by=sam, training=row, reason="It was somebody else.", at=AT)
    assert courses_of([alice.pk]) == {}
    with pytest.raises(NotAllowed, match="voided already"):
        void_review_training(by=sam, training=row, reason="Again.", at=AT)
    assert trained(sam, alice, date(2026, 5, 4)).stands


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"valid_until": date(2020, 1, 1)}, "review_training_counts_for_a_while"),
        ({"course": ""}, "review_training_names_the_course"),
        ({"voided_at": AT}, "review_training_voided_together"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    sam: Person, alice: Person, changed: dict[str, object], constraint: str
) -> None:
    row = trained(sam, alice, date(2026, 5, 4))
    with pytest.raises(IntegrityError) as trouble, transaction.atomic(), open_door("a test"):
        ReviewTraining.objects.filter(pk=row.pk).update(**changed)
    assert constraint_of(trouble.value) == constraint


class TestDecisions:
    def test_both_have_to_be_trained_on_the_day_it_was_decided(
        self, decided: Decision, sam: Person, alice: Person, adam: Person
    ) -> None:
        assert list(by_untrained(Decision.objects.all())) == [decided]  # on 2 September 2026
        trained(adam, alice, date(2026, 9, 2))
        trained(adam, sam, date(2026, 9, 3))
        assert list(by_untrained(Decision.objects.all())) == [decided]
        trained(adam, sam, date(2024, 9, 2))
        assert list(by_untrained(Decision.objects.all())) == []

    def test_the_page_and_the_api_list_it_and_say_who_lacked_it(
        self, decided: Decision, sam: Person, alice: Person, sign_in: SignIn
    ) -> None:
        trained(sam, alice, date(2025, 9, 2))
        browser = sign_in(sam)
        page = browser.get("/decisions/without-training/?since=ever").content.decode()
        assert f"{sam.name}: never trained" in page
        assert f"{alice.name}:" not in page
        rows = browser.get("/api/v1/decisions/without-training/?since=ever").json()["results"]
        assert [(row["id"], row["approver"], row["lacked"]) for row in rows] == [
            (str(decided.pk), "sam", [{"person": "sam", "training": "never"}])
        ]


class TestPages:
    def test_a_course_is_recorded_shown_and_voided(self, sam: Person, alice: Person, sign_in: SignIn) -> None:
        browser = sign_in(sam)
        new = f"/people/{alice.pk}/review-training/new/"
        assert alice.name in browser.get(new).content.decode()
        done = london_date(now()) - SOON
        typed = {
            "course": "Right to Review",
            "completed_on_day": str(done.day),
            "completed_on_month": str(done.month),
            "completed_on_year": str(done.year),
        }
        assert posted(browser, new, {**typed, "course": ""}).status_code == 422
        assert posted(browser, new, typed).status_code == 302
        row = ReviewTraining.objects.get()
        register = browser.get("/right-to-review/training/").content.decode()
        assert "Right to Review, " in register
        assert alice.name not in browser.get("/right-to-review/training/?standing=gap").content.decode()
        void = f"/review-training/{row.pk}/void/"
        assert posted(browser, void, {"reason": "Wrong day."}).status_code == 302
        assert alice.name in browser.get("/right-to-review/training/?standing=never").content.decode()

    def test_nobody_records_their_own_and_the_register_names_who_did(
        self, sam: Person, alice: Person, adam: Person, sign_in: SignIn
    ) -> None:
        with pytest.raises(NotAllowed, match="cannot record or void your own course"):
            trained(sam, sam, date(2026, 5, 4))
        own = trained(adam, sam, date(2026, 5, 5))
        with pytest.raises(NotAllowed, match="cannot record or void your own course"):
            void_review_training(by=sam, training=own, reason="I was not there.", at=AT)
        void_review_training(by=adam, training=own, reason="He was not there.", at=AT)
        browser = sign_in(sam)
        assert browser.get(f"/people/{sam.pk}/review-training/new/").status_code == 403
        api = f"/api/v1/people/{sam.pk}/review-training/"
        sent = {"course": "Right to Review", "completed_on": "2026-05-04"}
        refused = browser.post(api, sent, content_type="application/json")
        assert (refused.status_code, "cannot record or void your own" in refused.content.decode()) == (
            403,
            True,
        )
        assert not ReviewTraining.objects.filter(voided_at__isnull=True).exists()
        wrong = trained(sam, alice, date(2026, 5, 5))
        void_review_training(by=adam, training=wrong, reason="Wrong day.", at=AT)
        trained(adam, sam, date(2026, 5, 4))
        register = browser.get("/right-to-review/training/").content.decode()
        assert f"Recorded by {adam.name}, " in register
        assert f"Voided by {adam.name}, " in register
        assert f"recorded by {sam.name}</span>" in register
        assert "Somebody else records yours" in register

    def test_an_officer_has_no_register(self, alice: Person, sign_in: SignIn) -> None:
        assert sign_in(alice).get("/right-to-review/training/").status_code == 403


def posted(browser: Client, path: str, values: dict[str, str]) -> object:
    page = browser.get(path).content.decode()
    once = page.partition('name="once" value="')[2].partition('"')[0]
    return browser.post(path, {"once": once, **values})

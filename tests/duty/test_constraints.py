"""The database refuses what cannot be: every constraint of the app, by name. And the page of the roster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty.models import DutyDay, DutyPattern, RosterImport
from rasso_tracker.people.models import Person

DAY = date(2026, 6, 8)
SEVEN = [time(7)] * 7
AT = datetime.fromisoformat("2026-06-01T09:00:00+00:00")


def pattern(by: Person, **said: Any) -> DutyPattern:
    values = {"person": by, "in_force_from": DAY, "starts": SEVEN, "ends": SEVEN, **said}
    return DutyPattern(set_by=by, set_at=AT, **values)


def day(person: Person, **said: Any) -> DutyDay:
    return DutyDay(**{"person": person, "day": DAY, "set_by": person, "set_at": AT, **said})


def brought(person: Person, **said: Any) -> RosterImport:
    values = {"first_day": DAY, "last_day": DAY, "taken": 1, "standing": 0, "left_out": 0, **said}
    return RosterImport(brought_by=person, brought_at=AT, **values)


BAD: list[tuple[str, Callable[[Person], list[DutyPattern | DutyDay | RosterImport]]]] = [
    ("duty_pattern_once_a_person_and_day", lambda one: [pattern(one), pattern(one)]),
    (
        "duty_pattern_once_a_team_and_day",
        lambda one: [pattern(one, person=None, team=one.team), pattern(one, person=None, team=one.team)],
    ),
    ("duty_pattern_of_a_person_or_a_team", lambda one: [pattern(one, team=one.team)]),
    ("duty_pattern_of_a_person_or_a_team", lambda one: [pattern(one, person=None)]),
    ("duty_pattern_is_of_a_week", lambda one: [pattern(one, starts=SEVEN[:5], ends=SEVEN[:5])]),
    ("duty_pattern_ends_what_starts", lambda one: [pattern(one, starts=[*SEVEN[:6], None])]),
    ("duty_pattern_superseded_after_set", lambda one: [pattern(one, superseded_at=AT - timedelta(1))]),
    ("duty_day_once_a_person", lambda one: [day(one), day(one)]),
    ("duty_day_ends_what_starts", lambda one: [day(one, starts=time(7))]),
    ("duty_day_superseded_after_set", lambda one: [day(one, superseded_at=AT - timedelta(1))]),
    ("roster_import_says_something", lambda one: [brought(one, taken=0)]),
    ("roster_import_days_in_order", lambda one: [brought(one, last_day=DAY - timedelta(1))]),
]


@pytest.mark.parametrize(("name", "rows"), BAD)
def test_the_database_refuses(alice: Person, name: str, rows: Callable[[Person], list[Any]]) -> None:
    *stands, bad = rows(alice)
    with open_door("a test writes what cannot be"):
        for row in stands:
            row.save(force_insert=True)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            bad.save(force_insert=True)


def test_every_constraint_is_tried() -> None:
    models = apps.get_app_config("duty").get_models()
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    assert declared == {name for name, _ in BAD}


def test_the_roster_shows_a_week_with_what_was_set(
    sign_in: Callable[[Person], Client], sam: Person, alice: Person
) -> None:
    client, today = sign_in(sam), london_date(now())
    answer = client.post(
        "/duty/days/new/",
        {
            "person_on_duty": str(alice.pk),
            "day_day": today.day,
            "day_month": today.month,
            "day_year": today.year,
            "hours": "22:00 to 06:00",
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, "/duty/")
    week = {"team": str(sam.team_id), "monday": "0700-1500", "sunday": "07.00 to 15.00"}
    begins = {"in_force_from_day": today.day, "in_force_from_month": today.month}
    answer = client.post("/duty/weeks/new/", {**week, **begins, "in_force_from_year": today.year})
    assert (answer.status_code, answer["Location"]) == (302, "/duty/")
    assert DutyPattern.objects.get().starts == [time(7), *[None] * 5, time(7)]
    words = client.get("/duty/").content.decode()
    assert "22:00 to 06:00" in words
    assert "changed" in words


def test_hours_that_cannot_be_read_are_asked_again_and_kept(
    sign_in: Callable[[Person], Client], sam: Person
) -> None:
    answer = sign_in(sam).post("/duty/weeks/new/", {"monday": "seven to three", "tuesday": "25:00 to 26:00"})
    words = answer.content.decode()
    assert answer.status_code in (200, 422)
    assert words.count("Enter two times such as 07:00 to 15:00") >= 2
    assert 'value="seven to three"' in words


def test_the_roster_costs_the_same_for_everybody_of_a_team(
    sign_in: Callable[[Person], Client], sam: Person, alice: Person, bob: Person
) -> None:
    client = sign_in(sam)
    client.get("/duty/")
    with CaptureQueriesContext(connection) as three:
        client.get("/duty/")
    with open_door("a test moves people"):
        Person.objects.filter(pk__in=[alice.pk, bob.pk]).update(team=None)
    with CaptureQueriesContext(connection) as one:
        client.get("/duty/")
    assert len(three) == len(one)

"""Who can answer in whose place: of the same agency, in a role that sees what they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import record_leave, set_duty_cover
from tests.actionplans.test_pages import boxes

SignIn = Callable[[Person], Client]
FIRST, LAST = date(2050, 6, 6), date(2050, 6, 10)
DAYS = {"starts_on": FIRST, "ends_on": LAST}
SENT = {"starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()}
AGENCY = "cannot cover for {}: choose somebody of the same agency ({})."
ROLE = (
    "cannot cover for {0}: their role does not see what {0} is told. Choose somebody who sees the same cases."
)
POLICE, CPS = "Police", "Crown Prosecution Service"


@pytest.mark.parametrize(
    ("absent", "by", "fault"),
    [
        ("gita", "gwen", ""),
        ("gwen", "gita", ""),
        ("gita", "lena", AGENCY.format("Gita", POLICE)),  # a CPS lawyer for a gatekeeper
        ("gita", "sam", ROLE.format("Gita")),  # one district for the whole force
        ("gita", "adam", ROLE.format("Gita")),
        ("hugh", "ivy", AGENCY.format("Hugh", POLICE)),  # an ISVA for the head of protective services
        ("hugh", "adam", ROLE.format("Hugh")),  # an administrator sees no case
        ("hugh", "mona", ""),
        ("hugh", "gwen", ""),
        ("sam", "dina", ""),
        ("sam", "mona", ""),
        ("sam", "alice", ROLE.format("Sam")),  # an officer sees one team
        ("sam", "brad", ROLE.format("Sam")),  # another district
        ("alice", "bob", ""),
        ("alice", "dora", ""),
        ("alice", "sam", ""),
        ("alice", "gita", ""),
        ("alice", "charlie", ROLE.format("Alice")),
        ("alice", "rita", ROLE.format("Alice")),
        ("lena", "max", ""),
        ("lena", "nora", ROLE.format("Lena")),  # another unit
        ("lena", "gita", AGENCY.format("Lena", CPS)),
        ("adam", "ada", ""),
        ("adam", "sam", ROLE.format("Adam")),
        ("reg", "gita", ROLE.format("Reg")),
    ],
)
def test_who_covers_for_whom(absent: str, by: str, fault: str, adam: Person, sign_in: SignIn) -> None:
    people = Person.objects.in_bulk([absent, by], field_name="username")
    away, covers = people[absent], people[by]
    offered = sign_in(adam).get(f"/people/duty-cover/new/?absent={away.pk}").context["form"]["covered_by"]
    names = [str(value) for value, _ in offered.field.choices]
    assert (str(covers.pk) in names) is (not fault)
    body: dict[str, Any] = {"absent": str(away.pk), "covered_by": str(covers.pk), **SENT}
    answer = sign_in(adam).post("/api/v1/duty-covers/", body, content_type="application/json")
    if not fault:
        assert answer.status_code == 201, answer.json()
        return
    assert answer.json()["fields"] == {"covered_by": f"{covers.name} {fault}"}
    with pytest.raises(Invalid):
        set_duty_cover(by=adam, absent=away, covered_by=covers, **DAYS)
    with pytest.raises(Invalid):
        record_leave(by=adam, absent=away, covered_by=covers, **DAYS)
    assert not DutyCover.objects.exists()
    assert not Leave.objects.exists()


class TestLeave:
    def test_an_administrator_is_offered_the_colleagues_of_who_is_away(
        self, adam: Person, lena: Person, dina: Person, sign_in: SignIn
    ) -> None:
        manager = Person.objects.get(username="max")
        shown = sign_in(adam).get(f"/people/leave/new/?absent={lena.pk}").context["form"]["covered_by"]
        assert [label for value, label in shown.field.choices if value] == ["Max, CPS yh-rasso"]
        client, body = sign_in(adam), {"absent": str(lena.pk), **SENT}
        wrong = client.post(
            "/api/v1/leaves/", {**body, "covered_by": str(dina.pk)}, content_type="application/json"
        )
        assert wrong.json()["fields"] == {"covered_by": f"Dina {AGENCY.format('Lena', CPS)}"}
        right = client.post(
            "/api/v1/leaves/", {**body, "covered_by": str(manager.pk)}, content_type="application/json"
        )
        assert right.status_code == 201, right.json()
        assert DutyCover.objects.get().covered_by == manager

    def test_a_supervisor_is_offered_who_may_answer_for_somebody_of_theirs(
        self, sam: Person, sign_in: SignIn
    ) -> None:
        shown = sign_in(sam).get("/people/leave/new/").context["form"]["covered_by"]
        labels = {label for value, label in shown.field.choices if value}
        assert {"Alice, Leeds A", "Dora, Leeds B", "Dina, Leeds", "Gita, RaSSO Gatekeeper"} <= labels
        assert not {"Charlie, Bradford A", "Lena, CPS yh-rasso", "Adam, Police"} & labels

    def test_what_was_typed_is_kept_and_the_fault_said_by_its_field(
        self, adam: Person, lena: Person, dina: Person, sign_in: SignIn
    ) -> None:
        days = {**boxes("starts_on", FIRST), **boxes("ends_on", LAST)}
        sent = {"absent": str(lena.pk), "covered_by": str(dina.pk), **days}
        answer = sign_in(adam).post("/people/leave/new/", sent)
        assert answer.status_code == 422
        form = answer.context["form"]
        assert form.errors == {"covered_by": [f"Dina {AGENCY.format('Lena', CPS)}"]}
        assert form["covered_by"].value() == str(dina.pk)

    def test_it_is_said_at_once_with_what_is_missing_and_with_days_that_cannot_be(
        self, adam: Person, lena: Person, dina: Person, sign_in: SignIn
    ) -> None:
        client, who = sign_in(adam), {"absent": str(lena.pk), "covered_by": str(dina.pk)}
        missing = client.post("/people/leave/new/", who)
        assert sorted(missing.context["form"].errors) == ["covered_by", "ends_on", "starts_on"]
        past = {"starts_on": "2026-01-02", "ends_on": "2026-01-01"}
        sent = client.post("/api/v1/leaves/", {**who, **past}, content_type="application/json")
        assert (sent.status_code, sorted(sent.json()["fields"])) == (
            400,
            ["covered_by", "ends_on", "starts_on"],
        )

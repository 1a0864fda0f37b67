"""The record of a person: begun, corrected, moved; the way to reach them; what stood before is kept."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.enums import Post, Rank
from rasso_tracker.people.models import CpsUnit, District, FormerDetails, Move, Person, Team
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import (
    add_person,
    cancel_move,
    edit_own_details,
    edit_person,
    make_moves,
    move_person,
)

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = AT.date()


def add(by: Person, **more: Any) -> Person:
    said: dict[str, Any] = {
        "username": "new.one",
        "name": "New One",
        "agency": "police",
        "post": "investigator",
        "starts_on": TODAY,
        **more,
    }
    return add_person(by=by, **said)


class TestAdding:
    def test_somebody_new_holds_no_role_and_cannot_sign_in(self, adam: Person, leeds_a: Team) -> None:
        person = add(adam, district=leeds_a.district, team=leeds_a, rank=Rank.CONSTABLE, telephone="101")
        assert (person.roles, person.has_usable_password(), person.team) == ([], False, leeds_a)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"username": "alice"}, "username"),
            ({"rank": 1, "equated_rank": 2}, "equated_rank"),
            ({"team": "Leeds A"}, "team"),
            ({"team": "Leeds A", "district": "bradford"}, "team"),
            ({"cps_unit": "yh-rasso"}, "cps_unit"),
            ({"agency": "cps", "district": "leeds"}, "district"),
        ],
    )
    def test_what_cannot_be_is_refused_by_its_field(
        self, more: dict[str, Any], field: str, adam: Person
    ) -> None:
        if "team" in more:
            more = {**more, "team": Team.objects.get(name=more["team"])}
        if "district" in more:
            more = {**more, "district": District.objects.get(code=more["district"])}
        if "cps_unit" in more:
            more = {**more, "cps_unit": CpsUnit.objects.get(code=more["cps_unit"])}
        with pytest.raises(Invalid) as refusal:
            add(adam, **more)
        assert list(refusal.value.fields) == [field]

    @pytest.mark.parametrize("username", ["alice", "sam", "gwen", "max", "mona", "audrey"])
    def test_only_administrators_keep_records(self, username: str, bob: Person) -> None:
        by = Person.objects.get(username=username)
        for deed in (
            lambda: add(by),
            lambda: edit_person(by=by, person=bob, name="Bobby"),
            lambda: move_person(by=by, person=bob, moves_on=TODAY, post="other", at=AT),
        ):
            with pytest.raises(NotAllowed, match="Only an administrator keeps"):
                deed()


class TestEditing:
    def test_old_addresses_are_kept(self, adam: Person, alice: Person) -> None:
        edit_person(by=adam, person=alice, name="Alice Ames", email="a@example.test", at=AT)
        edit_own_details(by=alice, person=alice, email="ames@example.test", telephone="01924 555 0100", at=AT)
        alice.refresh_from_db()
        assert (alice.name, alice.email, alice.telephone, alice.version) == (
            "Alice Ames",
            "ames@example.test",
            "01924 555 0100",
            3,
        )
        former = FormerDetails.objects.filter(person=alice).order_by("version")
        assert [(one.version, one.name, one.email, one.replaced_by.username) for one in former] == [
            (1, "Alice", "alice@example.test", "adam"),
            (2, "Alice Ames", "a@example.test", "alice"),
        ]

    def test_own_details_are_ones_own(self, alice: Person, bob: Person, adam: Person) -> None:
        for by in (bob, adam):
            with pytest.raises(NotAllowed, match="your own details only"):
                edit_own_details(by=by, person=alice, telephone="101", at=AT)

    def test_a_record_keeps_its_versions_once(self, adam: Person, alice: Person) -> None:
        edit_person(by=adam, person=alice, name="Alice Ames", at=AT)
        row = FormerDetails.objects.get(person=alice)
        row.pk = alice.pk
        with (
            pytest.raises(IntegrityError, match="former_details_once_a_version"),
            transaction.atomic(),
            open_door("a test"),
        ):
            row.save(force_insert=True)

    def test_two_who_edit_at_once_see_both_texts(self, adam: Person, alice: Person, sign_in: Any) -> None:
        address, browser = f"/people/{alice.pk}/edit/", sign_in(adam)
        form = {"name": "Alicia", "version": "1", "telephone": "01924 555 0100"}
        assert browser.post(address, form).status_code == 302
        lost = browser.post(address, {**form, "name": "Alyson"})
        assert lost.status_code == 409
        assert "Alicia" in lost.content.decode()
        assert "Alyson" in lost.content.decode()

    @pytest.mark.parametrize("telephone", ["call me", "0192-\x00", "1", "+44 (0)1924 555 0100 ext 12"])
    def test_a_telephone_number_is_one(self, telephone: str, alice: Person, sign_in: Any) -> None:
        answer = sign_in(alice).patch(
            f"/api/v1/people/{alice.pk}/own-details/",
            json.dumps({"telephone": telephone}),
            content_type="application/json",
            headers={"If-Match": '"1"'},
        )
        good = telephone.startswith("+44")
        assert answer.status_code == (200 if good else 400)
        assert good or list(answer.json()["fields"]) == ["telephone"]


class TestMoving:
    def test_today_it_holds_at_once(self, adam: Person, alice: Person, bradford: District) -> None:
        team = Team.objects.get(name="Bradford A")
        move = move_person(
            by=adam, person=alice, moves_on=TODAY, post=Post.INVESTIGATOR, district=bradford, team=team, at=AT
        )
        alice.refresh_from_db()
        assert (alice.district, alice.team, move.applied_at) == (bradford, team, AT)
        assert FormerDetails.objects.get(person=alice).team == Team.objects.get(name="Leeds A")

    def test_later_it_holds_from_its_day_and_a_missed_night_is_made_up_for(
        self, adam: Person, alice: Person, bradford: District
    ) -> None:
        day = TODAY + timedelta(days=10)
        move_person(by=adam, person=alice, moves_on=day, post=Post.INVESTIGATOR, district=bradford, at=AT)
        assert make_moves(at=AT + timedelta(days=9)) == 0
        alice.refresh_from_db()
        assert alice.district == District.objects.get(code="leeds")
        assert [make_moves(at=AT + timedelta(days=13)) for _ in range(2)] == [1, 0]
        alice.refresh_from_db()
        assert (alice.district, alice.team) == (bradford, None)
        assert FormerDetails.objects.get(person=alice).replaced_by == adam

    def test_one_move_is_to_come_at_a_time_and_may_be_cancelled(self, adam: Person, alice: Person) -> None:
        day = TODAY + timedelta(days=10)
        move = move_person(by=adam, person=alice, moves_on=day, post="other", at=AT)
        with pytest.raises(Invalid, match="to come already"):
            move_person(by=adam, person=alice, moves_on=day, post="other", at=AT)
        cancel_move(by=adam, move=move, at=AT)
        with pytest.raises(NotAllowed, match="or was cancelled"):
            cancel_move(by=adam, move=move, at=AT)
        assert make_moves(at=AT + timedelta(days=20)) == 0

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"moves_on": TODAY - timedelta(days=1)}, "moves_on"),
            ({"moves_on": date(2014, 1, 1)}, "moves_on"),
            ({"supervisor": "alice"}, "supervisor"),
            ({"supervisor": "bob"}, "supervisor"),  # reports to her
        ],
    )
    def test_what_cannot_be_is_refused_by_its_field(
        self, changes: dict[str, Any], field: str, adam: Person, alice: Person, bob: Person
    ) -> None:
        with open_door("a test"):
            Person.objects.filter(pk=bob.pk).update(supervisor=alice)
        if "supervisor" in changes:
            changes = {"supervisor": Person.objects.get(username=changes["supervisor"])}
        with pytest.raises(Invalid) as refusal:
            move_person(
                by=adam, person=alice, **{"moves_on": TODAY, "post": "investigator", "at": AT, **changes}
            )
        assert list(refusal.value.fields) == [field]

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("move_applied_or_cancelled", {"applied_at": AT, "cancelled_at": AT, "cancelled_by": "adam"}),
            ("move_cancelled_by_somebody_or_not", {"cancelled_at": AT}),
            ("move_not_under_oneself", {"supervisor": "alice"}),
            ("move_team_within_a_district", {"team": "Leeds A"}),
        ],
    )
    def test_what_no_move_may_be(
        self, name: str, values: dict[str, Any], adam: Person, alice: Person
    ) -> None:
        move = move_person(by=adam, person=alice, moves_on=TODAY + timedelta(days=1), post="other", at=AT)
        for key in ("cancelled_by", "supervisor"):
            if key in values:
                values = {**values, key: Person.objects.get(username=values[key])}
        if "team" in values:
            values = {"team": Team.objects.get(name=values["team"])}
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("a test"):
            Move.objects.filter(pk=move.pk).update(**values)

    def test_the_table_holds_one_move_to_come(self, adam: Person, alice: Person) -> None:
        move = move_person(by=adam, person=alice, moves_on=TODAY + timedelta(days=1), post="other", at=AT)
        move.pk = alice.pk
        with (
            pytest.raises(IntegrityError, match="move_one_to_come"),
            transaction.atomic(),
            open_door("a test"),
        ):
            move.save(force_insert=True)


class TestPages:
    def test_the_list_filters(self, adam: Person, alice: Person, sign_in: Any) -> None:
        browser = sign_in(adam)

        def listed(query: str) -> list[str]:
            page = browser.get(f"/people/?{query}").content.decode()
            return re.findall(r'/people/[0-9a-f-]{36}/">([^<]+)<', page)

        assert listed("role=gatekeeper") == ["Gita", "Gwen"]
        assert listed("unit=yh-rasso") == ["Lena", "Max"]
        assert listed("district=bradford") == ["Brad", "Charlie"]
        assert listed("name=ali") == ["Alice"]
        assert listed("state=leave") == []
        assert listed("state=left") == []

    def test_a_record_shows_all_that_is_kept(self, adam: Person, alice: Person, sign_in: Any) -> None:
        day = london_date(now())
        edit_person(by=adam, person=alice, name="Alice Ames", telephone="01924 555 0100")
        move_person(by=adam, person=alice, moves_on=day + timedelta(days=3), post="other")
        page = sign_in(adam).get(f"/people/{alice.pk}/").content.decode()
        for words in ("Alice Ames", "01924 555 0100", "To come", "What this record said before"):
            assert words in page
        assert sign_in(alice).get(f"/people/{alice.pk}/").status_code == 404

    def test_everybody_has_the_page_of_their_own_details(self, db: None, sign_in: Any) -> None:
        for username in ("alice", "max", "ivy", "audrey", "adam"):
            person = Person.objects.get(username=username)
            page = sign_in(person).get("/people/me/").content.decode()
            assert f"{username}@example.test" in page
            assert f"/people/{person.pk}/own-details/" in page

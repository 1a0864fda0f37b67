"""Filters of a list under a name: one's own, shared with those in the same role and place, and the first."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.models import SavedFilter
from rasso_tracker.web.saved.kept import filters_of, kept_query
from rasso_tracker.web.saved.services import MOST_FILTERS, change_filter, remove_filter, save_filter
from tests.refusals import constraint_of

BOARD = "overdue_board"
ADDRESS = "/action-plans/overdue/"
SignIn = Callable[[Person], Client]


def saved(by: Person, name: str = "Leeds", query: str = "district=leeds&step=2", **more: Any) -> SavedFilter:
    return save_filter(by=by, list_name=BOARD, query=query, name=name, **more)


def names(person: Person) -> list[str]:
    return [one["name"] for one in filters_of(person, BOARD)]


class TestWhatIsKept:
    def test_closed_choices_and_the_order_alone(self, gita: Person) -> None:
        query = "district=leeds&step=9&side=&page=abc&victim=Ann&age=over-20&sort=-age"
        assert kept_query(BOARD, query, gita) == "district=leeds&age=over-20&sort=-age"
        assert kept_query(BOARD, "sort=age&victim=Ann", gita) == ""
        assert kept_query("submission_list", "district=leeds", gita) == ""  # keeps no filters

    def test_me_stays_whoever_opens_it(self, gita: Person) -> None:
        assert kept_query(BOARD, "owner=me", gita) == "owner=me"

    def test_nothing_chosen_is_nothing_to_save(self, gita: Person) -> None:
        with pytest.raises(Invalid, match="Choose a filter"):
            saved(gita, query="sort=age")

    def test_a_name_is_one_persons_once_whatever_its_case(self, gita: Person, gwen: Person) -> None:
        saved(gita, "Leeds")
        saved(gwen, "leeds")
        with pytest.raises(Invalid, match="of this name"):
            saved(gita, "LEEDS ")

    def test_so_many_and_no_more(self, gita: Person) -> None:
        for number in range(MOST_FILTERS):
            saved(gita, f"No {number}")
        with pytest.raises(Invalid, match="Remove one first"):
            saved(gita, "One more")


class TestSharing:
    def test_with_the_team_and_not_with_others(
        self, gita: Person, gwen: Person, sam: Person, dina: Person, brad: Person, alice: Person
    ) -> None:
        row = saved(gita, shared=True)
        saved(gita, "Mine alone")
        saved(sam, "Of Leeds", shared=True)
        assert names(gita) == ["Leeds", "Mine alone"]
        assert names(gwen) == ["Leeds"]
        assert (names(sam), names(dina), names(brad), names(alice)) == (["Of Leeds"], ["Of Leeds"], [], [])
        assert set(SavedFilter.objects.visible_to(gwen)) == {row}
        change_filter(by=gita, saved=row, name="Leeds", shared=False)
        assert names(gwen) == []

    def test_only_the_maker_changes_or_removes_it(self, gita: Person, gwen: Person) -> None:
        row = saved(gita, shared=True)
        with pytest.raises(NotAllowed):
            change_filter(by=gwen, saved=row, name="Ours")
        with pytest.raises(NotAllowed):
            remove_filter(by=gwen, saved=row)
        remove_filter(by=gita, saved=row)
        assert names(gwen) == names(gita) == []
        saved(gita)  # its name is free again


class TestTheFirst:
    def test_the_last_that_is_chosen_takes_the_place_of_the_one_before(self, gita: Person) -> None:
        first, second = saved(gita, "A", is_default=True), saved(gita, "B", is_default=True)
        assert list(SavedFilter.objects.filter(is_default=True)) == [second]
        change_filter(by=gita, saved=first, name="A", is_default=True)
        assert list(SavedFilter.objects.filter(is_default=True)) == [first]

    def test_the_list_opens_with_it_and_can_show_everything(self, gita: Person, sign_in: SignIn) -> None:
        saved(gita, "Step 4 of Leeds", "district=leeds&step=4", is_default=True)
        client = sign_in(gita)
        page = client.get(ADDRESS).content.decode()
        assert "Opened with your filter “Step 4 of Leeds”" in page
        assert '<option value="leeds" selected>' in page
        everything = client.get(f"{ADDRESS}?sort=urgency").content.decode()
        assert "Opened with" not in everything
        assert '<option value="leeds" selected>' not in everything

    def test_one_that_somebody_shares_opens_nothing_of_others(self, gita: Person, gwen: Person) -> None:
        saved(gita, shared=True, is_default=True)
        assert [one["is_default"] for one in filters_of(gwen, BOARD)] == [False]


class TestPages:
    def test_saved_from_the_board_renamed_and_removed(
        self, gita: Person, gwen: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(gita)
        page = client.get(f"{ADDRESS}?district=leeds").content.decode()
        assert 'name="query" value="district=leeds&amp;sort=urgency"' in page
        typed = {"list_name": BOARD, "query": "district=leeds&sort=urgency", "name": "Leeds", "shared": "on"}
        answer = client.post(reverse("save_filter"), {**typed, "once": str(uuid.uuid4())})
        assert answer["Location"] == f"{ADDRESS}?district=leeds&sort=urgency"
        row = SavedFilter.objects.get()
        assert f"by {gita.name}" in sign_in(gwen).get(ADDRESS).content.decode()
        again = client.post(reverse("save_filter"), typed)
        assert (again.status_code, "of this name" in again.content.decode()) == (422, True)
        assert 'value="Leeds"' in again.content.decode()
        assert sign_in(gwen).get(reverse("change_filter", args=[row.pk])).status_code == 404
        form = {"name": "Leeds first", "is_default": "on", "version": "1"}
        assert client.post(reverse("change_filter", args=[row.pk]), form).status_code == 302
        assert client.post(reverse("change_filter", args=[row.pk]), form).status_code == 409
        row.refresh_from_db()
        assert (row.name, row.shared_role, row.is_default) == ("Leeds first", "", True)
        gone = client.post(reverse("remove_filter", args=[row.pk]), {"version": "2"})
        assert gone["Location"] == f"{ADDRESS}?sort=urgency"
        told = AuditEvent.objects.filter(action__startswith="FILTER_").order_by("seq")
        assert [(one.action, one.subjects) for one in told] == [
            ("FILTER_SAVED", [row.pk]),
            ("FILTER_CHANGED", [row.pk]),
            ("FILTER_REMOVED", [row.pk]),
        ]

    def test_by_api(self, gita: Person, gwen: Person, sign_in: SignIn) -> None:
        client = sign_in(gita)
        body = {"list_name": BOARD, "query": "step=2", "name": "Step 2", "shared": True}
        made = client.post("/api/v1/saved-filters/", json.dumps(body), content_type="application/json")
        assert made.status_code == 201, made.json()
        key = made.json()["id"]
        assert [one["id"] for one in sign_in(gwen).get("/api/v1/saved-filters/").json()["results"]] == [key]
        changed = client.patch(
            f"/api/v1/saved-filters/{key}/",
            json.dumps({"name": "Two"}),
            content_type="application/json",
            headers={"If-Match": made["ETag"]},
        )
        assert (changed.status_code, changed.json()["name"], changed.json()["shared"]) == (200, "Two", True)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("saved_filter_name_once", {"name": "LEEDS", "is_default": False}),
        ("saved_filter_one_default", {"name": "Another"}),
        ("saved_filter_has_a_name", {"name": ""}),
        ("saved_filter_shared_in_a_role", {"name": "X", "is_default": False, "shared_key": "y"}),
        ("saved_filter_ends_after_making", {"name": "X", "ended_at": now().replace(year=2020)}),
    ],
)
def test_the_database_refuses(gita: Person, name: str, values: dict[str, Any]) -> None:
    row = saved(gita, is_default=True)
    row.pk = uuid.uuid4()
    for field, value in values.items():
        setattr(row, field, value)
    with open_door("a test"), pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save(force_insert=True)
    assert constraint_of(refused.value) == name

"""A choice of every row of a model finds the row that Django's field finds, and refuses what it refuses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks.tables import look_again
from rasso_tracker.people.models import District, Team
from rasso_tracker.people.places import districts
from rasso_tracker.web.fields import NOT_OFFERED, RowChoice

BY_ID = RowChoice(every=Team, required=False)
BY_CODE = RowChoice(every=District, to_field_name="code", required=False)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_row_is_the_one_that_django_finds(leeds: District, leeds_a: Team, turn: str) -> None:
    for ours, django, value in (
        (BY_ID, forms.ModelChoiceField(Team.objects.all()), str(leeds_a.pk)),
        (BY_CODE, forms.ModelChoiceField(District.objects.all(), to_field_name="code"), leeds.code),
    ):
        found = deepcopy(ours).clean(value)
        assert {**found.__dict__, "_state": None} == {**django.clean(value).__dict__, "_state": None}


@pytest.mark.parametrize(
    "value", ["nonsense", "019b8f4f-0840-7001-93d4-03f3a99bc105", "a\x00b", "\ud800", "'; --", " ", "1"]
)
@pytest.mark.parametrize("choice", [BY_ID, BY_CODE], ids=["by id", "by code"])
def test_what_is_no_row_was_never_offered(leeds_a: Team, choice: RowChoice, value: str) -> None:
    with pytest.raises(ValidationError) as trouble:
        choice.clean(value)

    assert trouble.value.messages == [NOT_OFFERED]


@pytest.mark.parametrize("value", [None, ""])
def test_no_choice_is_none(db: None, value: Any) -> None:
    assert BY_ID.clean(value) is None


def test_row_itself_is_taken(leeds_a: Team) -> None:
    assert BY_ID.clean(leeds_a) == leeds_a


def test_new_row_is_offered_to_the_next_request(leeds: District) -> None:
    names = [one.name for one in districts()]
    with open_door("a test founds a district"):
        new = District.objects.create(code="aire", name="Aire")

    look_again()
    assert BY_CODE.clean("aire") == new
    assert [one.name for one in districts()] == sorted([*names, "Aire"])

"""Addresses, words and the token of a page, each made once, are those that Django makes every time."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cases.models.base import Worded
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from rasso_tracker.web.routes import all_routes

RECORD = uuid.UUID("019b8f4f-0840-7001-93d4-03f3a99bc105")


@pytest.mark.parametrize(
    "name",
    sorted({one.name for one in all_routes() if "<uuid:pk>" in one.path and not one.kind.startswith("api")}),
)
def test_address_of_a_record_is_the_one_that_django_gives(name: str) -> None:
    for pk in (RECORD, uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)):
        assert address(name, pk) == reverse(name, args=[pk])


@pytest.mark.parametrize("name", ["no_such_page", "case_list"])
def test_name_of_no_record_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        address(name, RECORD)


WORDED = [model for model in apps.get_models() if issubclass(model, Worded)]


@pytest.mark.parametrize("model", WORDED, ids=lambda model: model._meta.label)
def test_words_of_a_choice_are_those_that_django_gives(model: Any) -> None:
    row = model()
    for field in (one for one in model._meta.concrete_fields if one.choices):
        for value in (*(value for value, _ in field.flatchoices), None, "", "of no list", 99):
            setattr(row, field.attname, value)
            ours = getattr(row, f"get_{field.name}_display")()
            assert ours == models.Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]  # Django's own


def test_forms_of_a_page_carry_one_token_which_sends(db: None, alice: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    page = browser.get("/cases/search/").content.decode()

    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)

    assert len(tokens) > 2
    assert len(set(tokens)) == 1
    sent = {"q": "Alice", "csrfmiddlewaretoken": tokens[0]}
    assert browser.post("/cases/search/", sent).status_code == 200
    assert browser.post("/cases/search/", {**sent, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert set(re.findall(r'token" value="(\w+)"', browser.get("/cases/").content.decode())) != set(tokens)

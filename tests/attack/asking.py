"""Asking a deed by API with a row in a field: whose it is, and who asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.test import Client

from actionplans.models import Triage
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import ROLES
from rasso_tracker.web.forms import RowsField
from rasso_tracker.web.surfaces import Surface
from tests.architecture.test_access_matrix import STORY_OF
from tests.chain import story as told
from tests.chain.library import Told
from tests.people import PEOPLE


def rows_of(story: told.Story) -> dict[str, Any]:
    rows = [row for row in vars(story).values() if row is not None]
    rows += [Triage.objects.filter(case=story.case).first(), *told.items_of(story)]
    return {row._meta.label: row for row in rows if row is not None}


def doers(surface: Surface, subject: Any, *, even_refused: bool = False) -> Iterator[Person]:
    for username, said in PEOPLE.items():
        if not any(ROLES[code].may(surface.name) for code in said.get("roles", [])):  # type: ignore[attr-defined]  # roles are a list
            continue
        person = told.person(username)
        with acting(person):
            seen = None if subject is None else surface.subject_of(person, subject.pk)
            if (subject is None or seen) and (even_refused or not is_refused(surface, person, seen)):
                yield person


def doer(stories: Told, surface: Surface) -> tuple[Person | None, Any]:
    """The first person who may do this deed on the record of its story, and that record.

    Where it is refused to all of them as the record stands: the first whose role does it and who sees it.
    """
    with system("the test looks for its subject"):
        story = stories[STORY_OF.get(surface.name, "whole")]
        subject = rows_of(story).get(surface.subject._meta.label) if surface.subject else None
        if subject is None and surface.subject is not None:
            return None, None
        if subject is not None:
            subject.refresh_from_db()
        people = list(doers(surface, subject)) or list(doers(surface, subject, even_refused=True))
        return next(iter(people), None), subject


def is_refused(surface: Surface, person: Person, subject: Any) -> bool:
    """True where the form itself is refused, as the record now stands."""
    try:
        if surface.check is not None:
            surface.check(person, subject)
    except NotAllowed:
        return True
    return False


def fields_that_name_rows(form: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and hasattr(field.queryset.model, "case"):
            yield name, field
        elif isinstance(field, RowsField):
            row = field.form(person=form.person, subject=form.subject)
            for inner, found in fields_that_name_rows(row):
                yield f"{name}-0-{inner}", found


def body_of(name: str, field: Any, key: Any) -> dict[str, Any]:
    value: Any = [str(key)] if isinstance(field, forms.ModelMultipleChoiceField) else str(key)
    if "-0-" in name:
        outer, inner = name.split("-0-")
        return {outer: [{inner: value}]}
    return {name: value}


def ask(browser: Client, surface: Surface, subject: Any, body: dict[str, Any]) -> tuple[int, str]:
    path = "/api/v1/" + surface.api.replace("<uuid:pk>", str(subject.pk if subject is not None else ""))
    if subject is not None and not surface.in_address:
        body = {**body, surface.subject_name: str(subject.pk)}
    tag = {"If-Match": f'"{getattr(subject, "version", 1)}"'}
    with transaction.atomic():
        response = browser.generic(
            surface.method, path, json.dumps(body), content_type="application/json", headers=tag
        )
        transaction.set_rollback(True)
    return response.status_code, response.content.decode()

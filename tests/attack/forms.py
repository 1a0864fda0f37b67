"""Every form of the product as the attacks fill it in, and which of them are asked everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import URLPattern, URLResolver, get_resolver

from rasso_tracker.web.fields import GovDateField, PlainText
from rasso_tracker.web.forms import RowsField
from rasso_tracker.web.surfaces import Surface


def surfaces(patterns: list[Any] | None = None) -> list[Surface]:
    found: list[Surface] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += surfaces(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "surface"):
            found.append(pattern.callback.surface)
    return found


def on_page(field: forms.Field, name: str, text: str) -> dict[str, str]:
    if isinstance(field, RowsField):
        inner = {f"{name}-0-{key}": one for key, one in field.form.base_fields.items()}
        rows = [on_page(one, key, text) for key, one in inner.items()]
        return {f"{name}-count": "1", **{key: value for row in rows for key, value in row.items()}}
    if isinstance(field, GovDateField):
        return {f"{name}_{part}": text for part in field.widget.parts}
    return {name: text}


def all_filled(surface: Surface, text: str) -> dict[str, str]:
    filled: dict[str, str] = {}
    for name, field in surface.form.base_fields.items():
        if name not in ("once", "version"):
            filled |= on_page(field, name, text)
    return filled


def text_controls(form: forms.BaseForm) -> list[tuple[str, PlainText]]:
    """Of the form as it is for its person and record: some questions are asked only where they matter."""
    found: list[tuple[str, PlainText]] = []
    for name, field in form.fields.items():
        if isinstance(field, PlainText):
            found.append((name, field))
        elif isinstance(field, RowsField):
            inner = field.form.base_fields.items()
            found += [(f"{name}-0-{key}", one) for key, one in inner if isinstance(one, PlainText)]
    return found


def fields_of(surface: Surface) -> Iterator[forms.Field]:
    for name, field in surface.form.base_fields.items():
        if name not in ("once", "version"):
            yield field
            if isinstance(field, RowsField):
                yield from field.form.base_fields.values()


def thorough() -> set[str]:
    """The first form with each kind of field and control: it is these that answer an odd value."""
    met: set[tuple[type, type]] = set()
    chosen = set()
    for surface in surfaces():
        kinds = {(type(field), type(field.widget)) for field in fields_of(surface)}
        if kinds - met:
            met |= kinds
            chosen.add(surface.name)
    return chosen

"""A form sent about a record that its sender may not see any more: their own words, to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from rasso_tracker.web.fields import PlainText
from rasso_tracker.web.forms import DeedForm, RowsField


def lost_page(request: HttpRequest, form: type[DeedForm]) -> HttpResponse:
    """404, with what was typed where something was: the words came with the request, and no more is shown.

    Nothing of the record, not even its reference: whether there is one is not theirs to know now.
    """
    words = typed_words(form, request.POST)
    context = {"lines": [line for label, text in words for line in (f"{label}:", text, "")][:-1]}
    return render(request, "errors/lost.html" if words else "errors/404.html", context, status=404)


def typed_words(form: type[DeedForm], sent: QueryDict) -> list[tuple[str, str]]:
    """The free words of a sending, each with its question as the form declares it, in the form's order."""
    declared: dict[str, Any] = form.base_fields
    return [line for name, field in declared.items() for line in typed_at(name, field, sent)]


def typed_at(name: str, field: Any, sent: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The free words of one question, each with the question; of a repeating group those of every row."""
    if isinstance(field, RowsField):
        return _of_rows(name, field, sent)
    if isinstance(field, PlainText):
        return [(str(field.label or name), text) for text in _texts(sent, name)]
    return []


def _of_rows(name: str, field: RowsField, sent: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows: dict[str, Any] = field.form.base_fields
    return [
        (f"{field.row_label} {place + 1}, {one.label or inner}", text)
        for place in range(field.max_rows)
        for inner, one in rows.items()
        if isinstance(one, PlainText)
        for text in _texts(sent, f"{name}-{place}-{inner}")
    ]


def _texts(sent: Mapping[str, Any], name: str) -> list[str]:
    text = str(sent.get(name, "")).strip()
    return [text] if text else []

"""After a lost race: what is stored now beside what was typed, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from rasso_tracker.clocks import day_words, moment_words
from rasso_tracker.web.forms import DeedForm, RowsField
from rasso_tracker.web.lost import typed_at


def conflicts_between(form: DeedForm, stored: dict[str, Any]) -> list[dict[str, str]]:
    """The fields in which the typed value and the stored one differ, both in words."""
    found = []
    for name, field in form.fields.items():
        if name not in stored or name not in form.cleaned_data:
            continue
        typed_words = words_of(field, form.cleaned_data[name])
        stored_words = words_of(field, stored[name])
        if typed_words != stored_words:
            label = str(form[name].label)
            found.append({"field": name, "label": label, "typed": typed_words, "stored": stored_words})
    return found


def typed_in(form: DeedForm) -> list[tuple[str, str]]:
    """What was typed, question by question in words, of a form that is not shown again. Of an answer that
    does not fit, which nothing is said of now, the free words as they came.
    """
    form.is_valid()
    given: list[tuple[str, str]] = []
    for name, field in form.fields.items():
        if name not in form.cleaned_data:
            sent = form.as_sent(name)
            given += [(str(form[name].label), sent)] if sent else typed_at(name, field, form.data)
        elif not field.widget.is_hidden:
            given.append((str(form[name].label), words_of(field, form.cleaned_data[name])))
    return [(label, words) for label, words in given if words not in ("Nothing", "No")]


def words_of(field: forms.Field, value: Any) -> str:
    """A value as a reader sees it."""
    if value is None or value == "":
        return "Nothing"
    if isinstance(value, bool):
        plain = "Yes" if value else "No"
        return dict(_flat(getattr(field, "choices", ()))).get(plain.lower(), plain)
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(field, RowsField):
        return "; ".join(_row_words(field, row) for row in value) or "Nothing"
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(words_of(field, one) for one in value) or "Nothing"
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        chosen = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return str(chosen) if chosen is not None else str(value)
    return str(dict(_flat(getattr(field, "choices", ()))).get(value, value))


def _flat(choices: Any) -> list[tuple[Any, str]]:
    pairs: list[tuple[Any, str]] = []
    for key, label in choices:
        pairs += [(key, str(label))] if isinstance(label, str) else _flat(label) if label else []
    return pairs


def _row_words(field: RowsField, row: dict[str, Any]) -> str:
    """One row in the words of its questions, without those that were left empty."""
    told = ((field.form.base_fields.get(name, forms.Field()), value) for name, value in row.items())
    return ", ".join(
        # A choice of records was read as such, or is told by the name that the API gives it.
        str(value) if isinstance(one, forms.ModelChoiceField) else words_of(one, value)
        for one, value in told
        if value not in (None, "")
    )

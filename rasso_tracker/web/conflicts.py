"""After a lost race: what is stored now beside what was typed, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from rasso_tracker.clocks import day_words, moment_words
from rasso_tracker.web.dates import Boxes
from rasso_tracker.web.forms import DeedForm, RowsField

NOTHING = "Nothing"


def conflicts_between(form: DeedForm, stored: dict[str, Any]) -> list[dict[str, str]]:
    """The fields in which the typed value and the stored one differ, both in words."""
    found = []
    for name, field in form.fields.items():
        if name not in stored:
            continue
        typed_words = words_typed(form, name) or NOTHING
        stored_words = words_of(field, stored[name])
        if typed_words != stored_words:
            label = str(form[name].label)
            found.append({"field": name, "label": label, "typed": typed_words, "stored": stored_words})
    return found


def typed_in(form: DeedForm) -> list[tuple[str, str]]:
    """What was typed, question by question in words, of a form that is not shown again."""
    form.is_valid()
    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    given = [(str(form[name].label), words_typed(form, name)) for name in shown if not unticked(form, name)]
    return [(label, words) for label, words in given if words]


def words_typed(form: DeedForm, name: str) -> str:
    """What was typed of one question of a form that was checked: in words where it fits, else as it came and
    in full, since nothing else is left of it; "" of nothing.
    """
    sent = None if name in form.cleaned_data else form.as_sent(name)
    return _typed(form, name) if sent is None else sent


def unticked(form: DeedForm, name: str) -> bool:
    """A box that was left alone says nothing: that is no answer that somebody typed."""
    return type(form.fields[name]) is forms.BooleanField and form.cleaned_data.get(name) is False


def _typed(form: forms.Form, name: str) -> str:
    field = form.fields[name]
    if name in form.cleaned_data:
        words = words_of(field, form.cleaned_data[name])
        return "" if words == NOTHING else words
    if isinstance(field, RowsField):
        rows = (
            ", ".join(filter(None, (_typed(row, one) for one in row.fields))) for row in field.widget.filled
        )
        return "; ".join(filter(None, rows))
    return _as_it_came(field, field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name)))


def _as_it_came(field: forms.Field, value: Any) -> str:
    """What fits no answer of the field: a choice in its words where there are any, a date by its boxes."""
    if isinstance(value, Boxes):
        boxes = {"day": value.day, "month": value.month, "year": value.year}
        found = {box: typed.strip() for box, typed in boxes.items() if typed.strip()}
        day = " ".join(found.values() if len(found) == len(boxes) else map(" ".join, found.items()))
        return ", ".join(filter(None, (day, (value.time or "").strip())))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_as_it_came(field, one) for one in value)))
    text = "" if value is None or value is False else str(value).strip()
    if not text:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(_row_chosen(field, text) or text)
    return str(dict(_flat(getattr(field, "choices", ()))).get(text, text))


def _row_chosen(field: forms.ModelChoiceField[Any], key: str) -> Model | None:
    """The row of this key, of those that the form offers."""
    try:
        rows: Any = field.queryset
        return rows.filter(**{field.to_field_name or "pk": key}).first() if rows is not None else None
    except (ValueError, ValidationError):
        return None


def words_of(field: forms.Field, value: Any) -> str:
    """A value as a reader sees it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        plain = "Yes" if value else "No"
        return dict(_flat(getattr(field, "choices", ()))).get(plain.lower(), plain)
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(field, RowsField):
        return "; ".join(_row_words(field, row) for row in value) or NOTHING
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(words_of(field, one) for one in value) or NOTHING
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

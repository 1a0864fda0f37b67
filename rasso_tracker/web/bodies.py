"""JSON bodies, read strictly: size, depth, doubled keys, the kind of each value; refused in sentences."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from rest_framework.parsers import BaseParser

from rasso_tracker.web.fields import YesNoField
from rasso_tracker.web.forms import RowsField
from rasso_tracker.web.problems import Problem
from rasso_tracker.web.rows import too_many
from rasso_tracker.web.text import unstorable
from rasso_tracker.web.uploads import said_of, taken_from

DEEPEST = 6
MOST_BYTES = 1_000_000
MOST_IN_A_LIST = 200  # no form reads more; how many it takes is the field's to say
NOT_KNOWN = "There is no field of this name here."


class StrictJSON(BaseParser):
    """An object of at most MOST_BYTES, no deeper than any form is."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        if int(stream.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise Problem(413)
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Problem(413)
        try:
            body = json.loads(raw.decode(), object_pairs_hook=_each_key_once, parse_constant=_no_constant)
        except RecursionError:
            raise Problem(400, "The JSON is nested too deeply.") from None
        except ValueError as trouble:
            sentence = (
                str(trouble) if isinstance(trouble, _Unclear) else "The body is not valid JSON in UTF-8."
            )
            raise Problem(400, sentence) from None
        if not isinstance(body, dict):
            raise Problem(400, "Send a JSON object: {...}.")
        if _depth(body) > DEEPEST:
            raise Problem(400, "The JSON is nested too deeply.")
        return body


class CsvBody(BaseParser):
    """The text of a file as one field of a form; its yes and no stand in the address: `?confirmed=true`."""

    media_type = "text/csv"
    field, most = "", MOST_BYTES

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        text, fault = taken_from(stream, most=self.most)
        if fault:
            raise Problem(400, "", {self.field: said_of(fault, most=self.most)})
        asked = parser_context["request"].query_params if parser_context else {}
        switches = {name: value == "true" for name, value in asked.items() if value in ("true", "false")}
        return {**switches, self.field: text}

    @classmethod
    def filling(cls, field: str, most: int) -> type[CsvBody]:
        """One for the field `field`, of at most so many characters."""
        return type("CsvBodyOfOneField", (cls,), {"field": field, "most": most})


class _Unclear(ValueError):
    """JSON that two readers could read in two ways."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unclear("A key stands twice in the same JSON object.")
    return found


def _no_constant(name: str) -> Any:
    raise _Unclear(f"{name} is no JSON value.")


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        if deepest > DEEPEST:
            break
        inner = (
            current.values() if isinstance(current, dict) else current if isinstance(current, list) else ()
        )
        waiting += [(one, level + 1) for one in inner if isinstance(one, dict | list)]
    return deepest


def read_body(
    fields: Mapping[str, forms.Field], body: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """(data for the form, faults by field). What is of the wrong kind is left out of the data."""
    data, faults = {}, {}
    for key, value in body.items():
        field = fields.get(key)
        name = key.encode("utf-8", "backslashreplace").decode()[:100]
        if field is None or key in ("once", "version"):
            faults[name] = NOT_KNOWN
        elif value is not None:
            fault = wrong_kind(field, value)
            if fault:
                faults[name] = fault
            elif isinstance(field, RowsField):
                data[name] = _read_rows(name, field, value, faults)
            else:
                data[name] = value
    return data, faults


def _read_rows(name: str, field: RowsField, rows: list[Any], faults: dict[str, str]) -> list[dict[str, Any]]:
    read = []
    for index, row in enumerate(rows):
        data, wrong = read_body(field.form.base_fields, row)
        faults.update({f"{name}-{index}-{key}": sentence for key, sentence in wrong.items()})
        read.append(data)
    return read


def wrong_kind(field: forms.Field, value: Any) -> str | None:
    """The sentence for a JSON value of another kind than the field takes or a list far too long, or None."""
    most = MOST_IN_A_LIST
    if isinstance(field, RowsField):
        fits, wanted, most = _is_list_of(value, dict), "a list of objects", field.max_rows
    elif isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        fits, wanted = _is_list_of(value, str, int), "a list of texts"
    elif isinstance(field, forms.BooleanField | YesNoField):
        fits, wanted = isinstance(value, bool), "true or false"
    elif isinstance(field, forms.DecimalField | forms.FloatField):
        fits, wanted = isinstance(value, int | float) and not isinstance(value, bool), "a number"
    elif isinstance(field, forms.IntegerField):
        fits, wanted = isinstance(value, int) and not isinstance(value, bool), "a whole number"
    elif isinstance(field, forms.ChoiceField):
        fits, wanted = isinstance(value, str | int) and not isinstance(value, bool), "a text"
    else:
        fits, wanted = isinstance(value, str), "a text"
    if not fits:
        return f"Give {wanted}."
    if isinstance(value, list) and len(value) > MOST_IN_A_LIST:
        return too_many(len(value), most)
    return next((fault for text in _texts(value) if (fault := unstorable(text))), None)


def _is_list_of(value: Any, *kinds: type) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, kinds) and not isinstance(one, bool) for one in value
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def as_json(value: Any) -> Any:
    """A stored value as the API takes it: the counterpart of read_body, for what a PATCH leaves unsaid."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | QuerySet):
        return [as_json(one) for one in value]
    return value

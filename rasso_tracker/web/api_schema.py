"""OpenAPI out of the declarations: what a deed takes is read off its form, so it cannot differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from rasso_tracker.web.fields import GovDateField, GovDateTimeField, PlainText, YesNoField
from rasso_tracker.web.forms import RowsField

Schema = dict[str, Any]

PROBLEM: Schema = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for the person."},
        "fields": {
            "type": "object",
            "description": 'A field to its sentence; "" is the whole, "items-0-asks" a field of a row.',
            "additionalProperties": {"type": "string"},
        },
    },
    "required": ["type", "title", "status", "detail"],
}
OBJECT: Schema = {"type": "object", "additionalProperties": {}}
PAGE: Schema = {
    "type": "object",
    "properties": {
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "results": {"type": "array", "items": OBJECT},
    },
    "required": ["next", "previous", "results"],
}


# Of a deed whose page begins with what stands.
KEEPS = "What is left out is taken as it stands; null empties it, and a list as well."
# How a client of a deed that needs no version is told of what others did since it read the record.
HELD_TO = {
    "If-Match": "The ETag that you read, where the record has one: refused (412) if it is another by now.",
    "If-Unmodified-Since": "The Date of the answer in which you read the record: refused (412) if somebody "
    "else did the same since. A refusal then tells, as meanwhile, what others recorded.",
}


def describe_deed(method: Any, surface: Any) -> Any:
    """The handler of a deed, with its OpenAPI description."""
    parameters = [
        OpenApiParameter("Idempotency-Key", str, "header", description="Repeat safely: done once a key.")
    ]
    statuses = [400, 401, 403, 404, 409, 413, 415, 422]
    if surface.versioned:
        said = "The ETag that you read."
        parameters.append(OpenApiParameter("If-Match", str, "header", required=True, description=said))
        statuses += [412, 428]
    elif surface.subject is not None:
        parameters += [
            OpenApiParameter(name, str, "header", description=said) for name, said in HELD_TO.items()
        ]
        statuses.append(412)
    done = 200 if surface.method == "PATCH" else 201
    return extend_schema(
        operation_id=surface.name,
        summary=surface.title,
        description=KEEPS if surface.initial is not None else None,
        tags=[surface.api.split("/")[0]],
        parameters=parameters,
        request={"application/json": schema_of(surface)},
        responses={(done, "application/json"): OBJECT, **_problems(statuses)},
    )(method)


def describe_ask(method: Any, ask: Any) -> Any:
    """The handler of a question that changes nothing, with its OpenAPI description."""
    return extend_schema(
        operation_id=ask.name,
        summary=ask.title,
        tags=[ask.path.split("/")[0]],
        request={"application/json": _object(ask.form.base_fields)},
        responses={(200, "application/json"): OBJECT, **_problems([400, 401, 403, 404, 413, 415])},
    )(method)


def describe_read(method: Any, read: Any, *, listed: bool) -> Any:
    """The handler of a read, with its OpenAPI description."""
    parameters = [OpenApiParameter(name, str, "query") for name in getattr(read, "filters", {})]
    parameters += [
        OpenApiParameter(name, str, "query", enum=[*filter(None, named)])
        for name, named in getattr(read, "shows", {}).items()
    ]
    if listed:
        parameters.append(OpenApiParameter("cursor", str, "query"))
        parameters.append(OpenApiParameter("page_size", int, "query"))
    return extend_schema(
        operation_id=f"read_{read.name.replace('-', '_')}",
        summary=f"Read {read.name.replace('-', ' ').replace('_', ' ')}",
        tags=[read.path.split("/")[0]],
        parameters=parameters,
        responses={(200, "application/json"): PAGE if listed else OBJECT, **_problems([400, 401, 403, 404])},
    )(method)


def _problems(statuses: list[int]) -> dict[Any, Any]:
    return {(status, "application/problem+json"): OpenApiResponse(PROBLEM) for status in statuses}


def schema_of(surface: Any) -> Schema:
    """The JSON Schema of a deed's body: its form's fields, and the record where the address has none."""
    fields: dict[str, forms.Field] = surface.form.base_fields
    schema = _object(fields)
    if surface.subject is not None and not surface.in_address:
        what = f"The id of the {surface.subject._meta.verbose_name}."
        schema["properties"] = {
            surface.subject_name: {"type": "string", "format": "uuid", "description": what},
            **schema["properties"],
        }
        schema["required"] = [surface.subject_name, *schema.get("required", [])]
    if surface.versioned and surface.initial is not None:
        schema.pop("required", None)  # what is not said stays as it is
    return schema


def _object(fields: Mapping[str, forms.Field]) -> Schema:
    said = {name: field for name, field in fields.items() if name not in ("once", "version")}
    schema: Schema = {
        "type": "object",
        "properties": {name: _property(field) for name, field in said.items()},
        "additionalProperties": False,
    }
    if required := [name for name, field in said.items() if field.required and field.initial is None]:
        schema["required"] = required
    return schema


def _property(field: forms.Field) -> Schema:
    schema = _kind(field)
    if said := _said(field):
        schema["description"] = said
    if not field.required and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _kind(field: forms.Field) -> Schema:
    match field:
        case RowsField():
            rows = {"type": "array", "items": _object(field.form.base_fields)}
            return {**rows, "minItems": field.min_rows, "maxItems": field.max_rows}
        case forms.ModelMultipleChoiceField():
            return {"type": "array", "items": _id_of_row(field)}
        case forms.ModelChoiceField():
            return _id_of_row(field)
        case forms.MultipleChoiceField():
            return {"type": "array", "items": _choices(field)}
        case YesNoField() | forms.BooleanField():
            return {"type": "boolean"}
        case forms.ChoiceField():
            return _choices(field)
        case PlainText():
            return {"type": "string", "maxLength": field.longest}
    return next((dict(schema) for kind, schema in _PLAIN if isinstance(field, kind)), {"type": "string"})


# The first that fits: a moment is a date field too, a decimal a whole-number field.
_PLAIN: list[tuple[type[forms.Field], Schema]] = [
    (GovDateTimeField, {"type": "string", "format": "date-time"}),
    (GovDateField, {"type": "string", "format": "date"}),
    (forms.DecimalField, {"type": "number"}),
    (forms.FloatField, {"type": "number"}),
    (forms.IntegerField, {"type": "integer"}),
]


def _said(field: forms.Field) -> str:
    """What its page asks, and whose id it is: a page asks for allegations, and takes lines of a decision."""
    label = str(field.label or "")
    if not isinstance(field, forms.ModelChoiceField) or field.to_field_name or field.queryset is None:
        return label
    each = "Each the" if isinstance(field, forms.ModelMultipleChoiceField) else "The"
    between = " " if not label or label.endswith("?") else ". "
    return f"{label}{between}{each} id of one {field.queryset.model._meta.verbose_name}."


def _id_of_row(field: Any) -> Schema:
    return {"type": "string"} if field.to_field_name else {"type": "string", "format": "uuid"}


def _choices(field: Any) -> Schema:
    keys = [key for key, _ in _pairs(field.choices) if key not in ("", None)]
    if not keys:  # filled in for each person
        return {"type": "string"}
    if all(isinstance(key, int) for key in keys):
        return {"type": "integer", "enum": keys}
    return {"type": "string", "enum": [str(key) for key in keys]}


def _pairs(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += _pairs(label) if isinstance(label, list | tuple) else [(key, label)]
    return found

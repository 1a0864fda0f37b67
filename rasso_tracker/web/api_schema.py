"""OpenAPI out of the declarations: what a deed takes is read off its form, so it cannot differ from it."""

from __future__ import annotations

from typing import Any

from django import forms
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from rasso_tracker.web.fields import GovDateField, GovDateTimeField, PlainText, YesNoField
from rasso_tracker.web.forms import RowsField


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for the person.")
    fields_ = serializers.DictField(child=serializers.CharField(), required=False, source="fields")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields


def described(method: Any, part: Any) -> Any:
    """The handler with its OpenAPI description."""
    from rasso_tracker.web.api_deeds import DeedPart

    if isinstance(part, DeedPart):
        return _described_deed(method, part)
    return _described_read(method, part)


def _described_deed(method: Any, part: Any) -> Any:
    surface = part.surface
    parameters = [
        OpenApiParameter(
            "Idempotency-Key", str, "header", description="Repeat safely: the deed is done once."
        )
    ]
    if surface.versioned:
        parameters.append(
            OpenApiParameter("If-Match", str, "header", required=True, description="The ETag that you read.")
        )
    status = 200 if surface.method == "PATCH" else 201
    statuses = [400, 401, 403, 404, 409, 413, 415, 422, *([412, 428] if surface.versioned else [])]
    return extend_schema(
        operation_id=surface.name,
        summary=surface.title,
        tags=[surface.api.split("/")[0]],
        parameters=parameters,
        request=serializer_of(surface),
        responses={status: OpenApiTypes.OBJECT, **{code: _problem() for code in statuses}},
    )(method)


def _described_read(method: Any, part: Any) -> Any:
    filters = [OpenApiParameter(name, str, "query") for name in getattr(part, "filters", {})]
    listed = hasattr(part, "order")
    if listed:
        filters += [OpenApiParameter("cursor", str, "query"), OpenApiParameter("page_size", int, "query")]
    return extend_schema(
        operation_id=f"read_{part.name.replace('-', '_')}",
        summary=f"Read {part.name.replace('-', ' ').replace('_', ' ')}",
        tags=[part.path.split("/")[0]],
        parameters=filters,
        responses={
            200: _page_of() if listed else OpenApiTypes.OBJECT,
            **{code: _problem() for code in (400, 401, 403, 404)},
        },
    )(method)


def _problem() -> OpenApiResponse:
    return OpenApiResponse(ProblemShape, description="Problem details (RFC 9457)")


class PageShape(serializers.Serializer[Any]):
    """One page of a collection."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = serializers.ListField(child=serializers.DictField())


def _page_of() -> type[serializers.Serializer[Any]]:
    return PageShape


def serializer_of(surface: Any) -> type[serializers.Serializer[Any]]:
    """A serializer of the form's fields. For the document only: the form itself does the checking."""
    fields = _fields_of(surface.form.base_fields, surface.name)
    if surface.subject is not None and not surface.in_address:
        subject = serializers.UUIDField(help_text=f"The id of the {surface.subject._meta.verbose_name}.")
        fields = {surface.subject_name: subject, **fields}
    return _serializer(surface.name, fields)


def _serializer(name: str, fields: dict[str, Any]) -> type[serializers.Serializer[Any]]:
    title = "".join(word.title() for word in name.split("_"))
    return type(f"{title}Serializer", (serializers.Serializer,), fields)


def _fields_of(fields: dict[str, forms.Field], name: str) -> dict[str, Any]:
    return {
        key: _serializer_field(field, f"{name}_{key}")
        for key, field in fields.items()
        if key not in ("once", "version")
    }


def _serializer_field(field: forms.Field, name: str) -> serializers.Field[Any, Any, Any, Any]:
    common: dict[str, Any] = {"required": field.required, "help_text": str(field.label or "")}
    if not field.required:
        common["allow_null"] = True
    match field:
        case RowsField():
            row = _serializer(name, _fields_of(field.form.base_fields, name))
            return row(many=True, **common)
        case GovDateTimeField():
            return serializers.DateTimeField(**common)
        case GovDateField():
            return serializers.DateField(**common)
        case YesNoField() | forms.BooleanField():
            return serializers.BooleanField(**common)
        case forms.IntegerField():
            return serializers.IntegerField(**common)
        case forms.ModelMultipleChoiceField():
            return serializers.ListField(child=serializers.UUIDField(), **common)
        case forms.ModelChoiceField():
            return serializers.UUIDField(**common)
        case forms.MultipleChoiceField():
            return serializers.ListField(child=serializers.CharField(), **common)
        case forms.ChoiceField():
            return _choice(field, common)
        case PlainText():
            return serializers.CharField(max_length=field.longest, **common)
    return serializers.CharField(**common)


def _choice(field: forms.ChoiceField, common: dict[str, Any]) -> serializers.Field[Any, Any, Any, Any]:
    choices = [key for key, _ in _pairs(field.choices) if key not in ("", None)]
    if not choices:  # filled in per person
        return serializers.CharField(**common)
    return serializers.ChoiceField(choices=choices, **common)


def _pairs(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += _pairs(label) if isinstance(label, list | tuple) else [(key, label)]
    return found

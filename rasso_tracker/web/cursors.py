"""Where a page of a list starts: the sort orders that a list offers, and the cursor in the address."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from rasso_tracker.web.text import unstorable

LONGEST_CURSOR = 600
_NO_CURSOR = (ValueError, TypeError, StopIteration, ValidationError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Order:
    """A sort order that a list offers. `field` (and the id after it) must end an index of every branch.

    `nullable`: rows without a value come last in either direction. `of` is the kind of value where rows of
    several models are listed, and each names its own field so.
    """

    code: str
    label: str
    field: str
    descending: bool = False
    nullable: bool = False
    of: models.Field[Any, Any] | None = None

    def kind(self, model: type[models.Model]) -> Any:
        """The model field whose values it orders by."""
        return self.of or field_at(model, self.field)


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: after (or, going back, before) the row with this value and id."""

    order: str
    descending: bool
    value: Any
    pk: Any
    back: bool = False

    def text(self) -> str:
        """For the address: no personal data, since a sort key is a date, a reference or a word."""
        packed = [self.order, int(self.descending), _plain(self.value), str(self.pk), int(self.back)]
        return base64.urlsafe_b64encode(json.dumps(packed).encode()).decode().rstrip("=")


def read_cursor(text: str, orders: Sequence[Order], model: type[models.Model]) -> Cursor | None:
    """The cursor in an address; None (page one) for whatever is no cursor of these orders."""
    if not text or len(text) > LONGEST_CURSOR:
        return None
    try:
        packed = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        code, descending, value, pk, back = packed
        order = next(one for one in orders if one.code == code)
        if value is None and not order.nullable:
            return None
        value = None if value is None else _stored(order.kind(model), value)
        return Cursor(code, bool(descending), value, _stored(model._meta.pk, pk), bool(back))
    except _NO_CURSOR:
        return None


def field_at(model: Any, path: str) -> Any:
    """The model field at the end of a path such as `case__reported_on`."""
    if path == "pk":
        return model._meta.pk
    field = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    if field is None:
        raise FieldDoesNotExist(path)
    return field


def _stored(field: Any, value: Any) -> Any:
    """A value out of a cursor as the column holds it. Raises ValidationError or ValueError."""
    if isinstance(value, str) and unstorable(value):
        raise ValueError("not a value of ours")
    target = getattr(field, "target_field", field)
    typed = target.to_python(value)
    if isinstance(typed, datetime) and typed.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    target.run_validators(typed)
    return typed


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)

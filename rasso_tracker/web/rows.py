"""A repeating group: a sub-form per row, checked row by row, on the page and by API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rasso_tracker.web.kindness import KindForm
from rasso_tracker.web.widgets import RowsWidget, TypedRows

IN_ROWS = "rows"  # the code of the error that only says: look into the rows


class SubForm(KindForm):
    """One row. It knows who fills it in and on what, like the form it stands in."""

    def is_blank(self) -> bool:
        """True when nothing was typed or chosen: a spare row of the page. By API no row is spare."""
        read = (
            (field.widget.value_from_datadict, self.add_prefix(name)) for name, field in self.fields.items()
        )
        return self.prefix is not None and all(
            value(self.data, self.files, name) in (None, "", False, []) for value, name in read
        )

    def first_control(self) -> str:
        return next((self.control_of(name) for name in self.fields), "")


def too_many(count: int, most: int) -> str:
    return f"Enter {most} or fewer. There are {count}."


class RowsField(forms.Field):
    """`form` per row. On the page the controls are named `<name>-0-<field>`; by API a list of objects.

    Blank rows on the page are ignored; at least `min_rows` and at most `max_rows` must remain. A form whose
    rows the record gives sets up to how many one may add, and whether the last may be taken away.
    """

    widget: Any = RowsWidget

    def __init__(
        self,
        *,
        form: type[SubForm],
        min_rows: int = 0,
        max_rows: int = 50,
        extra: int = 0,
        row_label: str = "Row",
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("required", min_rows > 0)
        kwargs.setdefault("help_text", hint)
        super().__init__(**kwargs)
        self.form, self.min_rows, self.max_rows, self.extra = form, min_rows, max_rows, extra
        self.row_label = row_label
        self.add_up_to, self.may_remove_all = max_rows, False
        self.person: Any = None
        self.subject: Any = None
        self.widget.field = self

    def __deepcopy__(self, memo: Any) -> RowsField:
        result: RowsField = super().__deepcopy__(memo)
        result.widget.field = result
        result.widget.bound, result.widget.filled = None, []
        return result

    def forms_for(self, name: str, value: Any) -> list[SubForm]:
        """The rows to draw: what was typed with no errors shown, or what is stored, and spare ones."""
        if isinstance(value, TypedRows):
            typed = [self._row(data=data, prefix=prefix) for data, prefix in value.sources]
            for row in typed:
                row.find_no_fault()
            return typed
        stored = value if isinstance(value, list) else []
        count = min(max(len(stored) + self.extra, self.min_rows, 1), self.max_rows)
        initials = [*stored, *({} for _ in range(count - len(stored)))]
        return [self._row(prefix=f"{name}-{index}", initial=row) for index, row in enumerate(initials)]

    def _row(self, **kwargs: Any) -> SubForm:
        return self.form(person=self.person, subject=self.subject, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows = self._typed(value)
        filled = [row for row in rows if not row.is_blank()]
        for row in rows:
            if row not in filled:
                row.find_no_fault()
        self.widget.bound, self.widget.filled = rows, filled
        faulty = [row for row in filled if not row.is_valid()]  # of too many rows each is read as well
        if len(filled) < self.min_rows:
            noun = self.row_label.lower()
            wanted = f"at least {self.min_rows} {noun}s" if self.min_rows > 1 else f"at least one {noun}"
            raise ValidationError(f"Enter {wanted}.", code="required")
        if len(filled) > self.max_rows:
            raise ValidationError(too_many(len(filled), self.max_rows), code="too_many")
        if faulty:
            raise ValidationError("Check the rows.", code=IN_ROWS)
        return [dict(row.cleaned_data) for row in filled]

    def _typed(self, value: Any) -> list[SubForm]:
        if isinstance(value, TypedRows):
            return [self._row(data=data, prefix=prefix) for data, prefix in value.sources]
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            return [self._row(data=item) for item in value]
        if value in self.empty_values:
            return []
        raise ValidationError("Give a list of objects.", code="invalid")

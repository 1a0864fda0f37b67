"""Widgets of the GOV.UK patterns that Django has no counterpart for: boxes for a date, and repeating rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from rasso_tracker.web.dates import Boxes

if TYPE_CHECKING:
    from rasso_tracker.web.rows import SubForm

_MOST_ROWS = 1_000  # read, so that a field can say that they are too many; a page that sends more is not ours
_DIGITS = 6


class GroupedChecks(forms.CheckboxSelectMultiple):
    """Many choices, folded by what they are about. One that no group names stands in the last of them. A
    group without a title is never folded: what most people choose.

    A group is drawn open where something of it is chosen, and all are where the question is at fault.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()


class DateBoxes(forms.Widget):
    """Three boxes: day, month, year. By API the field's own name holds an ISO 8601 date."""

    template_name = "govuk/widgets/date.html"
    fieldset = True
    parts: ClassVar[dict[str, tuple[str, int]]] = {
        "day": ("Day", 2),
        "month": ("Month", 2),
        "year": ("Year", 4),
    }
    timed = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.faulty: set[str] = set()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if not any(f"{name}_{part}" in data for part in self.parts):
            return data.get(name)
        boxes = Boxes(**{part: str(data.get(f"{name}_{part}", "")) for part in self.parts})
        return None if boxes.is_blank() else boxes

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.first_faulty()}" if id_ else id_

    def first_faulty(self) -> str:
        return next((part for part in self.parts if part in self.faulty), "day")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        boxes = Boxes.of(value, timed=self.timed)
        widget_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["id"] = widget_id
        context["widget"]["boxes"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{widget_id}_{part}",
                "label": label,
                "value": getattr(boxes, part) or "",
                "width": width,
                "inputmode": "" if part == "time" else "numeric",
                "error": part in self.faulty,
            }
            for part, (label, width) in self.parts.items()
        ]
        return context


class MomentBoxes(DateBoxes):
    """A date and the time of day in London."""

    template_name = "govuk/widgets/datetime.html"
    parts: ClassVar[dict[str, tuple[str, int]]] = {**DateBoxes.parts, "time": ("Time", 5)}
    timed = True


@dataclass(frozen=True)
class TypedRows:
    """Rows as they came: `sources` are (data, prefix) pairs that a sub-form binds to."""

    sources: list[tuple[Any, str | None]]


def _rows_sent(data: Mapping[str, Any], name: str) -> int:
    """How many rows the sent fields reach to: a count alone makes no more than may be."""
    told = re.compile(rf"{re.escape(name)}-([0-9]{{1,{_DIGITS}}})-")
    return max((int(found[1]) + 1 for key in data if (found := told.match(key))), default=0)


class RowsWidget(forms.Widget):
    """A repeating group of a sub-form. Without JavaScript: adding and removing are submit buttons."""

    template_name = "govuk/widgets/rows.html"
    fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.bound: list[SubForm] | None = None  # set once the field was cleaned: they hold the errors
        self.filled: list[SubForm] = []  # those of them that count, in the order of the service's list
        self.field: Any = None
        self.focus_on: int | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        counted = data.get(f"{name}-count")
        if counted is None:
            return data.get(name)
        said = str(counted)
        count = int(said[:_DIGITS]) if said.isascii() and said.isdigit() else 0
        if count > self.field.max_rows:
            count = min(count, max(_rows_sent(data, name), self.field.max_rows), _MOST_ROWS)
        return TypedRows([(data, f"{name}-{index}") for index in range(count)])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-count" not in data and name not in data

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = self.bound or self.field.forms_for(name, value)
        several = self.field.may_remove_all or len(rows) > max(self.field.min_rows, 1)
        add = {"name": f"{name}-add", "value": "1", "label": f"Add another {self.field.row_label.lower()}"}
        context["widget"] |= {
            "rows": [self._row(name, index, form, several) for index, form in enumerate(rows)],
            "count": {"name": f"{name}-count", "value": len(rows)},
            "add": add if len(rows) < self.field.add_up_to else None,
            "focus": "",
        }
        if self.focus_on is not None and self.focus_on < len(rows):
            context["widget"]["focus"] = rows[self.focus_on].first_control()
        return context

    def _row(self, name: str, index: int, form: SubForm, several: bool) -> dict[str, Any]:
        label = f"{self.field.row_label} {index + 1}"
        remove = {"name": f"{name}-remove", "value": str(index), "label": f"Remove {label.lower()}"}
        return {"index": index, "label": label, "form": form, "remove": remove if several else None}

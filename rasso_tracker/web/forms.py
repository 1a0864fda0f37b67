"""DeedForm: the one form of a deed, filled in on a page or by API, and the fields that go into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.http import HttpRequest, QueryDict

from rasso_tracker.ids import uuid7
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.fields import (
    GovDateField,
    GovDateTimeField,
    GovTimeField,
    LongText,
    PlainText,
    RowChoice,
    RowChoices,
    WholeNumber,
    YesNoField,
)
from rasso_tracker.web.kindness import KindForm
from rasso_tracker.web.rows import IN_ROWS, RowsField, SubForm

__all__ = [
    "DeedForm",
    "GovDateField",
    "GovDateTimeField",
    "GovTimeField",
    "LongText",
    "PlainText",
    "RowChoice",
    "RowChoices",
    "RowsField",
    "SubForm",
    "WholeNumber",
    "YesNoField",
]
_ROW_KEY = re.compile(r"(?P<name>\w+)-(?P<index>[0-9]+)-(?P<field>\w+)")


class DeedForm(KindForm):
    """The form of one deed. `cleaned_values()` are the keyword arguments of its service.

    On a page it carries `once` (one deed a token) and, where the record has one, its `version`.
    """

    layout: ClassVar[Layout | None] = None
    # By question and answer, the questions that only this answer asks. They are not required, and by the rule
    # needed with that answer, so none is marked as optional; without JavaScript they show, so their labels
    # say when they are asked.
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {}
    # By question, the question of whose answers it depends (a select) and the answers that ask it. The script
    # hides it, and sends nothing of it, until one of them is chosen; without it, it shows, as above.
    asked_of: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {}
    # What to unfold, and the questions that stand under it: none that everybody answers. Folded they are
    # still sent, and they are drawn open where something is filled in or at fault.
    folds: ClassVar[dict[str, tuple[str, ...]]] = {}
    takes_file: ClassVar[str] = ""  # the field that the text of a CSV file fills
    once = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, button: str = "Save", token: str = "", version: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for hidden in ("once", "version"):  # last, whatever the subclass declares
            self.fields[hidden] = self.fields.pop(hidden)
        self.fields["once"].initial = token or str(uuid7())  # time-ordered: it says when it was opened
        if version is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = version
        for field in self.fields.values():
            if isinstance(field, RowsField):
                field.person, field.subject = self.person, self.subject
        self.helper = FormHelper()
        self.helper.template_pack = "govuk"
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = self.layout
        self.helper.render_hidden_fields = True  # a layout names no hidden field
        self.helper.add_input(Submit("save", button, css_class="govuk-button"))

    # Checking

    def check(self, said: dict[str, Any]) -> None:
        """Ask the rule of the deed about what was typed and fits; what did not fit is not in `said`. Raises
        Invalid by field.
        """

    def clean(self) -> dict[str, Any] | None:
        """Put what that rule finds beside what the form itself found, so that nobody learns of it in a second
        round, and nothing by a field that has a fault. What nobody may do at all the deed says; and of what
        fits it asks the rule on a page with a version, since that the record is another by now comes first.
        """
        if self.person is not None and (self.errors or self.rows_in_error() or "version" not in self.fields):
            try:
                self.check(self.cleaned_data)
            except Invalid as trouble:
                self.refuse({name: said for name, said in trouble.fields.items() if name not in self.errors})
            except NotAllowed:
                pass
        return None

    def read_by_api(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that a body of the API may name: those that the page asks, and what else it answers."""
        return self.fields

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name in self._rows():
            data = self._errors.as_data().get(name, []) if self._errors else []
            if [error.code for error in data] == [IN_ROWS]:
                del self._errors[name]  # the rows say it themselves, each by its own control
        if "once" in self.data:  # a page; by API nothing is hidden, so the rule refuses what does not fit
            self._forget_concealed()

    @property
    def revealed(self) -> frozenset[str]:
        """The questions that stand under an answer of another one that this form asks."""
        asked = [answers for name, answers in self.reveals.items() if name in self.fields]
        groups = [names for answers in asked for names in answers.values()]
        return frozenset(name for names in groups for name in names)

    def _forget_concealed(self) -> None:
        """Pass over what was typed under an answer that was then changed: whoever sent it cannot see it."""
        for asked, answers in self.reveals.items():
            if asked not in self.fields:  # what was sent is of an older form: this one conceals nothing by it
                continue
            chosen = set(_all_of(self.data, self.add_prefix(asked))) - {""}
            hidden = [names for answer, names in answers.items() if chosen and answer not in chosen]
            for name in (name for names in hidden for name in names if name in self.fields):
                self.errors.pop(name, None)
                self.cleaned_data[name] = self.fields[name].clean(None)

    def as_sent(self, name: str) -> str | None:
        """What does not fit any more in better words than as it came, to be compared; None where the form
        knows none, "" of what another question says too.
        """
        return None

    def folded(self, names: tuple[str, ...]) -> bool:
        """Whether these questions may be drawn folded: nothing is filled in and nothing is at fault."""
        there = [name for name in names if name in self.fields]
        return not any(self.errors.get(name) or self._filled(name) for name in there)

    def _filled(self, name: str) -> bool:
        field, value = self.fields[name], self[name].value()
        if not isinstance(field, RowsField):
            return value not in (None, "", [])
        if field.widget.focus_on is not None:  # a row was added or taken away: somebody is at work there
            return True
        return any(row.errors or not row.is_blank() for row in field.forms_for(self.add_prefix(name), value))

    def is_valid(self) -> bool:
        return super().is_valid() and not any(row.errors for row in self.rows_in_error())

    def rows_in_error(self) -> list[SubForm]:
        rows = [row for name in self._rows() for row in self.fields[name].widget.bound or []]
        return [row for row in rows if row.errors]

    def _rows(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, RowsField)]

    def cleaned_values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("once", "version")}

    def refuse(self, fields: dict[str, str]) -> None:
        """Put the sentences of a service by their fields; what is no field of this form goes on top."""
        _ = self.errors  # checked, so that there is somewhere to add to
        for name, sentence in fields.items():
            row = _ROW_KEY.fullmatch(name)
            if name in self.fields and name not in ("once", "version"):
                self.add_error(name, sentence)
            elif row and self._refuse_row(row, sentence):
                continue
            else:
                self.add_error(None, sentence)

    def _refuse_row(self, key: re.Match[str], sentence: str) -> bool:
        field = self.fields.get(key["name"])
        bound = field.widget.filled if isinstance(field, RowsField) else None
        index = int(key["index"])
        if not bound or index >= len(bound) or key["field"] not in bound[index].fields:
            return False
        bound[index].add_error(key["field"], sentence)
        return True

    # Saying where

    def faults(self) -> dict[str, str]:
        """Field to sentence, as the API answers: "" is the whole form, `items-0-asks` a field of a row."""
        found = {}
        for name in self.fields:
            if name in self.errors:
                found[name] = " ".join(map(str, self.errors[name]))
            if name in self._rows():
                for index, row in enumerate(self.fields[name].widget.bound or []):
                    for key, errors in row.errors.items():
                        found[f"{name}-{index}-{key}".removesuffix("-__all__")] = " ".join(map(str, errors))
        if self.non_field_errors():
            found[""] = " ".join(map(str, self.non_field_errors()))
        return found

    @property
    def summary(self) -> list[dict[str, str | None]]:
        """The error summary: each sentence with the address of the control that it is about, if any."""
        if not self.is_bound:
            return []
        items: list[dict[str, str | None]] = [
            {"href": None, "text": str(text)} for text in self.non_field_errors()
        ]
        for name in self.fields:
            href = f"#{self._landing(name)}"
            items += [{"href": href, "text": str(text)} for text in self.errors.get(name, [])]
            if name in self._rows():
                items += self._summary_of_rows(name)
        return items

    def _landing(self, name: str) -> str:
        field = self.fields[name]
        if not isinstance(field, RowsField):
            return self.control_of(name)
        rows = field.widget.bound or field.forms_for(name, None)
        return rows[0].first_control()

    def _summary_of_rows(self, name: str) -> list[dict[str, str | None]]:
        field: Any = self.fields[name]
        items: list[dict[str, str | None]] = []
        for index, row in enumerate(field.widget.bound or []):
            for key, errors in row.errors.items():
                target = row.control_of(key) if key in row.fields else row.first_control()
                where = f"{field.row_label} {index + 1}"
                items += [{"href": f"#{target}", "text": f"{where}: {text}"} for text in errors]
        return items

    @classmethod
    def sent(cls, request: HttpRequest) -> QueryDict:
        """What a page sent; a form that takes a file puts its text there."""
        return request.POST

    # Adding and removing rows without JavaScript

    @classmethod
    def reshaped(cls, data: QueryDict) -> tuple[QueryDict, str, int] | None:
        """What was typed with a row more or less, when such a button was pressed; else None.

        Returns the new data, the field, and the index of the row to put the cursor in.
        """
        for name, field in cls.base_fields.items():
            count = data.get(f"{name}-count", "")
            if not isinstance(field, RowsField) or not (count.isascii() and count.isdigit()):
                continue
            rows, removed = min(int(count), field.max_rows), data.get(f"{name}-remove", "")
            if f"{name}-add" in data:
                changed = data.copy()
                changed[f"{name}-count"] = str(min(rows + 1, field.max_rows))
                return changed, name, min(rows, field.max_rows - 1)
            if removed.isascii() and removed.isdigit():
                return _without_row(data, name, rows, int(removed)), name, max(int(removed) - 1, 0)
        return None

    def shown_as_typed(self, name: str, focus_on: int) -> None:
        """Draw what was typed and find no fault with it yet; the cursor goes to row `focus_on` of `name`."""
        self.find_no_fault()
        if name in self.fields:  # it may ask nothing more once its last row is gone
            self.fields[name].widget.focus_on = focus_on


def _all_of(data: Any, name: str) -> list[str]:
    """Every value of a name: of what a page sent, or of a plain mapping."""
    return data.getlist(name) if isinstance(data, QueryDict) else [data.get(name) or ""]


def _without_row(data: QueryDict, name: str, count: int, gone: int) -> QueryDict:
    changed = data.copy()
    for key in [key for key in changed if key.startswith(f"{name}-") and key != f"{name}-count"]:
        del changed[key]
    for index in (index for index in range(count) if index != gone):
        target = index if index < gone else index - 1
        prefix = f"{name}-{index}-"
        for key in [key for key in data if key.startswith(prefix)]:
            changed.setlist(f"{name}-{target}-{key[len(prefix) :]}", data.getlist(key))
    changed[f"{name}-count"] = str(count - 1 if gone < count else count)
    return changed

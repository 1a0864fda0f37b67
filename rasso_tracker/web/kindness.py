"""What every form here does: kind sentences, and knowing where on the page the control of a field is."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from rasso_tracker.web.fields import NOT_OFFERED
from rasso_tracker.web.widgets import DateBoxes

_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)
_SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
_NO_NOUN = frozenset({"assigned", "by", "counted", "from", "in", "ladder", "to", "works"})
_CLAUSE = frozenset({"the", "their", "how", "what", "when", "where", "which", "who"})
_PLURAL = re.compile(r"[A-Z]?[a-z]+(?<!s)s\b")
_THAT_ONE = re.compile(r" of | who | this |^(First|Last|Next) ")
_AN = re.compile(r"[AEFHILMNORSX][A-Z]|(?!u[ns]i|use|eu|one)[aeiou]")  # by sound: an ISVA, a username
_DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])

THE_BUTTON = "submit-id-save"  # where an error leads to whose question has nothing to choose


class KindForm(forms.Form):
    """A form that knows `person` (who fills it in) and `subject` (on what; None for a first record)."""

    use_required_attribute = False

    def __init__(self, *args: Any, person: Any, subject: Any = None, **kwargs: Any) -> None:
        self.person, self.subject = person, subject
        for field in self.base_fields.values():
            _fix_choices(field)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _be_kind(name, field)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # the stubs leave it out
        for name, errors in self.errors.as_data().items():
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, DateBoxes):
                parts = {part for error in errors for part in (error.code or "").split()}
                widget.faulty = parts & set(widget.parts) or {"day"}

    def find_no_fault(self) -> None:
        """Be drawn as typed, unchecked: adding a row, or leaving a spare one, is no error."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def control_of(self, name: str) -> str:
        """The id of the control that an error of this field leads to."""
        bound, widget = self[name], self.fields[name].widget
        base = bound.auto_id or f"id_{bound.html_name}"
        if isinstance(widget, DateBoxes):
            return f"{base}_{widget.first_faulty()}"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            offered = any(True for _ in widget.choices)
            return f"{base}_0" if offered else THE_BUTTON
        return base

    def field_faults(self) -> dict[str, str]:
        """Field name as in the address of the control (prefix included) to its sentence."""
        return {self.add_prefix(name): " ".join(map(str, errors)) for name, errors in self.errors.items()}


class _Fixed(tuple[Any, ...]):
    """The choices that a form's class declares. Nobody changes them in place, so its forms share them."""

    def __deepcopy__(self, memo: Any) -> _Fixed:
        return self


def _fix_choices(field: forms.Field) -> None:
    kept = vars(field)
    if isinstance(kept.get("_choices"), list):
        kept["_choices"] = _Fixed(kept["_choices"])


def _be_kind(name: str, field: forms.Field) -> None:
    label = str(field.label or name.replace("_", " "))
    messages = field.error_messages
    if str(messages.get("required", "")) == _DJANGO_REQUIRED:
        verb = "Choose" if isinstance(field.widget, _CHOSEN) else "Enter"
        messages["required"] = missing(verb, label, several=isinstance(field, _SEVERAL))
    if isinstance(field, forms.ChoiceField) and "invalid_choice" in messages:
        messages["invalid_choice"] = NOT_OFFERED  # Django's echoes what was sent
    if isinstance(field, forms.MultipleChoiceField):
        messages["invalid_list"] = "Give a list of answers."


def missing(verb: str, label: str, *, several: bool = False) -> str:
    """The sentence for a field that was left empty: `Choose an outcome.`, `Enter the date of the document.`

    A label that is a question, or names no thing, is repeated as it stands.
    """
    first = label.split()[0]
    if label.endswith("?"):
        return f"Answer: {label}"
    if first.lower() in _NO_NOUN:
        return f"Answer: {label}."
    thing = _lower_first(label)
    if first.lower() in _CLAUSE or several or _PLURAL.match(label):
        return f"{verb} {thing}."
    if _THAT_ONE.search(label):
        return f"{verb} the {thing}."
    return f"{verb} {'an' if _AN.match(thing) else 'a'} {thing}."


def _lower_first(label: str) -> str:
    """ "Target date" to "target date"; "CPS reference" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]

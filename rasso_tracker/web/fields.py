"""The fields of every form. Page and API fill the same field, so both are refused in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Any, ClassVar, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model

from rasso_tracker import prepared
from rasso_tracker.clocks import london_date, now
from rasso_tracker.web.dates import (
    Boxes,
    Unreadable,
    read_date,
    read_iso_date,
    read_iso_moment,
    read_moment,
    read_time,
)
from rasso_tracker.web.text import fault_of, stripped, tidy
from rasso_tracker.web.widgets import DateBoxes, MomentBoxes

NOT_OFFERED = "Choose one of the answers that are offered."
NOT_YET = "Enter a moment that is not in the future."
NO_MORE = "Enter a moment that is not in the past."
CHOOSE_ONE = "Choose one"  # what a list of rows says before one is chosen, unless it says better


Kind = TypeVar("Kind", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[Kind]) -> Kind:
    """The field of this name, as the kind that the form declares it to be.

    Of `form.fields[name]` no more is known than that it is a field.
    """
    field = form.fields[name]
    assert isinstance(field, kind), f"{name} is no {kind.__name__}"
    return field


def choices_of(form: forms.BaseForm, name: str) -> list[tuple[Any, Any]]:
    """What the choice of this name offers: code and words, none in groups."""
    offered: Any = field_of(form, name, forms.ChoiceField).choices  # set in many shapes, read as a list
    return list(offered)


class PlainText(forms.CharField):
    """One line of text that a column can hold and a reader can trust."""

    lines = False

    def __init__(self, *, max_length: int = 200, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", hint)
        super().__init__(**kwargs)
        self.longest = max_length  # no maxlength on the control: a browser cuts a long paste without a word

    def to_python(self, value: Any) -> str:
        text = tidy("" if value in self.empty_values else str(value))
        words = stripped(text)
        return words if self.strip or not words else text  # of nothing that shows, nothing is kept

    def run_validators(self, value: str) -> None:
        if sentence := fault_of(value, max_length=self.longest, lines=self.lines):
            raise ValidationError(sentence, code="text")
        super().run_validators(value)


class LongText(PlainText):
    """Several lines."""

    lines = True

    def __init__(self, *, max_length: int = 10_000, rows: int = 5, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, hint=hint, **kwargs)


class WholeNumber(forms.IntegerField):
    """A whole number within limits that its refusal says."""

    def __init__(self, least: int, most: int, *, hint: str = "", **kwargs: Any) -> None:
        words = f"Enter a whole number from {least} to {most}."
        kwargs.setdefault("help_text", hint)
        kwargs.setdefault("error_messages", dict.fromkeys(("invalid", "min_value", "max_value"), words))
        small = {"class": "govuk-input--width-4", "inputmode": "numeric"}
        kwargs.setdefault("widget", forms.TextInput(attrs=small))
        super().__init__(**kwargs)
        for limit, check in ((least, MinValueValidator), (most, MaxValueValidator)):
            self.validators.append(check(limit, message=words))


class GovDateField(forms.Field):
    """A London date: three boxes on the page, ISO 8601 by API.

    `past_only` refuses a date after today, `future` one before today.
    """

    widget: Any = DateBoxes

    def __init__(
        self, *, past_only: bool = False, future: bool = False, hint: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("help_text", hint or "For example, 27 3 2026")
        super().__init__(**kwargs)
        self.past_only, self.future = past_only, future

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        return self._reading(read_date, read_iso_date, value)

    def _reading(self, boxes: Any, iso: Any, value: Any) -> Any:
        try:
            return boxes(value) if isinstance(value, Boxes) else iso(str(value))
        except Unreadable as trouble:
            raise ValidationError(str(trouble), code=" ".join(trouble.parts)) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = london_date(now())
        if self.past_only and value > today:
            raise ValidationError("Enter today's date or a date in the past.", code="day month year")
        if self.future and value < today:
            raise ValidationError("Enter today's date or a date in the future.", code="day month year")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class Earliest(NamedTuple):
    """The first day that may be entered, and what to say of one before it."""

    day: date
    sentence: str


class GovDateTimeField(GovDateField):
    """An instant (aware, UTC): date boxes and the London time on the page, ISO 8601 by API."""

    widget: Any = MomentBoxes

    earliest: Earliest | None = None  # as the form that asks knows it; a whole moment the rule judges

    def __init__(self, *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(hint=hint or "For example, 27 3 2026 at 14:30", **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        return self._reading(read_moment, read_iso_moment, value)

    def _reading(self, boxes: Any, iso: Any, value: Any) -> Any:
        """Of a moment whose time cannot be read, the day is judged all the same: both faults at once."""
        try:
            return boxes(value) if isinstance(value, Boxes) else iso(str(value))
        except Unreadable as trouble:
            day, parts, sentences = trouble.day, trouble.parts, [str(trouble)]
            if day is not None and (wrong := self._wrong_day(day)):
                parts, sentences = ("day", "month", "year", *parts), [wrong, *sentences]
            raise ValidationError(" ".join(sentences), code=" ".join(parts)) from None

    def _wrong_day(self, day: date) -> str:
        """What is wrong with a day whatever its time; "" where a moment of it may be."""
        if self.past_only and day > london_date(now()):
            return NOT_YET
        if self.future and day < london_date(now()):
            return NO_MORE
        if self.earliest is not None and day < self.earliest.day:
            return self.earliest.sentence
        return ""

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value is None:
            return
        if self.past_only and value > now():
            raise ValidationError(NOT_YET, code="day month year time")
        if self.future and value < now():
            raise ValidationError(NO_MORE, code="day month year time")


class GovTimeField(forms.Field):
    """A London time of day in one box, of a day that another question asks for: `14:30` by API."""

    def __init__(self, *, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", hint or "For example, 14:30")
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return read_time(str(value))
        except Unreadable as trouble:
            raise ValidationError(str(trouble), code="time") from None


class YesNoField(forms.ChoiceField):
    """Two radios, true or false by API. None when it is not required and was not answered."""

    words: ClassVar[dict[str, bool]] = {"yes": True, "no": False, "true": True, "false": False}

    def __init__(self, *, yes: str = "Yes", no: str = "No", hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", hint)
        super().__init__(choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, bool) or value in self.empty_values:
            return value if isinstance(value, bool) else None
        return self.words.get(str(value).lower(), value)

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value is not None and not isinstance(value, bool):
            raise ValidationError(NOT_OFFERED, code="invalid_choice")


class RowChoice(forms.ModelChoiceField):
    """One of the rows that the form offers this person; anything else was never offered.

    `every` is a model of which every row is offered to everybody: such a row is found by a kept statement.
    """

    default_error_messages: ClassVar[Any] = {"invalid_choice": NOT_OFFERED}

    def __init__(
        self, queryset: Any = None, *, every: type[Model] | None = None, hint: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("help_text", hint)
        kwargs.setdefault("empty_label", CHOOSE_ONE)
        self.every = every
        super().__init__(every._default_manager.all() if every else queryset, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            if self.every is None or not isinstance(value, str) or not value:
                return super().to_python(value)
            (row,) = self._found(self.every, value)
            return row
        except (ValidationError, ValueError):  # a malformed id answers in the words of an unknown one
            raise ValidationError(NOT_OFFERED, code="invalid_choice") from None

    def _found(self, every: type[Model], value: str) -> list[Any]:
        """The row of that value, or none. Raises ValueError or ValidationError for what is no value."""
        key: Any = every._meta.get_field(self.to_field_name or every._meta.pk.name)
        wanted = {key.name: prepared.Slot("value", output_field=key)}
        rows = every._default_manager.order_by().filter
        return prepared.found(
            (RowChoice, every, key.name), partial(rows, **wanted), value=key.to_python(value)
        )


def draw_only(field: Any, rows: Iterable[Any]) -> None:
    """Offer these rows of a RowChoice or RowChoices alone on the page: what else is of its queryset its rule
    refuses, in its own words.
    """
    empty = [("", field.empty_label)] if getattr(field, "empty_label", None) is not None else []
    field.widget.choices = [
        *empty,
        *((field.prepare_value(row), field.label_from_instance(row)) for row in rows),
    ]


class RowChoices(forms.ModelMultipleChoiceField):
    """Some of the rows that the form offers this person, as check boxes."""

    default_error_messages: ClassVar[Any] = {"invalid_choice": NOT_OFFERED, "invalid_pk_value": NOT_OFFERED}

    def __init__(self, queryset: Any = None, *, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", hint)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(queryset, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as trouble:
            if trouble.code == "required":
                raise
            raise ValidationError(NOT_OFFERED, code="invalid_choice") from None

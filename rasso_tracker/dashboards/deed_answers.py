"""What one deed recorded, question by question of its form, as it was when the deed was done.

Nothing is kept for this: a receipt names the row that the deed left, and the database keeps what that row was
before each edit (ADR 0006). What a row keeps sealed is told as far as the API tells it this person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model

from cases.whole import made
from rasso_tracker.audit.models import RowVersion
from rasso_tracker.ids import made_at
from rasso_tracker.people.models import Person
from rasso_tracker.web.conflicts import words_of
from rasso_tracker.web.meanwhile import NOTHING, own_values, recorded_values, row_left
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.surfaces import Surface, case_id_of, surface_named
from rasso_tracker.web.text import within_a_sentence

# A pasted document is not a few lines, and the force has it already.
LONGEST = 400
SHORT = 5  # a yes or a number stands in many a line that does not say it
SEALED = "Words that are kept sealed with it are not copied here"
PARENTS = ("victim", "suspect", "plan", "item")  # what a row is called by besides its own name


def answers_of(receipt: Receipt, person: Person, *, told: Sequence[str]) -> list[str]:
    """Lines of what a deed of this person recorded: what its row is called, then an answer each, of an edited
    row those that changed. Not what stands in the lines that were `told` of it already, which name the row
    too. Empty where the row is not theirs to read any more.
    """
    row, surface = row_left(receipt, person), surface_named(receipt.surface)
    if row is None or surface is None:
        return []
    left = _as_left(receipt, row)
    about = [] if told or case_id_of(row) == row.pk else [f"About: {_name_of(left)}"]
    answers = [
        (label, words)
        for label, words in _answers(surface, receipt, row, left, person)
        if len(words) < SHORT or not any(" ".join(words.split()) in one for one in told)
    ]
    sealed = [SEALED] if _has_more(surface, receipt, row, person) else []
    return about + [_line(label, words) for label, words in answers] + sealed


def _line(label: str, words: str) -> str:
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def _name_of(row: Any) -> str:
    """With the names of those that it had from the start: what it was given to since is a later deed's."""
    model = type(row)
    given = {field.name for field in model._meta.concrete_fields if field.is_relation and not field.null}
    parents = [getattr(row, name) for name in PARENTS if name in given]
    named = [getattr(one, "label", None) or _name_of(one) for one in parents]
    return ", ".join([*named, within_a_sentence(row)] if named else [str(row)])


def _answers(
    surface: Surface, receipt: Receipt, row: Any, left: Any, person: Person
) -> list[tuple[str, str]]:
    edited = _edited_from(receipt, row)
    if hasattr(row, "version") and edited is None and not _is_new(receipt, row):
        return []  # it was there before, as it is: nothing of it is this deed's
    before = _held(surface, edited, person) if edited is not None else {}
    recorded = recorded_values(surface, receipt, left, person, by_itself=left is not row)
    if left is not row:
        recorded = _held(surface, left, person) | recorded
    found = []
    for name, field in surface.form.base_fields.items():
        if name in recorded and not field.widget.is_hidden and _is_answer(field, recorded[name]):
            words, was = (
                _words(field, name, left, recorded[name]),
                _words(field, name, edited, before.get(name)),
            )
            if words and words != was:
                found.append((str(field.label), _told(words, was)))
    return found


def _has_more(surface: Surface, receipt: Receipt, row: Any, person: Person) -> bool:
    """Whether the deed asks for words that its row keeps sealed, and that the API does not answer either."""
    told = recorded_values(surface, receipt, row, person)
    asked = (name for name in surface.form.base_fields if name not in told)
    return any(getattr(row, f"{name}_sealed", None) for name in asked)


def _held(surface: Surface, row: Any, person: Person) -> dict[str, Any]:
    """What a row held by itself: a form that edits it begins with the sealed words too."""
    return (surface.first_values(person, row) if surface.versioned else {}) | own_values(surface, row)


def _is_answer(field: forms.Field, value: Any) -> bool:
    """Not a "no" that stands on the row where nobody was made to say so."""
    if isinstance(field, forms.ModelChoiceField):
        return isinstance(value, Model)
    return value is not False or field.required


def _words(field: forms.Field, name: str, row: Any, value: Any) -> str:
    """In the form's words, or in the row's of a choice that the form offers by its record; "" without any."""
    if isinstance(value, Model) and hasattr(field, "label_of"):
        return str(field.label_of(value))
    words = words_of(field, value)
    if getattr(field, "choices", None) is None or not isinstance(value, str) or words != value:
        return words
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown()) if shown else ""


def _told(words: str, was: str) -> str:
    return _short(words) if was == NOTHING or was in words else f"{_short(words)} (before: {_short(was)})"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{len(words):,} characters, not copied here"


def _is_new(receipt: Receipt, row: Model) -> bool:
    """The receipt's own id is the first thing that its transaction makes."""
    return row.pk > receipt.pk and made_at(row.pk) is not None


def _edited_from(receipt: Receipt, row: Model) -> Any:
    """The row as this deed found it; None where it is new or was not edited."""
    kept = RowVersion.objects.filter(row_id=row.pk, replaced_at__range=(receipt.created_at, receipt.done_at))
    return _first(kept, row)


def _as_left(receipt: Receipt, row: Model) -> Any:
    """The row as this deed left it: what the next edit replaced, or as it stands."""
    return _first(RowVersion.objects.filter(row_id=row.pk, replaced_at__gt=receipt.done_at), row) or row


def _first(kept: Any, row: Any) -> Any:
    found = kept.filter(case_id=case_id_of(row)).order_by("version").values_list("row", flat=True).first()
    return None if found is None else made(type(row), found)

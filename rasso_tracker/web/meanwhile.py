"""What others recorded while a form stood open, so that nobody saves over or beside it unaware.

A receipt says who did which deed, when, and what row it left; the form's hidden token is time-ordered, so
it says when the form was opened. Nothing is kept for this.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Manager, Model

from rasso_tracker.audit.models import RowVersion
from rasso_tracker.ids import lowest_of, made_at
from rasso_tracker.people.models import Person
from rasso_tracker.web.conflicts import NOTHING as NOTHING  # read from here by who tells of a deed
from rasso_tracker.web.conflicts import unticked, words_of, words_typed
from rasso_tracker.web.forms import DeedForm, GovDateField, GovDateTimeField, RowsField
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.surfaces import Surface, case_id_of, surface_named

LONGEST_DEED = timedelta(minutes=1)  # from a receipt's id to its commit
MOST = 5  # deeds that are shown, the latest
MOST_LOOKED_AT = 100
NOT_SHOWN = "Not shown here"
YOU = "you"


@dataclass(frozen=True)
class Answer:
    """One question of a form: what was recorded, and what this person typed ("" for another deed's)."""

    field: str
    label: str
    recorded: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.recorded != (self.typed or NOTHING)


@dataclass(frozen=True)
class Recorded:
    """One deed that was done meanwhile. `row` is the id of what it left."""

    deed: str
    title: str
    by: str
    at: datetime
    row: uuid.UUID
    same_deed: bool
    answers: tuple[Answer, ...]

    @property
    def heading(self) -> str:
        return (
            "You recorded this in another window" if self.by == YOU else f"{self.by} recorded this meanwhile"
        )


def by_you_alone(found: list[Recorded]) -> bool:
    """Whether what was done meanwhile this person did in another window, all of it."""
    return bool(found) and all(one.by == YOU for one in found)


def opened_at(token: str) -> datetime | None:
    """When the form with this hidden token was opened; None for a token of somebody's own making.

    The token counts whole milliseconds, so the end of its own is taken: what was done within it came before.
    """
    try:
        begun = made_at(uuid.UUID(token))
    except ValueError:
        return None
    return begun + timedelta(milliseconds=1) if begun else None


def replaced_at(subject: Any, version: int) -> datetime | None:
    """When a version of an editable record was replaced; None while it stands."""
    kept = RowVersion.objects.filter(row_id=subject.pk, version=version)
    return kept.values_list("replaced_at", flat=True).first()


def same_deed_by_others(surface: Surface, person: Person, subject: Any, since: datetime) -> bool:
    """True when somebody else did this deed on this record after `since`."""
    done = _receipts(subject, since).filter(surface=surface.name).exclude(person=person)
    return any(_is_about(row, subject) for _, row in _with_rows(done, person))


def replaced_since(surface: Surface, person: Person, subject: Any, since: datetime) -> bool:
    """True when what this deed replaces whole is younger than `since`, whoever recorded it by whatever deed:
    a form that began from what stood before would drop what is new in it. Asked inside the transaction of
    the deed, under its lock: of two that are saved at one moment the second sees the first.
    """
    stands = surface.stands_since(person, subject) if surface.stands_since else None
    return stands is not None and stands > since


def recorded_since(
    surface: Surface, person: Person, subject: Any, since: datetime, form: DeedForm | None = None
) -> list[Recorded]:
    """What was done about this record after `since`, as far as this person may read it, the latest first.

    Of a whole case only the same deed is told: everything on it would be about it.
    """
    done = _receipts(subject, since)
    if case_id_of(subject) == subject.pk:
        done = done.filter(surface=surface.name)
    about = [(receipt, row) for receipt, row in _with_rows(done, person) if _is_about(row, subject)]
    return [_told(receipt, row, surface, person, form) for receipt, row in about[:MOST]]


def _receipts(subject: Any, since: datetime) -> Any:
    """Found by their time-ordered ids: few are as young as an open form."""
    young = Receipt.objects.filter(pk__gte=lowest_of(since - LONGEST_DEED), done_at__gt=since)
    return young.filter(case_id=case_id_of(subject)).select_related("person").order_by("-pk")


def _with_rows(receipts: Any, person: Person) -> list[tuple[Receipt, Model]]:
    """Each receipt with what it left, where the person may read that."""
    return _with_row_each(list(receipts[:MOST_LOOKED_AT]), person)


def _with_row_each(found: list[Receipt], person: Person) -> list[tuple[Receipt, Model]]:
    """The same of these; a statement for each kind of row."""
    wanted: dict[str, set[Any]] = {}
    for receipt in found:
        wanted.setdefault(receipt.result_type, set()).add(receipt.result_id)
    rows = {(kind, row.pk): row for kind, ids in wanted.items() for row in _rows(kind, ids, person)}
    pairs = ((receipt, rows.get((receipt.result_type, receipt.result_id))) for receipt in found)
    return [(receipt, row) for receipt, row in pairs if row is not None]


def row_left(receipt: Receipt, person: Person) -> Any:
    """What a deed left, as it stands; None where this person may not read it."""
    return next((row for _, row in _with_row_each([receipt], person)), None)


def _rows(kind: str, ids: Iterable[Any], person: Person) -> Iterable[Model]:
    manager: Any = apps.get_model(kind)._default_manager
    return manager.visible_to(person).filter(pk__in=ids) if hasattr(manager, "visible_to") else ()


def _is_about(row: Any, subject: Any) -> bool:
    """By the keys of the row, or the one that it names itself (`about_id`) where another row lies between.

    What a deed left that `stands_with` names, the row that the subject ends with, is about the subject too.
    """
    named = (row.pk, getattr(row, "about_id", None))
    if getattr(subject, "stands_with", 0) in named:
        return True
    keys = (getattr(row, field.attname) for field in row._meta.concrete_fields if field.is_relation)
    return subject.pk in named or subject.pk in keys


def _told(receipt: Receipt, row: Any, surface: Surface, person: Person, form: DeedForm | None) -> Recorded:
    assert receipt.done_at is not None  # a committed receipt is done
    done = surface if receipt.surface == surface.name else surface_named(receipt.surface)
    same = done is surface
    told = done is not None and bool(done.recorded or done.recorded_by_act)
    # Of another edited record its own fields say what stands.
    edited = done is not None and done.versioned and done.subject is type(row) and not told
    return Recorded(
        deed=receipt.surface,
        title=done.title if done else receipt.surface.replace("_", " ").capitalize(),
        by=YOU if receipt.person_id == person.pk else receipt.person.name,
        at=receipt.done_at,
        row=row.pk,
        same_deed=same,
        answers=tuple(_answers(done, receipt, row, person, form if same else None))
        if done and not edited
        else (),
    )


def _answers(
    surface: Surface, receipt: Receipt, row: Any, person: Person, form: DeedForm | None
) -> Iterable[Answer]:
    """Question by question of the deed's form; one that neither of the two answered is left out.

    What the row keeps where nobody reads it without a reason of their own is not shown here either.
    """
    values = recorded_values(surface, receipt, row, person)
    sent = form if form is not None and form.is_bound else None
    if sent is not None:
        sent.is_valid()  # of one that is not, what was typed is told all the same
    fields = form.fields if form is not None else surface.form.base_fields  # its own know their choices
    for name, field in fields.items():
        if name in ("once", "version"):
            continue
        mine = words_typed(sent, name) if sent is not None else ""
        if name not in values and (not mine or (sent is not None and unticked(sent, name))):
            continue
        recorded = words_of(field, values[name]) if name in values else NOT_SHOWN
        if (recorded, mine or NOTHING) != (NOTHING, NOTHING):
            yield Answer(name, str(field.label), recorded, mine)


def recorded_values(
    surface: Surface, receipt: Receipt, row: Any, person: Person, *, by_itself: bool = False
) -> dict[str, Any]:
    """What a row holds of what was typed, by the form's fields.

    What the surface says (`recorded`, `recorded_by_act`), else the row's own attributes, else what the API
    answers of it under the same name (where sealed words are open). `by_itself`: of a row as it stood, and
    so without what the API answers from beside it.
    """
    said = surface.represent(row, person)
    own = surface.recorded(row, person) if surface.recorded else {}
    if surface.recorded_by_act:
        own |= surface.recorded_by_act(row, receipt, person)
    own = own_values(surface, row) | own
    found = {}
    for name, field in surface.form.base_fields.items():
        if name in own:
            found[name] = own[name]
        elif by_itself and not hasattr(row, f"{name}_sealed"):
            continue
        elif isinstance(field, RowsField):
            if isinstance(said.get(name), list):
                found[name] = [_read_row(field, one) for one in said[name]]
        elif isinstance(said.get(name), str | bool):
            found[name] = _read(field, said[name])
    return found


def own_values(surface: Surface, row: Any) -> dict[str, Any]:
    """What of the form a row holds under its own names. Not the rows of a list, whose words may be sealed:
    of those only what the API answers is told.
    """
    found = {}
    for name, field in surface.form.base_fields.items():
        if isinstance(field, RowsField) or not hasattr(row, name):
            continue
        value = getattr(row, name)
        if isinstance(value, Manager):
            found[name] = list(value.all())
        elif not callable(value):
            found[name] = value
    return found


def _read(field: forms.Field, value: str | bool) -> Any:
    """A value of the API, as the form has it."""
    if isinstance(field, forms.ModelChoiceField):
        return None
    if isinstance(value, str) and isinstance(field, GovDateField | GovDateTimeField):
        try:
            return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _read_row(field: RowsField, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the form's own list, under the names that its questions have."""
    questions = field.form.base_fields.items()
    return {name: _read(one, row[name]) for name, one in questions if isinstance(row.get(name), str | bool)}

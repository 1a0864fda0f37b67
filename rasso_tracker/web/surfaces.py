"""One declaration gives a deed its page and its API: same form, same service, same refusals."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from rasso_tracker.audit import Action
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.scope import in_scope


def case_id_of(row: Any) -> Any:
    """The id of the case that a row belongs to or is; None for a row of no case."""
    return row.pk if row is not None and row._meta.label == "cases.Case" else getattr(row, "case_id", None)


def case_page(result: Any) -> str:
    """The address of the case page; the address is fixed in the product's interface."""
    case_id = case_id_of(result)
    return f"/cases/{case_id}/" if case_id else "/"


def bare_id(result: Any, person: Person) -> dict[str, Any]:
    return {"id": str(result.pk)}


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A deed as a page and an API route. `name` is the service's name and what a role may or may not do."""

    name: str
    title: str
    service: Callable[..., Any]
    form: type[DeedForm]
    page: str
    api: str
    said: str
    subject: type[Model] | None = None
    subject_name: str = ""
    button: str = "Save"
    from_document: str = ""  # its title for police, who enter an act of CPS from CPS's document
    method: str = "POST"
    versioned: bool = False
    # Since when what the deed replaces whole stands; it holds that as it is until the transaction ends.
    stands_since: Callable[[Person, Any], datetime | None] | None = None
    four_eyes: bool = False
    template: str = "deed.html"
    select: tuple[str, ...] = ()
    look: Action = Action.FORM_OPENED
    constraints: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    context: Callable[[Person, Any], dict[str, Any]] | None = None
    check: Callable[[Person, Any], None] | None = None
    # Asked besides as it is sent, before what was typed is: where the page is read though it cannot be done.
    check_sent: Callable[[Person, Any], None] | None = None
    initial: Callable[[Person, Any], dict[str, Any]] | None = None
    suggests: Callable[[Person, Any], dict[str, Any]] | None = None  # what the page begins with, and no API
    opened: Callable[[Person, Any], None] | None = None  # called as the form is opened on a record
    recorded: Callable[[Any, Person], dict[str, Any]] | None = None  # what its row keeps elsewhere, by field
    # The same where its row was there before, and others act on it too: what one act said, by its receipt.
    recorded_by_act: Callable[[Any, Any, Person], dict[str, Any]] | None = None
    find: Callable[[Person], Any] | None = None
    prefilled: tuple[str, ...] = ()  # fields that a link to the page may fill in; never free words
    shown_once: str = ""  # a template that shows what came of it, in place of going on: a secret, never again
    opened_from: str = ""  # the name of a list whose rows offer the deed, and which it comes back to
    says: Callable[[Any], str] | None = None  # said instead, where it depends on what came of the deed
    done: Callable[[Any], str] = case_page
    back: Callable[[Any], str] = case_page
    represent: Callable[[Any, Person], dict[str, Any]] = bare_id

    def subject_of(self, person: Person, pk: uuid.UUID | None) -> Any:
        """The record that the deed is done on; None where it is out of this person's scope."""
        assert self.subject is not None
        return in_scope(self.subject, person, pk, find=self.find, select=self.select)

    def title_for(self, person: Person) -> str:
        """What the deed is called for this person: nobody is told that they do what another agency does."""
        return self.from_document if self.enters_document(person) else self.title

    def said_of(self, result: Any) -> str:
        """What is said when it is done; `result` is None where it was done before."""
        return self.said if self.says is None or result is None else self.says(result)

    def button_for(self, person: Person) -> str:
        return "Save" if self.enters_document(person) else self.button

    def enters_document(self, person: Person) -> bool:
        """True for police on an act of CPS, which they enter from CPS's document."""
        return bool(self.from_document) and person.agency != Agency.CPS

    def first_values(self, person: Person, subject: Any) -> dict[str, Any]:
        return self.initial(person, subject) if self.initial else {}

    @property
    def in_address(self) -> bool:
        """True when the API's address names the record; else the body does, under `subject_name`."""
        return "<uuid:pk>" in self.api


_by_name: dict[str, Surface] = {}


def surface_named(name: str) -> Surface | None:
    """The surface of a deed that has a page."""
    return _by_name.get(name)


def make_known(surface: Surface) -> None:
    """Found by name from now on; the first of a name is the one."""
    _by_name.setdefault(surface.name, surface)

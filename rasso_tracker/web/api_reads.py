"""Reading by API: scoped, paged by cursor, every id shown logged, every field on an allow-list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.api_deeds import CANNOT_STAND, etag_of
from rasso_tracker.web.cursors import Cursor, Order, field_at, read_cursor
from rasso_tracker.web.keyset import read_page
from rasso_tracker.web.lists import NOT_YOURS, visible_branches
from rasso_tracker.web.problems import Problem
from rasso_tracker.web.scope import in_scope
from rasso_tracker.web.surfaces import case_id_of
from rasso_tracker.web.text import unstorable

PAGE = 50
LARGEST_PAGE = 200
BY_ID = Order("id", "Id", "pk")
BEGINS = "__istartswith"
NO_SUCH_FILTER = "There is no such filter."
NO_CURSOR = "This is no place in this list. Take the whole address that next or previous gives."
Represent = Callable[[Any, Person], dict[str, Any]]
Together = Callable[[list[uuid.UUID], Person], Mapping[uuid.UUID, dict[str, Any]]]
Condition = Q | Callable[[Person], Q]


def check_may_read(request: Request) -> None:
    """Raises NotAllowed when the token may not read."""
    token: Any = request.auth
    if token is not None and not token.allows("read"):
        raise NotAllowed("This token's scopes do not include read. Make one that does.")


@dataclass(frozen=True, kw_only=True)
class ReadList:
    """GET on a collection. `filters` maps a query parameter to the field that it must equal (or begin with:
    `__istartswith`). A choice, or the code of a row such as a district, is one of those that there are;
    `offered` gives the only values of another parameter, where they are few. `shows` maps a parameter to
    conditions by name, for what no field equals; one that depends on the day or on who asks is a function.
    The condition named "" holds where nothing is asked for. `withheld` names the filters that somebody does
    not have: what one may not read is not to be asked for either.

    `together` gives, by id, what is found for all rows of a page at once and may be told to that person,
    beside what `represent` says.
    """

    path: str
    name: str
    model: type[Model]
    represent: Represent
    action: Action = Action.LIST_VIEWED
    order: Order = BY_ID
    filters: Mapping[str, str] = field(default_factory=dict)
    offered: Mapping[str, Callable[[], Collection[str]]] = field(default_factory=dict)
    shows: Mapping[str, Mapping[str, Condition]] = field(default_factory=dict)
    withheld: Callable[[Person], Collection[str]] = lambda person: ()
    fields: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    deed: str | None = None
    # Whose list it is, by role: an empty one would tell the others what is not so.
    is_for: Callable[[Person], bool] = lambda person: True
    branches: Callable[[Person], Any] | None = None
    together: Together = lambda ids, person: {}
    shape: Mapping[str, Any] | None = None
    method: str = "GET"

    def answer(self, request: Request, pk: uuid.UUID | None = None) -> Response:
        person: Any = request.user
        wanted, size = self.check(request)
        cursor = self._cursor(request.query_params.get("cursor", ""))
        found = self.branches(person) if self.branches else visible_branches(self.model, person)
        shown = self._shown(request, person)
        page = read_page(
            lambda: [branch.filter(*shown, **wanted) for branch in found],
            order=self.order,
            descending=self.order.descending,
            fields=self.fields,
            size=size,
            cursor=cursor,
        )
        record_read(by=person, action=self.action, subjects=[row["pk"] for row in page.rows])
        return Response(
            {
                "next": self._address(request, page.next),
                "previous": self._address(request, page.previous),
                "results": self._results(page.rows, person),
            }
        )

    def _results(self, found: list[dict[str, Any]], person: Person) -> list[dict[str, Any]]:
        ids = [row["pk"] for row in found]
        rows = self.model._default_manager.select_related(*self.select).prefetch_related(*self.prefetch)
        by_id = {row.pk: row for row in rows.filter(pk__in=ids)}
        more = self.together(ids, person)
        return [{**self.represent(by_id[one], person), **more.get(one, {})} for one in ids if one in by_id]

    def check(self, request: Request) -> tuple[dict[str, Any], int]:
        """(filter arguments, page size). Raises NotAllowed, or Problem for what the list does not take."""
        check_may_read(request)
        person: Any = request.user
        _check_role(self.deed, person)
        if not self.is_for(person):
            raise NotAllowed(NOT_YOURS.format(person.role.title))
        return self._asked(request)

    def _shown(self, request: Request, person: Person) -> list[Q]:
        asked = {name: request.query_params.get(name, "") for name in self.shows}
        held = [self.shows[name][text] for name, text in asked.items() if text in self.shows[name]]
        return [one if isinstance(one, Q) else one(person) for one in held]

    def _asked(self, request: Request) -> tuple[dict[str, Any], int]:
        """(filter arguments, page size). Raises Problem naming each parameter that is not of this list."""
        wanted: dict[str, Any] = {}
        faults: dict[str, str] = {}
        size = PAGE
        person: Any = request.user
        filters = self.filters.keys() - set(self.withheld(person))
        for name, text in request.query_params.dict().items():
            if name == "page_size":
                fits = text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= LARGEST_PAGE
                size = int(text) if fits else size
                faults |= {} if fits else {name: f"Give a number from 1 to {LARGEST_PAGE}."}
            elif name in self.shows:
                if text not in self.shows[name]:
                    faults[name] = f"Give one of {', '.join(sorted(filter(None, self.shows[name])))}."
            elif name in filters and unlike(text, values := self._values_of(name)):
                faults[name] = f"Give one of {', '.join(sorted(values))}."
            elif name in filters:
                try:
                    wanted[self.filters[name]] = _typed(self.model, self.filters[name], text)
                except (ValidationError, ValueError):
                    faults[name] = "This value does not fit the filter."
            elif name != "cursor":
                faults[name.encode("utf-8", "backslashreplace").decode()[:100]] = NO_SUCH_FILTER
        if faults:
            raise Problem(400, CANNOT_STAND, faults)
        return wanted, size

    def _values_of(self, name: str) -> Collection[str]:
        """The only values that a filter may have; none where it is open."""
        if name in self.offered:
            return self.offered[name]()
        key = field_at(self.model, self.filters[name].removesuffix(BEGINS))
        if key.choices:
            return [str(value) for value, _ in key.flatchoices if value != ""]
        if key.name == "code" and key.unique and key.model is not self.model:
            return list(key.model._default_manager.values_list("code", flat=True))
        return ()

    def _cursor(self, text: str) -> Cursor | None:
        """Where the page starts; the first page without a cursor. Raises Problem for what is none."""
        found = read_cursor(text, (self.order,), self.model)
        if text and found is None:
            raise Problem(400, CANNOT_STAND, {"cursor": NO_CURSOR})
        return found

    def _address(self, request: Request, cursor: str) -> str | None:
        if not cursor:
            return None
        query = request.query_params.copy()
        query["cursor"] = cursor
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


@dataclass(frozen=True, kw_only=True)
class ReadMixed(ReadList):
    """GET on a collection of rows of several models: each is shown by what `fields` found of it. `model` is
    one of them, for the kinds of value of the filters and of the key.
    """

    def _results(self, found: list[dict[str, Any]], person: Person) -> list[dict[str, Any]]:
        return [self.represent(row, person) for row in found]


@dataclass(frozen=True, kw_only=True)
class ReadDetail:
    """GET on one record. `versioned` answers its version as an ETag, for If-Match."""

    path: str
    name: str
    model: type[Model]
    represent: Represent
    action: Action
    select: tuple[str, ...] = ()
    versioned: bool = False
    deed: str | None = None
    find: Callable[[Person], Any] | None = None
    shape: Mapping[str, Any] | None = None
    recipient: str = ""
    method: str = "GET"

    def answer(self, request: Request, pk: uuid.UUID | None) -> Response:
        check_may_read(request)
        person: Any = request.user
        _check_role(self.deed, person)
        found = in_scope(self.model, person, pk, find=self.find, select=self.select)
        if found is None:
            raise Http404
        record_read(
            by=person,
            action=self.action,
            case=case_id_of(found),
            subjects=[found.pk],
            recipient=self.recipient,
        )
        response = Response(self.represent(found, person))
        if self.versioned:
            response["ETag"] = etag_of(found)
        return response


@dataclass(frozen=True, kw_only=True)
class ReadReport:
    """GET of figures, of no record. `report` gets the person and the query, and logs the look itself.

    `filters` are the parameters that it takes. Raises NotAllowed for a role that does not have it.
    """

    path: str
    name: str
    report: Callable[[Person, Any], dict[str, Any]]
    filters: Mapping[str, str] = field(default_factory=dict)
    model: None = None
    method: str = "GET"

    def answer(self, request: Request, pk: uuid.UUID | None = None) -> Response:
        check_may_read(request)
        person: Any = request.user
        unknown = set(request.query_params) - set(self.filters)
        if unknown:
            faults = {
                one.encode("utf-8", "backslashreplace").decode()[:100]: NO_SUCH_FILTER for one in unknown
            }
            raise Problem(400, CANNOT_STAND, faults)
        return Response(self.report(person, request.query_params))


def unlike(text: str, values: Collection[str]) -> bool:
    """True for a text that is none of these values, where there are some."""
    return bool(values) and text not in values


def _check_role(deed: str | None, person: Any) -> None:
    if deed and not person.role.may(deed):
        raise NotAllowed(f"Your role, {person.role.title}, may not read this.")


def _typed(model: type[Model], path: str, text: str) -> Any:
    if unstorable(text):
        raise ValueError(path)
    key = field_at(model, path.removesuffix(BEGINS))
    target = getattr(key, "target_field", key)
    value = target.to_python(text)
    target.run_validators(value)
    return value

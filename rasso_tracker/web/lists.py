"""List pages: filters in the address, closed sortable headings, keyset pages, every id shown logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.access import place_of
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.web.cursors import Order, read_cursor
from rasso_tracker.web.drawing import draw, draw_once
from rasso_tracker.web.errors import refused_page
from rasso_tracker.web.keyset import Kept, Page, count_up_to, read_page
from rasso_tracker.web.kindness import KindForm
from rasso_tracker.web.routes import Route, register
from rasso_tracker.web.saved.kept import filters_of, keep_filters_of

__all__ = [
    "FilterForm",
    "Heading",
    "Listing",
    "Order",
    "Page",
    "branches_unless_supporter",
    "draw",
    "listing_urls",
    "visible_branches",
]

COUNT_NO_FURTHER = 1_000  # counting ten thousand rows costs more than the page that shows 25


class FilterForm(KindForm):
    """Filters of a list, sent by GET. Every choice is closed: the address then holds no personal data."""

    all_optional = True  # so that no label need say so

    def chosen(self) -> dict[str, Any]:
        """The choices that hold; one that is not offered counts as none."""
        if not self.is_bound:
            return dict.fromkeys(self.fields)
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


@dataclass(frozen=True)
class Heading:
    """A heading of the table. `sort` is none, ascending or descending (aria-sort); `href` turns it."""

    code: str
    label: str
    href: str
    sort: str


def visible_branches(model: type[Model], person: Person) -> Sequence[Any]:
    """The branches whose union the person may see, each able to walk an index in order."""
    manager: Any = model._default_manager
    if hasattr(manager, "visible_branches"):
        return list(manager.visible_branches(person))
    return [manager.visible_to(person)]


def branches_unless_supporter(model: type[Model]) -> Callable[[Person], Sequence[Any]]:
    """The same of a list that an ISVA does not read (web/scope.py, unless_supporter)."""
    return lambda person: [] if is_supporter(person) else visible_branches(model, person)


class Listing:
    """A list page. A subclass is its declaration, an instance one request and the template's `listing`."""

    name: ClassVar[str]
    path: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]
    model: ClassVar[type[Model]]
    fields: ClassVar[tuple[str, ...]]
    orders: ClassVar[tuple[Order, ...]]
    filters: ClassVar[type[FilterForm] | None] = None
    action: ClassVar[Action] = Action.LIST_VIEWED
    empty: ClassVar[str] = "Nothing to show."
    size: ClassVar[int] = 25
    counted: ClassVar[bool] = True
    # True says that branches() and narrow() depend on nothing but the choices, the day, the person's own id,
    # role, team, district and unit, and slots(). A statement is then compiled once a process for each, and
    # the database keeps its plan of it as long as no filter is chosen.
    steady: ClassVar[bool] = False
    opened_with: dict[str, Any] | None = None  # the saved filter that a bare address opened
    deed: ClassVar[str | None] = None  # a role that may not do this deed may not open the list
    part: ClassVar[Part | None] = None  # nor may one that never reads this part of a case
    saves: ClassVar[bool] = False  # whether its filters are kept under a name

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person: Any = request.user
        self.saved = self._saved() if self.saves else []
        self.asked = request.GET or self._default()
        self.filter_form = self.filters(self.asked, person=self.person) if self.filters else None
        self.chosen = self.filter_form.chosen() if self.filter_form else {}
        self.order, self.descending = self._order(self.asked.get("sort", ""))
        self._read()

    @classmethod
    def is_for(cls, person: Person) -> bool:
        """False for a role that has no part in the list: an empty one would tell it what is not so."""
        may = cls.deed is None or person.role.may(cls.deed)
        return may and (cls.part is None or person.is_service or person.role.reads(cls.part))

    def _saved(self) -> list[dict[str, Any]]:
        return filters_of(self.person, self.name)

    def _default(self) -> QueryDict:
        """What the list opens with where the address says nothing: the person's default filter, if any."""
        self.opened_with = next((one for one in self.saved if one["is_default"]), None)
        return QueryDict(self.opened_with["query"] if self.opened_with else "")

    # What a subclass says

    def branches(self) -> Sequence[Any]:
        """The branches before filters. Override to narrow by something that every request narrows by."""
        return visible_branches(self.model, self.person)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return branch

    def slots(self) -> dict[str, Any]:
        """What a steady list puts into the places that narrow() left open with Slot, such as the moment."""
        return {}

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return record

    def extra(self, person: Person) -> dict[str, Any]:
        return {}

    def ids_shown(self, record: dict[str, Any]) -> Iterable[Any]:
        """The ids that the log names for a row; a list that shows several records in a row names them all."""
        return [record["pk"]]

    # What the page shows

    def _read(self) -> None:
        wanted = self.asked.get("page", "")
        cursor = read_cursor(wanted, self.orders, self.model)
        self.lost_its_place = bool(wanted) and cursor is None
        if cursor and (cursor.order != self.order.code or cursor.descending != self.descending):
            cursor = None
        page = read_page(
            self._narrowed,
            order=self.order,
            descending=self.descending,
            fields=self.fields,
            size=self.size,
            cursor=cursor,
            kept=self._kept(),
        )
        self.log(page.rows)
        self.rows = [self.row(record, self.person) for record in page.rows]
        self.next_url = self._address(page=page.next) if page.next else ""
        self.previous_url = self._address(page=page.previous) if page.previous else ""
        self._page = page

    @cached_property
    def count_text(self) -> str:
        """Counted once it is asked for."""
        return self._count(self._page) if self.counted else ""

    def log(self, records: Sequence[dict[str, Any]]) -> None:
        """One event a page. A list that is asked again and again logs only what it shows anew."""
        shown = [one for record in records for one in self.ids_shown(record)]
        record_read(by=self.person, action=self.action, subjects=shown)

    def _narrowed(self) -> list[Any]:
        return [self.narrow(branch, self.chosen, self.person) for branch in self.branches()]

    def _kept(self) -> Kept | None:
        """All that the statement of a steady list may depend on; whom the grants name is asked each time."""
        if not self.steady:
            return None
        today = london_date(now())
        chosen = tuple((name, str(value)) for name, value in self.chosen.items())
        listed = (type(self), self.fields, self.size, self.order, self.descending)
        key = (*listed, place_of(self.person), chosen, today)
        return Kept(key, self.slots(), planned=not self.filtered)

    def _count(self, page: Page) -> str:
        if not page.next and not page.previous:
            return f"{len(page.rows):,}"
        person, chosen = self.person, tuple(map(str, self.chosen.values()))
        key = (type(self), person.pk, person.role.code, chosen)
        if not _is_many(key):
            found = count_up_to(self._narrowed, COUNT_NO_FURTHER, self._kept())
            if found <= COUNT_NO_FURTHER:
                return f"{found:,}"
            _many[key] = now() + MANY_STAYS_MANY
        return f"more than {COUNT_NO_FURTHER:,}"

    def _order(self, asked: str) -> tuple[Order, bool]:
        code = asked.removeprefix("-")
        for order in self.orders:
            if order.code == code:
                return order, asked.startswith("-")
        return self.orders[0], self.orders[0].descending

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(order) for order in self.orders]

    def _heading(self, order: Order) -> Heading:
        current = order.code == self.order.code
        descending = not self.descending if current else order.descending
        sort = ("descending" if self.descending else "ascending") if current else "none"
        href = self._address(sort=f"-{order.code}" if descending else order.code)
        return Heading(order.code, order.label, href, sort)

    def heading(self, code: str) -> Heading:
        """One heading by its code, for a template that lays its columns out by hand."""
        return next(self._heading(order) for order in self.orders if order.code == code)

    def _address(self, **changes: str) -> str:
        """This list with the same filters; a new order starts at page one."""
        kept = [(name, value) for name in self.chosen for value in self._typed(name)]
        sort = changes.get("sort") or (f"-{self.order.code}" if self.descending else self.order.code)
        page = [("page", changes["page"])] if "page" in changes else []
        return f"?{urlencode([*kept, ('sort', sort), *page])}"

    def _typed(self, name: str) -> list[str]:
        """A filter goes on in the links only when it holds: nothing unknown travels in an address."""
        return self.asked.getlist(name) if self.chosen.get(name) is not None else []

    @property
    def query(self) -> str:
        """The filters and the order as an address holds them, without a page."""
        return self._address().removeprefix("?")

    @classmethod
    def everything(cls) -> str:
        """The address of the list without a filter; a bare one would bring the default filter back."""
        return f"?sort={cls.orders[0].code}" if cls.saves else "?"

    def filters_html(self) -> SafeString:
        return draw_once(self.filter_form) if self.filter_form else SafeString("")

    @property
    def filtered(self) -> bool:
        return any(value is not None for value in self.chosen.values())


# "More than 1,000" stays true for a while; an exact count is always counted.
MANY_STAYS_MANY = timedelta(minutes=5)
_MOST_KEPT = 5000
_many: dict[Any, datetime] = {}


def _is_many(key: Any) -> bool:
    if len(_many) > _MOST_KEPT:
        _many.clear()
    until = _many.get(key)
    return until is not None and now() < until


def listing_urls(listings: Iterable[type[Listing]]) -> list[URLPattern]:
    """The pages of these lists."""
    return [_url(listing) for listing in listings]


def _url(listing: type[Listing]) -> URLPattern:
    if listing.saves:
        keep_filters_of(listing)
    register(
        Route(
            name=listing.name,
            method="GET",
            path=f"/{listing.path}",
            kind="list",
            deed=listing.deed,
            subject=listing.model._meta.label,
        )
    )
    return path(listing.path, _view(listing), name=listing.name)


def _view(listing: type[Listing]) -> Callable[[HttpRequest], HttpResponse]:
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if not listing.is_for(person):
            return refused_page(request, NOT_YOURS.format(person.role.title))
        shown = listing(request)
        more = shown.extra(person)  # noqa: S610  # ours, not the QuerySet method
        context = {"listing": shown, "title": listing.title, "person": person, **more}
        return render(request, listing.template, context)

    return view


NOT_YOURS = "Your role, {}, does not include this list. If you hold another role, change to it."

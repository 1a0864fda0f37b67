"""Detail pages: looked up in scope, the look logged, the deeds that the role may do offered as links."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.looks import one_look
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass
from rasso_tracker.web.addresses import address
from rasso_tracker.web.deeds import check_role
from rasso_tracker.web.routes import Route, register
from rasso_tracker.web.scope import in_scope
from rasso_tracker.web.surfaces import Surface, case_id_of


@dataclass(frozen=True, kw_only=True)
class Detail:
    """The page of one record. `shows` gives the ids of further records on the page, for the log;
    `recipient` whom a page discloses to; `deed` what a role must include to open it.
    """

    name: str
    path: str
    model: type[Model]
    template: str
    action: Action
    context: Callable[[Person, Any], dict[str, Any]] | None = None
    select: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    find: Callable[[Person], Any] | None = None
    shows: Callable[[dict[str, Any]], Iterable[uuid.UUID]] | None = None
    title: Callable[[Any], str] = str
    recipient: str = ""
    deed: str = ""


def detail_urls(details: Iterable[Detail]) -> list[URLPattern]:
    """The pages of these records."""
    return [_url(detail) for detail in details]


def _url(detail: Detail) -> URLPattern:
    register(
        Route(
            name=detail.name,
            method="GET",
            path=f"/{detail.path}",
            kind="detail",
            subject=detail.model._meta.label,
            in_address=True,
        )
    )
    return path(detail.path, _view(detail), name=detail.name)


def _view(detail: Detail) -> Callable[..., HttpResponse]:
    @require_safe
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        person: Any = request.user
        if detail.deed and not person.role.may(detail.deed):
            return refused(request, detail.title(None))
        subject = in_scope(detail.model, person, pk, find=detail.find, select=detail.select)
        if subject is None:
            raise Http404
        with one_look():
            extra = detail.context(person, subject) if detail.context else {}
            deeds = deed_links(detail.surfaces, person, subject)
        more = detail.shows(extra) if detail.shows else ()
        record_read(
            by=person,
            action=detail.action,
            case=case_id_of(subject),
            subjects=[subject.pk, *more],
            recipient=detail.recipient,
        )
        context = {"subject": subject, "person": person, "title": detail.title(subject)}
        return render(request, detail.template, {**context, "deeds": deeds, **extra})

    return view


def refused(request: HttpRequest, title: str) -> HttpResponse:
    """The page that says that the role in use does not include this."""
    person: Any = request.user
    sentence = f"Your role, {person.role.title}, does not include this: {title}."
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


def deed_links(surfaces: Iterable[Surface], person: Person, subject: Any) -> list[dict[str, str]]:
    """Links to the deeds on `subject` that this person may do now: what would refuse them hides the link.

    The person's own deeds come first, then what they enter from the other side's document.
    """
    return [
        {"name": one.name, "title": one.title_for(person), "href": address(one.name, subject.pk)}
        for one in sorted(surfaces, key=lambda one: one.enters_document(person))
        if would_pass(check_role, one, person, subject)
    ]

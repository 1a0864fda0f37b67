"""Trial surfaces, a list and reads over real cases, put beside the product's own addresses for one test."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.urls import clear_url_caches, include, path
from jinja2 import ChoiceLoader, DictLoader

from cases.enums import Stage
from cases.models import Case
from cases.services import edit_case
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.versions import touch
from rasso_tracker.web import routes
from rasso_tracker.web.api import ReadDetail, ReadList, api_urls
from rasso_tracker.web.details import Detail, detail_urls
from rasso_tracker.web.forms import (
    DeedForm,
    GovDateField,
    LongText,
    PlainText,
    RowsField,
    SubForm,
    YesNoField,
)
from rasso_tracker.web.lists import FilterForm, Listing, Order, listing_urls
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.surfaces import Surface


class EditForm(DeedForm):
    reported_on = GovDateField(label="Reported on", past_only=True)
    urn = PlainText(label="CPS URN", max_length=20, required=False)
    summary = LongText(label="Summary", max_length=500, required=False)


class ItemForm(SubForm):
    asks = LongText(label="What CPS asks for", max_length=200)
    due_on = GovDateField(label="Due", required=False)
    urgent = YesNoField(label="Is it urgent?", required=False)


class ItemsForm(DeedForm):
    items = RowsField(form=ItemForm, label="Items", row_label="Item", min_rows=1, max_rows=4)


done: list[dict[str, Any]] = []


@deed
def note_items(*, by: Person, case: Case, items: list[dict[str, Any]]) -> Case:
    """A deed of these tests. Raises NotAllowed, or Invalid by the field of a row."""
    if any(item["asks"] == "forbidden" for item in items):
        raise NotAllowed("Nobody may ask for that. The gatekeeper can say why.")
    for index, item in enumerate(items):
        if item["asks"] == "nonsense":
            raise Invalid({f"items-{index}-asks": "Say what it is for."})
        if item["asks"] == "broken":
            raise ZeroDivisionError(item["asks"])
    done.append({"case": case, "items": items})
    touch(case)
    record(by=by, action=Action.CASE_EDITED, case=case, subjects=[case.pk])
    return case


def represent(case: Case, person: Person) -> dict[str, Any]:
    return {"id": str(case.pk), "reference": case.reference, "urn": case.urn, "version": case.version}


SURFACES = [
    Surface(
        name="edit_case",
        title="Edit the case",
        service=edit_case,
        form=EditForm,
        subject=Case,
        subject_name="case",
        page="trial/<uuid:pk>/edit/",
        api="trial/<uuid:pk>/",
        method="PATCH",
        versioned=True,
        said="Case saved.",
        initial=lambda person, case: {"reported_on": case.reported_on, "urn": case.urn},
        represent=represent,
    ),
    Surface(
        name="add_allegation",
        title="Note items",
        service=note_items,
        form=ItemsForm,
        subject=Case,
        subject_name="case",
        page="trial/<uuid:pk>/items/",
        api="trial-items/",
        said="Items noted.",
        represent=represent,
        four_eyes=True,
    ),
]
DUE = Order("due", "Next due", "next_due_on", nullable=True)
REPORTED = Order("reported", "Reported", "reported_on", descending=True)
READS = [
    ReadList(
        path="trial/",
        name="trial-cases",
        model=Case,
        represent=represent,
        order=REPORTED,
        filters={"stage": "stage", "district": "district__code", "reported_on": "reported_on"},
    ),
    ReadDetail(
        path="trial/<uuid:pk>/",
        name="trial-case",
        model=Case,
        represent=represent,
        action=Action.CASE_VIEWED,
        versioned=True,
    ),
]


class Filters(FilterForm):
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Stage.choices], required=False, label="Stage")


class Trial(Listing):
    name, path, title, template = "trial_list", "trial/", "Trial", "trial_list.html"
    model = Case
    fields = ("reference", "stage", "next_due_on")
    orders = (DUE, REPORTED)
    filters = Filters
    size = 2

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return branch.filter(stage=chosen["stage"]) if chosen["stage"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {**record, "stage_label": Stage(record["stage"]).label}


DETAIL = Detail(
    name="trial_detail",
    path="trial/<uuid:pk>/",
    model=Case,
    template="trial_detail.html",
    action=Action.CASE_VIEWED,
    surfaces=tuple(SURFACES),
)


TEMPLATES = {
    "trial_list.html": """{% extends "base.html" %}{% block content %}<p>{{ listing.count_text }}</p>
        {% for row in listing.rows %}<a>{{ row.reference }} {{ row.stage_label }}</a>{% endfor %}
        {% for heading in listing.headings %}<b>{{ heading.label }} {{ heading.sort }} {{ heading.href }}</b>
        {% endfor %}<i>{{ listing.next_url }}</i><u>{{ listing.previous_url }}</u>{% endblock %}""",
    "trial_detail.html": """{% extends "base.html" %}{% block content %}<h1>{{ subject.reference }}</h1>
        {% for deed in deeds %}<a href="{{ deed.href }}">{{ deed.title }}</a>{% endfor %}{% endblock %}""",
}


@pytest.fixture
def trial(settings_urls: None) -> None:
    done.clear()


@pytest.fixture
def settings_urls(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The trial addresses before the product's; the register of routes is put back after."""
    from importlib import import_module

    own = import_module(settings.ROOT_URLCONF)
    monkeypatch.setattr(routes, "_routes", dict(routes._routes))
    urlconf: Any = ModuleType("trial_urls")
    urlconf.urlpatterns = [
        *page_urls(SURFACES),
        *listing_urls([Trial]),
        *detail_urls([DETAIL]),
        path("api/v1/", include(api_urls(SURFACES, READS))),
        *own.urlpatterns,
    ]
    for name in ("handler400", "handler403", "handler404", "handler500"):
        setattr(urlconf, name, getattr(own, name))
    monkeypatch.setattr(settings, "ROOT_URLCONF", urlconf)
    pages = engines["jinja2"].env
    monkeypatch.setattr(pages, "loader", ChoiceLoader([DictLoader(TEMPLATES), pages.loader]))
    clear_url_caches()
    yield
    clear_url_caches()

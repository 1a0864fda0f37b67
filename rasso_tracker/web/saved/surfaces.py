"""The deeds on saved filters as pages and API routes."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.web.api import ReadList
from rasso_tracker.web.models import SavedFilter
from rasso_tracker.web.saved import services
from rasso_tracker.web.saved.forms import ChangeFilterForm, RemoveFilterForm, SaveFilterForm
from rasso_tracker.web.saved.kept import savable, savable_names
from rasso_tracker.web.saved.services import NAME_TAKEN
from rasso_tracker.web.surfaces import Surface


def list_page(row: SavedFilter) -> str:
    """The list with the filter; without it once it is removed."""
    found = savable(row.list_name)
    path = f"/{found.path}" if found else "/"
    if row.ended_at is None:
        return f"{path}?{row.query}"
    return f"{path}{found.everything()}" if found else path


def own(person: Person) -> Any:
    return SavedFilter.objects.own(person)


def offered(person: Person) -> list[Any]:
    return [SavedFilter.objects.visible_to(person)]


def stands(person: Person, row: SavedFilter) -> dict[str, Any]:
    return {"name": row.name, "shared": bool(row.shared_role), "is_default": row.is_default}


def represent(row: SavedFilter, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "list_name": row.list_name,
        "name": row.name,
        "query": row.query,
        "is_default": row.is_default,
        "shared": bool(row.shared_role),
        "made_by": str(row.owner_id),
        "version": row.version,
    }


NAMES = {
    "saved_filter_name_once": ("name", NAME_TAKEN),
    "saved_filter_one_default": ("is_default", "You chose another filter to open the list with just now."),
}
OF_FILTER: dict[str, Any] = {
    "subject": SavedFilter,
    "subject_name": "saved",
    "find": own,
    "versioned": True,
    "context": lambda person, row: {"caption": row.name},
    "done": list_page,
    "back": list_page,
    "represent": represent,
}
SURFACES = [
    Surface(
        name="save_filter",
        title="Save this filter",
        service=services.save_filter,
        form=SaveFilterForm,
        page="saved-filters/new/",
        api="saved-filters/",
        button="Save the filter",
        said="Filter saved.",
        constraints=NAMES,
        done=list_page,
        represent=represent,
    ),
    Surface(
        name="change_filter",
        title="Rename or share a filter",
        service=services.change_filter,
        form=ChangeFilterForm,
        page="saved-filters/<uuid:pk>/",
        api="saved-filters/<uuid:pk>/",
        method="PATCH",
        said="Filter changed.",
        initial=stands,
        constraints=NAMES,
        **OF_FILTER,
    ),
    Surface(
        name="remove_filter",
        title="Remove a filter",
        service=services.remove_filter,
        form=RemoveFilterForm,
        page="saved-filters/<uuid:pk>/remove/",
        api="saved-filters/<uuid:pk>/remove/",
        button="Remove the filter",
        said="Filter removed. Nobody is offered it any more.",
        **OF_FILTER,
    ),
]
READS = [
    ReadList(
        path="saved-filters/",
        name="saved_filters",
        model=SavedFilter,
        represent=represent,
        branches=offered,
        filters={"list_name": "list_name"},
        offered={"list_name": savable_names},
    )
]

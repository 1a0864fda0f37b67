"""The deeds on the list of support services."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims.forms import support_services as forms
from victims.models import SupportService
from victims.represent.referrals import service_shown
from victims.rules.support_services import who_works_there
from victims.services import support_services as services

SERVICES = "/support-services/"
ONE_NAME = {"victims_supportservice_name_key": ("name", "Another service has this name.")}


def every_service(person: Person) -> Any:
    """A service is nobody's secret."""
    return SupportService.objects.all()


def _values(person: Person, row: SupportService) -> dict[str, Any]:
    return {
        "name": row.name,
        "kinds": row.kinds,
        "district": row.district_id,
        "advisers": who_works_there(row),
        "closed_on": row.closed_on,
    }


OF_SERVICES: dict[str, Any] = {
    "done": lambda service: SERVICES,
    "back": lambda subject: SERVICES,
    "represent": service_shown,
    "constraints": ONE_NAME,
}
SERVICE_SURFACES = [
    Surface(
        name="add_support_service",
        title="Add a support service",
        service=services.add_support_service,
        form=forms.ServiceForm,
        page="support-services/new/",
        api="support-services/",
        button="Add the service",
        said="The service is on the list.",
        **OF_SERVICES,
    ),
    Surface(
        name="change_support_service",
        title="Change a support service",
        service=services.change_support_service,
        form=forms.ChangeServiceForm,
        page="support-services/<uuid:pk>/edit/",
        api="support-services/<uuid:pk>/",
        method="PATCH",
        button="Save",
        said="Saved.",
        subject=SupportService,
        subject_name="service",
        find=every_service,
        initial=_values,
        versioned=True,
        **OF_SERVICES,
    ),
]
